import Canonical
import Foundation

/// What a member holds, as its folder keeps it: the last message about each thing, from which every other file is made.
struct HeldMessages {
    /// A thing that the member holds, or held until lately.
    struct Entry {
        /// The last message that says what it is.
        var message: InboxMessage
        /// How often it changed since it came.
        var sequence = 0
        /// When it was withdrawn, in seconds since 1970.
        var withdrawn: Int?
        /// The last ids that were taken about it, escaped: the same message again changes nothing.
        var ids: [String]

        /// When it last changed, in seconds since 1970.
        var changed: Int { withdrawn ?? message.time }
        /// Tells it from everything else, for good: 32 hexadecimal digits.
        var identifier: String {
            Digest.hex(
                Digest.sha256(Array("\(message.source)\n\(message.kind)\n\(message.key)".utf8)).prefix(16))
        }
    }

    /// The file that keeps it.
    static let name = ".hub-messages"
    /// Ids that are remembered of each thing.
    private static let mostIDs = 20
    /// Seconds for which what was withdrawn is told.
    private static let memory = 60 * 86_400

    private var entries: [[String]: Entry] = [:]

    /// Nothing yet.
    init() {}

    /// Reads what the folder keeps.
    init(in folder: String) throws(Failure) {
        let path = "\(folder)/\(HeldMessages.name)"
        guard FileManager.default.fileExists(atPath: path) else { return }
        guard let content = FileManager.default.contents(atPath: path) else {
            throw Failure(
                Problem(
                    Place(path), "what the folder holds cannot be read",
                    fix: "let the hub's user read it"), .unreachable)
        }
        for (number, line) in [UInt8](content).split(separator: 0x0A).enumerated() {
            guard let entry = HeldMessages.entry(line, at: Place(path, line: number + 1)) else {
                throw Failure(
                    Problem(
                        Place(path, line: number + 1), "no message of the hub", why: "somebody changed the file",
                        fix: "restore it; or remove it, and send again what the member holds: hub replay"), .data)
            }
            entries[HeldMessages.thing(entry.message)] = entry
        }
    }

    /// Everything, in an order that does not depend on the order of coming.
    var all: [Entry] {
        entries.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.value)
    }

    /// Takes a message in; false when it was taken before.
    @discardableResult
    mutating func take(_ message: InboxMessage) -> Bool {
        let thing = HeldMessages.thing(message)
        let id = HTTPAddress.escaped(message.id)
        guard var entry = entries[thing] else {
            // A withdrawal of what never came says nothing.
            guard message.event != .withdrawn else { return false }
            entries[thing] = Entry(message: message, ids: [id])
            return true
        }
        guard !entry.ids.contains(id) else { return false }
        entry.ids = (entry.ids + [id]).suffix(HeldMessages.mostIDs)
        entry.sequence += 1
        if message.event == .withdrawn {
            entry.withdrawn = message.time
        } else {
            entry.message = message
            entry.withdrawn = nil
        }
        entries[thing] = entry
        return true
    }

    /// Forgets what was withdrawn long before `now`.
    mutating func forget(before now: Int) {
        entries = entries.filter { $0.value.withdrawn.map { $0 > now - HeldMessages.memory } ?? true }
    }

    func save(in folder: String) throws(Failure) {
        var bytes: [UInt8] = []
        for entry in all {
            let withdrawn = entry.withdrawn.map(String.init) ?? "-"
            let ids = entry.ids.joined(separator: ",")
            bytes += Array("\(entry.sequence) \(entry.message.time) \(withdrawn) \(ids)\t".utf8)
            bytes += entry.message.line
            bytes.append(0x0A)
        }
        try WholeFile.write(bytes, to: "\(folder)/\(HeldMessages.name)")
    }

    private static func thing(_ message: InboxMessage) -> [String] { [message.kind, message.source, message.key] }

    private static func entry(_ line: ArraySlice<UInt8>, at place: Place) -> Entry? {
        guard let tab = line.firstIndex(of: 0x09) else { return nil }
        let words = String(decoding: line[..<tab], as: UTF8.self).split(separator: " ").map(String.init)
        guard words.count == 4, let sequence = Int(words[0]), let time = Int(words[1]) else { return nil }
        guard
            case .success(let message) = InboxMessage.read(
                Array(line[line.index(after: tab)...]), time: time, at: place)
        else { return nil }
        return Entry(
            message: message, sequence: sequence, withdrawn: Int(words[2]),
            ids: words[3].split(separator: ",").map(String.init))
    }
}

extension InboxMessage {
    /// The CloudEvent on one line: between the values of JSON, a line end is as good as a space.
    var line: [UInt8] { body.map { $0 < 0x20 ? 0x20 : $0 } }
}
