import Canonical
import Foundation

/// What an admin sees of a dead letter's content.
///
/// Whoever runs the hub for others need not read what is meant for one of them. Of a message of the hub's own, the fields
/// are shown that the whole collective may see; of one that is about a person, or for one member only, the key; of
/// anything else nothing, unless it is asked for.
package struct DeadContent {
    /// Stands in for what is not shown.
    package static let hidden = "not shown"

    /// The content as text.
    package let text: String
    /// Whether something is left out that can be asked for.
    package let isPartial: Bool

    /// `isConfidential` shows everything but social security numbers.
    package init(of message: Delivery, isConfidential: Bool) {
        let type = (message.type ?? "").split(separator: ".")
        if type.count == 3, type[0] == "siae", let schema = Schema.named(String(type[1])),
            var event = try? JSONSerialization.jsonObject(with: Data(message.body)) as? [String: Any],
            let data = event["data"] as? [String: Any]
        {
            var mask = Mask(shown: isConfidential ? nil : DeadContent.open(schema))
            event["data"] = mask.object(data, "")
            text = DeadContent.json(event)
            isPartial = mask.hasHidden
        } else if !isConfidential {
            text = "\(DeadContent.hidden): \(message.body.count) bytes, which may name people"
            isPartial = true
        } else if let whole = String(validating: message.body, as: UTF8.self), !Nir.isIn(whole) {
            text = whole
            isPartial = false
        } else if String(validating: message.body, as: UTF8.self) != nil {
            text = "\(DeadContent.hidden): a social security number is in it"
            isPartial = false
        } else {
            text = Data(message.body).base64EncodedString()
            isPartial = false
        }
    }

    /// The paths of a kind's fields that anybody in the collective may see.
    private static func open(_ schema: Schema) -> Set<String> {
        let isAboutPeople = schema.fields.contains { $0.type == .pseudonym || $0.isIdentity }
        guard !isAboutPeople, !ChangeMessages.isPrivate(schema) else { return ["key"] }
        return Set(schema.fields.filter { $0.sight == .collective }.map(\.path))
    }

    private static func json(_ event: [String: Any]) -> String {
        let options: JSONSerialization.WritingOptions = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return (try? JSONSerialization.data(withJSONObject: event, options: options))
            .map { String(decoding: $0, as: UTF8.self) } ?? hidden
    }

    /// Takes out of an object what is not shown.
    private struct Mask {
        /// The paths of fields that are shown; nil for all.
        let shown: Set<String>?
        var hasHidden = false

        mutating func object(_ object: [String: Any], _ path: String) -> [String: Any] {
            var result: [String: Any] = [:]
            for (name, value) in object { result[name] = self.value(value, path.isEmpty ? name : "\(path).\(name)") }
            return result
        }

        private mutating func value(_ value: Any, _ path: String) -> Any {
            if let object = value as? [String: Any] { return self.object(object, path) }
            if let list = value as? [Any] { return list.map { self.value($0, path + "[]") } }
            guard shown?.contains(path) ?? true else {
                hasHidden = true
                return DeadContent.hidden
            }
            return (value as? String).map { Nir.isIn($0) ? DeadContent.hidden : $0 } ?? value
        }
    }
}
