package nhsuk

import (
	"html/template"
	"slices"
)

// Code is source text, optionally with a button that copies it.
type Code struct {
	Text              string
	Markup            template.HTML
	CopyButton        bool
	Button            Button   // changes the copy button
	CopyButtonClasses []string // instead of the usual look
	CopyButtonText    string
	CopiedButtonText  string
	CopiedText        string // announced to screen readers
	Background        string
	NoBorder          bool
	Reverse           bool // on a dark background
	ID                string
	Classes           string
	Attributes        Attrs
}

// HTML gives the markup.
func (c Code) HTML() template.HTML {
	var b buf
	text := or(c.CopyButtonText, c.Button.Text)
	b.raw("<div")
	b.opt("id", c.ID)
	b.attr("class", class("nhsuk-code", c.Classes).
		force("nhsuk-code--button", c.CopyButton).
		add("nhsuk-code--reverse", c.Reverse).
		force("nhsuk-code--background-"+c.Background, c.Background != "").
		add("nhsuk-code--no-border", c.NoBorder).String())
	b.attrs(slices.Concat(
		i18n("copy-button", text), i18n("copied-button", c.CopiedButtonText), i18n("copied-announcement", c.CopiedText),
	))
	b.attrs(c.Attributes)
	b.raw(` data-module="nhsuk-code">`)
	if c.CopyButton {
		look := c.CopyButtonClasses
		if look == nil {
			look = []string{"nhsuk-button--secondary", "nhsuk-button--small"}
			if c.Reverse {
				look[0] = "nhsuk-button--reverse"
			}
		}
		button := c.Button
		button.Text, button.Markup = or(text, "Copy code"), ""
		button.Type = or(button.Type, "button")
		button.Classes = join(join(look...), "nhsuk-code__button nhsuk-js-code-button", button.Classes)
		button.Attributes = append(Attrs{{"hidden", ""}}, button.Attributes...)
		button.write(&b)
	}
	b.raw(`<pre class="nhsuk-code__container"><code class="nhsuk-code__content">`)
	if c.Markup != "" {
		b.markup(c.Markup) // white space counts here
	} else {
		b.text(c.Text)
	}
	b.raw("</code></pre></div>")
	return b.html()
}
