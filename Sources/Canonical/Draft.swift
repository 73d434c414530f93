/// What a mapping made of one record: values by field number, not yet checked, with the place each came from.
///
/// All values lie one after the other in one array of bytes, because a draft is made for every record of an export.
/// Values of one field must be set together, in the order of their items.
public struct Draft: Sendable {
    /// One value: its field, item of a list field (0 otherwise), bytes, line and column in the export.
    struct Value {
        var field: Int32
        var item: Int32
        var start: Int32
        var end: Int32
        var line: Int32
        var column: Int32
    }

    /// The record's place, without a field.
    public private(set) var place: Place
    /// Where a field's rule stands in the config and what the export calls the field; shared by all drafts of a feed.
    public let origin: Origin
    /// What went wrong so far, by field number; a draft with problems never becomes an entity.
    var faults: [(field: Int, problem: Problem)] = []

    var bytes: [UInt8] = []
    var values: [Value] = []
    /// Per field, first value and number of values; count -1 marks a field whose value was already refused.
    var slots: [(first: Int32, count: Int32)]

    /// Starts an empty draft for a record.
    public init(_ schema: Schema, place: Place, origin: Origin) {
        self.place = place
        self.origin = origin
        slots = Array(repeating: (0, 0), count: schema.fields.count)
        bytes.reserveCapacity(512)
        values.reserveCapacity(slots.count)
    }

    /// Begins another record of the same export in the memory of this draft; `bytes` are the record's own, in which
    /// its values may be left where they stand.
    public mutating func begin(line: Int, record: Int, bytes: Span<UInt8>) {
        place.line = line
        place.record = record
        // A schema has many fields, a record few: only what was set is set back.
        for value in values { slots[Int(value.field)] = (0, 0) }
        for fault in faults where fault.field >= 0 { slots[fault.field] = (0, 0) }
        if !faults.isEmpty { faults = [] }
        self.bytes.removeAll(keepingCapacity: true)
        bytes.withUnsafeBufferPointer { self.bytes.append(contentsOf: $0) }
        values.removeAll(keepingCapacity: true)
    }

    /// Where the fields of a feed's drafts come from.
    public final class Origin: Sendable {
        /// Per field number, the export's word for it.
        public let names: [String?]
        /// Per field number, the config line that maps it.
        public let rules: [Place?]

        /// Describes a mapping; both lists have one element per field of the schema.
        public init(names: [String?], rules: [Place?]) {
            self.names = names
            self.rules = rules
        }

        /// The origin of drafts that no mapping made.
        public static func none(_ schema: Schema) -> Origin {
            Origin(names: schema.fields.map(\.path), rules: schema.fields.map { _ in nil })
        }
    }

    /// Appends a value to a field.
    public mutating func append(_ value: Span<UInt8>, to field: Int, item: Int = 0, line: Int, column: Int) {
        guard slots[field].count >= 0 else { return }
        let start = bytes.count
        value.withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
        append(start..<bytes.count, to: field, item: item, line: line, column: column)
    }

    /// Appends a value that stands in the bytes that the draft began with.
    public mutating func append(_ range: Range<Int>, to field: Int, item: Int, line: Int, column: Int) {
        guard slots[field].count >= 0 else { return }
        if slots[field].count == 0 { slots[field].first = Int32(truncatingIfNeeded: values.count) }
        slots[field].count += 1
        values.append(
            Value(
                field: Int32(truncatingIfNeeded: field), item: Int32(truncatingIfNeeded: item),
                start: Int32(range.lowerBound), end: Int32(range.upperBound),
                line: Int32(truncatingIfNeeded: line), column: Int32(truncatingIfNeeded: column)))
    }

    /// Refuses a field: its problem is noted, its values are dropped and nothing more is said about it.
    public mutating func refuse(_ field: Int, _ problem: Problem) {
        faults.append((field, problem))
        slots[field] = (0, -1)
    }

    /// Notes a problem of the record as a whole, or of something in it that is no field.
    public mutating func refuse(_ problem: Problem) { faults.append((-1, problem)) }

    /// What went wrong, in field order.
    var problems: [Problem] { faults.sorted { $0.field < $1.field }.map(\.problem) }

    /// Whether the field was refused.
    public func isRefused(_ field: Int) -> Bool { slots[field].count < 0 }

    /// Whether one of these fields has a value.
    func hasAny(of fields: some Sequence<Int>) -> Bool {
        for field in fields where slots[field].count > 0 { return true }
        return false
    }

    /// The number of the last item that one of these fields has a value for; nil when they have none.
    func lastItem(of fields: some Sequence<Int>) -> Int32? {
        var last: Int32?
        for field in fields where slots[field].count > 0 {
            last = max(last ?? 0, values[Int(slots[field].first + slots[field].count - 1)].item)
        }
        return last
    }

    /// Number of values that a field has.
    public func count(of field: Int) -> Int { max(0, Int(slots[field].count)) }

    /// The field's value as text, or nil when it is absent; `index` counts the values of a list.
    public func text(_ field: Int, _ index: Int = 0) -> String? {
        guard index < count(of: field) else { return nil }
        let value = values[Int(slots[field].first) + index]
        return String(decoding: bytes[Int(value.start)..<Int(value.end)], as: UTF8.self)
    }

    /// The field's bytes, or nil when it is absent.
    public func bytes(of field: Int) -> ArraySlice<UInt8>? {
        guard count(of: field) > 0 else { return nil }
        let value = values[Int(slots[field].first)]
        return bytes[Int(value.start)..<Int(value.end)]
    }

    /// Gives the field's bytes to `body`, or returns nil when it is absent.
    public func withBytes<T>(of field: Int, _ index: Int = 0, _ body: (Span<UInt8>) -> T) -> T? {
        guard index < count(of: field) else { return nil }
        let value = values[Int(slots[field].first) + index]
        return body(bytes.span.extracting(Int(value.start)..<Int(value.end)))
    }

    /// Whether two values of a draft are the same bytes.
    public func value(of field: Int, equals text: StaticString) -> Bool {
        withBytes(of: field) { bytes in
            guard bytes.count == text.utf8CodeUnitCount else { return false }
            for index in bytes.indices where bytes[index] != text.utf8Start[index] { return false }
            return true
        } ?? false
    }

    /// Where a field's value stands in the export; the record's place when the field is absent.
    public func place(of field: Int, _ index: Int = 0) -> Place {
        var place = place
        place.field = origin.names[field]
        guard index < count(of: field) else { return place }
        let value = values[Int(slots[field].first) + index]
        place.line = Int(value.line)
        place.column = Int(value.column)
        return place
    }

    /// Puts values in the order of their fields, as mappings do from the start; those of one field keep theirs.
    mutating func order() {
        var last: Int32 = 0
        var isOrdered = true
        for value in values {
            isOrdered = isOrdered && value.field >= last
            last = value.field
        }
        guard !isOrdered else { return }
        values = values.enumerated().sorted { ($0.element.field, $0.offset) < ($1.element.field, $1.offset) }
            .map(\.element)
        for (number, value) in values.enumerated().reversed() where slots[Int(value.field)].count > 0 {
            slots[Int(value.field)].first = Int32(number)
        }
    }

    /// Replaces each value of a field by what `change` makes of it; nil leaves it.
    public mutating func change(_ field: Int, _ change: (ArraySlice<UInt8>) -> [UInt8]?) {
        guard slots[field].count > 0 else { return }
        let first = Int(slots[field].first)
        for number in first..<first + Int(slots[field].count) {
            let value = values[number]
            guard let changed = change(bytes[Int(value.start)..<Int(value.end)]) else { continue }
            replace(number, with: changed)
        }
    }

    /// The draft with the values of some fields only.
    func keeping(_ isKept: (Int) -> Bool) -> Draft {
        var draft = self
        draft.values = values.filter { isKept(Int($0.field)) }
        for field in slots.indices where !isKept(field) { draft.slots[field] = (0, 0) }
        for (number, value) in draft.values.enumerated().reversed() {
            draft.slots[Int(value.field)].first = Int32(number)
        }
        return draft
    }

    /// Replaces a value by its canonical form.
    mutating func replace(_ number: Int, with canonical: [UInt8]) {
        values[number].start = Int32(bytes.count)
        bytes.append(contentsOf: canonical)
        values[number].end = Int32(bytes.count)
    }
}

extension Draft: CustomStringConvertible, CustomReflectable {
    /// Its place only: what stands in it may be about a person.
    public var description: String { "draft of \(place)" }
    /// Nothing: `dump` of an enclosing value would show the bytes.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
