import Canonical

/// Every destination, by the word that names it in a member's `delivery`.
package enum Destinations {
    static let all: [any Destination.Type] = [MailDestination.self, WebhookDestination.self, FilesDestination.self]

    /// Reads the word `delivery` of a member; nil when there is none, or a wrong one, which is a problem.
    static func read(_ settings: Settings, of member: String) -> (any Destination)? {
        guard settings.has("delivery") else {
            _ = settings.setting("delivery")
            return nil
        }
        let example = "{ \"webhook\": { \"url\": \"https://…\", \"secret\": \"file:…\" } }"
        guard let (word, options) = settings.alternative("delivery", all.map { $0.word }, example) else { return nil }
        let destination = all.first { $0.word == word }?.read(options, of: member, settings.reading)
        options.finish()
        return destination
    }
}
