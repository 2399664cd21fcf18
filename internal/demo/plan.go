package demo

import (
	"strings"
	"time"

	"footbridge/internal/app/assessment"
	"footbridge/internal/app/person"
	"footbridge/internal/app/plan"
	"footbridge/internal/app/written"
	"footbridge/internal/outline"
)

// planned is how far the assessment and the plans of somebody have come.
type planned struct {
	story        agreed
	goals        []string // ids
	full, agreed string   // the present versions
	done         bool
}

// agreed is what somebody answered in their assessment, and what they agreed.
type agreed struct {
	note       string // words of the first talk to which it fits
	words      map[string]string
	said       map[string]string
	goals      []string
	about      string
	actions    [][]string
	signs      string
	when       [][]string
	options    [][]string
	decide     string
	medicine   []string
	then, rest string // what is otherwise in the next version
}

func agreements() []agreed {
	return []agreed{
		{
			note: "sleep diary", words: map[string]string{
				assessment.Matters: "To laugh with the children again", assessment.Strengths: "Has never missed a day at work; a neighbour who walks every morning", assessment.Situation: "“I lie there at three and go through everything.” Since the summer",
				"before": "A hard winter eight years ago, talked with the GP then", "seen": "Tired, warm, finds words; smiles about the dog", assessment.Physical: "Appetite poor; blood pressure tablets", "medicines": "One for the blood pressure, in the morning. Bought a herbal sleep aid, stopped it",
				"home": "Rents; rent is paid. Shift work", "people": "The neighbour; a cousin in Taunton", assessment.Children: "Two, 9 and 12, live in the household", "view": "Shifts and worry feed each other; mornings are the worst and a fixed hour helps",
			}, said: map[string]string{"alcohol": outline.None, "drugs": outline.None, assessment.Carers: outline.None, assessment.Safeguarding: outline.None, assessment.Capacity: "assumed", "self": outline.Declined},
			goals: []string{"Laugh with the children again", "Sleep through four nights a week"}, about: "The children. Being someone they can rely on",
			actions: [][]string{{"Walk before breakfast with the neighbour", plan.ByPerson, "", ""}, {"Ask the practice nurse to look at the tablets", plan.ByPractitioner, "", "soon"}, {"Take the children to football on Saturdays", plan.ByOther, "The cousin", ""}},
			signs:   "I lie awake at three\nI stop answering the children", when: [][]string{{"I lie awake for half an hour", "get up, tea, radio quiet, no telephone"}, {"it is two bad nights", "ring the neighbour"}},
			decide: "How to go on with sleep", options: [][]string{{"Sleep group at the library, five evenings", "Others have it too", "Evenings are when the children are here", "not now", "person"}, {"A fixed time to get up, written down", "I can begin tomorrow", "", "chosen", "together"}, {"Tablets for sleep", "It would be quick", "I was slow at work last time", "no", "person"}},
			medicine: []string{"Amlodipine", "one in the morning", "Told in the talk"}, then: "The children. Being someone they can rely on\nMy own hour in the morning", rest: "Four nights of seven now",
		},
		{
			note: "Lost the job", words: map[string]string{
				assessment.Matters: "To be useful, and to get out of the house", assessment.Strengths: "Mends things; notices when it gets worse", assessment.Situation: "“I don’t see the point of getting dressed.” Since the job went in spring",
				"before": "Nothing like this before", "seen": "Slow to begin, then clear; looks down", assessment.Physical: "Knee pain, no tablets for it", "alcohol": "Four cans most evenings, more at weekends", "home": "Own house, the mortgage is behind by a month", "people": "A sister who rings every day",
				assessment.Carers: "Nobody; the sister would, and lives far away", "view": "Days without an order; drink in the evening makes the next morning harder", "differs": "Thinks the drink matters less than I do",
			}, said: map[string]string{"medicines": outline.None, "drugs": outline.Declined, assessment.Children: outline.None, assessment.Safeguarding: outline.None, assessment.Capacity: "assumed"},
			goals: []string{"Go to the shop on my own"}, about: "To mend things for others again",
			actions: [][]string{{"Corner shop, twice this week", plan.ByPerson, "", "past"}, {"Ask the repair café whether they need someone", plan.ByPractitioner, "", "soon"}},
			signs:   "Dressing gown at noon\nNot answering my sister", when: [][]string{{"it is noon and I am not dressed", "ring my sister before anything else"}},
			decide: "What comes next", options: [][]string{{"Talking Therapies", "My sister had it", "Six weeks to wait", "open", ""}, {"Small steps with Leah", "I know her now", "", "chosen", "together"}},
			medicine: []string{"Nothing regular", "", "Told in the talk"}, then: "To mend things for others again\nThe repair café on Thursdays", rest: "Out every morning now",
		},
		{
			note: "recovery team", words: map[string]string{
				assessment.Matters: "To stay well, and to be left in peace when well", assessment.Strengths: "Knows the early signs better than anybody", assessment.Situation: "Handed back in July after two steady years",
				"before": "Two admissions, the last one five years ago", "seen": "Composed, dry humour, sleeps seven hours", assessment.Physical: "Weight up since the tablets; annual check due", "medicines": "One at night, and a blood test every three months", "home": "Council flat, steady; benefits reviewed in spring",
				"people": "A choir friend; a brother by telephone", "self": "Asks to be called by the first name only", assessment.Carers: "The choir friend has a key", "view": "Well, and tired of being asked about it; a plan that is looked at twice a year is enough",
			}, said: map[string]string{"alcohol": outline.None, "drugs": outline.None, assessment.Children: outline.None, assessment.Safeguarding: outline.NotAsked, assessment.Capacity: "assumed"},
			goals: []string{"Stay well and notice early"}, about: "Peace, the choir, my own door",
			actions: [][]string{{"Blood test at the practice", plan.ByPerson, "", "past"}, {"Send the staying-well plan to the GP", plan.ByPractitioner, "", ""}},
			signs:   "I sleep less and talk fast\nI stop humming", when: [][]string{{"I sleep less than five hours twice", "take the evening off, ring Carol"}, {"Carol says I talk fast", "ring the practice the same day"}},
			decide: "Who looks at the tablets from now on", options: [][]string{{"The GP", "Near", "A new face each time", "not now", "person"}, {"The pharmacist at the practice", "Has time, knows the blood tests", "", "chosen", "person"}},
			medicine: []string{"Quetiapine", "one at night, as always", "Told in the talk; the letter of July"}, then: "Peace, the choir, my own door\nA spring concert", rest: "Three good months",
		},
	}
}

// plotted finds the story of somebody, and begins one in the first talk of a
// few of Leah's people of the last weeks.
func (w *world) plotted(as string, v visit, p invented, note string) *planned {
	if x := w.full[p.id]; x != nil {
		return x
	}
	if as != "leah" || v.nth != 1 || len(w.full) >= 9 || w.now.Date().DaysSince(v.b.Day) > 80 {
		return nil
	}
	for _, s := range agreements() {
		if strings.Contains(note, s.note) {
			if w.full == nil {
				w.full = map[string]*planned{}
			}
			w.full[p.id] = &planned{story: s}
			return w.full[p.id]
		}
	}
	return nil
}

// planning is what was assessed and agreed in a talk; true when the assessment
// or the plan of that talk is written in full.
func (w *world) planning(as string, v visit, p invented, note string) bool {
	x := w.plotted(as, v, p, note)
	if x == nil || w.err != nil {
		return false
	}
	w.clock.Advance(time.Minute)
	s, day := x.story, v.b.Day
	text := func(kind string, version int, from string, b outline.Body) written.Entry {
		return written.Entry{Person: p.id, Kind: kind, Version: version, From: from, On: day, With: p.given, Body: b}
	}
	switch v.nth {
	case 1:
		x.full = do(w, as, assessment.Complete{Entry: text("", 0, "", outline.Body{Words: s.words, Said: s.said})})
		do(w, as, plan.Record{Entry: text(plan.Medicines, 0, "", outline.Body{
			Words: map[string]string{"talked": "What it does, what it leaves undone", "question": "Does anything in it disturb sleep or weight?"},
			Rows:  map[string][][]string{"taken": {s.medicine}, "asked": {{"pharmacist", "Practice pharmacist", day.String(), ""}}},
		})})
	case 2:
		for i, g := range s.goals {
			x.goals = append(x.goals, do(w, as, plan.SetGoal{Person: p.id, Words: g, ChosenBy: plan.Chosen[i][0], On: day, Rated: true, Met: 2 + i}))
		}
		options := text(plan.Options, 0, "", outline.Body{Words: map[string]string{"about": s.decide, "matters": s.words[assessment.Matters]}, Rows: map[string][][]string{"options": s.options}})
		do(w, as, plan.Record{Entry: options})
		var rows [][]string
		for _, a := range s.actions {
			by := map[string]string{"past": day.AddDays(5).String(), "soon": w.now.Date().AddDays(9).String()}[a[3]]
			rows = append(rows, []string{a[0], a[1], a[2], by})
		}
		c := plan.Record{Entry: text(plan.Support, 0, "", outline.Body{Words: map[string]string{"about": s.about, "strengths": s.words[assessment.Strengths]}, Rows: map[string][][]string{plan.PartNew: rows}}), Agreed: "yes", AgreedOn: day}
		c.ReviewOn = day.AddDays(28)
		x.agreed = do(w, as, c)
		do(w, as, plan.HandOver{Give: written.Give{ID: x.agreed, How: "paper", On: day}})
		do(w, as, plan.Record{Entry: text(plan.Self, 0, "", outline.Body{Words: map[string]string{"signs": s.signs, "daily": s.words[assessment.Strengths]}, Rows: map[string][][]string{"when": s.when}})})
	case 3:
		if x.done || x.agreed == "" {
			return false
		}
		x.done = true
		met := map[string]int{}
		for i, g := range x.goals {
			met[g] = 5 + 2*i
		}
		do(w, as, plan.RateGoals{Person: p.id, On: day, Met: met})
		if len(x.goals) > 1 {
			do(w, as, plan.EndGoal{ID: x.goals[1], How: plan.Reworded, On: day, Words: "Four nights a week, and not worry about the fifth", ChosenBy: "person"})
		}
		k := ask(w, as, plan.Kept{Person: p.id})
		if len(k.Actions) > 0 && w.err == nil {
			do(w, as, plan.SayAction{ID: k.Actions[0].ID, Version: k.Actions[0].Version, State: plan.StateDone, Words: "Went well", On: day})
		}
		next := assessment.Complete{Entry: text("", 1, x.full, outline.Body{Words: map[string]string{}, Said: s.said})}
		for k, v := range s.words {
			next.Body.Words[k] = v
		}
		next.Body.Words["seen"] = s.rest
		do(w, as, next)
		c := plan.Record{Entry: text(plan.Support, 1, x.agreed, outline.Body{Words: map[string]string{"about": s.then, "strengths": s.words[assessment.Strengths]}}), Agreed: "not yet", NotAgreed: "Wants to read it at home first"}
		c.ReviewOn = w.now.Date().AddDays(12)
		do(w, as, c)
		well := do(w, as, plan.Record{Entry: text(plan.Well, 0, "", outline.Body{Words: map[string]string{"well": s.rest, "signs": s.signs, "keep": s.then}, Rows: map[string][][]string{"when": s.when, "contact": {{"Leah, the mental health practitioner", "Ring the surgery and ask for her", "Monday to Thursday"}}}})})
		do(w, as, person.Share{ID: p.id, With: person.WithPractice, Topic: person.Topics[0], Answer: "yes"})
		w.clock.Advance(time.Minute)
		do(w, as, plan.HandOver{Give: written.Give{ID: well, ToKind: person.WithPractice, How: "letter", On: day}})
	default:
		return false
	}
	return true
}
