import Canonical
import Foundation
import Testing

@testable import Connectors

/// What a member's folder holds, as programs of others read it.
@Suite(.enabled(if: Whole.python != nil, "set HUB_TEST_PYTHON: run deploy/test"))
struct FilesDestinationTests {
    /// 2026-09-21T14:13:20Z.
    private let now = 1_790_000_000

    private struct Box {
        let scratch: Scratch
        let destination: FilesDestination

        init(_ formats: String = #"["csv", "json", "ics", "atom"]"#) throws {
            scratch = try Scratch()
            try FileManager.default.createDirectory(atPath: scratch.path + "/boite", withIntermediateDirectories: false)
            let reading = ConfigReading(folder: scratch.path, variables: [:])
            let words = #"{ "folder": "boite", "formats": \#(formats) }"#
            let settings = Settings(try ConfigText.parse(Array(words.utf8), file: "m.jsonc"), "\"files\"", reading)
            destination = try #require(FilesDestination.read(settings, of: "moulin", reading))
        }

        func deliver(_ messages: [InboxMessage], at now: Int = 1_790_000_000) throws {
            let handovers = try destination.deliver(messages, at: now) { () throws(Failure) in }
            #expect(handovers.map(\.text) == messages.map { _ in "delivered" })
        }

        /// What others read in it; of one file only, where one is named.
        func read(_ file: String = "") throws -> [String] {
            let ended = try Program(
                try #require(Whole.python), ["\(Fixtures.folder)/deliveries/read.py", destination.folder],
                in: URL(fileURLWithPath: scratch.path), environment: ["PATH": "/usr/bin:/bin"]
            ).ended()
            try #require(ended.code == 0, "\(ended.errors)")
            return ended.output.split(separator: "\n").map(String.init).filter { $0.hasPrefix(file) }
        }

        /// Every file with its bytes and the moment in which it was written.
        func files() throws -> [String: [String]] {
            var files: [String: [String]] = [:]
            for name in try FileManager.default.contentsOfDirectory(atPath: destination.folder) {
                let path = "\(destination.folder)/\(name)"
                let attributes = try FileManager.default.attributesOfItem(atPath: path)
                let bytes = try #require(FileManager.default.contents(atPath: path))
                files[name] = [
                    String(decoding: bytes, as: UTF8.self), "\(attributes[.systemFileNumber] ?? "")",
                ]
            }
            return files
        }
    }

    private func offer(_ key: String, _ event: Event = .created, _ more: String = "", at time: Int? = nil) throws
        -> InboxMessage
    {
        try .sample(key, event, #""type":"job","title":"Été à l'œuvre""# + more, time: time ?? now)
    }

    @Test func `a table opens in a spreadsheet with its accents, and nothing in it is computed`() throws {
        let box = try Box(#"["csv"]"#)
        try box.deliver([
            try .sample(
                "=1+1", .created,
                #""type":"job","title":"@SUM(A1); \"chef\" d'équipe","description":"-2\n+3","workplace":{"longitude":-3.5,"postcode":"03200"},"hours":{"weekly":17.5,"fullTime":false,"schedules":["2x8","nuit"]},"contact":{"phone":"+33639981234"},"published":"2026-01-02T23:30:00Z""#
            ), try offer("B"),
        ])
        #expect(
            try box.read() == [
                "offres.csv: référence='=1+1, type d'offre=emploi, intitulé='@SUM(A1); \"chef\" d'équipe, "
                    + "descriptif='-2⏎+3, code postal=03200, longitude=-3,5, heures par semaine=17,5, temps plein=non, "
                    + "horaires=2x8 | nuit, date de création=2026-01-03 00:30, téléphone=06 39 98 12 34, publié par=offres, publié le=2026-09-21 16:13",
                "offres.csv: référence=B, type d'offre=emploi, intitulé=Été à l'œuvre, publié par=offres, publié le=2026-09-21 16:13",
            ])
    }

    @Test func `the files hold what the member holds: changed and withdrawn things too`() throws {
        let box = try Box(#"["csv", "json"]"#)
        try box.deliver([try offer("A"), try offer("B"), try offer("C")])
        try box.deliver([try offer("B", .updated, #","open":true"#, at: now + 60)])
        try box.deliver([
            try offer("A", .withdrawn, at: now + 60), try offer("never came", .withdrawn),
            try .sample("C", source: "/essai/feeds/autre"),
        ])
        #expect(
            try box.read("offres.ndjson") == [
                "offres.ndjson: siae.offer.created C C-created-1790000000",
                "offres.ndjson: siae.offer.updated B B-updated-1790000060",
                "offres.ndjson: siae.offer.created C C-created-1790000000",
            ])
        #expect(try box.read("offres.csv").count == 3)
        // What is empty says so; a table that was never there is not made.
        try box.deliver([
            try offer("B", .withdrawn, at: now + 90), try offer("C", .withdrawn, at: now + 90),
            try .sample("C", .withdrawn, source: "/essai/feeds/autre", time: now + 90),
        ])
        #expect(try box.read() == [])
        #expect(try box.files().keys.sorted() == [".hub-messages", "offres.csv", "offres.ndjson"])
    }

    @Test func `the same messages again change no file, whatever came between`() throws {
        let box = try Box()
        let messages = [
            try offer("A", .created, #","expires":"2026-10-01""#),
            try offer("A", .updated, #","expires":"2026-10-02""#, at: now + 60), try offer("B"),
            try offer("B", .withdrawn, at: now + 60),
        ]
        try box.deliver(messages)
        let files = try box.files()
        #expect(files.count == 5)
        try box.deliver(messages)
        try box.deliver(Array(messages.prefix(1)))
        #expect(try box.files() == files)
    }

    @Test func `an identity stands in the addressee's table, and neither in a calendar nor in a feed`() throws {
        let box = try Box()
        try box.deliver([
            try .sample(
                "R-1", kind: "referral", .created,
                #""type":"interSIAE","addressedTo":"moulin","answerBy":"2026-10-01","person":{"id":"0123456789abcdef0123456789abcdef"},"identity":{"firstName":"Zoé","lastName":"Quinquet","phone":"+33639981234"}"#
            )
        ])
        let files = try box.files()
        for (name, holds) in [
            ("orientations.csv", true), ("orientations.ndjson", true), ("dates.ics", false), ("messages.atom", false),
        ] {
            let text = try #require(files[name]?.first, "\(name)")
            #expect(text.contains("Quinquet") == holds, "\(name)")
            #expect(text.contains("0123456789abcdef") == holds, "\(name)")
        }
        #expect(
            try box.read("dates.ics") == [
                "dates.ics: 0 | CONFIRMED | Réponse attendue – Orientation R-1 | 2026-10-01 | 2026-10-02 | "
            ])
    }

    @Test func `dates are in the calendar, days as days and moments in UTC, and what is withdrawn is cancelled`() throws
    {
        let box = try Box(#"["ics"]"#)
        let long = String(repeating: "métier à l'école, ", count: 9)
        let person = #""person":{"id":"0123456789abcdef0123456789abcdef"}"#
        try box.deliver([
            try offer("A", .created, #","expires":"2026-12-31""#),
            try .sample(
                "E", .created,
                #""type":"event","title":"\#(long)","starts":"2026-10-25T09:00:00+01:00","ends":"2026-10-25T12:30:00+01:00","event":{"kind":"forum","place":"Salle 2; étage 1"}"#
            ),
            try .sample(
                "T", .created, #""type":"tender","title":"Lot 3","tender":{"deadline":"2026-11-02T12:00:00.5Z"}"#),
            try .sample(
                "P", kind: "response", .created,
                #""answer":"accepted","about":{"kind":"referral","key":"R-1"},"addressedTo":"moulin","answered":"2026-09-01","appointment":{"date":"2026-07-01T14:00:00+02:00","place":"Mairie"}"#
            ),
            try .sample(
                "I", kind: "immersion", .created,
                #""status":"started",\#(person),"objective":"confirmProject","submitted":"2026-01-01","starts":"2026-10-05","ends":"2026-10-16","workplace":{"label":"Vichy"}"#
            ),
            try .sample(
                "L", kind: "alert", .created,
                #""rule":"r","severity":"info","addressedTo":"moulin","roles":["cip"],"about":{"kind":"offer","key":"A"},"since":"2026-09-01","due":"2026-09-30","text":"Contrat bientôt fini","suggestion":"Appeler""#
            ),
        ])
        try box.deliver([
            try offer("A", .updated, #","expires":"2026-11-30""#, at: now + 60),
            try .sample("I", kind: "immersion", .withdrawn, time: now + 60),
        ])
        #expect(
            try box.read() == [
                "dates.ics: 0 | CONFIRMED | Échéance – Alerte : Contrat bientôt fini | 2026-09-30 | 2026-10-01 | ",
                "dates.ics: 1 | CANCELLED | Immersion – Immersion (PMSMP) I | 2026-10-05 | 2026-10-17 | Vichy",
                "dates.ics: 1 | CONFIRMED | Date limite – Offre : Été à l'œuvre | 2026-11-30 | 2026-12-01 | ",
                "dates.ics: 0 | CONFIRMED | Évènement – Offre : \(long) | 2026-10-25 08:00:00+00:00 | 2026-10-25 11:30:00+00:00 | Salle 2; étage 1",
                "dates.ics: 0 | CONFIRMED | Remise des offres – Offre : Lot 3 | 2026-11-02 12:00:00+00:00 | ",
                "dates.ics: 0 | CONFIRMED | Rendez-vous – Réponse : R-1 | 2026-07-01 12:00:00+00:00 | Mairie",
            ])
        // After some weeks every calendar knows it.
        try box.deliver([try offer("B")], at: now + 61 * 86_400)
        #expect(try box.read().count == 5)
    }

    @Test func `a feed tells the latest changes first`() throws {
        let box = try Box(#"["atom"]"#)
        try box.deliver(
            [
                try offer("A", .created, #","origin":{"url":"https://exemple.invalid/?a=1&b=2"}"#),
                try offer("B <b>&", at: now + 30), try offer("C", at: now + 10),
            ].map { $0 })
        try box.deliver([try offer("C", .withdrawn, at: now + 3_600)])
        let read = try box.read()
        #expect(
            read == [
                "messages.atom: Messages pour moulin | 2026-09-21T15:13:20Z",
                "messages.atom: Retiré – Offre : Été à l'œuvre | 2026-09-21T15:13:20Z | offer | ",
                "messages.atom: Offre : Été à l'œuvre | 2026-09-21T14:13:50Z | offer | ",
                "messages.atom: Offre : Été à l'œuvre | 2026-09-21T14:13:20Z | offer | https://exemple.invalid/?a=1&b=2",
            ])
    }

    @Test func `a feed reads in French: choices in words, days as people write them`() throws {
        let box = try Box(#"["atom"]"#)
        try box.deliver([
            try .sample(
                "R-1", kind: "referral", .created,
                #""type":"creAction","action":"pmsmp","addressedTo":"moulin","requested":"2026-10-01","person":{"id":"0123456789abcdef0123456789abcdef"}"#
            )
        ])
        let text = try #require(try box.files()["messages.atom"]?.first).replacing("\u{A0}", with: " ")
        for line in [
            "type d'orientation : action de la CRE", "action demandée : recherche d’une PMSMP",
            "date de la demande : jeudi 1er octobre 2026",
        ] {
            #expect(text.contains(line), "\(line)")
        }
    }

    @Test func `every kind's file has a French name`() {
        #expect(
            Schema.all.map(\.fileName).sorted() == [
                "accuses", "alertes", "candidatures", "immersions", "offres", "orientations", "parcours", "reponses",
                "sollicitations", "structures", "suivis",
            ])
    }

    @Test func `a folder that is away or full keeps the messages waiting`() throws {
        let box = try Box()
        let folder = box.destination.folder
        let first = try offer("A")
        func failure() -> String {
            do throws(Failure) {
                _ = try box.destination.deliver([first], at: now) { () throws(Failure) in }
                return "none"
            } catch {
                return "\(error.cause): \(error.problem)".replacing(folder, with: "boite")
            }
        }
        try box.deliver([try offer("A")])
        try FileManager.default.createDirectory(
            atPath: "\(folder)/.messages.atom.tmp", withIntermediateDirectories: false)
        try box.deliver([])
        try FileManager.default.removeItem(atPath: "\(folder)/messages.atom")
        #expect(
            failure() == """
                unreachable: boite/messages.atom: the file cannot be written
                  why: Is a directory
                  fix: make room there, or let the hub's user write there
                """)
        try FileManager.default.removeItem(atPath: folder)
        #expect(
            failure() == """
                unreachable: boite: there is no such folder
                  why: the files of moulin go there (m.jsonc:1:1)
                  fix: make it, and let the hub's user write there
                """)
    }

    @Test func `somebody who changed the hub's own file is told`() throws {
        let box = try Box()
        try box.deliver([try offer("A")])
        try Data("nonsense\n".utf8).write(to: URL(fileURLWithPath: "\(box.destination.folder)/.hub-messages"))
        do throws(Failure) {
            _ = try box.destination.deliver([], at: now) { () throws(Failure) in }
            Issue.record("nothing was said")
        } catch {
            #expect(
                "\(error.problem)".replacing(box.destination.folder, with: "boite") == """
                    boite/.hub-messages:1: no message of the hub
                      why: somebody changed the file
                      fix: restore it; or remove it, and send again what the member holds: hub replay
                    """)
        }
    }

    @Test func `a table has a column of its own for every field of every kind`() {
        for schema in Schema.all {
            let headings = CSVFile.headings(of: schema)
            #expect(
                headings.count == schema.fields.count + 2 && Set(headings).count == headings.count, "\(schema.kind)")
        }
    }
}
