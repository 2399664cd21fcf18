package onward

import (
	"context"
	"slices"
	"strings"
	"testing"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/person"
	"footbridge/internal/calendar"
	"footbridge/internal/engines"
	"footbridge/internal/fault"

	"pgregory.net/rapid"
)

func names(err error) (out []string) {
	for _, f := range fault.FieldsOf(err) {
		out = append(out, f.Name)
	}
	return out
}

// It came back, went to a named owner with a day, could not end before he was
// told, and ended in another door.
func TestRefusedAndAnotherDoor(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := start(t, dsn)
		r := h.sent(t, h.team)
		if r.State != Sent || r.Owner != "p-mo" || r.SentOn != h.today() {
			t.Fatalf("%+v", r)
		}
		r = h.note(t, r, refusal)
		if r.State != CameBack || r.Owner != "p-mo" || r.DueOn != calendar.MustDate("2026-11-09") || r.AnsweredFor {
			t.Fatalf("%+v", r)
		}
		b := ask(t, h, mo, Board{PCN: "A01", Show: ShowCameBack})
		if len(b.List) != 1 || b.Counts[ShowCameBack] != 1 || b.Counts[ShowMine] != 1 || !b.List[0].Mine || ask(t, h, mo, Back{PCN: "A01"}) != (Backs{1, 1}) {
			t.Fatalf("%+v", b.Counts)
		}
		// Not before he was told, and no other door without one.
		if got := names(fails(t, h, mo, End{ID: r.ID, Version: r.Version, How: "door"})); !slices.Equal(got, []string{"end", "told"}) {
			t.Errorf("%v", got)
		}
		if got := names(fails(t, h, mo, End{ID: r.ID, Version: r.Version, How: "kept"})); !slices.Equal(got, []string{"told"}) {
			t.Errorf("%v", got)
		}
		// Half a telling is none.
		if got := names(fails(t, h, mo, Tell{ID: r.ID, Version: r.Version, On: h.today(), Telling: Telling{Told: "No"}})); !slices.Equal(got, []string{"told-by", "told-how"}) {
			t.Errorf("%v", got)
		}
		do(t, h, mo, Tell{ID: r.ID, Version: r.Version, On: h.today(), Telling: tellingHim})
		full := ask(t, h, mo, One{ID: r.ID})
		if !full.AnsweredFor || full.LastTold != tellingHim.Told || len(full.Others) != 1 || full.Others[0].ID != h.shed {
			t.Fatalf("%+v", full.Others)
		}
		next := h.prepared(t, h.shed, r.ID)
		do(t, h, mo, End{ID: r.ID, Version: full.Version, How: "door"})
		full = ask(t, h, mo, One{ID: r.ID})
		if full.State != Ended || full.EndedHow != "door" || full.After == nil || full.After.ID != next.ID || !full.AnsweredFor {
			t.Fatalf("%+v", full.Request)
		}
		if x := ask(t, h, mo, One{ID: next.ID}); x.Before == nil || x.Before.ID != r.ID || x.Parts[0].Text != "Please see him" {
			t.Fatalf("%+v", x)
		}
		if err := fails(t, h, mo, End{ID: r.ID, Version: full.Version, How: "kept", Telling: tellingHim}); !fault.Is(err, fault.Conflict) {
			t.Error(err)
		}
		// Somebody else's are not found, in whatever way.
		for _, err := range []error{fails(t, h, outsider, Tell{ID: next.ID, Version: next.Version, On: h.today(), Telling: tellingHim}), fails(t, h, outsider, SaveService{ID: h.team, Version: 1, Body: body("x", "crisis")}), fails(t, h, outsider, TellAbout{Person: h.dean, Services: []string{h.team}, How: "said", On: h.today()})} {
			if !fault.Is(err, fault.NotFound) {
				t.Error(err)
			}
		}
		if err := h.try("UPDATE onward_event SET words = 'x'"); err == nil {
			t.Error("what happened was changed")
		}
		if err := h.try("DELETE FROM onward_request"); err == nil {
			t.Error("a request was removed")
		}
	})
}

// Who looks after what came back: the holder, else the sender, else the team
// lead.
func TestOwnerOfWhatCameBack(t *testing.T) {
	h := start(t, engines.SQLite(t))
	ana := do(t, h, nia, person.Add{Sure: true, Details: person.Details{Given: "Ana", Family: "Free", BornOn: calendar.MustDate("1990-01-01"), Practice: "P10001"}})
	by := func(who access.Actor, name string) Request {
		id := do(t, h, who, Prepare{Person: name, Service: h.team, Way: "letter", Answer: "yes", Again: true, Texts: map[string]string{"reason": "x"}})
		r := ask(t, h, who, One{ID: id}).Request
		do(t, h, who, MarkSent{ID: id, Version: r.Version, On: h.today()})
		return ask(t, h, who, One{ID: id}).Request
	}
	for _, c := range []struct {
		name, person string
		who          access.Actor
		change, want string
	}{
		{"the holder", h.dean, nia, "", "p-mo"},
		{"nobody holds: the sender", ana, nia, "", "p-nia"},
		{"the sender has left", ana, nia, "UPDATE post SET to_day = '2026-11-01' WHERE id = 'o-nia'", Lead},
		{"the holder has left: the sender", h.dean, mo, "UPDATE post SET to_day = '2026-11-01' WHERE id = 'o-mo'", Lead},
	} {
		r := by(c.who, c.person)
		if c.change != "" {
			h.exec(t, c.change)
		}
		if r = h.note(t, r, refusal); r.Owner != c.want {
			t.Errorf("%s: %s", c.name, r.Owner)
		}
	}
	// The team lead finds those that nobody in post owns.
	b := ask(t, h, lead, Board{PCN: "A01", Show: ShowMine})
	if len(b.List) != 4 || b.List[0].Owner != "The team lead" || b.Counts[ShowMine] != 4 {
		t.Errorf("%d %+v", len(b.List), b.Counts)
	}
	r := b.List[0]
	if got := names(fails(t, h, lead, Pass{ID: r.ID, Version: r.Version, To: "p-left", Why: "x"})); !slices.Equal(got, []string{"to"}) {
		t.Errorf("%v", got)
	}
}

// Consent: a clear yes, or a reason; safety only with a yes, and only to a
// contact that somebody has confirmed.
func TestConsentAndSafety(t *testing.T) {
	h := start(t, engines.SQLite(t))
	p := Prepare{Person: h.dean, Service: h.team, Way: "letter", Texts: map[string]string{"reason": "x"}}
	with := func(change func(*Prepare)) Prepare {
		q := p
		q.Texts = map[string]string{"reason": "x"}
		change(&q)
		return q
	}
	for _, c := range []struct {
		name string
		cmd  Prepare
		want string
	}{
		{"nobody asked", p, "why"},
		{"asked, no answer", with(func(c *Prepare) { c.Answer = "asked" }), "why"},
		{"no", with(func(c *Prepare) { c.Answer = "no" }), "why"},
		{"a reason, not told", with(func(c *Prepare) { c.Why = "x" }), "told"},
		{"partly without words", with(func(c *Prepare) { c.Answer = "partly" }), "note"},
		{"safety without a yes", with(func(c *Prepare) { c.Why, c.Told, c.Texts["safety"] = "x", "x", "x" }), "safety"},
		{"no reason for asking", with(func(c *Prepare) { c.Answer = "yes"; c.Texts["reason"] = " " }), "reason"},
		{"no such way", with(func(c *Prepare) { c.Answer, c.Way = "yes", "pigeon" }), "way"},
	} {
		if got := names(fails(t, h, mo, c.cmd)); !slices.Equal(got, []string{c.want}) {
			t.Errorf("%s: %v", c.name, got)
		}
	}
	if n := h.rows(t, "onward_request") + h.rows(t, "person_consent"); n != 0 {
		t.Fatalf("%d rows", n)
	}
	do(t, h, mo, with(func(c *Prepare) { c.Why, c.Told = "He asked me to, last week", "by telephone" }))
	id := do(t, h, mo, with(func(c *Prepare) { c.Answer, c.Again, c.Texts["safety"] = "yes", true, "Evenings alone" }))
	if r := ask(t, h, mo, One{ID: id}); r.Consent != "yes" || r.Parts[1].Text != "Evenings alone" || !strings.Contains(MailText(r), "Evenings alone") {
		t.Errorf("%+v", r)
	}
	if s := ask(t, h, mo, Desk{Person: h.dean, Service: h.team}); s.Answer != "yes" || s.OpenThere == nil || s.Own != "I can’t leave the house" {
		t.Errorf("%+v", s)
	}
	if got := names(fails(t, h, mo, p)); !slices.Equal(got, []string{"again"}) {
		t.Errorf("a second one by mistake: %v", got)
	}
	// Three months later nobody has confirmed the contact.
	h.at("2027-02-10T10:00:00Z")
	stale := with(func(c *Prepare) { c.Again = true; c.Texts["safety"] = "Evenings alone" })
	if got := names(fails(t, h, mo, stale)); !slices.Equal(got, []string{"safety"}) {
		t.Errorf("%v", got)
	}
	do(t, h, reception, ConfirmService{ID: h.team, Version: 1, Right: true})
	do(t, h, mo, stale)
	// About safety he answers on its own.
	do(t, h, mo, person.Share{ID: h.dean, With: person.WithOther, Named: "Community team", Topic: person.Topics[2], Answer: "no"})
	if got := names(fails(t, h, mo, stale)); !slices.Equal(got, []string{"safety"}) {
		t.Errorf("%v", got)
	}
	// He takes the yes back.
	c := ask(t, h, mo, person.Open{ID: h.dean}).Consents[1]
	do(t, h, mo, person.Withdraw{ID: h.dean, Consent: c.ID, Why: "Changed his mind"})
	if got := names(fails(t, h, mo, stale)); !slices.Equal(got, []string{"safety", "why"}) && !slices.Equal(got, []string{"why", "safety"}) {
		t.Errorf("%v", got)
	}
}

// The last entry is corrected by one of its own; what comes before it holds
// again, and nothing is lost.
func TestCorrections(t *testing.T) {
	h := start(t, engines.SQLite(t))
	r := h.note(t, h.sent(t, h.team), refusal)
	full := ask(t, h, mo, One{ID: r.ID})
	sent := full.Events[1]
	if err := fails(t, h, mo, Correct{ID: r.ID, Version: r.Version, Event: sent.ID, Why: "x"}); !fault.Is(err, fault.Conflict) {
		t.Error(err)
	}
	do(t, h, mo, Correct{ID: r.ID, Version: r.Version, Event: full.LastID, Why: "Another man of his name"})
	full = ask(t, h, mo, One{ID: r.ID})
	if full.State != Sent || !full.RepliedOn.IsZero() || full.Reply != "" || !full.DueOn.IsZero() || len(full.Events) != 4 || full.LastID != sent.ID {
		t.Fatalf("%+v", full.Request)
	}
	if err := fails(t, h, mo, Note{ID: r.ID, Version: r.Version, What: Accepted, On: h.today(), Source: "x", How: "x"}); !fault.Is(err, fault.Conflict) {
		t.Error(err)
	}
	w := h.note(t, full.Request, Note{What: Waits, Telling: tellingHim, Next: h.today().AddDays(7), Expected: h.today().AddDays(40)})
	list := waitingOf(t, h)
	if len(list) != 1 || list[0].NextOn != w.NextOn || list[0].LastTold != tellingHim.Told || list[0].ExpectedOn != w.ExpectedOn {
		t.Errorf("%+v", list)
	}
	h.at("2026-11-12T09:00:00Z")
	if b := ask(t, h, mo, Board{PCN: "A01", Show: ShowDue}); len(b.List) != 1 || b.Counts[ShowDue] != 1 {
		t.Errorf("%+v", b.Counts)
	}
	do(t, h, mo, Tell{ID: r.ID, Version: w.Version, On: h.today(), Telling: tellingHim, Next: h.today().AddDays(21)})
	if b := ask(t, h, mo, Board{PCN: "A01", Show: ShowDue}); len(b.List) != 0 {
		t.Errorf("%+v", b.Counts)
	}
}

func waitingOf(t *testing.T, h *house) (list []Wait) {
	t.Helper()
	if err := h.DB.Read(context.Background(), func(tx *db.Tx) (err error) {
		list, err = Waiting(&gate.Tx{Tx: tx}, "A01")
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return list
}

// Signposting and onward access are counted apart; every count is its list.
func TestCountsAndLists(t *testing.T) {
	h := start(t, engines.SQLite(t))
	do(t, h, reception, TellAbout{Person: h.dean, Services: []string{h.shed, h.team}, How: "said", On: h.today()})
	h.prepared(t, h.shed, "")
	h.sent(t, h.team)
	h.at("2026-11-20T09:00:00Z")
	b := ask(t, h, mo, Board{PCN: "A01"})
	if b.Told != 2 || b.Made != 1 || b.Counts[ShowQuiet] != 1 || b.Counts[ShowNotSent] != 1 || b.Counts[""] != 2 {
		t.Errorf("%+v", b)
	}
	for _, s := range Shows {
		if got := ask(t, h, mo, Board{PCN: "A01", Show: s}); len(got.List) != b.Counts[s] {
			t.Errorf("%q: %d, %d in the list", s, b.Counts[s], len(got.List))
		}
	}
	for state, n := range b.ByState {
		if got := ask(t, h, mo, Board{PCN: "A01", State: state}); len(got.List) != n {
			t.Errorf("%s: %d, %d in the list", state, n, len(got.List))
		}
	}
	c := ask(t, h, reception, Choose{Person: h.dean})
	if err := fails(t, h, outsider, TakeBackTold{Person: h.dean, ID: c.Told[0].ID, Why: "x"}); !fault.Is(err, fault.NotFound) {
		t.Error(err)
	}
	fails(t, h, reception, TakeBackTold{Person: h.dean, ID: c.Told[0].ID})
	do(t, h, reception, TakeBackTold{Person: h.dean, ID: c.Told[0].ID, Why: "It was another Dean"})
	fails(t, h, reception, TakeBackTold{Person: h.dean, ID: c.Told[0].ID, Why: "x"})
	if b := ask(t, h, mo, Board{PCN: "A01"}); b.Told != 1 || len(ask(t, h, mo, OfPerson{Person: h.dean}).Told) != 2 {
		t.Errorf("told %d times", b.Told)
	}
	if len(c.Fits) != 2 || len(c.Told) != 2 || !c.Fits[0].Open {
		t.Errorf("%+v", c)
	}
}

// The directory: versions, one question for a stale entry, out of use, files.
func TestDirectory(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := start(t, dsn)
		if l := ask(t, h, reception, Directory{PCN: "A01"}); l.All != 2 || l.StaleAll != 0 || len(l.List) != 2 || l.List[0].Name != "Community team" {
			t.Fatalf("%+v", l)
		}
		h.at("2027-02-03T10:00:00Z") // 91 days later
		if l := ask(t, h, reception, Directory{PCN: "A01", Stale: true}); len(l.List) != 2 {
			t.Fatalf("%+v", l)
		}
		if l := ask(t, h, reception, Directory{PCN: "A01", Age: 17, Kind: "voluntary", Words: "the SHED"}); len(l.List) != 1 {
			t.Fatalf("%+v", l)
		}
		do(t, h, reception, ConfirmService{ID: h.shed, Version: 1, Right: true})
		if got := names(fails(t, h, reception, ConfirmService{ID: h.team, Version: 1})); !slices.Equal(got, []string{"why"}) {
			t.Errorf("%v", got)
		}
		do(t, h, reception, ConfirmService{ID: h.team, Version: 1, Why: "They have moved"})
		b := body("Community team", "secondary")
		b.Address, b.AgeFrom = "2 High Street", 18
		do(t, h, mo, SaveService{ID: h.team, Version: 1, Body: b, Why: "Moved"})
		if err := fails(t, h, manager, SaveService{ID: h.team, Version: 1, Body: b}); !fault.Is(err, fault.Conflict) {
			t.Error(err)
		}
		e := ask(t, h, reception, OneService{ID: h.team})
		if e.Version != 2 || e.DoubtedWhy != "" || len(e.Changes) != 3 || !slices.Equal(e.Changes[0].Fields, []string{"Age from", "Address"}) {
			t.Fatalf("%+v", e.Changes)
		}
		if err := fails(t, h, reception, SaveService{PCN: "A01", Body: b}); !fault.Is(err, fault.Denied) {
			t.Error(err)
		}
		file := "name,kind,how_to_ask,phone,owner,extra\nCommunity team,secondary,By telephone,01632 960009,Max,x\nNew one,crisis,Walk in,01632 960010,Max,\n"
		r := ask(t, h, manager, PreviewCSV{PCN: "A01", File: file})
		if r.New != 1 || r.Changed != 1 || len(r.Unknown) != 1 || h.rows(t, "service_entry") != 2 {
			t.Fatalf("%+v", r)
		}
		fails(t, h, manager, ImportCSV{PCN: "A01", File: file + "Wrong,nonsense,,,,\n"})
		if h.rows(t, "service_entry") != 2 {
			t.Fatal("a part of a file was taken over")
		}
		do(t, h, manager, ImportCSV{PCN: "A01", File: file})
		if e = ask(t, h, reception, OneService{ID: h.team}); e.Body.Phone != "01632 960009" || e.Body.Address != "2 High Street" || e.Version != 3 {
			t.Fatalf("%+v", e.Body)
		}
		do(t, h, manager, RetireService{ID: h.shed, Version: 1, Why: "Closed"})
		if l := ask(t, h, reception, Directory{PCN: "A01"}); l.All != 2 {
			t.Errorf("%+v", l)
		}
		if p := ask(t, h, reception, OpenReferral{PCN: "A01"}); p.TotalItems != 2 || len(p.Contents) != 2 || !p.LastPage {
			t.Errorf("%+v", p)
		}
		do(t, h, lead, SetRules{PCN: "A01", StaleDays: 30, QuietDays: 10, ReturnDays: 5})
		if err := fails(t, h, manager, SetRules{PCN: "A01", StaleDays: 30, QuietDays: 10, ReturnDays: 5}); !fault.Is(err, fault.Conflict) {
			t.Error(err)
		}
	})
}

// Under random commands no request reaches an end without what the person was
// told or why not, none is without an owner, and none leaves its states.
func TestNoneEndsUntold(t *testing.T) {
	h := start(t, engines.SQLite(t))
	ctx := context.Background()
	rapid.Check(t, func(t *rapid.T) {
		tellings := []Telling{{}, tellingHim, {NotTold: "He has died"}, {Told: "Half"}}
		id, err := gate.Do(ctx, h.Gate, mo, Prepare{Person: h.dean, Service: h.team, Way: "letter", Answer: "yes", Again: true, Texts: map[string]string{"reason": "x"}})
		if err != nil {
			t.Fatal(err)
		}
		for range rapid.IntRange(1, 12).Draw(t, "steps") {
			r, err := gate.Ask(ctx, h.Gate, mo, One{ID: id})
			if err != nil {
				t.Fatal(err)
			}
			telling := rapid.SampledFrom(tellings).Draw(t, "telling")
			on, next := h.today(), h.today().AddDays(7)
			switch rapid.IntRange(0, 5).Draw(t, "what") {
			case 0:
				_, err = gate.Do(ctx, h.Gate, mo, MarkSent{ID: id, Version: r.Version, On: on})
			case 1:
				_, err = gate.Do(ctx, h.Gate, mo, Note{ID: id, Version: r.Version, On: on, What: rapid.SampledFrom([]string{Received, Accepted, Waits, Declined, FirstSeen, Done, Ended, Sent, "x"}).Draw(t, "note"), Source: "x", How: "x", Reason: "other", Words: "x", Telling: telling, Next: next})
			case 2:
				_, err = gate.Do(ctx, h.Gate, mo, Tell{ID: id, Version: r.Version, On: on, Telling: telling, Next: next})
			case 3:
				_, err = gate.Do(ctx, h.Gate, mo, End{ID: id, Version: r.Version, How: rapid.SampledFrom([]string{"door", "kept", "unwanted", "other"}).Draw(t, "end"), Words: "x", Telling: telling})
			case 4:
				_, err = gate.Do(ctx, h.Gate, lead, Pass{ID: id, Version: r.Version, To: rapid.SampledFrom([]string{"p-nia", Lead, "", "p-left"}).Draw(t, "to"), Why: "x"})
			case 5:
				_, err = gate.Do(ctx, h.Gate, mo, Correct{ID: id, Version: r.Version, Event: r.LastID, Why: "x"})
			}
			if err != nil && fault.KindOf(err) == fault.Internal {
				t.Fatal(err)
			}
			now, err := gate.Ask(ctx, h.Gate, mo, One{ID: id})
			if err != nil {
				t.Fatal(err)
			}
			if now.Request.Owner == "" || !has(States, now.State) {
				t.Fatalf("%+v", now.Request)
			}
			if !now.Open() {
				told := slices.ContainsFunc(Holding(now.Events), func(e Event) bool { return e.Told != "" && e.ToldBy != "" && e.ToldHow != "" || e.NotTold != "" })
				if !told || !now.AnsweredFor {
					t.Fatalf("%s without a word to the person: %+v", now.State, now.Events)
				}
			}
			if now.State == CameBack && (now.DueOn.IsZero() || now.Reason == "") {
				t.Fatalf("%+v", now.Request)
			}
		}
	})
}
