package bench

import (
	"context"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"footbridge/internal/access"
	"footbridge/internal/app"
	"footbridge/internal/app/funding"
	"footbridge/internal/app/network"
	"footbridge/internal/calendar"
	"footbridge/internal/claim"
	"footbridge/internal/policy"
)

// BenchmarkEnglandYear gives every network of England its entitlement for each
// month of 2025/26, from its list of that month, and the scheme's sum of the
// year, as the command line would for a report. Weighted lists are not in the
// published files, so the registered list stands in for the weighted one here:
// it is the work that is measured, and no figure leaves this test.
func BenchmarkEnglandYear(b *testing.B) {
	ctx := context.Background()
	a, err := app.Open(ctx, app.Config{Database: filepath.Join(b.TempDir(), "f.db"), Clock: calendar.Fixed(calendar.MustInstant("2026-11-25T08:00:00Z")), Log: slog.New(slog.DiscardHandler)})
	must(b, err)
	defer a.Close()
	_, err = app.Do(ctx, a, access.System("bench"), network.LoadSnapshot{})
	must(b, err)
	year := calendar.ContractYear(2025)
	networks, posts := 0, 0
	var sum claim.Pence
	run := func() {
		c, err := app.Ask(ctx, a, access.System("bench"), network.CoverageAt{At: a.Today()})
		must(b, err)
		networks, posts, sum = 0, 0, 0
		v, _ := policy.ArrsSum.On(year.Start())
		rate, ok := v.Value.PerPatient.Thousandths()
		if !ok {
			b.Fatal("the year has no rate")
		}
		for _, n := range c.Networks {
			if !n.HasSize {
				continue
			}
			networks++
			sum += funding.Budget(n.Registered, rate)
			for _, m := range year.Months() {
				if e, ok := policy.Entitlement(n.Registered, m.First()).Applies(); ok {
					posts += e.Posts.Min
				}
			}
		}
	}
	run()
	if networks != 1298 || posts < 12*networks || sum <= 0 {
		b.Fatalf("%d networks, %d posts, %s", networks, posts, sum)
	}
	var times []time.Duration
	for range 9 {
		times = append(times, took(run))
	}
	b.ReportMetric(median(times).Seconds(), "s")
	b.ReportMetric(0, "ns/op")
	table = append(table, row{"England's 1,298 networks: a year's entitlement and sum", spell(median(times)), "", "", "2 s"})
}
