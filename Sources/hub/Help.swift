/// What `hub help` says.
enum Help {
    static var text: String {
        let width = Hub.commands.map { $0.name.count }.max() ?? 0
        let list = Hub.commands.map { "  \($0.name.padded(width))  \($0.summary)" }
        return """
            hub: carries referrals and offers between structures over RabbitMQ

            \(list.joined(separator: "\n"))

            CONFIG is the folder that holds hub.jsonc. hub help COMMAND tells more.
            Exit codes: 0 done, 64 wrong words, 65 records rejected, 69 unreachable, 78 wrong config.
            """
    }

    static func text(of command: any Command.Type) -> String {
        var text = "\(usage(of: command))\n\n\(command.summary)\n"
        let shown = command.options.map { ($0.value.map { value in "\($0.name) \(value)" } ?? $0.name, $0.meaning) }
        let width = shown.map { $0.0.count }.max() ?? 0
        for (option, meaning) in shown { text += "\n  \(option.padded(width))  \(meaning)" }
        return text
    }

    static func usage(of command: any Command.Type) -> String {
        let options = command.options.map { option in "[\(option.value.map { "\(option.name) \($0)" } ?? option.name)]" }
        return (["hub", command.name] + command.words + options).joined(separator: " ")
    }
}

extension String {
    /// With spaces up to a width in characters.
    func padded(_ width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
