/// One field of a kind: the single definition that validates, maps, documents and encodes it.
public struct Field: Sendable {
    /// Where it stands in `data`: `title`, `workplace.commune`, `skills[].label`.
    public let path: String
    /// What people in the field call it.
    public let french: String
    /// What it means, in one sentence.
    public let meaning: String
    /// What values it takes.
    public let type: FieldType
    /// Whether an entity without it is rejected.
    public let isRequired: Bool

    /// Defines a field.
    public init(_ path: String, _ french: String, _ type: FieldType, _ meaning: String, isRequired: Bool = false) {
        self.path = path
        self.french = french
        self.type = type
        self.meaning = meaning
        self.isRequired = isRequired
    }

    /// Whether the field belongs to the identity block, which travels to the addressee only and is never quoted.
    public var isIdentity: Bool { path.hasPrefix(Field.identityPrefix) }

    /// Whether the field holds several values.
    public var isList: Bool { path.contains("[]") }

    static let identityPrefix = "identity."
}
