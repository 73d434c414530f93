import Testing

@testable import Connectors

@Suite struct ConfirmsTests {
    /// Confirms after `count` messages and these answers.
    private func after(_ count: Int, _ answers: [(tag: UInt64, multiple: Bool, accepted: Bool)]) -> Confirms {
        var confirms = Confirms()
        for _ in 0..<count { _ = confirms.published() }
        for answer in answers { confirms.settle(answer.tag, multiple: answer.multiple, accepted: answer.accepted) }
        return confirms
    }

    @Test func `tags count from 1`() {
        var confirms = Confirms()
        #expect(confirms.isSettled)
        #expect(confirms.published() == 1)
        #expect(confirms.published() == 2)
        #expect(!confirms.isSettled)
        #expect(confirms.outstanding == [1, 2])
    }

    @Test func `single answers may come in any order`() {
        let confirms = after(4, [(3, false, true), (1, false, true), (4, false, true)])
        #expect(confirms.outstanding == [2])
        #expect(confirms.settledThrough == 1)
        #expect(confirms.span == 3)
    }

    @Test func `the last gap closed settles everything behind it`() {
        let confirms = after(4, [(3, false, true), (2, false, true), (4, false, true), (1, false, true)])
        #expect(confirms.isSettled)
        #expect(confirms.span == 0)
        #expect(confirms == after(4, [(4, true, true)]))
    }

    @Test func `multiple answers for everything up to the tag`() {
        #expect(after(5, [(3, true, true)]).outstanding == [4, 5])
        #expect(after(5, [(4, false, true), (3, true, true)]).outstanding == [5])
        #expect(after(5, [(0, true, true)]).isSettled)
    }

    @Test func `a refusal is an answer and is remembered until taken`() {
        var confirms = after(4, [(2, false, false), (4, true, true)])
        #expect(confirms.isSettled)
        #expect(confirms.takeRefused() == [2])
        #expect(confirms.takeRefused().isEmpty)
    }

    @Test func `a multiple refusal spares what was answered before`() {
        let confirms = after(5, [(2, false, true), (4, true, false)])
        #expect(confirms.refused == [1, 3, 4])
        #expect(confirms.outstanding == [5])
    }

    @Test func `answers twice, or for tags never given out, change nothing`() {
        let confirms = after(
            3, [(1, true, true), (1, false, false), (2, false, true), (2, false, false), (9, true, true)])
        #expect(confirms.outstanding == [3])
        #expect(confirms.refused.isEmpty)
        #expect(after(1, [(0, false, true)]).outstanding == [1])
    }
}
