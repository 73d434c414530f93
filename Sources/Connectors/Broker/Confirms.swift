/// Which published messages the broker has answered for; bookkeeping only, no socket.
///
/// Tags count from 1 in publishing order, as the broker counts them on a channel in confirm mode. Answers come in any
/// order, singly or for everything up to a tag.
package struct Confirms: Sendable, Equatable {
    /// The last tag given out.
    package private(set) var last: UInt64 = 0
    /// Every tag up to here has its answer.
    package private(set) var settledThrough: UInt64 = 0
    /// Tags above `settledThrough` with an answer.
    private var early: Set<UInt64> = []
    /// Tags the broker refused, in the order of its answers, until taken.
    package private(set) var refused: [UInt64] = []

    /// Nothing published yet.
    package init() {}

    /// Tags without an answer, oldest first.
    package var outstanding: [UInt64] { span == 0 ? [] : (settledThrough + 1...last).filter { !early.contains($0) } }

    /// Whether every message has its answer.
    package var isSettled: Bool { settledThrough == last }

    /// Distance from the oldest unanswered tag to the last one: what a window bounds.
    package var span: Int { Int(last - settledThrough) }

    /// Counts a message and gives its tag.
    package mutating func published() -> UInt64 {
        last += 1
        return last
    }

    /// Records an answer; one for a tag that is unknown or already answered changes nothing.
    package mutating func settle(_ tag: UInt64, multiple: Bool, accepted: Bool) {
        // With `multiple`, tag 0 means everything so far (AMQP 0-9-1, basic.ack).
        let upTo = multiple && tag == 0 ? last : tag
        guard upTo > settledThrough, upTo <= last else { return }
        if multiple {
            if !accepted { refused += (settledThrough + 1...upTo).filter { !early.contains($0) } }
            settledThrough = upTo
            early = early.isEmpty ? [] : early.filter { $0 > upTo }
        } else {
            guard early.insert(upTo).inserted else { return }
            if !accepted { refused.append(upTo) }
        }
        while early.remove(settledThrough + 1) != nil { settledThrough += 1 }
    }

    /// The refused tags, which are forgotten here.
    package mutating func takeRefused() -> [UInt64] {
        defer { refused = [] }
        return refused
    }
}
