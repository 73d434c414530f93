import Testing

@testable import Canonical

@Suite struct DepartementsTests {
    private static let metropolitan =
        (1...95).filter { $0 != 20 }.map { $0 < 10 ? "0\($0)" : "\($0)" } + ["2A", "2B"]
    private static let overseas = ["971", "972", "973", "974", "976"]
    private static let collectivities = ["975", "977", "978", "986", "987", "988"]

    @Test func `all 101 départements and the collectivities are there, once`() {
        let expected = Self.metropolitan + Self.overseas + Self.collectivities
        #expect(Self.metropolitan.count + Self.overseas.count == 101)
        #expect(Departements.all.sorted() == expected.sorted())
    }

    @Test func `whoever has a neighbour is its neighbour`() {
        for departement in Departements.all {
            for neighbour in Departements.neighbours(of: departement) {
                #expect(
                    Departements.neighbours(of: neighbour).contains(departement), "\(departement) and \(neighbour)")
            }
        }
    }

    @Test func `neighbours are listed once, in ascending order, without the département itself`() {
        for departement in Departements.all {
            let neighbours = Departements.neighbours(of: departement)
            #expect(neighbours == Set(neighbours).sorted(), "\(departement)")
            #expect(!neighbours.contains(departement), "\(departement)")
        }
    }

    @Test func `metropolitan France has 238 land borders between départements and no département without one`() {
        #expect(Self.metropolitan.map { Departements.neighbours(of: $0).count }.reduce(0, +) == 2 * 238)
        #expect(Self.metropolitan.allSatisfy { !Departements.neighbours(of: $0).isEmpty })
    }

    @Test func `every metropolitan département but Corsica's can be reached from Paris over land`() {
        var reached: Set = ["75"]
        var next = ["75"]
        while let departement = next.popLast() {
            for neighbour in Departements.neighbours(of: departement) where reached.insert(neighbour).inserted {
                next.append(neighbour)
            }
        }
        #expect(reached == Set(Self.metropolitan).subtracting(["2A", "2B"]))
    }

    @Test(arguments: [
        ("01", "74"), ("03", "63"), ("04", "26"), ("07", "38"), ("13", "30"), ("28", "91"), ("35", "49"), ("42", "07"),
        ("52", "70"), ("54", "67"), ("59", "80"), ("75", "93"), ("77", "95"), ("83", "84"), ("88", "90"),
    ])
    func `two départements that share a border are neighbours`(one: String, other: String) {
        #expect(Departements.neighbours(of: one).contains(other))
    }

    @Test(arguments: [
        ("02", "62"), ("05", "06"), ("08", "59"), ("09", "65"), ("13", "06"), ("18", "37"), ("55", "57"), ("57", "88"),
        ("63", "69"), ("68", "70"), ("75", "78"), ("75", "95"), ("2B", "06"),
    ])
    func `two départements that share none are not`(one: String, other: String) {
        #expect(!Departements.neighbours(of: one).contains(other))
    }

    @Test func `whole lists of neighbours`() {
        #expect(Departements.neighbours(of: "75") == ["92", "93", "94"])
        #expect(
            Departements.neighbours(of: "77") == ["02", "10", "45", "51", "60", "89", "91", "93", "94", "95"])
        #expect(Departements.neighbours(of: "63") == ["03", "15", "19", "23", "42", "43"])
        #expect(Departements.neighbours(of: "03") == ["18", "23", "42", "58", "63", "71"])
        #expect(Departements.neighbours(of: "29") == ["22", "56"])
        #expect(Departements.neighbours(of: "66") == ["09", "11"])
    }

    @Test func `the two of Corsica border on each other only`() {
        #expect(Departements.neighbours(of: "2A") == ["2B"])
        #expect(Departements.neighbours(of: "2B") == ["2A"])
        #expect(Departements.region(of: "2A") == "94")
        #expect(Departements.region(of: "2B") == "94")
    }

    @Test func `overseas there are no neighbours; collectivities have no region`() {
        for departement in Self.overseas + Self.collectivities {
            #expect(Departements.neighbours(of: departement).isEmpty, "\(departement)")
        }
        #expect(Self.overseas.map(Departements.region) == ["01", "02", "03", "04", "06"])
        #expect(Self.collectivities.allSatisfy { Departements.region(of: $0) == nil })
    }

    @Test func `each region has all its départements`() {
        let regions = Dictionary(grouping: Self.metropolitan) { Departements.region(of: $0) ?? "none" }
            .mapValues { $0.sorted() }
        #expect(
            regions == [
                "11": ["75", "77", "78", "91", "92", "93", "94", "95"],
                "24": ["18", "28", "36", "37", "41", "45"],
                "27": ["21", "25", "39", "58", "70", "71", "89", "90"],
                "28": ["14", "27", "50", "61", "76"],
                "32": ["02", "59", "60", "62", "80"],
                "44": ["08", "10", "51", "52", "54", "55", "57", "67", "68", "88"],
                "52": ["44", "49", "53", "72", "85"],
                "53": ["22", "29", "35", "56"],
                "75": ["16", "17", "19", "23", "24", "33", "40", "47", "64", "79", "86", "87"],
                "76": ["09", "11", "12", "30", "31", "32", "34", "46", "48", "65", "66", "81", "82"],
                "84": ["01", "03", "07", "15", "26", "38", "42", "43", "63", "69", "73", "74"],
                "93": ["04", "05", "06", "13", "83", "84"],
                "94": ["2A", "2B"],
            ])
    }

    @Test func `an unknown code has no region and no neighbours`() {
        for code in ["20", "96", "00", "1", "063", "979", ""] {
            #expect(Departements.region(of: code) == nil, "\(code)")
            #expect(Departements.neighbours(of: code).isEmpty, "\(code)")
        }
    }

    @Test(arguments: [
        ("63113", "63"), ("01004", "01"), ("2A004", "2A"), ("2B033", "2B"), ("75120", "75"), ("97411", "974"),
        ("97502", "975"), ("97701", "977"), ("98818", "988"),
    ])
    func `a commune's code begins with its département`(commune: String, departement: String) {
        #expect(Departements.of(commune: commune) == departement)
    }

    @Test(arguments: ["20004", "99100", "98000", "6311", "631130", "", "2C004"])
    func `a code that begins with no département is in none`(commune: String) {
        #expect(Departements.of(commune: commune) == nil)
    }

    @Test(arguments: [
        ("63000", ["63"]), ("01000", ["01"]), ("20000", ["2A"]), ("20137", ["2A"]), ("20200", ["2B"]),
        ("20290", ["2B"]),
        ("20600", ["2B"]), ("20400", ["2A", "2B"]), ("97100", ["971"]), ("97133", ["977"]), ("97150", ["978"]),
        ("97410", ["974"]), ("97500", ["975"]), ("97600", ["976"]), ("98600", ["986"]), ("98800", ["988"]),
        ("98000", []), ("99999", []), ("00100", []), ("6300", []), ("2A004", []), ("", []),
    ])
    func `a postcode begins with its département, but in Corsica`(postcode: String, candidates: [String]) {
        #expect(Departements.candidates(postcode: postcode) == candidates)
    }
}
