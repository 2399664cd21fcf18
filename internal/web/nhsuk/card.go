package nhsuk

import "html/template"

// Action is a link or button beside a card's heading or a summary row. Say in
// HiddenText what it acts on: "Change" alone tells nobody anything.
type Action struct {
	Text        string
	Markup      template.HTML
	HiddenText  string // added for screen readers
	Href        string
	Type        string // makes it a button
	Name, Value string // of the button
	ID          string
	Classes     string
	Attributes  Attrs
}

// write writes the action; about is the heading of the card that it is in.
func (a Action) write(b *buf, about Heading) {
	element := "button"
	if a.Href != "" && a.Type == "" {
		element = "a"
	}
	b.raw("<", element)
	b.attr("class", class("nhsuk-link", a.Classes).String())
	b.opt("id", a.ID)
	if element == "button" {
		b.opt("name", a.Name)
		b.attr("type", or(a.Type, "submit"))
		b.opt("value", a.Value)
	} else {
		b.href("href", a.Href)
	}
	b.attrs(a.Attributes)
	b.raw(">")
	b.content(a.Text, a.Markup)
	if a.HiddenText != "" || !about.empty() {
		b.raw(`<span class="nhsuk-u-visually-hidden">`)
		if a.HiddenText != "" {
			b.text(" " + a.HiddenText)
		}
		if !about.empty() {
			b.raw(" (")
			b.content(about.Text, about.Markup)
			b.raw(")")
		}
		b.raw("</span>")
	}
	b.raw("</", element, ">")
}

// CardImage is the picture of a card.
type CardImage struct {
	Src    string
	Alt    string
	Markup template.HTML // instead of Src
}

// Card is a box with a heading. With Href and Clickable the whole box is a
// link. The variants NonUrgent, Urgent and Emergency are care cards.
type Card struct {
	Heading            Heading // level 2 when left out; Heading.Markup stands for the whole heading
	Text               string  // in a paragraph
	Markup             template.HTML
	Href               string
	Clickable          bool
	Variant            CardVariant
	Image              CardImage
	Actions            []Action
	ActionsClasses     string
	DescriptionClasses string
	ID                 string
	Classes            string
	Attributes         Attrs
}

func (c Card) write(b *buf) {
	care := c.Variant >= CardNonUrgent && !c.Heading.empty()
	name := class("nhsuk-card", c.Classes).force("nhsuk-card--clickable", c.Clickable)
	if c.Variant != CardBasic && c.Variant < CardNonUrgent {
		named := false
		for v := CardFeature; v < CardNonUrgent; v++ {
			named = named || containsClass(c.Classes, "nhsuk-card--"+v.String())
		}
		name.add("nhsuk-card--"+c.Variant.String(), !named)
	}
	name.force("nhsuk-card--care nhsuk-card--care--"+c.Variant.String(), care && !containsClass(c.Classes, "nhsuk-card--care--"))

	b.raw("<div")
	b.attr("class", name.String())
	b.opt("id", c.ID)
	b.attrs(c.Attributes)
	b.raw(">")
	switch {
	case c.Image.Markup != "":
		b.markup(c.Image.Markup)
	case c.Image.Src != "":
		b.raw(`<img class="nhsuk-card__img"`)
		b.href("src", c.Image.Src)
		b.attr("alt", c.Image.Alt)
		b.raw(">")
	}
	above := care || len(c.Actions) > 0
	if above {
		b.raw(`<div class="nhsuk-card__heading-container">`)
		c.writeHeading(b, care, name.String())
		c.writeActions(b)
		b.raw("</div>")
	}
	b.raw("<div")
	b.attr("class", join("nhsuk-card__content", c.DescriptionClasses))
	b.raw(">")
	if !above {
		c.writeHeading(b, false, name.String())
	}
	switch {
	case c.Markup != "":
		b.markup(c.Markup)
	case c.Text != "":
		b.raw(`<p class="nhsuk-card__description">`)
		b.text(c.Text)
		b.raw("</p>")
	}
	if containsClass(name.String(), "nhsuk-card--primary") {
		IconChevronRightCircle.write(b)
	}
	b.raw("</div></div>")
}

// writeHeading writes the heading: a link, a care card's with its urgency, or
// plain.
func (c Card) writeHeading(b *buf, care bool, name string) {
	h := c.Heading.level(2)
	hidden := h.HiddenText
	if care && hidden == "" {
		switch c.Variant {
		case CardEmergency:
			hidden = "Immediate action required"
		case CardUrgent:
			hidden = "Urgent advice"
		default:
			hidden = "Non-urgent advice"
		}
	}
	if h.Text != "" {
		h.HiddenText = ""
		h.writeAs(b, styled("nhsuk-card__heading", "nhsuk-heading-"), func(b *buf) {
			switch {
			case c.Href != "" && !containsClass(name, "nhsuk-card--feature"):
				b.raw(`<a class="nhsuk-card__link"`)
				b.href("href", c.Href)
				b.raw(">")
				b.text(h.Text)
				b.raw("</a>")
			case hidden != "":
				b.raw(`<span role="text">`)
				b.hidden(hidden + ": ")
				b.text(h.Text)
				b.raw("</span>")
			default:
				b.text(h.Text)
			}
		})
	}
	b.markup(h.Markup)
	if care {
		b.raw(`<span class="nhsuk-card--care__arrow" aria-hidden="true"></span>`)
	}
}

func (c Card) writeActions(b *buf) {
	switch len(c.Actions) {
	case 0:
	case 1:
		b.raw("<div")
		b.attr("class", join("nhsuk-card__actions", c.ActionsClasses))
		b.raw(">")
		c.Actions[0].write(b, c.Heading)
		b.raw("</div>")
	default:
		b.raw("<ul")
		b.attr("class", join("nhsuk-card__actions", c.ActionsClasses))
		b.raw(">")
		for _, a := range c.Actions {
			b.raw(`<li class="nhsuk-card__action">`)
			a.write(b, c.Heading)
			b.raw("</li>")
		}
		b.raw("</ul>")
	}
}

// HTML gives the markup.
func (c Card) HTML() template.HTML {
	var b buf
	c.write(&b)
	return b.html()
}
