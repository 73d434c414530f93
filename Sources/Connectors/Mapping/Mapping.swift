import Canonical

/// How a feed's records become drafts of one kind: one rule a field, compiled from `"map"`.
package struct Mapping: Sendable {
    /// Where a rule's value comes from, by the numbers of the wanted names.
    enum Input {
        /// The first of these names that has a value.
        case from([Int])
        /// All of these names that have one, with a text between them.
        case join([Int], with: [UInt8])
        /// Always the same.
        case const([UInt8])
    }

    struct Rule {
        let field: Int
        let place: Place
        let input: Input
        let trims: Bool
        let steps: [any Step]
        let fallback: [UInt8]?
    }

    package let schema: Schema
    /// The names that the mapping reads, in order of their numbers.
    package let names: [SourceName]
    let rules: [Rule]
    let origin: Draft.Origin

    /// Maps one record of `file`.
    ///
    /// What cannot be mapped is noted in the draft; the check adds what else is wrong.
    package func draft(of record: Record, file: String) -> Draft {
        let place = Place(file, line: record.line, record: record.number)
        var draft = Draft(schema, place: place, origin: origin)
        for rule in rules { apply(rule, to: record, &draft) }
        return draft
    }

    private func apply(_ rule: Rule, to record: Record, _ draft: inout Draft) {
        switch rule.input {
        case .const(let text): append(text[...], rule, item: 0, record.line, 1, &draft)
        case .join(let names, let separator):
            var text: [UInt8] = []
            var place: (line: Int, column: Int) = (record.line, 1)
            for name in names {
                guard let value = record.first(name) else { continue }
                if value.isStructure { return refuse(rule, Int(value.line), Int(value.column), &draft) }
                let piece = rule.trims ? trimmed(record.bytes[record.range(value)]) : record.bytes[record.range(value)]
                guard !piece.isEmpty else { continue }
                if text.isEmpty { place = (Int(value.line), Int(value.column)) } else { text += separator }
                text += piece
            }
            append(text[...], rule, item: 0, place.line, place.column, &draft)
        case .from(let names):
            for name in names where appendValues(of: name, rule, record, &draft) { break }
        }
        if let fallback = rule.fallback, draft.count(of: rule.field) == 0 {
            draft.append(fallback.span, to: rule.field, line: record.line, column: 1)
        }
    }

    /// Appends a name's values; returns whether there were any.
    private func appendValues(of name: Int, _ rule: Rule, _ record: Record, _ draft: inout Draft) -> Bool {
        var next = record.first(name)
        var isFound = false
        while let value = next {
            next = record.next(after: value)
            let (line, column) = (Int(value.line), Int(value.column))
            if value.isStructure {
                refuse(rule, line, column, &draft)
                return true
            }
            let text = record.bytes[record.range(value)]
            guard !(rule.trims ? trimmed(text) : text).isEmpty else { continue }
            isFound = true
            append(text, rule, item: Int(value.item), line, column, &draft)
        }
        return isFound
    }

    private func append(
        _ raw: ArraySlice<UInt8>, _ rule: Rule, item: Int, _ line: Int, _ column: Int, _ draft: inout Draft
    ) {
        let text = rule.trims ? trimmed(raw) : raw
        guard !text.isEmpty else { return }
        guard !rule.steps.isEmpty else {
            draft.append(text.span, to: rule.field, item: item, line: line, column: column)
            return
        }
        var values = Pieces(text)
        for step in rule.steps {
            do throws(StepProblem) {
                try step.apply(to: &values)
            } catch {
                refuse(rule, error, line, column, &draft)
                return
            }
        }
        for (index, value) in values.enumerated() where !value.isEmpty {
            draft.append(value.span, to: rule.field, item: item + index, line: line, column: column)
        }
    }

    private func place(_ rule: Rule, _ line: Int, _ column: Int, _ draft: Draft) -> Place {
        var place = draft.place
        (place.line, place.column, place.field) = (line, column, origin.names[rule.field])
        return place
    }

    private func refuse(_ rule: Rule, _ error: StepProblem, _ line: Int, _ column: Int, _ draft: inout Draft) {
        let field = schema.fields[rule.field]
        let shown = field.isIdentity ? Quote.personal(error.value) : Quote.value(error.value)
        draft.refuse(
            rule.field,
            Problem(
                place(rule, line, column, draft),
                "\(error.what): \(shown)",
                why: "\(field.path) \(error.rule) (\(rule.place.position))"
                    + (error.detail.map { "; \($0)" } ?? ""),
                fix: error.fix))
    }

    private func refuse(_ rule: Rule, _ line: Int, _ column: Int, _ draft: inout Draft) {
        let field = schema.fields[rule.field]
        draft.refuse(
            rule.field,
            Problem(
                place(rule, line, column, draft),
                "an object or a list stands where a value is wanted",
                why: "\(field.path) is mapped at \(rule.place.position)",
                fix: "name a value inside it, or walk through a list with []"))
    }

    /// Without white space and no-break spaces at both ends.
    private func trimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var text = text
        while let last = text.last {
            if last <= 0x20 {
                text.removeLast()
            } else if last == 0xA0, text.count > 1, text[text.endIndex - 2] == 0xC2 {
                text.removeLast(2)
            } else {
                break
            }
        }
        while let first = text.first {
            if first <= 0x20 {
                text.removeFirst()
            } else if first == 0xC2, text.count > 1, text[text.startIndex + 1] == 0xA0 {
                text.removeFirst(2)
            } else {
                break
            }
        }
        return text
    }
}

/// The values that a rule works on: one, until a split makes several.
typealias Pieces = [[UInt8]]

extension Pieces {
    init(_ text: ArraySlice<UInt8>) { self = [[UInt8](text)] }
}
