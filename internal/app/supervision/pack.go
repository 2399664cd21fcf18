package supervision

import (
	"context"
	"slices"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/network"
	"footbridge/internal/app/workforce"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// Row is one kind of supervision in a quarter: of one post, or of a network,
// where a session of a group counts once and the others are added up.
type Row struct {
	Kind     Kind
	Often    []string // by the plans, each once
	Expected int
	Held     int
	Missed   int
	Offered  int
	Planned  int
	Signed   int // by both sides, of those that are signed at all
}

// Short is by how many it fell short so far.
func (r Row) Short() int { return max(0, r.Expected-r.Held-r.Missed-r.Offered) }

// Pack is the governance sheet of a quarter (B14.3).
type Pack struct {
	PCN, Name string
	Quarter   string
	Window    Window
	Running   bool // the quarter has not ended
	Post      *workforce.Held
	Posts     []workforce.Held // that were held in it
	Rows      []Row
	Mentors   []Mentor // at its end, or today
	Flags     int      // talked about in supervision in it
	Overrides int
	Concerns  int
	Incidents int
	Reviews   int
	Waits     int // sessions that wait for a signature
	Today     calendar.Date
	Sessions  []Session // behind the figures, the newest first
	Bare      []string  // practitioners without a plan that was agreed
}

// PackOf asks for the sheet of a network, or of one post. Without a quarter it
// is the last whole one.
type PackOf struct{ PCN, Post, Quarter string }

// Needs names the permission.
func (PackOf) Needs() access.Permission { return access.SeeSupervision }

// Ask works it out.
func (q PackOf) Ask(_ context.Context, tx *gate.Tx) (Pack, error) {
	today := tx.Today()
	p := Pack{PCN: q.PCN, Quarter: q.Quarter, Today: today}
	if !tx.Scope.WholeNetwork(q.PCN) {
		return p, fault.Missing("network")
	}
	if p.Quarter == "" {
		p.Quarter = QuarterOf(WindowOf(Quarter, today).First.AddDays(-1))
	}
	var ok bool
	if p.Window, ok = ParseQuarter(p.Quarter); !ok || p.Window.First.After(today) {
		return p, fault.Missing("quarter")
	}
	p.Running = !p.Window.Last.Before(today)
	r, err := readerOf(tx)
	if err != nil {
		return p, err
	}
	s, err := staffOf(tx, r, q.PCN, p.Window.First, p.Window.Last)
	if err != nil {
		return p, err
	}
	p.Posts = s.posts
	if q.Post != "" {
		i := slices.IndexFunc(s.posts, func(h workforce.Held) bool { return h.ID == q.Post })
		if i < 0 {
			return p, fault.Missing("post")
		}
		s.posts = s.posts[i : i+1]
		p.Post = &s.posts[0]
	} else if !r.everyone && !r.themes {
		if len(s.posts) != 1 {
			return p, fault.Missing("post")
		}
		p.Post = &s.posts[0]
	}
	name, err := network.PlaceName(tx, access.Network, q.PCN, today)
	if err != nil {
		return p, err
	}
	p.Name = network.PlainName(name)
	for _, k := range Kinds {
		if row, ok := s.row(k, p.Window); ok {
			p.Rows = append(p.Rows, row)
		}
	}
	for _, x := range s.sessions {
		if inside(x, p.Window, s.posts) {
			p.Sessions = append(p.Sessions, x)
			p.Flags, p.Overrides = p.Flags+x.Flags, p.Overrides+x.Overrides
			if len(x.Waits()) > 0 {
				p.Waits++
			}
		}
	}
	for _, h := range s.posts {
		if len(s.plans[h.ID]) == 0 {
			p.Bare = append(p.Bare, h.Name)
		}
	}
	until := p.Window.Last
	if p.Running {
		until = today
	}
	if p.Mentors, err = mentors(tx, q.PCN, until); err != nil {
		return p, err
	}
	type counted struct {
		Post, Kind string
		N          int
	}
	list, err := db.All[counted](tx.Tx, `SELECT post, kind, count(*) AS n FROM supervision_concern WHERE pcn = $1 AND on_day BETWEEN $2 AND $3 GROUP BY post, kind
		UNION ALL SELECT post, 'review' AS kind, count(*) AS n FROM supervision_review WHERE pcn = $1 AND on_day BETWEEN $2 AND $3 GROUP BY post`, q.PCN, p.Window.First, p.Window.Last)
	for _, c := range list {
		switch {
		case !slices.ContainsFunc(s.posts, func(h workforce.Held) bool { return h.ID == c.Post }):
		case c.Kind == "review":
			p.Reviews += c.N
		case c.Kind == "incident":
			p.Incidents += c.N
		default:
			p.Concerns += c.N
		}
	}
	tx.Listed("supervision", "governance sheet "+p.Quarter+" "+q.PCN, len(p.Sessions))
	return p, err
}

// inside says whether a session counts in a window for any of the posts: by
// its day, and for what is counted in weeks by the Monday of its week.
func inside(x Session, w Window, posts []workforce.Held) bool {
	day := x.OnDay
	if x.Kind == "peer" {
		day = day.Monday()
	}
	if day.Before(w.First) || day.After(w.Last) || x.State() == TakenOut {
		return false
	}
	return slices.ContainsFunc(posts, func(h workforce.Held) bool { _, ok := x.seat(h.ID); return ok })
}

// row counts one kind.
func (s staff) row(k Kind, w Window) (Row, bool) {
	row, wanted := Row{Kind: k}, false
	for _, h := range s.posts {
		n := 0
		last := w.Last
		if last.After(s.today) {
			last = s.today
		}
		line, ok := s.planned(h, k.Key)(last)
		if !ok {
			continue
		}
		wanted = true
		if o := line.Often(); !slices.Contains(row.Often, o) {
			row.Often = append(row.Often, o)
		}
		for _, x := range Windows(line.Per, w.First, last) {
			if l, ok := s.planned(h, k.Key)(earlier(x.Last, s.today)); ok {
				n += Expected(l, x, s.atWork(h))
			}
		}
		if k.Group {
			row.Expected = max(row.Expected, n)
		} else {
			row.Expected += n
		}
	}
	for _, x := range s.sessions {
		if x.Kind != k.Key || !inside(x, w, s.posts) {
			continue
		}
		wanted = true
		state := x.State()
		if len(s.posts) == 1 {
			seat, _ := x.seat(s.posts[0].ID)
			state = seat.State
		}
		switch state {
		case Held:
			row.Held++
			if k.Signed && len(x.Waits()) == 0 {
				row.Signed++
			}
		case Missed:
			row.Missed++
		case Offered:
			row.Offered++
		case Planned:
			row.Planned++
		}
	}
	return row, wanted
}

func earlier(a, b calendar.Date) calendar.Date {
	if b.Before(a) {
		return b
	}
	return a
}

// Rows asks for the sessions behind a figure of the sheet: the same quarter
// and post, of one kind and state ("" is any). count == list, always.
type Rows struct{ PCN, Post, Quarter, Kind, State string }

// Needs names the permission.
func (Rows) Needs() access.Permission { return access.SeeSupervision }

// Ask lists them, the newest first.
func (q Rows) Ask(ctx context.Context, tx *gate.Tx) (Pack, error) {
	p, err := PackOf{PCN: q.PCN, Post: q.Post, Quarter: q.Quarter}.Ask(ctx, tx)
	if err != nil {
		return p, err
	}
	p.Sessions = slices.DeleteFunc(p.Sessions, func(x Session) bool {
		state := x.State()
		if p.Post != nil {
			seat, _ := x.seat(p.Post.ID)
			state = seat.State
		}
		switch q.State {
		case "", state:
		case "unsigned":
			if len(x.Waits()) == 0 {
				return true
			}
		case "cases":
			if x.Flags+x.Overrides == 0 {
				return true
			}
		default:
			return true
		}
		return q.Kind != "" && x.Kind != q.Kind
	})
	return p, nil
}
