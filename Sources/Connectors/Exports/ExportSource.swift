import Canonical

/// Where a feed's exports come from.
package protocol ExportSource: Sendable {
    /// The word in `"source": { "directory": { … } }`.
    static var name: String { get }
    init(_ settings: Settings)
    /// The place of the setting that makes an export hold only what is new, so that what is absent says nothing; nil when
    /// exports are whole.
    var onlyNew: Place? { get }
    /// What an admin should know about the source before a run; asks no other machine.
    func remarks() -> [String]
    /// What has come since the cursor; nil when nothing has, which is not the same as an empty export.
    ///
    /// Called once a run, on the feed's worker; it may block. The exports that it returns are together one export of the
    /// structure, in the order in which their records count. What is cut short is a failure, never a shorter export.
    func fetch(_ visit: Visit) throws(Failure) -> Fetched?
}

extension ExportSource {
    package var onlyNew: Place? { nil }
    package func remarks() -> [String] { [] }
}

/// Every source, by the word that names it.
package enum ExportSources {
    static let all: [any ExportSource.Type] = [
        DirectorySource.self, SFTPSource.self, FTPSSource.self, FTPSource.self, HTTPSource.self, IMAPSource.self,
        AMQPSource.self,
    ]

    static func read(_ settings: Settings) -> (any ExportSource)? {
        let example = "{ \"directory\": { \"path\": \"…\", \"match\": \"*.csv\" } }"
        guard let (name, options) = settings.alternative("source", all.map { $0.name }, example) else { return nil }
        let source = all.first { $0.name == name }?.init(options)
        options.finish()
        return source
    }
}
