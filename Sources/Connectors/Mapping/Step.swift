import Canonical

/// One word of a mapping that changes values, compiled: `split`, `date`, `decimal`, `codes`, `pseudonym`.
protocol Step: Sendable {
    /// Changes the values in place, or says which one it cannot change and why.
    func apply(to values: inout Pieces) throws(StepProblem)
}

/// What a step says of a value; the mapping adds place, field and config line.
struct StepProblem: Error {
    /// What the value is not: `not a date`.
    let what: String
    /// The value.
    let value: String
    /// The rule, after the field's name: `is read as dd/MM/yyyy`.
    let rule: String
    var detail: String?
    let fix: String
}

/// Cuts a text at a separator into several values.
struct SplitStep: Step {
    let separator: [UInt8]
    /// The only part to keep, from 1.
    let part: Int?

    func apply(to values: inout Pieces) throws(StepProblem) {
        var parts: Pieces = []
        for value in values { parts += SplitStep.split(value, separator) }
        parts = parts.map { Array(String(decoding: $0, as: UTF8.self).trimmed.utf8) }
        guard let part else {
            values = parts
            return
        }
        values = part <= parts.count ? [parts[part - 1]] : []
    }

    static func split(_ value: [UInt8], _ separator: [UInt8]) -> Pieces {
        var parts: Pieces = []
        var start = 0
        var index = 0
        while index + separator.count <= value.count {
            if value[index..<index + separator.count].elementsEqual(separator) {
                parts.append(Array(value[start..<index]))
                index += separator.count
                start = index
            } else {
                index += 1
            }
        }
        parts.append(Array(value[start...]))
        return parts
    }
}

/// Reads numbers with a decimal comma.
struct DecimalStep: Step {
    let mark: UInt8

    func apply(to values: inout Pieces) throws(StepProblem) {
        for index in values.indices {
            // A value with two marks is no number: it is quoted as the export writes it.
            guard values[index].count(where: { $0 == mark }) == 1 else { continue }
            if let comma = values[index].firstIndex(of: mark) { values[index][comma] = UInt8(ascii: ".") }
        }
    }
}

/// Replaces a code, label or alias by its code.
struct CodesStep: Step {
    let table: CodeTable
    /// How messages name it.
    let name: String
    /// Whether it is a file of `codes/`, where words are aliases of codes.
    let isFile: Bool

    func apply(to values: inout Pieces) throws(StepProblem) {
        for (index, value) in values.enumerated() where !value.isEmpty {
            guard let code = table.code(meaning: value.span) else {
                let word = String(decoding: value, as: UTF8.self)
                let near = Suggestion.nearest(to: word, in: table.words)
                throw StepProblem(
                    what: "unknown code", value: word, rule: "takes the codes of \(name)",
                    fix: near.map { "did you mean \(Quote.value($0))?" }
                        ?? "correct the export, or add the word \(isFile ? "as an alias " : "")to \(name)")
            }
            values[index] = Array(code.code.utf8)
        }
    }
}

/// Replaces a person's identifier by a keyed pseudonym, stable within the structure.
struct PseudonymStep: Step {
    let key: HMACKey
    let member: String

    func apply(to values: inout Pieces) throws(StepProblem) {
        for index in values.indices where !values[index].isEmpty {
            let code = key.code(for: Array(member.utf8) + [0x0A] + values[index])
            values[index] = Array(Digest.hex(code.prefix(16)).utf8)
        }
    }
}
