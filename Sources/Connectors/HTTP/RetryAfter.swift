import Canonical

/// When a server that is busy wants to be asked again: the header `Retry-After`.
enum RetryAfter {
    /// Seconds from `now` (seconds since 1970); nil when the header says nothing that can be read.
    static func seconds(_ header: String, now: Int) -> Int? {
        if let seconds = Int(header) { return max(0, seconds) }
        return moment(header).map { max(0, $0 - now) }
    }

    /// Seconds since 1970 of `Sun, 06 Nov 1994 08:49:37 GMT`, the one way in which servers may write it.
    static func moment(_ text: String) -> Int? {
        let words = text.split { $0 == " " || $0 == ":" }
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        guard words.count == 8, words[7] == "GMT", let day = Int(words[1]), let year = Int(words[3]),
            let month = months.firstIndex(of: String(words[2])),
            let date = CivilDate(year: year, month: month + 1, day: day),
            let hour = Int(words[4]), let minute = Int(words[5]), let second = Int(words[6]),
            (0..<24).contains(hour), (0..<60).contains(minute), (0...60).contains(second)
        else { return nil }
        return date.daysSince1970 * 86_400 + hour * 3_600 + minute * 60 + second
    }
}
