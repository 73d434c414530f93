import COpenSSL

/// SHA-256 over one value after another, with one OpenSSL context for all of them.
///
/// Not Sendable: it belongs to the worker that hashes. Looking the algorithm up costs more than hashing a small record,
/// so it is looked up once per process and the context is kept.
package final class SHA256Digest {
    /// `EVP_MD` as an address: immutable and reference counted by OpenSSL, therefore safe to share between threads.
    private static let algorithm = UInt(bitPattern: EVP_MD_fetch(nil, "SHA256", nil))

    private let context: OpaquePointer

    /// Begins the first value.
    package init() {
        guard let context = EVP_MD_CTX_new() else { preconditionFailure("OpenSSL: no memory for a digest") }
        self.context = context
        begin()
    }

    deinit { EVP_MD_CTX_free(context) }

    /// Adds bytes to the current value.
    package func update(_ bytes: UnsafeRawBufferPointer) {
        let status = EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
        precondition(status == 1, "OpenSSL: EVP_DigestUpdate failed")
    }

    /// Adds bytes to the current value.
    package func update(_ bytes: [UInt8]) { bytes.withUnsafeBytes { update($0) } }

    /// Adds a text's UTF-8 bytes to the current value.
    package func update(_ text: String) {
        var text = text
        text.withUTF8 { update(UnsafeRawBufferPointer($0)) }
    }

    /// The 32 bytes of the current value; begins the next one.
    package func finish() -> [UInt8] {
        let bytes = [UInt8](unsafeUninitializedCapacity: 32) { buffer, count in
            let status = EVP_DigestFinal_ex(context, buffer.baseAddress, nil)
            precondition(status == 1, "OpenSSL: EVP_DigestFinal_ex failed")
            count = 32
        }
        begin()
        return bytes
    }

    private func begin() {
        let status = EVP_DigestInit_ex2(context, OpaquePointer(bitPattern: Self.algorithm), nil)
        precondition(status == 1, "OpenSSL: this installation offers no SHA-256")
    }
}
