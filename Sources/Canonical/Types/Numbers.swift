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
        guard let number = Double(String(decoding: canonical, as: UTF8.self)), bounds ~= number else {
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
