import Canonical

/// Where a feed's exports come from.
package protocol ExportSource: Sendable {
    /// The word in `"source": { "directory": { … } }`.
    static var name: String { get }
    init(_ settings: Settings)
    /// What has come since the cursor; nil when nothing has, which is not the same as an empty export.
    ///
    /// Called once a run, on the feed's worker; it may block. The exports that it returns are together one export of the
    /// structure, in the order in which their records count. What is cut short is a failure, never a shorter export.
    func fetch(_ visit: Visit) throws(Failure) -> Fetched?
}

/// Every source, by the word that names it.
package enum ExportSources {
    static let all: [any ExportSource.Type] = [DirectorySource.self, AMQPSource.self]

    static func read(_ settings: Settings) -> (any ExportSource)? {
        let example = "{ \"directory\": { \"path\": \"…\", \"match\": \"*.csv\" } }"
        guard let (name, options) = settings.alternative("source", all.map { $0.name }, example) else { return nil }
        let source = all.first { $0.name == name }?.init(options)
        options.finish()
        return source
    }
}
