import Canonical
import Foundation

/// A file that is always whole: written under another name, then renamed; only the hub's user may read it.
enum WholeFile {
    /// Writes what is not there already, and makes sure that it is on the disk.
    static func write(_ bytes: [UInt8], to path: String) throws(Failure) {
        if let standing = FileManager.default.contents(atPath: path), standing.elementsEqual(bytes) { return }
        let name = path.split(separator: "/").last.map(String.init) ?? path
        let folder = String(path.dropLast(name.count))
        let passing = "\(folder).\(name).tmp"
        try fill(passing, with: bytes, for: path)
        guard rename(passing, path) == 0 else { throw failure(path, errno) }
        let directory = open(folder.isEmpty ? "." : folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard directory >= 0 else { throw failure(path, errno) }
        defer { close(directory) }
        guard fsync(directory) == 0 else { throw failure(path, errno) }
    }

    private static func fill(_ passing: String, with bytes: [UInt8], for path: String) throws(Failure) {
        let descriptor = open(passing, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure(path, errno) }
        defer { close(descriptor) }
        // What an interrupted writer left behind may be anybody's.
        guard fchmod(descriptor, 0o600) == 0 else { throw failure(path, errno) }
        var start = 0
        while start < bytes.count {
            let written = bytes.withUnsafeBytes {
                Foundation.write(descriptor, $0.baseAddress.map { $0 + start }, $0.count - start)
            }
            if written < 0, errno == EINTR { continue }
            guard written > 0 else { throw failure(path, errno) }
            start += written
        }
        guard fsync(descriptor) == 0 else { throw failure(path, errno) }
    }

    private static func failure(_ path: String, _ error: Int32) -> Failure {
        Failure(
            Problem(
                Place(path), "the file cannot be written", why: String(cString: strerror(error)),
                fix: "make room there, or let the hub's user write there"), .unreachable)
    }
}
