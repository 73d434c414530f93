import Foundation
import Testing

@testable import Connectors

/// The hub is killed behind every frame that it sends to the broker, one after the other: no step of a run is left out.
@Suite(.enabled(if: Whole.isThere, "set HUB_TEST_BROKER: run deploy/test"))
struct KillPointTests {
    /// What the foreign client found; see Fixtures/whole/kill.py.
    private struct Found: Decodable {
        let frames: Int
        let missing: Int
        let left: Int
        let wrong: Int
        let foreign: Int
        let invented: Int
        let renamed: Int
        let repeated: Int
    }

    @Test(arguments: ["first", "later", "changed"])
    func `killed behind any frame, the next run ends right`(mode: String) throws {
        try Installation.small { hub in
            try hub.apply()
            let script = Whole.fixtures.appending(path: "whole/kill.py").path
            let ended = try Program(
                try #require(Whole.python),
                [
                    script, mode, try #require(Whole.binary), "config", hub.address.secretURL, "offres",
                    "config/exports/1.csv",
                ],
                in: hub.folder, environment: hub.environment
            ).ended()
            try #require(ended.code == 0, "\(ended.errors)")
            let found = try JSONDecoder().decode(Found.self, from: Data(ended.output.utf8))
            #expect(found.frames > 60)
            #expect(found.missing == 0 && found.left == 0 && found.wrong == 0, "\(ended.output)")
            #expect(found.foreign == 0 && found.invented == 0 && found.renamed == 0, "\(ended.output)")
            // Kills that repeat nothing would prove nothing.
            #expect(found.repeated > 0 || mode == "changed", "\(ended.output)")
            #expect(try hub.depth("feed.offres.checkpoint") == 1)
        }
    }
}
