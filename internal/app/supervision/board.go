package supervision

import (
	"context"
	"slices"

	"footbridge/internal/access"
	"footbridge/internal/app/course"
	"footbridge/internal/app/diary"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/network"
	"footbridge/internal/app/workforce"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// history is how far back one looks for the last session of a kind, in days.
const history = 400

// staff is what is needed to count for the posts of a network.
type staff struct {
	pcn      string
	posts    []workforce.Held
	whose    map[string]string // practitioner by post
	plans    map[string][]Plan
	leaves   []diary.Leave
	sessions []Session
	today    calendar.Date
}

func staffOf(tx *gate.Tx, r reader, pcn string, from, last calendar.Date) (staff, error) {
	s := staff{pcn: pcn, today: tx.Today()}
	var err error
	if s.posts, err = workforce.HeldBetween(tx, pcn, from, last); err != nil {
		return s, err
	}
	if s.whose, err = workforce.HoldersOf(tx, pcn); err != nil {
		return s, err
	}
	if s.plans, err = plans(tx, pcn); err != nil {
		return s, err
	}
	if s.leaves, err = diary.Leaves(tx, pcn, from.AddDays(-7), last.AddDays(7)); err != nil {
		return s, err
	}
	s.posts = slices.DeleteFunc(s.posts, func(h workforce.Held) bool { return r.hidden[h.ID] })
	if !r.everyone && !r.themes {
		s.posts = slices.DeleteFunc(s.posts, func(h workforce.Held) bool { return s.whose[h.ID] != r.own })
	}
	s.sessions, err = between(tx, r, pcn, from.AddDays(-7), last.AddDays(7))
	return s, err
}

// atWork says whether the holder of a post is in post and not on leave.
func (s staff) atWork(h workforce.Held) func(calendar.Date) bool {
	return func(d calendar.Date) bool {
		if d.Before(h.FromDay) || !h.ToDay.IsZero() && !d.Before(h.ToDay) {
			return false
		}
		return !slices.ContainsFunc(s.leaves, func(l diary.Leave) bool { return l.Practitioner == s.whose[h.ID] && l.On(d) })
	}
}

func (s staff) planned(h workforce.Held, kind string) func(calendar.Date) (Line, bool) {
	return func(d calendar.Date) (Line, bool) { return on(s.plans[h.ID], h.Model, d).Line(kind) }
}

func (s staff) standings(h workforce.Held) (out []Standing) {
	for _, k := range Kinds {
		var held []calendar.Date
		for _, x := range s.sessions {
			if seat, ok := x.seat(h.ID); ok && x.Kind == k.Key && seat.State == Held {
				held = append(held, x.OnDay)
			}
		}
		if st, ok := Stand(k.Key, s.planned(h, k.Key), held, s.atWork(h), s.today); ok {
			out = append(out, st)
		}
	}
	return out
}

// PostLine is one post as the front page shows it.
type PostLine struct {
	workforce.Held
	Plan      Plan
	Standings []Standing
	Last      calendar.Date // of any clinical supervision
}

// Overdue counts the lines that are.
func (p PostLine) Overdue() (n int) {
	for _, s := range p.Standings {
		if s.Overdue {
			n++
		}
	}
	return n
}

// Bare says whether no clinical supervision was held for this month and the
// one before.
func (p PostLine) Bare(today calendar.Date) bool {
	return p.Last.Before(calendar.MonthOf(today).Add(-1).First())
}

// Front is what a supervisor comes to.
type Front struct {
	PCN      string
	Today    calendar.Date
	Posts    []PostLine
	Flags    []Shown // open questions; nobody's for a reader who may not see care
	Asked    int     // how many there are
	Override []course.Overridden
	Talk     int       // overrides that nobody has talked about
	Unsigned []Session // what waits for a signature, the oldest first
	Planned  []Session // the next first
	Actions  []Action  // that are not done, the first day first
	Mentors  []Mentor
	NoMentor bool // a plan has a GP mentor and no practice of the network names one
	Everyone bool
	Own      string
	MaySee   bool // the content of questions
}

// Missing counts the practices whose GP mentor has gone.
func (f Front) Missing() (out []Mentor) {
	for _, m := range f.Mentors {
		if m.Name == "" {
			out = append(out, m)
		}
	}
	return out
}

// Overdue lists the posts with something overdue.
func (f Front) Overdue() (out []PostLine) {
	for _, p := range f.Posts {
		if p.Overdue() > 0 {
			out = append(out, p)
		}
	}
	return out
}

// Board asks for the front page of supervision in a network: a practitioner
// for their own posts, a manager without what questions are about.
type Board struct{ PCN string }

// Needs names the permission.
func (Board) Needs() access.Permission { return access.SeeSupervision }

// Ask gathers it.
func (q Board) Ask(ctx context.Context, tx *gate.Tx) (Front, error) {
	f := Front{PCN: q.PCN, Today: tx.Today(), MaySee: tx.Actor.May(access.SeeCare)}
	if !tx.Scope.WholeNetwork(q.PCN) {
		return f, fault.Missing("network")
	}
	r, err := readerOf(tx)
	if err != nil {
		return f, err
	}
	f.Everyone, f.Own = r.everyone, r.own
	s, err := staffOf(tx, r, q.PCN, f.Today.AddDays(-history), f.Today.AddDays(200))
	if err != nil {
		return f, err
	}
	wants := false
	for _, h := range s.posts {
		if f.Today.Before(h.FromDay) || !h.ToDay.IsZero() && !f.Today.Before(h.ToDay) {
			continue
		}
		p := PostLine{Held: h, Plan: on(s.plans[h.ID], h.Model, f.Today), Standings: s.standings(h)}
		for _, x := range p.Standings {
			if x.Kind == "clinical" {
				p.Last = x.LastOn
			}
			wants = wants || x.Kind == "mentor"
		}
		f.Posts = append(f.Posts, p)
	}
	for _, x := range s.sessions {
		if w := x.Waits(); len(w) > 0 && (r.everyone || x.has(r.own)) {
			f.Unsigned = append(f.Unsigned, x)
		}
		if x.State() == Planned {
			f.Planned = append(f.Planned, x)
		}
	}
	slices.Reverse(f.Unsigned)
	slices.Reverse(f.Planned)
	if f.Actions, err = openActions(tx, r, s.sessions); err != nil {
		return f, err
	}
	if f.Mentors, err = mentors(tx, q.PCN, f.Today); err != nil {
		return f, err
	}
	f.NoMentor = wants && !slices.ContainsFunc(f.Mentors, func(m Mentor) bool { return m.Name != "" })
	if err := f.cases(ctx, tx, r); err != nil {
		return f, err
	}
	tx.Listed("supervision", q.PCN, len(f.Posts))
	return f, nil
}

// cases adds what waits to be talked about: the questions themselves for those
// who may see them, else how many there are.
func (f *Front) cases(ctx context.Context, tx *gate.Tx, r reader) error {
	all, err := course.OverridesFor(tx, f.PCN, map[bool]string{true: "", false: r.own}[r.everyone || r.themes])
	if err != nil {
		return err
	}
	for _, o := range all {
		if !o.Talked() {
			f.Talk++
			if r.everyone {
				f.Override = append(f.Override, o)
			}
		}
	}
	if f.MaySee {
		list, err := List{PCN: f.PCN}.Ask(ctx, tx)
		f.Flags, f.Asked = list.List, len(list.List)
		return err
	}
	f.Asked, err = db.One[int](tx.Tx, "count", "SELECT count(*) FROM supervision_flag WHERE pcn = $1 AND state = 'open'", f.PCN)
	return err
}

func openActions(tx *gate.Tx, r reader, sessions []Session) ([]Action, error) {
	days, ids := map[string]calendar.Date{}, []string{}
	for _, s := range sessions {
		if r.reads(s) && s.State() == Held {
			days[s.ID], ids = s.OnDay, append(ids, s.ID)
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	var a db.Args
	list, err := db.All[Action](tx.Tx, "SELECT id, session, what, owner, due_on, done_at, done_name FROM supervision_action WHERE done_at IS NULL AND session IN "+a.In(ids)+" ORDER BY due_on, id", a.List...)
	for i := range list {
		list[i].OnDay = days[list[i].Session]
	}
	return list, err
}

// Page is everything about the supervision of one post.
type Page struct {
	PostLine
	Today    calendar.Date
	Versions []Plan // the newest first
	Sessions []Session
	Actions  []Action
	Reviews  []Review
	Mentors  []Mentor
	Everyone bool
	Mine     bool
	Model    network.Model
}

// PostOf asks for the supervision of a post: every reporting line, what was
// held and what is due.
type PostOf struct{ PCN, Post string }

// Needs names the permission.
func (PostOf) Needs() access.Permission { return access.SeeSupervision }

// Ask gathers it; somebody else's post is not found by a practitioner.
func (q PostOf) Ask(_ context.Context, tx *gate.Tx) (Page, error) {
	p := Page{Today: tx.Today()}
	post, err := postIn(tx, q.PCN, q.Post)
	if err != nil {
		return p, err
	}
	r, err := readerOf(tx)
	if err != nil {
		return p, err
	}
	p.Everyone, p.Mine, p.Model = r.everyone, r.own != "" && r.own == post.Practitioner, post.Model
	s, err := staffOf(tx, r, q.PCN, p.Today.AddDays(-history), p.Today.AddDays(200))
	if err != nil {
		return p, err
	}
	i := slices.IndexFunc(s.posts, func(h workforce.Held) bool { return h.ID == q.Post })
	if i < 0 {
		return p, fault.Missing("post")
	}
	p.Held, p.Plan, p.Standings, p.Versions = s.posts[i], on(s.plans[q.Post], post.Model, p.Today), s.standings(s.posts[i]), s.plans[q.Post]
	for _, x := range s.sessions {
		if _, ok := x.seat(q.Post); ok {
			p.Sessions = append(p.Sessions, x)
		}
	}
	if p.Actions, err = openActions(tx, r, p.Sessions); err != nil {
		return p, err
	}
	if r.everyone || p.Mine {
		if p.Reviews, err = db.All[Review](tx.Tx, "SELECT id, pcn, post, on_day, people, words, at, by_name FROM supervision_review WHERE post = $1 ORDER BY on_day DESC, id DESC", q.Post); err != nil {
			return p, err
		}
	}
	p.Mentors, err = mentors(tx, q.PCN, p.Today)
	tx.Listed("supervision", "post "+q.Post, len(p.Sessions))
	return p, err
}

// Detail is one session with everything that belongs to it.
type Detail struct {
	Session
	Texts   []Text // the newest first
	Flag    []Shown
	Over    []course.Overridden
	Actions []Action
	Side    string // for which the visitor would sign
	Reads   bool   // the words and what was talked about
	MaySign bool
	MayBack bool
}

// SessionOf asks for one session.
type SessionOf struct{ ID string }

// Needs names the permission.
func (SessionOf) Needs() access.Permission { return access.SeeSupervision }

// Ask reads it. Whose record was talked about is named only to those who may
// see care and read the session.
func (q SessionOf) Ask(_ context.Context, tx *gate.Tx) (Detail, error) {
	s, r, err := one(tx, q.ID)
	if err != nil {
		return Detail{}, err
	}
	d := Detail{Session: s, Side: sideOf(s, r), Reads: r.reads(s)}
	d.MaySign = slices.Contains(s.Waits(), d.Side) && tx.Actor.May(access.KeepSupervision) && !slices.ContainsFunc(s.Signatures, func(x Signature) bool { return x.ByID == tx.Actor.ID })
	d.MayBack = s.State() != TakenOut && tx.Actor.May(access.KeepSupervision) && (r.everyone || s.ByID == tx.Actor.ID)
	tx.Listed("supervision", "session "+s.ID, 1)
	if !d.Reads {
		return d, nil
	}
	if d.Texts, err = db.All[Text](tx.Tx, "SELECT session, version, themes, words, why, at, by_id, by_name FROM supervision_text WHERE session = $1 ORDER BY version DESC", s.ID); err != nil {
		return d, err
	}
	if d.Actions, err = db.All[Action](tx.Tx, "SELECT id, session, what, owner, due_on, done_at, done_name FROM supervision_action WHERE session = $1 ORDER BY due_on, id", s.ID); err != nil {
		return d, err
	}
	if !tx.Actor.May(access.SeeCare) || s.Flags+s.Overrides == 0 {
		return d, nil
	}
	flags, err := db.All[Flag](tx.Tx, "SELECT "+flagColumns+" FROM supervision_flag WHERE id IN (SELECT of_id FROM supervision_case WHERE session = $1 AND kind = 'flag') ORDER BY at, id", s.ID)
	if err != nil {
		return d, err
	}
	if d.Flag, err = show(tx, flags, r.own); err != nil {
		return d, err
	}
	for _, f := range d.Flag {
		tx.Saw(f.Person, "a question talked about in supervision")
	}
	ids, err := db.All[string](tx.Tx, "SELECT of_id FROM supervision_case WHERE session = $1 AND kind = 'override'", s.ID)
	if err != nil || len(ids) == 0 {
		return d, err
	}
	all, err := course.OverridesFor(tx, s.PCN, "")
	for _, o := range all {
		if slices.Contains(ids, o.ID) {
			d.Over = append(d.Over, o)
		}
	}
	return d, err
}
