package triage

import (
	"footbridge/internal/app/triage"
	webperson "footbridge/internal/web/person"
	"footbridge/internal/web/site"
)

// Text shows a signed triage note as a text for the GP record.
func Text(v *site.Visit) error {
	r, err := site.Ask(v, triage.TextOf{ID: v.Path("id")})
	if err != nil {
		return err
	}
	return webperson.ShowRecord(v, webperson.Record{Title: "The triage as a text for the GP record", Back: "/people/" + r.Person.ID, BackText: r.Person.Name(), Post: "/triage-notes/" + r.ID + "/text", ForRecord: r})
}

// DoText marks it as copied.
func DoText(v *site.Visit) error {
	_, err := site.Do(v, triage.MarkCopied{ID: v.Path("id"), System: v.Form().Text("system")})
	if err == nil {
		return v.ToWith("/triage-notes/"+v.Path("id")+"/text", "Marked as copied")
	}
	if !v.Again(err) {
		return err
	}
	return Text(v)
}
