import Canonical
import Glibc

/// Where libcurl's callbacks put an answer: its head in memory, its body there too or in a file.
final class Reception {
    private(set) var status = 0
    private(set) var headers: [(name: String, value: String)] = []
    private(set) var body: [UInt8] = []
    private(set) var isTooLarge = false
    /// What stopped the transfer on this side.
    private(set) var failure: Failure?
    private let maxBytes: Int
    /// Bytes of the body so far, decompressed.
    private(set) var count = 0
    private var version = ""
    private var path = ""
    private var descriptor: Int32 = -1
    private let tick: () throws(Failure) -> Void
    private var nextTick = ContinuousClock.now + .seconds(1)

    init(maxBytes: Int, tick: @escaping () throws(Failure) -> Void) {
        self.maxBytes = maxBytes
        self.tick = tick
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

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

    /// Lets the body of a successful answer go into a file, which is emptied first.
    func open(_ file: String) throws(Failure) {
        path = file
        descriptor = Glibc.open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw notWritten() }
    }

    /// Whether the transfer may go on.
    func goesOn() -> Bool {
        let now = ContinuousClock.now
        guard now >= nextTick else { return true }
        nextTick = now + .seconds(1)
        do throws(Failure) {
            try tick()
            return true
        } catch {
            failure = error
            return false
        }
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

    /// Takes in a piece of the body, decompressed; false when it must not go on.
    func take(body bytes: UnsafeRawBufferPointer) -> Bool {
        count += bytes.count
        guard count <= maxBytes else {
            isTooLarge = true
            return false
        }
        guard descriptor >= 0, 200..<300 ~= status else {
            // Where a file was wanted, anything else is read for the reason that its beginning gives.
            body.append(
                contentsOf: descriptor >= 0
                    ? UnsafeRawBufferPointer(rebasing: bytes.prefix(max(0, 65_536 - body.count))) : bytes)
            return true
        }
        var rest = bytes
        while !rest.isEmpty {
            let written = write(descriptor, rest.baseAddress, rest.count)
            if written < 0, errno == EINTR { continue }
            guard written >= 0 else {
                failure = notWritten()
                return false
            }
            rest = UnsafeRawBufferPointer(rebasing: rest[written...])
        }
        return true
    }

    private func notWritten() -> Failure {
        Failure(
            Problem(
                Place(path), "the answer cannot be written there: \(String(cString: strerror(errno)))",
                fix: "make room there, or set TMPDIR to another folder"), isTemporary: true)
    }
}
