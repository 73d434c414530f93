import CCurl
import Canonical

/// Hands mails over to one mail server, over one connection that is kept open from one mail to the next.
///
/// Not Sendable, blocks its worker's thread.
final class MailTransfer {
    /// How it ended when it went well.
    enum Answer {
        case taken
        /// The server refuses this mail for good and would take others.
        case refused(Problem)
    }

    /// Seconds without a word from the server, and seconds for one mail in all, after which it is given up.
    struct Patience {
        var silence = 60
        var whole = 300
    }

    private let server: MailServer
    private let patience: Patience
    private let curl = Curl()
    private let tick: () throws(Failure) -> Void

    /// Prepares; connects to nothing yet.
    ///
    /// `tick` is called about every second while a transfer lasts.
    init(_ server: MailServer, patience: Patience = Patience(), tick: @escaping () throws(Failure) -> Void) {
        self.server = server
        self.patience = patience
        self.tick = tick
    }

    /// Hands over one mail for all of `recipients`; `recipientsPlace` is where the config names them.
    ///
    /// A failure is temporary where the server or the network may be better later.
    func send(
        _ mail: [UInt8], to recipients: [String], at recipientsPlace: Place
    ) throws(Failure) -> Answer {
        var list: UnsafeMutablePointer<curl_slist>?
        for recipient in recipients { list = curl_slist_append(list, "<\(recipient)>") }
        defer { curl_slist_free_all(list) }
        var reply = 0
        // The server's own words when it last refused something; behind them it says good-bye.
        var said = ""
        let intake = Curl.Intake(
            body: { _ in },
            header: { line in if line.hasPrefix("4") || line.hasPrefix("5") { said = line.filter { !$0.isNewline } } },
            tick: tick, sent: mail)
        let outcome = try curl.perform(intake) {
            prepare($0, list)
        } then: {
            hub_curl_get_long($0, CURLINFO_RESPONSE_CODE, &reply)
        }
        guard outcome.status != CURLE_OK else { return .taken }
        let fault = Fault(
            server: server, outcome: outcome, reply: reply, said: said, recipients: recipients,
            recipientsPlace: recipientsPlace, patience: patience)
        if let refusal = fault.refusal { return .refused(refusal) }
        throw fault.failure
    }

    private func prepare(
        _ handle: UnsafeMutableRawPointer, _ recipients: UnsafeMutablePointer<curl_slist>?
    ) -> [CURLcode] {
        var steps = [
            hub_curl_set_string(handle, CURLOPT_URL, server.url),
            hub_curl_set_string(handle, CURLOPT_PROTOCOLS_STR, "smtp,smtps"),
            hub_curl_set_long(handle, CURLOPT_CONNECTTIMEOUT, min(20, patience.silence)),
            hub_curl_set_long(handle, CURLOPT_SERVER_RESPONSE_TIMEOUT, patience.silence),
            hub_curl_set_long(handle, CURLOPT_LOW_SPEED_TIME, patience.silence),
            hub_curl_set_long(handle, CURLOPT_TIMEOUT, patience.whole),
            hub_curl_set_string(handle, CURLOPT_MAIL_FROM, "<\(server.from)>"),
            hub_curl_set_pointer(handle, CURLOPT_MAIL_RCPT, recipients),
        ]
        if server.protection != .none {
            // Neither the password nor a mail goes without TLS.
            steps.append(hub_curl_set_long(handle, CURLOPT_USE_SSL, Int(CURLUSESSL_ALL.rawValue)))
        }
        if let ca = server.ca { steps.append(hub_curl_set_string(handle, CURLOPT_CAINFO, ca)) }
        if let user = server.user, let password = server.password {
            steps.append(hub_curl_set_string(handle, CURLOPT_USERNAME, user))
            steps.append(hub_curl_set_string(handle, CURLOPT_PASSWORD, password.reveal))
        }
        return steps
    }
}
