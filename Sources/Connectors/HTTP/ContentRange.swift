/// What the header `Content-Range` says: `offres 0-149/9981`.
struct ContentRange: Equatable {
    let text: String
    let first: Int
    let last: Int
    let total: Int

    init?(_ text: String) {
        let words = text.split(separator: " ")
        let parts = words.last?.split(separator: "/", omittingEmptySubsequences: false) ?? []
        let ends = parts.first?.split(separator: "-", omittingEmptySubsequences: false) ?? []
        guard words.count == 2, parts.count == 2, ends.count == 2, let first = Int(ends[0]), let last = Int(ends[1]),
            let total = Int(parts[1]), first >= 0, first <= last
        else { return nil }
        self.text = text
        self.first = first
        self.last = last
        self.total = total
    }
}
