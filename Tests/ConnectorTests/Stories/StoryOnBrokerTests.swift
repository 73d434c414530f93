import Foundation
import Testing

@testable import Connectors

/// The acceptance stories that a broker decides.
@Suite(.enabled(if: Whole.isThere, "set HUB_TEST_BROKER: run deploy/test"))
struct StoryOnBrokerTests {
    @Test
    func `story 1: an ACI's insertion post reaches each of 64 structures but the ACI once, and the hub proves it`()
        throws
    {
        try Installation.small { hub in
            try hub.edit("config/feeds/offres.jsonc", #"{ "const": "job" }"#, #"{ "const": "insertionPost" }"#)
            // ACI, AI and EI stand there already.
            let structures = (4...64).map { "siae-\($0)" }
            for id in structures {
                try hub.write("config/members/\(id).jsonc", #"{ "name": "\#(id)", "kind": "ACI" }"#)
            }
            try hub.apply()
            try hub.write("config/exports/1.csv", Offers.file(["K1;60;Agent d'entretien"]))
            for _ in 1...2 { #expect(try hub.hub("run", "config", "--once").code == 0) }
            for id in structures + ["ai", "ei"] { #expect(try hub.depth("inbox.\(id)") == 1, "\(id)") }
            #expect(try hub.depth("inbox.aci") == 0)
            let history = try hub.hub("history", "config", "--json")
            #expect(history.output.split(separator: "\n").count == 1)
            try hub.write("offer.json", history.output)
            let explained = try hub.hub("explain", "config", "offer.json", "--from", "aci")
            #expect(explained.code == 0, "\(explained.errors)")
            let lines = explained.output.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
            #expect(
                Set(lines.filter { $0.first == "receives" }.map { $0[1] }) == Set(structures + ["ai", "cre", "ei"]))
            #expect(explained.output.contains(" it is this member's own"))
        }
    }
}
