import Canonical
import Testing

@testable import Connectors

@Suite struct IngressStateTests {
    private func key(_ text: String, of member: String = "ai") -> IngressState.EntityKey {
        IngressState.EntityKey(member, .offer, text)
    }
    private let owner = CheckpointOwner(feed: IngressState.owner, collective: "petit", folder: "config")
    private func fingerprint(_ number: UInt8) -> Fingerprint { Fingerprint(digest: [number]) }

    @Test func `what comes again changes nothing, what is changed reaches those who hold it and those who lose it`() {
        var state = IngressState()
        #expect(state.put(key("1"), fingerprint(1), recipients: ["a", "b"]) == .created)
        #expect(state.put(key("1"), fingerprint(1), recipients: ["a", "b"]) == .unchanged)
        #expect(
            state.put(key("1"), fingerprint(1), recipients: ["b", "c"]) == .rerouted(joining: ["c"], leaving: ["a"]))
        #expect(state.put(key("1"), fingerprint(2), recipients: ["c"]) == .updated(leaving: ["b"]))
        #expect(state.withdraw(key("1", of: "ei")) == nil)
        #expect(state.withdraw(key("1"))?.recipients == ["c"])
        #expect(state.withdraw(key("1")) == nil)
        #expect(state.put(key("1"), fingerprint(2), recipients: ["c"]) == .created)
        #expect(state.count(of: "ai") == 1 && state.count(of: "ei") == 0)
    }

    @Test func `after a batch that never ended, the same messages go to all who may hold them`() throws {
        var before = IngressState()
        _ = before.put(key("old"), fingerprint(1), recipients: ["a"])
        before.begin()
        var batch = before
        batch.begin()
        #expect(batch.put(key("new"), fingerprint(2), recipients: ["a", "b"]) == .created)
        #expect(batch.put(key("old"), fingerprint(3), recipients: ["b"]) == .updated(leaving: ["a"]))
        let intention = try IngressState(try #require(batch.intention(since: before)).encoded(), of: owner)
        // With the same config the same comes of it; with another one, nobody who may hold something is forgotten.
        var again = intention
        #expect(again.put(key("new"), fingerprint(2), recipients: ["a", "b"]) == .created)
        #expect(again.put(key("old"), fingerprint(3), recipients: ["b"]) == .updated(leaving: ["a"]))
        again = intention
        #expect(again.put(key("new"), fingerprint(2), recipients: ["c"]) == .updated(leaving: ["a", "b"]))
        #expect(again.put(key("old"), fingerprint(1), recipients: ["a"]) == .updated(leaving: ["b"]))
        again = intention
        #expect(again.withdraw(key("old"))?.recipients == ["a", "b"])
    }

    @Test func `nothing touched is nothing to write down`() {
        var state = IngressState()
        _ = state.put(key("1"), fingerprint(1), recipients: [])
        let before = state
        state.begin()
        _ = state.put(key("1"), fingerprint(1), recipients: [])
        #expect(state.intention(since: before) == nil)
    }

    @Test func `messages are remembered up to a number, the oldest are forgotten`() throws {
        var state = IngressState()
        func message(_ number: Int) -> Fingerprint {
            Fingerprint(digest: [UInt8(number >> 16 & 255), UInt8(number >> 8 & 255), UInt8(number & 255)])
        }
        let answer = IngressState.Answer(content: fingerprint(9), verdict: .updated)
        let count = 2 * IngressState.mostAnswers + 5
        for number in 1...count { state.remember(message(number), answer) }
        let read = try IngressState(state.encoded(), of: owner)
        for state in [state, read] {
            #expect(state.answer(to: message(count)) == answer)
            #expect(state.answer(to: message(count - IngressState.mostAnswers + 1)) == answer)
            #expect(state.answer(to: message(count - IngressState.mostAnswers)) == nil)
        }
    }

    @Test func `its bytes read back, and are refused when one is missing or added`() throws {
        var state = IngressState()
        _ = state.put(key("1"), fingerprint(1), recipients: ["a", "b"])
        _ = state.put(key("2", of: "ei"), fingerprint(2), recipients: [])
        state.remember(fingerprint(3), IngressState.Answer(content: fingerprint(4), verdict: .withdrawn))
        state.begin()
        let bytes = state.encoded()
        let read = try IngressState(bytes, of: owner)
        #expect(read.batch == 1 && read.count == 2 && read.count(of: "ei") == 1)
        #expect(read.entry(key("1"))?.recipients == ["a", "b"])
        #expect(read.answer(to: fingerprint(3))?.verdict == .withdrawn)
        for wrong in [Array(bytes.dropLast()), bytes + [0], [], Array("SIAE snapshot 1\n".utf8)] {
            let failure = #expect(throws: Failure.self) { try IngressState(wrong, of: owner) }
            #expect(
                failure?.problem.description == """
                    feed._ingress.checkpoint: the checkpoint is damaged
                      why: its bytes are not those that the hub wrote; nothing was published
                      fix: restore the broker's data from a backup; if it is gone for good: hub run config --once --feed _ingress --accept-new-start
                    """)
        }
    }
}
