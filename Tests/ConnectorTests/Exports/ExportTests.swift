import Canonical
import Foundation
import Testing

@testable import Connectors

@Suite struct ExportTests {
    @Test func `a file that is not there`() throws {
        let reading = try Reading(#"{ "ndjson": {} }"#, names: ["a"])
        #expect(
            reading.read("/nowhere/export.ndjson").text == """
                failure export: the export cannot be read
                  why: no such file
                  fix: check the path

                """)
    }

    @Test func `a folder is no file`() throws {
        let scratch = try Scratch()
        let reading = try Reading(#"{ "ndjson": {} }"#, names: ["a"])
        #expect(
            reading.read(scratch.path).text == """
                failure export: this is a folder, not an export
                  fix: name a file in it

                """)
    }
}
