import Canonical

/// Runs a scanner over an export that does not lie in memory whole.
struct JSONWindow {
    private let window: ByteWindow
    private let suffix: String

    /// `suffix` tells the reader of a message what became of the file.
    init(_ export: Export, suffix: String) throws(Failure) {
        self.suffix = suffix
        window = try ByteWindow(export)
        try FileSignature.check(window, of: export, readAs: "JSON")
    }

    var line: Int { window.line }
    var column: Int { window.column }
    var bytesRead: Int { window.bytesRead }

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
        let place = window.withUnread { window.place(of: fault.index, in: $0) }
        if fault.isIncomplete {
            return Problem(
                place, "the file ends here: \(fault.what)", why: "the document is cut; \(suffix)",
                fix: "export it again")
        }
        let why = fault.why ?? "the file is not JSON here"
        return Problem(place, fault.what, why: "\(why); \(suffix)", fix: fault.fix)
    }

    /// The place of a byte of those that a step was given.
    func place(of index: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Place { window.place(of: index, in: bytes) }
}

extension JSONScanner {
    /// Takes one value of any shape, checking it.
    mutating func skipValue(depth: Int = 0) throws(Fault) {
        guard let byte = try peek() else { throw incomplete("a value is missing") }
        guard depth < JSONScanner.deepest else { throw tooDeep() }
        switch byte {
        case UInt8(ascii: "{"):
            index += 1
            guard try !take(UInt8(ascii: "}")) else { return }
            repeat {
                try skipName()
                try skipValue(depth: depth + 1)
            } while try another(closing: UInt8(ascii: "}"))
        case UInt8(ascii: "["):
            index += 1
            guard try !take(UInt8(ascii: "]")) else { return }
            repeat { try skipValue(depth: depth + 1) } while try another(closing: UInt8(ascii: "]"))
        case 0x22: try skipString()
        case UInt8(ascii: "n"): try word("null")
        case UInt8(ascii: "t"): try word("true")
        case UInt8(ascii: "f"): try word("false")
        case UInt8(ascii: "-"), 0x30...0x39: _ = try number()
        default: throw Fault(index: index, what: "\(shown(byte)) where a value should stand")
        }
    }

    private mutating func skipName() throws(Fault) {
        guard try peek() == 0x22, try plainString() != nil else {
            var ignored: [UInt8] = []
            return try name(into: &ignored)
        }
        try expect(UInt8(ascii: ":"), "a colon")
    }

    private mutating func skipString() throws(Fault) {
        guard try plainString() == nil else { return }
        var ignored: [UInt8] = []
        _ = try string(into: &ignored)
    }
}
