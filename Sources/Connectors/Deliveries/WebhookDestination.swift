import Canonical
import Foundation

/// A web address that each message is sent to, signed, with one POST: `"webhook": { "url": …, "secret": … }`.
package struct WebhookDestination: Destination {
    package static let word = "webhook"

    /// Seconds after which a batch is left for what else there is to do.
    private static let longest = 20.0
    /// Messages in a row that are refused as if nothing stood at the address, before it is given up.
    private static let strangers = 3
    /// Seconds that a server is left alone at most when it asks for it.
    private static let patience = 3_600
    /// Bytes of an answer that are read; nothing is made of them.
    private static let mostAnswer = 1 << 20

    let address: HTTPAddress
    let signature: WebhookSignature
    let headers: [(name: String, value: String)]
    /// Seconds for one request.
    let timeout: Int
    /// A file of certificates to trust in place of the system's.
    let authority: String?
    let place: Place
    var web = WebState.process

    /// Host and port: what stands behind them may be secret.
    package var label: String { "webhook \(address.origin)" }
    /// Apart from what feeds ask of the same host.
    private var receiver: String { "\(WebhookDestination.word) \(address.text)" }
    package var hours: [Int] { [] }
    package func isUrgent(_ message: InboxMessage) -> Bool { true }
    package var fingerprint: String {
        let words = [address.text, String(timeout), authority ?? ""] + headers.flatMap { [$0.name, $0.value] }
        return signature.check(for: words.joined(separator: "\n"))
    }

    package static func read(
        _ settings: Settings, of member: String, _ reading: ConfigReading
    ) -> WebhookDestination? {
        let address = address(settings)
        let secret = settings.requiredCredential("secret")
        let headers = settings.values("headers")
        HTTPSource.check(
            headers, settings, own: ["content-type", "webhook-id", "webhook-timestamp", "webhook-signature"],
            secretsGo: "write it under \"token\": { \"header\": \"…\", \"value\": \"file:…\" }")
        let token = token(settings)
        let timeout = settings.seconds("timeout") ?? 30
        let authority = HTTPSource.authority(settings)
        guard let signature = secret.flatMap({ signature($0, settings) }), let address else { return nil }
        return WebhookDestination(
            address: address, signature: signature, headers: headers + token, timeout: timeout, authority: authority,
            place: settings.place)
    }

    private static func address(_ settings: Settings) -> HTTPAddress? {
        guard let url = settings.required("url", "\"https://…\"") else { return nil }
        let place = settings.place(of: "url")
        guard let address = HTTPAddress(url) else {
            settings.reportAddress("url", url)
            return nil
        }
        if address.hasLogin {
            settings.reading.report(
                place, "a login in \"url\"", why: "addresses stand in messages and logs",
                fix: "write \"token\": { \"header\": \"Authorization\", \"value\": \"file:…\" }")
        }
        if address.scheme == "http", !address.isLoopback {
            settings.reading.report(
                place, "an address that is not encrypted: \(Quote.value(address.origin))",
                why: "the messages of an inbox name people; whoever stands between could read them",
                fix: "write https://")
        }
        return address
    }

    private static func signature(_ secret: Secret, _ settings: Settings) -> WebhookSignature? {
        let place = settings.place(of: "secret")
        guard settings.reading.readsSecrets else { return WebhookSignature(Secret("unread")) }
        guard secret.reveal.utf8.count >= WebhookSignature.leastCharacters else {
            settings.reading.report(
                place, "the secret of the webhook is too short",
                why:
                    "\(secret.reveal.utf8.count) characters; with fewer than \(WebhookSignature.leastCharacters) it can "
                    + "be guessed",
                fix: "make a new one: openssl rand -hex 32, and give it to whoever runs the receiver")
            return nil
        }
        guard let signature = WebhookSignature(secret) else {
            settings.reading.report(
                place, "the secret of the webhook begins with whsec_, and what follows is no base64",
                fix: "copy it whole, or make another one: openssl rand -hex 32")
            return nil
        }
        return signature
    }

    /// A header that says who sends, where the receiver wants one besides the signature.
    private static func token(_ settings: Settings) -> [(name: String, value: String)] {
        guard let words = settings.object("token") else { return [] }
        defer { words.finish() }
        let name = words.required("header", "\"Authorization\"")
        let value = words.requiredCredential("value")
        guard let name, let value else { return [] }
        return [(name, value.reveal)]
    }

    // MARK: - Sending

    package func deliver(
        _ messages: [InboxMessage], at now: Int, tick: @escaping () throws(Failure) -> Void
    ) throws(Failure) -> [Handover] {
        let client = HTTPClient()
        let start = web.pace.now()
        var handovers: [Handover] = []
        /// Why the messages before this one failed, as long as nothing tells whether it is their fault.
        var doubts: [Answer] = []
        /// Keeps what the others were told of; without any, there is only the failure to tell.
        func stopped(_ failure: Failure) throws(Failure) -> [Handover] {
            guard handovers.isEmpty else { return handovers }
            throw failure
        }
        let wait = web.rates.reserve(receiver, interval: 0, now: start)
        guard wait <= 0 else { throw left(alone: nil) }
        for (number, message) in messages.enumerated() {
            if number > 0 {
                do throws(Failure) { try tick() } catch { return try stopped(error) }
                guard web.pace.now() - start < WebhookDestination.longest else { break }
            }
            let answer: Answer
            do throws(Failure) {
                answer = try ask(message, at: now + Int(web.pace.now() - start), client, tick)
            } catch {
                return try stopped(error)
            }
            switch answer {
            case .taken:
                // It works for others: what was in doubt is the messages' own fault.
                handovers += doubts.map(\.handover) + [.delivered]
                doubts = []
            case .refused:
                handovers += doubts.map(\.handover) + [answer.handover]
                doubts = []
            case .stranger, .away:
                doubts.append(answer)
                if case .away(let problem) = answer, doubts.count > 1 {
                    return try stopped(Failure(problem, .unreachable))
                }
                if doubts.count == WebhookDestination.strangers { return try stopped(dead(doubts)) }
            case .busy(let problem): return try stopped(Failure(problem, .unreachable))
            }
        }
        // Others were taken just now: the address is right.
        let areStrangers = doubts.allSatisfy { if case .stranger = $0 { true } else { false } }
        guard handovers.isEmpty, let last = doubts.last else {
            return handovers + (areStrangers ? doubts.map(\.handover) : [])
        }
        if case .away(let problem) = last { throw Failure(problem, .unreachable) }
        throw dead(doubts)
    }

    /// What a server's answer means for a message.
    private enum Answer {
        case taken
        case refused(Problem)
        /// As if nobody knew the hub there: the message's fault, or the address's.
        case stranger(Problem)
        /// No answer, or a broken one.
        case away(Problem)
        /// It wants to be left alone.
        case busy(Problem)

        var handover: Handover {
            switch self {
            case .taken: .delivered
            case .refused(let problem), .stranger(let problem): .refused(problem)
            case .away(let problem), .busy(let problem): .postponed(problem)
            }
        }
    }

    private func ask(
        _ message: InboxMessage, at now: Int, _ client: HTTPClient, _ tick: @escaping () throws(Failure) -> Void
    ) throws(Failure) -> Answer {
        var request = HTTPRequest(
            "POST", address.text,
            headers: [("Content-Type", Envelope.contentType), ("Expect", "")] + headers
                + signature.headers(id: message.id, time: now, body: message.body), body: message.body,
            limits: (min(timeout, 10), timeout, timeout), maxBytes: WebhookDestination.mostAnswer)
        request.authority = authority
        switch try Attempt.result(tick, { tick throws(Failure) in try client.send(request, tick: tick) }) {
        case .success(let response): return try answer(response, to: message, at: now)
        case .failure(var failure):
            // A path may be as secret as a password.
            failure.problem.place = Place(label)
            failure.problem.fix =
                failure.problem.fix ?? "see that the receiver runs; \"url\" stands at \(place.position)"
            guard failure.cause == .unreachable else { throw failure }
            return .away(failure.problem)
        }
    }

    private func answer(_ response: HTTPResponse, to message: InboxMessage, at now: Int) throws(Failure) -> Answer {
        // Nothing that the server says besides is repeated: it may repeat the message.
        var problem = Problem(Place(label), "the receiver answered \(response.status)")
        switch response.status {
        case 200..<300: return .taken
        case 410:
            problem.why = "410 means that it is gone and wants nothing any more"
            problem.fix = "ask whoever runs it; then correct or remove \"delivery\" at \(place.position)"
            throw Failure(problem, .config)
        case 300..<400, 401, 403, 404, 405: return .stranger(problem)
        case 429, 503:
            guard let wanted = response.header("Retry-After").flatMap({ RetryAfter.seconds($0, now: now) }) else {
                return .away(problem)
            }
            web.rates.hold(receiver, until: web.pace.now() + Double(min(wanted, WebhookDestination.patience)))
            return .busy(left(alone: response.status).problem)
        case 408, 425, 500...: return .away(problem)
        default:
            problem.why = "it refuses this message, and others it may take"
            problem.fix = "ask whoever runs it what is wrong, then replay or discard the message"
            return .refused(problem)
        }
    }

    private func left(alone status: Int?) -> Failure {
        Failure(
            Problem(
                Place(label), "the receiver asked to be left alone for a while" + (status.map { " (\($0))" } ?? ""),
                why: "it sent Retry-After; the hub waits for that long, an hour at most"), .unreachable)
    }

    private func dead(_ doubts: [Answer]) -> Failure {
        var problem = doubts.first?.handover.problem ?? Problem(Place(label), "the receiver refuses everything")
        problem.why =
            "it answered so to the first \(doubts.count == 1 ? "message" : "\(doubts.count) messages"), so the "
            + "address is wrong, or the secret"
        problem.fix = "correct \"url\", \"secret\" or \"token\" at \(place.position)"
        return Failure(problem, .config)
    }
}
