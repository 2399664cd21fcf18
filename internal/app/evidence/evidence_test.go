package evidence_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"log/slog"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"footbridge/internal/access"
	"footbridge/internal/app"
	"footbridge/internal/app/care"
	"footbridge/internal/app/evidence"
	"footbridge/internal/app/liaison"
	"footbridge/internal/app/mdt"
	"footbridge/internal/app/triage"
	"footbridge/internal/app/workforce"
	"footbridge/internal/calendar"
	"footbridge/internal/demo"
	"footbridge/internal/engines"
	"footbridge/internal/fault"
	"footbridge/internal/nhs"
)

type house struct {
	*app.App
	*demo.Cast
	clock *calendar.Manual
}

const pcn = demo.PCN

func open(t testing.TB, dsn string, people int) *house {
	t.Helper()
	clock := calendar.NewManual(calendar.MustInstant("2026-11-23T08:02:00Z"))
	a, err := app.Open(context.Background(), app.Config{Database: dsn, Clock: clock, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	c, err := demo.Stage(context.Background(), a, people)
	if err != nil {
		t.Fatal(err)
	}
	return &house{a, c, clock}
}

func do[R any](t testing.TB, h *house, as string, c app.Command[R]) R {
	t.Helper()
	r, err := app.Do(context.Background(), h.App, h.Actors[as], c)
	if err != nil {
		t.Fatalf("%s: %v", app.NameOf(c), err)
	}
	return r
}

func ask[R any](t testing.TB, h *house, as string, q app.Query[R]) R {
	t.Helper()
	r, err := app.Ask(context.Background(), h.App, h.Actors[as], q)
	if err != nil {
		t.Fatalf("%s: %v", app.NameOf(q), err)
	}
	return r
}

func (h *house) contact(t testing.TB, who, person string) string {
	t.Helper()
	h.clock.Advance(time.Hour)
	return do(t, h, who, care.SignContact{Person: person, Mechanism: nhs.FaceToFace, StartedAt: h.Now().Add(-40 * time.Minute), Minutes: 30, Note: "x", Words: "x"})
}

func (h *house) teach(t testing.TB, who string) {
	t.Helper()
	do(t, h, who, liaison.GiveSession{PCN: pcn, OnDay: h.Today(), Topic: "Sleep", Place: "Hub", Audience: []liaison.Audience{{Who: "Nurses", N: 5}}, Practices: []string{"L81016"}, Minutes: 30})
}

func figures(s evidence.Sheet) map[string]int {
	out := map[string]int{}
	for _, f := range s.Texts[0].Functions {
		for _, r := range f.Rules {
			out[r.Key] = r.N
		}
	}
	return out
}

var quarter = calendar.MustDate("2026-10-01")

// A population worked out by hand: a walk-in, somebody whom a GP handed over,
// one contact in error, and an ask.
func TestCountedOnce(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn, 4)
		h.contact(t, "leah", h.People[0]) // a walk-in
		h.contact(t, "leah", h.People[0])
		do(t, h, "gp", triage.HandOver{Person: h.People[1], Words: "x", Asked: "Triage", Response: ask(t, h, "gp", triage.HandOverForm{Person: h.People[1]}).Times[0].Name, Why: "x"})
		h.contact(t, "tomasz", h.People[1])
		wrong := h.contact(t, "tomasz", h.People[1])
		do(t, h, "tomasz", care.Withdraw{Kind: "contact", ID: wrong, Why: "Another person"})
		h.teach(t, "leah")

		s := ask(t, h, "manager", evidence.Of{PCN: pcn, First: quarter})
		got := figures(s)
		for rule, want := range map[string]int{"direct": 2, "contact": 1, "teaching": 1, "intervention": 0, "advice": 0, "onward": 0, "ask": 0} {
			if got[rule] != want {
				t.Errorf("%s: %d, not %d", rule, got[rule], want)
			}
		}
		if len(s.Records) != 4 || !s.Texts[0].Holds || s.Texts[0].From != calendar.MustDate("2023-04-01") || s.Texts[1].Holds {
			t.Errorf("%d records, texts %+v", len(s.Records), s.Texts)
		}
		none := ""
		for _, f := range s.Texts[0].None {
			none += f.Key
		}
		if none != "bcd" {
			t.Errorf("without activity: %s", none)
		}
		// The same work under the earlier text: (d) is what (e) is now.
		for _, f := range s.Texts[1].Functions {
			if want := map[string]int{"a": 2, "b": 0, "c": 0, "d": 2}[f.Key]; f.N != want {
				t.Errorf("under the earlier text (%s) has %d, not %d", f.Key, f.N, want)
			}
		}
		if before := ask(t, h, "manager", evidence.Of{PCN: pcn, First: calendar.MustDate("2026-07-01")}); len(before.Records) != 0 {
			t.Error("work counts in another quarter")
		}
		if s := ask(t, h, "manager", evidence.Of{PCN: pcn, First: calendar.MustDate("2022-01-01")}); !s.Texts[0].Holds || len(s.Texts[0].Functions) != 4 {
			t.Errorf("in 2022 holds %+v", s.Texts[0])
		}
		for _, first := range []string{"2026-11-01", "2027-01-01", "2020-10-01", "2026-10-02"} {
			if _, err := app.Ask(context.Background(), h.App, h.Actors["manager"], evidence.Of{PCN: pcn, First: calendar.MustDate(first)}); !fault.Is(err, fault.NotFound) {
				t.Errorf("%s: %v", first, err)
			}
		}
		// A manager can't open a contact; a practitioner can.
		for who, opens := range map[string]bool{"manager": false, "leah": true} {
			for _, r := range ask(t, h, who, evidence.Of{PCN: pcn, First: quarter, Rule: "direct"}).Records {
				if (r.Open != "") != opens {
					t.Errorf("%s opens %q", who, r.Open)
				}
			}
		}
		var file bytes.Buffer
		if err := evidence.WriteCSV(&file, s); err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(&file).ReadAll()
		if err != nil || len(rows) != 5 {
			t.Fatal(len(rows), err)
		}
		for _, row := range rows {
			for _, cell := range row {
				if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
					t.Errorf("a spreadsheet would work %q out", cell)
				}
			}
		}
	})
}

// Who was talked about at a team meeting counts once, when it has ended, for the
// practitioner who brought them, or who wrote down what came of it, or who was
// to do it; what it asked of others is no ask beside it.
func TestTeamMeetingsCount(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn, 5)
		own := func(who string) string { return "user:" + h.Actors[who].ID }
		cases := []struct {
			brings, writes, what, owner string
			counts                      string // for whom, "" for nobody here
		}{
			{"tomasz", "leah", "Review her tablets", string(access.Pharmacist), "tomasz"},
			{"gp", "leah", "", "", "leah"},
			{"gp", "lead", "Ring him", own("tomasz"), "tomasz"},
			{"gp", "lead", "", "", ""},
			{"tomasz", "", "", "", ""}, // not reached
		}
		for i, c := range cases {
			h.clock.Advance(time.Minute)
			do(t, h, c.brings, mdt.Bring{Person: h.People[i], Question: "What now?"})
		}
		id := do(t, h, "leah", mdt.Plan{PCN: pcn, On: h.Today(), Starts: "13.00", Place: "Hub"})
		do(t, h, "leah", mdt.Begin{ID: id, Version: 1})
		do(t, h, "leah", mdt.Arrive{ID: id, Name: "Leah", Role: "x", Organisation: "x"})
		inform := mdt.Informing{Teller: "Leah", TellOn: h.Today()}
		want := map[string]string{}
		for _, e := range ask(t, h, "leah", mdt.One{ID: id}).List {
			for i, c := range cases {
				if e.Person != h.People[i] || c.writes == "" {
					continue
				}
				if c.what == "" {
					do(t, h, c.writes, mdt.NoDecision{Entry: e.ID, Version: 1, Why: "x", Informing: inform})
				} else {
					do(t, h, c.writes, mdt.Decide{Entry: e.ID, Version: 1, What: c.what, Owner: c.owner, Due: h.Today(), Informing: inform})
				}
				if c.counts != "" {
					want[e.ID] = h.Practitioners[c.counts]
				}
			}
		}
		if got := figures(ask(t, h, "manager", evidence.Of{PCN: pcn, First: quarter})); got["meeting"] != 0 || got["ask"] != 0 {
			t.Errorf("before the meeting ended: %v", got)
		}
		do(t, h, "leah", mdt.End{ID: id, Version: ask(t, h, "leah", mdt.One{ID: id}).Version})
		s := ask(t, h, "leah", evidence.Of{PCN: pcn, First: quarter, Rule: "meeting"})
		if len(s.Records) != len(want) || s.Elsewhere != 1 {
			t.Errorf("%d records, %d elsewhere", len(s.Records), s.Elsewhere)
		}
		for _, r := range s.Records {
			if r.Practitioner != want[r.ID] || r.Letter != "d" || !strings.HasPrefix(r.Open, "/meetings/"+id+"/person/") {
				t.Errorf("%+v, and not for %s", r, want[r.ID])
			}
		}
		// Under the text of 2021 it is (c). The pharmacist's ask is no second figure.
		s = ask(t, h, "manager", evidence.Of{PCN: pcn, First: quarter})
		if got := figures(s); got["meeting"] != 3 || got["ask"] != 0 {
			t.Errorf("%v", got)
		}
		if f := s.Texts[1].Functions[2]; f.Key != "c" || f.N != 3 {
			t.Errorf("under the earlier text: %+v", f)
		}
	})
}

// Whatever was done: each figure opens exactly its rows, the letters add up to
// all of them, and the posts add up to the network.
func TestCountsAreLists(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn, 6)
		r := rand.New(rand.NewPCG(7, 11))
		for range 14 {
			who := []string{"leah", "tomasz"}[r.IntN(2)]
			if r.IntN(3) == 0 {
				h.teach(t, who)
			} else {
				h.contact(t, who, h.People[r.IntN(len(h.People))])
			}
		}
		sum := 0
		for _, m := range append([]workforce.Member{{}}, ask(t, h, "lead", workforce.Members{PCN: pcn})...) {
			s := ask(t, h, "lead", evidence.Of{PCN: pcn, First: quarter, Post: m.Post.ID})
			total := 0
			for _, f := range s.Texts[0].Functions {
				total += f.N
				if n := len(ask(t, h, "lead", evidence.Of{PCN: pcn, First: quarter, Post: m.Post.ID, Letter: f.Key}).Records); n != f.N {
					t.Errorf("(%s) %d opens %d", f.Key, f.N, n)
				}
				for _, x := range f.Rules {
					if n := len(ask(t, h, "lead", evidence.Of{PCN: pcn, First: quarter, Post: m.Post.ID, Rule: x.Key}).Records); n != x.N {
						t.Errorf("%s %d opens %d", x.Key, x.N, n)
					}
				}
			}
			if total != len(s.Records) {
				t.Errorf("the letters make %d of %d", total, len(s.Records))
			}
			if m.Post.ID == "" {
				sum = total
			} else {
				sum -= total
			}
		}
		if sum != 0 {
			t.Errorf("the posts differ from the network by %d", sum)
		}
	})
}

// Each rule counts toward a letter that each text has.
func TestRules(t *testing.T) {
	for _, r := range evidence.Rules {
		if r.Text == "" || r.When == "" || !strings.Contains("abcd", r.Early) || !strings.Contains("abcde", r.Late) {
			t.Errorf("%+v", r)
		}
	}
}
