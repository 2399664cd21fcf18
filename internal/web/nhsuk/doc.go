// Package nhsuk is the NHS.UK design system as Go values. Each component is a
// struct whose fields mirror the options of the Nunjucks macro of the same
// name in nhsuk-frontend, and whose method HTML gives the markup. A test
// compares that markup with every fixture that the npm package ships.
//
// One convention holds everywhere. What a component shows is Text, which is
// escaped, or Markup, which is trusted; Markup wins when both are given. A
// second piece of content is a field X with a twin XMarkup. Everything that
// has a fixed set of values (a colour, a size, an icon) is a type of its own,
// so that a misspelling does not compile. Addresses are checked: one with a
// scheme other than http, https, mailto, tel or sms becomes "#unsafe-url".
//
// The package also serves the style sheet, the script and the images of the
// design system; see Assets.
package nhsuk

import "html/template"

// Component is anything that can be shown. Every struct of this package that
// stands for a component is one.
type Component interface {
	HTML() template.HTML
}

// Join puts components one after the other.
func Join(components ...Component) template.HTML {
	var out template.HTML
	for _, c := range components {
		out += c.HTML()
	}
	return out
}
