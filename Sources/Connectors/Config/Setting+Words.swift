import Canonical

extension Setting {
    /// What it says, as JSON, without comments and places; it is for comparing only.
    func words(without words: Set<String> = []) -> [UInt8] {
        var bytes: [UInt8] = []
        append(without: words, to: &bytes)
        return bytes
    }

    private func append(without words: Set<String> = [], to bytes: inout [UInt8]) {
        switch value {
        case .object(let members):
            bytes.append(UInt8(ascii: "{"))
            for member in members where !words.contains(member.word) {
                JSONText.append(member.word, to: &bytes)
                bytes.append(UInt8(ascii: ":"))
                member.setting.append(to: &bytes)
                bytes.append(UInt8(ascii: ","))
            }
            bytes.append(UInt8(ascii: "}"))
        case .list(let items):
            bytes.append(UInt8(ascii: "["))
            for item in items {
                item.append(to: &bytes)
                bytes.append(UInt8(ascii: ","))
            }
            bytes.append(UInt8(ascii: "]"))
        case .text(let text): JSONText.append(text, to: &bytes)
        case .number(let number): bytes += Array(number.utf8)
        case .boolean(let flag): bytes += Array("\(flag)".utf8)
        case .null: bytes += Array("null".utf8)
        }
    }
}
