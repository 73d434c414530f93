import Canonical
import Foundation

/// Unpacks an export, by a program that Debian ships, before the feed's format reads it.
package protocol ExportDecoder: Sendable {
    /// The word in `"decode": "zip"`.
    static var name: String { get }
    /// Reads the decoder's words; problems go to the settings' reading.
    init(_ settings: Settings)
    /// What is in the export: a new file in `folder`, under a name that leads a person to it.
    ///
    /// `tick` is called every now and then while a program runs.
    func decode(
        _ export: Export, in folder: RunFolder, tick: () throws(Failure) -> Void
    ) throws(Failure) -> Export
}

/// Every decoder, by the word that names it.
package enum ExportDecoders {
    static let all: [any ExportDecoder.Type] = [GZDecoder.self, ZIPDecoder.self, XLSXDecoder.self, ODSDecoder.self]

    /// The steps of a feed: a word, an object with its options, or a list of them.
    static func read(_ settings: Settings) -> [any ExportDecoder] {
        guard let setting = settings.setting("decode") else { return [] }
        if case .list(let items) = setting.value { return items.compactMap { read($0, settings.reading) } }
        return read(setting, settings.reading).map { [$0] } ?? []
    }

    private static func read(_ setting: Setting, _ reading: ConfigReading) -> (any ExportDecoder)? {
        var step = setting
        if case .text(let word) = setting.value {
            let options = Setting(place: setting.place, value: .object([]))
            let member = Setting.Member(word: word, place: setting.place, setting: options)
            step = Setting(place: setting.place, value: .object([member]))
        }
        let member = Setting.Member(word: "decode", place: setting.place, setting: step)
        let wrapped = Settings(Setting(place: setting.place, value: .object([member])), "the feed", reading)
        let example = "\"xlsx\", or { \"xlsx\": { \"sheet\": \"Offres\" } }"
        guard let (name, options) = wrapped.alternative("decode", all.map { $0.name }, example) else { return nil }
        let decoder = all.first { $0.name == name }?.init(options)
        options.finish()
        return decoder
    }

    /// Takes all steps, one after the other.
    static func decode(
        _ export: Export, by decoders: [any ExportDecoder], in folder: RunFolder, tick: () throws(Failure) -> Void
    ) throws(Failure) -> Export {
        var decoded = export
        for decoder in decoders {
            let chunk = decoded.chunk
            decoded = try decoder.decode(decoded, in: folder, tick: tick)
            decoded.chunk = chunk
        }
        return decoded
    }
}

extension RunFolder {
    /// A path in the folder where nothing stands yet.
    func newPath() -> String {
        "\(path)/\((try? FileManager.default.contentsOfDirectory(atPath: path).count) ?? 0)"
    }
}
