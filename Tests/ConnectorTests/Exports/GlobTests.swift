import Testing

@testable import Connectors

@Suite struct GlobTests {
    @Test(arguments: [
        ("export.csv", "*.csv", true), ("export.csv", "*", true), ("", "*", true), ("export.csv", "export.csv", true),
        ("export.csv", "export", false), ("export.csv", "*.CSV", false), ("a1.csv", "a?.csv", true),
        ("a12.csv", "a?.csv", false), ("été.csv", "?t?.csv", true), ("aXbXc", "*X*X*", true), ("aXbc", "*X*X*", false),
        ("aaa", "a*a", true), ("a", "a*a", false), ("", "?", false), ("a.b", "a.b*", true), ("axb", "a.b", false),
    ]) func `file name patterns`(name: String, pattern: String, matches: Bool) {
        #expect(Glob.matches(name, pattern) == matches)
    }
}
