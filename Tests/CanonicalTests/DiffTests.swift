import Testing

@testable import Canonical

@Suite struct DiffTests {
    /// Two entities stand published: A for ai and etti, B for ai.
    private var diff = Diff(since: SnapshotTests.snapshot([("A", 1, ["ai", "etti"]), ("B", 2, ["ai"])]), run: 2)

    private mutating func add(_ key: String, _ seed: UInt8, _ recipients: [String], record: Int = 1) -> Change {
        diff.add(key, SnapshotTests.fingerprint(seed), recipients: recipients, record: record)
    }

    @Test mutating func `a new key is created`() {
        #expect(add("C", 3, ["ai"]) == .created)
        #expect(diff.outcome.count == 3)
        #expect(diff.countBefore == 2)
    }

    @Test mutating func `the same content for the same recipients is unchanged`() {
        #expect(add("A", 1, ["ai", "etti"]) == .unchanged)
        #expect(diff.outcome.counts == ["ai": 2, "etti": 1])
    }

    @Test mutating func `other content is updated, and nobody leaves`() {
        #expect(add("A", 9, ["ai", "etti"]) == .updated(leaving: []))
        #expect(diff.outcome.entries[0].fingerprint == SnapshotTests.fingerprint(9))
    }

    @Test mutating func `the same content for others concerns those who join and those who leave`() {
        #expect(add("A", 1, ["ei"]) == .rerouted(joining: ["ei"], leaving: ["ai", "etti"]))
        #expect(diff.outcome.counts == ["ai": 1, "ei": 1])
    }

    @Test mutating func `somebody who comes concerns nobody else`() {
        #expect(add("B", 2, ["ai", "ei"]) == .rerouted(joining: ["ei"], leaving: []))
    }

    @Test mutating func `other content for others is updated, and those who held it leave`() {
        #expect(add("A", 9, ["ei"]) == .updated(leaving: ["ai", "etti"]))
    }

    @Test mutating func `what is taken back is withdrawn, though everything else is kept`() {
        let first = [diff.takeBack("A"), diff.takeBack("A"), diff.takeBack("C")]
        #expect(first == [true, false, false])
        #expect(add("B", 2, ["ai"]) == .unchanged)
        let held = diff.takeBack("B")
        #expect(!held)
        diff.holdAll()
        let withdrawals = diff.withdraw()
        #expect(withdrawals.map { "\($0.key) from \($0.recipients)" } == [#"A from ["ai", "etti"]"#])
        #expect(diff.outcome.counts == ["ai": 1])
    }

    // MARK: - After interrupted runs

    /// Another run, which sees these entities and is interrupted; what it publishes, each with the number that makes its id.
    private mutating func interrupt(
        _ entities: [(String, UInt8, [String])], since noted: Diff? = nil, run: Int
    ) -> [String] {
        diff = noted ?? Diff(since: diff.intention, run: run)
        var published: [String] = []
        for (number, entity) in entities.enumerated() {
            let (change, run) = diff.add(
                key: Array(entity.0.utf8).span, SnapshotTests.fingerprint(entity.1), recipients: entity.2,
                record: number + 1)
            if change != .unchanged { published.append("\(entity.0) \(change) as \(run)") }
        }
        return published + diff.withdraw().map { "\($0.key) withdrawn from \($0.recipients) as \($0.run)" }
    }

    @Test mutating func `an interrupted run is repeated as it was meant, under its number, however often`() {
        let export: [(String, UInt8, [String])] = [
            ("A", 9, ["ai"]), ("C", 3, ["ei"]), ("D", 4, []),
        ]
        let published = [
            #"A updated(leaving: ["etti"]) as 2"#, "C created as 2", "D created as 2", #"B withdrawn from ["ai"] as 2"#,
        ]
        for run in 2...4 { #expect(interrupt(export, run: run) == published) }
        #expect(diff.outcome.counts == ["ai": 1, "ei": 1])
        #expect(diff.outcome.count == 3)
    }

    @Test mutating func `who joins and who leaves is repeated too, and concerns nobody else`() {
        let published = [
            #"A rerouted(joining: ["ei"], leaving: ["etti"]) as 2"#, #"B withdrawn from ["ai"] as 2"#,
        ]
        for run in 2...3 { #expect(interrupt([("A", 1, ["ai", "ei"])], run: run) == published) }
    }

    @Test mutating func `what goes back to an older content between interrupted runs has a number of its own`() {
        let b: (String, UInt8, [String]) = ("B", 2, ["ai"])
        #expect(interrupt([("A", 7, ["ai", "etti"]), b], run: 2) == ["A updated(leaving: []) as 2"])
        #expect(interrupt([("A", 8, ["ai", "etti"]), b], run: 3) == ["A updated(leaving: []) as 3"])
        #expect(interrupt([("A", 7, ["ai", "etti"]), b], run: 4) == ["A updated(leaving: []) as 4"])
        #expect(interrupt([("A", 7, ["ai", "etti"]), b], run: 5) == ["A updated(leaving: []) as 4"])
        #expect(interrupt([("A", 1, ["ai", "etti"]), b], run: 6) == ["A updated(leaving: []) as 6"])
    }

    @Test mutating func `what was created and withdrawn by interrupted runs is withdrawn again, and not forgotten`() {
        let known: [(String, UInt8, [String])] = [("A", 1, ["ai", "etti"]), ("B", 2, ["ai"])]
        #expect(interrupt(known + [("C", 3, ["ei"])], run: 2) == ["C created as 2"])
        #expect(interrupt(known, run: 3) == [#"C withdrawn from ["ei"] as 3"#])
        #expect(interrupt(known, run: 4) == [#"C withdrawn from ["ei"] as 3"#])
        #expect(interrupt(known + [("C", 3, ["ei"])], run: 5) == ["C updated(leaving: []) as 5"])
        #expect(interrupt(known, run: 6) == [#"C withdrawn from ["ei"] as 6"#])
        #expect(diff.outcome.count == 2)
    }

    @Test mutating func `a change of the recipients between interrupted runs reaches all who may hold it`() {
        let b: (String, UInt8, [String]) = ("B", 2, ["ai"])
        #expect(
            interrupt([("A", 9, ["ei"]), b], run: 2) == [#"A updated(leaving: ["ai", "etti"]) as 2"#])
        #expect(interrupt([("A", 9, ["ai"]), b], run: 3) == [#"A updated(leaving: ["ei", "etti"]) as 3"#])
        #expect(interrupt([b], run: 4) == [#"A withdrawn from ["ai", "ei", "etti"] as 4"#])
    }

    @Test mutating func `a doubt about a record that is refused now lasts until it is right again`() {
        let b: (String, UInt8, [String]) = ("B", 2, ["ai"])
        _ = interrupt([("A", 9, ["ai", "etti"]), b], run: 2)
        diff = Diff(since: diff.intention, run: 3)
        diff.hold("A")
        #expect(add("B", 2, ["ai"]) == .unchanged)
        #expect(diff.withdraw() == [])
        diff = Diff(since: diff.outcome, run: 4)
        #expect(add("A", 1, ["ai", "etti"]) == .updated(leaving: []))
    }

    @Test mutating func `what an interrupted run had noted as published is not published again`() {
        let export: [(String, UInt8, [String])] = [("C", 3, ["ei"]), ("A", 9, ["ai"]), ("D", 4, ["ai"])]
        let published = interrupt(export, run: 2)
        #expect(
            published == [
                "C created as 2", #"A updated(leaving: ["etti"]) as 2"#, "D created as 2",
                #"B withdrawn from ["ai"] as 2"#,
            ])
        let interrupted = diff
        for noted in 0...4 {
            diff = Diff(since: interrupted.progress(after: noted), run: 3)
            #expect(interrupt(export, since: diff, run: 3) == Array(published.dropFirst(noted)))
            #expect(diff.outcome.counts == interrupted.outcome.counts)
            #expect(diff.outcome.count == 3)
        }
    }

    @Test mutating func `an export that changes after a note is compared with what was noted`() {
        _ = interrupt([("C", 3, ["ei"]), ("A", 9, ["ai"])], run: 2)
        // C and A are out, the withdrawal of B may be.
        let noted = Diff(since: diff.progress(after: 2), run: 3)
        #expect(
            interrupt([("A", 1, ["ai", "etti"])], since: noted, run: 3) == [
                "A updated(leaving: []) as 3", #"B withdrawn from ["ai"] as 2"#, #"C withdrawn from ["ei"] as 3"#,
            ])
    }

    @Test mutating func `a key that comes twice is a duplicate of its first record, with the same content or other`() {
        #expect(add("C", 3, ["ai"], record: 4) == .created)
        #expect(add("C", 3, ["ai"], record: 5) == .duplicate(first: 4, isSame: true))
        #expect(add("C", 8, ["ai"], record: 6) == .duplicate(first: 4, isSame: false))
        #expect(add("A", 1, ["ai", "etti"], record: 7) == .unchanged)
        #expect(add("A", 9, ["ai", "etti"], record: 8) == .duplicate(first: 7, isSame: false))
        // What counts is the first.
        #expect(diff.outcome.entries[0].fingerprint == SnapshotTests.fingerprint(1))
        #expect(diff.outcome.entries[2].fingerprint == SnapshotTests.fingerprint(3))
    }

    @Test mutating func `what the export no longer holds is withdrawn from those who hold it`() {
        _ = add("B", 2, ["ai"])
        let withdrawals = diff.withdraw()
        #expect(
            withdrawals == [
                Withdrawal(key: "A", fingerprint: SnapshotTests.fingerprint(1), recipients: ["ai", "etti"], run: 2)
            ])
        #expect(diff.outcome.count == 1)
        #expect(diff.outcome.keys.text(0) == "B")
        #expect(diff.outcome.counts == ["ai": 1])
        #expect(diff.withdraw() == [])
    }

    @Test mutating func `an empty export withdraws everything, in the order of first publication`() {
        #expect(diff.withdraw().map(\.key) == ["A", "B"])
        #expect(diff.outcome.count == 0)
    }

    @Test mutating func `a rejected record keeps what stands published under its key`() {
        diff.hold("A")
        #expect(!diff.isHoldingWithdrawals)
        #expect(diff.withdraw().map(\.key) == ["B"])
        #expect(diff.outcome.keys.text(0) == "A")
        #expect(diff.outcome.entries[0].fingerprint == SnapshotTests.fingerprint(1))
    }

    @Test mutating func `a rejected record with a new key holds nothing, and its key can still come`() {
        diff.hold("C")
        #expect(diff.outcome.count == 2)
        #expect(add("C", 3, ["ai"], record: 2) == .created)
    }

    @Test mutating func `a rejected record and then a good one with the same key: the good one counts`() {
        diff.hold("A")
        #expect(add("A", 9, ["ai"], record: 2) == .updated(leaving: ["etti"]))
        #expect(add("A", 9, ["ai"], record: 3) == .duplicate(first: 2, isSame: true))
    }

    @Test mutating func `a good record and then a rejected one with the same key: the good one counts`() {
        #expect(add("A", 9, ["ai", "etti"], record: 1) == .updated(leaving: []))
        diff.hold("A")
        #expect(add("A", 9, ["ai", "etti"], record: 3) == .duplicate(first: 1, isSame: true))
    }

    @Test mutating func `a rejected record whose key could not be read keeps everything`() {
        _ = add("B", 9, ["ai"])
        diff.holdAll()
        #expect(diff.isHoldingWithdrawals)
        #expect(diff.withdraw() == [])
        #expect(diff.outcome.count == 2)
        #expect(diff.outcome.entries[1].fingerprint == SnapshotTests.fingerprint(9))
    }

    @Test mutating func `keeping everything holds nothing back when everything came`() {
        _ = add("A", 1, ["ai", "etti"])
        _ = add("B", 2, ["ai"])
        diff.holdAll()
        #expect(!diff.isHoldingWithdrawals)
    }

    @Test mutating func `what is held is compared again in the next run`() throws {
        diff.hold("A")
        _ = diff.withdraw()
        var next = Diff(since: try #require(Snapshot(encoded: diff.outcome.encoded())), run: 3)
        #expect(
            next.add("A", SnapshotTests.fingerprint(1), recipients: ["ai", "etti"]) == .unchanged)
    }
}
