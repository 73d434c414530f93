import CCurl
import Canonical

extension MailTransfer {
    /// A mail that was not taken, and what people read of it.
    struct Fault {
        let server: MailServer
        let outcome: Curl.Outcome
        /// SMTP's three digits; 0 where the server said nothing.
        let reply: Int
        /// The server's last words.
        let said: String
        let recipients: [String]
        let recipientsPlace: Place
        let patience: Patience
    }
}

extension MailTransfer.Fault {
    /// At which command the server refused, as libcurl tells it.
    private enum Step { case sender, recipient, content, other }

    private var step: Step {
        if outcome.detail.hasPrefix("MAIL failed") { return .sender }
        if outcome.detail.hasPrefix("RCPT failed") { return .recipient }
        return outcome.status == CURLE_WEIRD_SERVER_REPLY || outcome.detail.hasPrefix("DATA failed") ? .content : .other
    }

    private var isLasting: Bool { (500..<600).contains(reply) }

    private func problem(_ what: String, _ why: String, _ fix: String) -> Problem {
        Problem(Place(server.shown), what, why: why, fix: fix)
    }

    /// What is wrong with this mail alone.
    var refusal: Problem? {
        guard isLasting, step == .content else { return nil }
        return problem(
            "the server refuses the mail itself", "it said \(Quote.value(said, limit: 200))",
            "ask the server's people what they refuse: size, links or words")
    }

    /// What stops all mails of this destination.
    var failure: Failure {
        func lasting(_ what: String, _ why: String, _ fix: String) -> Failure {
            Failure(problem(what, why, fix), .config)
        }
        func passing(_ what: String, _ why: String, _ fix: String = "nothing: it is tried again") -> Failure {
            Failure(problem(what, why, fix), .unreachable)
        }
        switch outcome.status {
        case CURLE_COULDNT_RESOLVE_HOST:
            return passing(
                "there is no host \(Quote.value(server.host))", "no name server knows it (\(server.place.position))",
                "correct \"server\"; if it is right, the network is down")
        case CURLE_COULDNT_CONNECT:
            return passing(
                "nobody answers", "port \(server.port) of \(server.host) is closed (\(server.place.position))",
                "see that the server runs, that the port is right, and that no firewall stands between")
        case CURLE_PEER_FAILED_VERIFICATION:
            return lasting(
                "the server's certificate is not trusted", "\(outcome.detail) (\(server.caPlace.position))",
                "write the name that the certificate is for in \"server\"; or, if the server's people made it "
                    + "themselves, ask them for the file of its authority: \"ca\": \"path\"")
        case CURLE_SSL_CACERT_BADFILE:
            return lasting(
                "the file of \"ca\" cannot be read", "\(outcome.detail) (\(server.caPlace.position))",
                "it holds one or more certificates as text (PEM)")
        case CURLE_USE_SSL_FAILED:
            return lasting(
                "the server does not offer TLS", "without it nothing is sent (\(server.place.position))",
                "ask the server's people for TLS; with smtps:// it starts at once")
        // A server that is overloaded refuses every login for a while (454).
        case CURLE_LOGIN_DENIED where !(400..<500).contains(reply):
            return lasting(
                "the server refused the login of user \(Quote.value(server.user ?? ""))",
                "the user or the password is not right (\(server.loginPlace.position))",
                "correct them; some providers want a password made for programs")
        case CURLE_OPERATION_TIMEDOUT:
            return passing(
                "the server took too long",
                "nothing came for \(patience.silence) seconds, or the mail took \(patience.whole)")
        case _ where isLasting && step == .sender:
            return lasting(
                "the server does not let \(server.from) send",
                "it said \(Quote.value(said, limit: 200)) (\(server.fromPlace.position))",
                "write the address that the login belongs to as \"from\", or give a \"user\" and a \"password\"")
        case _ where isLasting && step == .recipient:
            return Failure(
                Problem(
                    recipientsPlace, "the server refuses the recipient \(recipients.joined(separator: ", "))",
                    why: "\(server.shown) said \(Quote.value(said, limit: 200))",
                    fix: "correct \"to\", or ask the member which address reads mail"), .config)
        case _ where (400..<600).contains(reply):
            return passing(
                "the server does not take mails at present", "it said \(Quote.value(said, limit: 200))",
                "nothing: it is tried again; if it lasts, ask the server's people")
        default:
            return passing("the connection to the server broke off", outcome.detail)
        }
    }
}
