/// Writes JSON strings.
public enum JSONText {
    /// Appends a quoted string; only what JSON demands is escaped.
    public static func append(_ text: Span<UInt8>, to bytes: inout [UInt8]) {
        text.withUnsafeBufferPointer { text in
            bytes.append(room: JSONWriter.room(text.count)) { $0.append(quoting: text, 0..<text.count) }
        }
    }

    /// Appends a quoted string.
    public static func append(_ text: String, to bytes: inout [UInt8]) { append(Array(text.utf8).span, to: &bytes) }
}
