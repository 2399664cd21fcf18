package plan

import (
	"context"
	"slices"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/episode"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/person"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
	"footbridge/internal/outline"
)

// Ahead is how many days ahead the list of reviews looks.
const Ahead = 28

// Reviews asks for the present plans of a network whose review is due, or
// comes within Ahead days, of people with an open episode. By is who wrote the
// plan, a user's id; "" is everybody. Show is "due", "soon" or "", for both.
type Reviews struct{ PCN, By, Show string }

// Review is one plan whose review is due.
type Review struct {
	ID         string
	Kind       string
	Person     string
	Version    int
	OnDay      calendar.Date
	ReviewOn   calendar.Date
	RecordedAt calendar.Instant
	ByID       string
	ByName     string
	Who        person.Person `db:"-"`
}

// Title names the kind.
func (r Review) Title() string { o, _ := outline.Find(Outlines, r.Kind); return o.Title }

// Writer is somebody who wrote plans, with how many of them the list has.
type Writer struct {
	ID, Name string
	Count    int
}

// ReviewList is the answer to Reviews. The counts are of what By leaves.
type ReviewList struct {
	List      []Review
	Due, Soon int
	Writers   []Writer // of all plans that are due or soon
	Today     calendar.Date
}

// Needs names the permission.
func (Reviews) Needs() access.Permission { return access.SeeCare }

// Ask gathers it in a fixed number of statements.
func (q Reviews) Ask(_ context.Context, tx *gate.Tx) (ReviewList, error) {
	out := ReviewList{Today: tx.Today()}
	if !tx.Scope.InNetwork(q.PCN) {
		return out, fault.Missing("network")
	}
	list, err := db.All[Review](tx.Tx, `SELECT t.id, t.kind, t.person, t.version, t.on_day, t.review_on, t.recorded_at, t.by_id, t.by_name
		FROM plan_text t WHERE t.pcn = $1 AND t.review_on <= $2 AND NOT EXISTS (SELECT 1 FROM plan_withdrawn w WHERE w.of_id = t.id)
		AND NOT EXISTS (SELECT 1 FROM plan_text n WHERE n.person = t.person AND n.kind = t.kind AND n.version > t.version AND NOT EXISTS (SELECT 1 FROM plan_withdrawn w WHERE w.of_id = n.id))
		ORDER BY t.review_on, t.id`, q.PCN, tx.Today().AddDays(Ahead))
	if err != nil {
		return out, err
	}
	ids := make([]string, len(list))
	for i, r := range list {
		ids[i] = r.Person
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	people, err := person.Many(tx, ids)
	if err != nil {
		return out, err
	}
	open, err := openOf(tx, people)
	if err != nil {
		return out, err
	}
	// Two records of one person that were merged: the text that was recorded
	// last is the present one.
	latest := map[string]calendar.Instant{}
	for _, r := range list {
		if key := people[r.Person].ID + r.Kind; r.RecordedAt.After(latest[key]) {
			latest[key] = r.RecordedAt
		}
	}
	for _, r := range list {
		who, seen := people[r.Person]
		if !seen || !open[who.ID] || r.RecordedAt.Before(latest[who.ID+r.Kind]) {
			continue
		}
		r.Who = who
		i := slices.IndexFunc(out.Writers, func(w Writer) bool { return w.ID == r.ByID })
		if i < 0 {
			out.Writers, i = append(out.Writers, Writer{ID: r.ByID, Name: r.ByName}), len(out.Writers)
		}
		out.Writers[i].Count++
		if q.By != "" && r.ByID != q.By {
			continue
		}
		due := !r.ReviewOn.After(tx.Today())
		if due {
			out.Due++
		} else {
			out.Soon++
		}
		if q.Show == "" || (q.Show == "due") == due {
			out.List = append(out.List, r)
		}
	}
	slices.SortFunc(out.Writers, func(a, b Writer) int { return strings.Compare(a.Name+a.ID, b.Name+b.ID) })
	tx.Listed("plan", "with a review due, "+q.PCN, len(out.List))
	return out, nil
}

// openOf says who of these people has an open episode, by their surviving id.
func openOf(tx *gate.Tx, people map[string]person.Person) (map[string]bool, error) {
	var survivors []string
	for _, p := range people {
		survivors = append(survivors, p.ID)
	}
	slices.Sort(survivors)
	records, err := person.Records(tx, slices.Compact(survivors))
	if err != nil {
		return nil, err
	}
	var ids []string
	of := map[string]string{}
	for id, list := range records {
		for _, r := range list {
			of[r] = id
			ids = append(ids, r)
		}
	}
	out := map[string]bool{}
	if len(ids) == 0 {
		return out, nil
	}
	slices.Sort(ids)
	list, err := episode.OfPeople(tx, ids)
	for _, e := range list {
		if e.State == "open" {
			out[of[e.Person]] = true
		}
	}
	return out, err
}
