import Canonical
import Connectors
import Foundation

/// The program: words in, exit code out.
@main struct Hub {
    static let version = "0.1.0"

    /// In the order of `hub help`: what an admin does first comes first.
    static var commands: [any Command.Type] {
        [
            Check.self, Init.self, Preview.self, Translate.self, Explain.self, Rules.self, FindMatches.self, Apply.self,
            ShowTopology.self, Run.self, Status.self, Referrals.self, MakeReport.self, Tap.self, History.self,
            Replay.self, Dead.self, Validate.self, ShowSchema.self, ImportCodes.self,
        ]
    }

    static func main() async {
        let words = Array(CommandLine.arguments.dropFirst())
        // A file that may not grow is a problem to tell, not a reason to die.
        signal(SIGXFSZ, SIG_IGN)
        exit(await run(words).rawValue)
    }

    static func run(_ words: [String]) async -> ExitCode {
        guard let first = words.first, !["help", "--help", "-h"].contains(first) else {
            guard let topic = words.dropFirst().first else {
                Console.print(Help.text)
                return words.isEmpty ? .usage : .done
            }
            guard let command = commands.first(where: { $0.name == topic }) else { return unknown(topic) }
            Console.print(Help.text(of: command))
            return .done
        }
        if first == "--version" {
            Console.print("hub \(version)")
            return .done
        }
        guard let command = commands.first(where: { $0.name == first }) else { return unknown(first) }
        if words.contains("--help") || words.contains("-h") {
            Console.print(Help.text(of: command))
            return .done
        }
        do {
            let arguments = try Arguments(Array(words.dropFirst()), of: command)
            return try await command.init(arguments).run()
        } catch let error as UsageError {
            Console.complain("hub \(command.name): \(error.what)\n  fix: \(error.fix)")
            return .usage
        } catch let error as ConfigError {
            Console.complain(error.problems)
            Console.complain("\(Texts.count(error.problems.count, "problem")) in the config")
            return .config
        } catch let failure as Failure {
            Console.complain([failure.problem])
            return ExitCode(failure)
        } catch {
            Console.complain("hub: \(error)")
            return .rejected
        }
    }

    private static func unknown(_ name: String) -> ExitCode {
        let near = Suggestion.nearest(to: name, in: commands.map { $0.name })
        Console.complain(
            "hub: unknown command \(Quote.value(name))\n  fix: "
                + (near.map { "did you mean \(Quote.value($0))?" } ?? "hub help lists the commands"))
        return .usage
    }
}

/// What the shell gets (the values of sysexits.h).
enum ExitCode: Int32, Comparable {
    case done = 0
    /// The words were wrong.
    case usage = 64
    /// Records were rejected, or an export cannot be trusted.
    case rejected = 65
    /// The broker, or something else that the hub needs, cannot be reached; or the run was asked to end.
    case unreachable = 69
    /// The config is wrong, or what stands on the broker is not what it says.
    case config = 78

    /// Of several results the highest counts: what has to be corrected before what may pass.
    static func < (one: ExitCode, other: ExitCode) -> Bool { one.rawValue < other.rawValue }

    init(_ failure: Failure) {
        self =
            switch failure.cause {
            case .unreachable, .busy, .stopped: .unreachable
            case .config: .config
            case .data: .rejected
            }
    }
}
