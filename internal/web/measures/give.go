package measures

import (
	"footbridge/internal/app/measures"
	"footbridge/internal/calendar"
	"footbridge/internal/web/form"
	weblink "footbridge/internal/web/link"
	webperson "footbridge/internal/web/person"
	"footbridge/internal/web/site"
)

var (
	linkPage  = site.Parse(files, "link.html")
	paperPage = site.Parse(files, "paper.html")
)

// Link shows until when a private link can work, or why there is none.
func Link(v *site.Visit) error {
	s, err := desk(v)
	if err != nil {
		return err
	}
	return showLink(v, s)
}

func showLink(v *site.Visit, s measures.Table) error {
	f := v.Form()
	safety := len(s.Tool.SafetyItems()) > 0
	var days []calendar.Date
	why := ""
	if safety {
		days, why = s.Rota.Until(v.App.Now())
	} else {
		for i := 0; i <= measures.PlainDays; i++ {
			days = append(days, v.App.Today().AddDays(i))
		}
	}
	var until []form.Choice
	for _, d := range days {
		c := form.Choice{Value: d.String(), Text: d.Long()}
		if d == v.App.Today() {
			c.Text = "Today, " + c.Text
		}
		if r, ok := s.Rota.On(d); ok && safety {
			c.Hint = r.ReaderName + " reads until " + r.UntilTime.String()
		}
		until = append(until, c)
	}
	if len(until) > 0 && f.Raw("until") == "" {
		f.Set("until", until[min(len(until)-1, 6)].Value)
	}
	return v.Show(site.Page{Title: "Private link", Form: f, Back: "/people/" + s.Person.ID + "/measure"}, linkPage, map[string]any{
		"Form": f, "S": s, "Banner": webperson.Banner(s.Person), "Inst": s.Tool, "Until": until, "Why": why, "Safety": safety,
		"Path": "/people/" + s.Person.ID + "/measure/" + s.Tool.Code, "NoBorn": s.Person.BornOn.IsZero() || s.Person.BornApprox,
	})
}

// DoLink makes the link and shows its address this once.
func DoLink(v *site.Visit) error {
	s, err := desk(v)
	if err != nil {
		return err
	}
	f := v.Form()
	day, _ := calendar.ParseDate(f.Text("until")) // none is a fault of the command
	m, err := site.Do(v, measures.GiveLink{Person: s.Person.ID, Instrument: s.Tool.Code, Until: day})
	if err != nil {
		if v.Again(err) {
			return showLink(v, s)
		}
		return err
	}
	return weblink.ShowMade(v, weblink.Slip{
		Title: s.Tool.Name + " by private link", For: "A questionnaire for you", Made: m, From: v.Actor.Name,
		Banner: webperson.Banner(s.Person), Back: "/people/" + s.Person.ID + "/scores",
	})
}

// Paper shows a blank form to print, for those whose licence allows it, and
// the press that says it was given.
func Paper(v *site.Visit) error {
	s, err := desk(v)
	if err != nil {
		return err
	}
	f := v.Form()
	return v.Show(site.Page{Title: s.Tool.Name + " on paper", Form: f, Back: "/people/" + s.Person.ID + "/measure", Print: s.Tool.Asked && s.Tool.Row == nil}, paperPage, map[string]any{
		"Form": f, "S": s, "Banner": webperson.Banner(s.Person), "Inst": s.Tool, "Blank": s.Tool.Asked && s.Tool.Row == nil,
	})
}

// DoPaper records that it was given.
func DoPaper(v *site.Visit) error {
	_, err := site.Do(v, measures.GivePaper{Person: v.Path("id"), Instrument: v.Path("code")})
	if err == nil {
		return v.ToWith("/people/"+v.Path("id")+"/scores", "Recorded as given on paper")
	}
	if !v.Again(err) {
		return err
	}
	return Paper(v)
}

// DoNotComing ends something that was given on paper.
func DoNotComing(v *site.Visit) error {
	id, err := site.Do(v, measures.NotComing{ID: v.Path("id")})
	if err != nil {
		return err
	}
	return v.ToWith("/people/"+id+"/scores", "It is not expected any more")
}
