package nhsuk

import "html/template"

// FooterLink is one link of the footer.
type FooterLink struct {
	Text       string
	Markup     template.HTML
	Href       string
	Attributes Attrs
}

// FooterNavigation is one column of the footer.
type FooterNavigation struct {
	Heading Heading
	Items   []FooterLink
	Text    string
	Markup  template.HTML
	Width   string // such as "one-half"
}

// FooterMeta is the last part of the footer.
type FooterMeta struct {
	Items      []FooterLink
	HiddenText string // "Support links" when left out
	Text       string
	Markup     template.HTML
}

// Footer is the footer of every page.
type Footer struct {
	Navigation       []FooterNavigation
	Columns          int // 1 to 4; 4 when left out
	Meta             FooterMeta
	Copyright        string // "© NHS England" when left out
	CopyrightMarkup  template.HTML
	NoCopyright      bool
	ContainerClasses string
	ID               string
	Classes          string
	Attributes       Attrs
}

// HTML gives the markup.
func (f Footer) HTML() template.HTML {
	var b buf
	b.raw("<footer")
	b.attr("class", class("nhsuk-footer", f.Classes).String())
	b.opt("id", f.ID)
	b.raw(` role="contentinfo"`)
	b.attrs(f.Attributes)
	b.raw("><div")
	b.attr("class", join("nhsuk-width-container", f.ContainerClasses))
	b.raw(">")
	f.writeNavigation(&b)
	b.raw(`<div class="nhsuk-footer__meta">`)
	if len(f.Meta.Items) > 0 {
		b.raw(`<h2 class="nhsuk-u-visually-hidden">`)
		b.text(or(f.Meta.HiddenText, "Support links"))
		b.raw("</h2>")
		writeFooterLinks(&b, f.Meta.Items)
	}
	writeSmall(&b, f.Meta.Text, f.Meta.Markup)
	if !f.NoCopyright {
		writeSmall(&b, or(f.Copyright, "© NHS England"), f.CopyrightMarkup)
	}
	b.raw("</div></div></footer>")
	return b.html()
}

func (f Footer) writeNavigation(b *buf) {
	width := []string{"", "full", "one-half", "one-third", "one-quarter"}
	columns := f.Columns
	if columns < 1 || columns > 4 {
		columns = 4
	}
	for start := 0; start < len(f.Navigation); start += columns {
		b.raw(`<div class="nhsuk-footer__navigation nhsuk-grid-row">`)
		for _, n := range f.Navigation[start:min(start+columns, len(f.Navigation))] {
			b.raw("<div")
			b.attr("class", "nhsuk-grid-column-"+or(n.Width, width[columns]))
			b.raw(">")
			h := n.Heading
			h.Level, h.Size = 2, SizeS
			h.writeAs(b, styled("nhsuk-footer__heading", "nhsuk-heading-"), nil)
			writeSmall(b, n.Text, n.Markup)
			if len(n.Items) > 0 {
				writeFooterLinks(b, n.Items)
			}
			b.raw("</div>")
		}
		b.raw("</div>")
	}
}

func writeFooterLinks(b *buf, items []FooterLink) {
	b.raw(`<ul class="nhsuk-footer__list">`)
	for _, item := range items {
		b.raw(`<li class="nhsuk-footer__list-item"><a class="nhsuk-footer__list-item-link"`)
		b.href("href", item.Href)
		b.attrs(item.Attributes)
		b.raw(">")
		b.content(item.Text, item.Markup)
		b.raw("</a></li>")
	}
	b.raw("</ul>")
}

// writeSmall writes markup as it is, or text as a small paragraph.
func writeSmall(b *buf, text string, markup template.HTML) {
	switch {
	case markup != "":
		b.markup(markup)
	case text != "":
		b.raw(`<p class="nhsuk-body-s">`)
		b.text(text)
		b.raw("</p>")
	}
}
