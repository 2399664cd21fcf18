// Package onward is the front room of the doors out of primary care: the
// directory of services, choosing with a person, and onward requests.
package onward

import (
	"embed"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/network"
	"footbridge/internal/app/onward"
	"footbridge/internal/fault"
	"footbridge/internal/web/form"
	"footbridge/internal/web/site"
)

//go:embed *.html
var files embed.FS

var (
	directoryPage = site.Parse(files, "directory.html", "ours.html")
	servicePage   = site.Parse(files, "service.html", "ours.html")
	editPage      = site.Parse(files, "edit.html")
	importPage    = site.Parse(files, "import.html")
	rulesPage     = site.Parse(files, "rules.html")
)

// choices makes choices out of value and text, with a first one before them.
func choices(list [][2]string, first ...string) []form.Choice {
	var out []form.Choice
	if len(first) == 2 {
		out = append(out, form.Choice{Value: first[0], Text: first[1]})
	}
	for _, k := range list {
		out = append(out, form.Choice{Value: k[0], Text: k[1]})
	}
	return out
}

func number(f *form.Form, name string) int {
	n, _ := strconv.Atoi(strings.TrimSpace(f.Raw(name)))
	return n
}

// asked reads the filters of the directory from the address.
func asked(v *site.Visit) onward.Directory {
	f := v.Form()
	age := number(f, "age")
	if age < 0 || age > 120 {
		age = 0
	}
	return onward.Directory{PCN: v.Network(), Words: f.Text("words"), Kind: f.Text("kind"), Practice: f.Text("practice"), Area: f.Text("area"), Age: age,
		With: f.Text("with"), Stale: f.Text("show") == "stale", Retired: f.Text("show") == "retired"}
}

// listed is an entry as the list shows it.
type listed struct {
	onward.Service
	Stale bool
}

type group struct {
	Title string
	List  []listed
}

// Directory shows the directory.
func Directory(v *site.Visit) error {
	q := asked(v)
	l, err := site.Ask(v, q)
	if err != nil {
		return err
	}
	var groups []group
	for _, s := range l.List {
		if title := onward.KindText(s.Kind); len(groups) == 0 || groups[len(groups)-1].Title != title {
			groups = append(groups, group{Title: title})
		}
		g := &groups[len(groups)-1]
		g.List = append(g.List, listed{s, s.Stale(v.App.Today(), l.Rules.StaleDays)})
	}
	practices := form.Choices("", "Any practice")
	for _, p := range l.Practices {
		practices = append(practices, form.Choice{Value: p.Code, Text: network.PlainName(p.Name)})
	}
	narrowed := q.Words+q.Kind+q.Practice+q.Area+q.With != "" || q.Age > 0 || q.Stale || q.Retired
	return v.Show(site.Page{Title: "Directory of services", Wide: true, Print: true}, directoryPage, map[string]any{
		"Form": v.Form(), "L": l, "Groups": groups, "Narrowed": narrowed, "Kinds": choices(onward.Kinds, "", "Any kind"), "Practices": practices,
		"With": form.Choices("", "No matter", "interpreter", "Brings an interpreter", "formats", "Writes in large print, easy read"), "MayEdit": v.May(access.EditDirectory),
		"MayRule": v.May(access.OnwardRules), "Show": v.Form().Text("show"), "MayFind": v.May(access.Signpost), "Query": "?" + v.R.URL.RawQuery,
	})
}

// DirectoryCSV is the same list as a file that can be taken in again.
func DirectoryCSV(v *site.Visit) error {
	l, err := site.Ask(v, asked(v))
	if err != nil {
		return err
	}
	v.W.Header().Set("Content-Type", "text/csv; charset=utf-8; header=present")
	v.W.Header().Set("Content-Disposition", `attachment; filename="directory-`+v.App.Today().String()+`.csv"`)
	return onward.WriteCSV(v.W, l.List)
}

// OpenReferral is the directory in the shape of Open Referral UK.
func OpenReferral(v *site.Visit) error {
	p, err := site.Ask(v, onward.OpenReferral{PCN: v.Network()})
	if err != nil {
		return err
	}
	v.W.Header().Set("Content-Type", "application/json; charset=utf-8")
	return json.NewEncoder(v.W).Encode(p)
}

// Service shows one entry.
func Service(v *site.Visit) error {
	e, err := site.Ask(v, onward.OneService{ID: v.Path("id")})
	if err != nil {
		return err
	}
	f := v.Form()
	f.Set("version", strconv.Itoa(e.Version))
	var practices, wants []string
	for _, code := range e.Body.Practices {
		name := e.Practices[code]
		if name == "" {
			name = code
		}
		practices = append(practices, name)
	}
	for _, w := range onward.Wants {
		for _, key := range e.Body.Wants {
			if key == w[0] {
				wants = append(wants, w[1])
			}
		}
	}
	return v.Show(site.Page{Title: e.Name, Back: "/directory", BackText: "Directory of services", Form: f, Print: true}, servicePage, map[string]any{
		"Form": f, "E": e, "B": e.Body, "Stale": e.Stale(v.App.Today(), e.Rules.StaleDays) && !e.Retired(), "Kind": onward.KindText(e.Kind), "Practices": practices, "Wants": wants,
		"MayEdit": v.May(access.EditDirectory), "MayFind": v.May(access.Signpost),
	})
}

// DoConfirm answers whether an entry is still right.
func DoConfirm(v *site.Visit) error {
	f := v.Form()
	c := onward.ConfirmService{ID: v.Path("id"), Version: number(f, "version"), Right: f.Text("right") == "yes", Why: f.Text("why")}
	_, err := site.Do(v, c)
	if err == nil {
		if c.Right {
			return v.ToWith("/directory/"+c.ID, "Thank you. The entry is confirmed as of today")
		}
		return v.ToTell("/directory/"+c.ID, "Thank you. The entry stays grey until its owner has put it right")
	}
	if !v.Again(err) {
		return err
	}
	return Service(v)
}

// DoRetire takes an entry out of use.
func DoRetire(v *site.Visit) error {
	f := v.Form()
	id := v.Path("id")
	_, err := site.Do(v, onward.RetireService{ID: id, Version: number(f, "version"), Why: f.Text("retire")})
	if err == nil {
		return v.ToWith("/directory/"+id, "The entry is out of use. It stays readable")
	}
	if fields := fault.FieldsOf(err); len(fields) > 0 { // the page has two fields about why
		f.Fail("retire", "%s", fields[0].Message)
		return Service(v)
	}
	if !v.Again(err) {
		return err
	}
	return Service(v)
}

// Edit shows an entry, or a new one, in its form.
func Edit(v *site.Visit) error {
	f := v.Form()
	if id := v.Path("id"); id != "" {
		e, err := site.Ask(v, onward.OneService{ID: id})
		if err != nil {
			return err
		}
		if e.Retired() {
			return v.ToTell("/directory/"+id, "This entry is out of use")
		}
		fill(f, e.Body)
		f.Set("version", strconv.Itoa(e.Version))
	} else if f.Raw("owner") == "" {
		f.Set("owner", v.Actor.Name)
	}
	return showEdit(v)
}

func fill(f *form.Form, b onward.Body) {
	age := func(n int) string {
		if n == 0 {
			return ""
		}
		return strconv.Itoa(n)
	}
	for _, x := range [][2]string{{"name", b.Name}, {"kind", b.Kind}, {"organisation", b.Organisation}, {"who", b.WhoFor}, {"from", age(b.AgeFrom)}, {"to", age(b.AgeTo)}, {"areas", strings.Join(b.Areas, ", ")},
		{"sex", b.Sex}, {"interpreter", b.Interpreter}, {"formats", b.Formats}, {"how", b.HowToAsk}, {"phone", b.Phone}, {"email", b.Email}, {"address", b.Address}, {"website", b.Website}, {"hours", b.Hours},
		{"cost", b.Cost}, {"waiting", b.Waiting}, {"owner", b.Owner}, {"questions", strings.Join(b.Questions, "\n")}} {
		f.Set(x[0], x[1])
	}
	f.SetAll("practices", b.Practices)
	f.SetAll("wants", b.Wants)
	if !b.WaitingOn.IsZero() {
		f.SetDate("waiting-on", b.WaitingOn)
	}
}

// DoEdit saves an entry.
func DoEdit(v *site.Visit) error {
	f := v.Form()
	b := onward.Body{Name: f.Text("name"), Kind: f.Text("kind"), Organisation: f.Text("organisation"), WhoFor: f.Text("who"), Practices: f.All("practices"), Areas: strings.FieldsFunc(f.Text("areas"), func(r rune) bool { return r == ',' || r == ' ' || r == '\n' }),
		Sex: f.Text("sex"), Interpreter: f.Text("interpreter"), Formats: f.Text("formats"), HowToAsk: f.Text("how"), Phone: f.Text("phone"), Email: f.Text("email"), Address: f.Text("address"), Website: f.Text("website"),
		Hours: f.Text("hours"), Cost: f.Text("cost"), Waiting: f.Text("waiting"), Owner: f.Text("owner"), Wants: f.All("wants"), Questions: strings.Split(f.Text("questions"), "\n")}
	for _, a := range []struct {
		name, label string
		to          *int
	}{{"from", "Age from", &b.AgeFrom}, {"to", "Age up to", &b.AgeTo}} {
		if f.Text(a.name) != "" {
			*a.to, _ = f.Int(a.name, a.label)
		}
	}
	b.WaitingOn, _ = f.Date("waiting-on", "The day")
	if f.OK() {
		id, err := site.Do(v, onward.SaveService{PCN: v.Network(), ID: v.Path("id"), Version: number(f, "version"), Body: b, Why: f.Text("why")})
		if err == nil {
			return v.ToWith("/directory/"+id, "The entry is saved, and confirmed as of today")
		}
		if !v.Again(err) {
			return err
		}
	}
	return showEdit(v)
}

func showEdit(v *site.Visit) error {
	f := v.Form()
	l, err := site.Ask(v, onward.Directory{PCN: v.Network()})
	if err != nil {
		return err
	}
	var practices []form.Choice
	for _, p := range l.Practices {
		practices = append(practices, form.Choice{Value: p.Code, Text: network.PlainName(p.Name)})
	}
	title, back := "Add a service", "/directory"
	if id := v.Path("id"); id != "" {
		title, back = "Change an entry", "/directory/"+url.PathEscape(id)
	}
	return v.Show(site.Page{Title: title, Back: back, Form: f}, editPage, map[string]any{
		"Form": f, "Title": title, "New": v.Path("id") == "", "Kinds": choices(onward.Kinds), "Practices": practices, "Offered": choices(onward.Offered), "Wants": choices(onward.Wants),
		"Sexes": form.Choices("", "Everybody", "female", "Only women", "male", "Only men"),
	})
}

// maxFile is the most that a file may hold, in bytes: it is sent a second time,
// as a field of a form, to be taken over.
const maxFile = 300 << 10

// Import shows where a file is chosen.
func Import(v *site.Visit) error { return showImport(v, nil) }

// DoImport shows what a file would do, or takes it in.
func DoImport(v *site.Visit) error {
	f := v.Form()
	text := f.Raw("text")
	if v.R.MultipartForm != nil {
		if list := v.R.MultipartForm.File["file"]; len(list) > 0 && list[0].Size > 0 {
			in, err := list[0].Open()
			if err != nil {
				return err
			}
			defer in.Close()
			raw, err := io.ReadAll(io.LimitReader(in, maxFile+1))
			if err != nil {
				return err
			}
			if len(raw) > maxFile {
				f.Fail("file", "The file is too large. Send it in parts")
				return showImport(v, nil)
			}
			text = string(raw)
		}
	}
	if text == "" {
		f.Fail("file", "Choose a file")
		return showImport(v, nil)
	}
	r, err := site.Ask(v, onward.PreviewCSV{PCN: v.Network(), File: text})
	if err != nil {
		if v.Again(err) {
			return showImport(v, nil)
		}
		return err
	}
	if f.Raw("action") == "take" {
		done, err := site.Do(v, onward.ImportCSV{PCN: v.Network(), File: text})
		if err == nil {
			return v.ToWith("/directory", "Taken over: "+strconv.Itoa(done.New)+" new, "+strconv.Itoa(done.Changed)+" changed, "+strconv.Itoa(done.Same)+" as they were")
		}
		if !v.Again(err) {
			return err
		}
	}
	f.Set("text", text)
	return showImport(v, &r)
}

func showImport(v *site.Visit, r *onward.Report) error {
	return v.Show(site.Page{Title: "Import a file", Back: "/directory", BackText: "Directory of services", Form: v.Form(), Wide: r != nil}, importPage, map[string]any{
		"Form": v.Form(), "R": r, "Columns": onward.Columns(), "Text": v.Form().Raw("text"), "Kinds": onward.Kinds,
	})
}

// Rules shows the network's local rules.
func Rules(v *site.Visit) error {
	f := v.Form()
	r, err := site.Ask(v, onward.RulesOf{PCN: v.Network()})
	if err != nil {
		return err
	}
	if v.R.Method == http.MethodGet {
		f.Set("stale", strconv.Itoa(r.StaleDays))
		f.Set("quiet", strconv.Itoa(r.QuietDays))
		f.Set("return", strconv.Itoa(r.ReturnDays))
	}
	f.Set("version", strconv.Itoa(r.Version))
	return v.Show(site.Page{Title: "Local rules", Back: "/directory", BackText: "Directory of services", Form: f}, rulesPage, map[string]any{"Form": f, "R": r})
}

// DoRules sets them.
func DoRules(v *site.Visit) error {
	f := v.Form()
	c := onward.SetRules{PCN: v.Network(), Version: number(f, "version")}
	c.StaleDays, _ = f.Int("stale", "The number of days")
	c.QuietDays, _ = f.Int("quiet", "The number of days")
	c.ReturnDays, _ = f.Int("return", "The number of working days")
	if f.OK() {
		_, err := site.Do(v, c)
		if err == nil {
			return v.ToWith("/directory", "The rules hold from now on")
		}
		if !v.Again(err) {
			return err
		}
	}
	return Rules(v)
}
