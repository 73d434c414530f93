import Canonical
import Foundation
import Testing

@testable import Connectors

@Suite struct SampleTests {
    private let row = #"{"kind":"offer","key":"1","data":{"key":"1","type":"job","title":"é"}}"#

    private func problems(_ expected: String, folder: String? = nil) throws -> [String] {
        let config = try SmallConfig([
            "samples/offres/export-2.csv": "ref;poste\n2;\n", "samples/offres/export-1.csv": "ref;poste\n1;é\n",
            "samples/offres/expected.jsonl": expected,
        ])
        let collective = try config.read(isForSamples: true)
        let sample = try #require(Sample(of: collective.feeds[0], in: collective))
        return sample.problems().map { $0.description.replacing(config.scratch.path, with: "config") }
    }

    private let rejection =
        #"{"rejection":{"key":"2","problems":[{"where":"samples/offres/export-2.csv:2: record 1, field \"poste\"","#
        + #""what":"title is missing","why":"every offer has one: The job or subject in a few words. (feeds/offres.jsonc)","#
        + #""fix":"fill it in the export"}]}}"#

    @Test func `a sample that comes out as expected says nothing`() throws {
        #expect(try problems(row + "\n" + rejection + "\n") == [])
    }

    private let fix =
        "correct the mapping; if the new result is right: hub preview config offres "
        + "config/samples/offres/export-1.csv config/samples/offres/export-2.csv --expected"

    @Test func `the first difference is shown with what stands around it`() throws {
        let found = try problems(row.replacing("é", with: "éà") + "\n" + rejection + "\n")
        #expect(
            found == [
                """
                config/samples/offres/expected.jsonl:1:69: the sample's record 1 gives "pe\\":\\"job\\",\\"title\\":\\"é\\"}}", \
                expected is "pe\\":\\"job\\",\\"title\\":\\"éà\\"}}"
                  why: the feed offres is checked against this file
                  fix: \(fix)
                """
            ])
    }

    @Test func `a record too many or too few`() throws {
        let found = try problems(row + "\n")
        #expect(
            found == [
                """
                config/samples/offres/expected.jsonl: the sample gives 2 records, expected are 1
                  why: the feed offres is checked against this file
                  fix: \(fix)
                """
            ])
    }

    @Test func `paths into the config folder are relative, other words stay whole`() {
        let problem = Problem(
            Place("a/x.csv", line: 1), "no \"data/a/b\"", why: "https://a/a/x (a/feeds/f.jsonc:1:2)", fix: "look at a/y"
        )
        var line: [UInt8] = []
        RecordLine.append(problem, "a", to: &line)
        #expect(
            String(decoding: line, as: UTF8.self)
                == #"{"where":"x.csv:1","what":"no \"data/a/b\"","why":"https://a/a/x (feeds/f.jsonc)","fix":"look at y"}"#
        )
    }
}

@Suite struct EntityFileTests {
    @Test func `entities come from previews and from inboxes, with their sender if the file tells`() throws {
        let config = try SmallConfig()
        let collective = try config.read()
        let path = try config.scratch.write(
            "entities",
            #"""
            {"kind":"offer","key":"1","data":{"key":"1","type":"job","title":"a","skills":[{"label":"x"},{"label":"y","code":"7"}],"hours":{"weekly":35}}}
            {"specversion":"1.0","type":"siae.offer.updated","source":"/essai/feeds/offres","data":{"key":"2","type":"job","title":"b"}}
            {"type":"siae.offer.withdrawn","source":"/essai/feeds/offres","data":{"key":"2"}}
            {"rejection":{"problems":[]}}
            {"kind":"ofer","data":{}}
            {"kind":"offer","data":{"key":"3"}}
            """#)
        var file = try EntityFile(path, collective)
        var lines: [String] = []
        while let next = try file.next() {
            switch next {
            case .success(let (entity, sender)):
                var bytes: [UInt8] = []
                CanonicalJSON.append(entity, withIdentity: true, to: &bytes)
                lines.append("\(sender ?? "-") \(String(decoding: bytes, as: UTF8.self))")
            case .failure(let rejection):
                lines += rejection.problems.map { $0.description.replacing(path, with: "entities") }
            }
        }
        let shape = "an entity is a CloudEvent of type siae.<kind>.<event>, or {\"kind\":…,\"key\":…,\"data\":{…}}"
        #expect(
            lines == [
                #"- {"key":"1","type":"job","title":"a","hours":{"weekly":35},"skills":[{"label":"x"},{"label":"y","code":"7"}]}"#,
                #"aci {"key":"2","type":"job","title":"b"}"#,
                """
                entities:3: record 3: a withdrawal holds a key and nothing else
                  why: it goes to those who held the offer; who they are cannot be told from it
                  fix: explain the message that created it
                """,
                "entities:4: record 4: no canonical entity\n  why: \(shape)\n  fix: hub preview --json prints such lines",
                "entities:5: record 5: unknown kind \"ofer\"\n  why: \(shape)\n  fix: hub preview --json prints such lines",
                """
                entities:6: record 6, field "type": type is missing
                  why: every offer has one: What is offered.
                  fix: add "type"
                """,
                """
                entities:6: record 6, field "title": title is missing
                  why: every offer has one: The job or subject in a few words.
                  fix: add "title"
                """,
            ])
    }
}
