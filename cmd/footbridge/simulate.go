package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"strconv"
	"time"

	"footbridge/internal/app"
	"footbridge/internal/app/impact"
	"footbridge/internal/app/simulate"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// simulateCmd makes a year of England up.
type simulateCmd struct {
	Networks string `help:"How many networks take part, or all." default:"all" placeholder:"N|all"`
	Requests int    `help:"How many requests they have in all; left out, their share of 2,000,000 a year." placeholder:"N"`
	Year     string `help:"A contract year that has ended, for example 2025/26; left out, the twelve months until yesterday." placeholder:"YYYY/YY"`
	From     string `help:"The first day, instead of a year." placeholder:"DATE"`
	To       string `help:"The last day." placeholder:"DATE"`
	Seed     uint64 `help:"The same seed makes the same year." default:"1"`
}

// Run makes the year and prints what was made.
func (c *simulateCmd) Run(ctx context.Context, a *app.App, out io.Writer) error {
	spec, err := c.spec(a.Today())
	if err != nil {
		return err
	}
	// Millions of small values are handed over and forgotten: looking for them
	// less often costs some memory for a few minutes.
	defer debug.SetGCPercent(debug.SetGCPercent(400))
	began := time.Now()
	n, err := simulate.Year(ctx, a, spec, simulating(os.Stderr))
	if err != nil {
		return err
	}
	took := time.Since(began)
	began = time.Now()
	last := 0
	counted, err := impact.CountUp(ctx, a, true, func(done, of int) {
		if done == of || done*20/of > last {
			last = done * 20 / of
			fmt.Fprintf(os.Stderr, "counting the figures: %d of %d networks\n", done, of)
		}
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "The figures of %d networks were counted in %.0f s.\n", counted, time.Since(began).Seconds())
	for _, l := range []struct {
		what string
		n    int
	}{
		{"networks", n.Networks}, {"practitioners", n.Practitioners}, {"people", n.People}, {"requests", n.Requests}, {"closed", n.Closed}, {"quick returns", n.Returns}, {"slots", n.Slots}, {"bookings", n.Bookings},
		{"contacts", n.Contacts}, {"assessments", n.Assessments}, {"plans", n.Plans}, {"goals", n.Goals}, {"questionnaires", n.Measures}, {"triage records", n.Triaged}, {"focus groups", n.Focus}, {"pauses", n.Pauses}, {"questions to the desk", n.Advice}, {"asks", n.Asks}, {"onward requests", n.Onward}, {"teaching sessions", n.Taught},
	} {
		fmt.Fprintf(out, "%-22s %d\n", l.what, l.n)
	}
	_, err = fmt.Fprintf(os.Stderr, "%d rows in %.0f s (%.0f a second). Users of %s can sign in where it is served as a demo.\n", n.Rows, took.Seconds(), float64(n.Rows)/took.Seconds(), n.First)
	return err
}

func (c *simulateCmd) spec(today calendar.Date) (simulate.Spec, error) {
	s := simulate.Spec{Requests: c.Requests, Seed: c.Seed, From: today.AddYears(-1), To: today}
	if c.Networks != "all" {
		n, err := strconv.Atoi(c.Networks)
		if s.Networks = n; err != nil || n < 1 {
			return s, fault.Wrong("networks", "--networks is a number or “all”")
		}
	}
	if c.Year != "" {
		if c.From != "" || c.To != "" {
			return s, fault.Wrong("year", "Give a year, or a first and a last day")
		}
		y, err := calendar.ParseContractYear(c.Year)
		if err != nil {
			return s, err
		}
		s.From, s.To = y.Start(), y.End().AddDays(1)
	}
	for _, x := range []struct {
		text string
		day  *calendar.Date
		add  int
	}{{c.From, &s.From, 0}, {c.To, &s.To, 1}} {
		if x.text == "" {
			continue
		}
		d, err := calendar.ParseDate(x.text)
		if err != nil {
			return s, err
		}
		*x.day = d.AddDays(x.add)
	}
	return s, nil
}

// simulating prints each stage when it begins, and now and then how far it is.
func simulating(w io.Writer) simulate.Progress {
	last := 0
	return func(stage string, done, total int) {
		switch {
		case total == 0:
			fmt.Fprintf(w, "%s …\n", stage)
		case done == total || done*20/total > last:
			last = done * 20 / total
			fmt.Fprintf(w, "%s: %d of %d\n", stage, done, total)
		}
	}
}
