extension Schema {
    /// Checks a draft against every field and rule of the kind, and brings its values to canonical form.
    ///
    /// A rejection lists all problems of the record at once, those of the mapping included.
    public func entity(from draft: consuming Draft, codes: Codes) -> Result<Entity, Rejection> {
        for (number, field) in fields.enumerated() {
            if draft.count(of: number) == 0 {
                if field.isRequired, !draft.isRefused(number) { draft.refuseMissing(number, field, kind) }
                continue
            }
            for index in 0..<draft.count(of: number) {
                let verdict = draft.withBytes(of: number, index) { field.type.check($0, codes) } ?? .right
                switch verdict {
                case .right: continue
                case .canonical(let bytes): draft.replace(number, index, with: bytes)
                case .wrong(let what, let why, let fix): draft.refuse(number, index, field, what, why, fix)
                }
            }
        }
        for rule in rules {
            guard let field = number(of: rule.field), let broken = rule.broken(draft, self) else { continue }
            let why = draft.origin.rules[field].map { "\(broken.why) (\($0.position))" } ?? broken.why
            draft.faults.append((field, Problem(draft.place(of: field), broken.what, why: why, fix: broken.fix)))
        }
        guard draft.faults.isEmpty else {
            // A key that is wrong itself does not tell which published entity the record was about.
            let key = draft.faults.contains { $0.field == 0 } ? nil : draft.text(0)
            return .failure(Rejection(key: key, problems: draft.problems))
        }
        return .success(Entity(self, draft))
    }
}

extension Draft {
    fileprivate mutating func refuseMissing(_ number: Int, _ field: Field, _ kind: String) {
        let rule = origin.rules[number]
        let problem = Problem(
            place(of: number), "\(field.path) is missing",
            why: "every \(kind) has one: \(field.meaning)" + (rule.map { " (\($0.position))" } ?? ""),
            fix: rule == nil ? "map \"\(field.path)\" in the feed" : "fill it in the export")
        faults.append((number, problem))
    }

    fileprivate mutating func refuse(
        _ number: Int, _ index: Int, _ field: Field, _ what: String, _ why: String, _ fix: String
    ) {
        let value = text(number, index) ?? ""
        let shown = field.isIdentity ? Quote.personal(value) : Quote.value(value)
        let rule = origin.rules[number].map { " (\($0.position))" } ?? ""
        let why = "\(field.path): \(why)\(rule)"
        faults.append((number, Problem(place(of: number, index), "\(what): \(shown)", why: why, fix: fix)))
    }
}
