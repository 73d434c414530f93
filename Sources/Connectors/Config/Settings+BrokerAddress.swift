import Canonical

extension Settings {
    /// A broker's address out of the words `url` (one node or a list), `ca`, `certificate` and `key`.
    ///
    /// Nil when it is wrong, which is a problem. Without a password none is looked for in `url`.
    package func brokerAddress(password: Secret?) -> BrokerAddress? {
        let place = place(of: "url")
        let isThere = words.contains { $0.word == "url" }
        let urls =
            isThere ? texts("url") : required("url", "\"amqp://hub@127.0.0.1:5672/collective\"").map { [($0, place)] }
        let trust = BrokerTrust(
            authorities: text("ca").map(reading.path), certificate: text("certificate").map(reading.path),
            key: text("key").map(reading.path))
        guard let urls, urls.allSatisfy({ !$0.text.isEmpty }) else { return nil }
        do throws(Failure) {
            var address = try BrokerAddress(urls.map(\.text), password: password?.reveal, at: place)
            check(trust, isSecure: address.trust != nil)
            if address.trust != nil { address.trust = trust }
            return address
        } catch {
            reading.report(error.problem)
            return nil
        }
    }

    private func check(_ trust: BrokerTrust, isSecure: Bool) {
        for word in ["ca", "certificate", "key"] where !isSecure && words.contains(where: { $0.word == word }) {
            reading.report(
                self.place(of: word), "\"\(word)\" is for TLS only", why: "\"url\" begins with amqp://",
                fix: "write amqps://, or remove it")
        }
        for (word, other, isHalf) in [
            ("certificate", "key", trust.certificate != nil && trust.key == nil),
            ("key", "certificate", trust.key != nil && trust.certificate == nil),
        ] where isHalf {
            reading.report(
                self.place(of: word), "\"\(word)\" stands without \"\(other)\"",
                why: "a certificate is of use with its key only", fix: "add \"\(other)\": \"path of the PEM file\"")
        }
    }
}
