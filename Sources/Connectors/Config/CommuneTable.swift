import Canonical

/// An open-data table of communes with coordinates, as `codes/communes.csv` of the hub.
///
/// Reads the answer of geo.api.gouv.fr (`communes?fields=nom,code,centre`, JSON) and CSV files with a column of INSEE codes
/// and either latitude and longitude or both in one column, such as La Poste's "Base officielle des codes postaux".
package struct CommuneTable {
    /// The table in the hub's form: `code;label;latitude;longitude;source`.
    package let text: String
    /// How many communes it has.
    package let count: Int
    /// How many rows had no coordinates.
    package let without: Int

    private static let codes = ["code_commune_insee", "#code_commune_insee", "code_insee", "insee_com", "code"]
    private static let labels = [
        "nom_de_la_commune", "nom_commune_complet", "nom_commune_postal", "nom_standard", "nom",
    ]
    private static let latitudes = ["latitude_centre", "latitude_mairie", "latitude", "lat"]
    private static let longitudes = ["longitude_centre", "longitude_mairie", "longitude", "lon", "lng"]
    private static let points = ["_geopoint", "coordonnees_gps", "coordonnees_geographiques", "geo_point_2d"]

    /// Nil when the file is no table of communes.
    package init?(_ export: Export) throws(Failure) {
        var lines = try LineReader(export)
        let first = try lines.next()?.bytes ?? []
        let header = String(decoding: first, as: UTF8.self).trimmingPrefix("\u{FEFF}")
        if let start = header.first(where: { !$0.isWhitespace }), "[{".contains(start) {
            try self.init(json: export)
        } else {
            let delimiter = header.contains(";") ? UInt8(ascii: ";") : UInt8(ascii: ",")
            let names = header.split(separator: Character(.init(delimiter)), omittingEmptySubsequences: false).map {
                $0.filter { !"\"\r".contains($0) }
            }
            func name(_ known: [String]) -> String? {
                known.lazy.compactMap { known in names.first { $0.lowercased() == known } }.first
            }
            guard let code = name(CommuneTable.codes) else { return nil }
            let wanted: [String]
            if let latitude = name(CommuneTable.latitudes), let longitude = name(CommuneTable.longitudes) {
                wanted = [code, latitude, longitude]
            } else if let point = name(CommuneTable.points) {
                wanted = [code, point]
            } else {
                return nil
            }
            let label = name(CommuneTable.labels)
            try self.init(csv: export, delimiter, wanted + (label.map { [$0] } ?? []), hasLabel: label != nil)
        }
    }

    private init(csv export: Export, _ delimiter: UInt8, _ names: [String], hasLabel: Bool) throws(Failure) {
        let place = Place(export.path)
        var reader = try CSVReader(
            CSVFormat(delimiter: delimiter, place: place), export,
            names.map { SourceName(text: $0, place: place) })
        var rows = Rows()
        while let next = try reader.next() {
            let record = try CommuneTable.record(next, place)
            let texts = names.indices.dropFirst().dropLast(hasLabel ? 1 : 0).map { record.text($0) ?? "" }
            // One column holds both: "46.128, 3.426".
            let parts = texts.count == 2 ? texts : texts[0].split(separator: ",").map { $0.filter { $0 != " " } }
            try rows.add(
                record.text(0) ?? "", hasLabel ? record.text(names.count - 1) ?? "" : "", parts,
                at: Place(export.path, line: record.line, record: record.number, field: names[0]))
        }
        try self.init(rows, place)
    }

    private init(json export: Export) throws(Failure) {
        let place = Place(export.path)
        let reading = ConfigReading(folder: "", variables: [:])
        let format = JSONFormat(Settings(Setting(place: place, value: .object([])), "", reading))
        let names = ["code", "nom", "centre.coordinates[]"].map { SourceName(text: $0, place: place) }
        var reader = try format.open(export, wanting: names)
        var rows = Rows()
        while let next = try reader.next() {
            let record = try CommuneTable.record(next, place)
            var parts: [String] = []
            var value = record.first(2)
            while let part = value {
                parts.append(String(decoding: record.bytes[record.range(part)], as: UTF8.self))
                value = record.next(after: part)
            }
            // GeoJSON writes the longitude first.
            try rows.add(
                record.text(0) ?? "", record.text(1) ?? "", parts.reversed(),
                at: Place(export.path, line: record.line, record: record.number, field: "code"))
        }
        try self.init(rows, place)
    }

    private static func record(_ next: Result<Record, Rejection>, _ place: Place) throws(Failure) -> Record {
        switch next {
        case .success(let record): return record
        case .failure(let rejection):
            throw Failure(rejection.problems.first ?? Problem(place, "a row cannot be read"))
        }
    }

    private struct Rows {
        /// By INSEE code; of several rows of a commune, one for each postcode, the first counts.
        var lines: [String: String] = [:]
        var without = 0

        mutating func add(_ code: String, _ label: String, _ parts: [String], at place: Place) throws(Failure) {
            // Spreadsheets drop the leading zero of départements 01 to 09.
            let code = code.utf8.count == 4 ? "0\(code)" : code
            guard FieldType.commune.problem(with: code, Codes()) == nil else {
                throw Failure(
                    Problem(
                        place, "not an INSEE commune code: \(Quote.value(code))", why: "the table lists communes",
                        fix: "take the table of communes from the official source"))
            }
            guard lines[code] == nil else { return }
            guard parts.count == 2, Point(latitude: parts[0], longitude: parts[1]) != nil else {
                without += 1
                return
            }
            let name = label.contains(";") || label.contains("\"") ? "" : label
            lines[code] = "\(code);\(name);\(parts[0]);\(parts[1]);imported"
        }
    }

    private init(_ rows: Rows, _ place: Place) throws(Failure) {
        guard !rows.lines.isEmpty else {
            throw Failure(
                Problem(
                    place, "it lists no commune with coordinates", why: "nothing could be told from an empty table",
                    fix:
                        "take a table that has latitude and longitude, or geo.api.gouv.fr/communes?fields=nom,code,centre"
                ))
        }
        text =
            (([Communes.columns.joined(separator: ";")] + rows.lines.sorted { $0.key < $1.key }.map(\.value))
                .joined(separator: "\n")) + "\n"
        count = rows.lines.count
        without = rows.without
    }
}
