import Testing

@testable import Canonical

@Suite struct PlainTextTests {
    /// What a text of many lines becomes.
    @Test(arguments: [
        ("<p>Vous triez.</p><p>Vous pesez.</p>", "Vous triez.\nVous pesez."),
        ("<P>Vous triez.</P>", "Vous triez."),
        ("Missions :<ul><li>trier</li><li>peser</li></ul>Profil", "Missions :\n- trier\n- peser\nProfil"),
        ("<ul>\n<li>trier</li>\n<li>peser</li>\n</ul>", "- trier\n\n- peser"),
        ("a<br>b<br/>c<br />d", "a\nb\nc\nd"), ("a<br/>\nb", "a\n\nb"),
        ("<b>Poste</b> à <i>Thiers</i>", "Poste à Thiers"),
        ("<div class=\"x\"><h2>Titre</h2><div>suite</div></div>", "Titre\nsuite"),
        ("<a href='https://exemple.fr?a=1&amp;b=2'>lien</a>", "lien"),
        ("caf&eacute; &amp; th&egrave;", "café & thè".replacing("è", with: "è")),
        ("caf&#233; caf&#xE9; caf&#XE9;", "café café café"), ("l&#39;atelier l&rsquo;atelier", "l'atelier l’atelier"),
        ("1&nbsp;823&nbsp;&euro;", "1\u{A0}823\u{A0}€"), ("&lt;5 ans d&apos;expérience", "<5 ans d'expérience"),
        ("salari&eacute;&middot;e &ldquo;polyvalent&rdquo; &deg;", "salarié·e “polyvalent” °"),
        ("a<script>alert('x < y')</script>b", "ab"), ("a<style>p { color: red }</style>b", "ab"),
        ("a<SCRIPT type='x'>y</Script >b", "ab"), ("a<!-- un > deux -->b", "ab"), ("<!DOCTYPE html>b", "b"),
        ("<p><strong><em>a</em></strong></p>", "a"), ("<p>a <b>b", "a b"), ("a</p></div>b", "a\nb"),
        ("&lt;p&gt;Vous triez.&lt;/p&gt;", "Vous triez."), ("R&amp;amp;D", "R&D"),
        ("&amp;lt;b&amp;gt;gras&amp;lt;/b&amp;gt;", "gras"),
        ("e\u{301}quipe", "\u{E9}quipe"), ("N\u{303}", "\u{D1}"), ("<p>e&#769;quipe</p>", "\u{E9}quipe"),
        ("\u{1F468}\u{200D}\u{1F469} &amp; co", "\u{1F468}\u{200D}\u{1F469} & co"),
    ]) func `HTML of job feeds becomes text`(html: String, text: String) {
        #expect(verdict(.text(max: 200), html) == "canonical \(text)")
        // What came out is as it should be: whoever checks it again changes nothing.
        #expect(verdict(.text(max: 200), text) == "right")
    }

    @Test(arguments: [
        "a < b", "a <b", "5 <6 et 7> 6".replacing(">", with: ""), "R&D", "R & D", "AT&T;", "a && b", "&", "&;", "&#;",
        "&#x;", "&#x110000;", "&#0;", "&#7;", "&#133;", "&#xD800;", "&inconnu;", "&nbsp", "<", "<<<", "<3", "< p >",
        "->", "=>", "« guillemets » et 20 °C", "é à ü ç œ €", "ligne\nligne\r\n\tfin", "a <p", "fin <", "</",
        "\u{1F600}\u{1F3FD}",
    ]) func `what only looks like HTML stays as it is`(text: String) {
        #expect(verdict(.text(max: 200), text) == "right")
    }

    @Test(arguments: [
        ("Agent\nde tri", "canonical Agent de tri"), ("Agent\r\nde tri", "canonical Agent de tri"),
        ("Agent\n\n\nde tri", "canonical Agent de tri"), ("Agent\tde tri", "canonical Agent de tri"),
        ("<p>Agent</p><p>de tri</p>", "canonical Agent de tri"), ("Agent<br/>de tri", "canonical Agent de tri"),
        ("Agent de tri (H/F)", "right"), ("R&amp;D", "canonical R&D"), ("\nAgent\n", "canonical Agent"),
        ("Agent\u{2028}de&nbsp;tri", "canonical Agent de\u{A0}tri"),
    ]) func `a line stays one line`(text: String, expected: String) {
        #expect(verdict(.line(max: 100), text) == expected)
    }

    @Test(arguments: [
        "", " ", "\n", "\t \r\n", "<p></p>", "<br/>", "<script>x</script>", "&nbsp;", "<p>&nbsp;</p>", "&#32;",
        "\u{A0}", "\u{A0} \u{A0}", "<!-- -->",
    ]) func `a text with nothing to read`(text: String) {
        for type in [FieldType.text(max: 100), .line(max: 100)] {
            #expect(
                verdict(type, text) == """
                    empty
                    why: a text holds something to read
                    fix: leave the field out
                    """)
        }
    }

    @Test(arguments: [("a\u{80}b", "U+0080"), ("\u{85}", "U+0085"), ("fin\u{9F}", "U+009F"), ("&amp;\u{92}", "U+0092")])
    func `the control characters of Latin-1 are refused by name`(text: String, name: String) {
        #expect(
            verdict(.text(max: 100), text) == """
                holds the control character \(name)
                why: texts hold printable characters only
                fix: remove it in the export, or correct "encoding"
                """)
    }

    @Test func `length is that of what is read, in characters`() {
        #expect(verdict(.line(max: 4), "<b>abcd</b>") == "canonical abcd")
        #expect(verdict(.line(max: 4), "&eacute;&eacute;&eacute;&eacute;") == "canonical éééé")
        #expect(verdict(.line(max: 4), "éééé") == "right")
        #expect(verdict(.line(max: 4), "e\u{301}e\u{301}e\u{301}e\u{301}") == "canonical éééé")
        for text in ["ééééé", "<b>abcde</b>", "\u{1F600}\u{1F600}\u{1F600}\u{1F600}\u{1F600}"] {
            #expect(
                verdict(.line(max: 4), text) == """
                    too long (5 characters)
                    why: at most 4 characters fit here
                    fix: shorten it in the export
                    """)
        }
    }

    /// A lot of what makes a careless reader look to the end again and again.
    @Test(arguments: [
        "<", "<a", "<p", "</", "&", "&amp", "&amp;", "&amp;amp;", "<p>", "<script>", "<!--", "&#", "<li>", "e\u{301}",
        "<a b='",
    ])
    func `a long text takes a moment, whatever it repeats`(piece: String) {
        let text = String(repeating: piece, count: (piece == "<" ? 1_000_000 : 200_000) / piece.utf8.count)
        let start = ContinuousClock.now
        _ = verdict(.text(max: 2_000_000), text)
        _ = verdict(.line(max: 2_000_000), text)
        #expect(ContinuousClock.now - start < .seconds(20))
    }

    @Test func `entities within entities end somewhere`() {
        let text = "&" + String(repeating: "amp;", count: 50_000)
        let start = ContinuousClock.now
        _ = verdict(.text(max: 2_000_000), text)
        #expect(ContinuousClock.now - start < .seconds(20))
    }
}
