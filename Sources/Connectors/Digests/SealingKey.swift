import COpenSSL

/// A secret that closes short texts so that nobody else can read, change or make them (AES-SIV, RFC 5297).
///
/// The same text always closes to the same bytes. It has no description: a key must not reach a log.
package struct SealingKey: Sendable {
    private let bytes: [UInt8]
    /// Bytes that a closed text is longer than the open one.
    package static let overhead = 16

    /// Derives the key of one purpose from a secret that has others.
    package init(_ secret: HMACKey, purpose: String) {
        bytes =
            secret.code(for: Array("siae-hub: \(purpose), 1".utf8))
            + secret.code(for: Array("siae-hub: \(purpose), 2".utf8))
    }

    /// Closes a text.
    package func seal(_ text: [UInt8]) -> [UInt8] {
        var tag = [UInt8](repeating: 0, count: SealingKey.overhead)
        let closed = SealingKey.run { context, cipher in
            guard EVP_EncryptInit_ex(context, cipher, nil, bytes, nil) == 1 else { return nil }
            var closed = [UInt8](repeating: 0, count: text.count)
            var (count, rest): (Int32, Int32) = (0, 0)
            guard EVP_EncryptUpdate(context, &closed, &count, text, Int32(text.count)) == 1,
                EVP_EncryptFinal_ex(context, nil, &rest) == 1,
                EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, Int32(tag.count), &tag) == 1
            else { return nil }
            return closed
        }
        guard let closed else { preconditionFailure("OpenSSL: AES-SIV failed") }
        return tag + closed
    }

    /// The text that was closed with this key; nil when it was not, or was changed since.
    package func open(_ closed: [UInt8]) -> [UInt8]? {
        guard closed.count > SealingKey.overhead, closed.count < 1 << 16 else { return nil }
        var tag: [UInt8] = Array(closed.prefix(SealingKey.overhead))
        let rest: [UInt8] = Array(closed.dropFirst(SealingKey.overhead))
        return SealingKey.run { context, cipher in
            guard EVP_DecryptInit_ex(context, cipher, nil, bytes, nil) == 1,
                EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, Int32(tag.count), &tag) == 1
            else { return nil }
            var text = [UInt8](repeating: 0, count: rest.count)
            var count: Int32 = 0
            guard EVP_DecryptUpdate(context, &text, &count, rest, Int32(rest.count)) == 1, count == rest.count else {
                return nil
            }
            return text
        }
    }

    private static func run(_ body: (OpaquePointer, OpaquePointer) -> [UInt8]?) -> [UInt8]? {
        guard let context = EVP_CIPHER_CTX_new(), let cipher = EVP_CIPHER_fetch(nil, "AES-256-SIV", nil) else {
            preconditionFailure("OpenSSL: this installation offers no AES-SIV")
        }
        defer {
            EVP_CIPHER_free(cipher)
            EVP_CIPHER_CTX_free(context)
        }
        return body(context, cipher)
    }
}

extension SealingKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Never the bytes.
    package var description: String { "SealingKey" }
    /// Never the bytes.
    package var debugDescription: String { description }
    /// Never the bytes: `dump` and interpolation of an enclosing value would show them.
    package var customMirror: Mirror { Mirror(self, children: []) }
}
