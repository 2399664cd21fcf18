package model

import (
	"context"
	"flag"
	"fmt"
	"log/slog"
	"strconv"
	"strings"
	"testing"

	"footbridge/internal/access"
	"footbridge/internal/app"
	"footbridge/internal/app/diary"
	"footbridge/internal/app/person"
	"footbridge/internal/calendar"
	"footbridge/internal/demo"
	"footbridge/internal/engines"
	"footbridge/internal/fault"

	"pgregory.net/rapid"
)

// world is one network on SQLite and the same on PostgreSQL, under one clock.
type world struct {
	clock *calendar.Manual
	apps  [2]*app.App
	cast  [2]*demo.Cast
	names map[string]string // of practitioners, by key
	count int               // of people, for names of their own
}

// fewer sets how many lives a test lives unless -rapid.checks says so: each
// step asks both engines a dozen things.
func fewer(t *testing.T, n int) {
	t.Helper()
	asked := false
	flag.Visit(func(f *flag.Flag) { asked = asked || f.Name == "rapid.checks" })
	if !asked {
		if err := flag.Set("rapid.checks", strconv.Itoa(n)); err != nil {
			t.Fatal(err)
		}
	}
}

// ids are what one thing is called on each engine.
type ids [2]string

func open(t *testing.T) *world {
	t.Helper()
	ctx := context.Background()
	// A Monday without a bank holiday for five weeks.
	w := &world{clock: calendar.NewManual(calendar.MustInstant("2026-10-05T07:00:00Z")), names: map[string]string{"leah": "Leah Whitcombe", "tomasz": "Tomasz Wolski"}}
	for i, dsn := range []string{engines.SQLite(t), engines.Postgres(t)} {
		a, err := app.Open(ctx, app.Config{Database: dsn, Clock: w.clock, Log: slog.New(slog.DiscardHandler)})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { a.Close() })
		w.apps[i] = a
		if w.cast[i], err = demo.Stage(ctx, a, 0); err != nil {
			t.Fatal(err)
		}
	}
	return w
}

func (w *world) actor(engine int, key string) access.Actor {
	if key == "system" {
		return access.System("test")
	}
	a, ok := w.cast[engine].Actors[key]
	if !ok {
		panic("no actor " + key)
	}
	return a
}

// try does one command on each engine; both must answer the same. made is
// what the commands answered with.
func try[R any](t *rapid.T, w *world, who string, command func(engine int) app.Command[R]) (made [2]R, err error) {
	t.Helper()
	var errs [2]error
	for e := range 2 {
		made[e], errs[e] = app.Do(context.Background(), w.apps[e], w.actor(e, who), command(e))
	}
	if a, b := says(errs[0]), says(errs[1]); a != b {
		t.Fatalf("%s: the engines disagree\n SQLite:     %s\n PostgreSQL: %s", app.NameOf(command(0)), a, b)
	}
	if errs[0] != nil {
		if k := fault.KindOf(errs[0]); k != fault.Invalid && k != fault.Conflict && k != fault.Denied && k != fault.NotFound {
			t.Fatalf("%s: %v", app.NameOf(command(0)), errs[0])
		}
	}
	return made, errs[0]
}

// must is try for what the model says is possible.
func must[R any](t *rapid.T, w *world, who string, command func(engine int) app.Command[R]) [2]R {
	t.Helper()
	made, err := try(t, w, who, command)
	if err != nil {
		t.Fatalf("%s by %s is possible by the model: %s", app.NameOf(command(0)), who, says(err))
	}
	return made
}

// never is try for what the model says is not possible.
func never[R any](t *rapid.T, w *world, who string, why string, command func(engine int) app.Command[R]) {
	t.Helper()
	if _, err := try(t, w, who, command); err == nil {
		t.Fatalf("%s by %s was done: %s", app.NameOf(command(0)), who, why)
	}
}

func ask[R any](t *rapid.T, w *world, engine int, who string, q app.Query[R]) R {
	t.Helper()
	r, err := app.Ask(context.Background(), w.apps[engine], w.actor(engine, who), q)
	if err != nil {
		t.Fatalf("%s on engine %d: %v", app.NameOf(q), engine, err)
	}
	return r
}

// says is an error as both engines must put it.
func says(err error) string {
	if err == nil {
		return "done"
	}
	var parts []string
	for _, f := range fault.FieldsOf(err) {
		parts = append(parts, f.Name+": "+f.Message)
	}
	return fmt.Sprintf("%s: %s %s", fault.KindOf(err), fault.Says(err), strings.Join(parts, "; "))
}

// somebody adds a person of 34 to the practice at which reception sits.
func (w *world) somebody(t *rapid.T) ids {
	w.count++
	d := person.Details{Given: "Person", Family: "Number-" + letters(w.count), Sex: "female", BornOn: w.clock.Now().Date().AddYears(-34), Practice: "L81016", Phone: "07700 900999"}
	return ids(must(t, w, "leah", func(int) app.Command[string] { return person.Add{Details: d, Sure: true} }))
}

func letters(n int) string {
	out := ""
	for ; n > 0; n /= 26 {
		out += string(rune('a' + n%26))
	}
	return out
}

// slots gives the same free slot on both engines, one of the first few that
// the person could have.
func (w *world) slots(t *rapid.T, who string, of ids, kind string, pick int) (slot ids, practitioner string, ok bool) {
	var found [2]diary.Found
	for e := range 2 {
		found[e] = ask(t, w, e, who, diary.Search{PCN: demo.PCN, Person: of[e], Kind: kind, Limit: 6})
	}
	if len(found[0].Offers) != len(found[1].Offers) {
		t.Fatalf("%d slots on SQLite, %d on PostgreSQL", len(found[0].Offers), len(found[1].Offers))
	}
	if len(found[0].Offers) == 0 {
		return slot, "", false
	}
	pick %= len(found[0].Offers)
	a, b := found[0].Offers[pick], found[1].Offers[pick]
	if a.StartsAt != b.StartsAt || a.PractitionerName != b.PractitionerName {
		t.Fatalf("slot %d: %s %s on SQLite, %s %s on PostgreSQL", pick, a.StartsAt, a.PractitionerName, b.StartsAt, b.PractitionerName)
	}
	for key, name := range w.names {
		if name == a.PractitionerName {
			practitioner = key
		}
	}
	return ids{a.ID, b.ID}, practitioner, true
}
