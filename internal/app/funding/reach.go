package funding

import (
	"slices"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/network"
	"footbridge/internal/app/workforce"
	"footbridge/internal/fault"
)

// view is how somebody reaches a network's money.
type view struct {
	pcn       string
	icb       string   // the network's ICB today
	own       bool     // for the network itself
	board     bool     // for its ICB
	providers []string // otherwise: the posts of these employers only
}

// shows says whether a post may be seen.
func (v view) shows(p workforce.Held) bool {
	return v.own || v.board || slices.Contains(v.providers, p.Provider)
}

// whole says whether the sums of the network may be seen.
func (v view) whole() bool { return v.own || v.board }

// reach finds out how the actor reaches a network; whoever does not, does not
// find it. A provider reaches it while an agreement with it is in force.
func reach(tx *gate.Tx, pcn string, p access.Permission) (view, error) {
	v := view{pcn: pcn}
	if pcn == "" {
		return v, fault.Missing("network")
	}
	boards, err := network.BoardsOf(tx, pcn, tx.Today())
	if err != nil {
		return v, err
	}
	if len(boards) > 0 {
		v.icb = boards[0]
	}
	for _, g := range tx.Actor.Grants {
		if !access.Allows(g.Role, p) {
			continue
		}
		switch g.Place {
		case access.Network:
			v.own = v.own || g.Code == pcn
		case access.ICB:
			v.board = v.board || slices.Contains(boards, g.Code)
		case access.Provider:
			if slices.Contains(g.Networks, pcn) {
				v.providers = append(v.providers, g.Code)
			}
		}
	}
	if !v.own && !v.board && len(v.providers) == 0 {
		return v, fault.Missing("network")
	}
	return v, nil
}

// own is reach for whoever keeps the network's own money.
func own(tx *gate.Tx, pcn string) (view, error) {
	v, err := reach(tx, pcn, access.KeepFunding)
	if err == nil && !v.own {
		err = fault.Missing("network")
	}
	return v, err
}

// tidy is a text without white space around it, and whether it is short
// enough.
func tidy(s string, most int) (string, bool) {
	s = strings.TrimSpace(s)
	return s, len([]rune(s)) <= most
}
