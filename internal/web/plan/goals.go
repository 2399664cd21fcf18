package plan

import (
	"html/template"
	"net/url"
	"strconv"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/plan"
	"footbridge/internal/measure"
	"footbridge/internal/web/chart"
	"footbridge/internal/web/form"
	webperson "footbridge/internal/web/person"
	"footbridge/internal/web/site"
)

// ratings are the choices of a rating; none is not a rating of 0.
func ratings() []form.Choice {
	out := []form.Choice{{Value: "", Text: "Not rated today"}}
	for _, o := range measure.Goal.Options {
		out = append(out, form.Choice{Value: strconv.Itoa(o.Value), Text: o.Text})
	}
	return out
}

func chosen() []form.Choice {
	var out []form.Choice
	for _, c := range plan.Chosen {
		out = append(out, form.Choice{Value: c[0], Text: upper(c[1])})
	}
	return out
}

func upper(s string) string { return string(s[0]-'a'+'A') + s[1:] }

// goal is one goal as the page shows it.
type goal struct {
	plan.Goal
	Chosen, From string
	Chart        template.HTML
	Sentence     string // how it changed
	Rule         string // the threshold and its source
	Select       template.HTML
}

// Goals shows the goals of a person, with the form that rates those that are
// open.
func Goals(v *site.Visit) error {
	v.Form().SetDate("on", v.App.Today())
	return showGoals(v)
}

func showGoals(v *site.Visit) error {
	l, err := site.Ask(v, plan.Goals{Person: v.Path("id")})
	if err != nil {
		return err
	}
	f := v.Form()
	var open, ended []goal
	words := map[string]string{}
	for _, g := range l.Goals {
		words[g.ID] = g.Words
	}
	for _, g := range l.Goals {
		x := goal{Goal: g, Chosen: plan.ChosenText(g.ChosenBy), From: words[g.CameFrom]}
		if len(g.Ratings) > 0 {
			s := chart.Series{Name: "How far it is met"}
			for _, r := range g.Ratings {
				s.Points = append(s.Points, chart.Point{On: r.OnDay, Value: float64(r.Met)})
			}
			x.Chart = chart.Line{ID: "goal-" + g.ID, Title: "How far it is met", ValueHead: "0 not met at all, 10 fully met", Max: 10, Series: []chart.Series{s}}.HTML()
		}
		if c, ok := g.Change(); ok {
			x.Sentence = c.Sentence
			x.Rule = "A change of " + strconv.Itoa(c.Threshold.By) + " or more is called reliable: " + c.Threshold.Source
		}
		if g.Open() {
			x.Select = f.Select("met-"+g.ID, "“"+g.Words+"”: how far is it met?", ratings()).HTML()
			open = append(open, x)
		} else {
			ended = append(ended, x)
		}
	}
	return v.Show(site.Page{Title: "Goals", Form: f, Back: "/people/" + l.Person.ID + "/plans", BackText: "Goals and plans of " + l.Person.Name()}, goalsPage, map[string]any{
		"Form": f, "P": l.Person, "Open": open, "Ended": ended, "Banner": webperson.Banner(l.Person), "MayWrite": v.May(access.WriteCare), "Many": len(open) >= plan.Advised,
	})
}

// DoRate writes the ratings of a day.
func DoRate(v *site.Visit) error {
	f := v.Form()
	cmd := plan.RateGoals{Person: v.Path("id"), Met: map[string]int{}}
	cmd.On, _ = f.Date("on", "The day")
	for name := range v.R.PostForm {
		if id, ok := strings.CutPrefix(name, "met-"); ok && f.Text(name) != "" {
			n, _ := f.Int(name, "The rating")
			cmd.Met[id] = n
		}
	}
	if f.OK() {
		_, err := site.Do(v, cmd)
		if err == nil {
			return v.ToWith("/people/"+cmd.Person+"/goals", "The ratings are recorded")
		}
		if !v.Again(err) {
			return err
		}
	}
	return showGoals(v)
}

// NewGoal shows the form of a goal.
func NewGoal(v *site.Visit) error {
	v.Form().SetDate("on", v.App.Today())
	return showNewGoal(v)
}

func showNewGoal(v *site.Visit) error {
	l, err := site.Ask(v, plan.Goals{Person: v.Path("id")})
	if err != nil {
		return err
	}
	open := 0
	for _, g := range l.Goals {
		if g.Open() {
			open++
		}
	}
	return v.Show(site.Page{Title: "Set a goal", Form: v.Form(), Back: "/people/" + l.Person.ID + "/goals", BackText: "Goals"}, newGoalPage, map[string]any{
		"Form": v.Form(), "P": l.Person, "Banner": webperson.Banner(l.Person), "Chosen": chosen(), "Ratings": ratings(), "Many": open >= plan.Advised, "Count": open,
	})
}

// DoNewGoal sets it.
func DoNewGoal(v *site.Visit) error {
	f := v.Form()
	cmd := plan.SetGoal{Person: v.Path("id"), Words: f.Text("words"), ChosenBy: f.Text("chosen")}
	cmd.On, _ = f.Date("on", "The day")
	if f.Text("met") != "" {
		cmd.Met, cmd.Rated = f.Int("met", "The rating")
	}
	if f.OK() {
		_, err := site.Do(v, cmd)
		if err == nil {
			return v.ToWith("/people/"+cmd.Person+"/goals", "The goal is set")
		}
		if !v.Again(err) {
			return err
		}
	}
	return showNewGoal(v)
}

var ends = form.Choices(plan.Met, "Met", plan.Partly, "Partly met", plan.LetGo, "Let go", plan.Reworded, "It has other words now: a new goal begins")

// EndGoal shows the form that ends a goal.
func EndGoal(v *site.Visit) error {
	v.Form().SetDate("on", v.App.Today())
	return showEndGoal(v)
}

func showEndGoal(v *site.Visit) error {
	g, err := site.Ask(v, plan.OneGoal{ID: v.Path("id")})
	if err != nil {
		return err
	}
	if !g.Open() && v.R.Method == "GET" {
		return v.ToTell("/people/"+g.Who.ID+"/goals", "This goal has ended already")
	}
	f := v.Form()
	if v.R.Method == "GET" {
		f.Set("words", g.Words)
		f.Set("chosen", g.ChosenBy)
	}
	return v.Show(site.Page{Title: "End or reword a goal", Form: f, Back: "/people/" + g.Who.ID + "/goals", BackText: "Goals"}, endGoalPage, map[string]any{
		"Form": f, "G": g, "Banner": webperson.Banner(g.Who), "Chosen": chosen(), "Ends": ends,
	})
}

// DoEndGoal ends it.
func DoEndGoal(v *site.Visit) error {
	g, err := site.Ask(v, plan.OneGoal{ID: v.Path("id")})
	if err != nil {
		return err
	}
	f := v.Form()
	cmd := plan.EndGoal{ID: g.ID, How: f.Text("how"), Said: f.Text("said")}
	if cmd.How == plan.Reworded {
		cmd.Words, cmd.ChosenBy = f.Text("words"), f.Text("chosen")
	}
	cmd.On, _ = f.Date("on", "The day")
	if f.OK() {
		_, err := site.Do(v, cmd)
		if err == nil {
			said := "The goal has ended"
			if cmd.How == plan.Reworded {
				said = "The goal has ended, and the new one begins without its ratings"
			}
			return v.ToWith("/people/"+g.Who.ID+"/goals", said)
		}
		if !v.Again(err) {
			return err
		}
	}
	return showEndGoal(v)
}

// Action shows the form that says what became of an action.
func Action(v *site.Visit) error {
	v.Form().SetDate("on", v.App.Today())
	return showAction(v)
}

func showAction(v *site.Visit) error {
	a, err := site.Ask(v, plan.OneAction{ID: v.Path("id")})
	if err != nil {
		return err
	}
	f := v.Form()
	f.Set("version", strconv.Itoa(a.Version))
	if v.R.Method == "GET" && f.Raw("state") == "" {
		f.Set("state", plan.StateDone)
	}
	return v.Show(site.Page{Title: "What became of it", Form: f, Back: "/people/" + a.Person.ID + "/plans", BackText: "Goals and plans"}, actionPage, map[string]any{
		"Form": f, "A": a, "Banner": webperson.Banner(a.Person), "Today": v.App.Today(),
		"States": form.Choices(plan.StateDone, "Done", plan.StateOpen, "Not done yet", plan.StateDropped, "No longer needed"),
	})
}

// DoAction records it.
func DoAction(v *site.Visit) error {
	f := v.Form()
	cmd := plan.SayAction{ID: v.Path("id"), State: f.Text("state"), Words: f.Text("words")}
	cmd.Version, _ = strconv.Atoi(f.Raw("version"))
	cmd.On, _ = f.Date("on", "The day")
	if f.OK() {
		who, err := site.Do(v, cmd)
		if err == nil {
			return v.ToWith("/people/"+who+"/plans", "Recorded")
		}
		if !v.Again(err) {
			return err
		}
	}
	return showAction(v)
}

// choice is one link of a filter.
type choice struct {
	Text, Href string
	Count      int
	Now        bool
}

// Reviews lists plans whose review is due.
func Reviews(v *site.Visit) error {
	f := v.Form()
	q := plan.Reviews{PCN: v.Network(), By: f.Raw("by"), Show: f.Raw("show")}
	if q.Show != "due" && q.Show != "soon" {
		q.Show = ""
	}
	l, err := site.Ask(v, q)
	if err != nil {
		return err
	}
	link := func(by, show string) string {
		u := url.Values{}
		if by != "" {
			u.Set("by", by)
		}
		if show != "" {
			u.Set("show", show)
		}
		if len(u) == 0 {
			return "/plans/review"
		}
		return "/plans/review?" + u.Encode()
	}
	when := []choice{
		{"Due and soon", link(q.By, ""), l.Due + l.Soon, q.Show == ""}, {"Due now", link(q.By, "due"), l.Due, q.Show == "due"},
		{"In the next " + strconv.Itoa(plan.Ahead) + " days", link(q.By, "soon"), l.Soon, q.Show == "soon"},
	}
	all := 0
	for _, w := range l.Writers {
		all += w.Count
	}
	whose := []choice{{"Everybody’s", link("", q.Show), all, q.By == ""}}
	for _, w := range l.Writers {
		whose = append(whose, choice{w.Name, link(w.ID, q.Show), w.Count, q.By == w.ID})
	}
	return v.Show(site.Page{Title: "Plans to look at again", Wide: true}, reviewPage, map[string]any{"L": l, "When": when, "Whose": whose})
}
