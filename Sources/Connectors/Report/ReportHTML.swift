/// A report as one web page for a steering committee: no script, nothing loaded, readable by a screen reader, on paper too.
package enum ReportHTML {
    package static func text(_ report: Report) -> String {
        let title = escaped(ReportText.title(report))
        var html = """
            <!DOCTYPE html>
            <html lang="fr">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(title)</title>
            <style>\(style)</style>
            </head>
            <body>
            <header>
            <h1>\(title)</h1>
            <p>\(escaped(ReportText.subtitle(report)))</p>

            """
        if let secrecy = ReportText.secrecy(report) { html += "<p>\(escaped(secrecy))</p>\n" }
        html += "</header>\n<main>\n"
        for section in report.sections { html += self.section(section) }
        return html + "</main>\n</body>\n</html>\n"
    }

    private static func section(_ section: Report.Section) -> String {
        var html = "<section>\n<h2>\(escaped(section.title))</h2>\n"
        for table in section.tables { html += self.table(table) }
        html += "<h3>Définitions et limites</h3>\n<ul>\n"
        for note in section.notes { html += "<li>\(escaped(note))</li>\n" }
        return html + "</ul>\n</section>\n"
    }

    private static func table(_ table: Report.Table) -> String {
        var html = "<div class=\"table\" tabindex=\"0\" role=\"region\" aria-labelledby=\"\(table.id)\">\n<table>\n"
        html += "<caption id=\"\(table.id)\">\(escaped(table.title))</caption>\n<thead>\n<tr>"
        html += table.head.map { "<th scope=\"col\">\(escaped($0))</th>" }.joined()
        html += "</tr>\n</thead>\n<tbody>\n"
        for row in table.rows {
            html += "<tr>" + row.labels.map { "<th scope=\"row\">\(escaped($0))</th>" }.joined()
            html += row.figures.map(cell).joined() + "</tr>\n"
        }
        return html + "</tbody>\n</table>\n</div>\n"
    }

    private static func cell(_ figure: Report.Figure) -> String {
        let isWord = figure == .hidden || figure == .unknown
        return "<td\(isWord ? " class=\"word\"" : "")>\(escaped(ReportText.figure(figure)))</td>"
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;")
    }

    /// Figures line up, long tables scroll on a telephone, sections do not break on paper where they need not.
    private static let style = """

        body { font: 1rem/1.5 system-ui, sans-serif; color: #111; background: #fff; max-width: 75rem; margin: 2rem auto; padding: 0 1rem; }
        h2 { margin-top: 2.5rem; border-bottom: 2px solid #333; }
        .table { overflow-x: auto; margin: 1.5rem 0; }
        table { border-collapse: collapse; width: 100%; }
        caption { text-align: left; font-weight: bold; padding: .3rem 0; }
        th, td { border: 1px solid #666; padding: .3rem .5rem; text-align: left; vertical-align: top; }
        thead th { background: #e8e8e8; }
        tbody th { font-weight: normal; }
        td { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
        td.word { font-style: italic; color: #444; }
        li { margin: .2rem 0; }
        @page { size: A4 landscape; margin: 15mm; }
        @media print {
        body { margin: 0; max-width: none; font-size: 9pt; }
        .table { overflow: visible; break-inside: avoid; }
        h2, caption { break-after: avoid; }
        td { white-space: normal; }
        }

        """
}
