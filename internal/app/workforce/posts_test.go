package workforce_test

import (
	"context"
	"log/slog"
	"strings"
	"testing"

	"footbridge/internal/app"
	"footbridge/internal/app/network"
	"footbridge/internal/app/workforce"
	"footbridge/internal/calendar"
	"footbridge/internal/demo"
	"footbridge/internal/engines"
	"footbridge/internal/fault"
)

type stage struct {
	*demo.Cast
	t *testing.T
}

func staged(t *testing.T, test func(s *stage)) {
	engines.Each(t, func(t *testing.T, dsn string) {
		a, err := app.Open(t.Context(), app.Config{Database: dsn, Clock: calendar.NewManual(calendar.MustInstant("2026-11-24T12:40:00Z")), Log: slog.New(slog.DiscardHandler)})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { a.Close() })
		cast, err := demo.Stage(t.Context(), a, 0)
		if err != nil {
			t.Fatal(err)
		}
		test(&stage{cast, t})
	})
}

func give[R any](s *stage, who string, c app.Command[R], refusal string) R {
	s.t.Helper()
	r, err := app.Do(context.Background(), s.App, s.Actors[who], c)
	if refusal == "" && err != nil {
		s.t.Fatalf("%s as %s: %v", app.NameOf(c), who, err)
	}
	if refusal != "" {
		all := fault.Says(err)
		for _, f := range fault.FieldsOf(err) {
			all += " " + f.Name + ": " + f.Message
		}
		if err == nil || !strings.Contains(all, refusal) {
			s.t.Fatalf("%s as %s: %v, %q was expected", app.NameOf(c), who, err, refusal)
		}
	}
	return r
}

func look[R any](s *stage, who string, q app.Query[R]) R {
	s.t.Helper()
	r, err := app.Ask(context.Background(), s.App, s.Actors[who], q)
	if err != nil {
		s.t.Fatalf("%s as %s: %v", app.NameOf(q), who, err)
	}
	return r
}

// A post changes in versions; what held before stays, and a post of before
// versions were kept is readable.
func TestPostInVersions(t *testing.T) {
	t.Parallel()
	staged(t, func(s *stage) {
		var tomasz workforce.Member
		for _, m := range look(s, "manager", workforce.Members{PCN: demo.PCN}) {
			if m.ID == s.Practitioners["tomasz"] {
				tomasz = m
			}
		}
		p := look(s, "reception", workforce.PostPage{PCN: demo.PCN, Post: tomasz.Post.ID})
		if p.Now.Version != 0 || p.Now.RoleKey != "ot" || p.Registered || !strings.HasPrefix(p.Sentence, "Band 6 mental health occupational therapist, not registered: reimbursable from April 2022") {
			t.Errorf("%+v", p)
		}
		c := workforce.ChangePost{PCN: demo.PCN, Post: tomasz.Post.ID, RoleKey: "peer", Model: network.VCSE, Provider: demo.Provider, Service: "cyp", Band: "4", WTEPercent: 50, Sites: "Hub", Agreement: "Library", Why: "Agreed anew"}
		give(s, "reception", c, "role")
		give(s, "manager", workforce.ChangePost{PCN: demo.PCN, Post: tomasz.Post.ID, RoleKey: "x", Model: "x", Service: "x", Band: "3"}, "band")
		if v := give(s, "manager", c, ""); v != 2 {
			t.Errorf("version %d", v)
		}
		give(s, "manager", c, "changed this post")
		p = look(s, "lead", workforce.PostPage{PCN: demo.PCN, Post: tomasz.Post.ID})
		if len(p.History) != 2 || p.History[1].Band != "6" || p.Post.Band != "4" || p.RoleType != "Peer support worker" || p.Now.Role() != "Peer support worker" {
			t.Errorf("%+v", p)
		}
		if want := "Band 4 peer support worker, not registered: reimbursable from April 2022 under the NHS England page (band 4 to 8a, registered or not), not under the 2021/22 contract B14.1 (registered, band 5 or above)"; p.Sentence != want {
			t.Errorf("%s", p.Sentence)
		}
	})
}

// What a practitioner can show decides the sentence; expiries come from the
// network's own rules, and the counts are those of the lists.
func TestWhatExpires(t *testing.T) {
	t.Parallel()
	staged(t, func(s *stage) {
		leah, today := s.Practitioners["leah"], calendar.NewDate(2026, 11, 24)
		add := workforce.AddCredential{PCN: demo.PCN, Practitioner: leah, Kind: "registration", Name: "NMC", Number: "18a 1234 e", Status: "Registered", From: today.AddYears(-8), Expires: today.AddDays(30)}
		give(s, "gp", add, "role")
		bad := add
		bad.Number = "12345"
		give(s, "manager", bad, "it looks like 18A1234E")
		bad = add
		bad.Expires = calendar.Date{}
		give(s, "manager", bad, "expires")
		give(s, "manager", add, "")
		give(s, "manager", workforce.SetRenewal{PCN: demo.PCN, Kind: "dbs", Months: 36, Why: "Board"}, "")
		give(s, "manager", workforce.SetRenewal{PCN: demo.PCN, Kind: "training", Name: "Safeguarding", Months: 12, Why: "Board"}, "")
		old := give(s, "manager", workforce.AddCredential{PCN: demo.PCN, Practitioner: leah, Kind: "dbs", Status: "Enhanced", From: today.AddMonths(-36).AddDays(8)}, "")
		give(s, "manager", workforce.AddCredential{PCN: demo.PCN, Practitioner: leah, Kind: "training", Name: "safeguarding", From: today.AddMonths(-13)}, "")
		e := look(s, "lead", workforce.EndingSoon{PCN: demo.PCN, Within: -1})
		if e.All != 3 || e.Expired != 1 || e.In7 != 1 || e.In30 != 1 || e.In90 != 0 || e.List[0].Within != 0 {
			t.Errorf("%+v", e)
		}
		for within, n := range map[int]int{-1: e.All, 0: e.Expired, 7: e.In7, 30: e.In30, 90: e.In90} {
			if l := look(s, "lead", workforce.EndingSoon{PCN: demo.PCN, Within: within}); len(l.List) != n {
				t.Errorf("within %d: %d in the list, %d counted", within, len(l.List), n)
			}
		}
		give(s, "manager", workforce.AddCredential{PCN: demo.PCN, Practitioner: leah, Kind: "dbs", Status: "Enhanced", From: today}, "")
		if l := look(s, "lead", workforce.EndingSoon{PCN: demo.PCN, Within: -1}); l.All != 2 {
			t.Errorf("what was renewed still warns: %+v", l.List)
		}
		f := look(s, "leah", workforce.EligibilityOf{PCN: demo.PCN, Practitioner: leah})
		if !f.Registered || !f.Own || !strings.Contains(f.Sentence, "and from April 2021 to March 2022") || len(f.Groups[0].Missing) != 0 || len(f.Groups[4].Missing) != 1 {
			t.Errorf("%+v", f)
		}
		give(s, "manager", workforce.EndCredential{PCN: demo.PCN, Practitioner: leah, ID: old, From: today, Why: "Entered twice"}, "")
		give(s, "manager", workforce.EndCredential{PCN: demo.PCN, Practitioner: leah, ID: old, From: today, Why: "Entered twice"}, "ended it already")
		lapsed := add
		lapsed.Status, lapsed.Number = "Lapsed", "18A1234E"
		t2 := s.Practitioners["tomasz"]
		lapsed.Practitioner = t2
		give(s, "manager", lapsed, "")
		if look(s, "lead", workforce.EligibilityOf{PCN: demo.PCN, Practitioner: t2}).Registered {
			t.Error("a lapsed registration counts")
		}
	})
}

func TestLivedExperienceNamesNobody(t *testing.T) {
	t.Parallel()
	staged(t, func(s *stage) {
		c := workforce.RecordLived{PCN: demo.PCN, Who: "Carers", On: calendar.NewDate(2026, 11, 1), Words: "Evenings", Owner: "Grace"}
		bad := c
		bad.Words = "She, 999 000 0026, said so"
		give(s, "manager", bad, "Leave out NHS numbers")
		id := give(s, "manager", c, "")
		c.ID, c.Version, c.Changed = id, 1, "A Thursday evening"
		give(s, "lead", c, "")
		give(s, "lead", c, "changed it")
		l := look(s, "reception", workforce.LivedExperience{PCN: demo.PCN})
		if len(l) != 1 || l[0].Version != 2 || l[0].Changed != "A Thursday evening" {
			t.Errorf("%+v", l)
		}
		m := look(s, "reception", workforce.Models{PCN: demo.PCN})
		if len(m.Rows) < 8 || len(m.Counts) != 1 || m.Counts[0].WTEPercent != 180 || m.Funding == "" || len(m.Excluded) != 2 {
			t.Errorf("%+v", m)
		}
		for _, r := range workforce.RoleTypes {
			if got, ok := workforce.RoleTypeIn(r.Name); !ok || got.Key != r.Key {
				t.Errorf("%s is read as %+v", r.Name, got)
			}
		}
	})
}

// A post is graded anew from a day: it is the same post with the same person,
// and every day keeps its band.
func TestGradedAnew(t *testing.T) {
	t.Parallel()
	staged(t, func(s *stage) {
		var leah workforce.Member
		for _, m := range look(s, "manager", workforce.Members{PCN: demo.PCN}) {
			if m.ID == s.Practitioners["leah"] {
				leah = m
			}
		}
		today := calendar.NewDate(2026, 11, 24)
		c := workforce.GradeAnew{PCN: demo.PCN, Post: leah.Post.ID, From: today.AddDays(7), Band: "8a", Why: "Leads the service"}
		give(s, "reception", c, "role")
		give(s, "manager", workforce.GradeAnew{PCN: demo.PCN, Post: leah.Post.ID, From: leah.Post.FromDay, Band: "3"}, "is a correction")
		bad := c
		bad.Band = leah.Post.Band
		give(s, "manager", bad, "on that day already")
		bad = c
		bad.From = today.AddYears(2)
		give(s, "manager", bad, "more than a year ahead")
		if v := give(s, "manager", c, ""); v != 1 {
			t.Errorf("version %d", v)
		}
		give(s, "manager", c, "graded this post anew")
		p := look(s, "lead", workforce.PostPage{PCN: demo.PCN, Post: leah.Post.ID})
		if p.Now.Band != leah.Post.Band || p.Post.Band != leah.Post.Band || len(p.Gradings) != 1 || p.ID != leah.ID || p.Post.FromDay != leah.Post.FromDay {
			t.Errorf("it holds before its day: %+v", p)
		}
		s.App = s.App.At(calendar.NewManual(calendar.MustInstant("2026-12-01T12:40:00Z")))
		p = look(s, "lead", workforce.PostPage{PCN: demo.PCN, Post: leah.Post.ID})
		if p.Now.Band != "8a" || p.Post.Band != "8a" || !strings.HasPrefix(p.Sentence, "Band 8a") || p.ID != leah.ID || p.Post.ID != leah.Post.ID {
			t.Errorf("it does not hold on its day: %+v", p)
		}
		for _, m := range look(s, "manager", workforce.Members{PCN: demo.PCN}) {
			if m.ID == leah.ID && m.Post.Band != "8a" {
				t.Errorf("the list says band %s", m.Post.Band)
			}
		}
		if f := look(s, "leah", workforce.EligibilityOf{PCN: demo.PCN, Practitioner: leah.ID}); f.Detail.Band != "8a" {
			t.Errorf("eligibility: band %s", f.Detail.Band)
		}
		// What else changes keeps the gradings; a band is changed by a day.
		change := workforce.ChangePost{PCN: demo.PCN, Post: leah.Post.ID, RoleKey: "nurse", Model: network.Joint, Provider: demo.Provider, Service: "adult", Band: "6", WTEPercent: 90, Why: "Hours"}
		give(s, "manager", change, "grade it anew from a day")
		change.Band = "8a"
		give(s, "manager", change, "")
		again := workforce.GradeAnew{PCN: demo.PCN, Post: leah.Post.ID, Version: 1, From: today.AddDays(3), Band: "8a", Why: "The panel meant the 27th"}
		give(s, "manager", again, "")
		if p = look(s, "lead", workforce.PostPage{PCN: demo.PCN, Post: leah.Post.ID}); len(p.Gradings) != 2 || p.Gradings[0].Version != 2 || p.Now.WTEPercent != 90 {
			t.Errorf("%+v", p)
		}
	})
}
