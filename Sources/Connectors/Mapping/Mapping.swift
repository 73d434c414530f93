import Canonical

/// How a feed's records become drafts of one kind: rules for its fields, compiled from `"map"`.
package struct Mapping: Sendable {
    /// Where a rule's value comes from, by the numbers of the wanted names.
    enum Input {
        /// The first of these names that has a value.
        case from([Int])
        /// All of these names that have one, with a text between them.
        case join([Int], with: [UInt8])
        /// Texts and names in turn; nothing unless every name has a value.
        case template([Piece])
        /// Always the same.
        case const([UInt8])
    }

    enum Piece {
        case text([UInt8])
        case name(Int)
    }

    struct Rule {
        let field: Int
        let place: Place
        /// What the export calls the value.
        let name: String?
        /// Whether it is asked only when the rules before it gave the field no value.
        let isAlternative: Bool
        let conditions: [Condition]
        let input: Input
        let trims: Bool
        let steps: [any Step]
        /// What a value becomes that the steps cannot change; nil when it is refused.
        let otherwise: Pieces?
        let fallback: [UInt8]?
    }

    package let schema: Schema
    /// The names that the mapping reads, in order of their numbers.
    package let names: [SourceName]
    /// Which records count, and what is one.
    let filter: Filter
    let rules: [Rule]
    let origin: Draft.Origin
    /// Per rule, what it comes to when it takes values as they stand: most do, and cost no more than a copy.
    private let plain: [Plain]
    private let constants: [UInt8]
    private let fieldNumbers: [Int]

    private enum Plain {
        /// The values of that name.
        case name(Int)
        /// These of ``constants``.
        case const(Range<Int>)
        case no
    }

    init(schema: Schema, names: [SourceName], filter: Filter, rules: [Rule], origin: Draft.Origin) {
        self.schema = schema
        self.names = names
        self.filter = filter
        self.rules = rules
        self.origin = origin
        fieldNumbers = rules.map(\.field)
        var constants: [UInt8] = []
        plain = rules.map { rule in
            guard rule.steps.isEmpty, rule.trims, rule.fallback == nil, rule.conditions.isEmpty, !rule.isAlternative
            else { return .no }
            switch rule.input {
            case .from(let names) where names.count == 1: return .name(names[0])
            case .const(let text):
                let start = constants.count
                constants += WhiteSpace.trimmed(text[...])
                return .const(start..<constants.count)
            default: return .no
            }
        }
        self.constants = constants
    }

    /// Maps one record of `file`.
    ///
    /// What cannot be mapped is noted in the draft; the check adds what else is wrong.
    package func draft(of record: Record, file: String) -> Draft {
        var draft = Draft(schema, place: Place(file), origin: origin)
        map(record, to: &draft)
        return draft
    }

    /// Maps one record to a draft of the same export, whose memory is used again.
    package func map(_ record: borrowing Record, to draft: inout Draft) {
        draft.begin(line: record.line, record: record.number, bytes: record.bytes.span)
        let (rules, plain) = (rules, plain)
        for index in rules.indices where !take(plain[index], index, record, &draft) {
            apply(rules[index], to: copy record, &draft)
        }
    }

    /// Takes values as they stand; false when there is more to do.
    private func take(_ plain: Plain, _ rule: Int, _ record: borrowing Record, _ draft: inout Draft) -> Bool {
        let field = fieldNumbers[rule]
        switch plain {
        case .no: return false
        case .const(let text):
            guard !text.isEmpty else { return true }
            draft.append(constants.span.extracting(text), to: field, line: record.line, column: 1)
        case .name(let name):
            var next = record.first(name)
            while let value = next {
                if value.isStructure { return false }
                next = record.next(after: value)
            }
            next = record.first(name)
            while let value = next {
                next = record.next(after: value)
                let range = record.bytes.withUnsafeBufferPointer { WhiteSpace.trimmed($0, record.range(value)) }
                guard !range.isEmpty else { continue }
                draft.append(
                    range, to: field, item: Int(value.item), line: Int(value.line), column: Int(value.column))
            }
        }
        return true
    }

    private func apply(_ rule: Rule, to record: Record, _ draft: inout Draft) {
        if rule.isAlternative, draft.isRefused(rule.field) || draft.count(of: rule.field) > 0 { return }
        guard rule.conditions.isEmpty || rule.conditions.hold(for: record) else { return }
        switch rule.input {
        case .const(let text): append(text[...], rule, item: 0, record.line, 1, &draft)
        case .join(let names, let separator): join(names, separator, rule, record, &draft)
        case .template(let pieces): fill(pieces, rule, record, &draft)
        case .from(let names):
            for name in names where appendValues(of: name, rule, record, &draft) { break }
        }
        if let fallback = rule.fallback, draft.count(of: rule.field) == 0 {
            draft.append(fallback.span, to: rule.field, line: record.line, column: 1)
        }
    }

    private func join(
        _ names: [Int], _ separator: [UInt8], _ rule: Rule, _ record: Record, _ draft: inout Draft
    ) {
        var text: [UInt8] = []
        var place: (line: Int, column: Int) = (record.line, 1)
        for name in names {
            guard let value = record.first(name) else { continue }
            if value.isStructure { return refuse(rule, Int(value.line), Int(value.column), &draft) }
            let piece = cut(record.bytes[record.range(value)], rule)
            guard !piece.isEmpty else { continue }
            if text.isEmpty { place = (Int(value.line), Int(value.column)) } else { text += separator }
            text += piece
        }
        append(text[...], rule, item: 0, place.line, place.column, &draft)
    }

    private func fill(_ pieces: [Piece], _ rule: Rule, _ record: Record, _ draft: inout Draft) {
        var text: [UInt8] = []
        var place: (line: Int, column: Int)?
        for piece in pieces {
            switch piece {
            case .text(let literal): text += literal
            case .name(let name):
                guard let value = record.first(name) else { return }
                let (line, column) = (Int(value.line), Int(value.column))
                if value.isStructure { return refuse(rule, line, column, &draft) }
                let filling = cut(record.bytes[record.range(value)], rule)
                guard !filling.isEmpty else { return }
                place = place ?? (line, column)
                text += filling
            }
        }
        append(text[...], rule, item: 0, place?.line ?? record.line, place?.column ?? 1, &draft)
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
            guard !cut(text, rule).isEmpty else { continue }
            isFound = true
            append(text, rule, item: Int(value.item), line, column, &draft)
        }
        return isFound
    }

    private func cut(_ text: ArraySlice<UInt8>, _ rule: Rule) -> ArraySlice<UInt8> {
        rule.trims ? WhiteSpace.trimmed(text) : text
    }

    private func append(
        _ raw: ArraySlice<UInt8>, _ rule: Rule, item: Int, _ line: Int, _ column: Int, _ draft: inout Draft
    ) {
        let text = cut(raw, rule)
        guard !text.isEmpty else { return }
        guard !rule.steps.isEmpty else {
            draft.append(text.span, to: rule.field, item: item, line: line, column: column)
            return
        }
        var values = Pieces(text)
        do throws(StepProblem) {
            for step in rule.steps { try step.apply(to: &values) }
        } catch {
            guard let otherwise = rule.otherwise else { return refuse(rule, error, text, line, column, &draft) }
            values = otherwise
        }
        for (index, value) in values.enumerated() where !value.isEmpty {
            draft.append(value.span, to: rule.field, item: item + index, line: line, column: column)
        }
    }

    private func place(_ rule: Rule, _ line: Int, _ column: Int, _ draft: Draft) -> Place {
        var place = draft.place
        (place.line, place.column, place.field) = (line, column, rule.name)
        return place
    }

    /// Refuses what a step cannot change: the export's value is quoted, and what the steps before made of it.
    private func refuse(
        _ rule: Rule, _ error: StepProblem, _ text: ArraySlice<UInt8>, _ line: Int, _ column: Int, _ draft: inout Draft
    ) {
        let field = schema.fields[rule.field]
        let written = String(decoding: text, as: UTF8.self)
        func shown(_ value: String) -> String { field.isIdentity ? Quote.personal(value) : Quote.value(value) }
        draft.refuse(
            rule.field,
            Problem(
                place(rule, line, column, draft),
                "\(error.what): \(shown(written))",
                why: "\(field.path) \(error.rule) (\(rule.place.position))"
                    + (error.detail.map { "; \($0)" } ?? "")
                    + (error.value == written ? "" : "; the words before made it \(shown(error.value))"),
                fix: error.fix))
    }

    private func refuse(_ rule: Rule, _ line: Int, _ column: Int, _ draft: inout Draft) {
        let field = schema.fields[rule.field]
        draft.refuse(
            rule.field,
            Problem(
                place(rule, line, column, draft),
                "what stands here does not fit the path",
                why: "\(field.path) is mapped at \(rule.place.position)",
                fix: "name a value inside it, walk through a list with [], or end the path here"))
    }
}
