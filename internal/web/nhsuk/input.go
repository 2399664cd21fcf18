package nhsuk

import (
	"html/template"
	"strconv"
	"strings"
)

// Affix is what stands before or after an input, such as a unit.
type Affix struct {
	Text       string
	Markup     template.HTML
	Classes    string
	Attributes Attrs
}

func (a Affix) empty() bool { return a.Text == "" && a.Markup == "" }

func (a Affix) write(b *buf, kind string) {
	b.raw("<div")
	b.attr("class", class("nhsuk-input-wrapper__"+kind, a.Classes).String())
	b.raw(` aria-hidden="true"`)
	b.attrs(a.Attributes)
	b.raw(">")
	b.content(a.Text, a.Markup)
	b.raw("</div>")
}

// Input is a single line of text.
type Input struct {
	Label          Label
	Hint           Hint
	Error          ErrorMessage
	Invalid        bool   // in error, the message stands elsewhere
	ID             string // the name when left out
	Name           string
	Value          string
	Type           string // text when left out
	Width          int    // characters: 2, 3, 4, 5, 10, 20 or 30
	Prefix, Suffix Affix
	Large          bool
	Code           bool // digits and capitals set apart
	Disabled       bool
	Spellcheck     Toggle
	InputMode      string
	Autocomplete   string
	Autocapitalize string
	Pattern        string
	Placeholder    string
	DescribedBy    string // ids
	Wrapper        Wrapper
	FormGroup      FormGroup
	Classes        string
	Attributes     Attrs
}

func (i Input) wrong() bool { return i.Invalid || !i.Error.empty() }

func (i Input) write(b *buf) {
	id := or(i.ID, i.Name)
	n := note(id, i.Hint, i.Error)
	i.FormGroup.open(b, "nhsuk-form-group", i.wrong())
	i.Label.forControl(id).write(b)
	n.write(b)
	wrapped := !i.Prefix.empty() || !i.Suffix.empty() || i.FormGroup.Before != "" || i.FormGroup.After != "" || i.Wrapper.used()
	if wrapped {
		b.raw("<div")
		// The large modifier follows the input's own classes, not the wrapper's.
		large := i.Large && !strings.Contains(i.Classes, "nhsuk-input--large")
		b.attr("class", class("nhsuk-input-wrapper", i.Wrapper.Classes).force("nhsuk-input-wrapper--large", large).String())
		b.attrs(i.Wrapper.Attributes)
		b.raw(">")
		b.markup(i.FormGroup.Before)
		if !i.Prefix.empty() {
			i.Prefix.write(b, "prefix")
		}
	}
	i.control(b, id, n.describe(i.DescribedBy))
	if wrapped {
		if !i.Suffix.empty() {
			i.Suffix.write(b, "suffix")
		}
		b.markup(i.FormGroup.After)
		b.raw("</div>")
	}
	b.raw("</div>")
}

// control writes the input element itself.
func (i Input) control(b *buf, id, describedBy string) {
	c := class("nhsuk-input", i.Classes).
		add("nhsuk-input--large", i.Large).
		add("nhsuk-input--code", i.Code).
		force("nhsuk-input--error", i.wrong())
	switch i.Width {
	case 2, 3, 4, 5, 10, 20, 30:
		if !strings.Contains(i.Classes, "nhsuk-input--width-") {
			c.add("nhsuk-input--width-"+strconv.Itoa(i.Width), true)
		}
	}
	b.raw("<input")
	b.attr("class", c.String())
	b.attr("id", id)
	b.attr("name", i.Name)
	b.attr("type", or(i.Type, "text"))
	b.opt("spellcheck", i.Spellcheck.String())
	b.opt("value", i.Value)
	b.flag("disabled", i.Disabled)
	b.opt("aria-describedby", describedBy)
	b.opt("autocomplete", i.Autocomplete)
	b.opt("autocapitalize", i.Autocapitalize)
	b.opt("pattern", i.Pattern)
	b.opt("placeholder", i.Placeholder)
	b.opt("inputmode", i.InputMode)
	b.attrs(i.Attributes)
	b.raw(">")
}

// HTML gives the markup.
func (i Input) HTML() template.HTML {
	var b buf
	i.write(&b)
	return b.html()
}

// Textarea is text of several lines.
type Textarea struct {
	Label        Label
	Hint         Hint
	Error        ErrorMessage
	Invalid      bool   // in error, the message stands elsewhere
	ID           string // the name when left out
	Name         string
	Value        string
	Rows         int // 5 when left out
	Disabled     bool
	Spellcheck   Toggle
	Autocomplete string
	DescribedBy  string // ids
	FormGroup    FormGroup
	Classes      string
	Attributes   Attrs
}

func (t Textarea) write(b *buf) {
	id := or(t.ID, t.Name)
	wrong := t.Invalid || !t.Error.empty()
	n := note(id, t.Hint, t.Error)
	t.FormGroup.open(b, "nhsuk-form-group", wrong)
	t.Label.forControl(id).write(b)
	n.write(b)
	b.markup(t.FormGroup.Before)
	b.raw("<textarea")
	b.attr("class", class("nhsuk-textarea", t.Classes).force("nhsuk-textarea--error", wrong).String())
	b.attr("id", id)
	b.attr("name", t.Name)
	rows := t.Rows
	if rows == 0 {
		rows = 5
	}
	b.number("rows", rows)
	b.opt("spellcheck", t.Spellcheck.String())
	b.flag("disabled", t.Disabled)
	b.opt("aria-describedby", n.describe(t.DescribedBy))
	b.opt("autocomplete", t.Autocomplete)
	b.attrs(t.Attributes)
	b.raw(">")
	if strings.HasPrefix(t.Value, "\n") {
		b.raw("\n") // a browser drops the first line break of a textarea
	}
	b.text(t.Value)
	b.raw("</textarea>")
	b.markup(t.FormGroup.After)
	b.raw("</div>")
}

// HTML gives the markup.
func (t Textarea) HTML() template.HTML {
	var b buf
	t.write(&b)
	return b.html()
}
