package nhsuk

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// fixtureCount is how many fixtures nhsuk-frontend 10.6.1 has for the
// components of this package. Fewer means that something is no longer
// compared.
const fixtureCount = 983

const fixtureFolder = "node_modules/nhsuk-frontend/dist/nhsuk/components"

// components are all components with fixtures, by the package's name.
var components = map[string]Component{
	"action-link": &ActionLink{}, "back-link": &BackLink{}, "breadcrumb": &Breadcrumb{}, "button": &Button{},
	"card": &Card{}, "character-count": &CharacterCount{}, "checkboxes": &Checkboxes{}, "code": &Code{},
	"contents-list": &ContentsList{}, "date-input": &DateInput{}, "details": &Details{}, "do-dont-list": &DoDontList{},
	"error-message": &ErrorMessage{}, "error-summary": &ErrorSummary{}, "fieldset": &Fieldset{},
	"file-upload": &FileUpload{}, "footer": &Footer{}, "header": &Header{}, "heading": &Heading{}, "hero": &Hero{},
	"hint": &Hint{}, "images": &Image{}, "input": &Input{}, "inset-text": &InsetText{}, "label": &Label{},
	"legend": &Legend{}, "notification-banner": &NotificationBanner{}, "pagination": &Pagination{}, "panel": &Panel{},
	"password-input": &PasswordInput{}, "radios": &Radios{}, "scroll": &Scroll{}, "search-input": &SearchInput{},
	"select": &Select{}, "skip-link": &SkipLink{}, "summary-list": &SummaryList{}, "tables": &Table{}, "tabs": &Tabs{},
	"tag": &Tag{}, "task-list": &TaskList{}, "textarea": &Textarea{}, "warning-callout": &WarningCallout{},
}

// exceptions are fixtures that are not matched, each with the reason.
var exceptions = map[string]string{}

type fixture struct {
	Name    string
	Context map[string]any
	// CallBlock is what the page put between the macro's call tags.
	CallBlock any
	HTML      string
}

func loadFixtures(t *testing.T, component string) []fixture {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(fixtureFolder, component, "fixtures.json"))
	if err != nil {
		t.Fatalf("the fixtures of nhsuk-frontend are missing (%v): run make", err)
	}
	var file struct{ Fixtures []fixture }
	if err := json.Unmarshal(data, &file); err != nil {
		t.Fatalf("%s: %v", component, err)
	}
	return file.Fixtures
}

// build makes a component of the same type as kind out of a fixture.
func build(kind Component, f fixture) (Component, error) {
	v := reflect.New(reflect.TypeOf(kind).Elem())
	context := f.Context
	if context == nil {
		context = map[string]any{}
	}
	switch block := f.CallBlock.(type) {
	case string:
		context["html"] = block
	case []any:
		var parts []string
		for _, p := range block {
			parts = append(parts, p.(string))
		}
		context["html"] = strings.Join(parts, "\n")
	}
	if f.CallBlock != nil {
		switch kind.(type) {
		case *Footer: // the call block is the last part of the footer
			context["meta"] = map[string]any{"html": context["html"]}
			delete(context, "html")
		case *ErrorSummary: // and here the description
			context["description"] = map[string]any{"html": context["html"]}
			delete(context, "html")
		}
	}
	if err := fill(v.Elem(), context); err != nil {
		return nil, err
	}
	return v.Interface().(Component), nil
}

func TestEveryFixtureOfTheDesignSystem(t *testing.T) {
	passed, excused := 0, 0
	for _, name := range slices.Sorted(keys(components)) {
		for _, f := range loadFixtures(t, name) {
			full := name + ": " + f.Name
			c, err := build(components[name], f)
			if err != nil {
				t.Errorf("%s: %v", full, err)
				continue
			}
			want, got := normal(t, f.HTML), normal(t, string(c.HTML()))
			if want == got {
				passed++
				continue
			}
			if _, ok := exceptions[full]; ok {
				excused++
				continue
			}
			t.Errorf("%s\n%s", full, difference(want, got))
		}
	}
	t.Logf("%d fixtures of %d components pass, %d excused", passed, len(components), excused)
	if passed+excused != fixtureCount {
		t.Errorf("%d fixtures compared, want %d", passed+excused, fixtureCount)
	}
	if excused != len(exceptions) {
		t.Errorf("%d exceptions are named, %d were needed", len(exceptions), excused)
	}
}

// TestNoComponentIsForgotten fails when the package grows a component.
func TestNoComponentIsForgotten(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(fixtureFolder, "*", "fixtures.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no fixtures found (%v): run make", err)
	}
	for _, file := range files {
		name := filepath.Base(filepath.Dir(file))
		if _, ok := components[name]; !ok && len(loadFixtures(t, name)) > 0 {
			t.Errorf("the component %s has fixtures and no struct", name)
		}
	}
}

// TestTheComparisonSeesDifferences shows that normalising does not hide what
// matters.
func TestTheComparisonSeesDifferences(t *testing.T) {
	same := [][2]string{
		{"<p class='a' id=x>\n  Text\n</p>", `<p id="x" class="a">Text</p>`},
		{"<b hidden>a  b</b>", `<b hidden="">a b</b>`},
	}
	for _, pair := range same {
		if normal(t, pair[0]) != normal(t, pair[1]) {
			t.Errorf("%q and %q should be equal", pair[0], pair[1])
		}
	}
	different := [][2]string{
		{"<p>Text</p>", "<div>Text</div>"},
		{"<p>Text</p>", "<p>text</p>"},
		{`<p class="a">x</p>`, `<p class="b">x</p>`},
		{`<p class="a b">x</p>`, `<p class="b a">x</p>`},
		{`<p lang="en">x</p>`, `<p>x</p>`},
		{"<a>Change<span> name</span></a>", "<a>Change<span>name</span></a>"},
		{"<p>a</p><p>b</p>", "<p>a<b></b></p>"},
		{"<p>&lt;b&gt;</p>", "<p><b></b></p>"},
	}
	for _, pair := range different {
		if normal(t, pair[0]) == normal(t, pair[1]) {
			t.Errorf("%q and %q should differ", pair[0], pair[1])
		}
	}
}

// normal gives HTML as one line for each element and text, attributes in
// order of their names, without the white space that only lays out the
// source: white space with a line break at the edge of a text, and runs of
// it inside. Inside pre and textarea all of it counts.
func normal(t *testing.T, source string) string {
	t.Helper()
	body := &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body}
	nodes, err := html.ParseFragment(strings.NewReader(source), body)
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	var walk func(n *html.Node, depth int, exact bool)
	walk = func(n *html.Node, depth int, exact bool) {
		indent := strings.Repeat(" ", depth)
		switch n.Type {
		case html.TextNode:
			text := n.Data
			if !exact {
				text = layout(text)
			}
			if text != "" {
				out.WriteString(indent + "\"" + text + "\"\n")
			}
		case html.ElementNode:
			out.WriteString(indent + "<" + n.Data)
			slices.SortFunc(n.Attr, func(a, b html.Attribute) int { return strings.Compare(a.Key, b.Key) })
			for _, a := range n.Attr {
				out.WriteString(" " + a.Key + "=\"" + strings.Join(strings.Fields(a.Val), " ") + "\"")
			}
			out.WriteString(">\n")
			exact = exact || n.Data == "pre" || n.Data == "textarea"
			for c := n.FirstChild; c != nil; c = c.NextSibling {
				walk(c, depth+1, exact)
			}
		}
	}
	for _, n := range nodes {
		walk(n, 0, false)
	}
	return out.String()
}

// layout takes away the white space that only lays out the source.
func layout(text string) string {
	core := strings.TrimSpace(text)
	start := text[:strings.Index(text, core)]
	end := text[strings.Index(text, core)+len(core):]
	core = strings.Join(strings.Fields(core), " ")
	if core == "" {
		start, end = text, ""
	}
	if start != "" && !strings.Contains(start, "\n") {
		core = " " + core
	}
	if end != "" && !strings.Contains(end, "\n") {
		core += " "
	}
	return core
}

// difference shows the first line that differs, with the lines before it.
func difference(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	i := 0
	for i < len(w) && i < len(g) && w[i] == g[i] {
		i++
	}
	part := func(lines []string) string {
		return strings.Join(lines[min(max(i-2, 0), len(lines)):min(i+4, len(lines))], "\n")
	}
	return "want:\n" + part(w) + "\ngot:\n" + part(g)
}

func keys(m map[string]Component) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}
