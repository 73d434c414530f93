/// Telephone numbers, e-mail and web addresses.
enum Contacts {
    /// To E.164.
    ///
    /// French numbers may come without country code, without their first zero (spreadsheets drop it) and with any
    /// separators; short numbers (3949) stay as they are.
    static func phone(_ value: Span<UInt8>) -> Verdict {
        var digits: [UInt8] = []
        var hasPlus = false
        for index in value.indices {
            let byte = value[index]
            switch byte {
            case 0x30...0x39: digits.append(byte)
            case UInt8(ascii: "+") where digits.isEmpty && !hasPlus: hasPlus = true
            // Space, point, hyphen, slash, parentheses, no-break spaces (U+00A0, U+202F).
            case 0x20, 0x2E, 0x2D, 0x2F, 0x28, 0x29, 0xC2, 0xA0, 0xE2, 0x80, 0xAF: continue
            default: return notAPhone
            }
        }
        if !hasPlus, digits.count > 4, digits.starts(with: [0x30, 0x30]) {
            hasPlus = true
            digits.removeFirst(2)
        }
        if hasPlus {
            // "+33 (0)6 …" is written a lot.
            if digits.starts(with: [0x33, 0x33, 0x30]) { digits.remove(at: 2) }
            guard 7...15 ~= digits.count, digits[0] != 0x30, isFrench(digits) ?? true else { return notAPhone }
            return canonical(value, digits)
        }
        switch digits.count {
        case 4 where digits[0] == 0x31 || digits[0] == 0x33:
            return digits.count == value.count ? .right : .canonical(digits)
        case 9 where digits[0] != 0x30: break
        case 10 where digits[0] == 0x30 && digits[1] != 0x30: digits.removeFirst()
        // Spreadsheets drop the plus, too.
        case 11 where isFrench(digits) == true: return canonical(value, digits)
        default: return notAPhone
        }
        return canonical(value, countryCode(digits) + digits)
    }

    /// Whether a number that begins with 33 is as long as the French ones are; nil when it is of another country.
    private static func isFrench(_ digits: [UInt8]) -> Bool? {
        guard digits.starts(with: [0x33, 0x33]) else { return nil }
        return digits.count == 11 && digits[2] != 0x30
    }

    /// +33, or the code of the overseas territory that has the number (Arcep's numbering plan).
    private static func countryCode(_ national: [UInt8]) -> [UInt8] {
        switch String(decoding: national.prefix(3), as: UTF8.self) {
        case "262", "263", "269", "692", "693": Array("262".utf8)
        case "590", "690", "691": Array("590".utf8)
        case "594", "694": Array("594".utf8)
        case "596", "696", "697": Array("596".utf8)
        default: Array("33".utf8)
        }
    }

    private static func canonical(_ value: Span<UInt8>, _ digits: [UInt8]) -> Verdict {
        let canonical = [UInt8(ascii: "+")] + digits
        return Words.equal(value, String(decoding: canonical, as: UTF8.self)) ? .right : .canonical(canonical)
    }

    private static let notAPhone = Verdict.wrong(
        what: "not a telephone number", why: "a number has ten digits in France, or a + and its country code",
        fix: "correct the export; map one number only")

    private static let around = Array("<>,;".utf8)

    /// One `@`, something before it, a name with a point behind it, no white space.
    static func email(_ value: Span<UInt8>) -> Verdict {
        var at: Int?
        var isRight = value.count <= 254 && !hasSpace(value)
        var lastPoint = -1
        for index in value.indices {
            let byte = value[index]
            // "Marie <marie@exemple.fr>," holds an address and is none.
            isRight = isRight && !Contacts.around.contains(byte)
            if byte == UInt8(ascii: "@") {
                isRight = isRight && at == nil && index > 0
                at = index
            }
            if byte == UInt8(ascii: ".") { lastPoint = index }
        }
        guard isRight, let at, lastPoint > at + 1, lastPoint < value.count - 1 else {
            return .wrong(
                what: "not an e-mail address", why: "an address is name@domain", fix: "correct the export")
        }
        return Nir.isIn(value, isAddress: false) ? Texts.forbidden : .right
    }

    /// Whether white space or control characters are in an address, no-break spaces among them.
    private static func hasSpace(_ value: Span<UInt8>) -> Bool {
        var isASCII = true
        for index in value.indices {
            if value[index] <= 0x20 || value[index] == 0x7F { return true }
            isASCII = isASCII && value[index] < 0x80
        }
        return !isASCII && Words.text(value).unicodeScalars.contains { $0.properties.isWhitespace }
    }

    /// `http://` or `https://` and no white space; `www.` alone gets `https://`.
    static func url(_ value: Span<UInt8>) -> Verdict {
        guard value.count <= 2_000, !hasSpace(value) else { return notAURL }
        if Nir.isIn(value, isAddress: true) { return Texts.forbidden }
        let start = Words.text(value.extracting(0..<min(9, value.count)))
        for scheme in ["https://", "http://"] where start.lowercased().hasPrefix(scheme) {
            guard value.count > scheme.utf8.count else { return notAURL }
            if start.hasPrefix(scheme) { return .right }
            return .canonical(Array(scheme.utf8) + (scheme.utf8.count..<value.count).map { value[$0] })
        }
        guard start.hasPrefix("www."), value.count <= 1_992 else { return notAURL }
        return .canonical(Array("https://".utf8) + (0..<value.count).map { value[$0] })
    }

    private static let notAURL = Verdict.wrong(
        what: "not a web address", why: "an address begins with https:// or http://, at most 2000 characters",
        fix: "correct the export")
}
