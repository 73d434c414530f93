import Canonical

/// The dates of what a member holds, for calendars: `dates.ics` (RFC 5545).
///
/// What was withdrawn stands there as cancelled for some weeks, so that calendars that keep a copy of their own drop it too.
enum CalendarFile: FileFormat {
    static let word = "ics"
    static let name = "dates.ics"

    /// A date of a kind of entity.
    private struct Dated {
        let kind: String
        let starts: String
        var ends: String?
        let french: String
        var place: String?
        /// What the field `type` must be.
        var type: String?
        /// Whether somebody is busy meanwhile.
        var isBusy = false
    }

    private static let dates = [
        Dated(kind: "offer", starts: "expires", french: "Date limite"),
        Dated(kind: "offer", starts: "tender.deadline", french: "Remise des offres"),
        Dated(
            kind: "offer", starts: "starts", ends: "ends", french: "Évènement", place: "event.place", type: "event",
            isBusy: true),
        Dated(kind: "referral", starts: "answerBy", french: "Réponse attendue"),
        Dated(
            kind: "response", starts: "appointment.date", french: "Rendez-vous", place: "appointment.place",
            isBusy: true),
        Dated(kind: "immersion", starts: "starts", ends: "ends", french: "Immersion", place: "workplace.label"),
        Dated(kind: "alert", starts: "due", french: "Échéance"),
    ]

    static func files(
        of entries: [HeldMessages.Entry], for member: String, standing: (String) -> Bool
    ) -> [(name: String, bytes: [UInt8])] {
        var lines = [
            "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//SIAE hub//deliveries//FR", "CALSCALE:GREGORIAN",
            "METHOD:PUBLISH", "X-WR-CALNAME:\(escaped("Dates de \(member)"))",
        ]
        let start = lines.count
        for entry in entries {
            for date in dates where date.kind == entry.message.kind { lines += event(entry, date) }
        }
        // A calendar has something in it.
        guard lines.count > start || standing(name) else { return [] }
        return [(name, (lines + ["END:VCALENDAR"]).flatMap(folded))]
    }

    private static func event(_ entry: HeldMessages.Entry, _ date: Dated) -> [String] {
        guard let entity = entry.message.entity, date.type == nil || date.type == entity.text("type"),
            let start = entity.text(date.starts), let time = time(start, date.ends.flatMap { entity.text($0) })
        else { return [] }
        var lines = [
            "BEGIN:VEVENT", "UID:\(entry.identifier)-\(date.starts)@siae-hub", "DTSTAMP:\(stamp(entry.changed))",
            "LAST-MODIFIED:\(stamp(entry.changed))", "SEQUENCE:\(entry.sequence)",
            "STATUS:\(entry.withdrawn == nil ? "CONFIRMED" : "CANCELLED")",
            "SUMMARY:\(escaped("\(date.french) – \(entry.message.title)"))",
        ]
        lines += time
        if let place = date.place.flatMap({ entity.text($0) }) { lines.append("LOCATION:\(escaped(place))") }
        if let link = entry.message.link { lines.append("URL:\(link)") }
        lines.append("TRANSP:\(date.isBusy ? "OPAQUE" : "TRANSPARENT")")
        return lines + ["END:VEVENT"]
    }

    /// Days stay days, moments are told in UTC; where one end is a day, both are.
    private static func time(_ start: String, _ end: String?) -> [String]? {
        guard let first = day(start) else { return nil }
        if let moment = moment(start), end.map({ Self.moment($0) != nil }) ?? true {
            let last = end.flatMap(Self.moment).flatMap { $0 > moment ? $0 : nil }
            return ["DTSTART:\(stamp(moment))"] + (last.map { ["DTEND:\(stamp($0))"] } ?? [])
        }
        let last = max(first, end.flatMap(day) ?? first)
        let after = CivilDate(daysSince1970: last.daysSince1970 + 1)
        return ["DTSTART;VALUE=DATE:\(digits(first.description))", "DTEND;VALUE=DATE:\(digits(after.description))"]
    }

    /// Seconds since 1970 of a moment with its offset; nil for a day.
    private static func moment(_ text: String) -> Int? {
        guard text.count > 10 else { return nil }
        // Fractions of a second mean nothing in a calendar.
        let whole = text.prefix(19)
        let zone = text.dropFirst(19).drop { $0 == "." || $0.isNumber }
        return Moment.seconds("\(whole)\(zone)", now: 0)
    }

    /// The day in France.
    private static func day(_ text: String) -> CivilDate? {
        if let moment = moment(text) { return ParisTime.day(of: moment / 60) }
        return CivilDate(Array(text.utf8.prefix(10)).span)
    }

    /// `20261120T133000Z`.
    private static func stamp(_ seconds: Int) -> String { digits(UTCTime.text(seconds)) }

    private static func digits(_ text: String) -> String { text.filter { $0 != "-" && $0 != ":" } }

    /// A text as a value, without what would end the line.
    static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\", ";", ",": escaped += "\\\(scalar)"
            case "\n": escaped += "\\n"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F: break
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    /// The line in pieces of at most 75 bytes, each after the first behind a space; no letter is cut.
    static func folded(_ line: String) -> [UInt8] {
        var bytes: [UInt8] = []
        var length = 0
        for scalar in line.unicodeScalars {
            let piece = Array(String(scalar).utf8)
            if length + piece.count > 75 {
                bytes += [0x0D, 0x0A, 0x20]
                length = 1
            }
            bytes += piece
            length += piece.count
        }
        return bytes + [0x0D, 0x0A]
    }
}
