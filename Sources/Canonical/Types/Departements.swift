/// The geography of départements: which region each belongs to, which others it borders on land.
///
/// Codes are those of the code officiel géographique (INSEE): 01 to 95 with 2A and 2B, 971 to 974 and 976; besides
/// them the overseas collectivities that have a code of the same shape, 975, 977, 978 and 986 to 988.
public enum Departements {
    /// Every code, metropolitan ones first, each group in ascending order.
    public static let all: [String] = rows.map { String($0[0]) }

    /// The départements that border `departement` on land, in ascending order; none for an unknown code or an island.
    public static func neighbours(of departement: String) -> [String] { places[departement]?.neighbours ?? [] }

    /// The INSEE code of its region; nil for an unknown code and for a collectivity, which belongs to no region.
    public static func region(of departement: String) -> String? { places[departement]?.region }

    /// The département of a commune, from the commune's INSEE code; nil when the code begins with none.
    public static func of(commune: String) -> String? {
        guard commune.utf8.count == 5 else { return nil }
        return known(beginningOf: commune)
    }

    /// The départements that a postcode can be in; none when it is in no département, such as Monaco's 98000.
    ///
    /// A postcode says less than a commune: it belongs to a post office. Its first digits name the département of that
    /// office, and a few communes beyond the border are served from it. Only where the digits themselves leave a doubt,
    /// in Corsica, are there two candidates.
    public static func candidates(postcode: String) -> [String] {
        guard postcode.utf8.count == 5, postcode.utf8.allSatisfy({ 0x30...0x39 ~= $0 }) else { return [] }
        switch postcode.prefix(3) {
        case "200", "201": return ["2A"]
        case "202", "206": return ["2B"]
        case let start where start.hasPrefix("20"): return ["2A", "2B"]
        default: break
        }
        // Two collectivities kept the postcodes that they had as communes of Guadeloupe.
        if postcode == "97133" { return ["977"] }
        if postcode == "97150" { return ["978"] }
        return known(beginningOf: postcode).map { [$0] } ?? []
    }

    private static func known(beginningOf code: String) -> String? {
        let start = String(code.prefix(code.hasPrefix("97") || code.hasPrefix("98") ? 3 : 2))
        return places[start] == nil ? nil : start
    }

    private static let places = Dictionary(
        uniqueKeysWithValues: rows.map { row in
            (
                String(row[0]),
                (region: row[1] == "-" ? nil : String(row[1]), neighbours: row.dropFirst(2).map(String.init))
            )
        })

    private static let rows = table.split(separator: "\n").map { $0.split(separator: " ") }

    /// A line each: the département, its region or "-", its neighbours.
    ///
    /// Regions are those of 2016. Neighbours agree with the boundaries of IGN (ADMIN EXPRESS COG 2018): 238 pairs
    /// share more than a point.
    private static let table = """
        01 84 38 39 69 71 73 74
        02 32 08 51 59 60 77 80
        03 84 18 23 42 58 63 71
        04 93 05 06 26 83 84
        05 93 04 26 38 73
        06 93 04 83
        07 84 26 30 38 42 43 48 84
        08 44 02 51 55
        09 76 11 31 66
        10 44 21 51 52 77 89
        11 76 09 31 34 66 81
        12 76 15 30 34 46 48 81 82
        13 93 30 83 84
        14 28 27 50 61
        15 84 12 19 43 46 48 63
        16 75 17 24 79 86 87
        17 75 16 24 33 79 85
        18 24 03 23 36 41 45 58
        19 75 15 23 24 46 63 87
        2A 94 2B
        2B 94 2A
        21 27 10 39 52 58 70 71 89
        22 53 29 35 56
        23 75 03 18 19 36 63 87
        24 75 16 17 19 33 46 47 87
        25 27 39 70 90
        26 84 04 05 07 38 84
        27 28 14 28 60 61 76 78 95
        28 24 27 41 45 61 72 78 91
        29 53 22 56
        30 76 07 12 13 34 48 84
        31 76 09 11 32 65 81 82
        32 76 31 40 47 64 65 82
        33 75 17 24 40 47
        34 76 11 12 30 81
        35 53 22 44 49 50 53 56
        36 24 18 23 37 41 86 87
        37 24 36 41 49 72 86
        38 84 01 05 07 26 42 69 73
        39 27 01 21 25 70 71
        40 75 32 33 47 64
        41 24 18 28 36 37 45 72
        42 84 03 07 38 43 63 69 71
        43 84 07 15 42 48 63
        44 52 35 49 56 85
        45 24 18 28 41 58 77 89 91
        46 76 12 15 19 24 47 82
        47 75 24 32 33 40 46 82
        48 76 07 12 15 30 43
        49 52 35 37 44 53 72 79 85 86
        50 28 14 35 53 61
        51 44 02 08 10 52 55 77
        52 44 10 21 51 55 70 88
        53 52 35 49 50 61 72
        54 44 55 57 67 88
        55 44 08 51 52 54 88
        56 53 22 29 35 44
        57 44 54 67
        58 27 03 18 21 45 71 89
        59 32 02 62 80
        60 32 02 27 76 77 80 95
        61 28 14 27 28 50 53 72
        62 32 59 80
        63 84 03 15 19 23 42 43
        64 75 32 40 65
        65 76 31 32 64
        66 76 09 11
        67 44 54 57 68 88
        68 44 67 88 90
        69 84 01 38 42 71
        70 27 21 25 39 52 88 90
        71 27 01 03 21 39 42 58 69
        72 52 28 37 41 49 53 61
        73 84 01 05 38 74
        74 84 01 73
        75 11 92 93 94
        76 28 27 60 80
        77 11 02 10 45 51 60 89 91 93 94 95
        78 11 27 28 91 92 95
        79 75 16 17 49 85 86
        80 32 02 59 60 62 76
        81 76 11 12 31 34 82
        82 76 12 31 32 46 47 81
        83 93 04 06 13 84
        84 93 04 07 13 26 30 83
        85 52 17 44 49 79
        86 75 16 36 37 49 79 87
        87 75 16 19 23 24 36 86
        88 44 52 54 55 67 68 70 90
        89 27 10 21 45 58 77
        90 27 25 68 70 88
        91 11 28 45 77 78 92 94
        92 11 75 78 91 93 94 95
        93 11 75 77 92 94 95
        94 11 75 77 91 92 93
        95 11 27 60 77 78 92 93
        971 01
        972 02
        973 03
        974 04
        975 -
        976 06
        977 -
        978 -
        986 -
        987 -
        988 -
        """
}
