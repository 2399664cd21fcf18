package agreement

import (
	"context"
	"database/sql"
	"html"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"footbridge/internal/access"
	"footbridge/internal/app"
	"footbridge/internal/app/account"
	"footbridge/internal/app/network"
	"footbridge/internal/calendar"
	"footbridge/internal/web/site"
)

// The networks of the tests, as published: Pier Health with seven practices,
// and another one of the same ICB.
const (
	pcn   = "U63843"
	other = "U86579"
)

// world is a served Footbridge with a person of each role, on Monday
// 23 November 2026.
type world struct {
	t      *testing.T
	app    *app.App
	site   http.Handler
	file   string
	people map[string]string // key → session token
	actors map[string]access.Actor
}

func newWorld(t *testing.T) *world {
	t.Helper()
	ctx := context.Background()
	w := &world{t: t, file: filepath.Join(t.TempDir(), "f.db"), people: map[string]string{}, actors: map[string]access.Actor{}}
	a, err := app.Open(ctx, app.Config{Database: w.file, Clock: calendar.Fixed(calendar.MustInstant("2026-11-23T08:02:00Z"))})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	w.app = a
	system := access.System("test")
	must(w, system, network.LoadSnapshot{})
	must(w, system, network.AddProvider{Code: "RVN", Name: "The trust", Kind: "trust"})
	ids := map[string]string{}
	for _, u := range []struct {
		key  string
		role access.Role
		code string
	}{{"manager", access.Manager, pcn}, {"lead", access.TeamLead, "RVN"}, {"reception", access.Reception, "L81016"}, {"icb", access.Commissioner, "QUY"}, {"outsider", access.Manager, other}} {
		ids[u.key] = must(w, system, account.AddUser{Username: u.key, Name: "The " + u.key, Persona: u.key, Grants: []account.Grant{{Role: u.role, Place: account.PlaceOf(u.role), Code: u.code}}})
		w.actors[u.key] = access.Actor{ID: ids[u.key], Name: "The " + u.key, Grants: []access.Grant{{Role: u.role, Place: account.PlaceOf(u.role), Code: u.code, Networks: []string{pcn}}}}
	}
	must(w, system, account.MarkDemo{})
	for key, id := range ids {
		w.people[key] = must(w, access.Nobody(), account.EnterAs{UserID: id}).Token
	}
	w.site = site.New(site.Config{App: a, Demo: true, Log: slog.New(slog.DiscardHandler)}, []site.Route{
		{Pattern: "GET /agreement", Needs: access.SeeAgreement, Handle: Agreement},
		{Pattern: "GET /agreement/version/{id}", Needs: access.SeeAgreement, Handle: Version},
		{Pattern: "GET /agreement/draft", Needs: access.EditAgreement, Handle: Draft},
		{Pattern: "POST /agreement/draft", Needs: access.EditAgreement, Handle: DoDraft},
		{Pattern: "GET /agreement/replay", Needs: access.SeeAgreement, Handle: Replay},
		{Pattern: "GET /agreement/sign", Needs: access.SignAgreement, Handle: Sign},
		{Pattern: "POST /agreement/sign", Needs: access.SignAgreement, Handle: DoSign},
		{Pattern: "GET /agreement/withdraw", Needs: access.EditAgreement, Handle: Withdraw},
		{Pattern: "POST /agreement/withdraw", Needs: access.EditAgreement, Handle: DoWithdraw},
		{Pattern: "GET /urgent", Needs: access.SeeUrgent, Handle: Urgent},
		{Pattern: "GET /urgent/new", Needs: access.EditUrgent, Handle: NewUrgent},
		{Pattern: "POST /urgent/new", Needs: access.EditUrgent, Handle: DoNewUrgent},
		{Pattern: "GET /urgent/{id}", Needs: access.EditUrgent, Handle: EditUrgent},
		{Pattern: "POST /urgent/{id}", Needs: access.EditUrgent, Handle: DoEditUrgent},
		{Pattern: "POST /urgent/{id}/checked", Needs: access.EditUrgent, Handle: DoCheckedUrgent},
		{Pattern: "GET /urgent/{id}/retire", Needs: access.EditUrgent, Handle: RetireUrgent},
		{Pattern: "POST /urgent/{id}/retire", Needs: access.EditUrgent, Handle: DoRetireUrgent},
	})
	return w
}

func must[R any](w *world, who access.Actor, cmd app.Command[R]) R {
	w.t.Helper()
	r, err := app.Do(context.Background(), w.app, who, cmd)
	if err != nil {
		w.t.Fatalf("%s: %v", app.NameOf(cmd), err)
	}
	return r
}

// page is what came back, with the words that a person reads.
type page struct {
	status   int
	location string
	markup   string
	words    string
}

var (
	noise = regexp.MustCompile(`(?s)<(script|style|svg)\b.*?</(script|style|svg)>|<header.*?</header>|<footer.*?</footer>`)
	tags  = regexp.MustCompile(`<[^>]*>`)
	space = regexp.MustCompile(`[\s\x{a0}]+`)
)

func (w *world) send(who, method, path string, form url.Values) page {
	w.t.Helper()
	var r *http.Request
	if method == http.MethodPost {
		r = httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	} else {
		r = httptest.NewRequest(method, path, nil)
	}
	r.AddCookie(&http.Cookie{Name: "footbridge", Value: w.people[who]})
	rec := httptest.NewRecorder()
	w.site.ServeHTTP(rec, r)
	p := page{status: rec.Code, location: rec.Header().Get("Location"), markup: rec.Body.String()}
	p.words = space.ReplaceAllString(html.UnescapeString(tags.ReplaceAllString(noise.ReplaceAllString(p.markup, " "), " ")), " ")
	return p
}

func (w *world) get(who, path string) page {
	w.t.Helper()
	return w.send(who, http.MethodGet, path, nil)
}
func (w *world) post(who, path string, form url.Values) page {
	w.t.Helper()
	return w.send(who, http.MethodPost, path, form)
}

// says checks the status and that the page says all of it.
func (p page) says(t *testing.T, status int, texts ...string) {
	t.Helper()
	if p.status != status {
		t.Errorf("status %d, want %d: %.600s", p.status, status, p.words)
	}
	for _, s := range texts {
		if !strings.Contains(p.words, s) {
			t.Errorf("the page does not say %q: %.3000s", s, p.words)
		}
	}
}

var (
	field  = regexp.MustCompile(`<(?:input|textarea|select|option)\b[^>]*>`)
	attr   = regexp.MustCompile(`([a-z-]+)="([^"]*)"`)
	option = regexp.MustCompile(`(?s)<select[^>]*\bname="([^"]*)"[^>]*>(.*?)</select>`)
	area   = regexp.MustCompile(`(?s)<textarea[^>]*\bname="([^"]*)"[^>]*>(.*?)</textarea>`)
)

// form gives the values of a page's forms as a browser would send them back.
func (p page) form() url.Values {
	out := url.Values{}
	for _, tag := range field.FindAllString(p.markup, -1) {
		if !strings.HasPrefix(tag, "<input") {
			continue
		}
		a := map[string]string{}
		for _, m := range attr.FindAllStringSubmatch(tag, -1) {
			a[m[1]] = html.UnescapeString(m[2])
		}
		if a["name"] == "" || (a["type"] == "radio" || a["type"] == "checkbox") && !strings.Contains(tag, " checked") {
			continue
		}
		out.Add(a["name"], a["value"])
	}
	for _, m := range option.FindAllStringSubmatch(p.markup, -1) {
		for _, tag := range field.FindAllString(m[2], -1) {
			if strings.Contains(tag, " selected") {
				out.Set(m[1], html.UnescapeString(attr.FindStringSubmatch(tag)[2]))
			}
		}
	}
	for _, m := range area.FindAllStringSubmatch(p.markup, -1) {
		out.Set(m[1], html.UnescapeString(m[2]))
	}
	return out
}

// left runs something and gives the audit lines that it left, as "way action
// kind" in order.
func (w *world) left(run func()) []string {
	w.t.Helper()
	d, err := sql.Open("sqlite", w.file)
	if err != nil {
		w.t.Fatal(err)
	}
	defer d.Close()
	var last int64
	if err := d.QueryRow("SELECT coalesce(max(seq), 0) FROM audit").Scan(&last); err != nil {
		w.t.Fatal(err)
	}
	run()
	rows, err := d.Query("SELECT way || ' ' || action || ' ' || kind FROM audit WHERE seq > ? ORDER BY seq", last)
	if err != nil {
		w.t.Fatal(err)
	}
	defer rows.Close()
	out := []string{}
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			w.t.Fatal(err)
		}
		out = append(out, s)
	}
	return out
}

func (w *world) leaves(want []string, run func()) {
	w.t.Helper()
	if got := w.left(run); !slices.Equal(got, want) {
		w.t.Errorf("left %q, want %q", got, want)
	}
}

// asked asks as the manager.
func asked[R any](w *world, q app.Query[R]) R {
	w.t.Helper()
	r, err := app.Ask(context.Background(), w.app, w.actors["manager"], q)
	if err != nil {
		w.t.Fatal(err)
	}
	return r
}
