import Canonical
import Connectors

/// `hub codes import CONFIG TABLE FILE`: brings an open-data table into `codes/`.
struct ImportCodes: Command {
    static let name = "codes"
    static let summary = "Import the open-data table of ROME codes; from then on unknown codes are refused."
    static let words = ["import", "CONFIG", "FILE"]
    static let options: [Option] = []

    private let arguments: Arguments

    init(_ arguments: Arguments) { self.arguments = arguments }

    func run() throws -> ExitCode {
        guard arguments.words[0] == "import" else {
            throw UsageError(what: "unknown word \(Quote.value(arguments.words[0]))", fix: Help.usage(of: Self.self))
        }
        let table = try RomeTable(Export(path: arguments.words[2]))
        let path = "\(arguments.words[1])/codes/rome.csv"
        try Published.write(table.text, to: path)
        Console.print(
            "\(table.count) ROME codes written to \(path)\(table.parents > 0 ? ", \(table.parents) of them older parents" : "")"
        )
        return .done
    }
}
