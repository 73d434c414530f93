import Canonical
import Foundation

/// A mail as people read it: its headers, and the text that somebody wrote, whatever it is packed in (RFC 5322, 2045 to 2047).
///
/// Broken mails are read as far as they go: what a mail program garbles shows in what the text then lacks.
struct MIMEMessage {
    /// Names in lower case; of each the first.
    private(set) var headers: [String: String] = [:]
    /// The plain text; that of the HTML where there is none.
    private(set) var text = ""

    private static let deepest = 10

    init(_ bytes: ArraySlice<UInt8>) {
        let part = Part(bytes)
        headers = part.headers
        let texts = MIMEMessage.texts(of: part, depth: 0)
        let plain = texts.first { !$0.isHTML && $0.text.contains { !$0.isWhitespace } }
        text = plain?.text ?? texts.first { $0.isHTML }.map { PlainText.reduced($0.text, takesLines: true) } ?? ""
    }

    /// Whether a program answered, not a person: an absence, a receipt, a failure to deliver (RFC 3834).
    var isAutomatic: Bool {
        let submitted = headers["auto-submitted"]?.lowercased() ?? "no"
        let precedence = headers["precedence"]?.lowercased() ?? ""
        return !submitted.hasPrefix("no") || ["auto_reply", "bulk", "junk"].contains(precedence)
            || headers["x-autoreply"] != nil || headers["x-autorespond"] != nil || headers["return-path"] == "<>"
            || headers["content-type"]?.lowercased().hasPrefix("multipart/report") == true
    }

    // MARK: - Parts

    /// Headers, and the bytes behind them.
    private struct Part {
        var headers: [String: String] = [:]
        var body: ArraySlice<UInt8>

        init(_ bytes: ArraySlice<UInt8>) {
            var rest = bytes
            var lines: [[UInt8]] = []
            while let (line, after) = MIMEMessage.line(of: rest) {
                rest = after
                if line.isEmpty { break }
                if let first = line.first, first == 0x20 || first == 0x09, !lines.isEmpty {
                    lines[lines.count - 1] += line
                } else {
                    lines.append(Array(line))
                }
            }
            body = rest
            for line in lines {
                guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { continue }
                let name = String(decoding: line[..<colon], as: UTF8.self).lowercased()
                let value = MIMEMessage.decoded(Array(line[(colon + 1)...]), as: .utf8)
                if headers[name] == nil {
                    headers[name] = EncodedWords.decoded(value.trimmingCharacters(in: .whitespaces))
                }
            }
        }

        var type: String { (headers["content-type"] ?? "text/plain").prefix { $0 != ";" }.lowercased() }

        /// `charset` of `text/plain; charset="utf-8"`.
        func parameter(_ name: String) -> String? {
            for word in (headers["content-type"] ?? "").split(separator: ";").dropFirst() {
                let pair = word.split(separator: "=", maxSplits: 1)
                guard pair.count == 2, pair[0].trimmingCharacters(in: .whitespaces).lowercased() == name else {
                    continue
                }
                return pair[1].trimmingCharacters(in: CharacterSet(charactersIn: "\" \t"))
            }
            return nil
        }

        var isAttachment: Bool { headers["content-disposition"]?.lowercased().hasPrefix("attachment") == true }

        /// The body as the text that it is.
        var text: String {
            let bytes: [UInt8]
            switch headers["content-transfer-encoding"]?.lowercased().trimmingCharacters(in: .whitespaces) {
            case "base64":
                bytes = Data(base64Encoded: Data(body), options: .ignoreUnknownCharacters).map { [UInt8]($0) } ?? []
            case "quoted-printable": bytes = QuotedPrintable.decoded(body)
            default: bytes = Array(body)
            }
            let text = MIMEMessage.decoded(bytes, as: parameter("charset").flatMap { Encoding(named: $0) } ?? .utf8)
                .replacing("\r\n", with: "\n")
            return parameter("format")?.lowercased() == "flowed" ? Part.unflowed(text) : text
        }

        /// Lines that a mail program has broken, whole again (RFC 3676).
        private static func unflowed(_ text: String) -> String {
            var whole = ""
            for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
                whole += line
                if !line.hasSuffix(" ") || line == "-- " { whole += "\n" }
            }
            return whole
        }
    }

    private static func texts(of part: Part, depth: Int) -> [(text: String, isHTML: Bool)] {
        guard depth < deepest, !part.isAttachment else { return [] }
        switch part.type {
        case "text/plain": return [(part.text, false)]
        case "text/html": return [(part.text, true)]
        case let type where type.hasPrefix("multipart/"):
            guard let boundary = part.parameter("boundary"), !boundary.isEmpty else { return [] }
            return parts(of: part.body, between: Array("--\(boundary)".utf8)).flatMap {
                texts(of: Part($0), depth: depth + 1)
            }
        default: return []
        }
    }

    private static func parts(of body: ArraySlice<UInt8>, between boundary: [UInt8]) -> [ArraySlice<UInt8>] {
        var parts: [ArraySlice<UInt8>] = []
        var start: Int?
        var rest = body
        while let (line, after) = line(of: rest) {
            if line.starts(with: boundary) {
                if let start { parts.append(body[start..<rest.startIndex]) }
                let isLast = line.dropFirst(boundary.count).starts(with: [0x2D, 0x2D])
                start = isLast ? nil : after.startIndex
                if isLast { break }
            }
            rest = after
        }
        if let start { parts.append(body[start...]) }
        return parts
    }

    /// The first line without its end, and what follows; nil at the end.
    static func line(of bytes: ArraySlice<UInt8>) -> (line: ArraySlice<UInt8>, rest: ArraySlice<UInt8>)? {
        guard !bytes.isEmpty else { return nil }
        let end = bytes.firstIndex(of: 0x0A) ?? bytes.endIndex
        let line = bytes[..<end]
        return (line.last == 0x0D ? line.dropLast() : line, bytes[min(end + 1, bytes.endIndex)...])
    }

    /// The text that bytes are; those that are not what they claim are read as Windows wrote them.
    static func decoded(_ bytes: [UInt8], as encoding: Encoding) -> String {
        var text: [UInt8] = []
        let isWrong = bytes.withUnsafeBufferPointer { encoding.append($0, to: &text) } != nil
        if isWrong {
            text = []
            _ = bytes.withUnsafeBufferPointer { Encoding.latin9.append($0, to: &text) }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// When it was sent, in seconds since 1970; nil when it does not say.
    var date: Int? {
        var words = (headers["date"] ?? "").split { $0 == " " || $0 == "," }
        if let first = words.first, first.first?.isLetter == true { words.removeFirst() }
        guard words.count >= 4, let day = Int(words[0]), let year = Int(words[2]),
            let month = MailMessage.months.firstIndex(where: { words[1].lowercased() == $0.lowercased() }),
            let date = CivilDate(year: year, month: month + 1, day: day)
        else { return nil }
        let time = words[3].split(separator: ":").compactMap { Int($0) }
        guard time.count >= 2, (0..<24).contains(time[0]), (0..<60).contains(time[1]) else { return nil }
        let second = time.count > 2 ? min(time[2], 59) : 0
        var offset = 0
        if words.count > 4, let zone = Int(words[4]), abs(zone) <= 1_400 {
            offset = (zone / 100 * 60 + zone % 100) * 60
        }
        return date.daysSince1970 * 86_400 + time[0] * 3_600 + time[1] * 60 + second - offset
    }
}
