extension Schema {
    /// What only some types of offer say.
    static let offerTypes: [Field] = offerImmersion + offerTraining + offerTender + offerEvent + offerMobility

    /// An immersion, or a job that an immersion can come before.
    private static let offerImmersion: [Field] = [
        Field(
            "immersion.possible", "immersion possible", .boolean,
            "Whether the employer takes people in for an immersion first."),
        Field(
            "immersion.objectives[]", "objectifs de l'immersion", .choice(immersionObjectives),
            "What the immersion may be for.", .immersionFacilitee("immersionObjective")),
        Field("immersion.duration", "durée de l'immersion", .duration, "How long the employer takes somebody in."),
        Field(
            "immersion.tutor", "fonction du tuteur", .line(max: 200), "The job of the one who receives the person.",
            .immersionFacilitee("establishmentTutor.job")),
    ]

    /// What an immersion may be for, in the three words of the convention.
    static let immersionObjectives = ["confirmProject", "startRecruitment", "discoverOccupation"]

    private static let offerTraining: [Field] = [
        Field(
            "training.organism", "organisme de formation", .line(max: 300), "Who trains.",
            need: .when("type", ["training"]), .dataInclusion("structure: nom")),
        Field("training.siret", "SIRET de l'organisme", .siret, "The training body's establishment."),
        Field("training.hours", "durée", .number(0...5_000), "How long the training lasts in all.", unit: "hours"),
        Field(
            "training.weeks", "nombre de semaines", .number(0...200), "Over how many weeks it is spread.",
            unit: "weeks", .dataInclusion("service: nombre_semaines")),
        Field(
            "training.level", "niveau visé", .code(table: "education-levels"), "The level that it leads to."),
        Field(
            "training.certification", "certification", .line(max: 300),
            "The diploma, title or certificate that it leads to."),
        Field("training.rncp", "code RNCP", .line(max: 20), "Its number in the national register: RNCP and digits."),
        Field("training.places", "places", .integer(0...999), "How many places are free.", unit: "people"),
        Field(
            "training.minimum", "effectif minimum", .integer(1...999), "How many people it takes to open the session.",
            unit: "people"),
        Field(
            "training.inWorkTime", "sur le temps de travail", .boolean, "Whether it takes place in paid working time."),
        Field(
            "training.funding", "financement", .line(max: 300), "Who pays for it.", .dataInclusion("service: frais"),
            .dataInclusion("service: frais_precisions")),
    ]

    private static let offerTender: [Field] = [
        Field(
            "tender.notice", "numéro d'avis", .line(max: 50), "The notice's number in the BOAMP (idweb)."),
        Field(
            "tender.buyer", "acheteur", .line(max: 300), "The public buyer.", need: .when("type", ["tender"])),
        Field("tender.buyerSiret", "SIRET de l'acheteur", .siret, "The buyer's establishment."),
        Field("tender.contractor", "entreprise attributaire", .line(max: 300), "Who won the contract."),
        Field(
            "tender.stage", "étape du marché", .choice(["planned", "open", "awarded", "running"]),
            "How far the contract has come."),
        Field(
            "tender.clause", "considération sociale", .choice(["clause", "criterion", "reserved"]),
            "How the contract provides for insertion: execution clause, award criterion, or reserved contract."),
        Field("tender.article", "article du code", .line(max: 100), "The article that the clause rests on."),
        Field("tender.lots[]", "lots", .line(max: 300), "A lot of the contract, with its number."),
        Field(
            "tender.clauseHours", "heures d'insertion", .number(0...1_000_000), "Hours of insertion that are due.",
            unit: "hours"),
        Field(
            "tender.posts", "postes en insertion", .integer(0...999), "Posts of insertion that are due.",
            unit: "people"),
        Field(
            "tender.deadline", "date limite de remise des offres", .moment, "Last moment to hand in a bid.",
            need: .when("tender.stage", ["open"])),
    ]

    private static let offerEvent: [Field] = [
        Field(
            "event.kind", "nature de l'évènement",
            .choice(["jobDating", "collectiveInformation", "forum", "companyVisit", "workshop"]),
            "What kind of event it is.", need: .when("type", ["event"])),
        Field("event.organiser", "organisateur", .line(max: 300), "Who invites."),
        Field("event.place", "salle", .line(max: 300), "Where to come: building, room, floor."),
        Field("event.capacity", "capacité", .integer(1...10_000), "How many people can take part.", unit: "people"),
        Field(
            "event.registration", "inscription", .text(max: 1_000), "How to register, and what to bring.",
            .dataInclusion("service: modes_mobilisation[]")),
    ]

    private static let offerMobility: [Field] = [
        Field(
            "mobility.services[]", "services de mobilité",
            .choice(["loan", "rental", "transportOnDemand", "carPool", "drivingLessons", "advice"]),
            "A kind of help that is given.", need: .when("type", ["mobility"]), .dataInclusion("service: thematiques[]")
        ),
        Field("mobility.vehicles[]", "véhicules", .choice(vehicles), "A vehicle that is lent or rented."),
        Field(
            "mobility.motives[]", "motifs admis", .choice(mobilityMotives),
            "What the person may use it for; professional motives only."),
        Field(
            "mobility.months", "durée maximale", .integer(1...24), "How long it is lent at most.", unit: "months"),
        Field("mobility.price", "participation", .line(max: 300), "What the person pays, as the service writes it."),
    ]

    /// The vehicles of the mobility services.
    static let vehicles = ["car", "licenceFreeCar", "scooter", "electricBike"]
    /// The professional motives that a vehicle is lent for: a job interview, a training, a contract of work.
    static let mobilityMotives = ["interview", "training", "work"]
}
