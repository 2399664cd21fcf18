package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"footbridge/internal/access"
	"footbridge/internal/app"
	"footbridge/internal/app/account"
	"footbridge/internal/app/diary"
	"footbridge/internal/app/person"
	"footbridge/internal/demo"
	"footbridge/internal/web"
)

type serveCmd struct {
	Addr     string `help:"Where to listen." default:"127.0.0.1:8080"`
	Insecure bool   `help:"Serve without TLS in front: cookies are not marked secure. For one machine only."`
	Cert     string `help:"Certificate, when Footbridge speaks TLS itself." type:"existingfile"`
	Key      string `help:"Its key." type:"existingfile"`
}

// Run serves until it is told to stop.
func (s serveCmd) Run(ctx context.Context, c *cli, log *slog.Logger, out io.Writer) error {
	a, err := c.open(ctx, log)
	if err != nil {
		return err
	}
	defer a.Close()
	standing, err := app.Ask(ctx, a, access.Nobody(), account.AnyUsers{})
	if err != nil {
		return err
	}
	if standing.Demo {
		return errors.New("these records are a demo: serve them with “footbridge demo”")
	}
	if standing.Users == 0 {
		fmt.Fprintln(out, "Nobody can sign in yet. Add the first administrator with: footbridge user add NAME --role administrator")
	}
	return serve(ctx, a, web.New(a, web.Config{Log: log, Secure: !s.Insecure}), s.Addr, s.Cert, s.Key, log, out)
}

type demoCmd struct {
	Addr string `help:"Where to listen." default:"127.0.0.1:8080"`
	Data string `help:"The folder that keeps the demo's records." default:"demo-data" placeholder:"DIR"`
	Seed int64  `help:"The seed of the invented people." default:"1"`
	Init bool   `help:"Only make the records, don't serve."`
}

// Run makes the demo network when it isn't there yet, and serves it.
func (d demoCmd) Run(ctx context.Context, c *cli, log *slog.Logger, out io.Writer) error {
	database := filepath.Join(d.Data, "demo.db")
	if c.Database != "footbridge.db" {
		database = c.Database
	} else if err := os.MkdirAll(d.Data, 0o700); err != nil {
		return err
	}
	a, err := app.Open(ctx, app.Config{Database: database, Log: log})
	if err != nil {
		return err
	}
	defer a.Close()
	began := time.Now()
	made, err := demo.Make(ctx, a, d.Seed)
	if err != nil {
		return err
	}
	if made {
		fmt.Fprintf(out, "The demo network is made in %s (%.1f s).\n", database, time.Since(began).Seconds())
	} else {
		fmt.Fprintf(out, "Going on with the demo network in %s.\n", database)
	}
	if d.Init {
		return nil
	}
	return serve(ctx, a, web.New(a, web.Config{Log: log, Demo: true}), d.Addr, "", "", log, out)
}

func serve(ctx context.Context, a *app.App, handler http.Handler, addr, cert, key string, log *slog.Logger, out io.Writer) error {
	server := &http.Server{
		Handler: handler, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 60 * time.Second,
		WriteTimeout: 120 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10,
		ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return err
	}
	go upkeep(ctx, a, log)
	failed := make(chan error, 1)
	go func() {
		if cert != "" {
			failed <- server.ServeTLS(l, cert, key)
		} else {
			failed <- server.Serve(l)
		}
	}()
	scheme := "http"
	if cert != "" {
		scheme = "https"
	}
	fmt.Fprintf(out, "Footbridge is at %s://%s\n", scheme, l.Addr())
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	wait, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	return server.Shutdown(wait)
}

// upkeep makes the slots of the weeks ahead and lets people follow practices
// that changed network: now, and every few hours.
func upkeep(ctx context.Context, a *app.App, log *slog.Logger) {
	tick := time.NewTicker(4 * time.Hour)
	defer tick.Stop()
	self := access.System("Footbridge itself")
	for {
		if _, err := app.Do(ctx, a, self, diary.Extend{}); err != nil {
			log.Error("making the slots of the weeks ahead", "error", err)
		}
		if _, err := app.Do(ctx, a, self, person.Realign{}); err != nil {
			log.Error("people following their practices", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}
