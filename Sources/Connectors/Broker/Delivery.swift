/// One message as the broker handed it over; it stays the broker's until acknowledged.
package struct Delivery: Sendable {
    /// What an acknowledgement names; valid on the connection that delivered it only.
    package var tag: UInt64
    package var exchange: String
    package var routingKey: String
    package var redelivered: Bool
    package var id: String?
    package var type: String?
    package var contentType: String?
    /// The publisher's user as the broker verified it, or nil when the publisher did not state one.
    package var userID: String?
    package var correlation: String?
    /// Seconds since 1970.
    package var timestamp: Int?
    /// The text and number headers; of tables and lists only `x-death` is read, into ``deaths``.
    package var headers: [(name: String, value: String)]
    /// The queues that the broker moved the message out of, the last one first.
    package var deaths: [Death] = []
    package var body: [UInt8]
    /// Bytes of the body as it was published; more than `body` has where the connection keeps no longer ones.
    package var size = 0

    /// One entry of the header `x-death`.
    package struct Death: Sendable, Hashable {
        /// `expired`, `maxlen`, `delivery_limit` or `rejected`.
        package var reason: String
        package var queue: String
        /// Where the message had been published to.
        package var exchange: String
        package var routingKeys: [String]
        /// How often this happened in this queue.
        package var count: Int
        /// Seconds since 1970.
        package var time: Int?
    }

    /// The value of a header, or nil.
    package func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }
}
