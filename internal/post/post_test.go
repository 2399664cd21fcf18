package post

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"footbridge/internal/access"
	"footbridge/internal/app"
	"footbridge/internal/app/message"
	"footbridge/internal/app/person"
	"footbridge/internal/calendar"
	"footbridge/internal/demo"
	"footbridge/internal/engines"
)

// office is a network with people who agreed to everything, and one message
// queued for each.
type office struct {
	a     *app.App
	clock *calendar.Manual
	cast  *demo.Cast
	ids   []string
}

func open(t *testing.T, dsn string, people int, channel string) *office {
	t.Helper()
	ctx := context.Background()
	clock := calendar.NewManual(calendar.MustInstant("2026-11-04T10:45:00Z"))
	a, err := app.Open(ctx, app.Config{Database: dsn, Clock: clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	c, err := demo.Stage(ctx, a, people)
	if err != nil {
		t.Fatal(err)
	}
	o := &office{a: a, clock: clock, cast: c}
	do(t, a, c.Actors["manager"], message.SetSender{PCN: demo.PCN, Phone: "01934 700 100"})
	rec := c.Actors["reception"]
	for _, id := range c.People {
		p, err := app.Ask(ctx, a, rec, person.Open{ID: id})
		if err != nil {
			t.Fatal(err)
		}
		d := p.Person.Details()
		d.Email = "p" + id + "@example.org"
		do(t, a, rec, person.Change{ID: id, Version: p.Person.Version, Details: d, Why: "asked"})
		q, err := app.Ask(ctx, a, rec, person.Open{ID: id})
		if err != nil {
			t.Fatal(err)
		}
		do(t, a, rec, person.SetNeeds{ID: id, Version: q.Person.Version, SafeText: "yes"})
		do(t, a, rec, message.Agree{Person: id, Answers: map[string]string{message.Email: "yes", message.Text: "yes"}})
		o.ids = append(o.ids, o.send(t, id, channel))
	}
	return o
}

func (o *office) send(t *testing.T, who, channel string) string {
	t.Helper()
	rec := o.cast.Actors["reception"]
	c, err := app.Ask(t.Context(), o.a, rec, message.Compose{Person: who, Kind: message.RingUs})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range c.Previews {
		if p.Channel == channel {
			return do(t, o.a, rec, message.Send{Person: who, Kind: message.RingUs, Channel: channel, Seal: p.Seal()})
		}
	}
	return ""
}

func (o *office) state(t *testing.T, id string) message.Opened {
	t.Helper()
	m, err := app.Ask(t.Context(), o.a, o.cast.Actors["reception"], message.One{ID: id})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func do[R any](t *testing.T, a *app.App, who access.Actor, c app.Command[R]) R {
	t.Helper()
	r, err := app.Do(t.Context(), a, who, c)
	if err != nil {
		t.Fatalf("%s: %v", app.NameOf(c), err)
	}
	return r
}

// Several senders over one database send each message once.
func TestSendersShareTheOutbox(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		o := open(t, dsn, 12, message.Email)
		s := listen(t, &server{})
		var wg sync.WaitGroup
		for range 3 {
			wg.Go(func() {
				x := &Sender{App: o.a, Carriers: map[string]Carrier{message.Email: mailer(t, s.url)}}
				for range 3 {
					if _, err := x.Round(t.Context()); err != nil {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		seen := map[string]int{}
		for _, to := range s.rcpt {
			seen[to]++
		}
		if len(s.got) != 12 || len(seen) != 12 {
			t.Errorf("%d mails to %d people", len(s.got), len(seen))
		}
		for _, id := range o.ids {
			if m := o.state(t, id); m.State != message.Sent {
				t.Errorf("%s: %s", m.State, m.StateWhy)
			}
		}
	})
}

func TestTriedAgainThenDead(t *testing.T) {
	o := open(t, engines.SQLite(t), 1, message.Email)
	s := listen(t, &server{atRcpt: &smtp.SMTPError{Code: 451, Message: "greylisted"}})
	x := &Sender{App: o.a, Carriers: map[string]Carrier{message.Email: mailer(t, s.url)}}
	round := func(want int) {
		t.Helper()
		if n, err := x.Round(t.Context()); err != nil || n != want {
			t.Fatalf("handed over %d, %v; want %d", n, err, want)
		}
	}
	round(1)
	round(0)
	o.clock.Advance(message.Waits[0])
	s.atRcpt = nil
	round(1)
	if m := o.state(t, o.ids[0]); m.State != message.Sent || len(s.got) != 1 {
		t.Fatalf("%s, %d mails", m.State, len(s.got))
	}
	o.clock.Advance(24 * time.Hour)
	s.atRcpt = &smtp.SMTPError{Code: 550, Message: "no such user"}
	id := o.send(t, o.cast.People[0], message.Email)
	round(1)
	if m := o.state(t, id); m.State != message.Dead || !strings.Contains(m.StateWhy, "550") && !strings.Contains(m.StateWhy, "no such user") {
		t.Errorf("%s: %s", m.State, m.StateWhy)
	}
}

// Without a server nothing pretends to be sent, and the page can say so; with
// one that is away, one message is tried and the others wait.
func TestNoServer(t *testing.T) {
	o := open(t, engines.SQLite(t), 3, message.Email)
	x := &Sender{App: o.a}
	if n, err := x.Round(t.Context()); n != 0 || err != nil {
		t.Fatal(n, err)
	}
	way := func() message.Way {
		l, err := app.Ask(t.Context(), o.a, o.cast.Actors["reception"], message.List{PCN: demo.PCN})
		if err != nil || l.Counts["waiting"] != 3 {
			t.Fatalf("%v, %v", l.Counts, err)
		}
		return l.Ways[message.Email]
	}
	if w := way(); w.Way != "" {
		t.Errorf("%+v", w)
	}
	x.Carriers = map[string]Carrier{message.Email: mailer(t, "smtp://127.0.0.1:1?tls=none")}
	x.Round(t.Context()) //nolint:errcheck // it says so itself
	if w := way(); w.Way != "mail server 127.0.0.1" || w.Trouble == "" {
		t.Errorf("%+v", w)
	}
	tried := 0
	for _, id := range o.ids {
		tried += o.state(t, id).Tries
	}
	if tried != 1 {
		t.Errorf("%d tries at a server that is away", tried)
	}
}

func TestTextGateway(t *testing.T) {
	var mu sync.Mutex
	var got []map[string]string
	var header http.Header
	status := 200
	hang := make(chan struct{})
	g := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var body map[string]string
		json.NewDecoder(r.Body).Decode(&body) //nolint:errcheck // seen below
		mu.Lock()
		got, header = append(got, body), r.Header
		s := status
		mu.Unlock()
		if s == 0 {
			<-hang
			return
		}
		w.WriteHeader(s)
	}))
	defer g.Close()
	defer close(hang)
	carrier, err := ParseTexts(g.URL, "secret", 500*time.Millisecond)
	if err != nil {
		t.Fatal(err)
	}
	m := message.Message{ID: "01abc", Address: "+447700900123", Body: "Hello ŵ"}
	for s, want := range map[int]string{200: message.Took, 202: message.Took, 400: message.Refused, 302: message.Refused, 401: message.Unreachable, 429: message.Later, 503: message.Later, 500: message.Unknown, 0: message.Unknown} {
		mu.Lock()
		status = s
		mu.Unlock()
		before := len(got)
		if r := carrier.Carry(t.Context(), m); r.Outcome != want || strings.Contains(r.Words, "900123") {
			t.Errorf("%d: %+v, want %s", s, r, want)
		}
		if len(got) != before+1 {
			t.Errorf("%d: asked %d times", s, len(got)-before)
		}
	}
	if got[0]["to"] != "+447700900123" || got[0]["text"] != "Hello ŵ" || got[0]["reference"] != "01abc" || header.Get("Authorization") != "Bearer secret" || header.Get("Idempotency-Key") != "01abc" {
		t.Errorf("%v, %v", got[0], header)
	}
	away, _ := ParseTexts("http://127.0.0.1:1/", "", time.Second)
	if r := away.Carry(t.Context(), m); r.Outcome != message.Unreachable {
		t.Errorf("nobody there: %+v", r)
	}
	if _, err := ParseTexts("http://gateway.example/", "secret", time.Second); err == nil {
		t.Error("a token over the open net")
	}
	mu.Lock()
	status = 200
	mu.Unlock()
	o := open(t, engines.SQLite(t), 2, message.Text)
	x := &Sender{App: o.a, Carriers: map[string]Carrier{message.Text: carrier}}
	if n, err := x.Round(t.Context()); n != 2 || err != nil {
		t.Fatal(n, err)
	}
}

// Told to stop, the sender waits for the answer to what it is handing over.
func TestStopsAfterTheAnswer(t *testing.T) {
	o := open(t, engines.SQLite(t), 3, message.Email)
	s := listen(t, &server{slow: 300 * time.Millisecond})
	ctx, cancel := context.WithCancel(t.Context())
	x := &Sender{App: o.a, Carriers: map[string]Carrier{message.Email: mailer(t, s.url)}}
	done := make(chan struct{})
	go func() { x.Run(ctx); close(done) }()
	time.Sleep(100 * time.Millisecond)
	cancel()
	<-done
	sent := 0
	for _, id := range o.ids {
		switch m := o.state(t, id); m.State {
		case message.Sent:
			sent++
		case message.Waiting:
		default:
			t.Errorf("%s: %s", m.State, m.StateWhy)
		}
	}
	if sent != len(s.got) {
		t.Errorf("%d sent, %d arrived", sent, len(s.got))
	}
}
