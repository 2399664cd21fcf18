package workforce

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
	"footbridge/internal/policy"
)

// Grading says that a post has another band from a day on.
type Grading struct {
	Post    string
	Version int
	FromDay calendar.Date
	Band    string
	Why     string
	At      calendar.Instant
	ByName  string
}

const gradingColumns = "post, version, from_day, band, why, at, by_name"

// GradingsOf gives the gradings of a network's posts, by the post, the earliest
// day first and of one day the one that holds last.
func GradingsOf(tx *gate.Tx, pcn string) (map[string][]Grading, error) {
	list, err := db.All[Grading](tx.Tx, "SELECT "+gradingColumns+" FROM post_grading WHERE pcn = $1 ORDER BY from_day, version", pcn)
	out := map[string][]Grading{}
	for _, g := range list {
		out[g.Post] = append(out[g.Post], g)
	}
	return out, err
}

// BandOn gives the band of a day, from the band that a post was entered with
// and its gradings, the earliest first.
func BandOn(entered string, list []Grading, day calendar.Date) string {
	for _, g := range list {
		if !g.FromDay.After(day) {
			entered = g.Band
		}
	}
	return entered
}

// graded gives posts the band of a day.
func graded(tx *gate.Tx, pcn string, posts []Post, day calendar.Date) error {
	all, err := GradingsOf(tx, pcn)
	for i, p := range posts {
		posts[i].Band = BandOn(p.Band, all[p.ID], day)
	}
	return err
}

// GradeAnew gives a post another band from a day on, in the past or ahead. The
// post stays the same one: whoever holds it, what was written, the supervision
// plan and the claims that were made stay as they were; closed months that come
// out otherwise are proposed as an adjustment. Version is how many gradings
// there were when the page was read. Faults name from, band and why.
type GradeAnew struct {
	PCN, Post string
	Version   int
	From      calendar.Date
	Band      string
	Why       string
}

// Needs names the permission.
func (GradeAnew) Needs() access.Permission { return access.EditWorkforce }

// Do checks and writes.
func (c GradeAnew) Do(_ context.Context, tx *gate.Tx) (int, error) {
	if !tx.Scope.WholeNetwork(c.PCN) {
		return 0, fault.Missing("post")
	}
	p, err := entered(tx, c.PCN, c.Post)
	if err != nil {
		return 0, err
	}
	all, err := GradingsOf(tx, c.PCN)
	if err != nil {
		return 0, err
	}
	list := all[p.ID]
	if len(list) != c.Version {
		for _, g := range list {
			if g.Version == len(list) {
				return 0, fault.Moved("%s graded this post anew at %s. Nothing was overwritten", g.ByName, g.At.Long())
			}
		}
		return 0, fault.Moved("The grading that you saw is not there any more")
	}
	c.Why = strings.TrimSpace(c.Why)
	var check fault.Check
	check.Require(slices.Contains(PostBands, policy.Band(c.Band)), "band", "Choose a band from 4 to 8a")
	switch {
	case c.From.IsZero():
		check.Fail("from", "Enter the first day of the new band")
	case !c.From.After(p.FromDay):
		check.Fail("from", "The post began on %s. A band that was wrong from the first day is a correction: change the post", p.FromDay.Long())
	case !p.ToDay.IsZero() && !c.From.Before(p.ToDay):
		check.Fail("from", "The post ends on %s, before this day", p.ToDay.AddDays(-1).Long())
	case c.From.After(tx.Today().AddYears(1)):
		check.Fail("from", "The day is more than a year ahead")
	case BandOn(p.Band, list, c.From) == c.Band:
		check.Fail("band", "The post is band %s on that day already", c.Band)
	}
	check.Require(c.Why != "" && len([]rune(c.Why)) <= 300, "why", "Say why it is graded anew, in at most 300 characters")
	if err := check.Err(); err != nil {
		return 0, err
	}
	_, err = tx.Exec("INSERT INTO post_grading (post, version, pcn, from_day, band, why, at, by_id, by_name) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9)",
		p.ID, c.Version+1, c.PCN, c.From, c.Band, c.Why, tx.Now, tx.Actor.ID, tx.Actor.Name)
	tx.TouchedAt("post", p.ID, "", c.PCN, fmt.Sprintf("graded anew: band %s from %s", c.Band, c.From.Long()))
	return c.Version + 1, err
}
