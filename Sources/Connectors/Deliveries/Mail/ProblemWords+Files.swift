extension ProblemWords {
    /// What is wrong with a file as a whole, with its header or with its rows.
    static let files = SentenceTemplate.table(
        #"""
        nothing of it was published → rien n’en a été publié
        nothing was published → rien n’a été publié
        export it again → refaites l’export
        the file is empty → le fichier est vide
        its first line should name the columns → sa première ligne doit nommer les colonnes
        the file ends before its header → le fichier finit avant la ligne des titres
        {n} {lines} in front of it {are} left out → lignes laissées de côté avant les titres : {n}
        the column {value} {is} not in the header → la colonne {value} manque dans la ligne des titres
        the columns {list} {are} not in the header → les colonnes {list} manquent dans la ligne des titres
        the feed reads {it} at {text}; the header has {n} {columns}: {text2} → le hub lit cette colonne ({text}) ; les titres trouvés sont {text2}
        the header has {value}: correct the mapping, or the export → la ligne des titres contient {value} : corrigez votre fichier, ou demandez à la personne qui administre le hub de lire cette colonne
        correct the mapping, or the export → corrigez votre fichier, ou demandez à la personne qui administre le hub de changer les colonnes lues
        the column {value} stands twice in the header → la colonne {value} figure deux fois dans la ligne des titres
        the feed reads it at {text} and cannot tell which one is meant → le hub la lit ({text}) et ne peut savoir laquelle est la bonne
        rename one of them in the export → renommez l’une des deux dans votre fichier
        the row has {n} {fields}, the header {n2} → la ligne n’a pas autant de champs que la ligne des titres : {n}, au lieu de {n2}
        fields are separated by {value} → les champs sont séparés par {value}
        fields are separated by {value} (found by looking at the file) → les champs sont séparés par {value} (constaté dans le fichier)
        complete the row, or look for a line end inside a field without quotes → complétez la ligne, ou cherchez un retour à la ligne dans un champ sans guillemets
        if this export leaves out empty fields at the end of its rows, write "short": "fill" at {text} → si vos lignes omettent toujours leurs derniers champs vides, demandez à la personne qui administre le hub de l’accepter ({text})
        put quotes around a field that holds {value} → mettez entre guillemets un champ qui contient {value}
        text after a closing quote → du texte suit un guillemet fermant
        a quoted field ends with its quote → un champ entre guillemets finit avec son guillemet
        double the quotes inside the field, or write "quote": "none" if the file knows no quoting → doublez les guillemets à l’intérieur du champ, ou demandez à la personne qui administre le hub de lire le fichier sans guillemets
        the file ends without its footer → le fichier finit sans ses dernières lignes habituelles
        its last rows say that it is whole ({text}), so it may be cut → elles disent qu’il est entier ({text}) : il est peut-être coupé
        if there may be none, write "mayLackFooter": true at {text} → si elles peuvent manquer, demandez à la personne qui administre le hub de l’accepter ({text})
        the quote that opens here is never closed → le guillemet ouvert ici n’est jamais fermé
        the file ends within the field, so it is cut or a quote is missing → le fichier finit au milieu du champ : il est coupé, ou un guillemet manque
        close the quote → fermez le guillemet
        export it again, or close the quote → refaites l’export, ou fermez le guillemet
        if the file knows no quoting, write "quote": "none" at {text} → si le fichier ne connaît pas de guillemets, demandez à la personne qui administre le hub de le lire ainsi ({text})
        the file ends in the middle of a row → le fichier finit au milieu d’une ligne
        no line end follows the last field, so the file may be cut → aucun retour à la ligne ne suit le dernier champ : le fichier est peut-être coupé
        if this export never ends with a line end, write "finalNewline": false at {text} → si votre fichier ne finit jamais par un retour à la ligne, demandez à la personne qui administre le hub de l’accepter ({text})
        its lines end with a carriage return alone, which is no line end → ses lignes finissent par un retour chariot seul, qui n’est pas une fin de ligne
        export it with Windows or Unix line ends → refaites l’export avec les fins de ligne de Windows ou d’Unix
        the delimiter may be {value} or {value2} → le séparateur peut être {value} ou {value2}
        with {value} {text}, with {value2} {text2} → le fichier se lit aussi bien avec l’un qu’avec l’autre
        write "delimiter": {code}, or the other, at {text} → demandez à la personne qui administre le hub d’indiquer le bon séparateur ({text})
        write "delimiter": {code} at {text} → demandez à la personne qui administre le hub d’indiquer le séparateur {code} ({text})
        quotes may enclose fields, or be part of them → les guillemets entourent peut-être des champs, ou en font peut-être partie
        with quotes {n} of {n2} rows do not fit the header, without them all do → avec des guillemets, {n} lignes sur {n2} n’ont pas autant de champs que les titres ; sans eux, toutes en ont autant
        write "quote": "none" or {text} → demandez à la personne qui administre le hub d’indiquer si le fichier a des guillemets
        the byte {text} is not {name} → l’octet {text} n’est pas en {name}
        {sentence} is not {name} → {sentence} n’est pas en {name}
        the odd byte at the end of the file → l’octet isolé à la fin du fichier
        half a surrogate pair → une moitié de caractère
        the file is {name} → le fichier est en {name}
        it starts with the mark of it → il commence par la marque de cet encodage
        nearly every second byte is zero → presque un octet sur deux est nul
        the file has no byte order mark → le fichier n’a pas de marque d’ordre des octets
        {sentence}, and the mark tells which kind of it → {sentence}, et cette marque en dit la variante
        write "utf-16le" or "utf-16be" there, or leave "encoding" out → enregistrez le fichier en UTF-8, ou demandez à la personne qui administre le hub d’indiquer l’encodage
        read it with the format "xml" → demandez à la personne qui administre le hub de le lire comme du XML
        the feed reads the file as {text} → le hub lit le fichier en {text}
        the feed reads the file as {text} (found by looking at the file) → le hub lit le fichier en {text} (constaté dans le fichier)
        if the export is {text}, write "encoding": {code} there → si l’export est en {text}, demandez à la personne qui administre le hub d’indiquer l’encodage {code}
        correct the export, or name its "encoding" at {text} → corrigez votre fichier, ou demandez à la personne qui administre le hub d’indiquer son encodage ({text})
        the file is not {text} (the byte {text2}): it reads as {text3} → le fichier n’est pas en {text} : il se lit comme du {text3}
        the feed says {text} → la configuration indique {text}
        write "encoding": {code} there → demandez à la personne qui administre le hub d’indiquer l’encodage {code}
        the encoding may be UTF-8 or Windows-1252 → l’encodage peut être UTF-8 ou Windows-1252
        {sentence}, but {n} other {characters} → {sentence}, mais d’autres caractères le sont ({n})
        byte {text} at {text2} is not UTF-8 → l’octet {text} à {text2} n’est pas en UTF-8
        write "encoding": "utf-8" at {text}, which rejects the rows with other bytes, or "windows-1252" → enregistrez le fichier en UTF-8, ou demandez à la personne qui administre le hub d’indiquer l’encodage ({text})
        the file starts with the mark of UTF-8 → le fichier commence par la marque de l’UTF-8
        the file is {sentence} → le fichier est {sentence}
        its first bytes say so → ses premiers octets le disent
        the feed reads it as {text} → le hub le lit comme un fichier {text}
        a ZIP archive → une archive ZIP
        an OpenDocument spreadsheet (ods) → un classeur OpenDocument (ods)
        an Excel workbook (xlsx) → un classeur Excel (xlsx)
        an Excel workbook of the old kind (xls) → un classeur Excel de l’ancien format (xls)
        compressed by gzip → compressé (gzip)
        a PDF document → un document PDF
        a web page (HTML) → une page web (HTML)
        write "decode": {code} in the feed → enregistrez-le en CSV, ou demandez à la personne qui administre le hub de lire ce format ({code})
        save it as xlsx or CSV → enregistrez-le en xlsx ou en CSV
        export a table: a PDF holds pages, no records → exportez un tableau : un PDF contient des pages, pas d’enregistrements
        look at it in a browser: it is often a login page or an error in place of the export → ouvrez-le dans un navigateur : c’est souvent une page de connexion ou une erreur à la place de l’export
        the export cannot be read → le fichier ne peut pas être lu
        no permission → le hub n’en a pas le droit
        no such file → ce fichier n’existe pas
        no permission, or it is gone → le hub n’en a pas le droit, ou le fichier n’est plus là
        let the hub's user read it → demandez à la personne qui administre le hub d’en donner le droit
        a record of more than {n} MiB starts here → un enregistrement de plus de {n} Mio commence ici
        a record ends with its line or its closing bracket → un enregistrement finit avec sa ligne ou son crochet fermant
        most likely a quote is never closed → sans doute un guillemet n’est-il jamais fermé
        look for a lone quote there → cherchez-y un guillemet isolé
        {n} of {n2} records were rejected ({n3} %) → {n} enregistrements sur {n2} ont été refusés ({n3} %)
        one run of {text} may reject {n} % → un passage de {text} peut en refuser {n} %
        the first: {where}: {sentence} → le premier : {where} : {sentence}
        correct the feed or have the export corrected → corrigez votre fichier, ou faites corriger le connecteur
        if the rest is right: {code} → si le reste est juste, la personne qui administre le hub peut lancer : {code}
        {n} of {n2} messages cannot be read ({n3} %) → {n} messages sur {n2} ne peuvent pas être lus ({n3} %)
        {n} of {n2} would be withdrawn ({n3} %) → {n} sur {n2} seraient retirés ({n3} %)
        one run of {text} may withdraw {n} % → un passage de {text} peut en retirer {n} %
        look at the export → vérifiez votre fichier
        if it is right: {code} → s’il est juste, la personne qui administre le hub peut lancer : {code}
        """#)
}
