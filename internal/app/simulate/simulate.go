// Package simulate is the room that makes a year of England up: every network
// as published, with invented practitioners who see invented people, in shapes
// that were published or are plausible. It exists to look at the pages, and to
// measure them, at the size of the country.
//
// It writes rows, not commands: two million people through the front door
// would take a night. Each room writes its own tables, in a file named
// forsimulate.go; see docs/decisions/0014-simulated-years.md.
package simulate

import (
	"context"
	"fmt"

	"footbridge/internal/access"
	"footbridge/internal/app"
	"footbridge/internal/app/account"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/network"
	"footbridge/internal/app/person"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// National is how many requests all networks of England have together when
// nobody says another number.
const National = 2_000_000

// Spec says what is made up.
type Spec struct {
	Networks int           // how many networks, 0 for all of them
	Requests int           // in all of them together, 0 for their share of National
	From     calendar.Date // the first day
	To       calendar.Date // the day after the last one that is lived through; bookings go on beyond it
	Seed     uint64        // the same seed makes the same year
}

func (s Spec) check(today calendar.Date) error {
	var c fault.Check
	c.Require(s.Networks >= 0, "networks", "The number of networks can't be negative")
	c.Require(s.Requests >= 0, "requests", "The number of requests can't be negative")
	c.Require(s.From.Before(s.To), "from", "The year must begin before it ends")
	c.Require(!s.To.After(today), "to", "The year must have ended: %s is after today", s.To.Medium())
	c.Require(s.To.DaysSince(s.From) <= 3*366, "from", "At most three years are made at once")
	for d := s.From; c.Err() == nil && d.Before(s.To.AddDays(ahead)); d = d.AddDays(200) {
		c.Require(calendar.HolidaysKnown(d), "from", "The bank holidays of %d are not known", d.Year())
	}
	return c.Err()
}

// Counts are how many of each were made.
type Counts struct {
	Networks, Practitioners, Slots, People, Requests, Closed, Returns, Bookings, Contacts int
	Assessments, Plans, Goals, Measures, Triaged, Focus, Pauses, Goodbyes                 int
	Advice, Asks, Onward, Taught                                                          int
	Rows                                                                                  int
	First                                                                                 string // the network whose people can sign in
}

// Progress is told how far it is.
type Progress func(stage string, done, total int)

// Year makes a year up in records that hold nobody, and marks them as a demo,
// so that every page says that its people are invented. It is Refused when the
// records hold people or users, and Invalid when the year can't be made.
func Year(ctx context.Context, a *app.App, s Spec, tell Progress) (Counts, error) {
	if tell == nil {
		tell = func(string, int, int) {}
	}
	actor := access.System("Simulation")
	if err := s.check(a.Today()); err != nil {
		return Counts{}, err
	}
	list, err := england(&s)
	if err != nil {
		return Counts{}, err
	}
	total := Counts{First: list[0].code}
	err = a.Bulk(ctx, func() error {
		tell("Making room", 0, 0)
		if _, err := app.Do(ctx, a, actor, Begin{}); err != nil {
			return err
		}
		tell("Loading the published networks", 0, 0)
		if _, err := app.Do(ctx, a, actor, network.LoadSnapshot{}); err != nil {
			return err
		}
		// The next network is made up while the last one is written.
		ready := make(chan *year, 1)
		stop := make(chan struct{})
		defer close(stop)
		go func() {
			defer close(ready)
			for i := range list {
				select {
				case ready <- live(s, i, len(list), list[i]):
				case <-stop:
					return
				}
			}
		}()
		for y := range ready {
			if err := ctx.Err(); err != nil {
				return err
			}
			c, err := app.Do(ctx, a, actor, Write{year: y})
			if err != nil {
				return fmt.Errorf("network %s: %w", y.of.code, err)
			}
			total.add(c)
			tell("Networks", total.Networks, len(list))
		}
		return nil
	})
	if err != nil {
		return total, err
	}
	// Marked last, and on the disk before it is served: a year that was cut off
	// in the middle is never served.
	_, err = app.Do(ctx, a, actor, account.MarkDemo{})
	return total, err
}

// Begin makes sure that the records hold nobody, and makes the names findable.
type Begin struct{}

// Needs is access.Import.
func (Begin) Needs() access.Permission { return access.Import }

// Do looks and writes.
func (Begin) Do(ctx context.Context, tx *gate.Tx) (bool, error) {
	somebody, err := person.Anybody(tx)
	if err != nil {
		return false, err
	}
	if somebody {
		return false, fault.Refused("These records hold people already. A simulated year is made in records of its own: name a file that is not there yet, or an empty database")
	}
	users, err := (account.AnyUsers{}).Ask(ctx, tx)
	if err != nil {
		return false, err
	}
	if users.Users > 0 {
		return false, fault.Refused("These records have users already. A simulated year is made in records of its own: name a file that is not there yet, or an empty database")
	}
	tx.Touched("simulation", "", "", "begun")
	return true, person.BulkWords(tx, allNames())
}

// Write writes the year of one network, as it was made up. Only Year can make
// one: there is no other way to hand over rows.
type Write struct{ year *year }

// Needs is access.Import.
func (Write) Needs() access.Permission { return access.Import }

// Do writes it, all or nothing.
func (c Write) Do(_ context.Context, tx *gate.Tx) (Counts, error) {
	if c.year == nil {
		return Counts{}, fault.Wrong("network", "There is nothing to write")
	}
	if err := c.year.write(tx); err != nil {
		return Counts{}, err
	}
	n := c.year.counts()
	tx.TouchedAt("simulation", c.year.of.code, "", c.year.of.code, fmt.Sprintf("a simulated year with %d requests", n.Requests))
	return n, nil
}

func (c *Counts) add(o Counts) {
	c.Networks += o.Networks
	c.Practitioners += o.Practitioners
	c.Slots += o.Slots
	c.People += o.People
	c.Requests += o.Requests
	c.Closed += o.Closed
	c.Returns += o.Returns
	c.Bookings += o.Bookings
	c.Contacts += o.Contacts
	c.Assessments += o.Assessments
	c.Plans += o.Plans
	c.Measures += o.Measures
	c.Triaged += o.Triaged
	c.Goodbyes += o.Goodbyes
	c.Advice += o.Advice
	c.Asks += o.Asks
	c.Onward += o.Onward
	c.Taught += o.Taught
	c.Focus += o.Focus
	c.Pauses += o.Pauses
	c.Goals += o.Goals
	c.Rows += o.Rows
}
