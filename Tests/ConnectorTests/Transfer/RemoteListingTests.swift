import Testing

@testable import Connectors

@Suite struct RemoteListingTests {
    private func human(_ line: String) throws -> RemoteListing.Entry? {
        try RemoteListing(human: Array("total 12\r\n\(line)\r\n".utf8)).entries.first
    }

    @Test(arguments: [
        ("-rw-r--r--    1 user     group        1234 Nov 21 10:39 export.csv", "export.csv", 1234, false),
        ("-rw-r--r--    1 user     group        1234 Nov 21  2025 é à%.csv", "é à%.csv", 1234, false),
        ("-rw-r--r-- 1 web Domain Users 7 Feb  1 10:39  two spaces ", " two spaces ", 7, false),
        ("-rw-rw-rw-+ 1 ftp ftp 0 May 10 00:01 May 10 00:01 x", "May 10 00:01 x", 0, false),
        ("lrwxrwxrwx    1 root     root            9 Nov 21 10:39 l.csv -> empty.csv", "l.csv", 9, true),
        ("11-21-26  10:39AM                 1234 two words.csv", "two words.csv", 1234, false),
    ]) func `lines as people read them`(line: String, name: String, size: Int, isLink: Bool) throws {
        #expect(try human(line) == RemoteListing.Entry(name: name, size: size, isLink: isLink))
    }

    @Test(arguments: [
        "drwxr-xr-x    2 root     root         4096 Nov 21 10:39 .", "11-21-26  10:39AM       <DIR>          old", "",
    ]) func `folders are no entries`(line: String) throws {
        #expect(try human(line) == nil)
    }

    @Test(arguments: [
        "evil", "-rw-r--r-- 1 user group", "- Nov 21 10:39 x", "11-21-26 x",
        "-rw-r--r-- 1 u g 99999999999999999999 Nov 1 2 x",
    ]) func `a line that no rule fits is not passed over`(line: String) {
        let error = #expect(throws: RemoteListing.Unreadable.self) { try human(line) }
        #expect(error?.line == line)
    }

    @Test func `lines for machines`() throws {
        let text = """
            type=file;size=4;modify=20261121103900;perm=r; é t.csv\r
            Type=File;Size=5;Modify=20261121103900.123;UNIX.mode=0644;  x=1; y.csv\r
            type=cdir;modify=20261121103900; /exports\r
            type=dir;modify=20261121103900; old\r
            type=OS.unix=slink:/etc/passwd;size=4; link.csv\r
            type=file;modify=20261321103900; no size, no month.csv\r

            """
        #expect(
            try RemoteListing(machine: Array(text.utf8)).entries == [
                .init(name: "é t.csv", size: 4, modified: 1_795_257_540_000_000_000),
                .init(name: " x=1; y.csv", size: 5, modified: 1_795_257_540_000_000_000),
                .init(name: "link.csv", size: 4, isLink: true), .init(name: "no size, no month.csv"),
            ])
        for line in ["evil", "size=4; x", "type; x"] {
            #expect(throws: RemoteListing.Unreadable.self) { try RemoteListing(machine: Array(line.utf8)) }
        }
    }

    @Test func `names that are not UTF-8 are counted`() throws {
        let line = Array("-rw-r--r-- 1 user group 4 Nov 21 10:39 \u{0}.csv\n".utf8).map { $0 == 0 ? 0xE9 : $0 }
        let listing = try RemoteListing(human: line)
        #expect(listing.entries == [])
        #expect(listing.strange == 1)
    }
}
