import CRabbitMQ

/// A message being put together from its method, header and body frames.
///
/// Done here and not by `amqp_read_message`, which takes the next frame of the channel for its header: with confirms
/// queued during an RPC, that is a confirm.
struct IncomingContent {
    /// What the message belongs to.
    enum Purpose {
        case delivery, answer
        case returned(text: String)
    }

    var purpose: Purpose
    var delivery: Delivery
    private var expected: Int?
    private var arrived = 0
    /// Bytes that a body may have; nothing is kept of a longer one.
    private let limit: Int

    init(
        _ purpose: Purpose, tag: UInt64 = 0, redelivered: Bool = false, exchange: amqp_bytes_t, key: amqp_bytes_t,
        limit: Int = .max
    ) {
        self.purpose = purpose
        self.limit = limit
        delivery = Delivery(
            tag: tag, exchange: exchange.text, routingKey: key.text, redelivered: redelivered, headers: [], body: [])
    }

    /// Whether header and body are there.
    var isComplete: Bool { expected == arrived }

    /// Takes in the content header.
    mutating func header(_ properties: amqp_basic_properties_t, bodySize: UInt64) {
        func text(_ flag: Int32, _ bytes: amqp_bytes_t) -> String? {
            properties._flags & amqp_flags_t(flag) == 0 ? nil : bytes.text
        }
        delivery.id = text(AMQP_BASIC_MESSAGE_ID_FLAG, properties.message_id)
        delivery.type = text(AMQP_BASIC_TYPE_FLAG, properties.type)
        delivery.contentType = text(AMQP_BASIC_CONTENT_TYPE_FLAG, properties.content_type)
        delivery.userID = text(AMQP_BASIC_USER_ID_FLAG, properties.user_id)
        delivery.correlation = text(AMQP_BASIC_CORRELATION_ID_FLAG, properties.correlation_id)
        if properties._flags & amqp_flags_t(AMQP_BASIC_TIMESTAMP_FLAG) != 0 {
            delivery.timestamp = Int(clamping: properties.timestamp)
        }
        if properties._flags & amqp_flags_t(AMQP_BASIC_HEADERS_FLAG) != 0 {
            delivery.headers = properties.headers.texts
            delivery.deaths = properties.headers.deaths
        }
        delivery.size = Int(clamping: bodySize)
        expected = delivery.size
        if delivery.size <= limit { delivery.body.reserveCapacity(min(delivery.size, 1 << 27)) }
    }

    /// Takes in one body frame.
    mutating func body(_ fragment: amqp_bytes_t) {
        arrived += fragment.len
        guard delivery.size <= limit else { return }
        delivery.body.append(contentsOf: UnsafeRawBufferPointer(start: fragment.bytes, count: fragment.len))
    }
}

extension amqp_bytes_t {
    /// A copy as text; what is not UTF-8 is replaced.
    var text: String { String(decoding: UnsafeRawBufferPointer(start: bytes, count: len), as: UTF8.self) }
}

extension amqp_table_t {
    private var all: UnsafeBufferPointer<amqp_table_entry_t> {
        UnsafeBufferPointer(start: entries, count: Int(num_entries))
    }

    /// Its text and number entries.
    var texts: [(name: String, value: String)] {
        all.compactMap { entry in entry.value.asText.map { (entry.key.text, $0) } }
    }

    /// What the header `x-death` tells.
    var deaths: [Delivery.Death] {
        guard let list = all.first(where: { $0.key.text == "x-death" }) else { return [] }
        return list.value.items.compactMap(\.asTable).map { (table: amqp_table_t) in
            let texts = Dictionary(table.texts) { first, _ in first }
            let keys = table.all.first { $0.key.text == "routing-keys" }?.value.items ?? []
            return Delivery.Death(
                reason: texts["reason"] ?? "", queue: texts["queue"] ?? "", exchange: texts["exchange"] ?? "",
                routingKeys: keys.compactMap(\.asText), count: texts["count"].flatMap { Int($0) } ?? 1,
                time: texts["time"].flatMap { Int($0) })
        }
    }
}

extension amqp_field_value_t {
    /// A text or a number; nil for anything else.
    fileprivate var asText: String? {
        switch UInt32(kind) {
        case AMQP_FIELD_KIND_UTF8.rawValue, AMQP_FIELD_KIND_BYTES.rawValue: value.bytes.text
        case AMQP_FIELD_KIND_I8.rawValue: "\(value.i8)"
        case AMQP_FIELD_KIND_I16.rawValue: "\(value.i16)"
        case AMQP_FIELD_KIND_I32.rawValue: "\(value.i32)"
        case AMQP_FIELD_KIND_I64.rawValue: "\(value.i64)"
        case AMQP_FIELD_KIND_TIMESTAMP.rawValue: "\(value.u64)"
        case AMQP_FIELD_KIND_BOOLEAN.rawValue: value.boolean == 0 ? "false" : "true"
        default: nil
        }
    }

    /// The items of a list; empty when it is none.
    fileprivate var items: [amqp_field_value_t] {
        guard UInt32(kind) == AMQP_FIELD_KIND_ARRAY.rawValue else { return [] }
        return Array(UnsafeBufferPointer(start: value.array.entries, count: Int(value.array.num_entries)))
    }

    fileprivate var asTable: amqp_table_t? {
        UInt32(kind) == AMQP_FIELD_KIND_TABLE.rawValue ? value.table : nil
    }
}
