import Canonical
import Testing

@testable import Connectors

@Suite struct BrokerAddressTests {
    private let place = Place("config/hub.jsonc", line: 4, column: 15)

    @Test func `an address names host, port, vhost, user and password`() throws {
        let address = try BrokerAddress("amqp://hub:s%40cret@broker.example:5673/collective%2Fwest", at: place)
        #expect(address.host == "broker.example")
        #expect(address.port == 5673)
        #expect(address.vhost == "collective/west")
        #expect(address.user == "hub")
        #expect(address.password == "s@cret")
    }

    @Test(arguments: ["amqp://hub:x@localhost", "amqp://hub:x@localhost/"])
    func `port and vhost have AMQP's defaults`(text: String) throws {
        let address = try BrokerAddress(text, at: place)
        #expect(address.port == 5672)
        #expect(address.vhost == "/")
    }

    @Test func `an IPv6 host stands in brackets`() throws {
        let address = try BrokerAddress("amqp://hub:x@[::1]:5673/v", at: place)
        #expect(address.host == "::1")
        #expect(address.port == 5673)
        #expect("\(address)" == "amqp://hub@[::1]:5673/v")
    }

    @Test func `a password given apart replaces the one in the text`() throws {
        #expect(try BrokerAddress("amqp://hub@localhost/v", password: "p%40", at: place).password == "p%40")
        #expect(try BrokerAddress("amqp://hub:old@localhost/v", password: "new", at: place).password == "new")
    }

    @Test func `no way of printing an address shows the password`() throws {
        let address = try BrokerAddress("amqp://hub:topsecret@localhost/v", at: place)
        var dumped = ""
        dump([address], to: &dumped)
        let texts = ["\(address)", "\([address])", "\(Optional(address) as Any)", String(reflecting: address), dumped]
        for text in texts {
            #expect(!text.contains("topsecret"))
        }
        #expect("\(address)" == "amqp://hub@localhost:5672/v")
    }

    @Test(arguments: [
        ("http://localhost", "it does not begin with amqp:// or amqps://"),
        ("amqp://localhost", "it names no user"), ("amqp://:x@localhost", "its user name is empty or has a broken %"),
        ("amqp://hub:50%@localhost", "its password has a broken %"),
        ("amqp://hub@localhost", "there is no password for user \"hub\""), ("amqp://hub:x@", "it names no host"),
        ("amqp://hub:x@localhost:amqp", "\"amqp\" is not a port"),
        ("amqp://hub:x@localhost:70000", "\"70000\" is not a port"),
        ("amqp://hub:x@localhost/%zz", "its vhost has a broken %"),
    ])
    func `a broken address says what is wrong and where`(text: String, what: String) {
        let failure = #expect(throws: Failure.self) { try BrokerAddress(text, at: place) }
        #expect(failure?.problem.what == "not a broker address: \(what)")
        #expect(failure?.problem.place == place)
        #expect(failure?.isTemporary == false)
    }

    @Test func `amqps has a port of its own and is checked`() throws {
        let address = try BrokerAddress("amqps://hub:x@broker.example/v", at: place)
        #expect(address.port == 5671)
        #expect(address.trust == BrokerTrust())
        #expect("\(address)" == "amqps://hub@broker.example:5671/v")
        #expect(try BrokerAddress("amqp://hub:x@broker.example/v", at: place).trust == nil)
    }

    @Test func `a cluster's nodes differ in host and port only`() throws {
        let address = try BrokerAddress(["amqp://hub@a/v", "amqp://hub@b:5673/v"], password: "x", at: place)
        #expect("\(address)" == "amqp://hub@a:5672,b:5673/v")
        for other in ["amqp://hub@b/w", "amqp://nobody@b/v", "amqps://hub@b:5672/v"] {
            let failure = #expect(throws: Failure.self) {
                try BrokerAddress(["amqp://hub@a/v", other], password: "x", at: place)
            }
            #expect(
                failure?.problem.description == """
                    config/hub.jsonc:4:15: b:5672 differs from the first in more than host and port
                      why: the nodes of a cluster have the same users and vhosts
                      fix: write the same user, vhost and amqp:// or amqps:// in each
                    """)
        }
    }
}
