/// What to ask a server.
package struct HTTPRequest: Sendable {
    package var method: String
    package var url: String
    package var headers: [(name: String, value: String)]
    package var body: [UInt8]?
    /// User and password for basic authentication.
    package var login: (user: String, password: String)?
    /// Seconds to connect, for everything, and without a byte.
    package var limits: (connect: Int, whole: Int, silence: Int)
    /// Bytes of an answer that are taken in; a larger one is a failure.
    package var maxBytes: Int
    /// Why there is such a limit, and what to do about it.
    package var sizeRule: (why: String, fix: String?) = ("a limit keeps a wrong address from filling the memory", nil)
    /// A file of certificates to trust in place of the system's.
    package var authority: String?

    /// States a request.
    package init(
        _ method: String, _ url: String, headers: [(name: String, value: String)] = [], body: [UInt8]? = nil,
        login: (user: String, password: String)? = nil, limits: (connect: Int, whole: Int, silence: Int) = (10, 60, 60),
        maxBytes: Int = 64 << 20
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.login = login
        self.limits = limits
        self.maxBytes = maxBytes
    }

    /// The address without what may be secret: a login in front of the host, and the query.
    package var shownURL: String {
        HTTPRequest.shown(url)
    }

    /// An address without what may be secret.
    package static func shown(_ url: some StringProtocol) -> String {
        let bare = url.prefix { $0 != "?" && $0 != "#" }
        let scheme = bare.prefix { $0 != "/" }
        let rest = bare.dropFirst(scheme.count + 2)
        guard scheme.hasSuffix(":"), let at = rest.prefix(while: { $0 != "/" }).lastIndex(of: "@") else {
            return String(bare)
        }
        return scheme + "//" + rest[rest.index(after: at)...]
    }
}

extension HTTPRequest: CustomStringConvertible, CustomReflectable {
    /// Method and address, without login and query.
    package var description: String { "\(method) \(shownURL)" }
    /// Never the password or a header's token.
    package var customMirror: Mirror { Mirror(self, children: ["request": description]) }
}
