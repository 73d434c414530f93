import Canonical

/// A file compressed by gzip.
struct GZDecoder: ExportDecoder {
    static let name = "gz"

    let limits: DecodeLimits

    init(_ settings: Settings) { limits = DecodeLimits(settings) }

    func decode(_ export: Export, in folder: RunFolder, tick: () throws(Failure) -> Void) throws(Failure) -> Export {
        let tool = Tool(name: "gzip", package: "gzip")
        let output = folder.newPath()
        let ending = try tool.run(["-dc"], on: export, to: output, limits, tick: tick)
        guard ending.code == 0 else {
            // Code 2 is a warning: whole, but something follows that is not gzip's.
            let what = ending.code == 2 ? "something follows the compressed data" : "the file cannot be unpacked"
            throw tool.failure(ending, on: export, what)
        }
        return Export(path: output, name: export.name)
    }
}
