import Canonical

/// An answer as it comes in: its head in memory, its body there too or in a file.
final class Reception {
    private(set) var status = 0
    private(set) var headers: [(name: String, value: String)] = []
    private(set) var body: [UInt8] = []
    /// Bytes of the body so far, decompressed.
    private(set) var count = 0
    private var version = ""
    private let file: Download?

    /// The body of a successful answer goes into `file`, where there is one.
    init(into file: Download?) { self.file = file }

    /// Whether the server has said anything.
    var hasBegun: Bool { status != 0 }

    /// Whether the answer tells where it ends, so that one that is cut can be told from a whole one.
    ///
    /// HTTP/2 frames every answer; in HTTP/1 one without a length ends wherever the connection does.
    var isMeasured: Bool {
        guard version.hasPrefix("HTTP/1") else { return true }
        return headers.contains { name, value in
            name.lowercased() == "content-length"
                || name.lowercased() == "transfer-encoding" && value.lowercased().hasSuffix("chunked")
        } || status == 204 || status == 304
    }

    /// Takes in a header line; a status line begins a new answer (after a 100 Continue, say).
    func take(header line: String) {
        if line.hasPrefix("HTTP/") {
            let words = line.split(separator: " ")
            version = String(words.first ?? "")
            status = words.count > 1 ? Int(words[1].prefix { $0.isNumber }) ?? 0 : 0
            headers = []
        }
        guard let colon = line.firstIndex(of: ":") else { return }
        let value = line[line.index(after: colon)...].drop { $0 == " " }.prefix { !$0.isNewline }
        headers.append((String(line[..<colon]), String(value)))
    }

    /// Takes in a piece of the body, decompressed.
    func take(body bytes: UnsafeRawBufferPointer) throws(Failure) {
        count += bytes.count
        guard let file else { return body.append(contentsOf: bytes) }
        if 200..<300 ~= status { return try file.write(bytes) }
        // Anything else is read for the reason that its beginning gives.
        body.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes.prefix(max(0, 65_536 - body.count))))
    }
}
