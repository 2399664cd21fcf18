package care

import (
	"footbridge/internal/app/care"
	"footbridge/internal/app/workforce"
	"footbridge/internal/fault"
	webperson "footbridge/internal/web/person"
	"footbridge/internal/web/site"
)

var notCopiedPage = site.Parse(files, "notcopied.html")

// Text shows a contact as a text for the GP record.
func Text(v *site.Visit) error {
	r, err := site.Ask(v, care.TextOf{ID: v.Path("id")})
	if err != nil {
		return err
	}
	return webperson.ShowRecord(v, webperson.Record{Title: "The contact as a text for the GP record", Back: "/contacts/" + r.ID, BackText: "The contact", Post: "/contacts/" + r.ID + "/text", ForRecord: r})
}

// DoText marks it as copied.
func DoText(v *site.Visit) error {
	_, err := site.Do(v, care.MarkCopied{ID: v.Path("id"), System: v.Form().Text("system")})
	if err == nil {
		return v.ToWith("/contacts/"+v.Path("id"), "Marked as copied")
	}
	if !v.Again(err) {
		return err
	}
	return Text(v)
}

// NotCopied lists the signed contacts that nobody has marked as copied.
func NotCopied(v *site.Visit) error {
	team, err := site.Ask(v, workforce.Team{PCN: v.Network()})
	if err != nil {
		return err
	}
	who := v.Form().Text("practitioner")
	name := ""
	for _, p := range team {
		if who == "" && p.UserID == v.Actor.ID {
			who = p.ID
		}
		if p.ID == who {
			name = p.Name
		}
	}
	if name == "" {
		return fault.Missing("practitioner")
	}
	list, err := site.Ask(v, care.NotCopied{PCN: v.Network(), Practitioner: who})
	if err != nil {
		return err
	}
	return v.Show(site.Page{Title: "Contacts not copied", Back: "/today", BackText: "Today"}, notCopiedPage, map[string]any{"List": list, "Name": name, "Days": care.NotCopiedDays})
}
