import Canonical

/// A part of the territory, or of the country, that a member wants offers from.
package enum Zone: Sendable {
    case departement(String)
    /// INSEE code.
    case commune(String)
    /// A région, or a zone that `hub.jsonc` names.
    case named(String, [Zone])
    case around(Circle)

    /// So many kilometres around a commune.
    package struct Circle: Sendable {
        /// INSEE code of the commune in the middle.
        let commune: String
        let middle: Point
        let kilometres: Double
    }

    /// What a person calls it.
    package var label: String {
        switch self {
        case .departement(let code), .commune(let code): code
        case .named(let name, _): name
        case .around(let circle): "\(Zone.plain(circle.kilometres)) km around \(circle.commune)"
        }
    }

    /// Whether a place lies in it.
    func holds(_ place: borrowing Whereabouts) -> Bool {
        switch self {
        case .departement(let code): place.departement == code
        case .commune(let code): place.communes.contains(code)
        case .named(_, let zones): zones.contains { $0.holds(place) }
        case .around(let circle):
            place.point.map { circle.middle.isWithin(circle.kilometres, of: $0) } ?? false
        }
    }

    /// Whether coordinates can decide.
    var hasCircles: Bool {
        switch self {
        case .departement, .commune: false
        case .named(_, let zones): zones.contains(where: \.hasCircles)
        case .around: true
        }
    }

    /// A number without the decimals that it does not have.
    static func plain(_ number: Double) -> String {
        number == number.rounded() ? "\(Int(number))" : "\(number)"
    }
}
