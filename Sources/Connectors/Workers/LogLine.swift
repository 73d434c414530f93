/// Something that happened, for the log: `noun.past-verb`, and what is to be known of it.
package struct LogLine: Sendable {
    package enum Level: String, Sendable {
        /// Something completed.
        case info
        /// Unexpected, nothing lost.
        case warn
        /// Somebody must act.
        case error
    }

    package let level: Level
    package let event: String
    package let fields: KeyValuePairs<String, String>

    package init(_ level: Level, _ event: String, _ fields: KeyValuePairs<String, String> = [:]) {
        self.level = level
        self.event = event
        self.fields = fields
    }
}
