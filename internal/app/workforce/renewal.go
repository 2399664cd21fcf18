package workforce

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

// Renewal is a network's own rule: after how many months a DBS check or a
// training is renewed. No national source sets it for these posts.
type Renewal struct {
	PCN     string `db:"pcn"`
	Kind    string // "dbs" or "training"
	Name    string
	Version int
	Months  int
	Why     string
	At      calendar.Instant
	ByID    string
	ByName  string
}

const renewalColumns = "pcn, kind, name, version, months, why, at, by_id, by_name"

func renewals(tx *gate.Tx, pcn string) ([]Renewal, error) {
	list, err := db.All[Renewal](tx.Tx, "SELECT "+renewalColumns+" FROM renewal_rule WHERE pcn = $1 ORDER BY kind, name, version DESC", pcn)
	list = slices.CompactFunc(list, func(a, b Renewal) bool { return a.Kind == b.Kind && a.Name == b.Name })
	return slices.DeleteFunc(list, func(r Renewal) bool { return r.Months == 0 }), err
}

// SetRenewal writes a network's own rule. 0 months ends it. Faults name kind,
// name, months and why.
type SetRenewal struct {
	PCN, Kind, Name, Why string
	Months               int
}

// Needs names the permission.
func (SetRenewal) Needs() access.Permission { return access.EditWorkforce }

// Do checks and writes.
func (c SetRenewal) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	if !tx.Scope.WholeNetwork(c.PCN) {
		return false, fault.Missing("network")
	}
	c.Name, c.Why = strings.TrimSpace(c.Name), strings.TrimSpace(c.Why)
	if c.Kind == "dbs" {
		c.Name = "DBS check"
	}
	var check fault.Check
	check.Require(c.Kind == "dbs" || c.Kind == "training", "kind", "Choose what the rule is about")
	check.Require(c.Name != "" && len([]rune(c.Name)) <= 100, "name", "Enter the training, at most 100 characters")
	check.Require(c.Months >= 0 && c.Months <= 120, "months", "The months must be from 1 to 120, or 0 to end the rule")
	check.Require(c.Why != "" && len([]rune(c.Why)) <= 300, "why", "Say who decided it, in at most 300 characters")
	if err := check.Err(); err != nil {
		return false, err
	}
	last, err := db.All[Renewal](tx.Tx, "SELECT "+renewalColumns+" FROM renewal_rule WHERE pcn = $1 AND kind = $2 ORDER BY version DESC", c.PCN, c.Kind)
	if err != nil {
		return false, err
	}
	version := 1
	for _, r := range last {
		if strings.EqualFold(r.Name, c.Name) {
			c.Name, version = r.Name, max(version, r.Version+1)
		}
	}
	_, err = tx.Exec("INSERT INTO renewal_rule ("+renewalColumns+") VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9)", c.PCN, c.Kind, c.Name, version, c.Months, c.Why, tx.Now, tx.Actor.ID, tx.Actor.Name)
	tx.TouchedAt("renewal rule", c.Kind+" "+c.Name, "", c.PCN, "set")
	return true, err
}

// Ending is something of a practitioner that ends soon or has ended.
type Ending struct {
	Practitioner, Name string // whose
	What               string
	On                 calendar.Date
	Within             int    // 90, 30 or 7; 0 when it has expired
	Href               string // "competences" or "eligibility"
}

// EndingSoon asks what ends in a network within 90 days and what has expired
// without a renewal, of everybody in post. Within narrows to one of the
// Warnings, or to 0 for what has expired; -1 is everything.
type EndingSoon struct {
	PCN    string
	Within int
}

// Endings is the answer: the list, and how many there are of each kind.
type Endings struct {
	List                          []Ending
	All, Expired, In7, In30, In90 int
	Rules                         []Renewal
	Today                         calendar.Date
}

// Needs names the permission.
func (EndingSoon) Needs() access.Permission { return access.SeeCompetence }

// Ask lists them, the earliest day first.
func (q EndingSoon) Ask(_ context.Context, tx *gate.Tx) (Endings, error) {
	out := Endings{Today: tx.Today()}
	if !tx.Scope.InNetwork(q.PCN) {
		return out, fault.Missing("network")
	}
	team, err := InPost(tx, q.PCN, out.Today)
	if err != nil {
		return out, err
	}
	names, ids := map[string]string{}, []string{}
	for _, p := range team {
		names[p.ID] = p.Name
		ids = append(ids, p.ID)
	}
	var a, b db.Args
	comps, err := db.All[Competence](tx.Tx, fromCompetence+"WHERE c.practitioner IN "+a.In(ids), a.List...)
	if err != nil {
		return out, err
	}
	creds, err := db.All[Credential](tx.Tx, fromCredential+"WHERE c.practitioner IN "+b.In(ids), b.List...)
	if err != nil {
		return out, err
	}
	for _, c := range comps {
		creds = append(creds, Credential{ID: c.ID, Practitioner: c.Practitioner, Kind: "competence", Name: c.KindName, FromDay: c.GainedOn, ExpiresOn: c.ExpiresOn, EndedOn: c.EndedOn})
	}
	var all []Ending
	for _, c := range creds {
		e := Ending{Practitioner: c.Practitioner, Name: names[c.Practitioner], What: c.Called(), On: c.ExpiresOn, Within: c.Warn(out.Today), Href: "eligibility"}
		if c.Kind == "competence" {
			e.What, e.Href = "Competence: "+c.Name, "competences"
		}
		if (e.Within > 0 || c.State(out.Today) == "Expired") && !followed(c, creds) {
			all = append(all, e)
		}
	}
	slices.SortFunc(all, func(x, y Ending) int {
		if d := x.On.Compare(y.On); d != 0 {
			return d
		}
		return strings.Compare(x.Name+x.What, y.Name+y.What)
	})
	out.All = len(all)
	for _, e := range all {
		switch e.Within {
		case 0:
			out.Expired++
		case 7:
			out.In7++
		case 30:
			out.In30++
		case 90:
			out.In90++
		}
		if q.Within < 0 || q.Within == e.Within {
			out.List = append(out.List, e)
		}
	}
	out.Rules, err = renewals(tx, q.PCN)
	tx.Listed("ending", q.PCN, len(out.List))
	return out, err
}

// followed says that there is a later one of the same kind and name that holds
// longer: what was renewed warns no more.
func followed(c Credential, list []Credential) bool {
	return slices.ContainsFunc(list, func(o Credential) bool {
		return o.ID != c.ID && o.Practitioner == c.Practitioner && o.Kind == c.Kind && strings.EqualFold(o.Name, c.Name) && o.EndedOn.IsZero() && (o.ExpiresOn.IsZero() || o.ExpiresOn.After(c.ExpiresOn))
	})
}
