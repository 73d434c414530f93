extension ProblemWords {
    /// What is wrong with JSON itself.
    static let json = SentenceTemplate.table(
        #"""
        the file ends here: {sentence} → le fichier finit ici : {sentence}
        the document is cut → le document est coupé
        the file is not JSON here → le fichier n’est pas du JSON à cet endroit
        it is not JSON here → ce n’est pas du JSON à cet endroit
        a line holds one JSON object → une ligne contient un objet JSON
        a quote → un guillemet
        a comma or {value} is missing before {value2} → une virgule ou {value} manque avant {value2}
        a comma before {value} → une virgule avant {value}
        remove the comma → supprimez la virgule
        {value} where a name in quotes should stand → {value} à la place d’un nom entre guillemets
        {value} where {sentence} should stand → {value}, alors qu’il faut {sentence}
        the list of records → la liste des enregistrements
        without "records" the document itself is the list → le document est lui-même cette liste
        the feed reads its records at {value} → le hub lit les enregistrements à {value}
        correct "records" there, or the export → corrigez votre fichier, ou demandez à la personne qui administre le hub de changer cet endroit
        {value} where a value should stand → {value} à la place d’une valeur
        {value} after the end of the {document} → {value} après la fin
        one file holds one document; for one record a line use the format "ndjson" → un fichier contient un document ; pour un enregistrement par ligne, demandez à la personne qui administre le hub le format « ndjson »
        {sentence} is missing before {value} → {sentence} manque avant {value}
        a colon → un deux-points
        a value is missing → une valeur manque
        a name is missing → un nom manque
        the value is cut → la valeur est coupée
        the text is cut → le texte est coupé
        a text without its closing quote → un texte sans guillemet fermant
        not a JSON value → ce n’est pas une valeur JSON
        not a JSON number → ce n’est pas un nombre JSON
        put texts in double quotes → mettez les textes entre guillemets
        no {value} → {value} manque
        write it as an escape such as \n → écrivez-le sous la forme \n
        a control character ({text}) in a text → un caractère de contrôle ({text}) dans un texte
        {sentence} is missing → {sentence} manque
        {value} where a record should start → {value} à la place d’un enregistrement
        a record is a JSON object → un enregistrement est un objet JSON
        an object with {value} → un objet avec {value}
        no {value} in the object that ends here → {value} manque dans l’objet qui finit ici
        the same name stands twice in one object → le même nom figure deux fois dans un objet
        a name has one value in an object → un nom n’a qu’une valeur dans un objet
        more than {n} levels → plus de {n} niveaux
        no export needs more lists and objects in each other → aucun export n’a besoin d’emboîter davantage de listes et d’objets
        an unknown escape in a text → une suite \ inconnue dans un texte
        write \\ for a backslash → écrivez \\ pour une barre oblique inverse
        \u without four hexadecimal digits → \u sans quatre chiffres hexadécimaux
        half a surrogate pair in a text → une moitié de caractère dans un texte
        a comment → un commentaire
        a comment without its end → un commentaire sans fin
        a lone "/" → un « / » isolé
        remove it: JSON data has no comments → supprimez-le : des données JSON n’ont pas de commentaires
        not UTF-8: the byte {text} → ce n’est pas de l’UTF-8 : l’octet {text}
        the file holds no record → le fichier ne contient aucun enregistrement
        it cannot be told from one that was cut at its beginning → rien ne le distingue d’un fichier coupé à son début
        if there may be none, write "mayBeEmpty": true at {text} → s’il peut être vide, demandez à la personne qui administre le hub de l’accepter ({text})
        the file ends in the middle of a line → le fichier finit au milieu d’une ligne
        no line end follows the last record, so the file may be cut → aucun retour à la ligne ne suit le dernier enregistrement : le fichier est peut-être coupé
        """#)
}
