import Canonical

/// Reads JSON values from bytes that lie in memory, one token at a time, and says exactly where one is wrong.
///
/// Strict RFC 8259: no comments (unless allowed, for config files), no trailing commas, no control characters or broken
/// UTF-8 in strings, no lone surrogates. Running out of bytes is told apart from wrong bytes, so that a reader can fetch
/// more and start the value again.
package struct JSONScanner {
    /// Why a value could not be read.
    package struct Fault: Error {
        /// Index of the byte that is wrong.
        var index: Int
        var what: String
        /// Whether the bytes ended before the value did.
        var isIncomplete = false
        /// The rule, where the bytes are right JSON but not what is wanted there: a reader can skip the value and go on.
        var why: String?
        var fix: String?
    }

    let bytes: UnsafeBufferPointer<UInt8>
    var index: Int
    let allowsComments: Bool

    package init(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int = 0, allowsComments: Bool = false) {
        self.bytes = bytes
        self.index = index
        self.allowsComments = allowsComments
    }

    /// The next byte that is no white space (or comment), not yet taken; nil at the end.
    @inline(__always) mutating func peek() throws(Fault) -> UInt8? {
        if index < bytes.count {
            let byte = bytes[index]
            if byte > 0x20, byte != UInt8(ascii: "/") { return byte }
        }
        return try peekFurther()
    }

    private mutating func peekFurther() throws(Fault) -> UInt8? {
        while index < bytes.count {
            let byte = bytes[index]
            switch byte {
            case 0x20, 0x0A, 0x0D, 0x09: index += 1
            case UInt8(ascii: "/"):
                guard allowsComments else {
                    throw Fault(index: index, what: "a comment", fix: "remove it: JSON data has no comments")
                }
                try skipComment()
            default: return byte
            }
        }
        return nil
    }

    /// Takes `byte`, or says what stands there instead.
    mutating func expect(_ byte: UInt8, _ what: @autoclosure () -> String) throws(Fault) {
        guard let next = try peek() else { throw incomplete("\(what()) is missing") }
        guard next == byte else { throw Fault(index: index, what: "\(what()) is missing before \(shown(next))") }
        index += 1
    }

    /// Takes `byte` when it is next.
    mutating func take(_ byte: UInt8) throws(Fault) -> Bool {
        guard try peek() == byte else { return false }
        index += 1
        return true
    }

    /// Takes `,` before another element, or `closing`; returns whether another element follows.
    mutating func another(closing: UInt8) throws(Fault) -> Bool {
        guard let next = try peek() else { throw incomplete("no \(shown(closing))") }
        if next == closing {
            index += 1
            return false
        }
        guard next == UInt8(ascii: ",") else {
            throw Fault(index: index, what: "a comma or \(shown(closing)) is missing before \(shown(next))")
        }
        let comma = index
        index += 1
        if try peek() == closing {
            throw Fault(index: comma, what: "a comma before \(shown(closing))", fix: "remove the comma")
        }
        return true
    }

    /// Takes the name of an object's member and the colon behind it; appends the name to `text`.
    mutating func name(into text: inout [UInt8]) throws(Fault) {
        guard let byte = try peek() else { throw incomplete("a name is missing") }
        guard byte == 0x22 else {
            throw Fault(index: index, what: "\(shown(byte)) where a name in quotes should stand")
        }
        _ = try string(into: &text)
        try expect(UInt8(ascii: ":"), "a colon")
    }

    /// Takes a string and appends its text to `text`; returns its length there.
    mutating func string(into text: inout [UInt8]) throws(Fault) -> Int {
        let opening = index
        let before = text.count
        index += 1
        while true {
            let piece = try piece(from: opening)
            text.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[piece]))
            if bytes[index] == 0x22 {
                index += 1
                return text.count - before
            }
            try escape(into: &text)
        }
    }

    /// Takes a string that holds no escape and returns where its text stands; takes nothing and returns nil when it
    /// holds one.
    mutating func plainString() throws(Fault) -> Range<Int>? {
        let opening = index
        index += 1
        let piece = try piece(from: opening)
        guard bytes[index] == 0x22 else {
            index = opening
            return nil
        }
        index += 1
        return piece
    }

    /// Takes the bytes of a string up to its closing quote or an escape.
    private mutating func piece(from opening: Int) throws(Fault) -> Range<Int> {
        let start = index
        let isASCII: Bool
        (index, isASCII) = Lanes.firstEscape(bytes, from: start)
        guard index < bytes.count else {
            throw Fault(index: opening, what: "a text without its closing quote", isIncomplete: true)
        }
        if !isASCII, let wrong = UTF8Check.firstWrongByte(UnsafeBufferPointer(rebasing: bytes[start..<index])) {
            throw Fault(index: start + wrong, what: "not UTF-8: the byte \(UTF8Check.hex(bytes[start + wrong]))")
        }
        guard bytes[index] >= 0x20 else {
            throw Fault(
                index: index, what: "a control character (\(UTF8Check.hex(bytes[index]))) in a text",
                fix: "write it as an escape such as \\n")
        }
        return start..<index
    }

    /// Takes a number; returns where it stands.
    mutating func number() throws(Fault) -> Range<Int> {
        let start = index
        if index < bytes.count, bytes[index] == UInt8(ascii: "-") { index += 1 }
        let whole = index
        digits()
        var isRight = index > whole && (bytes[whole] != 0x30 || index == whole + 1)
        if isRight, index < bytes.count, bytes[index] == UInt8(ascii: ".") {
            index += 1
            let fraction = index
            digits()
            isRight = index > fraction
        }
        if isRight, index < bytes.count, bytes[index] | 0x20 == UInt8(ascii: "e") {
            index += 1
            if index < bytes.count, bytes[index] == UInt8(ascii: "+") || bytes[index] == UInt8(ascii: "-") {
                index += 1
            }
            let exponent = index
            digits()
            isRight = index > exponent
        }
        guard index < bytes.count else { throw incomplete("the value is cut", at: start) }
        guard isRight else { throw Fault(index: start, what: "not a JSON number") }
        return start..<index
    }

    /// Takes `true`, `false` or `null`.
    mutating func word(_ word: StaticString) throws(Fault) {
        for offset in 0..<word.utf8CodeUnitCount {
            guard index + offset < bytes.count else { throw incomplete("the value is cut") }
            guard bytes[index + offset] == word.utf8Start[offset] else {
                throw Fault(index: index, what: "not a JSON value", fix: "put texts in double quotes")
            }
        }
        index += word.utf8CodeUnitCount
    }

    func incomplete(_ what: String, at start: Int? = nil) -> Fault {
        Fault(index: start ?? index, what: what, isIncomplete: true)
    }

    /// How deep lists and objects may stand in each other; a reader that calls itself needs a limit.
    static let deepest = 512

    func tooDeep() -> Fault {
        Fault(
            index: index, what: "more than \(JSONScanner.deepest) levels",
            why: "no export needs more lists and objects in each other")
    }

    func shown(_ byte: UInt8) -> String {
        if byte == 0x22 { return "a quote" }
        return byte >= 0x20 && byte < 0x7F
            ? "\"\(Character(Unicode.Scalar(byte)))\"" : "the byte \(UTF8Check.hex(byte))"
    }

    private mutating func digits() {
        while index < bytes.count, bytes[index] >= 0x30, bytes[index] <= 0x39 { index += 1 }
    }

    private mutating func skipComment() throws(Fault) {
        let start = index
        guard index + 1 < bytes.count else { throw incomplete("a lone \"/\"") }
        switch bytes[index + 1] {
        case UInt8(ascii: "/"):
            while index < bytes.count, bytes[index] != 0x0A { index += 1 }
        case UInt8(ascii: "*"):
            index += 2
            while index + 1 < bytes.count, !(bytes[index] == UInt8(ascii: "*") && bytes[index + 1] == UInt8(ascii: "/"))
            {
                index += 1
            }
            guard index + 1 < bytes.count else { throw incomplete("a comment without its end", at: start) }
            index += 2
        default: throw Fault(index: index, what: "a lone \"/\"")
        }
    }

    private mutating func escape(into text: inout [UInt8]) throws(Fault) {
        guard index + 1 < bytes.count else { throw incomplete("the text is cut") }
        let start = index
        index += 2
        switch bytes[start + 1] {
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case 0x22, 0x5C, UInt8(ascii: "/"): text.append(bytes[start + 1])
        case UInt8(ascii: "u"):
            var code = try hexDigits(start)
            if 0xD800...0xDBFF ~= code {
                for byte in [0x5C, UInt8(ascii: "u")] {
                    guard index < bytes.count else { throw incomplete("the text is cut") }
                    guard bytes[index] == byte else { throw surrogate(start) }
                    index += 1
                }
                let low = try hexDigits(start)
                guard 0xDC00...0xDFFF ~= low else { throw surrogate(start) }
                code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
            }
            guard let scalar = Unicode.Scalar(code) else { throw surrogate(start) }
            text.append(contentsOf: UTF8.encode(scalar)?.map { $0 } ?? [])
        default: throw Fault(index: start, what: "an unknown escape in a text", fix: "write \\\\ for a backslash")
        }
    }

    private mutating func hexDigits(_ start: Int) throws(Fault) -> UInt32 {
        var code: UInt32 = 0
        for offset in 0..<4 {
            guard index + offset < bytes.count else { throw incomplete("the text is cut") }
            guard let digit = Character(Unicode.Scalar(bytes[index + offset])).hexDigitValue else {
                throw Fault(index: start, what: "\\u without four hexadecimal digits")
            }
            code = code << 4 | UInt32(digit)
        }
        index += 4
        return code
    }

    private func surrogate(_ start: Int) -> Fault { Fault(index: start, what: "half a surrogate pair in a text") }
}
