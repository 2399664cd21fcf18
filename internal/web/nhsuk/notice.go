package nhsuk

import "html/template"

// InsetText sets information apart from the text around it.
type InsetText struct {
	Text       string // in a paragraph
	Markup     template.HTML
	HiddenText string // "Information" when left out
	ID         string
	Classes    string
	Attributes Attrs
}

// HTML gives the markup.
func (t InsetText) HTML() template.HTML {
	var b buf
	b.raw("<div")
	b.attr("class", class("nhsuk-inset-text", t.Classes).String())
	b.opt("id", t.ID)
	b.attrs(t.Attributes)
	b.raw(">")
	b.hidden(or(t.HiddenText, "Information") + ": ")
	if t.Markup != "" {
		b.markup(t.Markup)
	} else if t.Text != "" {
		b.raw("<p>")
		b.text(t.Text)
		b.raw("</p>")
	}
	b.raw("</div>")
	return b.html()
}

// WarningCallout is for a warning that matters clinically.
type WarningCallout struct {
	Heading    Heading // level 3 when left out; "Important" is read out before it
	Text       string  // in a paragraph
	Markup     template.HTML
	Actions    []Action
	ID         string
	Classes    string
	Attributes Attrs
}

// HTML gives the markup.
func (w WarningCallout) HTML() template.HTML {
	h := w.Heading.level(3)
	if h.Text == "" || containsClass(h.Text, "Important") || containsClass(h.Text, "important") {
		h.HiddenText = ""
	} else {
		h.HiddenText = or(h.HiddenText, "Important")
	}
	return Card{
		Heading: h, Text: w.Text, Markup: w.Markup, Actions: w.Actions, Variant: CardWarning,
		ID: w.ID, Classes: w.Classes, Attributes: w.Attributes,
	}.HTML()
}

// NotificationBanner tells about something that is not the page's own
// content; with Success, that what was asked for is done. One a page.
type NotificationBanner struct {
	Title            Heading // "Important" or "Success" when left out, level 2
	Heading          Heading // level 3
	Text             string
	Markup           template.HTML
	Success          bool
	Role             string // alert for success, else region
	DisableAutoFocus bool
	ID               string
	Classes          string
	Attributes       Attrs
}

// HTML gives the markup.
func (n NotificationBanner) HTML() template.HTML {
	var b buf
	role, title := "region", n.Title.level(2)
	if n.Success {
		role = "alert"
	}
	title.ID = or(title.ID, "nhsuk-notification-banner-title")
	if title.empty() {
		title.Text = "Important"
		if n.Success {
			title.Text = "Success"
		}
	}
	b.raw("<div")
	c := join("nhsuk-notification-banner", n.Classes)
	b.attr("class", class(c, "").force("nhsuk-notification-banner--success",
		n.Success && !containsClass(c, "nhsuk-notification-banner--success")).String())
	b.opt("id", n.ID)
	b.attr("data-module", "nhsuk-notification-banner")
	if n.DisableAutoFocus {
		b.attr("data-disable-auto-focus", "true")
	}
	b.attr("role", or(n.Role, role))
	b.attr("aria-labelledby", title.ID)
	b.attrs(n.Attributes)
	b.raw(`><div class="nhsuk-notification-banner__header">`)
	title.writeAs(&b, styled("nhsuk-notification-banner__title", "nhsuk-notification-banner__title-"), nil)
	b.raw(`</div><div class="nhsuk-notification-banner__content">`)
	n.Heading.level(3).writeAs(&b, styled("nhsuk-notification-banner__heading", "nhsuk-notification-banner__heading-"), nil)
	switch {
	case n.Markup != "":
		b.markup(n.Markup)
	case n.Text != "" && n.Heading.empty():
		b.raw(`<p class="nhsuk-notification-banner__heading">`)
		b.text(n.Text)
		b.raw("</p>")
	case n.Text != "":
		b.raw(`<p class="nhsuk-body">`)
		b.text(n.Text)
		b.raw("</p>")
	}
	b.raw("</div></div>")
	return b.html()
}

// Panel confirms that something is finished; with Interruption it makes
// people stop before something that matters.
type Panel struct {
	Heading      Heading // M to XL
	Text         string
	Markup       template.HTML
	Interruption bool
	ID           string
	Classes      string
	Attributes   Attrs
}

// HTML gives the markup.
func (p Panel) HTML() template.HTML {
	var b buf
	b.raw("<div")
	b.attr("class", class("nhsuk-panel", p.Classes).add("nhsuk-panel--interruption", p.Interruption).String())
	b.opt("id", p.ID)
	b.attrs(p.Attributes)
	b.raw(">")
	p.Heading.writeAs(&b, headingStyle{"nhsuk-panel__heading", "nhsuk-panel__heading--", SizeM, SizeXL}, nil)
	if p.Text != "" || p.Markup != "" {
		b.raw(`<div class="nhsuk-panel__body">`)
		b.content(p.Text, p.Markup)
		b.raw("</div>")
	}
	b.raw("</div>")
	return b.html()
}

// Details hides what only some people need behind a link, or with Expander
// behind a box.
type Details struct {
	Summary           string
	SummaryMarkup     template.HTML
	SummaryClasses    string
	SummaryAttributes Attrs
	Text              string
	Markup            template.HTML
	Open              bool
	Expander          bool
	Reverse           bool // on a dark background
	ID                string
	Classes           string
	Attributes        Attrs
}

// HTML gives the markup.
func (d Details) HTML() template.HTML {
	var b buf
	b.raw("<details")
	b.attr("class", class("nhsuk-details", d.Classes).
		add("nhsuk-expander", d.Expander).
		add("nhsuk-details--reverse", d.Reverse).String())
	b.opt("id", d.ID)
	b.attrs(d.Attributes)
	b.flag("open", d.Open)
	b.raw("><summary")
	b.attr("class", join("nhsuk-details__summary", d.SummaryClasses))
	b.attrs(d.SummaryAttributes)
	b.raw(`><span class="nhsuk-details__summary-text">`)
	b.content(d.Summary, d.SummaryMarkup)
	b.raw(`</span></summary><div class="nhsuk-details__text">`)
	b.content(d.Text, d.Markup)
	b.raw("</div></details>")
	return b.html()
}

// ErrorItem is one thing that is wrong, with a link to its control.
type ErrorItem struct {
	Text       string
	Markup     template.HTML
	Href       string // "#" and the id of the control
	Attributes Attrs
}

// ErrorSummary stands at the top of the page and lists what is wrong. It
// takes the focus.
type ErrorSummary struct {
	Heading           Heading // "There is a problem" when left out
	Description       string
	DescriptionMarkup template.HTML
	Items             []ErrorItem
	DisableAutoFocus  bool
	ID                string
	Classes           string
	Attributes        Attrs
}

// HTML gives the markup.
func (s ErrorSummary) HTML() template.HTML {
	var b buf
	b.raw("<div")
	b.attr("class", class("nhsuk-error-summary", s.Classes).String())
	b.opt("id", s.ID)
	b.attr("data-module", "nhsuk-error-summary")
	if s.DisableAutoFocus {
		b.attr("data-disable-auto-focus", "true")
	}
	b.attrs(s.Attributes)
	b.raw(`><div role="alert">`)
	h := s.Heading
	if h.empty() {
		h.Text = "There is a problem"
	}
	h.Level = 2
	h.writeAs(&b, styled("nhsuk-error-summary__heading", "nhsuk-error-summary__heading-"), nil)
	b.raw(`<div class="nhsuk-error-summary__body">`)
	if s.Description != "" || s.DescriptionMarkup != "" {
		b.raw("<p>")
		b.content(s.Description, s.DescriptionMarkup)
		b.raw("</p>")
	}
	if len(s.Items) > 0 {
		b.raw(`<ul class="nhsuk-list nhsuk-error-summary__list">`)
		for _, item := range s.Items {
			b.raw("<li>")
			if item.Href != "" {
				b.raw("<a")
				b.href("href", item.Href)
				b.attrs(item.Attributes)
				b.raw(">")
				b.content(item.Text, item.Markup)
				b.raw("</a>")
			} else {
				b.content(item.Text, item.Markup)
			}
			b.raw("</li>")
		}
		b.raw("</ul>")
	}
	b.raw("</div></div></div>")
	return b.html()
}
