import Testing

@testable import Canonical

/// Social security numbers, made up here: the key is 97 minus the number modulo 97.
private enum Made {
    static func key(_ number: String) -> String {
        let digits = number.replacing("2A", with: "19").replacing("2B", with: "18")
        let key = 97 - (UInt64(digits) ?? 0) % 97
        return key < 10 ? "0\(key)" : "\(key)"
    }

    static func whole(_ number: String) -> String { number + key(number) }

    /// `1 85 05 78 006 084 91`, with any separator.
    static func grouped(_ number: String, _ separator: String) -> String {
        var groups: [Substring] = []
        var rest = number[...]
        for length in [1, 2, 2, 2, 3, 3, 2] {
            groups.append(rest.prefix(length))
            rest = rest.dropFirst(length)
        }
        return groups.filter { !$0.isEmpty }.joined(separator: separator)
    }
}

@Suite struct NirTests {
    private static let number = "1850578006084"
    private static let whole = Made.whole(number)
    private static let forbidden = """
        holds what looks like a social security number (NIR)
        why: no message may carry one (décret 2019-341)
        fix: remove it from the export; if it is another number, write it in groups of other lengths
        """
    /// Separators that people and word processors put between the groups.
    private static let separators = ["", " ", ".", "-", "\u{A0}", "\u{202F}", "\u{2009}", "\u{2011}"]
    private static let people = [
        "1850578006084", "2991299123456", "3010163113001", "4120675120999", "7850578006084", "8850578006084",
        "185052A006084", "285052B006084", "1851297411001",
    ]

    @Test(arguments: people, separators) func `a number is masked wherever it stands, and nothing else`(
        _ number: String, _ separator: String
    ) throws {
        let shown = Made.grouped(Made.whole(number), separator)
        let text = #"{"reason":"Son numéro est le \#(shown), tél 06 39 98 12 34","positions":3}"#
        let masked = try #require(Nir.masked(Array(text.utf8)))
        let hidden = String(shown.map { $0.isASCII && ($0.isNumber || $0.isLetter) ? "X" : $0 })
        #expect(String(decoding: masked, as: UTF8.self) == text.replacing(shown, with: hidden))
        #expect(Nir.masked(masked) == nil)
    }

    @Test func `the key of a published example is the one that is counted here`() {
        #expect(Made.key("1850578006084") == "91")
    }

    @Test(arguments: people, separators)
    func `with its right key it is found in every spacing`(number: String, separator: String) {
        let whole = Made.grouped(Made.whole(number), separator)
        #expect(Nir.isIn(whole))
        #expect(Nir.isIn("NIR : \(whole), à vérifier"))
        #expect(Nir.isIn("\(whole) est son numéro"))
        #expect(Nir.isIn("son numéro est \(whole)"))
        #expect(Nir.isIn("(\(whole))"))
        #expect(Nir.isIn("né\n\(whole)\nle"))
    }

    @Test(arguments: people, separators)
    func `without its key it is found when it begins like a person`(number: String, separator: String) {
        #expect(Nir.isIn(Made.grouped(number, separator)))
        #expect(Nir.isIn("n° \(Made.grouped(number, separator))."))
    }

    @Test(arguments: ["20", "33", "42", "50", "75", "99"])
    func `months that are not known have codes of their own, which count with a key only`(month: String) {
        #expect(Nir.isIn(Made.whole("185\(month)78006084")))
        #expect(!Nir.isIn("185\(month)78006084"))
    }

    @Test(arguments: ["13", "19", "43", "49", "00"])
    func `months that nobody is born in`(month: String) {
        #expect(!Nir.isIn(Made.whole("185\(month)78006084")))
    }

    @Test(arguments: ["0", "5", "6", "9"])
    func `first digits that no person has`(sex: String) {
        #expect(!Nir.isIn(Made.whole("\(sex)850578006084")))
    }

    @Test func `every wrong key of fifteen digits is another number`() {
        for key in 0...99 {
            let text = "1850578006084" + (key < 10 ? "0\(key)" : "\(key)")
            #expect(Nir.isIn(text) == (key == 91), "\(text)")
        }
    }

    @Test(arguments: [
        "12345678901234", "130 025 265 00013", "73282932000074", "SIRET 355 000 000 00009, SIREN 355 000 000",
        "06 39 98 12 34", "0639981234", "+33 6 39 98 12 34", "0033639981234", "06 39 98 12 34 / 04 73 99 12 34",
        "06 39 98 12 34 04 73 99 12 34", "+33 6 12 34 56 78 06 12 34 56 78",
        "3017620422003", "2026-08-20T07:12:03Z", "2026-08-20 07:12:03", "20260820071203", "20/08/2026 à 14 h 30",
        "1850578006084912", "18505780060849123456", "178BSFP", "1234567A", "12345678901", "1712345678901234",
        "FR76 3000 6000 0112 3456 7890 189", "FR7630006000011234567890189", "1 823,00 EUR", "710,00 - 1 823,00 EUR",
        "de 26400,00 à 38000.0 Euros sur 12.0 mois", "2026-000123-A", "999992612345", "", "1", "R&D 2026",
        "1-2-3-4-5-6",
        "63113 63000 63100 63170", "K2204 K1304 A1203", "14 rue 63000 Clermont 04 73 00 00 00",
        "1850578006084 91 2".replacing("1850578006084", with: "185057800608A"),
    ]) func `other numbers`(text: String) {
        #expect(!Nir.isIn(text))
    }

    @Test(
        arguments: [
            .text(max: 2_000), .line(max: 500),
        ] as [FieldType]) func `texts that hold one are refused, however it is written`(type: FieldType)
    {
        for text in [
            Self.whole, "Marie, \(Made.grouped(Self.whole, " "))", Made.grouped(Self.whole, "&nbsp;"),
            Made.grouped(Self.whole, "&#160;"), "<p>185<b>0578</b>00608491</p>", "&#49;85057800608491",
            Made.grouped(Self.number, "&nbsp;"), "185052A006084", "Corse : 1 85 05 2A 006 084", "NIR185057800608491",
            "a &amp; b \(Self.whole)", Self.whole + String(repeating: " x", count: 3_000),
            Made.grouped(Self.whole, "\u{A0}"), Made.grouped(Self.whole, "&#8239;"),
        ] {
            #expect(verdict(type, text) == Self.forbidden, "\(text.prefix(60))")
        }
        #expect(verdict(.line(max: 500), "1 85 05 78\n006 084 91") == Self.forbidden)
    }

    @Test func `addresses that hold one are refused; in web addresses, which are full of numbers, only with its key`() {
        #expect(verdict(.email, "\(Self.whole)@exemple.fr") == Self.forbidden)
        #expect(verdict(.email, "\(Self.number)@exemple.fr") == Self.forbidden)
        #expect(verdict(.email, "marie.\(Self.whole)@exemple.fr") == Self.forbidden)
        #expect(verdict(.email, "marie\(Self.whole)@exemple.fr") == Self.forbidden)
        #expect(verdict(.url, "https://exemple.fr/dossier/\(Self.whole)") == Self.forbidden)
        #expect(verdict(.url, "https://exemple.fr/?nir=\(Self.whole)&page=2") == Self.forbidden)
        #expect(verdict(.url, "www.exemple.fr/\(Self.whole)") == Self.forbidden)
        #expect(verdict(.url, "https://exemple.fr/offre/\(Self.number)") == "right")
        #expect(verdict(.url, "https://exemple.fr/1712345678901234/edit") == "right")
    }

    /// Fields of every type that keeps text, and of those that would quote a wrong value.
    @Test(
        arguments: [
            "key", "title", "description", "type", "siaeKinds[]", "occupation.rome", "occupation.ogr", "employer.siret",
            "employer.naf", "employer.url", "workplace.commune", "workplace.postcode", "workplace.latitude",
            "contract.duration", "contract.type", "hours.fullTime", "skills[].label", "skills[].required", "published",
            "expires", "contact.email", "contact.phone", "positions", "salary.min", "conditions[]",
        ], [whole, Made.grouped(whole, " "), Made.grouped(number, "."), "Marie \(whole) !", "a\u{1}\(whole)"])
    func `no problem about a field shows it`(path: String, value: String) throws {
        let schema = Schema.offer
        var draft = try schema.draft(["contract.label": "CDI"])
        for (required, text) in [("key", "7"), ("type", "job"), ("title", "t")] where required != path {
            draft.append(Array(text.utf8).span, to: try #require(schema.number(of: required)), line: 7, column: 1)
        }
        draft.append(Array(value.utf8).span, to: try #require(schema.number(of: path)), line: 7, column: 1)
        guard case .failure(let rejection) = schema.entity(from: draft, codes: .sample) else {
            Issue.record("\(path) took \(value)")
            return
        }
        #expect(rejection.key == (path == "key" ? nil : "7"))
        var dumped = ""
        dump(rejection, to: &dumped)
        for text in [dumped, "\(rejection)", String(reflecting: rejection)] + rejection.problems.map(\.description) {
            #expect(!text.contains("006084") && !text.contains("006 084") && !text.contains("006.084"), "\(text)")
        }
    }

    @Test func `an item of a list names its own place, and the right items do not hide it`() throws {
        #expect(
            try Schema.offer.problems([
                "key": "7", "type": "job", "title": "t", "skills[].label": "souder",
                "skills[].label": "n° \(Self.whole)", "skills[].label": "couper",
            ]) == [
                """
                export.csv:7:83: record 6, field "skills[].label": holds what looks like a social security number (NIR)
                  why: skills[].label: no message may carry one (décret 2019-341)
                  fix: remove it from the export; if it is another number, write it in groups of other lengths
                """.replacing("7:83", with: "7:\(10 + (Schema.offer.number(of: "skills[].label") ?? 0))")
            ])
    }

    @Test func `a key that holds one is no key`() throws {
        guard
            case .failure(let rejection) = Schema.offer.entity(
                from: try Schema.offer.draft(["key": Self.whole, "type": "job", "title": "t"]), codes: .sample)
        else {
            Issue.record("it was taken")
            return
        }
        #expect(rejection.key == nil)
        #expect(
            rejection.problems.map(\.description) == [
                """
                export.csv:7:10: record 6, field "key": holds what looks like a social security number (NIR)
                  why: key: no message may carry one (décret 2019-341)
                  fix: remove it from the export; if it is another number, write it in groups of other lengths
                """
            ])
    }

    @Test func `a quotation of it says how long it is`() {
        #expect(Quote.value(Self.whole) == "a value of 15 characters that is not shown")
        #expect(Quote.value("Marie \(Made.grouped(Self.whole, " "))") == "a value of 27 characters that is not shown")
        #expect(Quote.value("06 39 98 12 34") == "\"06 39 98 12 34\"")
    }

    @Test func `long texts without one cost one pass`() {
        let start = ContinuousClock.now
        #expect(!Nir.isIn(String(repeating: "9 ", count: 100_000)))
        #expect(!Nir.isIn(String(repeating: "2", count: 200_000)))
        #expect(ContinuousClock.now - start < .seconds(20))
    }
}
