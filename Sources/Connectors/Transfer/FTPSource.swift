import Canonical

/// A folder of an FTP server.
package struct FTPSource: ExportSource {
    package static let name = "ftp"

    private let folder: RemoteFolder?

    package init(_ settings: Settings) { folder = RemoteFolder(settings, scheme: Self.name) }

    package var onlyNew: Place? { folder?.onlyNew }

    package func fetch(_ visit: Visit) throws(Failure) -> Fetched? { try folder?.fetch(visit) }

    package func remarks() -> [String] {
        folder.map {
            [
                "ftp hides neither the password nor the export from anybody on the way (\($0.server.place.position)): "
                    + "ask for ftps or sftp"
            ]
        } ?? []
    }
}
