import Canonical

/// How an export seems to be written.
struct ExportShape {
    /// `"format"` as a config writes it.
    var format: String
    /// Why, one sentence each.
    var reasons: [String]
    /// The names in it.
    var names: [String]

    /// Where messages point that would name a config line: there is none yet.
    static let place = Place("the feed's \"format\"")

    /// Opens an export with a format as a config writes it.
    static func open(_ export: Export, _ format: String, _ names: [String]) throws(Failure) -> any RecordReader {
        let reading = ConfigReading(folder: ".", variables: [:])
        let setting: Setting
        do throws(ConfigError) {
            setting = try ConfigText.parse(Array("{ \"format\": \(format) }".utf8), file: place.file).moved(to: place)
        } catch {
            throw Failure(error.problems[0])
        }
        guard let format = Formats.read(Settings(setting, "the feed", reading)) else {
            throw Failure(reading.problems.first ?? Problem(Place(export.name), "the format cannot be guessed"))
        }
        return try format.open(export, wanting: names.map { SourceName(text: $0, place: place) })
    }
}

extension Setting {
    /// The same value as if all of it stood at one place.
    func moved(to place: Place) -> Setting {
        let value: Value =
            switch value {
            case .object(let members):
                .object(members.map { Member(word: $0.word, place: place, setting: $0.setting.moved(to: place)) })
            case .list(let items): .list(items.map { $0.moved(to: place) })
            default: value
            }
        return Setting(place: place, value: value)
    }
}
