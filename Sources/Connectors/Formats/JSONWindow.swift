import Canonical

/// Runs a scanner over an export that does not lie in memory whole.
struct JSONWindow {
    private let export: Export
    private let window: ByteWindow
    private let suffix: String

    /// `suffix` tells the reader of a message what became of the file.
    init(_ export: Export, suffix: String) throws(Failure) {
        self.export = export
        self.suffix = suffix
        window = try ByteWindow(export)
        while window.withUnread({ $0.count < 3 }) { guard try window.more() else { break } }
        // A byte order mark is no JSON, but Windows tools write one.
        if window.withUnread({ Array($0.prefix(3)) }) == [0xEF, 0xBB, 0xBF] { window.advance(3) }
    }

    var line: Int { window.line }
    var column: Int { window.column }

    /// Takes one step; when the bytes end within it, reads further and takes it again from its start.
    func step<T>(_ body: (inout JSONScanner) throws(JSONScanner.Fault) -> T) throws(Failure) -> T {
        while true {
            let outcome = window.withUnread { bytes -> Result<(T, Int), JSONScanner.Fault> in
                var scanner = JSONScanner(bytes)
                do throws(JSONScanner.Fault) {
                    let value = try body(&scanner)
                    return .success((value, scanner.index))
                } catch {
                    return .failure(error)
                }
            }
            switch outcome {
            case .success(let (value, length)):
                window.advance(length)
                return value
            case .failure(let fault):
                if fault.isIncomplete, try window.more() { continue }
                throw Failure(problem(fault))
            }
        }
    }

    /// Makes sure that only white space is left.
    func expectEnd() throws(Failure) {
        while try window.more() {}
        try step { (scanner: inout JSONScanner) throws(JSONScanner.Fault) in
            guard let extra = try scanner.peek() else { return }
            throw JSONScanner.Fault(
                index: scanner.index, what: "\(scanner.shown(extra)) after the end of the document",
                fix: "one file holds one document; for one record a line use the format \"ndjson\"")
        }
    }

    private func problem(_ fault: JSONScanner.Fault) -> Problem {
        let place = window.withUnread { bytes in
            JSONWindow.place(of: fault.index, in: bytes, export.path, line: window.line, column: window.column)
        }
        if fault.isIncomplete {
            return Problem(
                place, "the file ends here: \(fault.what)", why: "the document is cut; \(suffix)",
                fix: "export it again")
        }
        return Problem(place, fault.what, why: "the file is not JSON here; \(suffix)", fix: fault.fix)
    }

    static func place(
        of index: Int, in bytes: UnsafeBufferPointer<UInt8>, _ file: String, line: Int, column: Int
    ) -> Place {
        var (line, column) = (line, column)
        for byte in bytes[..<min(index, bytes.count)] {
            if byte == 0x0A { (line, column) = (line + 1, 1) } else { column += 1 }
        }
        return Place(file, line: line, column: column)
    }
}

extension JSONScanner {
    /// Takes one value of any shape, checking it.
    mutating func skipValue(depth: Int = 0) throws(Fault) {
        guard let byte = try peek() else { throw incomplete("a value is missing") }
        guard depth < 512 else { throw Fault(index: index, what: "more than 512 levels") }
        var ignored: [UInt8] = []
        switch byte {
        case UInt8(ascii: "{"):
            index += 1
            guard try !take(UInt8(ascii: "}")) else { return }
            repeat {
                guard try peek() == 0x22 else { throw Fault(index: index, what: "a name in quotes is missing") }
                _ = try string(into: &ignored)
                try expect(UInt8(ascii: ":"), "a colon")
                try skipValue(depth: depth + 1)
            } while try another(closing: UInt8(ascii: "}"))
        case UInt8(ascii: "["):
            index += 1
            guard try !take(UInt8(ascii: "]")) else { return }
            repeat { try skipValue(depth: depth + 1) } while try another(closing: UInt8(ascii: "]"))
        case 0x22: _ = try string(into: &ignored)
        case UInt8(ascii: "n"): try word("null")
        case UInt8(ascii: "t"): try word("true")
        case UInt8(ascii: "f"): try word("false")
        case UInt8(ascii: "-"), 0x30...0x39: _ = try number()
        default: throw Fault(index: index, what: "\(shown(byte)) where a value should stand")
        }
    }
}
