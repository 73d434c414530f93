import Canonical

/// HTML becomes text, for the words that follow; fields of free text do so by themselves.
struct HTMLStep: Step {
    static let word = "html"
    static let readsExports = true

    init?(_ step: StepSettings) { guard step.isOn("html") else { return nil } }

    func apply(to values: inout Pieces) throws(StepProblem) {
        for index in values.indices where values[index].contains(where: { $0 == 0x3C || $0 == 0x26 }) {
            let text = PlainText.reduced(String(decoding: values[index], as: UTF8.self), takesLines: true)
            values[index] = Array(text.utf8)
        }
    }
}

/// Every stretch of white space becomes one space; line ends and no-break spaces count.
struct CollapseStep: Step {
    static let word = "collapse"

    init?(_ step: StepSettings) { guard step.isOn("collapse") else { return nil } }

    func apply(to values: inout Pieces) throws(StepProblem) {
        for index in values.indices { values[index] = CollapseStep.collapsed(values[index]) }
    }

    private static func collapsed(_ value: [UInt8]) -> [UInt8] {
        let text = WhiteSpace.trimmed(value[...])
        var collapsed: [UInt8] = []
        collapsed.reserveCapacity(text.count)
        var index = text.startIndex
        while index < text.endIndex {
            let length = WhiteSpace.length(text, at: index)
            if length == 0 {
                collapsed.append(text[index])
            } else if collapsed.last != 0x20 {
                collapsed.append(0x20)
            }
            index += max(1, length)
        }
        return collapsed
    }
}

/// Lower case, upper case, or capitals at the beginnings of words (`title`).
struct CaseStep: Step {
    enum Form: String, CaseIterable { case lower, upper, title }

    static let word = "case"
    let form: Form

    init?(_ step: StepSettings) {
        guard let form = step.settings.choice("case", Form.allCases.map(\.rawValue)).flatMap(Form.init) else {
            return nil
        }
        self.form = form
    }

    func apply(to values: inout Pieces) throws(StepProblem) {
        for index in values.indices {
            let text = String(decoding: values[index], as: UTF8.self)
            switch form {
            case .lower: values[index] = Array(text.lowercased().utf8)
            case .upper: values[index] = Array(text.uppercased().utf8)
            case .title: values[index] = Array(CaseStep.title(text.lowercased()).utf8)
            }
        }
    }

    private static func title(_ text: String) -> String {
        var title = ""
        var isWord = false
        for character in text {
            title += isWord ? String(character) : character.uppercased()
            isWord = character.isLetter || character.isNumber
        }
        return title
    }
}

/// Replaces pieces of text by others, letter by letter, in the order of the list.
struct ReplaceStep: Step {
    static let word = "replace"
    let pairs: [(from: [UInt8], to: [UInt8])]

    init?(_ step: StepSettings) {
        guard let setting = step.settings.setting("replace") else { return nil }
        guard case .object(let members) = setting.value else {
            let _: Never? = step.settings.wrong(setting, "replace", "an object of \"text\": \"other text\"")
            return nil
        }
        pairs = members.compactMap { member in
            guard case .text(let text) = member.setting.value else {
                step.reading.report(
                    member.setting.place, "\(member.setting.shape) for \(Quote.value(member.word))",
                    why: "a text is replaced by a text", fix: "put it in double quotes; \"\" removes it")
                return nil
            }
            guard !member.word.isEmpty else {
                step.reading.report(
                    member.place, "\"replace\" of nothing", why: "the word on the left is what is replaced",
                    fix: "write what stands in the export")
                return nil
            }
            return (Array(member.word.utf8), Array(text.utf8))
        }
    }

    func apply(to values: inout Pieces) throws(StepProblem) {
        for index in values.indices {
            for pair in pairs { values[index].replace(pair.from, with: pair.to) }
        }
    }
}

/// Shortens a text to so many characters, at the end of a word, with `…` for what is left out.
struct TruncateStep: Step {
    static let word = "truncate"
    /// The most characters that remain, the `…` among them; Unicode scalars, as the schema counts them.
    let limit: Int

    init?(_ step: StepSettings) {
        guard let limit = step.settings.whole("truncate", 2...100_000) else { return nil }
        self.limit = limit
    }

    func apply(to values: inout Pieces) throws(StepProblem) {
        for index in values.indices where values[index].count > limit {
            values[index] = TruncateStep.shortened(values[index], to: limit)
        }
    }

    private static func shortened(_ value: [UInt8], to limit: Int) -> [UInt8] {
        let text = String(decoding: value, as: UTF8.self)
        guard text.unicodeScalars.count > limit else { return value }
        var (kept, count) = ("", 0)
        // Whole characters: an accent of its own stays with its letter.
        for character in text {
            count += character.unicodeScalars.count
            guard count < limit else { break }
            kept.append(character)
        }
        let isWordCut = text.dropFirst(kept.count).first.map { !$0.isWhitespace } ?? false
        if isWordCut, let space = kept.lastIndex(where: \.isWhitespace) {
            // A word longer than half of what fits is cut.
            if kept.distance(from: kept.startIndex, to: space) * 2 >= kept.count { kept = String(kept[..<space]) }
        }
        while let last = kept.last, last.isWhitespace { kept.removeLast() }
        return Array((kept + "…").utf8)
    }
}
