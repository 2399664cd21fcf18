package liaison

import (
	"footbridge/internal/app/liaison"
	"footbridge/internal/web/form"
	"footbridge/internal/web/site"
)

var settingsPage = site.Parse(files, "settings.html")

// Settings shows what is agreed about the desk.
func Settings(v *site.Visit) error {
	s, err := site.Ask(v, liaison.Settings{PCN: v.Network()})
	if err != nil {
		return err
	}
	f := v.Form()
	practices, team, deputies := form.Choices("", "Choose"), form.Choices("", "The whole desk"), form.Choices("", "Nobody any more")
	for _, p := range s.Practices {
		practices = append(practices, form.Choice{Value: p.Code, Text: p.Name})
	}
	for _, p := range s.Team {
		team = append(team, form.Choice{Value: p.ID, Text: p.Name})
		deputies = append(deputies, form.Choice{Value: p.ID, Text: p.Name})
	}
	return v.Show(site.Page{Title: "Advice desk settings", Form: f, Wide: true, Print: true}, settingsPage, map[string]any{"Form": f, "S": s, "Practices": practices, "Team": team, "Deputies": deputies})
}

// DoTarget sets the target of a practice.
func DoTarget(v *site.Visit) error {
	f := v.Form()
	days, _ := f.Int("days", "The target")
	from, _ := f.Date("from", "The first day")
	return set(v, func() error {
		_, err := site.Do(v, liaison.SetTarget{PCN: v.Network(), Practice: f.Text("practice"), Days: days, From: from, Why: f.Text("why")})
		return err
	}, "The target is set. Questions that were asked before keep theirs")
}

// DoDeputy names who stands in.
func DoDeputy(v *site.Visit) error {
	f := v.Form()
	return set(v, func() error {
		_, err := site.Do(v, liaison.SetDeputy{PCN: v.Network(), Practitioner: f.Text("practitioner"), Deputy: f.Text("deputy"), Why: f.Text("deputy-why")})
		return err
	}, "The deputy is set, from today")
}

func set(v *site.Visit, do func() error, done string) error {
	if v.Form().OK() {
		err := do()
		if err == nil {
			return v.ToWith("/advice/settings", done)
		}
		if !v.Again(err) {
			return err
		}
	}
	return Settings(v)
}
