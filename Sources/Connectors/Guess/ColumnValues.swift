import Canonical

/// The values that stand under one name of an export.
package struct ColumnValues {
    /// Values that are kept to look at.
    private static let most = 150

    package let name: String
    /// Records, and those with a value.
    private(set) var total = 0
    private(set) var filled = 0
    /// Values, white space at the ends left out.
    private(set) var values: [String] = []
    private(set) var distinct: Set<String> = []
    /// What databases write for nothing, and whether it came.
    static let null = "NULL"
    private(set) var hasNull = false
    /// Whether a value looks like a social security number.
    private(set) var hasNumberOfPerson = false

    init(name: String) { self.name = name }

    /// Adds what one record has; several values of a list.
    mutating func note(_ texts: [String]) {
        total += 1
        if texts.contains(ColumnValues.null) { hasNull = true }
        let texts = texts.filter { !$0.isEmpty && $0 != ColumnValues.null }
        guard !texts.isEmpty else { return }
        filled += 1
        for text in texts {
            if values.count < ColumnValues.most { values.append(text) }
            distinct.insert(text)
            if !hasNumberOfPerson { hasNumberOfPerson = Sensitive.hasNumber(in: text) }
        }
    }

    /// Whether it tells the records from each other; a slip or two are the export's.
    var isUnique: Bool {
        total > 0 && filled * 20 >= total * 19 && distinct.count * 20 >= total * 19 && !name.contains("[]")
    }

    /// `12 of 12 filled`.
    var counted: String { "\(filled) of \(total) filled" }

    /// What most values look like, no value itself: letters are a and A, digits 9.
    var shape: String? {
        var counts: [String: Int] = [:]
        for value in values { counts[ColumnValues.mask(value), default: 0] += 1 }
        return counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
    }

    static func mask(_ value: String) -> String {
        var mask = ""
        for character in value.prefix(20) {
            mask.append(
                character.isNumber
                    ? "9"
                    : character.isUppercase ? "A" : character.isLetter ? "a" : character.isNewline ? " " : character)
        }
        return value.count > 20 ? mask + "…" : mask
    }
}
