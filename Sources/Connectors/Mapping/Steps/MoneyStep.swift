import Canonical

/// Reads a pay in words: `12,50 €/h`, `1 850 € brut mensuel`, `Annuel de 38000.0 Euros à 45000.0 Euros sur 12.0 mois`.
struct MoneyStep: Step {
    static let word = "money"
    static let readsExports = true
    let part: String

    init(part: String) { self.part = part }

    init?(_ step: StepSettings) {
        guard let part = step.settings.choice("money", ["min", "max", "period", "months"]) else { return nil }
        self.part = part
    }

    var gives: Shape { part == "period" ? .text : .number }

    func apply(to values: inout Pieces) throws(StepProblem) {
        try MoneyStep.each(&values) { value throws(StepProblem) in
            let pay = Pay(Array(String(decoding: value, as: UTF8.self).lowercased().utf8))
            switch part {
            case "months": return pay.months ?? []
            case "period":
                if let period = pay.period { return Array(period.utf8) }
                throw problem("no period of pay", value, "an hour, a month or a year is not named")
            default:
                guard 1...2 ~= pay.amounts.count else {
                    throw problem(
                        "not a pay", value, "it names \(pay.amounts.isEmpty ? "no" : "\(pay.amounts.count)") amounts")
                }
                if pay.amounts.count == 2 { return pay.amounts[part == "min" ? 0 : 1] }
                // One amount is the least, unless it says that it is the most.
                return pay.isMost == (part == "max") ? pay.amounts[0] : []
            }
        }
    }

    private func problem(_ what: String, _ value: [UInt8], _ detail: String) -> StepProblem {
        StepProblem(
            what, value, rule: "is read as a pay, such as 1 850 € par mois", detail: detail,
            fix: "correct the export, or add \"else\": null to leave such values out")
    }
}

/// What a pay in small letters says.
private struct Pay {
    var amounts: [[UInt8]] = []
    /// `hour`, `month` or `year`.
    var period: String?
    /// How many monthly pays a year has.
    var months: [UInt8]?
    /// Whether a single amount is the highest.
    var isMost = false

    private static let periods: [(word: String, period: String)] = [
        ("horaire", "hour"), ("/h", "hour"), ("/ h", "hour"), ("heure", "hour"), ("mensuel", "month"),
        ("mois", "month"), ("annuel", "year"), ("/an", "year"), ("/ an", "year"), ("par an", "year"),
        ("annee", "year"), ("année", "year"),
    ]

    init(_ text: [UInt8]) {
        var rest = text
        var isInThousands: [Bool] = []
        var index = 0
        while let number = FoundNumber(in: text, from: index) {
            index = number.range.upperBound
            let before = String(decoding: text[..<number.range.lowerBound].suffix(6), as: UTF8.self)
            let after = String(decoding: WhiteSpace.trimmed(text[index...]).prefix(12), as: UTF8.self)
            if after.hasPrefix("mois") || after.hasPrefix("heures") || after.hasPrefix("h ") || after == "h"
                || index < text.count && text[index] == UInt8(ascii: "h")
            {
                if after.hasPrefix("mois"), before.hasSuffix("sur ") { months = number.digits }
                // "sur 13 mois", "pour 35 heures" name no period.
                if let end = text[index...].firstIndex(where: { 0x61...0x7A ~= $0 }) {
                    for letter in end..<min(end + 6, rest.count) where 0x61...0x7A ~= rest[letter] {
                        rest[letter] = 0x20
                    }
                }
                continue
            }
            let isThousands = after.hasPrefix("k€") || after.hasPrefix("k ") || after == "k" || after.hasPrefix("keur")
            let next = index < text.count ? text[index] : 0
            let isWord = 0x61...0x7A ~= next || next == 0xC3
            guard !after.hasPrefix("%"), isThousands || !isWord || after.hasPrefix("eur") else { continue }
            amounts.append(number.digits)
            isInThousands.append(isThousands)
        }
        // "35 - 40 k€": both are thousands.
        if isInThousands.last == true {
            for (number, amount) in amounts.enumerated() where isInThousands[number] || Pay.isBelow1000(amount) {
                amounts[number] = Pay.thousandfold(amount)
            }
        }
        let words = String(decoding: rest, as: UTF8.self)
        isMost = words.contains("jusqu") || words.contains("maxi")
        period =
            Pay.periods
            .compactMap { word, period in words.firstRange(of: word).map { ($0.lowerBound, period) } }
            .min { $0.0 < $1.0 }?.1
    }

    private static func isBelow1000(_ amount: [UInt8]) -> Bool { amount.prefix { $0 != 0x2E }.count <= 3 }

    private static func thousandfold(_ amount: [UInt8]) -> [UInt8] {
        let point = amount.firstIndex(of: 0x2E) ?? amount.endIndex
        var decimals: [UInt8] = Array(amount[point...].dropFirst())
        while decimals.count < 3 { decimals.append(0x30) }
        if decimals.count > 3 { decimals.insert(0x2E, at: 3) }
        return amount[..<point] + decimals
    }
}
