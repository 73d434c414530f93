import Testing

@testable import Canonical

@Suite struct SnapshotTests {
    static func fingerprint(_ seed: UInt8) -> Fingerprint { Fingerprint(digest: (0..<16).map { $0 &* 7 &+ seed }) }

    static func snapshot(_ entries: [(key: String, seed: UInt8, recipients: [String])]) -> Snapshot {
        var diff = Diff(since: Snapshot(), run: 1)
        for (record, entry) in entries.enumerated() {
            _ = diff.add(
                key: Array(entry.key.utf8).span, fingerprint(entry.seed), recipients: entry.recipients,
                record: record + 1)
        }
        return diff.outcome
    }

    static let sample = snapshot([
        ("A1", 1, ["ai", "etti"]), ("", 2, []), ("é–3", 3, ["ai"]), ("A4", 4, ["ai", "etti"]), ("A5", 5, []),
    ])

    @Test func `a snapshot comes back from its bytes`() throws {
        let back = try #require(Snapshot(encoded: Self.sample.encoded()))
        #expect(back.count == 5)
        #expect(back.encoded() == Self.sample.encoded())
        #expect(back.counts == ["ai": 3, "etti": 2])
        #expect(back.holdings == [Holding(["ai", "etti"]), Holding([]), Holding(["ai"])])
        #expect(back.keys.text(2) == "é–3")
        #expect(back.entries[3].fingerprint == Self.fingerprint(4))
        #expect(Snapshot(encoded: Snapshot().encoded())?.count == 0)
    }

    @Test func `a snapshot cut at any byte is none, and so is one with a byte too many`() {
        let bytes = Self.sample.encoded()
        for length in 0..<bytes.count { #expect(Snapshot(encoded: bytes[..<length]) == nil) }
        #expect(Snapshot(encoded: bytes + [0]) == nil)
    }

    @Test func `doubts come back from their bytes, and cut at any byte they are none`() throws {
        var diff = Diff(since: Self.sample, run: 7)
        _ = diff.add("A1", Self.fingerprint(9), recipients: ["ei"])
        _ = diff.add("A4", Self.fingerprint(4), recipients: ["ai", "ei"])
        _ = diff.add("new", Self.fingerprint(5), recipients: ["ai"])
        _ = diff.withdraw()
        let bytes = diff.intention.encoded()
        let back = try #require(Snapshot(encoded: bytes))
        #expect(back.encoded() == bytes)
        #expect(back.holdings == diff.intention.holdings)
        #expect(back.counts == ["ai": 4, "ei": 2, "etti": 2])
        for length in 0..<bytes.count { #expect(Snapshot(encoded: bytes[..<length]) == nil) }
    }

    @Test func `a holding that no entry may name, or that stands twice, is refused`() {
        var bytes = Array("SIAE snapshot 2\n".utf8)
        bytes += [1, 0, 0]  // one holding without members, without doubt
        bytes += [1, 1, 0x41] + Array(repeating: 9, count: 16)
        #expect(Snapshot(encoded: bytes + [0])?.count == 1)
        #expect(Snapshot(encoded: bytes + [1]) == nil)
        var twice = Array("SIAE snapshot 2\n".utf8)
        twice += [2, 0, 0, 0, 0, 0]  // two holdings without members, no entry
        #expect(Snapshot(encoded: twice) == nil)
    }

    @Test func `foreign bytes are no snapshot`() {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<2_000 {
            let bytes = (0..<40).map { _ in UInt8.random(in: 0...255, using: &random) }
            #expect(Snapshot(encoded: bytes) == nil)
            // Behind the right first line chance may give the empty snapshot, never a crash or a large one.
            #expect(Snapshot(encoded: Array("SIAE snapshot 2\n".utf8) + bytes)?.count ?? 0 < 3)
        }
        #expect(Snapshot(encoded: Array("SIAE snapshot 1\n".utf8) + [0, 0]) == nil)
    }

    @Test func `a fingerprint is sixteen bytes, and shorter digests count as zeros`() {
        var bytes: [UInt8] = []
        Self.fingerprint(200).append(to: &bytes)
        #expect(bytes.count == 16)
        #expect(Fingerprint(digest: bytes) == Self.fingerprint(200))
        #expect(Fingerprint(digest: bytes + [1, 2, 3]) == Self.fingerprint(200))
        #expect(Fingerprint(digest: [1]) == Fingerprint(digest: [1] + Array(repeating: 0, count: 15)))
        #expect(Fingerprint(digest: [1]) != Fingerprint(digest: [0, 1]))
    }
}
