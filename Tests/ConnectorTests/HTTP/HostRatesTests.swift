import Testing

@testable import Connectors

@Suite struct HostRatesTests {
    @Test func `requests to a host are spaced, over all that ask it, by the slowest rate named`() {
        let rates = HostRates()
        #expect(rates.reserve("a", interval: 0.5, now: 10) == 0)
        #expect(rates.reserve("a", interval: 0.5, now: 10) == 0.5)
        #expect(rates.reserve("b", interval: 0.5, now: 10) == 0)
        #expect(rates.reserve("a", interval: 2, now: 10) == 1)
        #expect(rates.reserve("a", interval: 0.5, now: 10) == 3)
        #expect(rates.reserve("a", interval: 0.5, now: 100) == 0)
    }

    @Test func `a host that said it is busy is left alone by all`() {
        let rates = HostRates()
        rates.hold("a", until: 20)
        rates.hold("a", until: 15)
        #expect(rates.reserve("a", interval: 1, now: 10) == 10)
        #expect(rates.reserve("a", interval: 1, now: 10) == 11)
    }

    @Test func `workers that ask at the same time never get the same moment`() async {
        let rates = HostRates()
        let waits = await withTaskGroup(of: [Double].self) { group in
            for _ in 0..<4 {
                group.addTask { (0..<250).map { _ in rates.reserve("a", interval: 1, now: 0) } }
            }
            return await group.reduce(into: []) { $0 += $1 }
        }
        #expect(waits.sorted() == (0..<1_000).map(Double.init))
    }
}
