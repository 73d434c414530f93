import Canonical
import Foundation

/// Where a visit to the web goes on: what makes the server say that nothing has changed.
struct WebCursor: Codable, Equatable {
    /// A digest of the address and of what is asked there: a variable in them may have changed.
    let of: String
    var etag: String?
    var modified: String?
    /// A digest of everything that was read.
    let digest: String

    init(
        of address: HTTPAddress, asked body: HTTPBody? = nil, etag: String? = nil, modified: String? = nil,
        digest: String
    ) {
        of = WebCursor.digest(address, body)
        self.etag = etag
        self.modified = modified
        self.digest = digest
    }

    /// Nil for the cursor of another address, or of another source.
    init?(_ text: String, of address: HTTPAddress, asked body: HTTPBody? = nil) {
        guard let cursor = try? JSONDecoder().decode(WebCursor.self, from: Data(text.utf8)),
            cursor.of == WebCursor.digest(address, body)
        else { return nil }
        self = cursor
    }

    var text: String { (try? JSONEncoder().encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "" }

    var conditions: [(name: String, value: String)] {
        (etag.map { [("If-None-Match", $0)] } ?? []) + (modified.map { [("If-Modified-Since", $0)] } ?? [])
    }

    private static func digest(_ address: HTTPAddress, _ body: HTTPBody?) -> String {
        Digest.hex(Digest.sha256(Array(address.text.utf8) + (body.map { [0] + $0.bytes } ?? [])))
    }
}

/// Digests of files, read piece by piece.
enum FileDigest {
    static func hex(of path: String) throws(Failure) -> String {
        let digest = SHA256Digest()
        do {
            let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            defer { try? file.close() }
            while let piece = try file.read(upToCount: 1 << 20), !piece.isEmpty {
                piece.withUnsafeBytes { digest.update($0) }
            }
        } catch {
            throw Failure(Problem(Place(path), "reading what was downloaded stopped: \(error)"), isTemporary: true)
        }
        return Digest.hex(digest.finish())
    }
}
