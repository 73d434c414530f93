import Foundation

/// Changes a valid JSON object a little, so that it mostly becomes invalid; the same seed gives the same changes.
struct Mutation {
    private var random: SplitMix

    init(seed: UInt64) { random = SplitMix(state: seed) }

    /// A changed copy of `object`, as JSON text.
    mutating func mutant(of object: [String: Any], donors: [Any]) throws -> String {
        var whole: Any = object
        for _ in 0...Int.random(in: 0...1, using: &random) { whole = changed(whole, donors: donors, isRoot: true) }
        let data = try JSONSerialization.data(withJSONObject: whole, options: [.sortedKeys, .withoutEscapingSlashes])
        return String(decoding: data, as: UTF8.self)
    }

    private mutating func changed(_ value: Any, donors: [Any], isRoot: Bool = false) -> Any {
        if var object = value as? [String: Any], !object.isEmpty, isRoot || Int.random(in: 0..<4, using: &random) > 0 {
            let keys = object.keys.sorted()
            let key = keys[Int.random(in: 0..<keys.count, using: &random)]
            switch Int.random(in: 0..<12, using: &random) {
            case 0: object[key] = nil
            case 1:
                object[["extra", "nir", "nationalite", "Key", "tittle"][Int.random(in: 0..<5, using: &random)]] = "x"
            case 2:
                object[key + "s"] = object[key]
                object[key] = nil
            default: object[key] = changed(object[key] ?? "", donors: donors)
            }
            return object
        }
        if var list = value as? [Any], !list.isEmpty, Int.random(in: 0..<4, using: &random) > 0 {
            let index = Int.random(in: 0..<list.count, using: &random)
            if Int.random(in: 0..<6, using: &random) == 0 {
                list.remove(at: index)
            } else {
                list[index] = changed(list[index], donors: donors)
            }
            return list
        }
        return leaf(value, donors: donors)
    }

    private mutating func leaf(_ value: Any, donors: [Any]) -> Any {
        let text = value as? String
        let choices: [Any] = [
            NSNull(), 7, -1, 1_000_000_000_000, 0.5, true, "", "   ", "x", [String](), [String: String](), ["x"],
            ["a": "b"],
            donors[Int.random(in: 0..<donors.count, using: &random)],
            donors[Int.random(in: 0..<donors.count, using: &random)],
            (text ?? "x") + "\n", " " + (text ?? "x"), (text ?? "x").uppercased(), (text ?? "x") + "é",
            (text ?? "x") + "\u{301}",
            String((text ?? "xy").dropLast()), (text ?? "x") + (text ?? "9"), (text ?? "") + "\u{7}",
            "<p>\(text ?? "x")</p>",
            "2026-02-31", "2026-13-01", "31/02/2026", "2026-06-01T25:00:00Z", "1 85 05 78 006 084 91", "06 39 98 12 34",
            "a@b", "www.example.fr", "63 000", String(repeating: "é", count: 501),
            String(repeating: "x", count: 20_001),
        ]
        return choices[Int.random(in: 0..<choices.count, using: &random)]
    }
}

/// A small generator of random numbers that gives the same numbers for the same seed (splitmix64).
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
