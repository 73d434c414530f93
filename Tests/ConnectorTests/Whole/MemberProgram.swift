import Foundation
import Testing

@testable import Connectors

/// A member's own program, in Python, logged in as the member.
extension Installation {
    /// What the program does, and what the broker said to each action.
    func attempt(as member: String, _ actions: [String]) throws -> [String] {
        let file = "actions-\(UInt64.random(in: 0 ... .max)).json"
        try write(file, "[\(actions.joined(separator: ",\n"))]")
        var address = address
        (address.user, address.password) = (try user(of: member), Installation.password(of: member))
        let ended = try Program(
            try #require(Whole.python),
            [Whole.fixtures.appending(path: "whole/member.py").path, address.secretURL, path(file)], in: folder,
            environment: ["PATH": "/usr/bin:/bin", "PYTHONDONTWRITEBYTECODE": "1"]
        ).ended()
        try #require(ended.code == 0, "\(ended.errors)")
        return ended.output.split(separator: "\n").map(String.init)
    }

    /// Publishes as a member of the small collective, and lets the hub take it up; what the member is told.
    func publish(as member: String, _ messages: (kind: String, body: String)...) throws -> [String] {
        let actions = messages.map { kind, body in
            #"{"do":"publish","key":"\#(member).\#(kind)","user_id":"petit.\#(member)","#
                + #""message_id":"\#(UUID().uuidString)","body":\#(body)}"#
        }
        let said = try attempt(as: member, actions)
        try #require(said == Array(repeating: "\"confirmed\"", count: messages.count))
        _ = try hub("run", "config", "--once")
        return try inbox(member).filter { $0.kind == "receipt" }.map {
            try JSONDecoder().decode(Receipt.self, from: Data($0.body.utf8)).text
        }
    }

    /// Takes back what a member of the small collective published.
    func withdraw(as member: String, _ kind: String, _ key: String) throws -> [String] {
        try publish(
            as: member,
            (
                kind,
                #"{"specversion":"1.0","source":"x","type":"siae.\#(kind).withdrawn","#
                    + #""data":{"key":"\#(key)"}}"#
            ))
    }

    private struct Receipt: Decodable {
        struct Content: Decodable {
            let status: String
            let problems: [Told]?
        }
        struct Told: Decodable {
            let `where`: String
            let what: String
            let why: String?
            let fix: String?
        }
        let data: Content

        /// `accepted`, or every problem.
        var text: String {
            guard let problems = data.problems else { return data.status }
            return problems.map { told in
                "\(told.where): \(told.what)" + (told.why.map { "\n  why: \($0)" } ?? "")
                    + (told.fix.map { "\n  fix: \($0)" } ?? "")
            }.joined(separator: "\n")
        }
    }
}
