/// The rules that several kinds share.
extension Rule {
    /// Two days of one record that must not stand the wrong way round.
    static func order(_ first: String, _ last: String, _ meaning: String) -> Rule {
        Rule(last, meaning) { draft, schema in
            guard let starts = draft.day(first, schema), let ends = draft.day(last, schema), ends < starts else {
                return nil
            }
            return ("\(last) is \(ends), before \(first) \(starts)", "correct one of the two dates in the export")
        }
    }

    /// A contract of some types that must not last longer than so many months.
    static func longest(_ months: Int, types: [String], starts: String, ends: String, type: String) -> Rule {
        Rule(ends, "a contract of type \(Quote.list(types)) lasts at most \(months) months") { draft, schema in
            guard let field = schema.number(of: type), let code = draft.text(field), types.contains(code),
                let first = draft.day(starts, schema), let last = draft.day(ends, schema),
                let limit = first.adding(months: months), last >= limit
            else { return nil }
            return ("\(ends) is \(last), more than \(months) months after \(starts) \(first)", "correct one of the two dates")
        }
    }

    /// Postcode and commune or département of one place that contradict each other.
    static func samePlace(_ prefix: String) -> Rule {
        Rule("\(prefix).postcode", "a postcode lies in its département") { draft, schema in
            guard let code = schema.number(of: "\(prefix).postcode").flatMap({ draft.text($0) }),
                let departement = schema.number(of: "\(prefix).commune").flatMap({ draft.text($0) })
                    .map({ Departements.of(commune: $0) })
                    ?? schema.number(of: "\(prefix).departement").flatMap({ draft.text($0) }),
                let own = Departements.candidates(postcode: code).first,
                // Some communes have the postcode of a town across the border of their département.
                own != departement, !Departements.neighbours(of: departement).contains(own)
            else { return nil }
            return ("\(prefix).postcode is \(code), the département is \(departement)", "correct one of the two in the export")
        }
    }
}

extension Draft {
    /// The day that a field holds, the time of a moment left out.
    func day(_ path: String, _ schema: Schema) -> CivilDate? { schema.number(of: path).flatMap { day($0) } }

    /// The day that a field holds, the time of a moment left out.
    func day(_ field: Int) -> CivilDate? {
        withBytes(of: field, 0) { $0.count < 10 ? nil : CivilDate($0.extracting(0..<10)) } ?? nil
    }
}
