import Foundation
import Testing

@testable import Connectors

/// A config that changes while the hub runs: SIGHUP takes it over, whole or not at all.
@Suite(.enabled(if: Whole.isThere, "set HUB_TEST_BROKER: run deploy/test"))
struct ReloadTests {
    /// The logged lines that a test looks at, without their time, and with one space where several stand.
    private func log(_ program: Program, _ words: [String] = ["config.", "broker.", "feed.ran", "hub."]) -> [String] {
        program.errors.split(separator: "\n").map { $0.split(separator: " ").dropFirst().joined(separator: " ") }
            .filter { line in words.contains { line.contains("event=\($0)") } }
    }

    private func feed(_ hub: Installation, _ name: String, every: String = "1 hour") throws {
        try hub.write(
            "config/feeds/\(name).jsonc",
            try String(contentsOf: Whole.fixtures.appending(path: "whole/config/feeds/offres.jsonc"), encoding: .utf8)
                .replacing(#""path": "exports""#, with: #""path": "exports-\#(name)""#)
                .replacing("1 second", with: every))
    }

    private static func ran(_ feed: String, _ run: Int, created: Int, read: Int? = nil, updated: Int = 0) -> String {
        "level=info event=feed.ran feed=\(feed) run=\(run) read=\(read ?? created) rejected=0 created=\(created) "
            + "updated=\(updated) withdrawn=0 published=\(created + updated)"
    }

    @Test func `what is new begins, what changed begins anew, what is gone ends, and the rest is left alone`() throws {
        try Installation.small { hub in
            try hub.remove("config/feeds/offres.jsonc")
            for name in ["changed", "gone", "same"] {
                try feed(hub, name)
                try hub.write("config/exports-\(name)/1.csv", Offers.file(["\(name);03;a"]))
            }
            try hub.apply()
            let program = try hub.start("run", "config")
            #expect(Whole.comesTrue { log(program, ["feed.ran"]).count == 3 })

            try feed(hub, "new")
            try hub.write("config/exports-new/1.csv", Offers.file(["new;03;a"]))
            try hub.remove("config/feeds/gone.jsonc")
            try hub.edit("config/feeds/changed.jsonc", #""title": "poste""#, #""title": { "const": "b" }"#)
            try hub.apply()
            program.signal(SIGHUP)
            #expect(Whole.comesTrue { log(program, ["feed.ran"]).count == 5 })
            // A run of a feed that was left alone would find this, and there is none for an hour.
            try hub.write("config/exports-same/2.csv", Offers.file(["more;03;a"]))
            try hub.write("config/exports-gone/2.csv", Offers.file(["more;03;a"]))
            program.signal(SIGHUP)
            #expect(Whole.comesTrue { log(program, ["config.taken"]).count == 2 })
            let ended = try #require(program.terminated())
            #expect(ended.code == 0)
            let lines = log(program)
            #expect(Set(lines[1...3]) == Set(["changed", "gone", "same"].map { Self.ran($0, 1, created: 1) }))
            #expect(
                lines[4...5] == [
                    "level=warn event=broker.outgrown new=feed.new.checkpoint fix=\"hub apply config, unless that was done\"",
                    "level=info event=config.taken feeds=3",
                ])
            #expect(
                Set(lines[6...7]) == [
                    Self.ran("new", 1, created: 1), Self.ran("changed", 2, created: 0, read: 1, updated: 1),
                ])
            #expect(
                lines[8...] == [
                    "level=info event=config.taken feeds=3", "level=info event=hub.ending",
                    "level=info event=hub.ended",
                ])
            #expect(!ended.errors.contains("level=error"))
            #expect(
                Set(try hub.inbox("ai").map(\.change)) == [
                    "created changed", "created gone", "created same", "created new", "updated changed",
                ])
        }
    }

    @Test func `a config with a problem is refused whole, every problem is told, and the old one goes on`() throws {
        try Installation.small { hub in
            try hub.apply()
            try hub.write("config/exports/1.csv", Offers.file(["1;03;a"]))
            let program = try hub.start("run", "config")
            #expect(Whole.comesTrue { program.errors.contains("feed=offres run=1") })
            let right = try hub.read("config/feeds/offres.jsonc")
            try hub.edit("config/feeds/offres.jsonc", #""every""#, #""evry""#)
            try hub.edit("config/members/ei.jsonc", #""63""#, #""630""#)
            program.signal(SIGHUP)
            #expect(Whole.comesTrue { program.errors.contains("event=config.kept") })
            #expect(
                log(program, ["config."]) == [
                    #"level=error event=config.refused problem="config/members/ei.jsonc:4:31: not a département: \"630\"\n "#
                        + #"why: zones: a département is 01 to 95, 2A, 2B or 971 to 989\n fix: correct it here""#,
                    #"level=error event=config.refused problem="config/feeds/offres.jsonc:6:3: unknown word \"evry\" in the feed\n "#
                        + #"why: the feed takes member, extends, kind, source, decode, format, every, absent, withdrawals, "#
                        + #"rejections, drift, each, only, skip, withdraw, receipts and map\n fix: did you mean \"every\"?""#,
                    "level=error event=config.kept problems=2",
                ])
            // Every second, as before.
            try hub.write("config/exports/2.csv", Offers.file(["1;03;a", "2;03;b"]))
            #expect(Whole.comesTrue { program.errors.contains("feed=offres run=2") })
            // A corrected one is taken.
            try hub.write("config/feeds/offres.jsonc", right)
            try hub.edit("config/members/ei.jsonc", #""630""#, #""63""#)
            program.signal(SIGHUP)
            #expect(Whole.comesTrue { program.errors.contains("event=config.taken feeds=1") })
            let ended = try #require(program.terminated())
            #expect(ended.code == 0)
            #expect(try hub.inbox("ai").map(\.change) == ["created 1", "created 2"])
        }
    }

    @Test func `a run under way ends with the config that it began with`() throws {
        try Installation.small { hub in
            try hub.edit("config/feeds/offres.jsonc", #""1 second""#, #""1 hour""#)
            try hub.apply()
            try hub.write("config/exports/1.csv", Offers.file((1...40_000).map { "K\($0);03;a" }))
            let program = try hub.start("run", "config")
            #expect(try Whole.comesTrue(within: 60) { try hub.depth("inbox.ai") ?? 0 > 0 })
            try hub.edit("config/feeds/offres.jsonc", #""title": "poste""#, #""title": { "const": "b" }"#)
            program.signal(SIGHUP)
            #expect(Whole.comesTrue(within: 60) { log(program, ["feed.ran"]).count == 2 })
            let ended = try #require(program.terminated())
            #expect(ended.code == 0)
            #expect(
                log(program, ["config.", "feed."]) == [
                    "level=info event=config.taken feeds=1", Self.ran("offres", 1, created: 40_000),
                    Self.ran("offres", 2, created: 0, read: 40_000, updated: 40_000),
                ])
            #expect(try hub.depth("inbox.ai") == 80_000)
        }
    }
}
