extension ProblemWords {
    /// What is wrong with a message that a member publishes itself, or with an entity that it drops as JSON.
    static let messages = SentenceTemplate.table(
        #"""
        it is refused for reasons that cannot be shown → il est refusé pour des raisons qui ne peuvent pas être montrées
        the broker user {value} is not a member's → l’utilisateur {value} n’est pas celui d’un membre
        only members publish here → seuls les membres publient ici
        log in as a member's user: {code} → connectez-vous comme un membre : {code}
        the routing key {value} is not the publisher's → la clé de routage {value} n’est pas celle de l’expéditeur
        the broker verified the user {value} → l’utilisateur vérifié est {value}
        publish with {value} → publiez avec {value}
        publish with one of these → publiez avec l’un d’eux
        the property {text} is missing → la propriété {text} manque
        the broker verifies with it who published → c’est par elle que l’expéditeur est vérifié
        set user_id to {value} → mettez {value} dans user_id
        the routing key {value} names no kind that members publish → la clé de routage {value} ne nomme aucun type que les membres publient
        it is MEMBER.KIND, and the kinds are {list} → elle s’écrit MEMBRE.TYPE, et les types sont {list}
        it has {n} bytes → il compte {n} octets
        the hub reads messages of at most {n} bytes → le hub lit des messages de {n} octets au plus
        shorten its texts → raccourcissez ses textes
        a message carries one entity → un message porte un seul élément
        send one JSON object, in UTF-8 → envoyez un seul objet JSON, en UTF-8
        send the code itself → envoyez le code lui-même
        send true or false → envoyez true ou false
        write a day as 2026-03-01, a moment as 2026-03-01T14:30:00Z → écrivez un jour comme 2026-03-01, un moment comme 2026-03-01T14:30:00Z
        write numbers with a point → écrivez les nombres avec un point
        send the INSEE code, or the postcode in workplace.postcode → envoyez le code Insee, ou le code postal dans workplace.postcode
        correct it, or ask who runs the hub for the code → corrigez-le, ou demandez le code à la personne qui administre le hub
        specversion is {value} → specversion vaut {value}
        an event is a CloudEvent 1.0 → un évènement est un CloudEvent 1.0
        write "specversion": "1.0" → écrivez "specversion": "1.0"
        the event's type is not siae.{text}.created, .updated or .withdrawn → le type de l’évènement n’est pas siae.{text}.created, .updated ou .withdrawn
        the routing key says {text} → la clé de routage dit {text}
        make them agree → accordez-les
        the event's id is {value}, the property message_id {value2} → l’identifiant de l’évènement est {value}, la propriété message_id {value2}
        a message has one id → un message a un seul identifiant
        write the same, or leave message_id out → écrivez le même, ou laissez message_id de côté
        an event carries an entity → un évènement porte un élément
        add it → ajoutez-le
        a message that comes twice is told by it → c’est à lui que se reconnaît un message reçu deux fois
        give each message one of its own, such as a UUID → donnez à chaque message le sien, par exemple un UUID
        message_id {value} was used before, for another message → message_id {value} a déjà servi, pour un autre message
        message_id holds what looks like a social security number → message_id contient ce qui ressemble à un numéro de sécurité sociale
        looks like a social security number → ressemble à un numéro de sécurité sociale
        no message carries one → aucun message n’en contient
        take a UUID → prenez un UUID
        send the number that the person has in your software → envoyez le numéro que la personne a dans votre logiciel
        a withdrawal names what is gone → un retrait nomme ce qui n’est plus là
        no {kind} {value} of yours stands published → {aucun} {value} publié{e} par vous n’est en cours
        a member withdraws what it published itself, by kind and key → un membre retire ce qu’il a publié lui-même, par type et référence
        correct the key, or drop the withdrawal → corrigez la référence, ou renoncez au retrait
        {n} entities of yours stand published → {n} éléments publiés par vous sont en cours
        a member may have so many at a time → un membre ne peut en avoir davantage à la fois
        withdraw what is over, or have an export read by a feed → retirez ce qui est terminé, ou faites lire un export par un connecteur
        a message is one JSON object → un message est un objet JSON
        a canonical {kind} is strict JSON → {un} au format du hub est du JSON strict
        unknown field {value} → champ inconnu {value}
        {a} has no such field → {un} n’a pas ce champ
        {field} has no such field → {field} n’a pas ce champ
        leave it out → laissez-le de côté
        leave it out, or see hub schema {text} → laissez-le de côté, ou regardez « hub schema {text} »
        a field that no message may carry → un champ qu’aucun message ne peut contenir
        its name speaks of {sentence} → son nom parle de {sentence}
        a social security number → numéro de sécurité sociale
        nationality or residence → nationalité ou séjour
        health or disability → santé ou handicap
        justice → justice
        child protection → protection de l’enfance
        faith, opinion or origin → religion, opinion ou origine
        stands twice → figure deux fois
        keep one of them → gardez-en un
        {sentence} where {sentence2} should stand → {sentence}, alors qu’il faut {sentence2}
        an object → un objet
        a list → une liste
        a text → un texte
        true or false → « true » ou « false »
        null → « null »
        a number → un nombre
        see the kind's JSON Schema → regardez le schéma JSON de ce type
        put it in double quotes → mettez-le entre guillemets
        write it without quotes → écrivez-le sans guillemets
        """#)
}
