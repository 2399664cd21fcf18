package liaison

import (
	"context"
	"slices"

	"footbridge/internal/access"
	"footbridge/internal/app/account"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/network"
	"footbridge/internal/app/person"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// What the desk can be narrowed to. Each has a count, and the count opens
// exactly its list.
const (
	ShowOpen     = "unanswered"
	ShowMine     = "mine"   // the practitioner holds it or stands in; the clinician asked it
	ShowLate     = "late"   // its day has passed without an answer
	ShowDeputy   = "deputy" // … and it stands with the deputy
	ShowToCopy   = "copy"   // answered, and not in the GP record yet
	ShowAnswered = "answered"
	ShowUnread   = "unread"
	ShowEnded    = "ended"
)

// Shows are those that have a count, in the order of the page.
var Shows = []string{ShowOpen, ShowMine, ShowLate, ShowDeputy, ShowAnswered, ShowToCopy, ShowUnread}

// Item is a question as the list shows it.
type Item struct {
	Advice
	Who          *person.Person
	PracticeName string
	Owner        Owner
	Late         bool
	Unread       bool
	Mine         bool
}

// Desk asks for the questions of a network that the actor may see: a
// practice's own, the whole desk's for practitioners.
type Desk struct {
	PCN  string
	Show string // one of the Show constants; "" is what is not ended
	Most int    // of ShowEnded: 200 when left out
}

// DeskList is the answer: those that wait longest first, ended ones the newest
// first.
type DeskList struct {
	List   []Item
	Counts map[string]int
	Live   int
	Side   string // on which the actor writes
	Target bool   // some practice whose questions are shown has an agreed target
}

// Needs names the permission.
func (Desk) Needs() access.Permission { return access.SeeAdvice }

// Ask lists them.
func (q Desk) Ask(_ context.Context, tx *gate.Tx) (DeskList, error) {
	out := DeskList{Counts: map[string]int{}}
	if !tx.Scope.InNetwork(q.PCN) {
		return out, fault.Missing("network")
	}
	var a db.Args
	where := "pcn = " + a.Add(q.PCN) + " AND " + within(tx, &a)
	ended := q.Show == ShowEnded
	order := " AND live ORDER BY asked_at, id"
	if ended {
		if q.Most <= 0 || q.Most > 200 {
			q.Most = 200
		}
		order = " AND state IN ('turned', 'closed') ORDER BY asked_at DESC, id DESC LIMIT " + a.Add(q.Most)
	}
	list, err := db.All[Advice](tx.Tx, "SELECT "+adviceColumns+" FROM advice WHERE "+where+order, a.List...)
	if err != nil {
		return out, err
	}
	all, err := items(tx, q.PCN, list)
	if err != nil {
		return out, err
	}
	for _, i := range all {
		out.Side = side(tx, i.Advice)
		out.Target = out.Target || i.TargetDays > 0
		if !i.Ended() {
			out.Live++
		}
		for _, s := range Shows {
			if i.is(s) {
				out.Counts[s]++
			}
		}
		if ended || q.Show == "" && !i.Ended() || i.is(q.Show) {
			out.List = append(out.List, i)
		}
	}
	show := q.Show
	if show == "" {
		show = "not ended"
	}
	tx.Listed("advice", q.PCN+" "+show, len(out.List))
	return out, nil
}

func (i Item) is(show string) bool {
	switch show {
	case ShowOpen:
		return i.State == Open
	case ShowMine:
		return i.Mine
	case ShowLate:
		return i.Late
	case ShowDeputy:
		return i.Owner.Kind == "deputy"
	case ShowAnswered:
		return i.State == Answered
	case ShowToCopy:
		return i.ToCopy
	case ShowUnread:
		return i.Unread
	}
	return false
}

// items gives questions with what a list shows of them. Those about people who
// are not within the scope any more are left out.
func items(tx *gate.Tx, pcn string, list []Advice) ([]Item, error) {
	r, err := rulesOf(tx, pcn)
	if err != nil {
		return nil, err
	}
	self, err := own(tx)
	if err != nil {
		return nil, err
	}
	practices, err := network.PracticesOf(tx, pcn, r.today)
	if err != nil {
		return nil, err
	}
	names := map[string]string{}
	for _, p := range practices {
		names[p.Code] = p.Name
	}
	var ids []string
	for _, a := range list {
		ids = append(ids, a.Person)
	}
	who, err := people(tx, ids)
	if err != nil {
		return nil, err
	}
	var out []Item
	for _, a := range list {
		i := Item{Advice: a, PracticeName: names[a.Practice], Owner: r.owner(a), Late: a.Late(r.today), Unread: a.Unread(side(tx, a))}
		if a.Person != "" {
			p, ok := who[a.Person]
			if !ok {
				continue
			}
			i.Who = &p
		}
		switch {
		case a.Ended():
		case self != "":
			i.Mine = i.Owner.ID == self || a.State == Open && a.TakenBy == self
		default:
			i.Mine = a.AskedBy == tx.Actor.ID
		}
		out = append(out, i)
	}
	return out, nil
}

// Line is one thing of a thread: the question, a message, an answer, or
// something that happened.
type Line struct {
	At     calendar.Instant
	Kind   string // "question", "message", "answer", "event"
	Side   string
	Name   string
	Words  string
	What   string
	Answer *Answer
}

// Full is a question with its whole thread.
type Full struct {
	Item
	Thread  []Line
	Answers []Answer
	Copied  []Copied // of the newest answer
	Side    string
	Own     string // the practitioner who looks
	Note    string // the local note that it became
	Draft   *account.Draft
	Version int
}

// Last is the newest answer; nil when there is none.
func (f Full) Last() *Answer {
	if len(f.Answers) == 0 {
		return nil
	}
	return &f.Answers[len(f.Answers)-1]
}

// CopiedTo says who copied the newest answer into a record, nil when nobody
// did.
func (f Full) CopiedTo(record string) *Copied {
	i := slices.IndexFunc(f.Copied, func(c Copied) bool { return c.Record == record })
	if i < 0 {
		return nil
	}
	return &f.Copied[i]
}

// Thread asks for one question.
type Thread struct{ ID string }

// Needs names the permission.
func (Thread) Needs() access.Permission { return access.SeeAdvice }

// Ask gathers it.
func (q Thread) Ask(ctx context.Context, tx *gate.Tx) (Full, error) {
	var f Full
	a, p, err := load(tx, q.ID)
	if err != nil {
		return f, err
	}
	if p != nil {
		tx.Saw(p.ID, "a question to the advice desk")
	} else {
		tx.Listed("advice", "one question about nobody", 1)
	}
	all, err := items(tx, a.PCN, []Advice{a})
	if err != nil || len(all) == 0 {
		return f, err
	}
	f.Item, f.Side, f.Version = all[0], side(tx, a), a.Version
	if f.Own, err = own(tx); err != nil {
		return f, err
	}
	type message struct {
		Side, Words, ByName string
		At                  calendar.Instant
	}
	messages, err := db.All[message](tx.Tx, "SELECT side, words, by_name, at FROM advice_message WHERE advice = $1 ORDER BY at, id", a.ID)
	if err != nil {
		return f, err
	}
	answers, err := answersOf(tx, []string{a.ID})
	if err != nil {
		return f, err
	}
	f.Answers = answers[a.ID]
	events, err := eventsOf(tx, a.ID)
	if err != nil {
		return f, err
	}
	from := "practice"
	if a.AskedFor != "" {
		from = "desk"
	}
	f.Thread = append(f.Thread, Line{At: a.AskedAt, Kind: "question", Side: from, Name: a.Asker(), Words: a.Question})
	for _, m := range messages {
		f.Thread = append(f.Thread, Line{At: m.At, Kind: "message", Side: m.Side, Name: m.ByName, Words: m.Words})
	}
	for i := range f.Answers {
		f.Thread = append(f.Thread, Line{At: f.Answers[i].At, Kind: "answer", Side: "desk", Name: f.Answers[i].ByName, Answer: &f.Answers[i]})
	}
	for _, e := range events {
		if e.What != "asked" && e.What != "answered" {
			f.Thread = append(f.Thread, Line{At: e.At, Kind: "event", Name: e.ByName, What: e.What, Words: e.Words})
		}
	}
	slices.SortStableFunc(f.Thread, func(a, b Line) int { return a.At.Compare(b.At) })
	if last := f.Last(); last != nil {
		if f.Copied, err = db.All[Copied](tx.Tx, "SELECT answer, record, by_id, by_name, at FROM advice_copied WHERE answer = $1 ORDER BY at", last.ID); err != nil {
			return f, err
		}
	}
	f.Note, _, err = db.Maybe[string](tx.Tx, "SELECT id FROM local_note WHERE advice = $1 AND withdrawn_at IS NULL", a.ID)
	if err != nil {
		return f, err
	}
	d, err := account.ReadDraft{Kind: DraftAnswer, Subject: a.ID}.Ask(ctx, tx)
	if err == nil {
		f.Draft = &d
	} else if fault.Is(err, fault.NotFound) {
		err = nil
	}
	return f, err
}

// OfPerson asks for what was asked about a person: questions to the desk, asks
// and hand-overs in the room, the newest first.
type OfPerson struct{ Person string }

// About is the answer to OfPerson.
type About struct {
	Advice []Item
	Asks   []AskItem
	Warm   []Warm
}

// Needs names the permission.
func (OfPerson) Needs() access.Permission { return access.Asks }

// Ask lists it. Questions to the desk are left out for those whose role does
// not read them.
func (q OfPerson) Ask(_ context.Context, tx *gate.Tx) (About, error) {
	var out About
	p, err := person.Load(tx, q.Person)
	if err != nil {
		return out, err
	}
	tx.Saw(p.ID, "what was asked about them")
	ids, err := person.Same(tx, p.ID)
	if err != nil {
		return out, err
	}
	if tx.Actor.May(access.SeeAdvice) {
		var a db.Args
		list, err := db.All[Advice](tx.Tx, "SELECT "+adviceColumns+" FROM advice WHERE person IN "+a.In(ids)+" AND "+within(tx, &a)+" ORDER BY asked_at DESC, id DESC", a.List...)
		if err != nil {
			return out, err
		}
		if out.Advice, err = items(tx, p.PCN, list); err != nil {
			return out, err
		}
		if out.Warm, err = warmOf(tx, ids); err != nil {
			return out, err
		}
	}
	var a db.Args
	asks, err := db.All[Request](tx.Tx, "SELECT "+askColumns+" FROM ask WHERE person IN "+a.In(ids)+" ORDER BY asked_at DESC, id DESC", a.List...)
	if err != nil {
		return out, err
	}
	out.Asks, err = askItems(tx, asks)
	return out, err
}

// Advised gives the questions to the advice desk of a network that were asked
// between two days, the first and the last included, by who asked and when:
// evidence for function (a) of the contract. Each counts once, whatever it
// became. It shows no person, and looks at no scope.
func Advised(tx *gate.Tx, pcn string, from, to calendar.Date) ([]Advice, error) {
	start, end, err := span(from, to)
	if err != nil {
		return nil, err
	}
	return db.All[Advice](tx.Tx, "SELECT "+adviceColumns+" FROM advice WHERE pcn = $1 AND asked_at >= $2 AND asked_at < $3 ORDER BY asked_at, id", pcn, start, end)
}

func span(from, to calendar.Date) (start, end calendar.Instant, err error) {
	if start, err = calendar.On(from, 0); err != nil {
		return start, end, err
	}
	end, err = calendar.On(to.AddDays(1), 0)
	return start, end, err
}
