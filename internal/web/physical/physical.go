// Package physical is the front room of physical health in severe mental
// illness: a person's six checks, who is missing what, and the QOF indicators
// over what is known here.
package physical

import (
	"embed"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/person"
	"footbridge/internal/app/physical"
	"footbridge/internal/policy"
	"footbridge/internal/web/form"
	"footbridge/internal/web/nhsuk"
	webperson "footbridge/internal/web/person"
	"footbridge/internal/web/site"
)

//go:embed *.html
var files embed.FS

var (
	section      = site.Parse(files, "section.html")
	personPage   = site.Parse(files, "person.html")
	checkPage    = site.Parse(files, "check.html")
	flagPage     = site.Parse(files, "flag.html")
	askPage      = site.Parse(files, "ask.html")
	withdrawPage = site.Parse(files, "withdraw.html")
	listPage     = site.Parse(files, "list.html")
	qofPage      = site.Parse(files, "qof.html")
)

// Section gives the person's page its part about physical health, for those
// who may read it.
func Section(v *site.Visit, p person.Person) ([]webperson.Section, error) {
	if !v.May(access.SeeCare) {
		return nil, nil
	}
	r, err := site.Ask(v, physical.Of{Person: p.ID})
	if err != nil {
		return nil, err
	}
	markup, err := v.Markup(section, map[string]any{"R": r})
	return []webperson.Section{{Title: "Physical health", Markup: markup}}, err
}

func choices(list [][2]string) []form.Choice {
	var out []form.Choice
	for _, x := range list {
		out = append(out, form.Choice{Value: x[0], Text: x[1]})
	}
	return out
}

// Person shows the six checks of a person.
func Person(v *site.Visit) error { return showPerson(v, v.Path("id")) }

func showPerson(v *site.Visit, id string) error {
	r, err := site.Ask(v, physical.Of{Person: id})
	if err != nil {
		return err
	}
	t := nhsuk.Table{Caption: nhsuk.TableCaption{Text: "The six checks", Size: nhsuk.SizeM}, Responsive: true, FirstCellIsHeader: true,
		Head: []nhsuk.Column{{Text: "Check"}, {Text: "Last done"}, {Text: "Found"}, {Text: "Where"}, {Text: "Due"}}}
	var history []physical.Check
	for _, l := range r.Lines {
		done, found, where, due := "No record", "", "", "Due: never recorded here"
		if l.Last != nil {
			done, found, where, due = l.Last.OnDay.Medium(), l.Last.Value(), l.Last.SourceText(), "From "+l.DueOn.Medium()
			if l.Due {
				due = "Due since " + l.DueOn.Medium()
			}
		}
		if l.Since != nil {
			found = strings.TrimPrefix(found+"; "+l.Since.AnswerText()+", "+l.Since.OnDay.Medium(), "; ")
		}
		t.Rows = append(t.Rows, nhsuk.Cells(l.Text, done, found, where, due))
		history = append(history, l.History...)
	}
	slices.SortStableFunc(history, func(a, b physical.Check) int { return b.OnDay.Compare(a.OnDay) })
	interval := ""
	if rule, ok := policy.CheckInterval.On(v.App.Today()); ok {
		interval = fmt.Sprintf("Each check is due again %d months after it was done (%s, confidence %s). What was not recorded here may have been done elsewhere.", rule.Value, rule.Source.Name, rule.Source.Confidence)
	}
	return v.Show(site.Page{Title: "Physical health", Form: v.Form(), Back: "/people/" + r.Person.ID, BackText: r.Person.Name(), Print: true}, personPage, map[string]any{
		"R": r, "Table": t.HTML(), "History": history, "Interval": interval, "MayWrite": v.May(access.WriteCare), "Banner": webperson.Banner(r.Person), "Form": v.Form(),
	})
}

// Check asks which check, then for what was found.
func Check(v *site.Visit) error {
	r, err := site.Ask(v, physical.Of{Person: v.Path("id")})
	if err != nil {
		return err
	}
	f := v.Form()
	e, _ := physical.ElementOf(f.Text("element"))
	if v.R.Method == "GET" {
		f.SetDate("on", v.App.Today())
		f.Set("answer", physical.Done)
		f.Set("source", "us")
	}
	d := map[string]any{
		"Form": f, "R": r, "Element": e, "Banner": webperson.Banner(r.Person), "Answers": choices(physical.Answers), "Sources": choices(physical.Sources), "Follows": choices(physical.Follows),
	}
	if e.Key != "" {
		u := e.Units[0]
		switch {
		case len(u.Words) > 0:
			var list []form.Choice
			for _, w := range u.Words {
				list = append(list, form.Choice{Value: w, Text: w})
			}
			d["Statuses"] = list
		case len(e.Units) > 1:
			var list []form.Choice
			for _, x := range e.Units {
				list = append(list, form.Choice{Value: x.Key, Text: x.Text})
			}
			d["Units"] = list
		}
		d["First"], d["Second"] = "What was found, as a number", ""
		if len(e.Units) == 1 {
			d["First"] = u.Name + ", " + map[string]string{"mmhg": "mmHg", "cholesterol": "mmol/L"}[u.Key]
		} else if e.Key == "bmi" {
			d["First"] = "Weight in kg, or body mass index"
		}
		for _, x := range e.Units {
			if x.Second != "" {
				d["Second"] = x.Second + ", " + x.SecondUnit
				if x.SecondMay {
					d["Second"] = d["Second"].(string) + " (optional)"
				}
			}
		}
	}
	back := "/people/" + r.Person.ID + "/physical"
	return v.Show(site.Page{Title: "Record a check", Form: f, Back: back, BackText: "Physical health"}, checkPage, d)
}

func decimal(f *form.Form, name string) *float64 {
	typed := strings.TrimSpace(strings.ReplaceAll(f.Text(name), ",", "."))
	if typed == "" {
		return nil
	}
	n, err := strconv.ParseFloat(typed, 64)
	if err != nil {
		f.Fail(name, "Enter a number, for example 5.2")
		return nil
	}
	return &n
}

// DoCheck records it.
func DoCheck(v *site.Visit) error {
	f := v.Form()
	c := physical.RecordCheck{Person: v.Path("id"), Element: f.Text("element"), Answer: f.Text("answer"), Unit: f.Text("unit"), Status: f.Text("status"), Source: f.Text("source"), Follow: f.Text("follow"), FollowWords: f.Text("followwords"), Words: f.Text("words")}
	c.On, _ = f.Date("on", "The day")
	if c.Answer == physical.Done {
		c.First, c.Second = decimal(f, "first"), decimal(f, "second")
	}
	if f.OK() {
		_, err := site.Do(v, c)
		if err == nil {
			return v.ToWith("/people/"+v.Path("id")+"/physical", "The check is recorded")
		}
		if !v.Again(err) {
			return err
		}
	}
	return Check(v)
}

// Flag shows the form of the register.
func Flag(v *site.Visit) error {
	r, err := site.Ask(v, physical.Of{Person: v.Path("id")})
	if err != nil {
		return err
	}
	f := v.Form()
	if v.R.Method == "GET" {
		f.SetDate("on", v.App.Today())
		f.Set("state", "on")
		if r.Flag != nil {
			f.Set("was", r.Flag.ID)
			f.Set("source", r.Flag.Source)
			f.Set("held", r.Flag.Held)
			f.SetDate("diagnosed", r.Flag.DiagnosedOn)
			f.Set("antipsychotic", r.Flag.Antipsychotic)
			f.Set("heart", r.Flag.Heart)
			if r.OnRegister() {
				f.Set("state", r.Flag.State)
			}
		}
	} else if r.Flag != nil && f.ErrorFor("") != "" {
		f.Set("was", r.Flag.ID)
	}
	return v.Show(site.Page{Title: "Register of severe mental illness", Form: f, Back: "/people/" + r.Person.ID + "/physical", BackText: "Physical health"}, flagPage, map[string]any{
		"Form": f, "R": r, "States": choices(physical.States), "Helds": choices(physical.Helds), "Known": form.Choices("yes", "Yes", "no", "No", "", "Not known"), "Banner": webperson.Banner(r.Person),
	})
}

// DoFlag records it.
func DoFlag(v *site.Visit) error {
	f := v.Form()
	c := physical.SetFlag{Person: v.Path("id"), Was: f.Text("was"), State: f.Text("state"), Source: f.Text("source"), Held: f.Text("held"), Antipsychotic: f.Text("antipsychotic"), Heart: f.Text("heart"), Why: f.Text("why")}
	c.On, _ = f.Date("on", "The day")
	c.Diagnosed, _ = f.Date("diagnosed", "The day of the diagnosis")
	if f.OK() {
		_, err := site.Do(v, c)
		if err == nil {
			return v.ToWith("/people/"+v.Path("id")+"/physical", "Recorded")
		}
		if !v.Again(err) {
			return err
		}
	}
	return Flag(v)
}

// Asking shows the form of who was asked.
func Asking(v *site.Visit) error {
	r, err := site.Ask(v, physical.Of{Person: v.Path("id")})
	if err != nil {
		return err
	}
	f := v.Form()
	if v.R.Method == "GET" {
		f.SetDate("due", v.App.Today().AddDays(28))
		var due []string
		for _, l := range r.Lines {
			if l.Due {
				due = append(due, l.Key)
			}
		}
		f.SetAll("elements", due)
	}
	var elements []form.Choice
	for _, l := range r.Lines {
		c := form.Choice{Value: l.Key, Text: l.Text}
		if l.Due {
			c.Hint = "Due"
		}
		elements = append(elements, c)
	}
	return v.Show(site.Page{Title: "Record who was asked", Form: f, Back: "/people/" + r.Person.ID + "/physical", BackText: "Physical health"}, askPage, map[string]any{
		"Form": f, "Elements": elements, "Banner": webperson.Banner(r.Person),
	})
}

// DoAsk records it.
func DoAsk(v *site.Visit) error {
	f := v.Form()
	due, _ := f.Date("due", "The day")
	if f.OK() {
		_, err := site.Do(v, physical.AskFor{Person: v.Path("id"), Elements: f.All("elements"), Whom: f.Text("whom"), Due: due, Words: f.Text("words")})
		if err == nil {
			return v.ToWith("/people/"+v.Path("id")+"/physical", "Recorded who was asked")
		}
		if !v.Again(err) {
			return err
		}
	}
	return Asking(v)
}

// DoEndAsk ends what was asked.
func DoEndAsk(v *site.Visit) error {
	f := v.Form()
	id, err := site.Do(v, physical.EndAsk{ID: v.Path("ask"), Why: f.Text("why")})
	if err == nil {
		return v.ToWith("/people/"+id+"/physical", "Ended. What was asked stays readable")
	}
	if !v.Again(err) {
		return err
	}
	f.Set("of", v.Path("ask"))
	return showPerson(v, f.Text("person"))
}

// Withdraw asks why a check was entered in error.
func Withdraw(v *site.Visit) error {
	c, err := site.Ask(v, physical.OneCheck{ID: v.Path("check")})
	if err != nil {
		return err
	}
	if !c.Holds() {
		return v.ToTell("/people/"+c.Who.ID+"/physical", "This is marked as entered in error already")
	}
	return v.Show(site.Page{Title: "Entered in error", Form: v.Form(), Back: "/people/" + c.Who.ID + "/physical", BackText: "Physical health"}, withdrawPage, map[string]any{
		"Form": v.Form(), "C": c, "Banner": webperson.Banner(c.Who),
	})
}

// DoWithdraw marks it so.
func DoWithdraw(v *site.Visit) error {
	id, err := site.Do(v, physical.WithdrawCheck{ID: v.Path("check"), Why: v.Form().Text("why")})
	if err == nil {
		return v.ToWith("/people/"+id+"/physical", "Marked as entered in error. It stays readable")
	}
	if !v.Again(err) {
		return err
	}
	return Withdraw(v)
}
