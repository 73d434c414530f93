import CRabbitMQ

/// Memory that AMQP strings and tables stand in while one call uses them; emptied afterwards, kept for the next.
///
/// librabbitmq's structures are pointers to somebody's bytes. Copying into here (some hundred bytes a message) spares a
/// nest of closures that would hold every Swift string in place.
final class AMQPArena {
    private let pool: UnsafeMutablePointer<amqp_pool_t>

    init() {
        pool = .allocate(capacity: 1)
        init_amqp_pool(pool, 4096)
    }

    deinit {
        empty_amqp_pool(pool)
        pool.deallocate()
    }

    /// Makes the memory free for the next call.
    func recycle() { recycle_amqp_pool(pool) }

    func bytes(_ text: String) -> amqp_bytes_t {
        var text = text
        return text.withUTF8 { source in
            var copy = amqp_bytes_t()
            amqp_pool_alloc_bytes(pool, source.count, &copy)
            guard let start = source.baseAddress, let target = copy.bytes else { return amqp_empty_bytes }
            target.copyMemory(from: start, byteCount: source.count)
            return copy
        }
    }

    func field(_ text: String) -> amqp_field_value_t {
        var value = amqp_field_value_t()
        value.kind = UInt8(AMQP_FIELD_KIND_UTF8.rawValue)
        value.value.bytes = bytes(text)
        return value
    }

    func field(_ number: Int) -> amqp_field_value_t {
        var value = amqp_field_value_t()
        value.kind = UInt8(AMQP_FIELD_KIND_I64.rawValue)
        value.value.i64 = Int64(number)
        return value
    }

    /// A moment in seconds since 1970.
    func field(moment seconds: Int) -> amqp_field_value_t {
        var value = amqp_field_value_t()
        value.kind = UInt8(AMQP_FIELD_KIND_TIMESTAMP.rawValue)
        value.value.u64 = UInt64(clamping: seconds)
        return value
    }

    func field(_ flag: Bool) -> amqp_field_value_t {
        var value = amqp_field_value_t()
        value.kind = UInt8(AMQP_FIELD_KIND_BOOLEAN.rawValue)
        value.value.boolean = flag ? 1 : 0
        return value
    }

    func field(_ texts: [String]) -> amqp_field_value_t {
        let entries = room(for: amqp_field_value_t.self, texts.count)
        for (index, text) in texts.enumerated() { entries?[index] = field(text) }
        var value = amqp_field_value_t()
        value.kind = UInt8(AMQP_FIELD_KIND_ARRAY.rawValue)
        value.value.array = amqp_array_t(num_entries: entries == nil ? 0 : Int32(texts.count), entries: entries)
        return value
    }

    func field(_ table: [(String, amqp_field_value_t)]) -> amqp_field_value_t {
        var value = amqp_field_value_t()
        value.kind = UInt8(AMQP_FIELD_KIND_TABLE.rawValue)
        value.value.table = self.table(table)
        return value
    }

    func table(_ fields: [(String, amqp_field_value_t)]) -> amqp_table_t {
        let entries = room(for: amqp_table_entry_t.self, fields.count)
        for (index, field) in fields.enumerated() {
            entries?[index] = amqp_table_entry_t(key: bytes(field.0), value: field.1)
        }
        return amqp_table_t(num_entries: entries == nil ? 0 : Int32(fields.count), entries: entries)
    }

    private func room<Element>(for type: Element.Type, _ count: Int) -> UnsafeMutablePointer<Element>? {
        guard count > 0 else { return nil }
        return amqp_pool_alloc(pool, count * MemoryLayout<Element>.stride)?.bindMemory(to: type, capacity: count)
    }
}
