import Canonical

/// Amounts as people write them.
package enum Quantity {
    /// The seconds of `"15 minutes"` or `"1 day"`, or nil.
    package static func seconds(_ text: String) -> Int? {
        let parts = text.split(separator: " ")
        let units = ["second": 1, "minute": 60, "hour": 3_600, "day": 86_400]
        guard parts.count == 2, let number = Int(parts[0]), (1...1_000_000).contains(number) else { return nil }
        let unit = parts[1].hasSuffix("s") ? String(parts[1].dropLast()) : String(parts[1])
        return units[unit].map { number * $0 }
    }
}

extension Settings {
    /// A stretch of time in seconds: `"15 minutes"`, `"1 day"`.
    package func seconds(_ word: String) -> Int? {
        guard let text = text(word) else { return nil }
        if let seconds = Quantity.seconds(text) { return seconds }
        reading.report(
            place(of: word), "not a stretch of time: \(Quote.value(text))",
            why: "\"\(word)\" is a number and seconds, minutes, hours or days", fix: "write \"15 minutes\"")
        return nil
    }

    /// A size in bytes: `"512 MB"`.
    package func bytes(_ word: String) -> Int? {
        guard let text = text(word) else { return nil }
        let parts = text.split(separator: " ")
        let units = ["KB": 1_000, "MB": 1_000_000, "GB": 1_000_000_000]
        if parts.count == 2, let number = Int(parts[0]), (1...1_000_000).contains(number),
            let unit = units[String(parts[1])]
        {
            return number * unit
        }
        reading.report(
            place(of: word), "not a size: \(Quote.value(text))", why: "\"\(word)\" is a number and KB, MB or GB",
            fix: "write \"512 MB\"")
        return nil
    }

    /// Seconds between two of as many as a rate allows: 0.1 for `"10/s"`; also `/min` and `/h`.
    package func interval(_ word: String) -> Double? {
        guard let text = text(word) else { return nil }
        let parts = text.split(separator: "/")
        let units = ["s": 1.0, "min": 60.0, "h": 3_600.0]
        if parts.count == 2, let number = Int(parts[0]), (1...1_000_000).contains(number),
            let unit = units[String(parts[1])]
        {
            return unit / Double(number)
        }
        reading.report(
            place(of: word), "not a rate: \(Quote.value(text))",
            why: "\"\(word)\" is a number of requests a second, minute or hour",
            fix: "write \"10/s\", \"120/min\" or \"500/h\"")
        return nil
    }

    /// A share from 0 to 100: `"30 %"`.
    package func percent(_ word: String) -> Int? {
        guard let text = text(word) else { return nil }
        let digits = text.prefix { $0.isNumber }
        let unit = text.dropFirst(digits.count).trimmingPrefix { $0 == " " }
        if unit == "%", let number = Int(digits), number <= 100 { return number }
        reading.report(
            place(of: word), "not a share: \(Quote.value(text))", why: "\"\(word)\" is 0 % to 100 %",
            fix: "write \"30 %\"")
        return nil
    }
}
