/// The canonical JSON of a shape without its values: names, brackets, commas and quotes, as they stand between the values.
struct JSONFrame: Sendable {
    private var text: [UInt8] = []
    private var pieces: [Piece] = []

    /// What stands in front of one value, up to `end`.
    private struct Piece: Sendable {
        let end: Int
        let value: Int
        let isBare: Bool
    }

    /// Finds the frame by writing the draft with marks for values: a byte that UTF-8 never has, then the value's number.
    init(_ draft: borrowing Draft, _ outline: borrowing Outline) {
        var marked = copy draft
        marked.bytes = []
        for number in marked.values.indices {
            marked.replace(number, with: [0xFF] + [14, 7, 0].map { 0x80 | UInt8(number >> $0 & 0x7F) })
        }
        var json: [UInt8] = []
        CanonicalJSON.append(marked, outline, withIdentity: true, to: &json)
        var index = 0
        while index < json.count {
            guard json[index] == 0xFF else {
                text.append(json[index])
                index += 1
                continue
            }
            let value = json[index + 1..<index + 4].reduce(0) { $0 << 7 | Int($1 & 0x7F) }
            pieces.append(Piece(end: text.count, value: value, isBare: text.last != UInt8(ascii: "\"")))
            index += 4
        }
    }

    /// Appends the `data` object of a draft of this shape, its identity included.
    func append(_ draft: borrowing Draft, to bytes: inout [UInt8]) {
        var room = text.count
        for value in draft.values { room += JSONWriter.room(Int(value.end - value.start)) }
        draft.values.withUnsafeBufferPointer { values in
            draft.bytes.withUnsafeBufferPointer { source in
                text.withUnsafeBufferPointer { text in
                    bytes.append(room: room) { writer in
                        var start = 0
                        for piece in pieces {
                            writer.append(text, start..<piece.end)
                            start = piece.end
                            let range = Int(values[piece.value].start)..<Int(values[piece.value].end)
                            if piece.isBare {
                                writer.append(source, range)
                            } else {
                                writer.append(escaping: source, range)
                            }
                        }
                        writer.append(text, start..<text.count)
                    }
                }
            }
        }
    }
}
