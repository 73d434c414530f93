import Canonical
import Testing

@testable import Connectors

@Suite struct HTTPClientTests {
    @Test func `an address shows neither login nor query`() {
        #expect(HTTPRequest("GET", "https://u:p@host/a/b@c?token=1").shownURL == "https://host/a/b@c")
        #expect(HTTPRequest("GET", "https://host/a#x").shownURL == "https://host/a")
        #expect("\(HTTPRequest("PUT", "http://h/", login: ("u", "topsecret")))" == "PUT http://h/")
    }

    @Test func `nobody there is a temporary failure`() {
        let failure = #expect(throws: Failure.self) {
            try HTTPClient().send(HTTPRequest("GET", "http://127.0.0.1:9/x?k=1"))
        }
        #expect(failure?.problem.place == Place("http://127.0.0.1:9/x"))
        #expect(failure?.problem.what.hasPrefix("no answer: Failed to connect to 127.0.0.1 port 9") == true)
        #expect(failure?.isTemporary == true)
    }

    @Test func `a scheme that is not HTTP is not followed`() {
        let failure = #expect(throws: Failure.self) { try HTTPClient().send(HTTPRequest("GET", "file:///etc/passwd")) }
        #expect(failure?.problem.what.hasPrefix("no answer: Protocol \"file\" ") == true)
        #expect(failure?.isTemporary == false)
    }

    @Test func `no management API is said with where it was configured`() {
        let management = Management(
            ["http://127.0.0.1:9"], user: "u", password: "p", at: Place("config/hub.jsonc", line: 6))
        let failure = #expect(throws: Failure.self) { try management.users() }
        #expect(
            failure?.problem.what.hasPrefix("the broker's management API gives no answer: Failed to connect") == true)
        #expect(
            failure?.problem.fix
                == "see that the broker runs and has its plugin (rabbitmq-plugins enable rabbitmq_management), or correct "
                + "the address at config/hub.jsonc:6")
    }

    @Test func `of several nodes' management APIs each is named when none answers`() {
        let management = Management(
            ["http://127.0.0.1:9", "http://127.0.0.1:7/"], user: "u", password: "p",
            at: Place("config/hub.jsonc", line: 6))
        let failure = #expect(throws: Failure.self) { try management.users() }
        let problem = failure?.problem.description ?? ""
        #expect(
            problem.hasPrefix(
                """
                http://127.0.0.1:9,http://127.0.0.1:7: none of the 2 nodes' management APIs answers
                  why: http://127.0.0.1:9: the broker's management API gives no answer: Failed to connect to 127.0.0.1 port 9
                """))
        #expect(
            problem.contains(
                "; http://127.0.0.1:7: the broker's management API gives no answer: Failed to connect to 127.0.0.1 port 7"
            ))
        #expect(problem.hasSuffix("\n  fix: start the broker, or correct the addresses at config/hub.jsonc:6"))
        #expect(failure?.isTemporary == true)
    }
}

@Suite(.enabled(if: TestBroker.isThere, "set HUB_TEST_BROKER: run deploy/test"))
struct ManagementTests {
    @Test func `a wrong password is said with the API's reason`() throws {
        let url = try #require(TestBroker.managementURL)
        let management = Management(
            [url], user: "nobody", password: "topsecret", at: Place("config/hub.jsonc", line: 6))
        let failure = #expect(throws: Failure.self) { try management.users() }
        #expect(
            failure?.problem.description == """
                \(url): the broker's management API refused user "nobody": Login failed
                  fix: correct the login at config/hub.jsonc:6; the user needs the tag administrator
                """)
        #expect(failure?.isTemporary == false)
    }

    @Test func `a node of a cluster that is away is passed over`() throws {
        let url = try #require(TestBroker.managementURL)
        let address = try TestBroker.address()
        let management = Management(
            ["http://127.0.0.1:9", url], user: address.user, password: address.password, at: TestBroker.place)
        #expect(try management.users().contains { $0.name == address.user })
        #expect(try management.hasVhost("no such vhost") == false)
    }

    @Test func `an answer larger than allowed is a failure`() throws {
        var request = HTTPRequest("GET", try #require(TestBroker.managementURL) + "/")
        request.maxBytes = 100
        let failure = #expect(throws: Failure.self) { try HTTPClient().send(request) }
        #expect(failure?.problem.what == "the answer is larger than 100 bytes")
    }

    @Test func `a vhost with any characters can be made, found and deleted`() throws {
        let management = try TestBroker.management()
        let name = "test/é %2F \(UInt64.random(in: 0 ... .max))"
        #expect(try !management.hasVhost(name))
        try management.put(vhost: name)
        #expect(try management.hasVhost(name))
        #expect(try management.queues(in: name) == [])
        try management.delete(vhost: name)
        #expect(try !management.hasVhost(name))
        #expect(try management.queues(in: name) == [])
    }
}
