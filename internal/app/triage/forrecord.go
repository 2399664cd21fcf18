package triage

import (
	"context"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/care"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/person"
	"footbridge/internal/fault"
)

// TextOf asks for a signed triage note as a text for the GP record.
type TextOf struct{ ID string }

// Needs names the permission.
func (TextOf) Needs() access.Permission { return access.SeeCare }

func loadNote(tx *gate.Tx, id string) (Note, person.Person, error) {
	request, err := db.One[string](tx.Tx, "triage note", "SELECT request FROM triage_note WHERE id = $1", id)
	if err != nil {
		return Note{}, person.Person{}, err
	}
	list, err := notesOf(tx, request)
	if err != nil {
		return Note{}, person.Person{}, err
	}
	for _, n := range list {
		if n.ID != id {
			continue
		}
		p, err := person.Load(tx, n.Person)
		if fault.Is(err, fault.NotFound) {
			err = fault.Missing("triage note")
		}
		return n, p, err
	}
	return Note{}, person.Person{}, fault.Missing("triage note")
}

// Ask makes it; a note about somebody outside the scope is not found.
func (q TextOf) Ask(_ context.Context, tx *gate.Tx) (care.ForRecord, error) {
	var out care.ForRecord
	n, p, err := loadNote(tx, q.ID)
	if err != nil {
		return out, err
	}
	tx.Saw(p.ID, "a triage note as a text for the GP record")
	out.Person, out.ID, out.Version = p, n.ID, 1
	if out.Share, err = care.ShareSafety(tx, p); err != nil {
		return out, err
	}
	out.Left = out.Share != "yes" && (n.Parts.Words != "" || n.Parts.Contacted != "")
	out.Text = care.GPText(n.GPParts(p, out.Share))
	out.Copies, err = care.Copies(tx, care.CopyTriage, n.ID)
	return out, err
}

// GPParts gives a triage note as the parts of a text for the GP record, in
// their fixed order. What was said about safety is there only when the person
// agreed to share it with the practice.
func (n Note) GPParts(p person.Person, share string) []care.GPLine {
	x := n.Parts
	who := n.ByName
	if n.ByRole != "" {
		who += ", " + strings.ToLower(n.ByRole)
	}
	lines := []care.GPLine{
		{Title: "Mental health practitioner triage", Words: n.SignedAt.Long()},
		{Title: "By", Words: who},
		{Title: "Person", Words: p.Name() + ", born " + p.Born()},
		{Title: "Asked for", Words: x.Question},
		{Title: "What is happening now", Words: x.Situation},
		{Title: "What matters to the person", Words: x.Matters},
		{Title: "Background", Words: x.Background},
		{Title: "Strengths", Words: x.Strengths},
		{Title: "Understanding", Words: x.Understanding},
		{Title: "Outcome", Words: x.OutcomeText()},
		{Title: "Decided", Words: x.Decision},
	}
	if x.Ended {
		lines = append(lines, care.GPLine{Title: "Ended", Words: x.EndedWhy}, care.GPLine{Title: "Goes on", Words: x.Onward}, care.GPLine{Title: "The person was told", Words: x.Told})
	} else {
		next := x.NextStep
		if x.Holder != "" {
			next += ". " + x.Holder
		}
		if !x.StepOn.IsZero() {
			next += ", by " + x.StepOn.Medium()
		}
		lines = append(lines, care.GPLine{Title: "Next", Words: next})
	}
	if share == "yes" {
		lines = append(lines, care.GPLine{Title: "Safety, in words", Words: x.Words}, care.GPLine{Title: "Contacted", Words: x.Contacted})
	}
	return lines
}

// MarkCopied records that the text of a triage note was put into another
// record.
type MarkCopied struct{ ID, System string }

// Needs names the permission.
func (MarkCopied) Needs() access.Permission { return access.WriteCare }

// Do records it.
func (c MarkCopied) Do(_ context.Context, tx *gate.Tx) (string, error) {
	n, p, err := loadNote(tx, c.ID)
	if err != nil {
		return "", err
	}
	return care.NoteCopied(tx, care.Copied{Kind: care.CopyTriage, OfID: n.ID, OfVersion: 1, Person: p.ID, PCN: n.PCN, System: c.System})
}
