// Package post is the sender: it takes what waits in the outbox, one message
// at a time, hands it to the mail server or the text gateway, and writes down
// what came of it. Several programs over one database may each run it: the
// outbox gives a message to one of them.
package post

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"footbridge/internal/access"
	"footbridge/internal/app"
	"footbridge/internal/app/message"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// Result is what came of handing one message over.
type Result struct {
	Outcome string // one of the outcomes of message.Settle
	How     string // for what was sent
	Words   string // what the other side said, without the person's address
}

// Carrier hands one message over. It returns within the context's deadline.
type Carrier interface {
	Carry(ctx context.Context, m message.Message) Result
	// Name says in a few words where it hands over: "mail server smtp.example.org".
	Name() string
}

// Sender takes what waits and hands it over.
type Sender struct {
	App      *app.App
	Log      *slog.Logger
	Carriers map[string]Carrier // by channel; a channel without one waits
	Patience time.Duration      // how long one handing over may take; a minute when zero
	Pause    time.Duration      // between two looks into the outbox; 5 seconds when zero
	said     map[string]string
	saidAt   map[string]calendar.Instant
}

// Self is the actor of the sender.
var Self = access.System("Footbridge, sending")

func (s *Sender) patience() time.Duration {
	if s.Patience <= 0 {
		return time.Minute
	}
	return s.Patience
}

// Run sends until ctx ends. It ends after the message that is being handed
// over, so that its answer is not lost.
func (s *Sender) Run(ctx context.Context) {
	pause := s.Pause
	if pause <= 0 {
		pause = 5 * time.Second
	}
	for {
		n, err := s.Round(ctx)
		if err != nil && ctx.Err() == nil {
			s.Log.Error("sending messages", "error", err)
		}
		if n > 0 {
			s.Log.Info("messages handed over", "count", n)
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(pause):
		}
	}
}

// Round hands over everything that is due, and answers with how many. When a
// server can't be reached, the rest of its channel waits for the next round.
func (s *Sender) Round(ctx context.Context) (int, error) {
	if s.Log == nil {
		s.Log = slog.Default()
	}
	if s.said == nil {
		s.said, s.saidAt = map[string]string{}, map[string]calendar.Instant{}
	}
	n := 0
	var first error
	for _, channel := range []string{message.Email, message.Text} {
		done, err := s.channel(ctx, channel)
		n += done
		if err != nil && first == nil {
			first = err
		}
	}
	return n, first
}

func (s *Sender) channel(ctx context.Context, channel string) (int, error) {
	c := s.Carriers[channel]
	if c == nil {
		return 0, s.say(ctx, channel, "", "")
	}
	if err := s.say(ctx, channel, c.Name(), s.said[channel+" trouble"]); err != nil {
		return 0, err
	}
	for n := 0; ; n++ {
		if ctx.Err() != nil {
			return n, nil
		}
		m, err := app.Do(ctx, s.App, Self, message.Take{Channels: []string{channel}, Lease: 3 * s.patience()})
		if err != nil || m.ID == "" {
			return n, err
		}
		// From here on the answer counts more than the wish to stop: both go on
		// without ctx, each with an end of its own.
		carry, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.patience())
		r := c.Carry(carry, m.Message)
		cancel()
		if err := s.settle(context.WithoutCancel(ctx), m.Message, r); err != nil {
			return n, err
		}
		trouble := ""
		if r.Outcome == message.Unreachable {
			trouble = r.Words
		}
		s.said[channel+" trouble"] = trouble
		if err := s.say(ctx, channel, c.Name(), trouble); err != nil {
			return n, err
		}
		if trouble != "" {
			s.Log.Warn("can't be reached", "channel", channel, "why", trouble)
			return n, nil
		}
	}
}

// settle writes the answer down, and tries again for a while when the
// database is busy or gone: an answer that is lost makes the message "not
// certain".
func (s *Sender) settle(ctx context.Context, m message.Message, r Result) error {
	var err error
	for wait := 50 * time.Millisecond; wait < s.patience(); wait *= 2 {
		_, err = app.Do(ctx, s.App, Self, message.Settle{ID: m.ID, Handing: m.Handing, Outcome: r.Outcome, How: r.How, Words: r.Words})
		if err == nil || fault.Is(err, fault.Conflict) || fault.Is(err, fault.Invalid) {
			break
		}
		time.Sleep(wait)
	}
	if fault.Is(err, fault.Conflict) {
		s.Log.Warn("an answer came too late", "message", m.ID, "outcome", r.Outcome)
		return nil
	}
	return err
}

// say writes down how a channel is reached: when that has changed, and every
// few minutes, so that of several programs one without a server doesn't have
// the last word.
func (s *Sender) say(ctx context.Context, channel, way, trouble string) error {
	now := way + "\x00" + trouble
	if s.said[channel] == now && s.App.Now().Sub(s.saidAt[channel]) < message.SayEvery {
		return nil
	}
	s.saidAt[channel] = s.App.Now()
	_, err := app.Do(ctx, s.App, Self, message.SayWay{Channel: channel, Way: way, Trouble: trouble})
	if err == nil {
		s.said[channel] = now
	}
	if errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}

// Shown is the demo's carrier: nothing leaves the machine.
type Shown struct{}

// Carry shows.
func (Shown) Carry(context.Context, message.Message) Result {
	return Result{Outcome: message.ShownOnly, How: message.HowShown, Words: "Shown, not sent: this is a demo"}
}

// Name says so.
func (Shown) Name() string { return message.WayShown }
