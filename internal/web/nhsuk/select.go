package nhsuk

import "html/template"

// Option is one choice of a Select.
type Option struct {
	Value       string
	Text        string
	ValueIsText bool // sends the text: the value attribute is left out
	Selected    bool
	Disabled    bool
	Divider     bool // a line instead of a choice
	Attributes  Attrs
}

// Select is a choice from a long list; radios are better for a short one.
type Select struct {
	Label       Label
	Hint        Hint
	Error       ErrorMessage
	Invalid     bool   // in error, the message stands elsewhere
	ID          string // the name when left out
	Name        string
	Value       string // the chosen value; an item's own Selected also counts
	Items       []Option
	Disabled    bool
	DescribedBy string // ids
	Wrapper     Wrapper
	FormGroup   FormGroup
	Classes     string
	Attributes  Attrs
}

// HTML gives the markup.
func (s Select) HTML() template.HTML {
	var b buf
	id := or(s.ID, s.Name)
	wrong := s.Invalid || !s.Error.empty()
	n := note(id, s.Hint, s.Error)
	s.FormGroup.open(&b, "nhsuk-form-group", wrong)
	s.Label.forControl(id).write(&b)
	n.write(&b)
	wrapped := s.FormGroup.Before != "" || s.FormGroup.After != "" || s.Wrapper.used()
	if wrapped {
		b.raw("<div")
		b.attr("class", class("nhsuk-input-wrapper", s.Wrapper.Classes).String())
		b.attrs(s.Wrapper.Attributes)
		b.raw(">")
		b.markup(s.FormGroup.Before)
	}
	b.raw("<select")
	b.attr("class", class("nhsuk-select", s.Classes).force("nhsuk-select--error", wrong).String())
	b.attr("id", id)
	b.attr("name", s.Name)
	b.flag("disabled", s.Disabled)
	b.opt("aria-describedby", n.describe(s.DescribedBy))
	b.attrs(s.Attributes)
	b.raw(">")
	for _, o := range s.Items {
		o.write(&b, s.Value)
	}
	b.raw("</select>")
	if wrapped {
		b.markup(s.FormGroup.After)
		b.raw("</div>")
	}
	b.raw("</div>")
	return b.html()
}

func (o Option) write(b *buf, chosen string) {
	if o.Divider {
		b.raw("<hr>")
		return
	}
	value := o.Value
	b.raw("<option")
	if o.ValueIsText {
		value = o.Text
	} else {
		b.attr("value", value)
	}
	b.flag("selected", o.Selected || chosen != "" && chosen == value)
	b.flag("disabled", o.Disabled)
	b.attrs(o.Attributes)
	b.raw(">")
	b.text(o.Text)
	b.raw("</option>")
}
