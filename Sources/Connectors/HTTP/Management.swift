import Canonical
import FoundationEssentials

/// RabbitMQ's management plugin: what AMQP has no words for (vhosts, users, permissions, policies, lists).
package final class Management {
    private let base: String
    private let login: (user: String, password: String)
    private let configured: Place
    private let client = HTTPClient()

    /// Where the plugin answers, such as `http://127.0.0.1:15672`; the user needs the tag `administrator`.
    package init(_ url: String, user: String, password: String, at place: Place) {
        base = url.hasSuffix("/") ? String(url.dropLast()) : url
        login = (user, password)
        configured = place
    }

    private struct Refusal: Decodable { var reason: String }

    /// What the API lists under the path, or nil where nothing is.
    func get<Answer: Decodable>(_ path: [String], as type: Answer.Type) throws(Failure) -> Answer? {
        let response = try send("GET", path)
        guard response.status != 404 else { return nil }
        do { return try JSONDecoder().decode(type, from: Data(response.body)) } catch {
            throw unexpected(path, "an answer that is not RabbitMQ's: \(Quote.value(response.text))")
        }
    }

    /// Creates or replaces what the path names.
    func put(_ path: [String], _ value: some Encodable) throws(Failure) {
        let body: Data
        do { body = try JSONEncoder().encode(value) } catch { throw unexpected(path, "a value that JSON cannot hold") }
        _ = try send("PUT", path, body: [UInt8](body))
    }

    /// Removes what the path names; nothing there is fine.
    func delete(_ path: [String]) throws(Failure) { _ = try send("DELETE", path) }

    private func send(_ method: String, _ path: [String], body: [UInt8]? = nil) throws(Failure) -> HTTPResponse {
        let url = url(path)
        let headers = body == nil ? [] : [(name: "Content-Type", value: "application/json")]
        let request = HTTPRequest(method, url, headers: headers, body: body, login: login)
        let response: HTTPResponse
        do { response = try client.send(request) } catch {
            var failure = error
            failure.problem.place = Place(base)
            failure.problem.what = "the broker's management API gives \(error.problem.what)"
            failure.problem.fix =
                "rabbitmq-plugins enable rabbitmq_management, or correct the address at \(configured.position)"
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
            throw unexpected(path, "\(method) answered \(response.status): \(reason(response))")
        }
    }

    private func reason(_ response: HTTPResponse) -> String {
        (try? JSONDecoder().decode(Refusal.self, from: Data(response.body)).reason) ?? Quote.value(response.text)
    }

    private func unexpected(_ path: [String], _ what: String) -> Failure {
        Failure(
            Problem(
                Place(url(path)), what,
                fix: "check that RabbitMQ's management plugin answers at the address of \(configured.position)"),
            .config)
    }

    private func url(_ path: [String]) -> String {
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
