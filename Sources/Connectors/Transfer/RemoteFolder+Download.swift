import CCurl
import Canonical
import Foundation

extension RemoteFolder {
    /// Fetches a file whole, going on where a broken transfer stopped.
    func download(_ file: ListedFile, _ transfer: FileTransfer, _ visit: Visit) throws(Failure) -> Export {
        let path = self.file(file.name, in: self.path)
        let name = server.shown(path)
        guard file.size <= RemoteFolder.largest else {
            throw Failure(
                Problem(
                    Place(name), "the file is larger than \(RemoteFolder.largest >> 30) GiB",
                    why: "the server lists \(file.size) bytes; such a size is most likely a mistake",
                    fix: "correct \"match\", or ask for smaller exports"))
        }
        let target = "\(visit.folder.path)/\(file.name)"
        let output = try Download(target)
        var backoff = Backoff()
        var random = SystemRandomNumberGenerator()
        var last = "the server ended it"
        for attempt in 1...RemoteFolder.attempts {
            if attempt > 1 { try wait(backoff.next(&random), visit.tick) }
            let request = FileTransfer.Request(path: path, start: output.count)
            let result = try transfer.perform(request) { (bytes) throws(Failure) in
                guard output.count + bytes.count <= file.size else { throw changed(file) }
                try output.write(bytes)
            }
            switch result {
            case .success(let answer):
                // Two halves of two files are no file.
                if let modified = answer.modified, modified != file.seconds { throw changed(file) }
                if output.count == file.size { return Export(path: target, name: name) }
            case .failure(let fault):
                guard fault.mayPass else { throw fault.failure(server, path) }
                last = fault.detail
                let cannotResume = [CURLE_FTP_COULDNT_USE_REST, CURLE_BAD_DOWNLOAD_RESUME, CURLE_RANGE_ERROR]
                if cannotResume.contains(fault.status) { try output.startOver() }
            }
        }
        throw Failure(
            Problem(
                Place(name), "the file was cut short: \(output.count) of \(file.size) bytes came",
                why: "\(RemoteFolder.attempts) attempts; the last one: \(last). Nothing was published",
                fix: "nothing: the next run fetches it again; if it lasts, ask the server's people"), .unreachable)
    }

    /// Waits, and keeps the broker awake meanwhile.
    private func wait(_ seconds: Double, _ tick: () throws(Failure) -> Void) throws(Failure) {
        var rest = seconds
        while rest > 0 {
            try tick()
            usleep(UInt32(min(rest, 1) * 1_000_000))
            rest -= 1
        }
    }
}
