import FoundationEssentials

/// Signs messages as Standard Webhooks has it: whoever knows the secret can tell that the hub sent them, and when.
///
/// <https://www.standardwebhooks.com>: HMAC-SHA-256 over `id.timestamp.body`, in base64 behind `v1,`.
struct WebhookSignature: Sendable {
    /// Characters of a secret that is worth the name.
    static let leastCharacters = 24

    private let key: HMACKey

    /// Nil when the secret begins with `whsec_` and what follows is no base64; any other one is what it says.
    init?(_ secret: Secret) {
        let prefix = "whsec_"
        guard secret.reveal.hasPrefix(prefix) else {
            key = HMACKey(Array(secret.reveal.utf8))
            return
        }
        guard let bytes = Data(base64Encoded: String(secret.reveal.dropFirst(prefix.count))) else { return nil }
        key = HMACKey([UInt8](bytes))
    }

    /// The headers of a message that is sent at `time` (seconds since 1970).
    func headers(id: String, time: Int, body: [UInt8]) -> [(name: String, value: String)] {
        let code = key.code(for: Array("\(id).\(time).".utf8) + body)
        return [
            ("webhook-id", id), ("webhook-timestamp", String(time)),
            ("webhook-signature", "v1,\(Data(code).base64EncodedString())"),
        ]
    }

    /// Tells this secret, used for something, from any other, and nothing of it.
    func check(for text: String) -> String { Digest.hex(key.code(for: Array(text.utf8)).prefix(8)) }
}
