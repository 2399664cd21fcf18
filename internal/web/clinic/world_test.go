package clinic

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
	"footbridge/internal/app/diary"
	"footbridge/internal/app/network"
	"footbridge/internal/app/person"
	"footbridge/internal/app/workforce"
	"footbridge/internal/calendar"
	"footbridge/internal/nhs"
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
	mo     string // the practitioner
	place  string
	number int
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
	}{{"manager", access.Manager, pcn}, {"lead", access.TeamLead, "RVN"}, {"reception", access.Reception, "L81016"}, {"neighbour", access.Reception, "L81058"}, {"mo", access.Practitioner, pcn}, {"icb", access.Commissioner, "QUY"}, {"outsider", access.Manager, other}} {
		ids[u.key] = must(w, system, account.AddUser{Username: u.key, Name: "The " + u.key, Persona: u.key, Grants: []account.Grant{{Role: u.role, Place: account.PlaceOf(u.role), Code: u.code}}})
		w.actors[u.key] = access.Actor{ID: ids[u.key], Name: "The " + u.key, Grants: []access.Grant{{Role: u.role, Place: account.PlaceOf(u.role), Code: u.code, Networks: []string{pcn}}}}
	}
	must(w, system, account.MarkDemo{})
	for key, id := range ids {
		w.people[key] = must(w, access.Nobody(), account.EnterAs{UserID: id}).Token
	}
	terms := network.Terms{
		Model: network.Joint, Services: []network.Service{{Key: "adult", Name: "Adults"}}, Functions: []string{"a"}, Mechanism: "In Footbridge",
		Bookers: []access.Role{access.Reception}, ReleaseHours: 48, OverLimit: "reason", HorizonWeeks: 10,
		ResponseTimes: []network.ResponseTime{{Name: "Routine", WorkingDays: 20}}, ReviewOn: calendar.MustDate("2027-11-01"),
	}
	for _, p := range inquire(w, diary.Diary{PCN: pcn}).Practices {
		terms.Allowances = append(terms.Allowances, network.Allowance{Practice: p.Code, PerWeek: 9})
	}
	id := must(w, w.actors["manager"], network.DraftAgreement{PCN: pcn, Provider: "RVN", From: a.Today(), Terms: terms})
	must(w, w.actors["manager"], network.SignAgreement{ID: id, Version: 1})
	must(w, w.actors["lead"], network.SignAgreement{ID: id, Version: 1})
	w.mo = must(w, w.actors["manager"], workforce.Appoint{UserID: ids["mo"], Name: "Mo Healey", RoleType: "Nurse", PCN: pcn, Provider: "RVN", Model: network.Joint, Service: "adult", WTEPercent: 100, From: a.Today().AddDays(-100)})
	w.site = site.New(site.Config{App: a, Demo: true, Log: slog.New(slog.DiscardHandler)}, []site.Route{
		{Pattern: "GET /diary", Needs: access.SeeDiary, Handle: Weeks{}.Week},
		{Pattern: "GET /diary/day", Needs: access.SeeDiary, Handle: Day},
		{Pattern: "GET /clinics", Needs: access.SeeDiary, Handle: Clinics},
		{Pattern: "GET /clinics/new", Needs: access.KeepDiary, Handle: New},
		{Pattern: "POST /clinics/new", Needs: access.KeepDiary, Handle: DoNew},
		{Pattern: "GET /clinics/{id}", Needs: access.KeepDiary, Handle: Edit},
		{Pattern: "POST /clinics/{id}", Needs: access.KeepDiary, Handle: DoEdit},
		{Pattern: "GET /clinics/{id}/made", Needs: access.KeepDiary, Handle: Made},
		{Pattern: "GET /clinics/{id}/end", Needs: access.KeepDiary, Handle: End},
		{Pattern: "POST /clinics/{id}/end", Needs: access.KeepDiary, Handle: DoEnd},
		{Pattern: "GET /places", Needs: access.SeeDiary, Handle: Places},
		{Pattern: "GET /places/new", Needs: access.KeepDiary, Handle: NewPlace},
		{Pattern: "POST /places/new", Needs: access.KeepDiary, Handle: DoNewPlace},
		{Pattern: "GET /places/{id}", Needs: access.KeepDiary, Handle: EditPlace},
		{Pattern: "POST /places/{id}", Needs: access.KeepDiary, Handle: DoEditPlace},
		{Pattern: "GET /absences/new", Needs: access.KeepDiary, Handle: NewAbsence},
		{Pattern: "POST /absences/new", Needs: access.KeepDiary, Handle: DoNewAbsence},
		{Pattern: "POST /absences/{id}/end", Needs: access.KeepDiary, Handle: DoEndAbsence},
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

// book books a new person of the actor's practice into a slot.
func (w *world) book(who, slot string) diary.Booking {
	w.t.Helper()
	w.number++
	actor := w.actors[who]
	id := must(w, actor, person.Add{Sure: true, Details: person.Details{Given: "Ada", Family: "Number" + string(rune('A'+w.number)), BornOn: calendar.MustDate("1980-03-12"), Sex: "female", Practice: actor.Grants[0].Code, Phone: "07700 900123", NHSNumber: string(nhs.MakeInvented(w.number))}})
	must(w, actor, person.SetNeeds{ID: id, Version: 1, SafePhone: "yes", SafeVoicemail: "no"})
	return must(w, actor, diary.Book{Person: id, Slot: slot, Mode: "telephone", Words: "Not sleeping"})
}

func (w *world) leaves(want []string, run func()) {
	w.t.Helper()
	if got := w.left(run); !slices.Equal(got, want) {
		w.t.Errorf("left %q, want %q", got, want)
	}
}

// inquire asks as the manager.
func inquire[R any](w *world, q app.Query[R]) R {
	w.t.Helper()
	r, err := app.Ask(context.Background(), w.app, w.actors["manager"], q)
	if err != nil {
		w.t.Fatal(err)
	}
	return r
}
