/// What stands on the broker, as the management API lists it; only the fields that are compared.
package enum Standing {
    package struct Exchange: Decodable, Sendable, Hashable {
        package var name: String
        package var type: String
        package var durable: Bool
    }

    package struct Queue: Decodable, Sendable, Hashable {
        package var name: String
        package var type: String
        package var durable: Bool
        /// Ready and unacknowledged ones; up to 5 s old, absent for a queue that was just declared.
        package var messages: Int?
    }

    package struct Binding: Decodable, Sendable, Hashable {
        package var source: String
        package var destination: String
        package var destination_type: String
        package var routing_key: String
    }

    package struct User: Decodable, Sendable, Hashable {
        package var name: String
        package var password_hash: String
        package var hashing_algorithm: String
        package var tags: Tags
    }

    package struct Permission: Codable, Sendable, Hashable {
        package var user: String
        package var configure: String
        package var write: String
        package var read: String
    }

    package struct TopicPermission: Codable, Sendable, Hashable {
        package var user: String
        package var exchange: String
        package var write: String
        package var read: String
    }

    /// A user's tags: a list since RabbitMQ 3.9, a text with commas before.
    package struct Tags: Decodable, Sendable, Hashable {
        package var names: [String]

        package init(from decoder: any Decoder) throws {
            let value = try decoder.singleValueContainer()
            if let names = try? value.decode([String].self) {
                self.names = names
            } else {
                names = try value.decode(String.self).split(separator: ",").map(String.init)
            }
        }
    }
}
