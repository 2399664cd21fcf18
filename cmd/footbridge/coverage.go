package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"footbridge/internal/access"
	"footbridge/internal/app"
	"footbridge/internal/app/network"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// coverageCmd prints which networks are entitled to how many practitioners,
// and which report any.
type coverageCmd struct {
	At     string `help:"The date, like 2026-07-01; today when left out." placeholder:"DATE"`
	Format string `help:"csv or json." enum:"csv,json" default:"csv"`
	ICB    string `help:"Only networks with a practice in this ICB, like QUY." placeholder:"CODE"`
	Status string `help:"Only networks of this status: covered, none or 'no return'." enum:"covered,none,no return,not known," default:""`
	Sort   string `help:"Sort by code, name, icb, practices, registered, entitlement, fte, adult, cyp, status or below; -registered for descending." default:"code"`
}

// Run prints.
func (c *coverageCmd) Run(ctx context.Context, a *app.App, out io.Writer) error {
	at := a.Today()
	if c.At != "" {
		var err error
		if at, err = calendar.ParseDate(c.At); err != nil {
			return err
		}
	}
	q := network.CoverageAt{At: at, ICB: c.ICB, Status: network.Status(c.Status), Sort: c.Sort}
	answer, err := app.Ask(ctx, a, access.System("coverage"), q)
	if err == nil && answer.Empty {
		fmt.Fprintln(os.Stderr, "Nothing was imported into these records yet; these are the built-in facts of July and June 2026. "+network.Attribution)
		answer, err = builtIn(ctx, q)
	}
	if err != nil {
		return err
	}
	if answer.Why != "" {
		fmt.Fprintln(os.Stderr, answer.Why+".")
	}
	switch c.Format {
	case "json":
		return network.WriteJSON(out, answer)
	case "csv", "":
		return network.WriteCSV(out, answer)
	}
	return fault.Wrong("format", "The format must be csv or json")
}

// builtIn answers from the built-in snapshot, in records that are thrown away
// afterwards.
func builtIn(ctx context.Context, q network.CoverageAt) (network.Coverage, error) {
	dir, err := os.MkdirTemp("", "footbridge-coverage-")
	if err != nil {
		return network.Coverage{}, err
	}
	defer os.RemoveAll(dir)
	a, err := app.Open(ctx, app.Config{Database: filepath.Join(dir, "facts.db")})
	if err != nil {
		return network.Coverage{}, err
	}
	defer a.Close()
	if _, err := app.Do(ctx, a, access.System("coverage"), network.LoadSnapshot{}); err != nil {
		return network.Coverage{}, err
	}
	return app.Ask(ctx, a, access.System("coverage"), q)
}
