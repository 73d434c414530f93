/// Who holds an entity, and what a run that may have been interrupted meant to change about that.
struct Holding: Sendable, Hashable {
    /// Those who hold it for sure; with a doubt, those who may have held it before; sorted.
    var members: [String]
    var doubt: Doubt?

    /// A change that was about to be published: whether it was, nobody knows until a run has ended.
    struct Doubt: Sendable, Hashable {
        enum Event: Int, Sendable { case created, updated, rerouted, withdrawn }

        /// The run under whose number it was published, if it was.
        var run: Int
        var event: Event
        /// Those it was meant for, sorted.
        var recipients: [String]
    }

    /// All who may hold it, sorted.
    var holders: [String] {
        guard let doubt else { return members }
        return Set(members).union(doubt.recipients).sorted()
    }

    func append(to bytes: inout [UInt8]) {
        Holding.append(members, to: &bytes)
        Varint.append(doubt == nil ? 0 : 1, to: &bytes)
        guard let doubt else { return }
        Varint.append(doubt.run, to: &bytes)
        Varint.append(doubt.event.rawValue, to: &bytes)
        Holding.append(doubt.recipients, to: &bytes)
    }

    init(_ members: [String], doubt: Doubt? = nil) {
        self.members = members
        self.doubt = doubt
    }

    /// Takes a holding from the front; nil when there is none.
    init?(from reader: inout Varint.Reader) {
        guard let members = Holding.members(from: &reader), let count = reader.number(), count <= 1 else { return nil }
        self.members = members
        guard count == 1 else { return }
        guard let run = reader.number(), let event = reader.number().flatMap(Doubt.Event.init(rawValue:)),
            let recipients = Holding.members(from: &reader)
        else { return nil }
        doubt = Doubt(run: run, event: event, recipients: recipients)
    }

    private static func append(_ members: [String], to bytes: inout [UInt8]) {
        Varint.append(members.count, to: &bytes)
        for member in members {
            Varint.append(member.utf8.count, to: &bytes)
            bytes.append(contentsOf: member.utf8)
        }
    }

    private static func members(from reader: inout Varint.Reader) -> [String]? {
        guard let count = reader.number() else { return nil }
        var members: [String] = []
        for _ in 0..<count {
            guard let length = reader.number(), let name = reader.take(length) else { return nil }
            members.append(String(decoding: name, as: UTF8.self))
        }
        return members
    }
}
