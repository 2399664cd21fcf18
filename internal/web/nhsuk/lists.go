package nhsuk

import (
	"html/template"
	"strconv"
)

// Tag is the state of something: an adjective, never a link.
type Tag struct {
	Text       string
	Markup     template.HTML
	Colour     TagColour
	NoBorder   bool
	ID         string
	Classes    string
	Attributes Attrs
}

func (t Tag) write(b *buf) {
	c := class("nhsuk-tag", t.Classes)
	if t.Colour != TagDefault {
		named := false
		for v := TagWhite; v < TagNoColour; v++ {
			named = named || containsClass(t.Classes, "nhsuk-tag--"+v.String())
		}
		c.add("nhsuk-tag--"+t.Colour.String(), !named || t.Colour == TagNoColour)
	}
	c.add("nhsuk-tag--no-border", t.NoBorder)
	b.raw("<strong")
	b.attr("class", c.String())
	b.opt("id", t.ID)
	b.attrs(t.Attributes)
	b.raw(">")
	b.content(t.Text, t.Markup)
	b.raw("</strong>")
}

// HTML gives the markup.
func (t Tag) HTML() template.HTML {
	var b buf
	t.write(&b)
	return b.html()
}

// Task is one part of a long form. A finished one says "Completed" as plain
// text in Status, an unfinished one has a Tag.
type Task struct {
	Text           string
	Markup         template.HTML
	HiddenText     string
	Hint           string
	HintMarkup     template.HTML
	Href           string // none while the task can't be started
	Status         string
	StatusMarkup   template.HTML
	Tag            *Tag // instead of Status
	StatusClasses  string
	HeadingClasses string
	Classes        string
	Attributes     Attrs // of the name
}

// TaskList shows the parts of a long form, which can be done in any order. An
// item without a text is left out; the ids of the others stay as they are.
type TaskList struct {
	Items      []Task
	IDPrefix   string // "task-list" when left out
	ID         string
	Classes    string
	Attributes Attrs
}

// HTML gives the markup.
func (l TaskList) HTML() template.HTML {
	var b buf
	b.raw("<ul")
	b.attr("class", class("nhsuk-task-list", l.Classes).String())
	b.opt("id", l.ID)
	b.attrs(l.Attributes)
	b.raw(">")
	for i, t := range l.Items {
		if t.Text == "" && t.Markup == "" {
			continue
		}
		t.write(&b, or(l.IDPrefix, "task-list")+"-"+strconv.Itoa(i+1))
	}
	b.raw("</ul>")
	return b.html()
}

func (t Task) write(b *buf, id string) {
	h := Heading{Text: t.Text, Markup: t.Markup, HiddenText: t.HiddenText, Element: "div", Classes: t.HeadingClasses}
	name := ""
	item := class("nhsuk-task-list__item", t.Classes)
	if t.Href != "" {
		item.force("nhsuk-task-list__item--with-link", true)
		name = "nhsuk-task-list__link"
		h.Element, h.Classes = "a", join("nhsuk-link", t.HeadingClasses)
		describedBy := id + "-status"
		if t.Hint != "" || t.HintMarkup != "" {
			describedBy = id + "-hint " + describedBy
		}
		h.Attributes = Attrs{{"href", SafeURL(t.Href)}, {"aria-describedby", describedBy}}
	}
	h.Attributes = append(h.Attributes, t.Attributes...)

	b.raw("<li")
	b.attr("class", item.String())
	b.raw(`><div class="nhsuk-task-list__name-and-hint">`)
	h.writeAs(b, styled(name, name+"-"), nil)
	if t.Hint != "" || t.HintMarkup != "" {
		b.raw(`<div class="nhsuk-task-list__hint"`)
		b.attr("id", id+"-hint")
		b.raw(">")
		b.content(t.Hint, t.HintMarkup)
		b.raw("</div>")
	}
	b.raw("</div><div")
	b.attr("class", join("nhsuk-task-list__status", t.StatusClasses))
	b.attr("id", id+"-status")
	b.raw(">")
	if t.Tag != nil {
		t.Tag.write(b)
	} else {
		b.content(t.Status, t.StatusMarkup)
	}
	b.raw("</div></li>")
}

// Tab is one panel with its tab.
type Tab struct {
	Label           string
	Text            string // in a paragraph
	Markup          template.HTML
	ID              string // made from the tabs' when left out
	Attributes      Attrs
	PanelAttributes Attrs
}

// Tabs shows one panel at a time. Without JavaScript all are shown.
type Tabs struct {
	Items      []Tab
	HiddenText string // the heading without JavaScript; "Contents" when left out
	IDPrefix   string // the id when left out
	ID         string
	Classes    string
	Attributes Attrs
}

// HTML gives the markup.
func (t Tabs) HTML() template.HTML {
	var b buf
	id := func(i int) string {
		return or(t.Items[i].ID, or(t.IDPrefix, t.ID)+"-"+strconv.Itoa(i+1))
	}
	b.raw("<div")
	b.attr("class", class("nhsuk-tabs", t.Classes).String())
	b.opt("id", t.ID)
	b.attr("data-module", "nhsuk-tabs")
	b.attrs(t.Attributes)
	b.raw(`><h2 class="nhsuk-tabs__heading">`)
	b.text(or(t.HiddenText, "Contents"))
	b.raw("</h2>")
	if len(t.Items) > 0 {
		b.raw(`<ul class="nhsuk-tabs__list">`)
		for i, item := range t.Items {
			b.raw("<li")
			b.attr("class", class("nhsuk-tabs__list-item", "").add("nhsuk-tabs__list-item--selected", i == 0).String())
			b.raw(`><a class="nhsuk-tabs__tab"`)
			b.attr("href", "#"+id(i))
			b.attrs(item.Attributes)
			b.raw(">")
			b.text(item.Label)
			b.raw("</a></li>")
		}
		b.raw("</ul>")
	}
	for i, item := range t.Items {
		b.raw("<div")
		b.attr("class", class("nhsuk-tabs__panel", "").add("nhsuk-tabs__panel--hidden", i > 0).String())
		b.attr("id", id(i))
		b.attrs(item.PanelAttributes)
		b.raw(">")
		switch {
		case item.Markup != "":
			b.markup(item.Markup)
		case item.Text != "":
			b.raw("<p>")
			b.text(item.Text)
			b.raw("</p>")
		}
		b.raw("</div>")
	}
	b.raw("</div>")
	return b.html()
}

// ListItem is one thing to do or not to do.
type ListItem struct {
	Text   string
	Markup template.HTML
}

// DoDontList lists what to do or, with Dont, what not to do.
type DoDontList struct {
	Heading    Heading // level 3 when left out
	Dont       bool
	Items      []ListItem
	PrefixText string // before each item; "do not" for a list of don'ts
	HidePrefix bool
	ID         string
	Classes    string
	Attributes Attrs
}

// HTML gives the markup.
func (l DoDontList) HTML() template.HTML {
	var b buf
	icon := IconTick
	prefix := l.PrefixText
	if l.Dont {
		icon = IconCross
		prefix = or(prefix, "do not")
	}
	if l.HidePrefix {
		prefix = ""
	}
	b.raw(`<ul class="nhsuk-list nhsuk-list--`, icon.String(), `" role="list">`)
	for _, item := range l.Items {
		b.raw("<li>")
		icon.write(&b)
		if prefix != "" {
			b.text(prefix + " ")
		}
		b.content(item.Text, item.Markup)
		b.raw("</li>")
	}
	b.raw("</ul>")
	return Card{
		Heading: l.Heading.level(3), Markup: b.html(), Variant: CardFeature,
		ID: l.ID, Classes: l.Classes, Attributes: l.Attributes,
	}.HTML()
}
