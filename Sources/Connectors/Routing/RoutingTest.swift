import Canonical

/// A test that an admin writes: what is given reaches these members, and only these.
package struct RoutingTest: Sendable {
    /// What is routed.
    enum Given: Sendable {
        case entity(Entity)
        /// A record of a feed's sample, by its key.
        case record(feed: Feed, key: String, Place)
    }

    /// The sentence that it stands under.
    package let name: String
    let given: Given
    /// The member that it comes from; empty when nobody says.
    let sender: String
    let reaches: [String]
    /// Where `reaches` stands.
    let place: Place

    /// What is wrong: who is missing and who is too many, each with the reason; nil when all is as it should be.
    package func problem(in collective: Collective, _ router: Router) -> Problem? {
        let entity: Entity
        switch given {
        case .entity(let given): entity = given
        case .record(let feed, let key, let place):
            guard let found = RoutingTest.record(key, of: feed, in: collective) else {
                let folder = Sample.folder(of: feed)
                return Problem(
                    place, "routing test \"\(name)\": no record \(Quote.value(key))",
                    why: "\(collective.folder)/\(folder)/expected.jsonl has no record with that key",
                    fix: "name a key that stands there, or write the record out under \"given\"")
            }
            entity = found
        }
        if let problem = router.problem(with: entity) { return problem }
        let reasons = router.reasons(for: entity, from: sender)
        let missing = reasons.filter { !$0.reason.isToReceive && reaches.contains($0.member) }
        let extra = reasons.filter { $0.reason.isToReceive && !reaches.contains($0.member) }
        guard !missing.isEmpty || !extra.isEmpty else { return nil }
        let faults = [(missing, "does not reach"), (extra, "reaches")].compactMap { members, verb in
            members.isEmpty ? nil : "it \(verb) \(Quote.list(members.map(\.member), "and"))"
        }
        return Problem(
            place, "routing test \"\(name)\": \(faults.joined(separator: "; "))",
            why: (missing + extra).map { "\($0.member): \($0.reason.explained)" }.joined(separator: "; "),
            fix: "correct the subscription, or \"reaches\" here")
    }

    private static func record(_ key: String, of feed: Feed, in collective: Collective) -> Entity? {
        let path = "\(collective.folder)/\(Sample.folder(of: feed))/expected.jsonl"
        guard var file = try? EntityFile(path, collective) else { return nil }
        while let next = try? file.next() {
            if case .success(let (entity, _)) = next, entity.key == key { return entity }
        }
        return nil
    }
}
