import Canonical
import Connectors
import Foundation
import Testing

/// Broken bytes must give problems, never a crash, a hang or memory that is kept.
@Suite struct FuzzTests {
    private static let seed: UInt64 = 7_041_789
    private static let inputs = 200_000

    /// In a process of its own: what other tests keep meanwhile is not its memory.
    @Test func `two hundred thousand broken objects give an entity or problems, and no memory is kept`() async {
        await #expect(processExitsWith: .success) { try FuzzTests.fuzz() }
    }

    fileprivate static func fuzz() throws {
        let codes = try Strict.collective.get().codes
        let lines = try Schema.all.flatMap { schema in
            try String(contentsOfFile: "\(Strict.config)/schemas/examples/\(schema.kind).jsonl", encoding: .utf8)
                .split(separator: "\n").map { (schema, Array($0.utf8)) }
        }
        var random = SplitMix(state: Self.seed)
        var accepted = 0
        var longest = Duration.zero
        var memoryBefore = 0
        for number in 0..<Self.inputs {
            // What the allocator and the tables keep is there after the first few thousand.
            if number == 20_000 { memoryBefore = Self.residentBytes() }
            let (schema, bytes) = lines[Int.random(in: 0..<lines.count, using: &random)]
            let broken = Self.broken(bytes, lines[Int.random(in: 0..<lines.count, using: &random)].1, &random)
            let start = ContinuousClock.now
            switch CanonicalReader.entity(schema, broken, codes: codes, file: "fuzz") {
            case .success: accepted += 1
            case .failure(let rejection):
                let isTold = rejection.problems.allSatisfy { !$0.what.isEmpty && $0.place.file == "fuzz" }
                #expect(isTold && !rejection.problems.isEmpty, "seed \(Self.seed), input \(number)")
            }
            longest = max(longest, ContinuousClock.now - start)
        }
        let growth = Self.residentBytes() - memoryBefore
        print("fuzz: \(Self.inputs) inputs, \(accepted) still right, longest \(longest), memory +\(growth / 1024) KiB")
        #expect(accepted > 0 && accepted < Self.inputs / 2)
        #expect(longest < .seconds(5))
        #expect(growth < 64 * 1024 * 1024)
    }

    private static func broken(_ bytes: [UInt8], _ other: [UInt8], _ random: inout SplitMix) -> [UInt8] {
        var bytes = bytes
        for _ in 0...Int.random(in: 0...3, using: &random) {
            let index = Int.random(in: 0..<max(1, bytes.count), using: &random)
            guard index < bytes.count else { break }
            switch Int.random(in: 0..<8, using: &random) {
            case 0: bytes[index] = UInt8.random(in: 0...255, using: &random)
            case 1: bytes.remove(at: index)
            case 2: bytes.insert(UInt8.random(in: 0...255, using: &random), at: index)
            case 3: bytes.removeSubrange(index...)
            case 4:
                let marks = Array("{}[]\",:\\ue+-.019tfn \n".utf8)
                bytes[index] = marks[Int.random(in: 0..<marks.count, using: &random)]
            case 5:
                let end = min(bytes.count, index + Int.random(in: 1...40, using: &random))
                bytes.insert(contentsOf: bytes[index..<end], at: index)
            case 6:
                let start = Int.random(in: 0..<other.count, using: &random)
                bytes.insert(contentsOf: other[start..<min(other.count, start + 30)], at: index)
            default:
                let depth = Int.random(in: 1...600, using: &random)
                bytes.insert(contentsOf: [UInt8](repeating: UInt8(ascii: "["), count: depth), at: index)
            }
        }
        return bytes
    }

    private static func residentBytes() -> Int {
        let pages = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ")
        return (pages.flatMap { $0.count > 1 ? Int($0[1]) : nil } ?? 0) * 4_096
    }
}
