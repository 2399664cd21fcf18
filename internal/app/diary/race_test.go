package diary_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"footbridge/internal/access"
	"footbridge/internal/app"
	"footbridge/internal/app/diary"
	"footbridge/internal/app/episode"
	"footbridge/internal/app/network"
	"footbridge/internal/calendar"
	"footbridge/internal/demo"
	"footbridge/internal/engines"
	"footbridge/internal/fault"
)

// stage opens a network without bookings on a Monday morning.
func stage(t *testing.T, dsn string, people int) (*demo.Cast, *calendar.Manual) {
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
	return c, clock
}

var answers = []episode.Answer{{Key: "age", Text: "18 or over", Met: "yes"}, {Key: "dementia", Text: "No dementia", Met: "yes"}}

func free(t *testing.T, c *demo.Cast, who string, q diary.Search) diary.Found {
	t.Helper()
	q.PCN = demo.PCN
	if q.Person == "" {
		q.Person = c.People[0]
	}
	f, err := app.Ask(context.Background(), c.App, c.Actors[who], q)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// A hundred receptions race for ten slots: ten bookings are made, and each of
// the others is told that the slot was taken.
func TestHundredReceptionsTenSlots(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		c, _ := stage(t, dsn, 100)
		ctx := context.Background()
		// Within the release hours no allowance stands in the way.
		f := free(t, c, "reception", diary.Search{Limit: 10})
		if len(f.Offers) != 10 {
			t.Fatalf("%d offers", len(f.Offers))
		}
		var mu sync.Mutex
		var booked, taken int
		var others []error
		var wg sync.WaitGroup
		for i := range 100 {
			wg.Go(func() {
				o := f.Offers[i%10]
				_, err := app.Do(ctx, c.App, c.Actors["reception"], diary.Book{Person: c.People[i], Slot: o.ID, Mode: o.ModeList()[0], Words: "race", Answers: answers, OverWhy: "the race"})
				mu.Lock()
				defer mu.Unlock()
				switch {
				case err == nil:
					booked++
				case fault.Is(err, fault.Conflict) && strings.Contains(err.Error(), "taken"):
					taken++
				default:
					others = append(others, err)
				}
			})
		}
		wg.Wait()
		if booked != 10 || taken != 90 || len(others) > 0 {
			t.Errorf("%d booked, %d told that it was taken, others %v", booked, taken, others)
		}
		chain, err := c.App.Verify(ctx)
		if err != nil || chain.Broken != 0 {
			t.Errorf("chain %+v, %v", chain, err)
		}
	})
}

// A double click, two tabs, Back and a form sent again make one booking.
func TestOneFormOneBooking(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		c, _ := stage(t, dsn, 1)
		f := free(t, c, "reception", diary.Search{})
		o := f.Offers[0]
		ctx := app.WithKey(context.Background(), "the form")
		cmd := diary.Book{Person: c.People[0], Slot: o.ID, Mode: o.ModeList()[0], Words: "once", Answers: answers, OverWhy: "-"}
		ids := make([]string, 6)
		var wg sync.WaitGroup
		for i := range ids {
			wg.Go(func() {
				b, err := app.Do(ctx, c.App, c.Actors["reception"], cmd)
				if err != nil {
					t.Error(err)
				}
				ids[i] = b.ID
			})
		}
		wg.Wait()
		for _, id := range ids {
			if id != ids[0] || id == "" {
				t.Errorf("bookings %v", ids)
			}
		}
		got, err := app.Ask(context.Background(), c.App, c.Actors["reception"], diary.OfPerson{Person: c.People[0]})
		if err != nil || len(got.Coming) != 1 {
			t.Errorf("%d bookings, %v", len(got.Coming), err)
		}
	})
}

// What booking decides, one case after the other on one stage.
func TestBookDecides(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		c, clock := stage(t, dsn, 12)
		ctx := context.Background()
		later := clock.Now().Date().AddDays(7) // outside the release hours
		f := free(t, c, "reception", diary.Search{FromDay: later, Limit: 20})
		book := func(who string, i int, slot string, change func(*diary.Book)) (diary.Booking, error) {
			cmd := diary.Book{Person: c.People[i], Slot: slot, Mode: "face to face", Words: "not sleeping", Answers: answers}
			if change != nil {
				change(&cmd)
			}
			return app.Do(ctx, c.App, c.Actors[who], cmd)
		}
		inWeek := []diary.Offer{}
		for _, o := range f.Offers {
			if o.Day.Monday() == later.Monday() && strings.Contains(o.Modes, "face to face") {
				inWeek = append(inWeek, o)
			}
		}
		if len(inWeek) < 6 {
			t.Fatalf("only %d slots in the week", len(inWeek))
		}
		refused := func(name string, err error, k fault.Kind, words string) {
			t.Helper()
			if !fault.Is(err, k) || !strings.Contains(err.Error(), words) {
				t.Errorf("%s: got %v, want %s with %q", name, err, k, words)
			}
		}
		_, err := book("reception", 0, inWeek[0].ID, func(b *diary.Book) { b.Words = "  " })
		refused("no reason", err, fault.Invalid, "why the person comes")
		_, err = book("reception", 0, inWeek[0].ID, func(b *diary.Book) { b.Mode = "by pigeon" })
		refused("a way that the slot doesn't have", err, fault.Invalid, "how the person will be seen")
		_, err = book("reception", 0, inWeek[0].ID, func(b *diary.Book) { b.Words = strings.Repeat("x", 4001) })
		refused("4,001 characters", err, fault.Invalid, "4,000")
		_, err = book("reception", 0, inWeek[0].ID, func(b *diary.Book) { b.Answers = []episode.Answer{{Key: "dementia", Met: "no"}} })
		refused("a criterion that is not met", err, fault.Invalid, "memory service")
		_, err = book("reception2", 0, inWeek[0].ID, nil)
		refused("somebody of another practice", err, fault.NotFound, "person")
		_, err = book("other", 0, inWeek[0].ID, nil)
		refused("from another network", err, fault.NotFound, "person")
		_, err = book("manager", 0, inWeek[0].ID, nil)
		refused("a role that does not book", err, fault.Denied, "")
		_, err = book("reception", 0, "nothing", nil)
		refused("no such slot", err, fault.NotFound, "slot")
		follow := free(t, c, "leah", diary.Search{Kind: "follow", FromDay: later}).Offers[0]
		_, err = book("reception", 0, follow.ID, nil)
		refused("a follow-up by reception", err, fault.Denied, "practitioner")
		duty := free(t, c, "leah", diary.Search{Kind: "duty"})
		if len(duty.Offers) == 0 {
			t.Fatal("no duty slot today")
		}

		// Four are agreed for L81016; the fifth needs a reason and is counted.
		for i := range 4 {
			b, err := book("reception", i, inWeek[i].ID, nil)
			if err != nil || b.Counts != diary.CountsAllowance {
				t.Fatalf("booking %d: %+v, %v", i, b.Counts, err)
			}
		}
		_, err = book("reception", 4, inWeek[4].ID, nil)
		refused("over the allowance without a reason", err, fault.Invalid, "reason")
		over, err := book("reception", 4, inWeek[4].ID, func(b *diary.Book) { b.OverWhy = "the GP asked" })
		if err != nil || over.Counts != diary.CountsOver {
			t.Fatalf("over: %+v %v", over.Counts, err)
		}
		got := free(t, c, "reception", diary.Search{})
		for _, a := range got.Allowance {
			if a.Week == later.Monday() && (a.Used != 5 || a.Over != 1 || a.Agreed != 4 || a.Left() != 0) {
				t.Errorf("the allowance says %+v", a)
			}
		}
		_, err = book("reception", 0, inWeek[5].ID, func(b *diary.Book) { b.OverWhy = "-" })
		refused("a second first appointment", err, fault.Conflict, "booked already")
		_, err = book("reception", 5, inWeek[0].ID, nil)
		refused("a slot that is taken", err, fault.Conflict, "taken")

		// A cancelled booking gives the allowance and the slot back.
		if _, err := app.Do(ctx, c.App, c.Actors["reception"], diary.Cancel{Booking: over.ID, Version: over.Version, AskedBy: "the person", Why: "better"}); err != nil {
			t.Fatal(err)
		}
		if _, err := app.Do(ctx, c.App, c.Actors["reception"], diary.Cancel{Booking: over.ID, Version: over.Version, AskedBy: "the person", Why: "better"}); !fault.Is(err, fault.Conflict) {
			t.Errorf("cancelled twice: %v", err)
		}
		again, err := book("reception", 5, inWeek[4].ID, func(b *diary.Book) { b.OverWhy = "x" })
		if err != nil || again.Counts != diary.CountsOver {
			t.Errorf("the freed slot: %v %v", again.Counts, err)
		}

		// A practitioner's own booking counts against nobody; a released slot too.
		own, err := book("leah", 6, inWeek[5].ID, nil)
		if err != nil || own.Counts != diary.CountsOwn {
			t.Errorf("own: %v %v", own.Counts, err)
		}
		soon := free(t, c, "reception", diary.Search{Person: c.People[7]}).Offers[0]
		rel, err := book("reception", 7, soon.ID, func(b *diary.Book) { b.Mode = soon.ModeList()[0] })
		if err != nil || rel.Counts != diary.CountsReleased {
			t.Errorf("released: %v %v", rel.Counts, err)
		}

		// Yesterday's slot can't be had.
		clock.Advance(21 * 24 * time.Hour)
		_, err = book("reception", 8, inWeek[5].ID, nil)
		refused("a slot of the past", err, fault.Conflict, "taken")
	})
}

// Moving keeps history, who and why; inside a week it costs no allowance.
func TestMoveKeepsHistory(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		c, clock := stage(t, dsn, 3)
		ctx := context.Background()
		f := free(t, c, "reception", diary.Search{FromDay: clock.Now().Date().AddDays(7), Limit: 30})
		a, err := app.Do(ctx, c.App, c.Actors["reception"], diary.Book{Person: c.People[0], Slot: f.Offers[0].ID, Mode: f.Offers[0].ModeList()[0], Words: "x", Answers: answers})
		if err != nil {
			t.Fatal(err)
		}
		move := diary.Move{Booking: a.ID, Version: a.Version, Slot: f.Offers[1].ID, Mode: f.Offers[1].ModeList()[0], AskedBy: "the person", Why: "has to work"}
		for name, change := range map[string]func(*diary.Move){
			"nobody asked":   func(m *diary.Move) { m.AskedBy = "" },
			"no reason":      func(m *diary.Move) { m.Why = "" },
			"an old version": func(m *diary.Move) { m.Version = 9 },
		} {
			m := move
			change(&m)
			if _, err := app.Do(ctx, c.App, c.Actors["reception"], m); err == nil {
				t.Errorf("%s: moved", name)
			}
		}
		b, err := app.Do(ctx, c.App, c.Actors["reception"], move)
		if err != nil || b.Counts != diary.CountsAllowance {
			t.Fatalf("%+v %v", b, err)
		}
		card, err := app.Ask(ctx, c.App, c.Actors["reception"], diary.ByID{ID: b.ID})
		if err != nil || len(card.History) != 1 || card.History[0].EndedWhy != "has to work" || card.History[0].AskedBy != "the person" || card.History[0].EndedName != "Sam Okafor" {
			t.Errorf("history %+v %v", card.History, err)
		}
		again := free(t, c, "reception", diary.Search{Person: c.People[1], FromDay: clock.Now().Date().AddDays(7), Limit: 30})
		if again.Offers[0].ID != f.Offers[0].ID {
			t.Error("the old slot is not free again")
		}
	})
}

// A freed slot suits those who wait for one like it, the longest first.
func TestWaitingList(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		c, clock := stage(t, dsn, 4)
		ctx := context.Background()
		f := free(t, c, "reception", diary.Search{FromDay: clock.Now().Date().AddDays(2)})
		o := f.Offers[0]
		for i, w := range []diary.Wait{
			{Person: c.People[1], Words: "low", Mode: o.ModeList()[0]},
			{Person: c.People[2], Words: "worried", NoticeHours: 336},
			{Person: c.People[3], Words: "panic"},
		} {
			clock.Advance(time.Minute)
			if _, err := app.Do(ctx, c.App, c.Actors["reception"], w); err != nil {
				t.Fatal(i, err)
			}
		}
		if _, err := app.Do(ctx, c.App, c.Actors["reception"], diary.Wait{Person: c.People[3], Words: "again"}); !fault.Is(err, fault.Conflict) {
			t.Errorf("waits twice: %v", err)
		}
		list, err := app.Ask(ctx, c.App, c.Actors["reception"], diary.WaitingListOf{PCN: demo.PCN, Slot: o.ID})
		if err != nil || len(list.List) != 2 || list.List[0].Person != c.People[1] || list.All != 3 {
			t.Fatalf("%d of %d, %v", len(list.List), list.All, err)
		}
		if _, err := app.Do(ctx, c.App, c.Actors["reception"], diary.Book{Person: c.People[1], Slot: o.ID, Mode: o.ModeList()[0], Words: "low", Answers: answers, OverWhy: "-"}); err != nil {
			t.Fatal(err)
		}
		list, err = app.Ask(ctx, c.App, c.Actors["reception"], diary.WaitingListOf{PCN: demo.PCN})
		if err != nil || len(list.List) != 2 {
			t.Errorf("whoever is booked waits no longer: %d, %v", len(list.List), err)
		}
		other, err := app.Ask(ctx, c.App, c.Actors["reception2"], diary.WaitingListOf{PCN: demo.PCN})
		if err != nil || len(other.List) != 0 || other.All != 2 {
			t.Errorf("another practice sees %d people by name, of %d", len(other.List), other.All)
		}
	})
}

func TestJudge(t *testing.T) {
	now := calendar.MustInstant("2026-11-23T08:00:00Z")
	terms := network.Terms{ReleaseHours: 48, OverLimit: "reason", Allowances: []network.Allowance{{Practice: "A", PerWeek: 3}, {Practice: "Z", PerWeek: 0}}}
	refuse := terms
	refuse.OverLimit = "refuse"
	for _, c := range []struct {
		name     string
		terms    network.Terms
		practice string
		used     int
		in       time.Duration
		counts   string
		reason   bool
	}{
		{"the first of three", terms, "A", 0, 72 * time.Hour, diary.CountsAllowance, false},
		{"the last of three", terms, "A", 2, 72 * time.Hour, diary.CountsAllowance, false},
		{"the fourth, with a reason", terms, "A", 3, 72 * time.Hour, diary.CountsOver, true},
		{"the fourth, refused", refuse, "A", 3, 72 * time.Hour, "", false},
		{"used up, but it starts in 48 hours", refuse, "A", 9, 48 * time.Hour, diary.CountsReleased, false},
		{"a minute before it is released", refuse, "A", 9, 48*time.Hour + time.Minute, "", false},
		{"within the allowance and released: it counts against nobody", terms, "A", 0, time.Hour, diary.CountsReleased, false},
		{"an allowance of nothing", refuse, "Z", 0, 72 * time.Hour, "", false},
		{"no allowance agreed", refuse, "Y", 0, 72 * time.Hour, "", false},
		{"no allowance agreed, with a reason", terms, "Y", 0, 72 * time.Hour, diary.CountsOver, true},
	} {
		v := diary.Judge(c.terms, c.practice, c.used, now.Add(c.in), now)
		if v.Counts != c.counts || v.Reason != c.reason || v.Says == "" {
			t.Errorf("%s: %+v", c.name, v)
		}
	}
}

// Age comes from the date of birth on the day of the appointment; what nobody
// answered is not known, never met.
func TestArrivals(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		c, clock := stage(t, dsn, 2)
		ctx := context.Background()
		o := free(t, c, "leah", diary.Search{}).Offers[0]
		b, err := app.Do(ctx, c.App, c.Actors["leah"], diary.Book{Person: c.People[0], Slot: o.ID, Mode: o.ModeList()[0], Words: "x"})
		if err != nil {
			t.Fatal(err)
		}
		arrive := func(who string, version int, mark string) error {
			_, err := app.Do(ctx, c.App, c.Actors[who], diary.Arrive{Booking: b.ID, Version: version, Arrival: mark})
			return err
		}
		if o.Day == clock.Now().Date() {
			if err := arrive("leah", 1, "did not attend"); !fault.Is(err, fault.Invalid) {
				t.Errorf("did not attend before it began: %v", err)
			}
		}
		clock.Set(o.StartsAt.Add(20 * time.Minute))
		for _, s := range []struct {
			who     string
			version int
			mark    string
			kind    fault.Kind
		}{
			{"other", 1, "arrived", fault.NotFound}, {"manager", 1, "arrived", fault.Denied}, {"leah", 1, "perhaps", fault.Invalid},
			{"reception", 1, "arrived", -1}, {"reception", 1, "late", fault.Conflict}, {"reception", 2, "", -1}, {"leah", 3, "did not attend", -1},
		} {
			err := arrive(s.who, s.version, s.mark)
			if s.kind == -1 && err != nil || s.kind != -1 && !fault.Is(err, s.kind) {
				t.Errorf("%s marks %q: %v", s.who, s.mark, err)
			}
		}
		if _, err := app.Do(ctx, c.App, c.Actors["reception"], diary.Happened{Booking: b.ID, Version: 4, Happened: "yes"}); !fault.Is(err, fault.Denied) {
			t.Errorf("reception says that it took place: %v", err)
		}
		if _, err := app.Do(ctx, c.App, c.Actors["leah"], diary.Happened{Booking: b.ID, Version: 4, Happened: "no", Why: "rang twice"}); err != nil {
			t.Error(err)
		}
	})
}

// Another network learns and changes nothing, whatever it names.
func TestAnotherNetwork(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		c, _ := stage(t, dsn, 1)
		ctx := context.Background()
		o := free(t, c, "leah", diary.Search{}).Offers[0]
		b, err := app.Do(ctx, c.App, c.Actors["leah"], diary.Book{Person: c.People[0], Slot: o.ID, Mode: o.ModeList()[0], Words: "x"})
		if err != nil {
			t.Fatal(err)
		}
		out := access.Actor{ID: "out", Name: "Outsider", Grants: []access.Grant{
			{Role: access.Practitioner, Place: access.Network, Code: demo.Other, Networks: []string{demo.Other}},
			{Role: access.Manager, Place: access.Network, Code: demo.Other, Networks: []string{demo.Other}},
			{Role: access.Reception, Place: access.Practice, Code: "L81031", Networks: []string{demo.Other}},
		}}
		for i, err := range []error{
			fails(app.Ask(ctx, c.App, out, diary.Search{PCN: demo.PCN, Person: c.People[0]})),
			fails(app.Ask(ctx, c.App, out, diary.ByID{ID: b.ID})),
			fails(app.Ask(ctx, c.App, out, diary.OfPerson{Person: c.People[0]})),
			fails(app.Ask(ctx, c.App, out, diary.Week{PCN: demo.PCN, Monday: o.Day.Monday()})),
			fails(app.Ask(ctx, c.App, out, diary.Diary{PCN: demo.PCN})),
			fails(app.Ask(ctx, c.App, out, diary.WaitingListOf{PCN: demo.PCN})),
			fails(app.Ask(ctx, c.App, out, diary.OneOffer{Person: c.People[0], Slot: o.ID})),
			fails(app.Do(ctx, c.App, out, diary.Cancel{Booking: b.ID, Version: 1, AskedBy: "the person", Why: "x"})),
			fails(app.Do(ctx, c.App, out, diary.Move{Booking: b.ID, Version: 1, Slot: o.ID, AskedBy: "the person", Why: "x"})),
			fails(app.Do(ctx, c.App, out, diary.Wait{Person: c.People[0], Words: "x"})),
		} {
			if !fault.Is(err, fault.NotFound) {
				t.Errorf("%d: got %v", i, err)
			}
		}
	})
}

func fails[R any](r R, err error) error {
	if err == nil {
		return fmt.Errorf("answered %v", r)
	}
	return err
}
