import CCurl
import Canonical

/// An address on the web, taken apart by libcurl, which will also use it.
package struct HTTPAddress: Sendable, Hashable {
    /// The whole of it.
    package let text: String
    /// `http` or `https`.
    package let scheme: String
    /// A name, or an IP address (version 6 in brackets).
    package let host: String
    package let port: String
    /// Whether a user or password stands in it.
    package let hasLogin: Bool

    /// Nil for what is no address of these two schemes.
    package init?(_ text: String) { self.init(text, from: nil) }

    private init?(_ text: String, from base: String?) {
        let parts = curl_url()
        defer { curl_url_cleanup(parts) }
        // What stands there already is what a relative address is relative to.
        if let base, curl_url_set(parts, CURLUPART_URL, base, 0) != CURLUE_OK { return nil }
        guard curl_url_set(parts, CURLUPART_URL, text, 0) == CURLUE_OK else { return nil }
        func part(_ part: CURLUPart) -> String? {
            var value: UnsafeMutablePointer<CChar>?
            guard curl_url_get(parts, part, &value, UInt32(CURLU_DEFAULT_PORT)) == CURLUE_OK, let value else {
                return nil
            }
            defer { curl_free(value) }
            return String(cString: value)
        }
        guard let scheme = part(CURLUPART_SCHEME), ["http", "https"].contains(scheme),
            let host = part(CURLUPART_HOST), let port = part(CURLUPART_PORT),
            curl_url_set(parts, CURLUPART_FRAGMENT, nil, 0) == CURLUE_OK
        else { return nil }
        var whole: UnsafeMutablePointer<CChar>?
        guard curl_url_get(parts, CURLUPART_URL, &whole, 0) == CURLUE_OK, let whole else { return nil }
        defer { curl_free(whole) }
        self.text = String(cString: whole)
        self.scheme = scheme
        self.host = host.lowercased()
        self.port = port
        hasLogin = part(CURLUPART_USER) != nil || part(CURLUPART_PASSWORD) != nil
    }

    /// Where a link on the page at this address leads.
    package func following(_ link: String) -> HTTPAddress? { HTTPAddress(link, from: text) }

    /// Scheme, host and port: a login is for one of these.
    package var origin: String { "\(scheme)://\(host):\(port)" }

    /// The address without login and query, either of which may be secret.
    package var shown: String { HTTPRequest.shown(text) }

    /// Whether nobody outside this machine can listen.
    package var isLoopback: Bool { host == "localhost" || host.hasPrefix("127.") || host == "[::1]" }

    /// The address with more behind its query.
    package func adding(_ words: [(name: String, value: String)]) -> HTTPAddress {
        guard !words.isEmpty else { return self }
        let query = HTTPAddress.form(words)
        let joint = text.contains("?") ? (text.hasSuffix("?") || text.hasSuffix("&") ? "" : "&") : "?"
        return HTTPAddress(text + joint + query) ?? self
    }

    /// Words as forms and queries write them, everything escaped that might mean something there.
    package static func form(_ words: [(name: String, value: String)]) -> String {
        words.map { "\(escaped($0.name))=\(escaped($0.value))" }.joined(separator: "&")
    }

    /// A text in which everything is escaped that might mean something in an address.
    package static func escaped(_ text: String) -> String {
        var escaped: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: escaped.append(byte)
            default: escaped += Array("%\(Digest.hex([byte]).uppercased())".utf8)
            }
        }
        return String(decoding: escaped, as: UTF8.self)
    }
}

extension HTTPAddress: CustomStringConvertible, CustomReflectable {
    package var description: String { shown }
    /// Never the query or a login.
    package var customMirror: Mirror { Mirror(self, children: ["address": shown]) }
}
