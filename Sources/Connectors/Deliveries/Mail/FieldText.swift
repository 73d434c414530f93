import Canonical

/// What people read for the fields of an entity: French names, days and codes in words.
struct FieldText: Sendable {
    let codes: Codes
    /// The names of members by their ids.
    let members: [String: String]
    /// Characters of a long text that a mail shows.
    static let longest = 4_000

    /// The facts of an entity, in the order of its kind, besides those fields; lists are one fact.
    func facts(_ entity: Entity, besides hidden: Set<String>) -> [Letter.Fact] {
        var facts: [Letter.Fact] = []
        var lists: Set<Substring> = []
        for field in entity.schema.fields where !hidden.contains(field.path) {
            if let list = field.path.firstRange(of: "[].").map({ field.path[..<$0.upperBound] }) {
                if lists.insert(list).inserted, let fact = items(entity, list, besides: hidden) { facts.append(fact) }
            } else {
                let values = entity.texts(field.path).map { text($0, field, entity.schema.kind) }
                guard !values.isEmpty else { continue }
                facts.append(
                    Letter.Fact(
                        name: FieldText.name(field), value: values.joined(separator: ", "),
                        address: FieldText.address(entity.text(field.path) ?? "", field)))
            }
        }
        return facts
    }

    /// What people read for the values of one field; nil when it has none.
    func value(_ path: String, of entity: Entity) -> String? {
        guard let number = entity.schema.number(of: path) else { return nil }
        let values = entity.texts(path).map { text($0, entity.schema.fields[number], entity.schema.kind) }
        return values.isEmpty ? nil : values.joined(separator: ", ")
    }

    /// The French name of a field as a line begins with it.
    func name(_ path: String, of entity: Entity) -> String {
        entity.schema.number(of: path).map { FieldText.name(entity.schema.fields[$0]) } ?? path
    }

    private static func name(_ field: Field) -> String {
        field.french.prefix(1).uppercased() + field.french.dropFirst()
    }

    /// A list of objects: each item's first value, with the others behind it.
    private func items(_ entity: Entity, _ list: Substring, besides hidden: Set<String>) -> Letter.Fact? {
        let numbers = entity.schema.fields.indices.filter {
            entity.schema.fields[$0].path.hasPrefix(list) && !hidden.contains(entity.schema.fields[$0].path)
        }
        // What something is called says more than its code.
        let isLabel = { (number: Int) in entity.schema.fields[number].path.hasSuffix("].label") }
        let fields = numbers.filter(isLabel) + numbers.filter { !isLabel($0) }
        var items: [[String]] = []
        for number in fields {
            let field = entity.schema.fields[number]
            for (item, value) in entity.items(number) {
                while items.count <= item { items.append([]) }
                let shown = text(value, field, entity.schema.kind)
                if field.type == .boolean {
                    if value == "true" { items[item].append(field.french) }
                } else {
                    items[item].append(items[item].isEmpty ? shown : "\(field.french)\(Letter.colon) \(shown)")
                }
            }
        }
        let lines = items.compactMap { parts -> String? in
            guard let first = parts.first else { return nil }
            return parts.count == 1 ? first : "\(first) (\(parts.dropFirst().joined(separator: ", ")))"
        }
        guard let first = fields.first, !lines.isEmpty else { return nil }
        return Letter.Fact(name: FieldText.name(entity.schema.fields[first]), value: lines.joined(separator: " ; "))
    }

    private static func address(_ value: String, _ field: Field) -> String? {
        switch field.type {
        // What else an address may begin with is for the program that opens it, not for a mail.
        case .url where value.hasPrefix("https://") || value.hasPrefix("http://"): value
        case .email where MailServer.isMailAddress(value): "mailto:\(value)"
        case .phone: "tel:\(value)"
        default: nil
        }
    }

    /// What people read for one value.
    private func text(_ value: String, _ field: Field, _ kind: String) -> String {
        if kind == Schema.receipt.kind, let french = ProblemWords.french(value, of: field.path) { return french }
        switch field.type {
        case .choice:
            if field.path == "about.kind", Schema.named(value) != nil { return KindWords.of(value).one }
            return ChoiceWords.french(value, of: field.path, kind)
        case .code(let table):
            let code = codes.table(table)?.codes.first { $0.code == value }
            return code.map { $0.label.isEmpty ? value : $0.label } ?? value
        case .boolean: return value == "true" ? "oui" : "non"
        case .date: return FieldText.day(value) ?? value
        case .moment: return FieldText.moment(value)
        case .time: return value.replacing(":", with: "\u{A0}h\u{A0}")
        case .duration: return FieldText.duration(value)
        case .number, .integer: return value.replacing(".", with: ",") + FieldText.unit(field, value)
        case .phone: return FieldText.phone(value)
        case .member: return members[value] ?? value
        case .text: return FieldText.cut(value)
        default: return value
        }
    }

    private static func cut(_ text: String) -> String {
        text.count <= longest ? text : "\(text.prefix(longest))… (la suite n’est pas dans ce courriel)"
    }

    private static func unit(_ field: Field, _ value: String) -> String {
        let units = [
            "hours a week": "\u{A0}h", "hours": "\u{A0}h", "kilometres": "\u{A0}km", "euros": "\u{A0}€",
            "months": "\u{A0}mois", "weeks": value == "1" ? "\u{A0}semaine" : "\u{A0}semaines",
            "days": value == "1" ? "\u{A0}jour" : "\u{A0}jours",
        ]
        return field.unit.flatMap { units[$0] } ?? ""
    }

    /// `lundi 2 mars 2026`.
    static func day(_ value: String) -> String? {
        guard let day = CivilDate(Array(value.utf8).span) else { return nil }
        return "\(weekdays[day.weekday]) \(FrenchText.day(day.daysSince1970))"
    }

    /// A day, or `lundi 2 mars 2026 à 14 h 30` by the clock of Paris.
    static func moment(_ value: String) -> String {
        guard value.count > 10, let seconds = Moment.seconds(value, now: 0) else { return day(value) ?? value }
        let (day, minute) = ParisTime.local(seconds / 60)
        let minutes = minute % 60
        return "\(weekdays[day.weekday]) \(FrenchText.day(day.daysSince1970)) à \(minute / 60)\u{A0}h"
            + (minutes == 0 ? "" : "\u{A0}\(minutes < 10 ? "0" : "")\(minutes)")
    }

    /// `6 mois`, `1 an et 6 mois`.
    private static func duration(_ value: String) -> String {
        var parts: [String] = []
        var number = ""
        var isTime = false
        for character in value.dropFirst() {
            switch character {
            case "T": isTime = true
            case "Y": parts.append("\(number) \(number == "1" ? "an" : "ans")")
            case "M": parts.append(isTime ? "\(number) min" : "\(number) mois")
            case "W": parts.append("\(number) \(number == "1" ? "semaine" : "semaines")")
            case "D": parts.append("\(number) \(number == "1" ? "jour" : "jours")")
            case "H": parts.append("\(number) h")
            default:
                number.append(character)
                continue
            }
            number = ""
        }
        return parts.isEmpty ? value : parts.joined(separator: " et ")
    }

    /// `06 39 98 12 34`.
    private static func phone(_ value: String) -> String {
        guard value.hasPrefix("+33"), value.count == 12 else { return value }
        var shown = ""
        for (index, digit) in ("0" + value.dropFirst(3)).enumerated() {
            if index > 0, index % 2 == 0 { shown.append("\u{A0}") }
            shown.append(digit)
        }
        return shown
    }

    private static let weekdays = ["dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"]
}
