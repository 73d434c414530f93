extension LeftOut {
    /// Fields of one system that are left out for the same reason.
    static func all(
        _ system: (String) -> Field.Elsewhere, _ prefix: String = "", _ names: [String], _ reason: String
    ) -> [LeftOut] {
        names.map { LeftOut(system(prefix + $0), reason) }
    }
}
