import Canonical

/// What a feed does about an export that no longer looks like those before it: `"drift": "warn"`, or one word for each kind.
package struct DriftPolicy: Sendable {
    /// What is done.
    package enum Action: String, Sendable, CaseIterable {
        /// Nobody is told: files that are dropped now and then look like anything.
        case ignore
        /// The run goes on, and says so.
        case warn
        /// The run stops before anything is published.
        case refuse
    }

    package var columns = Action.warn
    package var types = Action.warn
    package var codes = Action.warn
    package var volume = Action.warn
    /// The usual number of records in percent of the middle of the last runs; nil: learned from them.
    package var range: ClosedRange<Int>?
    package private(set) var rangePlace: Place
    /// Per kind, where the config says so.
    package private(set) var places: [DriftFinding.Group: Place] = [:]
    package let place: Place

    /// The default: warn of everything.
    package init(at place: Place) {
        self.place = place
        rangePlace = place
    }

    /// Reads `"drift"`; the defaults where it is absent.
    static func read(_ settings: Settings) -> DriftPolicy {
        var policy = DriftPolicy(at: settings.place(of: "drift"))
        guard let setting = settings.setting("drift") else { return policy }
        guard case .object = setting.value else {
            let action = settings.choice("drift", Action.allCases.map(\.rawValue)).flatMap(Action.init) ?? .warn
            (policy.columns, policy.types, policy.codes, policy.volume) = (action, action, action, action)
            return policy
        }
        let words = Settings(setting, "\"drift\"", settings.reading)
        policy.columns = policy.action("columns", .columns, words)
        policy.types = policy.action("types", .types, words)
        policy.codes = policy.action("codes", .codes, words)
        if let volume = words.setting("volume") {
            if case .object = volume.value {
                let inner = Settings(volume, "\"volume\"", settings.reading)
                policy.volume = policy.action("policy", .volume, inner)
                policy.range = range(inner)
                policy.rangePlace = inner.place(of: "range")
                inner.finish()
            } else {
                policy.volume = policy.action("volume", .volume, words)
            }
        }
        words.finish()
        return policy
    }

    /// What is done about a kind of finding.
    package func action(on group: DriftFinding.Group) -> Action {
        switch group {
        case .columns: columns
        case .types: types
        case .codes: codes
        case .volume: volume
        }
    }

    /// The config line that says so.
    package func place(of group: DriftFinding.Group) -> Place { places[group] ?? place }

    private mutating func action(_ word: String, _ group: DriftFinding.Group, _ settings: Settings) -> Action {
        places[group] = settings.place(of: word)
        return settings.choice(word, Action.allCases.map(\.rawValue)).flatMap(Action.init) ?? .warn
    }

    /// `"50-200 %"`.
    private static func range(_ settings: Settings) -> ClosedRange<Int>? {
        guard let text = settings.text("range") else { return nil }
        let numbers = text.replacing("%", with: "").split(separator: "-").map {
            Int($0.trimmingPrefix(" ").filter { $0 != " " })
        }
        if text.hasSuffix("%"), numbers.count == 2, let low = numbers[0], let high = numbers[1], low <= 100,
            high >= 100,
            high <= 100_000
        {
            return low...high
        }
        settings.reading.report(
            settings.place(of: "range"), "not a range: \(Quote.value(text))",
            why: "\"range\" is the least and the most that is usual, in percent of what usually comes",
            fix: "write \"50-200 %\"")
        return nil
    }
}
