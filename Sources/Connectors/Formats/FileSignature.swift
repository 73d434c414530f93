import Canonical

/// What a file is by its first bytes, when it is no text, or text of another kind: exports are often named wrongly.
struct FileSignature {
    /// `a ZIP archive`.
    let what: String
    /// The `"decode"` that unpacks it, if one does.
    let decode: String?
    let isXML: Bool
    let fix: String

    private init(_ what: String, decode: String) {
        self.what = what
        self.decode = decode
        isXML = false
        fix = "write \"decode\": \"\(decode)\" in the feed"
    }

    private init(_ what: String, isXML: Bool = false, fix: String) {
        self.what = what
        self.isXML = isXML
        self.fix = fix
        decode = nil
    }

    /// Refuses a file that cannot be what `format` reads, saying what it is and what to do.
    static func check(_ window: ByteWindow, of export: Export, readAs format: String) throws(Failure) {
        guard let found = try FileSignature(window) else { return }
        throw found.failure(of: export, why: "the feed reads it as \(format)")
    }

    func failure(of export: Export, why: String) -> Failure {
        Failure(
            Problem(
                Place(export.name, line: 1, column: 1), "the file is \(what)",
                why: "its first bytes say so; \(why)", fix: fix))
    }

    /// Looks at the unread bytes; nil when they are text of no kind that shows.
    init?(_ window: ByteWindow) throws(Failure) {
        _ = try window.fill(4096)
        guard let found = window.withUnread(FileSignature.kind) else { return nil }
        self = found
    }

    private static func kind(_ bytes: UnsafeBufferPointer<UInt8>) -> FileSignature? {
        if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) || bytes.starts(with: [0x50, 0x4B, 0x05, 0x06]) {
            let start = String(decoding: bytes.prefix(4096), as: UTF8.self)
            if start.contains("opendocument.spreadsheet") {
                return FileSignature("an OpenDocument spreadsheet (ods)", decode: "ods")
            }
            if start.contains("[Content_Types].xml") || start.contains("xl/") {
                return FileSignature("an Excel workbook (xlsx)", decode: "xlsx")
            }
            return FileSignature("a ZIP archive", decode: "zip")
        }
        if bytes.starts(with: [0x1F, 0x8B]) { return FileSignature("compressed by gzip", decode: "gz") }
        if bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
            return FileSignature("an Excel workbook of the old kind (xls)", fix: "save it as xlsx or CSV")
        }
        if bytes.starts(with: "%PDF-".utf8) {
            return FileSignature("a PDF document", fix: "export a table: a PDF holds pages, no records")
        }
        let text = bytes.drop { $0 <= 0x20 }.prefix(64)
        let start = String(decoding: text, as: UTF8.self).lowercased()
        if start.hasPrefix("<!doctype html") || start.hasPrefix("<html") {
            return FileSignature(
                "a web page (HTML)",
                fix: "look at it in a browser: it is often a login page or an error in place of the export")
        }
        return start.hasPrefix("<?xml")
            ? FileSignature("XML", isXML: true, fix: "read it with the format \"xml\"") : nil
    }
}
