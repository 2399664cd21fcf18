package supervision

import (
	"slices"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/workforce"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// The states of a place in a session.
const (
	Planned  = "planned"
	Held     = "held"
	Missed   = "missed"
	Offered  = "offered" // and not attended
	TakenOut = "withdrawn"
)

// StateText says a state in words.
func StateText(state string) string {
	return map[string]string{Planned: "Planned", Held: "Held", Missed: "Missed", Offered: "Offered, not attended", TakenOut: "Entered in error"}[state]
}

// Seat is a practitioner's place in a session.
type Seat struct {
	Session      string
	Post         string
	Practitioner string
	State        string
	MissedBy     string // "practitioner", "supervisor", "" unless missed
	Why          string
	Name         string `db:"-"`
}

// Action is what was agreed to be done.
type Action struct {
	ID       string
	Session  string
	What     string
	Owner    string
	DueOn    calendar.Date
	DoneAt   calendar.Instant
	DoneName string
	OnDay    calendar.Date `db:"-"` // of the session
}

// Signature is one side's signature under one version.
type Signature struct {
	Session string
	Version int
	Side    string // "practitioner" or "supervisor"
	At      calendar.Instant
	ByID    string
	ByName  string
}

// Text is one version of what was written.
type Text struct {
	Session string
	Version int
	Themes  string
	Words   string // "" for a reader who is neither side
	Why     string
	At      calendar.Instant
	ByID    string
	ByName  string
}

// Session is one session with its places.
type Session struct {
	ID      string
	PCN     string `db:"pcn"`
	Kind    string
	OnDay   calendar.Date
	Minutes int
	LedBy   string
	At      calendar.Instant
	ByID    string
	ByName  string
	Version int

	Seats      []Seat      `db:"-"`
	Text       Text        `db:"-"` // the present one
	Signatures []Signature `db:"-"` // of the present version
	Flags      int         `db:"-"` // talked about
	Overrides  int         `db:"-"`
}

const sessionColumns = "id, pcn, kind, on_day, minutes, led_by, at, by_id, by_name, version"

// KindText names its kind.
func (s Session) KindText() string { return KindOf(s.Kind).Text }

// State is that of a session as a whole: held when anybody came.
func (s Session) State() string {
	for _, state := range []string{Held, Offered, Missed, Planned, TakenOut} {
		if slices.ContainsFunc(s.Seats, func(x Seat) bool { return x.State == state }) {
			return state
		}
	}
	return TakenOut
}

// StateText says it in words.
func (s Session) StateText() string { return StateText(s.State()) }

// Came counts who came.
func (s Session) Came() (n int) {
	for _, x := range s.Seats {
		if x.State == Held {
			n++
		}
	}
	return n
}

// SignedBy gives the signature of a side under the present version.
func (s Session) SignedBy(side string) (Signature, bool) {
	i := slices.IndexFunc(s.Signatures, func(x Signature) bool { return x.Side == side })
	if i < 0 {
		return Signature{}, false
	}
	return s.Signatures[i], true
}

// Waits names the sides whose signature is missing: of what was held and has
// to be signed.
func (s Session) Waits() (out []string) {
	if !KindOf(s.Kind).Signed || s.State() != Held {
		return nil
	}
	for _, side := range []string{"practitioner", "supervisor"} {
		if _, ok := s.SignedBy(side); !ok {
			out = append(out, side)
		}
	}
	return out
}

// Names are those who have a place.
func (s Session) Names() (out []string) {
	for _, x := range s.Seats {
		out = append(out, x.Name)
	}
	return out
}

// seat gives the place of a post.
func (s Session) seat(post string) (Seat, bool) {
	i := slices.IndexFunc(s.Seats, func(x Seat) bool { return x.Post == post })
	if i < 0 {
		return Seat{}, false
	}
	return s.Seats[i], true
}

// has says whether a practitioner has a place.
func (s Session) has(practitioner string) bool {
	return practitioner != "" && slices.ContainsFunc(s.Seats, func(x Seat) bool { return x.Practitioner == practitioner })
}

// reader is who asks, and what they may read of sessions.
type reader struct {
	own      string          // the practitioner that they are, "" for none
	everyone bool            // supervisor, team lead: both sides of everybody's
	themes   bool            // a manager: everybody's, without the words
	hidden   map[string]bool // posts of another employer, from a provider's side
}

func readerOf(tx *gate.Tx) (reader, error) {
	r := reader{everyone: tx.Actor.May(access.PlanSupervision), themes: tx.Actor.May(access.NameMentor)}
	me, err := workforce.Own(tx, tx.Actor.ID)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return r, err
	}
	r.own = me.ID
	var providers []string
	for _, g := range tx.Actor.Grants {
		switch {
		case !access.Allows(g.Role, access.SeeSupervision):
		case g.Place == access.Network && g.Role == access.Supervisor:
			providers = append(providers, "") // the posts that no provider has
		case g.Place != access.Provider:
			return r, nil
		default:
			providers = append(providers, g.Code)
		}
	}
	if len(providers) > 0 {
		r.hidden, err = workforce.OfOthers(tx, providers)
	}
	return r, err
}

// sees says whether the session may be listed, and reads whether its words may
// be read.
func (r reader) sees(s Session) bool {
	if len(s.Seats) > 0 && !slices.ContainsFunc(s.Seats, func(x Seat) bool { return !r.hidden[x.Post] }) {
		return false
	}
	return r.everyone || r.themes || s.has(r.own) || KindOf(s.Kind).Group && r.own != ""
}

func (r reader) reads(s Session) bool { return r.everyone || s.has(r.own) }

// gather fills sessions with what belongs to them, in a fixed number of
// statements, and leaves out what the reader may not see.
func gather(tx *gate.Tx, r reader, list []Session) ([]Session, error) {
	if len(list) == 0 {
		return nil, nil
	}
	ids := make([]string, len(list))
	for i, s := range list {
		ids[i] = s.ID
	}
	in := func() (string, []any) { var a db.Args; w := a.In(ids); return w, a.List }
	where, args := in()
	seats, err := db.All[Seat](tx.Tx, "SELECT session, post, practitioner, state, missed_by, why FROM supervision_seat WHERE session IN "+where+" ORDER BY session, practitioner", args...)
	if err != nil {
		return nil, err
	}
	who := make([]string, len(seats))
	for i, x := range seats {
		who[i] = x.Practitioner
	}
	names, err := workforce.Known(tx, who)
	if err != nil {
		return nil, err
	}
	texts, err := db.All[Text](tx.Tx, "SELECT session, version, themes, words, why, at, by_id, by_name FROM supervision_text WHERE session IN "+where+" ORDER BY version", args...)
	if err != nil {
		return nil, err
	}
	signed, err := db.All[Signature](tx.Tx, "SELECT session, version, side, at, by_id, by_name FROM supervision_signature WHERE session IN "+where, args...)
	if err != nil {
		return nil, err
	}
	type counted struct {
		Session, Kind string
		N             int
	}
	cases, err := db.All[counted](tx.Tx, "SELECT session, kind, count(*) AS n FROM supervision_case WHERE session IN "+where+" GROUP BY session, kind", args...)
	if err != nil {
		return nil, err
	}
	at := map[string]int{}
	for i, s := range list {
		at[s.ID] = i
	}
	for _, x := range seats {
		x.Name = names[x.Practitioner].Name
		list[at[x.Session]].Seats = append(list[at[x.Session]].Seats, x)
	}
	for _, x := range texts {
		list[at[x.Session]].Text = x
	}
	for _, x := range signed {
		if s := &list[at[x.Session]]; x.Version == s.Text.Version {
			s.Signatures = append(s.Signatures, x)
		}
	}
	for _, x := range cases {
		if x.Kind == "flag" {
			list[at[x.Session]].Flags = x.N
		} else {
			list[at[x.Session]].Overrides = x.N
		}
	}
	var out []Session
	for _, s := range list {
		if !r.sees(s) {
			continue
		}
		if !r.reads(s) {
			s.Text.Words = ""
		}
		out = append(out, s)
	}
	return out, nil
}

// between gives the sessions of a network from one day to another, the newest
// first.
func between(tx *gate.Tx, r reader, pcn string, from, last calendar.Date) ([]Session, error) {
	list, err := db.All[Session](tx.Tx, "SELECT "+sessionColumns+" FROM supervision_session WHERE pcn = $1 AND on_day BETWEEN $2 AND $3 ORDER BY on_day DESC, id DESC", pcn, from, last)
	if err != nil {
		return nil, err
	}
	return gather(tx, r, list)
}

// one gives a session that the actor may see; anything else is not found.
func one(tx *gate.Tx, id string) (Session, reader, error) {
	s, err := db.One[Session](tx.Tx, "supervision session", "SELECT "+sessionColumns+" FROM supervision_session WHERE id = $1", id)
	if err != nil {
		return s, reader{}, err
	}
	if !tx.Scope.WholeNetwork(s.PCN) {
		return Session{}, reader{}, fault.Missing("supervision session")
	}
	r, err := readerOf(tx)
	if err != nil {
		return s, r, err
	}
	list, err := gather(tx, r, []Session{s})
	if err == nil && len(list) == 0 {
		err = fault.Missing("supervision session")
	}
	if err != nil {
		return Session{}, r, err
	}
	return list[0], r, nil
}
