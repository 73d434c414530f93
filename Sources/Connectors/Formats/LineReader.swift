import Canonical

/// Reads a text file line by line, without holding the file.
package struct LineReader {
    /// One line, its end left out.
    package struct Line {
        package let number: Int
        package let bytes: [UInt8]

        package var isBlank: Bool { bytes.allSatisfy { $0 == 0x20 || $0 == 0x0D || $0 == 0x09 } }
    }

    private let window: ByteWindow

    package init(_ export: Export) throws(Failure) {
        window = try ByteWindow(export)
    }

    /// The next line; the last one may lack its end.
    package mutating func next() throws(Failure) -> Line? {
        var scanned = 0
        while true {
            let (count, end) = window.withUnread { bytes in (bytes.count, bytes[scanned...].firstIndex(of: 0x0A)) }
            if let end { return take(end, advancing: end + 1) }
            scanned = count
            if try window.more() { continue }
            return count > 0 ? take(count, advancing: count) : nil
        }
    }

    private func take(_ length: Int, advancing: Int) -> Line {
        let line = Line(number: window.line, bytes: window.withUnread { Array($0[..<length]) })
        window.advance(advancing)
        return line
    }
}
