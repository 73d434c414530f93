import CCurl
import Canonical
import Foundation

/// A folder of a server of files, as a source: which files are taken, and what becomes of them there.
struct RemoteFolder: Sendable {
    /// Bytes of a file that is taken; a larger one is no export but a mistake, or a disk about to be filled.
    static let largest = 32 << 30
    /// How often one file is asked for in one run.
    static let attempts = 4

    let server: RemoteServer
    let path: String
    let choice: FileChoice

    /// Reads the words of the server, `path`, and those of the choice of files.
    init?(_ settings: Settings, scheme: String) {
        let server = RemoteServer(settings, scheme: scheme)
        let path = settings.required("path", "\"exports\"")
        choice = FileChoice(settings, unchangedFor: 60)
        var paths = path.map { [($0, settings.place(of: "path"))] } ?? []
        if case .move(let archive, let place) = choice.after { paths.append((archive, place)) }
        for (text, place) in paths where !RemoteFolder.isPath(text) {
            settings.reading.report(
                place, "not the path of a folder: \(Quote.value(text))",
                why: "it starts at the root (/…) or in the folder of the login, and has no ..",
                fix: "write it as the server's people tell it")
        }
        if paths.count == 2, RemoteFolder.trimmed(paths[0].0) == RemoteFolder.trimmed(paths[1].0) {
            settings.reading.report(
                paths[1].1, "the archive is the folder itself", why: "\"path\" is \(Quote.value(paths[0].0)) too",
                fix: "name another folder, one in it if you like")
        }
        guard let server, let path else { return nil }
        self.server = server
        self.path = RemoteFolder.trimmed(path)
    }

    private static func isPath(_ text: String) -> Bool {
        let names = text.split(separator: "/")
        return !text.isEmpty
            && (text == "." || text == "/" || !names.isEmpty && names.allSatisfy { ListedFile.isName(String($0)) })
    }

    private static func trimmed(_ path: String) -> String {
        path.count > 1 && path.hasSuffix("/") ? trimmed(String(path.dropLast())) : path
    }

    /// The path of a file in a folder.
    func file(_ name: String, in folder: String) -> String {
        folder == "." ? name : folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
    }

    // MARK: - A visit

    func fetch(_ visit: Visit) throws(Failure) -> Fetched? {
        let transfer = FileTransfer(server, tick: visit.tick)
        let files = try list(transfer, visit.note)
        if !files.contains(where: { choice.isCandidate($0.name) }) {
            visit.note("no file matches \(server.shown(file(choice.match, in: path)))")
        }
        let chosen = choice.choose(among: files, visit)
        guard !chosen.files.isEmpty else {
            try settle(chosen.settled, transfer)
            return nil
        }
        var exports: [Export] = []
        for file in chosen.files { exports.append(try download(file, transfer, visit)) }
        let after = try list(transfer, only: chosen.files) { _ in }
        for file in chosen.files where !after.contains(file) { throw changed(file) }
        let tick = visit.tick
        return Fetched(exports, cursor: chosen.cursorText, isMoreWaiting: chosen.isMoreWaiting) { () throws(Failure) in
            // Reading may have taken hours: the connection from before is gone.
            try settle(chosen.settled, FileTransfer(server, tick: tick))
        }
    }

    /// The files that may count; neither folders nor links, which may lead out of the folder.
    private func list(
        _ transfer: FileTransfer, only wanted: [ListedFile]? = nil, _ note: (String) -> Void
    ) throws(Failure) -> [ListedFile] {
        let names = wanted.map { Set($0.map(\.name)) }
        let listing = try entries(transfer, of: path)
        if listing.strange > 0 {
            note("\(listing.strange) of \(server.shown(path)) left out: names that are not UTF-8")
        }
        var files: [ListedFile] = []
        for entry in listing.entries where choice.isCandidate(entry.name) || choice.isMarker(entry.name) {
            guard names?.contains(entry.name) ?? true else { continue }
            if !ListedFile.isName(entry.name) {
                note("\(Quote.value(entry.name)) is left out: it is no name of a file")
            } else if entry.isLink {
                note("\(entry.name) is left out: it is a link")
            } else if let file = try status(entry, transfer) {
                files.append(file)
            }
        }
        return files
    }

    /// Size and time of a listed file; nil when it is gone.
    private func status(_ entry: RemoteListing.Entry, _ transfer: FileTransfer) throws(Failure) -> ListedFile? {
        if let size = entry.size, let modified = entry.modified {
            return ListedFile(name: entry.name, size: size, modified: modified)
        }
        let path = file(entry.name, in: path)
        switch try transfer.perform(FileTransfer.Request(path: path, withoutBody: true)) {
        case .failure(let fault) where fault.isAbsent: return nil
        case .failure(let fault): throw fault.failure(server, path)
        case .success(let answer):
            guard let modified = answer.modified, let size = answer.size ?? entry.size else {
                throw Failure(
                    Problem(
                        Place(server.shown(path)), "the server does not tell when the file was changed",
                        why: "it knows neither MLSD nor MDTM; without them the hub cannot tell new files from old ones",
                        fix: "ask the server's people for SFTP, or another server"), .config)
            }
            return ListedFile(name: entry.name, size: size, modified: modified * 1_000_000_000)
        }
    }

    private func entries(_ transfer: FileTransfer, of path: String) throws(Failure) -> RemoteListing {
        var text: [UInt8] = []
        func ask(_ listing: String?) throws(Failure) -> Result<FileTransfer.Answer, FileTransfer.Fault> {
            text = []
            return try transfer.perform(FileTransfer.Request(path: path, isFolder: true, listing: listing)) {
                (bytes) throws(Failure) in
                guard text.count + bytes.count <= 64 << 20 else {
                    throw Failure(
                        Problem(
                            Place(server.shown(path)), "the listing is longer than 64 MiB",
                            fix: "let old files be archived: \"after\": { \"archive\": \"…\" }"))
                }
                text.append(contentsOf: bytes)
            }
        }
        let isSSH = server.scheme == "sftp"
        var isMachine = !isSSH
        var result = try ask(isSSH ? nil : "MLSD")
        if case .failure(let fault) = result, isMachine, fault.isUnknownCommand {
            isMachine = false
            result = try ask("LIST")
        }
        if case .failure(let fault) = result { throw fault.failure(server, path) }
        do throws(RemoteListing.Unreadable) {
            return try isMachine ? RemoteListing(machine: text) : RemoteListing(human: text)
        } catch {
            throw Failure(
                Problem(
                    Place(server.shown(path)),
                    "the server's listing has a line that says nothing: \(Quote.value(error.line))",
                    why: "lines are those of MLSD, of ls -l, or of DOS",
                    fix: "if it is the name of a file with a line break, rename it; else tell the hub's makers"))
        }
    }

    // MARK: - Afterwards

    /// Archives or deletes what was taken, unless another file has come under its name meanwhile.
    private func settle(_ files: [ListedFile], _ transfer: FileTransfer) throws(Failure) {
        guard !files.isEmpty else { return }
        let present = try list(transfer, only: files) { _ in }
        var archived: Set<String> = []
        if case .move(let archive, _) = choice.after {
            archived = Set(try entries(transfer, of: RemoteFolder.trimmed(archive)).entries.map(\.name))
        }
        for listed in files where present.contains(listed) {
            let source = file(listed.name, in: path)
            var commands = delete(source)
            if case .move(let archive, _) = choice.after {
                var number = 1
                while archived.contains(Archive.name(listed.name, number)) { number += 1 }
                archived.insert(Archive.name(listed.name, number))
                commands = rename(
                    source, to: file(Archive.name(listed.name, number), in: RemoteFolder.trimmed(archive)))
            }
            let request = FileTransfer.Request(path: path, isFolder: true, withoutBody: true, commands: commands)
            guard case .failure(let fault) = try transfer.perform(request) else { continue }
            throw unsettled(source, fault)
        }
    }

    private func delete(_ path: String) -> [String] {
        server.scheme == "sftp" ? ["rm \(quoted(path))"] : ["DELE \(path)"]
    }

    private func rename(_ path: String, to target: String) -> [String] {
        server.scheme == "sftp"
            ? ["rename \(quoted(path)) \(quoted(target))"] : ["RNFR \(path)", "RNTO \(target)"]
    }

    /// A path as libcurl's commands for SFTP take it.
    private func quoted(_ path: String) -> String {
        "\"\(path.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\""
    }

    private func unsettled(_ path: String, _ fault: FileTransfer.Fault) -> Failure {
        // A connection that broke off has nothing to do with the archive.
        guard fault.status == CURLE_QUOTE_ERROR else { return fault.failure(server, path) }
        var (what, where_) = ("deleted", server.place)
        if case .move(_, let place) = choice.after { (what, where_) = ("archived", place) }
        return Failure(
            Problem(
                Place(server.shown(path)), "the export was taken but not \(what)",
                why: "the server refused: \(fault.detail) (\(where_.position))",
                fix:
                    "let user \(Quote.value(server.user)) do so, or write \"after\": \"keep\"; the next run tries again"
            ), .config)
    }

    func changed(_ file: ListedFile) -> Failure {
        Failure(
            Problem(
                Place(server.shown(self.file(file.name, in: path))), "the export changed while it was fetched",
                why: "it was \(file.size) bytes when the run began; nothing was published",
                fix: "nothing if it is whole by now: the next run fetches it; "
                    + "\"whole\": \"60 seconds\" (\(server.place.position)) waits until a file is"), isTemporary: true)
    }
}

/// A source that is a folder of a server of files, nil when the config does not say which.
protocol RemoteFolderSource: ExportSource {
    var folder: RemoteFolder? { get }
}

extension RemoteFolderSource {
    package var onlyNew: Place? { folder?.choice.onlyNew }

    package func fetch(_ visit: Visit) throws(Failure) -> Fetched? { try folder?.fetch(visit) }
}
