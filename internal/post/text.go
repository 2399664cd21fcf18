package post

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"time"

	"footbridge/internal/app/message"
)

// Texts hands text messages to a gateway over HTTP: one POST of JSON,
// {"to": "+447700900123", "text": "…", "reference": "…"}, with the token in
// the header Authorization and the message's id as Idempotency-Key. A gateway
// with another face needs a small translator in between.
type Texts struct {
	url    string
	host   string
	token  string
	client *http.Client
}

// ParseTexts reads the address of a text gateway: https, or http on this
// machine.
func ParseTexts(address, token string, patience time.Duration) (*Texts, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "https" && !(u.Scheme == "http" && local(u.Hostname())) {
		return nil, errors.New("the text gateway must be like https://gateway.example/send; http only on this machine")
	}
	return &Texts{url: u.String(), host: u.Hostname(), token: token, client: &http.Client{
		Timeout: patience,
		// A redirected POST could be sent twice, or with the token to another host.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}, nil
}

func local(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// Name says where texts go.
func (t *Texts) Name() string { return "text gateway " + t.host }

// Carry hands one text over. 2xx: taken; 429 and 503: refused for the time
// being; other 4xx and 3xx: refused for good; everything else, and no answer
// after the line stood: not certain.
func (t *Texts) Carry(ctx context.Context, m message.Message) Result {
	body, err := json.Marshal(map[string]string{"to": m.Address, "text": m.Body, "reference": m.ID})
	if err != nil {
		return Result{Outcome: message.Refused, Words: err.Error()}
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, t.url, bytes.NewReader(body))
	if err != nil {
		return Result{Outcome: message.Refused, Words: err.Error()}
	}
	r.GetBody = nil // so that the transport never sends it twice by itself
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Idempotency-Key", m.ID)
	if t.token != "" {
		r.Header.Set("Authorization", "Bearer "+t.token)
	}
	a, err := t.client.Do(r)
	if err != nil {
		var op *net.OpError
		if errors.As(err, &op) && op.Op == "dial" {
			return Result{Outcome: message.Unreachable, Words: "The text gateway can’t be reached: " + clip(op.Err.Error(), 200)}
		}
		return Result{Outcome: message.Unknown, Words: "The text gateway did not answer: perhaps it was sent, perhaps not"}
	}
	defer a.Body.Close()
	io.Copy(io.Discard, io.LimitReader(a.Body, 64<<10)) //nolint:errcheck // only so that the line can be used again
	words := "The text gateway answered " + a.Status
	switch c := a.StatusCode; {
	case c >= 200 && c < 300:
		return Result{Outcome: message.Took, How: message.HowText, Words: words}
	case c == 401 || c == 403:
		return Result{Outcome: message.Unreachable, Words: words + ": it does not let us in"}
	case c == 429 || c == 503:
		return Result{Outcome: message.Later, Words: words}
	case c >= 300 && c < 500:
		return Result{Outcome: message.Refused, Words: words}
	}
	return Result{Outcome: message.Unknown, Words: words + ": perhaps it was sent, perhaps not"}
}
