package nhsuk

import (
	"html/template"
	"strconv"
)

// Label is the label of one control. With PageHeading it is the heading of
// the page at the same time.
type Label struct {
	Text         string
	Markup       template.HTML
	HiddenText   string // added for screen readers
	Caption      Caption
	Size         Size // S to XL
	PageHeading  bool
	HeadingLevel int // of the page heading; 1 when left out
	HeadingID    string
	For          string // the id of the control; a control fills it in
	ID           string
	Classes      string
	Attributes   Attrs
}

// forControl gives the label with the id of its control.
func (l Label) forControl(id string) Label {
	if l.For == "" {
		l.For = id
	}
	return l
}

func (l Label) write(b *buf) {
	if l.Text == "" && l.Markup == "" {
		return
	}
	caption := l.Caption.sized(l.Size)
	h := Heading{
		Text: l.Text, Markup: l.Markup, HiddenText: l.HiddenText,
		Size: l.Size, Element: "label", ID: l.ID, Classes: l.Classes,
	}
	if caption.Placement.inside() {
		h.Caption = caption
	}
	if l.For != "" {
		h.Attributes = Attrs{{"for", l.For}}
	}
	h.Attributes = append(h.Attributes, l.Attributes...)

	if caption.Placement == PlaceBefore {
		caption.write(b)
	}
	element := "h" + strconv.Itoa(max(l.HeadingLevel, 1))
	if l.PageHeading {
		b.raw("<", element, ` class="nhsuk-label-wrapper"`)
		b.opt("id", l.HeadingID)
		b.raw(">")
	}
	h.writeAs(b, headingStyle{"nhsuk-label", "nhsuk-label--", SizeS, SizeXL}, nil)
	if l.PageHeading {
		b.raw("</", element, ">")
	}
	if caption.Placement == PlaceAfter {
		caption.write(b)
	}
}

// HTML gives the markup.
func (l Label) HTML() template.HTML {
	var b buf
	l.write(&b)
	return b.html()
}

// Legend is the question that a group of controls answers. With PageHeading
// it is the heading of the page at the same time.
type Legend struct {
	Text         string
	Markup       template.HTML
	HiddenText   string // added for screen readers
	Caption      Caption
	Size         Size // S to XL
	PageHeading  bool
	HeadingLevel int // of the page heading; 1 when left out
	HeadingID    string
	ID           string
	Classes      string
	Attributes   Attrs
}

func (l Legend) empty() bool { return l.Text == "" && l.Markup == "" }

func (l Legend) write(b *buf) {
	if l.empty() {
		return
	}
	caption := l.Caption.sized(l.Size)
	if caption.Placement == PlaceBefore {
		caption.Placement = PlaceStart
	}
	size := l.Size.in(SizeS, SizeXL)
	name := class("nhsuk-fieldset__legend", l.Classes)
	if size != "" && !sizeNamed("nhsuk-fieldset__legend--", l.Classes) {
		name.add("nhsuk-fieldset__legend--"+size, true)
	}
	h := Heading{Text: l.Text, Markup: l.Markup, HiddenText: l.HiddenText}
	if caption.Placement.inside() {
		h.Caption = caption
	}
	if l.PageHeading {
		b.raw("<legend")
		b.attr("class", name.String())
		b.opt("id", l.ID)
		b.attrs(l.Attributes)
		b.raw(">")
		h.ID, h.Level = l.HeadingID, l.HeadingLevel
		h.writeAs(b, styled("nhsuk-fieldset__heading", "nhsuk-fieldset__heading-"), nil)
		b.raw("</legend>")
	} else {
		h.ID, h.Attributes, h.Element = l.ID, l.Attributes, "legend"
		h.writeAs(b, styled(name.String(), "-"), nil)
	}
	if caption.Placement == PlaceAfter {
		caption.write(b)
	}
}

// HTML gives the markup.
func (l Legend) HTML() template.HTML {
	var b buf
	l.write(&b)
	return b.html()
}

// Fieldset groups controls under a legend.
type Fieldset struct {
	Legend      Legend
	Markup      template.HTML // the controls, when the fieldset stands by itself
	Role        string
	DescribedBy string // ids
	ID          string
	Classes     string
	Attributes  Attrs
}

// used says whether the caller asked for a fieldset at all.
func (f Fieldset) used() bool {
	return !f.Legend.empty() || f.Markup != "" || f.Role != "" || f.DescribedBy != "" ||
		f.ID != "" || f.Classes != "" || len(f.Attributes) > 0
}

// open writes everything up to the controls.
func (f Fieldset) open(b *buf) {
	b.raw("<fieldset")
	b.attr("class", class("nhsuk-fieldset", f.Classes).String())
	b.opt("id", f.ID)
	b.opt("role", f.Role)
	b.opt("aria-describedby", f.DescribedBy)
	b.attrs(f.Attributes)
	b.raw(">")
	f.Legend.write(b)
}

// HTML gives the markup.
func (f Fieldset) HTML() template.HTML {
	var b buf
	f.open(&b)
	b.markup(f.Markup)
	b.raw("</fieldset>")
	return b.html()
}

// Hint helps to answer a question. Not a placeholder.
type Hint struct {
	Text       string
	Markup     template.HTML
	ID         string
	Classes    string
	Attributes Attrs
}

func (h Hint) empty() bool { return h.Text == "" && h.Markup == "" }

func (h Hint) write(b *buf) {
	b.raw("<div")
	b.attr("class", class("nhsuk-hint", h.Classes).String())
	b.opt("id", h.ID)
	b.attrs(h.Attributes)
	b.raw(">")
	b.content(h.Text, h.Markup)
	b.raw("</div>")
}

// HTML gives the markup.
func (h Hint) HTML() template.HTML {
	var b buf
	h.write(&b)
	return b.html()
}

// ErrorMessage says what is wrong with one control.
type ErrorMessage struct {
	Text       string
	Markup     template.HTML
	HiddenText string // "Error" when left out
	NoHidden   bool   // leaves the hidden text out altogether
	ID         string
	Classes    string
	Attributes Attrs
}

func (e ErrorMessage) empty() bool { return e.Text == "" && e.Markup == "" }

func (e ErrorMessage) write(b *buf) {
	b.raw("<span")
	b.attr("class", class("nhsuk-error-message", e.Classes).String())
	b.opt("id", e.ID)
	b.attrs(e.Attributes)
	b.raw(">")
	if !e.NoHidden {
		b.hidden(or(e.HiddenText, "Error") + ": ")
	}
	b.content(e.Text, e.Markup)
	b.raw("</span>")
}

// HTML gives the markup.
func (e ErrorMessage) HTML() template.HTML {
	var b buf
	e.write(&b)
	return b.html()
}
