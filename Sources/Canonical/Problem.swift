/// All that a person ever reads about something that went wrong: where, what, why, what to do.
public struct Problem: Sendable, Hashable {
    /// Where it is.
    public var place: Place
    /// What is wrong there; quotes the value.
    public var what: String
    /// The rule that says so, and the config line it comes from.
    public var why: String?
    /// Something the reader can do.
    public var fix: String?

    /// States a problem.
    public init(_ place: Place, _ what: String, why: String? = nil, fix: String? = nil) {
        self.place = place
        self.what = what
        self.why = why
        self.fix = fix
    }
}

extension Problem: CustomStringConvertible {
    /// The problem as one line, with `why` and `fix` indented below it.
    public var description: String {
        var text = "\(place): \(what)"
        if let why { text += "\n  why: \(why)" }
        if let fix { text += "\n  fix: \(fix)" }
        return text
    }
}

/// One record that cannot be published; a value, because the run goes on without it.
public struct Rejection: Error, Sendable, Hashable {
    /// The record's key where it could be read: what was published under it is held, not withdrawn.
    public var key: String?
    /// Every problem of the record, in field order.
    public var problems: [Problem]

    /// Rejects a record for these problems.
    public init(key: String? = nil, problems: [Problem]) {
        self.key = key
        self.problems = problems
    }
}

/// One run that cannot go on; thrown, because nothing of the run may count.
public struct Failure: Error, Sendable, Hashable {
    /// What it takes before the same run can succeed.
    public enum Cause: String, Sendable, Hashable, Codable {
        /// Something is away or busy (a broker, a file half written): it may succeed later, nobody need change anything.
        case unreachable
        /// Another hub process does it at this moment.
        case busy
        /// The config, or what stands on the broker, has to be corrected.
        case config
        /// What was read cannot be trusted.
        case data
        /// The hub was asked to end; nothing is wrong.
        case stopped
    }

    /// What stopped the run.
    public var problem: Problem
    /// Why it stopped.
    public var cause: Cause
    /// Whether the same run may succeed later without anybody changing anything.
    public var isTemporary: Bool { cause == .unreachable || cause == .busy }

    /// Stops a run.
    public init(_ problem: Problem, _ cause: Cause = .data) {
        self.problem = problem
        self.cause = cause
    }

    /// Stops a run for now, or over what was read.
    public init(_ problem: Problem, isTemporary: Bool) {
        self.init(problem, isTemporary ? .unreachable : .data)
    }
}

/// A configuration that cannot be used, with everything that is wrong in it.
public struct ConfigError: Error, Sendable, Hashable {
    /// Every problem found, in file order.
    public var problems: [Problem]

    /// Refuses a configuration for these problems.
    public init(_ problems: [Problem]) { self.problems = problems }
}
