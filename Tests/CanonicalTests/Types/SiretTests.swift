import Testing

@testable import Canonical

@Suite struct SiretTests {
    @Test(arguments: [
        "73282932000074",  // the example of INSEE's own documentation
        "35600000000048",  // La Poste's head office satisfies Luhn
        "35600000009075",  // a post office: no Luhn, digits sum to 35
    ]) func `a SIRET with a right key is right`(siret: String) {
        #expect(verdict(.siret, siret) == "right")
    }

    @Test(arguments: ["732 829 320 00074", "732.829.320.00074", " 73282932000074 "])
    func `spaces and dots are taken out of a SIRET`(siret: String) {
        #expect(verdict(.siret, siret) == "canonical 73282932000074")
    }

    @Test(arguments: ["732829320", "7328293200007", "732829320000744", "7328293200007A", "٧٣٢٨٢٩٣٢٠٠٠٠٧٤", "-------"])
    func `anything but fourteen digits is no SIRET`(text: String) {
        #expect(
            verdict(.siret, text) == """
                not a SIRET
                why: a SIRET has fourteen digits
                fix: correct it (the SIREN alone has nine)
                """)
    }

    @Test(arguments: [
        "73282932000075",  // the last digit
        "73282932100073",  // the SIREN's key
        "35600000009076",  // La Poste's SIREN with neither Luhn nor a sum divisible by five
        "73282932000070",  // a sum divisible by five helps nobody but La Poste
    ]) func `a wrong key is told apart from a wrong length`(siret: String) {
        #expect(
            verdict(.siret, siret) == """
                not a SIRET: its key is wrong
                why: a SIRET and its first nine digits satisfy Luhn's formula
                fix: look for a mistyped digit
                """)
    }
}
