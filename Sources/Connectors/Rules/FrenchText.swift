import Canonical

/// How alerts write days and numbers.
enum FrenchText {
    /// `27 février 2026`.
    static func day(_ day: Int) -> String {
        let date = CivilDate(daysSince1970: day)
        return "\(date.day == 1 ? "1er" : "\(date.day)") \(months[date.month - 1]) \(date.year)"
    }

    private static let months = [
        "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
        "décembre",
    ]

    /// `240`, `17,5`.
    static func number(_ number: Double) -> String { plain(number).replacing(".", with: ",") }

    /// `240`, `17.5`: as JSON writes it.
    static func plain(_ number: Double) -> String {
        number == number.rounded() && abs(number) < 1e15 ? String(Int(number)) : String((number * 100).rounded() / 100)
    }
}
