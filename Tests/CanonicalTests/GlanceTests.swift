import Testing

@testable import Canonical

/// The first look at a value never says "right" where the whole check says something else.
@Suite struct GlanceTests {
    private let codes = Codes([
        CodeTable(
            name: "siae-kinds",
            codes: [
                Code(code: "ACI", label: "Atelier"), Code(code: "AI", label: "Association"),
                Code(code: "OLD", label: "Ancien", until: CivilDate(year: 2015, month: 1, day: 1)),
            ]),
        CodeTable(name: "rome", codes: [Code(code: "N1103", label: "Magasinage")]),
    ])

    private static let types: [FieldType] = [
        .text(max: 30), .line(max: 30), .choice(["job", "training", "collectiveInformation"]),
        .code(table: "siae-kinds"), .code(table: "measures"), .code(table: "nowhere"), .rome, .appellation, .naf,
        .commune, .postcode, .departement, .siret, .siren, .phone, .email, .url, .date, .moment, .time, .duration,
        .number(-90...90), .positive, .integer(1...999), .boolean, .pseudonym, .member, .id,
    ]

    /// Values that some type takes, or nearly.
    private static let values = [
        "", " ", "0", "00", "-0", "-0.5", "0.5", ".5", "5.", "1.0", "1.50", "1.05", "-5", "--5", "-", ".", "1.2.3",
        "90",
        "90.0001", "-90", "-90.1", "999", "1000", "0999", "1e3", "+5", "12,5", "true", "false", "True", "job", "Job",
        "jobs", "training", "collectiveInformation", "collectiveInformatio", "ACI", "AI", "OLD", "aci", "Atelier",
        "N1103",
        "N1104", "Z1103", "11987", "62.02A", "6202A", "63113", "2A004", "20004", "63000", "1000", "63", "2B", "971",
        "990",
        "73282932000074", "73282932000075", "732 829 320 00074", "0639981234", "+33639981234", "a@b.fr", "a@b",
        "https://exemple.fr", "HTTPS://exemple.fr", "2026-08-20", "2026-02-30", "2026-08-20T07:12:03.690Z",
        "2026-08-20T07:12:03", "2026-08-20T07:12:03+02:00", "07:30", "24:00", "P6M", "P", "moulin-gris", "Moulin",
        "0123456789abcdef0123456789abcdef", "0123456789ABCDEF0123456789ABCDEF", "déjà vu", "de\u{301}ja\u{300}",
        "a\u{A0}b", "a\u{85}b", "a\nb", "a\tb", "a\u{0}b", "<p>a</p>", "a &amp; b", "185057800608436", "1850578006084",
        "1 85 05 78 006 084 36", "numéro 185057800608436", "un texte de trente lettres oui",
        "un texte de trente lettres oui.", "trente lettres avec accents éé", "12 34 56 78 90 12", "\u{A0}",
    ]

    @Test func `what is right at first glance is right`() {
        var words: [ShortWord] = []
        let glances = Self.types.map { Glance($0, &words) }
        var right = 0
        for (type, glance) in zip(Self.types, glances) {
            for value in Self.values {
                let bytes = Array(value.utf8)
                guard glance.isRight(bytes.span, words.span, codes) else { continue }
                right += 1
                #expect(
                    verdict(type, value, codes, on: CivilDate(year: 2026, month: 1, day: 1)) == "right",
                    "\(type) \(value)")
            }
        }
        #expect(right > 120)
    }

    @Test(arguments: [
        (FieldType.text(max: 30), "un texte de trente\nlettres\r\n"), (.line(max: 30), "« un texte » de 2 lignes, 12"),
        (.choice(["job", "training"]), "training"),
        (.code(table: "siae-kinds"), "AI"), (.rome, "N1103"), (.commune, "2A004"), (.postcode, "63000"),
        (.departement, "2B"), (.date, "2026-08-20"), (.moment, "2026-08-20T07:12:03.690Z"), (.number(-90...90), "-0.5"),
        (.integer(1...999), "999"), (.boolean, "false"), (.pseudonym, "0123456789abcdef0123456789abcdef"),
        (.member, "moulin-gris"),
    ]) func `plain values need no second look`(type: FieldType, value: String) {
        var words: [ShortWord] = []
        let glance = Glance(type, &words)
        let bytes = Array(value.utf8)
        let isRight = glance.isRight(bytes.span, words.span, codes)
        #expect(isRight)
    }

    @Test func `dated codes and tables that are not there get a second look`() {
        var words: [ShortWord] = []
        for (type, value) in [(FieldType.code(table: "siae-kinds"), "OLD"), (.code(table: "measures"), "PMSMP")] {
            let glance = Glance(type, &words)
            let bytes = Array(value.utf8)
            let isRight = glance.isRight(bytes.span, words.span, codes)
            #expect(!isRight, "\(value)")
        }
    }

    @Test func `every table that a kind reads has a number`() {
        for schema in Schema.all {
            for field in schema.fields {
                guard case .code(let table) = field.type else { continue }
                #expect(Codes.number(of: table) != nil, "\(table)")
            }
        }
    }

    @Test func `short words are equal when all their bytes are`() {
        let texts = (0...17).flatMap { length in
            let text = [UInt8](repeating: 0x61, count: length)
            return [text]
                + text.indices.map { index in
                    var other = text
                    other[index] = 0
                    return other
                }
        }
        for one in texts {
            for other in texts {
                let (first, second) = (ShortWord(one.span), ShortWord(other.span))
                if one.count > 16 { #expect(first == nil) } else { #expect((first == second) == (one == other)) }
            }
        }
    }
}
