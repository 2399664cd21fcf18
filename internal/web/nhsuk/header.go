package nhsuk

import "html/template"

// logo is the lozenge of the NHS.
const logo = `<path fill="currentcolor" d="M200 0v80H0V0h200Zm-27.5 5.5c-14.5 0-29 5-29 22 0 10.2 7.7 13.5 14.7 16.3l.7.3c5.4 2 10.1 3.9 10.1 8.4 0 6.5-8.5 7.5-14 7.5s-12.5-1.5-16-3.5L135 70c5.5 2 13.5 3.5 20 3.5 15.5 0 32-4.5 32-22.5 0-19.5-25.5-16.5-25.5-25.5 0-5.5 5.5-6.5 12.5-6.5a35 35 0 0 1 14.5 3l4-13.5c-4.5-2-12-3-20-3Zm-131 2h-22l-14 65H22l9-45h.5l13.5 45h21.5l14-65H64l-9 45h-.5l-13-45Zm63 0h-18l-13 65h17l6-28H117l-5.5 28H129l13.5-65H125L119.5 32h-20l5-24.5Z"/>`

// HeaderLogo changes the logo.
type HeaderLogo struct {
	Href      string
	Src       string // a picture instead of the NHS logo
	Alt       string // "NHS" when left out
	AriaLabel string
}

// HeaderService is the name of the service.
type HeaderService struct{ Text, Href string }

// HeaderOrganisation is the organisation whose name stands beside the logo.
type HeaderOrganisation struct{ Name, Split, Descriptor string }

// HeaderSearch is a search form in the header.
type HeaderSearch struct {
	Action          string // the search of nhs.uk when left out
	Method          string // get when left out
	Name            string // q when left out
	Placeholder     string // "Search" when left out
	HiddenLabel     string // "Search the NHS website" when left out
	ButtonAriaLabel string // "Search" when left out
	Classes         string
	Attributes      Attrs
}

// HeaderAccountItem is who is logged in (Icon, no address), a link, or with
// Action a button that posts.
type HeaderAccountItem struct {
	Text    string
	Markup  template.HTML
	Href    string
	Action  string
	Method  string // of the action; post when left out
	Icon    bool   // a person
	Classes string
}

// HeaderAccount is the part of the header about who is logged in.
type HeaderAccount struct {
	Items      []HeaderAccountItem
	AriaLabel  string // "Account" when left out
	Classes    string
	Attributes Attrs
}

// HeaderLink is one link of the navigation. Current is this very page,
// Active the section that it is in.
type HeaderLink struct {
	Text       string
	Markup     template.HTML
	Href       string
	Current    bool
	Active     bool
	Classes    string
	Attributes Attrs
}

// HeaderNavigation is the main menu.
type HeaderNavigation struct {
	Items                []HeaderLink
	White                bool
	Justified            bool
	AriaLabel            string // "Menu" when left out
	ToggleMenuText       string // "More" when left out
	ToggleMenuHiddenText string // "Browse" when left out
	Classes              string
	Attributes           Attrs
}

// Header is the header of every page.
type Header struct {
	Logo             HeaderLogo
	Service          HeaderService
	Organisation     HeaderOrganisation
	Search           *HeaderSearch
	Account          *HeaderAccount
	Navigation       HeaderNavigation
	White            bool
	Inline           bool
	ContainerClasses string
	ID               string
	Classes          string
	Attributes       Attrs
}

// HTML gives the markup.
func (h Header) HTML() template.HTML {
	var b buf
	b.raw("<header")
	b.attr("class", class("nhsuk-header", h.Classes).
		add("nhsuk-header--white", h.White).
		add("nhsuk-header--inline", h.Inline).
		force("nhsuk-header--organisation", h.Organisation != HeaderOrganisation{}).String())
	b.opt("id", h.ID)
	b.raw(` data-module="nhsuk-header" role="banner"`)
	b.attrs(h.Attributes)
	b.raw("><div")
	b.attr("class", join("nhsuk-header__container nhsuk-width-container", h.ContainerClasses))
	b.raw(">")
	h.writeService(&b)
	if h.Search != nil {
		h.Search.write(&b)
	}
	if h.Account != nil {
		h.Account.write(&b)
	}
	b.raw("</div>")
	if len(h.Navigation.Items) > 0 {
		h.Navigation.write(&b, h.ContainerClasses)
	}
	b.raw("</header>")
	return b.html()
}

// writeService writes logo and service name: one link when both would lead
// to the same page.
func (h Header) writeService(b *buf) {
	one := h.Service.Text != "" && h.Service.Href != "" && h.Logo.Href == "" ||
		h.Service.Href != "" && h.Service.Href == h.Logo.Href
	href := h.Logo.Href
	if one {
		href = h.Service.Href
	}
	b.raw(`<div class="nhsuk-header__service">`)
	if href != "" {
		label := h.Logo.AriaLabel
		if label == "" {
			name := ""
			if one {
				name = h.Service.Text
			}
			label = join(or(h.Logo.Alt, "NHS"), h.Organisation.Name, h.Organisation.Split, name, "homepage")
		}
		b.raw(`<a class="nhsuk-header__service-logo"`)
		b.href("href", href)
		b.attr("aria-label", label)
		b.raw(">")
	}
	h.writeLogo(b)
	if one {
		h.writeName(b, "")
	}
	if href != "" {
		b.raw("</a>")
	}
	if !one {
		h.writeName(b, h.Service.Href)
	}
	b.raw("</div>")
}

func (h Header) writeLogo(b *buf) {
	alt := or(h.Logo.Alt, "NHS")
	if h.Logo.Src != "" {
		b.raw(`<img class="nhsuk-header__organisation-logo"`)
		b.href("src", h.Logo.Src)
		b.raw(` width="280"`)
		b.attr("alt", alt)
		b.raw(">")
	} else {
		b.raw(`<svg class="nhsuk-header__logo" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 80"`,
			` height="40" width="100" focusable="false" role="img"`)
		b.attr("aria-label", alt)
		b.raw("><title>")
		b.text(alt)
		b.raw("</title>", logo, "</svg>")
	}
	o := h.Organisation
	if o == (HeaderOrganisation{}) {
		return
	}
	b.raw(`<span class="nhsuk-header__organisation-name">`)
	b.text(o.Name)
	if o.Split != "" {
		b.raw(` <span class="nhsuk-header__organisation-name-split">`)
		b.text(o.Split)
		b.raw("</span>")
	}
	b.raw("</span>")
	if o.Descriptor != "" {
		b.raw(`<span class="nhsuk-header__organisation-name-descriptor">`)
		b.text(o.Descriptor)
		b.raw("</span>")
	}
}

func (h Header) writeName(b *buf, href string) {
	switch {
	case h.Service.Text == "":
	case href != "":
		b.raw(`<a class="nhsuk-header__service-name"`)
		b.href("href", href)
		b.raw(">")
		b.text(h.Service.Text)
		b.raw("</a>")
	default:
		b.raw(`<span class="nhsuk-header__service-name">`)
		b.text(h.Service.Text)
		b.raw("</span>")
	}
}

func (s HeaderSearch) write(b *buf) {
	var after buf
	Button{AriaLabel: or(s.ButtonAriaLabel, "Search"), Icon: IconSearch, Small: true}.write(&after)
	b.raw("<search")
	b.attr("class", join("nhsuk-header__search", s.Classes))
	b.attrs(s.Attributes)
	b.raw(`><form class="nhsuk-header__search-form" id="search"`)
	b.href("action", or(s.Action, "https://www.nhs.uk/search/"))
	b.attr("method", or(s.Method, "get"))
	b.raw(" novalidate>")
	Input{
		Label: Label{Text: or(s.HiddenLabel, "Search the NHS website"), Classes: "nhsuk-u-visually-hidden"},
		ID:    "search-field", Name: or(s.Name, "q"), Type: "search", Autocomplete: "off",
		Placeholder: or(s.Placeholder, "Search"), FormGroup: FormGroup{After: after.html()},
	}.write(b)
	b.raw("</form></search>")
}

func (a HeaderAccount) write(b *buf) {
	b.raw("<nav")
	b.attr("class", join("nhsuk-header__account", a.Classes))
	b.attr("aria-label", or(a.AriaLabel, "Account"))
	b.attrs(a.Attributes)
	b.raw(`><ul class="nhsuk-header__account-list">`)
	for _, item := range a.Items {
		b.raw("<li")
		b.attr("class", join("nhsuk-header__account-item", item.Classes))
		b.raw(">")
		closing := ""
		switch {
		case item.Href != "":
			b.raw(`<a class="nhsuk-header__account-link"`)
			b.href("href", item.Href)
			b.raw(">")
			closing = "</a>"
		case item.Action != "":
			b.raw(`<form class="nhsuk-header__account-form"`)
			b.href("action", item.Action)
			b.attr("method", or(item.Method, "post"))
			b.raw(` novalidate><button class="nhsuk-header__account-button">`)
			closing = "</button></form>"
		}
		if item.Icon {
			IconUser.write(b)
		}
		b.content(item.Text, item.Markup)
		b.raw(closing, "</li>")
	}
	b.raw("</ul></nav>")
}

func (n HeaderNavigation) write(b *buf, containerClasses string) {
	b.raw("<nav")
	b.attr("class", class("nhsuk-header__navigation", n.Classes).
		add("nhsuk-header__navigation--white", n.White).
		add("nhsuk-header__navigation--justified", n.Justified).String())
	b.attr("aria-label", or(n.AriaLabel, "Menu"))
	b.attrs(n.Attributes)
	b.raw("><div")
	b.attr("class", join("nhsuk-header__navigation-container nhsuk-width-container", containerClasses))
	b.raw(`><ul class="nhsuk-header__navigation-list">`)
	for _, item := range n.Items {
		item.write(b)
	}
	b.raw(`<li class="nhsuk-header__menu" hidden>`,
		`<button class="nhsuk-header__menu-toggle nhsuk-header__navigation-link" id="toggle-menu" aria-expanded="false">`)
	b.hidden(or(n.ToggleMenuHiddenText, "Browse") + " ")
	b.text(or(n.ToggleMenuText, "More"))
	b.raw("</button></li></ul></div></nav>")
}

func (l HeaderLink) write(b *buf) {
	here := l.Current || l.Active
	b.raw("<li")
	b.attr("class", class("nhsuk-header__navigation-item", l.Classes).
		force("nhsuk-header__navigation-item--current", here).String())
	b.attrs(l.Attributes)
	b.raw(">")
	element := "span"
	if l.Href != "" {
		element = "a"
		b.raw(`<a class="nhsuk-header__navigation-link"`)
		b.href("href", l.Href)
	} else {
		b.raw(`<span class="nhsuk-header__navigation-text"`)
	}
	switch {
	case l.Current:
		b.raw(` aria-current="page"`)
	case l.Active:
		b.raw(` aria-current="true"`)
	}
	b.raw(">")
	if here {
		b.raw(`<strong class="nhsuk-header__navigation-item-current-fallback">`)
	}
	b.content(l.Text, l.Markup)
	if here {
		b.raw("</strong>")
	}
	b.raw("</", element, "></li>")
}
