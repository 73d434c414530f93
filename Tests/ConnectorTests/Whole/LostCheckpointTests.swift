import Foundation
import Testing

@testable import Connectors

/// Somebody emptied a feed's checkpoint: that is no first run.
@Suite(.enabled(if: Whole.isThere, "set HUB_TEST_BROKER: run deploy/test"))
struct LostCheckpointTests {
    private static let gone = """
        feed offres: nothing published
        feed.offres.checkpoint: the checkpoint is gone, though offres has published before
          why: the queue was emptied, deleted or made anew; nobody knows any more what members hold, so nothing would be \
        withdrawn and everything published again; nothing was published
          fix: restore the broker's data from a backup; if it is gone for good: hub run config --once --feed offres \
        --accept-new-start

        """

    @Test(arguments: ["purge", "delete"])
    func `without its checkpoint a feed stops until somebody accepts a new start`(verb: String) throws {
        try Installation.small { hub in
            try hub.apply()
            try hub.write("config/exports/1.csv", Offers.file(["1;03;a", "2;03;b"]))
            // What does away with nothing is accepted without a word.
            #expect(try hub.hub("run", "config", "--once", "--accept-new-start").code == 0)
            let first = try hub.inbox("ai")
            #expect(first.map(\.change) == ["created 1", "created 2"])
            #expect(try hub.hub("run", "config", "--once", "--accept-new-start").output.contains("nothing published"))

            try hub.client(verb, "feed.offres.checkpoint")
            try hub.apply()
            for _ in 1...2 {
                let run = try hub.hub("run", "config", "--once")
                #expect(run.code == 65)
                #expect(run.errors == Self.gone)
            }
            let status = try hub.hub("status", "config")
            #expect(status.code == 65)
            #expect(status.output.contains("feed offres  cannot run\n"))
            #expect(status.errors.contains("the checkpoint is gone, though offres has published before\n"))

            // A new start that fails is none.
            try hub.write("config/exports/1.csv", "ref;dept;poste;postes\n1;03")
            #expect(try hub.hub("run", "config", "--once", "--accept-new-start").code == 65)
            try hub.write("config/exports/1.csv", Offers.file(["1;03;a", "2;03;b"]))
            #expect(try hub.hub("run", "config", "--once").errors == Self.gone)
            #expect(try hub.inbox("ai") == [])

            #expect(try hub.hub("run", "config", "--once", "--accept-new-start").code == 0)
            let second = try hub.inbox("ai")
            #expect(second.map(\.change) == ["created 1", "created 2"])
            // Members drop ids that they know: a new start must not repeat any.
            #expect(Set(first.map(\.id)).isDisjoint(with: second.map(\.id)))
            try hub.write("config/exports/1.csv", Offers.file(["1;03;a"]))
            #expect(try hub.hub("run", "config", "--once").code == 0)
            #expect(try hub.inbox("ai").map(\.change) == ["withdrawn 2"])
        }
    }

    @Test func `a broker on which nothing stands yet is a first run`() throws {
        try Installation.small { hub in
            try hub.apply()
            // A first run that fails leaves its failure in the checkpoint, and has published nothing.
            try hub.write("config/exports/1.csv", "")
            #expect(try hub.hub("run", "config", "--once").code == 65)
            try hub.client("purge", "feed.offres.checkpoint")
            try hub.write("config/exports/1.csv", Offers.file(["1;03;a"]))
            #expect(try hub.hub("run", "config", "--once").code == 0)
            #expect(try hub.inbox("ai").map(\.change) == ["created 1"])
        }
    }

    @Test func `a new start is for one run only`() throws {
        try Installation.small { hub in
            let run = try hub.hub("run", "config", "--accept-new-start")
            #expect(run.code == 64)
            #expect(run.errors.contains("--accept-new-start is for one run only"))
        }
    }
}
