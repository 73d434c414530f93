import Testing

@testable import Connectors

@Suite struct TextStepsTests {
    @Test(arguments: [
        (#""collapse": true"#, " a \u{A0}\u{202F} b\n\tc ", "a b c"), (#""collapse": false"#, "a  b", "a  b"),
        (#""case": "lower""#, "ÉTÉ À L'ISLE", "été à l'isle"), (#""case": "upper""#, "été", "ÉTÉ"),
        (#""case": "title""#, "LE PUY-EN-VELAY", "Le Puy-En-Velay"),
        (#""case": "title""#, "éole 2a d'abeau", "Éole 2a D'Abeau"),
        (#""replace": { "ï¿½": "à", " Euros": " €" }"#, "1 Euros ï¿½ 2 Euros", "1 € à 2 €"),
        (#""replace": { "a": "" }"#, "aaa", ""),
        (#""html": true, "truncate": 5"#, "<p>Bonjour</p>", "Bonj…"), (#""html": true"#, "a &lt; b", "a < b"),
        (#""truncate": 10"#, "dix lettre", "dix lettre"), (#""truncate": 10"#, "dix lettres", "dix lettr…"),
        (#""truncate": 10"#, "anticonstitutionnellement", "anticonst…"),
        (#""truncate": 10"#, "a anticonstitutionnellement", "a anticon…"),
        (#""truncate": 4"#, "éééé", "éééé"), (#""truncate": 4"#, "ééééé", "ééé…"), (#""truncate": 3"#, "😀😀😀😀", "😀😀…"),
        (#""truncate": 8"#, "un mot   deux", "un mot…"), (#""truncate": 12"#, "deux mots longs", "deux mots…"),
    ]) func `words that change texts`(words: String, text: String, expected: String) throws {
        #expect(try MappedField.description(words, text) == expected)
    }

    @Test func `a letter keeps its accent when it is cut`() throws {
        #expect(try MappedField.description(#""truncate": 3"#, "ae\u{301}iou") == "a…")
    }

    @Test func `capture`() throws {
        #expect(try MappedField.description(#""capture": "(\\d+) H""#, "sur 35 H") == "35")
        #expect(
            try MappedField.description(#""capture": "^(\\d+)$""#, "35 H") == #"""
                config/export:1:6: record 1, field "a": does not match: "35 H"
                  why: description captures "^(\d+)$" (config/feeds/offres.jsonc:4:16)
                  fix: correct the export or the pattern, or add "else": null to leave such values out
                """#)
    }
}

@Suite struct BooleanStepTests {
    @Test(arguments: [
        ("Oui", "true"), ("O", "true"), ("1", "true"), ("VRAI", "true"), ("non", "false"), ("0", "false"),
    ])
    func `French words`(text: String, expected: String) throws {
        #expect(try MappedField.of("accessible", #""boolean": true"#, text) == #","accessible":\#(expected)"#)
    }

    @Test func `words of one's own, and what is none of them`() throws {
        let words = #""boolean": { "true": ["Ouvert"], "false": "Fermé" }"#
        #expect(try MappedField.of("accessible", words, "ferme") == #","accessible":false"#)
        #expect(try MappedField.of("accessible", words, " ") == "")
        #expect(
            try MappedField.of("accessible", words, "oui") == """
                config/export:1:6: record 1, field "a": neither yes nor no: "oui"
                  why: accessible is true for Ouvert, false for Fermé (config/feeds/offres.jsonc:4:15)
                  fix: correct the export, or add the word to "boolean"
                """)
    }
}

@Suite struct DepartementStepTests {
    @Test(arguments: [
        ("63300", "63"), ("1000", "01"), ("97411", "974"), ("20090", "2A"), ("20200", "2B"), ("2A004", "2A"),
        ("97150", "978"),
    ]) func `of a postcode or commune`(text: String, expected: String) throws {
        #expect(
            try MappedField.of("workplace.departement", #""departement": true"#, text)
                == #","workplace":{"departement":"\#(expected)"}"#)
    }

    @Test(arguments: [
        ("98000", "in no département", "correct the export"), ("Thiers", "in no département", "correct the export"),
        ("20300", "in 2A or 2B", "map the INSEE code of the commune instead"),
    ]) func `of none`(text: String, what: String, fix: String) throws {
        #expect(
            try MappedField.of("workplace.departement", #""departement": true"#, text) == """
                config/export:1:6: record 1, field "a": \(what): "\(text)"
                  why: workplace.departement is the département of a postcode or INSEE commune code (config/feeds/offres.jsonc:4:26)
                  fix: \(fix)
                """)
    }
}

@Suite struct DecimalStepTests {
    @Test(arguments: [
        ("1 234,5", "1234.5"), ("1\u{A0}234\u{202F}567", "1234567"), ("1.234,5", "1234.5"), ("-3,50", "-3.50"),
        ("12", "12"),
        ("12 34,5", "12 34.5"), ("1 2345", "1 2345"), ("26.5", "26.5"), ("1,234,5", "1,234,5"), ("1.23,4", "1.23.4"),
        ("1.234", "1.234"),
    ]) func `a comma, and groups of thousands`(text: String, expected: String) throws {
        #expect(try MappedField.description(#""decimal": ",""#, text) == expected)
    }
}

@Suite struct HoursStepTests {
    @Test(arguments: [
        ("35H Horaires normaux", "35"), ("35H/semaine\nTravail en journée", "35"), ("24h30", "24.5"), ("24,5", "24.5"),
        ("35:00", "35"), ("24h20", "24.33"), ("Temps partiel - 24H/semaine", "24"), ("35 heures", "35"),
        ("35 h 15", "35.25"), ("26:00", "26"), ("26:05", "26.08"), ("26:00:00", "26"), ("35h", "35"),
        ("20 à 24 h", "20"), ("20h-24h", "20"), ("7", "7"), ("2x8, 35 h", "35"), ("35H00 hebdomadaire", "35"),
    ]) func `hours a week`(text: String, expected: String) throws {
        #expect(try MappedField.of("hours.weekly", #""hours": "min""#, text) == #","hours":{"weekly":\#(expected)}"#)
    }

    @Test func `the end of a range`() throws {
        #expect(try MappedField.of("hours.weekly", #""hours": "max""#, "20 à 24h30") == #","hours":{"weekly":24.5}"#)
        #expect(try MappedField.of("hours.weekly", #""hours": "only""#, "35H") == #","hours":{"weekly":35}"#)
        #expect(try MappedField.of("hours.weekly", #""hours": "min", "else": null"#, "Temps plein") == "")
    }

    @Test(arguments: [
        ("Temps plein", "min", "", "correct the export, or add \"else\": null to leave such values out"),
        (
            "151,67 h par mois", "min", "; these are not hours a week",
            "correct the export, or add \"else\": null to leave such values out"
        ),
        ("20 à 24h", "only", "; it is a range", "write \"hours\": \"min\" or \"max\""),
        ("35 horaires variables", "min", "", "correct the export, or add \"else\": null to leave such values out"),
        ("26:0", "only", "", "correct the export, or add \"else\": null to leave such values out"),
        ("26:5 h", "min", "", "correct the export, or add \"else\": null to leave such values out"),
        ("35h70", "min", "", "correct the export, or add \"else\": null to leave such values out"),
        ("24h3", "min", "", "correct the export, or add \"else\": null to leave such values out"),
    ]) func `what is no number of hours`(text: String, part: String, detail: String, fix: String) throws {
        #expect(
            try MappedField.of("hours.weekly", #""hours": "\#(part)""#, text) == """
                config/export:1:6: record 1, field "a": not a number of hours: "\(text)"
                  why: hours.weekly is read as hours, such as 35H, 24h30 or 24,5 (config/feeds/offres.jsonc:4:17)\(detail)
                  fix: \(fix)
                """)
    }
}

@Suite struct MoneyStepTests {
    private func read(_ part: String, _ text: String) -> String {
        var values: Pieces = [Array(text.utf8)]
        do throws(StepProblem) {
            try MoneyStep(part: part).apply(to: &values)
            return String(decoding: values[0], as: UTF8.self)
        } catch {
            return "\(error.what)\(error.detail.map { ": \($0)" } ?? "")"
        }
    }

    @Test(arguments: [
        ("12,50 €/h", "12.50", "", "hour", ""), ("1 850 € brut mensuel", "1850", "", "month", ""),
        ("Mensuel de 1600,00 Euros à 1800,00 Euros", "1600.00", "1800.00", "month", ""),
        ("Annuel de 38000.0 Euros à 45000.0 Euros sur 12.0 mois", "38000.0", "45000.0", "year", "12.0"),
        ("Mensuel de 1867,02 Euros sur 13 mois", "1867.02", "", "month", "13"),
        ("35 - 40 k€ par an", "35000", "40000", "year", ""),
        ("32,5K€ annuel", "32500", "", "year", ""), ("jusqu'à 2 000 € par mois", "", "2000", "month", ""),
        ("1.850 € /mois pour 35h", "1850", "", "month", ""), ("11,88 € de l'heure", "11.88", "", "hour", ""),
        ("28 000 € annuel + 13ème mois", "28000", "", "year", ""),
        ("1\u{202F}801,80 € par mois, +10% de prime", "1801.80", "", "month", ""),
        ("Horaire de 12.02 Euros", "12.02", "", "hour", ""),
        ("1850 euros", "1850", "", "no period of pay: an hour, a month or a year is not named", ""),
        (
            "A négocier", "not a pay: it names no amounts", "not a pay: it names no amounts",
            "no period of pay: an hour, a month or a year is not named", ""
        ),
        ("10 €, 20 € ou 30 € par an", "not a pay: it names 3 amounts", "not a pay: it names 3 amounts", "year", ""),
    ]) func `pays as sources write them`(text: String, min: String, max: String, period: String, months: String) {
        #expect(read("min", text) == min)
        #expect(read("max", text) == max)
        #expect(read("period", text) == period)
        #expect(read("months", text) == months)
    }

    @Test func `what is no pay`() throws {
        let map = #"{ "from": "a", "money": "min" }, "salary.period": { "const": "month" }"#
        #expect(
            try MappedField.of("salary.min", map, record: #"{"a":"A négocier"}"#) == """
                config/export:1:6: record 1, field "a": not a pay: "A négocier"
                  why: salary.min is read as a pay, such as 1 850 € par mois (config/feeds/offres.jsonc:4:15); it names no amounts
                  fix: correct the export, or add "else": null to leave such values out
                """)
        #expect(
            try MappedField.of("salary.min", map, record: #"{"a":"1 850,50 € brut"}"#)
                == #","salary":{"min":1850.5,"period":"month"}"#)
    }
}
