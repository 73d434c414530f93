import Canonical
import Connectors

/// `hub validate CONFIG FILE`: checks canonical entities as strictly as the hub checks what members publish.
struct Validate: Command {
    static let name = "validate"
    static let summary = "Check canonical entities, one JSON object a line, before they are published. Needs no broker."
    static let words = ["CONFIG", "FILE"]
    static let options = [Option.json]

    private let arguments: Arguments

    init(_ arguments: Arguments) { self.arguments = arguments }

    func run() throws -> ExitCode {
        let collective = try arguments.collective(forSamples: true)
        var file = try EntityFile(arguments.words[1], collective)
        var counts = (right: 0, wrong: 0)
        while let next = try file.next() {
            switch next {
            case .success: counts.right += 1
            case .failure(let rejection):
                counts.wrong += 1
                if arguments.has("--json") {
                    for problem in rejection.problems { try Console.printJSON(ProblemJSON(problem)) }
                } else {
                    Console.print(rejection.problems.map(\.description).joined(separator: "\n"))
                }
            }
        }
        if !arguments.has("--json") { Console.print("\(counts.right) right, \(counts.wrong) wrong") }
        return counts.wrong == 0 ? .done : .rejected
    }
}
