import Canonical
import Foundation
import Testing

@testable import Connectors

/// What mails say, against the texts beside the tests; `HUB_TEST_WRITE=yes` writes them anew, to be read by a person.
struct LetterWriterTests {
    private func check(_ letter: Letter, _ name: String) throws {
        for (ending, text) in [("txt", "\(letter.subject)\n\n\(letter.text)"), ("html", letter.html)] {
            let path = "\(Fixtures.folder)/mails/\(name).\(ending)"
            if ProcessInfo.processInfo.environment["HUB_TEST_WRITE"] == "yes" {
                try text.write(toFile: path, atomically: true, encoding: .utf8)
            }
            #expect(try String(contentsOfFile: path, encoding: .utf8) == text, "\(name).\(ending)")
        }
    }

    @Test(arguments: Schema.all.map(\.kind).filter { $0 != "pathway" })
    func `each kind has its mail`(_ kind: String) throws {
        let entity = try #require(try Letters.examples(kind).first)
        let member = entity.text("addressedTo") ?? "moulin-gris"
        let isHubs = ["alert", "progress", "receipt"].contains(kind)
        let source = "/limagne-allier/\(isHubs ? "rules" : "feeds/sioule-orientations")"
        let message = Letters.message(entity, source: source)
        try check(Letters.writer(member == "mains-de-sioule" ? "moulin-gris" : member).letter(message), kind)
    }

    @Test func `the addressee's copy names the person where the member's file says so`() throws {
        let entity = try #require(try Letters.examples("referral").first { $0.hasIdentity })
        let member = try #require(entity.text("addressedTo"))
        try check(Letters.writer(member, showsIdentity: true).letter(Letters.message(entity)), "referral-identity")
    }

    @Test func `a change and a withdrawal say so`() throws {
        let offer = try #require(try Letters.examples("offer").first)
        let writer = try Letters.writer("moulin-gris")
        try check(writer.letter(Letters.message(offer, .updated)), "offer-updated")
        try check(writer.letter(Letters.message(offer, .withdrawn)), "offer-withdrawn")
    }

    @Test func `a digest groups by kind and employer, newest first, and has a line for what it does not write out`()
        throws
    {
        let writer = try Letters.writer("moulin-gris")
        var messages: [InboxMessage] = []
        for number in 1...34 {
            let employer = number % 3 == 0 ? "Menuiserie Tilleul" : "Employeur \(number)"
            let offer = try Letters.entity(
                "offer",
                #"{"key":"O-\#(number)","type":"job","title":"Poste \#(number)","employer":{"name":"\#(employer)"},"workplace":{"label":"Vichy"}}"#
            )
            messages.append(Letters.message(offer, source: "/limagne-allier/feeds/trois-rivieres-offres"))
        }
        let gone = try Letters.entity("offer", #"{"key":"O-99","type":"job","title":"Poste 99"}"#)
        messages.append(
            Letters.message(gone, .withdrawn, source: "/limagne-allier/feeds/trois-rivieres-offres"))
        messages.append(Letters.message(try #require(try Letters.examples("structure").first)))
        let letter = writer.digest(messages)
        #expect(letter.subject == "36 nouveautés\u{A0}: 35 offres, 1 structure")
        try check(letter, "digest")
        #expect(letter.text.components(separatedBy: "Référence\u{A0}:").count == LetterWriter.most)
        for number in 1...34 { #expect(letter.text.contains("Poste \(number) – Vichy")) }
    }

    @Test func `a digest of every kind says of each entry what it is about`() throws {
        let messages = try Schema.all.map(\.kind).filter { $0 != "pathway" }.flatMap { kind in
            try Letters.examples(kind).prefix(4).map { entity in
                let isHubs = ["alert", "progress", "receipt"].contains(kind)
                return Letters.message(
                    entity, source: "/limagne-allier/\(isHubs ? "rules" : "feeds/sioule-orientations")")
            }
        }
        try check(Letters.writer("cre-limagne-allier").digest(messages), "digest-kinds")
    }

    @Test func `a kind that the table does not know gets a decent mail by itself`() throws {
        let words = KindWords.of("pathways-of-tomorrow")
        #expect(words.title(.created) == "Nouveau pathways-of-tomorrow")
        #expect(words.count(2) == "2 pathways-of-tomorrow")
        #expect(KindWords.of("offer").title(.created) == "Nouvelle offre")
        #expect(KindWords.of("receipt").title(.created) == "Nouvel accusé de traitement")
        #expect(KindWords.of("pathway").title(.withdrawn) == "Parcours retiré")
        #expect(KindWords.of("alert").definite == "L’alerte")
        #expect(KindWords.of("immersion").definite == "L’immersion")
        #expect(KindWords.of("solicitation").definite == "La sollicitation d’entreprise")
    }

    @Test func `every word of the schema has its French, and every path of the table a field`() {
        for schema in Schema.all {
            for field in schema.fields {
                guard case .choice(let words) = field.type, field.path != "about.kind" else { continue }
                // Abbreviations mean the same in French.
                for word in words where word != word.uppercased() || word.count == 1 {
                    #expect(
                        ChoiceWords.known(word, of: field.path, schema.kind) != nil,
                        "\(schema.kind) \(field.path) \(word)")
                }
            }
            let words = KindWords.of(schema.kind)
            let paths = words.line + words.details + words.same + words.told + words.sentences + words.hidden
            for path in paths + [words.group].compactMap({ $0 }) {
                #expect(schema.number(of: path) != nil, "\(schema.kind) has no \(path)")
            }
        }
    }

    // MARK: - Nothing that is not meant for the reader

    /// Every kind that carries an identity, with a name that stands nowhere else.
    private func marked() throws -> [Entity] {
        let person = #""person":{"id":"c36c0cec3683d0cd6c5fda023cd4b7ba"}"#
        let consent = #""consent":{"given":"2026-01-09","by":"M. Petit","purpose":"Contact"}"#
        let identity =
            #""identity":{"firstName":"Zébulonia","lastName":"Zzyzxmark","phone":"+33639980000","email":"zzyzxmark@example.org"}"#
        return [
            try Letters.entity(
                "referral",
                #"{"key":"R-1","type":"training","addressedTo":"cre-limagne-allier",\#(person),\#(consent),\#(identity)}"#
            ),
            try Letters.entity(
                "application",
                #"{"key":"A-1","status":"proposed","sent":"2026-05-02","addressedTo":"atelier-des-sureaux",\#(person),\#(consent),\#(identity)}"#
            ),
        ]
    }

    @Test func `no mail names a person but the addressee's own, where its file asks for it`() throws {
        for entity in try marked() {
            let addressee = try #require(entity.text("addressedTo"))
            for member in ["cre-limagne-allier", "atelier-des-sureaux", "moulin-gris"] {
                for showsIdentity in [true, false] {
                    let writer = try Letters.writer(member, showsIdentity: showsIdentity)
                    for event in [Event.created, .updated, .withdrawn] {
                        let message = Letters.message(entity, event)
                        let other = Letters.message(entity, event, source: "/limagne-allier/feeds/other", id: "other")
                        let alone = writer.letter(message)
                        let digest = writer.digest([message, other])
                        let mayName = member == addressee && showsIdentity && event != .withdrawn
                        for (letter, isAlone) in [(alone, true), (digest, false)] {
                            let isNamed = [letter.text, letter.html].contains { LetterWriterTests.isNamed(in: $0) }
                            #expect(isNamed == (mayName && isAlone), "\(entity) to \(member)")
                            #expect(!LetterWriterTests.isNamed(in: letter.subject))
                            #expect(!LetterWriterTests.isNamed(in: letter.title))
                        }
                        let destination = try Letters.destination(member, showsIdentity: showsIdentity)
                        #expect(!LetterWriterTests.isNamed(in: "\(destination.label) \(destination.fingerprint)"))
                    }
                }
            }
        }
    }

    private static func isNamed(in text: String) -> Bool {
        ["zzyzxmark", "zébulonia", "639980000", "39 98 00 00", "39\u{A0}98\u{A0}00\u{A0}00"].contains {
            text.lowercased().contains($0)
        }
    }

    @Test func `where the name stays behind, the mail says who to call`() throws {
        let letter = try Letters.writer("cre-limagne-allier").letter(Letters.message(try marked()[0]))
        #expect(
            letter.text.replacing("\n", with: " ").contains(
                "ne voyagent pas par courriel. Pour les connaître\u{A0}: Les Mains de Sioule."
            ))
    }
}
