/// A set of members by their numbers, a bit each.
struct MemberSet {
    private var words: [UInt64]

    /// No member of so many.
    init(of count: Int) { words = Array(repeating: 0, count: (count + 63) / 64) }

    mutating func insert(_ number: Int) { words[number / 64] |= 1 << UInt64(number % 64) }

    mutating func insert(_ numbers: [Int32]) {
        for number in numbers { insert(Int(number)) }
    }

    mutating func keep(_ others: MemberSet) {
        for index in words.indices { words[index] &= others.words[index] }
    }

    /// Gives each member's number to `body`, in ascending order.
    func forEach(_ body: (Int) -> Void) {
        for (index, word) in words.enumerated() {
            var rest = word
            while rest != 0 {
                body(index * 64 + rest.trailingZeroBitCount)
                rest &= rest - 1
            }
        }
    }
}
