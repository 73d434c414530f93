import Canonical

/// One XML document whose records are elements of one name.
///
/// `record` is that name, wherever it stands, or the path to it from the root: `rss/channel/item`. Names in it and in the
/// mapping's paths mean elements of any namespace when they are written without a prefix; with one (`dc:creator`) they
/// mean what the document writes so.
package struct XMLFormat: Format {
    package static let name = "xml"

    /// The names that lead from the root to a record; one alone may stand anywhere.
    let path: [String]
    /// Whether a document without any record may be whole.
    let mayBeEmpty: Bool
    let place: Place
    /// Bytes that one record may have; tests take less.
    var longestRecord = ByteWindow.longestRecord

    package init(_ settings: Settings) {
        place = settings.place(of: "record")
        let text = settings.required("record", "\"the name of the element that a record is\"") ?? ""
        path = text.split(separator: "/").map(String.init)
        mayBeEmpty = settings.flag("mayBeEmpty") ?? false
        if path.isEmpty, settings.words.contains(where: { $0.word == "record" }) {
            settings.reading.report(
                place, "\(Quote.value(text)) for \"record\"",
                why: "\"record\" is the name of an element, or a path to it",
                fix: "write \"item\" or \"rss/channel/item\"")
        }
    }

    package func open(_ export: Export, wanting names: [SourceName]) throws(Failure) -> any RecordReader {
        try XMLReader(self, export, names)
    }
}
