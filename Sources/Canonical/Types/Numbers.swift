/// Numbers and booleans, kept as the text that stands in JSON: nothing is rounded on the way.
enum Numbers {
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
        guard bounds ~= magnitude(canonical) else {
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
    private static func magnitude(_ number: [UInt8]) -> Double {
        var whole = 0.0
        var unit = 1.0
        var isFraction = false
        for byte in number {
            switch byte {
            case UInt8(ascii: "-"): continue
            case UInt8(ascii: "."): isFraction = true
            default:
                if isFraction { unit /= 10 }
                whole = isFraction ? whole + Double(byte - 0x30) * unit : whole * 10 + Double(byte - 0x30)
            }
        }
        return number.first == UInt8(ascii: "-") ? -whole : whole
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
