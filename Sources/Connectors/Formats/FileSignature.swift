import Canonical

/// Knows by its first bytes a file that is no text, or text of another kind: exports are often named wrongly.
enum FileSignature {
    /// Refuses a file that cannot be what `format` reads, saying what it is and what to do.
    static func check(_ window: ByteWindow, of export: Export, readAs format: String) throws(Failure) {
        _ = try window.fill(4096)
        guard let (what, fix) = window.withUnread(kind) else { return }
        throw Failure(
            Problem(
                Place(export.name, line: 1, column: 1), "the file is \(what)",
                why: "its first bytes say so; the feed reads it as \(format)", fix: fix))
    }

    private static func kind(_ bytes: UnsafeBufferPointer<UInt8>) -> (what: String, fix: String)? {
        if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) || bytes.starts(with: [0x50, 0x4B, 0x05, 0x06]) {
            let start = String(decoding: bytes.prefix(4096), as: UTF8.self)
            if start.contains("opendocument.spreadsheet") {
                return ("an OpenDocument spreadsheet (ods)", "write \"decode\": \"ods\" in the feed")
            }
            if start.contains("[Content_Types].xml") || start.contains("xl/") {
                return ("an Excel workbook (xlsx)", "write \"decode\": \"xlsx\" in the feed")
            }
            return ("a ZIP archive", "write \"decode\": \"zip\" in the feed")
        }
        if bytes.starts(with: [0x1F, 0x8B]) { return ("compressed by gzip", "write \"decode\": \"gz\" in the feed") }
        if bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
            return ("an Excel workbook of the old kind (xls)", "save it as xlsx or CSV")
        }
        if bytes.starts(with: "%PDF-".utf8) {
            return ("a PDF document", "export a table: a PDF holds pages, no records")
        }
        let text = bytes.drop { $0 <= 0x20 }.prefix(64)
        let start = String(decoding: text, as: UTF8.self).lowercased()
        if start.hasPrefix("<!doctype html") || start.hasPrefix("<html") {
            return (
                "a web page (HTML)",
                "look at it in a browser: it is often a login page or an error in place of the export"
            )
        }
        return start.hasPrefix("<?xml") ? ("XML", "read it with the format \"xml\"") : nil
    }
}
