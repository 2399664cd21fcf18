package care_test

import (
	"context"
	"strings"
	"testing"

	"footbridge/internal/app"
	"footbridge/internal/app/care"
	"footbridge/internal/app/diary"
	"footbridge/internal/app/episode"
	"footbridge/internal/calendar"
	"footbridge/internal/demo"
	"footbridge/internal/engines"
	"footbridge/internal/fault"
)

// Nobody is closed with a booking to come, or without having been told; who
// comes back begins anew.
func TestCloseEpisode(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		ctx := context.Background()
		a, err := app.Open(ctx, app.Config{Database: dsn, Clock: calendar.NewManual(calendar.MustInstant("2026-11-23T08:02:00Z"))})
		if err != nil {
			t.Fatal(err)
		}
		defer a.Close()
		c, err := demo.Stage(ctx, a, 2)
		if err != nil {
			t.Fatal(err)
		}
		leah := c.Actors["leah"]
		told := episode.Ending{Why: episode.Reasons[0], Told: "in the room"}
		if _, err := app.Do(ctx, a, leah, care.CloseEpisode{Person: c.People[0], Version: 1, Ending: told}); !fault.Is(err, fault.NotFound) {
			t.Errorf("nothing is open: %v", err)
		}
		f, err := app.Ask(ctx, a, leah, diary.Search{PCN: demo.PCN, Person: c.People[0]})
		if err != nil {
			t.Fatal(err)
		}
		book := diary.Book{Person: c.People[0], Slot: f.Offers[0].ID, Mode: f.Offers[0].ModeList()[0], Words: "x"}
		b, err := app.Do(ctx, a, leah, book)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := app.Do(ctx, a, leah, care.CloseEpisode{Person: c.People[0], Version: 1, Ending: told}); err == nil || !strings.Contains(err.Error(), "booking to come") {
			t.Errorf("with a booking to come: %v", err)
		}
		if _, err := app.Do(ctx, a, leah, diary.Cancel{Booking: b.ID, Version: 1, AskedBy: "the person", Why: "better"}); err != nil {
			t.Fatal(err)
		}
		for _, wrong := range []episode.Ending{{Why: episode.Reasons[0]}, {Told: "by letter"}, {Why: "because", Told: "by letter"}} {
			if _, err := app.Do(ctx, a, leah, care.CloseEpisode{Person: c.People[0], Version: 1, Ending: wrong}); !fault.Is(err, fault.Invalid) {
				t.Errorf("%+v: %v", wrong, err)
			}
		}
		if _, err := app.Do(ctx, a, leah, care.CloseEpisode{Person: c.People[0], Version: 7, Ending: told}); !fault.Is(err, fault.Conflict) {
			t.Errorf("a stale version: %v", err)
		}
		if _, err := app.Do(ctx, a, leah, care.CloseEpisode{Person: c.People[0], Version: 1, Ending: told}); err != nil {
			t.Fatal(err)
		}
		again, err := app.Do(ctx, a, leah, book)
		if err != nil || again.Episode == b.Episode {
			t.Errorf("who comes back begins a new episode: %v, %v", again.Episode == b.Episode, err)
		}
	})
}
