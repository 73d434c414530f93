import Canonical

/// What servers say is in a folder.
struct RemoteListing {
    /// A file or a link.
    struct Entry: Equatable {
        var name: String
        /// Bytes.
        var size: Int?
        /// Nanoseconds since 1970; nil where the listing tells it in the server's own time, or roughly.
        var modified: Int?
        var isLink = false
    }

    private(set) var entries: [Entry] = []
    /// Lines that are not UTF-8: such a name could not be asked for again.
    private(set) var strange = 0

    /// A line that no rule fits.
    struct Unreadable: Error { let line: String }

    /// The answer to MLSD (RFC 3659): `type=file;size=4;modify=20261121103900; name`.
    init(machine text: [UInt8]) throws(Unreadable) {
        try read(text) { line in
            guard let space = line.firstIndex(of: " ") else { return .unreadable }
            var entry = Entry(name: String(line[line.index(after: space)...]))
            var kind = ""
            for fact in line[..<space].split(separator: ";") {
                let parts = fact.split(separator: "=", maxSplits: 1)
                guard parts.count == 2 else { return .unreadable }
                switch parts[0].lowercased() {
                case "type": kind = parts[1].lowercased()
                case "size": entry.size = Int(parts[1])
                case "modify": entry.modified = RemoteListing.moment(parts[1])
                default: continue
                }
            }
            entry.isLink = kind.hasPrefix("os.unix=s")
            return kind == "file" || entry.isLink ? .entry(entry) : kind.isEmpty ? .unreadable : .other
        }
    }

    /// The answer to LIST, and that of SFTP servers: as `ls -l` prints it, or as DOS did.
    init(human text: [UInt8]) throws(Unreadable) {
        try read(text) { line in
            if line.hasPrefix("total ") { return .other }
            return line.first?.isNumber == true ? RemoteListing.dos(line) : RemoteListing.unix(line)
        }
    }

    private enum Line { case entry(Entry), other, unreadable }

    private mutating func read(_ text: [UInt8], _ rule: (Substring) -> Line) throws(Unreadable) {
        for bytes in text.split(separator: 0x0A) {
            let bytes = bytes.last == 0x0D ? bytes.dropLast() : bytes
            guard !bytes.isEmpty else { continue }
            guard let line = String(validating: bytes, as: UTF8.self) else {
                strange += 1
                continue
            }
            switch rule(line[...]) {
            case .entry(let entry): entries.append(entry)
            case .other: continue
            case .unreadable: throw Unreadable(line: line)
            }
        }
    }

    /// `-rw-r--r--  1 user group  4 Nov 21 10:39 name`; owners may have spaces in their names.
    private static func unix(_ line: Substring) -> Line {
        guard let kind = line.first, "-ldbcps".contains(kind) else { return .unreadable }
        let words = line.split(separator: " ")
        let months: Set = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let month = words.indices.first { index in
            index > 1 && index + 2 < words.count && months.contains(String(words[index]))
                && Int(words[index - 1]) != nil && Int(words[index + 1]) != nil
        }
        guard let month, let size = Int(words[month - 1]) else { return .unreadable }
        guard kind == "-" || kind == "l" else { return .other }
        // One space ends the time; those after it belong to the name.
        var name = line[words[month + 2].endIndex...].dropFirst()
        if kind == "l", let arrow = name.firstRange(of: " -> ") { name = name[..<arrow.lowerBound] }
        return .entry(Entry(name: String(name), size: size, isLink: kind == "l"))
    }

    /// `11-21-26  10:39AM       4 name`.
    private static func dos(_ line: Substring) -> Line {
        let words = line.split(separator: " ", maxSplits: 3)
        guard words.count == 4, words[0].contains("-"), words[1].contains(":") else { return .unreadable }
        if words[2] == "<DIR>" { return .other }
        return Int(words[2]).map { .entry(Entry(name: String(words[3]), size: $0)) } ?? .unreadable
    }

    /// `20261121103900`, perhaps with a fraction, in UTC.
    private static func moment(_ text: Substring) -> Int? {
        let digits = text.prefix(14).compactMap(\.wholeNumberValue)
        guard digits.count == 14 else { return nil }
        func number(_ range: Range<Int>) -> Int { digits[range].reduce(0) { $0 * 10 + $1 } }
        guard let day = CivilDate(year: number(0..<4), month: number(4..<6), day: number(6..<8)) else { return nil }
        let seconds = number(8..<10) * 3_600 + number(10..<12) * 60 + number(12..<14)
        return (day.daysSince1970 * 86_400 + seconds) * 1_000_000_000
    }
}
