import Testing

@testable import Connectors

@Suite struct TallyTests {
    /// Twenty things of four members, five each.
    private func tally(_ count: Int = 20) -> Tally { Tally((0..<count).map { "m\($0 % 4)" }) }

    @Test func `a small count is hidden, and the next smallest with it, because the total would give it away`() {
        var tally = tally()
        _ = tally.count { _ in true }
        _ = tally.count { $0 < 3 }
        _ = tally.count { $0 >= 3 && $0 < 12 }
        _ = tally.count { $0 >= 12 }
        #expect(tally.told(smallest: 5) == [20, nil, 9, nil])
        #expect(tally.told(smallest: 1) == [20, 3, 9, 8])
    }

    @Test func `two small counts hide each other when together they are no small one`() {
        var tally = tally()
        _ = tally.count { _ in true }
        _ = tally.count { $0 < 3 }
        _ = tally.count { $0 >= 3 && $0 < 7 }
        _ = tally.count { $0 >= 7 }
        #expect(tally.told(smallest: 5) == [20, nil, nil, 13])
    }

    @Test func `of two counts that differ by a few only the first is told`() {
        var tally = tally()
        _ = tally.count { _ in true }
        _ = tally.count { $0 < 12 }
        _ = tally.count { $0 < 11 }
        #expect(tally.told(smallest: 5) == [20, 12, nil])
        // Those who are not counted are few, too.
        var most = self.tally()
        _ = most.count { _ in true }
        _ = most.count { $0 < 18 }
        #expect(most.told(smallest: 5) == [20, nil])
    }

    @Test func `a count that follows from three others is hidden too`() {
        // The table of two criteria by two has one small cell: no margin may give it away.
        var tally = Tally((0..<40).map { "m\($0 / 2 % 4)" })
        _ = tally.count { _ in true }
        _ = tally.count { $0 < 20 }
        _ = tally.count { $0 % 2 == 0 && $0 < 34 }
        _ = tally.count { $0 < 20 && $0 % 2 == 0 }
        _ = tally.count { $0 >= 20 && $0 % 2 == 0 && $0 < 34 }
        _ = tally.count { $0 >= 37 && $0 % 2 == 1 }
        let told = tally.told(smallest: 5)
        #expect(told == [40, 20, 17, 10, 7, nil])
    }

    @Test func `nothing is 0, and 0 is told`() {
        var tally = tally(0)
        _ = tally.count { _ in true }
        #expect(tally.told(smallest: 5) == [0])
    }

    @Test func `a structure cannot subtract its own from the whole`() {
        var tally = Tally(Array(repeating: "large", count: 12) + ["small", "small"])
        _ = tally.count { _ in true }
        #expect(tally.told(smallest: 5) == [nil])
        var even = Tally(Array(repeating: "a", count: 7) + Array(repeating: "b", count: 7))
        _ = even.count { _ in true }
        #expect(even.told(smallest: 5) == [14])
    }

    @Test func `whatever is told, no small sum or difference of two or three counts follows from it`() {
        var random = SplitMix(state: 5)
        for _ in 0..<60 {
            let things = Int.random(in: 10...40, using: &random)
            var tally = Tally((0..<things).map { "m\($0 % 6)" })
            var sets: [Set<Int>] = []
            for _ in 0..<8 {
                let cut = Int.random(in: 0...things, using: &random)
                let step = Int.random(in: 1...3, using: &random)
                let set = Set((0..<things).filter { $0 < cut && $0 % step == 0 })
                sets.append(set)
                _ = tally.count { set.contains($0) }
            }
            let told = tally.told(smallest: 5)
            let open = sets.indices.filter { told[$0] != nil }.map { sets[$0] }
            for one in open {
                for two in open where two.isStrictSubset(of: one) {
                    #expect(one.subtracting(two).count >= 5 || two.isEmpty && one.count >= 5)
                    for three in open
                    where three.isStrictSubset(of: one) && three.isDisjoint(with: two) && !three.isEmpty {
                        let rest = one.subtracting(two).subtracting(three)
                        let isHidden = sets.contains(rest)
                        #expect(rest.isEmpty || rest.count >= 5 || !isHidden)
                    }
                }
            }
        }
    }
}
