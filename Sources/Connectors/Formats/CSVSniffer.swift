import Canonical

/// Finds delimiter, quote and header of a delimited file by looking at its first rows.
///
/// The best sign is a row that names all columns that the feed reads; then, that rows have as many fields as the header.
/// Where two ways to read the file are as good as each other it refuses: a guess would be found out too late.
struct CSVSniffer {
    /// How a file is read.
    struct Shape {
        var delimiter: UInt8
        var quote: UInt8?
        var preamble: Int
        var findings: [String] = []
    }

    /// Two ways to read the file that are as good as each other.
    struct Doubt: Error {
        let what: String
        let why: String
        let fix: String
    }

    private static let delimiters: [UInt8] = [0x3B, 0x2C, 0x09, 0x7C]

    private let format: CSVFormat
    private let sample: [UInt8]
    private let isWhole: Bool
    private let names: [String]
    /// Where the first lines start.
    private let lines: [Int]
    /// The delimiter that Excel reads from a first line `sep=;`.
    private let announced: UInt8?

    /// Looks at the start of a file as UTF-8; `isWhole` tells that the file ends with it.
    init(_ format: CSVFormat, _ sample: [UInt8], isWhole: Bool, names: [String]) {
        self.format = format
        self.sample = sample
        self.isWhole = isWhole
        self.names = names
        var lines = [0]
        for (index, byte) in sample.enumerated() where byte == 0x0A && index + 1 < sample.count {
            lines.append(index + 1)
            if lines.count > max(100, format.preamble ?? 0) { break }
        }
        self.lines = lines
        let first = sample.prefix { $0 != 0x0A && $0 != 0x0D }
        announced =
            first.count == 5 && String(decoding: first.prefix(4), as: UTF8.self).lowercased() == "sep="
            ? first[4] : nil
    }

    func shape() throws(Doubt) -> Shape {
        var readings: [CSVReading] = []
        var doubts: [UInt8: Doubt] = [:]
        for delimiter in candidates {
            let (reading, doubt) = reading(delimiter)
            readings.append(reading)
            doubts[delimiter] = doubt
        }
        let best = try choose(readings)
        if let doubt = doubts[best.delimiter] { throw doubt }
        let preamble =
            best.matched == 0 && format.preamble == nil && announced != nil ? max(1, best.preamble) : best.preamble
        return Shape(
            delimiter: best.delimiter, quote: best.quote, preamble: preamble, findings: findings(best, preamble))
    }

    /// Delimiters that occur; for a single wanted column also one that does not, which leaves every row whole.
    private var candidates: [UInt8] {
        if let delimiter = format.delimiter ?? announced { return [delimiter] }
        let others = CSVSniffer.delimiters.filter { .by($0) != format.quoting }
        var there = others.filter(sample.contains)
        if names.count == 1 || there.isEmpty, let absent = others.first(where: { !there.contains($0) }) {
            there.append(absent)
        }
        return there
    }

    private func choose(_ readings: [CSVReading]) throws(Doubt) -> CSVReading {
        let most = readings.map(\.matched).max() ?? 0
        // What does not divide the header is no delimiter as long as anything else does and fits as well.
        let pool = readings.filter { $0.matched == most }.sorted {
            (cost($0), $0.width > 1 ? 0 : 1) < (cost($1), $1.width > 1 ? 0 : 1)
        }
        let best = pool[0]
        guard pool.count > 1, best.width > 1, pool[1].width > 1, cost(pool[1]) == cost(best),
            most == names.count
        else { return best }
        let rival = pool[1]
        throw Doubt(
            what: "the delimiter may be \(shown(best.delimiter)) or \(shown(rival.delimiter))",
            why: "with \(shown(best.delimiter)) \(rows(best)), with \(shown(rival.delimiter)) \(rows(rival))",
            fix: "write \"delimiter\": \(shown(best.delimiter)), or the other, at \(format.place.position)")
    }

    /// What speaks against a reading: rows that do not fit, and without wanted names the rows in front of the header.
    private func cost(_ reading: CSVReading) -> Int { reading.odd + (reading.matched == 0 ? 3 * reading.preamble : 0) }

    private func read(_ delimiter: UInt8, _ quoting: CSVFormat.Quoting) -> CSVReading {
        sample.withUnsafeBufferPointer {
            CSVReading(
                $0, isWhole: isWhole, lines: lines, names: names, delimiter: delimiter, quoting: quoting, format: format
            )
        }
    }

    /// The best reading with a delimiter, and the doubt that its quote leaves.
    private func reading(_ delimiter: UInt8) -> (CSVReading, Doubt?) {
        if let quoting = format.quoting { return (read(delimiter, quoting), nil) }
        let double = read(delimiter, .by(UInt8(ascii: "\"")))
        if double.quoted == 0, double.odd == 0 || !sample.contains(UInt8(ascii: "\"")) {
            guard sample.contains(UInt8(ascii: "'")) else { return (double, nil) }
            let single = read(delimiter, .by(UInt8(ascii: "'")))
            let isSingle =
                single.matched > double.matched || single.odd < double.odd
                || single.odd == 0 && single.quoted * 2 > single.fields
            return (isSingle ? single : double, nil)
        }
        // One row alone may be a slip; it is rejected, and its problem names the word that changes this.
        guard double.broken > 1, double.needingQuotes == 0 else { return (double, nil) }
        let none = read(delimiter, .none)
        guard none.odd == 0, none.matched >= double.matched else { return (double, nil) }
        if double.quoted <= double.broken { return (none, nil) }
        if double.broken * 10 < double.quoted { return (double, nil) }
        let doubt = Doubt(
            what: "quotes may enclose fields, or be part of them",
            why: "with quotes \(double.odd) of \(double.rows) rows do not fit the header, without them all do",
            fix: "write \"quote\": \"none\" or \"quote\": \"\\\"\" at \(format.place.position)")
        return (double, doubt)
    }

    private func findings(_ best: CSVReading, _ preamble: Int) -> [String] {
        var found: [String] = []
        if format.delimiter == nil {
            if announced != nil {
                found.append("delimiter \(shown(best.delimiter)) (the first line says sep=)")
            } else if best.width > 1 {
                found.append("delimiter \(shown(best.delimiter)) (\(rows(best)))")
            } else {
                found.append("one column, so no delimiter")
            }
        }
        if format.quoting == nil {
            if let quote = best.quote, best.quoted > 0 {
                found.append("quote \(shown(quote)) (\(best.quoted) of \(best.fields) fields stand in it)")
            } else if best.quote == nil {
                found.append("no quotes (with them fewer rows would fit the header)")
            }
        }
        let skipped = preamble - (announced == nil ? 0 : 1)
        if format.preamble == nil, skipped > 0 {
            let why =
                best.matched > 0 && best.matched == names.count
                ? "the first line with all columns that the feed reads" : "the first line that looks like one"
            found.append("header on line \(preamble + 1) (\(why))")
        }
        return found
    }

    private func rows(_ reading: CSVReading) -> String {
        let fields = "\(reading.width) field\(reading.width == 1 ? "" : "s")"
        guard reading.rows > 0 else { return "the header has \(fields)" }
        return "\(reading.even) of \(isWhole ? "" : "the first ")\(reading.rows) rows have \(fields)"
    }

    private func shown(_ byte: UInt8) -> String { Quote.value(String(decoding: [byte], as: UTF8.self)) }
}
