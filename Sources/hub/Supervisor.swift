import Canonical
import Connectors
import Foundation

/// Keeps every worker of a collective at work until the process is asked to end, and takes over a config that changed.
///
/// Nothing is repaired in place: a turn that fails is over, and after a wait the worker starts again from what the broker
/// holds.
actor Supervisor {
    private enum Event: Sendable { case end, reload }

    private var collective: Collective
    private let feed: String?
    private let read: @Sendable () throws(ConfigError) -> Collective
    private let stop = Stop()
    /// By kind and id.
    private var keepers: [String: Keeper] = [:]

    /// Keeps the workers of `collective`, or of one of its feeds only; `read` reads the config anew.
    init(
        _ collective: Collective, only feed: String?, read: @escaping @Sendable () throws(ConfigError) -> Collective
    ) {
        self.collective = collective
        self.feed = feed
        self.read = read
    }

    /// Returns when SIGTERM or SIGINT came and the turns under way have ended.
    func run() async -> ExitCode {
        let (events, happened) = AsyncStream<Event>.makeStream()
        let signals = Signals(
            stop, ending: { happened.yield(.end) },
            late: {
                // What is cut off here is done again from the checkpoint, as after a power cut.
                Log.warn("hub.cut", ["after": "\(Int(Signals.patience))s"])
                _exit(ExitCode.done.rawValue)
            }, reload: { happened.yield(.reload) })
        await withDiscardingTaskGroup { group in
            let workers = collective.workers(only: feed)
            Log.info("hub.started", ["collective": collective.id, "feeds": Supervisor.feeds(workers)])
            await start(workers, &group)
            for await event in events {
                guard event == .reload else { break }
                await reload(&group)
            }
            Log.info("hub.ending")
            for keeper in keepers.values { await keeper.end() }
        }
        withExtendedLifetime(signals) {}
        Log.info("hub.ended")
        return .done
    }

    /// Reads the config whole; one with a problem changes nothing.
    private func reload(_ group: inout DiscardingTaskGroup) async {
        let changed: Collective
        do throws(ConfigError) { changed = try read() } catch {
            for problem in error.problems { Log.error("config.refused", ["problem": problem.description]) }
            return Log.error("config.kept", ["problems": String(error.problems.count)])
        }
        tellWhatToApply(changed)
        if let departure = Departure(from: collective, to: changed) { await departure.close().forEach(Log.write) }
        collective = changed
        let workers = changed.workers(only: feed)
        let names = Set(workers.map(\.name))
        for (name, keeper) in keepers where !names.contains(name) {
            await keeper.end()
            keepers[name] = nil
        }
        await start(workers, &group)
        Log.info("config.taken", ["feeds": Supervisor.feeds(workers)])
    }

    private static func feeds(_ workers: [any Worker]) -> String { String(workers.count { $0.kind == "feed" }) }

    private func start(_ workers: [any Worker], _ group: inout DiscardingTaskGroup) async {
        for worker in workers {
            if let keeper = keepers[worker.name] {
                await keeper.takeOver(worker)
            } else {
                let keeper = Keeper(worker, stop)
                keepers[worker.name] = keeper
                group.addTask { await keeper.keep() }
            }
        }
    }

    /// The hub itself creates nothing on the broker.
    private func tellWhatToApply(_ changed: Collective) {
        let (before, after) = (collective.topology, changed.topology)
        guard before != after else { return }
        let new = Set(after.queues.map(\.name)).subtracting(before.queues.map(\.name))
        Log.warn(
            "broker.outgrown",
            [
                "new": new.isEmpty ? "users or policies" : new.sorted().joined(separator: " "),
                "fix": "hub apply \(changed.folder), unless that was done",
            ])
    }
}
