import Canonical

/// One object of a config file while it is read: every word asked for is known, every other one is a problem.
///
/// Whoever reads settings asks for all words, then calls ``finish()``. Nothing throws: problems gather in the
/// ``ConfigReading``, so that an admin sees all of them at once.
package final class Settings {
    /// Where the object starts.
    package let place: Place
    /// What the object describes, for messages: `csv`, `the feed`.
    package let subject: String
    package let reading: ConfigReading
    private let members: [Setting.Member]
    private var known: [String] = []
    /// Whether there is an object at all; where there is none, that is the only problem.
    package let isObject: Bool

    package init(_ setting: Setting, _ subject: String, _ reading: ConfigReading) {
        self.place = setting.place
        self.subject = subject
        self.reading = reading
        if case .object(let members) = setting.value {
            self.members = members
            isObject = true
        } else {
            self.members = []
            isObject = false
            reading.report(
                setting.place, "\(setting.shape) where \(subject) should stand", why: "\(subject) is an object",
                fix: "write { \"word\": value }")
        }
    }

    /// The words of the object in file order.
    package var words: [(word: String, place: Place)] { members.map { ($0.word, $0.place) } }

    /// Where a word's value stands; the object's place when the word is absent.
    package func place(of word: String) -> Place {
        members.first { $0.word == word }?.setting.place ?? place
    }

    /// Whether the word is there, whatever its value.
    package func has(_ word: String) -> Bool { members.contains { $0.word == word } }

    /// The value of a word, or nil when it is absent.
    package func setting(_ word: String) -> Setting? {
        know(word)
        return members.first { $0.word == word }?.setting
    }

    /// A text, with its `${VARIABLES}` filled in; nil also when one of them is not set.
    package func text(_ word: String) -> String? {
        guard let setting = setting(word) else { return nil }
        guard case .text(let text) = setting.value else { return wrong(setting, word, "a text in double quotes") }
        return reading.filled(text, setting.place)
    }

    /// A text that must be there.
    package func required(_ word: String, _ example: String) -> String? {
        if members.contains(where: { $0.word == word }) { return text(word) }
        know(word)
        reportMissing(word, example)
        return nil
    }

    private func know(_ word: String) {
        if !known.contains(word) { known.append(word) }
    }

    private func reportMissing(_ word: String, _ example: String) {
        guard isObject else { return }
        reading.report(place, "\"\(word)\" is missing", why: "\(subject) needs it", fix: "add \"\(word)\": \(example)")
    }

    /// One of several words.
    package func choice(_ word: String, _ choices: [String]) -> String? {
        guard let text = text(word) else { return nil }
        guard choices.contains(text) else {
            reading.report(
                place(of: word), "unknown value \(Quote.value(text)) for \"\(word)\"",
                why: "\"\(word)\" is \(Quote.list(choices))",
                fix: Suggestion.nearest(to: text, in: choices).map { "did you mean \(Quote.value($0))?" }
                    ?? "choose one of them")
            return nil
        }
        return text
    }

    /// A list of texts; a single text counts as a list of one.
    package func texts(_ word: String) -> [(text: String, place: Place)]? {
        guard let setting = setting(word) else { return nil }
        if case .text(let text) = setting.value {
            return reading.filled(text, setting.place).map { [($0, setting.place)] }
        }
        guard case .list(let items) = setting.value else { return wrong(setting, word, "a text or a list of texts") }
        return items.compactMap { item in
            guard case .text(let text) = item.value else {
                return wrong(item, word, "a list of texts in double quotes")
            }
            return reading.filled(text, item.place).map { ($0, item.place) }
        }
    }

    /// `true` or `false`.
    package func flag(_ word: String) -> Bool? {
        guard let setting = setting(word) else { return nil }
        guard case .boolean(let flag) = setting.value else { return wrong(setting, word, "true or false") }
        return flag
    }

    /// A whole number within bounds.
    package func whole(_ word: String, _ bounds: ClosedRange<Int>) -> Int? {
        guard let setting = setting(word) else { return nil }
        guard case .number(let text) = setting.value, let number = Int(text), bounds.contains(number) else {
            return wrong(setting, word, "a whole number from \(bounds.lowerBound) to \(bounds.upperBound)")
        }
        return number
    }

    /// A number within bounds, with decimals or without.
    package func number(_ word: String, _ bounds: ClosedRange<Double>) -> Double? {
        guard let setting = setting(word) else { return nil }
        guard case .number(let text) = setting.value, let number = Double(text), bounds.contains(number) else {
            let (least, most) = (Int(bounds.lowerBound), Int(bounds.upperBound))
            return wrong(setting, word, "a number from \(least) to \(most)")
        }
        return number
    }

    /// An object.
    package func object(_ word: String, _ subject: String? = nil) -> Settings? {
        setting(word).map { Settings($0, subject ?? "\"\(word)\"", reading) }
    }

    /// An object that must be there.
    package func requiredObject(_ word: String, _ example: String) -> Settings? {
        if let object = object(word) { return object }
        reportMissing(word, example)
        return nil
    }

    /// The one word that an object like `"format": { "csv": { … } }` holds, out of the names that are known.
    package func alternative(_ word: String, _ names: [String], _ example: String) -> (
        name: String, settings: Settings
    )? {
        guard let object = requiredObject(word, example), object.isObject else { return nil }
        guard let first = object.words.first, object.words.count == 1 else {
            reading.report(
                object.place, "\"\(word)\" holds \(object.words.count) words", why: "it names exactly one of its kinds",
                fix: "write one of \(Quote.list(names))")
            return nil
        }
        guard names.contains(first.word) else {
            reading.report(
                first.place, "unknown \(word) \(Quote.value(first.word))", why: "\"\(word)\" is \(Quote.list(names))",
                fix: Suggestion.nearest(to: first.word, in: names).map { "did you mean \(Quote.value($0))?" }
                    ?? "choose one of them")
            return nil
        }
        return object.object(first.word, "\"\(first.word)\"").map { (first.word, $0) }
    }

    /// Reports a value of the wrong shape.
    package func wrong<T>(_ setting: Setting, _ word: String, _ right: String) -> T? {
        reading.report(setting.place, "\(setting.shape) for \"\(word)\"", why: "\"\(word)\" is \(right)")
        return nil
    }

    /// Reports every word that nobody asked for.
    package func finish() {
        for member in members where !known.contains(member.word) {
            reading.report(
                member.place, "unknown word \(Quote.value(member.word)) in \(subject)",
                why: "\(subject) takes \(Quote.list(known, "and"))",
                fix: Suggestion.nearest(to: member.word, in: known).map { "did you mean \(Quote.value($0))?" }
                    ?? "remove it")
        }
    }
}
