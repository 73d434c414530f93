import Canonical

/// A folder of an SFTP server, whose host key is pinned.
package struct SFTPSource: RemoteFolderSource {
    package static let name = "sftp"

    let folder: RemoteFolder?

    package init(_ settings: Settings) { folder = RemoteFolder(settings, scheme: Self.name) }

    package func remarks() -> [String] {
        guard let server = folder?.server, case .ssh(hostKeys: []) = server.protection else { return [] }
        return ["\"hostKey\" is missing (\(server.place.position)): hub run shows the fingerprint to ask about"]
    }
}
