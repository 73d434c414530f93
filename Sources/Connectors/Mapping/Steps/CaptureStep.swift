import Canonical

/// Keeps what the one group of a pattern catches.
struct CaptureStep: Step {
    static let word = "capture"
    let pattern: Pattern

    init?(_ step: StepSettings) {
        guard let text = step.settings.text("capture") else { return nil }
        let place = step.settings.place(of: "capture")
        guard let pattern = step.reading.pattern(text, place) else { return nil }
        guard pattern.groups == 1 else {
            step.reading.report(
                place, "\"capture\" with \(pattern.groups) groups: \(Quote.value(text))",
                why: "the value becomes what the one group in ( ) catches",
                fix: pattern.groups == 0 ? "put ( ) around what to keep" : "write (?: ) around the others")
            return nil
        }
        self.pattern = pattern
    }

    func apply(to values: inout Pieces) throws(StepProblem) {
        try CaptureStep.each(&values) { value throws(StepProblem) in
            if let caught = pattern.capture(in: value) { return caught }
            throw StepProblem(
                "does not match", value, rule: "captures \(Quote.value(pattern.text))",
                fix: "correct the export or the pattern, or add \"else\": null to leave such values out")
        }
    }
}
