package e2e

import (
	"context"
	"database/sql"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"footbridge/internal/access"
	"footbridge/internal/app"
	"footbridge/internal/app/account"
	"footbridge/internal/app/diary"
	"footbridge/internal/app/person"
	"footbridge/internal/calendar"
	"footbridge/internal/demo"
	"footbridge/internal/web"
	"footbridge/internal/web/site"
)

// morning is when every test begins: a Wednesday in winter, before the first
// appointment.
const morning = "2026-11-25T08:00:00Z"

// made is the demo network, made once and copied for every world.
var made = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "footbridge-e2e-")
	if err != nil {
		return "", err
	}
	atEnd(func() { os.RemoveAll(dir) }) //nolint:errcheck // a temporary folder
	path := filepath.Join(dir, "demo.db")
	a, err := app.Open(context.Background(), app.Config{Database: path, Clock: calendar.Fixed(calendar.MustInstant(morning)), Log: quiet})
	if err != nil {
		return "", err
	}
	defer a.Close()
	_, err = demo.Make(context.Background(), a, 1)
	return path, err
})

var quiet = slog.New(slog.NewTextHandler(io.Discard, nil))

var (
	cleaning sync.Mutex
	cleanups []func()
)

// atEnd clears something up when every test has run.
func atEnd(f func()) {
	cleaning.Lock()
	defer cleaning.Unlock()
	cleanups = append(cleanups, f)
}

func TestMain(m *testing.M) {
	code := m.Run()
	for _, f := range cleanups {
		f()
	}
	os.Exit(code)
}

// world is a server of its own over a demo network of its own.
type world struct {
	t     testing.TB
	app   *app.App
	clock *calendar.Manual
	site  *site.Server
	base  string // http://127.0.0.1:40001
	path  string // of the database

	mu     sync.Mutex
	tokens map[string]string
	ids    map[string]string // of users, by key
}

// newWorld starts a server, the demo's unless it is configured otherwise.
func newWorld(t testing.TB, configure ...func(*web.Config)) *world {
	t.Helper()
	master, err := made()
	if err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(master)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "footbridge.db")
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	clock := calendar.NewManual(calendar.MustInstant(morning))
	a, err := app.Open(context.Background(), app.Config{Database: path, Clock: clock, Log: quiet})
	if err != nil {
		t.Fatal(err)
	}
	config := web.Config{Log: quiet, Demo: true}
	for _, f := range configure {
		f(&config)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, app: a, clock: clock, site: web.New(a, config), base: "http://" + l.Addr().String(), path: path, tokens: map[string]string{}, ids: map[string]string{}}
	server := &http.Server{Handler: w.site, ReadHeaderTimeout: 10 * time.Second, ErrorLog: slog.NewLogLogger(quiet.Handler(), slog.LevelWarn)}
	go server.Serve(l) //nolint:errcheck // ends with Close
	t.Cleanup(func() {
		server.Close()
		a.Close()
	})
	users, err := app.Ask(context.Background(), a, access.System("e2e"), account.List{})
	if err != nil {
		t.Fatal(err)
	}
	for _, u := range users {
		w.ids[u.Username] = u.ID
	}
	return w
}

// token begins a session as one of the demo's people.
func (w *world) token(key string) string {
	w.t.Helper()
	w.mu.Lock()
	defer w.mu.Unlock()
	if t := w.tokens[key]; t != "" {
		return t
	}
	w.tokens[key] = w.enter(key)
	return w.tokens[key]
}

// everybodyIn begins every session now, so that none of them is counted
// later.
func (w *world) everybodyIn() {
	w.t.Helper()
	for key := range w.ids {
		w.token(key)
	}
}

// enter begins a new session, however many there are.
func (w *world) enter(key string) string {
	w.t.Helper()
	id, ok := w.ids[key]
	if !ok {
		w.t.Fatalf("the demo has nobody with the key %q", key)
	}
	in, err := app.Do(context.Background(), w.app, access.Nobody(), account.EnterAs{UserID: id, Device: "e2e", Address: "127.0.0.1"})
	if err != nil {
		w.t.Fatal(err)
	}
	return in.Token
}

// actor is one of the demo's people, to ask with.
func (w *world) actor(key string) access.Actor {
	w.t.Helper()
	who, err := app.Ask(context.Background(), w.app, access.Nobody(), account.WhoIs{Token: w.token(key)})
	if err != nil {
		w.t.Fatal(err)
	}
	return who.Actor
}

// ask asks as one of the demo's people.
func ask[R any](w *world, key string, q app.Query[R]) R {
	w.t.Helper()
	r, err := app.Ask(context.Background(), w.app, w.actor(key), q)
	if err != nil {
		w.t.Fatalf("%s as %s: %v", app.NameOf(q), key, err)
	}
	return r
}

// do does as one of the demo's people.
func do[R any](w *world, key string, c app.Command[R]) R {
	w.t.Helper()
	r, err := app.Do(context.Background(), w.app, w.actor(key), c)
	if err != nil {
		w.t.Fatalf("%s as %s: %v", app.NameOf(c), key, err)
	}
	return r
}

// person finds somebody by what one would type.
func (w *world) person(words string) person.Person {
	w.t.Helper()
	f := ask(w, "leah", person.Find{Words: words})
	if len(f.Hits) == 0 {
		w.t.Fatalf("nobody found for %q", words)
	}
	return f.Hits[0].Person
}

// booking gives one of the demo's bookings in a state; one that is booked is
// more than a day away.
func (w *world) booking(state string) diary.Row {
	w.t.Helper()
	for _, id := range w.everybody() {
		b := ask(w, "leah", diary.OfPerson{Person: id})
		for _, r := range append(b.Coming, b.Past...) {
			if r.State == state && (state != "booked" || r.StartsAt.Sub(w.clock.Now()) > 24*time.Hour) {
				return r
			}
		}
	}
	w.t.Fatalf("the demo has no booking that is %s", state)
	return diary.Row{}
}

func (w *world) everybody() []string {
	w.t.Helper()
	return w.rows("SELECT id FROM person WHERE merged_into = '' AND practice = 'L81016' ORDER BY id")
}

// rows reads the first column of a statement from the file itself, past the
// program: what tests count.
func (w *world) rows(statement string, args ...any) []string {
	w.t.Helper()
	d, err := sql.Open("sqlite", "file:"+w.path+"?mode=ro&_pragma=busy_timeout(5000)")
	if err != nil {
		w.t.Fatal(err)
	}
	defer d.Close()
	found, err := d.Query(statement, args...)
	if err != nil {
		w.t.Fatalf("%s: %v", statement, err)
	}
	defer found.Close()
	var out []string
	for found.Next() {
		var s string
		if err := found.Scan(&s); err != nil {
			w.t.Fatal(err)
		}
		out = append(out, s)
	}
	if err := found.Err(); err != nil {
		w.t.Fatal(err)
	}
	return out
}

// done counts the audit lines of commands.
func (w *world) done() int {
	w.t.Helper()
	return len(w.rows("SELECT seq FROM audit WHERE way = 'do'"))
}

// count says how many rows a table has more than in the demo as it was made.
func (w *world) count(table string) int {
	w.t.Helper()
	master, err := made()
	if err != nil {
		w.t.Fatal(err)
	}
	return len(w.rows("SELECT 1 FROM "+table)) - len((&world{t: w.t, path: master}).rows("SELECT 1 FROM "+table))
}

// client is a browser without a screen: it keeps cookies, and follows no
// redirect by itself.
type client struct {
	w    *world
	http *http.Client
}

// as is a client that is signed in; "" is nobody.
func (w *world) as(key string) *client {
	w.t.Helper()
	c := w.bare()
	if key != "" {
		u, _ := url.Parse(w.base)
		c.http.Jar.SetCookies(u, []*http.Cookie{{Name: "footbridge", Value: w.token(key), Path: "/"}})
	}
	return c
}

func (w *world) bare() *client {
	jar, _ := cookiejar.New(nil)
	return &client{w: w, http: &http.Client{
		Jar: jar, Timeout: 30 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// answer is what the server said.
type answer struct {
	*http.Response
	Text string
}

// To is where the answer sends one on to.
func (a answer) To() string { return a.Header.Get("Location") }

func (c *client) send(r *http.Request) answer {
	c.w.t.Helper()
	resp, err := c.http.Do(r)
	if err != nil {
		c.w.t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		c.w.t.Fatal(err)
	}
	return answer{resp, string(body)}
}

func (c *client) get(path string) answer {
	c.w.t.Helper()
	r, err := http.NewRequest(http.MethodGet, c.w.base+path, nil)
	if err != nil {
		c.w.t.Fatal(err)
	}
	return c.send(r)
}

// post sends a form as a page of this site does.
func (c *client) post(path string, fields ...string) answer {
	c.w.t.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(fields); i += 2 {
		form.Add(fields[i], fields[i+1])
	}
	r, err := http.NewRequest(http.MethodPost, c.w.base+path, strings.NewReader(form.Encode()))
	if err != nil {
		c.w.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return c.send(r)
}
