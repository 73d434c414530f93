import Foundation
import Testing

@testable import Connectors

/// What a person reads when something around the hub is not as it should be, word for word, and what the shell gets.
@Suite(.enabled(if: Whole.isThere, "set HUB_TEST_BROKER: run deploy/test"))
struct BadSituationTests {
    private func broker(_ hub: Installation) -> String { "\(hub.address)" }

    // MARK: - Words and config, no broker needed

    @Test(arguments: [
        (["rn", "config"], "hub: unknown command \"rn\"\n  fix: did you mean \"run\"?\n"),
        (["help", "aply"], "hub: unknown command \"aply\"\n  fix: did you mean \"apply\"?\n"),
        (["help", "cook"], "hub: unknown command \"cook\"\n  fix: hub help lists the commands\n"),
        (["status"], "hub status: CONFIG is missing\n  fix: hub status CONFIG [--json]\n"),
        (["status", "config", "now"], "hub status: one word too many: \"now\"\n  fix: hub status CONFIG [--json]\n"),
        (["run", "config", "--onec"], "hub run: unknown option \"--onec\"\n  fix: did you mean \"--once\"?\n"),
        (["run", "config", "--once", "--once"], "hub run: --once stands twice\n  fix: keep one of them\n"),
        (
            ["run", "config", "--accept-withdrawals"],
            "hub run: --accept-withdrawals is for one run only\n  fix: write --once --accept-withdrawals\n"
        ),
        (["run", "config", "--json"], "hub run: --json is for one run only\n  fix: write --once --json\n"),
        (["run", "config", "--feed"], "hub run: --feed needs a word after it\n  fix: write --feed FEED\n"),
        (["run", "config", "--feed", "offre"], "hub run: unknown feed \"offre\"\n  fix: did you mean \"offres\"?\n"),
        (["run", "config", "--feed", "x"], "hub run: unknown feed \"x\"\n  fix: the feeds are offres\n"),
        (["tap", "config", "--count", "ten"], "hub tap: not a number of messages: \"ten\"\n  fix: write --count 10\n"),
        (["tap", "config", "--kind", "offers"], "hub tap: unknown kind \"offers\"\n  fix: did you mean \"offer\"?\n"),
        (
            ["explain", "config", "x", "--from", "cer"],
            "hub explain: unknown member \"cer\"\n  fix: did you mean \"cre\"?\n"
        ),
    ])
    func `wrong words are 64, with what was meant`(words: [String], text: String) throws {
        try Installation.small { hub in
            let ended = try hub.hub(words)
            #expect(ended == Ended(code: 64, output: "", errors: text))
        }
    }

    @Test(arguments: ["check", "apply", "run", "status", "tap"])
    func `a config folder that is not there is 78`(command: String) throws {
        try Installation.small { hub in
            let count = command == "check" ? "1 problem found" : "1 problem in the config"
            let ended = try hub.hub(command, "nowhere")
            #expect(
                ended
                    == Ended(
                        code: 78, output: "",
                        errors: """
                            nowhere/hub.jsonc: the config file cannot be read
                              why: no such file
                              fix: give the folder that holds hub.jsonc
                            \(count)

                            """))
        }
    }

    @Test func `every problem of a config is told at once`() throws {
        try Installation.small { hub in
            hub.environment["HUB_BROKER_URL"] = nil
            try hub.edit("config/feeds/offres.jsonc", #""every""#, #""evry""#)
            try hub.edit("config/members/ei.jsonc", #""63""#, #""630""#)
            let ended = try hub.hub("run", "config", "--once")
            #expect(ended.code == 78)
            #expect(ended.output == "")
            #expect(
                ended.errors == """
                    config/hub.jsonc:5:12: the environment variable HUB_BROKER_URL is not set
                      why: "${HUB_BROKER_URL}" names it
                      fix: set it, or write a default: ${HUB_BROKER_URL:-default}
                    config/members/ei.jsonc:4:31: not a département: "630"
                      why: zones: a département is 01 to 95, 2A, 2B or 971 to 989
                      fix: correct it here
                    config/feeds/offres.jsonc:6:3: unknown word "evry" in the feed
                      why: the feed takes member, extends, kind, source, decode, format, every, absent, withdrawals, rejections, drift, each, only, skip, withdraw, receipts and map
                      fix: did you mean "every"?
                    3 problems in the config

                    """)
        }
    }

    // MARK: - The broker

    @Test func `without a broker everything says so once, with the line to correct`() throws {
        try Installation.example { hub in
            hub.environment["HUB_BROKER_URL"] = "amqp://hub@127.0.0.1:1/limagne-allier"
            let text = """
                amqp://hub@127.0.0.1:1/limagne-allier: no broker answers at 127.0.0.1:1: Connection refused
                  fix: start the broker, or correct the address at config/hub.jsonc:26:12

                """
            for words in [["run", "config", "--once"], ["status", "config"], ["tap", "config"]] {
                let ended = try hub.hub(words)
                #expect(ended == Ended(code: 69, output: "", errors: text))
            }
        }
    }

    @Test func `a wrong password is the config's fault, and is not shown`() throws {
        try Installation.small { hub in
            try hub.write("secrets/broker.password", "entirely-wrong-password\n")
            let run = try hub.hub("run", "config", "--once")
            #expect(
                run
                    == Ended(
                        code: 78, output: "",
                        errors: """
                            \(broker(hub)): the broker refused the login of user "hub": 403 ACCESS_REFUSED - Login was refused \
                            using authentication mechanism PLAIN. For details see the broker logfile.
                              fix: correct the user or the password of the address at config/hub.jsonc:5:12

                            """))
            let apply = try hub.hub("apply", "config")
            #expect(
                apply
                    == Ended(
                        code: 78, output: "",
                        errors: """
                            \(try #require(TestBroker.managementURL)): the broker's management API refused user "hub": Login failed
                              fix: correct the login at config/hub.jsonc:7:19; the user needs the tag administrator

                            """))
        }
    }

    @Test func `before apply there is no vhost, and run, status and tap say what to do`() throws {
        try Installation.small { hub in
            let vhost = hub.address.vhost
            let text = """
                \(broker(hub)): user "hub" cannot use vhost "\(vhost)": 530 NOT_ALLOWED - vhost \(vhost) not found
                  fix: run hub apply to create the vhost and permissions, or correct it at config/hub.jsonc:5:12

                """
            for words in [["run", "config", "--once"], ["status", "config"], ["tap", "config"]] {
                let ended = try hub.hub(words)
                #expect(ended == Ended(code: 78, output: "", errors: text))
            }
        }
    }

    @Test func `a queue that stands with other arguments is not touched, and apply says which`() throws {
        try Installation.small { hub in
            try hub.apply()
            try hub.client("delete", "inbox.ei")
            try hub.client("declare", "inbox.ei", "classic")
            try hub.client("publish", "inbox.ei", "kept")
            let ended = try hub.hub("apply", "config")
            #expect(ended.code == 78)
            #expect(ended.output == "")
            #expect(
                ended.errors == """
                    \(broker(hub)): the broker refused declaring queue "inbox.ei": 406 PRECONDITION_FAILED - inequivalent \
                    arg 'x-queue-type' for queue 'inbox.ei' in vhost '\(hub.address.vhost)': received 'quorum' but \
                    current is 'classic'
                      fix: it stands with other properties: empty and delete it, then run hub apply

                    """)
            #expect(try hub.depth("inbox.ei") == 1)
        }
    }

    @Test func `without a recipient's inbox nothing is published, and apply makes it good`() throws {
        try Installation.small { hub in
            try hub.apply()
            try hub.write("config/exports/1.csv", Offers.file(["1;03;a", "2;63;b"]))
            try hub.client("delete", "inbox.ei")
            let run = try hub.hub("run", "config", "--once")
            #expect(run.code == 78)
            #expect(
                run.errors == """
                    feed offres: nothing published
                    inbox.ei: the inbox does not exist
                      why: offres has messages for ei; nothing was published
                      fix: run hub apply config

                    """)
            #expect(run.output.hasPrefix("\nnothing published\n\ninbox aci: 0 waiting"))
            #expect(run.output.contains("\ninbox ei: does not exist\n    fix: hub apply config\n"))
            #expect(try hub.inbox("ai") == [])
            #expect(try hub.journal() == [])
            try hub.apply()
            #expect(try hub.hub("run", "config", "--once").code == 0)
            #expect(try hub.inbox("ei").map(\.change) == ["created 2"])
        }
    }

    @Test func `apply without the management plugin says how to have it`() throws {
        try Installation.small { hub in
            hub.environment["HUB_MANAGEMENT_URL"] = "http://127.0.0.1:1"
            let ended = try hub.hub("apply", "config")
            #expect(ended.code == 69)
            #expect(ended.output == "")
            #expect(
                ended.errors.hasPrefix(
                    "http://127.0.0.1:1: the broker's management API gives no answer: Failed to connect to 127.0.0.1 port 1"
                ))
            #expect(
                ended.errors.hasSuffix(
                    "\n  fix: see that the broker runs and has its plugin (rabbitmq-plugins enable rabbitmq_management), or correct the address at config/hub.jsonc:7:19\n"
                ))

            try hub.edit("config/hub.jsonc", ",\n    \"management\": \"${HUB_MANAGEMENT_URL}\"", "")
            #expect(
                try hub.hub("apply", "config")
                    == Ended(
                        code: 78, output: "",
                        errors: """
                            config/hub.jsonc:4:13: "management" is missing
                              why: policies and users are set through the broker's management plugin
                              fix: add "management": "http://127.0.0.1:15672" to "broker"

                            """))
        }
    }

    // MARK: - Feeds

    @Test func `one feed's broken export or checkpoint does not keep the others from running`() throws {
        try Installation.small { hub in
            for name in ["a", "b", "c", "d"] {
                try hub.write(
                    "config/feeds/\(name).jsonc",
                    try hub.read("config/feeds/offres.jsonc").replacing("exports", with: "exports-\(name)"))
            }
            try hub.apply()
            try hub.remove("config/exports")
            try hub.write("config/exports-a/1.csv", "")
            try hub.write("config/exports-b/1.csv", Offers.file(["1;03;a"]))
            try hub.write("config/exports-c/1.csv", Offers.file(["2;03;a"]))
            try hub.write("config/exports-d/1.csv", Offers.file(["3;03;a"]))
            try hub.client("publish", "feed.b.checkpoint", "nonsense")
            let run = try hub.hub("run", "config", "--once")
            #expect(run.code == 69)
            #expect(
                run.errors == """
                    feed a: nothing published
                    config/exports-a/1.csv:1: the file is empty
                      why: its first line should name the columns
                      fix: export it again
                    feed b: nothing published
                    feed.b.checkpoint: a message in it is no checkpoint: content type "", id ""
                      why: only the hub writes there, messages of type application/vnd.siae-hub.checkpoint
                      fix: find out who published it, take it out, and run the feed again; if it is gone for good: \
                    hub run config --once --feed b --accept-new-start
                    feed offres: nothing published
                    config/exports: the folder cannot be read
                      why: no such folder (the feed reads it at config/feeds/offres.jsonc:4:28)
                      fix: create it, or correct "path"

                    """)
            #expect(try hub.inbox("ai").map(\.change) == ["created 2", "created 3"])

            // A checkpoint of another feed: as if somebody had moved messages from queue to queue.
            try hub.client("delete", "feed.d.checkpoint")
            try hub.client("move", "feed.c.checkpoint", "feed.d.checkpoint")
            let status = try hub.hub("status", "config")
            #expect(status.code == 65)
            #expect(status.output.contains("feed b  cannot run\n"))
            #expect(status.output.contains("feed c  cannot run\n"))
            #expect(
                status.errors.contains("feed.c.checkpoint: the checkpoint is gone, though c has published before\n"))
            #expect(status.output.contains("\ninbox ei: 0 waiting, 0 held  (L'EI)\n"))
            #expect(
                status.errors.hasSuffix(
                    """
                    feed.d.checkpoint: the checkpoint belongs to the feed "c" of the collective "petit"
                      why: this is "d" of "petit", whose members hold other things; nothing was published
                      fix: if one of them was renamed, take the name back; if it is gone for good: \
                    hub run config --once --feed d --accept-new-start

                    """))
            // Looking takes nothing away.
            #expect(try hub.depth("feed.b.checkpoint") == 1)
            #expect(try hub.depth("feed.d.checkpoint") == 1)
        }
    }

    @Test func `an export that only others may read is told with its name`() throws {
        try Installation.small { hub in
            try hub.apply()
            try hub.write("config/exports/1.csv", Offers.file(["1;03;a"]))
            try FileManager.default.setAttributes(
                [.posixPermissions: 0], ofItemAtPath: hub.path("config/exports/1.csv"))
            // The superuser may read everything.
            guard !FileManager.default.isReadableFile(atPath: hub.path("config/exports/1.csv")) else { return }
            let run = try hub.hub("run", "config", "--once")
            #expect(run.code == 65)
            #expect(
                run.errors == """
                    feed offres: nothing published
                    config/exports/1.csv: the export cannot be read
                      why: no permission
                      fix: let the hub's user read it

                    """)
        }
    }

    @Test func `a reader that goes away ends the program quietly`() throws {
        try Installation.example { hub in
            let words = [
                "preview", "config", "trois-rivieres-offres", "config/samples/trois-rivieres-offres/export-1.json",
            ]
            let shell = try Program(
                "/bin/sh", ["-c", "\(try #require(Whole.binary)) \(words.joined(separator: " ")) --json | head -n 1"],
                in: hub.folder, environment: hub.environment
            ).ended()
            #expect(shell.code == 0)
            #expect(shell.output.hasPrefix(#"{"kind":"offer","key":"206LSWM""#))
            #expect(shell.errors == "")
        }
    }
}
