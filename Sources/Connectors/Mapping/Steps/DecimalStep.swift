import Canonical

/// Reads numbers with a decimal comma; spaces between thousands are dropped, and points when there is a comma, too.
struct DecimalStep: Step {
    static let word = "decimal"
    static let readsExports = true
    let mark: UInt8

    init?(_ step: StepSettings) {
        guard let text = step.settings.text("decimal") else { return nil }
        guard let mark = text.utf8.first, text.utf8.count == 1 else {
            step.reading.report(
                step.settings.place(of: "decimal"), "\(Quote.value(text)) for \"decimal\"",
                why: "\"decimal\" is one character", fix: "write \",\"")
            return nil
        }
        self.mark = mark
    }

    var gives: Shape { .number }

    func apply(to values: inout Pieces) throws(StepProblem) {
        for index in values.indices {
            let value = DecimalStep.withoutGroups(values[index], mark)
            // A value with two marks is no number: it is quoted as the export writes it.
            let marks = value.count { $0 == mark }
            guard marks < 2 else { continue }
            values[index] = value
            if let comma = value.firstIndex(of: mark) { values[index][comma] = UInt8(ascii: ".") }
        }
    }

    /// The value without what stands between groups of three digits; as it is when it is not so grouped.
    private static func withoutGroups(_ value: [UInt8], _ mark: UInt8) -> [UInt8] {
        let end = value.firstIndex(of: mark) ?? value.endIndex
        var whole: [UInt8] = []
        var group = 0
        var isGrouped = false
        var index = 0
        while index < end {
            let point: UInt8 = mark == 0x2C ? 0x2E : 0x2C
            let length = value[index] == point && end < value.endIndex ? 1 : WhiteSpace.length(value[..<end], at: index)
            if length > 0 {
                guard isGrouped ? group == 3 : 1...3 ~= group else { return value }
                (group, isGrouped) = (0, true)
            } else {
                whole.append(value[index])
                if value[index] != UInt8(ascii: "-") { group += 1 }
            }
            index += max(1, length)
        }
        guard isGrouped, group == 3 else { return value }
        return whole + value[end...]
    }
}
