package main

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"footbridge/internal/calendar"
	"footbridge/internal/fault"
	"footbridge/internal/nhs"
	"footbridge/internal/policy"
	"footbridge/internal/table"
)

type fourWeekCmd struct {
	Events string `help:"A CSV file with the columns person,provider,team,event,date,mechanism,status; - for standard input." required:"" placeholder:"FILE.csv"`
	At     string `help:"The day at the end of which the clocks are read, like 2026-07-01." required:"" placeholder:"DATE"`
}

// fourWeekHeader names what is printed. The measure is the one for adults.
var fourWeekHeader = []string{
	"person", "provider", "clock_start", "contact", "outcome", "assessment", "plan",
	"stop", "days", "within_four_weeks", "state", "missing", "note",
}

// waiter is one person at one provider.
type waiter struct {
	person, provider string
	spell            policy.Spell
	ends             []endOf
	requests         []requestOf
	notes            []string
	out              []string // why things were left out
}

type requestOf struct {
	team string
	policy.Request
}

type endOf struct {
	team string
	on   calendar.Date
	line int
}

// Run prints a line for each spell, or nothing and what is wrong.
func (c *fourWeekCmd) Run(out io.Writer) error {
	at, err := calendar.ParseDate(c.At)
	if err != nil {
		return err
	}
	text, err := readFile("events", c.Events)
	if err != nil {
		return err
	}
	waiters, err := readEvents(text)
	if err != nil {
		return err
	}
	rows := [][]string{fourWeekHeader}
	for _, w := range waiters {
		rows = append(rows, w.rows(at)...)
	}
	cw := csv.NewWriter(out)
	return cw.WriteAll(rows)
}

// readEvents reads everything before anything is printed. Every wrong line
// is told, up to twenty.
func readEvents(text []byte) ([]*waiter, error) {
	rows, lines, err := readCSV(text)
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return nil, fault.Wrong("events", "The file is empty: its first line names the columns person,provider,team,event,date,mechanism,status")
	}
	columns := map[string]int{}
	for i, name := range rows[0] {
		columns[strings.ToLower(name)] = i
	}
	for _, need := range []string{"person", "provider", "event", "date"} {
		if _, ok := columns[need]; !ok {
			return nil, fault.Wrong("events", "Line %d: there is no column %q; the columns are person,provider,team,event,date,mechanism,status", lines[0], need)
		}
	}
	var check fault.Check
	var all []*waiter
	byKey := map[[2]string]*waiter{}
	for i, row := range rows[1:] {
		line := lines[i+1]
		at := func(name string) string {
			if n, ok := columns[name]; ok && n < len(row) {
				return row[n]
			}
			return ""
		}
		if len(row) > len(rows[0]) {
			check.Fail("line "+strconv.Itoa(line), "Line %d has %d columns, the first line %d", line, len(row), len(rows[0]))
			continue
		}
		key := [2]string{at("person"), strings.ToUpper(at("provider"))}
		if key[0] == "" {
			check.Fail("line "+strconv.Itoa(line), "Line %d has no person", line)
			continue
		}
		w := byKey[key]
		if w == nil {
			w = &waiter{person: key[0], provider: key[1]}
			byKey[key] = w
			all = append(all, w)
		}
		if why := w.take(line, at); why != "" {
			check.Fail("line "+strconv.Itoa(line), "Line %d: %s", line, why)
		}
	}
	for _, w := range all {
		for _, e := range w.join() {
			check.Fail("line "+strconv.Itoa(e.line), "Line %d: a request ends on %s that did not begin before", e.line, e.on)
		}
	}
	if err := check.Err(); err != nil {
		f := err.(*fault.Error)
		if n := len(f.Fields); n > 20 {
			f.Fields = append(f.Fields[:20], fault.Field{Name: "more", Message: fmt.Sprintf("and %d more", n-20)})
		}
		return nil, f
	}
	return all, nil
}

// take reads one event; why says what is wrong with it.
func (w *waiter) take(line int, at func(string) string) (why string) {
	on, err := calendar.ParseDate(at("date"))
	if err != nil {
		return fmt.Sprintf("%q is not a date like 2026-07-01", at("date"))
	}
	event := strings.NewReplacer(" ", "_", "-", "_").Replace(strings.ToLower(at("event")))
	if !slices.Contains([]string{"request", "request_end", "contact", "outcome", "assessment", "plan", "intervention"}, event) {
		return fmt.Sprintf("%q is no event: request, request_end, contact, outcome, assessment, plan or intervention", at("event"))
	}
	team := strings.ToUpper(at("team"))
	if team == "" {
		team = nhs.PrimaryCareTeam
	}
	mechanism, known := mechanismOf(at("mechanism"))
	if !known {
		return fmt.Sprintf("%q is no mechanism: a code like 01, or words like “face to face”", at("mechanism"))
	}
	attended, known := attendedOf(at("status"))
	if !known && event == "contact" {
		return fmt.Sprintf("%q is no status: a code from 2 to 7, or “attended” or “did not attend”", at("status"))
	}
	if in, why := policy.AdultScope(w.provider, team); !in {
		if !slices.Contains(w.out, why) {
			w.out = append(w.out, why)
		}
		return ""
	}
	switch event {
	case "request":
		w.requests = append(w.requests, requestOf{team, policy.Request{Received: on}})
	case "request_end":
		w.ends = append(w.ends, endOf{team, on, line})
	case "contact":
		w.spell.Contacts = append(w.spell.Contacts, policy.Contact{On: on, Mechanism: mechanism, Attended: attended})
		for _, missing := range []string{"mechanism", "status"} {
			if at(missing) == "" {
				w.notes = append(w.notes, fmt.Sprintf("line %d: a contact without a %s does not count", line, missing))
			}
		}
	case "outcome":
		w.spell.Outcomes = append(w.spell.Outcomes, on)
	case "assessment":
		w.spell.Assessments = append(w.spell.Assessments, on)
	case "plan":
		w.spell.Plans = append(w.spell.Plans, on)
	case "intervention":
		w.spell.Interventions = append(w.spell.Interventions, on)
	}
	return ""
}

// join gives each request its end: an end closes the oldest open request of
// its team. It gives back the ends that belong to none.
func (w *waiter) join() (left []endOf) {
	slices.SortStableFunc(w.requests, func(a, b requestOf) int { return a.Received.Compare(b.Received) })
	slices.SortStableFunc(w.ends, func(a, b endOf) int { return a.on.Compare(b.on) })
	for _, e := range w.ends {
		i := slices.IndexFunc(w.requests, func(r requestOf) bool {
			return r.Ended.IsZero() && r.team == e.team && !r.Received.After(e.on)
		})
		if i < 0 {
			left = append(left, e)
			continue
		}
		w.requests[i].Ended = e.on
	}
	for _, r := range w.requests {
		w.spell.Requests = append(w.spell.Requests, r.Request)
	}
	return left
}

// rows gives the lines of one person at one provider.
func (w *waiter) rows(at calendar.Date) (rows [][]string) {
	spells := policy.Spells(w.spell, at)
	notes := strings.Join(append(slices.Clone(w.out), w.notes...), "; ")
	if len(spells) == 0 {
		state := "no request"
		if len(w.out) > 0 && len(w.requests) == 0 {
			state = "not in the measure"
		}
		row := make([]string, len(fourWeekHeader))
		row[0], row[1], row[10], row[12] = table.Safe(w.person), table.Safe(w.provider), state, notes
		return [][]string{row}
	}
	for _, s := range spells {
		on := map[string]string{}
		for _, p := range s.Parts {
			on[p.Key] = p.On.String()
			if p.On.IsZero() && !p.Required {
				on[p.Key] = "not required"
			}
		}
		state, within := "running", "not yet"
		switch {
		case s.Stopped:
			state, within = "stopped", yesNo(s.Within)
		case s.Ended:
			state, within = "ended without a stop", "not counted"
		case !s.Within:
			within = "no"
		}
		rows = append(rows, []string{
			table.Safe(w.person), table.Safe(w.provider), s.Start.String(), on["contact"], on["outcome"], on["assessment"], on["plan"],
			s.Stop.String(), strconv.Itoa(s.Days), within, state, strings.Join(s.Missing(), "; "), notes,
		})
	}
	return rows
}

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

// mechanismOf reads a code, with or without its zero, or words.
func mechanismOf(s string) (nhs.Mechanism, bool) {
	if s == "" {
		return "", true
	}
	if len(s) == 1 {
		s = "0" + s
	}
	if _, ok := nhs.Find(nhs.Mechanisms, s); ok {
		return nhs.Mechanism(s), true
	}
	words := strings.Join(strings.Fields(strings.NewReplacer("-", " ", "_", " ").Replace(strings.ToLower(s))), " ")
	for _, c := range nhs.Mechanisms {
		if strings.ToLower(c.Label) == words {
			return nhs.Mechanism(c.Code), true
		}
	}
	m, ok := map[string]nhs.Mechanism{
		"f2f": nhs.FaceToFace, "in person": nhs.FaceToFace,
		"phone": nhs.Telephone, "talk type": nhs.TalkType, "video call": nhs.Video,
		"e mail": nhs.Email, "text": nhs.TextMessage, "sms": nhs.TextMessage, "chat": nhs.ChatRoom,
	}[words]
	return m, ok
}

// attendedOf reads a status; nothing said is not attended.
func attendedOf(s string) (attended, known bool) {
	if s == "" {
		return false, true
	}
	if _, ok := nhs.Find(nhs.Attendances, s); ok {
		return nhs.Attendance(s).Attended(), true
	}
	words := strings.Join(strings.Fields(strings.NewReplacer("-", " ", "_", " ").Replace(strings.ToLower(s))), " ")
	for _, c := range nhs.Attendances {
		if strings.ToLower(c.Label) == words {
			return nhs.Attendance(c.Code).Attended(), true
		}
	}
	switch words {
	case "attended", "seen", "attended late", "late but seen":
		return true, true
	case "did not attend", "not attended", "dna", "cancelled", "late not seen":
		return false, true
	}
	return false, false
}
