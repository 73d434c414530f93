/// One object of the topology against what stands on the broker.
package struct Difference: Sendable, Hashable {
    /// What applying does, or did, about it.
    package enum Action: String, Sendable {
        case created, changed, kept
        /// Stands, but is no longer in the configuration.
        case stale
    }

    /// What sort of object it is.
    package enum Kind: String, Sendable {
        case vhost, permission, exchange, queue, binding, policy, user
    }

    package var action: Action
    package var kind: Kind
    package var name: String
    /// What is different, or what somebody has to do.
    package var detail: String

    /// States a difference.
    package init(_ action: Action, _ kind: Kind, _ name: String, _ detail: String = "") {
        self.action = action
        self.kind = kind
        self.name = name
        self.detail = detail
    }
}
