import Canonical
import Foundation

/// One file that a source handed over.
package struct Export: Sendable, Hashable {
    /// Where its bytes lie.
    package let path: String
    /// How messages name it: the path of a structure's own file, the address of a page, a mail's attachment.
    package let name: String
    /// How many bytes are read at a time; tests read one by one.
    package var chunk = 256 * 1024

    /// A file; without a name of its own messages name it by its path.
    package init(path: String, name: String? = nil) {
        self.path = path
        self.name = name ?? path
    }
}

/// The bytes of an export that lie in memory: a part of the file that a reader moves forward.
///
/// A reader takes its next record from `unread`; when the record is not whole there it asks for ``more()`` and starts the
/// record again. Memory is the longest record, not the file.
package final class ByteWindow {
    /// A record longer than this is no record: most likely a quote that is never closed.
    static let longestRecord = 64 * 1024 * 1024

    private let export: Export
    private let file: FileHandle
    private var buffer: [UInt8] = []
    private var start = 0
    private var lineCount = 1
    private var columnBase = 1
    private var isAtEnd = false
    /// Whether the file starts with the byte order mark of UTF-8, which counts neither as text nor as columns.
    package private(set) var hasByteOrderMark = false

    package init(_ export: Export) throws(Failure) {
        self.export = export
        var isFolder: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: export.path, isDirectory: &isFolder)
        guard !isFolder.boolValue else {
            throw Failure(Problem(Place(export.name), "this is a folder, not an export", fix: "name a file in it"))
        }
        guard let file = FileHandle(forReadingAtPath: export.path) else {
            throw Failure(
                Problem(
                    Place(export.name), "the export cannot be read", why: exists ? "no permission" : "no such file",
                    fix: exists ? "let the hub's user read it" : "check the path"))
        }
        self.file = file
        try takeByteOrderMark()
    }

    deinit { try? file.close() }

    /// Line of the first unread byte, from 1.
    package var line: Int { lineCount }
    /// Column of the first unread byte, from 1.
    package var column: Int { columnBase }

    /// The place of one of the unread bytes.
    package func place(of index: Int, in unread: UnsafeBufferPointer<UInt8>) -> Place {
        var (line, column) = (line, column)
        for byte in unread[..<min(index, unread.count)] {
            if byte == 0x0A { (line, column) = (line + 1, 1) } else { column += 1 }
        }
        return Place(export.name, line: line, column: column)
    }

    /// Gives the unread bytes to `body`, which must not keep them.
    package func withUnread<T>(_ body: (UnsafeBufferPointer<UInt8>) -> T) -> T {
        buffer.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[start...])) }
    }

    /// Takes `count` bytes, counting the lines in them.
    package func advance(_ count: Int) {
        buffer.withUnsafeBufferPointer { bytes in
            for index in start..<start + count {
                if bytes[index] == 0x0A {
                    lineCount += 1
                    columnBase = 1
                } else {
                    columnBase += 1
                }
            }
        }
        start += count
    }

    private func takeByteOrderMark() throws(Failure) {
        while buffer.count < 3 { guard try more() else { break } }
        hasByteOrderMark = buffer.starts(with: [0xEF, 0xBB, 0xBF])
        if hasByteOrderMark { start = 3 }
        guard buffer.starts(with: [0xFF, 0xFE]) || buffer.starts(with: [0xFE, 0xFF]) else { return }
        throw Failure(
            Problem(
                Place(export.name, line: 1, column: 1), "the file is UTF-16",
                why: "it starts with the mark of UTF-16, which the hub does not read",
                fix: "export it as UTF-8 (\"CSV UTF-8\" in Excel)"))
    }

    /// Reads further; false at the end of the file.
    package func more() throws(Failure) -> Bool {
        guard !isAtEnd else { return false }
        if start > 0 {
            buffer.removeFirst(start)
            start = 0
        }
        guard buffer.count < ByteWindow.longestRecord else {
            throw Failure(
                Problem(
                    Place(export.name, line: line, column: column),
                    "a record of more than \(ByteWindow.longestRecord / 1024 / 1024) MiB starts here",
                    why: "a record ends with its line or its closing bracket; most likely a quote is never closed",
                    fix: "look for a lone quote there"))
        }
        do {
            // Reading at least as much as is already there keeps the copying linear for long records.
            guard let data = try file.read(upToCount: max(export.chunk, export.chunk == 1 ? 1 : buffer.count)),
                !data.isEmpty
            else {
                isAtEnd = true
                return false
            }
            buffer.append(contentsOf: data)
            return true
        } catch {
            throw Failure(
                Problem(Place(export.name), "reading the export stopped: \(error.localizedDescription)"),
                isTemporary: true)
        }
    }
}
