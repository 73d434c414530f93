import Canonical
import Foundation

/// Where everything is put that lasts no longer than a run: `TMPDIR`, or the system's folder for such files.
package enum TemporaryFiles {
    static var folder: String {
        let path = NSTemporaryDirectory()
        return path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    }

    /// Lets `make` (mkstemp, mkdtemp) make something there, and returns its path; `what` is wrong when it could not.
    static func make(
        _ kind: String, _ what: String, _ make: (UnsafeMutablePointer<CChar>) -> Bool
    ) throws(Failure) -> String {
        var template = Array("\(folder)/hub-\(kind)-XXXXXX".utf8CString)
        guard make(&template) else { throw failure(what, at: folder, errno) }
        return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// The failure of a run for which there is no room, or that may not write.
    static func failure(_ what: String, at path: String, _ error: Int32) -> Failure {
        failure(what, at: path, why: String(cString: strerror(error)))
    }

    static func failure(_ what: String, at path: String, why: String) -> Failure {
        Failure(
            Problem(
                Place(path), what, why: "\(why); nothing was published",
                fix: "make room there, or set TMPDIR to another folder"), isTemporary: true)
    }
}
