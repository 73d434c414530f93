import Connectors
import Foundation

/// One line per thing that happened, on standard error: time, level, what happened, then key=value (logfmt).
enum Log {
    /// Something completed.
    static func info(_ event: String, _ fields: KeyValuePairs<String, String> = [:]) { line("info", event, fields) }
    /// Unexpected, nothing lost.
    static func warn(_ event: String, _ fields: KeyValuePairs<String, String> = [:]) { line("warn", event, fields) }
    /// Somebody must act.
    static func error(_ event: String, _ fields: KeyValuePairs<String, String> = [:]) { line("error", event, fields) }

    static func write(_ line: LogLine) { self.line(line.level.rawValue, line.event, line.fields) }

    private static func line(_ level: String, _ event: String, _ fields: KeyValuePairs<String, String>) {
        var line = "time=\(Date().formatted(.iso8601)) level=\(level) event=\(event)"
        for (key, value) in fields { line += " \(key)=\(quoted(value))" }
        Console.complain(line)
    }

    private static func quoted(_ value: String) -> String {
        let isPlain = !value.isEmpty && value.utf8.allSatisfy { $0 > 0x20 && $0 != 0x22 && $0 != 0x3D && $0 != 0x5C }
        guard !isPlain else { return value }
        let escaped = value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
        return "\"\(escaped)\""
    }
}
