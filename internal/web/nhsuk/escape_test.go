package nhsuk

import (
	"html/template"
	"reflect"
	"strings"
	"testing"
)

const attack = `"'><script>alert(1)</script>&amp;`

// TestEveryTextIsEscaped puts the same hostile text into every string field
// of every component, however deep, and finds it nowhere as markup.
func TestEveryTextIsEscaped(t *testing.T) {
	for name, kind := range components {
		v := reflect.New(reflect.TypeOf(kind).Elem())
		poison(v.Elem(), 0)
		got := string(v.Interface().(Component).HTML())
		if strings.Contains(got, "<script") {
			t.Errorf("%s lets markup through: %s", name, got)
		}
		if !strings.Contains(got, "&lt;script") {
			t.Errorf("%s shows none of its text", name)
		}
		if strings.Contains(got, `"'>`) {
			t.Errorf("%s lets a quotation mark end an attribute", name)
		}
	}
}

// poison fills every string, but not what is trusted: markup, and the names
// of attributes and elements.
func poison(v reflect.Value, depth int) {
	if depth > 6 || v.Type() == reflect.TypeFor[template.HTML]() {
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(attack)
	case reflect.Struct:
		for i := range v.NumField() {
			name := v.Type().Field(i).Name
			if name == "Element" || v.Type() == reflect.TypeFor[Attr]() && name == "Name" {
				continue
			}
			poison(v.Field(i), depth+1)
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range 2 {
			poison(v.Index(i), depth+1)
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		poison(v.Elem(), depth+1)
	}
}

func TestAddresses(t *testing.T) {
	for _, c := range []struct{ given, want string }{
		{"/people?q=a:b", "/people?q=a:b"},
		{"#name", "#name"},
		{"", ""},
		{"https://www.nhs.uk/", "https://www.nhs.uk/"},
		{"MAILTO:a@nhs.net", "MAILTO:a@nhs.net"},
		{"tel:111", "tel:111"},
		{"javascript:alert(1)", "#unsafe-url"},
		{" javascript:alert(1)", "#unsafe-url"},
		{"java\nscript:alert(1)", "#unsafe-url"},
		{"data:text/html,x", "#unsafe-url"},
		{"vbscript:x", "#unsafe-url"},
	} {
		if got := SafeURL(c.given); got != c.want {
			t.Errorf("SafeURL(%q) = %q, want %q", c.given, got, c.want)
		}
		if got := string((ActionLink{Text: "x", Href: c.given}).HTML()); c.want == "#unsafe-url" && !strings.Contains(got, `href="#unsafe-url"`) {
			t.Errorf("ActionLink with %q: %s", c.given, got)
		}
	}
}

func TestATextareaKeepsItsFirstLineBreak(t *testing.T) {
	got := string(Textarea{Name: "note", Value: "\nfirst"}.HTML())
	if !strings.Contains(got, ">\n\nfirst</textarea>") {
		t.Errorf("got %s", got)
	}
}
