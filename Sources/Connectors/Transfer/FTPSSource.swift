import Canonical

/// A folder of an FTP server that speaks TLS.
package struct FTPSSource: RemoteFolderSource {
    package static let name = "ftps"

    let folder: RemoteFolder?

    package init(_ settings: Settings) { folder = RemoteFolder(settings, scheme: Self.name) }
}
