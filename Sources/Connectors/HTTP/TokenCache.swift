import Synchronization

/// The tokens that token endpoints gave, for all feeds of a process; in memory only.
///
/// A mutex guards a look-up, never a request: two feeds that need a token at the same moment fetch one each.
final class TokenCache: Sendable {
    private struct Token {
        let secret: Secret
        /// The moment from which it is not used any more.
        let end: Double
    }

    private let tokens = Mutex<[OAuth2Login: Token]>([:])

    /// The token of a login, while it is good.
    func token(for login: OAuth2Login, now: Double) -> Secret? {
        tokens.withLock { tokens in
            guard let token = tokens[login], now < token.end else { return nil }
            return token.secret
        }
    }

    /// Keeps a token that lives for so many seconds; it is renewed a little before its end, because a request takes time.
    func keep(_ token: Secret, for login: OAuth2Login, life: Double, now: Double) {
        let margin = min(10, life / 4)
        tokens.withLock { $0[login] = Token(secret: token, end: now + life - margin) }
    }

    /// Forgets a token that was refused, unless another one has taken its place.
    func forget(_ token: Secret, of login: OAuth2Login) {
        tokens.withLock { tokens in
            if tokens[login]?.secret == token { tokens[login] = nil }
        }
    }
}
