import Canonical

/// One value of a config file, with the place where it stands.
package struct Setting: Sendable {
    package indirect enum Value: Sendable {
        case object([Member])
        case list([Setting])
        case text(String)
        case number(String)
        case boolean(Bool)
        case null
    }

    package struct Member: Sendable {
        package let word: String
        package let place: Place
        package let setting: Setting
    }

    package let place: Place
    package let value: Value

    /// The text at a word of an object, where one stands there, as it is written.
    func text(of word: String) -> String? {
        guard case .text(let text)? = member(word)?.setting.value else { return nil }
        return text
    }

    /// What it is, for messages.
    var shape: String {
        switch value {
        case .object: "an object"
        case .list: "a list"
        case .text(let text): "the text \(Quote.value(text))"
        case .number(let number): "the number \(number)"
        case .boolean(let boolean): "\(boolean)"
        case .null: "null"
        }
    }
}

/// Reads a config file: JSON with comments, every value with its line and column.
package struct ConfigText {
    private var scanner: JSONScanner
    private let file: String
    private var line = 1
    private var lineStart = 0
    private var counted = 0
    private var depth = 0

    /// Parses the whole text; what is wrong stands in the error.
    package static func parse(_ bytes: [UInt8], file: String) throws(ConfigError) -> Setting {
        let result = bytes.withUnsafeBufferPointer { buffer -> Result<Setting, ConfigError> in
            // A byte order mark is what some Windows editors put in front of UTF-8.
            let start = buffer.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
            var text = ConfigText(scanner: JSONScanner(buffer, at: start, allowsComments: true), file: file)
            text.lineStart = start
            do throws(JSONScanner.Fault) {
                let setting = try text.value()
                if let extra = try text.scanner.peek() {
                    let what = "\(text.scanner.shown(extra)) after the end of the config"
                    throw JSONScanner.Fault(index: text.scanner.index, what: what)
                }
                return .success(setting)
            } catch {
                let problem = Problem(
                    text.place(error.index), error.what, why: "config files are JSON with comments", fix: error.fix)
                return .failure(ConfigError([problem]))
            }
        }
        return try result.get()
    }

    private init(scanner: JSONScanner, file: String) {
        self.scanner = scanner
        self.file = file
    }

    private mutating func place(_ index: Int) -> Place {
        if index < counted { (line, lineStart, counted) = (1, 0, 0) }
        while counted < min(index, scanner.bytes.count) {
            if scanner.bytes[counted] == 0x0A { (line, lineStart) = (line + 1, counted + 1) }
            counted += 1
        }
        return Place(file, line: line, column: index - lineStart + 1)
    }

    private mutating func value() throws(JSONScanner.Fault) -> Setting {
        guard let byte = try scanner.peek() else { throw scanner.incomplete("a value is missing") }
        depth += 1
        defer { depth -= 1 }
        guard depth <= JSONScanner.deepest else { throw scanner.tooDeep() }
        let place = place(scanner.index)
        switch byte {
        case UInt8(ascii: "{"): return Setting(place: place, value: .object(try members()))
        case UInt8(ascii: "["):
            scanner.index += 1
            var items: [Setting] = []
            guard try !scanner.take(UInt8(ascii: "]")) else { return Setting(place: place, value: .list([])) }
            repeat { items.append(try value()) } while try scanner.another(closing: UInt8(ascii: "]"))
            return Setting(place: place, value: .list(items))
        case 0x22: return Setting(place: place, value: .text(try text()))
        case UInt8(ascii: "t"):
            try scanner.word("true")
            return Setting(place: place, value: .boolean(true))
        case UInt8(ascii: "f"):
            try scanner.word("false")
            return Setting(place: place, value: .boolean(false))
        case UInt8(ascii: "n"):
            try scanner.word("null")
            return Setting(place: place, value: .null)
        case UInt8(ascii: "-"), 0x30...0x39:
            let range = try scanner.number()
            return Setting(place: place, value: .number(String(decoding: scanner.bytes[range], as: UTF8.self)))
        default:
            throw JSONScanner.Fault(
                index: scanner.index, what: "\(scanner.shown(byte)) where a value should stand",
                fix: "put texts in double quotes")
        }
    }

    private mutating func members() throws(JSONScanner.Fault) -> [Setting.Member] {
        scanner.index += 1
        var members: [Setting.Member] = []
        guard try !scanner.take(UInt8(ascii: "}")) else { return [] }
        repeat {
            guard let byte = try scanner.peek() else { throw scanner.incomplete("no \"}\"") }
            guard byte == 0x22 else {
                throw JSONScanner.Fault(
                    index: scanner.index, what: "\(scanner.shown(byte)) where a word in quotes should stand",
                    fix: "write \"word\": value")
            }
            let start = scanner.index
            let place = place(start)
            let word = try text()
            if members.contains(where: { $0.word == word }) {
                throw JSONScanner.Fault(
                    index: start, what: "\(Quote.value(word)) stands twice", fix: "keep one of them")
            }
            try scanner.expect(UInt8(ascii: ":"), "the colon after \(Quote.value(word))")
            members.append(Setting.Member(word: word, place: place, setting: try value()))
        } while try scanner.another(closing: UInt8(ascii: "}"))
        return members
    }

    private mutating func text() throws(JSONScanner.Fault) -> String {
        var bytes: [UInt8] = []
        _ = try scanner.string(into: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}
