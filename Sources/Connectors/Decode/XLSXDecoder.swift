import Canonical

/// One sheet of an Excel file (XLSX), as CSV in UTF-8 with commas.
///
/// Days come out as `2026-01-31`, and with `"times": true` as `2026-01-31T08:30:00`; hours as `08:30:00`; other numbers
/// as the sheet shows them.
struct XLSXDecoder: ExportDecoder {
    static let name = "xlsx"

    let sheet: Sheet?
    let hasTimes: Bool
    let limits: DecodeLimits

    init(_ settings: Settings) {
        sheet = Sheet(settings)
        hasTimes = settings.flag("times") ?? false
        limits = DecodeLimits(settings)
    }

    func decode(_ export: Export, in folder: RunFolder, tick: () throws(Failure) -> Void) throws(Failure) -> Export {
        let tool = Tool(name: "xlsx2csv", package: "xlsx2csv")
        let output = folder.newPath()
        let sheetArguments =
            switch sheet?.choice {
            case .name(let name): ["--sheetname=\(name)"]
            case .number(let number): ["--sheet=\(number)"]
            case nil: ["--sheet=1"]
            }
        let dates = hasTimes ? "%Y-%m-%dT%H:%M:%S" : "%Y-%m-%d"
        let ending = try tool.run(
            sheetArguments + ["--dateformat=\(dates)", "--timeformat=%H:%M:%S", Tool.input], on: export, to: output,
            limits, tick: tick)
        // A sheet's number that is not there ends with code 0 and a message.
        if ending.message.contains("not found"), let sheet {
            throw tool.failure(
                ending, on: export, "there is no sheet \(sheet)", fix: "correct \"sheet\" at \(sheet.place.position)")
        }
        guard ending.code == 0, ending.size > 0 || ending.message.isEmpty else {
            throw tool.failure(ending, on: export, "the file cannot be read as XLSX")
        }
        return Export(path: output, name: sheet.map { "\(export.name)/\($0.name)" } ?? export.name)
    }
}

/// Which sheet of a workbook: its name, or its number from 1.
struct Sheet: Sendable, CustomStringConvertible {
    enum Choice: Sendable {
        case name(String)
        case number(Int)
    }

    let choice: Choice
    let place: Place

    /// Reads `"sheet"`; nil when there is none, which means the first one.
    init?(_ settings: Settings) {
        place = settings.place(of: "sheet")
        guard let setting = settings.setting("sheet") else { return nil }
        if case .number = setting.value {
            guard let number = settings.whole("sheet", 1...1_000) else { return nil }
            choice = .number(number)
        } else {
            guard let name = settings.text("sheet") else { return nil }
            choice = .name(name)
        }
    }

    var name: String {
        switch choice {
        case .name(let name): name
        case .number(let number): "sheet \(number)"
        }
    }

    var description: String {
        switch choice {
        case .name(let name): Quote.value(name)
        case .number(let number): "\(number)"
        }
    }
}
