import Canonical
import Foundation
import Testing

@testable import Connectors

@Suite struct RunFolderTests {
    @Test func `a run's folder is nobody else's and vanishes with all that is in it`() throws {
        var folder: RunFolder? = try RunFolder()
        let path = try #require(folder?.path)
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o700)
        try Data("Ada".utf8).write(to: URL(fileURLWithPath: "\(path)/page"))
        folder = nil
        #expect(!FileManager.default.fileExists(atPath: path))
        #expect(!path.contains("//"))
    }
}
