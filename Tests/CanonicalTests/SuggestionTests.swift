import Testing

@testable import Canonical

@Suite struct SuggestionTests {
    @Test(arguments: [
        ("", "", 0), ("", "abc", 3), ("abc", "", 3), ("abc", "abc", 0), ("abc", "acb", 1), ("abc", "ab", 1),
        ("abc", "abcd", 1), ("abc", "axc", 1), ("kitten", "sitting", 3), ("ca", "abc", 3), ("été", "ete", 2),
    ]) func `letters to insert, remove, change or swap`(a: String, b: String, distance: Int) {
        #expect(Suggestion.distance(Array(a.unicodeScalars), Array(b.unicodeScalars)) == distance)
        #expect(Suggestion.distance(Array(b.unicodeScalars), Array(a.unicodeScalars)) == distance)
    }

    @Test func `the first of the nearest words is meant, without regard to case`() {
        #expect(Suggestion.nearest(to: "jop", in: ["job", "hop", "top"]) == "job")
        #expect(Suggestion.nearest(to: "JOB", in: ["event", "job"]) == "job")
        #expect(Suggestion.nearest(to: "xy", in: ["x", "y"]) == "x")
        #expect(Suggestion.nearest(to: "x", in: []) == nil)
    }

    @Test func `a third of the letters may differ, and no more`() {
        #expect(Suggestion.nearest(to: "encodage", in: ["encoding"]) == nil)
        #expect(Suggestion.nearest(to: "encodong", in: ["encoding"]) == "encoding")
        #expect(Suggestion.nearest(to: "ab", in: ["cd"]) == nil)
    }
}
