import Canonical
import Foundation
import Testing

@testable import Connectors

/// Not a test: `deploy/bench/route` runs it in a release build and prints what the recipients of one offer cost.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["HUB_BENCH"] != nil, "run deploy/bench/route"))
struct RoutingBenchmark {
    @Test func `recipients of an offer among 4,000 members with ten terms each`() throws {
        var collective = RandomCollective(seed: 7, departements: 21...95)
        let members = collective.members(4_000, everyWord: true)
        var offers = try (0..<1_000).map { try collective.offer($0) }
        let posts = offers.filter { $0.text("type") == "insertionPost" && $0.text("distribution") == "all" }
        offers.removeAll { $0.text("type") == "insertionPost" && $0.text("distribution") == "all" }
        let clock = ContinuousClock()
        var router = Router([], [], collective.communes)
        let building = clock.measure { router = Router(members, [], collective.communes) }
        print("bench: the index of \(members.count) members is built in \(building / .milliseconds(1)) ms")
        var (fast, slow, broadcast) = ([Double](), [Double](), [Double]())
        var found = 0
        for _ in 0..<7 {
            found = 0
            fast.append(
                clock.measure { for offer in offers { found += router.recipients(of: offer, from: "x").count } }
                    / .microseconds(offers.count))
            slow.append(
                clock.measure {
                    for offer in offers.prefix(50) { _ = router.reasons(for: offer, from: "x").count }
                } / .microseconds(50))
            broadcast.append(
                clock.measure { for post in posts { _ = router.recipients(of: post, from: "x").count } }
                    / .microseconds(posts.count))
        }
        print(
            "bench: recipients of an offer: index \(median(fast)) µs, asking every member \(median(slow)) µs, "
                + "\(Int(middle(slow) / middle(fast))) times as much; \(found / offers.count) recipients on average")
        print("bench: an insertion post for all \(members.count) members: \(median(broadcast)) µs (medians of 7)")
    }

    private func middle(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
    private func median(_ values: [Double]) -> String { "\((middle(values) * 10).rounded() / 10)" }
}
