package care

import (
	"context"
	"testing"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/gate"
)

func reception2() access.Actor {
	return actor("u-riv", "Rob River", access.Reception, access.Practice, "P10002", "A01")
}

// clockList is how another room asks for the clocks of its list.
type clockList struct {
	t    *testing.T
	want Clock
}

func (clockList) Needs() access.Permission { return access.SeeCare }

func (q clockList) Ask(_ context.Context, tx *gate.Tx) (int, error) {
	tx.Nobody("a test")
	id := q.want.Requests[0].Episode
	got, err := Clocks(tx, []string{id, "no-such-episode"})
	if err == nil && (len(got) != 1 || got[id].Sentence != q.want.Sentence) {
		q.t.Errorf("the list says %q, the page %q", got[id].Sentence, q.want.Sentence)
	}
	return len(got), err
}
