package safety

import (
	"context"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"footbridge/internal/access"
	"footbridge/internal/app"
	"footbridge/internal/app/account"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/network"
	"footbridge/internal/app/person"
	"footbridge/internal/calendar"
	"footbridge/internal/engines"
	"footbridge/internal/fault"
)

// A later version stands beside the earlier ones, and nothing can change or
// remove what was written.
func TestVersionsAreNeverOverwritten(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		var one, two string
		h.left(t, []string{"do safety.Record safety plan: recorded a version of the safety plan"}, func() { one = do(t, h, mo, h.plan(0)) })
		h.at("2026-12-02T10:45:00Z")
		next := h.plan(1)
		next.From, next.ReviewOn = one, h.today().AddDays(28)
		next.Body.Words["signs"] = "The canal path\nNot answering the phone"
		two = do(t, h, mo, next)
		handed := do(t, h, mo, HandOver{ID: two, How: "paper", On: h.today()})
		h.left(t, []string{"do safety.Withdraw record of who has the plan: marked as entered in error: record of who has the plan"}, func() {
			do(t, h, mo, Withdraw{ID: handed, Why: "It was the other one"})
		})
		for _, table := range []string{"safety_text", "safety_handed", "safety_withdrawn"} {
			before := h.rows(t, table)
			if before == 0 {
				t.Fatalf("nothing in %s", table)
			}
			for _, statement := range []string{"UPDATE " + table + " SET by_name = 'x'", "DELETE FROM " + table} {
				if err := h.exec(t, statement); err == nil || !strings.Contains(err.Error(), "followed by a new version") {
					t.Errorf("%s: %v", statement, err)
				}
			}
			if h.rows(t, table) != before {
				t.Errorf("%s lost something", table)
			}
		}
		s := ask(t, h, mo, One{ID: two})
		if s.Version != 2 || s.Before == nil || s.Before.ID != one || s.From == nil || s.From.ID != one || s.Newest != nil {
			t.Errorf("%+v", s)
		}
		if got := ask(t, h, clinician, One{ID: one}); got.Body.Words["signs"] != "The canal path" || got.Newest == nil || got.Newest.ID != two {
			t.Errorf("the first version: %+v", got)
		}
		// Withdrawn only with a reason; what was before it then holds.
		if err := fails(t, h, mo, Withdraw{ID: two, Why: " "}); fault.FieldsOf(err)[0].Name != "why" {
			t.Error(err)
		}
		do(t, h, mo, Withdraw{ID: two, Why: "Written on the wrong person"})
		if err := fails(t, h, nia, Withdraw{ID: two, Why: "Again"}); !fault.Is(err, fault.Conflict) {
			t.Error(err)
		}
		if k := ask(t, h, mo, Kept{Person: h.dean}).Kinds[2]; k.Present.ID != one || len(k.Versions) != 2 || k.Versions[0].WithdrawnWhy != "Written on the wrong person" {
			t.Errorf("%+v", k)
		}
		if d := ask(t, h, mo, Desk{Person: h.dean, Kind: Plan}); d.Newest != 2 || d.Last.ID != one {
			t.Errorf("the form begins from %+v", d.Last)
		}
		if err := fails(t, h, mo, HandOver{ID: two, How: "paper", On: h.today()}); !fault.Is(err, fault.Conflict) {
			t.Error(err)
		}
	})
}

// Two people who began from the same version: the second is told, and nothing
// is overwritten. Raced, exactly one is written.
func TestLostUpdate(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		do(t, h, mo, h.plan(0))
		err := fails(t, h, nia, h.plan(0))
		if !fault.Is(err, fault.Conflict) || !strings.Contains(err.Error(), "Mo Healey recorded version 1") {
			t.Error(err)
		}
		var wg sync.WaitGroup
		errs := make([]error, 6)
		for i := range errs {
			wg.Go(func() { _, errs[i] = gate.Do(context.Background(), h.Gate, nia, h.plan(1)) })
		}
		wg.Wait()
		won := 0
		for _, err := range errs {
			if err == nil {
				won++
			} else if !fault.Is(err, fault.Conflict) && !fault.Is(err, fault.Unavailable) {
				t.Error(err)
			}
		}
		if won != 1 || h.rows(t, "safety_text") != 2 {
			t.Errorf("%d of them wrote version 2; %d versions", won, h.rows(t, "safety_text"))
		}
	})
}

// A plan that is being written is there after the server was stopped; another
// window's words are never thrown away.
func TestDraft(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		ctx := context.Background()
		for _, o := range Outlines {
			first := o.Parts[0].Key
			body := url.Values{first: {strings.Repeat("His words – “ümlauts & = signs”. ", 200) + "The last one."}}.Encode()
			save := account.SaveDraft{Kind: DraftKind(o.Kind), Subject: DraftSubject(o.Kind, h.dean), Body: body}
			one, err := app.Open(ctx, app.Config{Database: dsn, Clock: h.clock})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := app.Do(ctx, one, mo, save); err != nil {
				t.Fatal(err)
			}
			one.Close()
			two, err := app.Open(ctx, app.Config{Database: dsn, Clock: h.clock})
			if err != nil {
				t.Fatal(err)
			}
			f, err := app.Ask(ctx, two, mo, Desk{Person: h.dean, Kind: o.Kind})
			if err != nil || f.Draft == nil || f.Draft.Body != body {
				t.Errorf("%s: the draft is not there after a restart: %v", o.Kind, err)
			}
			if other, err := app.Ask(ctx, two, nia, Desk{Person: h.dean, Kind: o.Kind}); err != nil || other.Draft != nil {
				t.Errorf("a colleague reads the draft: %v", err)
			}
			two.Close()
		}
		// In another window he goes on; this one sends something else.
		do(t, h, mo, account.SaveDraft{Kind: DraftKind(Plan), Subject: DraftSubject(Plan, h.dean), Saves: 1, Body: url.Values{"signs": {"The canal path"}, "around-1-what": {"Tablets to Dad"}}.Encode()})
		send := h.plan(0)
		send.Saves = 1
		if err := fails(t, h, mo, send); !fault.Is(err, fault.Conflict) || !strings.Contains(err.Error(), "another window") {
			t.Error(err)
		}
		if h.rows(t, "safety_text") != 0 || h.rows(t, "draft") != 3 {
			t.Error("a refused plan left something, or lost the draft")
		}
		send.Body.Rows["around"] = [][]string{{"Tablets to Dad", "Mum", ""}}
		do(t, h, mo, send)
		if h.rows(t, "draft") != 2 {
			t.Error("the draft outlived the plan")
		}
	})
}

func TestWhoHasIt(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		id := do(t, h, mo, h.plan(0))
		give := HandOver{ID: id, How: "paper", On: h.today()}
		do(t, h, mo, give)
		h.at("2026-11-04T11:00:00Z")
		// Nobody asked him about his father.
		give.ToKind, give.ToName = person.WithFamily, "Ron Ashworth, father"
		err := fails(t, h, mo, give)
		if f := fault.FieldsOf(err); len(f) != 2 || f[0].Name != "why" || !strings.Contains(f[0].Message, "nobody has asked the person") || f[1].Name != "told" {
			t.Error(err)
		}
		yes := do(t, h, mo, person.Share{ID: h.dean, With: person.WithFamily, Named: "Ron Ashworth, father", Topic: person.Topics[2], Answer: "yes"})
		give.ToName = "ron ashworth, Father"
		do(t, h, mo, give)
		h.at("2026-11-04T12:00:00Z")
		do(t, h, mo, person.Share{ID: h.dean, With: person.WithPractice, Topic: person.Topics[1], Answer: "yes"}) // appointments only
		give.ToKind, give.ToName = person.WithPractice, ""
		if err := fails(t, h, mo, give); !strings.Contains(err.Error(), "nobody has asked") {
			t.Error(err)
		}
		do(t, h, mo, person.Share{ID: h.dean, With: person.WithPractice, Topic: person.Topics[0], Answer: "no"})
		if err := fails(t, h, mo, give); !strings.Contains(err.Error(), "the person said no") {
			t.Error(err)
		}
		give.Why, give.Told = "His life was in danger that night", "Told by telephone the same evening"
		do(t, h, mo, give)
		do(t, h, mo, person.Withdraw{ID: h.dean, Consent: yes, Why: "They fell out"})
		s := ask(t, h, mo, One{ID: id})
		if len(s.Handed) != 3 {
			t.Fatalf("%+v", s.Handed)
		}
		if p := s.Handed[0]; p.Answer != "no" || p.Today != "no" || p.Why == "" || p.Recipient() != "The GP practice" {
			t.Errorf("%+v", p)
		}
		if p := s.Handed[1]; p.Answer != "yes" || p.Today != NotThere {
			t.Errorf("after the consent was withdrawn: %+v", p)
		}
		do(t, h, mo, person.SetNeeds{ID: h.dean, Version: 1, SafeText: "no"})
		if err := fails(t, h, mo, HandOver{ID: id, How: "text", On: h.today()}); !strings.Contains(err.Error(), "Do not text") {
			t.Error(err)
		}
		for name, wrong := range map[string]HandOver{"to": {ID: id, ToKind: "neighbour", How: "paper", On: h.today()}, "how": {ID: id, On: h.today()}, "on": {ID: id, How: "paper", On: h.today().AddDays(1)}, "named": {ID: id, ToKind: person.WithOther, How: "paper", On: h.today()}} {
			if f := fault.FieldsOf(fails(t, h, mo, wrong)); f[0].Name != name {
				t.Errorf("%s: %v", name, f)
			}
		}
	})
}

// The services on a plan are those that the person chose; none is for staff.
// What stood there stays, and a number that changed since is said to have.
func TestServices(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		f := ask(t, h, mo, Desk{Person: h.dean, Kind: Plan})
		if len(f.Services) != 1 || f.Services[0].Number != "111, then option 2" {
			t.Fatalf("%+v", f.Services)
		}
		var staff string
		for _, r := range ask(t, h, manager, network.UrgentRoutes{PCN: "A01"}) {
			if r.StaffOnly {
				staff = r.ID
			}
		}
		plan := h.plan(0)
		plan.Routes = []string{staff}
		if err := fails(t, h, mo, plan); fault.FieldsOf(err)[0].Name != "routes" {
			t.Error(err)
		}
		plan.Routes = []string{f.Services[0].Key}
		id := do(t, h, mo, plan)
		made := h.today()
		h.at("2026-11-20T09:00:00Z")
		do(t, h, manager, network.CheckUrgent{PCN: "A01", ID: f.Services[0].Key})
		l := ask(t, h, mo, One{ID: id}).Services[0]
		if l.CheckedOn != made || l.Checked() != h.today() || l.Changed || l.Gone {
			t.Errorf("checked again: %+v", l)
		}
		do(t, h, manager, network.SetUrgent{ID: f.Services[0].Key, PCN: "A01", Position: 1, Label: "NHS 111, mental health option", Number: "111, then option 3", Owner: "Max"})
		s := ask(t, h, mo, One{ID: id})
		if l = s.Services[0]; l.Number != "111, then option 2" || !l.Changed || l.Now.Number != "111, then option 3" || l.Checked() != made || len(s.Others) != 0 {
			t.Errorf("changed: %+v", l)
		}
		if keys, gone := ask(t, h, mo, Desk{Person: h.dean, Kind: Plan}).Tick(s.Body.Routes); len(keys) != 1 || len(gone) != 0 {
			t.Errorf("%v %v", keys, gone)
		}
		do(t, h, manager, network.CheckUrgent{PCN: "A01", ID: l.Now.Key, Retire: true})
		if l = ask(t, h, mo, One{ID: id}).Services[0]; !l.Gone || l.Number != "111, then option 2" {
			t.Errorf("gone: %+v", l)
		}
	})
}

// Nobody of another network and nobody who may not read it learns anything or
// leaves anything.
func TestOutsider(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		id := do(t, h, mo, h.plan(0))
		handed := do(t, h, mo, HandOver{ID: id, How: "paper", On: h.today()})
		tables := []string{"safety_text", "safety_handed", "safety_withdrawn", "draft", "audit"}
		before := map[string]int{}
		for _, x := range tables {
			before[x] = h.rows(t, x)
		}
		ctx := context.Background()
		for _, who := range []access.Actor{outsider, reception, access.Nobody()} {
			tried := map[string]error{}
			try := func(name string, err error) { tried[name] = err }
			_, err := gate.Do(ctx, h.Gate, who, h.plan(1))
			try("Record", err)
			_, err = gate.Do(ctx, h.Gate, who, HandOver{ID: id, How: "paper", On: h.today()})
			try("HandOver", err)
			_, err = gate.Do(ctx, h.Gate, who, Withdraw{ID: id, Why: "x"})
			try("Withdraw", err)
			_, err = gate.Do(ctx, h.Gate, who, Withdraw{ID: handed, Why: "x"})
			try("Withdraw handed", err)
			_, err = gate.Ask(ctx, h.Gate, who, Kept{Person: h.dean})
			try("Kept", err)
			_, err = gate.Ask(ctx, h.Gate, who, One{ID: id})
			try("One", err)
			_, err = gate.Ask(ctx, h.Gate, who, Desk{Person: h.dean, Kind: Plan})
			try("Desk", err)
			_, err = gate.Ask(ctx, h.Gate, who, Which{ID: handed})
			try("Which", err)
			for name, err := range tried {
				if !fault.Is(err, fault.NotFound) && !fault.Is(err, fault.Denied) {
					t.Errorf("%s by %s: %v", name, who.ID, err)
				} else if strings.Contains(err.Error(), "Dean") || strings.Contains(err.Error(), "canal") {
					t.Errorf("%s tells %s: %v", name, who.ID, err)
				}
			}
		}
		for _, x := range tables {
			if n := h.rows(t, x); n != before[x] {
				t.Errorf("%d rows more in %s", n-before[x], x)
			}
		}
		// Who may read may not write.
		if err := fails(t, h, clinician, h.plan(1)); !fault.Is(err, fault.Denied) {
			t.Error(err)
		}
		h.left(t, []string{"ask safety.One person: a version of the safety plan", "ask safety.Kept person: safety: assessments, formulations and plans", "ask safety.Desk person: the form of the safety plan"}, func() {
			ask(t, h, clinician, One{ID: id})
			ask(t, h, clinician, Kept{Person: h.dean})
			ask(t, h, mo, Desk{Person: h.dean, Kind: Plan})
		})
	})
}

// What is refused, and what may stay empty.
func TestWhatMayStayEmpty(t *testing.T) {
	asked := func(said, words string) Body {
		b := Body{Words: map[string]string{"says": "It’s too much"}, Chosen: map[string]string{}}
		for _, k := range []string{"plans", "intent", "means"} {
			b.Chosen[k] = NotAsked
		}
		b.Chosen["thoughts"] = said
		if words != "" {
			b.Words["thoughts"] = words
		}
		return b
	}
	for name, x := range map[string]struct {
		o    Outline
		b    Body
		want []string
	}{
		"an empty plan":                   {plan, Body{}, []string{"matters"}},
		"one step is a plan":              {plan, Body{Words: map[string]string{"signs": "x"}}, nil},
		"only services":                   {plan, Body{Routes: []Route{{Key: "a"}}}, nil},
		"someone without a name":          {plan, Body{Rows: map[string][][]string{"help": {{"", "ring", ""}}}}, []string{"help-1-name"}},
		"a choice that is none":           {plan, Body{Rows: map[string][][]string{"help": {{"Dad", "", "perhaps"}}}}, []string{"help-1-agreed"}},
		"too long":                        {plan, Body{Words: map[string]string{"signs": strings.Repeat("x", MaxWords+1)}}, []string{"signs"}},
		"not asked":                       {assessment, asked(NotAsked, ""), nil},
		"declined":                        {assessment, asked(WasntTold, ""), nil},
		"declined, and said why":          {assessment, asked(WasntTold, "Not with his wife in the room"), nil},
		"asked":                           {assessment, asked(WasAsked, "Sometimes at night"), nil},
		"asked, and nothing written":      {assessment, asked(WasAsked, ""), []string{"thoughts"}},
		"nothing chosen":                  {assessment, asked("", ""), []string{"thoughts-said"}},
		"not asked, and yet text":         {assessment, asked(NotAsked, "x"), []string{"thoughts-said"}},
		"agreed":                          {formulation, Body{Words: map[string]string{"problem": "x"}, Chosen: map[string]string{"agreed": "yes"}}, nil},
		"not agreed, and not said why":    {formulation, Body{Words: map[string]string{"problem": "x"}, Chosen: map[string]string{"agreed": "no"}}, []string{"agreed"}},
		"nobody asked whether they agree": {formulation, Body{Words: map[string]string{"problem": "x"}}, []string{"agreed-said"}},
	} {
		var check fault.Check
		x.b.check(x.o, &check)
		var got []string
		for _, f := range fault.FieldsOf(check.Err()) {
			got = append(got, f.Name)
		}
		if !slices.Equal(got, x.want) {
			t.Errorf("%s: %q, not %q", name, got, x.want)
		}
	}
}

// What goes into a form's fields comes out of them the same.
func TestFieldsAndBack(t *testing.T) {
	for _, o := range Outlines {
		b := Body{Words: map[string]string{}, Chosen: map[string]string{}, Rows: map[string][][]string{}}
		for _, p := range o.Parts {
			if p.Shape != Rows && p.Shape != Services {
				b.Words[p.Key] = "Some words\nof " + p.Title
			}
			if p.Shape == Asked {
				b.Chosen[p.Key] = WasAsked
			}
			if p.Shape == Agreed {
				b.Chosen[p.Key] = "partly"
			}
			for i := range MaxRows {
				if len(p.Cols) > 0 {
					row := make([]string, len(p.Cols))
					row[i%len(row)] = "yes"
					b.Rows[p.Key] = append(b.Rows[p.Key], row)
				}
			}
		}
		if got := Read(o, b.Fields(o).Get); !reflect.DeepEqual(got, b) {
			t.Errorf("%s: %+v\n%+v", o.Kind, got, b)
		}
		if o.Name == "" || o.Title == "" {
			t.Errorf("%+v", o)
		}
	}
}

func TestDaysOfAPlan(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		for field, change := range map[string]func(*Record){
			"on": func(r *Record) { r.On = h.today().AddDays(1) }, "review": func(r *Record) { r.ReviewOn = h.today().AddDays(-1) },
			"with": func(r *Record) { r.With = "" },
		} {
			r := h.plan(0)
			change(&r)
			if f := fault.FieldsOf(fails(t, h, mo, r)); len(f) != 1 || f[0].Name != field {
				t.Errorf("%s: %v", field, f)
			}
		}
		r := h.plan(0)
		r.From = "guess"
		if err := fails(t, h, mo, r); !fault.Is(err, fault.NotFound) {
			t.Error(err)
		}
		r = h.plan(0)
		r.Kind = "score"
		if err := fails(t, h, mo, r); !fault.Is(err, fault.NotFound) {
			t.Error(err)
		}
		r = h.plan(0)
		r.ReviewOn = h.today().AddDays(28)
		s := ask(t, h, mo, One{ID: do(t, h, mo, r)})
		if s.ReviewOn != r.ReviewOn || s.OnDay != (calendar.MustDate("2026-11-04")) {
			t.Errorf("%+v", s)
		}
	})
}
