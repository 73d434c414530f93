import Canonical

/// Why a member receives an entity, or why not; the config line is the one to change.
package enum Reason: Sendable, Hashable {
    // Why it receives it.
    case insertionPost
    case addressed
    case subscribed([String], Place)
    case creOfReceiver
    case creOfPublisher
    case asked
    case creOfApplication
    case party(String)
    case collective(String)
    // Why it does not.
    case ownMessage
    case notAddressed(to: String)
    case staysWithItsStructure
    case staysWithItself(String)
    case notParty(String)
    case namesNobody(String, [String])
    case noSubscription(Place)
    case term(String, value: String?, Place)
    case beyond(String, Place)
    case distanceUnknown(String, Place)
    case kindNotConcerned(String, Place)
    case charterNotSigned(Place)
    case nobodyReceivesIt

    /// Whether it is a reason to receive.
    package var isToReceive: Bool {
        switch self {
        case .insertionPost, .addressed, .subscribed, .creOfReceiver, .creOfPublisher, .asked, .creOfApplication,
            .party, .collective:
            true
        default: false
        }
    }

    /// The reason as a sentence without its subject.
    package var text: String {
        switch self {
        case .insertionPost: "insertion posts go to every member"
        case .addressed: "it is addressed to this member, and to nobody else"
        case .subscribed(let values, _):
            values.isEmpty
                ? "its subscription asks for every offer" : "its subscription: \(values.joined(separator: " · "))"
        case .creOfReceiver: "the CRE receives what the members receive"
        case .creOfPublisher: "the CRE receives what the members publish"
        case .asked: "this member is asked to take the person"
        case .creOfApplication: "the CRE follows whom members put forward to each other"
        case .party(let field): "its SIRET is the \(field)"
        case .collective(let kind): "\(Quote.a(kind)) goes to every member"
        case .ownMessage: "it is this member's own"
        case .notAddressed(let member): "it is addressed to \(member) only"
        case .staysWithItsStructure: "pathways stay with their structure; the journal keeps them for its reports"
        case .staysWithItself(let member):
            "the person is put forward to \(member) itself, and the application stays there"
        case .notParty(let kind): "\(Quote.a(kind)) goes to those whom it names only"
        case .namesNobody(let kind, let fields):
            "no member is named in its \(Quote.list(fields, "or")): \(Quote.a(kind)) then reaches nobody but the journal, "
                + "which keeps it without identity"
        case .noSubscription: "it has no subscription"
        case .term(let word, let value?, _): "\(Quote.value(value)) is not in its \(word)"
        case .term(let word, nil, _): "the offer names nothing that its \(word) could match"
        case .beyond(let what, _): what
        case .distanceUnknown(let commune, _):
            "\(Quote.value(commune)) is not in its zones, and codes/communes.csv does not tell how far it is"
        case .kindNotConcerned(let kind, _): "the offer is for the concerned kinds only, \(kind) is not one of them"
        case .charterNotSigned: "the offer is for charter signatories only"
        case .nobodyReceivesIt: "no member receives it"
        }
    }

    /// The reason with the config line that decides.
    package var explained: String { text + (place.map { " (\($0.position))" } ?? "") }

    /// The config line that decides, if one does.
    package var place: Place? {
        switch self {
        case .subscribed(_, let place), .noSubscription(let place), .term(_, _, let place), .beyond(_, let place),
            .distanceUnknown(_, let place), .kindNotConcerned(_, let place), .charterNotSigned(let place):
            place
        default: nil
        }
    }
}
