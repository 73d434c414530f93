/// The rules that several kinds share.
extension Rule {
    /// Two days of one record that must not stand the wrong way round.
    static func order(_ first: String, _ last: String, _ meaning: String) -> Rule {
        Rule(last, meaning, reads: [first, last], needs: 2) { draft, fields, _ in
            guard let starts = draft.day(fields[0]), let ends = draft.day(fields[1]), ends < starts else { return nil }
            return ("\(last) is \(ends), before \(first) \(starts)", "correct one of the two dates in the export")
        }
    }

    /// Two numbers of one record that must not stand the wrong way round.
    static func rising(_ low: String, _ high: String, _ meaning: String) -> Rule {
        Rule(high, meaning, reads: [low, high], needs: 2) { draft, fields, _ in
            guard let first = draft.text(fields[0]), let last = draft.text(fields[1]), let lowest = Double(first),
                let highest = Double(last), highest < lowest
            else { return nil }
            return ("\(high) is \(last), below \(low) \(first)", "correct one of the two in the export")
        }
    }

    /// A contract that must not last longer than the collective says for its type.
    static func longest(starts: String, ends: String, type: String) -> Rule {
        let meaning = "some types of contract may last so many months only (\"longestContracts\" in hub.jsonc)"
        return Rule(ends, meaning, reads: [type, starts, ends], needs: 3) { draft, fields, codes in
            guard let code = draft.text(fields[0]), let months = codes.longestContracts[code],
                let first = draft.day(fields[1]), let last = draft.day(fields[2]),
                let limit = first.adding(months: months), last >= limit
            else { return nil }
            return (
                "\(ends) is \(last), more than \(months) months after \(starts) \(first) (\(type) \(code))",
                "correct one of the two dates in the export"
            )
        }
    }

    /// Postcode and commune or département of one place that contradict each other.
    static func samePlace(_ prefix: String) -> Rule {
        let paths = ["\(prefix).postcode", "\(prefix).commune", "\(prefix).departement"]
        return Rule(paths[0], "a postcode lies in its département, or in the next one", reads: paths, needs: 1) {
            draft, fields, _ in
            guard !draft.beginsAlike(fields[0], fields[1]) else { return nil }
            guard let postcode = draft.text(fields[0]),
                let departement = draft.text(fields[1]).flatMap({ Departements.of(commune: $0) })
                    ?? draft.text(fields[2])
            else { return nil }
            let own = Departements.candidates(postcode: postcode)
            // Some communes have the postcode of a town across the border of their département.
            guard !own.isEmpty, !own.contains(departement),
                !own.contains(where: { Departements.neighbours(of: departement).contains($0) })
            else { return nil }
            return (
                "\(paths[0]) is \(postcode), the département is \(departement)", "correct one of the two in the export"
            )
        }
    }
}

extension Draft {
    /// Whether a postcode and a commune begin with the same two digits, which outside Corsica and overseas name the
    /// département.
    fileprivate func beginsAlike(_ postcode: Int, _ commune: Int) -> Bool {
        guard count(of: postcode) > 0, count(of: commune) > 0 else { return false }
        let first = Int(values[Int(slots[postcode].first)].start)
        let other = values[Int(slots[commune].first)]
        let second = Int(other.start)
        return other.end - other.start == 5 && bytes[first] == bytes[second] && bytes[first + 1] == bytes[second + 1]
            && bytes[first] != UInt8(ascii: "9") && (bytes[first] != UInt8(ascii: "2") || bytes[first + 1] != 0x30)
    }

    /// The day that a field holds, the time of a moment left out.
    func day(_ field: Int) -> CivilDate? {
        withBytes(of: field, 0) { $0.count < 10 ? nil : CivilDate($0.extracting(0..<10)) } ?? nil
    }
}
