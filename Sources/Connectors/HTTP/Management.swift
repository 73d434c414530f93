import Canonical
import FoundationEssentials

/// RabbitMQ's management plugin: what AMQP has no words for (vhosts, users, permissions, policies, lists).
package final class Management {
    /// The nodes of a cluster, tried in turn; the one that answered last comes first.
    private var bases: [String]
    private let login: (user: String, password: String)
    private let configured: Place
    private let client = HTTPClient()

    /// Where the plugin answers, such as `http://127.0.0.1:15672`, at each node of a cluster; the user needs the tag
    /// `administrator`.
    package init(_ urls: [String], user: String, password: String, at place: Place) {
        bases = urls.map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 }
        login = (user, password)
        configured = place
    }

    private struct Refusal: Decodable { var reason: String }

    /// What the API lists under the path, or nil where nothing is.
    func get<Answer: Decodable>(_ path: [String], as type: Answer.Type) throws(Failure) -> Answer? {
        let response = try send("GET", path)
        guard response.status != 404 else { return nil }
        do { return try JSONDecoder().decode(type, from: Data(response.body)) } catch {
            throw unexpected(url(path, at: bases[0]), "an answer that is not RabbitMQ's: \(Quote.value(response.text))")
        }
    }

    /// Creates or replaces what the path names.
    func put(_ path: [String], _ value: some Encodable) throws(Failure) {
        let body: Data
        do { body = try JSONEncoder().encode(value) } catch {
            throw unexpected(url(path, at: bases[0]), "a value that JSON cannot hold")
        }
        _ = try send("PUT", path, body: [UInt8](body))
    }

    /// Removes what the path names; nothing there is fine.
    func delete(_ path: [String]) throws(Failure) { _ = try send("DELETE", path) }

    /// Asks the first node that answers: all of them know the same, and doing the same twice changes nothing.
    private func send(_ method: String, _ path: [String], body: [UInt8]? = nil) throws(Failure) -> HTTPResponse {
        var failures: [Failure] = []
        for base in bases {
            do throws(Failure) {
                let response = try ask(base, method, path, body)
                bases = [base] + bases.filter { $0 != base }
                return response
            } catch {
                guard error.isTemporary else { throw error }
                failures.append(error)
            }
        }
        guard failures.count > 1 else { throw failures[0] }
        throw Failure(
            Problem(
                Place(bases.joined(separator: ",")),
                "none of the \(failures.count) nodes' management APIs answers",
                why: failures.map { "\($0.problem.place.file): \($0.problem.what)" }.joined(separator: "; "),
                fix: "start the broker, or correct the addresses at \(configured.position)"), isTemporary: true)
    }

    private func ask(
        _ base: String, _ method: String, _ path: [String], _ body: [UInt8]?
    ) throws(Failure) -> HTTPResponse {
        let headers = body == nil ? [] : [(name: "Content-Type", value: "application/json")]
        let request = HTTPRequest(method, url(path, at: base), headers: headers, body: body, login: login)
        let response: HTTPResponse
        do { response = try client.send(request) } catch {
            var failure = error
            failure.problem.place = Place(base)
            failure.problem.what = "the broker's management API gives \(error.problem.what)"
            failure.problem.fix =
                "see that the broker runs and has its plugin (rabbitmq-plugins enable rabbitmq_management), or correct "
                + "the address at \(configured.position)"
            throw failure
        }
        switch response.status {
        case 200...299: return response
        case 404 where method != "PUT": return response
        case 401:
            throw Failure(
                Problem(
                    Place(base),
                    "the broker's management API refused user \(Quote.value(login.user)): \(reason(response))",
                    fix: "correct the login at \(configured.position); the user needs the tag administrator"), .config)
        default:
            throw unexpected(url(path, at: base), "\(method) answered \(response.status): \(reason(response))")
        }
    }

    private func reason(_ response: HTTPResponse) -> String {
        (try? JSONDecoder().decode(Refusal.self, from: Data(response.body)).reason) ?? Quote.value(response.text)
    }

    private func unexpected(_ url: String, _ what: String) -> Failure {
        Failure(
            Problem(
                Place(url), what,
                fix: "check that RabbitMQ's management plugin answers at the address of \(configured.position)"),
            .config)
    }

    private func url(_ path: [String], at base: String) -> String {
        // A vhost is usually "/", which must be %2F; nothing else than letters and digits is sure to pass unchanged.
        func escaped(_ text: String) -> String {
            text.utf8.map { byte in
                let scalar = Unicode.Scalar(byte)
                let isPlain = scalar.properties.isAlphabetic || scalar.properties.numericType != nil || byte == 0x2D
                return byte < 0x80 && isPlain ? String(scalar) : "%" + Digest.hex([byte])
            }.joined()
        }
        return "\(base)/api/" + path.map(escaped).joined(separator: "/")
    }
}
