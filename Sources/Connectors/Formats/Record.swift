import Canonical

/// One raw row or element of an export: the values that a mapping wants, with their places.
///
/// All values lie one after the other in one array of bytes; they are looked up by the number of the wanted name.
package struct Record {
    package struct Value {
        /// Item of the list that it stands in, 0 elsewhere.
        var item: Int32
        var start: Int32
        var end: Int32
        var line: Int32
        var column: Int32
        /// The next value of the same name, or -1.
        var next: Int32
        /// An object or a list stands where a value was wanted.
        var isStructure: Bool
    }

    /// Number in its file, from 1.
    package private(set) var number = 0
    /// Line where it starts.
    package private(set) var line = 0
    var bytes: [UInt8] = []
    private var values: [Value] = []
    /// Per wanted name, its first and last value, or -1.
    private var firsts: [(first: Int32, last: Int32)] = []

    /// A record of nothing, for a reader to fill.
    package init() {}

    init(number: Int, line: Int, names: Int, capacity: Int = 256) {
        begin(number: number, line: line, names: names)
        bytes.reserveCapacity(capacity)
        values.reserveCapacity(names)
    }

    /// Begins another record in the memory of this one.
    mutating func begin(number: Int, line: Int, names: Int) {
        self.number = number
        self.line = line
        bytes.removeAll(keepingCapacity: true)
        values.removeAll(keepingCapacity: true)
        if firsts.count == names {
            for name in firsts.indices { firsts[name] = (-1, -1) }
        } else {
            firsts = Array(repeating: (-1, -1), count: names)
        }
    }

    /// Notes that the bytes from `start` to the end of ``bytes`` are a value of a wanted name.
    mutating func note(_ name: Int, item: Int, from start: Int, line: Int, column: Int, isStructure: Bool = false) {
        note(name, item: item, start..<bytes.count, line: line, column: column, isStructure: isStructure)
    }

    /// Notes that a range of ``bytes`` is a value of a wanted name.
    mutating func note(
        _ name: Int, item: Int, _ range: Range<Int>, line: Int, column: Int, isStructure: Bool = false
    ) {
        let number = Int32(truncatingIfNeeded: values.count)
        values.append(
            Value(
                item: Int32(item), start: Int32(range.lowerBound), end: Int32(range.upperBound), line: Int32(line),
                column: Int32(column), next: -1, isStructure: isStructure))
        link(number, to: name)
    }

    /// How many wanted names there are.
    var nameCount: Int { firsts.count }

    /// The first value of a wanted name.
    package func first(_ name: Int) -> Value? { firsts[name].first < 0 ? nil : values[Int(firsts[name].first)] }

    /// The last value of a wanted name so far.
    func last(_ name: Int) -> Value? { firsts[name].last < 0 ? nil : values[Int(firsts[name].last)] }

    /// The first value of a wanted name, as text.
    package func text(_ name: Int) -> String? {
        first(name).map { String(decoding: bytes[range($0)], as: UTF8.self) }
    }

    /// The value of the same name that follows.
    package func next(after value: Value) -> Value? { value.next < 0 ? nil : values[Int(value.next)] }

    /// The value's range in ``bytes``.
    package func range(_ value: Value) -> Range<Int> { Int(value.start)..<Int(value.end) }

    /// The record of one item of a list: of the names inside the list only that item's values remain.
    ///
    /// Nil when the item has none.
    func item(_ item: Int, of inside: [Int]) -> Record? {
        var line: Int?
        for name in inside {
            var next = first(name)
            while let value = next, line == nil {
                if value.item == item { line = Int(value.line) }
                next = self.next(after: value)
            }
        }
        guard let line else { return nil }
        var record = Record(number: number, line: line, names: nameCount, capacity: 0)
        record.bytes = bytes
        for name in 0..<nameCount {
            let isInside = inside.contains(name)
            var next = first(name)
            while let value = next {
                next = self.next(after: value)
                guard !isInside || value.item == item else { continue }
                record.add(value, to: name, item: isInside ? 0 : value.item)
            }
        }
        return record
    }

    private mutating func add(_ value: Value, to name: Int, item: Int32) {
        var value = value
        (value.item, value.next) = (item, -1)
        values.append(value)
        link(Int32(values.count - 1), to: name)
    }

    private mutating func link(_ number: Int32, to name: Int) {
        if firsts[name].first < 0 { firsts[name].first = number } else { values[Int(firsts[name].last)].next = number }
        firsts[name].last = number
    }
}
