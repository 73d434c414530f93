import Canonical
import Foundation

/// A folder that a structure's software, or a person, drops exports into.
package struct DirectorySource: ExportSource {
    package static let name = "directory"

    let path: String
    let choice: FileChoice
    let place: Place
    /// Where taken files go; nil when they stay or are deleted.
    let archive: Archive?

    package init(_ settings: Settings) {
        place = settings.place
        path = settings.required("path", "\"exports\"").map(settings.reading.path) ?? ""
        choice = FileChoice(settings)
        guard case .move(let archive, let place) = choice.after else {
            archive = nil
            return
        }
        self.archive = Archive(path: settings.reading.path(archive), place: place)
        if self.archive?.path == path {
            settings.reading.report(
                place, "the archive is the folder itself", why: "\"path\" is \(Quote.value(path)) too",
                fix: "name another folder, one in it if you like")
        }
    }

    package var onlyNew: Place? { choice.onlyNew }

    package func fetch(_ visit: Visit) throws(Failure) -> Fetched? {
        let files = try list(note: visit.note)
        if !files.contains(where: { choice.isCandidate($0.name) }) {
            visit.note("no file matches \(path)/\(choice.match)")
        }
        let chosen = choice.choose(among: files, visit)
        guard !chosen.files.isEmpty else {
            try settle(chosen.settled)
            return nil
        }
        return Fetched(
            chosen.files.map { Export(path: "\(path)/\($0.name)") }, cursor: chosen.cursorText,
            isMoreWaiting: chosen.isMoreWaiting,
            settle: { () throws(Failure) in try settle(chosen.settled) },
            verify: { () throws(Failure) in
                for file in chosen.files {
                    let now = listed(file.name)
                    if now != file { throw changed(file, isGone: now == nil) }
                }
            })
    }

    package func remarks() -> [String] {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
            return ["there is no folder \(path) (\(place.position))"]
        }
        var remarks: [String] = []
        // A folder that cannot be read is a run's failure, which says more.
        guard let files = try? list(note: { remarks.append($0) }) else { return ["the folder \(path) cannot be read"] }
        if !files.contains(where: { choice.isCandidate($0.name) }) {
            remarks.append("no file matches \(path)/\(choice.match) (\(place.position))")
        }
        if let archive, !FileManager.default.fileExists(atPath: archive.path) {
            remarks.append("there is no folder \(archive.path) (\(archive.place.position))")
        }
        return remarks
    }

    /// The files that may count; neither folders nor links, which may lead out of the folder.
    private func list(note: (String) -> Void) throws(Failure) -> [ListedFile] {
        guard let folder = opendir(path) else { throw unreadable(errno) }
        defer { closedir(folder) }
        var files: [ListedFile] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(validating: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard let name else {
                note("a file in \(path) is left out: its name is not UTF-8")
                continue
            }
            guard choice.isCandidate(name) || choice.isMarker(name) else { continue }
            guard ListedFile.isName(name) else {
                note("\(Quote.value(name)) is left out: control characters in its name")
                continue
            }
            var status = stat()
            guard lstat("\(path)/\(name)", &status) == 0 else { continue }
            switch status.st_mode & S_IFMT {
            case S_IFREG: files.append(ListedFile(name, status))
            case S_IFLNK: note("\(name) is left out: it is a link; name the folder of the file itself in \"path\"")
            default: continue
            }
        }
        return files
    }

    /// A file as it is now; nil when it is gone.
    private func listed(_ name: String) -> ListedFile? {
        var status = stat()
        guard lstat("\(path)/\(name)", &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return ListedFile(name, status)
    }

    /// Archives or deletes what was taken, unless another file has come under its name meanwhile.
    private func settle(_ files: [ListedFile]) throws(Failure) {
        for file in files where listed(file.name) == file {
            let path = "\(path)/\(file.name)"
            if let archive {
                try archive.move(path, name: file.name)
            } else if unlink(path) != 0 {
                throw Failure(
                    Problem(
                        Place(path), "the export was taken but not deleted",
                        why: "\(String(cString: strerror(errno))) (\"after\" is \"delete\" at \(place.position))",
                        fix: "let the hub's user write to \(self.path); the next run deletes it"),
                    .config)
            }
        }
    }

    private func unreadable(_ error: Int32) -> Failure {
        let why =
            switch error {
            case ENOENT: "no such folder"
            case EACCES: "no permission"
            default: String(cString: strerror(error))
            }
        return Failure(
            Problem(
                Place(path), "the folder cannot be read", why: "\(why) (the feed reads it at \(place.position))",
                fix: error == EACCES ? "let the hub's user read it" : "create it, or correct \"path\""),
            isTemporary: true)
    }

    private func changed(_ file: ListedFile, isGone: Bool) -> Failure {
        Failure(
            Problem(
                Place("\(path)/\(file.name)"), "the export \(isGone ? "went away" : "changed") while it was read",
                why: "it was \(file.size) bytes when the run began; nothing was published",
                fix: "nothing if it is whole by now: the next run reads it; "
                    + "\"whole\": \"60 seconds\" (\(place.position)) waits until a file is"), isTemporary: true)
    }
}

extension ListedFile {
    fileprivate init(_ name: String, _ status: stat) {
        self.init(
            name: name, size: Int(status.st_size),
            modified: status.st_mtim.tv_sec * 1_000_000_000 + status.st_mtim.tv_nsec)
    }
}
