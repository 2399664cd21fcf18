package care

import (
	"fmt"
	"html/template"
	"strconv"

	"footbridge/internal/access"
	"footbridge/internal/app/care"
	"footbridge/internal/measure"
	"footbridge/internal/web/chart"
	"footbridge/internal/web/form"
	webperson "footbridge/internal/web/person"
	"footbridge/internal/web/site"
)

var (
	choosePage  = site.Parse(files, "choose.html")
	measurePage = site.Parse(files, "measure.html", "draft.html")
	scoresPage  = site.Parse(files, "scores.html", "scoretable.html")
)

// ChooseMeasure lists the questionnaires that can be taken.
func ChooseMeasure(v *site.Visit) error {
	s, err := site.Ask(v, care.SheetOf{Person: v.Path("id")})
	if err != nil {
		return err
	}
	return v.Show(site.Page{Title: "Take a questionnaire", Back: "/people/" + s.Person.ID}, choosePage, map[string]any{
		"S": s, "Banner": webperson.Banner(s.Person), "Offered": care.Offered(),
	})
}

// DoChooseMeasure leads to the questionnaire that was chosen.
func DoChooseMeasure(v *site.Visit) error {
	inst, err := care.InstrumentFor(v.Form().Text("code"))
	if err != nil {
		return err
	}
	return v.To("/people/" + v.Path("id") + "/measure/" + inst.Code)
}

// Measure shows the items of a questionnaire, or with ?how=total the form for
// a total that somebody else worked out.
func Measure(v *site.Visit) error {
	inst, err := care.InstrumentFor(v.Path("code"))
	if err != nil {
		return err
	}
	s, err := measureSheet(v, inst)
	if err != nil {
		return err
	}
	f := v.Form()
	f.SetDate("on", v.App.Today())
	fill(f, s.Draft)
	return showMeasure(v, inst, s)
}

func measureSheet(v *site.Visit, inst *measure.Instrument) (care.Sheet, error) {
	return site.Ask(v, care.SheetOf{Person: v.Path("id"), Draft: care.DraftMeasure, Subject: v.Path("id") + ":" + inst.Code})
}

func showMeasure(v *site.Visit, inst *measure.Instrument, s care.Sheet) error {
	f := v.Form()
	var items, extras []template.HTML
	for _, item := range inst.Items {
		items = append(items, itemField(f, inst, item, fmt.Sprintf("item-%d", item.Number)))
	}
	for _, x := range inst.Extras {
		extras = append(extras, itemField(f, inst, x, fmt.Sprintf("extra-%d", x.Number)))
	}
	return v.Show(site.Page{Title: inst.Name, Form: f, Back: "/people/" + s.Person.ID + "/measure"}, measurePage, map[string]any{
		"Form": f, "S": s, "Banner": webperson.Banner(s.Person), "Inst": inst, "Items": items, "Extras": extras, "ByTotal": f.Raw("how") == "total",
		"Draft": boxFor(v, care.DraftMeasure, v.Path("id")+":"+inst.Code, s.Draft, "done"),
	})
}

// itemField is one question as it stands on paper. Blank is a choice of its
// own, so that an answer can be taken back, and is never sent as 0.
func itemField(f *form.Form, inst *measure.Instrument, item measure.Item, name string) template.HTML {
	var choices []form.Choice
	for _, o := range inst.OptionsOf(item) {
		choices = append(choices, form.Choice{Value: strconv.Itoa(o.Value), Text: o.Text})
	}
	choices = append(choices, form.Choice{Divider: "or"}, form.Choice{Value: "blank", Text: "Left blank"})
	if f.Raw(name) == "" {
		f.Set(name, "")
	}
	return f.Radios(name, fmt.Sprintf("%d. %s", item.Number, item.Text), choices, form.Small()).HTML()
}

// DoMeasure keeps the draft, throws it away, or keeps the answers.
func DoMeasure(v *site.Visit) error {
	inst, err := care.InstrumentFor(v.Path("code"))
	if err != nil {
		return err
	}
	f := v.Form()
	s, err := measureSheet(v, inst)
	if err != nil {
		return err
	}
	subject := v.Path("id") + ":" + inst.Code
	switch f.Raw("action") {
	case "save":
		kept, err := keepDraft(v, care.DraftMeasure, subject)
		if err != nil {
			return err
		}
		if kept {
			return v.ToWith(v.R.URL.Path, savedMessage(v))
		}
		return showMeasure(v, inst, s)
	case "discard":
		if err := dropDraft(v, care.DraftMeasure, subject); err != nil {
			return err
		}
		return v.ToWith("/people/"+s.Person.ID+"/measure", "The draft is thrown away")
	}
	c := care.TakeMeasure{Person: s.Person.ID, Instrument: inst.Code, ScoreOnly: f.Raw("how") == "total", Told: f.Text("told"), Done: f.Text("done")}
	c.On, _ = f.Date("on", "The day")
	if c.ScoreOnly {
		var typed bool
		c.Total, typed = f.Int("total", "The total")
		f.Require(typed || f.ErrorFor("total") != "", "total", "Enter the total, from 0 to %d", inst.Max)
	} else {
		for _, item := range inst.Items {
			c.Answers = append(c.Answers, answer(f, fmt.Sprintf("item-%d", item.Number)))
		}
		for _, x := range inst.Extras {
			c.Extras = append(c.Extras, answer(f, fmt.Sprintf("extra-%d", x.Number)))
		}
	}
	if f.OK() {
		_, err := site.Do(v, c)
		if err == nil {
			return v.ToWith("/people/"+s.Person.ID+"/scores", inst.Name+" is recorded")
		}
		if !v.Again(err) {
			return err
		}
	}
	return showMeasure(v, inst, s)
}

// answer reads one answer; what was not answered stays so.
func answer(f *form.Form, name string) int {
	switch f.Text(name) {
	case "", "blank":
		return measure.NotAnswered
	}
	n, ok := f.Int(name, "This answer")
	if !ok || n < 0 {
		f.Fail(name, "Choose one of the answers, or leave it blank")
		return measure.NotAnswered
	}
	return n
}

// Scores shows every score of a person with its answers, and the change
// between true pairs.
func Scores(v *site.Visit) error {
	h, err := site.Ask(v, care.Story{Person: v.Path("id")})
	if err != nil {
		return err
	}
	return v.Show(site.Page{Title: "Scores", Wide: true, Print: true, Back: "/people/" + h.Person.ID, BackText: h.Person.Name()}, scoresPage, map[string]any{
		"H": h, "Scores": scoreRows(h.Scores), "Banner": webperson.Banner(h.Person), "Charts": charts(h.Scores),
		"MayWrite": v.May(access.WriteCare), "Open": h.Clock.Open,
	})
}

// scoreRow is a score with its answers in words.
type scoreRow struct {
	care.Score
	Given []given
}

type given struct{ Question, Answer string }

func scoreRows(list []care.Score) []scoreRow {
	out := make([]scoreRow, len(list))
	for i, s := range list {
		out[i].Score = s
		if s.Instrument == nil {
			continue
		}
		add := func(items []measure.Item, answers []int) {
			for j, item := range items {
				if j >= len(answers) {
					return
				}
				g := given{fmt.Sprintf("%d. %s", item.Number, item.Text), "not answered"}
				for _, o := range s.Instrument.OptionsOf(item) {
					if o.Value == answers[j] {
						g.Answer = o.Text
					}
				}
				out[i].Given = append(out[i].Given, g)
			}
		}
		add(s.Instrument.Items, s.Answers)
		add(s.Instrument.Extras, s.Extras)
	}
	return out
}

// charts draws a line for each questionnaire that was scored at least twice.
func charts(list []care.Score) []template.HTML {
	var out []template.HTML
	for _, inst := range care.Offered() {
		series := chart.Series{Name: inst.Name}
		scored := 0
		for _, s := range list {
			if s.Code != inst.Code || !s.WithdrawnAt.IsZero() {
				continue
			}
			p := chart.Point{On: s.OnDay, Missing: s.Result.Total == nil}
			if s.Result.Total != nil {
				p.Value = float64(*s.Result.Total)
				scored++
			}
			series.Points = append(series.Points, p)
		}
		if scored >= 2 {
			out = append(out, chart.Line{
				Title: inst.Name + " over time", ValueHead: fmt.Sprintf("Total, 0 to %d", inst.Max), Series: []chart.Series{series},
				Min: 0, Max: float64(inst.Max), Format: func(x float64) string { return strconv.Itoa(int(x)) },
			}.HTML())
		}
	}
	return out
}
