import Canonical

/// What the bytes of a file say about its encoding.
///
/// French text in one byte a character hardly ever looks like UTF-8: a lone é is no UTF-8. A file that holds both is a
/// UTF-8 file with a broken byte or two, or the other way round, or nobody can tell.
struct EncodingEvidence {
    enum Verdict: Equatable {
        case onlyASCII
        case utf8
        case windows1252
        case unsure
    }

    /// How many characters beyond ASCII are written as UTF-8.
    private(set) var characters = 0
    /// How many bytes have no place in UTF-8.
    private(set) var wrongBytes = 0
    /// How many bytes are control characters in ISO-8859-1 and -15, and quotes, dashes, €, œ in Windows-1252.
    private(set) var controls = 0
    /// The first byte beyond ASCII.
    private(set) var first: Int?
    /// The first byte that has no place in UTF-8.
    private(set) var firstWrong: Int?

    /// Looks at bytes; `isWhole` tells that the file ends with them.
    init(_ bytes: UnsafeBufferPointer<UInt8>, isWhole: Bool) {
        var index = ByteScan.firstBeyondASCII(bytes)
        while index < bytes.count {
            let byte = bytes[index]
            let length = byte < 0xC0 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
            let end = min(index + length, bytes.count)
            // The look ended within a character.
            if index + length > bytes.count, !isWhole { return }
            if first == nil { first = index }
            if UTF8Check.firstWrongByte(UnsafeBufferPointer(rebasing: bytes[index..<end])) == nil {
                characters += 1
                index = end
            } else {
                if firstWrong == nil { firstWrong = index }
                wrongBytes += 1
                if byte < 0xA0 { controls += 1 }
                index += 1
            }
            index = ByteScan.firstBeyondASCII(bytes, from: index)
        }
    }

    var verdict: Verdict {
        if characters + wrongBytes == 0 { return .onlyASCII }
        if characters > 10 * wrongBytes { return .utf8 }
        return wrongBytes > 10 * characters ? .windows1252 : .unsure
    }

    /// The encoding that the file evidently has instead of the one that the config names.
    func contradiction(of named: Encoding) -> Encoding? {
        switch named {
        case .utf8: wrongBytes >= 3 && verdict == .windows1252 ? .windows1252 : nil
        case .latin1, .latin9, .windows1252:
            if characters >= 3, wrongBytes == 0 {
                .utf8
            } else {
                named != .windows1252 && controls >= 3 && verdict == .windows1252 ? .windows1252 : nil
            }
        case .utf16, .utf16LE, .utf16BE: nil
        }
    }
}
