package site

import (
	"bytes"
	"fmt"
	"html/template"
	"io/fs"
	"strings"
	"sync"

	"footbridge/internal/access"
	"footbridge/internal/app/network"
	"footbridge/internal/calendar"
	"footbridge/internal/web/form"
	"footbridge/internal/web/nhsuk"
)

// Template is a page's template: the file beside its handler.
type Template struct {
	t    *template.Template
	pool sync.Pool // of *instance: what was escaped once is used again
}

// instance is a copy of a template that answers for one visitor at a time.
type instance struct {
	t *template.Template
	v *Visit
}

// Parse reads a page's template from its room's files. Further files are
// pieces that it uses. It stops the program's start when one is wrong.
func Parse(files fs.FS, name string, pieces ...string) *Template {
	t := template.New(name).Funcs(form.Funcs()).Funcs(functions)
	template.Must(t.ParseFS(files, append([]string{name}, pieces...)...))
	return &Template{t: t}
}

// Markup renders a piece of a page, for another room to place.
func (t *Template) Markup(v *Visit, data any) (template.HTML, error) { return t.render(v, data) }

func (t *Template) render(v *Visit, data any) (template.HTML, error) {
	i, _ := t.pool.Get().(*instance)
	if i == nil {
		clone, err := t.t.Clone()
		if err != nil {
			return "", err
		}
		i = &instance{t: clone}
		clone.Funcs(template.FuncMap{"may": func(p string) bool { return i.v.May(access.Permission(p)) }})
	}
	i.v = v
	var out bytes.Buffer
	err := i.t.Execute(&out, data)
	i.v = nil
	t.pool.Put(i)
	return template.HTML(out.String()), err
}

// functions are what templates can say beside the methods of their data.
var functions = template.FuncMap{
	// may "diary.book": does the visitor's role carry this permission?
	"may": func(string) bool { return false },
	// nhsnumber "4857773456": 485 777 3456, kept on one line.
	"nhsnumber": func(n any) string {
		s := fmt.Sprint(n)
		if len(s) != 10 {
			return s
		}
		return s[:3] + "\u00a0" + s[3:6] + "\u00a0" + s[6:]
	},
	// thousands 100120: 100,120
	"thousands": Thousands,
	// plural 2 "person" "people": 2 people
	"plural": Plural,
	// tag "grey" "Not seen"
	"tag": tag,
	// button "Continue": the page's main button; a double click sends once
	"button": func(text string) template.HTML {
		return nhsuk.Button{Text: text, PreventDoubleClick: true}.HTML()
	},
	"secondary": func(text, href string) template.HTML {
		return nhsuk.Button{Text: text, Href: href, Variant: nhsuk.ButtonSecondary}.HTML()
	},
	// or else: {{or .Language "Not recorded"}} is built in; orNone is for text
	"orNone": func(s any) string {
		if t := strings.TrimSpace(fmt.Sprint(s)); t != "" {
			return t
		}
		return "Not recorded"
	},
	"lines": func(s string) []string { return strings.Split(s, "\n") },
	"day":   func(d calendar.Date) string { return d.Long() },
	"dict": func(pairs ...any) map[string]any {
		m := map[string]any{}
		for i := 0; i+1 < len(pairs); i += 2 {
			m[fmt.Sprint(pairs[i])] = pairs[i+1]
		}
		return m
	},
	"add":   func(a, b int) int { return a + b },
	"yesNo": form.YesNo,
	// plainName "PIER HEALTH PCN": Pier Health PCN
	"plainName": network.PlainName,
}

// Thousands writes 100120 as 100,120.
func Thousands(n int) string {
	s := fmt.Sprint(n)
	neg := strings.HasPrefix(s, "-")
	s = strings.TrimPrefix(s, "-")
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	if neg {
		return "−" + s
	}
	return s
}

// Plural writes a count with its noun: 1 person, 2 people.
func Plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return Thousands(n) + " " + many
}

var tagColours = map[string]nhsuk.TagColour{
	"": nhsuk.TagDefault, "white": nhsuk.TagWhite, "grey": nhsuk.TagGrey, "green": nhsuk.TagGreen, "aqua": nhsuk.TagAquaGreen,
	"blue": nhsuk.TagBlue, "purple": nhsuk.TagPurple, "pink": nhsuk.TagPink, "red": nhsuk.TagRed, "orange": nhsuk.TagOrange, "yellow": nhsuk.TagYellow,
}

func tag(colour, text string) (template.HTML, error) {
	c, ok := tagColours[colour]
	if !ok {
		return "", fmt.Errorf("no tag colour %q", colour)
	}
	return nhsuk.Tag{Text: text, Colour: c}.HTML(), nil
}
