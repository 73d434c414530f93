import Canonical

/// An alert that stands on a day.
package struct RaisedAlert: Sendable {
    /// The days and numbers of an alert.
    struct Figures: Sendable {
        var since: Int
        var until: Int?
        var measured: Double?
        var threshold: Double?
        var unit: String?
    }

    package let key: String
    package let rule: String
    package let severity: String
    package let addressedTo: String
    package let roles: [String]
    package let aboutKind: String
    package let aboutKey: String
    package let aboutSource: String?
    package let person: String?
    package let referent: String?
    let figures: Figures
    package let text: String
    package let suggestion: String
    let place: Place

    /// The alert as an entity; a rejection when a text is too long, or the days stand the wrong way round.
    package func entity(_ codes: Codes) -> Result<Entity, Rejection> {
        var draft = Draft(.alert, place: place, origin: RaisedAlert.origin)
        func set(_ path: String, _ value: String?, item: Int = 0) {
            guard let value, let field = Schema.alert.number(of: path) else { return }
            draft.append(
                Array(value.utf8).span, to: field, item: item, line: place.line ?? 0, column: place.column ?? 0)
        }
        set("key", key)
        set("rule", rule)
        set("severity", severity)
        set("addressedTo", addressedTo)
        for (item, role) in roles.enumerated() { set("roles[]", role, item: item) }
        set("about.kind", aboutKind)
        set("about.key", aboutKey)
        set("about.source", aboutSource)
        set("person.id", person)
        set("referent.name", referent)
        set("since", "\(CivilDate(daysSince1970: figures.since))")
        set("due", figures.until.map { "\(CivilDate(daysSince1970: $0))" })
        set("measured", figures.measured.map(FrenchText.plain))
        set("threshold", figures.measured == nil ? nil : figures.threshold.map(FrenchText.plain))
        set("unit", figures.measured == nil ? nil : figures.unit)
        set("text", text)
        set("suggestion", suggestion)
        return Schema.alert.entity(from: draft, codes: codes)
    }

    private static let origin = Draft.Origin.none(.alert)
}
