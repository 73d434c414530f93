import Canonical

/// Cuts a text at a separator into several values, or keeps one of its parts.
struct SplitStep: Step {
    static let word = "split"
    let separator: [UInt8]
    /// The only part to keep, from 1.
    let part: Int?

    init?(_ step: StepSettings) {
        let (settings, reading, field) = (step.settings, step.reading, step.field)
        part = settings.whole("part", 1...99)
        guard let separator = settings.text("split") else {
            if part != nil {
                reading.report(settings.place(of: "part"), "\"part\" without \"split\"", fix: "say where to split")
            }
            return nil
        }
        self.separator = Array(separator.utf8)
        if part == nil, !field.isList {
            reading.report(
                settings.place(of: "split"), "\"split\" gives several values, \"\(field.path)\" takes one",
                fix: "say which with \"part\": 1")
        } else if part == nil, field.path.contains("[]."), step.isFromList {
            reading.report(
                settings.place(of: "split"), "\"split\" cuts the values of a list again",
                why: "\"\(field.path)\" has one value for each item of the list", fix: "keep one with \"part\": 1")
        }
        if separator.isEmpty {
            reading.report(
                settings.place(of: "split"), "\"split\" is empty", why: "\"split\" is what stands between two values",
                fix: "write \",\"")
        }
    }

    func apply(to values: inout Pieces) throws(StepProblem) {
        var parts: Pieces = []
        for value in values { SplitStep.split(value, separator, into: &parts) }
        guard let part else {
            values = parts
            return
        }
        values = part <= parts.count ? [parts[part - 1]] : []
    }

    private static func split(_ value: [UInt8], _ separator: [UInt8], into parts: inout Pieces) {
        var start = 0
        var index = 0
        while index + separator.count <= value.count {
            if value[index..<index + separator.count].elementsEqual(separator) {
                parts.append(Array(WhiteSpace.trimmed(value[start..<index])))
                index += separator.count
                start = index
            } else {
                index += 1
            }
        }
        parts.append(Array(WhiteSpace.trimmed(value[start...])))
    }
}
