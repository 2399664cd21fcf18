package impact_test

import (
	"context"
	"fmt"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"footbridge/internal/access"
	"footbridge/internal/app"
	"footbridge/internal/app/impact"
	"footbridge/internal/calendar"
	"footbridge/internal/demo"
)

func TestPeek(t *testing.T) {
	clock := calendar.NewManual(calendar.MustInstant("2026-11-25T08:02:00Z"))
	a, err := app.Open(context.Background(), app.Config{Database: filepath.Join(t.TempDir(), "x.db"), Clock: clock, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	if _, err := demo.Make(context.Background(), a, 1); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		start := time.Now()
		n, err := impact.CountUp(context.Background(), a, false, nil)
		fmt.Println(n, err, time.Since(start))
	}
	lead := access.Actor{ID: "x", Name: "x", Grants: []access.Grant{{Role: access.TeamLead, Place: access.Provider, Code: demo.Provider, Networks: []string{demo.PCN}}}}
	manager := access.Actor{ID: "m", Name: "x", Grants: []access.Grant{{Role: access.Manager, Place: access.Network, Code: demo.PCN, Networks: []string{demo.PCN}}}}
	for _, who := range []access.Actor{lead, manager} {
		start := time.Now()
		r, err := app.Ask(context.Background(), a, who, impact.OfNetwork{PCN: demo.PCN})
		if err != nil {
			t.Fatal(err)
		}
		fmt.Println(time.Since(start), r.WindowWords(), r.Behind)
		for _, g := range impact.Groups {
			for _, s := range r.All(g) {
				fmt.Printf("%-22s span %d %s", s.Key, s.Span, s.Hidden)
				for _, p := range s.Points {
					fmt.Printf(" [%d/%d %.1f %v]", p.N, p.Of, p.Figure, p.Known)
				}
				fmt.Println(" =", s.Whole.N, s.Whole.Of, s.Reads().Says)
				if s.Opens && len(s.Points) > 0 {
					p := s.Points[len(s.Points)-1]
					e, err := app.Ask(context.Background(), a, who, impact.Explain{PCN: demo.PCN, Indicator: s.Key, First: p.First, Last: p.Last, Part: "n"})
					if err != nil || e.Count != p.N && p.Known {
						t.Errorf("%s: %d, not %d: %v", s.Key, e.Count, p.N, err)
					}
				}
			}
		}
		x, _ := impact.ByKey("closed")
		fmt.Println(r.By(x, "closed", "to"), r.By(x, "seen", "practice"))
	}
}
