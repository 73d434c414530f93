import Canonical

/// The server that sends the collective's mail, and under which address: `"mail"` of hub.jsonc.
package struct MailServer: Sendable {
    /// How the connection is protected.
    enum Protection: Sendable {
        /// TLS from the first byte: `smtps://`.
        case implicit
        /// TLS before anything else is said, or nothing at all: `smtp://`.
        case startTLS
        /// None, on this machine only: `"tls": false`.
        case none
    }

    let host: String
    let port: Int
    let protection: Protection
    /// The file of an authority's certificate.
    let ca: String?
    let user: String?
    let password: Secret?
    /// The address that mails come from.
    package let from: String
    /// The address that answers go to.
    package let replyTo: String
    let place: Place
    let loginPlace: Place
    let fromPlace: Place
    let caPlace: Place

    /// Reads its words; nil when one is missing or wrong.
    static func read(_ settings: Settings) -> MailServer? {
        defer { settings.finish() }
        let address = settings.required("server", "\"smtps://smtp.example.org\"").flatMap { parts(of: $0, settings) }
        let user = settings.text("user")
        let password = settings.credential("password")
        let ca = settings.text("ca").map(settings.reading.path)
        let isPlain = settings.flag("tls").map { !$0 } ?? false
        let from = settings.required("from", "\"hub@example.org\"").flatMap { mailAddress($0, "from", settings) }
        let replyTo = settings.text("replyTo").flatMap { mailAddress($0, "replyTo", settings) }
        if settings.has("user") != settings.has("password") {
            settings.reading.report(
                settings.place(of: settings.has("user") ? "user" : "password"), "a user or a password alone",
                why: "a login has both", fix: "add the other, or remove this one")
        }
        guard let address, let from else { return nil }
        if isPlain, !isLoopback(address.host) || address.isImplicit || settings.has("password") {
            settings.reading.report(
                settings.place(of: "tls"), "\"tls\": false does not go with this server",
                why: "mails without TLS go to a server on this machine only, without a password and by smtp://",
                fix: "remove \"tls\"")
            return nil
        }
        return MailServer(
            host: address.host, port: address.port,
            protection: isPlain ? .none : address.isImplicit ? .implicit : .startTLS, ca: ca, user: user,
            password: password, from: from, replyTo: replyTo ?? from, place: settings.place(of: "server"),
            loginPlace: settings.place(of: "password"), fromPlace: settings.place(of: "from"),
            caPlace: settings.place(of: "ca"))
    }

    private static func parts(of text: String, _ settings: Settings) -> (isImplicit: Bool, host: String, port: Int)? {
        let isImplicit = text.hasPrefix("smtps://")
        var host = text.dropFirst(isImplicit ? 8 : 7)
        var port: Int? = isImplicit ? 465 : 587
        if let colon = host.lastIndex(of: ":") {
            port = Int(host[host.index(after: colon)...]).flatMap { (1...65_535).contains($0) ? $0 : nil }
            host = host[..<colon]
        }
        let isHost = host.utf8.allSatisfy {
            switch $0 {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "."), UInt8(ascii: "-"): true
            default: false
            }
        }
        guard isImplicit || text.hasPrefix("smtp://"), isHost, !host.isEmpty, let port else {
            settings.reading.report(
                settings.place(of: "server"), "not the address of a mail server: \(Quote.value(text))",
                why: "it is smtps:// (TLS at once) or smtp:// (STARTTLS), a host, and a port where it is unusual",
                fix: "write \"smtps://smtp.example.org\"; user and password have words of their own")
            return nil
        }
        return (isImplicit, String(host), port)
    }

    private static func isLoopback(_ host: String) -> Bool { host == "localhost" || host.hasPrefix("127.") }

    /// The address, as people read it.
    var shown: String { "\(protection == .implicit ? "smtps" : "smtp")://\(host):\(port)" }

    /// The address as libcurl takes it; behind its slash stands the name that the hub gives itself.
    var url: String { "\(shown)/\(domain)" }

    /// The domain of the address that mails come from.
    package var domain: String { from.split(separator: "@").last.map(String.init) ?? from }
}

extension MailServer {
    /// An address of mail as SMTP and headers take it: ASCII, one @, nothing that means something there.
    static func mailAddress(_ text: String, _ word: String, _ settings: Settings) -> String? {
        guard isMailAddress(text) else {
            settings.reading.report(
                settings.place(of: word), "not an address of mail: \(Quote.value(text))",
                why: "\"\(word)\" is a name, @ and a domain, in letters of English",
                fix: "write \"accueil@example.org\"")
            return nil
        }
        return text
    }

    /// Whether a text is an address that mail can be sent to.
    static func isMailAddress(_ text: String) -> Bool {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, text.utf8.count <= 254 else { return false }
        let labels = parts[1].split(separator: ".", omittingEmptySubsequences: false)
        let special = Array("<>()[],;:\\\"".utf8)
        return labels.count > 1 && !labels.contains { $0.isEmpty }
            && text.utf8.allSatisfy { (0x21..<0x7F).contains($0) && !special.contains($0) }
    }
}
