import Testing

@testable import Canonical

/// What prints a value by accident (a log line, an interpolation, a debugger's dump) shows no identity.
@Suite struct RedactionTests {
    private static let values: KeyValuePairs<String, String> = [
        "key": "7", "type": "immersion", "addressedTo": "cre", "person.id": "0123456789abcdef0123456789abcdef",
        "consent.given": "2026-03-01", "consent.by": "R", "consent.purpose": "p",
        "identity.firstName": "Bénédicte", "identity.lastName": "Grandchamp", "identity.phone": "0639981234",
        "identity.email": "benedicte@exemple.fr", "identity.city": "Thiers",
    ]

    private func expectNothing(of value: some Any, sourceLocation: SourceLocation = #_sourceLocation) {
        var dumped = ""
        dump(value, to: &dumped)
        dump([value], to: &dumped)
        var reflected = ""
        debugPrint(value, to: &reflected)
        for text in [dumped, reflected, "\(value)", String(describing: value), String(reflecting: value), "\([value])"]
        {
            for secret in ["Bénédicte", "Grandchamp", "639981234", "benedicte", "Thiers"] {
                #expect(!text.contains(secret), "\(text)", sourceLocation: sourceLocation)
                // Nor as bytes.
                let bytes = secret.utf8.map { "\($0)" }
                #expect(!text.contains(bytes.joined(separator: ", ")), "\(text)", sourceLocation: sourceLocation)
                let lines = bytes.map { "- \($0)" }
                let plain = text.split(separator: "\n").map { String($0.drop { $0 == " " }) }
                #expect(
                    !plain.joined(separator: "\n").contains(lines.joined(separator: "\n")),
                    sourceLocation: sourceLocation)
            }
        }
    }

    @Test func `an entity says its kind and key`() throws {
        let entity = try Schema.referral.entity(Self.values)
        #expect("\(entity)" == "referral 7")
        #expect(entity.hasIdentity)
        expectNothing(of: entity)
        expectNothing(of: Result<Entity, Rejection>.success(entity))
        expectNothing(of: (entity, sender: "aci"))
    }

    @Test func `a draft says where it was read`() throws {
        let draft = try Schema.referral.draft(Self.values)
        #expect("\(draft)" == "draft of export.csv:7: record 6")
        expectNothing(of: draft)
    }

    /// Values that each type refuses, in the fields that hold identities.
    @Test(arguments: [
        (
            "identity.firstName", "Bénédicte\u{7}",
            "holds the control character U+0007: a personal value of 10 characters"
        ),
        (
            "identity.lastName", "Grandchamp" + String(repeating: "x", count: 91),
            "too long (101 characters): a personal value of 101 characters"
        ),
        ("identity.phone", "639981234 ou rien", "not a telephone number: a personal value of 17 characters"),
        ("identity.email", "benedicte à exemple.fr", "not an e-mail address: a personal value of 22 characters"),
        ("identity.postcode", "Thiers", "not a postcode: a personal value of 6 characters"),
        ("identity.cv", "chez Bénédicte", "not a web address: a personal value of 14 characters"),
        (
            "identity.city", "<b>Thiers</b>" + String(repeating: "Thiers", count: 20),
            "too long (126 characters): a personal value of 133 characters"
        ),
    ]) func `a rejection says how long the value is`(path: String, value: String, what: String) throws {
        let schema = Schema.referral
        var draft = try schema.draft([
            "key": "7", "type": "immersion", "addressedTo": "cre", "person.id": "0123456789abcdef0123456789abcdef",
            "consent.given": "2026-03-01", "consent.by": "R", "consent.purpose": "p",
        ])
        draft.append(Array(value.utf8).span, to: try #require(schema.number(of: path)), line: 7, column: 1)
        guard case .failure(let rejection) = schema.entity(from: draft, codes: .sample) else {
            Issue.record("it was taken")
            return
        }
        #expect(rejection.problems.map(\.what) == [what])
        expectNothing(of: rejection)
        expectNothing(of: Result<Entity, Rejection>.failure(rejection))
    }
}
