package supervision

import (
	"html/template"
	"net/url"
	"slices"
	"strconv"

	"footbridge/internal/access"
	"footbridge/internal/app"
	"footbridge/internal/app/account"
	"footbridge/internal/app/supervision"
	"footbridge/internal/fault"
	"footbridge/internal/web/form"
	"footbridge/internal/web/nhsuk"
	"footbridge/internal/web/site"
)

var (
	writePage   = site.Parse(files, "write.html")
	manyPage    = site.Parse(files, "many.html")
	sessionPage = site.Parse(files, "session.html")
	amendPage   = site.Parse(files, "amend.html")
)

// caseField is one thing that can be marked as talked about.
type caseField struct {
	Name, ID, Title, Href, Text string
	Version                     int
	Words                       template.HTML
}

// notDraft are the fields of a form that are no part of what is written.
var notDraft = []string{form.KeyName, "saves", "action"}

// Write shows the form in which one session with one practitioner is written
// down.
func Write(v *site.Visit) error {
	p, err := site.Ask(v, supervision.PostOf{PCN: v.Network(), Post: v.Path("id")})
	if err != nil {
		return err
	}
	b, err := site.Ask(v, supervision.Board{PCN: v.Network()})
	if err != nil {
		return err
	}
	f := v.Form()
	saves := 0
	savedAt := ""
	d, err := site.Ask(v, account.ReadDraft{Kind: supervision.DraftKind, Subject: p.ID})
	if err == nil {
		saves, savedAt = d.Saves, d.SavedAt.Long()
	} else if !fault.Is(err, fault.NotFound) {
		return err
	}
	if v.R.Method == "GET" {
		f.Set("kind", orElse(f.Text("kind"), "clinical"))
		f.Set("state", orElse(f.Text("state"), supervision.Held))
		f.SetDate("on", v.App.Today())
		f.Set("minutes", "60")
		if l, ok := p.Plan.Line(f.Text("kind")); ok {
			f.Set("who", l.Who)
		}
		if f.Text("who") == "" && v.May(access.PlanSupervision) {
			f.Set("who", v.Actor.Name)
		}
		for _, s := range p.Sessions {
			if s.ID == f.Text("session") && s.State() == supervision.Planned {
				f.Set("kind", s.Kind)
				f.Set("version", strconv.Itoa(s.Version))
				f.SetDate("on", s.OnDay)
				f.Set("who", s.LedBy)
			}
		}
		if savedAt != "" {
			values, err := url.ParseQuery(d.Body)
			if err != nil {
				return err
			}
			for name, list := range values {
				if !slices.Contains(notDraft, name) {
					f.SetAll(name, list)
				}
			}
		}
	}
	f.Set("saves", strconv.Itoa(saves))
	var kinds []form.Choice
	for _, k := range supervision.Kinds {
		if !k.Group {
			kinds = append(kinds, form.Choice{Value: k.Key, Text: k.Text})
		}
	}
	var cases []caseField
	add := func(kind, id string, version int, title, href, text string) {
		c := caseField{Name: kind + "-" + id, ID: id, Title: title, Href: href, Text: text, Version: version}
		c.Words = f.Input("case-"+id, "What came of it (empty: not talked about)", form.Attr("aria-label", "What came of it: "+title)).HTML()
		cases = append(cases, c)
	}
	if v.May(access.Supervise) {
		for _, x := range b.Flags {
			if x.Name == p.Name {
				add("flag", x.ID, x.Version, "Question of "+x.At.Long(), "/flags/"+x.ID, x.Question)
			}
		}
	}
	for _, x := range b.Override {
		if x.Name == p.Name {
			add("override", x.ID, 0, "Override of "+x.OnDay.Medium()+": "+x.KindName, "/overrides", x.Why)
		}
	}
	return v.Show(site.Page{Title: "Write a session down", Form: f, Back: "/supervision/posts/" + p.ID, BackText: "Supervision of " + p.Name}, writePage, map[string]any{
		"Form": f, "P": p, "Kinds": kinds, "Cases": cases, "Saves": saves, "SavedAt": savedAt, "DraftKind": supervision.DraftKind, "Mine": p.Mine,
		"States": form.Choices(supervision.Held, "It was held", supervision.Offered, "It was offered and not attended", supervision.Missed, "It was missed", supervision.Planned, "It is planned for a day ahead"),
		"By":     form.Choices("", "Not missed", "practitioner", "The practitioner", "supervisor", "Whoever leads it"),
	})
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

// DoWrite keeps the draft, or writes the session down.
func DoWrite(v *site.Visit) error {
	f, post := v.Form(), v.Path("id")
	if f.Raw("action") == "save" {
		body := url.Values{}
		for name, list := range v.R.PostForm {
			if !slices.Contains(notDraft, name) {
				body[name] = list
			}
		}
		saves, _ := strconv.Atoi(f.Raw("saves"))
		_, err := app.Do(v.Context(), v.App, v.Actor, account.SaveDraft{Kind: supervision.DraftKind, Subject: post, Body: body.Encode(), Saves: saves})
		if err == nil {
			return v.ToWith(v.R.URL.Path, "Draft saved at "+v.App.Now().Clock())
		}
		if !v.Again(err) {
			return err
		}
		return Write(v)
	}
	e := supervision.Entry{Session: f.Text("session"), Kind: f.Text("kind"), LedBy: f.Text("who"), Themes: f.Text("themes"), Words: f.Text("words")}
	e.Version, _ = strconv.Atoi(f.Raw("version"))
	e.On, _ = f.Date("on", "The day")
	e.Places = []supervision.Place{{Post: post, State: f.Text("state"), MissedBy: f.Text("missed"), Why: f.Text("why")}}
	if f.Text("state") == supervision.Held {
		e.Minutes, _ = f.Int("minutes", "The minutes")
		b, err := site.Ask(v, supervision.Board{PCN: v.Network()})
		if err != nil {
			return err
		}
		for _, x := range b.Flags {
			if w := f.Text("case-" + x.ID); w != "" {
				n, _ := strconv.Atoi(f.Raw("flag-" + x.ID))
				e.Cases = append(e.Cases, supervision.Case{Kind: "flag", ID: x.ID, Version: n, Words: w})
			}
		}
		for _, x := range b.Override {
			if w := f.Text("case-" + x.ID); w != "" {
				e.Cases = append(e.Cases, supervision.Case{Kind: "override", ID: x.ID, Words: w})
			}
		}
		if f.Text("action-what") != "" {
			a := supervision.Action{What: f.Text("action-what"), Owner: f.Text("action-owner")}
			a.DueOn, _ = f.Date("action-due", "The day until which it is done")
			e.Actions = append(e.Actions, a)
		}
	}
	if f.OK() {
		_, err := site.Do(v, supervision.Record{PCN: v.Network(), Entries: []supervision.Entry{e}})
		if err == nil {
			return v.ToWith("/supervision/posts/"+post, "The session is written down")
		}
		if !v.Again(err) {
			return err
		}
	}
	return Write(v)
}

// manyRows is how many sessions of a group one form takes.
const manyRows = 8

// Many shows the form in which sessions of a group are written down, several
// days at once.
func Many(v *site.Visit) error {
	b, err := site.Ask(v, supervision.Board{PCN: v.Network()})
	if err != nil {
		return err
	}
	f := v.Form()
	if v.R.Method == "GET" && f.Text("kind") == "" {
		f.Set("kind", "peer")
	}
	if f.Text("minutes") == "" {
		f.Set("minutes", "30")
	}
	type row struct {
		Number    int
		Day, Came template.HTML
	}
	var who []form.Choice
	for _, p := range b.Posts {
		who = append(who, form.Choice{Value: p.ID, Text: p.Name})
	}
	var rows []row
	for i := range manyRows {
		n := strconv.Itoa(i + 1)
		rows = append(rows, row{i + 1, f.DateInput(n+"-on", "Day "+n, form.Size(nhsuk.SizeS)).HTML(), f.Checkboxes("came-"+n, "Who came", who, form.Small(), form.Size(nhsuk.SizeS)).HTML()})
	}
	return v.Show(site.Page{Title: "Write group sessions down", Form: f, Back: "/supervision", BackText: "Supervision"}, manyPage, map[string]any{
		"Form": f, "Rows": rows, "Kinds": form.Choices("peer", "Check-in with peers", "team", "Team meeting"), "B": b,
	})
}

// DoMany writes them down.
func DoMany(v *site.Visit) error {
	f := v.Form()
	b, err := site.Ask(v, supervision.Board{PCN: v.Network()})
	if err != nil {
		return err
	}
	minutes, _ := f.Int("minutes", "The minutes")
	var list []supervision.Entry
	for i := range manyRows {
		n := strconv.Itoa(i + 1)
		if f.Raw(n+"-on-day")+f.Raw(n+"-on-month")+f.Raw(n+"-on-year") == "" && !f.Checked("came-"+n) {
			continue
		}
		e := supervision.Entry{Kind: f.Text("kind"), Minutes: minutes, LedBy: f.Text("who"), Themes: f.Text("themes")}
		e.On, _ = f.Date(n+"-on", "Day "+n)
		for _, p := range b.Posts {
			switch {
			case slices.Contains(f.All("came-"+n), p.ID):
				e.Places = append(e.Places, supervision.Place{Post: p.ID, State: supervision.Held})
			case b.Everyone || p.Name == v.Actor.Name:
				e.Places = append(e.Places, supervision.Place{Post: p.ID, State: supervision.Offered, Why: "Did not come"})
			}
		}
		list = append(list, e)
	}
	f.Require(len(list) > 0, "1-on", "Enter at least one day")
	if f.OK() {
		_, err := site.Do(v, supervision.Record{PCN: v.Network(), Entries: list})
		if err == nil {
			return v.ToWith("/supervision", site.Plural(len(list), "session is", "sessions are")+" written down")
		}
		if !v.Again(err) {
			return err
		}
	}
	return Many(v)
}

// Session shows one session.
func Session(v *site.Visit) error {
	d, err := site.Ask(v, supervision.SessionOf{ID: v.Path("id")})
	if err != nil {
		return err
	}
	f := v.Form()
	return v.Show(site.Page{Title: d.KindText() + " of " + d.OnDay.Medium(), Form: f, Back: "/supervision", BackText: "Supervision", Print: true}, sessionPage, map[string]any{
		"Form": f, "D": d, "MayKeep": v.May(access.KeepSupervision) && d.Side != "", "MayConcern": v.May(access.SeeConcerns),
	})
}

// DoSign signs it for one's own side.
func DoSign(v *site.Visit) error {
	version, _ := strconv.Atoi(v.Form().Raw("version"))
	_, err := site.Do(v, supervision.Sign{Session: v.Path("id"), Version: version})
	if err == nil {
		return v.ToWith("/supervision/sessions/"+v.Path("id"), "You have signed")
	}
	if !v.Again(err) {
		return err
	}
	return Session(v)
}

// DoBack marks it as entered in error.
func DoBack(v *site.Visit) error {
	version, _ := strconv.Atoi(v.Form().Raw("version"))
	_, err := site.Do(v, supervision.TakeBack{Session: v.Path("id"), Version: version, Why: v.Form().Text("back")})
	if err == nil {
		return v.ToWith("/supervision/sessions/"+v.Path("id"), "Marked as entered in error. It stays readable and counts nowhere")
	}
	if !v.Again(err) {
		return err
	}
	return Session(v)
}

// DoDone says that something agreed is done.
func DoDone(v *site.Visit) error {
	_, err := site.Do(v, supervision.Done{Action: v.Path("id")})
	if fault.Is(err, fault.Conflict) {
		return v.ToTell("/supervision", fault.Says(err))
	}
	if err != nil {
		return err
	}
	return v.ToWith("/supervision", "Marked as done")
}

// Amend shows what was written, to be changed.
func Amend(v *site.Visit) error {
	d, err := site.Ask(v, supervision.SessionOf{ID: v.Path("id")})
	if err != nil {
		return err
	}
	if d.Side == "" || d.State() != supervision.Held {
		return v.To("/supervision/sessions/" + d.ID)
	}
	f := v.Form()
	if v.R.Method == "GET" {
		f.Set("themes", d.Text.Themes)
		f.Set("words", d.Text.Words)
		f.Set("version", strconv.Itoa(d.Version))
	}
	return v.Show(site.Page{Title: "Change what was written", Form: f, Back: "/supervision/sessions/" + d.ID}, amendPage, map[string]any{"Form": f, "D": d})
}

// DoAmend writes the later version.
func DoAmend(v *site.Visit) error {
	f := v.Form()
	version, _ := strconv.Atoi(f.Raw("version"))
	_, err := site.Do(v, supervision.Amend{Session: v.Path("id"), Version: version, Themes: f.Text("themes"), Words: f.Text("words"), Why: f.Text("why")})
	if err == nil {
		return v.ToWith("/supervision/sessions/"+v.Path("id"), "A later version is written. The other side signs again")
	}
	if !v.Again(err) {
		return err
	}
	return Amend(v)
}
