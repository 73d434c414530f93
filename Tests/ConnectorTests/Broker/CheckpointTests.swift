import Canonical
import Testing

@testable import Connectors

@Suite(.enabled(if: TestBroker.isThere, "set HUB_TEST_BROKER: run deploy/test"))
struct CheckpointTests {
    /// A checkpoint on a connection of its own, as a run has it.
    private func checkpoint(_ address: BrokerAddress) throws -> Checkpoint {
        let connection = try BrokerConnection(address, name: "test")
        try connection.declare(queue: Queue(Checkpoint.queue(of: "acme")))
        return Checkpoint(feed: "acme", on: try Publisher(connection))
    }

    @Test func `a feed that never saved has none, then the last one saved`() throws {
        try TestBroker.withVhost { address, _ in
            do {
                let first = try checkpoint(address)
                #expect(try first.load() == nil)
                try first.save(run: 1, bytes: [1])
                try first.save(run: 2, bytes: [2, 2])
                let loaded = try #require(try first.load())
                #expect(loaded.run == 2 && loaded.bytes == [2, 2])
                try first.save(run: 3, bytes: Array(repeating: 3, count: 1_000_000))
            }
            let loaded = try #require(try checkpoint(address).load())
            #expect(loaded.run == 3)
            #expect(loaded.bytes == Array(repeating: 3, count: 1_000_000))
        }
    }

    @Test func `a run that ends without saving leaves the checkpoint as it was`() throws {
        try TestBroker.withVhost { address, _ in
            try checkpoint(address).save(run: 1, bytes: [1])
            for _ in 1...3 { #expect(try checkpoint(address).load()?.run == 1) }
        }
    }

    @Test func `after a crash between publishing and acknowledging the newer of the two counts`() throws {
        try TestBroker.withVhost { address, _ in
            try checkpoint(address).save(run: 7, bytes: [7])
            do {
                let crashing = try checkpoint(address)
                #expect(try crashing.load()?.run == 7)
                // Another run's save is all that stands between publishing and acknowledging.
                try checkpoint(address).save(run: 8, bytes: [8])
            }
            let observer = try BrokerConnection(address, name: "test")
            while try observer.depth(ofQueue: Checkpoint.queue(of: "acme"))?.messages != 2 { try observer.tick() }
            let next = try checkpoint(address)
            #expect(try next.load()?.bytes == [8])
            try next.save(run: 9, bytes: [9])
            #expect(try checkpoint(address).load()?.run == 9)
            #expect(try observer.depth(ofQueue: Checkpoint.queue(of: "acme"))?.messages == 0)
        }
    }

    @Test func `a foreign message in the queue is a failure that says so`() throws {
        try TestBroker.withVhost { address, _ in
            let checkpoint = try checkpoint(address)
            let publisher = try Publisher(try BrokerConnection(address, name: "test"))
            try publisher.publish(.sample("id-1", to: "feed.acme.checkpoint"))
            try publisher.settle()
            let failure = #expect(throws: Failure.self) { try checkpoint.load() }
            #expect(
                failure?.problem.description == """
                    feed.acme.checkpoint: a message in it is no checkpoint: content type \
                    "application/cloudevents+json", id "id-1"
                      why: only the hub writes there, messages of type application/vnd.siae-hub.checkpoint with a \
                    header x-hub-run
                      fix: find out who published it, take it out, and run the feed again
                    """)
            #expect(failure?.isTemporary == false)
        }
    }

    @Test func `looking leaves the checkpoint there, and says when a run has it`() throws {
        try TestBroker.withVhost { address, _ in
            let run = try checkpoint(address)
            let observer = try BrokerConnection(address, name: "hub status")
            guard case .never = try Checkpoint.peek(feed: "acme", on: observer) else {
                Issue.record("there is none yet")
                return
            }
            try run.save(run: 4, bytes: [4])
            for _ in 1...2 {
                guard case .saved(4, [4]) = try Checkpoint.peek(feed: "acme", on: observer) else {
                    Issue.record("run 4 was saved")
                    return
                }
            }
            let holder = try BrokerConnection(address, name: "run")
            _ = try Lease(feed: "acme", on: holder)
            guard case .running = try Checkpoint.peek(feed: "acme", on: observer) else {
                Issue.record("the lease is held")
                return
            }
            #expect(try run.load()?.run == 4)
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
