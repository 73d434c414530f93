import CSpawn
import Canonical
import Foundation

/// A program that Debian ships, started without a shell, in an empty environment and within limits.
///
/// It reads one file, as `/proc/self/fd/0`, and writes one; it has neither a terminal nor the hub's connections, and the
/// kernel ends it when the hub ends.
struct Tool {
    let name: String
    /// The Debian package that it is in.
    let package: String
    /// Folders with programs, as in `PATH`.
    var searchPath = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"

    /// What it takes to name the file that it reads, for programs that want a path.
    static let input = "/proc/self/fd/0"

    /// How a program ended.
    struct Ending {
        let code: Int32
        /// What it said on standard error, its beginning.
        let message: String
        /// Bytes that it wrote.
        let size: Int
    }

    /// Runs the program on `export` and writes what it prints to `output`; returns when it has ended by itself.
    func run(
        _ arguments: [String], on export: Export, to output: String, _ limits: DecodeLimits,
        tick: () throws(Failure) -> Void
    ) throws(Failure) -> Ending {
        let command =
            [
                try find("setpriv", of: "util-linux"), "--pdeathsig", "KILL", "--no-new-privs",
                try find("prlimit", of: "util-linux"), "--as=\(limits.memory)",
                "--cpu=\(limits.seconds):\(limits.seconds + 1)",
                "--fsize=\(limits.size)", "--core=0", try find(name, of: package),
            ] + arguments
        let input = open(export.path, O_RDONLY | O_CLOEXEC)
        guard input >= 0 else { throw unreadable(export, errno) }
        defer { close(input) }
        let errors = output + ".errors"
        let descriptors = [output, errors].map { (path: String) in
            open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        }
        defer { for descriptor in descriptors where descriptor >= 0 { close(descriptor) } }
        guard descriptors.allSatisfy({ $0 >= 0 }) else { throw failed(output, "making the file", errno) }
        let process = try start(command, input, descriptors[0], descriptors[1])
        let status = try wait(for: process, export, limits, tick)
        let message = Tool.beginning(of: errors)
        var information = stat()
        fstat(descriptors[0], &information)
        let size = Int(information.st_size)
        guard size < limits.size else { throw tooLarge(export, limits) }
        let signal = status & 0x7F
        // Each program says in its own way that the disk is full, and some take the export for broken.
        if status != 0, signal == SIGXFSZ || Tool.isFull(descriptors[0]) {
            throw failed(output, "writing what is in the export", signal == SIGXFSZ ? EFBIG : ENOSPC)
        }
        guard signal == 0 else {
            if signal == SIGXCPU { throw tooSlow(export, limits) }
            throw Failure(
                Problem(
                    Place(export.name), "\(name) was ended by signal \(signal)",
                    why: "it may use \(limits.memory / 1_000_000) MB of memory (\(limits.memoryPlace.position)); "
                        + "nothing of it was published",
                    fix: "look whether the file opens elsewhere, or allow more \"memory\""))
        }
        return Ending(code: status >> 8 & 0xFF, message: message, size: size)
    }

    /// The program's own words where it could not do its work.
    func failure(_ ending: Ending, on export: Export, _ what: String, fix: String = "export it again") -> Failure {
        let message = ending.message.isEmpty ? "" : ": \(Quote.value(ending.message))"
        return Failure(
            Problem(
                Place(export.name), what,
                why: "\(name) ended with code \(ending.code)\(message); nothing of it was published",
                fix: fix))
    }

    // MARK: starting and waiting

    private func find(_ name: String, of package: String) throws(Failure) -> String {
        for folder in searchPath.split(separator: ":") {
            let path = "\(folder)/\(name)"
            if access(path, X_OK) == 0 { return path }
        }
        throw Failure(
            Problem(
                Place(name), "the program is not installed", why: "a feed's \"decode\" runs it; nothing was published",
                fix: "apt install \(package)"), .config)
    }

    private func start(_ command: [String], _ input: Int32, _ output: Int32, _ errors: Int32) throws(Failure) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (number, descriptor) in [input, output, errors].enumerated() {
            posix_spawn_file_actions_adddup2(&actions, descriptor, Int32(number))
        }
        hub_spawn_close_from(&actions, 3)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        // A session of its own: no terminal to ask for a password, and one group to end it with all that it started.
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK) | Tool.newSession)
        let arguments = Tool.cStrings(command)
        let environment = Tool.cStrings(["PATH=\(searchPath)", "LANG=C.UTF-8"])
        defer { for text in arguments + environment { free(text) } }
        var process: pid_t = 0
        let error = posix_spawn(&process, command[0], &actions, &attributes, arguments, environment)
        guard error == 0 else { throw failed(name, "starting the program", error) }
        return process
    }

    private static func cStrings(_ texts: [String]) -> [UnsafeMutablePointer<CChar>?] {
        texts.map { (text: String) in strdup(text) } + [nil]
    }

    /// Waits until the program ends; ends it when its time is over or nobody waits any more.
    private func wait(
        for process: pid_t, _ export: Export, _ limits: DecodeLimits, _ tick: () throws(Failure) -> Void
    ) throws(Failure) -> Int32 {
        let deadline = ContinuousClock.now + .seconds(limits.seconds)
        var status: Int32 = 0
        var pause: UInt32 = 500
        var hasEnded = false
        defer {
            if !hasEnded {
                kill(-process, SIGKILL)
                waitpid(process, &status, 0)
            }
        }
        while true {
            let ended = waitpid(process, &status, WNOHANG)
            if ended == process {
                hasEnded = true
                return status
            }
            guard ended == 0 || errno == EINTR else { throw failed(name, "waiting for the program", errno) }
            if ContinuousClock.now >= deadline { throw tooSlow(export, limits) }
            try tick()
            usleep(pause)
            pause = min(pause * 2, 20_000)
        }
    }

    /// Whether the file system that a file is on has no room left.
    private static func isFull(_ descriptor: Int32) -> Bool {
        var room = statvfs()
        return fstatvfs(descriptor, &room) == 0 && room.f_bavail == 0
    }

    /// `POSIX_SPAWN_SETSID`, which Swift does not see.
    private static let newSession: Int16 = 0x80

    /// The beginning of what a program said, on one line and without the name of the file that it was given.
    private static func beginning(of path: String) -> String {
        guard let file = FileHandle(forReadingAtPath: path), let data = try? file.read(upToCount: 2_000) else {
            return ""
        }
        let lines = String(decoding: data, as: UTF8.self).split(whereSeparator: \.isNewline)
        return lines.map { String($0).trimmed }.filter { !$0.isEmpty }.joined(separator: " ")
    }

    // MARK: what is said

    private func tooLarge(_ export: Export, _ limits: DecodeLimits) -> Failure {
        Failure(
            Problem(
                Place(export.name), "more than \(limits.size.formattedSize) come out of it",
                why: "a decoded export may have that size (\(limits.sizePlace.position)); nothing of it was published",
                fix: "if the export is right, allow more: \"size\""))
    }

    private func tooSlow(_ export: Export, _ limits: DecodeLimits) -> Failure {
        Failure(
            Problem(
                Place(export.name), "\(name) was ended after \(limits.seconds) s",
                why: "it may take that long (\(limits.secondsPlace.position)); nothing of it was published",
                fix: "look whether the file opens elsewhere, or allow more: \"seconds\""))
    }

    private func unreadable(_ export: Export, _ error: Int32) -> Failure {
        Failure(
            Problem(
                Place(export.name), "the export cannot be read", why: String(cString: strerror(error)),
                fix: error == ENOENT ? "check the path" : "let the hub's user read it"))
    }

    private func failed(_ place: String, _ what: String, _ error: Int32) -> Failure {
        TemporaryFiles.failure("\(what) failed", at: place, error)
    }
}

extension Int {
    /// `512 MB`, `10 GB`: as a config writes it.
    var formattedSize: String {
        for (unit, size) in [("GB", 1_000_000_000), ("MB", 1_000_000)] where self >= size && self % size == 0 {
            return "\(self / size) \(unit)"
        }
        return "\(self / 1_000) KB"
    }
}
