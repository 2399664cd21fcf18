package nhsuk

import (
	"html/template"
	"strconv"
)

// PageLink leads to the page before or after.
type PageLink struct {
	Href       string
	Text       string // "Previous page" or "Next page" when left out
	Markup     template.HTML
	Label      string // the title of that page, in a guide
	Attributes Attrs
}

// PageItem is one numbered page, or with Ellipsis the pages left out.
type PageItem struct {
	Number     int
	Href       string
	Current    bool
	Ellipsis   bool
	AriaLabel  string // "Page" and the number when left out
	Classes    string
	Attributes Attrs
}

// Pagination leads through the pages of a guide, or with Items through a
// long list.
type Pagination struct {
	Previous, Next PageLink
	Items          []PageItem
	AriaLabel      string // "Pagination" when left out
	ID             string
	Classes        string
	Attributes     Attrs
}

// HTML gives the markup.
func (p Pagination) HTML() template.HTML {
	var b buf
	numbered := len(p.Items) > 0
	b.raw("<nav")
	b.attr("class", class("nhsuk-pagination", p.Classes).force("nhsuk-pagination--numbered", numbered).String())
	b.opt("id", p.ID)
	b.raw(` role="navigation"`)
	b.attr("aria-label", or(p.AriaLabel, "Pagination"))
	b.attrs(p.Attributes)
	b.raw(">")
	if numbered {
		p.numbered(&b)
	} else {
		b.raw(`<ul class="nhsuk-list nhsuk-pagination__list">`)
		p.Previous.write(&b, "previous", "prev", "Previous", IconArrowLeft)
		p.Next.write(&b, "next", "next", "Next", IconArrowRight)
		b.raw("</ul>")
	}
	b.raw("</nav>")
	return b.html()
}

func (p Pagination) numbered(b *buf) {
	if p.Previous.Href != "" {
		b.raw("<a")
		b.href("href", p.Previous.Href)
		b.raw(` class="nhsuk-pagination__previous" rel="prev">`)
		IconArrowLeft.write(b)
		p.Previous.title(b, "Previous")
		b.raw("</a>")
	}
	b.raw(`<ul class="nhsuk-pagination__list">`)
	for _, item := range p.Items {
		b.raw("<li")
		b.attr("class", class("nhsuk-pagination__item", item.Classes).
			force("nhsuk-pagination__item--current", item.Current).
			force("nhsuk-pagination__item--ellipsis", item.Ellipsis).String())
		b.raw(">")
		if item.Ellipsis {
			b.raw("⋯")
		} else {
			number := strconv.Itoa(item.Number)
			b.raw(`<a class="nhsuk-pagination__link"`)
			b.href("href", item.Href)
			b.attr("aria-label", or(item.AriaLabel, "Page "+number))
			if item.Current {
				b.raw(` aria-current="page"`)
			}
			b.attrs(item.Attributes)
			b.raw(">", number, "</a>")
		}
		b.raw("</li>")
	}
	b.raw("</ul>")
	if p.Next.Href != "" {
		b.raw("<a")
		b.href("href", p.Next.Href)
		b.raw(` class="nhsuk-pagination__next" rel="next">`)
		p.Next.title(b, "Next")
		IconArrowRight.write(b)
		b.raw("</a>")
	}
}

func (l PageLink) title(b *buf, word string) {
	b.raw(`<span class="nhsuk-pagination__title">`)
	if l.Text == "" && l.Markup == "" {
		b.raw(word)
		b.hidden(" page")
	} else {
		b.content(l.Text, l.Markup)
	}
	b.raw("</span>")
}

// write writes the link as an item of a guide's pagination.
func (l PageLink) write(b *buf, name, rel, word string, icon Icon) {
	if l.Href == "" {
		return
	}
	b.raw(`<li class="nhsuk-pagination-item--`, name, `"><a class="nhsuk-pagination__link nhsuk-pagination__link--`, rel, `"`)
	b.href("href", l.Href)
	b.attr("rel", rel)
	b.attrs(l.Attributes)
	b.raw(">")
	l.title(b, word)
	if l.Label != "" {
		b.hidden(":")
		b.raw(`<span class="nhsuk-pagination__page">`)
		b.text(l.Label)
		b.raw("</span>")
	}
	icon.write(b)
	b.raw("</a></li>")
}
