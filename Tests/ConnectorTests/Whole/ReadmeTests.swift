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

    @Test func `a member publishes, and reads its inbox, as the README shows`() throws {
        let programs = try blocks("python")
        try #require(programs.count == 3)
        try Installation.example { hub in
            try hub.apply()
            try hub.write(
                ".hub/members/moulin-gris.password", Installation.password(of: "moulin-gris") + "\n")
            let there = #""\#(hub.address.host)", \#(hub.address.port), "\#(hub.address.vhost)""#
            func python(_ program: String) throws -> Ended {
                let here = program.replacing(#""127.0.0.1", 26772, "limagne-allier""#, with: there)
                try #require(here != program)
                return try Program(
                    try #require(Whole.python), ["-c", here], in: hub.folder, environment: ["PATH": "/usr/bin:/bin"]
                ).ended()
            }
            let published = try python(programs[1])
            #expect(published.code == 0, "\(published.errors)")
            #expect(try hub.depth("ingress") == 1)
            let run = try hub.hub("run", "config", "--once")
            #expect(run.output.contains("from members\n    1 read · 0 refused · 1 accepted · 0 repeated\n"))
            let read = try python(programs[0])
            #expect(read.code == 0, "\(read.errors)")
            #expect(read.output.split(separator: "\n").last?.hasPrefix("siae.receipt.created ") == true)
            #expect(try hub.inbox("cre-limagne-allier").map(\.change).contains("created MG-7"))
        }
    }

    @Test func `a receiver verifies what the hub sends it, as the README shows`() throws {
        let program = try #require(try blocks("python").last)
        let port = WebServer.freePort()
        try Installation.small { hub in
            try hub.write("hook.secret", "0123456789abcdef0123456789abcdef\n")
            try hub.write(
                "config/members/cre.jsonc",
                """
                { "name": "La CRE", "kind": "CRE", "delivery":
                  { "webhook": { "url": "http://127.0.0.1:\(port)/", "secret": "file:../hook.secret" } } }
                """)
            try hub.apply()
            let receiver = try Program(
                try #require(Whole.python), ["-c", program.replacing("8080", with: "\(port)")], in: hub.folder,
                environment: ["PATH": "/usr/bin:/bin"])
            defer { receiver.kill() }
            try #require(Whole.comesTrue { WebServer.answers(port) })
            try hub.write("config/exports/offres.csv", "ref;poste;dept;postes\n1;Plongeur;03;1\n")
            let run = try hub.hub("run", "config", "--once")
            #expect(run.code == 0, "\(run.errors)")
            #expect(receiver.output == "siae.offer.created 1\n")
        }
    }
}
