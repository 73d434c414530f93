/// Finds social security numbers (NIR, and the waiting numbers of the same shape), which no message may carry.
///
/// Fifteen digits count when their key is right (97 minus the number modulo 97); thirteen digits, which have no key, when
/// they begin like a person: sex, year, month, département of birth. Spaces, points and hyphens may stand between.
public enum Nir {
    /// Whether one is in a text.
    public static func isIn(_ text: String) -> Bool { isIn(Array(text.utf8).span, isAddress: false) }

    /// Whether one is in `value`; in a web address, which is full of long numbers, only those with a key count.
    static func isIn(_ value: Span<UInt8>, isAddress: Bool) -> Bool {
        var start = 0
        while start < value.count {
            guard isDigit(value[start]) else {
                start += 1
                continue
            }
            // Behind a letter stands a reference, behind a plus a telephone number: there, too, only a key counts.
            let isBehind = start > 0 && (isLetter(value[start - 1]) || value[start - 1] == UInt8(ascii: "+"))
            if isNumber(at: start, in: value, needsKey: isAddress || isBehind) { return true }
            while start < value.count, isDigit(value[start]) { start += 1 }
        }
        return false
    }

    /// The bytes with an X for each digit of such numbers; nil when none is in them.
    public static func masked(_ bytes: [UInt8]) -> [UInt8]? {
        var masked = bytes
        var start = 0
        while start < bytes.count {
            guard isDigit(bytes[start]) else {
                start += 1
                continue
            }
            if isNumber(at: start, in: bytes.span, needsKey: false) {
                var (index, digits) = (start, 0)
                while index < bytes.count, digits < 15, isDigit(bytes[index]) || digits == 6 && isCorsica(bytes[index])
                {
                    masked[index] = UInt8(ascii: "X")
                    (index, digits) = (index + 1, digits + 1)
                    index += separator(at: index, in: bytes.span)
                }
                start = index
            }
            while start < bytes.count, isDigit(bytes[start]) { start += 1 }
        }
        return masked == bytes ? nil : masked
    }

    /// Collects digits from `start` on, one separator at most between two of them, and looks at the first 13 and 15.
    private static func isNumber(at start: Int, in value: Span<UInt8>, needsKey: Bool) -> Bool {
        var digits: [UInt8] = []
        var index = start
        while index < value.count, digits.count < 15 {
            // Corsica's départements, 2A and 2B, hold the only letter.
            guard isDigit(value[index]) || digits.count == 6 && isCorsica(value[index]) else { return false }
            digits.append(value[index])
            index += 1
            if isNumber(digits, followedBy: index < value.count ? value[index] : 0x20, needsKey) { return true }
            index += separator(at: index, in: value)
        }
        return false
    }

    /// How many bytes a separator takes: a space, a point, a hyphen, or one of the spaces and hyphens that word
    /// processors put in (U+00A0, U+2000 to U+203F).
    private static func separator(at index: Int, in value: Span<UInt8>) -> Int {
        guard index < value.count else { return 0 }
        switch value[index] {
        case 0x20, 0x2E, 0x2D: return 1
        case 0xC2: return index + 1 < value.count && value[index + 1] == 0xA0 ? 2 : 0
        case 0xE2: return index + 2 < value.count && value[index + 1] == 0x80 ? 3 : 0
        default: return 0
        }
    }

    private static func isNumber(_ digits: [UInt8], followedBy next: UInt8, _ needsKey: Bool) -> Bool {
        guard digits.count == 15 || digits.count == 13 && !needsKey, !isWord(next), isPerson(digits) else {
            return false
        }
        guard digits.count == 15 else { return true }
        var number: UInt64 = 0
        for (place, digit) in digits[..<13].enumerated() {
            var value = UInt64(digit - 0x30)
            // Corsica: 2A counts as 19, 2B as 18.
            if place == 5, isLetter(digits[6]) { value = 1 }
            if place == 6, isLetter(digit) { value = digit | 0x20 == 0x61 ? 9 : 8 }
            number = number * 10 + value
        }
        let key = UInt64(digits[13] - 0x30) * 10 + UInt64(digits[14] - 0x30)
        return key == 97 - number % 97
    }

    /// Sex, then year, month (with the codes for unknown months) and département of birth.
    private static func isPerson(_ digits: [UInt8]) -> Bool {
        let sex = digits[0] - 0x30
        guard [1, 2, 3, 4, 7, 8].contains(sex), digits.indices.allSatisfy({ $0 == 6 || isDigit(digits[$0]) }) else {
            return false
        }
        let month = (digits[3] - 0x30) * 10 + digits[4] - 0x30
        guard 1...12 ~= month || digits.count == 15 && (20...42 ~= month || 50...99 ~= month) else { return false }
        if isLetter(digits[6]) { return digits[5] == UInt8(ascii: "2") }
        return digits[5] != 0x30 || digits[6] != 0x30
    }

    private static func isCorsica(_ byte: UInt8) -> Bool { byte | 0x20 == 0x61 || byte | 0x20 == 0x62 }
    private static func isDigit(_ byte: UInt8) -> Bool { 0x30...0x39 ~= byte }
    private static func isLetter(_ byte: UInt8) -> Bool { 0x61...0x7A ~= byte | 0x20 }
    private static func isWord(_ byte: UInt8) -> Bool { isDigit(byte) || isLetter(byte) }
}
