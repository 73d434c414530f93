import Testing

@testable import Connectors

@Suite struct PointTests {
    private let vichy = Point(latitude: 46.127, longitude: 3.426)

    @Test func `distances agree with those of a map`() {
        // Vichy to Gannat by the great circle: 17.8 km, to Moulins 49.2 km, to Ajaccio 631 km.
        for (latitude, longitude, kilometres) in [(46.100, 3.198, 17.8), (46.565, 3.333, 49.2), (41.927, 8.737, 630.9)]
        {
            let other = Point(latitude: latitude, longitude: longitude)
            #expect(!vichy.isWithin(kilometres * 0.99, of: other))
            #expect(vichy.isWithin(kilometres * 1.01, of: other))
        }
        #expect(vichy.isWithin(0, of: vichy))
    }

    @Test(arguments: [1.0, 20, 63, 120, 500])
    func `every place within a distance lies in one of its cells`(kilometres: Double) {
        var random = SplitMix(state: 5)
        let cells = Set(vichy.cells(within: kilometres))
        var within = 0
        for _ in 0..<20_000 {
            let reach = kilometres / 60
            let other = Point(
                latitude: vichy.latitude + Double.random(in: -reach...reach, using: &random),
                longitude: vichy.longitude + Double.random(in: -reach...reach, using: &random))
            guard vichy.isWithin(kilometres, of: other) else { continue }
            within += 1
            #expect(cells.contains(other.cell))
        }
        #expect(within > 1_000)
    }

    @Test(arguments: [("", ""), ("46.1", ""), ("x", "3.4"), ("91", "3.4"), ("46.1", "181"), ("0", "0"), ("nan", "1")])
    func `what is no place`(latitude: String, longitude: String) {
        #expect(Point(latitude: latitude, longitude: longitude) == nil)
    }
}
