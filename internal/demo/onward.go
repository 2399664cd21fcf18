package demo

import (
	"footbridge/internal/app/onward"
	"footbridge/internal/calendar"
)

// directory are the services of the demo's directory, all of them invented
// apart from the two national ones. Those that are old were entered at the
// very beginning, and nobody has looked at them since.
var directory = []struct {
	key string
	old bool
	onward.Body
}{
	{"talking", false, onward.Body{Name: "Severnside Talking Therapies", Kind: "talking", Organisation: "Severnside Talking Therapies", WhoFor: "Depression and anxiety; not while somebody is in a crisis", AgeFrom: 16, Interpreter: "yes", Formats: "yes", HowToAsk: "Their form, or people ring themselves", Phone: "01632 960201", Email: "requests@severnside-talking.example", Website: "https://severnside-talking.example", Hours: "Monday to Friday, 8am to 8pm", Cost: "Free", Waiting: "First call within three weeks; treatment after ten", Wants: []string{"reason", "goals", "adjustments"}, Questions: []string{"Has the person had talking therapy before, and did it help?"}}},
	{"talking-young", true, onward.Body{Name: "Next Step Young Adults", Kind: "talking", Organisation: "Harbour Minds", WhoFor: "Young people who are between services", AgeFrom: 16, AgeTo: 25, HowToAsk: "By telephone", Phone: "01632 960202", Hours: "Monday to Thursday, 12pm to 7pm", Cost: "Free", Waiting: "About six weeks", Wants: []string{"reason"}}},
	{"cmht", false, onward.Body{Name: "Pier Community Mental Health Team", Kind: "secondary", Organisation: "Community services of the provider", WhoFor: "Severe or complex needs that primary care can’t meet", AgeFrom: 18, Interpreter: "yes", HowToAsk: "Letter or secure mail to the duty desk; they ring back", Phone: "01632 960210", Email: "duty@pier-cmht.example", Address: "Pier Community Mental Health Team\nOrchard House\nWeston", Hours: "Monday to Friday, 9am to 5pm", Cost: "Free", Waiting: "Decision within a week; first appointment after four to eight weeks", Wants: []string{"reason", "goals", "safety", "medication", "adjustments"}, Questions: []string{"Which treatments were tried, for how long?"}}},
	{"psychosis", false, onward.Body{Name: "Early Intervention in Psychosis", Kind: "secondary", Organisation: "Community services of the provider", WhoFor: "First signs of psychosis", AgeFrom: 14, AgeTo: 65, Interpreter: "yes", HowToAsk: "Ring the duty worker, then secure mail", Phone: "01632 960211", Email: "eip@pier-cmht.example", Hours: "Monday to Friday, 9am to 5pm", Cost: "Free", Waiting: "Seen within two weeks", Wants: []string{"reason", "safety", "medication", "adjustments"}}},
	{"eating", false, onward.Body{Name: "Eating Disorders Service", Kind: "secondary", Organisation: "Community services of the provider", AgeFrom: 18, HowToAsk: "Letter, with weight and blood tests of the last month", Phone: "01632 960212", Address: "Eating Disorders Service\nOrchard House\nWeston", Hours: "Monday to Friday, 9am to 5pm", Cost: "Free", Waiting: "Assessment after six weeks", Wants: []string{"reason", "safety", "medication"}, Questions: []string{"Weight, height and blood tests, with dates"}}},
	{"memory", false, onward.Body{Name: "Memory Service", Kind: "secondary", Organisation: "Community services of the provider", WhoFor: "Memory problems that are being looked into", AgeFrom: 50, Formats: "yes", HowToAsk: "By letter, with the GP’s blood tests", Phone: "01632 960213", Address: "Memory Service\nElm Court\nWeston", Hours: "Monday to Friday, 9am to 4pm", Cost: "Free", Waiting: "Twelve weeks", Wants: []string{"reason", "medication", "adjustments"}}},
	{"crisis", false, onward.Body{Name: "Intensive Home Support", Kind: "crisis", Organisation: "Community services of the provider", WhoFor: "Anybody who may otherwise need a hospital bed", AgeFrom: 18, Interpreter: "yes", HowToAsk: "Ring; then the form in their system while you talk", Phone: "01632 960220", Hours: "Always", Cost: "Free", Waiting: "Seen on the same day", Wants: []string{"reason", "safety", "medication", "adjustments"}}},
	{"cafe", false, onward.Body{Name: "The Lighthouse evening café", Kind: "crisis", Organisation: "Harbour Minds", WhoFor: "A quiet place in the evening, without an appointment", AgeFrom: 18, HowToAsk: "Walk in", Phone: "01632 960221", Address: "2 Marine Parade, Weston", Hours: "Every day, 6pm to 11pm", Cost: "Free"}},
	{"nhs111", false, onward.Body{Name: "NHS 111, mental health option", Kind: "crisis", Organisation: "NHS", WhoFor: "Anyone in a crisis, all ages", HowToAsk: "People ring themselves", Phone: "111, then option 2", Website: "https://111.nhs.uk", Hours: "Always", Cost: "Free"}},
	{"samaritans", false, onward.Body{Name: "Samaritans", Kind: "crisis", Organisation: "Samaritans", WhoFor: "Anyone who wants to be listened to", HowToAsk: "People ring themselves", Phone: "116 123", Website: "https://www.samaritans.org", Hours: "Always", Cost: "Free"}},
	{"drugs", false, onward.Body{Name: "Turning Tide drug and alcohol service", Kind: "substances", Organisation: "Turning Tide", AgeFrom: 18, Interpreter: "no", HowToAsk: "People ring themselves, or by secure mail", Phone: "01632 960230", Email: "hello@turning-tide.example", Address: "14 Station Road, Weston", Hours: "Monday to Saturday, 9am to 6pm", Cost: "Free", Waiting: "A first talk within a week", Wants: []string{"reason", "goals", "medication", "adjustments"}}},
	{"alcohol-women", true, onward.Body{Name: "Tuesday Women", Kind: "substances", Organisation: "Turning Tide", WhoFor: "Women who want to drink less; children welcome", Sex: "female", AgeFrom: 18, HowToAsk: "Come along, or ring first", Phone: "01632 960231", Hours: "Tuesdays, 10am to 1pm", Cost: "Free"}},
	{"grief", false, onward.Body{Name: "Harbour Bereavement Group", Kind: "voluntary", Organisation: "Harbour Minds", WhoFor: "Anybody who has lost somebody, at the earliest three months ago", HowToAsk: "People ring themselves", Phone: "01632 960240", Address: "Quaker Hall, Weston", Hours: "Thursdays, 2pm to 4pm", Cost: "Free", Waiting: "None", Formats: "yes"}},
	{"allotment", false, onward.Body{Name: "Ground Elder allotment", Kind: "voluntary", Organisation: "Ground Elder", WhoFor: "Anybody who would like to be outside with others", AgeFrom: 18, HowToAsk: "Through the link worker", Phone: "01632 960241", Hours: "Wednesdays and Saturdays", Cost: "Free; tea for 50p"}},
	{"men", true, onward.Body{Name: "Weston Men’s Shed", Kind: "voluntary", Organisation: "Weston Men’s Shed", WhoFor: "Men who like to mend things", Sex: "male", HowToAsk: "Walk in", Phone: "01632 960242", Hours: "Monday, Wednesday and Friday mornings", Cost: "£2 a morning"}},
	{"peer", false, onward.Body{Name: "Peer support at the Hub", Kind: "voluntary", Organisation: "Harbour Minds", WhoFor: "People who have been there themselves walk beside you for three months", AgeFrom: 18, HowToAsk: "Secure mail, or ring", Phone: "01632 960243", Email: "peers@harbour-minds.example", Hours: "Monday to Friday, 10am to 4pm", Cost: "Free", Waiting: "Three weeks", Wants: []string{"reason", "goals", "adjustments"}}},
	{"polish", false, onward.Body{Name: "Most: Polish women’s group", Kind: "voluntary", Organisation: "Most", WhoFor: "In Polish", Sex: "female", Interpreter: "yes", HowToAsk: "People ring themselves", Phone: "01632 960244", Hours: "Sundays after church", Cost: "Free"}},
	{"work", false, onward.Body{Name: "Bridges to Work", Kind: "employment", Organisation: "Bridges to Work", WhoFor: "Anybody who wants paid work, however unwell", AgeFrom: 18, AgeTo: 67, Interpreter: "yes", HowToAsk: "Secure mail", Phone: "01632 960250", Email: "start@bridges.example", Hours: "Monday to Friday, 9am to 5pm", Cost: "Free", Waiting: "Two weeks", Wants: []string{"reason", "goals", "adjustments"}, Questions: []string{"What work would the person like?"}}},
	{"housing", false, onward.Body{Name: "Housing advice desk", Kind: "housing", Organisation: "The council", WhoFor: "Anybody who may lose their home", AgeFrom: 16, Areas: []string{"BS22", "BS23", "BS24"}, Interpreter: "yes", HowToAsk: "By letter; urgent ones by telephone", Phone: "01632 960260", Address: "Housing advice desk\nTown Hall\nWeston", Hours: "Monday to Friday, 9am to 4pm", Cost: "Free", Waiting: "A week; the same day when somebody is on the street", Wants: []string{"reason", "adjustments"}}},
	{"debt", false, onward.Body{Name: "Money and benefits advice", Kind: "housing", Organisation: "Pier Advice", HowToAsk: "People ring themselves, or by letter", Phone: "01632 960261", Address: "Pier Advice\nHigh Street\nWeston", Hours: "Tuesday to Thursday, 10am to 3pm", Cost: "Free", Waiting: "Ten days", Formats: "yes", Wants: []string{"reason"}}},
	{"gym", false, onward.Body{Name: "Move More", Kind: "physical", Organisation: "The council", WhoFor: "Twelve weeks with a trainer, after a health check", AgeFrom: 18, Areas: []string{"BS22", "BS23", "BS24"}, HowToAsk: "Their system", Phone: "01632 960270", Website: "https://move-more.example", Hours: "Every day", Cost: "£2 a session", Waiting: "Two weeks", Wants: []string{"reason", "medication"}}},
	{"smoking", true, onward.Body{Name: "Stop smoking clinic", Kind: "physical", Organisation: "The pharmacy at the pier", HowToAsk: "Walk in", Phone: "01632 960271", Hours: "Monday to Saturday", Cost: "Free"}},
	{"sleep", false, onward.Body{Name: "Sleep and wellbeing course", Kind: "physical", Organisation: "Graham Road Surgery", WhoFor: "Five evenings in a group", AgeFrom: 18, Practices: []string{"L81016", "L81058"}, HowToAsk: "By letter to the surgery", Phone: "01632 960272", Address: "Graham Road Surgery, Weston", Hours: "Wednesdays, 6pm", Cost: "Free", Waiting: "Starts every second month", Wants: []string{"reason"}}},
}

// door is one onward request of the demo's story while it is being told.
type door struct {
	id      string
	version int
}

// prepare prepares one, with the person's yes.
func (w *world) prepare(as, who, service, way, after string, texts map[string]string, own string) *door {
	if w.err == nil && texts["reason"] == "" {
		texts["reason"] = "Has been seen here three times; what is left needs more time than we have"
	}
	id := do(w, as, onward.Prepare{Person: who, Service: w.doors[service], After: after, Way: way, Texts: texts, Own: own, Answer: "yes", Note: "If it helps, tell them", Again: true})
	w.later(4)
	return &door{id, 2}
}

func (w *world) sentOn(as string, d *door, day calendar.Date, reference string) {
	do(w, as, onward.MarkSent{ID: d.id, Version: d.version, On: day, Reference: reference})
	d.version++
	w.later(3)
}

func (w *world) heard(as string, d *door, n onward.Note) {
	n.ID, n.Version = d.id, d.version
	if n.Source == "" {
		n.Source = "Their duty desk"
	}
	if n.How == "" {
		n.How = "by telephone"
	}
	do(w, as, n)
	d.version++
	w.later(3)
}

var byPhone = onward.Telling{Told: "They have said yes, and will write to you with a day", By: "Leah Whitcombe", How: "by telephone"}

// earlier is what the network has lived through with the community team: six
// accepted, twelve sent back.
func (w *world) earlier(day calendar.Date, n int) {
	who := w.people[7+n].id
	d := w.prepare("leah", who, "cmht", "mail", "", map[string]string{}, "")
	w.sentOn("leah", d, day, "")
	w.past = append(w.past, d)
}

// heardBack is what they answered to that one, a week or so later.
func (w *world) heardBack(day calendar.Date, n int) {
	d := w.past[n]
	if n%3 == 0 {
		w.heard("leah", d, onward.Note{What: onward.FirstSeen, On: day, Telling: byPhone})
		w.heard("leah", d, onward.Note{What: onward.Done, On: day, Telling: onward.Telling{Told: "Their part is finished; you can come back to us", By: "Their team", How: "in a letter"}})
		return
	}
	reason, words := "inappropriate", "Does not meet what we are there for; suggest Talking Therapies"
	if n%3 == 1 && n != 16 {
		reason, words = "incomplete", "We can’t decide without knowing what was tried before"
	}
	w.heard("leah", d, onward.Note{What: onward.Declined, On: day, Reason: reason, Words: words, Telling: onward.Telling{Told: "They think that they are not the right ones; we go on together here", By: "Leah Whitcombe", How: "by telephone"}})
	do(w, "leah", onward.End{ID: d.id, Version: d.version, How: "kept"})
	w.later(3)
}

// onwardOn tells what happens on a day with the directory and with those who
// are sent on.
func (w *world) onwardOn(day calendar.Date) {
	ago := w.now.Date().DaysSince(day)
	is := func(days int) bool { return workingDay(w.now.Date().AddDays(-days)) == day }
	if w.doors == nil || is(85) {
		w.at(day, 8, 2)
		w.fillDirectory(w.doors == nil)
	}
	for n := range 18 {
		if is(80 - 2*n) {
			w.at(day, 17, 10)
			w.earlier(day, n)
		}
		if is(73-2*n-n%5) && n < len(w.past) {
			w.at(day, 17, 25)
			w.heardBack(day, n)
		}
	}
	if calendar.IsWorkingDay(day) && ago < 45 && w.err == nil {
		w.at(day, 16, 30)
		w.doorsOn(day, is)
	}
}

func (w *world) fillDirectory(first bool) {
	if first {
		w.doors = map[string]string{}
	}
	for _, s := range directory {
		if s.old != first {
			continue
		}
		b := s.Body
		b.Owner = "Joe Barrett, link worker"
		if b.Formats == "" && b.Kind != "voluntary" && s.key != "gym" {
			b.Formats = "yes"
		}
		if b.Waiting != "" {
			b.WaitingOn = w.clock.Now().Date()
		}
		w.doors[s.key] = do(w, "link", onward.SaveService{PCN: PCN, Body: b})
	}
}
