import Canonical
import Foundation

/// One file that a source handed over.
package struct Export: Sendable, Hashable {
    /// Where its bytes lie.
    package let path: String
    /// How messages name it: the path of a structure's own file, the address of a page, a mail's attachment.
    package let name: String
    /// Whether readers note what names its records have, for whoever watches how a feed's exports change.
    package var isWatched = true
    /// How many bytes are read at a time; tests read one by one.
    package var chunk = 256 * 1024

    /// A file; without a name of its own messages name it by its path.
    package init(path: String, name: String? = nil) {
        self.path = path
        self.name = name ?? path
    }

    /// Its bytes; 0 when there is no such file.
    package var size: Int {
        ((try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? NSNumber)?.intValue ?? 0
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
    private var rewriting: UTF16Bytes?
    /// How the file is written: UTF-16, of which the window holds the UTF-8, or anything else, called UTF-8 here.
    package private(set) var encoding = Encoding.utf8
    /// Bytes of the file that were read so far.
    package private(set) var bytesRead = 0
    /// Whether the file starts with a byte order mark, which counts neither as text nor as columns.
    package private(set) var hasByteOrderMark = false

    /// Opens an export; UTF-16 is known by its mark, by its zeros, or by `encoding`.
    package init(_ export: Export, encoding: Encoding = .utf8) throws(Failure) {
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
        try lookAtStart(encoding)
    }

    deinit { try? file.close() }

    /// Line of the first unread byte, from 1.
    package var line: Int { lineCount }
    /// Column of the first unread byte, from 1: bytes of the file, or of the UTF-8 that stands for a file in UTF-16.
    package var column: Int { columnBase }

    /// The place of one of the unread bytes.
    package func place(of index: Int, in unread: UnsafeBufferPointer<UInt8>) -> Place {
        var place = LinePlace(line: line, column: column)
        place.pass(unread, 0..<min(index, unread.count))
        return Place(export.name, line: place.line, column: place.column)
    }

    /// Gives the unread bytes to `body`, which must not keep them.
    package func withUnread<T>(_ body: (UnsafeBufferPointer<UInt8>) -> T) -> T {
        buffer.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[start...])) }
    }

    /// Takes `count` bytes, counting the lines in them.
    package func advance(_ count: Int) {
        buffer.withUnsafeBufferPointer { bytes in
            var place = LinePlace(line: lineCount, column: columnBase)
            place.pass(bytes, start..<start + count)
            (lineCount, columnBase) = (place.line, place.column)
        }
        start += count
    }

    /// Takes `count` bytes that hold so many line ends and end with the last of them.
    func advance(_ count: Int, lines: Int) {
        start += count
        lineCount += lines
        columnBase = 1
    }

    /// Reads until `count` bytes are unread; false when the file ends with those that are.
    func fill(_ count: Int) throws(Failure) -> Bool {
        while buffer.count - start < count { guard try more() else { return false } }
        return true
    }

    private func lookAtStart(_ named: Encoding) throws(Failure) {
        _ = try fill(256)
        var mark = 0
        if buffer.starts(with: [0xEF, 0xBB, 0xBF]) {
            (hasByteOrderMark, start) = (true, 3)
        } else if buffer.starts(with: [0xFF, 0xFE]) || buffer.starts(with: [0xFE, 0xFF]) {
            (hasByteOrderMark, mark) = (true, 2)
            encoding = buffer[0] == 0xFE ? .utf16BE : .utf16LE
        } else if let isBigEndian = UTF16Bytes.isBigEndian(buffer.prefix(256)) {
            encoding = isBigEndian ? .utf16BE : .utf16LE
        } else if named == .utf16LE || named == .utf16BE {
            encoding = named
        }
        guard encoding.isUTF16 else { return }
        let bytes = buffer[mark...]
        buffer = []
        rewriting = UTF16Bytes(isBigEndian: encoding == .utf16BE)
        rewriting?.append(bytes, to: &buffer)
        if isAtEnd { rewriting?.finish(&buffer) }
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
        // Reading at least as much as is already there keeps the copying linear for long records.
        let wanted = max(export.chunk, export.chunk == 1 ? 1 : buffer.count)
        let count = read(wanted)
        guard count >= 0 else {
            throw Failure(
                Problem(Place(export.name), "reading the export stopped: \(String(cString: strerror(errno)))"),
                isTemporary: true)
        }
        bytesRead += count
        isAtEnd = count == 0
        guard rewriting != nil else { return count > 0 }
        let before = buffer.count - count
        let units: [UInt8] = Array(buffer[before...])
        buffer.removeLast(count)
        guard isAtEnd else {
            rewriting?.append(units, to: &buffer)
            return true
        }
        rewriting?.finish(&buffer)
        return buffer.count > before
    }

    /// Reads at most so many bytes into the buffer; 0 at the end of the file, negative when it cannot be read.
    private func read(_ wanted: Int) -> Int {
        var count = 0
        buffer.append(addingCapacity: wanted) { output in
            output.withUnsafeMutableBufferPointer { memory, filled in
                let rest = UnsafeMutableRawBufferPointer(memory)[filled...]
                repeat {
                    count = Foundation.read(
                        file.fileDescriptor, UnsafeMutableRawBufferPointer(rebasing: rest).baseAddress, wanted)
                } while count < 0 && errno == EINTR
                filled += max(0, count)
            }
        }
        return count
    }
}
