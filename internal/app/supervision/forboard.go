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

// BarePost is a post for which no clinical supervision was written down this
// month or the one before.
type BarePost struct {
	workforce.Held
	NetworkName string
	LastOn      calendar.Date // of the last one, zero when there is none
}

// OfBoard is supervision as an ICB sees it: posts, no words and no people.
type OfBoard struct {
	ICB   string
	Posts int // held today in its networks, in Footbridge
	Bare  []BarePost
	Since calendar.Date // from when on one would count
}

// BoardOf asks which posts of an ICB's networks have no clinical supervision
// written down.
type BoardOf struct{ ICB string }

// Needs names the permission.
func (BoardOf) Needs() access.Permission { return access.BoardSupervision }

// Ask lists them, by network.
func (q BoardOf) Ask(_ context.Context, tx *gate.Tx) (OfBoard, error) {
	out := OfBoard{ICB: q.ICB, Since: calendar.MonthOf(tx.Today()).Add(-1).First()}
	if !slices.Contains(tx.Scope.ICBs, q.ICB) {
		return out, fault.Missing("ICB")
	}
	codes, err := network.NetworksIn(tx, q.ICB, tx.Today())
	if err != nil || len(codes) == 0 {
		return out, err
	}
	type last struct {
		Post  string
		OnDay calendar.Date
	}
	for _, pcn := range codes {
		posts, err := workforce.HeldBetween(tx, pcn, tx.Today(), tx.Today())
		if err != nil {
			return out, err
		}
		if len(posts) == 0 {
			continue
		}
		list, err := db.All[last](tx.Tx, "SELECT t.post, max(s.on_day) AS on_day FROM supervision_session s JOIN supervision_seat t ON t.session = s.id WHERE s.pcn = $1 AND s.kind = 'clinical' AND t.state = 'held' GROUP BY t.post", pcn)
		if err != nil {
			return out, err
		}
		name, err := network.PlaceName(tx, access.Network, pcn, tx.Today())
		if err != nil {
			return out, err
		}
		for _, h := range posts {
			out.Posts++
			b := BarePost{Held: h, NetworkName: network.PlainName(name)}
			for _, l := range list {
				if l.Post == h.ID {
					b.LastOn = l.OnDay
				}
			}
			if b.LastOn.Before(out.Since) {
				out.Bare = append(out.Bare, b)
			}
		}
	}
	tx.Listed("post", "without supervision, "+q.ICB, len(out.Bare))
	return out, nil
}
