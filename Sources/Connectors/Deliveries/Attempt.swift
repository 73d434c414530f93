import Canonical

/// Tells what interrupts an attempt from what the attempt itself fails with.
enum Attempt {
    /// Runs `body`, which calls the `tick` that it is given; a failure of `tick` is thrown, any other one returned.
    static func result<Value>(
        _ tick: @escaping () throws(Failure) -> Void,
        _ body: (@escaping () throws(Failure) -> Void) throws(Failure) -> Value
    ) throws(Failure) -> Result<Value, Failure> {
        var interruption: Failure?
        do throws(Failure) {
            return .success(
                try body { () throws(Failure) in
                    do throws(Failure) { try tick() } catch {
                        interruption = error
                        throw error
                    }
                })
        } catch {
            if let interruption { throw interruption }
            return .failure(error)
        }
    }
}
