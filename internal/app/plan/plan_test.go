package plan_test

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"footbridge/internal/app/care"
	"footbridge/internal/app/person"
	"footbridge/internal/app/plan"
	"footbridge/internal/app/workforce"
	"footbridge/internal/app/written"
	"footbridge/internal/calendar"
	"footbridge/internal/demo"
	"footbridge/internal/engines"
	"footbridge/internal/fault"
	"footbridge/internal/measure"
	"footbridge/internal/outline"
)

func (h *house) support(version int) plan.Record {
	return plan.Record{Entry: written.Entry{Person: h.dean, Kind: plan.Support, Version: version, On: h.today(), With: "Dean", ReviewOn: h.today().AddDays(28), Body: outline.Body{
		Words: map[string]string{"about": "My daughter\nThe allotment"},
	}}, Agreed: "yes", AgreedOn: h.today()}
}

func (h *house) field(err error, want string) {
	h.t.Helper()
	var got []string
	for _, f := range fault.FieldsOf(err) {
		got = append(got, f.Name)
	}
	if !slices.Contains(got, want) {
		h.t.Errorf("%q is not at fault: %v", want, err)
	}
}

// The plan part of the clock stops on the day on which the plan was agreed,
// and not by a plan that isn't agreed; it runs again when that was an error.
func TestAgreeingStopsTheClock(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		not := h.support(0)
		not.Agreed = "not yet"
		h.field(fails(h, "leah", not), "notagreed")
		not.NotAgreed = "Wants to show it to her sister first"
		one := do(h, "leah", not)
		if !h.part("plan").IsZero() || h.rows("care_plan") != 0 {
			t.Fatal("a plan that is not agreed stopped the clock")
		}
		if s := ask(h, "leah", plan.One{ID: one}); !s.AgreedOn.IsZero() || s.NotAgreed == "" || s.Care != "" {
			t.Errorf("%+v", s.Text)
		}
		h.clock.Set(calendar.MustInstant("2026-11-11T10:45:00Z"))
		yes := h.support(1)
		yes.From = one
		yes.On = h.today().AddDays(-3)
		yes.AgreedOn = h.today().AddDays(-4)
		h.field(fails(h, "leah", yes), "agreedon")
		yes.AgreedOn = h.today().AddDays(1)
		h.field(fails(h, "leah", yes), "agreedon")
		yes.AgreedOn = h.today().AddDays(-2)
		yes.Agreed = ""
		h.field(fails(h, "leah", yes), "agreed")
		yes.Agreed = "yes"
		two := do(h, "leah", yes)
		if h.part("plan") != h.today().AddDays(-2) {
			t.Errorf("stopped on %s", h.part("plan"))
		}
		s := ask(h, "gp", plan.One{ID: two})
		if err := fails(h, "leah", care.Withdraw{Kind: care.KindPlan, ID: s.Care, Why: "x"}); !fault.Is(err, fault.Conflict) {
			t.Error(err)
		}
		do(h, "leah", plan.Withdraw{ID: two, Why: "Another Dean"})
		if !h.part("plan").IsZero() {
			t.Error("the clock does not run again")
		}
		if k := ask(h, "leah", plan.Kept{Person: h.dean}).Of(plan.Support); k.Present == nil || k.Present.ID != one || len(k.Versions) != 2 {
			t.Errorf("%+v", k)
		}
		// The other kinds are nobody's to agree, and stop nothing.
		do(h, "leah", plan.Record{Entry: written.Entry{Person: h.dean, Kind: plan.Self, On: h.today(), With: "Dean", Body: outline.Body{Words: map[string]string{"signs": "I stop humming"}}}, Agreed: "yes", AgreedOn: h.today()})
		if !h.part("plan").IsZero() {
			t.Error("a self-management plan stopped the clock")
		}
		// Somebody who has no episode can have a plan, and it can't be agreed.
		alone := h.support(0)
		alone.Person = h.People[1]
		h.field(fails(h, "leah", alone), "person")
		alone.Agreed, alone.NotAgreed = "not yet", "Comes on Friday"
		do(h, "leah", alone)
	})
}

// Every version stays; goals and actions go into a version as they stand.
func TestVersions(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		goal := do(h, "leah", plan.SetGoal{Person: h.dean, Words: "Go to the shop on my own", ChosenBy: "person", On: h.today(), Rated: true, Met: 2})
		c := h.support(0)
		c.Body.Rows = map[string][][]string{"new": {{"Ring the allotment club", "person", "", "11/11/2026"}, {"Come along", "other", "Ron, father", ""}}}
		one := do(h, "leah", c)
		s := ask(h, "leah", plan.One{ID: one})
		o := s.Outline()
		goals, _ := o.Part("goals")
		actions, _ := o.Part("actions")
		if got := s.Body.LinesOf(goals); !slices.Equal(got, []string{"Go to the shop on my own – chosen by the person – 2 of 10 on 4 November 2026"}) {
			t.Errorf("%q", got)
		}
		name := s.Person.Name()
		if got := s.Body.LinesOf(actions); !slices.Equal(got, []string{"Ring the allotment club – " + name + " – by 11 November 2026 – not done yet", "Come along – Ron, father – not done yet"}) {
			t.Errorf("%q", got)
		}
		k := ask(h, "leah", plan.Kept{Person: h.dean})
		if len(k.Actions) != 2 || k.Actions[0].Overdue(h.today().AddDays(7)) || !k.Actions[0].Overdue(h.today().AddDays(8)) || k.Actions[1].Overdue(h.today().AddDays(99)) {
			t.Errorf("%+v", k.Actions)
		}
		for field, row := range map[string][]string{"new-1-who": {"Ring", "", "", ""}, "new-1-name": {"Ring", "other", "", ""}, "new-1-what": {"", "person", "", ""}, "new-1-by": {"Ring", "person", "", "soon"}} {
			bad := h.support(1)
			bad.Body.Rows = map[string][][]string{"new": {row}}
			h.field(fails(h, "leah", bad), field)
		}
		h.clock.Set(calendar.MustInstant("2026-11-18T10:45:00Z"))
		do(h, "leah", plan.RateGoals{Person: h.dean, On: h.today(), Met: map[string]int{goal: 5}})
		say := plan.SayAction{ID: k.Actions[0].ID, State: plan.StateDone, On: h.today()}
		do(h, "leah", say)
		if err := fails(h, "tomasz", say); !fault.Is(err, fault.Conflict) {
			t.Error(err)
		}
		drop := plan.SayAction{ID: k.Actions[1].ID, State: plan.StateDropped, On: h.today()}
		h.field(fails(h, "leah", drop), "words")
		drop.Words = "He has moved away"
		do(h, "leah", drop)
		next := h.support(1)
		next.From = one
		s = ask(h, "leah", plan.One{ID: do(h, "leah", next)})
		if got := s.Body.LinesOf(actions); !slices.Equal(got, []string{"Ring the allotment club – " + name + " – by 11 November 2026 – done on 18 November 2026"}) {
			t.Errorf("%q", got)
		}
		changed, same := outline.Compare(o, s.Before.Body, s.Body)
		if len(changed) != 2 || changed[0].Key != "goals" || len(same) != 1 {
			t.Errorf("%+v %v", changed, same)
		}
		if old := ask(h, "leah", plan.One{ID: one}); old.Body.LinesOf(goals)[0] != "Go to the shop on my own – chosen by the person – 2 of 10 on 4 November 2026" || old.Newest == nil {
			t.Error("the first version changed")
		}
		rated := ask(h, "leah", plan.Goals{Person: h.dean}).Goals[0].Ratings[1].ID
		do(h, "leah", plan.Withdraw{ID: rated, Why: "Another goal"})
		do(h, "leah", plan.EndGoal{ID: goal, How: plan.Met, On: h.today()})
		do(h, "leah", plan.HandOver{Give: written.Give{ID: one, How: "paper", On: h.today()}})
		for _, table := range []string{"plan_text", "plan_handed", "plan_action", "plan_action_said", "goal", "goal_rated", "goal_ended", "plan_withdrawn"} {
			if h.rows(table) == 0 {
				t.Errorf("nothing in %s", table)
			}
			by := "by_name"
			for _, q := range []string{"UPDATE " + table + " SET " + by + " = 'x'", "DELETE FROM " + table} {
				if _, err := h.raw.Exec(q); err == nil || !strings.Contains(err.Error(), "followed by a new entry") {
					t.Errorf("%s: %v", q, err)
				}
			}
		}
	})
}

// A change of three is reliable, one of two is not, and the ratings of a goal
// that was worded anew are never put beside those of the new one.
func TestGoals(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		find := func(id string) plan.Goal {
			for _, g := range ask(h, "leah", plan.Goals{Person: h.dean}).Goals {
				if g.ID == id {
					return g
				}
			}
			t.Fatal("no such goal")
			return plan.Goal{}
		}
		for _, x := range []struct {
			last int
			want measure.Verdict
		}{{8, measure.Improved}, {7, measure.NoReliableChange}, {5, measure.NoReliableChange}, {3, measure.NoReliableChange}, {2, measure.Deteriorated}} {
			h.clock.Set(calendar.MustInstant("2026-11-04T10:45:00Z"))
			id := do(h, "leah", plan.SetGoal{Person: h.dean, Words: "To " + strconv.Itoa(x.last), ChosenBy: "together", On: h.today(), Rated: true, Met: 5})
			if _, ok := find(id).Change(); ok {
				t.Error("one rating is no change")
			}
			h.clock.Set(calendar.MustInstant("2026-11-04T10:46:00Z"))
			do(h, "leah", plan.RateGoals{Person: h.dean, On: h.today(), Met: map[string]int{id: 9}})
			if _, ok := find(id).Change(); ok {
				t.Error("two ratings of one day are no change")
			}
			h.clock.Set(calendar.MustInstant("2026-11-20T10:45:00Z"))
			do(h, "leah", plan.RateGoals{Person: h.dean, On: h.today(), Met: map[string]int{id: x.last}})
			c, ok := find(id).Change()
			if !ok || c.Verdict != x.want || c.By != x.last-5 || c.Threshold.By != 3 || c.Threshold.Source == "" {
				t.Errorf("from 5 to %d: %+v", x.last, c)
			}
		}
		old := do(h, "leah", plan.SetGoal{Person: h.dean, Words: "See people", ChosenBy: "practitioner", On: h.today(), Rated: true, Met: 0})
		h.clock.Set(calendar.MustInstant("2026-11-27T10:45:00Z"))
		reword := plan.EndGoal{ID: old, How: plan.Reworded, On: h.today(), Words: "See people", ChosenBy: "person"}
		h.field(fails(h, "leah", reword), "words")
		reword.Words, reword.ChosenBy = "Eat with my sister on Sundays", ""
		h.field(fails(h, "leah", reword), "chosen")
		reword.ChosenBy = "person"
		id := do(h, "leah", reword)
		do(h, "leah", plan.RateGoals{Person: h.dean, On: h.today(), Met: map[string]int{id: 8}})
		was, is := find(old), find(id)
		if was.How != plan.Reworded || was.Words != "See people" || len(was.Ratings) != 1 || is.CameFrom != old || len(is.Ratings) != 1 || is.Ratings[0].Met != 8 {
			t.Errorf("%+v\n%+v", was, is)
		}
		for _, g := range []plan.Goal{was, is} {
			if _, ok := g.Change(); ok {
				t.Errorf("%q is compared with another goal", g.Words)
			}
		}
		if err := fails(h, "leah", plan.RateGoals{Person: h.dean, On: h.today(), Met: map[string]int{old: 5}}); !fault.Is(err, fault.Conflict) {
			t.Error(err)
		}
		if err := fails(h, "leah", reword); !fault.Is(err, fault.Conflict) {
			t.Error(err)
		}
		h.field(fails(h, "leah", plan.RateGoals{Person: h.dean, On: h.today(), Met: map[string]int{id: 11}}), "met-"+id)
		h.field(fails(h, "leah", plan.RateGoals{Person: h.dean, On: h.today()}), "on")
		h.field(fails(h, "leah", plan.RateGoals{Person: h.dean, On: h.today().AddDays(-1), Met: map[string]int{id: 4}}), "on")
		h.field(fails(h, "leah", plan.SetGoal{Person: h.dean, ChosenBy: "person", On: h.today()}), "words")
		h.field(fails(h, "leah", plan.SetGoal{Person: h.dean, Words: "x", On: h.today()}), "chosen")
		// Nought is a rating, and a rating that was an error counts for nothing.
		zero := do(h, "leah", plan.SetGoal{Person: h.dean, Words: "Sleep", ChosenBy: "carer", On: h.today(), Rated: true})
		if g := find(zero); len(g.Ratings) != 1 || g.LastText() != "0 of 10 on 27 November 2026" {
			t.Errorf("%+v", g)
		}
		do(h, "leah", plan.Withdraw{ID: find(zero).Ratings[0].ID, Why: "Slipped"})
		if g := find(zero); len(g.Ratings) != 0 || len(g.Wrong) != 1 || g.LastText() != "not rated yet" {
			t.Errorf("%+v", g)
		}
		do(h, "leah", plan.Withdraw{ID: zero, Why: "Another person"})
		if find(zero).Open() {
			t.Error("a goal that was entered in error is open")
		}
	})
}

// Each sheet of options and each medication note stands for itself, unless one
// goes on from it. Only a prescriber writes what they prescribed.
func TestEachForItself(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		options := func(version int, about string) plan.Record {
			return plan.Record{Entry: written.Entry{Person: h.dean, Kind: plan.Options, Version: version, On: h.today(), With: "Dean", Body: outline.Body{
				Words: map[string]string{"about": about}, Rows: map[string][][]string{"options": {{"Tablets", "Works for my sister", "I was tired", "not now", "person"}, {"Sleep group", "", "", "chosen", "together"}}},
			}}}
		}
		bad := options(0, "Sleep")
		bad.Body.Rows["options"][0][3] = ""
		h.field(fails(h, "leah", bad), "options-1-choice")
		one := do(h, "leah", options(0, "Sleep"))
		two := do(h, "leah", options(1, "Work"))
		if d := ask(h, "leah", plan.Desk{Person: h.dean, Kind: plan.Options}); d.Last != nil || d.Newest != 2 {
			t.Errorf("a further sheet begins from %+v", d.Last)
		}
		if s := ask(h, "leah", plan.One{ID: two}); s.Before != nil || s.Newest != nil {
			t.Errorf("%+v", s)
		}
		on := options(2, "Sleep")
		on.From = one
		three := do(h, "leah", on)
		if s := ask(h, "leah", plan.One{ID: three}); s.Before == nil || s.Before.ID != one {
			t.Errorf("%+v", s)
		}
		if k := ask(h, "leah", plan.Kept{Person: h.dean}).Of(plan.Options).Current(); len(k) != 2 {
			t.Errorf("%+v", k)
		}

		note := plan.Record{Entry: written.Entry{Person: h.dean, Kind: plan.Medicines, On: h.today(), Body: outline.Body{Rows: map[string][][]string{
			"taken": {{"Sertraline", "each morning, as he says", "Told by him"}}, "own": {{"Advised to ask for a review", "Advice only"}},
		}}}}
		h.field(fails(h, "leah", note), "own-1-what")
		expires := h.today().AddDays(2)
		do(h, "lead", workforce.AddCompetence{PCN: demo.PCN, Practitioner: h.Practitioners["leah"], Kind: workforce.Prescriber, Qualification: "Independent prescriber", Supervisor: "Dr Patel", Gained: h.today(), Expires: expires})
		early := note
		early.On = h.today().AddDays(-1)
		h.field(fails(h, "leah", early), "own-1-what")
		first := do(h, "leah", note)
		s := ask(h, "leah", plan.One{ID: first})
		p, _ := s.Outline().Part("prescribed")
		if got := s.Body.LinesOf(p); len(got) != 1 || !strings.Contains(got[0], "Advised to ask for a review – written on: Advice only – by Leah Whitcombe – 4 November 2026") {
			t.Errorf("%q", got)
		}
		if len(s.Body.Rows["own"]) != 0 {
			t.Error("it stands twice")
		}
		if err := fails(h, "tomasz", note); len(fault.FieldsOf(err)) == 0 {
			t.Error(err)
		}
		// A colleague goes on from it; what the prescriber wrote stays.
		next := note
		next.Version, next.From = 1, first
		next.Body = outline.Body{Words: map[string]string{"talked": "Less tired"}, Rows: map[string][][]string{"elsewhere": {{"Dose halved", "Dr Patel", "3/11/2026"}}}}
		s = ask(h, "leah", plan.One{ID: do(h, "tomasz", next)})
		if got := s.Body.LinesOf(p); len(got) != 1 {
			t.Errorf("%q", got)
		}
		h.clock.Set(calendar.MustInstant("2026-11-07T10:45:00Z"))
		if ask(h, "leah", plan.Desk{Person: h.dean, Kind: plan.Medicines}).Prescriber {
			t.Error("the competence has expired")
		}
	})
}

// The list of reviews counts what it shows, and no version that was followed
// by another one.
func TestReviews(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		do(h, "leah", h.support(0))
		self := h.support(0)
		self.Kind, self.ReviewOn = plan.Self, h.today().AddDays(7)
		self.Body.Words = map[string]string{"signs": "x"}
		do(h, "tomasz", self)
		none := h.support(0)
		none.Person, none.Agreed, none.NotAgreed = h.People[1], "not yet", "Comes on Friday"
		do(h, "leah", none) // nobody with an open episode
		list := func(q plan.Reviews) plan.ReviewList { q.PCN = demo.PCN; return ask(h, "leah", q) }
		if l := list(plan.Reviews{}); l.Due != 0 || l.Soon != 2 || len(l.List) != 2 || len(l.Writers) != 2 || l.List[0].Kind != plan.Self {
			t.Errorf("%+v", l)
		}
		h.clock.Set(calendar.MustInstant("2026-11-11T10:45:00Z"))
		if l := list(plan.Reviews{Show: "due"}); l.Due != 1 || l.Soon != 1 || len(l.List) != 1 {
			t.Errorf("%+v", l)
		}
		if l := list(plan.Reviews{By: h.Actors["leah"].ID}); l.Due != 0 || l.Soon != 1 || len(l.List) != 1 || len(l.Writers) != 2 {
			t.Errorf("%+v", l)
		}
		next := h.support(1)
		next.ReviewOn = h.today().AddDays(60)
		id := do(h, "leah", next)
		if l := list(plan.Reviews{}); l.Due != 1 || l.Soon != 0 {
			t.Errorf("the version before still counts: %+v", l)
		}
		do(h, "leah", plan.Withdraw{ID: id, Why: "Another Dean"})
		if l := list(plan.Reviews{}); l.Due != 1 || l.Soon != 1 {
			t.Errorf("the version before counts again: %+v", l)
		}
		if err := refused(h, "other", plan.Reviews{PCN: demo.PCN}); !fault.Is(err, fault.NotFound) && !fault.Is(err, fault.Denied) {
			t.Error(err)
		}
	})
}

func TestWhoHasItAndWhoMay(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		id := do(h, "leah", h.support(0))
		give := plan.HandOver{Give: written.Give{ID: id, How: "paper", On: h.today(), ToKind: person.WithFamily, ToName: "Ron, father"}}
		h.field(fails(h, "leah", give), "why")
		// Consent about safety alone is none about the plan.
		do(h, "leah", person.Share{ID: h.dean, With: person.WithFamily, Named: "Ron, father", Topic: person.Topics[2], Answer: "yes"})
		h.field(fails(h, "leah", give), "told")
		do(h, "leah", person.Share{ID: h.dean, With: person.WithFamily, Named: "Ron, father", Topic: person.Topics[0], Answer: "yes"})
		do(h, "leah", give)
		if s := ask(h, "leah", plan.One{ID: id}); len(s.Handed) != 1 || s.Handed[0].Answer != "yes" {
			t.Errorf("%+v", s.Handed)
		}
		goal := do(h, "leah", plan.SetGoal{Person: h.dean, Words: "Sing", ChosenBy: "person", On: h.today()})
		c := h.support(1)
		c.Body.Rows = map[string][][]string{"new": {{"Ring", "person", "", ""}}}
		do(h, "leah", c)
		action := ask(h, "leah", plan.Kept{Person: h.dean}).Actions[0].ID
		before := map[string]int{}
		for _, x := range []string{"plan_text", "plan_handed", "plan_action", "plan_action_said", "goal", "goal_rated", "goal_ended", "plan_withdrawn", "care_plan"} {
			before[x] = h.rows(x)
		}
		for _, who := range []string{"reception", "other"} {
			for name, err := range map[string]error{
				"Record": fails(h, who, h.support(2)), "HandOver": fails(h, who, give), "Withdraw": fails(h, who, plan.Withdraw{ID: id, Why: "x"}), "Withdraw goal": fails(h, who, plan.Withdraw{ID: goal, Why: "x"}),
				"SetGoal": fails(h, who, plan.SetGoal{Person: h.dean, Words: "x", ChosenBy: "person", On: h.today()}), "RateGoals": fails(h, who, plan.RateGoals{Person: h.dean, On: h.today(), Met: map[string]int{goal: 1}}),
				"EndGoal": fails(h, who, plan.EndGoal{ID: goal, How: plan.Met, On: h.today()}), "SayAction": fails(h, who, plan.SayAction{ID: action, State: plan.StateDone, On: h.today()}),
				"One": refused(h, who, plan.One{ID: id}), "Kept": refused(h, who, plan.Kept{Person: h.dean}), "Desk": refused(h, who, plan.Desk{Person: h.dean, Kind: plan.Self}), "Which": refused(h, who, plan.Which{ID: id}),
				"Goals": refused(h, who, plan.Goals{Person: h.dean}), "OneGoal": refused(h, who, plan.OneGoal{ID: goal}), "OneAction": refused(h, who, plan.OneAction{ID: action}),
			} {
				if !fault.Is(err, fault.NotFound) && !fault.Is(err, fault.Denied) {
					t.Errorf("%s by %s: %v", name, who, err)
				} else if strings.Contains(err.Error(), "Sing") || strings.Contains(err.Error(), "allotment") {
					t.Errorf("%s tells %s: %v", name, who, err)
				}
			}
		}
		for _, x := range slices.Sorted(maps.Keys(before)) {
			if h.rows(x) != before[x] {
				t.Errorf("something was left in %s", x)
			}
		}
		if err := fails(h, "gp", h.support(2)); !fault.Is(err, fault.Denied) {
			t.Error(err)
		}
	})
}
