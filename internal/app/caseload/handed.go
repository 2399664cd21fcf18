package caseload

import (
	"context"
	"slices"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/episode"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/person"
	"footbridge/internal/app/workforce"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// ByID asks for one hand-over with everybody in it.
type ByID struct{ ID string }

// Done is the answer: who went to whom, who has been told, and which bookings
// have to be made again.
type Done struct {
	Handover
	From    string // the name
	People  []Went
	Told    int
	MayBack bool // the caseload can be given back
}

// Went is one person of a hand-over.
type Went struct {
	Handed
	Who    person.Person
	To     string // the name
	Coming []Appointment
	Open   bool // the episode is still open
}

// Needs names the permission.
func (ByID) Needs() access.Permission { return access.SeeCaseload }

// Ask gathers it; those outside the scope are left out. A practitioner sees a
// hand-over that is from or to them.
func (q ByID) Ask(_ context.Context, tx *gate.Tx) (Done, error) {
	var out Done
	h, list, err := loadHandover(tx, q.ID)
	if err != nil {
		return out, err
	}
	own, err := workforce.Own(tx, tx.Actor.ID)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return out, err
	}
	concerned := own.ID != "" && (h.Practitioner == own.ID || slices.ContainsFunc(list, func(x Handed) bool { return x.ToPractitioner == own.ID }))
	if !MaySeeAll(tx.Actor) && !concerned {
		return out, fault.Missing("hand-over")
	}
	out.Handover = h
	var people, who, episodes []string
	for _, x := range list {
		people, who, episodes = append(people, x.Person), append(who, x.ToPractitioner), append(episodes, x.Episode)
	}
	known, err := person.Many(tx, people)
	if err != nil {
		return out, err
	}
	names, err := workforce.Known(tx, append(who, h.Practitioner))
	if err != nil {
		return out, err
	}
	now, err := episode.ByID(tx, episodes)
	if err != nil {
		return out, err
	}
	coming, err := comingOf(tx, known, h.Practitioner)
	if err != nil {
		return out, err
	}
	out.From = names[h.Practitioner].Name
	for _, x := range list {
		p, ok := known[x.Person]
		if !ok {
			continue
		}
		if !x.ToldAt.IsZero() {
			out.Told++
		}
		out.People = append(out.People, Went{x, p, names[x.ToPractitioner].Name, coming[p.ID], now[x.Episode].State == "open"})
	}
	slices.SortStableFunc(out.People, func(a, b Went) int { return strings.Compare(a.Who.FormalName(), b.Who.FormalName()) })
	_, err = mayHand(tx, h.PCN, h.Practitioner)
	out.MayBack = err == nil && tx.Actor.May(access.HandCaseload) && h.Kind == Leave && h.ReturnedAt.IsZero()
	if err != nil && !fault.Is(err, fault.NotFound) {
		return out, err
	}
	tx.Listed("episode", "handed over from "+out.From+", "+h.PCN, len(out.People))
	return out, nil
}

// Told marks that somebody told a person who holds them now.
type Told struct{ Handover, Episode, How string }

// Needs names the permission.
func (Told) Needs() access.Permission { return access.HandCaseload }

// Do marks it, once.
func (c Told) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	h, list, err := loadHandover(tx, c.Handover)
	if err != nil {
		return false, err
	}
	i := slices.IndexFunc(list, func(x Handed) bool { return x.Episode == c.Episode })
	if i < 0 {
		return false, fault.Missing("person")
	}
	x := list[i]
	p, err := person.Load(tx, x.Person)
	if err != nil {
		return false, err
	}
	own, err := workforce.Own(tx, tx.Actor.ID)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return false, err
	}
	if !MaySeeAll(tx.Actor) && own.ID != h.Practitioner && own.ID != x.ToPractitioner {
		return false, fault.Missing("hand-over")
	}
	if !x.ToldAt.IsZero() {
		return false, fault.Moved("%s has marked this already, at %s: %s", x.ToldName, x.ToldAt.Long(), x.ToldHow)
	}
	c.How = strings.TrimSpace(c.How)
	var check fault.Check
	check.Require(c.How != "", "how-"+x.Episode, "Say who told %s, and how", p.Name())
	check.Require(len([]rune(c.How)) <= 300, "how-"+x.Episode, "This must be at most 300 characters")
	if err := check.Err(); err != nil {
		return false, err
	}
	tx.TouchedAt("episode", x.Episode, p.ID, h.PCN, "told who holds them now")
	_, err = tx.Exec("UPDATE caseload_handed SET told_at = $1, told_name = $2, told_how = $3 WHERE handover = $4 AND episode = $5", tx.Now, tx.Actor.Name, c.How, h.ID, x.Episode)
	return true, err
}

// GiveBack gives a caseload that was handed over for a leave back: everybody
// whose episode is still open and has not changed since. The others stay where
// they are. It answers with how many went back and how many stay.
type GiveBack struct{ ID string }

// WentBack is the answer to GiveBack.
type WentBack struct{ Back, Stay int }

// Needs names the permission.
func (GiveBack) Needs() access.Permission { return access.HandCaseload }

// Do gives it back.
func (c GiveBack) Do(_ context.Context, tx *gate.Tx) (WentBack, error) {
	var out WentBack
	h, list, err := loadHandover(tx, c.ID)
	if err != nil {
		return out, err
	}
	to, err := mayHand(tx, h.PCN, h.Practitioner)
	if err != nil {
		return out, err
	}
	if h.Kind != Leave {
		return out, fault.Wrong("", "This caseload was handed over for good")
	}
	if !h.ReturnedAt.IsZero() {
		return out, fault.Moved("%s has given it back already, at %s", h.ReturnedName, h.ReturnedAt.Long())
	}
	team, err := workforce.InPost(tx, h.PCN, tx.Today())
	if err != nil {
		return out, err
	}
	if !slices.ContainsFunc(team, func(p workforce.Practitioner) bool { return p.ID == to.ID }) {
		return out, fault.Wrong("", "%s is not in post any more, so nobody can be given back", to.Name)
	}
	var ids []string
	for _, x := range list {
		ids = append(ids, x.Episode)
	}
	now, err := episode.ByID(tx, ids)
	if err != nil {
		return out, err
	}
	for _, x := range list {
		e, back := now[x.Episode], "no"
		if e.State == "open" && e.Version == x.EpisodeVersion && e.Holder == x.ToPractitioner {
			if _, err := episode.HoldFrom(tx, e, e.Version, to.ID); err != nil {
				return out, err
			}
			if err := moveFlags(tx, e.Person, x.ToPractitioner, to.ID, h.At); err != nil {
				return out, err
			}
			tx.TouchedAt("episode", e.ID, e.Person, e.PCN, "given back to "+to.Name+" after leave")
			back = "yes"
			out.Back++
		} else {
			out.Stay++
		}
		if _, err := tx.Exec("UPDATE caseload_handed SET back = $1 WHERE handover = $2 AND episode = $3", back, h.ID, x.Episode); err != nil {
			return out, err
		}
	}
	tx.TouchedAt("hand-over", h.ID, "", h.PCN, "caseload given back to "+to.Name)
	_, err = tx.Exec("UPDATE caseload_handover SET returned_at = $1, returned_by = $2, returned_name = $3 WHERE id = $4", tx.Now, tx.Actor.ID, tx.Actor.Name, h.ID)
	return out, err
}

// Handovers asks for the hand-overs of a network, the latest first.
type Handovers struct{ PCN string }

// Over is one line of the list of hand-overs.
type Over struct {
	Handover
	From string
	N    int // people
	Told int // of them, told
}

// Needs names the permission.
func (Handovers) Needs() access.Permission { return access.SeeCaseload }

// Ask lists them; a practitioner sees those from or to them.
func (q Handovers) Ask(_ context.Context, tx *gate.Tx) ([]Over, error) {
	if !tx.Scope.InNetwork(q.PCN) {
		return nil, fault.Missing("network")
	}
	own, err := workforce.Own(tx, tx.Actor.ID)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return nil, err
	}
	where, args := "WHERE h.pcn = $1", []any{q.PCN}
	if !MaySeeAll(tx.Actor) {
		where += " AND (h.practitioner = $2 OR EXISTS (SELECT 1 FROM caseload_handed x WHERE x.handover = h.id AND x.to_practitioner = $2))"
		args = append(args, own.ID)
	}
	list, err := db.All[Over](tx.Tx, `SELECT h.id, h.pcn, h.practitioner, h.kind, h.why, h.back_on, h.at, h.by_id, h.by_name, h.returned_at, h.returned_by, h.returned_name,
		(SELECT count(*) FROM caseload_handed x WHERE x.handover = h.id) AS n, (SELECT count(*) FROM caseload_handed x WHERE x.handover = h.id AND x.told_at IS NOT NULL) AS told
		FROM caseload_handover h `+where+" ORDER BY h.at DESC, h.id DESC LIMIT 50", args...)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, h := range list {
		ids = append(ids, h.Practitioner)
	}
	names, err := workforce.Known(tx, ids)
	for i := range list {
		list[i].From = names[list[i].Practitioner].Name
	}
	tx.Listed("hand-over", q.PCN, len(list))
	return list, err
}

// EndPost ends a post on its last day. A last day that has come is refused
// while the practitioner still holds people: they are handed over first. One
// that is still ahead may be set, and Handing asks how many have to be handed
// over until then.
type EndPost struct {
	PCN, ID string // the post's id
	Last    calendar.Date
}

// Needs names the permission.
func (EndPost) Needs() access.Permission { return access.EditWorkforce }

// Do ends it.
func (c EndPost) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	if !tx.Scope.WholeNetwork(c.PCN) {
		return false, fault.Missing("post")
	}
	p, err := workforce.PostByID(tx, c.PCN, c.ID)
	if err != nil {
		return false, err
	}
	if !c.Last.IsZero() && !c.Last.After(tx.Today()) && !c.Last.Before(p.FromDay) {
		held, err := episode.HeldBy(tx, c.PCN, p.Practitioner)
		if err != nil {
			return false, err
		}
		if n := len(held); n == 1 {
			return false, fault.Wrong("last", "One person is still held. Hand the caseload over first: nobody may be left without a practitioner")
		} else if n > 1 {
			return false, fault.Wrong("last", "%d people are still held. Hand the caseload over first: nobody may be left without a practitioner", n)
		}
	}
	return true, workforce.EndPost(tx, p, c.Last)
}

// Handing asks how many people somebody in a post still holds.
type Handing struct{ PCN, Post string }

// Needs names the permission.
func (Handing) Needs() access.Permission { return access.EditWorkforce }

// Ask counts them; another network's post is not found.
func (q Handing) Ask(_ context.Context, tx *gate.Tx) (int, error) {
	if !tx.Scope.WholeNetwork(q.PCN) {
		return 0, fault.Missing("post")
	}
	p, err := workforce.PostByID(tx, q.PCN, q.Post)
	if err != nil {
		return 0, err
	}
	held, err := episode.HeldBy(tx, q.PCN, p.Practitioner)
	tx.Listed("episode", "held by who leaves, "+q.PCN, len(held))
	return len(held), err
}

// OfPerson asks who holds a person, since when, and what was paused.
type OfPerson struct{ Person string }

// Holding is the answer.
type Holding struct {
	Person  person.Person
	Episode *episode.Episode // the open one, nil when none is
	Holder  string           // the name, "" when nobody in post holds them
	Handed  []HandedOver     // the latest first
	Pauses  []Pause          // the latest first
}

// HandedOver is one hand-over in a person's story.
type HandedOver struct {
	Handed
	From, To  string
	Why, Kind string
	At        calendar.Instant
	ByName    string
	BackAt    calendar.Instant
}

// Paused gives the pause that goes on, nil when there is none.
func (h Holding) Paused() *Pause {
	for i := range h.Pauses {
		if h.Pauses[i].EndedAt.IsZero() && h.Episode != nil && h.Pauses[i].Episode == h.Episode.ID {
			return &h.Pauses[i]
		}
	}
	return nil
}

// Needs names the permission.
func (OfPerson) Needs() access.Permission { return access.SeeCare }

// Ask gathers it.
func (q OfPerson) Ask(_ context.Context, tx *gate.Tx) (Holding, error) {
	var out Holding
	p, err := person.Load(tx, q.Person)
	if err != nil {
		return out, err
	}
	tx.Saw(p.ID, "who holds them, hand-overs and pauses")
	out.Person = p
	ids, err := person.Same(tx, p.ID)
	if err != nil {
		return out, err
	}
	if e, err := openOf(tx, p); err == nil {
		out.Episode = &e
	} else if !fault.Is(err, fault.NotFound) {
		return out, err
	}
	var a db.Args
	in := a.In(ids)
	if out.Pauses, err = db.All[Pause](tx.Tx, "SELECT "+pauseColumns+" FROM caseload_pause WHERE person IN "+in+" ORDER BY at DESC, id DESC", a.List...); err != nil {
		return out, err
	}
	type row struct {
		Handed
		Practitioner, Why, Kind, ByName string
		At, ReturnedAt                  calendar.Instant
	}
	list, err := db.All[row](tx.Tx, `SELECT x.handover, x.episode, x.person, x.to_practitioner, x.episode_version, x.told_at, x.told_name, x.told_how, x.back, h.practitioner, h.why, h.kind, h.by_name, h.at, h.returned_at
		FROM caseload_handed x JOIN caseload_handover h ON h.id = x.handover WHERE x.person IN `+in+" ORDER BY h.at DESC, h.id DESC", a.List...)
	if err != nil {
		return out, err
	}
	var who []string
	for _, r := range list {
		who = append(who, r.Practitioner, r.ToPractitioner)
	}
	if out.Episode != nil {
		who = append(who, out.Episode.Holder)
	}
	names, err := workforce.Known(tx, who)
	if err != nil {
		return out, err
	}
	for _, r := range list {
		o := HandedOver{Handed: r.Handed, From: names[r.Practitioner].Name, To: names[r.ToPractitioner].Name, Why: r.Why, Kind: r.Kind, At: r.At, ByName: r.ByName}
		if r.Back == "yes" {
			o.BackAt = r.ReturnedAt
		}
		out.Handed = append(out.Handed, o)
	}
	if out.Episode != nil {
		team, err := workforce.InPost(tx, out.Episode.PCN, tx.Today())
		if err != nil {
			return out, err
		}
		if slices.ContainsFunc(team, func(x workforce.Practitioner) bool { return x.ID == out.Episode.Holder }) {
			out.Holder = names[out.Episode.Holder].Name
		}
	}
	return out, nil
}
