import Canonical

/// Where the broker is and as whom the hub goes there: `amqp://user:password@host:port/vhost`.
///
/// TLS (`amqps`) is refused by name until it is built; nothing else here would change for it.
package struct BrokerAddress: Sendable, Hashable {
    package var host: String
    package var port: Int
    package var vhost: String
    package var user: String
    package var password: String
    /// Where the address was configured, for the fixes that failures propose.
    package var place: Place

    /// Reads an address; `password` replaces one in the text.
    package init(_ text: String, password: String? = nil, at place: Place) throws(Failure) {
        func refused(_ what: String, why: String? = nil, fix: String = Self.form) -> Failure {
            Failure(Problem(place, "not a broker address: \(what)", why: why, fix: fix))
        }
        if text.hasPrefix("amqps://") {
            throw refused(
                "amqps is not supported yet", why: "the hub speaks AMQP without TLS only",
                fix: "use amqp:// on the broker's own machine or inside a private network")
        }
        guard text.hasPrefix("amqp://") else { throw refused("it does not begin with amqp://") }
        var rest = text.dropFirst("amqp://".count)

        var path: Substring?
        if let slash = rest.firstIndex(of: "/") {
            path = rest[rest.index(after: slash)...]
            rest = rest[..<slash]
        }
        guard let at = rest.lastIndex(of: "@") else { throw refused("it names no user") }
        let login = rest[..<at]
        let host = rest[rest.index(after: at)...]
        let colon = login.firstIndex(of: ":") ?? login.endIndex

        self.place = place
        (self.host, self.port) = try Self.hostAndPort(host, refused: refused)
        guard let user = Self.decoded(login[..<colon]), !user.isEmpty else {
            throw refused("its user name is empty or has a broken %")
        }
        self.user = user
        guard let given = password ?? Self.decoded(login[colon...].dropFirst()) else {
            throw refused("its password has a broken %", fix: "write a % in a password as %25, an @ as %40, a / as %2F")
        }
        guard !given.isEmpty else { throw refused("there is no password for user \(Quote.value(user))") }
        self.password = given
        guard let vhost = Self.decoded(path ?? "") else { throw refused("its vhost has a broken %") }
        self.vhost = vhost.isEmpty ? "/" : vhost
        guard ![self.user, self.password, self.vhost].contains(where: { $0.utf8.contains(0) }) else {
            throw refused("it contains a NUL character")
        }
    }

    private static let form = "write amqp://user:password@host:5672/vhost"

    private static func hostAndPort(
        _ text: Substring, refused: (String, String?, String) -> Failure
    ) throws(Failure) -> (String, Int) {
        var host = text
        var port = 5672
        let bracket = text.lastIndex(of: "]")
        if let colon = text.lastIndex(of: ":"), bracket.map({ colon > $0 }) ?? true {
            host = text[..<colon]
            let digits = text[text.index(after: colon)...]
            guard let number = Int(digits), (1...65535).contains(number) else {
                throw refused("\(Quote.value(digits)) is not a port", "a port is a number from 1 to 65535", form)
            }
            port = number
        }
        if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
        guard !host.isEmpty else { throw refused("it names no host", nil, form) }
        return (String(host), port)
    }

    /// The text with each %XX replaced by its byte, or nil where one is broken.
    private static func decoded(_ text: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.popFirst().flatMap({ Character(Unicode.Scalar($0)).hexDigitValue }),
                let low = rest.popFirst().flatMap({ Character(Unicode.Scalar($0)).hexDigitValue })
            else { return nil }
            bytes.append(UInt8(high << 4 | low))
        }
        return String(validating: bytes, as: UTF8.self)
    }
}

extension BrokerAddress: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The address without its password: this is what logs and problems show.
    package var description: String {
        "amqp://\(user)@\(host.contains(":") ? "[\(host)]" : host):\(port)/\(vhost == "/" ? "" : vhost)"
    }
    /// Never the password.
    package var debugDescription: String { description }
    /// Never the password: `dump` and interpolation of an enclosing value would show it.
    package var customMirror: Mirror { Mirror(self, children: ["address": description]) }
}
