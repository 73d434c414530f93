import Canonical
import Foundation
import Testing

@testable import Connectors

/// Broken exports by the thousand: whatever the bytes, every format, mapping and check ends, and says where and what.
@Suite struct MutationTests {
    /// A generator that a seed starts, so that a failure can be repeated.
    struct Seeded: RandomNumberGenerator {
        var state: UInt64

        /// SplitMix64.
        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var word = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
            word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
            return word ^ (word >> 31)
        }
    }

    /// Pieces that mean something to a format or an encoding.
    private static let telling: [[UInt8]] =
        [
            "\"", "\\", ",", ";", "|", "\n", "\r\n", "\r", "{", "}", "[", "]", ":", "\0", "😀", "\u{A0}", "\u{FEFF}",
            "\\ud83d",
            "null", "-1e5", "//", "\"\"",
        ].map { Array($0.utf8) } + broken
    private static let broken: [[UInt8]] = [[0x80], [0xC3], [0xE9], [0xED, 0xA0, 0x80], [0xFF, 0xFE]]

    private static func mutate(_ bytes: inout [UInt8], _ random: inout Seeded) {
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            let index = bytes.isEmpty ? 0 : Int.random(in: 0..<bytes.count, using: &random)
            let kind = bytes.isEmpty ? 4 : Int.random(in: 0..<6, using: &random)
            if kind == 0 {
                bytes[index] = UInt8.random(in: 0...255, using: &random)
            } else if kind == 1 {
                bytes.remove(at: index)
            } else if kind == 2 {
                bytes.removeSubrange(index...)
            } else if kind == 3 {
                let end = min(bytes.count, index + Int.random(in: 0...40, using: &random))
                let target = Int.random(in: 0...bytes.count, using: &random)
                bytes.insert(contentsOf: Array(bytes[index..<end]), at: target)
            } else {
                bytes.insert(contentsOf: telling[Int.random(in: 0..<telling.count, using: &random)], at: index)
            }
        }
    }

    /// The beginning of every example export: small enough to break one byte in a thousand.
    private static func seeds(_ collective: Collective) throws -> [(feed: Feed, bytes: [UInt8])] {
        var seeds: [(feed: Feed, bytes: [UInt8])] = []
        for feed in collective.feeds {
            let export = try #require(try feed.source.exports().first)
            let lines = try Fixtures.bytes(export.path).split(separator: 0x0A, omittingEmptySubsequences: false).prefix(
                3)
            var start: [UInt8] = []
            for line in lines { start += line + [0x0A] }
            // A JSON document is closed again.
            if feed.format is JSONFormat { start = start.dropLast(2) + Array("]}\n".utf8) }
            seeds.append((feed, start))
        }
        return seeds
    }

    @Test func `twenty thousand broken exports end with records, rejections or a failure that says where and what`()
        throws
    {
        let seed =
            ProcessInfo.processInfo.environment["HUB_TEST_SEED"].flatMap { UInt64($0) } ?? UInt64.random(in: 0 ... .max)
        var random = Seeded(state: seed)
        let collective = try CollectiveReader.read(Fixtures.repository + "/config", variables: [:], isForSamples: true)
        let seeds = try Self.seeds(collective)
        let scratch = try Scratch()
        let path = "\(scratch.path)/export"
        var (accepted, rejected, failed) = (0, 0, 0)
        for round in 0..<20_000 {
            let (feed, whole) = seeds[round % seeds.count]
            var bytes = whole
            Self.mutate(&bytes, &random)
            try Data(bytes).write(to: URL(fileURLWithPath: path))
            var export = Export(path: path)
            export.chunk = [1 << 18, 61, 257][round % 3]
            var reading = FeedReading(feed, of: collective, since: Snapshot())
            var problems: [Problem] = []
            do throws(Failure) {
                try reading.read([export]) { outcome throws(Failure) in
                    guard case .rejection(let rejection) = outcome else { return accepted += 1 }
                    rejected += 1
                    problems += rejection.problems
                    if rejection.problems.isEmpty { problems.append(Problem(Place(""), "")) }
                }
                _ = try reading.withdraw(acceptingAll: true)
            } catch {
                failed += 1
                problems.append(error.problem)
                if error.isTemporary { problems.append(Problem(Place(""), "temporary")) }
            }
            let isSilent = problems.contains {
                $0.place.file != path || $0.place.line == nil || $0.what.isEmpty || $0.why == nil
            }
            guard !isSilent, reading.counts.read <= bytes.count else {
                Issue.record("HUB_TEST_SEED=\(seed), round \(round), feed \(feed.id): \(problems)")
                return
            }
        }
        // All three ends are met, or the mutations test nothing.
        #expect(
            accepted > 10_000 && rejected > 1_000 && failed > 1_000, "\(accepted), \(rejected), \(failed), seed \(seed)"
        )
    }
}
