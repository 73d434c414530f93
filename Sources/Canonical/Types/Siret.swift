/// SIRET numbers: fourteen digits, the whole and its first nine checked by Luhn (INSEE).
enum Siret {
    static func check(_ value: Span<UInt8>) -> Verdict {
        var digits: [UInt8] = []
        for index in value.indices where value[index] != 0x20 && value[index] != 0x2E { digits.append(value[index]) }
        guard digits.count == 14, digits.allSatisfy({ 0x30...0x39 ~= $0 }) else {
            return .wrong(
                what: "not a SIRET", why: "a SIRET has fourteen digits", fix: "correct it (the SIREN alone has nine)")
        }
        guard isValid(digits) else {
            return .wrong(
                what: "not a SIRET: its key is wrong", why: "a SIRET and its first nine digits satisfy Luhn's formula",
                fix: "look for a mistyped digit")
        }
        return digits.count == value.count ? .right : .canonical(digits)
    }

    private static func isValid(_ digits: [UInt8]) -> Bool {
        // La Poste's establishments satisfy either Luhn or a digit sum divisible by 5.
        if digits.starts(with: Array("356000000".utf8)), digits.reduce(0, { $0 + Int($1 - 0x30) }) % 5 == 0 {
            return true
        }
        return luhn(digits[...]) && luhn(digits[0..<9])
    }

    private static func luhn(_ digits: ArraySlice<UInt8>) -> Bool {
        var sum = 0
        for (position, digit) in digits.reversed().enumerated() {
            let number = Int(digit - 0x30) * (position % 2 == 0 ? 1 : 2)
            sum += number > 9 ? number - 9 : number
        }
        return sum % 10 == 0
    }
}
