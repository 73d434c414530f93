/// What a server answered.
package struct HTTPResponse: Sendable {
    package var status: Int
    /// As received, in order; names may differ in case from the documented ones.
    package var headers: [(name: String, value: String)]
    package var body: [UInt8]

    /// The first header of this name, whatever its case, or nil.
    package func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    /// The body as text; what is not UTF-8 is replaced.
    package var text: String { String(decoding: body, as: UTF8.self) }
}
