import Canonical

/// What a query that is sent with POST asks for: the words `"method": "post"` and `"body": { … }` of a source.
struct HTTPBody: Sendable {
    /// JSON, or nothing.
    private(set) var bytes: [UInt8] = []
    /// What came from outside the config, and must not be repeated where a server repeats it.
    private(set) var secrets: [String] = []

    /// Reads both words; nil when the source asks with GET.
    static func read(_ settings: Settings, _ address: HTTPAddress?) -> HTTPBody? {
        let isPost = settings.choice("method", ["get", "post"]) == "post"
        guard let setting = settings.setting("body") else { return isPost ? HTTPBody() : nil }
        guard isPost else {
            settings.reading.report(
                setting.place, "\"body\" without \"method\": \"post\"", why: "a GET has none",
                fix: "add \"method\": \"post\", or write it under \"query\"")
            return nil
        }
        var body = HTTPBody()
        switch setting.value {
        case .object, .list: body.append(setting, settings.reading)
        default: return settings.wrong(setting, "body", "an object or a list, which is sent as JSON")
        }
        let isClear = address?.scheme == "http" && address?.isLoopback == false
        if isClear, !body.secrets.isEmpty, settings.choice("unencrypted", ["refuse", "accept"]) != "accept" {
            settings.reading.report(
                setting.place, "secrets for an address that is not encrypted",
                why: "whoever stands between could read them",
                fix: "write https:// in \"url\", or \"unencrypted\": \"accept\" inside your own network")
        }
        return body
    }

    private mutating func append(_ setting: Setting, _ reading: ConfigReading) {
        switch setting.value {
        case .object(let members):
            append(members, "{", "}") { body, member in
                JSONText.append(member.word, to: &body.bytes)
                body.bytes.append(UInt8(ascii: ":"))
                body.append(member.setting, reading)
            }
        case .list(let items): append(items, "[", "]") { body, item in body.append(item, reading) }
        case .text(let text): JSONText.append(self.text(text, setting.place, reading), to: &bytes)
        case .number(let number): bytes += Array(number.utf8)
        case .boolean(let flag): bytes += Array("\(flag)".utf8)
        case .null: bytes += Array("null".utf8)
        }
    }

    private mutating func append<T>(_ items: [T], _ open: String, _ close: String, _ each: (inout HTTPBody, T) -> Void)
    {
        bytes += Array(open.utf8)
        for (index, item) in items.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            each(&self, item)
        }
        bytes += Array(close.utf8)
    }

    /// A text with its variables, or the first line of a secret file.
    private mutating func text(_ text: String, _ place: Place, _ reading: ConfigReading) -> String {
        let value = reading.filled(text, place).flatMap { reading.credential($0, place) }?.reveal ?? ""
        if value != text { secrets.append(value) }
        return value
    }
}

extension HTTPBody: CustomStringConvertible, CustomReflectable {
    var description: String { "\(bytes.count) bytes" }
    /// Never what is asked for.
    var customMirror: Mirror { Mirror(self, children: ["bytes": bytes.count]) }
}
