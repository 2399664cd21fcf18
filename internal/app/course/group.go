package course

import (
	"context"
	"slices"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/person"
	"footbridge/internal/app/workforce"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// MaxCapacity is the most places that a group can have.
const MaxCapacity = 30

// Group is a group that meets on planned days.
type Group struct {
	ID       string
	PCN      string `db:"pcn"`
	Name     string
	Kind     string
	KindName string
	Place    string
	Capacity int
	ReviewAt int
	At       calendar.Instant
	ByID     string
	ByName   string
}

const groupColumns = "id, pcn, name, kind, kind_name, place, capacity, review_at, at, by_id, by_name"

// Meeting is one day on which a group meets. SavedAt is zero until its
// register was written.
type Meeting struct {
	ID        string
	Grp       string
	Nth       int
	OnDay     calendar.Date
	Starts    calendar.TimeOfDay
	Mechanism string
	StartedAt calendar.Instant
	Minutes   int
	Content   string
	SavedAt   calendar.Instant
	SavedName string
}

const fromMeeting = `SELECT m.id, m.grp, m.nth, m.on_day, m.starts, r.mechanism, r.started_at, r.minutes, r.content, r.at AS saved_at, r.by_name AS saved_name
	FROM course_meeting m LEFT JOIN course_register r ON r.meeting = m.id `

// Saved reports whether its register was written.
func (m Meeting) Saved() bool { return !m.SavedAt.IsZero() }

// groupsOf gives the groups of a network, the newest first.
func groupsOf(tx *gate.Tx, pcn string) ([]Group, error) {
	return db.All[Group](tx.Tx, "SELECT "+groupColumns+" FROM course_group WHERE pcn = $1 ORDER BY at DESC, id DESC", pcn)
}

func loadGroup(tx *gate.Tx, id string) (Group, error) {
	g, err := db.One[Group](tx.Tx, "group", "SELECT "+groupColumns+" FROM course_group WHERE id = $1", id)
	if err == nil && !tx.Scope.WholeNetwork(g.PCN) {
		err = fault.Missing("group")
	}
	if err != nil {
		return Group{}, err
	}
	return g, nil
}

func practitionersOf(tx *gate.Tx, group string) ([]workforce.Practitioner, error) {
	ids, err := db.All[string](tx.Tx, "SELECT practitioner FROM course_group_practitioner WHERE grp = $1", group)
	if err != nil {
		return nil, err
	}
	known, err := workforce.Known(tx, ids)
	var out []workforce.Practitioner
	for _, p := range known {
		out = append(out, p)
	}
	slices.SortFunc(out, func(a, b workforce.Practitioner) int { return strings.Compare(a.Name+a.ID, b.Name+b.ID) })
	return out, err
}

func meetingsOf(tx *gate.Tx, group string) ([]Meeting, error) {
	return db.All[Meeting](tx.Tx, fromMeeting+"WHERE m.grp = $1 ORDER BY m.on_day", group)
}

// groupStanding says whether one of a group's practitioners may record its
// kind as delivered on a day.
func groupStanding(tx *gate.Tx, g Group, team []workforce.Practitioner, day calendar.Date) (workforce.Standing, error) {
	out := workforce.Standing{Words: "No competence is recorded"}
	for _, p := range team {
		s, err := standing(tx, g.PCN, g.Kind, p.ID, day)
		if err != nil || s.Valid {
			return s, err
		}
		out = s
	}
	return out, nil
}

// MakeGroup makes a group with the days on which it meets. Faults name name,
// kind, place, capacity, review, practitioners, days and starts. It answers
// with the group's id.
type MakeGroup struct {
	PCN, Name, Kind, Place string
	Capacity, ReviewAt     int
	Practitioners          []string
	Days                   []calendar.Date
	Starts                 calendar.TimeOfDay
}

// Needs names the permission.
func (MakeGroup) Needs() access.Permission { return access.WriteCare }

// Do checks and writes.
func (c MakeGroup) Do(_ context.Context, tx *gate.Tx) (string, error) {
	if !tx.Scope.WholeNetwork(c.PCN) {
		return "", fault.Missing("network")
	}
	if _, err := own(tx); err != nil {
		return "", err
	}
	c.Name, c.Place = strings.TrimSpace(c.Name), strings.TrimSpace(c.Place)
	kind, err := workforce.InterventionOf(tx, c.PCN, c.Kind)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return "", err
	}
	team, err2 := workforce.InPost(tx, c.PCN, tx.Today())
	if err2 != nil {
		return "", err2
	}
	slices.SortFunc(c.Days, calendar.Date.Compare)
	var check fault.Check
	check.Require(c.Name != "" && len([]rune(c.Name)) <= 100, "name", "Enter a name of at most 100 characters")
	check.Require(err == nil, "kind", "Choose the kind of intervention")
	check.Require(err != nil || kind.Group || kind.Local, "kind", "This one is for one person at a time")
	check.Require(c.Place != "" && len([]rune(c.Place)) <= 200, "place", "Enter where it meets, at most 200 characters")
	check.Require(c.Capacity >= 2 && c.Capacity <= MaxCapacity, "capacity", "A group has from 2 to %d places", MaxCapacity)
	check.Require(len(c.Days) >= 1 && len(c.Days) <= MaxPlanned, "days", "Enter the days on which it meets: from 1 to %d", MaxPlanned)
	check.Require(len(slices.Compact(slices.Clone(c.Days))) == len(c.Days), "days", "The same day stands here twice")
	for _, d := range c.Days {
		check.Require(!d.Before(tx.Today().AddDays(-62)) && !d.After(tx.Today().AddYears(2)), "days", "%s is too far away: the days must be within two years", d.Medium())
	}
	check.Require(c.ReviewAt >= 1 && c.ReviewAt <= max(1, len(c.Days)), "review", "The review must come after one of the sessions: 1 to %d", max(1, len(c.Days)))
	check.Require(c.Starts.IsValid() && c.Starts > 0, "starts", "Enter the time at which it begins, for example 10:30")
	check.Require(len(c.Practitioners) >= 1, "practitioners", "Choose who leads it")
	for _, id := range c.Practitioners {
		check.Require(slices.ContainsFunc(team, func(p workforce.Practitioner) bool { return p.ID == id }), "practitioners", "Choose from those who are in post")
	}
	if err := check.Err(); err != nil {
		return "", err
	}
	id := tx.NewID()
	tx.TouchedAt("group", id, "", c.PCN, "made the group "+c.Name)
	if _, err := tx.Exec("INSERT INTO course_group ("+groupColumns+") VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11)", id, c.PCN, c.Name, kind.Key, kind.Name, c.Place, c.Capacity, c.ReviewAt, tx.Now, tx.Actor.ID, tx.Actor.Name); err != nil {
		return "", err
	}
	for _, p := range slices.Compact(slices.Sorted(slices.Values(c.Practitioners))) {
		if _, err := tx.Exec("INSERT INTO course_group_practitioner (grp, practitioner) VALUES ($1,$2)", id, p); err != nil {
			return "", err
		}
	}
	for i, d := range c.Days {
		if _, err := tx.Exec("INSERT INTO course_meeting (id, grp, nth, on_day, starts) VALUES ($1,$2,$3,$4,$5)", tx.NewID(), id, i+1, d, c.Starts); err != nil {
			return "", err
		}
	}
	return id, nil
}

// Join adds a person to a group, which begins a course for them. Told is what
// they were told about what a group means; they agreed to it. Faults name
// told, agreed, goals and person. It answers with the course's id.
type Join struct {
	Group, Person string
	Told          string
	Agreed        bool
	Goals         string
	Measure       string
}

// Needs names the permission.
func (Join) Needs() access.Permission { return access.WriteCare }

// Do checks and writes.
func (c Join) Do(_ context.Context, tx *gate.Tx) (string, error) {
	g, err := loadGroup(tx, c.Group)
	if err != nil {
		return "", err
	}
	p, err := person.Load(tx, c.Person)
	if err != nil {
		return "", err
	}
	me, err := own(tx)
	if err != nil {
		return "", err
	}
	c.Told, c.Goals = strings.TrimSpace(c.Told), strings.TrimSpace(c.Goals)
	members, err := members(tx, g.ID)
	if err != nil {
		return "", err
	}
	meetings, err := meetingsOf(tx, g.ID)
	if err != nil {
		return "", err
	}
	left := 0
	for _, m := range meetings {
		if !m.Saved() {
			left++
		}
	}
	var check fault.Check
	check.Require(c.Agreed, "agreed", "Somebody joins a group only when they agree to it")
	check.Require(c.Told != "" && len([]rune(c.Told)) <= 1000, "told", "Write down what the person was told about the group")
	check.Require(c.Goals != "" && len([]rune(c.Goals)) <= MaxWords, "goals", "Write down what the person wants to reach, in their words")
	check.Require(left > 0, "group", "Every session of this group has taken place")
	if err := check.Err(); err != nil {
		return "", err
	}
	if slices.ContainsFunc(members, func(m Whole) bool { return m.Person == p.ID }) {
		return "", fault.Moved("%s is in this group already", p.Name())
	}
	if len(members) >= g.Capacity {
		return "", fault.Moved("This group is full: %d of %d places are taken", len(members), g.Capacity)
	}
	e, err := openEpisode(tx, p)
	if err != nil {
		return "", err
	}
	x := Course{ID: tx.NewID(), Person: p.ID, PCN: p.PCN, Episode: e, Kind: g.Kind, KindName: g.KindName, Practitioner: me.ID, Grp: g.ID, Told: c.Told, Planned: left, ReviewAt: min(g.ReviewAt, left), Goals: c.Goals, Measure: c.Measure, StartedOn: tx.Today()}
	return x.ID, insert(tx, x)
}

// members gives the courses of a group that go on.
func members(tx *gate.Tx, group string) ([]Whole, error) {
	list, err := db.All[Course](tx.Tx, "SELECT "+courseColumns+" FROM course WHERE grp = $1 AND id NOT IN (SELECT course FROM course_end) ORDER BY started_on, id", group)
	if err != nil {
		return nil, err
	}
	return whole(tx, list)
}

// Member is somebody in a group.
type Member struct {
	Whole
	Who person.Person
}

// OneGroup asks for one group with its members and meetings.
type OneGroup struct{ ID string }

// GroupPage is the answer to OneGroup.
type GroupPage struct {
	Group
	Team      []workforce.Practitioner
	Meetings  []Meeting
	Members   []Member // those within the scope
	Elsewhere int      // those who are registered outside the network now
	Standing  workforce.Standing
}

// Next is the first meeting without a register, nil when there is none.
func (g GroupPage) Next() *Meeting {
	for i := range g.Meetings {
		if !g.Meetings[i].Saved() {
			return &g.Meetings[i]
		}
	}
	return nil
}

// Free is the number of places left.
func (g GroupPage) Free() int { return g.Capacity - len(g.Members) - g.Elsewhere }

// Needs names the permission.
func (OneGroup) Needs() access.Permission { return access.SeeCare }

// Ask gathers it.
func (q OneGroup) Ask(_ context.Context, tx *gate.Tx) (GroupPage, error) {
	var out GroupPage
	g, err := loadGroup(tx, q.ID)
	if err != nil {
		return out, err
	}
	out.Group = g
	if err := gather(tx, &out, tx.Today()); err != nil {
		return out, err
	}
	for _, m := range out.Members {
		tx.Saw(m.Who.ID, "a member of a group")
	}
	tx.Listed("group member", g.ID, len(out.Members))
	return out, nil
}

func gather(tx *gate.Tx, out *GroupPage, day calendar.Date) error {
	var err error
	if out.Team, err = practitionersOf(tx, out.ID); err != nil {
		return err
	}
	if out.Meetings, err = meetingsOf(tx, out.ID); err != nil {
		return err
	}
	if out.Standing, err = groupStanding(tx, out.Group, out.Team, day); err != nil {
		return err
	}
	list, err := members(tx, out.ID)
	if err != nil {
		return err
	}
	ids := make([]string, len(list))
	for i, m := range list {
		ids[i] = m.Person
	}
	people, err := person.Many(tx, ids)
	for _, m := range list {
		if p, ok := people[m.Person]; ok {
			out.Members = append(out.Members, Member{m, p})
		} else {
			out.Elsewhere++
		}
	}
	slices.SortFunc(out.Members, func(a, b Member) int {
		return strings.Compare(a.Who.FormalName()+a.ID, b.Who.FormalName()+b.ID)
	})
	return err
}
