// Package discharge is the room of goodbye: what is still open before an
// episode closes, the two summaries, and the short way back in. Nobody is
// closed with something hanging on them that nobody has.
package discharge

import (
	"context"
	"slices"

	"footbridge/internal/app/account"
	"footbridge/internal/app/care"
	"footbridge/internal/app/caseload"
	"footbridge/internal/app/diary"
	"footbridge/internal/app/episode"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/person"
	"footbridge/internal/app/safety"
	"footbridge/internal/app/supervision"
	"footbridge/internal/fault"
)

// What has to happen to a loose end before the goodbye.
const (
	Settle = "settle" // it blocks the goodbye
	Carry  = "carry"  // somebody is named who has it from now on, and why
	Ends   = "ends"   // it ends with the goodbye
)

// Kinds of loose ends. A front room knows from the kind where one is settled.
const (
	Booking       = "booking"
	Waiting       = "waiting"
	Unsigned      = "unsigned" // took place, and nobody has signed a note
	Draft         = "draft"
	SafetyReview  = "safety"
	Questionnaire = "questionnaire"
	Course        = "course"
	PlanAction    = "plan"
	OpenPause     = "pause"
	OpenFlag      = "flag"
	Ask           = "ask"    // a colleague was asked and has not answered
	Question      = "advice" // at the advice desk
	Onward        = "onward" // a request to another service without an outcome
)

// LooseEnd is one thing that is still open.
type LooseEnd struct {
	Kind string
	ID   string // of the thing, for the way to settle it
	Says string // what it is, in words
	Own  bool   // the visitor's own: they can settle it themselves
	Name string // whose it is, "" when it is nobody's in particular
	How  string // Settle, Carry or Ends
}

// Key names a loose end within one goodbye.
func (l LooseEnd) Key() string { return l.Kind + "-" + l.ID }

// Case is whose loose ends are looked for.
type Case struct {
	Person  person.Person
	Records []string // every id under which their records stand
	Episode episode.Episode
}

// Finder looks for loose ends of one kind. A room below that has something
// that can stay open gets its line here.
type Finder func(context.Context, *gate.Tx, Case) ([]LooseEnd, error)

var finders = []Finder{appointments, unsigned, drafts, reviews, questionnaires, courses, actions, asked, doors, pauses, flags}

func looseEnds(ctx context.Context, tx *gate.Tx, c Case) ([]LooseEnd, error) {
	var out []LooseEnd
	for _, find := range finders {
		list, err := find(ctx, tx, c)
		if err != nil {
			return nil, err
		}
		out = append(out, list...)
	}
	return out, nil
}

func caseOf(tx *gate.Tx, id string) (Case, error) {
	p, err := person.Load(tx, id)
	if err != nil {
		return Case{}, err
	}
	list, err := episode.OfPerson(tx, p.ID)
	if err != nil {
		return Case{}, err
	}
	i := slices.IndexFunc(list, func(e episode.Episode) bool { return e.State == "open" && e.PCN == p.PCN })
	if i < 0 {
		i = slices.IndexFunc(list, func(e episode.Episode) bool { return e.State == "open" })
	}
	if i < 0 {
		return Case{Person: p}, fault.Missing("open episode")
	}
	ids, err := person.Same(tx, p.ID)
	return Case{p, ids, list[i]}, err
}

func appointments(ctx context.Context, tx *gate.Tx, c Case) ([]LooseEnd, error) {
	b, err := diary.OfPerson{Person: c.Person.ID}.Ask(ctx, tx)
	var out []LooseEnd
	for _, x := range b.Coming {
		out = append(out, LooseEnd{Kind: Booking, ID: x.ID, Says: "A booking on " + x.StartsAt.Long() + " with " + x.PractitionerName, Name: x.PractitionerName, How: Settle})
	}
	if w := b.Waiting; w != nil {
		out = append(out, LooseEnd{Kind: Waiting, ID: w.ID, Says: "A place on the waiting list since " + w.Since.Date().Medium(), How: Settle})
	}
	return out, err
}

func unsigned(_ context.Context, tx *gate.Tx, c Case) ([]LooseEnd, error) {
	list, err := diary.TookPlace(tx, c.Records)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, b := range list {
		ids = append(ids, b.ID)
	}
	signed, err := care.Signed(tx, ids)
	if err != nil {
		return nil, err
	}
	own, names, err := practitioners(tx, list)
	var out []LooseEnd
	for _, b := range list {
		if b.Episode == c.Episode.ID && signed[b.ID] == "" {
			name := names[b.Practitioner]
			out = append(out, LooseEnd{Kind: Unsigned, ID: b.ID, Says: "The appointment of " + b.StartsAt.Long() + " took place and has no signed note", Own: b.Practitioner == own, Name: name, How: Settle})
		}
	}
	return out, err
}

func drafts(_ context.Context, tx *gate.Tx, c Case) ([]LooseEnd, error) {
	var subjects []string
	for _, id := range c.Records {
		subjects = append(append(subjects, "person:"+id), safety.DraftSubjects(id)...)
	}
	took, err := diary.TookPlace(tx, c.Records)
	if err != nil {
		return nil, err
	}
	coming, err := diary.Coming(tx, c.Records)
	if err != nil {
		return nil, err
	}
	for _, b := range append(took, coming...) {
		subjects = append(subjects, b.ID)
	}
	list, err := account.BegunAbout(tx, append(append([]string{}, care.DraftKinds...), safety.DraftKinds()...), subjects)
	var out []LooseEnd
	for _, d := range list {
		out = append(out, LooseEnd{Kind: Draft, ID: d.Subject, Says: "A draft (" + d.Kind + ") that was not sent, saved " + d.SavedAt.Long(), Own: d.Author == tx.Actor.ID, Name: d.Name, How: Settle})
	}
	return out, err
}

func reviews(_ context.Context, tx *gate.Tx, c Case) ([]LooseEnd, error) {
	r, found, err := safety.ReviewOf(tx, c.Person)
	if err != nil || !found || r.ReviewOn.IsZero() {
		return nil, err
	}
	return []LooseEnd{{Kind: SafetyReview, ID: r.ID, Says: "The safety plan of " + r.OnDay.Medium() + " is to be looked at again on " + r.ReviewOn.Medium(), How: Carry}}, nil
}

func pauses(_ context.Context, tx *gate.Tx, c Case) ([]LooseEnd, error) {
	x, err := caseload.PauseOf(tx, c.Episode.ID)
	if err != nil || x == nil {
		return nil, err
	}
	return []LooseEnd{{Kind: OpenPause, ID: x.ID, Says: "A pause until " + x.UntilDay.Medium(), Name: x.ByName, How: Ends}}, nil
}

func flags(_ context.Context, tx *gate.Tx, c Case) ([]LooseEnd, error) {
	list, err := supervision.OpenFlags(tx, c.Records)
	var out []LooseEnd
	for _, id := range c.Records {
		for _, f := range list[id] {
			out = append(out, LooseEnd{Kind: OpenFlag, ID: f.ID, Says: "A question for supervision of " + f.At.Date().Medium(), Own: f.ByID == tx.Actor.ID, Name: f.ByName, How: Carry})
		}
	}
	return out, err
}
