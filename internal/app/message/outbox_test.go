package message

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/person"
	"footbridge/internal/calendar"
	"footbridge/internal/engines"
	"footbridge/internal/fault"
)

func TestOutbox(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		id := h.send(h.dean, RingUs, Email)
		m := h.one(id)
		if m.State != Waiting || m.Address != "Dean@example.org" || m.Subject != "Please ring us: Old Market Surgery" || !strings.Contains(m.Body, "01934 700 100") || len(m.Events) != 1 {
			t.Fatalf("%+v", m)
		}
		if _, err := try(h, reception, Send{Person: h.dean, Kind: RingUs, Channel: Email, Seal: h.seal(h.dean, RingUs, Email)}); !fault.Is(err, fault.Conflict) {
			t.Errorf("the same message twice a day: %v", err)
		}
		if _, err := try(h, reception, Send{Person: h.dean, Kind: HaveIt, Channel: Email, Seal: "old"}); !fault.Is(err, fault.Conflict) {
			t.Errorf("not what was seen: %v", err)
		}
		if got := h.take(Text); got.ID != "" {
			t.Errorf("an e-mail went to the texts: %v", got.ID)
		}
		got := h.take(Email)
		if got.ID != id || got.Message.State != Handing {
			t.Fatalf("%+v", got)
		}
		if again := h.take(Email); again.ID != "" {
			t.Error("taken twice")
		}
		if s := h.settle(got, Later); s != Failed {
			t.Errorf("refused for now: %s", s)
		}
		if h.take(Email).ID != "" {
			t.Error("tried again at once")
		}
		h.clock.Advance(Waits[0])
		got = h.take(Email)
		if s := h.settle(got, Took); s != Sent {
			t.Errorf("took it: %s", s)
		}
		if _, err := try(h, machine, Settle{ID: id, Handing: got.Handing, Outcome: Took}); !fault.Is(err, fault.Conflict) {
			t.Errorf("settled twice: %v", err)
		}
		if m := h.one(id); m.State != Sent || len(m.Events) != 5 || m.SentHow != HowMail {
			t.Errorf("%+v", m)
		}
		if c := ask(h, reception, List{PCN: "A01"}).Counts; c["sent"] != 1 || c["waiting"] != 0 {
			t.Errorf("counts %v", c)
		}
		if _, err := gate.Ask(t.Context(), h.Gate, stranger, List{PCN: "A01"}); !fault.Is(err, fault.NotFound) {
			t.Errorf("a stranger's list: %v", err)
		}
		if _, err := gate.Ask(t.Context(), h.Gate, stranger, ToPrint{PCN: "A01"}); !fault.Is(err, fault.NotFound) {
			t.Errorf("a stranger's letters: %v", err)
		}
		if _, err := try(h, stranger, Withdraw{ID: id, Version: 1, Why: "x"}); !fault.Is(err, fault.NotFound) {
			t.Errorf("a stranger: %v", err)
		}
	})
}

// A handing over that never had an answer is not certain, and nothing sends it
// again but a person.
func TestNotCertain(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		id := h.send(h.dean, RingUs, Text)
		first := h.take(Text)
		h.clock.Advance(2 * time.Minute)
		if n := h.take(Text); n.Unsure != 1 || n.ID != "" {
			t.Fatalf("%+v", n)
		}
		h.clock.Advance(100 * time.Hour)
		if h.take(Text).ID != "" {
			t.Fatal("sent again by itself")
		}
		m := h.one(id)
		if m.State != NotCertain || ask(h, reception, List{PCN: "A01"}).Counts["look"] != 1 {
			t.Fatalf("%+v", m)
		}
		if _, err := try(h, reception, Again{ID: id, Version: m.Version}); !fault.Is(err, fault.Invalid) {
			t.Errorf("again without a reason: %v", err)
		}
		do(h, reception, Again{ID: id, Version: m.Version, Why: "She says that nothing came"})
		second := h.take(Text)
		if second.ID != id || second.Handing == first.Handing {
			t.Fatalf("%+v", second)
		}
		// The answer to the first one is not taken for the second.
		if _, err := try(h, machine, Settle{ID: id, Handing: first.Handing, Outcome: Took}); !fault.Is(err, fault.Conflict) {
			t.Errorf("an old answer: %v", err)
		}
		if s := h.settle(second, Unknown); s != NotCertain {
			t.Error(s)
		}
		// A late answer settles it.
		if s := h.settle(second, Took); s != Sent {
			t.Error(s)
		}
		other := h.send(h.marta, RingUs, Text)
		h.settle(h.take(Text), Unknown)
		if _, err := try(h, reception, Arrived{ID: other, Version: h.one(other).Version}); !fault.Is(err, fault.Invalid) {
			t.Errorf("arrived, without saying how: %v", err)
		}
		do(h, reception, ToldAnotherWay{ID: other, Version: h.one(other).Version, Who: "Marta", How: "by telephone"})
		if m := h.one(other); m.State != Withdrawn || !strings.Contains(m.StateWhy, "Marta, by telephone") {
			t.Errorf("%+v", m)
		}
	})
}

func TestDeadAfterManyTries(t *testing.T) {
	h := open(t, engines.SQLite(t))
	id := h.send(h.dean, RingUs, Email)
	for n := range len(Waits) {
		got := h.take(Email)
		if got.ID == "" {
			t.Fatalf("try %d: nothing is due", n)
		}
		if s := h.settle(got, Unreachable); s != Failed {
			t.Fatalf("try %d: %s", n, s)
		}
		h.clock.Advance(Waits[n])
	}
	if s := h.settle(h.take(Email), Later); s != Dead {
		t.Fatal(s)
	}
	if l := ask(h, reception, List{PCN: "A01", Show: "dead"}); len(l.Rows) != 1 || l.Counts["dead"] != 1 {
		t.Errorf("%+v", l)
	}
	do(h, reception, Again{ID: id, Version: h.one(id).Version})
	if s := h.settle(h.take(Email), Refused); s != Dead {
		t.Error(s)
	}
}

// What may not be sent any more between queueing and handing over is not
// sent, and a person sees why.
func TestAskedAgainBeforeItGoes(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		for name, change := range map[string]func(id string, p person.Person){
			"says no": func(id string, _ person.Person) {
				do(h, reception, Agree{Person: id, Answers: map[string]string{Text: "no"}})
			},
			"is not safe": func(id string, p person.Person) {
				do(h, reception, person.SetNeeds{ID: id, Version: p.Version, SafeText: "no"})
			},
			"has a new number": func(id string, p person.Person) {
				d := p.Details()
				d.Phone = "07700 900555"
				do(h, reception, person.Change{ID: id, Version: p.Version, Details: d, Why: "new phone"})
			},
		} {
			who := h.add("Xenia", "07700 900321")
			id := h.send(who, RingUs, Text)
			change(who, ask(h, reception, person.Open{ID: who}).Person)
			if got := h.take(Text); got.ID != "" {
				t.Errorf("%s: sent all the same", name)
			}
			m := h.one(id)
			if m.State != Dead || !strings.Contains(m.StateWhy, "may not be sent any more") {
				t.Errorf("%s: %s, %s", name, m.State, m.StateWhy)
			}
			if _, err := try(h, reception, Again{ID: id, Version: m.Version, Why: "x"}); !fault.Is(err, fault.Invalid) {
				t.Errorf("%s: again: %v", name, err)
			}
			do(h, reception, Withdraw{ID: id, Version: m.Version, Why: "rang instead"})
		}
	})
}

func TestQueueByKey(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		o := order{Order{Person: person.Person{ID: h.dean}, Kind: Reminder, Channel: Text, Key: "reminder:b1", About: "booking:b1", ByItself: true, Until: h.Clock.Now().Add(48 * time.Hour),
			Values: Values{Day: "Friday 6 November 2026", Time: "2pm", How: "at the surgery"}}}
		var wg sync.WaitGroup
		var mu sync.Mutex
		fresh := 0
		for range 6 {
			wg.Go(func() {
				q, err := try(h, reception, o)
				mu.Lock()
				defer mu.Unlock()
				if err != nil {
					t.Error(err)
				}
				if q.New {
					fresh++
				}
			})
		}
		wg.Wait()
		if fresh != 1 {
			t.Fatalf("%d messages of one key", fresh)
		}
		o.Values.How = "at the Mind Centre"
		o.Key = "reminder:b2"
		if q := do(h, reception, o); q.ID != "" || !strings.Contains(q.Why, "tells what it is for") {
			t.Errorf("%+v", q)
		}
		do(h, manager, SetSender{PCN: "A01", Version: 1, Phone: "01934 700 100", NamesService: true})
		if q := do(h, reception, o); q.ID == "" {
			t.Errorf("%+v", q)
		}
		h.clock.Advance(50 * time.Hour)
		if got := h.take(Text); got.ID != "" {
			t.Error("a reminder after the appointment")
		}
		if l := ask(h, reception, List{PCN: "A01", Show: "dead"}); len(l.Rows) != 2 || !strings.Contains(l.Rows[0].StateWhy, "too late") {
			t.Errorf("%+v", l.Rows)
		}
	})
}

func TestWordings(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		w := Word{PCN: "A01", Kind: RingUs, Channel: Text, Version: 0, Body: "{first name}: ring {practice phone}", Why: "shorter"}
		if v := do(h, manager, w); v != 1 {
			t.Errorf("version %d", v)
		}
		if _, err := try(h, manager, w); !fault.Is(err, fault.Conflict) {
			t.Errorf("an old version: %v", err)
		}
		w.Version, w.Body = 1, "About your depression"
		if _, err := try(h, manager, w); !fault.Is(err, fault.Invalid) {
			t.Errorf("clinical: %v", err)
		}
		do(h, manager, Word{PCN: "A01", Kind: RingUs, Channel: Text, Language: "Welsh", Version: -1, Body: "{first name}: ffoniwch {practice phone}"})
		m := h.one(h.send(h.dean, RingUs, Text))
		if m.Body != "Dean: ring 01934 700 100" || m.TemplateVersion != 1 {
			t.Errorf("%+v", m)
		}
		p := ask(h, reception, person.Open{ID: h.marta}).Person
		do(h, reception, person.SetNeeds{ID: h.marta, Version: p.Version, Language: "Welsh", SafeText: "yes", SafeLetter: "yes"})
		for _, x := range ask(h, reception, Compose{Person: h.marta, Kind: RingUs}).Previews {
			if welsh := x.Channel == Text; welsh != (x.Language == "Welsh") || welsh == (len(x.Warnings) > 0) {
				t.Errorf("%s: %q, %q", x.Channel, x.Language, x.Warnings)
			}
		}
		do(h, manager, Word{PCN: "A01", Kind: RingUs, Channel: Text, Version: 1, Retire: true, Why: "not used"})
		for _, x := range ask(h, reception, Compose{Person: h.dean, Kind: RingUs}).Previews {
			if x.Channel == Text && (x.May || !strings.Contains(x.Why, "no wording")) {
				t.Errorf("retired: %+v", x)
			}
		}
		if list := ask(h, manager, OneWording{PCN: "A01", Kind: RingUs, Channel: Text}); len(list) != 3 || !list[0].Retired {
			t.Errorf("%+v", list)
		}
		err := h.DB.Write(t.Context(), func(tx *db.Tx) error { _, err := tx.Exec("UPDATE message_template SET body = 'x'"); return err })
		if err == nil {
			t.Error("a wording was changed")
		}
	})
}

func TestBatchAndLetters(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		nobody := do(h, reception, person.Add{Sure: true, Details: person.Details{Given: "Nadia", Family: "Never-Asked", BornOn: calendar.MustDate("1980-01-01"), Practice: "P10001"}})
		b := Batch{People: []string{h.dean, h.marta, nobody, h.dean}, Kind: StillWaits, Channels: []string{Letter}, Key: "november"}
		seals := map[string]string{}
		for _, l := range ask(h, reception, PreviewBatch{b}) {
			if (l.Why == "") != (l.Person.ID != nobody) {
				t.Errorf("%s: %q", l.Person.Name(), l.Why)
			}
			seals[l.Person.ID] = l.Preview.Seal()
		}
		if _, err := try(h, reception, QueueBatch{Batch: b}); !fault.Is(err, fault.Conflict) {
			t.Errorf("unseen: %v", err)
		}
		if got := do(h, reception, QueueBatch{b, seals}); got.Queued != 2 || len(got.Not) != 1 {
			t.Errorf("%+v", got)
		}
		if got := do(h, reception, QueueBatch{b, seals}); got.Queued != 0 || got.Already != 2 {
			t.Errorf("again: %+v", got)
		}
		list := ask(h, reception, ToPrint{PCN: "A01"})
		if len(list) != 2 || list[0].Return == "" || list[0].Who == nil || list[0].Address != "3 Low Lane\nBS23 3QA" {
			t.Fatalf("%+v", list)
		}
		if h.take(Email, Text).ID != "" {
			t.Error("a letter was taken by the sender")
		}
		if n := do(h, reception, Posted{IDs: []string{list[0].ID, list[1].ID}}); n != 2 {
			t.Error(n)
		}
		if _, err := try(h, reception, Posted{IDs: []string{list[0].ID}}); !fault.Is(err, fault.Conflict) {
			t.Errorf("posted twice: %v", err)
		}
		if _, err := try(h, stranger, Posted{IDs: []string{list[0].ID}}); !fault.Is(err, fault.NotFound) {
			t.Errorf("a stranger: %v", err)
		}
	})
}

// Whatever happens in whatever order, a message moves only as the table of
// states says, goes to the server only from "handing over", is never handed
// over again by itself after an unknown answer, and is settled or on a list.
func TestAnyOrder(t *testing.T) {
	h := open(t, engines.SQLite(t))
	n := 0
	rapid.Check(t, func(r *rapid.T) {
		n++
		do(h, reception, order{Order{Person: person.Person{ID: h.dean}, Kind: RingUs, Channel: Email, Key: fmt.Sprint("any:", n)}})
		id := ask(h, reception, OfPerson{Person: h.dean, Limit: 1}).Messages[0].ID
		var taken Taken
		unsure := false
		for range rapid.IntRange(1, 14).Draw(r, "steps") {
			before := h.one(id)
			switch rapid.SampledFrom([]string{"take", "settle", "again", "arrived", "told", "withdraw", "late"}).Draw(r, "what") {
			case "take":
				got := do(h, machine, Take{Channels: []string{Email}, Lease: time.Minute})
				if got.ID == id {
					if unsure {
						r.Fatal("handed over again by itself after an unknown answer")
					}
					taken = got
				}
			case "settle":
				if taken.ID != "" {
					o := rapid.SampledFrom([]string{Took, Later, Unreachable, Refused, Unknown, NothingSaid}).Draw(r, "outcome")
					s, err := try(h, machine, Settle{ID: id, Handing: taken.Handing, Outcome: o, How: HowMail})
					unsure = err == nil && s == NotCertain || err != nil && unsure
				}
			case "again":
				if _, err := try(h, reception, Again{ID: id, Version: before.Version, Why: "asked"}); err == nil {
					unsure = false
				}
			case "arrived":
				try(h, reception, Arrived{ID: id, Version: before.Version, Why: "rang"}) //nolint:errcheck // refused is well
			case "told":
				try(h, reception, ToldAnotherWay{ID: id, Version: before.Version, Who: "Dean", How: "phone"}) //nolint:errcheck // refused is well
			case "withdraw":
				try(h, reception, Withdraw{ID: id, Version: before.Version, Why: "no need"}) //nolint:errcheck // refused is well
			case "late":
				h.clock.Advance(rapid.SampledFrom([]time.Duration{time.Second, 2 * time.Minute, 30 * time.Hour}).Draw(r, "wait"))
			}
			now := h.one(id)
			if now.State == NotCertain {
				unsure = true
			}
			from := ""
			for _, e := range now.Events {
				if e.FromState != from || !Allowed(e.FromState, e.ToState) {
					r.Fatalf("%q → %q after %q", e.FromState, e.ToState, from)
				}
				from = e.ToState
			}
			if from != now.State {
				r.Fatalf("the last line says %q, the message %q", from, now.State)
			}
			if Open(now.State) && len(shownIn(now.State, now.Channel)) == 0 {
				r.Fatalf("%s is on no list", now.State)
			}
		}
		if m := h.one(id); Open(m.State) && m.State != Handing {
			do(h, reception, Withdraw{ID: id, Version: m.Version, Why: "end"})
		} else if m.State == Handing {
			h.settle(taken, Took)
		}
	})
}
