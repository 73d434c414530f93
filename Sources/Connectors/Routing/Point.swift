import Foundation

/// A place on the earth, taken as a ball: right to half a percent.
package struct Point: Sendable, Hashable {
    /// Kilometres.
    private static let radius = 6_371.0

    /// Degrees, WGS 84.
    let latitude: Double
    let longitude: Double
    /// The same as a vector of length 1: distances are then compared without a sine.
    private let x: Double
    private let y: Double
    private let z: Double

    init(latitude: Double, longitude: Double) {
        self.latitude = latitude
        self.longitude = longitude
        let (north, east) = (latitude * .pi / 180, longitude * .pi / 180)
        x = cos(north) * cos(east)
        y = cos(north) * sin(east)
        z = sin(north)
    }

    /// Degrees as texts with a point; nil for anything else, and for 0, 0, which stands for "unknown" in exports.
    init?(latitude: String, longitude: String) {
        guard let north = Double(latitude), let east = Double(longitude), abs(north) <= 90, abs(east) <= 180,
            north != 0 || east != 0
        else { return nil }
        self.init(latitude: north, longitude: east)
    }

    /// Whether another place is at most so many kilometres away.
    func isWithin(_ kilometres: Double, of other: Point) -> Bool {
        // The straight line through the earth, squared: exact for short distances, where a cosine is not.
        let (dx, dy, dz) = (x - other.x, y - other.y, z - other.z)
        let line = 2 * sin(kilometres / Point.radius / 2)
        return dx * dx + dy * dy + dz * dz <= line * line
    }

    /// Kilometres to another place, as the crow flies.
    func distance(to other: Point) -> Double {
        let (dx, dy, dz) = (x - other.x, y - other.y, z - other.z)
        return 2 * Point.radius * asin(min(1, (dx * dx + dy * dy + dz * dz).squareRoot() / 2))
    }

    /// Half degrees: what an index puts a place in.
    struct Cell: Hashable {
        let north: Int
        let east: Int
    }

    var cell: Cell { Cell(north: Int((latitude * 2).rounded(.down)), east: Int((longitude * 2).rounded(.down))) }

    /// Every cell that holds a place at most so many kilometres away, and perhaps a few more.
    func cells(within kilometres: Double) -> [Cell] {
        let north = kilometres / Point.radius * 180 / .pi + 0.001
        let widest = min(89, abs(latitude) + north)
        let east = min(180, north / cos(widest * .pi / 180))
        let rows = Int(((latitude - north) * 2).rounded(.down))...Int(((latitude + north) * 2).rounded(.down))
        let columns = Int(((longitude - east) * 2).rounded(.down))...Int(((longitude + east) * 2).rounded(.down))
        return rows.flatMap { row in columns.map { Cell(north: row, east: $0) } }
    }
}
