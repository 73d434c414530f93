import Canonical
import Testing

@testable import Connectors

/// What one mail about many things shows, and what it says of the rest.
struct LetterDigestTests {
    private func offer(_ number: Int) throws -> InboxMessage {
        let entity = try Letters.entity(
            "offer", #"{"key":"O-\#(number)","type":"job","title":"Poste \#(number)","workplace":{"label":"Thiers"}}"#)
        return Letters.message(entity, source: "/limagne-allier/feeds/trois-rivieres-offres")
    }

    private func alert(_ number: Int, _ text: String = "Troisième mois de chantier.") throws -> InboxMessage {
        let entity = try Letters.entity(
            "alert",
            #"{"key":"m:\#(number)","rule":"m","severity":"info","addressedTo":"cre-limagne-allier","roles":["cip"],"about":{"kind":"pathway","key":"C-\#(number)","source":"sureaux-parcours"},"since":"2026-03-02","text":"\#(text)","suggestion":"En parler."}"#
        )
        return Letters.message(entity, source: "/limagne-allier/rules")
    }

    private func receipt(_ number: Int) throws -> InboxMessage {
        let entity = try #require(try Letters.examples("receipt").first)
        return InboxMessage(
            id: "\(number)", source: "/limagne-allier/feeds/sureaux-parcours", kind: "receipt", event: .created,
            key: "sureaux-parcours/\(number)", time: 1_795_000_000, body: [], entity: entity)
    }

    /// The text on one line.
    private func text(_ messages: [InboxMessage], to member: String = "cre-limagne-allier") throws -> String {
        try Letters.writer(member).digest(messages).text.replacing(/\n +/, with: " ").replacing("\u{A0}", with: " ")
    }

    @Test func `each kind gets its part, and what one does not need goes to the others`() {
        #expect(LetterWriter.shares([100, 3, 50], of: 30) == [14, 3, 13])
        #expect(LetterWriter.shares([2, 3], of: 30) == [2, 3])
        #expect(LetterWriter.shares([40], of: 30) == [30])
        #expect(LetterWriter.shares([9, 9, 9], of: 2) == [1, 1, 0])
        #expect(LetterWriter.shares([], of: 30) == [])
    }

    @Test func `many alerts crowd out no offer, and everything has its line`() throws {
        let text = try text((1...60).map { try alert($0, "Alerte \($0).") } + (1...12).map { try offer($0) })
        for number in 1...60 { #expect(text.contains("- Alerte \(number).")) }
        for number in 1...12 {
            #expect(text.contains("- Poste \(number) – Thiers\n") || text.contains("Poste \(number) – Thiers Type"))
        }
        #expect(text.contains("En bref, 42 autres :"))
        #expect(!text.contains("ne figurent pas"))
    }

    @Test func `alerts that say the same stand under one sentence, and each says what it is about`() throws {
        let text = try text(try (1...18).map { try alert($0) })
        #expect(text.components(separatedBy: "Troisième mois de chantier.").count == 2)
        for number in 1...18 {
            #expect(text.contains("- parcours C-\(number), Atelier des Sureaux – depuis le lundi 2 mars 2026\n"))
        }
    }

    @Test func `an alert alone says what it is about too`() throws {
        let text = try text([try alert(1), try offer(1)])
        #expect(
            text.contains(
                """
                - Troisième mois de chantier. Objet : parcours C-1, Atelier des Sureaux Depuis le : lundi 2 mars 2026 \
                Action proposée : En parler.
                """))
    }

    @Test func `a referral says who asks, since when, whom to call and under which reference`() throws {
        let text = try text(try Letters.examples("referral").map { Letters.message($0) })
        #expect(
            text.contains(
                """
                - action de la CRE – recherche d’une PMSMP De la part de : Les Mains de Sioule \
                Date de la demande : lundi 12 janvier 2026 Réponse attendue le : lundi 26 janvier 2026
                """))
        #expect(text.contains("Contact : Solène Pourcheyron (06 39 98 04 16, accompagnement@example.org)"))
        #expect(text.contains("Référence : OR-3001"))
        // Said once, for all codes.
        #expect(text.components(separatedBy: "REFUSER suivi du motif").count == 2)
    }

    @Test func `what has not even a line is counted, with what sends it again`() throws {
        let text = try text(try (1...540).map { try offer($0) })
            .replacing("\n", with: " ")
        #expect(
            text.contains(
                """
                Et encore 10 autres, qui ne figurent pas dans ce courriel : la personne qui administre le hub peut vous les \
                renvoyer avec « hub replay config cre-limagne-allier --kind offer --since 2026-11-18 --until 2026-11-18 », ou \
                les afficher avec « hub history config --kind offer --since 2026-11-18 --until 2026-11-18 ».
                """))
    }

    @Test func `every receipt has its line, since nothing could send it again`() throws {
        let text = try text(try (1...700).map { try receipt($0) }, to: "atelier-des-sureaux")
        #expect(text.contains("En bref, 670 autres :"))
        #expect(!text.contains("ne figurent pas"))
    }

    @Test func `what the text says, the HTML says too`() throws {
        let letter = try Letters.writer("cre-limagne-allier").digest(
            (1...40).map { try alert($0, "Alerte \($0).") } + Letters.examples("referral").map { Letters.message($0) })
        let plain = letter.html.replacing(/<[^>]*>/, with: " ")
        func words(_ text: String) -> Set<String> {
            Set(text.split { $0.isWhitespace || $0 == "-" }.map(String.init))
        }
        let text = letter.text.replacing("&", with: "&amp;").replacing("\"", with: "&quot;")
        #expect(words(text).subtracting(words(plain)) == [])
    }

    @Test func `a declined offer is given a reason in words, not one of a candidate's`() throws {
        let codes = try Letters.room().codes
        func refusal(_ kind: String) -> String {
            AnswerLinks(code: "C", words: KindWords.of(kind), member: "m", replyTo: "r@example.org", codes: codes)
                .links[1].address.removingPercentEncoding ?? ""
        }
        #expect(refusal("offer").contains("Votre motif : \r\n"))
        #expect(!refusal("offer").contains("Candidat"))
        #expect(refusal("application").contains("- Candidat non mobile"))
    }

    @Test func `the subject of an answer says yes or no`() throws {
        let subjects = try ["accepted", "declined", "infoNeeded"].map { answer in
            let entity = try Letters.entity(
                "response",
                #"{"key":"R","answer":"\#(answer)","about":{"kind":"offer","key":"O"},"answered":"2026-01-02","reason":"other","question":"Quand ?"}"#
            )
            return try Letters.writer("moulin-gris").letter(Letters.message(entity)).subject
        }
        #expect(
            subjects == [
                "Nouvelle réponse\u{A0}: acceptée", "Nouvelle réponse\u{A0}: refusée",
                "Nouvelle réponse\u{A0}: précision demandée",
            ])
    }
}
