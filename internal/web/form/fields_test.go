package form

import (
	"html/template"
	"net/url"
	"strings"
	"testing"

	"footbridge/internal/fault"
	"footbridge/internal/web/nhsuk"

	"golang.org/x/net/html"
)

// control finds the element with an id and gives its attributes and text.
func control(t *testing.T, source template.HTML, id string) (attrs map[string]string, text string) {
	t.Helper()
	root, err := html.Parse(strings.NewReader(string(source)))
	if err != nil {
		t.Fatal(err)
	}
	for n := range root.Descendants() {
		found := map[string]string{}
		for _, a := range n.Attr {
			found[a.Key] = a.Val
		}
		if n.Type == html.ElementNode && found["id"] == id {
			if n.FirstChild != nil {
				text = n.FirstChild.Data
			}
			return found, text
		}
	}
	t.Fatalf("no element has the id %q in %s", id, source)
	return nil, ""
}

// TestWhatWasTypedIsKept shows each field again with awkward text in it and
// reads the value back as a browser would.
func TestWhatWasTypedIsKept(t *testing.T) {
	for _, typed := range []string{
		"Ann", " two  spaces ", "<script>alert('x')</script>", `"quoted" & 'so'`, strings.Repeat("Nguyễn ", 715),
		"\u202bمرحبا\u202c", "Zoe\u0308", "&lt;b&gt;", "31/02/1980", "𝒳 👩🏽‍⚕️",
	} {
		f := post(t, "/", url.Values{"x": {typed}, "d-day": {typed}, "d-month": {"13"}, "d-year": {""}})
		f.Fail("x", "Wrong: %s", typed)
		if _, ok := f.Date("d"); ok {
			t.Fatalf("%q is no day", typed)
		}
		for kind, markup := range map[string]template.HTML{
			"input": f.Input("x", "X").HTML(), "search": f.SearchInput("x", "X").HTML(),
		} {
			attrs, _ := control(t, markup, "x")
			if attrs["value"] != typed {
				t.Errorf("%s shows %q instead of %q", kind, attrs["value"], typed)
			}
		}
		for kind, markup := range map[string]template.HTML{
			"textarea": f.Textarea("x", "X").HTML(), "count": f.CharacterCount("x", "X", 100).HTML(),
		} {
			if _, text := control(t, markup, "x"); text != typed {
				t.Errorf("%s shows %q instead of %q", kind, text, typed)
			}
		}
		if attrs, _ := control(t, f.DateInput("d", "D").HTML(), "d-day"); attrs["value"] != typed {
			t.Errorf("a wrong date shows %q instead of %q", attrs["value"], typed)
		}
		if attrs, _ := control(t, f.DateInput("d", "D").HTML(), "d-month"); attrs["value"] != "13" {
			t.Errorf("a wrong date lost its month: %q", attrs["value"])
		}
		if strings.Contains(string(f.Summary()), "<script") {
			t.Error("the summary lets markup through")
		}
	}
	f := post(t, "/", url.Values{"x": {"a\r\n\r\nb\r\n"}})
	if _, text := control(t, f.Textarea("x", "X").HTML(), "x"); text != "a\n\nb\n" {
		t.Errorf("a textarea shows %q", text)
	}
}

func TestAPasswordIsNeverShownAgain(t *testing.T) {
	f := post(t, "/", url.Values{"p": {"secret-word"}})
	f.Fail("p", "Enter the right password")
	got := string(f.PasswordInput("p", "Password").HTML())
	if strings.Contains(got, "secret-word") || !strings.Contains(got, "Enter the right password") {
		t.Errorf("got %s", got)
	}
}

func TestChosenValuesAreKept(t *testing.T) {
	f := post(t, "/", url.Values{"r": {"b"}, "s": {"b"}, "c": {"a", "b"}})
	abc := Choices("a", "A", "b", "B", "c", "C")
	if attrs, _ := control(t, f.Radios("r", "R", abc).HTML(), "r-2"); !has(attrs, "checked") {
		t.Error("radios lost the choice")
	}
	if attrs, _ := control(t, f.Radios("r", "R", abc).HTML(), "r"); has(attrs, "checked") {
		t.Error("radios chose another one")
	}
	boxes := f.Checkboxes("c", "C", abc).HTML()
	for id, want := range map[string]bool{"c": true, "c-2": true, "c-3": false} {
		if attrs, _ := control(t, boxes, id); has(attrs, "checked") != want {
			t.Errorf("checkbox %s: want ticked %v", id, want)
		}
	}
	if got := string(f.Select("s", "S", abc).HTML()); !strings.Contains(got, `<option value="b" selected>`) {
		t.Errorf("select lost the choice: %s", got)
	}
}

func has(attrs map[string]string, name string) bool { _, ok := attrs[name]; return ok }

// TestTheSummaryLinksToRealControls follows each link of the summary to an
// element that takes the focus.
func TestTheSummaryLinksToRealControls(t *testing.T) {
	f := post(t, "/", url.Values{"d-day": {""}, "d-month": {"2"}, "d-year": {"1980"}, "e-day": {""}, "e-month": {""}, "e-year": {""}})
	f.Date("d", "First day")
	f.Take(&fault.Error{Kind: fault.Invalid, Fields: []fault.Field{
		{Name: "e", Message: "Enter the last day"}, {Name: "name", Message: "Enter a name"},
		{Name: "r", Message: "Choose one"}, {Name: "c", Message: "Tick one"}, {Name: "s", Message: "Choose a practice"},
		{Name: "t", Message: "Write something"},
	}})
	page := f.DateInput("d", "First day").HTML() + f.DateInput("e", "Last day").HTML() + f.Input("name", "Name").HTML() +
		f.Radios("r", "R", YesNo()).HTML() + f.Checkboxes("c", "", Choices("1", "One")).HTML() +
		f.Select("s", "S", nil).HTML() + f.Textarea("t", "T").HTML()
	links := 0
	root, err := html.Parse(strings.NewReader(string(f.Summary())))
	if err != nil {
		t.Fatal(err)
	}
	for n := range root.Descendants() {
		if n.Data != "a" {
			continue
		}
		links++
		attrs, _ := control(t, page, strings.TrimPrefix(n.Attr[0].Val, "#"))
		if !has(attrs, "name") {
			t.Errorf("%s leads to something that is no control", n.Attr[0].Val)
		}
	}
	if links != 7 {
		t.Errorf("%d links, want 7: %s", links, f.Summary())
	}
	if attrs, _ := control(t, page, "d-day"); !strings.Contains(attrs["class"], "nhsuk-input--error") {
		t.Error("the wrong box of the date is not marked")
	}
	if attrs, _ := control(t, page, "d-month"); strings.Contains(attrs["class"], "nhsuk-input--error") {
		t.Error("a right box of the date is marked")
	}
}

func TestNoSummaryWithoutErrors(t *testing.T) {
	if got := Of(nil).Summary(); got != "" {
		t.Errorf("got %s", got)
	}
}

func TestHidden(t *testing.T) {
	f := Of(url.Values{"a": {"1"}, "many": {"x", `"><script>`}, "d-day": {"1"}, "d-month": {"2"}, "d-year": {"1980"}, "left": {"out"}})
	want := `<input type="hidden" name="a" value="1">` +
		`<input type="hidden" name="many" value="x">` +
		`<input type="hidden" name="many" value="&#34;&gt;&lt;script&gt;">` +
		`<input type="hidden" name="d-day" value="1">` +
		`<input type="hidden" name="d-month" value="2">` +
		`<input type="hidden" name="d-year" value="1980">`
	if got := string(f.Hidden("a", "many", "d", "nothing")); got != want {
		t.Errorf("got %s", got)
	}
}

// TestInATemplate runs the examples of the package comment.
func TestInATemplate(t *testing.T) {
	f := post(t, "/", url.Values{"nhs": {"485 777 3456"}, "sex": {"f"}, "dob-day": {"31"}, "dob-month": {"2"}, "dob-year": {"1980"}})
	f.Date("dob", "Date of birth")
	page := template.Must(template.New("page").Funcs(Funcs()).Parse(
		`{{.Form.Summary}}<form method="post" novalidate>{{.Form.Key}}` +
			`{{(.Form.Input "nhs" "NHS number" (hint "10 digits, such as 485 777 3456") (width 10) (inputMode "numeric")).HTML}}` +
			`{{(.Form.DateInput "dob" "Date of birth" (hint "For example, 31 3 1980") pageHeading).HTML}}` +
			`{{(.Form.Radios "sex" "Sex" .Sexes inline).HTML}}` +
			`{{(.Form.Textarea "note" "Note" (rows 8) (size "m") (attr "data-autosave" "note")).HTML}}` +
			`{{(.Form.Input "given" "Given name").HTML}}</form>`))
	var out strings.Builder
	err := page.Execute(&out, map[string]any{"Form": f, "Sexes": Choices("f", "Female", "m", "Male")})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`href="#dob-day"`, `value="485 777 3456"`, `nhsuk-input--width-10`, `inputmode="numeric"`,
		`<div class="nhsuk-hint" id="nhs-hint">10 digits`, `<h1 class="nhsuk-fieldset__heading">Date of birth</h1>`,
		`nhsuk-radios--inline`, `rows="8"`, `nhsuk-label--m`, `data-autosave="note"`, `Date of birth must be a real date`,
		`name="key" value="` + f.KeyValue() + `"`,
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	if strings.Contains(out.String(), "&lt;") {
		t.Errorf("a component was escaped: %s", out.String())
	}
}

func TestOptionsLeaveEachOtherAlone(t *testing.T) {
	f := Of(nil)
	narrow := Classes("app-narrow")
	for range 2 {
		if got := f.Input("a", "A", narrow, Classes("app-b"), Prefix("£"), Suffix("a year"), Caption("Pay"), HiddenLabel(), Disabled(), Autocomplete("off")); got.Classes != "app-narrow app-b" ||
			got.Prefix.Text != "£" || got.Suffix.Text != "a year" || got.Label.Caption.Text != "Pay" ||
			got.Label.Classes != "nhsuk-u-visually-hidden" || !got.Disabled || got.Autocomplete != "off" {
			t.Errorf("got %+v", got)
		}
	}
	r := f.Radios("r", "R", YesNo(), Small(), Size(nhsuk.SizeM), HintMarkup("<b>x</b>"))
	if !r.Small || r.Fieldset.Legend.Size != nhsuk.SizeM || r.Hint.Markup != "<b>x</b>" {
		t.Errorf("got %+v", r)
	}
	if _, err := sizeNamed("huge"); err == nil {
		t.Error("an unknown size is taken")
	}
}
