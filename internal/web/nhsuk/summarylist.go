package nhsuk

import "html/template"

// SummaryRow is one fact: what it is, what it says, and what can be done.
// A fact that is not known is said to be so ("Not recorded"), never left out.
type SummaryRow struct {
	Key          string
	KeyMarkup    template.HTML
	KeyWidth     string // such as "one-half"
	KeyClasses   string
	Value        string
	ValueMarkup  template.HTML
	ValueWidth   string
	ValueClasses string

	Actions        []Action
	ActionsWidth   string
	ActionsClasses string

	NoBorder   bool
	ID         string
	Classes    string
	Attributes Attrs
}

// SummaryList shows facts as pairs of key and value.
type SummaryList struct {
	Rows            []SummaryRow
	Markup          template.HTML // rows written by the caller, instead of Rows
	Card            *Card         // puts the list into a card
	NoBorder        bool
	NoLastRowBorder bool
	ID              string
	Classes         string
	Attributes      Attrs
}

// HTML gives the markup.
func (l SummaryList) HTML() template.HTML {
	var b buf
	b.raw("<dl")
	c := class("nhsuk-summary-list", l.Classes)
	switch {
	case l.NoBorder && !containsClass(l.Classes, "nhsuk-summary-list--no-border"):
		c.force("nhsuk-summary-list--no-border", true)
	case l.NoLastRowBorder:
		c.add("nhsuk-summary-list--no-last-row-border", true)
	}
	b.attr("class", c.String())
	b.opt("id", l.ID)
	b.attrs(l.Attributes)
	b.raw(">")
	if l.Markup != "" {
		b.markup(l.Markup)
	} else {
		actions := false
		for _, r := range l.Rows {
			actions = actions || len(r.Actions) > 0
		}
		for i, r := range l.Rows {
			l.writeRow(&b, r, actions, i == len(l.Rows)-1)
		}
	}
	b.raw("</dl>")
	if l.Card != nil {
		card := *l.Card
		card.Markup = b.html()
		return card.HTML()
	}
	return b.html()
}

func (l SummaryList) writeRow(b *buf, r SummaryRow, actions, last bool) {
	var about Heading
	if l.Card != nil {
		about = l.Card.Heading
	}
	without := r.NoBorder &&
		!containsClass(l.Classes, "nhsuk-summary-list--no-border") &&
		!containsClass(l.Classes, "nhsuk-summary-list--no-last-row-border") &&
		(!l.NoLastRowBorder || !last)
	b.raw("<div")
	b.attr("class", class("nhsuk-summary-list__row", r.Classes).
		force("nhsuk-summary-list__row--no-actions", actions && len(r.Actions) == 0).
		add("nhsuk-summary-list__row--no-border", without).String())
	b.opt("id", r.ID)
	b.attrs(r.Attributes)
	b.raw("><dt")
	b.attr("class", widened("nhsuk-summary-list__key", r.KeyWidth, r.KeyClasses))
	b.raw(">")
	b.content(r.Key, r.KeyMarkup)
	b.raw("</dt><dd")
	b.attr("class", widened("nhsuk-summary-list__value", r.ValueWidth, r.ValueClasses))
	b.raw(">")
	b.content(r.Value, r.ValueMarkup)
	b.raw("</dd>")
	if len(r.Actions) > 0 {
		b.raw("<dd")
		b.attr("class", widened("nhsuk-summary-list__actions", r.ActionsWidth, r.ActionsClasses))
		b.raw(">")
		if len(r.Actions) == 1 {
			r.Actions[0].write(b, about)
		} else {
			b.raw(`<ul class="nhsuk-summary-list__actions-list">`)
			for _, a := range r.Actions {
				b.raw(`<li class="nhsuk-summary-list__actions-list-item">`)
				a.write(b, about)
				b.raw("</li>")
			}
			b.raw("</ul>")
		}
		b.raw("</dd>")
	}
	b.raw("</div>")
}

// widened gives a class with a width such as "one-half" and the caller's own.
func widened(base, width, own string) string {
	return class(base, own).add("nhsuk-u-width-"+width, width != "").String()
}
