package nhsuk

import (
	"html/template"
	"strconv"
	"strings"
)

// Caption is the small grey line that belongs to a heading.
type Caption struct {
	Text       string
	Markup     template.HTML
	Size       Size // M to XXL; the size of the heading when left out
	Placement  Placement
	Element    string // span when left out
	ID         string
	Classes    string
	Attributes Attrs
}

func (c Caption) empty() bool { return c.Text == "" && c.Markup == "" }

// sized gives the caption with a size unless it has its own.
func (c Caption) sized(s Size) Caption {
	if c.Size == SizeDefault {
		c.Size = s
	}
	return c
}

func (c Caption) write(b *buf) {
	if c.empty() {
		return
	}
	base := "nhsuk-caption"
	if size := c.Size.in(SizeM, SizeXXL); size != "" && !sizeNamed("nhsuk-caption-", c.Classes) {
		base += "-" + size
	}
	element := or(strings.ToLower(c.Element), "span")
	bottom := c.Placement == PlaceAfter || c.Placement == PlaceEnd
	b.raw("<", element)
	b.attr("class", class(base, c.Classes).force("nhsuk-caption--bottom", bottom).String())
	b.opt("id", c.ID)
	b.attrs(c.Attributes)
	b.raw(">")
	b.content(c.Text, c.Markup)
	b.raw("</", element, ">")
}

// HTML gives the markup.
func (c Caption) HTML() template.HTML {
	var b buf
	c.write(&b)
	return b.html()
}

// sizeNamed says whether the caller's classes already name a size.
func sizeNamed(prefix, own string) bool {
	for s := SizeXXS; s <= SizeXXL; s++ {
		if strings.Contains(own, prefix+s.String()) {
			return true
		}
	}
	return false
}

// Heading is a heading with an optional caption, as a component of its own
// and as a part of others.
type Heading struct {
	Text       string
	Markup     template.HTML
	HiddenText string // added for screen readers
	Caption    Caption
	Href       string
	Level      int // 1 when left out, unless a component says otherwise
	Size       Size
	Element    string // instead of h1 to h6
	ID         string
	Classes    string
	Attributes Attrs
}

// HeadingText gives a plain heading; for use inside other components.
func HeadingText(text string) Heading { return Heading{Text: text} }

func (h Heading) empty() bool { return h.Text == "" && h.Markup == "" }

// level gives the heading with a level unless it has its own.
func (h Heading) level(n int) Heading {
	if h.Level == 0 {
		h.Level = n
	}
	return h
}

// headingStyle is what a component says about a heading that it contains.
type headingStyle struct {
	name, prefix string
	least, most  Size
}

// styled gives the style of a heading with its own class and prefix.
func styled(name, prefix string) headingStyle {
	return headingStyle{name: name, prefix: prefix, least: SizeXXS, most: SizeXL}
}

var plainHeading = styled("nhsuk-heading", "nhsuk-heading-")

func (h Heading) write(b *buf) { h.writeAs(b, plainHeading, nil) }

// writeAs writes the heading in a component's style. inner, when given,
// replaces the content.
func (h Heading) writeAs(b *buf, style headingStyle, inner func(*buf)) {
	if inner == nil && h.empty() {
		return
	}
	base := style.name
	if size := h.Size.in(style.least, style.most); size != "" && !sizeNamed(style.prefix, h.Classes) {
		if style.prefix == style.name+"-" {
			base = style.prefix + size
		} else {
			base = join(base, style.prefix+size)
		}
	}
	element := strings.ToLower(h.Element)
	if element == "" {
		element = "h" + strconv.Itoa(max(h.Level, 1))
	}
	caption := h.Caption.sized(h.Size)
	if caption.Placement == PlaceBefore {
		caption.write(b)
	}
	b.raw("<", element)
	b.opt("class", join(base, h.Classes))
	b.opt("id", h.ID)
	b.attrs(h.Attributes)
	b.raw(">")
	if caption.Placement == PlaceDefault || caption.Placement == PlaceStart {
		caption.write(b)
	}
	switch {
	case inner != nil:
		inner(b)
	case h.Href != "":
		b.raw(`<a class="nhsuk-link"`)
		b.href("href", h.Href)
		b.raw(">")
		b.content(h.Text, h.Markup)
		b.raw("</a>")
	default:
		b.content(h.Text, h.Markup)
	}
	if h.HiddenText != "" {
		b.hidden(" " + h.HiddenText)
	}
	if caption.Placement == PlaceEnd {
		caption.write(b)
	}
	b.raw("</", element, ">")
	if caption.Placement == PlaceAfter {
		caption.write(b)
	}
}

// HTML gives the markup.
func (h Heading) HTML() template.HTML {
	var b buf
	h.write(&b)
	return b.html()
}
