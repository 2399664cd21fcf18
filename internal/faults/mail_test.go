package faults

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	netmail "net/mail"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"footbridge/internal/access"
	"footbridge/internal/app"
	"footbridge/internal/app/message"
	"footbridge/internal/app/person"
	"footbridge/internal/demo"
)

// post is a real SMTP server that counts how often each Message-ID came.
type post struct {
	sync.Mutex
	came map[string]int
}

func (p *post) NewSession(*smtp.Conn) (smtp.Session, error) { return &delivery{p}, nil }

type delivery struct{ p *post }

func (*delivery) Reset()                               {}
func (*delivery) Logout() error                        { return nil }
func (*delivery) Mail(string, *smtp.MailOptions) error { return nil }
func (*delivery) Rcpt(string, *smtp.RcptOptions) error { return nil }
func (d *delivery) Data(r io.Reader) error {
	all, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	m, err := netmail.ReadMessage(strings.NewReader(string(all)))
	if err != nil {
		return err
	}
	// It is taken here; the answer comes a little later, so that some kills
	// fall between the two.
	d.p.Lock()
	d.p.came[strings.Trim(m.Header.Get("Message-ID"), "<>")]++
	d.p.Unlock()
	time.Sleep(15 * time.Millisecond)
	return nil
}

// Killed in a loop while mail is going out, two servers over one database lose
// no message and send none twice: each arrived once, or is on a list that
// people see, and whatever is there with an unknown answer waits for a person.
func TestKillWhileSending(t *testing.T) {
	people, kills := 60, 8
	if n, err := strconv.Atoi(os.Getenv("FOOTBRIDGE_KILLS")); err == nil {
		people, kills = 6*n, n
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &post{came: map[string]int{}}
	srv := smtp.NewServer(p)
	srv.Domain = "localhost"
	go srv.Serve(l) //nolint:errcheck // ends with Close
	defer srv.Close()

	database := filepath.Join(t.TempDir(), "mail.db")
	ids, reception := queued(t, database, people)
	random := rand.New(rand.NewPCG(11, 11))
	for range kills {
		a, b := serving(t, database, l.Addr().String()), serving(t, database, l.Addr().String())
		time.Sleep(time.Duration(20+random.IntN(160)) * time.Millisecond)
		a.kill()
		b.kill()
	}
	// Left alone, the rest goes, and what has no answer becomes "not certain".
	last := serving(t, database, l.Addr().String())
	states := map[string]int{}
	for end := time.Now().Add(40 * time.Second); time.Now().Before(end); time.Sleep(300 * time.Millisecond) {
		states = standing(t, database, reception, ids, nil)
		if states[message.Waiting]+states[message.Failed]+states[message.Handing] == 0 {
			break
		}
	}
	last.kill()
	arrivedUnsure := 0
	standing(t, database, reception, ids, func(m message.Opened) {
		n := p.came[m.ID+"@pier.example"]
		switch {
		case n > 1:
			t.Errorf("%s came %d times", m.ID, n)
		case m.State == message.Sent && n != 1:
			t.Errorf("%s is sent and did not come", m.ID)
		case m.State == message.NotCertain:
			arrivedUnsure += n
		case m.State != message.Sent:
			t.Errorf("%s is %s: %s", m.ID, m.State, m.StateWhy)
		}
	})
	if len(p.came) > len(ids) {
		t.Errorf("%d mails of %d messages", len(p.came), len(ids))
	}
	t.Logf("%d kills of two servers; %d messages: %v; of those not certain %d had arrived", kills, len(ids), states, arrivedUnsure)
}

// queued makes a network and queues one e-mail to each person.
func queued(t *testing.T, database string, people int) ([]string, access.Actor) {
	t.Helper()
	ctx := context.Background()
	a, err := app.Open(ctx, app.Config{Database: database})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	var ids []string
	var c *demo.Cast
	if err := a.Loosely(ctx, func() error {
		if c, err = demo.Stage(ctx, a, people); err != nil {
			return err
		}
		if _, err := app.Do(ctx, a, c.Actors["manager"], message.SetSender{PCN: demo.PCN, Phone: "01934 700 100"}); err != nil {
			return err
		}
		rec := c.Actors["reception"]
		for i, id := range c.People {
			p, err := app.Ask(ctx, a, rec, person.Open{ID: id})
			if err != nil {
				return err
			}
			d := p.Person.Details()
			d.Email = fmt.Sprintf("p%d@example.org", i)
			if _, err := app.Do(ctx, a, rec, person.Change{ID: id, Version: p.Person.Version, Details: d, Why: "asked"}); err != nil {
				return err
			}
			if _, err := app.Do(ctx, a, rec, message.Agree{Person: id, Answers: map[string]string{message.Email: "yes"}}); err != nil {
				return err
			}
			v, err := app.Ask(ctx, a, rec, message.Compose{Person: id, Kind: message.RingUs})
			if err != nil {
				return err
			}
			for _, x := range v.Previews {
				if x.Channel == message.Email {
					m, err := app.Do(ctx, a, rec, message.Send{Person: id, Kind: message.RingUs, Channel: message.Email, Seal: x.Seal()})
					if err != nil {
						return err
					}
					ids = append(ids, m)
				}
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return ids, c.Actors["reception"]
}

// serving starts the real server with the mail server set.
func serving(t *testing.T, database, mail string) *process {
	t.Helper()
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(path, "--database", database, "serve", "--addr", "127.0.0.1:0", "--insecure",
		"--smtp-url", "smtp://"+mail+"?tls=none", "--mail-from", "Pier Health <noreply@pier.example>", "--mail-timeout", "1s")
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if _, at, ok := strings.Cut(lines.Text(), "Footbridge is at "); ok {
			go func() {
				for lines.Scan() {
				}
			}()
			return &process{cmd, at}
		}
	}
	t.Fatal("the server did not start")
	return nil
}

// standing counts the states of messages, and shows each to see.
func standing(t *testing.T, database string, who access.Actor, ids []string, see func(message.Opened)) map[string]int {
	t.Helper()
	ctx := context.Background()
	a, err := app.Open(ctx, app.Config{Database: database})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	out := map[string]int{}
	for _, id := range ids {
		m, err := app.Ask(ctx, a, who, message.One{ID: id})
		if err != nil {
			t.Fatal(err)
		}
		out[m.State]++
		if see != nil {
			see(m)
		}
	}
	return out
}
