package demo

import (
	"slices"
	"strings"
	"time"

	"footbridge/internal/app/person"
	"footbridge/internal/app/safety"
)

// told is what somebody said about safety, in their own words, and the plan
// that came of it; next is what the second version says otherwise.
type told struct {
	assessment  safety.Body
	formulation safety.Body
	plan, next  safety.Body
	father      string // with whom the plan is shared, "" for nobody
}

// answers are those of the four questions: the first one, and those that
// follow from it.
func answers(thoughts string) map[string]string {
	if thoughts == safety.WasntTold {
		return map[string]string{"thoughts": thoughts, "plans": safety.WasntTold, "intent": safety.NotAsked, "means": safety.NotAsked}
	}
	return map[string]string{"thoughts": thoughts, "plans": safety.WasAsked, "intent": safety.WasAsked, "means": safety.NotAsked}
}

// stories are two that people told their practitioner, who then made a plan
// with them.
func stories() []told {
	return []told{
		{
			assessment: safety.Body{Words: map[string]string{
				"present": "On his own. His father waited outside and came in for the last ten minutes, which he wanted", "says": "“When I’m on the canal path I think it would be quiet in there.”",
				"thoughts": "Most evenings since the job went, for about an hour, then they go. Never in the mornings", "plans": "He thought about the lock once, in August. He rang his father from there", "intent": "“I don’t want to die, I want it to stop.”",
				"past": "None before this year", "changed": "The job went in spring; now the car is sold, so he walks home by the canal", "harder": "Evenings alone, drinking, the path home", "easier": "His sister’s calls, his father, the allotment, being asked to mend something",
				"hopes": "His daughter; the allotment in spring", "view": "He came by himself, spoke openly and asks for help to get out of the house. What is needed now is company after six and another way home. We meet again on Monday and he has the numbers.",
				"differs": "He thinks the drink matters less than I do", "missing": "GP record of the summer not seen yet",
			}, Chosen: answers(safety.WasAsked)},
			formulation: safety.Body{Words: map[string]string{
				"problem": "The evenings are long and empty, and then the thoughts come", "longstanding": "He has always been the one who mends things; asking is hard", "recent": "No job since spring, and nobody to eat with",
				"strengths": "He noticed it himself and rang. He keeps his word to his daughter", "agreed": "He thinks the drink is not part of it; we look at that again",
			}, Chosen: map[string]string{"agreed": "partly"}, Rows: map[string][][]string{
				"changeable": {{"The way home", "Walk along the High Street, although it is longer"}, {"The empty evenings", "Eat with Dad on Tuesdays and Thursdays"}},
				"foreseen":   {{"a job application is turned down", "ring Dad the same day, and tell me on Monday"}},
			}},
			plan: safety.Body{
				Words: map[string]string{
					"matters": "My daughter\nThe allotment in spring", "signs": "The canal path\nNot answering the phone", "alone": "Walk the long way by the High Street\nRadio on, loud\nMend something",
					"company": "The allotment\nThe café at the library, nobody asks anything there", "feelsafe": "The light on in the hall", "enough": "Dad comes and stays the night",
				},
				Rows: map[string][][]string{"help": {{"Dad", "Ring, not text: 07700 900188", "yes"}, {"Kev next door", "Knock", "not yet"}}},
			},
			next: safety.Body{
				Words: map[string]string{
					"matters": "My daughter\nThe allotment in spring\nGetting to the corner shop, twice now", "signs": "The canal path\nNot answering the phone\nA letter that says no", "alone": "Walk the long way by the High Street\nMend something",
					"company": "The allotment\nThe café at the library, nobody asks anything there\nTuesday football, only watching", "feelsafe": "The light on in the hall", "enough": "Dad comes and stays the night",
				},
				Rows: map[string][][]string{
					"help":     {{"Dad", "Ring, not text: 07700 900188", "yes"}, {"Kev next door", "Knock", "yes"}},
					"services": {{"Leah, the mental health practitioner", "Ring the surgery and ask for her", "Monday to Thursday"}},
					"around":   {{"No whisky in the house", "Dad takes it away", "done"}},
				},
			},
			father: "Ron, father",
		},
		{
			assessment: safety.Body{Words: map[string]string{
				"present": "Alone, by her wish", "says": "“I’d rather not talk about that part today.”", "changed": "She left the recovery team in July. The anniversary is next week", "easier": "The dog, the choir", "hopes": "To stay well, and to sing at Christmas",
				"view": "She did not want to speak about thoughts of ending her life and I did not press her. She wanted a plan for the anniversary, which we began.", "missing": "What she would have said",
			}, Chosen: answers(safety.WasntTold)},
			formulation: safety.Body{Words: map[string]string{"problem": "The week of the anniversary", "recent": "The first one without her mother", "strengths": "The choir; she says what she does not want"}, Chosen: map[string]string{"agreed": "yes"}},
			plan:        safety.Body{Words: map[string]string{"signs": "I sleep less and talk fast\nI stop humming", "alone": "Bath, then the dog\nWrite to Mum in the blue book", "company": "Choir on Wednesday"}},
			next: safety.Body{Words: map[string]string{"matters": "To sing at Christmas", "signs": "I sleep less and talk fast\nI stop humming\nI leave the curtains shut", "alone": "Bath, then the dog\nWrite to Mum in the blue book", "company": "Choir on Wednesday"},
				Rows: map[string][][]string{"help": {{"Carol from choir", "Ring her, any time", "yes"}}}},
		},
	}
}

// storyOf is which of the stories fits somebody and the note of their first
// talk; false when none does.
func storyOf(p invented, note string) (told, bool) {
	switch all := stories(); {
	case slices.Contains(menNames, p.given) && strings.Contains(note, "Lost the job"):
		return all[0], true
	case slices.Contains(womenNames, p.given) && strings.Contains(note, "recovery team"):
		return all[1], true
	}
	return told{}, false
}

// safety makes a plan with a few people in their first talk, and its next
// version in the second.
func (w *world) safety(as string, v visit, p invented, note string) {
	if w.plans == nil {
		w.plans = map[string]string{}
	}
	began := w.plans[p.id]
	s, fits := storyOf(p, note)
	switch {
	case v.nth == 1 && as == "leah" && fits && len(w.plans) < 6 && w.now.Date().DaysSince(v.b.Day) < 75:
		if age := ask(w, as, safety.Desk{Person: p.id, Kind: safety.Plan}).Person.Age(v.b.Day); s.father != "" && (age < 25 || age > 55) {
			return // somebody else's story: his father lives nearby
		}
		w.clock.Advance(time.Minute)
		do(w, as, safety.Record{Person: p.id, Kind: safety.Assessment, On: v.b.Day, Body: s.assessment})
		do(w, as, safety.Record{Person: p.id, Kind: safety.Formulation, On: v.b.Day, Body: s.formulation})
		id := do(w, as, safety.Record{Person: p.id, Kind: safety.Plan, On: v.b.Day, With: p.given, ReviewOn: v.b.Day.AddDays(28), Body: s.plan, Routes: w.ticked(as, p)})
		w.clock.Advance(time.Minute)
		do(w, as, safety.HandOver{ID: id, How: "paper", On: v.b.Day})
		w.plans[p.id] = id
	case v.nth == 2 && began != "":
		s = stories()[1]
		if slices.Contains(menNames, p.given) {
			s = stories()[0]
		}
		w.clock.Advance(time.Minute)
		id := do(w, as, safety.Record{Person: p.id, Kind: safety.Plan, Version: 1, From: began, On: v.b.Day, With: p.given, ReviewOn: v.b.Day.AddDays(56), Body: s.next, Routes: w.ticked(as, p)})
		w.clock.Advance(time.Minute)
		do(w, as, safety.HandOver{ID: id, How: "paper", On: v.b.Day})
		if s.father != "" {
			do(w, as, person.Share{ID: p.id, With: person.WithFamily, Named: s.father, Topic: person.Topics[2], Answer: "yes"})
			w.clock.Advance(time.Minute)
			do(w, as, safety.HandOver{ID: id, ToKind: person.WithFamily, ToName: s.father, How: "read aloud", On: v.b.Day})
		}
		w.plans[p.id] = ""
	}
}

// ticked are the services of the practice that somebody chose: the first two.
func (w *world) ticked(as string, p invented) []string {
	var out []string
	for _, r := range ask(w, as, safety.Desk{Person: p.id, Kind: safety.Plan}).Services {
		if len(out) < 2 {
			out = append(out, r.Key)
		}
	}
	return out
}
