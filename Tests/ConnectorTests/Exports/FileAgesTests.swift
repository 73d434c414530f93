import Testing

@testable import Connectors

/// The clock on the wall is set while files are written; seconds of the other clock are what really passes.
@Suite struct FileAgesTests {
    private let ages = FileAges()
    private static let noon = 1_790_000_000

    private func file(_ time: Int, size: Int = 10) -> ListedFile {
        ListedFile(name: "e.csv", size: size, modified: time * 1_000_000_000)
    }

    /// The age of a file that a visit finds at `wall` seconds after noon, when `uptime` seconds have really passed.
    private func age(_ time: Int, size: Int = 10, wall: Int, uptime: Double) -> Double {
        let (file, now) = (file(Self.noon + time, size: size), Self.noon + wall)
        ages.note([file], now: now, uptime: uptime)
        return ages.age(of: file, now: now, uptime: uptime)
    }

    @Test func `while the clock goes on as it should, a file is as old as its time says`() {
        #expect(age(-100, wall: 0, uptime: 0) == 100)
        #expect(age(-100, wall: 50, uptime: 50) == 150)
        #expect(age(49, size: 11, wall: 52, uptime: 50) == 3)
    }

    @Test func `a clock that is set forward makes no file old that is still being written`() {
        #expect(age(0, wall: 2, uptime: 2) == 2)
        // Three hours forward: the file seems to be three hours old, and was written ten seconds ago.
        #expect(age(0, wall: 10_812, uptime: 12) == 10)
        #expect(age(10_815, size: 12, wall: 10_822, uptime: 22) == 7)
        #expect(age(10_815, size: 12, wall: 10_880, uptime: 80) == 65)
    }

    @Test func `a clock that is set back stops no file, and gives none a negative age`() {
        #expect(age(0, wall: 10, uptime: 10) == 10)
        #expect(age(0, wall: -7_200, uptime: 20) == 10)
        #expect(age(0, wall: -7_140, uptime: 80) == 70)
        // Written on, in the new time.
        #expect(age(-7_130, size: 12, wall: -7_120, uptime: 100) == 10)
    }

    @Test func `a file from the future is as old as it has been watched`() {
        #expect(age(86_400, wall: 0, uptime: 0) == 0)
        #expect(age(86_400, wall: 61, uptime: 61) == 61)
        #expect(age(86_400, size: 11, wall: 62, uptime: 62) == 0)
    }
}
