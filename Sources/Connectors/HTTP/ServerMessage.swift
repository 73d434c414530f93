import Canonical

/// What a server says about an answer that is none.
enum ServerMessage {
    /// Characters of it that are shown.
    private static let limit = 200

    /// The server's own words, quoted; nil where there are none a person could read.
    ///
    /// Secrets in them are not repeated.
    static func reason(of response: HTTPResponse, hiding secrets: [String]) -> String? {
        guard var text = text(of: response)?.trimmingASCIISpace, !text.isEmpty else { return nil }
        for secret in secrets where !secret.isEmpty { text = text.replacing(secret, with: "••••") }
        return Quote.value(text, limit: limit)
    }

    private static func text(of response: HTTPResponse) -> String? {
        let words = ["message", "error_description", "detail", "error", "title", "description"]
        let fields = fields(response.body, words)
        for word in words {
            if case .text(let text) = fields[word], !text.isEmpty { return text }
        }
        let isPlain = response.header("Content-Type")?.lowercased().hasPrefix("text/plain") == true
        return isPlain ? response.text : nil
    }

    /// Values of a JSON answer; none when it is no JSON.
    static func fields(_ body: [UInt8], _ paths: [String]) -> [String: JSONPick.Value] {
        body.withUnsafeBufferPointer { bytes in (try? JSONPick.read(paths, in: bytes)) ?? [:] }
    }
}

extension String {
    /// Without white space at the ends.
    fileprivate var trimmingASCIISpace: String {
        String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    }
}
