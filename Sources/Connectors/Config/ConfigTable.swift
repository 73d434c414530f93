import Canonical

/// A table of the config, `;` between its columns, read through the hub's own CSV reader.
struct ConfigTable {
    let path: String
    let columns: [String]
    /// What the table is, as a problem continues `… starts with the line`, and what to do about a broken one.
    let noun: String
    let fix: String

    /// Gives every row to `each`, its columns in their order; problems go to `reading`.
    func read(_ reading: ConfigReading, each: (Record) -> Void) {
        let place = Place(path)
        do throws(Failure) {
            let names = columns.map { SourceName(text: $0, place: place) }
            var reader = try CSVReader(CSVFormat(delimiter: UInt8(ascii: ";"), place: place), Export(path: path), names)
            while let next = try reader.next() {
                switch next {
                case .success(let record): each(record)
                case .failure(let rejection): rejection.problems.forEach(reading.report)
                }
            }
        } catch {
            reading.report(
                error.problem.place, error.problem.what,
                why: "\(noun) starts with the line \(columns.joined(separator: ";")), in UTF-8", fix: fix)
        }
    }
}
