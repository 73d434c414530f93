import Canonical
import Foundation
import Testing

@testable import Connectors

/// Sheets as Excel and LibreOffice write them, made small.
@Suite struct SheetTests {
    private func decode(_ decode: String, _ script: String, _ file: String) throws -> String {
        let scratch = try Scratch()
        try PythonFiles.run(script, in: scratch)
        return try DecodeTests.decode(decode, file, in: scratch)
    }

    /// A workbook with two sheets, days, moments, hours and a text with all that CSV quotes.
    private static let workbook = workbook(ofOffers: false)

    /// The same, or one whose first sheet is a table of offers.
    static func workbook(ofOffers: Bool) -> String {
        guard ofOffers else { return twoSheets }
        return twoSheets.replacing(
            #"f'<row r="1">{text("A1", "Bonjour")}</row>'"#,
            with: #""".join(f'<row r="{r}">{text("A" + str(r), a)}{text("B" + str(r), b)}</row>' for r, a, b in "#
                + #"[(1, "ref", "poste"), (2, "1", "Maçon"), (3, "2", "Aide")])"#)
    }

    private static let twoSheets = #"""
        import zipfile
        main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
        office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
        package = 'http://schemas.openxmlformats.org/package/2006/'
        types = 'application/vnd.openxmlformats-officedocument.spreadsheetml.'
        def text(cell, value): return f'<c r="{cell}" t="inlineStr"><is><t>{value}</t></is></c>'
        def number(cell, value, style=0): return f'<c r="{cell}" s="{style}"><v>{value}</v></c>'
        def sheet(rows): return f'<worksheet xmlns="{main}"><dimension ref="A1:E4"/><sheetData>{rows}</sheetData></worksheet>'
        z = zipfile.ZipFile('a.xlsx', 'w', zipfile.ZIP_DEFLATED)
        z.writestr('[Content_Types].xml', f'<Types xmlns="{package}content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{types}sheet.main+xml"/>'
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{types}worksheet+xml"/>'
            f'<Override PartName="/xl/worksheets/sheet2.xml" ContentType="{types}worksheet+xml"/>'
            f'<Override PartName="/xl/styles.xml" ContentType="{types}styles+xml"/></Types>')
        def links(items): return f'<Relationships xmlns="{package}relationships">' + ''.join(
            f'<Relationship Id="{i}" Type="{office}/{t}" Target="{p}"/>' for i, t, p in items) + '</Relationships>'
        z.writestr('_rels/.rels', links([('r1', 'officeDocument', 'xl/workbook.xml')]))
        z.writestr('xl/_rels/workbook.xml.rels', links([('r1', 'worksheet', 'worksheets/sheet1.xml'),
            ('r2', 'worksheet', 'worksheets/sheet2.xml'), ('r3', 'styles', 'styles.xml')]))
        z.writestr('xl/workbook.xml', f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
            '<sheet name="Lisez-moi" sheetId="1" r:id="r1"/><sheet name="Offres" sheetId="2" r:id="r2"/></sheets></workbook>')
        z.writestr('xl/styles.xml', f'<styleSheet xmlns="{main}"><numFmts count="1">'
            '<numFmt numFmtId="164" formatCode="dd\\/mm\\/yyyy"/></numFmts><cellXfs count="5"><xf numFmtId="0"/>'
            '<xf numFmtId="14"/><xf numFmtId="22"/><xf numFmtId="20"/><xf numFmtId="164"/></cellXfs></styleSheet>')
        z.writestr('xl/worksheets/sheet1.xml', sheet(f'<row r="1">{text("A1", "Bonjour")}</row>'))
        z.writestr('xl/worksheets/sheet2.xml', sheet(
            '<row r="1">' + ''.join(text(c + '1', c) for c in 'ABCDE') + '</row>'
            '<row r="2">' + number('A2', 1) + text('B2', 'Maçon, &quot;H/F&quot;\n63') + number('C2', 46027, 1)
            + number('D2', '46027.354166667', 2) + number('E2', '24.5') + '</row>'
            '<row r="4">' + number('A4', 2) + number('C4', 46028, 4) + number('D4', '0.5', 3) + '</row>'))
        z.close()
        """#

    @Test func `a sheet of an Excel file comes out as CSV, its days in ISO 8601`() throws {
        let result1 = try decode(#"{ "xlsx": { "sheet": "Offres" } }"#, Self.workbook, "a.xlsx")
        #expect(
            result1 == """
                a.xlsx/Offres
                A,B,C,D,E
                1,"Maçon, ""H/F""
                63",2026-01-05,2026-01-05,24.5

                2,,2026-01-06,12:00:00,

                """)
        let result2 = try decode(#"{ "xlsx": { "sheet": 2, "times": true } }"#, Self.workbook, "a.xlsx")
        #expect(
            result2 == """
                a.xlsx/sheet 2
                A,B,C,D,E
                1,"Maçon, ""H/F""
                63",2026-01-05T00:00:00,2026-01-05T08:30:00,24.5

                2,,2026-01-06T00:00:00,12:00:00,

                """)
        #expect(try decode(#""xlsx""#, Self.workbook, "a.xlsx") == "a.xlsx\nBonjour,,,,\n")
    }

    @Test func `sheets that are not there, and files that are no Excel file`() throws {
        let result3 = try decode(#"{ "xlsx": { "sheet": "Ofres" } }"#, Self.workbook, "a.xlsx")
        #expect(
            result3 == """
                a.xlsx: there is no sheet "Ofres"
                  why: xlsx2csv ended with code 1: "Sheet 'Ofres' not found"; nothing of it was published
                  fix: correct "sheet" at feed.jsonc:1:34
                """)
        let result4 = try decode(#"{ "xlsx": { "sheet": 3 } }"#, Self.workbook, "a.xlsx")
        #expect(
            result4 == """
                a.xlsx: there is no sheet 3
                  why: xlsx2csv ended with code 0: "Sheet with index 3 not found or can't be handled"; nothing of it was published
                  fix: correct "sheet" at feed.jsonc:1:34
                """)
        #expect(
            try decode(#""xlsx""#, "open('a.xlsx', 'w').write('ref;a')", "a.xlsx").hasPrefix(
                "a.xlsx: the file cannot be read as XLSX\n  why: xlsx2csv ended with code 1: \"Invalid xlsx file:"))
    }

    static func document(_ rows: String) -> String {
        #"""
        import zipfile
        z = zipfile.ZipFile('a.ods', 'w', zipfile.ZIP_DEFLATED)
        z.writestr('mimetype', 'application/vnd.oasis.opendocument.spreadsheet', zipfile.ZIP_STORED)
        z.writestr('content.xml', '''<?xml version="1.0" encoding="UTF-8"?>
        <office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body><office:spreadsheet>
        <table:table table:name="Lisez-moi"><table:table-row><table:table-cell><text:p>Bonjour</text:p></table:table-cell></table:table-row></table:table>
        <table:table table:name="Offres"><table:table-column table:number-columns-repeated="5"/>
        \#(rows)
        </table:table></office:spreadsheet></office:body></office:document-content>''')
        z.close()
        """#
    }

    private static let rows = #"""
        <table:table-row><table:table-cell table:number-columns-repeated="2" office:value-type="string"><text:p>A</text:p></table:table-cell><table:table-cell><text:p>B</text:p></table:table-cell><table:table-cell><text:p>C</text:p></table:table-cell><table:table-cell table:number-columns-repeated="16380"/></table:table-row>
        <table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>
        <table:table-row><table:table-cell office:value-type="float" office:value="1234.5"><text:p>1 234,50</text:p></table:table-cell><table:table-cell office:value-type="date" office:date-value="2026-01-05"><text:p>05/01/26</text:p></table:table-cell><table:table-cell office:value-type="string"><office:annotation><text:p>note</text:p></office:annotation><text:p>Maçon, "H/F"<text:s text:c="2"/>à <text:span>Riom</text:span></text:p><text:p>63</text:p></table:table-cell><table:table-cell office:value-type="boolean" office:boolean-value="true"><text:p>VRAI</text:p></table:table-cell></table:table-row>
        <table:table-row table:number-rows-repeated="2"><table:table-cell office:value-type="time" office:time-value="PT08H30M00S"><text:p>08:30:00</text:p></table:table-cell><table:covered-table-cell/></table:table-row>
        <table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>
        """#

    @Test func `a sheet of an OpenDocument file comes out as CSV, empty ends left out`() throws {
        let result5 = try decode(#"{ "ods": { "sheet": "Offres" } }"#, Self.document(Self.rows), "a.ods")
        #expect(
            result5 == """
                a.ods/Offres
                A,A,B,C


                1234.5,2026-01-05,"Maçon, ""H/F""  à Riom
                63",true
                08:30:00,,,
                08:30:00,,,

                """)
        #expect(try decode(#""ods""#, Self.document(""), "a.ods") == "a.ods\nBonjour\n")
    }

    @Test func `OpenDocument files that are broken, or would be endless`() throws {
        let result6 = try decode(#"{ "ods": { "sheet": "Ofres" } }"#, Self.document(""), "a.ods")
        #expect(
            result6 == """
                a.ods: there is no sheet "Ofres"
                  why: the feed reads it (feed.jsonc:1:33); the file has "Lisez-moi" and "Offres"; nothing of it was published
                  fix: did you mean "Offres"?
                """)
        let result7 = try decode(#"{ "ods": { "sheet": 2 } }"#, Self.document("<table:table-row>"), "a.ods")
        #expect(
            result7 == """
                a.ods/content.xml:6:1: "</table:table>" where "</table:table-row>" should stand
                  why: nothing of it was published
                  fix: export it again
                """)
        let bomb =
            "<table:table-row table:number-rows-repeated=\"1048576\"><table:table-cell "
            + "table:number-columns-repeated=\"16384\"><text:p>bomb</text:p></table:table-cell></table:table-row>"
        let result8 = try decode(#"{ "ods": { "sheet": 2, "size": "100 MB" } }"#, Self.document(bomb), "a.ods")
        #expect(
            result8 == """
                a.ods: more than 100 MB come out of it
                  why: a decoded export may have that size (feed.jsonc:1:44); nothing of it was published
                  fix: if the export is right, allow more: "size"
                """)
        #expect(
            try decode(#""ods""#, "import zipfile; zipfile.ZipFile('a.ods','w').writestr('a','b')", "a.ods").hasPrefix(
                "a.ods: \"content.xml\" cannot be unpacked\n  why: unzip ended with code 11:"))
    }
}
