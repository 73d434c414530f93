import Canonical
import Foundation

/// Puts together a feed and what it extends: `"extends": "catalogue/<name>"`.
///
/// The feed's words come first, those of its base fill in what it does not say. Every value keeps its own place, so that a
/// problem points at the line, of the feed or of the base, that is really wrong.
final class Extends {
    static let folder = "catalogue"

    private let reading: ConfigReading
    /// The bases that there are, as feeds name them.
    private let bases: [String]
    /// Each base file is read once, however many feeds extend it.
    private var read: [String: Setting?] = [:]
    private let file: (String) -> Setting?

    /// `bases` are the names of the files of `catalogue/`; `file` reads a config file by its name in the config folder.
    init(_ bases: [String], _ reading: ConfigReading, file: @escaping (String) -> Setting?) {
        self.reading = reading
        self.bases = bases.map { "\(Extends.folder)/\($0)" }
        self.file = file
    }

    /// The feed with everything that it extends; nil when a base is missing, which is reported.
    func whole(_ feed: Setting, named name: String) -> Setting? {
        whole(feed, chain: [name])
    }

    private func whole(_ feed: Setting, chain: [String]) -> Setting? {
        guard let extends = feed.member("extends")?.setting else { return feed }
        guard case .text(let name) = extends.value else {
            reading.report(
                extends.place, "\(extends.shape) for \"extends\"", why: "\"extends\" names one file of catalogue/",
                fix: "write \"extends\": \"catalogue/…\"")
            return nil
        }
        guard !chain.contains(name) else {
            reading.report(
                extends.place, "\(Quote.value(name)) extends itself",
                why: (chain.drop { $0 != name } + [name]).joined(separator: " → "),
                fix: "remove one \"extends\" of the circle")
            return nil
        }
        guard bases.contains(name) else {
            reportUnknown(name, extends.place)
            return nil
        }
        let found = read[name] ?? file("\(name).jsonc")
        read[name] = .some(found)
        guard let found, let base = whole(found, chain: chain + [name]) else { return nil }
        guard case .object = base.value else { return base }
        return merged(feed, over: base, Merge(name: name))
    }

    private func reportUnknown(_ name: String, _ place: Place) {
        let short = name.split(separator: "/").last.map { $0.hasSuffix(".jsonc") ? $0.dropLast(6) : $0 } ?? ""
        let near =
            bases.first { $0 == "\(Extends.folder)/\(short)" } ?? Suggestion.nearest(to: name, in: bases)
            ?? Suggestion.nearest(to: "\(Extends.folder)/\(short)", in: bases)
        reading.report(
            place, "there is no \(Quote.value(name)) to extend",
            why: bases.isEmpty
                ? "a feed extends a file of catalogue/, and there is none"
                : "a feed extends a file of catalogue/: \(Quote.list(bases, "or"))",
            fix: near.map { "did you mean \(Quote.value($0))?" } ?? "name one of them")
    }

    /// Where in a feed the merge is, and over which base.
    private struct Merge {
        let name: String
        var path: [String] = []

        func inside(_ word: String) -> Merge { Merge(name: name, path: path + [word]) }

        /// These hold one alternative of several: another one replaces the base's.
        var isAlternative: Bool {
            [["source"], ["decode"], ["format"], ["source", "http", "login"], ["source", "http", "pages"]].contains(
                path)
        }
        /// What is asked for counts as a whole.
        var isBody: Bool { path == ["source", "http", "body"] }
        /// A condition counts as a whole.
        var isCondition: Bool { ["only", "skip", "withdraw", "when"].contains(path.last) }
        /// One field's rule in a mapping.
        var isRule: Bool { path.count == 2 && path[0] == "map" }
    }

    private func merged(_ feed: Setting, over base: Setting, _ merge: Merge) -> Setting {
        guard case .object(let own) = feed.value, case .object(var words) = base.value, !merge.isCondition,
            !merge.isBody
        else { return feed }
        if merge.isAlternative, !own.contains(where: { word in words.contains { $0.word == word.word } }) {
            return feed
        }
        if merge.isRule {
            if own.contains(where: { $0.word == "const" }) { return feed }
            // Another column replaces the base's; what is done with its value stays.
            if own.contains(where: { MappingReader.inputs.contains($0.word) }) {
                words.removeAll { MappingReader.inputs.contains($0.word) }
            }
        }
        for member in own {
            let index = words.firstIndex { $0.word == member.word }
            // In a rule "else": null has a meaning of its own.
            if case .null = member.setting.value, !(merge.isRule && member.word == "else") {
                if let index { words.remove(at: index) } else { reportNothing(member, words, merge) }
            } else if let index {
                let value = merged(member.setting, over: words[index].setting, merge.inside(member.word))
                words[index] = Setting.Member(word: member.word, place: member.place, setting: value)
            } else {
                words.append(member)
            }
        }
        return Setting(place: feed.place, value: .object(words))
    }

    private func reportNothing(_ member: Setting.Member, _ words: [Setting.Member], _ merge: Merge) {
        let near = Suggestion.nearest(to: member.word, in: words.map(\.word))
        reading.report(
            member.place, "nothing to remove: \(Quote.value(member.word))",
            why: "null removes a word of what the feed extends; \(merge.name) has no such word here",
            fix: near.map { "did you mean \(Quote.value($0))?" } ?? "remove it")
    }
}

extension Setting {
    /// A word of an object with its value; nil when it is absent, or the setting is no object.
    func member(_ word: String) -> Member? {
        guard case .object(let members) = value else { return nil }
        return members.first { $0.word == word }
    }
}
