import Canonical

/// Line and column of a byte, counted from 1 while bytes are passed over.
struct LinePlace {
    var line: Int
    var column: Int

    /// Passes over the bytes of `range`; most of them hold no line end.
    @inline(__always) mutating func pass(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) {
        var index = range.lowerBound
        var lineStart = index
        while index < range.upperBound {
            guard index + Lanes.count <= range.upperBound else {
                if bytes[index] == 0x0A { (line, column, lineStart) = (line + 1, 1, index + 1) }
                index += 1
                continue
            }
            let ends = Lanes.load(bytes, index) .== Lanes.all(0x0A)
            guard Lanes.isAny(ends) else {
                index += Lanes.count
                continue
            }
            index += Lanes.first(ends) + 1
            (line, column, lineStart) = (line + 1, 1, index)
        }
        column += range.upperBound - lineStart
    }
}
