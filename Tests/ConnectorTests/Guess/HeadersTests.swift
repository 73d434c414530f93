import Testing

@testable import Connectors

@Suite struct HeadersTests {
    @Test(arguments: [
        ("Date d'embauche", ["date", "embauche"]), ("date_embauche", ["date", "embauche"]),
        ("dateEmbauche", ["date", "embauche"]), ("Début du contrat", ["debut", "contrat"]),
        ("N° de contrat", ["n", "contrat"]), ("Identifiant dans le SI*", ["identifiant", "dan", "si"]),
        ("lieuTravail.codePostal", ["lieu", "travail", "code", "postal"]), ("", []), ("---", []),
    ])
    func `however a name is written, its words are the same`(name: String, words: [String]) {
        #expect(Headers.words(name) == words)
    }
}
