package measures

import (
	"fmt"
	"html/template"
	"slices"
	"strconv"

	"footbridge/internal/access"
	"footbridge/internal/app/measures"
	"footbridge/internal/app/person"
	"footbridge/internal/measure"
	"footbridge/internal/web/chart"
	webperson "footbridge/internal/web/person"
	"footbridge/internal/web/site"
)

var (
	scoresPage    = site.Parse(files, "scores.html", "scoretable.html")
	scoresSection = site.Parse(files, "scoressection.html", "scoretable.html")
)

// Section is the part of the person's page with the scores.
func Section(v *site.Visit, p person.Person) ([]webperson.Section, error) {
	if !v.May(access.SeeCare) {
		return nil, nil
	}
	h, err := site.Ask(v, measures.Kept{Person: p.ID})
	if err != nil {
		return nil, err
	}
	markup, err := v.Markup(scoresSection, map[string]any{"P": p, "H": h, "Scores": h.Scores, "Open": h.Open, "MayWrite": v.May(access.WriteCare)})
	return []webperson.Section{{Title: "Scores", Markup: markup}}, err
}

// Scores shows every score of a person with its answers, and the change
// between true pairs.
func Scores(v *site.Visit) error {
	h, err := site.Ask(v, measures.Kept{Person: v.Path("id")})
	if err != nil {
		return err
	}
	return v.Show(site.Page{Title: "Scores", Wide: true, Print: true, Back: "/people/" + h.Person.ID, BackText: h.Person.Name()}, scoresPage, map[string]any{
		"H": h, "Scores": scoreRows(h.Scores), "Banner": webperson.Banner(h.Person), "Charts": charts(h.Scores),
		"MayWrite": v.May(access.WriteCare), "Open": h.Open,
	})
}

// scoreRow is a score with its answers in words.
type scoreRow struct {
	measures.Score
	Given []given
}

type given struct{ Question, Answer string }

func scoreRows(list []measures.Score) []scoreRow {
	out := make([]scoreRow, len(list))
	for i, s := range list {
		out[i].Score = s
		if s.Instrument != nil && s.Instrument.Version == s.InstrumentVersion {
			out[i].Given = answersOf(s.Instrument, s.Answers, s.Extras)
		}
	}
	return out
}

// answersOf puts answers into words.
func answersOf(inst *measure.Instrument, answers, extras []int) []given {
	var out []given
	add := func(items []measure.Item, values []int) {
		for j, item := range items {
			if j >= len(values) {
				return
			}
			text := item.Text
			if text == "" {
				text = item.Theme
			}
			g := given{fmt.Sprintf("%d. %s", item.Number, text), "not answered"}
			for _, o := range inst.OptionsOf(item) {
				if o.Value == values[j] {
					g.Answer = o.Text
				}
			}
			out = append(out, g)
		}
	}
	add(inst.Items, answers)
	add(inst.Extras, extras)
	return out
}

// charts draws a line for each questionnaire, and each version of it, that was
// scored at least twice.
func charts(list []measures.Score) []template.HTML {
	var order []string
	of := map[string][]measures.Score{}
	for _, s := range list {
		if s.Instrument == nil || !s.WithdrawnAt.IsZero() || s.Result.Max == 0 {
			continue
		}
		key := s.Code + " " + s.InstrumentVersion + " " + s.Rater
		if !slices.Contains(order, key) {
			order = append(order, key)
		}
		of[key] = append(of[key], s)
	}
	var out []template.HTML
	for _, key := range order {
		first := of[key][0]
		name := first.Instrument.Name
		if first.Code == first.Instrument.Code && len(first.Code) == 26 && first.InstrumentVersion != "" { // one that the network added
			name += ", version " + first.InstrumentVersion
		}
		if first.Rater != "" {
			name += ", " + measures.RaterWords(first.Rater)
		}
		series, scored := chart.Series{Name: name}, 0
		for _, s := range of[key] {
			p := chart.Point{On: s.OnDay, Missing: s.Result.Total == nil}
			if s.Result.Total != nil {
				p.Value = float64(*s.Result.Total)
				scored++
			}
			series.Points = append(series.Points, p)
		}
		if scored < 2 {
			continue
		}
		better := "lower is better"
		if first.Instrument.HigherIsBetter {
			better = "higher is better"
		}
		out = append(out, chart.Line{
			ID: fmt.Sprintf("scores-%d", len(out)+1), Title: name + " over time", ValueHead: fmt.Sprintf("Total, 0 to %d; %s", first.Result.Max, better), Series: []chart.Series{series},
			Min: 0, Max: float64(first.Result.Max), Format: func(x float64) string { return strconv.Itoa(int(x)) },
		}.HTML())
	}
	return out
}
