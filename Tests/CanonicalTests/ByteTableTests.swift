import Testing

@testable import Canonical

@Suite struct ByteTableTests {
    @Test func `ten thousand keys keep their numbers, through collisions and growth`() {
        var table = ByteTable()
        let keys = (0..<10_000).map { "key-\($0 % 100)-\($0 / 100)" }
        for (number, key) in keys.enumerated() {
            let inserted = table.insert(key)
            #expect(inserted.number == number && inserted.isNew)
        }
        for (number, key) in keys.enumerated() {
            let again = table.insert(key)
            guard again.number == number, !again.isNew, table.text(number) == key else {
                Issue.record("\(key) is number \(again.number)")
                return
            }
        }
        #expect(table.count == 10_000)
        #expect(table.number(of: "key-100-0") == nil)
    }

    @Test func `the empty key is a key, and none is in an empty table`() {
        var table = ByteTable()
        #expect(table.number(of: "") == nil)
        #expect(table.insert("a").number == 0)
        #expect(table.insert("") == (1, true))
        #expect(table.insert("b").number == 2)
        #expect(table.number(of: "") == 1)
        #expect(table.text(1) == "" && table.text(2) == "b")
    }

    @Test func `keys are bytes: no case, accent or Unicode form is folded`() {
        var table = ByteTable()
        for key in ["é", "e\u{301}", "É", "e", "\u{0}", "\u{0}\u{0}"] {
            let inserted = table.insert(key)
            #expect(inserted.isNew)
        }
        #expect(table.count == 6)
    }
}
