import Canonical

/// E-mail: one mail for what is urgent, and one for everything else, at set hours or as it comes.
package struct MailDestination: Destination {
    package static let word = "mail"
    /// Urgent messages of one batch that get a mail each; more of them share one.
    static let mostAlone = 5

    let server: MailServer
    let writer: LetterWriter
    let to: [String]
    let toPlace: Place
    package let hours: [Int]
    var patience = MailTransfer.Patience()

    package static func read(_ settings: Settings, of member: String, _ reading: ConfigReading) -> MailDestination? {
        let texts = settings.texts("to")
        let to = (texts ?? []).compactMap { text, place -> String? in
            guard !MailServer.isMailAddress(text) else { return text }
            reading.report(
                place, "not an address of mail: \(Quote.value(text))",
                why: "\"to\" is a name, @ and a domain, in letters of English", fix: "write \"accueil@example.org\"")
            return nil
        }
        if texts.map(\.isEmpty) ?? true {
            _ = settings.has("to") ? nil : settings.required("to", "\"accueil@example.org\"")
        }
        let hours = (settings.texts("digest") ?? []).compactMap { text, place in hour(text, place, reading) }
        let identity = settings.flag("identity") ?? false
        guard let room = reading.mailroom, let server = room.server else {
            reading.report(
                settings.place, "there is no server to send mails",
                why: "hub.jsonc has no \"mail\", or it is wrong",
                fix: "add \"mail\": { \"server\": \"smtps://…\", \"from\": \"…\" } to hub.jsonc")
            return nil
        }
        guard !to.isEmpty else { return nil }
        return MailDestination(
            server: server,
            writer: LetterWriter(room: room, member: member, replyTo: server.replyTo, showsIdentity: identity), to: to,
            toPlace: settings.place(of: "to"), hours: hours.sorted())
    }

    private static func hour(_ text: String, _ place: Place, _ reading: ConfigReading) -> Int? {
        let bytes = Array(text.utf8)
        if bytes.count == 5, bytes[2] == UInt8(ascii: ":"), let hour = CivilDate.digits(bytes.span, 0, 2),
            let minute = CivilDate.digits(bytes.span, 3, 2), hour < 24, minute < 60
        {
            return hour * 60 + minute
        }
        reading.report(
            place, "not a time of day: \(Quote.value(text))", why: "\"digest\" is hours in Paris: \"08:00\"",
            fix: "write \"08:00\"")
        return nil
    }

    package var label: String { "mail to \(to.joined(separator: ", "))" }

    package var fingerprint: String {
        let words = [server.url, server.from, server.replyTo, "\(writer.showsIdentity)"] + to + hours.map(String.init)
        return Digest.hex(Digest.sha256(Array(words.joined(separator: "\n").utf8)))
    }

    package func isUrgent(_ message: InboxMessage) -> Bool {
        switch message.kind {
        case "referral", "response": true
        case "alert": message.entity?.text("severity") == "urgent"
        case "receipt": message.entity.map { $0.text("status") != "accepted" } ?? false
        default: false
        }
    }

    package func deliver(
        _ messages: [InboxMessage], at now: Int, tick: @escaping () throws(Failure) -> Void
    ) throws(Failure) -> [Handover] {
        var handed: [Handover?] = messages.map { _ in nil }
        let transfer = MailTransfer(server, patience: patience, tick: tick)
        do throws(Failure) {
            for group in groups(messages) {
                let mail = mail(group.map { messages[$0] }, at: now)
                // There is nothing to say of what came and went meanwhile.
                let answer = try mail.map { mail throws(Failure) in try transfer.send(mail.bytes, to: to, at: toPlace) }
                for index in group {
                    handed[index] = if case .refused(let problem) = answer { .refused(problem) } else { .delivered }
                }
            }
        } catch {
            let first = handed.prefix { $0 != nil }.compactMap { $0 }
            guard !first.isEmpty else { throw error }
            return first
        }
        return handed.compactMap { $0 }
    }

    /// Which messages share a mail, by their numbers: the first mails hold the first messages where that can be.
    private func groups(_ messages: [InboxMessage]) -> [[Int]] {
        let urgent = messages.indices.filter { isUrgent(messages[$0]) }
        let rest = messages.indices.filter { !isUrgent(messages[$0]) }
        let alone = urgent.count <= MailDestination.mostAlone ? urgent.map { [$0] } : [urgent]
        return (alone + (rest.isEmpty ? [] : [rest])).sorted { ($0.first ?? 0) < ($1.first ?? 0) }
    }

    /// The mail about these messages; about the same ones it always has the same id.
    func mail(_ messages: [InboxMessage], at now: Int) -> MailMessage? {
        let states = DigestHours.merged(messages).compactMap(\.message)
        guard let first = states.first else { return nil }
        let letter = states.count == 1 ? writer.letter(first) : writer.digest(states)
        let room = writer.room
        let ids = ([room.id, writer.member] + messages.map(\.id)).joined(separator: "\n")
        return MailMessage(
            from: (room.name, server.from), replyTo: server.replyTo, to: to, subject: letter.subject,
            id: "\(Digest.hex(Digest.sha256(Array(ids.utf8)).prefix(16)))@\(server.domain)", date: now,
            list: (room.name, "\(room.id).\(server.domain)"), text: letter.text, html: letter.html)
    }
}
