import Testing

@testable import Connectors

@Suite struct JSONPickTests {
    private func pick(_ text: String, _ paths: String...) throws -> [String: JSONPick.Value] {
        try Array(text.utf8).withUnsafeBufferPointer { bytes in try JSONPick.read(paths, in: bytes) }
    }

    @Test func `values at paths, whatever stands between them`() throws {
        let text = "\u{FEFF}" + #"{"a":{"x":[1,{"n":2}],"n":"é\n"},"n":-1.5e3,"l":[[1,2],3,{}],"z":null,"t":true} "#
        #expect(
            try pick(text, "a.n", "n", "l", "z", "t", "a.x", "q", "a.q.r") == [
                "a.n": .text("é\n"), "n": .number("-1.5e3"), "l": .list(3), "z": .other, "t": .other, "a.x": .list(2),
            ])
        #expect(try pick("[ ]", "") == ["": .list(0)])
        #expect(try pick(#"{"a":{"b":1}}"#, "a", "a.b") == ["a": .other, "a.b": .number("1")])
        #expect(try pick(#"{"a":[{"b":1}]}"#, "a.b") == [:])
    }

    @Test func `a document cut anywhere is a fault, wherever the wanted values stand`() throws {
        let text = #"{"total":12,"list":[{"a":"b"},{}],"meta":{"next":"x"},"rest":[1.5,"é"]}"#
        #expect(try pick(text, "total", "list", "meta.next").count == 3)
        for length in 0..<text.utf8.count {
            let cut = Array(text.utf8.prefix(length))
            #expect(throws: JSONScanner.Fault.self) {
                try cut.withUnsafeBufferPointer { bytes in try JSONPick.read(["total", "list", "meta.next"], in: bytes)
                }
            }
        }
        #expect(throws: JSONScanner.Fault.self) { try pick(text + "x", "total") }
    }
}
