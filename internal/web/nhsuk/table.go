package nhsuk

import (
	"html/template"
	"strings"
)

// TableCaption says what a table shows. Every table has one.
type TableCaption struct {
	Text       string
	Markup     template.HTML
	HiddenText string // added in brackets for screen readers
	Caption    Caption
	Size       Size // S to XL
	ID         string
	Classes    string
	Attributes Attrs
}

// Column is the heading of a column. With Sort and Href the server sorts,
// with Sort alone the script does.
type Column struct {
	Text       string
	Markup     template.HTML
	HiddenText string
	Href       string
	Format     Format
	Align      Align
	Width      string // such as "one-half"
	Sort       Sort
	SortNext   string // ascending or descending: where the first click leads
	Colspan    int
	Rowspan    int
	Classes    string
	Attributes Attrs
}

// Cell is one value. SortValue is what the script sorts by, when that is not
// the text.
type Cell struct {
	Text       string
	Markup     template.HTML
	HiddenText string
	Href       string
	Header     string // stands before the value on a small screen; the column's text when left out
	Format     Format
	Align      Align
	Width      string
	SortValue  string
	Colspan    int
	Rowspan    int
	Classes    string
	Attributes Attrs
}

// Cells gives a row of plain text.
func Cells(texts ...string) []Cell {
	row := make([]Cell, len(texts))
	for i, t := range texts {
		row[i].Text = t
	}
	return row
}

// Table shows rows and columns. Responsive makes each row a block on a small
// screen.
type Table struct {
	Caption           TableCaption
	Head              []Column
	Rows              [][]Cell
	FirstCellIsHeader bool
	Responsive        bool
	Compact           bool
	Striped           bool
	Scroll            bool // scrolls sideways; needs an ID or a caption
	Reverse           bool // on a dark background
	NoBorder          bool
	NoLastRowBorder   bool
	Card              *Card // puts the table into a card

	SortAnnouncementText string
	AscendingText        string
	DescendingText       string

	ID         string
	Classes    string
	Attributes Attrs
}

// HTML gives the markup.
func (t Table) HTML() template.HTML {
	var b buf
	captionID := t.captionID()
	t.write(&b, captionID)
	out := b.html()
	if t.Scroll {
		out = Scroll{Markup: out, LabelledBy: captionID, Reverse: t.Reverse}.HTML()
	}
	if t.Card != nil {
		card := *t.Card
		card.Markup = out
		out = card.HTML()
	}
	return out
}

func (t Table) captionID() string {
	switch {
	case t.Caption.ID != "" || !t.Scroll:
		return t.Caption.ID
	case t.ID != "":
		return t.ID + "-caption"
	case t.Caption.Text != "":
		words := []rune(strings.ToLower(strings.ReplaceAll(t.Caption.Text, " ", "-")))
		return "table-" + string(words[:min(len(words), 40)]) + "-caption"
	}
	return ""
}

// sorts says whether a column can be sorted, and whether the server does it.
func (t Table) sorts() (sortable, onServer bool) {
	for _, c := range t.Head {
		sortable = sortable || c.Sort != NotSortable
		onServer = onServer || sortable && c.Href != ""
	}
	return sortable, onServer
}

func (t Table) write(b *buf, captionID string) {
	sortable, onServer := t.sorts()
	c := class("nhsuk-table", t.Classes)
	c.force("nhsuk-table--reverse", t.Reverse &&
		!containsClass(t.Classes, "nhsuk-table--reverse") && !containsClass(t.Classes, "nhsuk-table-responsive--reverse"))
	c.add("nhsuk-table--compact", t.Compact).add("nhsuk-table--responsive", t.Responsive)
	switch {
	case t.NoBorder && !containsClass(t.Classes, "nhsuk-table--no-border"):
		c.force("nhsuk-table--no-border", true)
	case t.NoLastRowBorder:
		c.add("nhsuk-table--no-last-row-border", true)
	}
	c.add("nhsuk-table--sortable", sortable).add("nhsuk-table--striped", t.Striped)
	sorted := containsClass(c.String(), "nhsuk-table--sortable")

	b.raw("<table")
	b.attr("class", c.String())
	b.opt("id", t.ID)
	if sorted && !onServer {
		b.attr("data-module", "nhsuk-table")
	}
	b.attrs(i18n("sort-announcement", t.SortAnnouncementText))
	b.attrs(i18n("ascending", t.AscendingText))
	b.attrs(i18n("descending", t.DescendingText))
	if t.Responsive {
		b.raw(` role="table"`)
	}
	b.attrs(t.Attributes)
	b.raw(">")
	t.writeCaption(b, captionID, sorted)
	if len(t.Head) > 0 {
		b.raw(`<thead class="nhsuk-table__head"`)
		t.role(b, "rowgroup")
		b.raw(`><tr class="nhsuk-table__row"`)
		t.role(b, "row")
		b.raw(">")
		for _, column := range t.Head {
			t.writeColumn(b, column, sortable && !onServer)
		}
		b.raw("</tr></thead>")
	}
	b.raw(`<tbody class="nhsuk-table__body">`)
	for _, row := range t.Rows {
		b.raw(`<tr class="nhsuk-table__row"`)
		t.role(b, "row")
		b.raw(">")
		for i, cell := range row {
			var column Column
			if i < len(t.Head) {
				column = t.Head[i]
			}
			t.writeCell(b, cell, column, i == 0 && t.FirstCellIsHeader)
		}
		b.raw("</tr>")
	}
	b.raw("</tbody></table>")
}

// role writes a role that CSS took away from a responsive table.
func (t Table) role(b *buf, role string) {
	if t.Responsive {
		b.attr("role", role)
	}
}

func (t Table) writeCaption(b *buf, id string, sorted bool) {
	hidden := t.Caption.HiddenText
	if hidden == "" && sorted {
		hidden = "Column headers are sortable"
	}
	if hidden != "" {
		hidden = "(" + hidden + ")"
	}
	caption := t.Caption.Caption.sized(t.Caption.Size)
	if !caption.Placement.inside() {
		caption.Placement = PlaceDefault
	}
	Heading{
		Text: t.Caption.Text, Markup: t.Caption.Markup, HiddenText: hidden, Caption: caption,
		Size: t.Caption.Size, Element: "caption", ID: id,
		Classes: t.Caption.Classes, Attributes: t.Caption.Attributes,
	}.writeAs(b, headingStyle{"nhsuk-table__caption", "nhsuk-table__caption--", SizeS, SizeXL}, nil)
}

func (t Table) writeColumn(b *buf, c Column, inBrowser bool) {
	b.raw("<th")
	b.attr("class", cellClass("nhsuk-table__header", c.Format, c.Align, c.Width, c.Classes))
	b.attr("scope", "col")
	t.role(b, "columnheader")
	t.spans(b, c.Colspan, c.Rowspan)
	b.flag("data-sort", c.Sort != NotSortable)
	if inBrowser {
		b.opt("data-sort-next", c.SortNext)
	}
	if c.Sort > SortNone {
		b.attr("aria-sort", c.Sort.String())
	}
	b.attrs(c.Attributes)
	b.raw(">")
	writeValue(b, c.Text, c.Markup, c.HiddenText, c.Href)
	b.raw("</th>")
}

func (t Table) writeCell(b *buf, c Cell, column Column, header bool) {
	element, base := "td", "nhsuk-table__cell"
	if header {
		element, base = "th", "nhsuk-table__header"
	}
	format, align := c.Format, c.Align
	if format == FormatDefault {
		format = column.Format
	}
	if align == AlignDefault {
		align = column.Align
		if c.Format == FormatString && column.Format == FormatNumeric {
			align = AlignRight
		}
	}
	b.raw("<", element)
	b.attr("class", cellClass(base, format, align, c.Width, c.Classes))
	if header {
		b.attr("scope", "row")
		t.role(b, "rowheader")
	} else {
		t.role(b, "cell")
	}
	t.spans(b, c.Colspan, c.Rowspan)
	b.opt("data-sort-value", c.SortValue)
	b.attrs(c.Attributes)
	b.raw(">")
	if t.Responsive {
		b.raw(`<span class="nhsuk-table__heading" aria-hidden="true">`)
		writeValue(b, or(column.Text, c.Header), column.Markup, column.HiddenText, "")
		b.raw(" </span>")
	}
	apart := t.Responsive && c.Markup != ""
	if apart {
		b.raw("<span>")
	}
	writeValue(b, c.Text, c.Markup, c.HiddenText, c.Href)
	if apart {
		b.raw("</span>")
	}
	b.raw("</", element, ">")
}

func (t Table) spans(b *buf, colspan, rowspan int) {
	if !t.Responsive {
		b.number("colspan", colspan)
	}
	b.number("rowspan", rowspan)
}

func cellClass(base string, format Format, align Align, width, own string) string {
	c := class(base, own)
	c.add(base+"--numeric", format == FormatNumeric)
	c.add("nhsuk-u-text-align-"+align.String(), align != AlignDefault && !containsClass(own, "nhsuk-u-text-align-"))
	c.add("nhsuk-u-width-"+width, width != "")
	return c.String()
}

func writeValue(b *buf, text string, markup template.HTML, hidden, href string) {
	if href != "" {
		b.raw(`<a class="nhsuk-link"`)
		b.href("href", href)
		b.raw(">")
	}
	b.content(text, markup)
	if hidden != "" {
		if text != "" || markup != "" {
			hidden = " " + hidden
		}
		b.hidden(hidden)
	}
	if href != "" {
		b.raw("</a>")
	}
}

// Scroll lets wide content scroll sideways, by keyboard too.
type Scroll struct {
	Text       string
	Markup     template.HTML
	LabelledBy string // the id of what names the content
	Reverse    bool   // on a dark background
	ID         string
	Classes    string
	Attributes Attrs
}

// HTML gives the markup.
func (s Scroll) HTML() template.HTML {
	var b buf
	b.raw("<div")
	b.attr("class", class("nhsuk-scroll", s.Classes).add("nhsuk-scroll--reverse", s.Reverse).String())
	b.opt("id", s.ID)
	b.attr("data-module", "nhsuk-scroll")
	b.attrs(s.Attributes)
	b.raw(`><div class="nhsuk-scroll__content" role="region"`)
	b.opt("aria-labelledby", s.LabelledBy)
	b.raw(">")
	switch {
	case s.Markup != "":
		b.markup(s.Markup)
	case s.Text != "":
		b.raw("<p>")
		b.text(s.Text)
		b.raw("</p>")
	}
	b.raw("</div></div>")
	return b.html()
}
