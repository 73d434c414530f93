import Testing

@testable import Connectors

@Suite struct PatternTests {
    private func capture(_ pattern: String, _ text: String) throws -> String? {
        try Pattern(pattern).capture(in: Array(text.utf8)).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Expected values: Python's `re.search(pattern, text).group(1)`.
    @Test(
        arguments: [
            (#"^(\d{5})\b"#, "63300 Thiers", "63300"), (#"^(\d{5})\b"#, "633000 Thiers", nil),
            (#"\((\d{2,3}|2[AB])\)"#, "Ajaccio (2A)", "2A"), (#"\((\d{2,3}|2[AB])\)"#, "Basse-Terre (971)", "971"),
            (#"(a+)"#, "baaab", "aaa"), (#"(a+?)"#, "baaab", "a"), (#"(a*?)b"#, "aab", "aa"),
            (#"(a|ab)(?:c|bcd)"#, "abcd", "a"),
            (#"(?:a|ab)(c|bcd)"#, "abcd", "bcd"), (#"([^,;]+)$"#, "un, deux; trois", " trois"),
            (#"(?i)réf\.? ?:\s*(\S+)"#, "RÉF. : A-12/b", "A-12/b"), (#"(é+)"#, "caféé", "éé"), (#"(.)$"#, "à", "à"),
            (#"(x)?y"#, "y", ""), (#"(?:x?)*(y)"#, "xxy", "y"), (#"(\w+)@"#, "jeanne_é1@x", "jeanne_é1"),
            (#"([\d.,]+) ?€"#, "12,50 €", "12,50"), (#"(\D+)"#, "12ab", "ab"), (#"([-a])"#, "x-", "-"),
            (#"([a-])"#, "x-", "-"),
            (#"([]])"#, "]", "]"), (#"(\x)"#, "x", "refused"), (#"a.(b)"#, "a\nb", nil), (#"\B(b)"#, "b ab", "b"),
            (#"(\t)"#, "a\tb", "\t"), (#"(😀{2})"#, "😀😀", "😀😀"), (#"(ab){2}"#, "abab", "ab"), (#"(a{0})b"#, "b", ""),
        ] as [(String, String, String?)]) func `what a group catches`(pattern: String, text: String, expected: String?)
        throws
    {
        guard expected != "refused" else {
            #expect(throws: PatternParser.Fault.self) { try Pattern(pattern) }
            return
        }
        #expect(try capture(pattern, text) == expected)
    }

    @Test(arguments: [
        ("(", 1, "this ( is not closed"), ("a)", 2, "this ) closes nothing"), ("[a", 1, "this [ is not closed"),
        ("*a", 1, "* has nothing to repeat"), ("a**", 3, "a repetition of a repetition"),
        ("a{", 3, "a number must follow {"), ("a{2", 4, "} is missing"),
        ("a{3,2}", 7, "the second number is below the first"),
        (#"(a)\1"#, 5, #"\1 is not known here"#), (#"\p"#, 2, #"\p is not known here"#),
        ("a\\", 3, #"a character must follow \"#),
        ("(?=a)", 3, "only (?: and, in front of everything, (?i) may begin with (?"),
        ("[z-a]", 5, "a range from high to low"),
        (#"[\D]"#, 4, "a class in capitals inside [ ]"),
        (
            "((((((((((a{9}){9}){9}){9}){9}){9}){9}){9}){9}){9})", 0,
            "it is too large: write fewer or smaller repetitions"
        ),
        ("(?:(?:(?:(?:){999}){999}){999}){999}", 0, "it is too large: write fewer or smaller repetitions"),
        (String(repeating: "(", count: 60), 51, "its groups are too deep"),
    ]) func `what is no pattern`(pattern: String, index: Int, what: String) {
        #expect(throws: PatternParser.Fault(index: index, what: what)) { try Pattern(pattern) }
    }

    @Test func `a pattern that ruins machines with backtracking takes no time`() throws {
        let pattern = try Pattern("^(a|a|aa)+$")
        let text = Array(String(repeating: "a", count: 5_000).utf8) + [0x62]
        let time = ContinuousClock().measure { #expect(pattern.capture(in: text) == nil) }
        #expect(time < .seconds(5))
    }

    @Test func `bytes that are no text match nothing but themselves as a whole`() throws {
        #expect(try Pattern("(b)").capture(in: [0xFF, 0x62, 0xC3]) == [0x62])
        #expect(try Pattern("(b)").capture(in: []) == nil)
    }
}
