package post

import (
	"context"
	"errors"
	"fmt"
	netmail "net/mail"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/wneessen/go-mail"

	"footbridge/internal/app/message"
)

// Mail hands messages to an SMTP server.
type Mail struct {
	host     string
	port     int
	implicit bool // TLS from the first byte
	policy   mail.TLSPolicy
	user     string
	password string
	from     netmail.Address
	patience time.Duration
}

// ParseMail reads the address of a mail server:
//
//	smtps://user:password@host[:465]            TLS from the first byte
//	smtp://user:password@host[:587]             STARTTLS, and nothing without it
//	smtp://host:25?tls=none                     no TLS: only on the same machine or a closed network
//
// A password is never sent without TLS. from is what stands in From:, as
// "Pier Health <noreply@example.nhs.uk>". Whoever sends the file or the
// environment variable in keeps the password out of the process list.
func ParseMail(address, from string, patience time.Duration) (*Mail, error) {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" || u.Scheme != "smtp" && u.Scheme != "smtps" || u.Path != "" && u.Path != "/" {
		return nil, errors.New("the mail server must be like smtps://user:password@host or smtp://user:password@host:587")
	}
	sender, err := netmail.ParseAddress(from)
	if err != nil {
		return nil, errors.New("the sender of mail must be like “Pier Health <noreply@example.nhs.uk>”")
	}
	m := &Mail{host: u.Hostname(), port: 587, policy: mail.TLSMandatory, from: *sender, patience: patience}
	if u.Scheme == "smtps" {
		m.implicit, m.port = true, 465
	}
	if p := u.Port(); p != "" {
		if m.port, err = strconv.Atoi(p); err != nil {
			return nil, fmt.Errorf("port %q of the mail server is no number", p)
		}
	}
	switch tls := u.Query().Get("tls"); {
	case tls == "none" && u.Scheme == "smtp":
		m.policy = mail.NoTLS
	case tls != "":
		return nil, fmt.Errorf("tls=%s is not known: only tls=none, with smtp://", tls)
	}
	m.user = u.User.Username()
	m.password, _ = u.User.Password()
	if m.user != "" && m.policy == mail.NoTLS {
		return nil, errors.New("a password is not sent to a mail server without TLS")
	}
	return m, nil
}

// Name says where mail goes.
func (m *Mail) Name() string { return "mail server " + m.host }

// ID is the Message-ID of a message: the same at each try, so that a server
// that gets it twice can tell.
func (m *Mail) ID(id string) string {
	_, domain, _ := strings.Cut(m.from.Address, "@")
	return id + "@" + domain
}

// letter makes the mail.
func (m *Mail) letter(x message.Message) (*mail.Msg, error) {
	if strings.ContainsAny(x.Subject+x.Address+x.ToName, "\r\n\x00") {
		return nil, errors.New("a line break in the subject, the name or the address")
	}
	if strings.ContainsAny(x.Address, " \t,;<>\"()") || strings.Count(x.Address, "@") != 1 {
		return nil, errors.New("the address is not a plain e-mail address")
	}
	l := mail.NewMsg(mail.WithCharset(mail.CharsetUTF8), mail.WithEncoding(mail.EncodingQP), mail.WithNoDefaultUserAgent())
	if err := l.FromFormat(m.from.Name, m.from.Address); err != nil {
		return nil, err
	}
	to, err := netmail.ParseAddress((&netmail.Address{Name: x.ToName, Address: x.Address}).String())
	if err != nil {
		return nil, err
	}
	l.ToMailAddress(to)
	l.Subject(x.Subject)
	l.SetMessageIDWithValue(m.ID(x.ID))
	l.SetDateWithValue(x.QueuedAt.Time())
	l.SetGenHeader("Auto-Submitted", "auto-generated")
	l.SetGenHeader("X-Auto-Response-Suppress", "All")
	l.SetBodyString(mail.TypeTextPlain, x.Body+"\n")
	return l, nil
}

// Carry hands one mail over. What it answers is exact about one thing: whether
// the server can have the mail. Until the last line of the mail was written
// the server can't; after that, without an answer, nobody knows.
func (m *Mail) Carry(ctx context.Context, x message.Message) Result {
	l, err := m.letter(x)
	if err != nil {
		return Result{Outcome: message.Refused, Words: "The mail can’t be made: " + err.Error()}
	}
	patience := m.patience
	if end, ok := ctx.Deadline(); ok {
		patience = min(patience, time.Until(end))
	}
	options := []mail.Option{mail.WithPort(m.port), mail.WithTimeout(patience), mail.WithTLSPolicy(m.policy), mail.WithoutNoop()}
	if m.implicit {
		options = append(options, mail.WithSSL())
	}
	if m.user != "" {
		options = append(options, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(m.user), mail.WithPassword(m.password))
	}
	c, err := mail.NewClient(m.host, options...)
	if err != nil {
		return Result{Outcome: message.Unreachable, Words: err.Error()}
	}
	conn, err := c.DialToSMTPClientWithContext(ctx)
	if err != nil {
		return Result{Outcome: message.Unreachable, Words: "The mail server can’t be reached, or does not let us in: " + m.discreet(err, x)}
	}
	defer conn.Close()
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	defer stop()
	err = c.SendWithSMTPClient(conn, l)
	if l.IsDelivered() {
		return Result{Outcome: message.Took, How: message.HowMail, Words: "The mail server took it: " + clip(l.ServerResponse(), 200)}
	}
	if err == nil {
		return Result{Outcome: message.Unknown, Words: "The mail server gave no answer"}
	}
	var e *mail.SendError
	if !errors.As(err, &e) {
		return Result{Outcome: message.Unknown, Words: m.discreet(err, x)}
	}
	words := m.discreet(err, x)
	switch code := e.ErrorCode(); {
	case code >= 500 && e.Reason != mail.ErrSMTPReset:
		return Result{Outcome: message.Refused, Words: "The mail server refused it: " + words}
	case code >= 400 && e.Reason != mail.ErrSMTPReset:
		return Result{Outcome: message.Later, Words: "The mail server refused it for the time being: " + words}
	case e.Reason == mail.ErrSMTPDataClose:
		return Result{Outcome: message.Unknown, Words: "The line was cut after the mail was handed over and before the server answered: perhaps it was sent, perhaps not"}
	}
	return Result{Outcome: message.Unreachable, Words: "The line to the mail server was cut before the mail was complete: " + words}
}

// discreet is an error for the record, without the person's address.
func (m *Mail) discreet(err error, x message.Message) string {
	s := strings.ReplaceAll(err.Error(), x.Address, "the address")
	if m.password != "" {
		s = strings.ReplaceAll(s, m.password, "…")
	}
	if i := strings.Index(s, ", affected recipient"); i >= 0 {
		s = s[:i]
	}
	return clip(s, 300)
}

func clip(s string, most int) string {
	if r := []rune(strings.TrimSpace(s)); len(r) > most {
		return string(r[:most]) + "…"
	}
	return strings.TrimSpace(s)
}
