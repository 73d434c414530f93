import Canonical

/// Reads `"mail"` of hub.jsonc.
enum MailSettings {
    struct Mail {
        let server: MailServer?
        let seal: SealingKey?
    }

    /// `key` is the collective's key for pseudonyms, from which the one for answers is made where none is named.
    static func read(_ settings: Settings, _ key: HMACKey?) -> Mail {
        let own = settings.credential("answerKey")
        if let own, own.reveal.utf8.count < 32, settings.reading.readsSecrets {
            settings.reading.report(
                settings.place(of: "answerKey"), "the key for answers is too short",
                why: "\(own.reveal.utf8.count) characters; with fewer than 32 answers can be forged",
                fix: "make a new one: openssl rand -hex 32")
        }
        let server = MailServer.read(settings)
        return Mail(server: server, seal: (own.map { HMACKey(Array($0.reveal.utf8)) } ?? key).map(seal))
    }

    /// The key that closes the codes of answers.
    static func seal(_ key: HMACKey) -> SealingKey { SealingKey(key, purpose: "answers by mail") }
}
