import CCurl
import Canonical

/// Asks HTTP servers, one request at a time, over connections that are kept open in between.
///
/// One libcurl easy handle: not Sendable, blocks its worker's thread. Redirections are not followed: a login must not
/// travel to where the config did not send it. Neither a proxy nor a `.netrc` of the environment is looked at.
package final class HTTPClient {
    /// libcurl's own set-up, once per process.
    private static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    private let handle: UnsafeMutableRawPointer

    /// Prepares a client; connects to nothing yet.
    package init() {
        guard Self.isReady, let handle = curl_easy_init() else { preconditionFailure("libcurl cannot start") }
        self.handle = handle
    }

    deinit { curl_easy_cleanup(handle) }

    /// The server's answer, whatever its status; a `Failure` when there is none, or when it is cut short.
    ///
    /// The body of a successful answer goes into `file` where one is named. `tick` is called about once a second.
    package func send(
        _ request: HTTPRequest, into file: String? = nil, tick: @escaping () throws(Failure) -> Void = {}
    ) throws(Failure) -> HTTPResponse {
        let reception = Reception(maxBytes: request.maxBytes, tick: tick)
        if let file { try reception.open(file) }
        var headers: UnsafeMutablePointer<curl_slist>?
        for header in request.headers { headers = curl_slist_append(headers, "\(header.name): \(header.value)") }
        defer { curl_slist_free_all(headers) }

        var message = [CChar](repeating: 0, count: Int(CURL_ERROR_SIZE))
        var status = CURLE_OK
        withExtendedLifetime(reception) {
            (request.body ?? []).withUnsafeBytes { body in
                message.withUnsafeMutableBufferPointer { message in
                    status = prepare(request, body: body, headers: headers, reception: reception, message: message)
                    if status == CURLE_OK { status = curl_easy_perform(handle) }
                    // The handle outlives the buffers that it was told of.
                    curl_easy_reset(handle)
                }
            }
        }
        if let failure = reception.failure { throw failure }
        guard status == CURLE_OK else { throw failure(request, status, detail: message, reception) }
        return HTTPResponse(
            status: reception.status, headers: reception.headers, body: reception.body,
            count: reception.count, isMeasured: reception.isMeasured)
    }

    private func prepare(
        _ request: HTTPRequest, body: UnsafeRawBufferPointer, headers: UnsafeMutablePointer<curl_slist>?,
        reception: Reception, message: UnsafeMutableBufferPointer<CChar>
    ) -> CURLcode {
        let context = Unmanaged.passUnretained(reception).toOpaque()
        var steps = [
            hub_curl_set_pointer(handle, CURLOPT_ERRORBUFFER, message.baseAddress),
            hub_curl_set_string(handle, CURLOPT_URL, request.url),
            hub_curl_set_string(handle, CURLOPT_PROTOCOLS_STR, "http,https"),
            hub_curl_set_string(handle, CURLOPT_PROXY, ""),
            hub_curl_set_string(handle, CURLOPT_CUSTOMREQUEST, request.method),
            // Time-outs by signal would hit another thread.
            hub_curl_set_long(handle, CURLOPT_NOSIGNAL, 1),
            hub_curl_set_long(handle, CURLOPT_CONNECTTIMEOUT, request.limits.connect),
            hub_curl_set_long(handle, CURLOPT_TIMEOUT, request.limits.whole),
            hub_curl_set_long(handle, CURLOPT_LOW_SPEED_LIMIT, 1),
            hub_curl_set_long(handle, CURLOPT_LOW_SPEED_TIME, request.limits.silence),
            hub_curl_set_string(handle, CURLOPT_USERAGENT, "siae-hub"),
            // Empty: every compression this libcurl can undo.
            hub_curl_set_string(handle, CURLOPT_ACCEPT_ENCODING, ""),
            hub_curl_set_pointer(handle, CURLOPT_HTTPHEADER, headers),
            hub_curl_set_receive(handle, CURLOPT_WRITEFUNCTION, receiveBody),
            hub_curl_set_pointer(handle, CURLOPT_WRITEDATA, context),
            hub_curl_set_receive(handle, CURLOPT_HEADERFUNCTION, receiveHeader),
            hub_curl_set_pointer(handle, CURLOPT_HEADERDATA, context),
            hub_curl_set_long(handle, CURLOPT_NOPROGRESS, 0),
            hub_curl_set_progress(handle, keepAwake),
            hub_curl_set_pointer(handle, CURLOPT_XFERINFODATA, context),
        ]
        if let authority = request.authority {
            steps.append(hub_curl_set_string(handle, CURLOPT_CAINFO, authority))
            steps.append(hub_curl_set_string(handle, CURLOPT_CAPATH, nil))
        }
        if request.method == "HEAD" { steps.append(hub_curl_set_long(handle, CURLOPT_NOBODY, 1)) }
        if request.body != nil {
            steps.append(hub_curl_set_size(handle, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count)))
            // A nil pointer would make curl read the body from standard input.
            steps.append(
                hub_curl_set_pointer(handle, CURLOPT_POSTFIELDS, body.baseAddress ?? UnsafeRawPointer(context)))
        }
        if let login = request.login {
            // Basic is libcurl's default when there is a user.
            steps.append(hub_curl_set_string(handle, CURLOPT_USERNAME, login.user))
            steps.append(hub_curl_set_string(handle, CURLOPT_PASSWORD, login.password))
        }
        return steps.first { $0 != CURLE_OK } ?? CURLE_OK
    }

    private func failure(
        _ request: HTTPRequest, _ status: CURLcode, detail: [CChar], _ reception: Reception
    ) -> Failure {
        let place = Place(request.shownURL)
        if reception.isTooLarge {
            return Failure(
                Problem(
                    place, "the answer is larger than \(request.maxBytes) bytes",
                    why: request.sizeRule.why, fix: request.sizeRule.fix))
        }
        let detail = String(decoding: detail.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let reason = detail.isEmpty ? String(cString: curl_easy_strerror(status)) : detail
        let mistakes = [
            CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE,
            CURLE_SSL_ISSUER_ERROR,
        ]
        if mistakes.contains(status) { return Failure(Problem(place, "no answer: \(reason)"), .config) }
        let what = reception.hasBegun ? "the answer is cut short" : "no answer"
        return Failure(Problem(place, "\(what): \(reason)"), .unreachable)
    }
}

/// Keeps the owner's other connections alive while a transfer lasts.
private func keepAwake(
    _ context: UnsafeMutableRawPointer?, _: curl_off_t, _: curl_off_t, _: curl_off_t, _: curl_off_t
) -> Int32 {
    guard let context else { return 1 }
    return Unmanaged<Reception>.fromOpaque(context).takeUnretainedValue().goesOn() ? 0 : 1
}

/// Takes in a piece of the body; fewer bytes than given make libcurl give up.
private func receiveBody(
    _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
    guard let context else { return 0 }
    let reception = Unmanaged<Reception>.fromOpaque(context).takeUnretainedValue()
    return reception.take(body: UnsafeRawBufferPointer(start: bytes, count: count)) ? count : 0
}

/// Takes in one header line.
private func receiveHeader(
    _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
    guard let context else { return 0 }
    let reception = Unmanaged<Reception>.fromOpaque(context).takeUnretainedValue()
    reception.take(header: String(decoding: UnsafeRawBufferPointer(start: bytes, count: count), as: UTF8.self))
    return count
}
