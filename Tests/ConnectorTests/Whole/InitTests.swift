import Foundation
import Testing

@testable import Connectors

/// `hub init`, `hub preview --expected` and what `hub check` says of what they wrote.
@Suite(.enabled(if: Whole.isThere, "set HUB_TEST_BROKER: run deploy/test"))
struct InitTests {
    private let export = "ref;Intitulé du poste;cp\n1;Maçonne;03200\n2;Éclusier;63000\n"

    @Test func `from an unknown export to a checked feed without a broker or a secret`() throws {
        try Installation.small { hub in
            try hub.remove("secrets")
            try hub.write("config/exports/annonces.csv", export)
            let first = try hub.hub("init", "config", "aci-annonces", "config/exports/annonces.csv")
            #expect(
                first
                    == Ended(
                        code: 0,
                        output: """
                            wrote config/feeds/aci-annonces.jsonc: 3 of 3 columns mapped
                            next:
                              read it, and correct what was guessed wrong
                              hub check config
                              hub preview config aci-annonces config/exports/annonces.csv

                            """, errors: ""))
            let written = try hub.read("config/feeds/aci-annonces.jsonc")
            #expect(
                written.contains(
                    "    \"title\": \"Intitulé du poste\", // 2 of 2 filled\n    \"workplace.postcode\": \"cp\" // 2 of 2 values are postcodes\n"
                ))
            let preview = try hub.hub("preview", "config", "aci-annonces", "config/exports/annonces.csv", "--expected")
            #expect(preview.code == 0)
            #expect(preview.output.hasSuffix("2 read · 0 rejected · 2 accepted\n"))
            #expect(try hub.read("config/samples/aci-annonces/export.csv") == export)
            #expect(try hub.hub("check", "config").output.contains("feed aci-annonces: sample as expected\n"))

            // Nothing is overwritten: neither a feed nor a sample.
            let again = try hub.hub("init", "config", "aci-annonces", "config/exports/annonces.csv")
            #expect(
                again
                    == Ended(
                        code: 78, output: "",
                        errors: """
                            config/feeds/aci-annonces.jsonc: the feed aci-annonces is there already
                              why: hub init overwrites nothing
                              fix: choose another name

                            """))
            #expect(try hub.read("config/feeds/aci-annonces.jsonc") == written)
            let other = try hub.hub("preview", "config", "aci-annonces", "config/exports/annonces.csv", "--expected")
            #expect(other.code == 65)
            #expect(
                other.errors == """
                    config/samples/aci-annonces: the feed aci-annonces has a sample already
                      why: --expected replaces no other export
                      fix: to write its result anew: hub preview config aci-annonces \
                    config/samples/aci-annonces/export.csv --expected; to take another export, move that folder away

                    """)
            try hub.write("config/samples/aci-annonces/export.csv", export.replacing("Maçonne", with: "Maçon"))
            #expect(try hub.hub("check", "config").code == 78)
            let anew = try hub.hub(
                "preview", "config", "aci-annonces", "config/samples/aci-annonces/export.csv", "--expected")
            #expect(anew.output.hasPrefix("wrote config/samples/aci-annonces/expected.jsonl\na sample is kept"))
            #expect(try hub.hub("check", "config").output.contains("feed aci-annonces: sample as expected\n"))
        }
    }

    @Test func `wrong words are told`() throws {
        try Installation.small { hub in
            try hub.write("config/exports/annonces.csv", export)
            for (words, text) in [
                (
                    ["Mes_annonces", "config/exports/annonces.csv"],
                    "not a feed's name: \"Mes_annonces\"\n  fix: write lower-case letters, digits and hyphens, such as moulin-gris-parcours"
                ),
                (
                    ["x", "config/exports/annonces.csv", "--kind", "offers"],
                    "unknown kind \"offers\"\n  fix: did you mean \"offer\"?"
                ),
                (
                    ["x", "config/exports/annonces.csv", "--member", "acii"],
                    "unknown member \"acii\"\n  fix: did you mean \"aci\"?"
                ),
            ] {
                #expect(
                    try hub.hub(["init", "config"] + words)
                        == Ended(code: 64, output: "", errors: "hub init: \(text)\n"))
            }
            let none = try hub.hub("init", "config", "x", "nothing.csv")
            #expect(
                none.errors == "nothing.csv: the export cannot be read\n  why: no such file\n  fix: check the path\n")
        }
    }

    @Test func `one feed's mistake hides neither another's nor its sample, and its preview goes on`() throws {
        try Installation.small { hub in
            try hub.write("config/exports/1.csv", Offers.file(["1;03;a"]))
            #expect(try hub.hub("preview", "config", "offres", "config/exports/1.csv", "--expected").code == 0)
            try hub.edit("config/samples/offres/expected.jsonl", #""title":"a""#, #""title":"b""#)
            try hub.write(
                "config/feeds/autre.jsonc",
                try hub.read("config/feeds/offres.jsonc").replacing("\"title\": \"poste\",\n", with: ""))
            let check = try hub.hub("check", "config")
            #expect(check.code == 78)
            #expect(check.errors.contains("config/feeds/autre.jsonc:7:10: \"title\" is not mapped\n"))
            #expect(check.errors.contains("config/samples/offres/expected.jsonl:1:"))
            #expect(check.errors.hasSuffix("2 problems found\n"))

            let preview = try hub.hub("preview", "config", "autre", "config/exports/1.csv")
            #expect(preview.code == 78)
            #expect(preview.errors.hasPrefix("config/feeds/autre.jsonc:7:10: \"title\" is not mapped\n"))
            #expect(preview.output.hasSuffix("1 read · 1 rejected · 0 accepted\n"))
            // What is wrong elsewhere does not keep a right feed from being looked at.
            #expect(try hub.hub("preview", "config", "offres", "config/exports/1.csv").code == 0)
        }
    }
}
