import Canonical

/// A file as a folder lists it: what tells it from an earlier one of its name.
struct ListedFile: Sendable, Hashable {
    let name: String
    /// Bytes.
    let size: Int
    /// The last change, in nanoseconds since 1970; many servers tell seconds only.
    let modified: Int

    /// The last change, in seconds since 1970.
    var seconds: Int { modified / 1_000_000_000 }

    /// Stands for the file in a cursor, where a name could tell about people.
    var mark: String {
        Digest.hex(Digest.sha256(Array("\(size) \(modified) \(name)".utf8)).prefix(8))
    }

    /// Whether a name can be a file's own in its folder: never a way out of it, nor a second line of a command.
    static func isName(_ name: String) -> Bool {
        !name.isEmpty && name != "." && name != ".." && !name.unicodeScalars.contains { $0 == "/" || isControl($0) }
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool { scalar.value < 0x20 || scalar.value == 0x7F }
}
