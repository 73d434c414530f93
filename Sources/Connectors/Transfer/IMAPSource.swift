import Canonical
import Foundation

/// A mailbox that a structure's software, or a person, mails exports to: the attachments of matching mails, or the mails
/// themselves, all in one file.
///
/// Mails are known by their UIDs, which only grow as long as the mailbox's UIDVALIDITY stays (RFC 9051): the cursor is the
/// last mail that was looked at. They are moved or deleted when everything is confirmed.
package struct IMAPSource: ExportSource {
    package static let name = "imap"

    private let server: RemoteServer?
    private let folder: String
    private let from: String?
    private let to: String?
    private let subject: String?
    /// Attachments that count: `*` any characters, `?` one.
    private let match: String
    /// Whether the attachments of all new mails count; those of the newest only otherwise.
    private let takesAll: Bool
    /// Whether the mails themselves are the export: `"take": "messages"`.
    private let takesMessages: Bool
    private let after: After
    private let limits: DecodeLimits

    package init(_ settings: Settings) {
        server = RemoteServer(settings, scheme: "imap")
        folder = IMAPSource.plain("folder", settings) ?? "INBOX"
        from = IMAPSource.plain("from", settings)
        to = IMAPSource.plain("to", settings)
        subject = IMAPSource.plain("subject", settings)
        match = settings.text("match") ?? "*"
        let take = settings.choice("take", ["newest", "all", "messages"])
        takesAll = take == "all"
        takesMessages = take == "messages"
        if takesMessages, settings.has("match") {
            settings.reading.report(
                settings.place(of: "match"), "\"match\" with \"take\": \"messages\"",
                why: "\"match\" chooses attachments, and the mails themselves are taken", fix: "remove one of them")
        }
        after = After(settings, moving: "move")
        if case .move(let target, let place) = after { IMAPSource.check(target, place, "move", settings.reading) }
        limits = DecodeLimits(settings)
    }

    package func fetch(_ visit: Visit) throws(Failure) -> Fetched? {
        guard let server else { return nil }
        let mailbox = Mailbox(server, folder: folder, tick: visit.tick)
        let validity = try mailbox.validity()
        let mark = Mark(visit.cursor)
        let last = mark?.validity == validity ? mark?.last ?? 0 : 0
        let mails = try mailbox.search(after: last, from: from, to: to, subject: subject)
        guard let newest = mails.last else {
            visit.note("no new mail matches in \(mailbox.shown)")
            return nil
        }
        var exports: [Export] = []
        var read: [Int] = []
        if takesMessages {
            exports = [try messages(mails, in: mailbox, visit)]
            read = mails
        }
        for mail in takesMessages ? [] : takesAll ? mails : mails.reversed() {
            let found = try attachments(of: mail, in: mailbox, visit)
            guard !found.isEmpty else { continue }
            read.append(mail)
            if takesAll || exports.isEmpty { exports += found }
            // Older exports that nobody needs any more leave the folder too, and only the attachments tell which they are.
            if !takesAll, case .keep = after { break }
        }
        guard !exports.isEmpty else {
            visit.note(
                "\(mails.count) new mail\(mails.count == 1 ? "" : "s") in \(mailbox.shown), no attachment matches \(match)"
            )
            return nil
        }
        let (done, folder, after, tick) = (read, folder, after, visit.tick)
        return Fetched(exports, cursor: Mark(validity: validity, last: newest).text) { () throws(Failure) in
            // Reading may have taken hours: the connection from before is gone.
            let mailbox = Mailbox(server, folder: folder, tick: tick)
            switch after {
            case .keep: return
            case .delete: try mailbox.delete(done)
            case .move(let target, _): try mailbox.move(done, to: target)
            }
        }
    }

    /// The mails one after the other, as mbox keeps them: each begins with a line that no line inside looks like.
    private func messages(_ mails: [Int], in mailbox: Mailbox, _ visit: Visit) throws(Failure) -> Export {
        let whole = "\(visit.folder.path)/messages"
        let output = try Download(whole)
        for mail in mails {
            let path = "\(visit.folder.path)/mail-\(mail)"
            try mailbox.download(mail, to: path, most: limits.size)
            var bytes = Array("From mail-\(mail)\n".utf8)
            var rest = (FileManager.default.contents(atPath: path).map { [UInt8]($0) } ?? [])[...]
            while let (line, after) = MIMEMessage.line(of: rest) {
                if line.drop(while: { $0 == UInt8(ascii: ">") }).starts(with: Array("From ".utf8)) {
                    bytes.append(UInt8(ascii: ">"))
                }
                bytes += line + [0x0A]
                rest = after
            }
            bytes.append(0x0A)
            try bytes.withUnsafeBytes { bytes in Result { () throws(Failure) in try output.write(bytes) } }.get()
        }
        let numbers = mails.count == 1 ? "mail \(mails[0])" : "mails \(mails[0]) to \(mails[mails.count - 1])"
        return Export(path: whole, name: "\(mailbox.shown), \(numbers)")
    }

    /// The attachments of a mail that count, in the order of their names.
    private func attachments(of mail: Int, in mailbox: Mailbox, _ visit: Visit) throws(Failure) -> [Export] {
        let path = "\(visit.folder.path)/mail-\(mail)"
        try mailbox.download(mail, to: path, most: limits.size)
        let parts = "\(path).parts"
        do { try FileManager.default.createDirectory(atPath: parts, withIntermediateDirectories: false) } catch {
            throw TemporaryFiles.failure(
                "no folder can be made for attachments", at: parts, why: error.localizedDescription)
        }
        let whole = Export(path: path, name: mailbox.shown(mail))
        let tool = Tool(name: "ripmime", package: "ripmime")
        let ending = try tool.run(
            ["-i", "-", "-d", parts, "--no-nameless", "--unique_names", "--infix"], on: whole, to: "\(path).out",
            limits, tick: visit.tick)
        guard ending.code == 0 else { throw tool.failure(ending, on: whole, "the mail cannot be taken apart") }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: parts)) ?? []
        return names.filter { Glob.matches($0, match) }
            .sorted { $0.compare($1, options: .numeric) == .orderedAscending }
            .map { Export(path: "\(parts)/\($0)", name: "\(mailbox.shown(mail)): \($0)") }
    }

    /// The last mail that was looked at, as the checkpoint keeps it.
    private struct Mark {
        let validity: Int
        let last: Int

        init(validity: Int, last: Int) { (self.validity, self.last) = (validity, last) }

        init?(_ cursor: String?) {
            let numbers = cursor?.split(separator: "/").compactMap { Int($0) } ?? []
            guard numbers.count == 2 else { return nil }
            (validity, last) = (numbers[0], numbers[1])
        }

        var text: String { "\(validity)/\(last)" }
    }
}

extension IMAPSource {
    /// A text that stands in an IMAP command: in ASCII, because servers differ in what else they understand.
    @discardableResult
    fileprivate static func check(_ text: String, _ place: Place, _ word: String, _ reading: ConfigReading) -> Bool {
        guard !text.isEmpty, text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) else {
            reading.report(
                place, "\"\(word)\" is empty or has other letters than those of English",
                why: "mail servers differ in how they search for others",
                fix: "write the part of it that has none, or rename it")
            return false
        }
        return true
    }

    fileprivate static func plain(_ word: String, _ settings: Settings) -> String? {
        guard let text = settings.text(word) else { return nil }
        return check(text, settings.place(of: word), word, settings.reading) ? text : nil
    }
}
