import CCurl
import Canonical

/// libcurl's easy handle: one transfer at a time, over connections that are kept open in between.
///
/// Not Sendable, blocks its worker's thread. What the environment says of proxies is meant for browsers, and not looked at.
final class Curl {
    /// Where the bytes of one transfer go; what it throws ends the transfer.
    struct Intake {
        /// Takes a piece of the body.
        var body: (UnsafeRawBufferPointer) throws(Failure) -> Void
        /// Takes a header line.
        var header: (String) -> Void = { _ in }
        /// Called about every second.
        var tick: () throws(Failure) -> Void
        /// What is sent; nothing when nil.
        var sent: [UInt8]?
    }
    /// How a transfer ended that nothing on this side has stopped.
    struct Outcome {
        let status: CURLcode
        /// What libcurl says of it.
        let detail: String
    }

    /// libcurl's own set-up, once per process.
    private static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    private let handle: UnsafeMutableRawPointer

    /// Prepares; connects to nothing yet.
    init() {
        guard Self.isReady, let handle = curl_easy_init() else { preconditionFailure("libcurl cannot start") }
        self.handle = handle
    }

    deinit { curl_easy_cleanup(handle) }

    /// Transfers what `options` set; `then` may ask what came besides the bytes.
    ///
    /// Pointers that `options` hand over must live until this returns.
    func perform(
        _ intake: Intake, options: (UnsafeMutableRawPointer) -> [CURLcode],
        then: (UnsafeMutableRawPointer) -> Void = { _ in }
    ) throws(Failure) -> Outcome {
        let transfer = Transfer(intake)
        var message = [CChar](repeating: 0, count: Int(CURL_ERROR_SIZE))
        var status = CURLE_OK
        withExtendedLifetime(transfer) {
            message.withUnsafeMutableBufferPointer { message in
                let steps = common(transfer, message) + sending(transfer) + options(handle)
                status = steps.first { $0 != CURLE_OK } ?? curl_easy_perform(handle)
                then(handle)
                // The handle outlives the buffers that it was told of.
                curl_easy_reset(handle)
            }
        }
        if let failure = transfer.failure { throw failure }
        let detail = String(decoding: message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return Outcome(status: status, detail: detail.isEmpty ? String(cString: curl_easy_strerror(status)) : detail)
    }

    private func common(_ transfer: Transfer, _ message: UnsafeMutableBufferPointer<CChar>) -> [CURLcode] {
        let context = Unmanaged.passUnretained(transfer).toOpaque()
        return [
            hub_curl_set_pointer(handle, CURLOPT_ERRORBUFFER, message.baseAddress),
            hub_curl_set_string(handle, CURLOPT_PROXY, ""),
            // Time-outs by signal would hit another thread.
            hub_curl_set_long(handle, CURLOPT_NOSIGNAL, 1),
            hub_curl_set_long(handle, CURLOPT_LOW_SPEED_LIMIT, 1),
            hub_curl_set_receive(handle, CURLOPT_WRITEFUNCTION, onBody),
            hub_curl_set_pointer(handle, CURLOPT_WRITEDATA, context),
            hub_curl_set_receive(handle, CURLOPT_HEADERFUNCTION, onHeader),
            hub_curl_set_pointer(handle, CURLOPT_HEADERDATA, context),
            hub_curl_set_long(handle, CURLOPT_NOPROGRESS, 0),
            hub_curl_set_progress(handle, onProgress),
            hub_curl_set_pointer(handle, CURLOPT_XFERINFODATA, context),
        ]
    }

    private func sending(_ transfer: Transfer) -> [CURLcode] {
        guard transfer.intake.sent != nil else { return [] }
        return [
            hub_curl_set_long(handle, CURLOPT_UPLOAD, 1),
            hub_curl_set_receive(handle, CURLOPT_READFUNCTION, onSend),
            hub_curl_set_pointer(handle, CURLOPT_READDATA, Unmanaged.passUnretained(transfer).toOpaque()),
        ]
    }
}

/// What libcurl's callbacks work with during one transfer.
private final class Transfer {
    let intake: Curl.Intake
    /// What stopped it on this side.
    private(set) var failure: Failure?
    private var nextTick = ContinuousClock.now + .seconds(1)
    /// Bytes that were sent.
    private var sent = 0

    init(_ intake: Curl.Intake) { self.intake = intake }

    static func of(_ context: UnsafeMutableRawPointer?) -> Transfer? {
        context.map { Unmanaged<Transfer>.fromOpaque($0).takeUnretainedValue() }
    }

    func take(_ bytes: UnsafeRawBufferPointer) -> Bool {
        goesOn(after: { () throws(Failure) in try intake.body(bytes) })
    }

    /// Fills a buffer with what is still to be sent; returns how many bytes that is.
    func give(_ buffer: UnsafeMutableRawBufferPointer) -> Int {
        let rest = (intake.sent ?? []).dropFirst(sent).prefix(buffer.count)
        buffer.copyBytes(from: rest)
        sent += rest.count
        return rest.count
    }

    func tick() -> Bool {
        let now = ContinuousClock.now
        guard now >= nextTick else { return true }
        nextTick = now + .seconds(1)
        return goesOn(after: intake.tick)
    }

    private func goesOn(after step: () throws(Failure) -> Void) -> Bool {
        do throws(Failure) {
            try step()
            return true
        } catch {
            failure = error
            return false
        }
    }
}

/// Takes in a piece of the body; fewer bytes than given make libcurl give up.
private func onBody(
    _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
    let isTaken = Transfer.of(context)?.take(UnsafeRawBufferPointer(start: bytes, count: count)) ?? false
    return isTaken ? count : 0
}

/// Hands out a piece of what is sent.
private func onSend(
    _ buffer: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int { Transfer.of(context)?.give(UnsafeMutableRawBufferPointer(start: buffer, count: size * count)) ?? 0 }

/// Takes in one header line.
private func onHeader(
    _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
    let line = String(decoding: UnsafeRawBufferPointer(start: bytes, count: count), as: UTF8.self)
    Transfer.of(context)?.intake.header(line)
    return count
}

/// Keeps the owner's other connections alive while a transfer lasts.
private func onProgress(
    _ context: UnsafeMutableRawPointer?, _: curl_off_t, _: curl_off_t, _: curl_off_t, _: curl_off_t
) -> Int32 { Transfer.of(context)?.tick() == true ? 0 : 1 }
