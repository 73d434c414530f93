extension Schema {
    /// Checks a draft against every field and rule of the kind, and brings its values to canonical form.
    ///
    /// A rejection lists all problems of the record at once, those of the mapping included.
    public func entity(from draft: consuming Draft, codes: Codes) -> Result<Entity, Rejection> {
        draft.order()
        if let rejection = check(&draft, codes, nil) { return .failure(rejection) }
        return .success(Entity(self, draft))
    }

    /// The entity that a message of the hub holds: it was checked when it was published, by the rules and codes of then,
    /// and the copy for a member that it is not addressed to lacks what the others must have.
    public func published(_ draft: consuming Draft) -> Result<Entity, Rejection> {
        draft.order()
        guard draft.problems.isEmpty, draft.count(of: 0) == 1 else {
            return .failure(Rejection(problems: draft.problems))
        }
        return .success(Entity(self, draft))
    }

    /// Checks a draft as ``entity(from:codes:)`` does, and appends the entity's `data` object to `bytes`, its identity
    /// included; appends nothing when there is a rejection.
    ///
    /// `shapes` are those of the drafts before it.
    public func append(
        _ draft: inout Draft, codes: Codes, _ shapes: inout Shapes, to bytes: inout [UInt8]
    ) -> Rejection? {
        draft.order()
        let shape = draft.faults.isEmpty ? shapes.shape(of: draft) : nil
        if let rejection = check(&draft, codes, shape) { return rejection }
        if let shape {
            shape.frame.append(draft, to: &bytes)
        } else {
            CanonicalJSON.append(draft, outline, withIdentity: true, to: &bytes)
            shapes.note(draft, self)
        }
        return nil
    }

    /// Checks a draft; of a known shape only what depends on its values.
    private func check(_ draft: inout Draft, _ codes: Codes, _ shape: Shape?) -> Rejection? {
        var next = 0
        while let number = doubtful(in: draft, from: next, codes) {
            judge(number, of: &draft, codes)
            next = number + 1
        }
        let words = words
        // A value that was refused is missing, whatever the shape says.
        if let shape, draft.faults.isEmpty {
            for demand in shape.demands {
                if let doubt = demand.doubt(draft, words.span) { self.demand(doubt, of: &draft) }
            }
            for rule in shape.rules { apply(rules[rule], rule, to: &draft, codes) }
        } else {
            for demand in demands {
                if let doubt = demand.doubt(draft, words.span) { self.demand(doubt, of: &draft) }
            }
            apply(rules, to: &draft, codes)
        }
        guard !draft.faults.isEmpty else { return nil }
        // A key that is wrong itself does not tell which published entity the record was about.
        let key = draft.faults.contains { $0.field == 0 } ? nil : draft.text(0)
        return Rejection(key: key, problems: draft.problems)
    }

    /// Applies the rules over several fields; most cannot be broken, because a field that they read is missing.
    private func apply(_ rules: [Rule], to draft: inout Draft, _ codes: Codes) {
        var number = 0
        var need = 0
        let needs = ruleNeeds
        while number < rules.count {
            var hasAll = true
            while need < needs.count, needs[need].rule == number {
                hasAll = hasAll && draft.slots[needs[need].field].count > 0
                need += 1
            }
            if hasAll { apply(rules[number], number, to: &draft, codes) }
            number += 1
        }
    }

    /// Whether all fields have a value without which a rule cannot be broken.
    func canBreak(_ rule: Int, _ draft: borrowing Draft) -> Bool {
        for need in ruleNeeds where need.rule == rule && draft.slots[need.field].count == 0 { return false }
        return true
    }

    private func apply(_ rule: Rule, _ number: Int, to draft: inout Draft, _ codes: Codes) {
        let (field, reads) = ruleFields[number]
        guard let broken = rule.broken(draft, reads, codes) else { return }
        let why = draft.origin.rules[field].map { "\(rule.meaning) (\($0.position))" } ?? rule.meaning
        draft.faults.append((field, Problem(draft.place(of: field), broken.what, why: why, fix: broken.fix)))
    }

    /// The number of the first value from `start` on that is not surely right as it stands.
    private func doubtful(in draft: borrowing Draft, from start: Int, _ codes: borrowing Codes) -> Int? {
        let (glances, words) = (glances, words)
        for number in start..<draft.values.count {
            let value = draft.values[number]
            let text = draft.bytes.span.extracting(Int(value.start)..<Int(value.end))
            if !glances[Int(value.field)].isRight(text, words.span, codes) { return number }
        }
        return nil
    }

    /// Brings a value to its canonical form, or refuses it.
    private func judge(_ number: Int, of draft: inout Draft, _ codes: Codes) {
        let value = draft.values[number]
        let field = Int(value.field)
        guard !draft.isRefused(field) else { return }
        let index = number - Int(draft.slots[field].first)
        let verdict = fields[field].type.check(
            draft.bytes.span.extracting(Int(value.start)..<Int(value.end)), codes, on: day(of: draft))
        switch verdict {
        case .right: return
        case .canonical(let bytes): draft.replace(number, with: bytes)
        case .wrong(let what, let why, let fix):
            draft.refuse(field, index, fields[field], what, why, fix, isShown: true)
        case .forbidden(let what, let why, let fix):
            draft.refuse(field, index, fields[field], what, why, fix, isShown: false)
        }
    }

    /// The day that the record is of, for codes that were valid for a time only.
    private func day(of draft: borrowing Draft) -> CivilDate? {
        for field in dateFields {
            if let day = draft.day(field) { return day }
        }
        return nil
    }

    /// Notes that a field is missing when the entity must have it.
    private func demand(_ number: Int, of draft: inout Draft) {
        let count = draft.slots[number].count
        switch needed[number] {
        case .never: return
        case .eachItem(let siblings): demandInEachItem(number, siblings, of: &draft)
        case _ where count != 0: return
        case .always: draft.refuseMissing(number, fields[number], "every \(kind) has one")
        case .when(let other, let values):
            let isSo = draft.withBytes(of: other) { value in values.contains { Words.equal(value, $0) } }
            guard isSo == true, let value = draft.text(other) else { return }
            draft.refuseMissing(
                number, fields[number], "\(Quote.a(kind)) has one when \(fields[other].path) is \(value)")
        case .with(let others, let name):
            guard draft.hasAny(of: others) else { return }
            draft.refuseMissing(number, fields[number], "\(Quote.a(kind)) has one when it has \(name)")
        }
    }

    /// Each item of a list of objects must have this member.
    private func demandInEachItem(_ number: Int, _ siblings: [Int], of draft: inout Draft) {
        guard !draft.isRefused(number) else { return }
        guard let last = draft.lastItem(of: siblings) else { return }
        for item in 0...last where !draft.hasItem(item, of: number) {
            guard let sibling = siblings.first(where: { draft.hasItem(item, of: $0) }) else { continue }
            let list = fields[number].path.prefix { $0 != "[" }
            guard draft.count(of: number) > 0 else {
                return draft.refuseMissing(
                    number, fields[number], "\(Quote.a(kind)) has one when it has \(list)")
            }
            draft.refuseMissing(
                number, fields[number], "each item of \(list) has one",
                at: draft.place(of: sibling, item: Int(item)))
            return
        }
    }
}

extension Draft {
    /// Where a field's value of that item stands.
    fileprivate func place(of field: Int, item: Int) -> Place {
        let index = (0..<count(of: field)).first { Int(values[Int(slots[field].first) + $0].item) == item }
        return place(of: field, index ?? 0)
    }

    fileprivate func hasItem(_ item: Int32, of field: Int) -> Bool {
        guard slots[field].count > 0 else { return false }
        return values[Int(slots[field].first)..<Int(slots[field].first + slots[field].count)].contains {
            $0.item == item
        }
    }

    fileprivate mutating func refuseMissing(_ number: Int, _ field: Field, _ rule: String, at place: Place? = nil) {
        let config = origin.rules[number]
        // Where no mapping made the draft, every field has a name: its own.
        let unmapped = origin.names[number] == nil ? "map \"\(field.path)\" in the feed" : "add \"\(field.path)\""
        let problem = Problem(
            place ?? self.place(of: number), "\(field.path) is missing",
            why: "\(rule): \(field.meaning)" + (config.map { " (\($0.position))" } ?? ""),
            fix: config == nil ? unmapped : "fill it in the export")
        refuse(number, problem)
    }

    fileprivate mutating func refuse(
        _ number: Int, _ index: Int, _ field: Field, _ what: String, _ why: String, _ fix: String, isShown: Bool
    ) {
        let value = text(number, index) ?? ""
        let shown = !isShown ? "" : field.isIdentity ? ": \(Quote.personal(value))" : ": \(Quote.value(value))"
        let rule = origin.rules[number].map { " (\($0.position))" } ?? ""
        let problem = Problem(place(of: number, index), what + shown, why: "\(field.path): \(why)\(rule)", fix: fix)
        if isShown, number == 0 {
            // The key still tells which record this is: what is published under it is held.
            faults.append((number, problem))
        } else {
            refuse(number, problem)
        }
    }
}
