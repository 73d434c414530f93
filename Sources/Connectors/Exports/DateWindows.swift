import Canonical

/// Splits a query by dates when it has more records than an API pages through.
///
/// Two windows share the second in which one ends and the other begins: an API that compares fractions of a second would
/// lose what was created within it otherwise. What comes twice that way is one record with one key.
struct DateWindows: Sendable {
    /// From one second to another, both in seconds since 1970.
    struct Window: Sendable, Hashable {
        let start: Int
        let end: Int

        /// The two halves; nil when it is one second.
        var halves: (Window, Window)? {
            guard end - start > 1 else { return nil }
            let middle = start + (end - start) / 2
            return (Window(start: start, end: middle), Window(start: middle, end: end))
        }
    }

    let from: String
    let to: String
    /// How many seconds before the run the first window begins.
    let back: Int
    let format: DatePattern
    let place: Place

    init?(_ settings: Settings) {
        place = settings.place
        let from = settings.required("from", "\"minCreationDate\"")
        let to = settings.required("to", "\"maxCreationDate\"")
        let back = settings.seconds("back")
        if settings.words.allSatisfy({ $0.word != "back" }) { _ = settings.required("back", "\"365 days\"") }
        let text = settings.text("format") ?? "yyyy-MM-dd'T'HH:mm:ss'Z'"
        guard let format = DatePattern(text), DateWindows.isWhole(format) else {
            settings.reading.report(
                settings.place(of: "format"), "not a moment to the second: \(Quote.value(text))",
                why: "windows are halved until each fits; \"format\" has yyyy, MM, dd, HH, mm and ss, in UTC",
                fix: "write \"yyyy-MM-dd'T'HH:mm:ss'Z'\"")
            return nil
        }
        guard let from, let to, let back else { return nil }
        self.from = from
        self.to = to
        self.back = back
        self.format = format
    }

    /// Everything up to a moment.
    func whole(until now: Int) -> Window { Window(start: now - back, end: now) }

    /// The words of a query that ask for a window.
    func query(_ window: Window) -> [(name: String, value: String)] {
        [(from, text(window.start)), (to, text(window.end))]
    }

    /// A moment as the API writes it.
    func text(_ moment: Int) -> String {
        let day = Int((Double(moment) / 86_400).rounded(.down))
        let date = CivilDate(daysSince1970: day)
        let rest = moment - day * 86_400
        let numbers: [Character: Int] = [
            "y": date.year, "M": date.month, "d": date.day, "H": rest / 3_600, "m": rest / 60 % 60, "s": rest % 60,
        ]
        var text: [UInt8] = []
        for part in format.parts {
            if case .literal(let byte) = part { text.append(byte) }
            if case .number(let letter, let least, _) = part {
                let number = numbers[Character(Unicode.Scalar(letter))] ?? 0
                CivilDate.append(number, digits: number > 9 ? max(2, least) : least, to: &text)
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Whether a pattern writes everything down to the second, and nothing that cannot be written.
    private static func isWhole(_ format: DatePattern) -> Bool {
        var letters: Set<UInt8> = []
        for part in format.parts {
            if case .number(let letter, _, _) = part {
                letters.insert(letter)
            } else if case .literal = part {
            } else {
                return false
            }
        }
        return letters == Set("yMdHms".utf8)
    }
}
