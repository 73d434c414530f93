import Canonical

/// Tells what stands in one entity from what stands in another.
struct EntityFingerprints {
    private let key: HMACKey?
    private let digest = SHA256Digest()
    private var data: [UInt8] = []

    /// Fingerprints under the collective's key.
    init(_ key: HMACKey?) { self.key = key }

    /// Content without identity, then the identity under the collective's key: no digest of a person's name leaves the
    /// collective's secret.
    mutating func fingerprint(of entity: Entity) -> Fingerprint {
        data.removeAll(keepingCapacity: true)
        CanonicalJSON.append(entity, withIdentity: false, to: &data)
        digest.update(data)
        if entity.hasIdentity, let key {
            data.removeAll(keepingCapacity: true)
            CanonicalJSON.append(entity, withIdentity: true, to: &data)
            digest.update(key.code(for: data))
        }
        return Fingerprint(digest: digest.finish())
    }
}
