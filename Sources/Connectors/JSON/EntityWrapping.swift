/// What stands around an entity's `data`: a CloudEvent, or a line of `hub preview --json`.
struct EntityWrapping {
    private(set) var kind = ""
    /// The last word of a CloudEvent's type.
    private(set) var event: String?
    private(set) var id: String?
    private(set) var source: String?
    private(set) var specversion: String?
    /// Index of the first byte of `data`.
    private(set) var data: Int?

    /// The feed or member that a message of the hub comes from.
    var publisher: String? { source?.split(separator: "/").last.map(String.init) }

    /// Reads one object and nothing behind it; anything else is a fault.
    init(_ bytes: UnsafeBufferPointer<UInt8>) throws(JSONScanner.Fault) {
        var scanner = JSONScanner(bytes)
        try scanner.expect(UInt8(ascii: "{"), "an object")
        var isMore = try !scanner.take(UInt8(ascii: "}"))
        while isMore {
            var name: [UInt8] = []
            try scanner.name(into: &name)
            _ = try scanner.peek()
            let start = scanner.index
            try scanner.skipValue()
            func text() -> String {
                String(decoding: bytes[start..<scanner.index], as: UTF8.self).trimmingQuotes
            }
            switch String(decoding: name, as: UTF8.self) {
            case "kind": kind = text()
            case "type":
                let parts = text().split(separator: ".").map(String.init)
                if parts.count == 3, parts[0] == "siae" { (kind, event) = (parts[1], parts[2]) }
            case "id": id = text()
            case "source": source = text()
            case "specversion": specversion = text()
            case "data": data = start
            default: break
            }
            isMore = try scanner.another(closing: UInt8(ascii: "}"))
        }
        if let extra = try scanner.peek() {
            throw JSONScanner.Fault(
                index: scanner.index, what: "\(scanner.shown(extra)) after the end of the record")
        }
    }
}

extension String {
    fileprivate var trimmingQuotes: String {
        hasPrefix("\"") && hasSuffix("\"") && count > 1 ? String(dropFirst().dropLast()) : self
    }
}
