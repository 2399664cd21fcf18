package form

import (
	"crypto/rand"
	"html"
	"html/template"
	"strings"
)

// KeyValue gives the idempotency key: made once, and the same each time that
// the form is shown and sent again.
func (f *Form) KeyValue() string {
	if f.key == "" {
		f.key = rand.Text()
	}
	return f.key
}

// Key gives the hidden field with the idempotency key. Every form that
// creates something has one.
func (f *Form) Key() template.HTML { return hidden(KeyName, f.KeyValue()) }

// Hidden carries values on to the next page, all of a name that has several
// and all three parts of a date. A name without a value is left out.
func (f *Form) Hidden(names ...string) template.HTML {
	var out template.HTML
	for _, name := range names {
		for _, v := range f.values[name] {
			out += hidden(name, clean(v))
		}
		if f.isDate(name) {
			for _, part := range dateParts {
				out += hidden(name+"-"+part, f.shown(name+"-"+part))
			}
		}
	}
	return out
}

func hidden(name, value string) template.HTML {
	return template.HTML(`<input type="hidden" name="` + html.EscapeString(name) + `" value="` + html.EscapeString(value) + `">`)
}

// validKey says whether a key may have been made here: letters and digits,
// neither very short nor very long.
func validKey(key string) bool {
	if len(key) < 16 || len(key) > 64 {
		return false
	}
	return strings.Trim(key, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567") == ""
}
