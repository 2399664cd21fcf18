// Package impact is the room of the proof: what became of those who came, in
// figures that open down to their rows. It owns no story of its own. One
// function, walk, reads what the other rooms recorded and says what counts
// where; the sums that pages read and the rows behind them are both made by
// it, so that they can't differ.
package impact

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"footbridge/internal/app/care"
	"footbridge/internal/app/caseload"
	"footbridge/internal/app/diary"
	"footbridge/internal/app/episode"
	"footbridge/internal/app/feedback"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/liaison"
	"footbridge/internal/app/mdt"
	"footbridge/internal/app/measures"
	"footbridge/internal/app/onward"
	"footbridge/internal/app/person"
	"footbridge/internal/app/plan"
	"footbridge/internal/app/triage"
	"footbridge/internal/calendar"
	"footbridge/internal/measure"
)

// walkVersion is raised with every change of what walk counts: everything is
// then counted again.
const walkVersion = 2

func short(s string) string {
	h := sha256.Sum256([]byte(s))
	return hex.EncodeToString(h[:8])
}

// records is everything in a network that is counted.
type records struct {
	pcn      string
	today    calendar.Date
	people   map[string]person.Person // by every id of a record
	episodes []episode.Episode
	requests []episode.Request
	without  map[string]string
	groups   map[string][]string
	contacts []care.Contact
	scored   []measures.Scored
	spells   []care.Spell
	bookings []diary.Booked
	slots    []diary.Slots
	pauses   []caseload.Pause
	goals    []plan.Ended
	advice   []liaison.FirstAnswer
	onward   []onward.Gone
	talked   []mdt.Discussed
	done     []liaison.Done
	invited  []feedback.Invited
	answers  []feedback.Fact
}

// read reads a network in a handful of statements.
func read(tx *gate.Tx, pcn string) (r records, err error) {
	r.pcn, r.today = pcn, tx.Today()
	if r.episodes, r.requests, err = episode.AllIn(tx, pcn); err != nil {
		return r, err
	}
	var ids []string
	for _, e := range r.episodes {
		ids = append(ids, e.Person)
	}
	for _, q := range r.requests {
		ids = append(ids, q.Person)
	}
	slices.Sort(ids)
	if r.people, err = person.Counted(tx, slices.Compact(ids)); err != nil {
		return r, err
	}
	if r.contacts, err = care.ContactsIn(tx, pcn); err != nil {
		return r, err
	}
	var outcomes []measures.Outcome
	if r.scored, outcomes, err = measures.ScoredIn(tx, pcn); err != nil {
		return r, err
	}
	if r.spells, err = care.SpellsIn(tx, pcn, r.today, r.people, r.episodes, r.requests, r.contacts, outcomes); err != nil {
		return r, err
	}
	last := calendar.MustDate("2199-12-31")
	for _, step := range []func() error{
		func() (err error) { r.without, err = triage.WithoutIn(tx, pcn); return },
		func() (err error) { r.groups, err = triage.GroupsIn(tx, pcn); return },
		func() (err error) { r.bookings, err = diary.BookedIn(tx, pcn); return },
		func() (err error) { r.slots, err = diary.SlotsIn(tx, pcn); return },
		func() (err error) { r.pauses, err = caseload.PausesIn(tx, pcn); return },
		func() (err error) { r.goals, err = plan.EndedIn(tx, pcn); return },
		func() (err error) { r.advice, err = liaison.AnsweredIn(tx, pcn); return },
		func() (err error) { r.onward, err = onward.SentIn(tx, pcn); return },
		func() (err error) { r.talked, err = mdt.DiscussedIn(tx, pcn); return },
		func() (err error) { r.done, err = liaison.DoneBetween(tx, pcn, begin.First(), last); return },
		func() (err error) {
			r.invited, err = feedback.InvitedBetween(tx, []string{pcn}, begin, calendar.MonthOf(last))
			return
		},
		func() (err error) {
			r.answers, err = feedback.Between(tx, []string{pcn}, begin, calendar.MonthOf(last))
			return
		},
	} {
		if err = step(); err != nil {
			return r, err
		}
	}
	return r, nil
}

// Hit is one record that counts: for what, in which month, with which value,
// under which tags ("practice=L81016").
type Hit struct {
	Measure  string
	Month    calendar.Month
	Value    int // days, minutes; N hits add up
	N        int // 1 but for slots, which are counted by the day
	Tags     []string
	Kind, ID string // of the record
	Person   string // as the record has it
	Practice string
	Day      calendar.Date
	Words    string // what it says, without anything clinical
}

// Open is the address of the record behind a hit.
func (h Hit) Open() string {
	switch {
	case h.Kind == "advice":
		return "/advice/" + h.ID
	case h.Kind == "teaching":
		return "/teaching/" + h.ID
	case h.Person != "":
		return "/people/" + h.Person
	}
	return ""
}

// Destinations are where people went, key and words, in the order of pages.
var Destinations = [][2]string{
	{"kept", "Helped in the bridge"}, {"gp", "On with the GP"}, {"talking", "NHS Talking Therapies"}, {"secondary", "Secondary mental health care"},
	{"voluntary", "Voluntary or community service"}, {"crisis", "Crisis services"}, {"left", "Left, or was not reached"}, {"other", "Moved away or died"},
}

// went says where somebody went whose episode was closed for a reason. A
// crisis service is where they went when the last request that was sent for
// them went to one and the reason names no other service.
func went(why string, last string) string {
	for i, prefix := range episode.Reasons {
		if !strings.HasPrefix(why, prefix) {
			continue
		}
		to := [...]string{"kept", "gp", "talking", "secondary", "voluntary", "left", "kept", "left", "other", "other"}[i]
		if last == "crisis" && (to == "left" || to == "other" || to == "gp") {
			return "crisis"
		}
		return to
	}
	return "other"
}

// AgeBands are the bands in which ages are shown.
var AgeBands = []string{"0 to 17", "18 to 24", "25 to 34", "35 to 44", "45 to 54", "55 to 64", "65 to 74", "75 and over", "not known"}

func ageBand(age int) string {
	for i, top := range []int{17, 24, 34, 44, 54, 64, 74} {
		if age >= 0 && age <= top {
			return AgeBands[i]
		}
	}
	if age < 0 {
		return "not known"
	}
	return "75 and over"
}

// fiveYears is the published band of an age: "25", up to "95".
func fiveYears(age int) string { return strconv.Itoa(min(age/5*5, 95)) }

func yes(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

// about are the tags of who somebody is, on a day.
func (r *records) about(id string, day calendar.Date) []string {
	p, known := r.people[id]
	if !known {
		return []string{"age=not known", "sex=not known", "language=not asked", "needs=no"}
	}
	age := p.Age(day)
	sex := cmp.Or(p.Sex, "not known")
	tags := []string{
		"age=" + ageBand(age), "sex=" + sex, "language=" + cmp.Or(p.Language, "English, or not asked"),
		"interpreter=" + yes(p.Interpreter), "adjustments=" + yes(p.Adjustments != ""),
		"needs=" + yes(p.Interpreter || p.Adjustments != "" || p.Format != "" || p.Language != ""),
	}
	if age >= 0 && (p.Sex == "female" || p.Sex == "male") {
		tags = append(tags, "band="+p.Sex+" "+fiveYears(age))
	}
	for _, g := range r.groups[id] {
		tags = append(tags, "group="+g)
	}
	return tags
}

// walk hands every hit of the records to a function.
func (r *records) walk(hit func(Hit)) {
	first := map[string]episode.Request{} // the first request of each episode
	for _, q := range r.requests {
		if _, known := first[q.Episode]; !known && q.Episode != "" {
			first[q.Episode] = q
		}
	}
	seen := map[string]care.Contact{}
	contacts := map[string]int{}
	for _, c := range r.contacts {
		contacts[c.Episode]++
		if _, known := seen[c.Episode]; !known && c.Mechanism.CountsForClock() {
			seen[c.Episode] = c
		}
	}
	places := map[string]string{}
	for _, b := range r.bookings {
		places[b.ID] = b.Place
	}
	onwards := map[string][]onward.Gone{} // by whose
	for _, o := range r.onward {
		onwards[r.who(o.Person)] = append(onwards[r.who(o.Person)], o)
	}
	pairs := map[string][]measures.Scored{}
	for _, s := range r.scored {
		pairs[s.Episode] = append(pairs[s.Episode], s)
	}
	next := r.next()

	for _, e := range r.episodes {
		q, ok := first[e.ID]
		if !ok {
			q = episode.Request{ID: e.ID, Person: e.Person, Practice: e.Practice, Service: e.Service, ReceivedAt: e.OpenedAt, Way: "not known"}
		}
		from := q.ReceivedAt.Date()
		tags := append([]string{"practice=" + e.Practice, "way=" + q.Way, "service=" + e.Service}, r.about(e.Person, from)...)
		base := Hit{Kind: "episode", ID: e.ID, Person: e.Person, Practice: e.Practice, N: 1}
		put := func(m string, day calendar.Date, value int, words string, more ...string) {
			h := base
			h.Measure, h.Month, h.Day, h.Value, h.Words = m, calendar.MonthOf(day), day, value, words
			h.Tags = append(slices.Clip(tags), more...)
			hit(h)
		}
		answer := cmp.Or(r.without[q.ID], "Nobody asked")
		put("began", from, 0, q.Way, "without="+answer)
		var closed calendar.Date
		if e.State == "closed" {
			closed = e.ClosedAt.Date()
		}
		last, secondary := "", false
		for _, o := range onwards[r.who(e.Person)] {
			if !o.SentOn.Before(from) && (closed.IsZero() || !o.SentOn.After(closed)) {
				last, secondary = o.Kind, secondary || o.Kind == "secondary"
			}
		}
		to := went(e.ClosedWhy, last)
		if answer == "A referral to secondary care" && !secondary && (closed.IsZero() || to != "secondary") {
			put("avoided", from, 0, "Without us: "+answer)
		}
		c, met := seen[e.ID]
		switch {
		case met:
			days := max(0, c.Day.DaysSince(from))
			more := []string{"within=" + yes(days <= 28), "days=" + strconv.Itoa(days), "place=" + places[c.Booking]}
			if days <= 28 { // of each way, place and group as well
				for _, t := range append(slices.Clone(tags), more[2]) {
					if k, _, _ := strings.Cut(t, "="); k == "way" || k == "place" || k == "group" {
						more = append(more, t+"&within=yes")
					}
				}
			}
			put("seen", c.Day, days, plural(days, "day")+" after the request", more...)
		case !closed.IsZero():
			put("left", closed, max(0, closed.DaysSince(from)), "Closed: "+reason(e.ClosedWhy))
		default:
			put("open", from, 0, "Came on "+from.Medium(), "since="+from.String(), "since="+from.String()+" "+e.Practice)
		}
		if closed.IsZero() {
			continue
		}
		back := "no"
		if d, again := next[e.ID]; again && d.DaysSince(closed) <= 90 {
			back = "yes"
		}
		put("closed", closed, 0, reason(e.ClosedWhy), "to="+to, "back="+back)
		if contacts[e.ID] == 0 {
			continue
		}
		paired := false
		for _, s := range pairs[e.ID] {
			name := "tool=" + s.Name + " " + s.Version
			put("scored", closed, 0, s.Name, name)
			if s.Paired {
				paired = true
				put("pair", closed, 0, s.Name+": "+string(s.Verdict), "stated="+yes(s.Verdict != measure.NoStatement), "verdict="+string(s.Verdict), name, name+"|"+string(s.Verdict))
			}
		}
		put("finished", closed, contacts[e.ID], plural(contacts[e.ID], "contact"), "pair="+yes(paired), "scored="+yes(len(pairs[e.ID]) > 0))
	}
	r.walkClock(hit)
	r.walkWork(hit)
	r.walkVoice(hit)
}

// who gives the surviving id of a record.
func (r *records) who(id string) string {
	if p, ok := r.people[id]; ok {
		return p.ID
	}
	return id
}

// next gives, by episode, the day on which the same person's next one began.
func (r *records) next() map[string]calendar.Date {
	own := map[string][]episode.Episode{}
	for _, e := range r.episodes {
		own[r.who(e.Person)] = append(own[r.who(e.Person)], e)
	}
	out := map[string]calendar.Date{}
	for _, list := range own { // in order of their beginning
		for i, e := range list {
			for _, later := range list[i+1:] {
				if e.State == "closed" && !later.OpenedAt.Before(e.ClosedAt) {
					out[e.ID] = later.OpenedAt.Date()
					break
				}
			}
		}
	}
	return out
}

// walkClock counts the spells of the four-week measure.
func (r *records) walkClock(hit func(Hit)) {
	for _, s := range r.spells {
		tags := append([]string{"practice=" + s.First.Practice, "way=" + s.First.Way, "variant=" + s.Variant.String()}, r.about(s.First.Person, s.Start)...)
		put := func(m string, day calendar.Date, value int, words string, more ...string) {
			hit(Hit{Measure: m, Month: calendar.MonthOf(day), Value: value, N: 1, Tags: append(slices.Clip(tags), more...), Kind: "request", ID: s.First.ID, Person: s.First.Person, Practice: s.First.Practice, Day: day, Words: words})
		}
		put("started", s.Start, 0, s.First.Way)
		switch {
		case s.Stopped:
			put("stopped", s.Stop, s.Days, plural(s.Days, "day"), "within="+yes(s.Within), "days="+strconv.Itoa(s.Days))
		case s.Ended:
			end := s.Start.AddDays(s.Days)
			put("ended", end, s.Days, "Ended before the clock stopped; missing: "+strings.ToLower(strings.Join(s.Missing(), ", ")))
		default:
			more := []string{"since=" + s.Start.String()}
			for _, part := range s.Missing() {
				more = append(more, "missing="+part)
			}
			put("running", s.Start, 0, "Missing: "+strings.ToLower(strings.Join(s.Missing(), ", ")), more...)
		}
	}
}

// walkWork counts what was done.
func (r *records) walkWork(hit func(Hit)) {
	put := func(m, kind, id, who, practice string, day calendar.Date, value int, words string, tags ...string) {
		hit(Hit{Measure: m, Month: calendar.MonthOf(day), Value: value, N: 1, Tags: append([]string{"practice=" + practice}, tags...), Kind: kind, ID: id, Person: who, Practice: practice, Day: day, Words: words})
	}
	signed := map[string]bool{}
	for _, c := range r.contacts {
		if c.Booking != "" {
			signed[c.Booking] = true
		}
		put("contact", "contact", c.ID, c.Person, c.Practice, c.Day, c.Minutes, plural(c.Minutes, "minute"), "mechanism="+string(c.Mechanism), "length="+length(c.Minutes))
	}
	for _, b := range r.bookings {
		minutes := int(b.EndsAt.Sub(b.StartsAt).Minutes())
		tags := []string{"mode=" + b.Mode, "kind=" + b.Kind, "length=" + length(minutes)}
		if b.State == "cancelled" {
			put("cancelled", "booking", b.ID, b.Person, b.Practice, b.Day, 0, "Cancelled, asked for by "+cmp.Or(b.AskedBy, "the service"), append(tags, "by="+cmp.Or(b.AskedBy, "the service"))...)
			continue
		}
		tags = append(tags, "counts="+b.Counts)
		if b.Counts == "over" {
			tags = append(tags, "why="+clip(b.OverWhy))
		}
		state := "nothing recorded"
		switch {
		case b.Arrival == "did not attend":
			state = "did not attend"
			tags = append(tags, "came=no", "asked=yes")
		case signed[b.ID], b.Happened == "yes", b.Happened == "" && b.Arrival != "":
			state = "came"
			tags = append(tags, "came=yes", "asked=yes")
		case b.Happened == "no":
			state = "did not take place"
		default:
			tags = append(tags, "unrecorded="+b.Day.String())
		}
		tags = append(tags, "state="+state, "mode="+b.Mode+"|"+state, "length="+length(minutes)+"|"+state)
		put("booking", "booking", b.ID, b.Person, b.Practice, b.Day, 0, sentence(state)+", "+b.Mode, tags...)
	}
	for _, s := range r.slots {
		offered := yes(s.State == "free" || s.State == "booked")
		hit(Hit{Measure: "slot", Month: calendar.MonthOf(s.Day), N: s.N, Kind: "slot", Day: s.Day, Words: s.Kind + ", " + s.State, Tags: []string{"state=" + s.State, "offered=" + offered, "kind=" + s.Kind + "|" + s.State}})
	}
	for _, p := range r.pauses {
		put("paused", "pause", p.ID, p.Person, "", p.FromDay, 0, p.Why, "why="+p.Why)
	}
	for _, g := range r.goals {
		tags := []string{"met=" + yes(g.How != "let go"), "how=" + g.How}
		if g.Ratings > 1 {
			tags = append(tags, "rated=yes", "moved="+[]string{"back", "same", "on"}[1+cmp.Compare(g.Last, g.First)])
		}
		put("goal", "goal", g.ID, g.Person, "", g.OnDay, 0, "Ended: "+g.How, tags...)
	}
	for _, a := range r.advice {
		days := max(0, a.AnsweredAt.Date().DaysSince(a.AskedAt.Date()))
		target := "none"
		if !a.DueOn.IsZero() {
			target = yes(!a.AnsweredAt.Date().After(a.DueOn))
		}
		put("advice", "advice", a.ID, a.Person, a.Practice, a.AnsweredAt.Date(), days, "Answered after "+plural(days, "day"), "days="+strconv.Itoa(days), "target="+target)
	}
	for _, o := range r.onward {
		put("onward", "onward", o.ID, o.Person, o.Practice, o.SentOn, 0, onward.KindText(o.Kind), "kind="+o.Kind)
	}
	for _, m := range r.talked {
		put("meeting", "meeting", m.ID, m.Person, "", m.OnDay, 0, map[bool]string{true: "Decided", false: "Talked about, nothing to decide"}[m.Decided], "decided="+yes(m.Decided))
	}
	for _, d := range r.done {
		if d.Kind != "advice" {
			put(d.Kind, d.Kind, d.ID, "", d.Practice, d.Day(), d.Minutes, sentence(d.Kind))
		}
	}
}

// walkVoice counts what people said. An answer has nobody's name.
func (r *records) walkVoice(hit func(Hit)) {
	for _, i := range r.invited {
		hit(Hit{Measure: "invited", Month: i.Month, N: 1, Kind: "feedback", Practice: i.Practice, Day: i.Month.First(), Tags: []string{"practice=" + i.Practice, "how=" + i.How}})
	}
	for _, a := range r.answers {
		tags := []string{"practice=" + a.Practice, "how=" + a.How}
		if a.Overall != "" {
			tags = append(tags, "rated=yes", "overall="+a.Overall, "good="+yes(a.Overall == "very-good" || a.Overall == "good"))
		}
		if a.Listened != "" {
			tags = append(tags, "said=yes", "listened="+a.Listened)
		}
		if a.NextStep != "" {
			tags = append(tags, "knew=yes", "next="+a.NextStep)
		}
		hit(Hit{Measure: "answered", Month: a.Month, N: 1, Kind: "feedback", Practice: a.Practice, Day: a.Month.First(), Tags: tags})
	}
}

func reason(why string) string {
	for _, r := range episode.Reasons {
		if strings.HasPrefix(why, r) {
			return r
		}
	}
	return "Closed"
}

func length(minutes int) string {
	switch {
	case minutes <= 20:
		return "up to 20 minutes"
	case minutes <= 35:
		return "21 to 35 minutes"
	case minutes <= 50:
		return "36 to 50 minutes"
	}
	return "over 50 minutes"
}

// Lengths are the lengths in which contacts and appointments are shown.
var Lengths = []string{"up to 20 minutes", "21 to 35 minutes", "36 to 50 minutes", "over 50 minutes"}

// clip keeps a reason that somebody typed from breaking the sums' lines.
func clip(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' || r == '|' {
			return ' '
		}
		return r
	}, s)
	if r := []rune(s); len(r) > 120 {
		s = string(r[:120]) + "…"
	}
	return strings.TrimSpace(s)
}

func sentence(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

func plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}
