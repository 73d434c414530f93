import Canonical

/// A topology as RabbitMQ's definitions: what `rabbitmqctl import_definitions`, the management plugin and `load_definitions`
/// take, and what ``TopologyApply`` brings about.
///
/// Passwords are salted hashes. The salt is made of user and password, so the same config gives the same bytes, and a broker
/// that skips unchanged definitions can.
package struct TopologyDefinitions: Encodable, Sendable {
    struct User: Encodable {
        let name: String
        let password_hash: String
        let hashing_algorithm = PasswordHash.algorithm
        let tags: [String]

        init(_ name: String, password: String, tags: [String] = []) {
            self.name = name
            self.tags = tags
            password_hash =
                PasswordHash(
                    of: password, salt: Array(Digest.sha256(Array("\(name)\n".utf8), Array(password.utf8)).prefix(4))
                ).text
        }
    }

    struct Vhost: Encodable { let name: String }

    struct Permission: Encodable {
        let user: String
        let vhost: String
        let configure: String
        let write: String
        let read: String
    }

    struct TopicPermission: Encodable {
        let user: String
        let vhost: String
        let exchange: String
        let write: String
        let read: String
    }

    struct Exchange: Encodable {
        let name: String
        let vhost: String
        let type: String
        let durable = true
        let auto_delete = false
        let `internal` = false
        let arguments: [String: Policy.Value] = [:]
    }

    struct Queue: Encodable {
        let name: String
        let vhost: String
        let durable = true
        let auto_delete = false
        let arguments: Arguments
    }

    struct Arguments: Encodable {
        let type: String
        let hasSingleConsumer: Bool?

        enum CodingKeys: String, CodingKey {
            case type = "x-queue-type"
            case hasSingleConsumer = "x-single-active-consumer"
        }
    }

    struct Binding: Encodable {
        let source: String
        let vhost: String
        let destination: String
        let destination_type = "queue"
        let routing_key: String
        let arguments: [String: Policy.Value] = [:]
    }

    struct PlacedPolicy: Encodable {
        let vhost: String
        let policy: Policy

        func encode(to encoder: any Encoder) throws {
            try policy.encode(to: encoder)
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(vhost, forKey: .vhost)
        }

        enum CodingKeys: String, CodingKey { case vhost }
    }

    let vhosts: [Vhost]
    let users: [User]
    let permissions: [Permission]
    let topic_permissions: [TopicPermission]
    let exchanges: [Exchange]
    let queues: [Queue]
    let bindings: [Binding]
    let policies: [PlacedPolicy]

    /// The definitions of the vhost that the address names; the hub's own user is there too, as the administrator that
    /// `hub apply` needs: a broker that starts with definitions makes no user of its own.
    package init(_ topology: Topology, at address: BrokerAddress) {
        let vhost = address.vhost
        let members = topology.users.map {
            (member: $0, user: topology.user(of: $0.id), password: $0.amqpPassword ?? "")
        }
        vhosts = [Vhost(name: vhost)]
        users =
            [User(address.user, password: address.password, tags: ["administrator"])]
            + members.map { User($0.user, password: $0.password) }
        permissions =
            ([Topology.ownPermission(of: address.user)]
            + members.map { Topology.permission(of: $0.member, as: $0.user) }).map {
                Permission(user: $0.user, vhost: vhost, configure: $0.configure, write: $0.write, read: $0.read)
            }
        topic_permissions = members.map { Topology.topicPermission(of: $0.member.id, as: $0.user) }.map {
            TopicPermission(user: $0.user, vhost: vhost, exchange: $0.exchange, write: $0.write, read: $0.read)
        }
        exchanges = topology.exchanges.map { Exchange(name: $0.name, vhost: vhost, type: $0.kind.rawValue) }
        queues = topology.queues.map {
            Queue(
                name: $0.name, vhost: vhost,
                arguments: Arguments(type: $0.kind.rawValue, hasSingleConsumer: $0.hasSingleConsumer ? true : nil))
        }
        bindings = topology.bindings.map {
            Binding(source: $0.exchange, vhost: vhost, destination: $0.queue, routing_key: $0.key)
        }
        policies = topology.policies.map { PlacedPolicy(vhost: vhost, policy: $0) }
    }
}
