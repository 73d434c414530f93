/// Whom a TLS connection trusts, and as whom it shows itself; paths of PEM files.
///
/// The broker's certificate is always checked, against its host name too; TLS 1.2 is the least.
package struct BrokerTrust: Sendable, Hashable {
    /// Certificates of the authorities that may vouch for the broker; the system's when nil.
    package var authorities: String?
    /// The hub's own certificate, with its chain, and the key to it; a broker may ask for one.
    package var certificate: String?
    package var key: String?

    /// The system's authorities, no certificate of one's own.
    package init(authorities: String? = nil, certificate: String? = nil, key: String? = nil) {
        self.authorities = authorities
        self.certificate = certificate
        self.key = key
    }
}
