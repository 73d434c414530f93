import CCurl
import Canonical
import Foundation

/// Talks to one server of files over one connection, which is kept open from one request to the next.
///
/// One libcurl easy handle: not Sendable, blocks its worker's thread.
final class FileTransfer {
    /// One request.
    struct Request {
        var path: String
        var isFolder = false
        /// The UID of a mail in the folder of mails at `path`.
        var mail: Int?
        /// The command that asks for a listing, or for what else a mailbox can do; the usual one when nil.
        var listing: String?
        /// Whether only size and time are asked for, or commands are given.
        var withoutBody = false
        /// Bytes that are there already.
        var start = 0
        /// Commands in the protocol's own words, before anything else.
        var commands: [String] = []
    }
    /// What came besides the bytes.
    struct Answer {
        /// Seconds since 1970; nil when the server does not tell.
        var modified: Int?
        var size: Int?
    }
    /// A request that failed.
    struct Fault: Error {
        let status: CURLcode
        let detail: String
        /// FTP's three digits; 0 where there are none.
        let reply: Int
        /// The fingerprint that an SSH server showed, and the kind of its key.
        let hostKey: String?
    }
    /// Seconds without a byte after which a transfer is given up.
    static let patience = 60

    /// libcurl's own set-up, once per process.
    private static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    let server: RemoteServer
    private let handle: UnsafeMutableRawPointer
    private let tick: () throws(Failure) -> Void

    /// Prepares; connects to nothing yet.
    ///
    /// `tick` is called about every second while a transfer lasts.
    init(_ server: RemoteServer, tick: @escaping () throws(Failure) -> Void) {
        guard Self.isReady, let handle = curl_easy_init() else { preconditionFailure("libcurl cannot start") }
        self.server = server
        self.handle = handle
        self.tick = tick
    }

    deinit { curl_easy_cleanup(handle) }

    /// Carries a request out; `sink` takes the bytes as they come, and ends the transfer when it throws.
    ///
    /// The result tells a fault of the server's; what `sink` or the tick threw is thrown on.
    func perform(
        _ request: Request, into sink: @escaping (UnsafeRawBufferPointer) throws(Failure) -> Void = { _ in }
    ) throws(Failure) -> Result<Answer, Fault> {
        let intake = Intake(sink: sink, tick: tick, hostKeys: hostKeys)
        var commands: UnsafeMutablePointer<curl_slist>?
        for command in request.commands { commands = curl_slist_append(commands, command) }
        defer { curl_slist_free_all(commands) }
        var message = [CChar](repeating: 0, count: Int(CURL_ERROR_SIZE))
        var status = CURLE_OK
        var (reply, modified, size) = (0, curl_off_t(-1), curl_off_t(-1))
        withExtendedLifetime(intake) {
            message.withUnsafeMutableBufferPointer { message in
                status = prepare(request, commands, intake, message)
                if status == CURLE_OK { status = curl_easy_perform(handle) }
                hub_curl_get_long(handle, CURLINFO_RESPONSE_CODE, &reply)
                hub_curl_get_size(handle, CURLINFO_FILETIME_T, &modified)
                hub_curl_get_size(handle, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &size)
                // The handle outlives the buffers that it was told of; its connection stays open.
                curl_easy_reset(handle)
            }
        }
        if let failure = intake.failure { throw failure }
        guard status == CURLE_OK else {
            let detail = String(decoding: message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            return .failure(
                Fault(
                    status: status, detail: detail.isEmpty ? String(cString: curl_easy_strerror(status)) : detail,
                    reply: reply, hostKey: intake.hostKey))
        }
        return .success(Answer(modified: modified < 0 ? nil : Int(modified), size: size < 0 ? nil : Int(size)))
    }

    private var hostKeys: [String] { if case .ssh(let hostKeys) = server.protection { hostKeys } else { [] } }

    private func prepare(
        _ request: Request, _ commands: UnsafeMutablePointer<curl_slist>?, _ intake: Intake,
        _ message: UnsafeMutableBufferPointer<CChar>
    ) -> CURLcode {
        let context = Unmanaged.passUnretained(intake).toOpaque()
        var steps = [
            hub_curl_set_pointer(handle, CURLOPT_ERRORBUFFER, message.baseAddress),
            hub_curl_set_string(handle, CURLOPT_URL, server.url(request)),
            hub_curl_set_string(handle, CURLOPT_PROTOCOLS_STR, server.protocols),
            // What the environment says of proxies is meant for browsers.
            hub_curl_set_string(handle, CURLOPT_PROXY, ""),
            // Time-outs by signal would hit another thread.
            hub_curl_set_long(handle, CURLOPT_NOSIGNAL, 1),
            hub_curl_set_long(handle, CURLOPT_CONNECTTIMEOUT, 20),
            hub_curl_set_long(handle, CURLOPT_SERVER_RESPONSE_TIMEOUT, FileTransfer.patience),
            hub_curl_set_long(handle, CURLOPT_LOW_SPEED_LIMIT, 1),
            hub_curl_set_long(handle, CURLOPT_LOW_SPEED_TIME, FileTransfer.patience),
            hub_curl_set_long(handle, CURLOPT_NOPROGRESS, 0),
            hub_curl_set_progress(handle, onProgress),
            hub_curl_set_pointer(handle, CURLOPT_XFERINFODATA, context),
            hub_curl_set_receive(handle, CURLOPT_WRITEFUNCTION, onBytes),
            hub_curl_set_pointer(handle, CURLOPT_WRITEDATA, context),
            hub_curl_set_string(handle, CURLOPT_USERNAME, server.user),
            // Paths stand in the commands themselves: the folder of the login stays where all of them start.
            hub_curl_set_long(handle, CURLOPT_FTP_FILEMETHOD, Int(CURLFTPMETHOD_NOCWD.rawValue)),
            hub_curl_set_pointer(handle, CURLOPT_QUOTE, commands),
            hub_curl_set_long(handle, CURLOPT_NOBODY, request.withoutBody ? 1 : 0),
            hub_curl_set_long(handle, CURLOPT_FILETIME, request.isFolder ? 0 : 1),
            hub_curl_set_size(handle, CURLOPT_RESUME_FROM_LARGE, curl_off_t(request.start)),
        ]
        if let listing = request.listing { steps.append(hub_curl_set_string(handle, CURLOPT_CUSTOMREQUEST, listing)) }
        switch server.proof {
        case .password(let password):
            steps.append(hub_curl_set_string(handle, CURLOPT_PASSWORD, password.reveal))
            steps.append(
                hub_curl_set_long(
                    handle, CURLOPT_SSH_AUTH_TYPES, Int(CURLSSH_AUTH_PASSWORD | CURLSSH_AUTH_KEYBOARD)))
        case .key(let file, let passphrase):
            steps.append(hub_curl_set_string(handle, CURLOPT_SSH_PRIVATE_KEYFILE, file))
            steps.append(hub_curl_set_string(handle, CURLOPT_KEYPASSWD, passphrase?.reveal ?? ""))
            steps.append(hub_curl_set_long(handle, CURLOPT_SSH_AUTH_TYPES, Int(CURLSSH_AUTH_PUBLICKEY)))
        }
        switch server.protection {
        case .none: break
        case .tls(_, let ca):
            // The files are as secret as the password: neither goes without TLS.
            steps.append(hub_curl_set_long(handle, CURLOPT_USE_SSL, Int(CURLUSESSL_ALL.rawValue)))
            if let ca { steps.append(hub_curl_set_string(handle, CURLOPT_CAINFO, ca)) }
        case .ssh:
            steps.append(hub_curl_set_host_key(handle, onHostKey))
            steps.append(hub_curl_set_pointer(handle, CURLOPT_SSH_HOSTKEYDATA, context))
        }
        return steps.first { $0 != CURLE_OK } ?? CURLE_OK
    }
}

/// What libcurl's callbacks work with during one request.
private final class Intake {
    let sink: (UnsafeRawBufferPointer) throws(Failure) -> Void
    let tick: () throws(Failure) -> Void
    let hostKeys: [String]
    var failure: Failure?
    var hostKey: String?
    var ticked = ContinuousClock.now

    init(
        sink: @escaping (UnsafeRawBufferPointer) throws(Failure) -> Void,
        tick: @escaping () throws(Failure) -> Void, hostKeys: [String]
    ) {
        self.sink = sink
        self.tick = tick
        self.hostKeys = hostKeys
    }

    static func of(_ context: UnsafeMutableRawPointer?) -> Intake? {
        context.map { Unmanaged<Intake>.fromOpaque($0).takeUnretainedValue() }
    }
}

/// Takes in a piece; fewer bytes than given make libcurl give up.
private func onBytes(
    _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
    guard let intake = Intake.of(context) else { return 0 }
    do throws(Failure) {
        try intake.sink(UnsafeRawBufferPointer(start: bytes, count: count))
        return count
    } catch {
        intake.failure = error
        return 0
    }
}

private func onProgress(
    _ context: UnsafeMutableRawPointer?, _: curl_off_t, _: curl_off_t, _: curl_off_t, _: curl_off_t
) -> Int32 {
    guard let intake = Intake.of(context) else { return 1 }
    guard ContinuousClock.now - intake.ticked > .seconds(1) else { return 0 }
    do throws(Failure) {
        try intake.tick()
        intake.ticked = .now
        return 0
    } catch {
        intake.failure = error
        return 1
    }
}

/// Accepts the server's key when its fingerprint is pinned; remembers it in any case.
private func onHostKey(
    _ context: UnsafeMutableRawPointer?, _ kind: Int32, _ key: UnsafePointer<CChar>?, _ length: Int
) -> Int32 {
    guard let intake = Intake.of(context) else { return 1 }
    let digest = Data(Digest.sha256(UnsafeRawBufferPointer(start: key, count: length))).base64EncodedString()
    let fingerprint = "SHA256:" + digest.prefix { $0 != "=" }
    intake.hostKey = fingerprint
    return intake.hostKeys.contains(fingerprint) ? 0 : 1
}
