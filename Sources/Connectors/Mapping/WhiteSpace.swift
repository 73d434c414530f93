/// White space as exports write it: everything up to U+0020, and the no-break spaces U+00A0 and U+202F.
enum WhiteSpace {
    /// The text without white space at both ends.
    static func trimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        text.withUnsafeBufferPointer { bytes in
            let range = trimmed(bytes, 0..<bytes.count)
            return text[text.startIndex + range.lowerBound..<text.startIndex + range.upperBound]
        }
    }

    /// The range of a text without white space at both ends.
    static func trimmed(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Range<Int> {
        var (start, end) = (range.lowerBound, range.upperBound)
        while start < end {
            let last = bytes[end - 1]
            if last <= 0x20 {
                end -= 1
            } else if last == 0xA0, end - start > 1, bytes[end - 2] == 0xC2 {
                end -= 2
            } else if last == 0xAF, end - start > 2, bytes[end - 2] == 0x80, bytes[end - 3] == 0xE2 {
                end -= 3
            } else {
                break
            }
        }
        while start < end {
            let first = bytes[start]
            if first <= 0x20 {
                start += 1
            } else if first == 0xC2, end - start > 1, bytes[start + 1] == 0xA0 {
                start += 2
            } else if first == 0xE2, end - start > 2, bytes[start + 1] == 0x80, bytes[start + 2] == 0xAF {
                start += 3
            } else {
                break
            }
        }
        return start..<end
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
