package network_test

import (
	"slices"
	"strings"
	"testing"

	"footbridge/internal/access"
	"footbridge/internal/app"
	"footbridge/internal/app/network"
	"footbridge/internal/engines"
	"footbridge/internal/fault"
)

var (
	july = []practice{{"L80001", "BRIDGE", "U00001", 60_000}, {"L80002", "FERRY", "U00001", 40_000}, {"L80003", "FORD", "U00002", 8_000}, {"L80004", "LOCK", "U", 900}, {"L80006", "QUAY", "U00002", 5_000}}
	// August: FORD moved to U00001, FERRY is renamed, LOCK closed, WEIR opened.
	august = []practice{{"L80001", "BRIDGE", "U00001", 60_001}, {"L80002", "FERRY HOUSE", "U00001", 40_000}, {"L80003", "FORD", "U00001", 8_000}, {"L80005", "WEIR", "U00003", 70}, {"L80006", "QUAY", "U00002", 5_000}}
)

func counts(r network.Report) [5]int {
	notes := 0
	for _, l := range r.Lines {
		if l.Outcome == network.Note {
			notes++
		}
	}
	return [5]int{r.Added, r.Changed, r.Ended, r.Rejected, notes}
}

func lineOf(r network.Report, o network.Outcome, code string) string {
	for _, l := range r.Lines {
		if l.Outcome == o && l.Code == code {
			return l.What
		}
	}
	return ""
}

func bothAnswer(t *testing.T, a *app.App) {
	t.Helper()
	j, g := coverage(t, a, network.CoverageAt{At: day("2026-07-31")}), coverage(t, a, network.CoverageAt{At: day("2026-08-01")})
	if n := one(t, j, "U00001"); n.Registered != 100_000 || n.Practices != 2 || n.Posts.Min != 1 {
		t.Errorf("July: %+v", n)
	}
	if n := one(t, g, "U00001"); n.Registered != 108_001 || n.Practices != 3 || n.Posts.Min != 2 {
		t.Errorf("August: %+v", n)
	}
	if j.Summary.Unallocated != 1 || g.Summary.Unallocated != 0 || j.Summary.TotalRegistered != 113_900 || g.Summary.TotalRegistered != 113_071 {
		t.Errorf("in no network: %+v, %+v", j.Summary, g.Summary)
	}
	if j.Summary.Networks != 2 || g.Summary.Networks != 3 || j.Facts.Sizes != day("2026-07-01") || g.Facts.Sizes != day("2026-08-01") {
		t.Errorf("networks %d and %d", j.Summary.Networks, g.Summary.Networks)
	}
	for _, x := range [][3]string{{"2026-07-15", "FERRY", "U00002"}, {"2026-08-15", "FERRY HOUSE", "U00001"}} {
		l, err := app.Ask(ctx, a, admin, network.PracticesAt{At: day(x[0])})
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range l.Practices {
			if p.Code == "L80002" && p.Name != x[1] || p.Code == "L80003" && p.PCN != x[2] {
				t.Errorf("%s: %+v", x[0], p)
			}
		}
	}
}

func TestMonths(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		a := open(t, dsn)
		importMonth(t, a, "2026-07-01", july...)
		r := importMonth(t, a, "2026-08-01", august...)
		// Added: WEIR and U00003. Changed: BRIDGE's size, FERRY's name, FORD's network. Ended: LOCK.
		if c := counts(r); c != [5]int{2, 3, 1, 0, 0} || r.Unchanged != 1 {
			t.Errorf("%v, %d unchanged: %+v", c, r.Unchanged, r.Lines)
		}
		for code, want := range map[string]string{
			"L80001": "list size 60,000 → 60,001", "L80002": "name FERRY → FERRY HOUSE",
			"L80003": "network U00002 U00002 PCN → U00001 U00001 PCN",
		} {
			if got := lineOf(r, network.Changed, code); got != want {
				t.Errorf("%s: %q, want %q", code, got, want)
			}
		}
		if got := lineOf(r, network.Ended, "L80004"); !strings.Contains(got, "1 August 2026") {
			t.Errorf("ended: %q", got)
		}
		bothAnswer(t, a)
		if r := importMonth(t, a, "2026-07-01", july...); !r.Nothing() {
			t.Errorf("July again: %+v", r.Lines)
		}
		if r := importMonth(t, a, "2026-08-01", august...); !r.Nothing() {
			t.Errorf("August again: %+v", r.Lines)
		}
		bothAnswer(t, a)
		// A correction of July leaves August as it is.
		fixed := slices.Clone(july)
		fixed[2].patients, fixed[2].name = 8_500, "FORD LANE"
		if r := importMonth(t, a, "2026-07-01", fixed...); r.Changed != 1 || lineOf(r, network.Changed, "L80003") != "name FORD → FORD LANE; list size 8,000 → 8,500" {
			t.Errorf("corrected: %+v", r.Lines)
		}
		if n := one(t, coverage(t, a, network.CoverageAt{At: day("2026-08-01")}), "U00001"); n.Registered != 108_001 {
			t.Errorf("August after July was corrected: %+v", n)
		}
	})
}

func TestAnOlderMonthAfterANewerOne(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		a := open(t, dsn)
		importMonth(t, a, "2026-08-01", august...)
		r := importMonth(t, a, "2026-07-01", july...)
		if !strings.Contains(lineOf(r, network.Note, ""), "holds until 1 August 2026") {
			t.Errorf("%+v", r.Lines)
		}
		bothAnswer(t, a)
		// A month between the two: as July, but FERRY's list is longer.
		between := slices.Clone(july)
		between[1].patients = 40_001
		importMonth(t, a, "2026-07-15", between...)
		for at, want := range map[string]int{"2026-07-14": 100_000, "2026-07-15": 100_001, "2026-07-31": 100_001, "2026-08-01": 108_001} {
			if n := one(t, coverage(t, a, network.CoverageAt{At: day(at)}), "U00001"); n.Registered != want {
				t.Errorf("on %s: %d", at, n.Registered)
			}
		}
	})
}

func TestOneFileAlone(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		a := open(t, dsn)
		m, s := theMonth(t, "2026-07-01", july...)
		l, err := network.ReadListSizes(s)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := app.Do(ctx, a, admin, network.ImportListSizes{ListSizes: l}); !fault.Is(err, fault.Invalid) || !strings.Contains(fault.Says(err), "gp-reg-pat-prac-map") {
			t.Errorf("list sizes without any mapping: %v", err)
		}
		r := importSizes(t, a, m)
		if !strings.Contains(lineOf(r, network.Note, ""), "not known yet") {
			t.Errorf("mapping alone: %+v", r.Lines)
		}
		c := coverage(t, a, network.CoverageAt{At: day("2026-07-01")})
		if n := one(t, c, "U00001"); n.HasSize || n.HasRule || n.WithoutSize != 2 || c.Summary.Posts != 0 {
			t.Errorf("without list sizes: %+v", n)
		}
		importSizes(t, a, s)
		m8, s8 := theMonth(t, "2026-08-01", august...)
		r = importSizes(t, a, s8)
		if c := counts(r); c[4] != 3 { // July's memberships; LOCK has none; WEIR is not in July's mapping
			t.Errorf("list sizes alone: %+v", r.Lines)
		}
		importSizes(t, a, m8)
		bothAnswer(t, a)
		if _, err := network.ReadListSizes(m, s8); !fault.Is(err, fault.Invalid) || !strings.Contains(fault.Says(err), "both must be of one month") {
			t.Errorf("two months: %v", err)
		}
		if _, err := network.ReadListSizes(m, m8); !fault.Is(err, fault.Invalid) {
			t.Errorf("two mappings: %v", err)
		}
	})
}

func TestRejectedLinesKeepWhatWasKnown(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		a := open(t, dsn)
		importMonth(t, a, "2026-07-01", july...)
		next := slices.Clone(july)
		next[0].pcn = "12345"   // not a network's code
		next[1].patients = -1   // no list size
		next[2].code = "nobody" // not a practice's code
		r := importMonth(t, a, "2026-08-01", next...)
		if r.Rejected != 3 { // the practice code in both files
			t.Errorf("%+v", r.Lines)
		}
		c := coverage(t, a, network.CoverageAt{At: day("2026-08-01")})
		if n := one(t, c, "U00001"); n.Practices != 2 || n.WithoutSize != 1 || n.Registered != 60_000 {
			t.Errorf("%+v", n)
		}
		if n := one(t, c, "U00002"); n.Practices != 2 {
			t.Errorf("a practice ended because its line could not be read: %+v", n)
		}
		for _, l := range r.Lines {
			if l.Outcome == network.RejectedLine && (l.FileLine < 2 || l.Reason() == "") {
				t.Errorf("no line or reason: %+v", l)
			}
		}
	})
}

func TestAPartOfThePublicationIsRefused(t *testing.T) {
	a := open(t, engines.SQLite(t))
	load(t, a)
	m, s := theMonth(t, "2026-08-01", august...)
	l, err := network.ReadListSizes(m, s)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := app.Do(ctx, a, admin, network.ImportListSizes{ListSizes: l}); !fault.Is(err, fault.Invalid) || !strings.Contains(fault.Says(err), "a part of the publication") {
		t.Errorf("a part: %v", err)
	}
	holdsEngland(t, a)
	if r, err := app.Do(ctx, a, admin, network.ImportListSizes{ListSizes: l, MayEnd: true}); err != nil || r.Ended < 6000 {
		t.Errorf("asked for: %s, %v", r.Summary(), err)
	}
	if s := coverage(t, a, network.CoverageAt{At: day("2026-07-31")}).Summary; s.Networks != 1298 || s.TotalRegistered != 63_436_508 {
		t.Errorf("July afterwards: %+v", s)
	}
}

func TestAFailingCommitLeavesNothing(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		a := open(t, dsn)
		a.FailCommits(fault.Wrong("", "no"))
		if _, err := app.Do(ctx, a, admin, network.LoadSnapshot{}); err == nil {
			t.Fatal("committed")
		}
		a.FailCommits(nil)
		if c := coverage(t, a, network.CoverageAt{At: day("2026-07-01")}); c.Facts.Known() {
			t.Errorf("something was left: %+v", c.Summary)
		}
		if runs, err := app.Ask(ctx, a, admin, network.Imports{}); err != nil || len(runs) != 0 {
			t.Errorf("%v, %v", runs, err)
		}
	})
}

func TestHistoryOfImports(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		a := open(t, dsn)
		importMonth(t, a, "2026-07-01", july...)
		r := importMonth(t, a, "2026-08-01", august...)
		runs, err := app.Ask(ctx, a, admin, network.Imports{})
		if err != nil || len(runs) != 2 {
			t.Fatalf("%v, %v", runs, err)
		}
		for _, o := range append(network.Outcomes(), "") {
			got, err := app.Ask(ctx, a, admin, network.ImportLines{Run: r.Run, Outcome: o})
			if err != nil || len(got.Lines) != got.Total || o != "" && got.Counts[o] != got.Total || o == "" && got.Total != len(r.Lines) {
				t.Errorf("%q: %d lines, total %d, counts %v, %v", o, len(got.Lines), got.Total, got.Counts, err)
			}
		}
		manager := access.Actor{ID: "m", Name: "Manager", Grants: []access.Grant{{Role: access.Manager, Place: access.Network, Code: "U00001", Networks: []string{"U00001"}}}}
		if _, err := app.Ask(ctx, a, manager, network.Imports{}); !fault.Is(err, fault.Denied) {
			t.Errorf("a manager read the import history: %v", err)
		}
		if _, err := app.Do(ctx, a, manager, network.LoadSnapshot{}); !fault.Is(err, fault.Denied) {
			t.Errorf("a manager imported: %v", err)
		}
		if _, err := app.Ask(ctx, a, admin, network.ImportLines{Run: "nothing"}); !fault.Is(err, fault.NotFound) {
			t.Errorf("an unknown import: %v", err)
		}
	})
}

func TestAdopt(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		a := open(t, dsn)
		importMonth(t, a, "2026-07-01", july...)
		manager := access.Actor{ID: "m", Name: "Mo Manager", Grants: []access.Grant{{Role: access.Manager, Place: access.Network, Code: "U00001", Networks: []string{"U00001"}}}}
		good := network.Adopt{PCN: "U00001", Figure: 1.5, From: day("2026-08-01"), DecidedBy: "Network board", Reason: "Agreed with the provider"}
		for name, c := range map[string]struct {
			actor access.Actor
			cmd   network.Adopt
			kind  fault.Kind
		}{
			"another network's":    {manager, network.Adopt{PCN: "U00002", Figure: 1, From: day("2026-08-01"), DecidedBy: "x", Reason: "y"}, fault.NotFound},
			"an administrator":     {admin, good, fault.Denied},
			"no reason":            {manager, network.Adopt{PCN: "U00001", Figure: 1, From: day("2026-08-01"), DecidedBy: "x"}, fault.Invalid},
			"too many":             {manager, network.Adopt{PCN: "U00001", Figure: 51, From: day("2026-08-01"), DecidedBy: "x", Reason: "y"}, fault.Invalid},
			"three decimals":       {manager, network.Adopt{PCN: "U00001", Figure: 1.005, From: day("2026-08-01"), DecidedBy: "x", Reason: "y"}, fault.Invalid},
			"a version unheard of": {manager, network.Adopt{PCN: "U00001", Version: 3, Figure: 1, From: day("2026-08-01"), DecidedBy: "x", Reason: "y"}, fault.Conflict},
		} {
			if _, err := app.Do(ctx, a, c.actor, c.cmd); !fault.Is(err, c.kind) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if got, err := app.Do(ctx, a, manager, good); err != nil || got.Version != 1 {
			t.Fatalf("%+v, %v", got, err)
		}
		if _, err := app.Do(ctx, a, manager, good); !fault.Is(err, fault.Conflict) {
			t.Errorf("stale: %v", err)
		}
		later := good
		later.Version, later.Figure, later.From = 1, 3, day("2026-10-01")
		if _, err := app.Do(ctx, a, manager, later); err != nil {
			t.Fatal(err)
		}
		for at, want := range map[string]float64{"2026-07-31": 1, "2026-08-01": 1.5, "2026-10-01": 3} {
			n := one(t, coverage(t, a, network.CoverageAt{At: day(at)}), "U00001")
			if f, ok := n.Figure(); !ok || f != want {
				t.Errorf("on %s: %v", at, f)
			}
		}
		d, err := app.Ask(ctx, a, manager, network.NetworkAt{PCN: "U00001", At: day("2026-08-01")})
		if err != nil || len(d.Versions) != 2 || !d.MayAdopt || len(d.Practices) != 2 || len(d.Sizes) != 1 || d.Sizes[0].Patients != 100_000 {
			t.Errorf("%+v, %v", d, err)
		}
	})
}
