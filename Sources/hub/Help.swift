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
        let lines = command.options.map { (shown($0), $0.meaning) }
        let width = lines.map { $0.0.count }.max() ?? 0
        for (option, meaning) in lines { text += "\n  \(option.padded(width))  \(meaning)" }
        return text
    }

    static func usage(of command: any Command.Type) -> String {
        let options = command.options.map { "[\(shown($0))]" }
        return (["hub", command.name] + command.words + options).joined(separator: " ")
    }

    private static func shown(_ option: Option) -> String {
        option.value.map { "\(option.name) \($0)" } ?? option.name
    }
}

extension String {
    /// With spaces up to a width in characters.
    func padded(_ width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
