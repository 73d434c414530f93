import Canonical

/// Where a feed's exports come from.
///
/// `fetch` is called once a run, on the feed's worker; the files that it returns are together one export of the
/// structure, in the order in which their records count.
package protocol ExportSource: Sendable {
    /// The word in `"source": { "directory": { … } }`.
    static var name: String { get }
    init(_ settings: Settings)
    /// The exports of this run; none when nothing has come yet, which is not the same as an empty export.
    func fetch() throws(Failure) -> [Export]
}

/// Every source, by the word that names it.
package enum ExportSources {
    static let all: [any ExportSource.Type] = [DirectorySource.self]

    static func read(_ settings: Settings) -> (any ExportSource)? {
        let example = "{ \"directory\": { \"path\": \"…\", \"match\": \"*.csv\" } }"
        guard let (name, options) = settings.alternative("source", all.map { $0.name }, example) else { return nil }
        let source = all.first { $0.name == name }?.init(options)
        options.finish()
        return source
    }
}
