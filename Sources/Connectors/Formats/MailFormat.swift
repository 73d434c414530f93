import Canonical
import Foundation

/// Answers that members give by mail: one mail, or many one after the other as mbox keeps them (RFC 4155).
///
/// A record has what a `response` needs: `key`, `answer`, `about.kind`, `about.key`, `about.source`, `addressedTo`, `answered`,
/// `reason`, `question`, `comment`. Of several answers to one thing the last one counts.
package struct MailFormat: Format {
    package static let name = "mail"
    static let names = [
        "key", "answer", "about.kind", "about.key", "about.source", "addressedTo", "answered", "reason", "question",
        "comment",
    ]

    private let seal: SealingKey?
    private let codes: Codes
    /// The member whose answers these are.
    private var member = ""

    package init(_ settings: Settings) {
        seal = settings.reading.mailroom?.seal
        codes = settings.reading.mailroom?.codes ?? Codes()
        if settings.reading.mailroom != nil, seal == nil {
            settings.reading.report(
                settings.place, "there is no key to know answers by",
                why: "the codes in the hub's mails are made with the key of \"pseudonyms\" or of \"mail\" in hub.jsonc",
                fix: "add \"mail\": { \"answerKey\": \"file:…\" } there")
        }
    }

    package func of(_ member: String) -> any Format {
        var format = self
        format.member = member
        return format
    }

    package func open(_ export: Export, wanting names: [SourceName]) throws(Failure) -> any RecordReader {
        guard let bytes = FileManager.default.contents(atPath: export.path).map({ [UInt8]($0) }) else {
            throw Failure(
                Problem(
                    Place(export.name), "the export cannot be read", why: "no permission, or it is gone",
                    fix: "let the hub's user read it"), .unreachable)
        }
        let mails = MailFormat.mails(bytes[...])
        guard !mails.isEmpty else {
            throw Failure(
                Problem(
                    Place(export.name), "the file holds no mail", why: "it is empty", fix: "hand the mail over again"))
        }
        var reader = MailReader(names: names, size: bytes.count)
        for (number, mail) in mails.enumerated() {
            reader.take(answer(mail.bytes, Place(export.name, line: mail.line, record: number + 1)))
        }
        return reader
    }

    /// One mail; nil when a program wrote it.
    private func answer(_ bytes: ArraySlice<UInt8>, _ place: Place) -> MailReader.Read {
        let mail = MIMEMessage(bytes)
        guard !mail.isAutomatic else { return .automatic }
        func rejected(_ what: String, _ why: String, _ fix: String, _ key: String? = nil) -> MailReader.Read {
            let sent = mail.headers["date"].map { ", sent \(Quote.value($0))" } ?? ""
            return .rejection(
                Rejection(key: key, problems: [Problem(place, what, why: "\(why)\(sent)", fix: fix)]))
        }
        guard let seal else { return rejected("there is no key to know answers by", "hub.jsonc names none", "add one") }
        guard let date = mail.date else {
            return rejected(
                "the mail does not say when it was sent",
                "its header Date is \(Quote.value(mail.headers["date"] ?? ""))",
                "send it again from a mail program")
        }
        do throws(MailAnswer.Fault) {
            let answer = try MailAnswer.read(mail.text, of: member, seal, codes)
            return .answer(answer, date: date, place)
        } catch {
            return rejected(error.what, error.why, error.fix, error.key)
        }
    }

    /// The mails of a file, each with the line where it begins.
    private static func mails(_ bytes: ArraySlice<UInt8>) -> [(bytes: ArraySlice<UInt8>, line: Int)] {
        let mark = Array("From ".utf8)
        guard bytes.contains(where: { $0 > 0x20 }) else { return [] }
        guard bytes.starts(with: mark) else { return [(bytes, 1)] }
        var mails: [(bytes: ArraySlice<UInt8>, line: Int)] = []
        var (start, startLine, line) = (bytes.startIndex, 0, 0)
        var rest = bytes
        while let (text, after) = MIMEMessage.line(of: rest) {
            line += 1
            if text.starts(with: mark) {
                if startLine > 0 { mails.append((bytes[start..<rest.startIndex], startLine)) }
                (start, startLine) = (after.startIndex, line + 1)
            }
            rest = after
        }
        mails.append((bytes[start...], startLine))
        return mails
    }
}

/// The answers of one file, read already.
struct MailReader: RecordReader {
    enum Read {
        case answer(MailAnswer, date: Int, Place)
        case rejection(Rejection)
        case automatic
    }

    private let names: [SourceName]
    private var reads: [Read] = []
    private var given = 0
    private var automatic = 0
    private var replaced = 0
    let bytesRead: Int

    init(names: [SourceName], size: Int) {
        self.names = names
        bytesRead = size
    }

    /// Takes what one mail was; an answer takes the place of an earlier one to the same thing.
    mutating func take(_ read: Read) {
        switch read {
        case .automatic: automatic += 1
        case .rejection: reads.append(read)
        case .answer(let answer, _, _):
            let before = reads.count
            reads.removeAll { if case .answer(let other, _, _) = $0 { other.key == answer.key } else { false } }
            replaced += before - reads.count
            reads.append(read)
        }
    }

    var seen: [String] { MailFormat.names }
    var sometimes: Set<String> { ["reason", "question", "comment"] }
    var findings: [String] {
        func said(_ count: Int, _ one: String, _ many: String) -> [String] {
            count == 0 ? [] : ["\(count) \(count == 1 ? one : many)"]
        }
        return said(automatic, "automatic reply was passed over", "automatic replies were passed over")
            + said(
                replaced, "answer was followed by a later one to the same thing",
                "answers were followed by later ones to the same things")
    }

    mutating func next() throws(Failure) -> Result<Record, Rejection>? {
        guard given < reads.count else { return nil }
        defer { given += 1 }
        switch reads[given] {
        case .automatic: return nil
        case .rejection(let rejection): return .failure(rejection)
        case .answer(let answer, let date, let place): return .success(record(answer, date, place))
        }
    }

    private func record(_ answer: MailAnswer, _ date: Int, _ place: Place) -> Record {
        let code = answer.code
        let isQuestion = answer.answer == "infoNeeded"
        let values: [String: String] = [
            "key": answer.key, "answer": answer.answer, "about.kind": code.kind, "about.key": code.key,
            "about.source": ReadEnvelope.publisher(of: code.source),
            "addressedTo": code.asker, "answered": UTCTime.text(date), "reason": answer.reason ?? "",
            "question": isQuestion ? answer.words : "", "comment": isQuestion ? "" : answer.words,
        ]
        var record = Record(number: place.record ?? 1, line: place.line ?? 1, names: names.count)
        for (number, name) in names.enumerated() {
            guard let value = values[name.text], !value.isEmpty else { continue }
            let start = record.bytes.count
            record.bytes += Array(value.utf8)
            record.note(number, item: 0, from: start, line: place.line ?? 1, column: 1)
        }
        return record
    }
}
