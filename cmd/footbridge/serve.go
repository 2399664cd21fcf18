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
	"sync"
	"time"

	"footbridge/internal/access"
	"footbridge/internal/app"
	"footbridge/internal/app/account"
	"footbridge/internal/app/diary"
	"footbridge/internal/app/export"
	"footbridge/internal/app/hiring"
	"footbridge/internal/app/impact"
	outbox "footbridge/internal/app/message"
	"footbridge/internal/app/person"
	"footbridge/internal/demo"
	"footbridge/internal/post"
	"footbridge/internal/web"
)

type serveCmd struct {
	Addr     string `help:"Where to listen." default:"127.0.0.1:8080"`
	Insecure bool   `help:"Serve without TLS in front: cookies are not marked secure. For one machine only."`
	Cert     string `help:"Certificate, when Footbridge speaks TLS itself." type:"existingfile"`
	Key      string `help:"Its key." type:"existingfile"`

	SMTPURL     string        `name:"smtp-url" help:"The mail server: smtps://USER:PASSWORD@HOST or smtp://USER:PASSWORD@HOST:587. Without one, mail waits." env:"FOOTBRIDGE_SMTP_URL" placeholder:"URL"`
	MailFrom    string        `help:"Who mail is from, as “Pier Health <noreply@example.nhs.uk>”." env:"FOOTBRIDGE_MAIL_FROM" placeholder:"ADDRESS"`
	TextURL     string        `help:"The text gateway: each text is one POST of JSON. Without one, texts wait." env:"FOOTBRIDGE_TEXT_URL" placeholder:"URL"`
	TextToken   string        `help:"The token that the text gateway asks for." env:"FOOTBRIDGE_TEXT_TOKEN" placeholder:"TOKEN"`
	MailTimeout time.Duration `help:"How long handing over one message may take." default:"1m" env:"FOOTBRIDGE_MAIL_TIMEOUT"`
}

// carriers are how messages leave: what is not set is left out.
func (s serveCmd) carriers() (map[string]post.Carrier, error) {
	out := map[string]post.Carrier{}
	if s.MailTimeout < time.Second {
		return nil, errors.New("the time-out for messages must be at least a second")
	}
	if s.SMTPURL != "" {
		m, err := post.ParseMail(s.SMTPURL, s.MailFrom, s.MailTimeout)
		if err != nil {
			return nil, err
		}
		out[outbox.Email] = m
	}
	if s.TextURL != "" {
		t, err := post.ParseTexts(s.TextURL, s.TextToken, s.MailTimeout)
		if err != nil {
			return nil, err
		}
		out[outbox.Text] = t
	}
	return out, nil
}

// Run serves until it is told to stop.
func (s serveCmd) Run(ctx context.Context, c *cli, log *slog.Logger, out io.Writer) error {
	carriers, err := s.carriers()
	if err != nil {
		return err
	}
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
	return serve(ctx, a, web.New(a, web.Config{Log: log, Secure: !s.Insecure}), &post.Sender{App: a, Log: log, Carriers: carriers, Patience: s.MailTimeout}, s.Addr, s.Cert, s.Key, log, out)
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
	return serve(ctx, a, web.New(a, web.Config{Log: log, Demo: true}), &post.Sender{App: a, Log: log, Carriers: map[string]post.Carrier{outbox.Email: post.Shown{}, outbox.Text: post.Shown{}}}, d.Addr, "", "", log, out)
}

func serve(ctx context.Context, a *app.App, handler http.Handler, sender *post.Sender, addr, cert, key string, log *slog.Logger, out io.Writer) error {
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
	go count(ctx, a, log)
	var sending sync.WaitGroup
	sending.Go(func() { sender.Run(ctx) })
	sending.Go(func() { (&export.Worker{App: a, Log: log}).Run(ctx) })
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
	err = server.Shutdown(wait)
	sending.Wait() // for the answer to what is being handed over
	return err
}

// count keeps the figures up to date: what the audit says has changed is
// counted again, every few seconds. Until then a page counts it itself.
func count(ctx context.Context, a *app.App, log *slog.Logger) {
	tick := time.NewTicker(5 * time.Second)
	defer tick.Stop()
	for {
		if _, err := impact.CountUp(ctx, a, false, nil); err != nil && ctx.Err() == nil {
			log.Error("keeping the figures up to date", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// upkeep makes the slots of the weeks ahead, lets people follow practices that
// changed network, queues reminders, deletes applications whose retention
// date has come and files whose week has passed: now, and every few hours.
func upkeep(ctx context.Context, a *app.App, log *slog.Logger) {
	tick := time.NewTicker(4 * time.Hour)
	defer tick.Stop()
	self := access.System("Footbridge itself")
	for {
		if _, err := app.Do(ctx, a, self, diary.Extend{}); err != nil {
			log.Error("making the slots of the weeks ahead", "error", err)
		}
		if _, err := app.Do(ctx, a, self, impact.Observe{}); err != nil {
			log.Error("how far ahead the diaries are free", "error", err)
		}
		if _, err := app.Do(ctx, a, self, person.Realign{}); err != nil {
			log.Error("people following their practices", "error", err)
		}
		if _, err := app.Do(ctx, a, self, diary.Remind{}); err != nil {
			log.Error("queueing reminders", "error", err)
		}
		if _, err := app.Do(ctx, a, self, hiring.Forget{}); err != nil {
			log.Error("deleting applications on their retention date", "error", err)
		}
		if _, err := app.Do(ctx, a, self, export.Forget{}); err != nil {
			log.Error("deleting files after their week", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}
