import Connectors
import Dispatch
import Foundation

/// What the system asks of a hub at work: SIGTERM and SIGINT to end, SIGHUP to read its config again.
final class Signals {
    /// Seconds until a hub ends that was asked to, whatever it is waiting for.
    static let patience = 9.0

    private let sources: [any DispatchSourceSignal]

    /// Asks `stop` at the first SIGTERM or SIGINT and calls `ending`.
    ///
    /// `late` is called if the hub is still there some seconds later; it ends the process by `_exit`, which takes nothing
    /// apart below the threads that are at work. A second signal ends the process at once. SIGHUP calls `reload` where there
    /// is one.
    init(
        _ stop: Stop, ending: @escaping @Sendable () -> Void = {}, late: @escaping @Sendable () -> Never,
        reload: (@Sendable () -> Void)? = nil
    ) {
        let queue = DispatchQueue(label: "signals")
        sources = [SIGTERM, SIGINT, SIGHUP].filter { $0 != SIGHUP || reload != nil }.map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler {
                if number == SIGHUP {
                    reload?()
                    return
                }
                guard !stop.isAsked else { _exit(128 + number) }
                stop.ask()
                ending()
                queue.asyncAfter(deadline: .now() + Signals.patience) { late() }
            }
            source.resume()
            return source
        }
    }

    deinit { sources.forEach { $0.cancel() } }
}
