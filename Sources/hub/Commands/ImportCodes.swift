import Canonical
import Connectors

/// `hub codes import CONFIG FILE`: brings an open-data table of ROME codes or of communes into `codes/`.
struct ImportCodes: Command {
    static let name = "codes"
    static let summary = "Import an open-data table: ROME codes (unknown ones are refused from then on), communes."
    static let words = ["import", "CONFIG", "FILE"]
    static let options: [Option] = []

    private let arguments: Arguments

    init(_ arguments: Arguments) { self.arguments = arguments }

    func run() throws -> ExitCode {
        guard arguments.words[0] == "import" else {
            throw UsageError(what: "unknown word \(Quote.value(arguments.words[0]))", fix: Help.usage(of: Self.self))
        }
        if let communes = try CommuneTable(Export(path: arguments.words[2])) { return try write(communes) }
        let table = try RomeTable(Export(path: arguments.words[2]))
        let path = "\(arguments.words[1])/codes/rome.csv"
        try Published.write(table.text, to: path)
        Console.print(
            "\(table.count) ROME codes written to \(path)\(table.parents > 0 ? ", \(table.parents) of them older parents" : "")"
        )
        return .done
    }

    private func write(_ communes: CommuneTable) throws -> ExitCode {
        let path = "\(arguments.words[1])/codes/communes.csv"
        try Published.write(communes.text, to: path)
        let without = communes.without > 0 ? ", \(communes.without) rows without coordinates left out" : ""
        Console.print("\(Texts.count(communes.count, "commune")) written to \(path)\(without)")
        return .done
    }
}
