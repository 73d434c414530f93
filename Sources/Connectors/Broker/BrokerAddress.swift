import Canonical

/// Where the broker is and as whom the hub goes there: `amqp://user:password@host:port/vhost`, or `amqps://` with TLS.
///
/// A cluster has several nodes, which differ in host and port only.
package struct BrokerAddress: Sendable, Hashable {
    /// One machine of the broker.
    package struct Node: Sendable, Hashable, CustomStringConvertible {
        package var host: String
        package var port: Int

        /// `host:port`, an IPv6 host in brackets.
        package var description: String { "\(host.contains(":") ? "[\(host)]" : host):\(port)" }
    }

    /// Tried in turn; never empty.
    package var nodes: [Node]
    /// How TLS is checked; nil without TLS.
    package var trust: BrokerTrust?
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
        let isSecure = text.hasPrefix("amqps://")
        guard isSecure || text.hasPrefix("amqp://") else {
            throw refused("it does not begin with amqp:// or amqps://")
        }
        trust = isSecure ? BrokerTrust() : nil
        var rest = text.dropFirst(isSecure ? "amqps://".count : "amqp://".count)

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
        nodes = [try Self.node(host, port: isSecure ? 5671 : 5672, refused: refused)]
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

    /// Reads the addresses of a cluster's nodes.
    package init(_ texts: [String], password: String? = nil, at place: Place) throws(Failure) {
        guard let first = texts.first else {
            throw Failure(Problem(place, "there is no broker address", fix: Self.form))
        }
        var whole = try Self(first, password: password, at: place)
        for text in texts.dropFirst() {
            var other = try Self(text, password: password, at: place)
            whole.nodes += other.nodes
            other.nodes = whole.nodes
            guard other == whole else {
                throw Failure(
                    Problem(
                        place,
                        "\(other.nodes[other.nodes.count - 1]) differs from the first in more than host and port",
                        why: "the nodes of a cluster have the same users and vhosts",
                        fix: "write the same user, vhost and amqp:// or amqps:// in each"))
            }
        }
        self = whole
    }

    /// The first node's host.
    package var host: String {
        get { nodes[0].host }
        set { nodes[0].host = newValue }
    }
    /// The first node's port.
    package var port: Int {
        get { nodes[0].port }
        set { nodes[0].port = newValue }
    }

    private static let form = "write amqp://user:password@host:5672/vhost"

    private static func node(
        _ text: Substring, port: Int, refused: (String, String?, String) -> Failure
    ) throws(Failure) -> Node {
        var host = text
        var port = port
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
        return Node(host: String(host), port: port)
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
        let nodes = nodes.map(\.description).joined(separator: ",")
        return "\(trust == nil ? "amqp" : "amqps")://\(user)@\(nodes)/\(vhost == "/" ? "" : vhost)"
    }
    /// Never the password.
    package var debugDescription: String { description }
    /// Never the password: `dump` and interpolation of an enclosing value would show it.
    package var customMirror: Mirror { Mirror(self, children: ["address": description]) }
}
