import Canonical

/// A folder of an FTP server.
package struct FTPSource: RemoteFolderSource {
    package static let name = "ftp"

    let folder: RemoteFolder?

    package init(_ settings: Settings) { folder = RemoteFolder(settings, scheme: Self.name) }

    package func remarks() -> [String] {
        folder.map {
            [
                "ftp hides neither the password nor the export from anybody on the way (\($0.server.place.position)): "
                    + "ask for ftps or sftp"
            ]
        } ?? []
    }
}
