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
        path = try TemporaryFiles.make("run", "no folder can be made for the run") { mkdtemp($0) != nil }
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
