import Canonical
import Testing

@testable import Connectors

@Suite struct OfferIndexTests {
    @Test(arguments: [1, 2, 3] as [UInt64])
    func `the index finds the recipients that asking every member finds`(seed: UInt64) throws {
        var collective = RandomCollective(seed: seed)
        let members = collective.members(400)
        let router = Router(members, [], collective.communes)
        var reasons = Set<String>()
        for number in 0..<300 {
            let offer = try collective.offer(number)
            let sender = ["m-\(number)", "m-17", "elsewhere"][number % 3]
            let asked = router.reasons(for: offer, from: sender)
            let expected = asked.filter { $0.reason.isToReceive }
            let found = router.recipients(of: offer, from: sender)
            #expect(found.map(\.member) == expected.map(\.member), "offer \(number)")
            #expect(found.map(\.reason) == expected.map(\.reason), "offer \(number)")
            for (_, reason) in asked { reasons.insert(String("\(reason)".prefix { $0 != "(" })) }
        }
        // A collective in which some reason never comes up would prove nothing about it.
        let common = [
            "insertionPost", "subscribed", "creOfReceiver", "ownMessage", "noSubscription", "term", "beyond",
            "distanceUnknown", "kindNotConcerned", "charterNotSigned",
        ]
        #expect(reasons.isSuperset(of: common))
        // With few members, what nobody else receives comes up too.
        let few = Router(Array(members[10..<20]), [], collective.communes)
        for number in 0..<300 {
            let offer = try collective.offer(number)
            for sender in ["m-11", "elsewhere"] {
                let asked = few.reasons(for: offer, from: sender)
                #expect(
                    few.recipients(of: offer, from: sender).map(\.reason) == asked.map(\.reason).filter(\.isToReceive))
                for (_, reason) in asked { reasons.insert(String("\(reason)".prefix { $0 != "(" })) }
            }
        }
        #expect(reasons == Set(common + ["creOfPublisher", "nobodyReceivesIt"]))
    }

    @Test func `sets of members keep order and bounds`() {
        var set = MemberSet(of: 130)
        for number in [129, 0, 64, 63] { set.insert(number) }
        var others = MemberSet(of: 130)
        others.insert([0, 63, 64, 100] as [Int32])
        set.keep(others)
        var numbers: [Int] = []
        set.forEach { numbers.append($0) }
        #expect(numbers == [0, 63, 64])
    }
}
