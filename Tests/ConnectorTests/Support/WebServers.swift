import Canonical
import Foundation
import Synchronization
import Testing

@testable import Connectors

/// A program that serves the web for one test and ends with it.
final class WebServer {
    let port: Int
    private let process = Process()
    private let log: String
    private let scratch: Scratch

    /// What the tests start; deploy/install --test brings both.
    static let (nginx, python) = ("/usr/sbin/nginx", "/usr/bin/python3")
    static var isThere: Bool { [nginx, python].allSatisfy { FileManager.default.isExecutableFile(atPath: $0) } }

    /// The double of an API: `scenario` is what stands at `DEFAULTS` of double.py.
    static func double(_ scenario: String = "{}") throws -> WebServer {
        try WebServer(python, ["\(Fixtures.folder)/http/double.py", scenario], in: Scratch(), port: nil)
    }

    /// A receiver of webhooks with this secret: `scenario` is what stands at `DEFAULTS` of receiver.py.
    static func receiver(_ secret: String, _ scenario: String = "{}") throws -> WebServer {
        try WebServer(python, ["\(Fixtures.folder)/servers/receiver.py", secret, scenario], in: Scratch(), port: nil)
    }

    /// nginx with these words in its `server`, on a free port; files are served from `scratch`.
    static func nginx(_ words: String, files scratch: Scratch, tls: Bool = false) throws -> WebServer {
        let port = freePort()
        try scratch.write(
            "nginx.conf",
            """
            load_module /usr/lib/nginx/modules/ngx_http_brotli_filter_module.so;
            daemon off; master_process off; pid \(scratch.path)/pid; error_log stderr crit;
            events { worker_connections 64; }
            http {
              access_log off; types { text/csv csv; application/json json; }
              client_body_temp_path \(scratch.path)/t1; proxy_temp_path \(scratch.path)/t2;
              fastcgi_temp_path \(scratch.path)/t3; uwsgi_temp_path \(scratch.path)/t4; scgi_temp_path \(scratch.path)/t5;
              server { listen 127.0.0.1:\(port)\(tls ? " ssl" : ""); root \(scratch.path)/files; \(words) }
            }
            """)
        return try WebServer(nginx, ["-p", scratch.path, "-c", "\(scratch.path)/nginx.conf"], in: scratch, port: port)
    }

    private init(_ program: String, _ words: [String], in scratch: Scratch, port: Int?) throws {
        self.scratch = scratch
        log = try scratch.write("server-\(UInt64.random(in: 0 ... .max)).log", "")
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = words
        process.environment = ["PATH": "/usr/bin:/bin", "PYTHONDONTWRITEBYTECODE": "1"]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle(forWritingAtPath: log)
        process.standardError = process.standardOutput
        try process.run()
        let (log, process) = (log, process)
        func lines() -> [Substring] {
            String(decoding: FileManager.default.contents(atPath: log) ?? Data(), as: UTF8.self).split(separator: "\n")
        }
        if let port {
            self.port = port
            try #require(Whole.comesTrue { WebServer.answers(port) || !process.isRunning })
        } else {
            try #require(Whole.comesTrue { !lines().isEmpty || !process.isRunning })
            self.port = try #require(lines().first.flatMap { Int($0) }, "\(lines())")
        }
        try #require(process.isRunning, "\(lines())")
    }

    deinit { stop() }

    func stop() {
        guard process.isRunning else { return }
        // A thread of Dispatch has its signals blocked, and so have the programs that it starts: only this one arrives.
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// What the double was asked, in order.
    struct Asked: Decodable {
        let method: String
        let path: String
        let headers: [String: String]
        /// The names of a form, or the text of anything else.
        let body: String
    }

    /// What the receiver of webhooks was sent, in order.
    struct Sent: Decodable {
        let key: String
        let id: String
        let type: String
        let path: String
        /// What keeps it from being a message of somebody who knows the secret.
        let wrong: String
        let token: String
        let body: String
    }

    func sent() throws -> [Sent] {
        try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n").dropFirst()
            .map { try JSONDecoder().decode(Sent.self, from: Data($0.utf8)) }
    }

    func asked() throws -> [Asked] {
        try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n").dropFirst()
            .map { try JSONDecoder().decode(Asked.self, from: Data($0.utf8)) }
    }

    static func freePort() -> Int {
        socketOnLoopback { descriptor, address in
            var size = socklen_t(MemoryLayout<sockaddr_in>.size)
            _ = withUnsafeMutablePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    bind(descriptor, $0, size) == 0 ? getsockname(descriptor, $0, &size) : -1
                }
            }
            return Int(UInt16(bigEndian: address.sin_port))
        }
    }

    static func answers(_ port: Int) -> Bool {
        socketOnLoopback { descriptor, address in
            address.sin_port = UInt16(port).bigEndian
            return withUnsafePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
                }
            }
        }
    }

    private static func socketOnLoopback<T>(_ body: (Int32, inout sockaddr_in) -> T) -> T {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return body(descriptor, &address)
    }
}

/// Time that passes at once, and what was waited for.
final class QuickTime: Sendable {
    private let state = Mutex<(now: Double, waits: [Double])>((1_000, []))

    /// Seconds of each wait, in order.
    var waits: [Double] { state.withLock { $0.waits } }

    /// A process of its own, as far as the web is concerned; jitter is always the whole.
    var web: WebState {
        WebState(
            pace: Pace(
                now: { self.state.withLock { $0.now } },
                pass: { seconds in
                    self.state.withLock {
                        $0.now += seconds
                        $0.waits.append(seconds)
                    }
                }, jitter: { $0 }), rates: HostRates(), tokens: TokenCache())
    }
}

/// A source as a config file has it, and what its visits give.
struct WebVisit {
    let source: HTTPSource
    let problems: [String]

    /// `words` is what stands behind `"http":`; it is the file `feed.jsonc` in messages.
    init(
        _ words: String, variables: [String: String] = [:], folder: String = "config", web: WebState = QuickTime().web
    ) throws {
        let reading = ConfigReading(folder: folder, variables: variables)
        let setting = try ConfigText.parse(Array("{ \"source\": { \"http\": \(words) } }".utf8), file: "feed.jsonc")
        let source = ExportSources.read(Settings(setting, "the feed", reading))
        problems = reading.problems.map(\.description)
        var http = try #require(source as? HTTPSource)
        http.web = web
        self.source = http
    }

    /// What a visit gave: the exports with their bytes, or the failure's text.
    struct Result: Equatable {
        var names: [String] = []
        var texts: [String] = []
        var cursor: String?
        var isNothingNew = false
        var failure: String?
        var cause: Failure.Cause?
    }

    func visit(
        cursor: String? = nil, now: Int = 1_790_000_000, tick: @escaping () throws(Failure) -> Void = {}
    ) throws -> Result {
        let folder = try RunFolder()
        do throws(Failure) {
            let fetched = try source.fetch(Visit(cursor: cursor, folder: folder, now: now, tick: tick))
            guard let fetched else { return Result(isNothingNew: true) }
            return Result(
                names: fetched.exports.map(\.name),
                texts: fetched.exports.map {
                    String(decoding: FileManager.default.contents(atPath: $0.path) ?? Data(), as: UTF8.self)
                }, cursor: fetched.cursor)
        } catch {
            return Result(failure: error.problem.description, cause: error.cause)
        }
    }
}

extension WebVisit.Result {
    /// The ids of all records, page by page, as they stand in the pages of the double.
    var ids: [String] {
        texts.flatMap { text in text.matches(of: /"id": "(\d+)"/).map { String($0.output.1) } }
    }
}
