import Canonical

/// Where communes lie: `codes/communes.csv`, with the columns `code;label;latitude;longitude;source`.
///
/// It need not be whole: only subscriptions to so many kilometres around a commune look into it.
package struct Communes: Sendable {
    static let file = "communes"
    static let columns = ["code", "label", "latitude", "longitude", "source"]

    private var points: [String: Point]

    init(_ points: [String: Point] = [:]) { self.points = points }

    /// How many communes it has.
    package var count: Int { points.count }
    var isEmpty: Bool { points.isEmpty }

    /// Where a commune lies, by its INSEE code.
    func point(of commune: String) -> Point? { points[commune] }

    static func read(_ path: String, _ reading: ConfigReading) -> Communes {
        var communes = Communes()
        let table = ConfigTable(
            path: path, columns: columns, noun: "this table",
            fix: "correct the table, or import it again: hub codes import \(reading.folder) FILE")
        table.read(reading) { communes.add($0, path, reading) }
        return communes
    }

    private mutating func add(_ record: Record, _ path: String, _ reading: ConfigReading) {
        let code = record.text(0) ?? ""
        func report(_ field: Int, _ what: String, _ why: String) {
            reading.report(
                Place(path, line: record.line, record: record.number, field: Communes.columns[field]), what, why: why)
        }
        if let wrong = FieldType.commune.problem(with: code, Codes()) {
            return report(0, "\(wrong.what): \(Quote.value(code))", wrong.why)
        }
        guard let point = Point(latitude: record.text(2) ?? "", longitude: record.text(3) ?? "") else {
            return report(2, "no coordinates of \(Quote.value(code))", "degrees with a point, such as 46.128 and 3.426")
        }
        points[code] = point
    }
}
