import Canonical

/// One word of a mapping that changes values, compiled; words work in the order in which a rule names them.
///
/// To add a word: one file with its step, one line in ``Steps/all``.
protocol Step: Sendable {
    /// The word in a rule.
    static var word: String { get }
    /// Whether it reads what an export writes: what another word made a date or a number of is nothing to it.
    static var readsExports: Bool { get }
    /// Reads the word's setting; nil when it asks for nothing, or is wrong, which is reported.
    init?(_ settings: StepSettings)
    /// What every value is afterwards.
    var gives: Shape { get }
    /// Changes the values in place, or says which one it cannot change and why.
    func apply(to values: inout Pieces) throws(StepProblem)
}

extension Step {
    static var readsExports: Bool { false }
    var gives: Shape { .text }
    /// Changes each value that is not empty.
    static func each(
        _ values: inout Pieces, _ change: ([UInt8]) throws(StepProblem) -> [UInt8]
    ) throws(StepProblem) {
        for index in values.indices where !values[index].isEmpty { values[index] = try change(values[index]) }
    }
}

/// Every word that changes values.
enum Steps {
    static let all: [any Step.Type] = [
        HTMLStep.self, CollapseStep.self, CaseStep.self, ReplaceStep.self, CaptureStep.self, SplitStep.self,
        DateStep.self, DecimalStep.self, MoneyStep.self, HoursStep.self, BooleanStep.self, CodesStep.self,
        DepartementStep.self, PseudonymStep.self, TruncateStep.self,
    ]
}

/// The values that a rule works on: one, until a split makes several.
typealias Pieces = [[UInt8]]

extension Pieces {
    init(_ text: ArraySlice<UInt8>) { self = [[UInt8](text)] }
}

/// What a step says of a value; the mapping adds place, field and config line.
struct StepProblem: Error {
    /// What the value is not: `not a date`.
    let what: String
    /// The value.
    let value: String
    /// The rule, after the field's name: `is read as dd/MM/yyyy`.
    let rule: String
    var detail: String?
    let fix: String

    init(_ what: String, _ value: [UInt8], rule: String, detail: String? = nil, fix: String) {
        self.what = what
        self.value = String(decoding: value, as: UTF8.self)
        self.rule = rule
        self.detail = detail
        self.fix = fix
    }
}

/// What a word of a mapping reads its setting from, and what it may need to know besides.
struct StepSettings {
    let settings: Settings
    let field: Field
    /// Whether the rule's values come from the items of a list.
    let isFromList: Bool
    let codes: Codes
    let member: String
    let pseudonymKey: HMACKey?

    var reading: ConfigReading { settings.reading }

    /// Whether `"word": true` stands there.
    func isOn(_ word: String) -> Bool { settings.flag(word) == true }
}
