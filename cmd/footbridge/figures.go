package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"footbridge/internal/access"
	"footbridge/internal/app"
	"footbridge/internal/app/impact"
	"footbridge/internal/fault"
)

// figuresCmd counts the figures of the proof again, and checks them.
type figuresCmd struct {
	Recount bool `help:"Count everything again, whatever is counted already."`
	Check   bool `help:"Compare what pages show with the records, network by network; exits with 1 when a figure differs."`
}

// Run counts, checks, and prints what was found.
func (c *figuresCmd) Run(ctx context.Context, a *app.App, out io.Writer) error {
	last := 0
	n, err := impact.CountUp(ctx, a, c.Recount, func(done, of int) {
		if done == of || done*20/of > last {
			last = done * 20 / of
			fmt.Fprintf(os.Stderr, "counted: %d of %d networks\n", done, of)
		}
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "networks counted  %d\n", n)
	if !c.Check {
		return nil
	}
	self := access.System("figures")
	known, err := app.Ask(ctx, a, self, impact.Known{})
	if err != nil {
		return err
	}
	figures, differ := 0, 0
	for _, pcn := range known.Networks {
		if err := c.one(ctx, a, out, pcn, impact.Check{PCN: pcn}, &figures, &differ); err != nil {
			return err
		}
	}
	for _, g := range known.Unions {
		if err := c.one(ctx, a, out, g.Code, impact.CheckUnion{Union: g}, &figures, &differ); err != nil {
			return err
		}
	}
	fmt.Fprintf(out, "figures compared  %d\nfigures that differ  %d\n", figures, differ)
	if differ > 0 {
		return fault.Wrong("figures", "%d figures differ from the records: count them again with --recount, and tell the maintainers", differ)
	}
	return nil
}

func (c *figuresCmd) one(ctx context.Context, a *app.App, out io.Writer, code string, q app.Query[impact.Checked], figures, differ *int) error {
	found, err := app.Ask(ctx, a, access.System("figures"), q)
	if err != nil {
		return err
	}
	*figures += found.Figures
	*differ += len(found.Differ)
	for _, d := range found.Differ {
		fmt.Fprintf(out, "%s %s\n", code, d)
	}
	return nil
}
