import Testing

@testable import Connectors

@Suite struct TokenCacheTests {
    private func login(_ id: String) throws -> OAuth2Login {
        let reading = ConfigReading(folder: "config", variables: ["S": "s3cret"])
        let text = #"{ "url": "https://h/token", "id": "\#(id)", "secret": "${S}" }"#
        let settings = Settings(try ConfigText.parse(Array(text.utf8), file: "f"), "\"oauth2\"", reading)
        return try #require(OAuth2Login(settings))
    }

    @Test func `a token is used until shortly before its end`() throws {
        let (cache, a) = (TokenCache(), try login("a"))
        cache.keep(Secret("t1"), for: a, life: 1_500, now: 100)
        #expect(cache.token(for: a, now: 1_589)?.reveal == "t1")
        #expect(cache.token(for: a, now: 1_590) == nil)
        #expect(cache.token(for: try login("b"), now: 100) == nil)
        cache.keep(Secret("t2"), for: a, life: 4, now: 0)
        #expect(cache.token(for: a, now: 2.9)?.reveal == "t2")
        #expect(cache.token(for: a, now: 3) == nil)
    }

    @Test func `a refused token is forgotten, a newer one stays`() throws {
        let (cache, a) = (TokenCache(), try login("a"))
        cache.keep(Secret("t2"), for: a, life: 100, now: 0)
        cache.forget(Secret("t1"), of: a)
        #expect(cache.token(for: a, now: 0)?.reveal == "t2")
        cache.forget(Secret("t2"), of: a)
        #expect(cache.token(for: a, now: 0) == nil)
    }

    @Test func `a login shows its secret nowhere`() throws {
        var dumped = ""
        dump(try login("a"), to: &dumped)
        #expect(!dumped.contains("s3cret") && dumped.contains("••••"))
    }
}
