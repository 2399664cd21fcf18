package nhsuk

import "html/template"

// Button sends a form; with an Href and no Type it is a link that looks like
// a button. Its words are a verb.
type Button struct {
	Text               string
	Markup             template.HTML
	Href               string
	Name, Value        string
	Type               string // submit when left out
	Variant            ButtonVariant
	Small              bool
	Icon               Icon
	IconEnd            bool // the icon after the text instead of before it
	Disabled           bool
	PreventDoubleClick bool
	AriaLabel          string
	ID                 string
	Classes            string
	Attributes         Attrs
}

func (n Button) write(b *buf) {
	element := "button"
	if n.Href != "" && n.Type == "" {
		element = "a"
	}
	c := class("nhsuk-button", n.Classes)
	if n.Variant != ButtonPrimary {
		named := false
		for v := ButtonSecondary; v <= ButtonLogin; v++ {
			named = named || containsClass(n.Classes, "nhsuk-button--"+v.String())
		}
		c.add("nhsuk-button--"+n.Variant.String(), !named)
	}
	c.add("nhsuk-button--icon", n.Icon != IconNone).add("nhsuk-button--small", n.Small)

	b.raw("<", element)
	b.attr("class", c.String())
	b.opt("id", n.ID)
	if element == "button" {
		b.opt("name", n.Name)
	}
	b.attr("data-module", "nhsuk-button")
	if n.PreventDoubleClick {
		b.attr("data-prevent-double-click", "true")
	}
	if element == "button" {
		b.attr("type", or(n.Type, "submit"))
		b.opt("value", n.Value)
		b.flag("disabled", n.Disabled)
		b.opt("aria-label", n.AriaLabel)
		if n.Disabled {
			b.attr("aria-disabled", "true")
		}
	} else {
		b.href("href", n.Href)
		b.raw(` role="button" draggable="false"`)
		b.opt("aria-label", n.AriaLabel)
	}
	b.attrs(n.Attributes)
	b.raw(">")
	if !n.IconEnd {
		n.Icon.write(b)
	}
	switch {
	case n.Text == "" && n.Markup == "":
	case n.Icon != IconNone:
		b.raw(`<span class="nhsuk-button__content">`)
		b.content(n.Text, n.Markup)
		b.raw("</span>")
	default:
		b.content(n.Text, n.Markup)
	}
	if n.IconEnd {
		n.Icon.write(b)
	}
	b.raw("</", element, ">")
}

// HTML gives the markup.
func (n Button) HTML() template.HTML {
	var b buf
	n.write(&b)
	return b.html()
}

// ButtonGroup sets buttons and links beside each other.
type ButtonGroup struct {
	Items []Component
}

// HTML gives the markup.
func (g ButtonGroup) HTML() template.HTML {
	var b buf
	b.raw(`<div class="nhsuk-button-group">`)
	b.markup(Join(g.Items...))
	b.raw("</div>")
	return b.html()
}
