package triage

import (
	"slices"
	"testing"

	"footbridge/internal/access"
	"footbridge/internal/app/episode"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/network"
	"footbridge/internal/app/person"
	"footbridge/internal/calendar"
	"footbridge/internal/engines"
	"footbridge/internal/fault"
)

// Who may write down which way, and whether people may ask for themselves.
func TestWaysFor(t *testing.T) {
	for _, c := range []struct {
		who  access.Actor
		self bool
		want []string
	}{
		{reception, false, []string{episode.HandOver}},
		{reception, true, []string{episode.HandOver, episode.SelfReferral}},
		{clinician, true, []string{episode.HandOver, episode.SelfReferral}},
		{mo, false, []string{episode.HandOver, episode.StepDown, episode.Transition}},
		{mo, true, []string{episode.HandOver, episode.SelfReferral, episode.StepDown, episode.Transition}},
	} {
		if got := WaysFor(c.who, network.Terms{SelfReferral: c.self}); !slices.Equal(got, c.want) {
			t.Errorf("%s, agreed %v: %v, want %v", c.who.Name, c.self, got, c.want)
		}
	}
}

// A person asks for themselves at the desk: it waits in the queue like any
// other, in their words, and nobody need be named as handing over.
func TestSelfReferral(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		c := handOver(h.add(t, "Callum", "Petherick", "1990-05-17", "P10001"))
		c.Way, c.Words = episode.SelfReferral, "I’m drinking more than I want to"
		f := ask(t, h, mo, ByID{do(t, h, reception, c)})
		if f.Request.Way != episode.SelfReferral || f.Request.Words != c.Words || f.Standing() != "Not taken yet" || f.Record.FromWhom != "" {
			t.Errorf("%+v", f.Card)
		}
		if q := queue(t, h, mo, Queue{Way: episode.SelfReferral}); names(q.List) != "Callum" {
			t.Errorf("%v", names(q.List))
		}
	})
}

// Whoever may be on record twice is named in the queue before anybody takes
// the request; people of another network never are.
func TestTwins(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		a := h.add(t, "Callum", "Petherick", "1990-05-07", "P10001")
		near := h.add(t, "Calum", "Petherick", "1990-05-07", "P10002")     // another practice of the network
		swapped := h.add(t, "Callum", "Petherick", "1990-07-05", "P10001") // day and month
		h.add(t, "Callum", "Petherick", "1961-05-07", "P10001")            // his uncle
		h.add(t, "Rhona", "Vale", "1990-05-07", "P10001")
		do(t, h, outsider, person.Add{Sure: true, Details: person.Details{Given: "Callum", Family: "Petherick", BornOn: calendar.MustDate("1990-05-07"), Practice: "P20001"}})
		alone := h.add(t, "Ada", "Lone", "1955-02-28", "P10001")
		got := ask(t, h, mo, Twins{People: []string{a, alone}})
		var ids []string
		for _, x := range got[a] {
			ids = append(ids, x.ID)
		}
		slices.Sort(ids)
		want := []string{near, swapped}
		slices.Sort(want)
		if !slices.Equal(ids, want) || len(got[alone]) != 0 {
			t.Errorf("%v, want %v; alone: %v", ids, want, got[alone])
		}
		// Reception of one practice learns nothing of the other's people.
		if got := ask(t, h, reception, Twins{People: []string{a}}); len(got[a]) != 1 || got[a][0].ID != swapped {
			t.Errorf("%+v", got)
		}
		if _, err := gate.Ask(t.Context(), h.Gate, outsider, Twins{People: []string{a}}); !fault.Is(err, fault.NotFound) {
			t.Error(err)
		}
	})
}

// Moving on at 18 is a hand-over with a date and an owner, and who has none of
// these is named.
func TestMovings(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)                                             // Monday 2 November 2026
		held := h.add(t, "Hal", "Held", "2009-03-02", "P10001")       // 17
		planned := h.add(t, "Pia", "Planned", "2008-12-24", "P10001") // 17, and 18 at Christmas
		taken := h.add(t, "Tom", "Taken", "2008-11-02", "P10001")     // 18 today
		young := h.add(t, "Yusuf", "Young", "2010-11-03", "P10001")   // 15, and 16 tomorrow
		for _, id := range []string{held, young} {
			do(t, h, clinician, handOver(id)) // by age, into the service for young people
		}
		move := handOver(planned)
		move.Way, move.From, move.Planned = episode.Transition, "CAMHS, Ann", calendar.MustDate("2026-12-28")
		do(t, h, mo, move)
		move.Person, move.Mine = taken, true
		do(t, h, mo, move)
		want := []struct{ given, missing, owner string }{{"Tom", "", "Mo Healey"}, {"Pia", "Nobody on the adult side has taken it", ""}, {"Hal", "No hand-over is planned", ""}}
		got := ask(t, h, mo, Movings{PCN: "A01"})
		if len(got) != len(want) {
			t.Fatalf("%+v", got)
		}
		for i, w := range want {
			if m := got[i]; m.Who.Given != w.given || m.Missing() != w.missing || m.Owner != w.owner || m.Eighteen != m.Who.BornOn.AddYears(18) {
				t.Errorf("%d: %+v, want %+v", i, m, w)
			}
		}
		// Planned for the one who is held here: both services hold him until then.
		move.Person, move.Mine = held, false
		do(t, h, nia, move)
		if got := ask(t, h, mo, Movings{PCN: "A01"}); len(got) != 3 || got[2].Missing() != "Nobody on the adult side has taken it" {
			t.Errorf("%+v", got)
		}
		if _, err := gate.Ask(t.Context(), h.Gate, outsider, Movings{PCN: "A01"}); !fault.Is(err, fault.NotFound) {
			t.Error(err)
		}
	})
}
