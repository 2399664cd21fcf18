// Command footbridge is the whole program: the demo, the server, and what an
// administrator does on the machine itself.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"

	"footbridge/internal/app"
	"footbridge/internal/fault"
	"footbridge/internal/web/site"
)

type cli struct {
	Database string `help:"Where the records are: a SQLite file, or a postgres:// address." default:"footbridge.db" env:"FOOTBRIDGE_DATABASE" placeholder:"FILE|URL"`
	Verbose  bool   `help:"Log every request." short:"v"`

	Demo     demoCmd     `cmd:"" help:"Serve a demo network with invented people; nothing to set up."`
	Serve    serveCmd    `cmd:"" help:"Serve Footbridge."`
	Import   importCmd   `cmd:"" help:"Import published files."`
	Coverage coverageCmd `cmd:"" help:"Print entitlement and coverage of every network on a date."`

	Score       scoreCmd       `cmd:"" help:"Score a questionnaire, and say what may be said of a change."`
	Entitlement entitlementCmd `cmd:"" help:"Print how many posts a network is entitled to, by every rule set."`
	Eligible    eligibleCmd    `cmd:"" help:"Print whether somebody may hold a jointly funded post, by every rule set."`
	Claim       claimCmd       `cmd:"" help:"Work out the claim for one post and month, line by line."`
	FourWeek    fourWeekCmd    `cmd:"" help:"Print where the four-week clock of each spell stands."`
	Spc         spcCmd         `cmd:"" help:"Read a series of values as a control chart."`

	Simulate simulateCmd `cmd:"" help:"Make a year of England up, with invented people, in records that hold nobody."`
	Figures  figuresCmd  `cmd:"" help:"Count the figures of the proof, and check them against the records."`
	User     userCmd     `cmd:"" help:"Say who may sign in."`
	Verify   verifyCmd   `cmd:"" help:"Walk the audit chain and name the first line that doesn't fit."`
	Migrate  migrateCmd  `cmd:"" help:"Bring the records to this version's schema."`
	Version  versionCmd  `cmd:"" help:"Print the version."`
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// run runs one command line. It exits with 1 when the command failed, and 2
// when the command line is wrong.
func run(ctx context.Context, args []string, out, errs io.Writer) int {
	var c cli
	parser, err := kong.New(&c, kong.Name("footbridge"), kong.Writers(out, errs),
		kong.Description("The mental health practitioner service of a primary care network, in one place."), kong.UsageOnError())
	if err != nil {
		fmt.Fprintln(errs, err)
		return 2
	}
	parsed, err := parser.Parse(arguments(args))
	if err != nil {
		fmt.Fprintln(errs, "footbridge:", err)
		return 2
	}
	level := slog.LevelInfo
	if c.Verbose {
		level = slog.LevelDebug
	}
	log := slog.New(slog.NewJSONHandler(errs, &slog.HandlerOptions{Level: level}))
	parsed.BindTo(ctx, (*context.Context)(nil))
	parsed.BindTo(out, (*io.Writer)(nil))
	parsed.Bind(log, &c)
	var opened *app.App
	if err := parsed.BindToProvider(func() (*app.App, error) {
		var err error
		opened, err = c.open(ctx, log)
		return opened, err
	}); err != nil {
		fmt.Fprintln(errs, err)
		return 2
	}
	err = parsed.Run()
	if opened != nil {
		opened.Close()
	}
	if err != nil {
		fmt.Fprintln(errs, "footbridge:", message(err))
		return 1
	}
	return 0
}

// message is what a person at a terminal is told: everything about a fault
// that can be acted on, and the cause where there is nobody to hide it from.
func message(err error) string {
	var f *fault.Error
	if !errors.As(err, &f) {
		return err.Error()
	}
	s := f.Message
	if len(f.Fields) > 1 {
		for _, x := range f.Fields {
			s += "\n  " + x.Name + ": " + x.Message
		}
	}
	if f.Cause != nil {
		s += ": " + f.Cause.Error()
	}
	return s
}

func (c *cli) open(ctx context.Context, log *slog.Logger) (*app.App, error) {
	return app.Open(ctx, app.Config{Database: c.Database, Log: log})
}

type versionCmd struct{}

// Run prints the version.
func (versionCmd) Run(out io.Writer) error {
	_, err := fmt.Fprintln(out, "footbridge", site.Version)
	return err
}
