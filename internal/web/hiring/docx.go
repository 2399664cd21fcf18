package hiring

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"slices"
	"strings"

	"footbridge/internal/app/hiring"
)

// wordType is the media type of a Word document.
const wordType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

// paragraph of a Word document: style is "", "Heading1", "Heading2" or
// "ListBullet".
type paragraph struct{ style, text string }

// docx writes a Word document: the least that the format asks for, so that
// Word, LibreOffice and Google Docs open it.
func docx(list []paragraph) ([]byte, error) {
	var body strings.Builder
	for _, p := range list {
		body.WriteString("<w:p>")
		if p.style != "" {
			body.WriteString(`<w:pPr><w:pStyle w:val="` + p.style + `"/></w:pPr>`)
		}
		for i, line := range strings.Split(p.text, "\n") {
			body.WriteString("<w:r>")
			if i > 0 {
				body.WriteString("<w:br/>")
			}
			body.WriteString(`<w:t xml:space="preserve">`)
			if err := xml.EscapeText(&body, []byte(line)); err != nil {
				return nil, err
			}
			body.WriteString("</w:t></w:r>")
		}
		body.WriteString("</w:p>")
	}
	const head = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	const main = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"`
	style := func(id, name, more, run string) string {
		return `<w:style w:type="paragraph" w:styleId="` + id + `"><w:name w:val="` + name + `"/><w:basedOn w:val="Normal"/><w:pPr>` + more + `</w:pPr><w:rPr>` + run + `</w:rPr></w:style>`
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, part := range [][2]string{
		{"[Content_Types].xml", head + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="` + wordType + `.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/><Override PartName="/word/numbering.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"/></Types>`},
		{"_rels/.rels", head + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`},
		{"word/_rels/document.xml.rels", head + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering" Target="numbering.xml"/></Relationships>`},
		{"word/styles.xml", head + `<w:styles ` + main + `><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial"/><w:sz w:val="22"/><w:lang w:val="en-GB"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="120"/></w:pPr></w:pPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>` +
			style("Heading1", "heading 1", `<w:outlineLvl w:val="0"/>`, `<w:b/><w:sz w:val="36"/>`) + style("Heading2", "heading 2", `<w:keepNext/><w:spacing w:before="240" w:after="80"/><w:outlineLvl w:val="1"/>`, `<w:b/><w:sz w:val="26"/>`) +
			style("ListBullet", "List Bullet", `<w:numPr><w:numId w:val="1"/></w:numPr><w:spacing w:after="60"/>`, "") + `</w:styles>`},
		{"word/numbering.xml", head + `<w:numbering ` + main + `><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="425" w:hanging="283"/></w:pPr></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>`},
		{"word/document.xml", head + `<w:document ` + main + `><w:body>` + body.String() + `<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr></w:body></w:document>`},
	} {
		w, err := z.Create(part[0])
		if err != nil {
			return nil, err
		}
		if _, err := w.Write([]byte(part[1])); err != nil {
			return nil, err
		}
	}
	err := z.Close()
	return out.Bytes(), err
}

// packOf puts the recruitment pack into paragraphs.
func packOf(f hiring.VacancyFile) []paragraph {
	out := []paragraph{{"Heading1", f.Title}, {"", f.Text.Summary}, {"Heading2", "What the job is"}}
	sources := []string{}
	lines := func(list []hiring.Line) {
		for _, l := range list {
			out = append(out, paragraph{"ListBullet", l.Text})
			if l.Source != hiring.Own && !slices.Contains(sources, l.Source) {
				sources = append(sources, l.Source)
			}
		}
	}
	lines(f.Duties)
	out = append(out, paragraph{"Heading2", "Who we are looking for: essential"})
	lines(f.Essential)
	if len(f.Desirable) > 0 {
		out = append(out, paragraph{"Heading2", "Desirable"})
		lines(f.Desirable)
	}
	out = append(out, paragraph{"Heading2", "Advert"}, paragraph{"", f.Text.Advert})
	if !f.ClosesOn.IsZero() {
		out = append(out, paragraph{"", "Applications until " + f.ClosesOn.Long() + "."})
	}
	out = append(out, paragraph{"", "What you send is seen without your name while it is shortlisted, and is deleted on " + f.RetainUntil.Long() + "."})
	if len(sources) > 0 {
		out = append(out, paragraph{"Heading2", "Sources"}, paragraph{"", strings.Join(sources, "\n")})
	}
	return out
}
