package caseload_test

import (
	"context"
	"testing"

	"footbridge/internal/access"
	"footbridge/internal/app"
	"footbridge/internal/app/account"
	"footbridge/internal/app/caseload"
	"footbridge/internal/app/diary"
	"footbridge/internal/app/workforce"
	"footbridge/internal/calendar"
	"footbridge/internal/demo"
)

// house is the demo's network with some people and no history, on Monday 23
// November 2026, 8:02.
type house struct {
	*app.App
	*demo.Cast
	clock *calendar.Manual
	leah  string
	tom   string
}

func open(t testing.TB, dsn string, people int) *house {
	t.Helper()
	clock := calendar.NewManual(calendar.MustInstant("2026-11-23T08:02:00Z"))
	a, err := app.Open(context.Background(), app.Config{Database: dsn, Clock: clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	c, err := demo.Stage(context.Background(), a, people)
	if err != nil {
		t.Fatal(err)
	}
	return &house{a, c, clock, c.Practitioners["leah"], c.Practitioners["tomasz"]}
}

func (h *house) who(key string) access.Actor {
	if key == "" {
		return access.System("Test")
	}
	return h.Actors[key]
}

func do[R any](t testing.TB, h *house, as string, c app.Command[R]) R {
	t.Helper()
	r, err := app.Do(context.Background(), h.App, h.who(as), c)
	if err != nil {
		t.Fatalf("%s: %v", app.NameOf(c), err)
	}
	return r
}

func fails[R any](t testing.TB, h *house, as string, c app.Command[R]) error {
	t.Helper()
	_, err := app.Do(context.Background(), h.App, h.who(as), c)
	if err == nil {
		t.Fatalf("%s was done", app.NameOf(c))
	}
	return err
}

func ask[R any](t testing.TB, h *house, as string, q app.Query[R]) R {
	t.Helper()
	r, err := app.Ask(context.Background(), h.App, h.who(as), q)
	if err != nil {
		t.Fatalf("%s: %v", app.NameOf(q), err)
	}
	return r
}

// book books somebody with a practitioner, by that practitioner.
func (h *house) book(t testing.TB, as, person string) diary.Booking {
	t.Helper()
	f := ask(t, h, as, diary.Search{PCN: demo.PCN, Person: person, Practitioner: h.Practitioners[as], Limit: 60})
	return do(t, h, as, diary.Book{Person: person, Slot: f.Offers[0].ID, Mode: f.Offers[0].ModeList()[0], Words: "Sleeps badly"})
}

func (h *house) of(t testing.TB, as, practitioner, list string) caseload.Caseload {
	t.Helper()
	return ask(t, h, as, caseload.Of{PCN: demo.PCN, Practitioner: practitioner, List: list})
}

// plan chooses the same practitioner for everybody of a caseload.
func (h *house) plan(t testing.TB, from, to, kind string) caseload.HandOver {
	t.Helper()
	s := ask(t, h, "lead", caseload.Sheet{PCN: demo.PCN, Practitioner: from})
	c := caseload.HandOver{PCN: demo.PCN, Practitioner: from, Kind: kind, Why: "moves away"}
	if kind == caseload.Leave {
		c.BackOn = calendar.Today(h.clock).AddDays(14)
	}
	for _, m := range s.Held {
		c.Choices = append(c.Choices, caseload.Choice{Episode: m.Episode.ID, Version: m.Episode.Version, To: to})
	}
	return c
}

// post gives the id of a practitioner's post.
func (h *house) post(t testing.TB, practitioner string) string {
	t.Helper()
	for _, m := range ask(t, h, "manager", workforce.Members{PCN: demo.PCN}) {
		if m.ID == practitioner {
			return m.Post.ID
		}
	}
	t.Fatal("no post")
	return ""
}

// persona gives one of the demo's people as they would be signed in.
func persona(t testing.TB, a *app.App, name string) access.Actor {
	t.Helper()
	list, err := app.Ask(context.Background(), a, access.Nobody(), account.Personas{})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range list {
		if p.Name == name {
			return access.Actor{ID: p.ID, Name: p.Name, Grants: []access.Grant{{Role: access.Role(p.Role), Place: access.Place(p.Place), Code: p.Code, Networks: []string{demo.PCN}}}}
		}
	}
	t.Fatalf("nobody is called %s", name)
	return access.Actor{}
}
