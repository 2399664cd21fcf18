// Package person shows the people served: find, add, the person's page, who
// they are, what they need, what they agreed to share, and who looked. It also
// has the identity bar that stands on every page about somebody.
package person

import (
	"embed"
	"html/template"
	"strings"

	"footbridge/internal/app/person"
)

//go:embed *.html
var files embed.FS

var pieces = template.Must(template.New("").ParseFS(files, "banner.html"))

func piece(name string, data any) template.HTML {
	var out strings.Builder
	if err := pieces.ExecuteTemplate(&out, name, data); err != nil {
		panic(err) // the templates are part of the program
	}
	return template.HTML(out.String())
}

// Banner is the identity bar with the person's needs. Every page about
// somebody shows it above its heading. When nobody has asked how the person
// can safely be reached, it says so.
func Banner(p person.Person) template.HTML { return piece("banner", p) }

// Printable is the line about a person on a printed list: name, date of birth,
// NHS number and needs.
func Printable(p person.Person) template.HTML { return piece("printable", p) }
