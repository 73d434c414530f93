import Testing

@testable import Canonical

@Suite struct DiffTests {
    /// Two entities stand published: A for ai and etti, B for ai.
    private var diff = Diff(since: SnapshotTests.snapshot([("A", 1, ["ai", "etti"]), ("B", 2, ["ai"])]))

    private mutating func add(_ key: String, _ seed: UInt8, _ recipients: [String], record: Int = 1) -> Change {
        diff.add(key, SnapshotTests.fingerprint(seed), recipients: recipients, record: record)
    }

    @Test mutating func `a new key is created`() {
        #expect(add("C", 3, ["ai"]) == .created)
        #expect(diff.snapshot.count == 3)
        #expect(diff.countBefore == 2)
    }

    @Test mutating func `the same content for the same recipients is unchanged`() {
        #expect(add("A", 1, ["ai", "etti"]) == .unchanged)
        #expect(diff.snapshot.holdings == ["ai": 2, "etti": 1])
    }

    @Test mutating func `other content is updated, and nobody leaves`() {
        #expect(add("A", 9, ["ai", "etti"]) == .updated(leaving: []))
        #expect(diff.snapshot.entries[0].fingerprint == SnapshotTests.fingerprint(9))
    }

    @Test mutating func `the same content for others concerns those who join and those who leave`() {
        #expect(add("A", 1, ["ei"]) == .rerouted(joining: ["ei"], leaving: ["ai", "etti"]))
        #expect(diff.snapshot.holdings == ["ai": 1, "ei": 1])
    }

    @Test mutating func `somebody who comes concerns nobody else`() {
        #expect(add("B", 2, ["ai", "ei"]) == .rerouted(joining: ["ei"], leaving: []))
    }

    @Test mutating func `other content for others is updated, and those who held it leave`() {
        #expect(add("A", 9, ["ei"]) == .updated(leaving: ["ai", "etti"]))
    }

    // MARK: - After an interrupted run

    /// The snapshot that an export of these entities would leave behind, starting from `diff`'s.
    private func intended(_ entities: [(String, UInt8, [String])]) -> Snapshot {
        var next = diff
        for (number, entity) in entities.enumerated() {
            let fingerprint = SnapshotTests.fingerprint(entity.1)
            _ = next.add(key: Array(entity.0.utf8).span, fingerprint, recipients: entity.2, record: number + 1)
        }
        _ = next.withdraw()
        return next.snapshot
    }

    @Test mutating func `an interrupted run is repeated as it was meant`() {
        let intention = intended([("A", 9, ["ai", "etti"]), ("C", 3, ["ei"])])
        diff = Diff(since: diff.snapshot, intended: intention)
        #expect(add("A", 9, ["ai", "etti"]) == .updated(leaving: []))
        #expect(add("C", 3, ["ei"]) == .created)
        #expect(diff.withdraw().map(\.key) == ["B"])
        #expect(diff.snapshot.count == 2)
    }

    @Test mutating func `what an interrupted run created and the export no longer has is withdrawn`() {
        let intention = intended([("A", 1, ["ai", "etti"]), ("B", 2, ["ai"]), ("C", 3, ["ei"])])
        diff = Diff(since: diff.snapshot, intended: intention)
        #expect(add("A", 1, ["ai", "etti"]) == .unchanged)
        #expect(add("B", 2, ["ai"]) == .unchanged)
        let withdrawals = diff.withdraw()
        #expect(withdrawals.map(\.key) == ["C"])
        #expect(withdrawals.map(\.recipients) == [["ei"]])
    }

    @Test mutating func `what an interrupted run changed and the export has as before is sent to all who may hold it`()
    {
        let intention = intended([("A", 9, ["ei"])])
        diff = Diff(since: diff.snapshot, intended: intention)
        #expect(add("A", 1, ["ai", "etti"]) == .updated(leaving: ["ei"]))
        #expect(add("B", 2, ["ai"]) == .updated(leaving: []))
    }

    @Test mutating func `a doubt about a record that is refused now lasts until it is right again`() {
        let intention = intended([("A", 9, ["ai", "etti"]), ("B", 2, ["ai"])])
        diff = Diff(since: diff.snapshot, intended: intention)
        diff.hold("A")
        #expect(add("B", 2, ["ai"]) == .unchanged)
        diff.keepDoubts()
        #expect(diff.withdraw() == [])
        diff = Diff(since: diff.snapshot)
        #expect(add("A", 1, ["ai", "etti"]) == .updated(leaving: []))
    }

    @Test mutating func `a key that comes twice is a duplicate of its first record, with the same content or other`() {
        #expect(add("C", 3, ["ai"], record: 4) == .created)
        #expect(add("C", 3, ["ai"], record: 5) == .duplicate(first: 4, isSame: true))
        #expect(add("C", 8, ["ai"], record: 6) == .duplicate(first: 4, isSame: false))
        #expect(add("A", 1, ["ai", "etti"], record: 7) == .unchanged)
        #expect(add("A", 9, ["ai", "etti"], record: 8) == .duplicate(first: 7, isSame: false))
        // What counts is the first.
        #expect(diff.snapshot.entries[0].fingerprint == SnapshotTests.fingerprint(1))
        #expect(diff.snapshot.entries[2].fingerprint == SnapshotTests.fingerprint(3))
    }

    @Test mutating func `what the export no longer holds is withdrawn from those who hold it`() {
        _ = add("B", 2, ["ai"])
        let withdrawals = diff.withdraw()
        #expect(
            withdrawals == [
                Withdrawal(key: "A", fingerprint: SnapshotTests.fingerprint(1), recipients: ["ai", "etti"])
            ])
        #expect(diff.snapshot.count == 1)
        #expect(diff.snapshot.keys.text(0) == "B")
        #expect(diff.snapshot.holdings == ["ai": 1])
        #expect(diff.withdraw() == [])
    }

    @Test mutating func `an empty export withdraws everything, in the order of first publication`() {
        #expect(diff.withdraw().map(\.key) == ["A", "B"])
        #expect(diff.snapshot.count == 0)
    }

    @Test mutating func `a rejected record keeps what stands published under its key`() {
        diff.hold("A")
        #expect(!diff.isHoldingWithdrawals)
        #expect(diff.withdraw().map(\.key) == ["B"])
        #expect(diff.snapshot.keys.text(0) == "A")
        #expect(diff.snapshot.entries[0].fingerprint == SnapshotTests.fingerprint(1))
    }

    @Test mutating func `a rejected record with a new key holds nothing, and its key can still come`() {
        diff.hold("C")
        #expect(diff.snapshot.count == 2)
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
        #expect(diff.snapshot.count == 2)
        #expect(diff.snapshot.entries[1].fingerprint == SnapshotTests.fingerprint(9))
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
        var next = Diff(since: try #require(Snapshot(encoded: diff.snapshot.encoded())))
        #expect(
            next.add("A", SnapshotTests.fingerprint(1), recipients: ["ai", "etti"]) == .unchanged)
    }
}
