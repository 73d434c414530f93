import Canonical

extension Settings {
    /// A password, token or key of a source: `${NAME}` or `file:path`, never written out.
    ///
    /// Config files are copied, mailed and kept in archives; what opens somebody else's door must not lie in them. Nil
    /// when it is absent or cannot be had, which is a problem.
    package func credential(_ word: String) -> Secret? {
        guard let setting = setting(word) else { return nil }
        let fix = "write \"${NAME}\" and set the variable NAME, or \"file:secrets/name\" and keep it in that file"
        guard case .text(let written) = setting.value else {
            reading.report(setting.place, "\(setting.shape) for \"\(word)\"", why: "\"\(word)\" is secret", fix: fix)
            return nil
        }
        let isVariable = written.hasPrefix("${") && written.hasSuffix("}") && !written.contains(":-")
        guard isVariable || written.hasPrefix("file:") else {
            // The value is not quoted: it may be the real one.
            reading.report(
                setting.place, "\"\(word)\" is written out", why: "a config file is no place for a secret", fix: fix)
            return nil
        }
        return reading.filled(written, setting.place).flatMap { reading.credential($0, setting.place) }
    }

    /// A credential that must be there.
    package func requiredCredential(_ word: String) -> Secret? {
        guard words.contains(where: { $0.word == word }) else {
            _ = required(word, "\"file:secrets/…\"")
            return nil
        }
        return credential(word)
    }
}

extension ConfigReading {
    /// What somebody else's server wants to be told: a text, or `file:path` for the first line of a file.
    func credential(_ text: String, _ place: Place) -> Secret? {
        secret(text, place) { "write there what the source's owner gave you, readable for the hub's user only: \($0)" }
    }
}
