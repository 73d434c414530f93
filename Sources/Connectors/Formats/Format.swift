import Canonical

/// A name that a mapping reads from an export: a column, or a path into a JSON record.
package struct SourceName: Sendable, Hashable {
    package let text: String
    /// The config line that names it.
    package let place: Place
}

/// Turns an export into records.
///
/// `open` is called once per export; it reads what names the columns, nothing more.
package protocol Format: Sendable {
    /// The word in `"format": { "csv": { … } }`.
    static var name: String { get }
    /// Reads the format's words; problems go to the settings' reading.
    init(_ settings: Settings)
    func open(_ export: Export, wanting names: [SourceName]) throws(Failure) -> any RecordReader
    /// The format as it reads the exports of one member; most read alike for everybody.
    func of(_ member: String) -> any Format
}

extension Format {
    package func of(_ member: String) -> any Format { self }
}

/// Reads the records of one export in order; lives on its worker's thread.
package protocol RecordReader {
    /// The next record, a rejection when this record alone cannot be read, nil at the end.
    /// Throws when nothing after this point can be trusted: the whole export counts as not read.
    mutating func next() throws(Failure) -> Result<Record, Rejection>?
    /// What was found out by looking at the file, as people read it; grows while records are read.
    var findings: [String] { get }
    /// The names that the export has, in their order: a header's columns, or the members of its first records.
    var seen: [String] { get }
    /// Those of ``seen`` that only some records have.
    var sometimes: Set<String> { get }
    /// Bytes of the export that were read so far.
    var bytesRead: Int { get }
    /// As ``next()``, into a record whose memory is used again. A reader has one of the two, and gets the other.
    mutating func next(into record: inout Record) throws(Failure) -> Result<Void, Rejection>?
}

extension RecordReader {
    package var findings: [String] { [] }
    package var seen: [String] { [] }
    package var sometimes: Set<String> { [] }
    package var bytesRead: Int { 0 }

    package mutating func next() throws(Failure) -> Result<Record, Rejection>? {
        var record = Record()
        return try next(into: &record).map { $0.map { record } }
    }

    package mutating func next(into record: inout Record) throws(Failure) -> Result<Void, Rejection>? {
        try next().map { $0.map { record = $0 } }
    }
}

/// Every format, by the word that names it.
package enum Formats {
    static let all: [any Format.Type] = [
        CSVFormat.self, JSONFormat.self, NDJSONFormat.self, XMLFormat.self, MailFormat.self,
    ]

    static func read(_ settings: Settings) -> (any Format)? {
        guard
            let (name, options) = settings.alternative(
                "format", all.map { $0.name }, "{ \"csv\": { \"delimiter\": \";\" } }")
        else { return nil }
        let format = all.first { $0.name == name }?.init(options)
        options.finish()
        return format
    }
}
