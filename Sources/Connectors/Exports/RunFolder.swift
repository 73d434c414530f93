import Canonical
import Foundation

/// A folder of one run's own, for what it downloads and decodes; nobody else may look into it.
///
/// It is removed with the last reference to it; what a killed process leaves behind is in the system's folder for
/// temporary files.
package final class RunFolder {
    package let path: String

    /// Makes the folder.
    package init() throws(Failure) {
        var template = Array("\(NSTemporaryDirectory())hub-run-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw Failure(
                Problem(
                    Place(NSTemporaryDirectory()), "no folder can be made for the run",
                    why: String(cString: strerror(errno)), fix: "make room there, or set TMPDIR to another folder"),
                isTemporary: true)
        }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
