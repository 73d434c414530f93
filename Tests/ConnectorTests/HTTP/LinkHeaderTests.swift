import Testing

@testable import Connectors

@Suite struct LinkHeaderTests {
    @Test(arguments: [
        (["<https://h/?page=2>; rel=\"next\", <https://h/?page=9>; rel=\"last\""], "https://h/?page=2"),
        (["<https://h/?a=1,2;b>; title=\"a, <b>; rel=next\"; rel=prev", "<?page=2>;rel=next"], "?page=2"),
        (["<?page=2>; rel=\"last next\""], "?page=2"), (["<?page=1>; rel=\"prev\""], nil), ([], nil),
        (["<?page=2>; REL=Next"], "?page=2"), (["?page=2; rel=next"], nil), (["<?page=2"], nil), (["<?page=2>"], nil),
    ]) func `the link with a relation`(headers: [String], target: String?) {
        let headers = [(name: "Content-Type", value: "<x>; rel=next")] + headers.map { (name: "link", value: $0) }
        #expect(LinkHeader.target("next", in: headers) == target)
    }
}
