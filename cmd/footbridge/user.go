package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app"
	"footbridge/internal/app/account"
)

type userCmd struct {
	Add  userAddCmd  `cmd:"" help:"Let somebody sign in; the password is read from standard input."`
	List userListCmd `cmd:"" help:"List who may sign in."`
}

type userAddCmd struct {
	Username string `arg:"" help:"What they type to sign in."`
	Name     string `help:"Their full name; the user name when left out."`
	Role     string `help:"What they are." required:"" enum:"reception,clinician,practitioner,pharmacist,link worker,care coordinator,supervisor,manager,team lead,ICB,administrator"`
	At       string `help:"The code of the organisation; not for an administrator." placeholder:"CODE"`
}

// Run adds the user.
func (u userAddCmd) Run(ctx context.Context, c *cli, log *slog.Logger, out io.Writer) error {
	a, err := c.open(ctx, log)
	if err != nil {
		return err
	}
	defer a.Close()
	if u.Name == "" {
		u.Name = u.Username
	}
	fmt.Fprint(out, "Password (at least 12 characters): ")
	password, err := bufio.NewReader(os.Stdin).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	role := access.Role(u.Role)
	_, err = app.Do(ctx, a, access.System("Command line"), account.AddUser{
		Username: u.Username, Name: u.Name, Password: strings.TrimRight(password, "\r\n"),
		Grants: []account.Grant{{Role: role, Place: account.PlaceFor(role, u.At), Code: u.At}},
	})
	if err == nil {
		fmt.Fprintf(out, "\n%s can sign in as %s.\n", u.Name, u.Username)
	}
	return err
}

type userListCmd struct{}

// Run lists the users.
func (userListCmd) Run(ctx context.Context, c *cli, log *slog.Logger, out io.Writer) error {
	a, err := c.open(ctx, log)
	if err != nil {
		return err
	}
	defer a.Close()
	users, err := app.Ask(ctx, a, access.System("Command line"), account.List{})
	if err != nil {
		return err
	}
	for _, u := range users {
		state := "open"
		if !u.Active {
			state = "closed"
		}
		var roles []string
		for _, g := range u.Grants {
			roles = append(roles, strings.TrimSpace(string(g.Role)+" "+g.Code))
		}
		fmt.Fprintf(out, "%s\t%s\t%s\t%s\n", u.Username, u.Name, state, strings.Join(roles, ", "))
	}
	return nil
}

type verifyCmd struct{}

// Run walks the chain; a broken one is an error.
func (verifyCmd) Run(ctx context.Context, c *cli, log *slog.Logger, out io.Writer) error {
	if !strings.Contains(c.Database, "://") {
		if _, err := os.Stat(strings.TrimPrefix(c.Database, "sqlite:")); err != nil {
			return fmt.Errorf("there are no records at %s", c.Database)
		}
	}
	a, err := c.open(ctx, log)
	if err != nil {
		return err
	}
	defer a.Close()
	chain, err := a.Verify(ctx)
	if err != nil {
		return err
	}
	if chain.Broken != 0 {
		return fmt.Errorf("the audit chain is broken at line %d: %s", chain.Broken, chain.Why)
	}
	_, err = fmt.Fprintf(out, "The audit chain is whole: %d lines.\n", chain.Lines)
	return err
}

type migrateCmd struct{}

// Run brings the schema to this version; opening does it.
func (migrateCmd) Run(ctx context.Context, c *cli, log *slog.Logger, out io.Writer) error {
	a, err := c.open(ctx, log)
	if err != nil {
		return err
	}
	defer a.Close()
	_, err = fmt.Fprintln(out, "The records have this version's schema.")
	return err
}
