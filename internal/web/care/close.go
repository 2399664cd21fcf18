package care

import (
	"strconv"

	"footbridge/internal/app/care"
	"footbridge/internal/app/episode"
	"footbridge/internal/web/form"
	webperson "footbridge/internal/web/person"
	"footbridge/internal/web/site"
)

var closePage = site.Parse(files, "close.html")

// Close lists the loose ends and asks how the episode ends.
func Close(v *site.Visit) error {
	e, err := site.Ask(v, care.LooseEnds{Person: v.Path("id")})
	if err != nil {
		return err
	}
	f := v.Form()
	f.Set("version", strconv.Itoa(e.Episode.Version))
	return showClose(v, e, f)
}

func showClose(v *site.Visit, e care.Ends, f *form.Form) error {
	var reasons []form.Choice
	for _, r := range episode.Reasons {
		reasons = append(reasons, form.Choice{Value: r, Text: r})
	}
	return v.Show(site.Page{Title: "Close the episode", Form: f, Back: "/people/" + e.Person.ID, BackText: e.Person.Name()}, closePage, map[string]any{
		"Form": f, "E": e, "Banner": webperson.Banner(e.Person), "Reasons": reasons,
	})
}

// DoClose closes the episode.
func DoClose(v *site.Visit) error {
	f := v.Form()
	version, _ := strconv.Atoi(f.Raw("version"))
	_, err := site.Do(v, care.CloseEpisode{Person: v.Path("id"), Version: version, Ending: episode.Ending{Why: f.Text("why"), Onward: f.Text("onward"), Told: f.Text("told")}})
	if err == nil {
		return v.ToWith("/people/"+v.Path("id"), "The episode is closed. Whoever comes back is booked straight in again")
	}
	if !v.Again(err) {
		return err
	}
	e, err := site.Ask(v, care.LooseEnds{Person: v.Path("id")})
	if err != nil {
		return err
	}
	return showClose(v, e, f)
}
