import Testing

@testable import Canonical

@Suite struct ContactsTests {
    @Test(arguments: [
        "0639981234", "06 39 98 12 34", "06.39.98.12.34", "06-39-98-12-34", "06/39/98/12/34",
        "06\u{A0}39\u{A0}98 12 34",
        "06\u{202F}39\u{202F}98\u{202F}12\u{202F}34", "639981234", "6 39 98 12 34", "+33 6 39 98 12 34",
        "+33 (0)6 39 98 12 34", "+33(0)639981234", "+33 06 39 98 12 34", "(+33) 6 39 98 12 34", "(+33)639981234",
        "0033639981234", "0033 6 39 98 12 34", "0033 (0)6 39 98 12 34", "(06) 39 98 12 34", "33639981234",
        "33 6 39 98 12 34",
    ]) func `one number in every French spelling`(text: String) {
        #expect(verdict(.phone, text) == "canonical +33639981234")
    }

    @Test(arguments: [
        ("+33639981234", "right"), ("04 73 99 12 34", "canonical +33473991234"),
        ("0262 12 34 56", "canonical +262262123456"), ("0263123456", "canonical +262263123456"),
        ("0269123456", "canonical +262269123456"), ("0692123456", "canonical +262692123456"),
        ("0693123456", "canonical +262693123456"), ("0590123456", "canonical +590590123456"),
        ("0690123456", "canonical +590690123456"), ("0691123456", "canonical +590691123456"),
        ("0594123456", "canonical +594594123456"), ("0694123456", "canonical +594694123456"),
        ("0596123456", "canonical +596596123456"), ("0696123456", "canonical +596696123456"),
        ("0697123456", "canonical +596697123456"), ("596123456", "canonical +596596123456"),
        ("0800 12 34 56", "canonical +33800123456"), ("09 70 12 34 56", "canonical +33970123456"),
        ("3949", "right"), ("39 49", "canonical 3949"), ("1014", "right"), ("3646", "right"),
        ("+41 22 123 45 67", "canonical +41221234567"), ("0041221234567", "canonical +41221234567"),
        ("+352 123456", "canonical +352123456"), ("+4915123456789", "right"), ("+687123456", "right"),
        ("+32 2 123 45 67", "canonical +3221234567"), ("+123456789012345", "right"),
    ]) func `numbers overseas, short and foreign`(text: String, expected: String) {
        #expect(verdict(.phone, text) == expected)
    }

    @Test(arguments: [
        "", "néant", "06", "06 39 98 12", "06 39 98 12 34 5", "06 39 98 12 34 / 04 73 99 12 34", "000 39 98 12 34",
        "06 39 98 12 34 poste 12", "06 39 98 12 3O", "4949", "0949", "+", "+0639981234", "+33", "+1234567890123456",
        "06+39981234", "++33639981234", "0033", "06,39,98,12,34", "012345678901", "+33 6 39 98 12",
        "+33 6 39 98 12 345",
        "+33000000000", "115115", "0601234567, 071234567", "06 39 98 12 34\n",
    ]) func `what is no telephone number`(text: String) {
        #expect(
            verdict(.phone, text) == """
                not a telephone number
                why: a number has ten digits in France, or a + and its country code
                fix: correct the export; map one number only
                """)
    }

    @Test(arguments: [
        "a@b.fr", "marie.martin@exemple.fr", "marie+iae@sous.domaine.exemple.fr", "o'neil@exemple.fr", "1@2.3",
        "prénom@exemple.fr", String(repeating: "a", count: 244) + "@exemple.f",
    ]) func `e-mail addresses`(text: String) {
        #expect(verdict(.email, text) == "right")
    }

    @Test(arguments: [
        "", "marie", "marie@", "@exemple.fr", "marie@exemple", "marie@exemple.", "marie@.fr", "marie martin@exemple.fr",
        "marie@exemple.fr;paul@exemple.fr", "marie@@exemple.fr", "marie@exemple.fr ", "marie@exem\tple.fr",
        "marie@exemple.fr\u{7F}", String(repeating: "a", count: 245) + "@exemple.f",
        "Pour postuler, utiliser le lien suivant : https://exemple.fr", "marie\u{A0}@exemple.fr",
        "<marie@exemple.fr>", "marie@exemple.fr,", "Marie<marie@exemple.fr>", "marie@exemple.fr\u{202F}",
    ]) func `what is no e-mail address`(text: String) {
        #expect(
            verdict(.email, text) == """
                not an e-mail address
                why: an address is name@domain
                fix: correct the export
                """)
    }

    @Test(arguments: [
        ("https://exemple.fr", "right"), ("http://exemple.fr/a?b=c&d=é#f", "right"), ("https://a", "right"),
        ("www.exemple.fr/poste", "canonical https://www.exemple.fr/poste"),
        ("https://" + String(repeating: "a", count: 1_992), "right"),
        ("HTTPS://exemple.fr/A", "canonical https://exemple.fr/A"),
        ("Http://exemple.fr", "canonical http://exemple.fr"),
    ]) func `web addresses`(text: String, expected: String) {
        #expect(verdict(.url, text) == expected)
    }

    @Test(arguments: [
        "", "exemple.fr", "http://", "https://", "ftp://exemple.fr", "javascript:alert(1)", "https:/exemple.fr",
        "https://exemple.fr/a b", "https://exemple.fr\n", "www", "voir https://exemple.fr", "mailto:a@b.fr",
        "https://" + String(repeating: "a", count: 1_993), "www." + String(repeating: "a", count: 1_990),
    ]) func `what is no web address`(text: String) {
        #expect(
            verdict(.url, text) == """
                not a web address
                why: an address begins with https:// or http://, at most 2000 characters
                fix: correct the export
                """)
    }
}
