extension ProblemWords {
    /// What is wrong with one record: what is missing, what does not read, its key.
    static let records = SentenceTemplate.table(
        #"""
        a value of {n} characters that is not shown → une valeur de {n} caractères, qui n’est pas montrée
        a personal value of {n} characters → une donnée personnelle de {n} caractères
        the words before made it {value} → les étapes précédentes en ont fait {value}
        did you mean {value}? → vouliez-vous dire {value} ?
        correct the export → corrigez votre fichier
        {field} is missing → {field} manque
        every {kind} has one: {meaning} → cette information est obligatoire pour {tout}
        {a} has one when {field} is {text}: {meaning} → cette information est obligatoire pour {un} dont {field} vaut {text}
        {a} has one when it has {field}: {meaning} → cette information est obligatoire pour {un} qui indique {field}
        each item of {field} has one: {meaning} → cette information est obligatoire pour chaque élément de {field}
        map "{text}" in the feed → demandez à la personne qui administre le hub de faire lire {text}
        add "{text}" → ajoutez "{text}"
        fill it in the export → remplissez-la dans votre fichier
        duplicate key → référence en double
        record {n} has it too, with other content; the first one counts → l’enregistrement {n} la porte aussi, avec un autre contenu ; c’est le premier qui compte
        record {n} of {text} has it too, with other content; the first one counts → l’enregistrement {n} de {text} la porte aussi, avec un autre contenu ; c’est le premier qui compte
        give each record a key of its own, or remove one of them → donnez à chaque enregistrement sa propre référence, ou supprimez-en un
        a record that takes something back has no key → une ligne qui retire quelque chose n’a pas de référence
        what stands under its key is withdrawn → c’est la référence qui dit ce qui est retiré
        fill in the key → indiquez la référence
        unknown code → code inconnu
        {field} takes the codes of {sentence} → {field} n’accepte que les mots de {sentence}
        {field} takes the codes of {text} → {field} n’accepte que les codes de {text}
        the list here → la liste de la configuration
        correct the export, or add the word {text} → corrigez votre fichier, ou demandez à la personne qui administre le hub d’ajouter ce mot à la liste
        it is not in codes/{text}.csv → il n’est pas dans codes/{text}.csv
        correct the export, or add the code to that file → corrigez votre fichier, ou demandez à la personne qui administre le hub d’y ajouter ce code
        no longer a code → ce code n’est plus valable
        not yet a code → ce code n’est pas encore valable
        codes/{text}.csv has it until {day}, the record is of {day2} → codes/{text}.csv l’a jusqu’au {day}, l’enregistrement est du {day2}
        codes/{text}.csv has it from {day}, the record is of {day2} → codes/{text}.csv l’a à partir du {day}, l’enregistrement est du {day2}
        use the code that followed it → utilisez le code qui l’a remplacé
        use the code that came before it, or correct the date → utilisez le code précédent, ou corrigez la date
        not a code → ce n’est pas un code
        the code for it in codes/{text}.csv is {value} → son code dans codes/{text}.csv est {value}
        add "codes": {value} to its mapping → demandez à la personne qui administre le hub de lire ce champ avec les codes {value}
        cannot be checked → ne peut pas être vérifié
        there is no table {text} → la table {text} n’existe pas
        add that file → demandez à la personne qui administre le hub d’ajouter ce fichier
        {field} is read as {list} → {field} se lit sous la forme {list}
        correct the export, or change "date" there → corrigez votre fichier, ou demandez à la personne qui administre le hub de changer la forme de la date
        {month} {n} has {n2} days → {month} {n} n’a que {n2} jours
        there is no month {n} → il n’y a pas de mois {n}
        the year is not between 1900 and 2199 → l’année n’est pas entre 1900 et 2199
        there is no such time of day → cette heure n’existe pas
        neither yes nor no → ni oui ni non
        {field} is true for {list}, false for {list2} → {field} se lit « oui » pour {list}, « non » pour {list2}
        correct the export, or add the word to "boolean" → corrigez votre fichier, ou demandez à la personne qui administre le hub d’ajouter ce mot
        not a number of hours → ce n’est pas un nombre d’heures
        {field} is read as hours, such as 35H, 24h30 or 24,5 → {field} se lit en heures, par exemple 35H, 24h30 ou 24,5
        these are not hours a week → ce ne sont pas des heures par semaine
        it is a range → c’est une fourchette
        write "hours": "min" or "max" → demandez à la personne qui administre le hub de choisir le minimum ou le maximum
        correct the export, or add "else": null to leave such values out → corrigez votre fichier, ou demandez à la personne qui administre le hub de laisser de telles valeurs de côté
        not a pay → ce n’est pas une rémunération
        no period of pay → la période de la rémunération manque
        {field} is read as a pay, such as 1 850 € par mois → {field} se lit comme une rémunération, par exemple 1 850 € par mois
        an hour, a month or a year is not named → ni heure, ni mois, ni année ne sont nommés
        it names {count} amounts → il y faut un montant, ou deux
        does not match → n’a pas la forme attendue
        {field} captures {value} → {field} se lit selon le modèle {value}
        correct the export or the pattern, or add "else": null to leave such values out → corrigez votre fichier, ou demandez à la personne qui administre le hub de laisser de telles valeurs de côté
        in {name} or {name2} → dans {name} ou {name2}, on ne peut savoir lequel
        in no département → dans aucun département
        {field} is the département of a postcode or INSEE commune code → {field} est le département d’un code postal ou d’un code commune INSEE
        map the INSEE code of the commune instead → indiquez le code INSEE de la commune
        what stands here does not fit the path → ce qui se trouve ici n’a pas la forme attendue
        {field} is mapped at {text} → {field} est lu ici : {text}
        name a value inside it, walk through a list with [], or end the path here → demandez à la personne qui administre le hub de corriger le chemin de ce champ
        """#)

    /// What is wrong with a value of a type.
    static let types = SentenceTemplate.table(
        #"""
        not {sentence} → ce n’est pas {sentence}
        an appellation code → un code d’appellation du ROME
        {sentence} has {n} to {n2} digits → {sentence} a de {n} à {n2} chiffres
        not a telephone number → ce n’est pas un numéro de téléphone
        a number has ten digits in France, or a + and its country code → un numéro a dix chiffres en France, ou un + suivi de l’indicatif du pays
        correct the export; map one number only → corrigez votre fichier, avec un seul numéro par champ
        not an e-mail address → ce n’est pas une adresse électronique
        an address is name@domain → une adresse s’écrit nom@domaine
        not a web address → ce n’est pas une adresse web
        an address begins with https:// or http://, at most 2000 characters → une adresse commence par https:// ou http://, et compte 2000 caractères au plus
        not a date → ce n’est pas une date
        dates are written {sentence} → les dates s’écrivent {sentence}
        yyyy-MM-dd → AAAA-MM-JJ
        yyyy-MM-dd, or yyyy-MM-ddTHH:mm:ss with its offset (RFC 3339) → AAAA-MM-JJ, ou AAAA-MM-JJTHH:mm:ss avec le décalage horaire (RFC 3339)
        add "date" with the export's pattern to its mapping, such as "dd/MM/yyyy" → corrigez la date, ou demandez à la personne qui administre le hub d’indiquer la forme de vos dates
        not a time of day → ce n’est pas une heure
        times are written HH:mm → les heures s’écrivent HH:mm
        not a length of time → ce n’est pas une durée
        lengths are written as in ISO 8601: P6M six months, P2W, PT35H → les durées s’écrivent P6M (six mois), P2W (deux semaines), PT35H (35 heures)
        map it with "codes", or to a text field → corrigez la durée, ou demandez à la personne qui administre le hub d’indiquer comment la lire
        not a number → ce n’est pas un nombre
        numbers are written with digits and a decimal point → les nombres s’écrivent avec des chiffres et un point décimal
        correct the export, or add "decimal": "," to its mapping when it writes a comma → corrigez votre fichier, ou demandez à la personne qui administre le hub d’y lire la virgule
        not a whole number → ce n’est pas un nombre entier
        a count is written with digits only → un nombre entier ne s’écrit qu’avec des chiffres
        out of bounds → hors limites
        it lies between {text} and {text2} → la valeur va de {text} à {text2}
        neither true nor false → ni true (oui) ni false (non)
        yes and no are written true and false → oui et non s’écrivent true et false
        add "codes" to its mapping, such as { "Oui": "true", "Non": "false" } → corrigez la valeur, ou demandez à la personne qui administre le hub d’indiquer vos mots pour oui et non
        not a ROME code → ce n’est pas un code ROME
        a ROME code is a letter A to N and four digits, such as N1103 → un code ROME est une lettre de A à N suivie de quatre chiffres, par exemple N1103
        correct the export, or leave the field unmapped → corrigez votre fichier, ou laissez ce champ vide
        unknown ROME code → code ROME inconnu
        it is not in codes/rome.csv → il n’est pas dans la table du ROME
        correct the export, or import the newest table: hub codes import → corrigez votre fichier, ou demandez à la personne qui administre le hub de mettre à jour la table du ROME
        not an INSEE commune code → ce n’est pas un code commune INSEE
        a commune code has five characters, such as 63113 or 2A004; it is not the postcode → un code commune a cinq caractères, par exemple 63113 ou 2A004 ; ce n’est pas le code postal
        correct the export, or map the column to workplace.postcode → corrigez votre fichier : c’est le code INSEE qui est attendu, pas le code postal
        not a postcode → ce n’est pas un code postal
        a postcode has five digits → un code postal a cinq chiffres
        not a département → ce n’est pas un département
        a département is 01 to 95, 2A, 2B or 971 to 989 → un département va de 01 à 95, 2A, 2B ou de 971 à 989
        not a NAF code → ce n’est pas un code NAF
        a NAF code is four digits and a letter, such as 62.02A → un code NAF est fait de quatre chiffres et d’une lettre, par exemple 62.02A
        not a SIRET → ce n’est pas un SIRET
        a SIRET has fourteen digits → un SIRET a quatorze chiffres
        correct it (the SIREN alone has nine) → corrigez-le (le SIREN seul en a neuf)
        not a SIREN → ce n’est pas un SIREN
        a SIREN has nine digits → un SIREN a neuf chiffres
        correct it → corrigez-le
        not a {text}: its key is wrong → ce n’est pas un {text} : sa clé de contrôle est fausse
        a SIRET and its first nine digits satisfy Luhn's formula → les chiffres d’un SIRET se contrôlent entre eux (formule de Luhn)
        a SIREN satisfies Luhn's formula → les chiffres d’un SIREN se contrôlent entre eux (formule de Luhn)
        look for a mistyped digit → cherchez un chiffre mal saisi
        empty → vide
        a text holds something to read → un texte contient quelque chose à lire
        leave the field out → laissez ce champ de côté
        holds what looks like a social security number (NIR) → contient ce qui ressemble à un numéro de sécurité sociale (NIR)
        no message may carry one (décret 2019-341) → aucun message ne peut en contenir (décret 2019-341)
        remove it from the export; if it is another number, write it in groups of other lengths → retirez-le de votre fichier ; si c’est un autre numéro, écrivez-le en groupes d’autres longueurs
        too long ({n} characters) → trop long ({n} caractères)
        at most {n} characters fit here → {n} caractères au plus
        shorten it in the export → raccourcissez-le dans votre fichier
        holds the control character {text} → contient le caractère de contrôle {text}
        texts hold printable characters only → un texte ne contient que des caractères lisibles
        remove it in the export, or correct "encoding" → retirez-le de votre fichier, ou demandez à la personne qui administre le hub de vérifier l’encodage
        unknown word → mot inconnu
        the words here are {list} → les mots possibles sont {list}
        correct the export, or map it with "codes" → corrigez votre fichier, ou demandez à la personne qui administre le hub d’indiquer le sens de ce mot
        not a pseudonym → ce n’est pas un pseudonyme
        a person is named by 32 hexadecimal digits only → une personne n’est désignée que par 32 chiffres hexadécimaux
        add "pseudonym": true to its mapping → demandez à la personne qui administre le hub de remplacer ce numéro par un pseudonyme
        not a message's id → ce n’est pas un identifiant de message
        an id is 1 to 128 letters, digits and - . _ : / + @ = → un identifiant compte de 1 à 128 lettres, chiffres et - . _ : / + @ =
        copy it from the message → recopiez-le depuis le message
        not a member's id → ce n’est pas l’identifiant d’un membre
        an id is lower-case letters, digits and hyphens → un identifiant est fait de minuscules, de chiffres et de tirets
        write the name of the member's config file → demandez l’identifiant de ce membre à la personne qui administre le hub
        """#)

    /// What contradicts itself within a record.
    static let rules = SentenceTemplate.table(
        #"""
        {field} is {day}, before {field2} {day2} → {field}, le {day}, vient avant {field2}, le {day2}
        {field} is {day}, more than {n} months after {field2} {day2} ({text}) → {field}, le {day}, vient plus de {n} mois après {field2}, le {day2}
        correct one of the two dates in the export → corrigez l’une des deux dates dans votre fichier
        {field} is {text}, below {field2} {text2} → {field} vaut {text}, moins que {field2}, qui vaut {text2}
        {field} is {text}, the département is {text2} → {field} vaut {text}, le département est {text2}
        correct one of the two in the export → corrigez l’un des deux dans votre fichier
        a postcode lies in its département, or in the next one → un code postal se trouve dans son département, ou dans un département voisin
        some types of contract may last so many months only ("longestContracts" in hub.jsonc) → certains types de contrat ont une durée maximale
        a contract ends on or after its first day → un contrat ne finit pas avant son premier jour
        an approval ends on or after its first day → un agrément ne finit pas avant son premier jour
        a consent ends on or after the day it is given → un accord ne finit pas avant le jour où il est donné
        an application changes on or after the day it is sent → une candidature ne change pas avant d’être envoyée
        an immersion ends on or after its first day → une immersion ne finit pas avant son premier jour
        an immersion is validated on or after its approval → une immersion n’est pas validée avant d’être acceptée
        an offer ends on or after the day it begins → une offre ne finit pas avant de commencer
        an offer can be answered on the day it is published at least → une offre n’expire pas avant d’être publiée
        the highest pay is not below the lowest → la rémunération la plus haute n’est pas inférieure à la plus basse
        a person leaves on or after the first day of the contract → une personne ne sort pas avant le premier jour de son contrat
        an answer is due on or after the day of the request → une réponse n’est pas attendue avant le jour de la demande
        the next contact comes after this one → le prochain contact vient après celui-ci
        schedule[].date is {day}, outside {day2} to {day3} → un jour du calendrier, le {day}, n’est pas entre le {day2} et le {day3}
        a day of the schedule lies in the immersion → les jours du calendrier se trouvent dans l’immersion
        correct the day, or the first or last day of the immersion → corrigez ce jour, ou le premier ou le dernier jour de l’immersion
        an application that the person sends has no referent → une candidature que la personne envoie elle-même n’a pas de référent
        a referent is given, sender.kind is "jobSeeker": the name would be the person's own → un référent est indiqué, alors que c’est la personne qui candidate : ce serait son propre nom
        map the sender's name and e-mail only where the sender is a prescriber or an employer → n’indiquez un référent que si un prescripteur ou un employeur envoie la candidature
        """#)
}
