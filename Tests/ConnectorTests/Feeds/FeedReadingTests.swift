import Canonical
import Foundation
import Testing

@testable import Connectors

@Suite struct FeedReadingTests {
    private let config: SmallConfig
    private let collective: Collective
    private let feed: Feed

    init() throws {
        config = try SmallConfig()
        collective = try config.read()
        feed = try #require(collective.feed("offres"))
    }

    private func export(_ rows: [String], _ name: String = "export.csv") throws -> Export {
        Export(path: try config.scratch.write(name, "ref;poste\n" + rows.map { $0 + "\n" }.joined()))
    }

    @Test func `what was found in each file is told, late if it shows late`() throws {
        var config = try SmallConfig()
        config.files["feeds/offres.jsonc"] = config.files["feeds/offres.jsonc"]?
            .replacing(#"{ "delimiter": ";" }"#, with: #"{ "footer": 1 }"#)
        let collective = try config.read()
        let paths = [
            try config.scratch.write("1.csv", "ref;poste\n1;Agent\nTotal;1\n"),
            try config.scratch.write("2.csv", "ref,poste\n2,Agent\nTotal,1\n"),
        ]
        var told: [String] = []
        var reading = FeedReading(collective.feeds[0], of: collective, since: Snapshot())
        try reading.read(paths.map { Export(path: $0) }, found: { told.append($0) }) { _ in told.append("record") }
        #expect(
            told.map { $0.replacing(config.scratch.path + "/", with: "") } == [
                "1.csv: delimiter \";\" (2 of 2 rows have 2 fields)", "record", "1.csv: footer of 1 row left out",
                "2.csv: delimiter \",\" (2 of 2 rows have 2 fields)", "record", "2.csv: footer of 1 row left out",
            ])
    }

    /// Reads exports and ends the run; what was rejected or withdrawn, as texts.
    private func run(
        _ exports: [Export], since snapshot: Snapshot = Snapshot(), acceptingAll: Bool = false
    ) throws -> (lines: [String], snapshot: Snapshot, counts: FeedCounts) {
        var lines: [String] = []
        var reading = FeedReading(feed, of: collective, since: snapshot)
        do throws(Failure) {
            try reading.read(exports) { outcome throws(Failure) in
                switch outcome {
                case .entity(let entity, let change, _, _, _): lines.append("\(entity.key) \(change)")
                case .rejection(let rejection): lines += rejection.problems.map(\.description)
                }
            }
            lines += try reading.withdraw(acceptingAll: acceptingAll).map { "\($0.key) withdrawn" }
        } catch {
            lines.append("failure \(error.problem)")
        }
        lines = lines.map { $0.replacing(config.scratch.path, with: "config") }
        return (lines, reading.diff.outcome, reading.counts)
    }

    @Test func `from run to run: created, unchanged, updated, withdrawn, created again`() throws {
        let first = try run([export(["1;a", "2;b"])])
        #expect(first.lines == ["1 created", "2 created"])
        let second = try run([export(["2;b", "1;aa"])], since: first.snapshot)
        #expect(second.lines == ["2 unchanged", "1 updated(leaving: [])"])
        let third = try run([export(["2;b"])], since: second.snapshot)
        #expect(third.lines == ["2 unchanged", "1 withdrawn"])
        #expect(third.counts.withdrawn == 1)
        #expect(try run([export(["1;aa", "2;b"])], since: third.snapshot).lines == ["1 created", "2 unchanged"])
    }

    @Test func `several files are one export, and a key that comes again names the record that had it first`() throws {
        let exports = [
            try export(["1;a", "2;b"], "e-1.csv"), try export(["3;c", "1;other", "3;c", "3;d"], "e-2.csv"),
        ]
        let result = try run(exports)
        #expect(
            result.lines == [
                "1 created", "2 created", "3 created",
                """
                config/e-2.csv:3:1: record 2, field "ref": duplicate key: "1"
                  why: record 1 of config/e-1.csv has it too, with other content; the first one counts
                  fix: give each record a key of its own, or remove one of them
                """, "3 duplicate(first: 3, isSame: true)",
                """
                config/e-2.csv:5:1: record 4, field "ref": duplicate key: "3"
                  why: record 1 has it too, with other content; the first one counts
                  fix: give each record a key of its own, or remove one of them
                """,
            ])
        #expect(result.counts.read == 6 && result.counts.rejected == 2 && result.counts.repeated == 1)
    }

    @Test func `a rejected record is not withdrawn, one without a readable key keeps everything`() throws {
        let before = try run([export(["1;a", "2;b", "3;c"])]).snapshot
        let known = try run([export(["1;", "3;c"])], since: before)
        #expect(known.lines.dropFirst().map { $0 } == ["3 unchanged", "2 withdrawn"])
        #expect(known.snapshot.count == 2)
        for row in [";x", "1;x;y", "\u{1};x"] {
            let unknown = try run([export([row, "3;c"])], since: before)
            #expect(!unknown.lines.contains { $0.hasSuffix("withdrawn") })
            #expect(unknown.counts.withdrawalsHeld)
            #expect(unknown.snapshot.count == 3)
        }
    }

    @Test func `more withdrawals than the feed's limit stop the run, a handful never does`() throws {
        let before = try run([export((1...20).map { "\($0);a" })]).snapshot
        #expect(try run([export((1...15).map { "\($0);a" })], since: before).counts.withdrawn == 5)
        #expect(try run([export((1...14).map { "\($0);a" })], since: before).counts.withdrawn == 6)
        let refused = try run([export((1...13).map { "\($0);a" })], since: before)
        #expect(
            refused.lines.last == """
                failure config/feeds/offres.jsonc: 7 of 20 would be withdrawn (35 %)
                  why: one run of offres may withdraw 30 %; nothing was published
                  fix: look at the export; if it is right: hub run config --once --feed offres --accept-withdrawals
                """)
        #expect(try run([export((1...13).map { "\($0);a" })], since: before, acceptingAll: true).counts.withdrawn == 7)
        let few = try run([export(["1;a", "2;a"])]).snapshot
        #expect(try run([export([])], since: few).counts.withdrawn == 2)
    }

    @Test func `more rejections than the feed's limit stop the run, a handful never does`() throws {
        func judged(_ wrong: Int, of all: Int, accepting: Bool = false, limit: Int? = nil) throws -> String? {
            var config = try SmallConfig()
            if let limit {
                config.files["feeds/offres.jsonc"] = config.files["feeds/offres.jsonc"]?
                    .replacing(#""member""#, with: "\"rejections\": { \"limit\": \"\(limit) %\" },\n\"member\"")
            }
            let collective = try config.read()
            let rows = (1...all).map { $0 <= wrong ? "\($0);" : "\($0);a" }
            let path = try config.scratch.write("export.csv", "ref;poste\n" + rows.map { $0 + "\n" }.joined())
            var reading = FeedReading(collective.feeds[0], of: collective, since: Snapshot())
            try reading.read([Export(path: path)]) { _ in }
            do throws(Failure) { try reading.judgeRejections(acceptingAll: accepting) } catch {
                return "\(error.problem)".replacing(config.scratch.path, with: "config")
            }
            return nil
        }
        #expect(try judged(5, of: 5) == nil)
        #expect(try judged(6, of: 12) == nil)
        #expect(try judged(7, of: 12, accepting: true) == nil)
        #expect(try judged(7, of: 12, limit: 60) == nil)
        #expect(
            try judged(7, of: 12) == """
                config/feeds/offres.jsonc: 7 of 12 records were rejected (58 %)
                  why: one run of offres may reject 50 %; nothing was published; \
                the first: config/export.csv:2: record 1, field "poste": title is missing
                  fix: correct the feed or have the export corrected; if the rest is right: \
                hub run config --once --feed offres --accept-rejections
                """)
        let placed = try judged(7, of: 12, limit: 20)
        #expect(placed?.hasPrefix("config/feeds/offres.jsonc:2:28: 7 of 12 records were rejected (58 %)\n") == true)
    }

    @Test func `a referral to nobody is rejected, and what stands published under its key stays`() throws {
        let map = #"""
            "key": "k", "type": { "const": "training" }, "addressedTo": "to", "person.id": { "from": "p", "pseudonym": true }
            """#
        let problems = try SmallConfig.draft(map, kind: "referral", "k;to;p\n1;crre;7\n")
        #expect(
            problems == [
                """
                config/export:2:3: record 1, field "to": unknown addressee: "crre"
                  why: addressedTo: a referral goes to a member: aci or cre (config/feeds/offres.jsonc:3:61)
                  fix: did you mean "cre"?
                """
            ])
    }
}

@Suite struct CheckpointContentTests {
    @Test func `a checkpoint comes back, and anything else stops the run`() throws {
        var report = FeedReport(feed: "f", run: 3, time: "2026-08-20T07:12:03Z", files: ["é/x.csv"])
        report.counts.created = 2
        report.holdings = ["aci": ["insertion posts go to every member": 2]]
        let bytes = try CheckpointContent(
            report: report, cursor: "page 2", config: "c0ffee", snapshot: Snapshot()
        ).encoded(for: owner("f"))
        let back = try CheckpointContent(bytes, of: owner("f"))
        #expect(back.report.counts == report.counts)
        #expect(back.cursor == "page 2")
        #expect(back.config == "c0ffee")
        #expect(back.report.files == ["é/x.csv"])
        #expect(back.report.holdings == report.holdings)
        for length in 0..<bytes.count {
            let failure = #expect(throws: Failure.self) {
                try CheckpointContent(Array(bytes[..<length]), of: owner("f"))
            }
            #expect(failure?.cause == .data)
            #expect(
                failure?.problem.description == """
                    feed.f.checkpoint: the checkpoint is damaged
                      why: its bytes are not those that the hub wrote; nothing was published
                      fix: restore the broker's data from a backup; if it is gone for good: \
                    hub run config --once --feed f --accept-new-start
                    """)
        }
        var other = owner("g")
        #expect(
            #expect(throws: Failure.self) { try CheckpointContent(bytes, of: other) }?.problem.description == """
                feed.g.checkpoint: the checkpoint belongs to the feed "f" of the collective "petit"
                  why: this is "g" of "petit", whose members hold other things; nothing was published
                  fix: if one of them was renamed, take the name back; if it is gone for good: \
                hub run config --once --feed g --accept-new-start
                """)
        other = CheckpointOwner(feed: "f", collective: "grand", folder: "/etc/hub")
        #expect(
            #expect(throws: Failure.self) { try CheckpointContent(bytes, of: other) }?.problem.description == """
                feed.f.checkpoint: the checkpoint belongs to the feed "f" of the collective "petit"
                  why: this is "f" of "grand", whose members hold other things; nothing was published
                  fix: if one of them was renamed, take the name back; if it is gone for good: \
                hub run /etc/hub --once --feed f --accept-new-start
                """)
    }

    private func owner(_ feed: String) -> CheckpointOwner {
        CheckpointOwner(feed: feed, collective: "petit", folder: "config")
    }

    @Test func `an intention comes back, and a checkpoint cut or continued is none`() throws {
        var content = CheckpointContent(report: FeedReport(feed: "f", run: 1, time: ""), snapshot: Snapshot())
        content = content.interrupted(before: content, Snapshot())
        let bytes = try content.encoded(for: owner("f"))
        #expect(try CheckpointContent(bytes, of: owner("f")).isInterrupted)
        #expect(throws: Failure.self) { try CheckpointContent(Array(bytes.dropLast()), of: owner("f")) }
        #expect(throws: Failure.self) { try CheckpointContent(bytes + Snapshot().encoded(), of: owner("f")) }
    }

    @Test(arguments: [
        (0, "1970-01-01T00:00:00Z"), (951_827_696, "2000-02-29T12:34:56Z"), (1_787_210_723, "2026-08-20T07:25:23Z"),
    ]) func `moments in UTC`(seconds: Int, text: String) {
        #expect(UTCTime.text(seconds) == text)
    }
}
