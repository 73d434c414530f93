import Canonical
import Foundation
import Testing

@testable import Connectors

/// What a run says of an export that no longer looks like those before it.
@Suite struct DriftTests {
    private let config: SmallConfig
    private let feed: Feed
    private let collective: Collective

    init() throws {
        config = try SmallConfig(["feeds/offres.jsonc": Self.feed(#""warn""#)])
        collective = try config.read()
        feed = try #require(collective.feed("offres"))
    }

    private static func feed(_ drift: String, format: String = #"{ "csv": { "delimiter": ";" } }"#) -> String {
        """
        {
          "member": "aci", "kind": "offer",
          "source": { "directory": { "path": "exports" } },
          "format": \(format),
          "drift": \(drift),
          "map": {
            "key": "ref",
            "type": { "const": "job" },
            "title": "poste",
            "contract.type": { "from": "contrat", "codes": "contract-types" },
            "starts": { "from": "début", "date": ["dd/MM/yyyy", "yyyy-MM-dd"] }
          }
        }
        """
    }

    /// Runs one export after the other; what the last of them finds, as people read it.
    private func found(
        _ exports: [String], _ feed: Feed? = nil, days: Int = 1, on moments: [Int]? = nil, accepting: Int? = nil
    ) throws -> [String] {
        let feed = feed ?? self.feed
        var content = CheckpointContent(of: feed.id)
        for (number, export) in exports.enumerated() {
            let path = try config.scratch.write("exports/\(number + 1).csv", export)
            var reading = FeedReading(feed, of: collective, since: Snapshot())
            try reading.read([Export(path: path)]) { _ in }
            content.report = FeedReport(
                feed: feed.id, run: number + 1, time: "2026-01-01T00:00:00Z", files: ["exports/\(number + 1).csv"],
                drift: content.report.drift)
            let day = moments?[number] ?? number * days
            let judgement = DriftJudgement(
                feed, "config", content.report, at: day * 86_400, reading.sighting, since: content,
                isAccepted: accepting == number + 1)
            content.report.drift = judgement.findings
            content.profile = judgement.profile
        }
        return (content.report.drift ?? []).map {
            "run \($0.since) \($0.problem)".replacing(config.scratch.path, with: "config")
        }
    }

    private func csv(
        _ count: Int, header: String = "ref;poste;contrat;début;secteur", _ row: (Int) -> String = { row($0) }
    ) -> String {
        header + "\n" + (0..<count).map { row($0) + "\n" }.joined()
    }

    private static func row(_ number: Int) -> String { "\(number);Maçon;CDI;0\(number % 9 + 1)/02/2026;BTP" }

    @Test func `exports of the same shape are nothing to speak of, however their values change`() throws {
        let other = csv(55) { "x\($0);Couvreuse;CDI;1\($0 % 9)/12/2027;Santé" }
        #expect(try found([csv(60), other, csv(70), csv(50)]) == [])
    }

    @Test func `a column that is gone or new is said as long as it is so`() throws {
        let gone = csv(60, header: "ref;poste;contrat;début") { "\($0);Maçon;CDI;01/02/2026" }
        let text = """
            run 2 exports/3.csv: "secteur" is gone
              why: the feed does not read it
              fix: if the export is right: hub run config --once --feed offres --accept-drift
            """
        #expect(try found([csv(60), gone, gone]) == [text])
        #expect(try found([csv(60), gone, csv(60)]) == [])
        #expect(try found([csv(60), gone, gone], accepting: 2) == [])

        let new = csv(60, header: "ref;poste;contrat;début;secteur;lieu") { "\($0);Maçon;CDI;01/02/2026;BTP;Vichy" }
        let added = """
            run 2 exports/3.csv: "lieu" is new
              why: no export had it before; the feed does not read it
              fix: add it to "map" if members need it; if the export is right: hub run config --once --feed offres \
            --accept-drift
            """
        #expect(try found([csv(60), new, new]) == [added])
        // A new column breaks nothing: after a week it is as usual as the others.
        #expect(try found([csv(60), new, new], days: 7) == [])
        #expect(try found([csv(60), gone, gone], days: 7).count == 1)
        // Found when the clock was years ahead: its week begins when the clock is right again.
        #expect(try found([csv(60), new, new, new], on: [0, 3_000, 1, 7]).count == 1)
        #expect(try found([csv(60), new, new, new], on: [0, 3_000, 1, 8]) == [])
    }

    @Test func `one column gone and one new are probably one that was renamed`() throws {
        let renamed = csv(60, header: "ref;poste;contrat;début;Secteurs d'activité") { Self.row($0) }
        #expect(
            try found([csv(60), renamed]) == [
                """
                run 2 exports/2.csv: "secteur" is gone and "Secteurs d'activité" is new: renamed?
                  why: the feed does not read it
                  fix: if the export is right: hub run config --once --feed offres --accept-drift
                """
            ])
    }

    @Test func `a member of JSON records that all had is gone, and the config line to change is named`() throws {
        let config = try SmallConfig(["feeds/offres.jsonc": Self.feed(#""warn""#, format: #"{ "ndjson": {} }"#)])
        let feed = try #require(try config.read().feed("offres"))
        func lines(_ starts: String, _ more: String = "") -> String {
            (0..<40).map {
                #"{"ref":"\#($0)","poste":"Maçon","contrat":"CDI","\#(starts)":"2026-02-01"\#($0 == 7 ? more : "")}"#
                    + "\n"
            }.joined()
        }
        #expect(
            try found([lines("début"), lines("date de début")], feed).map {
                $0.replacing(config.scratch.path, with: "config")
            } == [
                """
                run 2 exports/2.csv: "début" is gone and "date de début" is new: renamed?
                  why: the feed reads "début" at config/feeds/offres.jsonc:11:25
                  fix: write "date de début" at config/feeds/offres.jsonc:11:25; if the export is right: \
                hub run config --once --feed offres --accept-drift
                """
            ])
        // What some records have may be missing in all of the next.
        #expect(try found([lines("début", #","agence":"Vichy""#), lines("début")], feed) == [])
    }

    @Test func `what stands below an XML record is known as the members of JSON are`() throws {
        let format = #"{ "xml": { "record": "offre" } }"#
        let config = try SmallConfig(["feeds/offres.jsonc": Self.feed(#""warn""#, format: format)])
        let feed = try #require(try config.read().feed("offres"))
        func document(_ starts: String, _ more: (Int) -> String = { _ in "" }) -> String {
            let records = (0..<40).map {
                "<offre id=\"\($0)\"><ref>\($0)</ref><poste>Maçon</poste><contrat>CDI</contrat>"
                    + "<lieu><ville>Vichy</ville></lieu><\(starts)>2026-02-01</\(starts)>\(more($0))</offre>"
            }
            return "<offres>\(records.joined(separator: "\n"))</offres>"
        }
        #expect(
            try found([document("début"), document("date-de-début")], feed).map {
                $0.replacing(config.scratch.path, with: "config")
            } == [
                """
                run 2 exports/2.csv: "début" is gone and "date-de-début" is new: renamed?
                  why: the feed reads "début" at config/feeds/offres.jsonc:11:25
                  fix: write "date-de-début" at config/feeds/offres.jsonc:11:25; if the export is right: \
                hub run config --once --feed offres --accept-drift
                """
            ])
        // What is below a member, what repeats in one, and what some records have may come and go.
        let fewer = document("début").replacing("<lieu><ville>Vichy</ville></lieu>", with: "<lieu/>")
        let some = document("début") { $0 == 7 ? "<agence>Vichy</agence>" : "" }
        #expect(try found([document("début"), fewer], feed) == [])
        #expect(try found([some, document("début")], feed) == [])
        let attribute = document("début").replacing("<offre id=", with: "<offre numero=")
        #expect(
            try found([document("début"), attribute], feed).map { $0.prefix { $0 != "\n" } } == [
                "run 2 exports/2.csv: \"@id\" is gone and \"@numero\" is new: renamed?"
            ])
    }

    @Test func `a column that holds another type, or nothing, is said with the line that reads it`() throws {
        let iso = csv(20) { "\($0);Maçon;CDI;2026-02-01;BTP" }
        #expect(
            try found([csv(60), iso]) == [
                """
                run 2 exports/2.csv: "début" holds 9999-99-99 in 20 of 20 records, before it held 99/99/9999
                  why: the feed reads it at config/feeds/offres.jsonc:11:25
                  fix: correct the export, or the mapping at config/feeds/offres.jsonc:11:25; if the export is right: \
                hub run config --once --feed offres --accept-drift
                """
            ])
        let empty = csv(20) { "\($0);Maçon;CDI;;BTP" }
        #expect(
            try found([csv(60), empty]).map { $0.prefix { $0 != "\n" } } == [
                "run 2 exports/2.csv: \"début\" has no value in any of 20 records"
            ])
    }

    @Test func `a code list that grew is said with the new words, for a week`() throws {
        let grown = csv(60) { "\($0);Maçon;\($0 % 30 == 0 ? "CUI \($0)" : "CDI");01/02/2026;BTP" }
        let text = """
            run 2 exports/2.csv: "contrat" has words that never came before: "CUI 0" and "CUI 30"
              why: the feed reads it at config/feeds/offres.jsonc:10:32
              fix: see that the code list there means the same by it; if the export is right: \
            hub run config --once --feed offres --accept-drift
            """
        #expect(try found([csv(60), grown]) == [text])
        #expect(try found([csv(60), grown, grown], days: 7) == [])
        // After a few records nothing is known of the list.
        #expect(try found([csv(20), grown]) == [])
    }

    @Test func `a volume outside the usual range is said once the range is known`() throws {
        #expect(try found([csv(100), csv(110), csv(10)]) == [])
        #expect(
            try found([csv(100), csv(110), csv(90), csv(10)]) == [
                """
                run 4 exports/4.csv: 10 records, the last 3 runs had 90 to 110
                  why: 45 to 220 would be nothing unusual
                  fix: look whether the export is whole; if the export is right: \
                hub run config --once --feed offres --accept-drift
                """
            ])
        #expect(try found([csv(100), csv(110), csv(90), csv(45)]) == [])
        #expect(try found([csv(4), csv(4), csv(4), csv(14)]) == [])
        let ranged = try SmallConfig([
            "feeds/offres.jsonc": Self.feed(#"{ "volume": { "policy": "refuse", "range": "50-200 %" } }"#)
        ])
        let feed = try #require(try ranged.read().feed("offres"))
        #expect(
            try found([csv(100), csv(49)], feed).first?.replacing(ranged.scratch.path, with: "config").hasPrefix(
                """
                run 2 exports/2.csv: 49 records, the last run had 100
                  why: config/feeds/offres.jsonc:5:55 allows 50 to 200 % of what is usual
                """) == true)
    }

    @Test func `wrong words for drift are told with what is right`() throws {
        func problems(_ drift: String) throws -> [String] {
            try SmallConfig(["feeds/offres.jsonc": Self.feed(drift)]).problems()
        }
        #expect(
            try problems(#""refuze""#) == [
                """
                config/feeds/offres.jsonc:5:12: unknown value "refuze" for "drift"
                  why: "drift" is ignore, warn or refuse
                  fix: did you mean "refuse"?
                """
            ])
        #expect(
            try problems(#"{ "column": "refuse", "volume": { "range": "200 %" } }"#) == [
                """
                config/feeds/offres.jsonc:5:55: not a range: "200 %"
                  why: "range" is the least and the most that is usual, in percent of what usually comes
                  fix: write "50-200 %"
                """,
                """
                config/feeds/offres.jsonc:5:14: unknown word "column" in "drift"
                  why: "drift" takes columns, types, codes and volume
                  fix: did you mean "columns"?
                """,
            ])
    }

    @Test(arguments: [
        ("12", "whole numbers"), ("12,5", "numbers with a comma"), ("-0.5", "numbers with a point"),
        ("01/02/2026", "99/99/9999"), ("1/2/26", "99/99/99"), ("2026-02-01T10:00:00Z", "9999-99-99 99:99"),
        ("01.02.2026 8:30", "99.99.9999 99:99"), ("2026-02", "text"), ("12 rue", "text"), ("", "text"),
        ("01/02-2026", "text"), ("1,2,3", "text"),
    ])
    func `a value's shape`(value: String, shape: String) {
        #expect(ValueShape(Array(value.utf8)[...]).text == shape)
    }
}
