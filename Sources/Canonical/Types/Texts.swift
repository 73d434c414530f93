/// Free text: bounded, printable, NFC, without HTML and without anybody's social security number.
enum Texts {
    /// Text that may have several lines.
    static func text(_ value: Span<UInt8>, max: Int) -> Verdict { check(value, max: max, takesLines: true) }

    /// Text on one line; line ends become spaces.
    static func line(_ value: Span<UInt8>, max: Int) -> Verdict { check(value, max: max, takesLines: false) }

    private static func check(_ value: Span<UInt8>, max: Int, takesLines: Bool) -> Verdict {
        let look = Look(value)
        if look.hasWrongControls, let wrong = firstControl(value) { return control(wrong) }
        if look.isBlank { return blank }
        // Without its key, and born in Corsica (2A, 2B): twelve digits.
        if look.digits >= 12, Nir.isIn(value, isAddress: false) { return forbidden }
        guard look.needsCare || look.hasControls && !takesLines else {
            return value.count <= max ? .right : length(characters(value), max) ?? .right
        }
        var text = Words.text(value)
        if let wrong = text.unicodeScalars.first(where: { (0x80...0x9F).contains($0.value) }) {
            return control(UInt8(truncatingIfNeeded: wrong.value))
        }
        text = PlainText.reduced(text, takesLines: takesLines)
        if text.isEmpty { return blank }
        // Tags, entities and line ends may have stood between its digits.
        if Nir.isIn(text) { return forbidden }
        if let tooLong = length(text.unicodeScalars.count, max) { return tooLong }
        return Words.equal(value, text) ? .right : .canonical(Array(text.utf8))
    }

    /// Whether it is surely right as it stands: most texts are, and nothing more need be known of them.
    static func isPlain(_ value: Span<UInt8>, max: Int, takesLines: Bool) -> Bool {
        let look = Look(value)
        return !(takesLines ? look.hasWrongControls : look.hasControls) && !look.needsCare && !look.isBlank
            && value.count <= max
            && (look.digits < 12 || !Nir.isIn(value, isAddress: false))
    }

    /// What one pass over the bytes tells.
    private struct Look {
        var digits = 0
        /// Whether bytes below 0x20 are there; line ends and tabs are among them.
        var hasControls = false
        /// Whether there are others than line ends and tabs.
        var hasWrongControls = false
        /// Whether HTML, composing characters or the controls of Latin-1 may be there.
        var needsCare = false
        var isBlank = true

        init(_ value: Span<UInt8>) {
            value.withUnsafeBufferPointer { bytes in
                var controls = Lanes.all(0) .< Lanes.all(0)
                var (wrong, care) = (controls, controls)
                var index = 0
                while index < bytes.count {
                    // A lane counts to 255.
                    var digits = Lanes.all(0)
                    let end = min(bytes.count, index + 255 * Lanes.count)
                    while index < end {
                        let lanes =
                            index + Lanes.count <= bytes.count
                            ? Lanes.load(bytes, index) : Lanes.rest(bytes, index, fill: 0x20)
                        let low = (lanes .< Lanes.all(0x20)) .| (lanes .== Lanes.all(0x7F))
                        if Lanes.isAny(low) {
                            controls = controls .| low
                            let lineEnds =
                                (lanes .== Lanes.all(0x0A)) .| (lanes .== Lanes.all(0x0D))
                                .| (lanes .== Lanes.all(0x09))
                            wrong = wrong .| (low .^ lineEnds)
                        }
                        // 0xCC and 0xCD begin composing characters (U+0300 to U+036F).
                        care =
                            care .| (lanes .== Lanes.all(0x3C)) .| (lanes .== Lanes.all(0x26))
                            .| ((lanes & Lanes.all(0xFE)) .== Lanes.all(0xCC))
                        // 0xC2 begins the controls of Latin-1 (to U+009F), and « » °, which are as they should be.
                        let latin = lanes .== Lanes.all(0xC2)
                        if Lanes.isAny(latin) {
                            let behind =
                                index + Lanes.count < bytes.count
                                ? Lanes.load(bytes, index + 1) : Lanes.rest(bytes, index + 1, fill: 0xFF)
                            care = care .| (latin .& (behind .< Lanes.all(0xA0)))
                        }
                        // A mask's lane is -1.
                        let isDigit = (lanes &- Lanes.all(0x30)) .< Lanes.all(10)
                        digits = digits &- unsafeBitCast(isDigit, to: Lanes.Bytes.self)
                        index += Lanes.count
                    }
                    self.digits += Lanes.sum(digits)
                }
                hasControls = Lanes.isAny(controls)
                hasWrongControls = Lanes.isAny(wrong)
                needsCare = Lanes.isAny(care)
                // 0xC2 0xA0 is a no-break space.
                isBlank = !bytes.contains { $0 > 0x20 && $0 != 0xC2 && $0 != 0xA0 }
            }
        }
    }

    private static let blank = Verdict.wrong(
        what: "empty", why: "a text holds something to read", fix: "leave the field out")

    /// The first byte that is a control character other than a line end or a tab.
    private static func firstControl(_ value: Span<UInt8>) -> UInt8? {
        for index in value.indices {
            let byte = value[index]
            if byte < 0x20 && byte != 0x0A && byte != 0x0D && byte != 0x09 || byte == 0x7F { return byte }
        }
        return nil
    }

    static let forbidden = Verdict.forbidden(
        what: "holds what looks like a social security number (NIR)",
        why: "no message may carry one (décret 2019-341)",
        fix: "remove it from the export; if it is another number, write it in groups of other lengths")

    private static func characters(_ value: Span<UInt8>) -> Int {
        var characters = 0
        for index in value.indices where value[index] & 0xC0 != 0x80 { characters += 1 }
        return characters
    }

    private static func length(_ characters: Int, _ max: Int) -> Verdict? {
        guard characters > max else { return nil }
        return .wrong(
            what: "too long (\(characters) characters)", why: "at most \(max) characters fit here",
            fix: "shorten it in the export")
    }

    private static func control(_ byte: UInt8) -> Verdict {
        let digits = String(byte, radix: 16, uppercase: true)
        let code = String(repeating: "0", count: 4 - digits.count) + digits
        return .wrong(
            what: "holds the control character U+\(code)", why: "texts hold printable characters only",
            fix: "remove it in the export, or correct \"encoding\"")
    }
}
