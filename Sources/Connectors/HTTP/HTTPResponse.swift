/// What a server answered.
package struct HTTPResponse: Sendable {
    package var status: Int
    /// As received, in order; names may differ in case from the documented ones.
    package var headers: [(name: String, value: String)]
    /// In memory, unless it went into a file.
    package var body: [UInt8]
    /// Bytes of the body, decompressed, wherever they went.
    package var count = 0
    /// Whether it told where it ends: without that, one that is cut looks whole.
    package var isMeasured = true

    /// The first header of this name, whatever its case, or nil.
    package func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    /// The body as text; what is not UTF-8 is replaced.
    package var text: String { String(decoding: body, as: UTF8.self) }
}
