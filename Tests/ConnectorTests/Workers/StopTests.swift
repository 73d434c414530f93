import Canonical
import Testing

@testable import Connectors

@Suite struct StopTests {
    @Test func `nobody has asked`() throws {
        let stop = Stop()
        try stop.check()
        #expect(!stop.isAsked)
    }

    @Test func `asked to end, a run says that nothing is lost`() throws {
        let stop = Stop()
        stop.ask()
        #expect(stop.isAsked)
        let failure = #expect(throws: Failure.self) { try stop.check() }
        #expect(
            failure?.problem.description == """
                hub: asked to end before the run did
                  why: the checkpoint is as it was; what was sent already is sent again with the same ids
                  fix: run again
                """)
        #expect(failure?.cause == .stopped)
        #expect(failure?.isTemporary == false)
    }

    @Test func `whoever publishes has some seconds from the first time that somebody asked`() throws {
        let stop = Stop()
        let start = ContinuousClock.now
        stop.ask(at: start)
        stop.ask(at: start + .seconds(4))
        try stop.check(grace: 5, at: start + .seconds(4.9))
        #expect(throws: Failure.self) { try stop.check(grace: 5, at: start + .seconds(5)) }
        #expect(throws: Failure.self) { try stop.check(at: start) }
    }
}
