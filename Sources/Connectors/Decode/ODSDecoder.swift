import Canonical

/// One sheet of an OpenDocument spreadsheet (ODS), as CSV in UTF-8 with commas.
///
/// Debian has no small program for it; its cells are an XML document in a ZIP archive, and the hub reads both.
struct ODSDecoder: ExportDecoder {
    static let name = "ods"

    let sheet: Sheet?
    let limits: DecodeLimits

    init(_ settings: Settings) {
        sheet = Sheet(settings)
        limits = DecodeLimits(settings)
    }

    func decode(_ export: Export, in folder: RunFolder, tick: () throws(Failure) -> Void) throws(Failure) -> Export {
        let content = folder.newPath()
        try ZIPArchive(export, folder, limits).extract("content.xml", to: content, tick: tick)
        let output = folder.newPath()
        let document = Export(path: content, name: "\(export.name)/content.xml")
        var table = try ODSTable(document, of: export, sheet, limits)
        try table.write(to: output, tick: tick)
        return Export(path: output, name: sheet.map { "\(export.name)/\($0.name)" } ?? export.name)
    }
}
