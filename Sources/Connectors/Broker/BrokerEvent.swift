/// What the broker says without having been asked in the same breath.
enum BrokerEvent {
    /// Messages up to (`multiple`) or with this tag were taken, or refused.
    case settled(tag: UInt64, multiple: Bool, accepted: Bool)
    /// A mandatory message found no queue.
    case returned(exchange: String, routingKey: String, text: String)
    case delivered(Delivery)
    /// The broker ended a consumer, usually because its queue was deleted.
    case cancelled
}
