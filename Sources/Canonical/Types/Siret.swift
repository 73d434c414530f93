/// SIRET and SIREN numbers: checked by Luhn (INSEE), with La Poste's exception.
enum Siret {
    static func siret(_ value: Span<UInt8>) -> Verdict {
        let digits = digits(of: value)
        guard digits.count == 14 else {
            return .wrong(
                what: "not a SIRET", why: "a SIRET has fourteen digits", fix: "correct it (the SIREN alone has nine)")
        }
        guard isPoste(digits) || luhn(digits[...]) && luhn(digits[0..<9]) else {
            return wrongKey("SIRET", "a SIRET and its first nine digits satisfy Luhn's formula")
        }
        return digits.count == value.count ? .right : .canonical(digits)
    }

    static func siren(_ value: Span<UInt8>) -> Verdict {
        let digits = digits(of: value)
        guard digits.count == 9 else {
            return .wrong(what: "not a SIREN", why: "a SIREN has nine digits", fix: "correct it")
        }
        guard luhn(digits[...]) else { return wrongKey("SIREN", "a SIREN satisfies Luhn's formula") }
        return digits.count == value.count ? .right : .canonical(digits)
    }

    /// The digits, or none when something else than digits and separators is in the value.
    private static func digits(of value: Span<UInt8>) -> [UInt8] {
        var digits: [UInt8] = []
        for index in value.indices {
            switch value[index] {
            case 0x30...0x39: digits.append(value[index])
            case 0x20, 0x2E, 0xC2, 0xA0: continue
            default: return []
            }
        }
        return digits
    }

    /// La Poste's establishments satisfy either Luhn or a digit sum divisible by 5.
    private static func isPoste(_ digits: [UInt8]) -> Bool {
        digits.starts(with: Array("356000000".utf8)) && digits.reduce(0, { $0 + Int($1 - 0x30) }) % 5 == 0
    }

    private static func luhn(_ digits: ArraySlice<UInt8>) -> Bool {
        var sum = 0
        for (position, digit) in digits.reversed().enumerated() {
            let number = Int(digit - 0x30) * (position % 2 == 0 ? 1 : 2)
            sum += number > 9 ? number - 9 : number
        }
        return sum % 10 == 0
    }

    private static func wrongKey(_ what: String, _ why: String) -> Verdict {
        .wrong(what: "not a \(what): its key is wrong", why: why, fix: "look for a mistyped digit")
    }
}
