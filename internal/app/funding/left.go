package funding

import (
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/workforce"
	"footbridge/internal/calendar"
)

// Left is a post that was held in a month and is not in its claim, with the
// reason: so that no post is forgotten, and nobody looks for one that can't be
// claimed.
type Left struct {
	Post  workforce.Held
	Why   string
	Place string // where it is put right: "pay", "terms", "adjustment", "" when there is nothing to do
}

// left lists the posts of a month that are not in its claim. While nothing was
// sent these are the posts that have no amount; afterwards those that were not
// among what was sent. sent has the posts that were, and is nil before.
func left(works []Worked, sent map[string]bool) (list []Left) {
	for _, w := range works {
		if sent[w.Post.ID] || sent == nil && w.Known() {
			continue
		}
		l := Left{Post: w.Post, Why: w.Why()}
		switch {
		case w.Independent:
		case w.Pay == nil:
			l.Place = "pay"
		case !w.Known():
			l.Place = "terms"
		default:
			l.Why, l.Place = "It was not among the posts when the claim was sent. An adjustment claim can take it in", "adjustment"
		}
		list = append(list, l)
	}
	return list
}

// sentPosts gives the posts that were sent for each month, in its own claim or
// in an adjustment. A month whose own claim was not sent is not there.
func sentPosts(tx *gate.Tx, pcn string, from, last calendar.Month) (map[calendar.Month]map[string]bool, error) {
	months, err := db.All[calendar.Month](tx.Tx, "SELECT month FROM funding_claim WHERE pcn = $1 AND number = 0 AND sent_at IS NOT NULL AND month BETWEEN $2 AND $3", pcn, from, last)
	if err != nil {
		return nil, err
	}
	out := map[calendar.Month]map[string]bool{}
	for _, m := range months {
		out[m] = map[string]bool{}
	}
	type row struct {
		Month calendar.Month
		Post  string
	}
	list, err := db.All[row](tx.Tx, `SELECT i.month, i.post FROM funding_item i JOIN funding_claim c ON c.id = i.claim AND c.round = i.round
		WHERE i.pcn = $1 AND i.month BETWEEN $2 AND $3 AND c.sent_at IS NOT NULL`, pcn, from, last)
	for _, r := range list {
		if out[r.Month] != nil {
			out[r.Month][r.Post] = true
		}
	}
	return out, err
}
