/// One message on its way out; always persistent.
package struct Message: Sendable {
    package var exchange: String
    package var routingKey: String
    /// Routing keys that get a copy each without the others seeing it (the `BCC` header of sender-selected distribution).
    package var copies: [String]
    package var id: String
    package var type: String
    package var contentType: String
    /// Seconds since 1970.
    package var timestamp: Int
    package var correlation: String?
    package var appID: String
    package var headers: [(name: String, value: String)]
    package var body: [UInt8]

    /// States a message.
    package init(
        exchange: String, routingKey: String, copies: [String] = [], id: String, type: String,
        contentType: String = "application/cloudevents+json", timestamp: Int, correlation: String? = nil,
        appID: String = "siae-hub", headers: [(name: String, value: String)] = [], body: [UInt8]
    ) {
        self.exchange = exchange
        self.routingKey = routingKey
        self.copies = copies
        self.id = id
        self.type = type
        self.contentType = contentType
        self.timestamp = timestamp
        self.correlation = correlation
        self.appID = appID
        self.headers = headers
        self.body = body
    }

    /// What was delivered, on its way to another queue with these headers.
    init(
        copying delivery: Delivery, exchange: String = "", to routingKey: String,
        headers: [(name: String, value: String)]
    ) {
        self.init(
            exchange: exchange, routingKey: routingKey, id: delivery.id ?? "", type: delivery.type ?? "",
            contentType: delivery.contentType ?? "", timestamp: delivery.timestamp ?? 0,
            correlation: delivery.correlation, headers: headers, body: delivery.body)
    }

    /// Whether the broker must give it back when no queue takes it.
    ///
    /// On the default exchange and on `private` the key names one queue, and `dead` and the steps of the ``RetryLadder`` have one for
    /// everything, so a message that finds none is a mistake; on `hub` nobody may be interested, and the alternate exchange keeps it.
    package var isMandatory: Bool { !["hub", "in"].contains(exchange) }
}
