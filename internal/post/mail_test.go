package post

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"mime"
	"net"
	netmail "net/mail"
	"strings"
	"sync"
	"testing"
	"time"

	"mime/quotedprintable"

	"github.com/emersion/go-smtp"

	"footbridge/internal/app/message"
	"footbridge/internal/calendar"
)

// server is a real SMTP server on this machine that keeps what it took.
type server struct {
	sync.Mutex
	url  string
	got  []string // whole mails
	rcpt []string
	// what it answers, when it isn't "yes"
	atRcpt, atData error
	slow           time.Duration
}

func (s *server) NewSession(*smtp.Conn) (smtp.Session, error) { return &session{s: s}, nil }

type session struct {
	s  *server
	to string
}

func (*session) Reset()                               {}
func (*session) Logout() error                        { return nil }
func (*session) Mail(string, *smtp.MailOptions) error { return nil }
func (x *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	x.to = to
	return x.s.atRcpt
}

func (x *session) Data(r io.Reader) error {
	all, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	time.Sleep(x.s.slow)
	x.s.Lock()
	defer x.s.Unlock()
	if x.s.atData != nil {
		return x.s.atData
	}
	x.s.got = append(x.s.got, string(all))
	x.s.rcpt = append(x.s.rcpt, x.to)
	return nil
}

func listen(t *testing.T, s *server) *server {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	srv := smtp.NewServer(s)
	srv.Domain, srv.MaxLineLength = "localhost", 1000
	go srv.Serve(l) //nolint:errcheck // ends with Close
	t.Cleanup(func() { srv.Close() })
	s.url = "smtp://" + l.Addr().String() + "?tls=none"
	return s
}

func mailer(t *testing.T, url string) *Mail {
	t.Helper()
	m, err := ParseMail(url, "Pier Health <noreply@pier.example>", 2*time.Second)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func mail1() message.Message {
	return message.Message{ID: "01abc", Subject: "Please ring us: Old Market Surgery", Body: "Hello Dean,\n\nPlease ring us.", Address: "dean@example.org", ToName: "Dean Ashworth", QueuedAt: calendar.MustInstant("2026-11-04T10:45:00Z")}
}

func TestMailArrives(t *testing.T) {
	s := listen(t, &server{})
	long := strings.Repeat("a very long line without an end ", 100)
	for _, c := range []struct{ name, subject, body string }{
		{"Sinéad O’Brien", "Your appointment", "Plain words"},
		{"Łukasz Żółć", "Apwyntiad: ŵythnos", "Cyfarfod ddydd Mawrth, ŷ.\n😀"},
		{"=?utf-8?q?x?=", "Über", "."},
		{`Dean "the man" <evil@example.org>`, "A", ".\n..\n.hidden\nQUIT\n\n."},
		{"Long", strings.Repeat("subject ", 12), long},
	} {
		m := mail1()
		m.ToName, m.Subject, m.Body = c.name, strings.TrimSpace(c.subject), c.body
		if r := mailer(t, s.url).Carry(t.Context(), m); r.Outcome != message.Took {
			t.Fatalf("%s: %+v", c.name, r)
		}
		raw := s.got[len(s.got)-1]
		for _, line := range strings.Split(raw, "\r\n") {
			if len(line) > 998 {
				t.Errorf("%s: a line of %d", c.name, len(line))
			}
		}
		p, err := netmail.ReadMessage(strings.NewReader(raw))
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(quotedprintable.NewReader(p.Body))
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.TrimSpace(strings.ReplaceAll(string(body), "\r\n", "\n")); got != strings.TrimSpace(c.body) {
			t.Errorf("%s: body %q", c.name, got)
		}
		if got, _ := new(mime.WordDecoder).DecodeHeader(p.Header.Get("Subject")); got != m.Subject {
			t.Errorf("%s: subject %q", c.name, got)
		}
		to, err := p.Header.AddressList("To")
		if err != nil || len(to) != 1 || to[0].Address != "dean@example.org" || to[0].Name != c.name {
			t.Errorf("%s: to %v, %v", c.name, to, err)
		}
		if id := p.Header.Get("Message-ID"); id != "<01abc@pier.example>" {
			t.Errorf("Message-ID %q", id)
		}
		if p.Header.Get("Auto-Submitted") != "auto-generated" {
			t.Error("it does not say that no person wrote it")
		}
		if s.rcpt[len(s.rcpt)-1] != "dean@example.org" {
			t.Errorf("%s went to %s", c.name, s.rcpt)
		}
	}
}

// Nobody's name, address or wording can add a header or a receiver.
func TestNoHeaderIsSmuggledIn(t *testing.T) {
	s := listen(t, &server{})
	for name, change := range map[string]func(*message.Message){
		"subject": func(m *message.Message) { m.Subject = "A\r\nBcc: evil@example.org" },
		"name":    func(m *message.Message) { m.ToName = "Dean\nBcc: evil@example.org" },
		"address": func(m *message.Message) { m.Address = "dean@example.org>\r\nRCPT TO:<evil@example.org" },
		"two":     func(m *message.Message) { m.Address = "dean@example.org, evil@example.org" },
	} {
		m := mail1()
		change(&m)
		if r := mailer(t, s.url).Carry(t.Context(), m); r.Outcome != message.Refused {
			t.Errorf("%s: %+v", name, r)
		}
	}
	if len(s.got) != 0 {
		t.Errorf("%d mails went", len(s.got))
	}
}

func TestMailRefused(t *testing.T) {
	for _, c := range []struct {
		name string
		s    *server
		want string
	}{
		{"later at the receiver", &server{atRcpt: &smtp.SMTPError{Code: 451, Message: "try later"}}, message.Later},
		{"never at the receiver", &server{atRcpt: &smtp.SMTPError{Code: 550, Message: "no such user dean@example.org"}}, message.Refused},
		{"later after the mail", &server{atData: &smtp.SMTPError{Code: 452, Message: "full"}}, message.Later},
		{"never after the mail", &server{atData: &smtp.SMTPError{Code: 554, Message: "no"}}, message.Refused},
		{"no answer after the mail", &server{slow: 3 * time.Second}, message.Unknown},
	} {
		s := listen(t, c.s)
		r := mailer(t, s.url).Carry(t.Context(), mail1())
		if r.Outcome != c.want {
			t.Errorf("%s: %+v", c.name, r)
		}
		if strings.Contains(r.Words, "dean@example.org") {
			t.Errorf("%s: the words name the address: %s", c.name, r.Words)
		}
	}
	if r := mailer(t, "smtp://127.0.0.1:1?tls=none").Carry(t.Context(), mail1()); r.Outcome != message.Unreachable {
		t.Errorf("nobody there: %+v", r)
	}
	// A server without TLS gets nothing, unless that is what was set.
	s := listen(t, &server{})
	plain, _, _ := strings.Cut(s.url, "?")
	if r := mailer(t, plain).Carry(t.Context(), mail1()); r.Outcome != message.Unreachable || len(s.got) != 0 {
		t.Errorf("without TLS: %+v", r)
	}
}

// cutter is a server that speaks just enough SMTP to cut the line at a chosen
// moment.
func cutter(t *testing.T, at string) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer c.Close()
				r := bufio.NewReader(c)
				fmt.Fprint(c, "220 cutter\r\n")
				data := false
				for {
					line, err := r.ReadString('\n')
					if err != nil {
						return
					}
					verb := strings.ToUpper(strings.TrimSpace(line))
					switch {
					case data && at == "mid-data" && strings.HasPrefix(verb, "SUBJECT"):
						c.(*net.TCPConn).SetLinger(0) //nolint:errcheck // a hard cut
						return
					case data && verb == ".":
						return // the mail is complete, and no answer comes
					case data:
					case strings.HasPrefix(verb, "DATA"):
						if at == "data" {
							return
						}
						data = true
						fmt.Fprint(c, "354 go\r\n")
					case strings.HasPrefix(verb, at):
						return
					default:
						fmt.Fprint(c, "250 ok\r\n")
					}
				}
			}()
		}
	}()
	return "smtp://" + l.Addr().String() + "?tls=none"
}

// Where the line is cut decides what may be said: before the mail was complete
// it was certainly not sent; after it nobody knows.
func TestLineIsCut(t *testing.T) {
	for at, want := range map[string]string{"EHLO": message.Unreachable, "MAIL": message.Unreachable, "RCPT": message.Unreachable, "data": message.Unreachable, "dot": message.Unknown} {
		if r := mailer(t, cutter(t, at)).Carry(t.Context(), mail1()); r.Outcome != want {
			t.Errorf("cut at %s: %+v, want %s", at, r, want)
		}
	}
	// In the middle: small mails are written at once, so that both are true
	// answers; never that it was sent.
	big := mail1()
	big.Body = strings.Repeat("words and words\n", 200000)
	if r := mailer(t, cutter(t, "mid-data")).Carry(t.Context(), big); r.Outcome != message.Unreachable && r.Outcome != message.Unknown {
		t.Errorf("cut in the middle: %+v", r)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	s := listen(t, &server{slow: time.Second})
	if r := mailer(t, s.url).Carry(ctx, mail1()); r.Outcome != message.Unknown {
		t.Errorf("told to stop while the server thought: %+v", r)
	}
}

func TestParseMail(t *testing.T) {
	for _, c := range []struct{ url, from, want string }{
		{"smtps://u:p@mail.example", "a@b.example", ""},
		{"smtp://u:p@mail.example:2525", "A <a@b.example>", ""},
		{"smtp://localhost:25?tls=none", "a@b.example", ""},
		{"smtp://u:p@localhost:25?tls=none", "a@b.example", "password is not sent"},
		{"http://mail.example", "a@b.example", "must be like"},
		{"smtp://", "a@b.example", "must be like"},
		{"smtp://mail.example", "", "sender of mail"},
		{"smtps://mail.example?tls=none", "a@b.example", "not known"},
	} {
		_, err := ParseMail(c.url, c.from, time.Second)
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", c.url, err)
		}
		if err != nil && strings.Contains(err.Error(), "u:p") {
			t.Errorf("%s: the error shows the password", c.url)
		}
	}
	if m, _ := ParseMail("smtps://mail.example", "a@b.example", time.Second); m.port != 465 || !m.implicit {
		t.Errorf("%+v", m)
	}
}
