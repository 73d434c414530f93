import CCurl
import Canonical

/// Asks HTTP servers, one request at a time, over connections that are kept open in between.
///
/// Not Sendable, blocks its worker's thread. Redirections are not followed: a login must not travel to where the config
/// did not send it. Neither a proxy nor a `.netrc` of the environment is looked at.
package final class HTTPClient {
    private let curl = Curl()

    /// Prepares a client; connects to nothing yet.
    package init() {}

    /// The server's answer, whatever its status; a `Failure` when there is none, or when it is cut short.
    ///
    /// The body of a successful answer goes into `file` where one is named. `tick` is called about once a second.
    package func send(
        _ request: HTTPRequest, into file: String? = nil, tick: @escaping () throws(Failure) -> Void = {}
    ) throws(Failure) -> HTTPResponse {
        let reception = Reception(into: try file.map { file throws(Failure) in try Download(file) })
        let intake = Curl.Intake(
            body: { bytes throws(Failure) in
                guard reception.count + bytes.count <= request.maxBytes else { throw Self.tooLarge(request) }
                try reception.take(body: bytes)
            }, header: reception.take(header:), tick: tick)
        var headers: UnsafeMutablePointer<curl_slist>?
        for header in request.headers { headers = curl_slist_append(headers, "\(header.name): \(header.value)") }
        defer { curl_slist_free_all(headers) }
        let outcome = try curl.perform(intake) { prepare($0, request, headers: headers) }
        guard outcome.status == CURLE_OK else { throw failure(request, outcome, reception) }
        return HTTPResponse(
            status: reception.status, headers: reception.headers, body: reception.body,
            count: reception.count, isMeasured: reception.isMeasured)
    }

    private func prepare(
        _ handle: UnsafeMutableRawPointer, _ request: HTTPRequest, headers: UnsafeMutablePointer<curl_slist>?
    ) -> [CURLcode] {
        var steps = [
            hub_curl_set_string(handle, CURLOPT_URL, request.url),
            hub_curl_set_string(handle, CURLOPT_PROTOCOLS_STR, "http,https"),
            hub_curl_set_string(handle, CURLOPT_CUSTOMREQUEST, request.method),
            hub_curl_set_long(handle, CURLOPT_CONNECTTIMEOUT, request.limits.connect),
            hub_curl_set_long(handle, CURLOPT_TIMEOUT, request.limits.whole),
            hub_curl_set_long(handle, CURLOPT_LOW_SPEED_TIME, request.limits.silence),
            hub_curl_set_string(handle, CURLOPT_USERAGENT, "siae-hub"),
            // Empty: every compression this libcurl can undo.
            hub_curl_set_string(handle, CURLOPT_ACCEPT_ENCODING, ""),
            hub_curl_set_pointer(handle, CURLOPT_HTTPHEADER, headers),
        ]
        if let authority = request.authority {
            steps.append(hub_curl_set_string(handle, CURLOPT_CAINFO, authority))
            steps.append(hub_curl_set_string(handle, CURLOPT_CAPATH, nil))
        }
        if request.method == "HEAD" { steps.append(hub_curl_set_long(handle, CURLOPT_NOBODY, 1)) }
        if let body = request.body {
            steps.append(hub_curl_set_size(handle, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count)))
            // Copied; one byte more than sent, for without an address curl would read a body from standard input.
            steps.append(
                (body + [0]).withUnsafeBytes { hub_curl_set_pointer(handle, CURLOPT_COPYPOSTFIELDS, $0.baseAddress) })
        }
        if let login = request.login {
            // Basic is libcurl's default when there is a user.
            steps.append(hub_curl_set_string(handle, CURLOPT_USERNAME, login.user))
            steps.append(hub_curl_set_string(handle, CURLOPT_PASSWORD, login.password))
        }
        return steps
    }

    private static func tooLarge(_ request: HTTPRequest) -> Failure {
        Failure(
            Problem(
                Place(request.shownURL), "the answer is larger than \(request.maxBytes) bytes",
                why: request.sizeRule.why, fix: request.sizeRule.fix))
    }

    private func failure(_ request: HTTPRequest, _ outcome: Curl.Outcome, _ reception: Reception) -> Failure {
        let place = Place(request.shownURL)
        let mistakes = [
            CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE,
            CURLE_SSL_ISSUER_ERROR,
        ]
        if mistakes.contains(outcome.status) {
            return Failure(Problem(place, "no answer: \(outcome.detail)"), .config)
        }
        let what = reception.hasBegun ? "the answer is cut short" : "no answer"
        return Failure(Problem(place, "\(what): \(outcome.detail)"), .unreachable)
    }
}
