import Canonical
import Foundation
import Testing

@testable import Connectors

/// A small config folder that is right; a test changes what it is about.
struct SmallConfig {
    let scratch: Scratch
    var files = [
        "hub.jsonc": #"""
        {
          "collective": "essai", "name": "Essai",
          "broker": { "url": "amqp://hub@127.0.0.1:5672/essai", "password": "p4ssw0rd-of-the-broker" },
          "pseudonyms": { "key": "0123456789abcdef0123456789abcdef" }
        }
        """#,
        "members/aci.jsonc": #"""
        {
          "name": "Un ACI", "kind": "ACI",
          "amqp": { "password": "p4ssw0rd-of-the-aci" }
        }
        """#,
        "members/cre.jsonc": #"{ "name": "La CRE", "kind": "CRE" }"#,
        "feeds/offres.jsonc": #"""
        {
          "member": "aci", "kind": "offer",
          "source": { "directory": { "path": "exports" } },
          "format": { "csv": { "delimiter": ";" } },
          "map": {
            "key": "ref",
            "type": { "const": "job" },
            "title": "poste"
          }
        }
        """#,
        "codes/siae-kinds.csv":
            "code;label;aliases;from;until;source\nACI;Atelier et chantier d'insertion;;;;\nEI;;;;;\n",
        "codes/contract-types.csv":
            "code;label;aliases;from;until;source\nCDI;Contrat à durée indéterminée;PERMANENT;;;\nDDI;CDD d'insertion;CDDI;;;\n",
    ]

    init() throws { scratch = try Scratch() }

    /// With other files, or without those that are nil.
    init(_ changes: [String: String?]) throws {
        try self.init()
        for (name, text) in changes { files[name] = text }
    }

    func read(variables: [String: String] = [:], isForSamples: Bool = false) throws -> Collective {
        for (name, text) in files { try scratch.write(name, text) }
        return try CollectiveReader.read(scratch.path, variables: variables, isForSamples: isForSamples)
    }

    /// Every problem, with the folder named `config`.
    func problems(variables: [String: String] = [:]) throws -> [String] {
        do {
            _ = try read(variables: variables)
            return []
        } catch let error as ConfigError {
            return error.problems.map { $0.description.replacing(scratch.path, with: "config") }
        }
    }

    /// What a feed file with this mapping makes of one CSV export; a rejection's problems otherwise.
    static func draft(
        _ map: String, kind: String = "offer", format: String = #"{ "csv": { "delimiter": ";" } }"#, _ export: String,
        withIdentity: Bool = false
    ) throws -> [String] {
        let feed =
            "{ \"member\": \"aci\", \"kind\": \"\(kind)\", \"source\": { \"directory\": { \"path\": \"exports\" } },\n"
            + "\"format\": \(format), \"map\": {\n\(map)\n} }"
        let config = try SmallConfig(["feeds/offres.jsonc": feed])
        let collective: Collective
        do { collective = try config.read() } catch let error as ConfigError {
            return error.problems.map { $0.description.replacing(config.scratch.path, with: "config") }
        }
        var lines: [String] = []
        let path = try config.scratch.write("export", export)
        var reading = FeedReading(collective.feeds[0], of: collective, since: Snapshot())
        try reading.read([Export(path: path)]) { outcome throws(Failure) in
            switch outcome {
            case .entity(let entity, _, _, _, _):
                var bytes: [UInt8] = []
                CanonicalJSON.append(entity, withIdentity: withIdentity, to: &bytes)
                lines.append(String(decoding: bytes, as: UTF8.self))
            case .rejection(let rejection):
                #expect(rejection.problems.flatMap(\.withoutFrench) == [])
                lines += rejection.problems.map { $0.description.replacing(config.scratch.path, with: "config") }
            }
        }
        return lines
    }
}
