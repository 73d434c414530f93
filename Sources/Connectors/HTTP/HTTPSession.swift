import Canonical

/// What a source's servers are asked with: who asks, how often, how long.
struct HTTPManners: Sendable {
    /// The scheme, host and port that the login and the headers are for.
    var origin: String
    var login: HTTPLogin?
    var headers: [(name: String, value: String)]
    /// What is sent with each request, which is a POST then.
    var body: HTTPBody?
    /// Seconds between two requests to a host.
    var interval: Double
    /// Seconds without a byte after which a request is given up.
    var timeout: Int
    /// Seconds for all requests of a visit together.
    var deadline: Int
    /// Bytes of one answer, and of all of a visit.
    var size: Int
    var total: Int
    /// How often a request is asked again when the server is away or busy.
    var retries: Int
    var redirects: Redirects
    /// A file of certificates to trust in place of the system's.
    var authority: String?
    /// Where the words stand in the config.
    var places: [String: Place]

    enum Redirects: String, CaseIterable, Sendable {
        case follow
        case sameHost = "same-host"
        case refuse
    }

    /// `file:line:column` of a word.
    func position(_ word: String) -> String { places[word]?.position ?? "" }
}

/// One visit's talk with a source's servers: with its login, at its pace, again when that is worth it.
///
/// The login and the configured headers go to the source's own origin only, wherever redirections lead.
final class HTTPSession {
    /// How many redirections in a row are followed.
    private static let mostRedirects = 5
    /// The longest that a server may ask to be left alone within a visit, in seconds.
    private static let patience = 300
    /// Seconds by which a server's clock may differ without anything being made of it.
    private static let slack = 60

    private let manners: HTTPManners
    private let visit: Visit
    private let web: WebState
    private let client = HTTPClient()
    private let start: Double
    private var received = 0
    /// Seconds by which the first server that told its time is ahead of this machine.
    private var ahead: Int?
    /// What the owner of the visit broke off with; nothing is tried again then.
    private var interruption: Failure?

    init(_ manners: HTTPManners, for visit: Visit, _ web: WebState) {
        self.manners = manners
        self.visit = visit
        self.web = web
        start = web.pace.now()
    }

    /// Asks for what stands at an address; its bytes go into `file`.
    ///
    /// The answer is 2xx or 304, and whole. A query that is sent with POST is asked again like any other: it changes nothing.
    func fetch(
        _ address: HTTPAddress, if conditions: [(name: String, value: String)] = [], into file: String
    ) throws(Failure) -> HTTPResponse {
        var token = try token()
        func ask() throws(Failure) -> HTTPResponse {
            try again(address) { () throws(Failure) in
                try self.follow(address, token, conditions, into: file)
            }
        }
        var response = try ask()
        if response.status == 401, case .oauth2(let login) = manners.login, let refused = token {
            // Tokens can end before their time; a new one is refused for a better reason.
            web.tokens.forget(refused, of: login)
            token = try self.token()
            response = try ask()
        }
        guard 200..<300 ~= response.status || response.status == 304 else { throw refusal(response, address, token) }
        received += response.count
        return response
    }

    /// The time of the run by the server's clock where the two differ: it is what the server's dates are written by.
    var now: Int { abs(ahead ?? 0) > HTTPSession.slack ? visit.now + (ahead ?? 0) : visit.now }

    // MARK: - Asking once

    /// Asks, and follows where the server sends it.
    private func follow(
        _ address: HTTPAddress, _ token: Secret?, _ conditions: [(name: String, value: String)], into file: String
    ) throws(Failure) -> HTTPResponse {
        var address = address
        for _ in 0...HTTPSession.mostRedirects {
            let request = request(for: address, token, conditions)
            let response = try send(request, to: address, into: file)
            guard [301, 302, 303, 307, 308].contains(response.status), let link = response.header("Location") else {
                return response
            }
            guard let next = address.following(link) else {
                throw redirection(address, "to what is no web address: \(Quote.value(HTTPRequest.shown(link)))")
            }
            let rule = "\"redirects\" is \"\(manners.redirects.rawValue)\" (\(manners.position("redirects")))"
            guard manners.redirects != .refuse else { throw redirection(address, "to \(next.shown)", why: rule) }
            guard address.scheme == "http" || next.scheme == "https" else {
                throw redirection(address, "to \(next.shown)", why: "that is not encrypted, and the feed's address is")
            }
            guard manners.redirects == .follow || next.host == address.host else {
                throw redirection(address, "to \(next.shown)", why: rule)
            }
            guard manners.body == nil || next.origin == address.origin && [307, 308].contains(response.status) else {
                throw redirection(
                    address, "to \(next.shown)",
                    why: "a query that is sent with POST is sent on by 307 and 308, to the same server only")
            }
            address = next
        }
        throw redirection(address, "more than \(HTTPSession.mostRedirects) times in a row")
    }

    private func redirection(_ address: HTTPAddress, _ to: String, why: String? = nil) -> Failure {
        Failure(
            Problem(
                Place(address.shown), "the server redirects \(to)", why: why,
                fix: "correct \"url\" at \(manners.position("url"))"), .config)
    }

    private func request(
        for address: HTTPAddress, _ token: Secret?, _ conditions: [(name: String, value: String)]
    ) -> HTTPRequest {
        guard address.origin == manners.origin else {
            let accept = manners.headers.filter { $0.name.lowercased() == "accept" }
            return HTTPRequest("GET", address.text, headers: accept + conditions)
        }
        var request = HTTPRequest("GET", address.text, headers: manners.headers + conditions)
        if let body = manners.body {
            (request.method, request.body) = ("POST", body.bytes)
            if !manners.headers.contains(where: { $0.name.lowercased() == "content-type" }) {
                request.headers.append(("Content-Type", "application/json"))
            }
        }
        switch manners.login {
        case .basic(let user, let password): request.login = (user, password.reveal)
        case .bearer(let secret, let scheme):
            request.headers.append(("Authorization", "\(scheme) \(secret.reveal)"))
        case .keyInHeader(let name, let secret): request.headers.append((name, secret.reveal))
        case .keyInQuery(let name, let secret):
            request.url = address.adding([(name, secret.reveal)]).text
        case .oauth2: if let token { request.headers.append(("Authorization", "Bearer \(token.reveal)")) }
        case nil: break
        }
        return request
    }

    /// Sends one request when its host may be asked.
    private func send(
        _ request: HTTPRequest, to address: HTTPAddress, into file: String?
    ) throws(Failure) -> HTTPResponse {
        let now = web.pace.now()
        try pass(web.rates.reserve(address.origin, interval: manners.interval, now: now), address)
        var request = request
        let left = manners.deadline - Int(web.pace.now() - start)
        guard left > 0 else { throw tooLong(address) }
        request.limits = (min(manners.timeout, left), left, manners.timeout)
        request.authority = manners.authority
        request.maxBytes = min(manners.size, manners.total - received)
        request.sizeRule =
            manners.size <= manners.total - received
            ? (
                "one answer may have \(manners.size) bytes (\(manners.position("size")))",
                "raise \"size\" there if the export is right"
            )
            : (
                "all answers of a run together may have \(manners.total) bytes (\(manners.position("total")))",
                "raise \"total\" there if the export is right"
            )
        do throws(Failure) {
            let response = try client.send(request, into: file) { [self] () throws(Failure) in try tick() }
            let time = response.header("Date").flatMap(RetryAfter.moment)
            ahead = ahead ?? time.map { $0 - visit.now - Int(web.pace.now() - start) }
            return response
        } catch {
            var failure = error
            if failure.cause == .config {
                failure.problem.why = "the feed asks there (\(manners.position("url")))"
                failure.problem.fix =
                    request.url.hasPrefix("https")
                    ? "name the authority's certificate with \"ca\", or correct \"url\"" : "correct \"url\""
            }
            throw failure
        }
    }

    private func tick() throws(Failure) {
        do throws(Failure) { try visit.tick() } catch {
            interruption = error
            throw error
        }
    }

    // MARK: - Asking again

    /// Asks until the server has time, or has been asked often enough.
    private func again(
        _ address: HTTPAddress, _ ask: () throws(Failure) -> HTTPResponse
    ) throws(Failure) -> HTTPResponse {
        var times = 1
        while true {
            var failure: Failure
            var wanted: Int?
            do throws(Failure) {
                let response = try ask()
                guard [408, 425, 429].contains(response.status) || response.status >= 500 else { return response }
                failure = busy(response, address)
                // Its own clock counts, where it tells: this machine's may be wrong.
                let now =
                    response.header("Date").flatMap(RetryAfter.moment) ?? visit.now + Int(web.pace.now() - start)
                wanted = response.header("Retry-After").flatMap { RetryAfter.seconds($0, now: now) }
            } catch {
                // A disk that is full here is not better for asking there again.
                let isHere = error.problem.place.file.hasPrefix(visit.folder.path)
                guard error.cause == .unreachable, interruption == nil, !isHere else { throw error }
                failure = error
            }
            failure.problem.why =
                (failure.problem.why.map { "\($0); " } ?? "") + "asked \(times == 1 ? "once" : "\(times) times")"
            failure.problem.fix = failure.problem.fix ?? "run again"
            if let wanted, wanted > HTTPSession.patience {
                failure.problem.why = "it asks to be left alone for \(wanted) s"
                throw failure
            }
            guard times <= manners.retries else { throw failure }
            let limit = Double(1 << min(times - 1, 6))
            let wait = wanted.map { Double($0) + web.pace.jitter(1) } ?? web.pace.jitter(limit)
            guard web.pace.now() + wait - start < Double(manners.deadline) else { throw failure }
            if let wanted { web.rates.hold(address.origin, until: web.pace.now() + Double(wanted)) }
            try pass(wait, address)
            times += 1
        }
    }

    /// Lets seconds pass, in which others are not left waiting.
    private func pass(_ seconds: Double, _ address: HTTPAddress) throws(Failure) {
        let end = web.pace.now() + seconds
        guard end - start < Double(manners.deadline) else { throw tooLong(address) }
        while web.pace.now() < end {
            web.pace.pass(min(1, end - web.pace.now()))
            try tick()
        }
    }

    private func busy(_ response: HTTPResponse, _ address: HTTPAddress) -> Failure {
        Failure(Problem(Place(address.shown), answered(response, nil)), .unreachable)
    }

    private func tooLong(_ address: HTTPAddress) -> Failure {
        Failure(
            Problem(
                Place(address.shown), "the visit takes longer than \(manners.deadline) s",
                why: "so long may all answers take together (\(manners.position("deadline")))",
                fix: "raise \"deadline\" there, or ask for less"))
    }

    // MARK: - Tokens

    /// A token that is good, where the login needs one.
    private func token() throws(Failure) -> Secret? {
        guard case .oauth2(let login) = manners.login else { return nil }
        if let token = web.tokens.token(for: login, now: web.pace.now()) { return token }
        let request = HTTPRequest(
            "POST", login.address.text,
            headers: [("Content-Type", "application/x-www-form-urlencoded"), ("Accept", "application/json")],
            body: Array(login.form.utf8))
        let response = try again(login.address) { () throws(Failure) in
            try self.send(request, to: login.address, into: nil)
        }
        let fields = ServerMessage.fields(response.body, ["access_token", "token_type", "expires_in"])
        guard response.status == 200, case .text(let token) = fields["access_token"], !token.isEmpty else {
            let what = response.status == 200 ? "the answer holds no access_token" : answered(response, nil)
            throw Failure(
                Problem(
                    Place(login.address.shown), "no token: \(what)",
                    why: "the feed logs in there (\(login.place.position))",
                    fix: "correct \"id\", \"secret\" or \"scope\" there"), .config)
        }
        if case .text(let type) = fields["token_type"], type.lowercased() != "bearer" {
            throw Failure(
                Problem(
                    Place(login.address.shown), "a token of type \(Quote.value(type))",
                    why: "the hub knows Bearer tokens (\(login.place.position))"), .config)
        }
        var life = 300.0
        if case .number(let seconds) = fields["expires_in"], let seconds = Double(seconds) { life = seconds }
        // Some endpoints write it as a text.
        if case .text(let seconds) = fields["expires_in"], let seconds = Double(seconds) { life = seconds }
        web.tokens.keep(Secret(token), for: login, life: life, now: web.pace.now())
        return Secret(token)
    }

    // MARK: - What people read

    private func refusal(_ response: HTTPResponse, _ address: HTTPAddress, _ token: Secret?) -> Failure {
        let fix =
            switch response.status {
            case 401, 403:
                manners.login == nil
                    ? "add \"login\" there" : "correct \"login\" at \(manners.position("login"))"
            case 404, 410: "correct \"url\" there"
            case 405:
                manners.body == nil ? "add \"method\": \"post\" there" : "remove \"method\": \"post\" there"
            default:
                "correct \"url\", \"query\"\(manners.body == nil ? "" : ", \"body\"") or \"headers\" there"
            }
        return Failure(
            Problem(
                Place(address.shown), answered(response, token),
                why: "the feed asks for it at \(manners.position("url"))", fix: fix), .config)
    }

    /// `the server answered 400: "…"`, with the reason that it gave, in which no secret is repeated.
    private func answered(_ response: HTTPResponse, _ token: Secret?) -> String {
        let secrets =
            (manners.login?.secrets ?? []) + (manners.body?.secrets ?? []) + (token.map { [$0.reveal] } ?? [])
        let reason = ServerMessage.reason(of: response, hiding: secrets)
        return "the server answered \(response.status)\(reason.map { ": \($0)" } ?? "")"
    }
}
