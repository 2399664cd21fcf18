package nhsuk

import (
	"html"
	"html/template"
	"strconv"
	"strings"
)

// Attr is one attribute. Its value is escaped, its name is trusted.
type Attr struct{ Name, Value string }

// Attrs are attributes in the order in which they are to be written. An
// attribute without a value, such as hidden, has an empty Value.
type Attrs []Attr

// buf collects markup.
type buf struct{ strings.Builder }

func (b *buf) html() template.HTML { return template.HTML(b.String()) }

// raw writes trusted markup.
func (b *buf) raw(parts ...string) {
	for _, p := range parts {
		b.WriteString(p)
	}
}

// text writes text, escaped.
func (b *buf) text(s string) { b.WriteString(html.EscapeString(s)) }

// markup writes markup that the caller vouches for.
func (b *buf) markup(m template.HTML) { b.WriteString(string(m)) }

// content writes markup, or else text, without the white space around it.
func (b *buf) content(text string, markup template.HTML) {
	if markup != "" {
		b.raw(strings.TrimSpace(string(markup)))
		return
	}
	b.text(strings.TrimSpace(text))
}

// attr writes an attribute even when its value is empty.
func (b *buf) attr(name, value string) {
	b.raw(" ", name, `="`)
	b.text(value)
	b.raw(`"`)
}

// opt writes an attribute unless its value is empty.
func (b *buf) opt(name, value string) {
	if value != "" {
		b.attr(name, value)
	}
}

// flag writes an attribute without a value when on.
func (b *buf) flag(name string, on bool) {
	if on {
		b.raw(" ", name)
	}
}

// number writes an attribute with a number unless it is zero.
func (b *buf) number(name string, n int) {
	if n != 0 {
		b.attr(name, strconv.Itoa(n))
	}
}

// href writes an address.
func (b *buf) href(name, value string) { b.attr(name, SafeURL(value)) }

// attrs writes the caller's own attributes.
func (b *buf) attrs(list Attrs) {
	for _, a := range list {
		b.attr(a.Name, a.Value)
	}
}

// hidden writes text for screen readers only.
func (b *buf) hidden(text string) {
	b.raw(`<span class="nhsuk-u-visually-hidden">`)
	b.text(text)
	b.raw(`</span>`)
}

// SafeURL gives the address back, or "#unsafe-url" when its scheme could run
// a script.
func SafeURL(address string) string {
	scheme, _, found := strings.Cut(address, ":")
	if !found || strings.ContainsAny(scheme, "/?#") {
		return address
	}
	switch strings.ToLower(scheme) {
	case "http", "https", "mailto", "tel", "sms":
		return address
	}
	return "#unsafe-url"
}

// classes builds a class attribute: a base, modifiers, and the caller's own
// classes at the end. A modifier that the caller already named is left out.
type classes struct {
	list, own string
}

func class(base, own string) *classes { return &classes{list: base, own: own} }

// add adds a modifier when on is true.
func (c *classes) add(modifier string, on bool) *classes {
	if on && !strings.Contains(c.own, modifier) {
		c.list += " " + modifier
	}
	return c
}

// force adds a modifier whatever the caller named.
func (c *classes) force(modifier string, on bool) *classes {
	if on {
		c.list += " " + modifier
	}
	return c
}

func (c *classes) String() string { return join(c.list, c.own) }

// join puts words together with one space, leaving out what is empty.
func join(words ...string) string {
	var out []string
	for _, w := range words {
		if w = strings.TrimSpace(w); w != "" {
			out = append(out, w)
		}
	}
	return strings.Join(out, " ")
}

// or gives the first string that is not empty.
func or(choices ...string) string {
	for _, c := range choices {
		if c != "" {
			return c
		}
	}
	return ""
}

// containsClass says whether the caller's own classes name a class.
func containsClass(own, name string) bool { return strings.Contains(own, name) }
