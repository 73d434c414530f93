import CCurl
import Canonical
import Foundation

/// Talks to one server of files over one connection, which is kept open from one request to the next.
///
/// Not Sendable, blocks its worker's thread.
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

    let server: RemoteServer
    private let curl = Curl()
    private let tick: () throws(Failure) -> Void

    /// Prepares; connects to nothing yet.
    ///
    /// `tick` is called about every second while a transfer lasts.
    init(_ server: RemoteServer, tick: @escaping () throws(Failure) -> Void) {
        self.server = server
        self.tick = tick
    }

    /// Carries a request out; `sink` takes the bytes as they come, and ends the transfer when it throws.
    ///
    /// The result tells a fault of the server's; what `sink` or the tick threw is thrown on.
    func perform(
        _ request: Request, into sink: @escaping (UnsafeRawBufferPointer) throws(Failure) -> Void = { _ in }
    ) throws(Failure) -> Result<Answer, Fault> {
        let hostKey = HostKey(pinned: hostKeys)
        var commands: UnsafeMutablePointer<curl_slist>?
        for command in request.commands { commands = curl_slist_append(commands, command) }
        defer { curl_slist_free_all(commands) }
        var (reply, modified, size) = (0, curl_off_t(-1), curl_off_t(-1))
        let outcome = try withExtendedLifetime(hostKey) { () throws(Failure) in
            try curl.perform(Curl.Intake(body: sink, tick: tick)) {
                prepare($0, request, commands, hostKey)
            } then: {
                hub_curl_get_long($0, CURLINFO_RESPONSE_CODE, &reply)
                hub_curl_get_size($0, CURLINFO_FILETIME_T, &modified)
                hub_curl_get_size($0, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &size)
            }
        }
        guard outcome.status == CURLE_OK else {
            return .failure(
                Fault(status: outcome.status, detail: outcome.detail, reply: reply, hostKey: hostKey.shown))
        }
        return .success(Answer(modified: modified < 0 ? nil : Int(modified), size: size < 0 ? nil : Int(size)))
    }

    private var hostKeys: [String] { if case .ssh(let hostKeys) = server.protection { hostKeys } else { [] } }

    private func prepare(
        _ handle: UnsafeMutableRawPointer, _ request: Request, _ commands: UnsafeMutablePointer<curl_slist>?,
        _ hostKey: HostKey
    ) -> [CURLcode] {
        var steps = [
            hub_curl_set_string(handle, CURLOPT_URL, server.url(request)),
            hub_curl_set_string(handle, CURLOPT_PROTOCOLS_STR, server.protocols),
            hub_curl_set_long(handle, CURLOPT_CONNECTTIMEOUT, 20),
            hub_curl_set_long(handle, CURLOPT_SERVER_RESPONSE_TIMEOUT, FileTransfer.patience),
            hub_curl_set_long(handle, CURLOPT_LOW_SPEED_TIME, FileTransfer.patience),
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
            let context = Unmanaged.passUnretained(hostKey).toOpaque()
            steps.append(hub_curl_set_pointer(handle, CURLOPT_SSH_HOSTKEYDATA, context))
        }
        return steps
    }
}

/// The key that an SSH server shows, beside those that are pinned.
private final class HostKey {
    private let pinned: [String]
    /// The fingerprint of the key that was shown.
    private(set) var shown: String?

    init(pinned: [String]) { self.pinned = pinned }

    /// Whether a key is pinned; remembers it in any case.
    func accepts(_ key: UnsafeRawBufferPointer) -> Bool {
        let digest = Data(Digest.sha256(key)).base64EncodedString()
        let fingerprint = "SHA256:" + digest.prefix { $0 != "=" }
        shown = fingerprint
        return pinned.contains(fingerprint)
    }
}

private func onHostKey(
    _ context: UnsafeMutableRawPointer?, _ kind: Int32, _ key: UnsafePointer<CChar>?, _ length: Int
) -> Int32 {
    guard let context else { return 1 }
    let hostKey = Unmanaged<HostKey>.fromOpaque(context).takeUnretainedValue()
    return hostKey.accepts(UnsafeRawBufferPointer(start: key, count: length)) ? 0 : 1
}
