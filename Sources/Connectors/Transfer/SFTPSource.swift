import Canonical

/// A folder of an SFTP server, whose host key is pinned.
package struct SFTPSource: ExportSource {
    package static let name = "sftp"

    private let folder: RemoteFolder?

    package init(_ settings: Settings) { folder = RemoteFolder(settings, scheme: Self.name) }

    package var onlyNew: Place? { folder?.onlyNew }

    package func fetch(_ visit: Visit) throws(Failure) -> Fetched? { try folder?.fetch(visit) }

    package func remarks() -> [String] {
        guard let server = folder?.server, case .ssh(hostKeys: []) = server.protection else { return [] }
        return ["\"hostKey\" is missing (\(server.place.position)): hub run shows the fingerprint to ask about"]
    }
}
