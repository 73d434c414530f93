import Canonical

/// One mail as it goes over the wire (RFC 5322, 2045, 2047, 2822's limits): text and HTML, nothing else.
struct MailMessage: Sendable {
    /// Name and address.
    let from: (name: String, address: String)
    let replyTo: String
    let to: [String]
    let subject: String
    /// Without its angle brackets.
    let id: String
    /// Seconds since 1970.
    let date: Int
    /// Name and identifier of what sends such mails (RFC 2919).
    let list: (name: String, id: String)
    let text: String
    let html: String

    /// The whole mail, lines ending in CR LF.
    var bytes: [UInt8] {
        // An equals sign begins a code of two digits in what is encoded so: no line of a part looks like this one.
        let boundary = "=_\(id.prefix { $0 != "@" })"
        let lines =
            [
                "Date: \(MailMessage.date(date))",
                MailHeader.field("From", MailHeader.phrase(from.name), "<\(from.address)>"),
                MailHeader.addresses("To", to),
                "Reply-To: <\(replyTo)>",
                MailHeader.field("Subject", MailHeader.text(subject)),
                "Message-ID: <\(id)>",
                MailHeader.field("List-Id", MailHeader.phrase(list.name), "<\(list.id)>"),
                "Auto-Submitted: auto-generated",
                "Content-Language: fr",
                "MIME-Version: 1.0",
                "Content-Type: multipart/alternative;\r\n boundary=\"\(boundary)\"",
                "",
            ] + part("text/plain", text, boundary) + part("text/html", html, boundary) + ["--\(boundary)--", ""]
        return Array(lines.joined(separator: "\r\n").utf8)
    }

    private func part(_ type: String, _ text: String, _ boundary: String) -> [String] {
        [
            "--\(boundary)", "Content-Type: \(type); charset=utf-8", "Content-Transfer-Encoding: quoted-printable", "",
        ] + QuotedPrintable.lines(text)
    }

    /// `Sat, 21 Nov 2026 16:44:02 +0000`.
    static func date(_ seconds: Int) -> String {
        let day = CivilDate(daysSince1970: seconds / 86_400)
        let rest = seconds % 86_400
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let time = "\(two(rest / 3_600)):\(two(rest / 60 % 60)):\(two(rest % 60))"
        return "\(weekdays[day.weekday]), \(day.day) \(months[day.month - 1]) \(day.year) \(time) +0000"
    }

    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
}
