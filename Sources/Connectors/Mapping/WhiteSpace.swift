/// White space as exports write it: everything up to U+0020, and the no-break spaces U+00A0 and U+202F.
enum WhiteSpace {
    /// The text without white space at both ends.
    static func trimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var text = text
        while let last = text.last {
            if last <= 0x20 {
                text.removeLast()
            } else if last == 0xA0, text.count > 1, text[text.endIndex - 2] == 0xC2 {
                text.removeLast(2)
            } else if last == 0xAF, text.suffix(3).elementsEqual([0xE2, 0x80, 0xAF]) {
                text.removeLast(3)
            } else {
                break
            }
        }
        while let first = text.first {
            guard first <= 0x20 || first == 0xC2 || first == 0xE2 else { break }
            let length = length(text, at: text.startIndex)
            guard length > 0 else { break }
            text.removeFirst(length)
        }
        return text
    }

    /// How many bytes of white space stand at `index`: 0 when something else does.
    static func length(_ text: ArraySlice<UInt8>, at index: Int) -> Int {
        guard index < text.endIndex else { return 0 }
        if text[index] <= 0x20 { return 1 }
        if text[index] == 0xC2, index + 1 < text.endIndex, text[index + 1] == 0xA0 { return 2 }
        if text[index] == 0xE2, index + 2 < text.endIndex, text[index + 1] == 0x80, text[index + 2] == 0xAF { return 3 }
        return 0
    }
}
