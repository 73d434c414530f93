/// One field of a kind: the single definition that validates, maps, documents and encodes it.
public struct Field: Sendable {
    /// Where it stands in `data`: `title`, `workplace.commune`, `skills[].label`.
    public let path: String
    /// What people in the field call it.
    public let french: String
    /// What values it takes.
    public let type: FieldType
    /// What it means, in one sentence.
    public let meaning: String
    /// What a number counts: `hours a week`, `degrees`.
    public let unit: String?
    /// When an entity must have it.
    public let need: Need
    /// Who may see it.
    public let sight: Sight
    /// Where the same thing stands in the field's other systems.
    public let elsewhere: [Elsewhere]

    /// Defines a field.
    public init(
        _ path: String, _ french: String, _ type: FieldType, _ meaning: String, unit: String? = nil,
        need: Need = .optional, sight: Sight = .collective, _ elsewhere: Elsewhere...
    ) {
        self.path = path
        self.french = french
        self.type = type
        self.meaning = meaning
        self.unit = unit
        self.need = need
        self.sight = sight
        self.elsewhere = elsewhere
    }

    /// When an entity must have a field.
    public enum Need: Sendable, Hashable {
        case optional
        case always
        /// When another field of the entity has one of these values.
        case when(String, [String])
        /// When the entity has another field, or anything inside that object.
        case with(String)
    }

    /// Who may see a field.
    public enum Sight: String, Sendable {
        /// Every member that receives the entity.
        case collective
        /// The member that the entity is addressed to, and the one that it comes from.
        case addressee
        /// The structure that it comes from only; rules and reports see it in the journal, under a pseudonym.
        case structure
    }

    /// The same thing in another system, by that system's own name for it.
    public enum Elsewhere: Sendable, Hashable {
        /// France Travail, Offres d'emploi v2.
        case franceTravail(String)
        /// Les emplois de l'inclusion: API, exports, fiche salarié.
        case lesEmplois(String)
        /// Immersion Facilitée, conventions v2.
        case immersionFacilitee(String)
        /// data·inclusion, structures and services v1.
        case dataInclusion(String)
        /// schema.org JobPosting.
        case jobPosting(String)
    }

    /// Whether the field belongs to the identity block, which travels to the addressee only and is never quoted.
    public var isIdentity: Bool { path.hasPrefix(Field.identityPrefix) }

    /// Whether the field holds several values.
    public var isList: Bool { path.contains("[]") }

    static let identityPrefix = "identity."
}
