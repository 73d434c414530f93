import CCurl
import Canonical
import Foundation

/// One folder of mails on an IMAP server, over one connection.
final class Mailbox {
    private let server: RemoteServer
    private let folder: String
    private let transfer: FileTransfer

    /// Prepares; connects to nothing yet.
    init(_ server: RemoteServer, folder: String, tick: @escaping () throws(Failure) -> Void) {
        self.server = server
        self.folder = folder
        transfer = FileTransfer(server, tick: tick)
    }

    /// The folder, as people read it.
    var shown: String { server.shown(folder) }

    /// A mail, as people read it.
    func shown(_ mail: Int) -> String { "\(shown), mail \(mail)" }

    /// The number that tells whether UIDs are still those of last time.
    func validity() throws(Failure) -> Int {
        let answer = try command("STATUS \(quoted(folder)) (UIDVALIDITY)", outside: true)
        guard let start = answer.range(of: "UIDVALIDITY "),
            let number = Int(answer[start.upperBound...].prefix { $0.isNumber })
        else { throw strange(answer) }
        return number
    }

    /// The UIDs of mails after `last` that match, in their order.
    func search(after last: Int, from: String?, to: String?, subject: String?) throws(Failure) -> [Int] {
        var words = "UID SEARCH UNDELETED UID \(last + 1):*"
        if let from { words += " FROM \(quoted(from))" }
        if let to { words += " TO \(quoted(to))" }
        if let subject { words += " SUBJECT \(quoted(subject))" }
        let answer = try command(words)
        var mails: [Int] = []
        for line in answer.split(whereSeparator: \.isNewline) where line.hasPrefix("* SEARCH") {
            mails += line.dropFirst("* SEARCH".count).split(separator: " ").compactMap { Int($0) }
        }
        // `n:*` names the last mail even when its number is lower.
        return mails.filter { $0 > last }.sorted()
    }

    /// Fetches a mail whole; its server says beforehand how many bytes it has, and fewer are a failure.
    func download(_ mail: Int, to path: String, most: Int) throws(Failure) {
        let output = try Download(path)
        let request = FileTransfer.Request(path: folder, mail: mail)
        let place = Place(shown(mail))
        let result = try transfer.perform(request) { (bytes) throws(Failure) in
            guard output.count + bytes.count <= most else {
                throw Failure(
                    Problem(
                        place, "the mail is larger than \(most.formattedSize)", why: "a mail may have that size",
                        fix: "if it is right, allow more: \"size\""))
            }
            try output.write(bytes)
        }
        if case .failure(let fault) = result { throw fault.failure(server, folder) }
    }

    /// Moves mails to another folder.
    func move(_ mails: [Int], to target: String) throws(Failure) {
        try each(mails) { list throws(Failure) in
            try command("UID MOVE \(list) \(quoted(target))", refusal: "moved to \(Quote.value(target))")
        }
    }

    /// Deletes mails for good.
    func delete(_ mails: [Int]) throws(Failure) {
        try each(mails) { list throws(Failure) in
            try command("UID STORE \(list) +FLAGS.SILENT (\\Deleted)", refusal: "deleted")
            try command("UID EXPUNGE \(list)", refusal: "deleted")
        }
    }

    /// Servers bound the length of a command.
    private func each(_ mails: [Int], _ body: (String) throws(Failure) -> Void) throws(Failure) {
        var rest = mails[...]
        while !rest.isEmpty {
            try body(rest.prefix(100).map(String.init).joined(separator: ","))
            rest = rest.dropFirst(100)
        }
    }

    /// Gives a command in the folder, or `outside` of all folders, and returns the answer; `refusal` continues "the
    /// mails were read but not …".
    @discardableResult
    private func command(
        _ words: String, outside: Bool = false, refusal: String? = nil
    ) throws(Failure) -> String {
        var text: [UInt8] = []
        let request = FileTransfer.Request(path: outside ? "" : folder, listing: words)
        let shown = Place(shown)
        let result = try transfer.perform(request) { (bytes) throws(Failure) in
            guard text.count + bytes.count <= 16 << 20 else {
                throw Failure(
                    Problem(
                        shown, "the server's answer is longer than 16 MiB",
                        fix: "let mails that were read be moved: \"after\": { \"move\": \"…\" }"))
            }
            text.append(contentsOf: bytes)
        }
        guard case .failure(let fault) = result else { return String(decoding: text, as: UTF8.self) }
        guard fault.status == CURLE_QUOTE_ERROR else { throw fault.failure(server, folder) }
        guard let refusal else {
            throw Failure(
                Problem(
                    shown, "the server refuses to open it or to search in it",
                    why: "user \(Quote.value(server.user)) asked for \(Quote.value(words)) (\(server.place.position))",
                    fix: "correct \"folder\"; its name is the server's own, such as INBOX"), .config)
        }
        throw Failure(
            Problem(
                shown, "the mails were read but not \(refusal)", why: "the server refused (\(server.place.position))",
                fix: "create the folder in the mailbox, or write \"after\": \"keep\"; they are not read again"), .config
        )
    }

    private func quoted(_ text: String) -> String {
        "\"\(text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\""
    }

    private func strange(_ answer: String) -> Failure {
        Failure(
            Problem(
                Place(shown), "the server's answer says nothing: \(Quote.value(answer))",
                why: "the hub asked for the mailbox's UIDVALIDITY", fix: "ask the server's people whether this is IMAP"),
            isTemporary: true)
    }
}
