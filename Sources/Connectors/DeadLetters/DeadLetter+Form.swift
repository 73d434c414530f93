import Canonical
import Foundation

extension DeadLetter {
    /// The JSON of a dead letter that the hub wrote; other programs may read it, so its words stay as they are.
    struct Form: Codable {
        let queue: String
        var member: String?
        var feed: String?
        let reason: Reason
        let problem: ProblemForm
        let attempts: Int
        /// RFC 3339, UTC.
        let first: Date
        let last: Date
        let message: MessageForm

        struct ProblemForm: Codable {
            let file: String
            var line: Int?
            var column: Int?
            var record: Int?
            var field: String?
            let what: String
            var why: String?
            var fix: String?
        }

        struct MessageForm: Codable {
            let exchange: String
            let routingKey: String
            var id: String?
            var type: String?
            var contentType: String?
            var user: String?
            var correlation: String?
            var time: Date?
            let headers: [String: String]
            /// Base64 of the bytes, which need not be text.
            let body: Data
        }

        init(_ letter: DeadLetter) {
            let (problem, original) = (letter.problem, letter.original)
            queue = letter.queue
            member = letter.member
            feed = letter.feed
            reason = letter.reason
            self.problem = ProblemForm(
                file: problem.place.file, line: problem.place.line, column: problem.place.column,
                record: problem.place.record, field: problem.place.field, what: problem.what, why: problem.why,
                fix: problem.fix)
            attempts = letter.attempts
            first = Date(timeIntervalSince1970: Double(letter.first))
            last = Date(timeIntervalSince1970: Double(letter.last))
            message = MessageForm(
                exchange: original.exchange, routingKey: original.routingKey, id: original.id, type: original.type,
                contentType: original.contentType, user: original.userID, correlation: original.correlation,
                time: original.timestamp.map { Date(timeIntervalSince1970: Double($0)) },
                headers: Dictionary(original.headers.map { ($0.name, $0.value) }) { first, _ in first },
                body: Data(original.body))
        }

        static func decoded(_ bytes: [UInt8]) -> Form? {
            let decoder = JSONDecoder()
            decoder.dateDecodingStrategy = .iso8601
            return try? decoder.decode(Form.self, from: Data(bytes))
        }

        func encoded() -> [UInt8] {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            encoder.dateEncodingStrategy = .iso8601
            // Texts, whole numbers, dates and bytes: nothing here that JSON cannot hold.
            return (try? encoder.encode(self)).map { [UInt8]($0) } ?? []
        }

        var firstTime: Int { Int(first.timeIntervalSince1970) }
        var lastTime: Int { Int(last.timeIntervalSince1970) }

        var delivery: Delivery {
            Delivery(
                tag: 0, exchange: message.exchange, routingKey: message.routingKey, redelivered: false, id: message.id,
                type: message.type, contentType: message.contentType, userID: message.user,
                correlation: message.correlation, timestamp: message.time.map { Int($0.timeIntervalSince1970) },
                headers: message.headers.sorted { $0.key < $1.key }.map { ($0.key, $0.value) },
                body: [UInt8](message.body))
        }
    }
}

extension DeadLetter.Form.ProblemForm {
    var problem: Problem {
        Problem(Place(file, line: line, column: column, record: record, field: field), what, why: why, fix: fix)
    }
}
