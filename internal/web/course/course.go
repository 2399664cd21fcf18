// Package course is the front room of brief interventions: a person's courses,
// groups with one register, and what a supervisor looks at.
package course

import (
	"cmp"
	"embed"
	"net/url"
	"slices"
	"strconv"

	"footbridge/internal/access"
	"footbridge/internal/app/account"
	"footbridge/internal/app/course"
	"footbridge/internal/app/network"
	"footbridge/internal/app/person"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
	"footbridge/internal/measure"
	"footbridge/internal/web/form"
	webperson "footbridge/internal/web/person"
	"footbridge/internal/web/site"
)

//go:embed *.html
var files embed.FS

var (
	section      = site.Parse(files, "section.html")
	newPage      = site.Parse(files, "new.html")
	coursePage   = site.Parse(files, "course.html")
	sessionPage  = site.Parse(files, "session.html")
	reviewPage   = site.Parse(files, "review.html")
	endPage      = site.Parse(files, "end.html")
	withdrawPage = site.Parse(files, "withdraw.html")
	sheetPage    = site.Parse(files, "sheet.html")
)

// Section gives the person's page its part about courses, for those who may
// read it.
func Section(v *site.Visit, p person.Person) ([]webperson.Section, error) {
	if !v.May(access.SeeCare) {
		return nil, nil
	}
	c, err := site.Ask(v, course.OfPerson{Person: p.ID})
	if err != nil {
		return nil, err
	}
	markup, err := v.Markup(section, map[string]any{"C": c, "P": p, "MayWrite": v.May(access.WriteCare)})
	return []webperson.Section{{Title: "Courses", Markup: markup}}, err
}

func measures() []form.Choice {
	out := form.Choices("", "None")
	for _, i := range measure.All() {
		out = append(out, form.Choice{Value: i.Code, Text: i.Name})
	}
	return out
}

func measureName(code string) string {
	for _, c := range measures() {
		if c.Value == code && code != "" {
			return c.Text
		}
	}
	return ""
}

// New shows the form of a new course.
func New(v *site.Visit) error {
	d, err := site.Ask(v, course.Form{Person: v.Path("id")})
	if err != nil {
		return err
	}
	f := v.Form()
	if v.R.Method == "GET" {
		f.Set("planned", "6")
		f.Set("review", "4")
	}
	var kinds []form.Choice
	for _, k := range d.Kinds {
		c := form.Choice{Value: k.Key, Text: k.Name, Hint: cmp.Or(k.Dose, "No source gives a usual dose")}
		if s := d.Stands[k.Key]; k.Needs && !s.Valid {
			c.Hint += ". Your competence: " + s.Words
		}
		kinds = append(kinds, c)
	}
	return v.Show(site.Page{Title: "Begin a course", Form: f, Back: "/people/" + d.Person.ID, BackText: d.Person.Name()}, newPage, map[string]any{
		"Form": f, "D": d, "Kinds": kinds, "Measures": measures(), "Banner": webperson.Banner(d.Person),
	})
}

// DoNew begins it.
func DoNew(v *site.Visit) error {
	f := v.Form()
	planned, _ := f.Int("planned", "Planned sessions")
	review, _ := f.Int("review", "The review")
	if f.OK() {
		id, err := site.Do(v, course.Start{Person: v.Path("id"), Kind: f.Text("kind"), Planned: planned, ReviewAt: review, Goals: f.Text("goals"), Measure: f.Text("measure")})
		if err == nil {
			return v.ToWith("/courses/"+id, "The course has begun")
		}
		if !v.Again(err) {
			return err
		}
	}
	return New(v)
}

// event is something that happened in a course.
type event struct {
	At      calendar.Instant
	Session *course.Session
	Review  *course.Review
}

// Course shows a course: how far it is, and what happened.
func Course(v *site.Visit) error {
	c, err := site.Ask(v, course.One{ID: v.Path("id")})
	if err != nil {
		return err
	}
	var events []event
	for i := range c.Sessions {
		events = append(events, event{At: c.Sessions[i].At, Session: &c.Sessions[i]})
	}
	for i := range c.Reviews {
		events = append(events, event{At: c.Reviews[i].At, Review: &c.Reviews[i]})
	}
	slices.SortStableFunc(events, func(a, b event) int { return b.At.Compare(a.At) })
	meter := make([]bool, max(c.PlannedNow(), c.AttendedCount()))
	for i := range meter {
		meter[i] = i < c.AttendedCount()
	}
	return v.Show(site.Page{Title: c.KindName, Back: "/people/" + c.Who.ID, BackText: c.Who.Name(), Print: true}, coursePage, map[string]any{
		"C": c, "Events": events, "Meter": meter, "Measure": measureName(c.Measure), "MayWrite": v.May(access.WriteCare), "Banner": webperson.Banner(c.Who),
	})
}

func toCourse(v *site.Visit) (course.Page, error) {
	c, err := site.Ask(v, course.One{ID: v.Path("id")})
	if err == nil && v.R.Method == "GET" {
		v.Form().Set("version", strconv.Itoa(c.Version))
	}
	return c, err
}

// fill puts a draft into a form.
func fill(f *form.Form, d *account.Draft) (saved string) {
	if d == nil {
		f.Set("saves", "0")
		return ""
	}
	if kept, err := url.ParseQuery(d.Body); err == nil {
		for name, list := range kept {
			if name != form.KeyName && name != "version" && name != "saves" && name != "action" {
				f.SetAll(name, list)
			}
		}
	}
	f.Set("saves", strconv.Itoa(d.Saves))
	return d.SavedAt.Clock()
}

// keep saves what was typed as a draft, for whoever has no script.
func keep(v *site.Visit, kind, subject string) error {
	f := v.Form()
	body := url.Values{}
	for name, list := range v.R.PostForm {
		if name != form.KeyName && name != "action" {
			body[name] = list
		}
	}
	_, err := site.Do(v, account.SaveDraft{Kind: kind, Subject: subject, Body: body.Encode()})
	if err != nil && !v.Again(err) {
		return err
	}
	if !f.OK() {
		return nil
	}
	return v.ToWith(v.R.URL.Path, "The draft is saved. Nobody else sees it")
}

// Session shows the form of a session.
func Session(v *site.Visit) error {
	d, err := site.Ask(v, course.Sheet{Course: v.Path("id")})
	if err != nil {
		return err
	}
	if d.Grp != "" {
		return v.ToTell("/groups/"+d.Grp, "This course takes place in a group: the register of the session says who came")
	}
	f := v.Form()
	saved := ""
	if v.R.Method == "GET" {
		f.SetDate("on", v.App.Today())
		saved = fill(f, d.Draft)
		f.Set("version", strconv.Itoa(d.Version))
	} else if d.Version != 0 && f.ErrorFor("") != "" {
		// The world moved on: the next press counts, after a look.
		f.Set("version", strconv.Itoa(d.Version))
		if d.Draft != nil {
			f.Set("saves", strconv.Itoa(d.Draft.Saves))
		}
	}
	contacts := form.Choices("", "Choose a contact")
	var gate []string
	for _, c := range d.Contacts {
		text := c.StartedAt.Medium() + ", " + c.Mechanism.Label() + ", " + c.SignedName
		contacts = append(contacts, form.Choice{Value: c.ID, Text: text})
		if s, ok := d.Stands[c.ID]; ok {
			gate = append(gate, c.SignedName+", "+c.Day.Medium()+": "+s.Words)
		}
	}
	if len(d.Contacts) == 0 {
		contacts = nil
	}
	return v.Show(site.Page{Title: "Record a session", Form: f, Back: "/courses/" + d.ID, BackText: d.KindName}, sessionPage, map[string]any{
		"Form": f, "C": d.Page, "Contacts": contacts, "Gate": gate, "Saved": saved, "Banner": webperson.Banner(d.Who),
		"Came": form.Choices(course.Attended, "Yes", course.Absent, "Did not attend", course.Cancelled, "Cancelled"),
	})
}

// DoSession records it, or saves the draft.
func DoSession(v *site.Visit) error {
	f := v.Form()
	id := v.Path("id")
	if f.Raw("action") == "save" {
		if err := keep(v, course.DraftSession, id); err != nil || f.OK() {
			return err
		}
		return Session(v)
	}
	version, _ := strconv.Atoi(f.Raw("version"))
	saves, _ := strconv.Atoi(f.Raw("saves"))
	c := course.RecordSession{Course: id, Version: version, Attended: f.Text("attended"), Contact: f.Text("contact"), Was: f.Text("was"), Done: f.Text("done"), Homework: f.Text("homework"), Override: f.Text("override"), Saves: saves}
	if c.Attended != course.Attended {
		c.On, _ = f.Date("on", "The day")
	}
	if f.OK() {
		_, err := site.Do(v, c)
		if err == nil {
			return v.ToWith("/courses/"+id, "The session is recorded")
		}
		if !v.Again(err) {
			return err
		}
	}
	return Session(v)
}

// Review shows the form of a review.
func Review(v *site.Visit) error {
	c, err := toCourse(v)
	if err != nil {
		return err
	}
	f := v.Form()
	if v.R.Method == "GET" {
		f.Set("planned", strconv.Itoa(c.PlannedNow()))
	}
	var decisions []form.Choice
	for _, d := range course.Decisions {
		decisions = append(decisions, form.Choice{Value: d[0], Text: d[1]})
	}
	return v.Show(site.Page{Title: "Review of the course", Form: f, Back: "/courses/" + c.ID, BackText: c.KindName}, reviewPage, map[string]any{
		"Form": f, "C": c, "Decisions": decisions, "Measure": measureName(c.Measure), "Banner": webperson.Banner(c.Who),
	})
}

// DoReview records it; when the end was decided, the form of the end follows.
func DoReview(v *site.Visit) error {
	f := v.Form()
	planned, _ := f.Int("planned", "Planned sessions")
	review, _ := f.Int("review", "The next review")
	version, _ := strconv.Atoi(f.Raw("version"))
	if f.OK() {
		c := course.RecordReview{Course: v.Path("id"), Version: version, Decision: f.Text("decision"), Planned: planned, ReviewAt: review, Words: f.Text("words")}
		if c.Decision == "change" && review == 0 {
			c.ReviewAt = planned
		}
		_, err := site.Do(v, c)
		switch {
		case err == nil && c.Decision == "end":
			return v.ToWith("/courses/"+c.Course+"/end", "The review is recorded. Now say how the course ends")
		case err == nil:
			return v.ToWith("/courses/"+c.Course, "The review is recorded")
		case !v.Again(err):
			return err
		}
	}
	return Review(v)
}

// End shows the form that ends a course.
func End(v *site.Visit) error {
	c, err := toCourse(v)
	if err != nil {
		return err
	}
	if c.End != nil && v.R.Method == "GET" {
		return v.ToTell("/courses/"+c.ID, "This course has ended already")
	}
	var outcomes []form.Choice
	for _, o := range course.Outcomes {
		outcomes = append(outcomes, form.Choice{Value: o, Text: o})
	}
	return v.Show(site.Page{Title: "End the course", Form: v.Form(), Back: "/courses/" + c.ID, BackText: c.KindName}, endPage, map[string]any{
		"Form": v.Form(), "C": c, "Outcomes": outcomes, "Banner": webperson.Banner(c.Who),
	})
}

// DoEnd ends it.
func DoEnd(v *site.Visit) error {
	f := v.Form()
	version, _ := strconv.Atoi(f.Raw("version"))
	_, err := site.Do(v, course.Finish{Course: v.Path("id"), Version: version, Outcome: f.Text("outcome"), Words: f.Text("words"), Told: f.Text("told")})
	if err == nil {
		return v.ToWith("/courses/"+v.Path("id"), "The course has ended. The episode stays open")
	}
	if !v.Again(err) {
		return err
	}
	return End(v)
}

// Withdraw asks why a session was entered in error.
func Withdraw(v *site.Visit) error {
	c, err := site.Ask(v, course.One{ID: v.Path("id")})
	if err != nil {
		return err
	}
	i := slices.IndexFunc(c.Sessions, func(s course.Session) bool { return s.ID == v.Path("session") })
	if i < 0 {
		return fault.Missing("session")
	}
	return v.Show(site.Page{Title: "Entered in error", Form: v.Form(), Back: "/courses/" + c.ID, BackText: c.KindName}, withdrawPage, map[string]any{
		"Form": v.Form(), "C": c, "S": c.Sessions[i], "Banner": webperson.Banner(c.Who),
	})
}

// DoWithdraw marks it so.
func DoWithdraw(v *site.Visit) error {
	id, err := site.Do(v, course.WithdrawSession{Course: v.Path("id"), ID: v.Path("session"), Why: v.Form().Text("why")})
	if err == nil {
		return v.ToWith("/courses/"+id, "Marked as entered in error. It stays readable")
	}
	if !v.Again(err) {
		return err
	}
	return Withdraw(v)
}

// Sheet shows what the person takes home: the goals, the homework, the next
// session.
func Sheet(v *site.Visit) error {
	c, err := site.Ask(v, course.One{ID: v.Path("id")})
	if err != nil {
		return err
	}
	var numbers []network.UrgentRoute
	if v.May(access.SeeUrgent) {
		all, err := site.Ask(v, network.Urgent{PCN: c.PCN, Practice: c.Who.Practice})
		if err != nil && !fault.Is(err, fault.NotFound) {
			return err
		}
		for _, r := range all {
			if !r.StaffOnly {
				numbers = append(numbers, r)
			}
		}
	}
	return v.Show(site.Page{Title: "Until we meet again", Back: "/courses/" + c.ID, BackText: c.KindName, Print: true}, sheetPage, map[string]any{
		"C": c, "Numbers": numbers, "Next": "", "Banner": webperson.Banner(c.Who),
	})
}
