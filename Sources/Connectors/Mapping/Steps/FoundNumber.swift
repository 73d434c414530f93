/// A decimal number that stands somewhere in a text.
struct FoundNumber: Equatable {
    /// Where its digits stand.
    let range: Range<Int>
    /// Digits with a decimal point, no group separators.
    let digits: [UInt8]

    var value: Double { Double(String(decoding: digits, as: UTF8.self)) ?? 0 }

    /// The next number at or after `start`.
    ///
    /// Thousands may be grouped by spaces, apostrophes, points or commas; a point or comma is a decimal one unless exactly
    /// three digits follow it.
    init?(in text: [UInt8], from start: Int, grouped: Bool = true) {
        var index = start
        while index < text.count, !FoundNumber.isDigit(text, index) { index += 1 }
        guard index < text.count else { return nil }
        let first = index
        var digits = FoundNumber.run(text, &index)
        var isGrouped = false
        while grouped, isGrouped || digits.count <= 3 && digits != [0x30] {
            var length = WhiteSpace.length(text[...], at: index)
            if length == 0, index < text.count, [0x27, 0x2E, 0x2C].contains(text[index]) { length = 1 }
            var after = index + length
            let group = FoundNumber.run(text, &after)
            guard length > 0, group.count == 3 else { break }
            digits += group
            index = after
            isGrouped = true
        }
        if index < text.count, text[index] == 0x2E || text[index] == 0x2C, FoundNumber.isDigit(text, index + 1) {
            index += 1
            digits += [0x2E] + FoundNumber.run(text, &index)
        }
        range = first..<index
        self.digits = digits
    }

    static func isDigit(_ text: [UInt8], _ index: Int) -> Bool { text.indices ~= index && 0x30...0x39 ~= text[index] }

    private static func run(_ text: [UInt8], _ index: inout Int) -> [UInt8] {
        let start = index
        while isDigit(text, index) { index += 1 }
        return Array(text[min(start, text.count)..<min(index, text.count)])
    }

    /// A number with at most two decimals, without zeros that say nothing.
    static func text(hundredths: Int) -> [UInt8] {
        var text = "\(hundredths / 100)"
        let rest = hundredths % 100
        if rest > 0 { text += rest % 10 == 0 ? ".\(rest / 10)" : rest < 10 ? ".0\(rest)" : ".\(rest)" }
        return Array(text.utf8)
    }
}
