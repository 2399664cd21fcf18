package nhsuk

import "html/template"

// linkOrButton is what action links and back links have in common.
type linkOrButton struct {
	base, href, kind, target, id, own string
	reverse                           bool
	attributes                        Attrs
}

// write writes the element around inner: a link when there is an address and
// no type, else a button.
func (l linkOrButton) write(b *buf, inner func()) {
	element := "button"
	if l.href != "" && l.kind == "" {
		element = "a"
	}
	b.raw("<", element)
	b.attr("class", class(l.base, l.own).add(l.base+"--reverse", l.reverse).String())
	b.opt("id", l.id)
	if element == "button" {
		b.attr("type", or(l.kind, "submit"))
	} else {
		b.href("href", l.href)
		b.opt("target", l.target)
	}
	b.attrs(l.attributes)
	b.raw(">")
	inner()
	b.raw("</", element, ">")
}

// ActionLink is a prominent link with an arrow that starts something.
type ActionLink struct {
	Text       string
	Markup     template.HTML
	Href       string
	Type       string // makes it a button
	NewWindow  bool
	Reverse    bool // on a dark background
	ID         string
	Classes    string
	Attributes Attrs
}

// HTML gives the markup.
func (l ActionLink) HTML() template.HTML {
	var b buf
	shell := linkOrButton{"nhsuk-action-link", l.Href, l.Type, "", l.ID, l.Classes, l.Reverse, l.Attributes}
	if l.NewWindow {
		shell.target = "_blank"
	}
	shell.write(&b, func() {
		IconArrowRightCircle.write(&b)
		b.raw(`<span class="nhsuk-action-link__text">`)
		b.content(l.Text, l.Markup)
		b.raw("</span>")
	})
	return b.html()
}

// BackLink leads to the page before.
type BackLink struct {
	Text       string // "Back" when left out
	Markup     template.HTML
	HiddenText string // before the text, for screen readers
	Href       string
	Type       string // makes it a button
	Reverse    bool   // on a dark background
	ID         string
	Classes    string
	Attributes Attrs
}

func (l BackLink) write(b *buf) {
	shell := linkOrButton{"nhsuk-back-link", l.Href, l.Type, "", l.ID, l.Classes, l.Reverse, l.Attributes}
	shell.write(b, func() {
		if l.HiddenText != "" {
			b.hidden(l.HiddenText + " ")
		}
		b.content(or(l.Text, "Back"), l.Markup)
	})
}

// HTML gives the markup.
func (l BackLink) HTML() template.HTML {
	var b buf
	l.write(&b)
	return b.html()
}

// Crumb is one page above the present one.
type Crumb struct {
	Text       string
	Markup     template.HTML
	Href       string
	Attributes Attrs
}

// Breadcrumb leads from the home page to the page above the present one. On
// a small screen it is a link back to the last of them.
type Breadcrumb struct {
	Items      []Crumb
	Back       BackLink // changes the link for small screens
	AriaLabel  string   // "Breadcrumb" when left out
	Reverse    bool     // on a dark background
	ID         string
	Classes    string
	Attributes Attrs
}

// HTML gives the markup.
func (c Breadcrumb) HTML() template.HTML {
	var b buf
	b.raw("<nav")
	b.attr("class", class("nhsuk-breadcrumb", c.Classes).add("nhsuk-breadcrumb--reverse", c.Reverse).String())
	b.opt("id", c.ID)
	b.attr("aria-label", or(c.AriaLabel, "Breadcrumb"))
	b.attrs(c.Attributes)
	b.raw(`><ol class="nhsuk-breadcrumb__list">`)
	var last Crumb
	for _, item := range c.Items {
		last = item
		if item.Href == "" {
			continue
		}
		b.raw(`<li class="nhsuk-breadcrumb__list-item"><a class="nhsuk-breadcrumb__link"`)
		b.href("href", item.Href)
		b.attrs(item.Attributes)
		b.raw(">")
		b.content(item.Text, item.Markup)
		b.raw("</a></li>")
	}
	b.raw("</ol>")
	back := c.Back
	back.HiddenText = or(back.HiddenText, "Back to")
	if back.Text == "" && back.Markup == "" {
		back.Text = last.Text
	}
	back.Href = or(back.Href, last.Href)
	back.Reverse = back.Reverse || c.Reverse
	if back.Attributes == nil {
		back.Attributes = last.Attributes
	}
	back.write(&b)
	b.raw("</nav>")
	return b.html()
}

// SkipLink leads past the header to the main content.
type SkipLink struct {
	Text       string // "Skip to main content" when left out
	Markup     template.HTML
	Href       string // "#maincontent" when left out
	ID         string
	Classes    string
	Attributes Attrs
}

// HTML gives the markup.
func (l SkipLink) HTML() template.HTML {
	var b buf
	b.raw("<a")
	b.attr("class", class("nhsuk-skip-link", l.Classes).String())
	b.opt("id", l.ID)
	b.attr("data-module", "nhsuk-skip-link")
	b.href("href", or(l.Href, "#maincontent"))
	b.attrs(l.Attributes)
	b.raw(">")
	b.content(or(l.Text, "Skip to main content"), l.Markup)
	b.raw("</a>")
	return b.html()
}

// Content is one page of a ContentsList.
type Content struct {
	Text       string
	Markup     template.HTML
	Href       string
	Current    bool
	Items      []Content // pages below this one
	Classes    string
	Attributes Attrs
}

// ContentsList lists the pages of a guide.
type ContentsList struct {
	Items      []Content
	HiddenText string // the heading for screen readers; "Contents" when left out
	AriaLabel  string // "Pages in this guide" when left out
	ID         string
	Classes    string
	Attributes Attrs
}

// HTML gives the markup.
func (l ContentsList) HTML() template.HTML {
	var b buf
	b.raw("<nav")
	b.attr("class", class("nhsuk-contents-list", l.Classes).String())
	b.opt("id", l.ID)
	b.raw(` role="navigation"`)
	b.attr("aria-label", or(l.AriaLabel, "Pages in this guide"))
	b.attrs(l.Attributes)
	b.raw(`><h2 class="nhsuk-u-visually-hidden">`)
	b.text(or(l.HiddenText, "Contents"))
	b.raw("</h2>")
	writeContents(&b, l.Items)
	b.raw("</nav>")
	return b.html()
}

func writeContents(b *buf, items []Content) {
	b.raw(`<ol class="nhsuk-contents-list__list">`)
	for _, item := range items {
		b.raw(`<li class="nhsuk-contents-list__item"`)
		if item.Current {
			b.raw(` aria-current="page"><span`)
			b.attr("class", class("nhsuk-contents-list__current", item.Classes).String())
		} else {
			b.raw(`><a`)
			b.attr("class", class("nhsuk-contents-list__link", item.Classes).String())
			b.href("href", item.Href)
		}
		b.attrs(item.Attributes)
		b.raw(">")
		b.content(item.Text, item.Markup)
		if item.Current {
			b.raw("</span>")
		} else {
			b.raw("</a>")
		}
		if len(item.Items) > 0 {
			writeContents(b, item.Items)
		}
		b.raw("</li>")
	}
	b.raw("</ol>")
}
