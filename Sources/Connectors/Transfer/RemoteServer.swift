import Canonical

/// A server that keeps files: where it is, who the hub is there, and how either knows the other.
struct RemoteServer: Sendable {
    /// How the connection is protected.
    enum Protection: Sendable {
        /// Not at all: FTP.
        case none
        /// FTP or IMAP over TLS; from the first byte when `isImplicit`. `ca` is the file of an authority's certificate.
        case tls(isImplicit: Bool, ca: String?)
        /// SSH; `hostKeys` are the fingerprints that the server may show.
        case ssh(hostKeys: [String])
    }
    /// What proves who the hub is.
    enum Proof: Sendable {
        case password(Secret)
        case key(file: String, passphrase: Secret?)
    }

    /// `ftp`, `ftps`, `sftp` or `imap`.
    let scheme: String
    let host: String
    let port: Int
    let user: String
    let proof: Proof
    let protection: Protection
    let place: Place
    /// Where `hostKey` or `ca` stands.
    let protectionPlace: Place
    /// Where `password` or `key` stands.
    let proofPlace: Place

    /// Reads `host`, `port`, `user`, and the words of the scheme for protection and proof; nil when one is missing.
    init?(_ settings: Settings, scheme: String) {
        self.scheme = scheme
        place = settings.place
        let host = settings.required("host", "\"depot.example.org\"")
        if let host, !host.utf8.allSatisfy(RemoteServer.isOfHost) || host.isEmpty {
            settings.reading.report(
                settings.place(of: "host"), "not the name of a host: \(Quote.value(host))",
                why: "it is a name or a number alone", fix: "user, port and folder have words of their own")
        }
        let user = settings.required("user", "\"user\"")
        var isImplicit = false
        switch scheme {
        case "sftp":
            protection = .ssh(hostKeys: RemoteServer.hostKeys(settings))
            protectionPlace = settings.place(of: "hostKey")
        case "ftps":
            isImplicit = settings.flag("implicit") ?? false
            protection = .tls(isImplicit: isImplicit, ca: settings.text("ca").map(settings.reading.path))
            protectionPlace = settings.place(of: "ca")
        case "imap":
            isImplicit = settings.flag("implicit") ?? true
            protection = .tls(isImplicit: isImplicit, ca: settings.text("ca").map(settings.reading.path))
            protectionPlace = settings.place(of: "ca")
        default:
            protection = .none
            protectionPlace = place
        }
        port = settings.whole("port", 1...65_535) ?? RemoteServer.usualPort(scheme, isImplicit: isImplicit)
        let key = scheme == "sftp" ? settings.object("key") : nil
        proofPlace = settings.place(of: key == nil ? "password" : "key")
        let proof = key.map(RemoteServer.key) ?? settings.requiredCredential("password").map(Proof.password)
        if key != nil, settings.setting("password") != nil {
            settings.reading.report(
                settings.place(of: "password"), "a password and a key", why: "one of them proves who the hub is",
                fix: "remove one; the password of a key file is its \"passphrase\"")
        }
        guard let host, let user, let proof else { return nil }
        self.host = host
        self.user = user
        self.proof = proof
    }

    private static func usualPort(_ scheme: String, isImplicit: Bool) -> Int {
        switch scheme {
        case "sftp": 22
        case "imap": isImplicit ? 993 : 143
        default: isImplicit ? 990 : 21
        }
    }

    private static func isOfHost(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), 0x30...0x39: true
        case UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: ":"): true
        default: byte >= 0x80
        }
    }

    private static func hostKeys(_ settings: Settings) -> [String] {
        (settings.texts("hostKey") ?? []).compactMap { text, place in
            guard text.hasPrefix("SHA256:"), text.prefix(while: { $0 != "=" }).count == 50 else {
                settings.reading.report(
                    place, "not a fingerprint: \(Quote.value(text))",
                    why: "\"hostKey\" is SHA256: and 43 characters, as ssh-keygen -l prints it",
                    fix: "ask whoever runs the server for it")
                return nil
            }
            return String(text.prefix { $0 != "=" })
        }
    }

    private static func key(_ settings: Settings) -> Proof {
        defer { settings.finish() }
        let file = settings.required("file", "\"secrets/id_ed25519\"").map(settings.reading.path) ?? ""
        return .key(file: file, passphrase: settings.credential("passphrase"))
    }

    // MARK: - Addresses

    /// The address of a folder or file, as people read it.
    func shown(_ path: String) -> String {
        let isUsual = port == RemoteServer.usualPort(scheme, isImplicit: isImplicit)
        let start = path.hasPrefix("/") ? "" : "/"
        return "\(scheme)://\(authority(withPort: !isUsual))\(path == "." ? "" : start + path)"
    }

    /// What libcurl may speak with it.
    var protocols: String {
        switch scheme {
        case "sftp": "sftp"
        case "imap": "imap,imaps"
        default: "ftp,ftps"
        }
    }

    /// The address of a request as libcurl takes it.
    func url(_ request: FileTransfer.Request) -> String {
        if scheme == "imap" {
            let mail = request.mail.map { ";UID=\($0)" } ?? ""
            return
                "\(isImplicit ? "imaps" : "imap")://\(authority(withPort: true))/\(encoded(request.path, plain: []))\(mail)"
        }
        // Relative paths start at the folder of the login.
        let (path, isSSH) = (request.path, scheme == "sftp")
        let isExplicit = scheme == "ftps" && !isImplicit
        let start = path.hasPrefix("/") ? (isSSH ? "" : "/") : (isSSH ? "/~/" : "/")
        var address = path == "." ? "" : encoded(path, plain: [UInt8(ascii: "/")])
        if request.isFolder, !address.isEmpty, !address.hasSuffix("/") { address += "/" }
        return "\(isExplicit ? "ftp" : scheme)://\(authority(withPort: true))\(start)\(address)"
    }

    private func encoded(_ path: String, plain: [UInt8]) -> String {
        var encoded = ""
        for byte in path.utf8 {
            let isPlain = plain.contains(byte) || (RemoteServer.isOfHost(byte) && byte < 0x80)
            encoded += isPlain ? String(UnicodeScalar(byte)) : "%" + Digest.hex([byte]).uppercased()
        }
        return encoded
    }

    private var isImplicit: Bool { if case .tls(isImplicit: true, _) = protection { true } else { false } }

    private func authority(withPort: Bool) -> String {
        (host.contains(":") ? "[\(host)]" : host) + (withPort ? ":\(port)" : "")
    }
}
