import CCurl
import Canonical
import Foundation

extension FileTransfer.Fault {
    /// Whether the same request may succeed in a moment.
    var mayPass: Bool {
        switch status {
        case _ where isAbsent: false
        case CURLE_LOGIN_DENIED, CURLE_PEER_FAILED_VERIFICATION, CURLE_REMOTE_ACCESS_DENIED,
            CURLE_SSL_CACERT_BADFILE, CURLE_USE_SSL_FAILED, CURLE_URL_MALFORMAT, CURLE_COULDNT_RESOLVE_HOST:
            false
        default: true
        }
    }

    /// Whether what was asked for is not there, as far as this user may see.
    var isAbsent: Bool {
        status == CURLE_REMOTE_FILE_NOT_FOUND || (status == CURLE_FTP_COULDNT_RETR_FILE && reply == 550)
    }

    /// Whether the server does not know the command that was given.
    var isUnknownCommand: Bool { [500, 501, 502, 504].contains(reply) }

    /// What people read of it; `path` is what was asked for.
    func failure(_ server: RemoteServer, _ path: String) -> Failure {
        let place = Place(server.shown(path))
        func problem(_ what: String, _ why: String, _ fix: String, _ cause: Failure.Cause = .config) -> Failure {
            Failure(Problem(place, what, why: why, fix: fix), cause)
        }
        switch status {
        case CURLE_COULDNT_RESOLVE_HOST:
            return problem(
                "there is no host \(Quote.value(server.host))", "no name server knows it (\(server.place.position))",
                "correct \"host\"; if it is right, the network is down", .unreachable)
        case CURLE_COULDNT_CONNECT:
            return problem(
                "nobody answers", "port \(server.port) of \(server.host) is closed (\(server.place.position))",
                "see that the server runs, that the port is right, and that no firewall stands between", .unreachable)
        case CURLE_LOGIN_DENIED: return loginDenied(server, place)
        case CURLE_PEER_FAILED_VERIFICATION:
            if case .ssh(let hostKeys) = server.protection { return unknownHostKey(server, place, hostKeys) }
            return problem(
                "the server's certificate is not trusted", "\(detail) (\(server.protectionPlace.position))",
                "write the name that the certificate is for as \"host\"; or, if the server's people made it "
                    + "themselves, ask them for the file of its authority: \"ca\": \"path\"")
        case CURLE_SSL_CACERT_BADFILE:
            return problem(
                "the file of \"ca\" cannot be read", "\(detail) (\(server.protectionPlace.position))",
                "it holds one or more certificates as text (PEM)")
        case CURLE_USE_SSL_FAILED:
            return problem(
                "the server does not offer TLS",
                "\"\(server.scheme)\" sends nothing without it (\(server.place.position))",
                "ask the server's people for TLS; with \"implicit\": true it starts at once")
        case CURLE_REMOTE_ACCESS_DENIED:
            return problem(
                "the server denies access", "user \(Quote.value(server.user)) may not (\(server.place.position))",
                "ask the server's people to let this user")
        case _ where isAbsent:
            return problem(
                "it is not there",
                "the server has no such folder or file, or hides it from user \(Quote.value(server.user)) "
                    + "(\(server.place.position))",
                "correct the path in the config; without / at its start it begins in the folder of the login",
                .unreachable)
        case CURLE_OPERATION_TIMEDOUT:
            return problem(
                "the server fell silent", "nothing came for \(FileTransfer.patience) seconds",
                "nothing: the next run tries again", .unreachable)
        default:
            return problem(
                "the server did not answer as it should", detail + (reply >= 400 ? " (reply \(reply))" : ""),
                "if it lasts, ask the server's people", .unreachable)
        }
    }

    private func loginDenied(_ server: RemoteServer, _ place: Place) -> Failure {
        var why = "its password is not right (\(server.proofPlace.position))"
        var fix = "correct the user or the password"
        if case .key(let file, _) = server.proof {
            let isReadable = FileManager.default.isReadableFile(atPath: file)
            why =
                "the key \(file) \(isReadable ? "does not open it" : "cannot be read") (\(server.proofPlace.position))"
            // libssh2 1.10 of Debian 12 signs with SHA-1 when the key is RSA.
            fix =
                "give the server's people \(file).pub; an RSA key will not do, since servers of today refuse its "
                + "signatures as the hub makes them: ssh-keygen -t ed25519"
        }
        return Failure(
            Problem(place, "the server refused the login of user \(Quote.value(server.user))", why: why, fix: fix),
            .config)
    }

    private func unknownHostKey(_ server: RemoteServer, _ place: Place, _ pinned: [String]) -> Failure {
        let shown = hostKey ?? "no key"
        guard !pinned.isEmpty else {
            return Failure(
                Problem(
                    place, "nothing says how to know this server",
                    why: "\"hostKey\" is missing "
                        + "(\(server.place.position)): anybody on the way could pose as the server. It shows \(shown)",
                    fix:
                        "ask the server's people for the fingerprint (ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub); "
                        + "if it is the same: \"hostKey\": \"\(shown)\""), .config)
        }
        return Failure(
            Problem(
                place, "this is not the server that the config knows",
                why: "it shows \(shown), \"hostKey\" is \(Quote.list(pinned)) (\(server.protectionPlace.position)); "
                    + "nothing was sent",
                fix: "ask the server's people whether they changed its key; if not, somebody poses as the server"),
            .config)
    }
}
