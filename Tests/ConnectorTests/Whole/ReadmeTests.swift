import Foundation
import Testing

/// What the README has a newcomer type, taken from the page itself.
@Suite(.enabled(if: Whole.isThere, "set HUB_TEST_BROKER: run deploy/test"))
struct ReadmeTests {
    /// The code blocks of the page in one language, in order.
    private func blocks(_ language: String) throws -> [String] {
        let page = try String(contentsOf: Whole.root.appending(path: "README.md"), encoding: .utf8)
        return page.components(separatedBy: "\n```\(language)\n").dropFirst().compactMap {
            $0.components(separatedBy: "\n```").first
        }
    }

    @Test func `a second structure's export is connected by one config file, as the README shows`() throws {
        let export = try #require(try blocks("csv").first)
        let member = try #require(try blocks("jsonc").first)
        let rejection = try #require(try blocks("text").first)
        try Installation.example { hub in
            try hub.write("config/exports/viaduc/contrats.csv", export + "\n")
            try hub.write("config/members/chantier-du-viaduc.jsonc", member + "\n")
            let preview = try hub.hub(
                "preview", "config", "viaduc-contrats", "config/exports/viaduc/contrats.csv")
            try hub.write("secrets/members/chantier-du-viaduc.password", "the-password-of-chantier-du-viaduc")
            #expect(preview.code == 65)
            #expect(preview.output.hasPrefix("\(rejection)\n\nthe first pathway, field by field:\n"))
            #expect(preview.output.hasSuffix("5 read · 1 rejected · 4 accepted\n"))

            try hub.apply()
            let run = try hub.hub("run", "config", "--once")
            #expect(run.code == 65)
            #expect(run.output.contains("inbox chantier-du-viaduc: 23 waiting, 23 held  (Chantier du Viaduc)\n"))

            let sample = try hub.hub(
                "preview", "config", "viaduc-contrats", "config/exports/viaduc/contrats.csv", "--expected")
            #expect(
                sample.output.hasPrefix(
                    """
                    wrote config/samples/viaduc-contrats/export.csv
                    wrote config/samples/viaduc-contrats/expected.jsonl
                    a sample is kept with the config: make sure that it holds no real person

                    """))
            let check = try hub.hub("check", "config")
            #expect(check.code == 0)
            #expect(check.output.contains("feed viaduc-contrats: sample as expected\n"))
        }
    }
}
