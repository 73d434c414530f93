import Foundation
import Testing

@testable import Canonical

@Suite struct EnvelopeTests {
    static func parsed(_ bytes: [UInt8]) throws -> [String: Any] {
        try #require(JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
    }

    @Test func `an envelope has what CloudEvents 1_0 demands, and the data as it was given`() throws {
        let envelope = Envelope(
            id: "9f", source: "/limagne/feeds/a", kind: "offer", event: .updated, subject: "n° \"7\"\n",
            time: "2026-08-20T07:12:03Z")
        let bytes = envelope.bytes(around: Array(#"{"key":"7","salary":12.50}"#.utf8))
        #expect(String(decoding: bytes, as: UTF8.self).hasSuffix(#","data":{"key":"7","salary":12.50}}"#))
        let event = try Self.parsed(bytes)
        let expected = [
            "specversion": "1.0", "id": "9f", "source": "/limagne/feeds/a", "type": "siae.offer.updated",
            "subject": "n° \"7\"\n", "time": "2026-08-20T07:12:03Z", "datacontenttype": "application/json",
            "dataschema": "urn:siae-hub:schema:v1:offer",
        ]
        #expect(event.compactMapValues { $0 as? String } == expected)
        #expect(event.count == expected.count + 1)
        // CloudEvents 1.0, 3.1: attribute names are lower-case letters and digits.
        #expect(event.keys.allSatisfy { $0.allSatisfy { $0.isASCII && ($0.isLowercase || $0.isNumber) } })
    }

    @Test func `a withdrawal carries the key alone, under a schema of its own`() throws {
        let envelope = Envelope(
            id: "1", source: "/c/feeds/f", kind: "referral", event: .withdrawn, subject: "k",
            time: "2026-08-20T07:12:03Z")
        let event = try Self.parsed(envelope.bytes(around: Envelope.withdrawal(key: "k\"\\\u{1}é")))
        #expect(event["type"] as? String == "siae.referral.withdrawn")
        #expect(event["dataschema"] as? String == "urn:siae-hub:schema:v1:withdrawal")
        #expect(event["data"] as? [String: String] == ["key": "k\"\\\u{1}é"])
    }
}
