import Canonical
import Foundation
import Testing

@testable import Connectors

extension InboxMessage {
    /// A message of an inbox as the hub published it; `data` is what stands behind the key.
    static func sample(
        _ key: String, kind: String = "offer", _ event: Event = .created,
        _ data: String = #""type":"job","title":"Plongeur""#,
        id: String? = nil, source: String = "/essai/feeds/offres", time: Int = 1_790_000_000
    ) throws -> InboxMessage {
        try read(body(key, kind, event, data, id, source, time), time: time, at: Place("inbox")).get()
    }

    /// The CloudEvent of ``sample(_:kind:_:_:id:source:time:)``.
    static func body(
        _ key: String, _ kind: String = "offer", _ event: Event = .created,
        _ data: String = #""type":"job","title":"Plongeur""#, _ id: String? = nil,
        _ source: String = "/essai/feeds/offres", _ time: Int = 1_790_000_000
    ) -> [UInt8] {
        let envelope = Envelope(
            id: id ?? "\(key)-\(event.rawValue)-\(time)", source: source, kind: kind, event: event, subject: key,
            time: UTCTime.text(time))
        return envelope.bytes(
            around: event == .withdrawn ? Envelope.withdrawal(key: key) : Array(#"{"key":"\#(key)",\#(data)}"#.utf8))
    }
}

extension Handover {
    /// `delivered`, or the whole problem behind the word.
    var text: String {
        switch self {
        case .delivered: "delivered"
        case .refused(let problem): "refused: \(problem)"
        case .postponed(let problem): "postponed: \(problem)"
        }
    }
}
