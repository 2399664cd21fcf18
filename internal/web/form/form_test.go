package form

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"footbridge/internal/calendar"
	"footbridge/internal/fault"

	"golang.org/x/text/unicode/norm"
)

func post(t *testing.T, target string, values url.Values) *Form {
	t.Helper()
	r := httptest.NewRequest(http.MethodPost, target, strings.NewReader(values.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	f, err := Parse(httptest.NewRecorder(), r)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestText(t *testing.T) {
	for _, c := range []struct{ name, typed, want string }{
		{"plain", "Ann", "Ann"},
		{"spaces around", "  Ann \t\n", "Ann"},
		{"line breaks", "a\r\nb\rc\nd", "a\nb\nc\nd"},
		{"tabs stay", "a\tb", "a\tb"},
		{"NUL and other control characters", "a\x00b\x07c\u0085d\x7fe", "abcde"},
		{"composed", "Zoe\u0308", "Zo\u00eb"},
		{"invalid UTF-8", "a\xffb", "a\uFFFDb"},
		{"right to left", "\u202bمرحبا\u202c", "\u202bمرحبا\u202c"},
		{"markup is text", "<script>alert(1)</script>", "<script>alert(1)</script>"},
		{"non-breaking space around", "\u00a0Ann\u00a0", "Ann"},
		{"nothing", "", ""},
	} {
		f := Of(url.Values{"x": {c.typed}})
		if got := f.Text("x"); got != c.want {
			t.Errorf("%s: Text = %q, want %q", c.name, got, c.want)
		}
		if got := f.Raw("x"); got != c.typed {
			t.Errorf("%s: Raw = %q, want what was typed", c.name, got)
		}
	}
}

func TestDate(t *testing.T) {
	for _, c := range []struct {
		name, day, month, year string
		want                   string
		ok                     bool
		message, link          string
	}{
		{"nothing", "", "", "", "", false, "", ""},
		{"spaces only", " ", "", "\t", "", false, "", ""},
		{"right", "31", "3", "1980", "1980-03-31", true, "", ""},
		{"spaces and a month's name", " 1 ", "feb", "2024", "2024-02-01", true, "", ""},
		{"no such day", "31", "2", "1980", "", false, "Date of birth must be a real date", "#dob-day"},
		{"month 13", "1", "13", "1980", "", false, "Date of birth must be a real date", "#dob-month"},
		{"no year", "1", "2", "", "", false, "Date of birth must include a year", "#dob-year"},
		{"short year", "1", "2", "80", "", false, "Date of birth must have a year with 4 numbers", "#dob-year"},
		{"letters", "x", "y", "z", "", false, "Date of birth must have a year with 4 numbers", "#dob-year"},
	} {
		f := Of(url.Values{"dob-day": {c.day}, "dob-month": {c.month}, "dob-year": {c.year}})
		got, ok := f.Date("dob", "Date of birth")
		if got.String() != c.want || ok != c.ok || f.ErrorFor("dob") != c.message {
			t.Errorf("%s: %q, %v, %q", c.name, got, ok, f.ErrorFor("dob"))
		}
		if c.message == "" && !f.OK() {
			t.Errorf("%s: noted %v", c.name, f.Errors())
		}
		if c.link != "" && !strings.Contains(string(f.Summary()), `href="`+c.link+`"`) {
			t.Errorf("%s: the summary links elsewhere: %s", c.name, f.Summary())
		}
	}
}

func TestDateNamesItself(t *testing.T) {
	f := Of(url.Values{"date_of-birth-day": {"40"}, "date_of-birth-month": {"1"}, "date_of-birth-year": {"2000"}})
	f.Date("date_of-birth")
	f.Date("date_of-birth") // asked twice, noted once
	if len(f.Errors()) != 1 || f.Errors()[0].Message != "Date of birth must be a real date" {
		t.Errorf("noted %v", f.Errors())
	}
}

func TestInt(t *testing.T) {
	for _, c := range []struct {
		typed   string
		want    int
		ok      bool
		message string
	}{
		{"", 0, false, ""},
		{" 12 ", 12, true, ""},
		{"52,380", 52380, true, ""},
		{"-3", -3, true, ""},
		{"3.5", 0, false, "List size must be a whole number"},
		{"many", 0, false, "List size must be a whole number"},
		{"99999999999999999999", 0, false, "List size must be a whole number"},
	} {
		f := Of(url.Values{"list": {c.typed}})
		got, ok := f.Int("list", "List size")
		if got != c.want || ok != c.ok || f.ErrorFor("list") != c.message {
			t.Errorf("%q: %d, %v, %q", c.typed, got, ok, f.ErrorFor("list"))
		}
	}
}

func TestParse(t *testing.T) {
	f := post(t, "/find?q=old&page=2", url.Values{"q": {"new"}, "box": {"a", " ", "b"}})
	if f.Text("q") != "new" || f.Text("page") != "2" {
		t.Errorf("what is posted wins over the query: q %q, page %q", f.Text("q"), f.Text("page"))
	}
	if got := f.All("q"); len(got) != 1 {
		t.Errorf("All mixes the query in: %q", got)
	}
	if got := f.All("box"); !slices.Equal(got, []string{"a", "b"}) {
		t.Errorf("All = %q", got)
	}
	if !f.Checked("box") || f.Checked("other") {
		t.Error("Checked is wrong")
	}
}

func TestParseMultipart(t *testing.T) {
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	if err := m.WriteField("name", "Ann"); err != nil {
		t.Fatal(err)
	}
	m.Close()
	r := httptest.NewRequest(http.MethodPost, "/", &b)
	r.Header.Set("Content-Type", m.FormDataContentType())
	f, err := Parse(httptest.NewRecorder(), r)
	if err != nil || f.Text("name") != "Ann" {
		t.Errorf("%v, %v", f, err)
	}
}

func TestParseRefuses(t *testing.T) {
	for _, c := range []struct{ name, kind, body, says string }{
		{"too large", "application/x-www-form-urlencoded", "x=" + strings.Repeat("a", MaxBytes), "too large"},
		{"too large, multipart", "multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=x\r\n\r\n" + strings.Repeat("a", MaxUpload), "too large"},
		{"broken", "application/x-www-form-urlencoded", "x=%zz", "could not be read"},
		{"broken multipart", "multipart/form-data; boundary=b", "--b\r\nnothing", "could not be read"},
	} {
		r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(c.body))
		r.Header.Set("Content-Type", c.kind)
		_, err := Parse(httptest.NewRecorder(), r)
		if !fault.Is(err, fault.Invalid) || !strings.Contains(fault.Says(err), c.says) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	exact := "x=" + strings.Repeat("a", MaxBytes-2)
	r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(exact))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if _, err := Parse(httptest.NewRecorder(), r); err != nil {
		t.Errorf("exactly the most: %v", err)
	}
}

func TestKey(t *testing.T) {
	first := Of(nil)
	key := first.KeyValue()
	if len(key) < 20 || first.KeyValue() != key || Of(nil).KeyValue() == key {
		t.Fatalf("the key is %q, then %q", key, first.KeyValue())
	}
	if want := `<input type="hidden" name="key" value="` + key + `">`; string(first.Key()) != want {
		t.Errorf("Key = %s", first.Key())
	}
	if again := post(t, "/", url.Values{"key": {key}}); again.KeyValue() != key {
		t.Error("the key is not kept when the form comes back")
	}
	for _, forged := range []string{"", "short", strings.Repeat("A", 65), "ABCDEFGHIJKLMNOPQRS'><"} {
		if got := post(t, "/", url.Values{"key": {forged}}).KeyValue(); got == forged || len(got) < 20 {
			t.Errorf("the key %q was kept as %q", forged, got)
		}
	}
	if post(t, "/?key="+key, url.Values{}).KeyValue() == key {
		t.Error("a link can choose the key")
	}
}

func TestTake(t *testing.T) {
	for _, c := range []struct {
		name string
		err  error
		take bool
		want []fault.Field
	}{
		{"none", nil, false, nil},
		{"denied", fault.Refused("no"), false, nil},
		{"stale", fault.Moved("changed"), false, nil},
		{"field", fault.Wrong("name", "Enter a %s", "name"), true, []fault.Field{{Name: "name", Message: "Enter a name"}}},
		{"no field", &fault.Error{Kind: fault.Invalid, Message: "100% wrong"}, true, []fault.Field{{Message: "100% wrong"}}},
		{"no words", &fault.Error{Kind: fault.Invalid}, true, []fault.Field{{Message: "Check what you entered"}}},
	} {
		f := Of(nil)
		if got := f.Take(c.err); got != c.take || !slices.Equal(f.Errors(), c.want) {
			t.Errorf("%s: %v, %v", c.name, got, f.Errors())
		}
		if f.OK() != (len(c.want) == 0) {
			t.Errorf("%s: OK is %v", c.name, f.OK())
		}
	}
}

func TestSetDate(t *testing.T) {
	f := Of(nil)
	f.SetDate("dob", calendar.MustDate("1980-03-01"))
	if d, ok := f.Date("dob"); !ok || d != calendar.MustDate("1980-03-01") {
		t.Errorf("got %v, %v", d, ok)
	}
	f.SetDate("dob", calendar.Date{})
	if _, ok := f.Date("dob"); ok || !f.OK() {
		t.Error("the zero date does not empty the fields")
	}
}

func FuzzText(f *testing.F) {
	for _, seed := range []string{"", "Ann", "a\r\nb", "\x00\xff", "e\u0301", "\u202bمرحبا", "<b>"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(url.Values{"x": {typed}}.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		form, err := Parse(httptest.NewRecorder(), r)
		if err != nil {
			if len(typed) < MaxBytes/4 {
				t.Fatalf("refused: %v", err)
			}
			return
		}
		got := form.Text("x")
		if !utf8.ValidString(got) || !norm.NFC.IsNormalString(got) || strings.TrimSpace(got) != got {
			t.Errorf("%q becomes %q", typed, got)
		}
		if strings.ContainsFunc(got, func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\t' }) {
			t.Errorf("control characters are left in %q", got)
		}
		if again := tidy(got); again != got {
			t.Errorf("tidying twice differs: %q, %q", got, again)
		}
		if form.Raw("x") != typed {
			t.Errorf("what was typed is lost: %q", form.Raw("x"))
		}
	})
}

func FuzzDate(f *testing.F) {
	f.Add("31", "3", "1980")
	f.Add("", "", "")
	f.Add("29", "feb", "2023")
	f.Add("\u0661", "1", "0000")
	f.Fuzz(func(t *testing.T, day, month, year string) {
		form := Of(url.Values{"d-day": {day}, "d-month": {month}, "d-year": {year}})
		date, ok := form.Date("d")
		if ok == date.IsZero() {
			t.Errorf("%q %q %q: %v, %v", day, month, year, date, ok)
		}
		empty := form.Text("d-day")+form.Text("d-month")+form.Text("d-year") == ""
		if form.OK() != (ok || empty) {
			t.Errorf("%q %q %q: ok %v, errors %v", day, month, year, ok, form.Errors())
		}
		if ok {
			again := Of(nil)
			again.SetDate("d", date)
			if back, _ := again.Date("d"); back != date {
				t.Errorf("%v comes back as %v", date, back)
			}
		}
	})
}
