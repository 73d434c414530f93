import Canonical
import Foundation
import Testing

@testable import Connectors

/// What the acceptance stories are told with: the example's rules and codes, and members named by their kind of structure.
struct Story {
    static let person = "650e93c69155c690009387812add86c5"

    let collective: Collective
    private let engine: RuleEngine
    private var facts: Facts

    /// The example, or one whose territory has this parameter, such as `"r08-ai-hours": { "hours": 200 }`.
    init(parameter: String? = nil) throws {
        var folder = Fixtures.repository + "/config"
        let scratch = try Scratch()
        if let parameter {
            folder = "\(scratch.path)/config"
            try FileManager.default.copyItem(atPath: Fixtures.repository + "/config", toPath: folder)
            let hub = try String(contentsOfFile: "\(folder)/hub.jsonc", encoding: .utf8)
            let own = #""r01-contract-end": { "before": "3 months" }"#
            try #require(hub.contains(own))
            try scratch.write("config/hub.jsonc", hub.replacing(own, with: parameter))
        }
        collective = try CollectiveReader.read(folder, variables: [:], isForSamples: true)
        engine = RuleEngine(collective.rules, RuleSample.members)
        facts = engine.noFacts()
    }

    /// An entity as its schema checks it.
    func entity(_ kind: Schema, _ data: String) throws -> Entity {
        try CanonicalReader.entity(kind, Array(data.utf8), codes: collective.codes, file: "story").get()
    }

    /// What is wrong with data of a kind, without reasons.
    func problems(_ kind: Schema, _ data: String) -> [String] {
        let read = CanonicalReader.entity(kind, Array(data.utf8), codes: collective.codes, file: "story")
        guard case .failure(let rejection) = read else { return [] }
        return rejection.problems.map { "\($0.place.field ?? ""): \($0.what)" }
    }

    /// A member publishes something; its `person.id` is given as `PERSON`.
    mutating func publish(_ member: String, _ kind: Schema, _ data: String) throws {
        facts.note(
            try entity(kind, data.replacing("PERSON", with: Self.person)), source: member, member: member)
    }

    /// The alerts of a rule that stand on a day: `to roles: text`.
    func alerts(_ rule: String, on day: String) throws -> [String] {
        try raised(rule, on: day).map { "\($0.addressedTo) \($0.roles.joined(separator: "+")): \($0.text)" }.sorted()
    }

    func raised(_ rule: String, on day: String) throws -> [RaisedAlert] {
        let parsed = CivilDate(Array(day.utf8).span)
        return engine.alerts(facts, on: try #require(parsed)).filter { $0.rule == rule }
    }
}

extension Story {
    /// Who receives what in a collective of these members.
    struct Routing {
        let members: [String: String]

        func recipients(of data: String, _ kind: Schema = .offer, from sender: String) throws -> [String] {
            var config = try SmallConfig([
                "members/aci.jsonc": nil, "members/cre.jsonc": nil, "feeds/offres.jsonc": nil,
            ])
            for (id, text) in members { config.files["members/\(id).jsonc"] = text }
            for name in ["siae-kinds", "contract-types", "refusal-reasons"] {
                config.files["codes/\(name).csv"] = String(
                    decoding: try Fixtures.bytes("\(Fixtures.repository)/config/codes/\(name).csv"), as: UTF8.self)
            }
            let collective = try config.read()
            let entity = try CanonicalReader.entity(kind, Array(data.utf8), codes: collective.codes, file: "story")
                .get()
            return Router(collective).recipients(of: entity, from: sender).map(\.member).sorted()
        }
    }
}
