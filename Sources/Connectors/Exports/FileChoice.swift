import Canonical
import Foundation

/// Which files of a folder are taken, and what becomes of them: the words that all sources of files share.
struct FileChoice: Sendable {
    enum Take: Sendable { case newest, all, new }
    /// How a file shows that it is whole.
    enum Sign: Sendable {
        /// Unchanged for so many seconds.
        case unchanged(Int)
        /// A file beside it, of its name and this ending.
        case marker(String)
    }

    /// File names that count: `*` any characters, `?` one.
    let match: String
    let take: Take
    let takePlace: Place
    let whole: Sign
    let after: After
    private let ages = FileAges()

    /// Reads the words `match`, `take`, `whole` and `after`; an archive is a path as the config writes it.
    ///
    /// Where the config does not say when a file is whole, it must have been unchanged for that many seconds.
    init(_ settings: Settings, unchangedFor seconds: Int = 0) {
        match = settings.text("match") ?? "*"
        take =
            [.newest, .all, .new][settings.choice("take", FileChoice.takes).flatMap(FileChoice.takes.firstIndex) ?? 0]
        takePlace = settings.place(of: "take")
        whole = settings.sign("whole") ?? .unchanged(seconds)
        after = After(settings, moving: "archive")
    }

    private static let takes = ["newest", "all", "new"]

    /// Where a feed that takes only what is new says so.
    var onlyNew: Place? { take == .new ? takePlace : nil }

    /// Whether files stay where they are.
    var keeps: Bool { if case .keep = after { true } else { false } }

    /// Whether a name may be an export: neither hidden, as editors and transfers leave files behind, nor a marker.
    func isCandidate(_ name: String) -> Bool {
        !name.hasPrefix(".") && Glob.matches(name, match) && !isMarker(name)
    }

    /// Whether a name is a marker's.
    func isMarker(_ name: String) -> Bool {
        guard case .marker(let ending) = whole else { return false }
        return name.hasSuffix(ending)
    }

    /// What a visit takes of a folder that holds `files`; its cursor is what the last choice gave.
    ///
    /// A file is taken at most once, however often it is listed. Of what is not taken the visit is told why.
    func choose(among files: [ListedFile], _ visit: Visit) -> Chosen {
        let marked = Set((visit.cursor ?? "").split(separator: " ").map(String.init))
        // Numbers inside names count as numbers: export-2 comes before export-10.
        let present = files.filter { isCandidate($0.name) }
            .sorted { $0.name.compare($1.name, options: .numeric) == .orderedAscending }
        let markers = Dictionary(files.filter { isMarker($0.name) }.map { ($0.name, $0) }, uniquingKeysWith: { $1 })
        let done = present.filter { marked.contains($0.mark) }
        ages.note(present, now: visit.now, uptime: visit.uptime)
        var whole: [ListedFile] = []
        for file in present {
            if let reason = reasonToWait(for: file, markers, visit) { visit.note(reason) } else { whole.append(file) }
        }
        let fresh = whole.filter { !marked.contains($0.mark) }
        var chosen = Chosen(isWhole: whole.count == present.count)
        // Where files do not stay, those that were taken and lie there all the same could not be settled.
        if !keeps { chosen.settled = done }
        switch take {
        case .newest:
            // What was taken when the clock was ahead must not hide what has come since it was set right.
            let candidates = whole.filter { $0.seconds <= visit.now || !marked.contains($0.mark) }
            // Of two files of the same moment the later name wins: names mostly carry a date.
            guard let newest = candidates.max(by: { $0.modified <= $1.modified }), !marked.contains(newest.mark) else {
                break
            }
            chosen.files = [newest]
            // What it replaces is never taken afterwards, whatever becomes of the newest.
            chosen.settled += keeps ? [] : fresh
            chosen.cursor = done + fresh
        case .all:
            let isSame = keeps ? Set(present.map(\.mark)) == marked : fresh.isEmpty
            guard chosen.isWhole, !present.isEmpty, !isSame else { break }
            chosen.files = keeps ? present : fresh
            chosen.settled += keeps ? [] : fresh
            chosen.cursor = present
        case .new:
            guard let oldest = fresh.min(by: { $0.modified < $1.modified }) else { break }
            chosen.files = [oldest]
            chosen.settled += keeps ? [] : [oldest]
            chosen.cursor = done + [oldest]
            chosen.isMoreWaiting = fresh.count > 1
        }
        if case .marker(let ending) = self.whole {
            chosen.settled = chosen.settled.flatMap { [markers[$0.name + ending], $0].compactMap(\.self) }
        }
        return chosen
    }

    private func reasonToWait(for file: ListedFile, _ markers: [String: ListedFile], _ visit: Visit) -> String? {
        switch whole {
        case .unchanged(let seconds):
            guard ages.age(of: file, now: visit.now, uptime: visit.uptime) < Double(seconds) else { return nil }
            let ahead = file.seconds - visit.now
            return "\(file.name) waits until it is unchanged for \(seconds) second\(seconds == 1 ? "" : "s")"
                + (ahead > 0 ? "; its time is \(ahead) s ahead of this machine's: one of the clocks is wrong" : "")
        case .marker(let ending):
            guard let marker = markers[file.name + ending] else {
                return "\(file.name) waits for \(file.name)\(ending)"
            }
            guard marker.seconds < file.seconds else { return nil }
            return "\(file.name) waits for a newer \(marker.name): the file was changed after it"
        }
    }

    /// What a visit takes.
    struct Chosen {
        /// Whether no file that counts waits for its end.
        var isWhole: Bool
        /// The files to read, in order; none when nothing new has come.
        var files: [ListedFile] = []
        /// The files that the next visit will know.
        var cursor: [ListedFile] = []
        /// What is archived or deleted when everything is confirmed, markers first.
        var settled: [ListedFile] = []
        var isMoreWaiting = false

        /// The cursor as a checkpoint keeps it.
        var cursorText: String { cursor.map(\.mark).joined(separator: " ") }
    }
}

extension Settings {
    /// `"60 seconds"`, or a marker's ending like `".done"`.
    fileprivate func sign(_ word: String) -> FileChoice.Sign? {
        guard case .text(let text)? = setting(word)?.value, text.hasPrefix(".") else {
            return seconds(word).map(FileChoice.Sign.unchanged)
        }
        guard text.count > 1, !text.contains("/") else {
            reading.report(
                place(of: word), "not the ending of a marker: \(Quote.value(text))",
                why: "a file export.csv is whole when export.csv.done lies beside it", fix: "write \".done\"")
            return nil
        }
        return .marker(text)
    }
}
