// Package evidence is the room of contract evidence: what the Network Contract
// says that a practitioner does (section B14.2), counted from the work itself.
// Nobody enters a figure: each one is the number of records behind it.
package evidence

import (
	"cmp"
	"context"
	"encoding/csv"
	"io"
	"slices"
	"strconv"

	"footbridge/internal/access"
	"footbridge/internal/app/care"
	"footbridge/internal/app/course"
	"footbridge/internal/app/episode"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/liaison"
	"footbridge/internal/app/mdt"
	"footbridge/internal/app/network"
	"footbridge/internal/app/onward"
	"footbridge/internal/app/workforce"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
	"footbridge/internal/policy"
	"footbridge/internal/table"
)

// Rule says what one kind of work counts toward, under each of the two texts
// of the contract. A record counts once, under the first rule that fits it.
type Rule struct {
	Key   string
	Text  string // the work, in words
	Early string // the letter under the text from 1 April 2021
	Late  string // the letter under the text from 1 April 2023
	When  string // when it counts, and for whom
}

// Rules are all of them, in the order in which they are tried.
var Rules = []Rule{
	{"intervention", "Contacts in brief interventions", "b", "c", "A signed contact that stands under a session of a course or of a group to which the person came; on its day, for whoever signed it."},
	{"direct", "Contacts without a GP referral", "d", "e", "A signed contact in an episode whose first request was a direct booking, a walk-in, the person’s own request or a quick return; on its day."},
	{"contact", "Other contacts", "a", "a", "Every other signed contact: after a written hand-over, a step-down or a transition; on its day."},
	{"advice", "Answers of the advice desk", "a", "a", "A question that was answered, on the day of the first answer; a correction counts no second time."},
	{"teaching", "Teaching sessions", "a", "a", "A session given to other clinicians, on its day, for whoever wrote it down."},
	{"onward", "Onward requests sent", "b", "b", "An onward request on the day on which it was sent, for whoever prepared it."},
	{"told", "Services that people were told about", "b", "b", "Somebody was told about a service, by a practitioner, on that day."},
	{"meeting", "People talked about at team meetings", "c", "d", "Somebody on the list of a team meeting that has ended, with a decision or with the reason why there was none; once for each meeting, on its day; for the practitioner who brought them, else for the one who wrote down what came of it, else for the one who was to do it. What the meeting asked of others counts here and not again as an ask."},
	{"ask", "Asks of other professions", "c", "d", "Something else that a practitioner asked of another member of the team, on the day it was asked."},
}

// Confidence says where the two columns of letters come from.
const Confidence = "The functions are those of section B14.2 as the BNSSG Training Hub publishes them: the text of 2021/22 from 1 April 2021, the text of 2023/24 from 1 April 2023. Which work counts toward which letter is Footbridge’s own rule, shown here; the contract does not say it. Contacts and answers entered in error count nowhere."

// Letter is where a rule counts under a text.
func (r Rule) Letter(early bool) string {
	if early {
		return r.Early
	}
	return r.Late
}

// Record is one record that counts.
type Record struct {
	Rule         string
	ID           string
	Day          calendar.Date
	Practice     string // its code, "" where none is known
	Practitioner string
	Minutes      int // 0 where none are known
	Letter       string
	Name         string // of the practitioner
	PlaceName    string
	Open         string // the address of the record, for those who may see it; "" for nobody's
}

// Function is one letter with what counted.
type Function struct {
	policy.Function
	N     int
	Rules []Counted
}

// Counted is one rule under a letter.
type Counted struct {
	Rule
	N int
}

// Text is one text of the contract with what counted under it in the quarter.
type Text struct {
	From, To  calendar.Date
	Source    policy.Source
	Holds     bool // in the quarter that was asked for
	Functions []Function
	None      []policy.Function // without any activity
}

// Sheet is the evidence of a quarter: of one post, or of a network.
type Sheet struct {
	PCN, Name   string
	First, Last calendar.Date
	Today       calendar.Date
	Post        *workforce.Held
	Posts       []workforce.Held
	Texts       []Text // the one that holds first
	Records     []Record
	Elsewhere   int // of people who are no practitioner of these posts: they count nowhere
}

// Of asks for the evidence of the quarter that begins on First. Rule and
// Letter narrow the records down to those behind a figure: count == list.
type Of struct {
	PCN, Post    string
	First        calendar.Date
	Rule, Letter string
}

// Needs names the permission.
func (Of) Needs() access.Permission { return access.SeeEvidence }

// Ask counts. A quarter that has not begun is not found.
func (q Of) Ask(_ context.Context, tx *gate.Tx) (Sheet, error) {
	s := Sheet{PCN: q.PCN, First: q.First, Today: tx.Today()}
	if !tx.Scope.WholeNetwork(q.PCN) {
		return s, fault.Missing("network")
	}
	if q.First.IsZero() || q.First.Day() != 1 || (q.First.Month()-1)%3 != 0 || q.First.After(s.Today) || q.First.Year() < 2021 {
		return s, fault.Missing("quarter")
	}
	s.Last = calendar.MonthOf(q.First).Add(2).Last()
	name, err := network.PlaceName(tx, access.Network, q.PCN, s.Today)
	if err != nil {
		return s, err
	}
	s.Name = network.PlainName(name)
	if s.Posts, err = workforce.HeldBetween(tx, q.PCN, s.First, s.Last); err != nil {
		return s, err
	}
	whose, err := workforce.HoldersOf(tx, q.PCN)
	if err != nil {
		return s, err
	}
	only := ""
	if q.Post != "" {
		i := slices.IndexFunc(s.Posts, func(h workforce.Held) bool { return h.ID == q.Post })
		if i < 0 {
			return s, fault.Missing("post")
		}
		s.Post, only = &s.Posts[i], whose[q.Post]
	}
	version, _ := policy.Functions.On(s.First)
	early := version.From == policy.Functions.Versions[0].From
	if err := s.gather(tx, whose, only); err != nil {
		return s, err
	}
	if err := s.named(tx, early); err != nil {
		return s, err
	}
	for i := len(policy.Functions.Versions) - 1; i >= 0; i-- {
		v := policy.Functions.Versions[i]
		s.Texts = append(s.Texts, s.count(v, i == 0, v.From == version.From))
	}
	slices.SortStableFunc(s.Texts, func(a, b Text) int { return cmp.Compare(b2i(b.Holds), b2i(a.Holds)) })
	s.Records = slices.DeleteFunc(s.Records, func(r Record) bool {
		return q.Rule != "" && r.Rule != q.Rule || q.Letter != "" && r.Letter != q.Letter
	})
	tx.Listed("evidence", q.PCN+" from "+q.First.String()+" "+q.Post+" "+q.Rule+q.Letter, len(s.Records))
	return s, nil
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// withoutReferral are the ways of a first request that need no GP.
var withoutReferral = []string{episode.DirectBooking, episode.WalkIn, episode.SelfReferral, episode.QuickReturn}

// gather reads every record of the quarter that counts, once.
func (s *Sheet) gather(tx *gate.Tx, whose map[string]string, only string) error {
	in := map[string]bool{}
	for _, h := range s.Posts {
		in[whose[h.ID]] = true
	}
	users, err := workforce.ByUser(tx, s.PCN)
	if err != nil {
		return err
	}
	add := func(r Record) {
		switch {
		case !in[r.Practitioner]:
			s.Elsewhere++
		case only == "" || r.Practitioner == only:
			s.Records = append(s.Records, r)
		}
	}
	contacts, err := care.ContactsBetween(tx, s.PCN, s.First, s.Last)
	if err != nil {
		return err
	}
	sessions, err := course.ContactsOf(tx, s.PCN, s.First, s.Last)
	if err != nil {
		return err
	}
	ways, err := episode.FirstWays(tx, s.PCN)
	if err != nil {
		return err
	}
	for _, c := range contacts {
		r := Record{Rule: "contact", ID: c.ID, Day: c.Day, Practice: c.Practice, Practitioner: c.Practitioner, Minutes: c.Minutes, Open: "/contacts/" + c.ID}
		switch {
		case sessions[c.ID]:
			r.Rule = "intervention"
		case slices.Contains(withoutReferral, ways[c.Episode]):
			r.Rule = "direct"
		}
		add(r)
	}
	spoken, err := mdt.SpokenBetween(tx, s.PCN, s.First, s.Last)
	if err != nil {
		return err
	}
	for _, e := range spoken {
		r := Record{Rule: "meeting", ID: e.ID, Day: e.OpenedAt.Date(), Open: "/meetings/" + e.Meeting + "/person/" + strconv.Itoa(e.Nr)}
		if i := slices.IndexFunc(e.Users, func(u string) bool { return in[users[u]] }); i >= 0 {
			r.Practitioner = users[e.Users[i]]
		}
		add(r)
	}
	met, err := mdt.AskedAtMeetings(tx, s.PCN)
	if err != nil {
		return err
	}
	given, err := liaison.DoneBetween(tx, s.PCN, s.First, s.Last)
	if err != nil {
		return err
	}
	for _, g := range given {
		if g.Kind == "ask" && met[g.ID] {
			continue
		}
		r := Record{Rule: g.Kind, ID: g.ID, Day: g.Day(), Practice: g.Practice, Practitioner: users[g.ByID], Minutes: g.Minutes}
		r.Open = map[string]string{"advice": "/advice/", "ask": "/asks/", "teaching": "/teaching/"}[g.Kind] + g.ID
		add(r)
	}
	opened, err := onward.OpenedBetween(tx, s.PCN, s.First, s.Last)
	if err != nil {
		return err
	}
	for _, o := range opened {
		r := Record{Rule: o.Kind, ID: o.ID, Day: o.Day, Practice: o.Practice, Practitioner: users[o.ByID]}
		if o.Kind == "onward" {
			r.Open = "/onward/" + o.ID
		}
		add(r)
	}
	slices.SortStableFunc(s.Records, func(a, b Record) int {
		return cmp.Or(b.Day.Compare(a.Day), cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.ID, b.ID))
	})
	return nil
}

// named puts names and letters to the records, and takes the addresses away
// from whoever may not open them.
func (s *Sheet) named(tx *gate.Tx, early bool) error {
	var who []string
	places := map[string]string{}
	for _, r := range s.Records {
		if !slices.Contains(who, r.Practitioner) {
			who = append(who, r.Practitioner)
		}
		places[r.Practice] = ""
	}
	names, err := workforce.Known(tx, who)
	if err != nil {
		return err
	}
	for code := range places {
		if code == "" {
			continue
		}
		name, err := network.PlaceName(tx, access.Practice, code, s.Today)
		if err != nil {
			return err
		}
		places[code] = network.PlainName(name)
	}
	letters := map[string]string{}
	for _, r := range Rules {
		letters[r.Key] = r.Letter(early)
	}
	for i := range s.Records {
		r := &s.Records[i]
		r.Name, r.PlaceName, r.Letter = names[r.Practitioner].Name, places[r.Practice], letters[r.Rule]
		if !tx.Actor.May(opens[r.Rule]) {
			r.Open = ""
		}
	}
	return nil
}

// opens says who may open the record behind a line.
var opens = map[string]access.Permission{
	"intervention": access.SeeCare, "direct": access.SeeCare, "contact": access.SeeCare, "onward": access.SeeCare, "told": access.SeeCare, "meeting": access.SeeCare,
	"advice": access.SeeAdvice, "teaching": access.SeeTeaching, "ask": access.Asks,
}

// count sums the records up under one text.
func (s *Sheet) count(v policy.Version[policy.FunctionList], early, holds bool) Text {
	t := Text{From: v.From, To: v.To, Source: v.Source, Holds: holds}
	by := map[string]int{}
	for _, r := range s.Records {
		by[r.Rule]++
	}
	for _, f := range v.Value {
		x := Function{Function: f}
		for _, r := range Rules {
			if r.Letter(early) == f.Key {
				x.Rules = append(x.Rules, Counted{r, by[r.Key]})
				x.N += by[r.Key]
			}
		}
		t.Functions = append(t.Functions, x)
		if x.N == 0 {
			t.None = append(t.None, f)
		}
	}
	return t
}

// Line is a record as a line of a file: day, letter, work, practitioner,
// practice, minutes.
func Line(r Record) []string {
	minutes := ""
	if r.Minutes > 0 {
		minutes = strconv.Itoa(r.Minutes)
	}
	return []string{r.Day.String(), r.Letter, RuleOf(r.Rule).Text, r.Name, r.PlaceName, minutes}
}

// WriteCSV writes the records of a sheet, one a line, without anybody served.
func WriteCSV(w io.Writer, s Sheet) error {
	out := csv.NewWriter(w)
	out.UseCRLF = true
	rows := [][]string{{"day", "counts_toward", "work", "practitioner", "practice", "minutes"}}
	for _, r := range s.Records {
		line := Line(r)
		for i := range line {
			line[i] = table.Safe(line[i])
		}
		rows = append(rows, line)
	}
	return out.WriteAll(rows)
}

// RuleOf gives a rule by its key; an empty one when there is none.
func RuleOf(key string) Rule {
	for _, r := range Rules {
		if r.Key == key {
			return r
		}
	}
	return Rule{}
}
