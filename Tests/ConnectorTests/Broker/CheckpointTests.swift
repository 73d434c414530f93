import Canonical
import Testing

@testable import Connectors

@Suite(.enabled(if: TestBroker.isThere, "set HUB_TEST_BROKER: run deploy/test"))
struct CheckpointTests {
    /// A checkpoint on a connection of its own, as a run has it.
    private func checkpoint(_ address: BrokerAddress, partSize: Int = 1 << 20) throws -> Checkpoint {
        let connection = try BrokerConnection(address, name: "test")
        try connection.declare(queue: Queue(Checkpoint.queue(of: "acme")))
        return Checkpoint(of: .acme, on: try Publisher(connection), partSize: partSize)
    }

    @Test func `a feed that never saved has none, then the last one saved`() throws {
        try TestBroker.withVhost { address, _ in
            do {
                let first = try checkpoint(address)
                #expect(try first.load(isExpected: false) == nil)
                try first.save(run: 1, bytes: [1])
                try first.save(run: 2, bytes: [2, 2])
                let loaded = try #require(try first.load(isExpected: false))
                #expect(loaded.run == 2 && loaded.bytes == [2, 2])
                try first.save(run: 3, bytes: Array(repeating: 3, count: 1_000_000))
            }
            let loaded = try #require(try checkpoint(address).load(isExpected: false))
            #expect(loaded.run == 3)
            #expect(loaded.bytes == Array(repeating: 3, count: 1_000_000))
        }
    }

    @Test func `a run that ends without saving leaves the checkpoint as it was`() throws {
        try TestBroker.withVhost { address, _ in
            try checkpoint(address).save(run: 1, bytes: [1])
            for _ in 1...3 { #expect(try checkpoint(address).load(isExpected: false)?.run == 1) }
        }
    }

    @Test func `after a crash between publishing and acknowledging the newer of the two counts`() throws {
        try TestBroker.withVhost { address, _ in
            try checkpoint(address).save(run: 7, bytes: [7])
            do {
                let crashing = try checkpoint(address)
                #expect(try crashing.load(isExpected: false)?.run == 7)
                // Another run's save is all that stands between publishing and acknowledging.
                try checkpoint(address).save(run: 8, bytes: [8])
            }
            let observer = try BrokerConnection(address, name: "test")
            while try observer.depth(ofQueue: Checkpoint.queue(of: "acme"))?.messages != 2 { try observer.tick() }
            let next = try checkpoint(address)
            #expect(try next.load(isExpected: false)?.bytes == [8])
            try next.save(run: 9, bytes: [9])
            #expect(try checkpoint(address).load(isExpected: false)?.run == 9)
            #expect(try observer.depth(ofQueue: Checkpoint.queue(of: "acme"))?.messages == 0)
        }
    }

    /// What a message that is no part of a checkpoint of this hub makes of a run.
    private func complaint(about message: Message) throws -> String? {
        var text: String?
        try TestBroker.withVhost { address, _ in
            let checkpoint = try checkpoint(address)
            let publisher = try Publisher(try BrokerConnection(address, name: "test"))
            try publisher.publish(message)
            try publisher.settle()
            let failure = #expect(throws: Failure.self) { try checkpoint.load(isExpected: false) }
            #expect(failure?.cause == .data)
            text = failure?.problem.description
            // Whoever starts anew does away with it.
            try checkpoint.giveUp()
            try checkpoint.save(run: 1, bytes: [1])
            #expect(try self.checkpoint(address).load(isExpected: false)?.bytes == [1])
        }
        return text
    }

    @Test func `a foreign message in the queue is a failure that says so`() throws {
        #expect(
            try complaint(about: .sample("id-1", to: "feed.acme.checkpoint")) == """
                feed.acme.checkpoint: a message in it is no checkpoint: content type "application/cloudevents+json", \
                id "id-1"
                  why: only the hub writes there, messages of type application/vnd.siae-hub.checkpoint
                  fix: find out who published it, take it out, and run the feed again; if it is gone for good: \
                hub run config --once --feed acme --accept-new-start
                """)
    }

    @Test func `so is a checkpoint of another version`() throws {
        var message = Message.sample("acme.4", to: "feed.acme.checkpoint")
        message.contentType = "application/vnd.siae-hub.checkpoint"
        message.headers = [("x-hub-run", "4")]
        #expect(
            try complaint(about: message) == """
                feed.acme.checkpoint: the checkpoint has version "1"; this hub reads version 2
                  why: another version of the hub wrote it, in run 4
                  fix: run the feed with that version; if it is gone for good: \
                hub run config --once --feed acme --accept-new-start
                """)
    }

    @Test func `so is one whose bytes are not those that were written`() throws {
        let part = CheckpointPart(
            save: 1, run: 1, writer: "w", number: 1, end: (1, Digest.hex(Digest.sha256([1, 2, 3]))), bytes: [1, 2, 4])
        #expect(
            try complaint(about: part.message(of: .acme)) == """
                feed.acme.checkpoint: the checkpoint is damaged
                  why: its bytes are not those that the hub wrote; nothing was published
                  fix: restore the broker's data from a backup; if it is gone for good: \
                hub run config --once --feed acme --accept-new-start
                """)
    }

    @Test(arguments: [1, 7, 8, 9, 40, 41]) func `a checkpoint of many messages comes back whole`(size: Int) throws {
        try TestBroker.withVhost { address, _ in
            let bytes = (0..<40).map { UInt8($0) }
            let first = try checkpoint(address, partSize: size)
            try first.save(run: 1, bytes: [0])
            try first.save(run: 2, bytes: bytes)
            let observer = try BrokerConnection(address, name: "test")
            let count = (bytes.count + size - 1) / size
            #expect(try observer.depth(ofQueue: Checkpoint.queue(of: "acme"))?.messages == count)
            #expect(try checkpoint(address).load(isExpected: false)?.bytes == bytes)
        }
    }

    @Test func `what is written is handed over as it goes, and never lies in memory whole`() throws {
        try TestBroker.withVhost { address, _ in
            let checkpoint = try checkpoint(address, partSize: 1_000)
            var most = 0
            try checkpoint.save(run: 1) { passOn throws(Failure) in
                var bytes: [UInt8] = []
                for number in 0..<50_000 {
                    bytes.append(UInt8(truncatingIfNeeded: number))
                    most = max(most, bytes.count)
                    try passOn(&bytes)
                }
                return bytes
            }
            #expect(most == 1_001)
            #expect(
                try self.checkpoint(address).load(isExpected: false)?.bytes
                    == (0..<50_000).map { UInt8(truncatingIfNeeded: $0) })
        }
    }

    @Test func `killed behind any frame of a save, the last complete checkpoint counts`() throws {
        try TestBroker.withVhost { address, _ in
            func content(_ run: Int) -> [UInt8] { (0..<50).map { UInt8(truncatingIfNeeded: $0 &+ run) } }
            try checkpoint(address).save(run: 1, bytes: content(1))
            var (last, frames, survivors) = (1, 0, Set<Bool>())
            var isDone = false
            while !isDone {
                frames += 1
                let relay = try #require(Relay(to: address.port)).start(frames: frames)
                var road = address
                road.nodes = [.init(host: "127.0.0.1", port: relay.port)]
                // Two saves a run, as runs do it; five parts each.
                do {
                    let dying = try checkpoint(road, partSize: 10)
                    #expect(try dying.load(isExpected: false)?.run == last)
                    for run in [last + 1, last + 2] { try dying.save(run: run, bytes: content(run)) }
                    isDone = true
                } catch {}
                relay.cut()
                let next = try checkpoint(address, partSize: 10)
                let found = try #require(try next.load(isExpected: true), "nothing is left behind frame \(frames)")
                #expect((last...last + 2).contains(found.run))
                #expect(found.bytes == content(found.run))
                survivors.insert(found.run == last)
                last = found.run + 1
                try next.save(run: last, bytes: content(last))
            }
            #expect(frames > 45)
            #expect(survivors == [true, false])
            let observer = try BrokerConnection(address, name: "test")
            #expect(try observer.depth(ofQueue: Checkpoint.queue(of: "acme"))?.messages == 5)
        }
    }

    @Test func `a feed leaves a trace beside its checkpoint`() throws {
        try TestBroker.withVhost { address, _ in
            let observer = try BrokerConnection(address, name: "test")
            #expect(try !observer.stands(exchange: "feed.acme.published"))
            let checkpoint = try checkpoint(address)
            for _ in 1...2 { try checkpoint.mark() }
            #expect(try observer.stands(exchange: "feed.acme.published"))
        }
    }

    @Test func `looking leaves the checkpoint there, and says when a run has it`() throws {
        try TestBroker.withVhost { address, _ in
            let run = try checkpoint(address)
            let observer = try BrokerConnection(address, name: "hub status")
            guard case .none(hasPublished: false) = try Checkpoint.peek(.acme, on: observer) else {
                Issue.record("there is none yet")
                return
            }
            try run.save(run: 4, bytes: [4])
            for _ in 1...2 {
                guard case .saved(4, [4], hasPublished: false) = try Checkpoint.peek(.acme, on: observer) else {
                    Issue.record("run 4 was saved")
                    return
                }
            }
            let holder = try BrokerConnection(address, name: "run")
            _ = try Lease(feed: "acme", on: holder)
            guard case .running = try Checkpoint.peek(.acme, on: observer) else {
                Issue.record("the lease is held")
                return
            }
            #expect(try run.load(isExpected: false)?.run == 4)
        }
    }

    @Test func `a feed runs once, whoever starts it`() throws {
        try TestBroker.withVhost { address, _ in
            let first = try BrokerConnection(address, name: "first")
            let second = try BrokerConnection(address, name: "second")
            let lease = try Lease(feed: "acme", on: first)
            let failure = #expect(throws: Failure.self) { try Lease(feed: "acme", on: second) }
            #expect(
                failure?.problem.description == """
                    \(address): another hub process is running feed acme
                      why: it holds the exclusive queue feed.acme.lease
                      fix: wait for it, or stop the other process
                    """)
            #expect(failure?.isTemporary == true)
            _ = try Lease(feed: "other", on: second)
            try lease.release()
            _ = try Lease(feed: "acme", on: second)
        }
    }
}

extension CheckpointOwner {
    static let acme = CheckpointOwner(feed: "acme", collective: "petit", folder: "config")
}

extension Checkpoint {
    /// Saves bytes that are there already.
    func save(run: Int, bytes: [UInt8]) throws(Failure) { try save(run: run) { _ in bytes } }
}
