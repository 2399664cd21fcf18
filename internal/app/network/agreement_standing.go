package network

import (
	"context"
	"slices"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// SignedAgreement asks for the agreement in force in a network today, the
// draft of the next version if there is one, and the other versions.
type SignedAgreement struct{ PCN string }

// Standing is what there is of agreements in a network.
type Standing struct {
	PCN       string
	PCNName   string
	InForce   *Agreement
	Coming    *Agreement // signed by both sides, begins later
	Draft     *Agreement
	Before    []Agreement // ended and withdrawn versions
	Provider  string      // the provider's name
	Replaces  *Agreement  // the signed version of the same provider that the draft would end
	Changes   []Change    // from Replaces to Draft
	Practices []Practice  // the member practices today
	Side      string      // for which side of the draft the visitor signs: "network", "provider", "" for neither
	MayDraft  bool        // whether the visitor may begin or change a draft
}

// Names gives the names of the member practices by code.
func (s Standing) Names() map[string]string {
	out := map[string]string{}
	for _, p := range s.Practices {
		out[p.Code] = p.Name
	}
	return out
}

// Needs names the permission.
func (SignedAgreement) Needs() access.Permission { return access.SeeAgreement }

// Ask gathers them; another network's agreement is not found.
func (q SignedAgreement) Ask(_ context.Context, tx *gate.Tx) (Standing, error) {
	s := Standing{PCN: q.PCN}
	list, err := readable(tx, q.PCN)
	if err != nil {
		return s, err
	}
	for i := range list {
		switch a := &list[i]; {
		case a.State == "draft" && s.Draft == nil:
			s.Draft = a
		case a.On(tx.Today()) && s.InForce == nil:
			s.InForce = a
		case a.State == "signed" && a.FromDay.After(tx.Today()) && (a.ToDay.IsZero() || a.ToDay.After(a.FromDay)):
			s.Coming = a
		default:
			s.Before = append(s.Before, *a)
		}
	}
	for _, a := range []*Agreement{s.InForce, s.Coming, s.Draft} {
		if a != nil && s.Provider == "" {
			if s.Provider, err = ProviderName(tx, a.Provider); err != nil {
				return s, err
			}
		}
	}
	if s.PCNName, s.Practices, err = membersToday(tx, q.PCN); err != nil {
		return s, err
	}
	provider := ""
	for _, a := range []*Agreement{s.Coming, s.InForce} {
		if a != nil {
			provider = a.Provider
		}
	}
	if s.Draft != nil {
		provider = s.Draft.Provider
		for i := range list {
			if a := &list[i]; a.State == "signed" && a.Provider == provider && (a.ToDay.IsZero() || a.ToDay.After(s.Draft.FromDay)) && s.Replaces == nil {
				s.Replaces = a
			}
		}
		if s.Replaces != nil {
			s.Changes = named(CompareTerms(s.Replaces.Terms, s.Draft.Terms), s.Names())
		}
	}
	if tx.Actor.May(access.EditAgreement) {
		who := side(tx, q.PCN, provider)
		s.MayDraft = who != ""
		if s.Draft != nil {
			s.Side = who
		}
	}
	tx.Listed("agreement", q.PCN, len(list))
	return s, nil
}

// membersToday gives a network's name and its practices today.
func membersToday(tx *gate.Tx, pcn string) (string, []Practice, error) {
	name, err := NameOf(tx, KindPCN, pcn, tx.Today())
	if fault.Is(err, fault.NotFound) {
		name, err = pcn, nil
	}
	if err != nil {
		return "", nil, err
	}
	list, err := PracticesOf(tx, pcn, tx.Today())
	return name, list, err
}

// readable gives the versions of a network's agreement that the visitor may
// read, the newest first: all of them for whoever works in the network or for
// its ICB, a provider's own for the provider. With none and no reach the
// network is not found.
func readable(tx *gate.Tx, pcn string) ([]Agreement, error) {
	list, err := agreements(tx, "pcn = $1 ORDER BY from_day DESC, number DESC", pcn)
	if err != nil {
		return nil, err
	}
	if tx.Scope.InNetwork(pcn) {
		return list, nil
	}
	if ok, err := boardReaches(tx, pcn); err != nil || ok {
		return list, err
	}
	list = slices.DeleteFunc(list, func(a Agreement) bool {
		return a.State == "withdrawn" || !slices.Contains(tx.Scope.Providers, a.Provider)
	})
	if len(list) == 0 {
		return nil, fault.Missing("network")
	}
	return list, nil
}

// boardReaches says whether an ICB in the scope has the network.
func boardReaches(tx *gate.Tx, pcn string) (bool, error) {
	if len(tx.Scope.ICBs) == 0 {
		return false, nil
	}
	boards, err := BoardsOf(tx, pcn, tx.Today())
	return slices.ContainsFunc(boards, func(b string) bool { return slices.Contains(tx.Scope.ICBs, b) }), err
}

// named writes the names of practices into changes that have their codes.
func named(changes []Change, names map[string]string) []Change {
	for i, c := range changes {
		for code, name := range names {
			c.What = strings.ReplaceAll(c.What, "of "+code+" ", "of "+name+" ")
		}
		changes[i] = c
	}
	return changes
}

// Agreements asks which networks have an agreement or a draft, among those
// that the visitor may read: an ICB's, a provider's, the own network.
type Agreements struct{}

// AgreementRow is one network of the list.
type AgreementRow struct {
	PCN          string `db:"pcn"`
	PCNName      string `db:"pcn_name"`
	ProviderName string
	State        string
	Number       int
	FromDay      calendar.Date
	ToDay        calendar.Date
}

// Words says how the version stands on a day.
func (r AgreementRow) Words(today calendar.Date) string {
	switch {
	case r.State == "draft":
		return "Draft"
	case r.FromDay.After(today):
		return "Signed, begins later"
	}
	return "In force"
}

// Needs names the permission.
func (Agreements) Needs() access.Permission { return access.SeeAgreement }

// Ask lists what is in force, signed for later, or drafted.
func (Agreements) Ask(_ context.Context, tx *gate.Tx) ([]AgreementRow, error) {
	var a db.Args
	day := a.Add(tx.Today())
	reach := "a.pcn IN " + a.In(tx.Scope.PCNs) + " OR a.pcn IN " + a.In(tx.Scope.Networks) + " OR a.provider IN " + a.In(tx.Scope.Providers) +
		" OR a.pcn IN (SELECT m.pcn FROM membership m WHERE m.icb IN " + a.In(tx.Scope.ICBs) + " AND " + inForce("m", day) + ")"
	list, err := db.All[AgreementRow](tx.Tx, `SELECT a.pcn, coalesce(o.name, a.pcn) AS pcn_name, p.name AS provider_name, a.state, a.number, a.from_day, a.to_day
		FROM agreement a JOIN provider p ON p.code = a.provider LEFT JOIN organisation o ON o.kind = 'pcn' AND o.code = a.pcn AND `+inForce("o", day)+`
		WHERE a.state IN ('draft', 'signed') AND (a.to_day IS NULL OR a.to_day > `+day+`) AND (`+reach+`) ORDER BY 2, a.pcn, a.from_day, a.number`, a.List...)
	for i := range list {
		list[i].PCNName = PlainName(list[i].PCNName)
	}
	tx.Listed("agreement", "within reach", len(list))
	return list, err
}
