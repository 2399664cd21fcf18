package course

import (
	"context"
	"testing"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/workforce"
	"footbridge/internal/calendar"
	"footbridge/internal/engines"
	"footbridge/internal/fault"
)

// What a competence needs to be recorded, by whom, and how it ends; the list of
// kinds that a network adds to.
func TestCompetences(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		day := calendar.MustDate
		good := workforce.AddCompetence{PCN: "A01", Practitioner: h.mo, Kind: "cbt-i", Qualification: "A course", Supervisor: "Sue", Gained: day("2026-01-01"), Expires: day("2026-12-01"), SeenBy: "Lee", SeenOn: day("2026-02-01")}
		with := func(f func(*workforce.AddCompetence)) workforce.AddCompetence { c := good; f(&c); return c }
		for want, c := range map[string]workforce.AddCompetence{
			"kind":          with(func(c *workforce.AddCompetence) { c.Kind = "dbt" }),
			"qualification": with(func(c *workforce.AddCompetence) { c.Qualification = " " }),
			"supervisor":    with(func(c *workforce.AddCompetence) { c.Supervisor = "" }),
			"gained":        with(func(c *workforce.AddCompetence) { c.Gained = day("2026-11-05") }),
			"expires":       with(func(c *workforce.AddCompetence) { c.Expires = day("2025-12-31") }),
			"seen":          with(func(c *workforce.AddCompetence) { c.SeenBy = "" }),
			"seenon":        with(func(c *workforce.AddCompetence) { c.SeenOn = calendar.Date{} }),
		} {
			if got := wrong(h, lead, c); got != want {
				t.Errorf("%q, not %q", got, want)
			}
		}
		if got := wrong(h, mo, good); got != fault.Denied.String() {
			t.Errorf("a practitioner: %q", got)
		}
		both := mo
		both.Grants = append(both.Grants, access.Grant{Role: access.Manager, Place: access.Network, Code: "A01", Networks: []string{"A01"}})
		if got := wrong(h, both, good); got != fault.Denied.String() {
			t.Errorf("of one's own: %q", got)
		}
		id := do(t, h, supervisor, good)
		if l := ask(t, h, mo, workforce.Expiring{PCN: "A01"}); len(l) != 1 || l[0].Warn != 30 || l[0].Name != "Mo Healey" {
			t.Errorf("%+v", l)
		}
		if got := wrong(h, lead, workforce.EndCompetence{PCN: "A01", ID: id, From: day("2025-12-31"), Why: "x"}); got != "from" {
			t.Error(got)
		}
		do(t, h, lead, workforce.EndCompetence{PCN: "A01", ID: id, From: day("2026-11-01"), Why: "Lapsed"})
		if got := wrong(h, lead, workforce.EndCompetence{PCN: "A01", ID: id, From: day("2026-11-01"), Why: "x"}); got != fault.Conflict.String() {
			t.Error(got)
		}
		l := ask(t, h, supervisor, workforce.Competences{PCN: "A01", Practitioner: h.mo})
		if len(l.List) != 1 || l.List[0].State(l.Today) != "Ended" || l.List[0].EndedWhy != "Lapsed" {
			t.Errorf("%+v", l.List)
		}
		if _, err := gate.Ask(context.Background(), h.Gate, otto, workforce.Competences{PCN: "A01", Practitioner: h.mo}); !fault.Is(err, fault.NotFound) {
			t.Error(err)
		}
		// Who prescribes.
		prescribes := func() (yes bool) {
			_, err := gate.Ask(context.Background(), h.Gate, mo, query(func(tx *gate.Tx) (err error) {
				yes, err = workforce.IsPrescriber(tx, h.mo, day("2026-11-04"))
				return err
			}))
			if err != nil {
				t.Fatal(err)
			}
			return yes
		}
		if prescribes() {
			t.Error("prescribes without a competence")
		}
		do(t, h, lead, with(func(c *workforce.AddCompetence) { c.Kind = workforce.Prescriber }))
		if !prescribes() {
			t.Error("does not prescribe")
		}
		// A kind of one's own.
		for name, want := range map[string]string{"Counselling for depression": "name", "DBT skills": "name", "CBT-I for insomnia": "name", "": "name", "Walking group": ""} {
			if got := wrong(h, lead, workforce.AddKind{PCN: "A01", Name: name}); got != want {
				t.Errorf("%q: %q", name, got)
			}
		}
		if got := wrong(h, mo, workforce.AddKind{PCN: "A01", Name: "Gardening"}); got != fault.Denied.String() {
			t.Error(got)
		}
		if k := ask(t, h, mo, workforce.Kinds{PCN: "A01", Words: "walking"}); len(k.List) != 1 || !k.List[0].Local || len(k.NotFor) != 0 {
			t.Errorf("%+v", k)
		}
		if k := ask(t, h, mo, workforce.Kinds{PCN: "A01", Words: "counselling"}); len(k.List) != 0 || len(k.NotFor) != 1 {
			t.Errorf("%+v", k)
		}
	})
}

// query asks something in a transaction.
type query func(*gate.Tx) error

func (query) Needs() access.Permission { return access.SeeCompetence }

func (q query) Ask(_ context.Context, tx *gate.Tx) (bool, error) {
	tx.Nobody("a test")
	return true, q(tx)
}
