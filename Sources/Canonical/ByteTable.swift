/// Byte strings numbered in order of arrival: finds the number of one in constant time, without making a `String`.
///
/// All strings lie in one array, so that a million keys cost their bytes and 12 more each.
public struct ByteTable: Sendable {
    private var bytes: [UInt8] = []
    private var ends: [Int] = []
    private var slots: [UInt32] = Array(repeating: 0, count: 16)

    /// An empty table.
    public init() {}

    /// How many strings there are.
    public var count: Int { ends.count }

    /// The string with that number.
    public subscript(number: Int) -> ArraySlice<UInt8> { bytes[start(number)..<ends[number]] }

    /// The string with that number, as text.
    public func text(_ number: Int) -> String { String(decoding: self[number], as: UTF8.self) }

    /// The number of a string, or nil when it was never inserted.
    public func number(of key: Span<UInt8>) -> Int? {
        var slot = Int(truncatingIfNeeded: ByteTable.hash(key)) & (slots.count - 1)
        while slots[slot] != 0 {
            let number = Int(slots[slot]) - 1
            if matches(number, key) { return number }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    /// The number of a string, inserted when it is new.
    public mutating func insert(_ key: Span<UInt8>) -> (number: Int, isNew: Bool) {
        if let number = number(of: key) { return (number, false) }
        if (ends.count + 1) * 2 > slots.count { grow() }
        for index in key.indices { bytes.append(key[index]) }
        ends.append(bytes.count)
        place(ends.count - 1, ByteTable.hash(key))
        return (ends.count - 1, true)
    }

    private func start(_ number: Int) -> Int { number == 0 ? 0 : ends[number - 1] }

    private func matches(_ number: Int, _ key: Span<UInt8>) -> Bool {
        let start = start(number)
        guard ends[number] - start == key.count else { return false }
        for index in key.indices where bytes[start + index] != key[index] { return false }
        return true
    }

    private mutating func place(_ number: Int, _ hash: UInt64) {
        var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
        slots[slot] = UInt32(number + 1)
    }

    private mutating func grow() {
        slots = Array(repeating: 0, count: slots.count * 2)
        let bytes = bytes
        for number in ends.indices {
            place(number, ByteTable.hash(bytes.span.extracting(start(number)..<ends[number])))
        }
    }

    /// FNV-1a: short keys, no adversary (a collision costs one comparison).
    private static func hash(_ key: Span<UInt8>) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for index in key.indices { hash = (hash ^ UInt64(key[index])) &* 0x100_0000_01b3 }
        return hash ^ (hash >> 32)
    }
}
