import Canonical
import Connectors
import Foundation

/// Keeps one worker at work, turn after turn, and waits between them.
actor Keeper {
    private var worker: any Worker
    private let stop: Stop
    private var backoff = Backoff()
    private var random = SystemRandomNumberGenerator()
    private var isEnding = false
    /// Whether the next turn follows without a wait.
    private var isPressed = false
    /// Whether the last turn failed: a changed config, or a broker that somebody set up, may be what it waits for.
    private var hasFailed = false
    private var sleep: Task<Void, any Error>?

    init(_ worker: any Worker, _ stop: Stop) {
        self.worker = worker
        self.stop = stop
    }

    /// Returns when the worker has been asked to end, between two turns.
    func keep() async {
        while !isEnding, !stop.isAsked {
            isPressed = false
            await wait(await turn())
        }
    }

    /// Lets no other turn begin.
    func end() {
        isEnding = true
        sleep?.cancel()
    }

    /// Goes on with another config from the next turn on, which comes at once when that means something else.
    func takeOver(_ worker: any Worker) {
        let isChanged = worker.fingerprint != self.worker.fingerprint
        self.worker = worker
        guard isChanged || hasFailed else { return }
        isPressed = true
        sleep?.cancel()
    }

    /// One turn; returns how many seconds to wait after it.
    private func turn() async -> Double {
        let worker = worker
        do throws(Failure) {
            let turn = try await worker.work(at: Int(Date().timeIntervalSince1970), stop)
            turn.lines.forEach(Log.write)
            hasFailed = turn.isFailing
            guard !turn.isFailing else { return min(untilNextTurn(of: worker), backoff.next(&random)) }
            backoff.reset()
            return turn.isMoreWaiting ? 0 : untilNextTurn(of: worker)
        } catch {
            hasFailed = error.cause != .busy
            // A permanent failure needs somebody to act; trying again at the next turn tells whether they did.
            var wait = untilNextTurn(of: worker)
            if error.cause == .unreachable { wait = min(wait, backoff.next(&random)) }
            if error.cause == .busy { wait = min(worker.every, Backoff.standby) }
            log(error, of: worker, againIn: "\(Int(wait.rounded(.up)))s")
            return wait
        }
    }

    private func untilNextTurn(of worker: any Worker) -> Double {
        worker.untilNextTurn(after: Date().timeIntervalSince1970)
    }

    private func wait(_ seconds: Double) async {
        guard !isEnding, !isPressed, !stop.isAsked else { return }
        // Not the clock on the wall: it may jump.
        let sleep = Task { try await Task.sleep(for: .seconds(seconds), clock: .continuous) }
        self.sleep = sleep
        _ = await sleep.result
        self.sleep = nil
    }

    private func log(_ failure: Failure, of worker: any Worker, againIn wait: String) {
        switch failure.cause {
        // Of several hubs one does the work, and the others stand by: nobody must act.
        case .busy: Log.info("\(worker.kind).busy", [worker.kind: worker.id, "again_in": wait])
        case .stopped: Log.info("\(worker.kind).stopped", [worker.kind: worker.id])
        case .unreachable, .config, .data:
            Log.error(
                "\(worker.kind).failed",
                [worker.kind: worker.id, "problem": failure.problem.description, "again_in": wait])
        }
    }
}
