import Canonical

/// A folder of an FTP server that speaks TLS.
package struct FTPSSource: ExportSource {
    package static let name = "ftps"

    private let folder: RemoteFolder?

    package init(_ settings: Settings) { folder = RemoteFolder(settings, scheme: Self.name) }

    package var onlyNew: Place? { folder?.onlyNew }

    package func fetch(_ visit: Visit) throws(Failure) -> Fetched? { try folder?.fetch(visit) }
}
