/// What a value looks like, whatever it says: enough to notice that a column now holds something else.
package enum ValueShape: Sendable, Hashable {
    case text
    case whole
    case decimal(comma: Bool)
    /// A day, `mark` between its parts; with a time of day behind it.
    case date(mark: UInt8, yearFirst: Bool, shortYear: Bool, hasTime: Bool)

    /// Looks at a value without white space around it.
    package init(_ value: ArraySlice<UInt8>) {
        self = ValueShape.date(value) ?? ValueShape.number(value) ?? .text
    }

    /// The shape as people read it: `99/99/9999`, `a number with a comma`.
    package var text: String {
        switch self {
        case .text: "text"
        case .whole: "whole numbers"
        case .decimal(let comma): "numbers with a \(comma ? "comma" : "point")"
        case .date(let mark, let yearFirst, let shortYear, let hasTime):
            [yearFirst ? "9999" : "99", "99", yearFirst ? "99" : shortYear ? "99" : "9999"]
                .joined(separator: String(decoding: [mark], as: UTF8.self)) + (hasTime ? " 99:99" : "")
        }
    }

    /// Whether values of the other shape may stand among those of this one without anything having changed.
    func goes(with other: ValueShape) -> Bool {
        switch (self, other) {
        case (.whole, .decimal), (.decimal, .whole): true
        default: self == other
        }
    }

    private static func digits(_ value: ArraySlice<UInt8>, _ start: Int) -> Int {
        var end = start
        while end < value.endIndex, 0x30...0x39 ~= value[end] { end += 1 }
        return end - start
    }

    private static func date(_ value: ArraySlice<UInt8>) -> ValueShape? {
        guard (6...40).contains(value.count) else { return nil }
        var index = value.startIndex
        let first = digits(value, index)
        index += first
        guard first == 4 || 1...2 ~= first, index < value.endIndex, "/-.".utf8.contains(value[index]) else {
            return nil
        }
        let mark = value[index]
        index += 1
        let second = digits(value, index)
        index += second
        guard 1...2 ~= second, index < value.endIndex, value[index] == mark else { return nil }
        index += 1
        let third = digits(value, index)
        index += third
        guard first == 4 ? 1...2 ~= third : third == 4 || third == 2 else { return nil }
        let hasTime = index < value.endIndex
        if hasTime {
            guard value[index] == UInt8(ascii: " ") || value[index] == UInt8(ascii: "T"), digits(value, index + 1) > 0
            else { return nil }
        }
        return .date(mark: mark, yearFirst: first == 4, shortYear: first != 4 && third == 2, hasTime: hasTime)
    }

    private static func number(_ value: ArraySlice<UInt8>) -> ValueShape? {
        guard (1...30).contains(value.count) else { return nil }
        var index = value.startIndex + (value.first == UInt8(ascii: "-") ? 1 : 0)
        let whole = digits(value, index)
        index += whole
        guard whole > 0 else { return nil }
        guard index < value.endIndex else { return .whole }
        guard value[index] == UInt8(ascii: ",") || value[index] == UInt8(ascii: ".") else { return nil }
        let fraction = digits(value, index + 1)
        guard fraction > 0, index + 1 + fraction == value.endIndex else { return nil }
        return .decimal(comma: value[index] == UInt8(ascii: ","))
    }
}
