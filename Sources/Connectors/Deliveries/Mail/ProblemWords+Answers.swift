extension ProblemWords {
    /// What somebody is told who answers, by mail or otherwise.
    static let answers = SentenceTemplate.table(
        #"""
        the mail holds no code of an answer → le courriel ne contient pas de code de réponse
        what is answered stands in the code, from {text} to {text2} → c’est le code, de {text} à {text2}, qui dit à quoi vous répondez
        answer with a link of the hub's mail, and leave the code in its place → répondez avec un lien du courriel du hub, en laissant le code à sa place
        the mail holds the codes of {n} things → le courriel contient les codes de {n} messages différents
        an answer is about one of them → une réponse ne porte que sur un seul
        send one mail for each, with the links of the hub's mail → envoyez un courriel pour chacun, avec les liens du courriel du hub
        the code of the answer is not one of the hub's → le code de la réponse ne vient pas du hub
        it was changed on the way, or made up → il a été modifié en chemin, ou inventé
        answer again with a link of the hub's mail, and leave the code as it is → répondez de nouveau avec un lien du courriel du hub, sans modifier le code
        the code of the answer was given to another member → le code de la réponse a été donné à une autre structure
        this feed reads the answers of {text} → ce sont les réponses de {text} qui sont lues ici
        nobody answers for somebody else → personne ne répond à la place d’une autre structure
        answer with the hub's mail to your own structure → répondez au courriel que le hub a envoyé à votre structure
        if this is the right one, correct the feed's source → si c’est bien le cas, demandez à la personne qui administre le hub de vérifier l’adresse relevée
        the mail does not say yes or no → le courriel ne dit ni oui ni non
        its first line, or the one that begins with {value}, is none of {list} → sa première ligne, ou celle qui commence par {value}, n’est pas l’un de ces mots : {list}
        answer with a link of the hub's mail, or write that word first → répondez avec un lien du courriel du hub, ou écrivez ce mot en premier
        the mail asks for more and does not say what → le courriel demande une précision sans dire laquelle
        whoever reads it has to know what to tell → la personne qui le lit doit savoir quoi répondre
        write the question below {value} → écrivez votre question sous {value}
        a refusal without its reason → un refus sans motif
        whoever asked has to know what stood against it → la structure qui a demandé doit savoir ce qui s’y opposait
        write the reason behind REFUSER → écrivez le motif derrière REFUSER
        one of the {n}, such as {value} → un des {n} motifs proposés, par exemple {value}
        words of your own, or one of the {n}, such as {value} → vos propres mots, ou l’un des {n} motifs proposés, par exemple {value}
        a refusal with {n} reasons → un refus avec {n} motifs
        one reason is counted → un seul motif est retenu
        keep the line of one reason and delete the others → gardez la ligne d’un seul motif et supprimez les autres
        say more below {value} → ajoutez vos précisions sous {value}
        the mail does not say when it was sent → le courriel ne dit pas quand il a été envoyé
        its header Date is {value} → son en-tête « Date » contient {value}
        send it again from a mail program → envoyez-le de nouveau depuis votre messagerie
        there is no key to know answers by → le hub n’a pas de clé pour reconnaître les réponses
        hub.jsonc names none → aucune n’est nommée dans hub.jsonc
        add one → demandez à la personne qui administre le hub d’en ajouter une
        the file holds no mail → le fichier ne contient aucun courriel
        it is empty → il est vide
        hand the mail over again → transmettez de nouveau le courriel
        no {kind} {value} that {text} received stands published → {aucun} {value} reçu{e} par {text} n’est en cours
        an answer goes back to the member that asked → une réponse revient à la structure qui a demandé
        correct {field} → corrigez {field}
        correct {field} or {field2} → corrigez {field} ou {field2}
        the {kind} {value} was withdrawn → {le} {value} a été retiré{e}
        nobody waits for an answer any more → plus personne n’attend de réponse
        drop the answer → n’envoyez pas cette réponse
        {n} things are the {kind} {value} → {n} messages différents sont {le} {value}
        they come from {list} → ils viennent de {list}
        name the one that is answered in about.source → indiquez dans about.source celui auquel vous répondez
        an answer to the {kind} {value} goes to {text}, not to {value2} → une réponse à {le} {value} est destinée à {text}, pas à {value2}
        write {value}, or leave addressedTo out → écrivez {value}, ou laissez addressedTo de côté
        somebody is put forward for the offer {value} at present → une personne est déjà proposée pour l’offre {value}
        the offer takes one person at a time (candidates: one) → cette offre ne prend qu’une candidature à la fois
        put the person forward again when the offer is free → proposez de nouveau la personne quand l’offre sera libre
        unknown addressee → destinataire inconnu
        {a} goes to a member: {list} → {un} s’adresse à un membre du hub : {list}
        correct the export, or add the member → corrigez votre fichier, ou demandez à la personne qui administre le hub d’ajouter ce membre
        """#)
}
