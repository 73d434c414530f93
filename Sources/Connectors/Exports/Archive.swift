import Canonical
import Foundation

/// A folder that keeps what was taken; nothing in it is ever replaced.
struct Archive: Sendable {
    let path: String
    let place: Place

    /// Moves a file here under its name, or with a number in it when the name is taken.
    func move(_ source: String, name: String) throws(Failure) {
        var from = source
        for number in 1... {
            let target = "\(path)/\(Archive.name(name, number))"
            var error = rename(from, to: target)
            if error == EXDEV, from == source {
                // Another file system: whole on its disk, under a name of its own, before the first one goes.
                from = "\(path)/.\(name).part"
                error = copy(source, to: from)
                if error == 0 { error = rename(from, to: target) }
            }
            if error == 0, from != source, unlink(source) != 0 { error = undo(target, errno) }
            if error == 0 { return }
            guard error == EEXIST else { throw failure(source, error) }
        }
    }

    /// `export.csv`, then `export-2.csv`, `export-3.csv`.
    static func name(_ name: String, _ number: Int) -> String {
        guard number > 1 else { return name }
        let dot = name.dropFirst().firstIndex(of: ".") ?? name.endIndex
        return "\(name[..<dot])-\(number)\(name[dot...])"
    }

    /// Renames without replacing; the error's number, or 0.
    private func rename(_ source: String, to target: String) -> Int32 {
        // A hard link is refused when the name is taken, as a rename of plain POSIX is not.
        if link(source, target) == 0 { return unlink(source) == 0 ? 0 : undo(target, errno) }
        let error = errno
        // Some file systems have no hard links.
        guard error == EPERM else { return error }
        guard access(target, F_OK) != 0 else { return EEXIST }
        return Glibc.rename(source, target) == 0 ? 0 : errno
    }

    private func copy(_ source: String, to target: String) -> Int32 {
        let input = open(source, O_RDONLY | O_CLOEXEC)
        guard input >= 0 else { return errno }
        defer { close(input) }
        let output = open(target, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard output >= 0 else { return errno }
        defer { close(output) }
        var buffer = [UInt8](repeating: 0, count: 256 * 1024)
        while true {
            let count = read(input, &buffer, buffer.count)
            if count == 0 { return fsync(output) == 0 ? 0 : undo(target, errno) }
            guard count > 0 else { return undo(target, errno) }
            var start = 0
            while start < count {
                let written = buffer[start..<count].withUnsafeBytes { write(output, $0.baseAddress, $0.count) }
                guard written > 0 else { return undo(target, errno) }
                start += written
            }
        }
    }

    private func undo(_ target: String, _ error: Int32) -> Int32 {
        unlink(target)
        return error
    }

    private func failure(_ source: String, _ error: Int32) -> Failure {
        Failure(
            Problem(
                Place(source), "the export was taken but not archived",
                why:
                    "\(path): \(error == ENOENT ? "no such folder" : String(cString: strerror(error))) (\(place.position))",
                fix:
                    "\(error == ENOENT ? "create the folder" : "let the hub's user write there"); the next run archives it"
            ), .config)
    }
}
