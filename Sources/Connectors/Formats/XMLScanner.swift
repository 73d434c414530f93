import Canonical

/// Reads XML from bytes that lie in memory, one tag or piece of text at a time, and says exactly where it is wrong.
///
/// It checks what XML 1.0 calls well-formed, and knows neither schemas nor entities of a document's own. Running out of
/// bytes is told apart from wrong bytes, so that a reader can fetch more and start the step again.
struct XMLScanner {
    /// Why something could not be read.
    struct Fault: Error {
        /// Index of the byte that is wrong.
        var index: Int
        var what: String
        var why: String?
        var fix: String?
        /// Whether the bytes ended before the step did.
        var isIncomplete = false
        /// Where the bytes ended, in words; a reader that knows the open elements fills it in.
        var path: String?
    }

    /// What comes next.
    enum Token {
        /// A start tag: the name's range; its attributes lie in ``attributes``.
        case start(Range<Int>, isEmpty: Bool)
        case end(Range<Int>)
        /// Text that is not white space alone, or that holds no line end: what indents elements is no text.
        case text
        /// A comment, a processing instruction or the document type.
        case nothing
    }

    struct Attribute {
        let name: Range<Int>
        /// Where the text between the quotes lies, references not yet replaced.
        let value: Range<Int>
        let line: Int
        let column: Int
    }

    let bytes: UnsafeBufferPointer<UInt8>
    let encoding: Encoding
    var index = 0
    /// Line of ``index``, and the index at which column 1 of it lies.
    var line: Int
    var lineStart: Int
    /// The attributes of the start tag that was read last.
    private(set) var attributes: [Attribute] = []
    /// What is wrong within texts: the tags around them are right, so that one record alone can be rejected.
    private(set) var faults: [Fault] = []

    init(_ bytes: UnsafeBufferPointer<UInt8>, _ encoding: Encoding, line: Int, column: Int) {
        self.bytes = bytes
        self.encoding = encoding
        self.line = line
        lineStart = 1 - column
    }

    var column: Int { index - lineStart + 1 }

    /// Takes the next token, or nil where the bytes end between two; text is appended to `text` when `keepsText` is set.
    mutating func next(into text: inout [UInt8], keepsText: Bool) throws(Fault) -> Token? {
        guard index < bytes.count else { return nil }
        guard bytes[index] == UInt8(ascii: "<") else {
            return try characters(into: &text, keepsText: keepsText) ? .text : .nothing
        }
        guard index + 1 < bytes.count else { throw incomplete("a tag is cut") }
        switch bytes[index + 1] {
        case UInt8(ascii: "/"): return .end(try endTag())
        case UInt8(ascii: "?"):
            try skip(from: index + 2, to: "?>", "a processing instruction")
            return .nothing
        case UInt8(ascii: "!"): return try declaration(into: &text, keepsText: keepsText)
        default: return try startTag()
        }
    }

    // MARK: tags

    private mutating func startTag() throws(Fault) -> Token {
        let opening = index
        index += 1
        let name = try name("an element's name after \"<\"", fix: "write &lt; for \"<\" in a text")
        attributes.removeAll(keepingCapacity: true)
        while true {
            let hadSpace = skipSpace()
            guard index < bytes.count else { throw incomplete("a tag is cut", at: opening) }
            switch bytes[index] {
            case UInt8(ascii: ">"):
                index += 1
                return .start(name, isEmpty: false)
            case UInt8(ascii: "/"):
                guard index + 1 < bytes.count else { throw incomplete("a tag is cut", at: opening) }
                guard bytes[index + 1] == UInt8(ascii: ">") else {
                    throw Fault(index: index, what: "\"/\" within a tag", why: "an empty element ends with \"/>\"")
                }
                index += 2
                return .start(name, isEmpty: true)
            default:
                guard hadSpace else {
                    throw Fault(
                        index: index, what: "\(shown(bytes[index])) within a tag",
                        why: "a tag has a name, attributes with space between them, and \">\"",
                        fix: "write &lt; for \"<\" in a text")
                }
                try attribute(opening)
            }
        }
    }

    private mutating func attribute(_ opening: Int) throws(Fault) {
        let (line, column) = (line, column)
        let name = try name("an attribute's name", fix: nil)
        _ = skipSpace()
        guard index < bytes.count else { throw incomplete("a tag is cut", at: opening) }
        guard bytes[index] == UInt8(ascii: "=") else {
            throw Fault(
                index: index, what: "no \"=\" after the attribute \(quoted(name))",
                why: "an attribute is written name=\"value\"")
        }
        index += 1
        _ = skipSpace()
        guard index < bytes.count else { throw incomplete("a tag is cut", at: opening) }
        let quote = bytes[index]
        guard quote == 0x22 || quote == 0x27 else {
            throw Fault(
                index: index, what: "\(shown(quote)) where the value of the attribute \(quoted(name)) should start",
                why: "an attribute is written name=\"value\"")
        }
        index += 1
        let start = index
        while index < bytes.count, bytes[index] != quote {
            if bytes[index] == UInt8(ascii: "<") {
                throw Fault(
                    index: index, what: "\"<\" in the attribute \(quoted(name))",
                    why: "a value ends with the quote that it starts with", fix: "close the quote, or write &lt;")
            }
            if bytes[index] == 0x0A { countLine(endingAt: index) }
            index += 1
        }
        guard index < bytes.count else { throw incomplete("a tag is cut", at: opening) }
        let value = start..<index
        index += 1
        guard attributes.count < XMLScanner.mostAttributes else {
            throw Fault(index: name.lowerBound, what: "more than \(XMLScanner.mostAttributes) attributes in one tag")
        }
        for other in attributes where isSame(other.name, name) {
            throw Fault(
                index: name.lowerBound, what: "the attribute \(quoted(name)) stands twice in one tag",
                why: "an element has each attribute once")
        }
        attributes.append(Attribute(name: name, value: value, line: line, column: column))
    }

    private mutating func endTag() throws(Fault) -> Range<Int> {
        let opening = index
        index += 2
        let name = try name("an element's name after \"</\"", fix: nil)
        _ = skipSpace()
        guard index < bytes.count else { throw incomplete("a tag is cut", at: opening) }
        guard bytes[index] == UInt8(ascii: ">") else {
            throw Fault(index: index, what: "\(shown(bytes[index])) within an end tag", why: "it holds a name only")
        }
        index += 1
        return name
    }

    /// Takes a name; letters outside ASCII are all let through, the text of the tag is checked elsewhere.
    private mutating func name(_ what: String, fix: String?) throws(Fault) -> Range<Int> {
        let start = index
        while index < bytes.count, XMLScanner.nameBytes[Int(bytes[index])] { index += 1 }
        guard index < bytes.count else { throw incomplete("a tag is cut", at: start) }
        let first = bytes[start]
        guard index > start, !(0x30...0x39 ~= first), first != UInt8(ascii: "-"), first != UInt8(ascii: ".") else {
            throw Fault(index: start, what: "\(shown(first)) where \(what) should stand", fix: fix)
        }
        return start..<index
    }

    // MARK: what is neither tag nor text

    private mutating func declaration(into text: inout [UInt8], keepsText: Bool) throws(Fault) -> Token {
        if try starts(with: "<!--") {
            try skip(from: index + 4, to: "-->", "a comment")
            return .nothing
        }
        if try starts(with: "<![CDATA[") {
            try cdata(into: &text, keepsText: keepsText)
            return .text
        }
        guard try starts(with: "<!DOCTYPE") else {
            throw Fault(
                index: index, what: "\"<!\" where a tag or a text should stand", fix: "write &lt; for \"<\" in a text")
        }
        try documentType()
        return .nothing
    }

    /// Takes the document type, unless it declares entities; other files that it names are never opened.
    private mutating func documentType() throws(Fault) {
        let opening = index
        var depth = 0
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "<"):
                if try starts(with: "<!--") {
                    try skip(from: index + 4, to: "-->", "a comment")
                    continue
                }
                if try starts(with: "<!ENTITY") {
                    throw Fault(
                        index: index, what: "the document declares an entity",
                        why: "entities can make a small file endless, or bring in other files; the hub reads none",
                        fix: "export without a document type")
                }
                depth += 1
            case UInt8(ascii: ">"):
                depth -= 1
                if depth == 0 {
                    index += 1
                    return
                }
            case 0x22, 0x27:
                let quote = bytes[index]
                index += 1
                while index < bytes.count, bytes[index] != quote {
                    if bytes[index] == 0x0A { countLine(endingAt: index) }
                    index += 1
                }
            case 0x0A: countLine(endingAt: index)
            default: break
            }
            index += 1
        }
        throw incomplete("the document type is cut", at: opening)
    }

    /// Whether these ASCII characters come next.
    private func starts(with text: StaticString) throws(Fault) -> Bool {
        for offset in 0..<text.utf8CodeUnitCount {
            guard index + offset < bytes.count else { throw incomplete("a tag is cut") }
            if bytes[index + offset] != text.utf8Start[offset] { return false }
        }
        return true
    }

    private mutating func skip(from start: Int, to closing: StaticString, _ what: String) throws(Fault) {
        let opening = index
        index = start
        let last = closing.utf8Start[closing.utf8CodeUnitCount - 1]
        while index < bytes.count {
            if bytes[index] == 0x0A { countLine(endingAt: index) }
            index += 1
            guard bytes[index - 1] == last, index - start >= closing.utf8CodeUnitCount else { continue }
            let isHere = (0..<closing.utf8CodeUnitCount).allSatisfy { offset in
                bytes[index - closing.utf8CodeUnitCount + offset] == closing.utf8Start[offset]
            }
            if isHere { return }
        }
        throw incomplete("\(what) is never closed", at: opening)
    }

    // MARK: small parts

    /// Takes white space; returns whether there was any.
    mutating func skipSpace() -> Bool {
        let start = index
        while index < bytes.count, bytes[index] <= 0x20 {
            switch bytes[index] {
            case 0x0A: countLine(endingAt: index)
            case 0x20, 0x0D, 0x09: break
            default: return index > start
            }
            index += 1
        }
        return index > start
    }

    mutating func countLine(endingAt end: Int) { countLines(1, endingAt: end) }

    /// Counts lines, the last of which ends at `end`.
    mutating func countLines(_ count: Int, endingAt end: Int) { (line, lineStart) = (line + count, end + 1) }

    /// Notes what is wrong within a text; a reader that meets a thousand such places tells the first few.
    mutating func note(_ fault: Fault) {
        if faults.count < XMLScanner.mostFaults { faults.append(fault) }
    }

    func isSame(_ a: Range<Int>, _ b: Range<Int>) -> Bool {
        guard a.count == b.count else { return false }
        for offset in 0..<a.count where bytes[a.lowerBound + offset] != bytes[b.lowerBound + offset] { return false }
        return true
    }

    /// A name as text.
    func text(_ name: Range<Int>) -> String {
        var text: [UInt8] = []
        _ = encoding.append(UnsafeBufferPointer(rebasing: bytes[name]), to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    func quoted(_ name: Range<Int>) -> String { Quote.value(text(name)) }

    func incomplete(_ what: String, at start: Int? = nil) -> Fault {
        Fault(index: start ?? index, what: what, isIncomplete: true)
    }

    func shown(_ byte: UInt8) -> String {
        if byte == 0x22 { return "a quote" }
        return byte >= 0x20 && byte < 0x7F
            ? "\"\(Character(Unicode.Scalar(byte)))\"" : "the byte \(UTF8Check.hex(byte))"
    }

    /// More attributes than any export has in one tag; comparing each with each stays cheap.
    static let mostAttributes = 256
    static let mostFaults = 8

    /// What names are made of: letters, digits, `-` `.` `_` `:` and everything outside ASCII.
    private static let nameBytes: [Bool] = (0..<256).map { code in
        switch UInt8(code) {
        case 0x80...0xFF, 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: ":"): true
        default: false
        }
    }
}
