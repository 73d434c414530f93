import Testing

@testable import Connectors

@Suite struct HTTPAddressTests {
    @Test(arguments: [
        ("https://Api.Example/a/b?c=d#e", "https://api.example:443", "https://Api.Example/a/b?c=d"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080", "http://127.0.0.1:8080/"),
        ("https://[::1]:9/", "https://[::1]:9", "https://[::1]:9/"),
    ]) func `an address is taken apart`(text: String, origin: String, whole: String) throws {
        let address = try #require(HTTPAddress(text))
        #expect(address.origin == origin)
        #expect(address.text == whole)
    }

    @Test(arguments: ["", "export.csv", "ftp://host/", "file:///etc/passwd", "https://", "http://a b/"])
    func `what is no web address is none`(text: String) { #expect(HTTPAddress(text) == nil) }

    @Test(arguments: [
        ("c", "https://h/a/c"), ("/c", "https://h/c"), ("?p=2", "https://h/a/b?p=2"), ("//g/c", "https://g/c"),
        ("http://g:8/c", "http://g:8/c"), ("../c", "https://h/c"),
    ]) func `a link leads on from where it stands`(link: String, target: String) throws {
        #expect(try #require(HTTPAddress("https://h/a/b?p=1")).following(link)?.text == target)
    }

    @Test func `words are added to a query, escaped`() throws {
        let address = try #require(HTTPAddress("https://h/a"))
        #expect(address.adding([("q", "à b&c=d+/"), ("n", "1")]).text == "https://h/a?q=%C3%A0%20b%26c%3Dd%2B%2F&n=1")
        #expect(try #require(HTTPAddress("https://h/a?b=1")).adding([("n", "1")]).text == "https://h/a?b=1&n=1")
        #expect(address.adding([]).text == "https://h/a")
    }

    @Test func `it shows neither login nor query`() throws {
        let address = try #require(HTTPAddress("https://u:p@h/a?key=secret"))
        #expect("\(address)" == "https://h/a")
        #expect(address.hasLogin)
        var dumped = ""
        dump(address, to: &dumped)
        #expect(!dumped.contains("secret") && !dumped.contains("u:p"))
    }

    @Test(arguments: [
        ("http://localhost/", true), ("http://127.1.2.3/", true), ("http://[::1]/", true), ("http://h/", false),
    ])
    func `loopback is this machine`(text: String, isLoopback: Bool) throws {
        #expect(try #require(HTTPAddress(text)).isLoopback == isLoopback)
    }
}
