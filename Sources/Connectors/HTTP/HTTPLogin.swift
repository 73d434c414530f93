import Canonical
import FoundationEssentials

/// How a source says who it is: `"login": { "basic" | "bearer" | "key" | "oauth2": … }`.
enum HTTPLogin: Sendable {
    case basic(user: String, password: Secret)
    /// A token behind a word, which is mostly `Bearer`.
    case bearer(Secret, scheme: String)
    case keyInHeader(name: String, Secret)
    case keyInQuery(name: String, Secret)
    case oauth2(OAuth2Login)

    /// What must not be repeated where a server repeats it: the secret, as it is and as it travels.
    var secrets: [String] {
        switch self {
        case .basic(let user, let password):
            [password.reveal, Data("\(user):\(password.reveal)".utf8).base64EncodedString()]
        case .bearer(let secret, _), .keyInHeader(_, let secret): [secret.reveal]
        case .keyInQuery(_, let secret): [secret.reveal, HTTPAddress.escaped(secret.reveal)]
        case .oauth2(let login): [login.secret.reveal, HTTPAddress.escaped(login.secret.reveal)]
        }
    }

    private static let example = "{ \"basic\": { \"user\": \"…\", \"password\": \"file:secrets/…\" } }"

    /// Reads the word `login` of a source; nil when there is none, or a wrong one, which is a problem.
    static func read(_ settings: Settings, _ address: HTTPAddress?) -> HTTPLogin? {
        let mayBeClear = settings.choice("unencrypted", ["refuse", "accept"]) == "accept"
        guard settings.words.contains(where: { $0.word == "login" }) else {
            _ = settings.setting("login")
            return nil
        }
        let kinds = ["basic", "bearer", "key", "oauth2"]
        guard let (kind, words) = settings.alternative("login", kinds, example) else { return nil }
        defer { words.finish() }
        let isClear = address?.scheme == "http" && address?.isLoopback == false
        if isClear && !mayBeClear {
            settings.reading.report(
                settings.place(of: "login"), "a login for an address that is not encrypted",
                why: "whoever stands between could read it",
                fix: "write https:// in \"url\", or \"unencrypted\": \"accept\" inside your own network")
        }
        switch kind {
        case "basic":
            let user = words.required("user", "\"…\"")
            guard let password = words.requiredCredential("password"), let user else { return nil }
            return .basic(user: user, password: password)
        case "bearer":
            let scheme = scheme(words)
            return words.requiredCredential("token").map { .bearer($0, scheme: scheme) }
        case "key":
            let header = words.text("header")
            let query = words.text("query")
            let value = words.requiredCredential("value")
            guard (header == nil) != (query == nil) else {
                words.reading.report(
                    words.place, "\(header == nil ? "neither" : "both") \"header\" and \"query\" in \"key\"",
                    why: "a key travels in one of them",
                    fix: "write { \"header\": \"X-Api-Key\", \"value\": \"file:…\" }")
                return nil
            }
            return value.flatMap { value in
                header.map { .keyInHeader(name: $0, value) } ?? query.map { .keyInQuery(name: $0, value) }
            }
        default: return OAuth2Login(words).map { .oauth2($0) }
        }
    }

    /// The word in front of a token.
    private static func scheme(_ words: Settings) -> String {
        guard let scheme = words.text("scheme") else { return "Bearer" }
        let isWord = scheme.utf8.allSatisfy { 0x41...0x5A ~= $0 || 0x61...0x7A ~= $0 || $0 == UInt8(ascii: "-") }
        if scheme.isEmpty || !isWord {
            words.reading.report(
                words.place(of: "scheme"), "not a scheme: \(Quote.value(scheme))",
                why: "it is the one word in front of the token in the header Authorization",
                fix: "write \"scheme\": \"Token\", and the token under \"token\"")
        }
        return scheme
    }
}

/// A login by client credentials (RFC 6749, section 4.4): a token endpoint gives a token for some minutes.
struct OAuth2Login: Sendable, Hashable {
    let address: HTTPAddress
    let id: String
    let secret: Secret
    let scope: String?
    /// Where the id and the secret stand.
    let place: Place

    init?(_ settings: Settings) {
        let url = settings.required("url", "\"https://…/access_token\"")
        let address = url.flatMap { HTTPAddress($0) }
        if let url, address == nil { settings.reportAddress("url", url) }
        let id = settings.required("id", "\"${CLIENT_ID}\"")
        let secret = settings.requiredCredential("secret")
        scope = settings.text("scope")
        place = settings.place
        if let address, address.scheme == "http", !address.isLoopback {
            settings.reading.report(
                settings.place(of: "url"), "a token endpoint that is not encrypted",
                why: "whoever stands between could read the secret", fix: "write https://")
        }
        guard let address, let id, let secret else { return nil }
        self.address = address
        self.id = id
        self.secret = secret
    }

    /// What is sent to the token endpoint.
    var form: String {
        var words = [
            (name: "grant_type", value: "client_credentials"), ("client_id", id), ("client_secret", secret.reveal),
        ]
        if let scope { words.append(("scope", scope)) }
        return HTTPAddress.form(words)
    }
}

extension Settings {
    /// Reports what is no address of the web; the text is not repeated whole, a login may stand in it.
    func reportAddress(_ word: String, _ text: String) {
        reading.report(
            place(of: word), "not a web address: \(Quote.value(HTTPRequest.shown(text)))",
            why: "\"\(word)\" is an address that begins with http:// or https://",
            fix: "write \"https://host/path\"; words behind ? belong into \"query\"")
    }
}
