import Testing

@testable import Canonical
@testable import Connectors

@Suite struct WorkerTests {
    private struct Idle: Worker {
        let kind = "feed"
        let id: String
        let every: Double
        let fingerprint = ""
        func work(at now: Int, _ stop: Stop) throws(Failure) -> Turn { Turn() }
    }

    @Test func `the turns of a feed begin at the same moments in every hub, whenever one looks`() {
        let worker = Idle(id: "offres", every: 900)
        let next = 1_790_000_000 + worker.untilNextTurn(after: 1_790_000_000)
        for later in stride(from: 0.0, to: 900, by: 7.3) where 1_790_000_000 + later < next {
            #expect(abs(1_790_000_000 + later + worker.untilNextTurn(after: 1_790_000_000 + later) - next) < 0.001)
        }
        // At its moment itself the next one is a whole turn away.
        #expect(abs(worker.untilNextTurn(after: next) - 900) < 0.001)
        #expect(abs(worker.untilNextTurn(after: next + 1) - 899) < 0.001)
    }

    @Test(arguments: [1_790_000_000.0, 0, -5_000, 12.5]) func `a wait is never longer than a turn`(now: Double) {
        for every in [1.0, 60, 900, 86_400] {
            let wait = Idle(id: "x", every: every).untilNextTurn(after: now)
            #expect(wait > 0 && wait <= every)
        }
    }

    @Test func `feeds do not all begin at once`() {
        let waits = Set((0..<20).map { Int(Idle(id: "feed-\($0)", every: 900).untilNextTurn(after: 1_790_000_000)) })
        #expect(waits.count > 15)
    }
}
