package nhsuk

import (
	"html/template"
	"net/url"
	"strings"
)

// Image is a picture with an optional caption.
type Image struct {
	Src           string
	Alt           string
	Markup        template.HTML // instead of Src
	Caption       string
	CaptionMarkup template.HTML
	CaptionClass  string
	Sizes, Srcset string
	Width         string // such as "one-half"
	NoBorder      bool
	NoBackground  bool
	ID            string
	Classes       string
	Attributes    Attrs
}

// HTML gives the markup.
func (i Image) HTML() template.HTML {
	var b buf
	b.raw("<figure")
	b.attr("class", class("nhsuk-image", i.Classes).
		add("nhsuk-image--no-border", i.NoBorder).
		add("nhsuk-image--no-background", i.NoBackground).
		add("nhsuk-u-width-"+i.Width, i.Width != "").String())
	b.opt("id", i.ID)
	b.attrs(i.Attributes)
	b.raw(">")
	switch {
	case i.Markup != "":
		b.markup(i.Markup)
	case i.Src != "":
		b.raw(`<img class="nhsuk-image__img"`)
		b.href("src", i.Src)
		b.attr("alt", i.Alt)
		b.opt("sizes", i.Sizes)
		b.opt("srcset", i.Srcset)
		b.raw(">")
	}
	if i.Caption != "" || i.CaptionMarkup != "" {
		b.raw("<figcaption")
		b.attr("class", join("nhsuk-image__caption", i.CaptionClass))
		b.raw(">")
		b.content(i.Caption, i.CaptionMarkup)
		b.raw("</figcaption>")
	}
	b.raw("</figure>")
	return b.html()
}

// HeroContent is one block of a Hero.
type HeroContent struct {
	Heading Heading // XL when left out
	Text    string  // in a paragraph
	Markup  template.HTML
	Image   *Image
	Width   string // one-half when left out
	Classes string
}

// Hero opens a start page. A background picture needs a style attribute,
// which a strict content security policy refuses: leave ImageSrc empty here.
type Hero struct {
	Heading          Heading
	Text             string
	Markup           template.HTML
	Width            string // of that content; two-thirds when left out
	Content          []HeroContent
	ImageSrc         string
	NoBorder         bool
	ContainerClasses string
	ID               string
	Classes          string
	Attributes       Attrs
}

// HTML gives the markup.
func (h Hero) HTML() template.HTML {
	var b buf
	c := class("nhsuk-hero", h.Classes)
	if h.ImageSrc != "" {
		c.force("nhsuk-hero--image", true).force("nhsuk-hero--image-description", !h.Heading.empty())
	} else {
		c.force("nhsuk-hero--border", !h.NoBorder)
	}
	blocks := h.Content
	if !h.Heading.empty() || h.Text != "" || h.Markup != "" {
		first := HeroContent{Heading: h.Heading, Text: h.Text, Markup: h.Markup, Width: or(h.Width, "two-thirds")}
		blocks = append([]HeroContent{first}, blocks...)
	}
	b.raw("<section")
	b.attr("class", c.String())
	b.opt("id", h.ID)
	if h.ImageSrc != "" {
		b.attr("style", "background-image: url('"+cssURL(h.ImageSrc)+"');")
	}
	b.attrs(h.Attributes)
	b.raw(">")
	if len(blocks) > 0 {
		b.raw("<div")
		b.attr("class", join("nhsuk-width-container", h.ContainerClasses))
		b.raw(">")
		for start := 0; start < len(blocks); start += 2 {
			b.raw(`<div class="nhsuk-grid-row">`)
			for _, block := range blocks[start:min(start+2, len(blocks))] {
				block.write(&b, h.ImageSrc != "" && len(blocks) == 1)
			}
			b.raw("</div>")
		}
		b.raw("</div>")
	}
	if h.ImageSrc != "" {
		b.raw(`<div class="nhsuk-hero__overlay"></div>`)
	}
	b.raw("</section>")
	return b.html()
}

// cssURL makes an address safe inside url('…').
func cssURL(address string) string {
	address = SafeURL(address)
	return strings.NewReplacer(
		"'", url.QueryEscape("'"), `"`, url.QueryEscape(`"`), "(", "%28", ")", "%29", `\`, "%5C", "\n", "%0A",
	).Replace(address)
}

func (c HeroContent) write(b *buf, arrow bool) {
	b.raw("<div")
	b.attr("class", "nhsuk-grid-column-"+or(c.Width, "one-half"))
	b.raw("><div")
	b.attr("class", join("nhsuk-hero__content", c.Classes))
	b.raw(">")
	if arrow {
		b.raw(`<span class="nhsuk-hero__arrow" aria-hidden="true"></span>`)
	}
	heading := c.Heading
	if heading.Size == SizeDefault {
		heading.Size = SizeXL
	}
	heading.Classes = join("nhsuk-hero__heading", heading.Classes)
	heading.write(b)
	switch {
	case c.Markup != "":
		b.markup(c.Markup)
	case c.Text != "":
		b.raw(`<p class="nhsuk-body-l">`)
		b.text(c.Text)
		b.raw("</p>")
	}
	if c.Image != nil {
		b.markup(c.Image.HTML())
	}
	b.raw("</div></div>")
}
