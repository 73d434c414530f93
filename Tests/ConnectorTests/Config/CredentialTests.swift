import Canonical
import Testing

@testable import Connectors

@Suite struct CredentialTests {
    private func read(_ value: String, in folder: String = "config") throws -> (secret: String?, problems: [String]) {
        let reading = ConfigReading(folder: folder, variables: ["TOKEN": "t0ken"])
        let settings = Settings(
            try ConfigText.parse(Array("{ \(value) }".utf8), file: "feed.jsonc"), "\"ftp\"", reading)
        let secret = settings.requiredCredential("password")
        return (secret?.reveal, reading.problems.map(\.description))
    }

    @Test func `a credential comes from the environment or from a file`() throws {
        let scratch = try Scratch()
        try scratch.write("secrets/ftp", "s3cret\nsecond line\n")
        #expect(try read(#""password": "${TOKEN}""#) == ("t0ken", []))
        #expect(try read(#""password": "file:secrets/ftp""#, in: scratch.path) == ("s3cret", []))
    }

    @Test(arguments: [#""s3cret""#, #""${TOKEN:-s3cret}""#, #""x${TOKEN}""#])
    func `one that is written out is refused and not repeated`(value: String) throws {
        let read = try read("\"password\": \(value)")
        #expect(read.secret == nil)
        #expect(
            read.problems == [
                """
                feed.jsonc:1:15: "password" is written out
                  why: a config file is no place for a secret
                  fix: write "${NAME}" and set the variable NAME, or "file:secrets/name" and keep it in that file
                """
            ])
    }

    @Test func `what is missing, unset or of another shape is said`() throws {
        #expect(
            try read("").problems == [
                """
                feed.jsonc:1:1: "password" is missing
                  why: "ftp" needs it
                  fix: add "password": "file:secrets/…"
                """
            ])
        #expect(try read(#""password": "${OTHER}""#).problems.first?.contains("OTHER is not set") == true)
        #expect(try read(#""password": 12"#).problems.first?.contains("the number 12 for \"password\"") == true)
    }
}
