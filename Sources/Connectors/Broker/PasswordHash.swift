import FoundationEssentials

/// A password as RabbitMQ keeps it: Base64 of a 4-byte salt and SHA-256 over salt and password.
///
/// The scheme is `rabbit_password_hashing_sha256`, the default since RabbitMQ 3.6
/// (https://www.rabbitmq.com/passwords.html): comparing with it shows whether a password changed without setting it.
package struct PasswordHash: Sendable, Hashable {
    package static let algorithm = "rabbit_password_hashing_sha256"
    /// What the management API lists and takes.
    package let text: String

    /// Hashes a password with a new salt.
    package init(of password: String) {
        var random = SystemRandomNumberGenerator()
        self.init(of: password, salt: (0..<4).map { _ in UInt8.random(in: 0...255, using: &random) })
    }

    /// Hashes a password with a known salt.
    package init(of password: String, salt: [UInt8]) {
        text = Data(salt + Digest.sha256(salt, Array(password.utf8))).base64EncodedString()
    }

    /// Whether a listed hash was made from this password.
    package static func matches(_ listed: String, algorithm: String, password: String) -> Bool {
        guard algorithm == Self.algorithm, let bytes = Data(base64Encoded: listed), bytes.count == 36 else {
            return false
        }
        return PasswordHash(of: password, salt: Array(bytes.prefix(4))).text == listed
    }
}
