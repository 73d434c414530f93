/// A policy: what may change about the queues or exchanges whose name matches; one policy applies to each.
package struct Policy: Sendable, Hashable, Codable {
    /// A value in a policy's definition.
    package enum Value: Sendable, Hashable, Codable {
        case number(Int)
        case text(String)
        /// Something the hub never sets.
        case other

        package init(from decoder: any Decoder) throws {
            let value = try decoder.singleValueContainer()
            if let number = try? value.decode(Int.self) {
                self = .number(number)
            } else if let text = try? value.decode(String.self) {
                self = .text(text)
            } else {
                self = .other
            }
        }

        package func encode(to encoder: any Encoder) throws {
            var value = encoder.singleValueContainer()
            switch self {
            case .number(let number): try value.encode(number)
            case .text(let text): try value.encode(text)
            case .other: try value.encodeNil()
            }
        }
    }

    package var name: String
    /// A regular expression over names.
    package var pattern: String
    /// `queues` or `exchanges`.
    package var target: String
    package var definition: [String: Value]
    package var priority = 0

    private enum CodingKeys: String, CodingKey {
        case name, pattern, definition, priority
        case target = "apply-to"
    }

    /// `dead-letter-exchange dead, delivery-limit 20`.
    package var summary: String {
        definition.sorted { $0.key < $1.key }.map { key, value in
            switch value {
            case .number(let number): "\(key) \(number)"
            case .text(let text): "\(key) \(text)"
            case .other: key
            }
        }.joined(separator: ", ")
    }
}
