import Canonical
import Foundation
import Testing

@testable import Connectors

@Suite struct AlertRuleReaderTests {
    /// A rule that is right, one word a line; a test replaces words.
    private static let words = [
        "wording": #""Une phrase""#, "source": #""Une convention""#, "on": #""pathway""#,
        "parameters": #"{ "before": "3 months" }"#, "when": #"{ "from": "siaeKind", "is": "EI" }"#,
        "since": #""{before} before contract.ends""#, "until": #""contract.ends""#, "severity": #""warning""#,
        "to": #"{ "member": "cip" }"#, "text": #""Fin le {contract.ends}, {before} avant.""#,
        "suggestion": #""Agir.""#,
    ]

    private func rule(_ changes: [String: String?]) -> String {
        var words: [String: String] = Self.words
        for (word, value) in changes { words[word] = value }
        let lines: [String] = words.keys.sorted().map { word in "\"\(word)\": \(words[word] ?? "")" }
        return "{\n" + lines.joined(separator: ",\n") + "\n}"
    }

    /// The problems of a rule with these words changed; nil takes a word out.
    private func problems(_ changes: [String: String?], hub: String? = nil) throws -> [String] {
        var files: [String: String?] = ["rules/essai.jsonc": rule(changes)]
        if let hub {
            files["hub.jsonc"] =
                #"{ "collective": "essai", "name": "Essai", "broker": { "url": "amqp://hub:geheim@a/b" }, "#
                + "\n\"rules\": \(hub) }"
        }
        return try SmallConfig(files).problems().map { $0.replacing("config/rules/essai.jsonc:", with: "") }
    }

    @Test func `a rule that is right is read`() throws {
        #expect(try problems([:]) == [])
        let book = try SmallConfig(["rules/essai.jsonc": rule([:])]).read().rules
        #expect(book.rules.map(\.id) == ["essai"])
        #expect(book.rules[0].wording == "Une phrase" && book.rules[0].source == "Une convention")
        #expect(book.off == [])
    }

    @Test func `a field that the kind has not is told with the one that was meant`() throws {
        #expect(
            try problems(["until": #""contrat.ends""#]) == [
                """
                10:10: unknown field "contrat.ends"
                  why: a pathway has no such field
                  fix: did you mean "contract.ends"?
                """
            ])
        #expect(
            try problems(["when": #"{ "from": "hours", "is": "3" }"#]).first?.hasPrefix(
                "11:19: unknown field \"hours\"")
                == true)
    }

    @Test func `a day, a number and a length are what the rule says they are`() throws {
        #expect(
            try problems(["until": #""30 jours before contract.ends""#]) == [
                """
                10:10: not a day: "30 jours before contract.ends"
                  why: a day is a field, "today", "month" (its first day), or so many days, weeks, months or years before or after one
                  fix: write "30 days before contract.ends"
                """
            ])
        #expect(
            try problems(["until": #""siaeKind""#]) == [
                """
                10:10: "siaeKind" holds a code of codes/siae-kinds.csv
                  why: a day is needed here
                  fix: name another field
                """
            ])
        #expect(
            try problems(["when": #"{ "from": "hours.done", "is": "more than 240" }"#]) == [
                """
                11:39: not a comparison: "more than 240"
                  why: "is" is a number, or above, at least, below, at most or exactly one
                  fix: write "at least 240"
                """
            ])
        #expect(
            try problems(["when": #"{ "lasts": ["contract.starts", "contract.ends"], "is": "6 mois" }"#]) == [
                """
                11:64: not a length to compare with: "6 mois"
                  why: a length is compared as above, at least, below, at most or exactly so many days, weeks, months or years
                  fix: write "above 6 months"
                """
            ])
    }

    @Test func `words, kinds, codes and roles that do not exist are told with what was meant`() throws {
        #expect(try problems(["on": #""pathways""#]).first?.contains("did you mean \"pathway\"?") == true)
        #expect(
            try problems(["when": #"{ "from": "siaeKind", "is": "EII" }"#]) == [
                """
                11:37: unknown code: "EII"
                  why: is: it is not in codes/siae-kinds.csv
                  fix: did you mean "EI"?
                """
            ])
        #expect(
            try problems(["to": #"{ "member": "cipp" }"#]) == [
                """
                9:19: unknown role "cipp"
                  why: a role is cip, eti, cre, management or admin
                  fix: did you mean "cip"?
                """
            ])
        #expect(
            try problems(["untill": #""contract.ends""#]).first?.contains("unknown word \"untill\" in the rule") == true
        )
        #expect(
            try problems(["to": #"{ "addressee": "cip" }"#]) == [
                """
                9:22: a pathway is addressed to nobody
                  why: "addressee" is the member in addressedTo
                  fix: write "member" or "cre"
                """
            ])
    }

    @Test func `everything that a rule needs and lacks is told at once`() throws {
        let problems = try problems(["since": nil, "text": nil, "wording": nil, "to": nil, "parameters": nil])
        #expect(
            problems.map { $0.split(separator: "\n")[0] }.sorted() == [
                "1:1: \"since\" is missing", "1:1: \"text\" is missing", "1:1: \"to\" is missing",
                "1:1: \"wording\" is missing",
            ])
    }

    @Test func `a parameter that does not exist, and one that nothing uses, are told`() throws {
        #expect(
            try problems(["since": #""{befor} before contract.ends""#]).first == """
                5:10: unknown parameter "befor"
                  why: "parameters" of the rule names them
                  fix: did you mean "before"?
                """)
        #expect(
            try problems(["since": #""30 days before contract.ends""#, "text": #""Fin.""#]) == [
                """
                3:17: the parameter "before" is used nowhere
                  fix: write "{before}" where it counts, or remove it
                """
            ])
    }

    @Test func `a territory has its own parameters, and may switch a rule off`() throws {
        #expect(try problems([:], hub: #"{ "essai": { "before": "4 months" } }"#) == [])
        let off = try SmallConfig([
            "rules/essai.jsonc": rule([:]),
            "hub.jsonc":
                #"{ "collective": "e", "name": "E", "broker": { "url": "amqp://hub:geheim@a/b" }, "rules": { "essai": false } }"#,
        ]).read().rules
        #expect(off.rules.isEmpty && off.off == ["essai"])
        #expect(
            try problems([:], hub: #"{ "essay": false }"#).first?.hasSuffix("fix: did you mean \"essai\"?") == true)
        #expect(
            try problems([:], hub: #"{ "essai": { "befor": "4 months" } }"#).first?.hasSuffix(
                """
                unknown parameter "befor" of essai
                  why: its parameters are before
                  fix: did you mean "before"?
                """) == true)
        #expect(
            try problems([:], hub: #"{ "essai": { "before": 4 } }"#).first?.contains(
                """
                the number 4 for the parameter "before"
                  why: the rule's own value is the text "3 months"
                """) == true)
    }

    @Test func `no alert's text may hold a name, and nothing that stays in its structure leaves it`() throws {
        #expect(
            try problems(["text": #""Voir {referent.name}, {before}.""#]) == [
                """
                8:9: {referent.name} might be a person's name
                  why: no alert's text holds one
                  fix: name a day, a number or a code
                """
            ])
        #expect(
            try problems(["to": #"{ "cre": "cre" }"#, "text": #""{hours.done} heures, {before}.""#]) == [
                """
                8:9: hours.done is not for "cre"
                  why: only "member" may see it (hub schema)
                  fix: leave it out, or address the alert to "member" only
                """
            ])
        let measure = #"{ "sum": "hours.done", "is": "at least 240", "unit": "hours" }"#
        #expect(
            try problems(["to": #"{ "cre": "cre" }"#, "measure": measure]).first?.contains(
                "hours.done is not for \"cre\"") == true)
        #expect(try problems(["measure": measure]) == [])
    }
}
