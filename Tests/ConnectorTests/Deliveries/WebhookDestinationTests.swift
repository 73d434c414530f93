import Canonical
import Foundation
import Testing

@testable import Connectors

/// Webhooks to a receiver in Python, which verifies signatures by itself.
@Suite(.enabled(if: WebServer.isThere, "install nginx and python3: deploy/install --test"))
struct WebhookDestinationTests {
    private static let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

    private struct Hook {
        let server: WebServer
        var destination: WebhookDestination
        let quick = QuickTime()

        init(_ scenario: String = "{}", secret: String = WebhookDestinationTests.secret, _ more: String = "") throws {
            server = try WebServer.receiver(WebhookDestinationTests.secret, scenario)
            let reading = ConfigReading(folder: "config", variables: ["S": secret, "T": "Bearer t"])
            let words = #"{ "url": "http://127.0.0.1:\#(server.port)/hook/geheim", "secret": "${S}" \#(more) }"#
            let setting = try ConfigText.parse(Array(words.utf8), file: "m.jsonc")
            let settings = Settings(setting, "\"webhook\"", reading)
            destination = try #require(WebhookDestination.read(settings, of: "m", reading), "\(reading.problems)")
            destination.web = quick.web
            #expect(reading.problems == [])
        }

        /// What became of each, or the failure; ports differ.
        func deliver(_ keys: String...) throws -> [String] {
            let messages = try keys.map { try InboxMessage.sample($0) }
            let now = Int(Date().timeIntervalSince1970)
            do throws(Failure) {
                return try destination.deliver(messages, at: now) { () throws(Failure) in }.map {
                    $0.text.replacing(":\(server.port)", with: "")
                }
            } catch {
                return ["\(error.cause): \(error.problem)".replacing(":\(server.port)", with: "")]
            }
        }
    }

    @Test func `each message is one signed request that the receiver can verify`() throws {
        let hook = try Hook(
            secret: Self.secret,
            #", "headers": { "X-Structure": "moulin" }, "token": { "header": "Authorization", "value": "${T}" }"#)
        #expect(try hook.deliver("A", "B") == ["delivered", "delivered"])
        let sent = try hook.server.sent()
        #expect(sent.map(\.key) == ["A", "B"])
        #expect(sent.map(\.wrong) == ["", ""])
        #expect(sent[0].path == "/hook/geheim" && sent[0].token == "Bearer t")
        #expect(sent[0].body == String(decoding: InboxMessage.body("A"), as: UTF8.self))
        #expect(try Hook(secret: "another secret of enough letters").deliver("A") == ["delivered"])
    }

    @Test func `a receiver that has another secret finds every signature wrong`() throws {
        let hook = try Hook(secret: "another secret of enough letters")
        _ = try hook.deliver("A")
        #expect(try hook.server.sent().map(\.wrong) == ["signature"])
    }

    @Test func `410 ends it for good, and the path of the address is not repeated`() throws {
        let hook = try Hook(#"{ "answers": [{ "status": 410, "body": "gone" }] }"#)
        #expect(
            try hook.deliver("A", "B") == [
                """
                config: webhook http://127.0.0.1: the receiver answered 410
                  why: 410 means that it is gone and wants nothing any more
                  fix: ask whoever runs it; then correct or remove "delivery" at m.jsonc:1:1
                """
            ])
        #expect(try hook.server.sent().count == 1)
    }

    @Test func `one message that it fails on keeps no other waiting`() throws {
        let hook = try Hook(#"{ "keys": { "B": { "status": 500 } } }"#)
        #expect(
            try hook.deliver("A", "B", "C") == [
                "delivered", "postponed: webhook http://127.0.0.1: the receiver answered 500", "delivered",
            ])
        // Alone, nothing tells whose fault it is.
        #expect(try hook.deliver("B") == ["unreachable: webhook http://127.0.0.1: the receiver answered 500"])
        #expect(try hook.deliver("B", "A").count == 2)
    }

    @Test func `a receiver that is down ends the batch, and what it took before counts`() throws {
        let hook = try Hook(#"{ "answers": [{ "status": 200 }], "then": { "status": 503 } }"#)
        #expect(try hook.deliver("A", "B", "C", "D") == ["delivered"])
        #expect(try hook.server.sent().map(\.key) == ["A", "B", "C"])
        #expect(try hook.deliver("B", "C") == ["unreachable: webhook http://127.0.0.1: the receiver answered 503"])
    }

    @Test func `a message that is refused is told, and others are taken`() throws {
        let hook = try Hook(#"{ "keys": { "A": { "status": 422, "body": "Durand Marie" } } }"#)
        #expect(
            try hook.deliver("A", "B") == [
                """
                refused: webhook http://127.0.0.1: the receiver answered 422
                  why: it refuses this message, and others it may take
                  fix: ask whoever runs it what is wrong, then replay or discard the message
                """, "delivered",
            ])
    }

    @Test(arguments: [301, 401, 403, 404])
    func `where nobody knows the hub the address is wrong, not the messages`(status: Int) throws {
        let hook = try Hook(#"{ "then": { "status": \#(status) } }"#)
        #expect(
            try hook.deliver("A", "B", "C", "D") == [
                """
                config: webhook http://127.0.0.1: the receiver answered \(status)
                  why: it answered so to the first 3 messages, so the address is wrong, or the secret
                  fix: correct "url", "secret" or "token" at m.jsonc:1:1
                """
            ])
        #expect(try hook.server.sent().count == 3)
        let one = try Hook(#"{ "keys": { "A": { "status": \#(status) } } }"#)
        #expect(
            try one.deliver("A", "B") == [
                "refused: webhook http://127.0.0.1: the receiver answered \(status)", "delivered",
            ])
        #expect(
            try one.deliver("B", "A") == [
                "delivered", "refused: webhook http://127.0.0.1: the receiver answered \(status)",
            ])
    }

    @Test func `whoever asks to be left alone is left alone for so long`() throws {
        let hook = try Hook(#"{ "answers": [{ "status": 429, "headers": { "Retry-After": "30" } }] }"#)
        #expect(
            try hook.deliver("A") == [
                """
                unreachable: webhook http://127.0.0.1: the receiver asked to be left alone for a while (429)
                  why: it sent Retry-After; the hub waits for that long, an hour at most
                """
            ])
        #expect(
            try hook.deliver("A") == [
                """
                unreachable: webhook http://127.0.0.1: the receiver asked to be left alone for a while
                  why: it sent Retry-After; the hub waits for that long, an hour at most
                """
            ])
        #expect(try hook.server.sent().count == 1)
        hook.quick.web.pace.pass(31)
        #expect(try hook.deliver("A") == ["delivered"])
    }

    @Test func `a connection that breaks is no answer, a slow receiver is waited for as long as the config says`()
        throws
    {
        let broken = try Hook(#"{ "answers": [{ "close": "before" }, { "status": 200 }] }"#)
        let results = try broken.deliver("A", "B")
        #expect(results.count == 2 && results[0].hasPrefix("postponed: webhook http://127.0.0.1: no answer: "))
        #expect(results.last == "delivered")
        let cut = try Hook(#"{ "then": { "status": 200, "close": "middle", "body": "x" } }"#)
        #expect(
            try cut.deliver("A").first?.hasPrefix("unreachable: webhook http://127.0.0.1: the answer is cut short: ")
                == true)
        let slow = try Hook(
            #"{ "then": { "status": 200, "delay": 5 } }"#, secret: Self.secret, #", "timeout": "1 second""#)
        #expect(try slow.deliver("A").first?.hasPrefix("unreachable: webhook http://127.0.0.1: no answer: ") == true)
    }

    @Test func `a certificate that nobody vouches for ends it`() throws {
        let scratch = try Scratch()
        try scratch.write("key.sh", "")
        let made = try TestBroker.run(
            "openssl",
            [
                "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext",
                "subjectAltName=DNS:localhost", "-keyout", "\(scratch.path)/key.pem", "-out",
                "\(scratch.path)/cert.pem",
            ])
        try #require(made != nil)
        let server = try WebServer.nginx(
            "ssl_certificate \(scratch.path)/cert.pem; ssl_certificate_key \(scratch.path)/key.pem; location / { return 204; }",
            files: scratch, tls: true)
        func deliver(_ more: String) throws -> String {
            let reading = ConfigReading(folder: "config", variables: ["S": Self.secret])
            let words = #"{ "url": "https://localhost:\#(server.port)/", "secret": "${S}" \#(more) }"#
            let settings = Settings(try ConfigText.parse(Array(words.utf8), file: "m.jsonc"), "\"webhook\"", reading)
            let destination = try #require(WebhookDestination.read(settings, of: "m", reading))
            let message = try InboxMessage.sample("A")
            do throws(Failure) {
                return try destination.deliver([message], at: 0) { () throws(Failure) in }[0].text
            } catch {
                return "\(error.cause): \(error.problem.what)"
            }
        }
        #expect(try deliver("").hasPrefix("config: no answer: SSL certificate problem"))
        #expect(try deliver(#", "ca": "\#(scratch.path)/cert.pem""#) == "delivered")
    }
}
