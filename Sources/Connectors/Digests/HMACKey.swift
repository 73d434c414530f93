import COpenSSL

/// A secret that turns values into codes nobody without it can compute (HMAC-SHA-256).
///
/// It has no description: a key must not reach a log.
package struct HMACKey: Sendable {
    private let bytes: [UInt8]

    /// Takes the secret's bytes; at least 16 are needed to be worth the name, which the config checks.
    package init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The 32 bytes that stand for `value` under this key.
    package func code(for value: [UInt8]) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 32) { buffer, count in
            let code = HMAC(EVP_sha256(), bytes, Int32(bytes.count), value, value.count, buffer.baseAddress, nil)
            precondition(code != nil, "OpenSSL: HMAC-SHA-256 failed")
            count = 32
        }
    }

    /// Tells this key from any other without telling anything of it: 16 hexadecimal digits.
    package var check: String { Digest.hex(code(for: Array("siae-hub: which key is this?".utf8)).prefix(8)) }
}

extension HMACKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Never the bytes.
    package var description: String { "HMACKey(\(bytes.count) bytes)" }
    /// Never the bytes.
    package var debugDescription: String { description }
    /// Never the bytes: `dump` and interpolation of an enclosing value would show them.
    package var customMirror: Mirror { Mirror(self, children: []) }
}
