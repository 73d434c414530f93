import Canonical

/// What a member is told about a message that it published; it goes to the member's inbox and nowhere else.
///
/// The same message is answered the same way, with the same id, however often it comes.
struct IngressReceipt {
    private static let mostProblems = 100

    let collective: Collective
    let member: String
    let reference: String
    /// When the hub took the message up, in seconds since 1970.
    let received: Int

    /// The answer to a message that was taken.
    func accepted(_ verdict: IngressState.Verdict) -> Message? {
        let count: (String, String)? =
            switch verdict {
            case .unchanged: nil
            case .created: ("created", "1")
            case .updated: ("changed", "1")
            case .withdrawn: ("withdrawn", "1")
            }
        return message(
            [("status", "accepted"), ("accepted", "1"), ("refused", "0")] + (count.map { [$0] } ?? []), nil)
    }

    /// The answer to a message that was refused.
    func refused(_ rejection: Rejection) -> Message? {
        let values = [("status", "refused"), ("accepted", "0"), ("refused", "1")]
        // Whatever stands in the problems, the member is answered.
        let short = Rejection(problems: [Problem(Place("message"), "it is refused for reasons that cannot be shown")])
        return message(values, rejection) ?? message(values, short)
    }

    private func message(_ values: [(String, String)], _ rejection: Rejection?) -> Message? {
        guard let entity = entity(values, rejection) else { return nil }
        let source = "/\(collective.id)/\(Topology.ingress)"
        var said = Array("\(source)\n\(member)\n\(reference)\n".utf8)
        for (name, value) in values { said += Array("\(name) \(value)\n".utf8) }
        for problem in rejection?.problems ?? [] { said += Array("\(problem)\n".utf8) }
        let envelope = Envelope(
            id: Digest.hex(Digest.sha256(said).prefix(16)), source: source, kind: Schema.receipt.kind, event: .created,
            subject: reference, time: UTCTime.text(received))
        var data: [UInt8] = []
        CanonicalJSON.append(entity, withIdentity: false, to: &data)
        return Message(
            exchange: "private", routingKey: Topology.key(to: member), id: envelope.id, type: envelope.type,
            contentType: Envelope.contentType, timestamp: received, correlation: reference,
            body: envelope.bytes(around: data))
    }

    private func entity(_ values: [(String, String)], _ rejection: Rejection?) -> Entity? {
        let schema = Schema.receipt
        var draft = Draft(schema, place: Place("receipt"), origin: .none(schema))
        func set(_ path: String, _ text: String, item: Int = 0) {
            guard let field = schema.number(of: path), !text.isEmpty else { return }
            draft.append(Array(text.utf8).span, to: field, item: item, line: 1, column: 1)
        }
        set("key", reference)
        set("addressedTo", member)
        set("message", reference)
        set("received", UTCTime.text(received))
        for (path, value) in values { set(path, value) }
        let problems = (rejection?.problems ?? []).prefix(IngressReceipt.mostProblems)
        for (item, problem) in problems.enumerated() {
            set("problems[].where", DriftReceipt.cut("\(problem.place)", 500), item: item)
        }
        for item in problems.indices { set("problems[].key", rejection?.key ?? "", item: item) }
        for (item, problem) in problems.enumerated() {
            set("problems[].what", DriftReceipt.cut(problem.what, 500), item: item)
        }
        for (item, problem) in problems.enumerated() {
            set("problems[].why", DriftReceipt.cut(problem.why ?? "", 1_000), item: item)
        }
        for (item, problem) in problems.enumerated() {
            set("problems[].fix", DriftReceipt.cut(IngressReceipt.advice(problem.fix ?? ""), 500), item: item)
        }
        return try? schema.entity(from: draft, codes: collective.codes).get()
    }

    /// What a program can do that writes the schema's own words: it has no mapping, and no export.
    private static func advice(_ fix: String) -> String {
        let own = [
            ("\"codes\": ", "send the code itself"), ("\"codes\" to its mapping", "send true or false"),
            ("\"date\" with", "write a day as 2026-03-01, a moment as 2026-03-01T14:30:00Z"),
            ("\"decimal\": ", "write numbers with a point"),
            ("map the column to workplace.postcode", "send the INSEE code, or the postcode in workplace.postcode"),
            ("add the code to that file", "correct it, or ask who runs the hub for the code"),
        ]
        if let (_, advice) = own.first(where: { fix.contains($0.0) }) { return advice }
        return fix.replacing("fill it in the export", with: "add it").replacing(
            "correct the export", with: "correct it")
    }
}
