/// Numbers and booleans, kept as the text that stands in JSON: nothing is rounded on the way.
enum Numbers {
    /// Whether it is a number within bounds and written as JSON and the hub want it.
    static func isPlain(_ value: Span<UInt8>, _ bounds: ClosedRange<Double>) -> Bool {
        let isNegative = value.count > 1 && value[0] == UInt8(ascii: "-")
        let start = isNegative ? 1 : 0
        var point = -1
        for index in start..<value.count where !(0x30...0x39 ~= value[index]) {
            guard value[index] == UInt8(ascii: "."), point < 0, index > start else { return false }
            point = index
        }
        let end = value.count
        // Leading zeros, zeros and a point at the end, and a zero below nothing, are dropped elsewhere.
        guard end > start, value[start] != 0x30 || point == start + 1 || end == 1,
            point < 0 || value[end - 1] != 0x30 && point < end - 1
        else { return false }
        return bounds ~= magnitude(value)
    }

    /// Optional minus, digits, optional point and digits; zeros that say nothing are dropped.
    static func number(_ value: Span<UInt8>, _ bounds: ClosedRange<Double>) -> Verdict {
        var index = 0
        var canonical: [UInt8] = []
        if index < value.count, value[index] == UInt8(ascii: "-") {
            canonical.append(value[index])
            index += 1
        }
        let wholeStart = index
        while index < value.count, 0x30...0x39 ~= value[index] { index += 1 }
        guard index > wholeStart else { return wrongNumber }
        var firstDigit = wholeStart
        while firstDigit < index - 1, value[firstDigit] == 0x30 { firstDigit += 1 }
        for digit in firstDigit..<index { canonical.append(value[digit]) }
        if index < value.count {
            guard value[index] == UInt8(ascii: "."), index + 1 < value.count else { return wrongNumber }
            var end = value.count
            for digit in index + 1..<value.count where !(0x30...0x39 ~= value[digit]) { return wrongNumber }
            while value[end - 1] == 0x30 { end -= 1 }
            if end > index + 1 { for digit in index..<end { canonical.append(value[digit]) } }
        }
        if canonical == [UInt8(ascii: "-"), 0x30] { canonical = [0x30] }
        guard bounds ~= magnitude(canonical.span) else {
            return outOfBounds(plain(bounds.lowerBound), plain(bounds.upperBound))
        }
        return canonical.count == value.count ? .right : .canonical(canonical)
    }

    static func integer(_ value: Span<UInt8>, _ bounds: ClosedRange<Int>) -> Verdict {
        var isRight = value.count > 0 && value.count <= 15
        for index in value.indices { isRight = isRight && 0x30...0x39 ~= value[index] }
        guard isRight else {
            return .wrong(
                what: "not a whole number", why: "a count is written with digits only", fix: "correct the export")
        }
        guard let number = CivilDate.digits(value, 0, value.count), bounds ~= number else {
            return outOfBounds("\(bounds.lowerBound)", "\(bounds.upperBound)")
        }
        var start = 0
        while start < value.count - 1, value[start] == 0x30 { start += 1 }
        return start == 0 ? .right : .canonical((start..<value.count).map { value[$0] })
    }

    static func boolean(_ value: Span<UInt8>) -> Verdict {
        if Words.equal(value, "true") || Words.equal(value, "false") { return .right }
        return .wrong(
            what: "neither true nor false", why: "yes and no are written true and false",
            fix: #"add "codes" to its mapping, such as { "Oui": "true", "Non": "false" }"#)
    }

    /// About what a canonical number is worth: enough to compare it with a bound.
    private static func magnitude(_ number: Span<UInt8>) -> Double {
        var whole = 0.0
        var unit = 1.0
        var isFraction = false
        for index in number.indices {
            switch number[index] {
            case UInt8(ascii: "-"): continue
            case UInt8(ascii: "."): isFraction = true
            default:
                let digit = Double(number[index] - 0x30)
                if isFraction { unit /= 10 }
                whole = isFraction ? whole + digit * unit : whole * 10 + digit
            }
        }
        return number.count > 0 && number[0] == UInt8(ascii: "-") ? -whole : whole
    }

    private static func outOfBounds(_ least: String, _ most: String) -> Verdict {
        .wrong(what: "out of bounds", why: "it lies between \(least) and \(most)", fix: "correct the export")
    }

    private static func plain(_ number: Double) -> String {
        number == number.rounded() ? "\(Int(number))" : "\(number)"
    }

    private static var wrongNumber: Verdict {
        .wrong(
            what: "not a number", why: "numbers are written with digits and a decimal point",
            fix: "correct the export, or add \"decimal\": \",\" to its mapping when it writes a comma")
    }
}
