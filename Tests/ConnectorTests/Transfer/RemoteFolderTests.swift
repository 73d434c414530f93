import Canonical
import Foundation
import Testing

@testable import Connectors

/// SFTP and FTP against OpenSSH and pyftpdlib.
@Suite(.enabled(if: TestFiles.isThere, "set HUB_TEST_FILES: run deploy/test"))
struct RemoteFolderTests {
    /// A way to reach the test's folder; every server serves the whole file system.
    enum Way: String, CaseIterable {
        case sftp, ftp, ftps, implicit, old

        var scheme: String { self == .old ? "ftp" : self == .implicit ? "ftps" : rawValue }
        var server: String { self == .ftp ? "plain" : self == .ftps ? "tls" : rawValue }
    }

    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
        try scratch.write("secrets/password", TestFiles.password + "\n")
        try FileManager.default.createDirectory(atPath: "\(scratch.path)/exports", withIntermediateDirectories: false)
    }

    // MARK: - The source under test

    /// The words of a source; `nil` leaves one out.
    private func words(_ way: Way, _ changes: [String: String?] = [:]) throws -> [String: String] {
        var words = [
            "host": way == .sftp ? "\"127.0.0.1\"" : "\"localhost\"", "path": "\"\(scratch.path)/exports\"",
            "match": "\"*.csv\"",
        ]
        switch way {
        case .sftp:
            words["port"] = String(try TestFiles.sshPort)
            words["user"] = "\"\(NSUserName())\""
            words["key"] = "{ \"file\": \"\(try TestFiles.path("user"))\" }"
            words["hostKey"] = "\"\(try TestFiles.text("host.fingerprint"))\""
        default:
            words["port"] = String(try TestFiles.ftpPort(way.server))
            words["user"] = "\"structure\""
            words["password"] = "\"file:secrets/password\""
        }
        if way.scheme == "ftps" { words["ca"] = "\"\(try TestFiles.path("ftp.ca"))\"" }
        if way == .implicit { words["implicit"] = "true" }
        for (word, value) in changes { words[word] = value }
        return words
    }

    /// All words on line 1, so that places are simple: `feed.jsonc:1`.
    private func source(_ way: Way, _ changes: [String: String?] = [:]) throws -> any ExportSource {
        let text = try words(way, changes).sorted { $0.key < $1.key }.map { "\"\($0.key)\": \($0.value)" }
        let config = ConfigReading(folder: scratch.path, variables: [:])
        let setting = try ConfigText.parse(
            Array("{ \"source\": { \"\(way.scheme)\": { \(text.joined(separator: ", ")) } } }".utf8), file: "feed.jsonc"
        )
        let source = ExportSources.read(Settings(setting, "the feed", config))
        #expect(config.problems.map(\.description) == [])
        return try #require(source)
    }

    private struct Seen: Equatable {
        var files: [String: String]?
        var cursor: String?
        var notes: [String]
    }

    /// What a visit an hour after ``write(_:_:minute:)``'s zero brings.
    private func visit(
        _ source: any ExportSource, _ cursor: String? = nil, settles: Bool = false, minute: Int = 60
    ) throws -> Seen {
        var notes: [String] = []
        let visit = Visit(
            cursor: cursor, folder: try RunFolder(), now: 1_700_000_000 + minute * 60, uptime: Double(minute) * 60,
            note: { notes.append($0) })
        let fetched = try source.fetch(visit)
        var files: [String: String] = [:]
        for export in fetched?.exports ?? [] {
            let name = try #require(export.name.split(separator: "/").last)
            files[String(name)] = String(decoding: try Fixtures.bytes(export.path), as: UTF8.self)
        }
        if settles { try fetched?.settle() }
        return Seen(files: fetched.map { _ in files }, cursor: fetched?.cursor, notes: notes.map(plain))
    }

    /// What a visit fails with, without what differs from run to run.
    private func problem(_ source: any ExportSource, settles: Bool = false) -> String {
        let failure = #expect(throws: Failure.self) { try visit(source, settles: settles) }
        return failure.map { "\($0.cause) \(plain($0.problem.description))" } ?? ""
    }

    private func plain(_ text: String) -> String {
        text.replacing(scratch.path, with: "/data").replacing(/:\d{4,5}\//, with: ":PORT/")
            .replacing(/feed.jsonc:1:\d+/, with: "feed.jsonc:1").replacing(/port \d+/, with: "port PORT")
            .replacing(TestFiles.folder ?? "?", with: "FILES").replacing("\"\(NSUserName())\"", with: "\"me\"")
    }

    private func write(_ name: String, _ text: String = "a;b\n", minute: Int = 0) throws {
        let path = try scratch.write("exports/\(name)", text)
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSince1970: 1_700_000_000 + Double(minute) * 60)], ofItemAtPath: path)
    }

    private func listing(_ folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: "\(scratch.path)/\(folder)").sorted()
    }

    // MARK: - Taking

    @Test(arguments: Way.allCases) func `the newest file that matches is taken, once`(way: Way) throws {
        try write("e-1.csv", "old\n", minute: 1)
        try write("e-2.csv", "new\n", minute: 2)
        try write("e-3.txt", minute: 3)
        try write("old/e-4.csv", minute: 4)
        symlink("/etc/passwd", "\(scratch.path)/exports/link.csv")
        let source = try source(way)
        let first = try visit(source)
        #expect(first.files == ["e-2.csv": "new\n"])
        #expect(first.notes == (way == .sftp || way == .old ? ["link.csv is left out: it is a link"] : first.notes))
        #expect(try visit(source, first.cursor).files == nil)
        try write("e-2.csv", "newer\n", minute: 3)
        #expect(try visit(source, first.cursor).files == ["e-2.csv": "newer\n"])
    }

    @Test(arguments: Way.allCases) func `all files are taken together, whatever their names`(way: Way) throws {
        let names = ["é à%.csv", "a b.csv", "#q?x=1&y.csv", "it's \"so\".csv", "back\\slash.csv", "* .csv", "日本.csv"]
        for name in names { try write(name, "\(name)\n", minute: 1) }
        try write("empty.csv", "", minute: 1)
        let seen = try visit(try source(way, ["take": "\"all\""]))
        #expect(seen.files?.count == names.count + 1)
        for name in names { #expect(seen.files?[name] == "\(name)\n") }
        #expect(seen.files?["empty.csv"] == "")
    }

    @Test(arguments: Way.allCases) func `a file that is being uploaded waits`(way: Way) throws {
        try write("e.csv", minute: 1)
        let source = try source(way)
        let early = try visit(source, minute: 1)
        #expect(early == Seen(files: nil, cursor: nil, notes: ["e.csv waits until it is unchanged for 60 seconds"]))
        #expect(try visit(source, minute: 2).files == ["e.csv": "a;b\n"])
        let marked = try self.source(way, ["whole": "\".done\""])
        #expect(try visit(marked).notes == ["e.csv waits for e.csv.done"])
        try write("e.csv.done", "", minute: 1)
        #expect(try visit(marked).files == ["e.csv": "a;b\n"])
    }

    @Test(arguments: Way.allCases) func `nothing matches, and the visit tells where it looked`(way: Way) throws {
        let path = "\(way.scheme)://\(way == .sftp ? "127.0.0.1" : "localhost"):PORT/data/exports/*.csv"
        #expect(try visit(try source(way)).notes == ["no file matches \(path)"])
    }

    @Test(arguments: Way.allCases) func `a large file comes whole`(way: Way) throws {
        let text = String(repeating: "0123456789abcde\n", count: 400_000)
        try write("e.csv", text)
        #expect(try visit(try source(way)).files?["e.csv"] == text)
    }

    @Test func `a path without a slash at its start begins in the folder of the login`() throws {
        try write("e.csv")
        // The FTP servers' login is at the root.
        let relative = String("\(scratch.path)/exports/".dropFirst())
        let source = try source(.ftp, ["path": "\"\(relative)\"", "after": "\"delete\""])
        #expect(try visit(source, settles: true).files == ["e.csv": "a;b\n"])
        #expect(try listing("exports") == [])
        // The SSH user's is at home.
        let home = try self.source(.sftp, ["path": "\".\"", "match": "\"no-such-file-*.csv\""])
        #expect(try visit(home).notes == ["no file matches sftp://127.0.0.1:PORT/no-such-file-*.csv"])
    }

    // MARK: - Afterwards

    @Test(arguments: Way.allCases) func `what was taken is archived, and nothing there is replaced`(way: Way) throws {
        try scratch.write("exports/old/é 2.csv", "of last year")
        for name in ["é 1.csv", "é 1.csv.done", "é 2.csv", "é 2.csv.done"] {
            try write(name, minute: name.contains("1") ? 1 : 2)
        }
        let source = try source(
            way, ["whole": "\".done\"", "after": "{ \"archive\": \"\(scratch.path)/exports/old\" }"])
        #expect(try visit(source, settles: true).files == ["é 2.csv": "a;b\n"])
        #expect(try listing("exports") == ["old"])
        #expect(
            try listing("exports/old").sorted()
                == ["é 1.csv", "é 1.csv.done", "é 2-2.csv", "é 2.csv", "é 2.csv.done"].sorted())
        #expect(try Fixtures.bytes("\(scratch.path)/exports/old/é 2.csv") == Array("of last year".utf8))
        #expect(try visit(source).files == nil)
    }

    @Test(arguments: Way.allCases) func `what was taken is deleted, but not what has come meanwhile`(way: Way) throws {
        try write("it's \"so\" \\.csv", minute: 1)
        let source = try source(way, ["after": "\"delete\""])
        let fetched = try #require(try source.fetch(Visit(folder: RunFolder(), now: 1_700_003_600, uptime: 3_600)))
        try write("it's \"so\" \\.csv", minute: 2)
        try fetched.settle()
        #expect(try listing("exports").count == 1)
        #expect(try visit(source, fetched.cursor, settles: true).files?.count == 1)
        #expect(try listing("exports") == [])
    }

    @Test func `an archive that is not there, or that the user may not write to`() throws {
        try write("e.csv")
        let missing = "{ \"archive\": \"\(scratch.path)/none\" }"
        #expect(
            problem(try source(.sftp, ["after": missing]), settles: true) == """
                unreachable sftp://127.0.0.1:PORT/data/none: it is not there
                  why: the server has no such folder or file, or hides it from user "me" (feed.jsonc:1)
                  fix: correct the path in the config; without / at its start it begins in the folder of the login
                """)
        try scratch.write("old/x", "")
        let archive = "{ \"archive\": \"\(scratch.path)/old\" }"
        #expect(
            problem(try source(.ftp, ["after": archive, "user": "\"reader\""]), settles: true) == """
                config ftp://localhost:PORT/data/exports/e.csv: the export was taken but not archived
                  why: the server refused: QUOT command failed with 550 (feed.jsonc:1)
                  fix: let user "reader" do so, or write "after": "keep"; the next run tries again
                """)
        // Files cannot be made in /proc, whoever asks.
        #expect(
            problem(try source(.sftp, ["after": "{ \"archive\": \"/proc\" }"]), settles: true).contains(
                "the export was taken but not archived\n  why: the server refused: rename command failed"))
        #expect(try listing("exports") == ["e.csv"])
    }

    // MARK: - Who is who

    @Test func `a host key that the config does not know ends it before the login`() throws {
        let seen = try TestFiles.text("host.fingerprint")
        #expect(
            problem(try source(.sftp, ["hostKey": nil as String?])) == """
                config sftp://127.0.0.1:PORT/data/exports: nothing says how to know this server
                  why: "hostKey" is missing (feed.jsonc:1): anybody on the way could pose as the server. \
                It shows \(seen)
                  fix: ask the server's people for the fingerprint (ssh-keygen -lf \
                /etc/ssh/ssh_host_ed25519_key.pub); if it is the same: "hostKey": "\(seen)"
                """)
        let other = "SHA256:0000000000000000000000000000000000000000000"
        #expect(
            problem(try source(.sftp, ["hostKey": "\"\(other)\""])) == """
                config sftp://127.0.0.1:PORT/data/exports: this is not the server that the config knows
                  why: it shows \(seen), "hostKey" is \(other) (feed.jsonc:1); nothing was sent
                  fix: ask the server's people whether they changed its key; if not, somebody poses as the server
                """)
        try write("e.csv")
        #expect(try visit(try source(.sftp, ["hostKey": "[\"\(other)\", \"\(seen)\"]"])).files?.count == 1)
    }

    @Test(arguments: [Way.ftp, .ftps, .implicit]) func `a wrong password`(way: Way) throws {
        try scratch.write("secrets/password", "wr0ng-secret\n")
        let text = problem(try source(way))
        #expect(
            text == """
                config \(way.scheme)://localhost:PORT/data/exports: the server refused the login of user "structure"
                  why: its password is not right (feed.jsonc:1)
                  fix: correct the user or the password
                """)
        #expect(!text.contains("wr0ng"))
    }

    @Test func `a password or a key that the SFTP server does not take`() throws {
        let byPassword: [String: String?] = ["key": nil, "password": "\"file:secrets/password\""]
        #expect(
            problem(try source(.sftp, byPassword)) == """
                config sftp://127.0.0.1:PORT/data/exports: the server refused the login of user "me"
                  why: its password is not right (feed.jsonc:1)
                  fix: correct the user or the password
                """)
        let key = "{ \"file\": \"\(try TestFiles.path("host"))\" }"
        let fix =
            "; an RSA key will not do, since servers of today refuse its signatures as the hub makes them: "
            + "ssh-keygen -t ed25519"
        #expect(
            problem(try source(.sftp, ["key": key])) == """
                config sftp://127.0.0.1:PORT/data/exports: the server refused the login of user "me"
                  why: the key FILES/host does not open it (feed.jsonc:1)
                  fix: give the server's people FILES/host.pub\(fix)
                """)
        #expect(
            problem(try source(.sftp, ["key": "{ \"file\": \"none\" }"])) == """
                config sftp://127.0.0.1:PORT/data/exports: the server refused the login of user "me"
                  why: the key /data/none cannot be read (feed.jsonc:1)
                  fix: give the server's people /data/none.pub\(fix)
                """)
    }

    @Test func `a key with a passphrase opens the door, and only with it`() throws {
        try write("e.csv")
        let key = try scratch.write("key", try Fixtures.bytes(try TestFiles.path("user")))
        chmod(key, 0o600)
        try #require(
            try TestBroker.run("ssh-keygen", ["-q", "-p", "-P", "", "-N", "é passphrase", "-f", key]) != nil)
        try scratch.write("secrets/passphrase", "é passphrase\n")
        let words = #"{ "file": "key", "passphrase": "file:secrets/passphrase" }"#
        #expect(try visit(try source(.sftp, ["key": words])).files == ["e.csv": "a;b\n"])
        try scratch.write("secrets/passphrase", "another\n")
        #expect(problem(try source(.sftp, ["key": words])).contains("the key /data/key does not open it"))
    }

    @Test func `a certificate that nobody vouches for, and a server without TLS`() throws {
        let fix = """
              fix: write the name that the certificate is for as "host"; or, if the server's people made it \
            themselves, ask them for the file of its authority: "ca": "path"
            """
        #expect(
            problem(try source(.ftps, ["ca": nil as String?])) == """
                config ftps://localhost:PORT/data/exports: the server's certificate is not trusted
                  why: SSL certificate problem: self-signed certificate (feed.jsonc:1)
                \(fix)
                """)
        #expect(
            problem(try source(.ftps, ["host": "\"127.0.0.1\""])) == """
                config ftps://127.0.0.1:PORT/data/exports: the server's certificate is not trusted
                  why: SSL: no alternative certificate subject name matches target host name '127.0.0.1' (feed.jsonc:1)
                \(fix)
                """)
        #expect(
            problem(try source(.ftps, ["port": String(try TestFiles.ftpPort("plain"))])) == """
                config ftps://localhost:PORT/data/exports: the server does not offer TLS
                  why: "ftps" sends nothing without it (feed.jsonc:1)
                  fix: ask the server's people for TLS; with "implicit": true it starts at once
                """)
    }

    // MARK: - What goes wrong on the way

    @Test func `nobody there, no such host, no such folder, no times`() throws {
        #expect(
            problem(try source(.sftp, ["port": "1"])) == """
                unreachable sftp://127.0.0.1:1/data/exports: nobody answers
                  why: port PORT of 127.0.0.1 is closed (feed.jsonc:1)
                  fix: see that the server runs, that the port is right, and that no firewall stands between
                """)
        #expect(
            problem(try source(.ftp, ["host": "\"no-such-host.invalid\""])) == """
                unreachable ftp://no-such-host.invalid:PORT/data/exports: there is no host "no-such-host.invalid"
                  why: no name server knows it (feed.jsonc:1)
                  fix: correct "host"; if it is right, the network is down
                """)
        #expect(
            problem(try source(.sftp, ["path": "\"\(scratch.path)/none\""])) == """
                unreachable sftp://127.0.0.1:PORT/data/none: it is not there
                  why: the server has no such folder or file, or hides it from user "me" (feed.jsonc:1)
                  fix: correct the path in the config; without / at its start it begins in the folder of the login
                """)
        #expect(
            problem(try source(.ftp, ["path": "\"\(scratch.path)/none\""])) == """
                unreachable ftp://localhost:PORT/data/none: it is not there
                  why: the server has no such folder or file, or hides it from user "structure" (feed.jsonc:1)
                  fix: correct the path in the config; without / at its start it begins in the folder of the login
                """)
        try write("e.csv")
        #expect(
            problem(try source(.old, ["port": String(try TestFiles.ftpPort("older"))])) == """
                config ftp://localhost:PORT/data/exports/e.csv: the server does not tell when the file was changed
                  why: it knows neither MLSD nor MDTM; without them the hub cannot tell new files from old ones
                  fix: ask the server's people for SFTP, or another server
                """)
    }

    @Test func `a transfer that breaks off is gone on with`() throws {
        let text = String(repeating: "0123456789abcde\n", count: 100_000)
        try write("e.csv", text)
        let relay = try BreakingRelay(to: try TestFiles.sshPort, after: 700_000, times: 2)
        defer { relay.stop() }
        #expect(try visit(try source(.sftp, ["port": String(relay.port)])).files == ["e.csv": text])
    }

    @Test func `a transfer that breaks off again and again publishes nothing`() throws {
        try write("e.csv", String(repeating: "0123456789abcde\n", count: 100_000))
        let relay = try BreakingRelay(to: try TestFiles.sshPort, after: 100_000, times: 100)
        defer { relay.stop() }
        let text = problem(try source(.sftp, ["port": String(relay.port)]))
        #expect(text.contains("unreachable sftp://127.0.0.1:PORT/data/exports/e.csv: the file was cut short: "))
        #expect(text.contains(" of 1600000 bytes came\n  why: 4 attempts; the last one: "))

        // Each attempt brings half of what is missing: after four of them a sixteenth is.
        let breaking = problem(try source(.ftp, ["port": String(try TestFiles.ftpPort("breaking"))]))
        #expect(breaking.contains("e.csv: the file was cut short: 1500000 of 1600000 bytes came\n  why: 4 attempts"))
        try write("e.csv", "ab")
        #expect(
            try visit(try source(.ftp, ["port": String(try TestFiles.ftpPort("breaking"))])).files == ["e.csv": "ab"])
    }

    @Test func `a server that calls half a file the whole is not believed`() throws {
        try write("e.csv", String(repeating: "0123456789abcde\n", count: 1_000))
        let text = problem(try source(.ftp, ["port": String(try TestFiles.ftpPort("lying"))]))
        #expect(text.contains("e.csv: the file was cut short: "))
    }

    @Test func `a tick that fails ends a transfer`() throws {
        try write("e.csv")
        let relay = try BreakingRelay(to: try TestFiles.sshPort, after: 0, times: 0)
        defer { relay.stop() }
        let failure = Failure(Problem(Place("broker"), "gone"), isTemporary: true)
        let visit = Visit(folder: try RunFolder(), now: 1_700_010_000) { () throws(Failure) in throw failure }
        // A broken transfer waits, and the broker is asked meanwhile.
        let source = try source(.ftp, ["port": String(try TestFiles.ftpPort("breaking"))])
        try write("e.csv", "0123456789\n")
        #expect(throws: failure) { try source.fetch(visit) }
    }

    // MARK: - Config

    @Test func `mistakes in the words of a server`() throws {
        func problems(_ way: Way, _ changes: [String: String?]) throws -> [String] {
            let text = try words(way, changes).sorted { $0.key < $1.key }.map { "\"\($0.key)\": \($0.value)" }
            let config = ConfigReading(folder: "config", variables: ["PASSWORD": "x"])
            let setting = try ConfigText.parse(
                Array("{ \"source\": { \"\(way.scheme)\": { \(text.joined(separator: ", ")) } } }".utf8),
                file: "feed.jsonc")
            _ = ExportSources.read(Settings(setting, "the feed", config))
            return config.problems.map { plain($0.description) }
        }
        #expect(try problems(.ftp, ["password": "\"${PASSWORD}\""]) == [])
        #expect(
            try problems(.ftp, ["password": "\"s3cret\"", "host": "\"ftp://user@host/x\"", "path": "\"../x\""]) == [
                """
                feed.jsonc:1: not the name of a host: "ftp://user@host/x"
                  why: it is a name or a number alone
                  fix: user, port and folder have words of their own
                """,
                """
                feed.jsonc:1: "password" is written out
                  why: a config file is no place for a secret
                  fix: write "${NAME}" and set the variable NAME, or "file:secrets/name" and keep it in that file
                """,
                """
                feed.jsonc:1: not the path of a folder: "../x"
                  why: it starts at the root (/…) or in the folder of the login, and has no ..
                  fix: write it as the server's people tell it
                """,
            ])
        #expect(
            try problems(
                .sftp,
                [
                    "hostKey": "\"MD5:aa:bb\"", "password": "\"${PASSWORD}\"", "path": "\"exports/\"",
                    "after": "{ \"archive\": \"exports\" }", "ca": "\"x\"",
                ]) == [
                    """
                    feed.jsonc:1: not a fingerprint: "MD5:aa:bb"
                      why: "hostKey" is SHA256: and 43 characters, as ssh-keygen -l prints it
                      fix: ask whoever runs the server for it
                    """,
                    """
                    feed.jsonc:1: a password and a key
                      why: one of them proves who the hub is
                      fix: remove one; the password of a key file is its "passphrase"
                    """,
                    """
                    feed.jsonc:1: the archive is the folder itself
                      why: "path" is "exports/" too
                      fix: name another folder, one in it if you like
                    """,
                    """
                    feed.jsonc:1: unknown word "ca" in "sftp"
                      why: "sftp" takes host, user, hostKey, port, key, password, path, match, take, whole and after
                      fix: remove it
                    """,
                ])
    }

    @Test func `a check remarks what an admin should know beforehand`() throws {
        #expect(
            try source(.ftp).remarks().map(plain) == [
                "ftp hides neither the password nor the export from anybody on the way (feed.jsonc:1): ask for ftps or sftp"
            ])
        #expect(
            try source(.sftp, ["hostKey": nil as String?]).remarks().map(plain) == [
                "\"hostKey\" is missing (feed.jsonc:1): hub run shows the fingerprint to ask about"
            ])
        #expect(try source(.sftp).remarks() == [])
        #expect(try source(.ftps).remarks() == [])
    }
}
