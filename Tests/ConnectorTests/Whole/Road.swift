import Foundation
import Testing

@testable import Connectors

/// The relay between a hub and the broker, which can be taken away.
struct Road {
    let program: Program
    let port: Int?

    init(_ hub: Installation, port: Int) throws {
        let script = Whole.fixtures.appending(path: "whole/relay.py").path
        let program = try Program(
            try #require(Whole.python), [script, "\(port)", hub.address.host, "\(hub.address.port)"], in: hub.folder,
            environment: ["PATH": "/usr/bin:/bin"])
        #expect(Whole.comesTrue { program.output.hasSuffix("\n") || !program.process.isRunning })
        self.program = program
        self.port = Int(program.output.dropLast())
        hub.environment["HUB_BROKER_URL"] =
            "amqp://\(hub.address.user)@127.0.0.1:\(self.port ?? 0)/\(hub.address.vhost)"
    }
}
