package care_test

import (
	"context"
	"database/sql"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"footbridge/internal/access"
	"footbridge/internal/app"
	"footbridge/internal/app/account"
	"footbridge/internal/app/diary"
	"footbridge/internal/app/network"
	"footbridge/internal/app/person"
	"footbridge/internal/app/workforce"
	"footbridge/internal/calendar"
	"footbridge/internal/web/care"
	"footbridge/internal/web/measures"
	webperson "footbridge/internal/web/person"
	"footbridge/internal/web/site"
)

func routes() []site.Route {
	pages := webperson.Pages{Sections: func(v *site.Visit, p person.Person) ([]webperson.Section, error) {
		own, err := care.Sections(v, p)
		if err != nil {
			return nil, err
		}
		scores, err := measures.Section(v, p)
		return append(own, scores...), err
	}}
	return []site.Route{
		{Pattern: "GET /people/{id}", Needs: access.SeePerson, Handle: pages.Overview},
		{Pattern: "GET /today", Needs: access.SeeCare, Handle: care.Days{}.Today},
		{Pattern: "POST /bookings/{id}/arrival", Needs: access.Arrive, Handle: care.Days{}.DoArrival},
		{Pattern: "POST /bookings/{id}/happened", Needs: access.WriteCare, Handle: care.Days{}.DoHappened},
		{Pattern: "GET /bookings/{id}/contact", Needs: access.WriteCare, Handle: care.Note},
		{Pattern: "POST /bookings/{id}/contact", Needs: access.WriteCare, Handle: care.DoNote},
		{Pattern: "GET /people/{id}/contact", Needs: access.WriteCare, Handle: care.Unplanned},
		{Pattern: "POST /people/{id}/contact", Needs: access.WriteCare, Handle: care.DoUnplanned},
		{Pattern: "GET /contacts/{id}", Needs: access.SeeCare, Handle: care.Contact},
		{Pattern: "GET /contacts/{id}/amend", Needs: access.WriteCare, Handle: care.Amend},
		{Pattern: "POST /contacts/{id}/amend", Needs: access.WriteCare, Handle: care.DoAmend},
		{Pattern: "GET /people/{id}/measure", Needs: access.WriteCare, Handle: measures.Choose},
		{Pattern: "POST /people/{id}/measure", Needs: access.WriteCare, Handle: measures.DoChoose},
		{Pattern: "GET /people/{id}/measure/{code}", Needs: access.WriteCare, Handle: measures.Measure},
		{Pattern: "POST /people/{id}/measure/{code}", Needs: access.WriteCare, Handle: measures.DoMeasure},
		{Pattern: "GET /people/{id}/scores", Needs: access.SeeCare, Handle: measures.Scores},
		{Pattern: "GET /people/{id}/assessment", Needs: access.WriteCare, Handle: care.Assessment},
		{Pattern: "POST /people/{id}/assessment", Needs: access.WriteCare, Handle: care.DoAssessment},
		{Pattern: "GET /people/{id}/plan", Needs: access.WriteCare, Handle: care.Plan},
		{Pattern: "POST /people/{id}/plan", Needs: access.WriteCare, Handle: care.DoPlan},
		{Pattern: "GET /people/{id}/clock", Needs: access.SeeEpisode, Handle: care.Clock},
		{Pattern: "GET /entries/{kind}/{id}/withdraw", Needs: access.WriteCare, Handle: care.Withdraw},
		{Pattern: "POST /entries/{kind}/{id}/withdraw", Needs: access.WriteCare, Handle: care.DoWithdraw},
		{Pattern: "GET /drafts/{subject}", Needs: access.Self, Handle: care.GoOnWriting},
	}
}

// house is a served Footbridge: the network A01 with the practitioners Mo and
// Nia, B01 with Otto, and Katarzyna booked with Mo today, Wednesday
// 4 November 2026, at 9:00. It is 10:00.
type house struct {
	t       *testing.T
	app     *app.App
	site    *site.Server
	raw     *sql.DB
	clock   *calendar.Manual
	users   map[string]access.Actor
	cookies map[string]string
	mo, nia string // practitioners
	kasia   string
	booking diary.Booking
}

func open(t *testing.T, dsn string) *house {
	t.Helper()
	ctx := context.Background()
	driver := "sqlite"
	if strings.HasPrefix(dsn, "postgres://") {
		driver = "pgx"
	}
	h := &house{t: t, clock: calendar.NewManual(calendar.MustInstant("2026-11-02T08:02:00Z")), users: map[string]access.Actor{}, cookies: map[string]string{}}
	var err error
	if h.app, err = app.Open(ctx, app.Config{Database: dsn, Clock: h.clock, Log: slog.New(slog.DiscardHandler)}); err != nil {
		t.Fatal(err)
	}
	if h.raw, err = sql.Open(driver, dsn); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { h.raw.Close(); h.app.Close() })
	for _, q := range []string{
		"INSERT INTO organisation (kind, code, name, postcode, from_day) VALUES ('practice','P10001','OLD MARKET SURGERY','','2026-04-01'), ('practice','P20001','HILL VIEW','','2026-04-01'), ('pcn','A01','BRIDGE PCN','','2026-04-01'), ('pcn','B01','HILL PCN','','2026-04-01')",
		"INSERT INTO membership (practice, pcn, sub_icb, icb, region, supplier, from_day) VALUES ('P10001','A01','15C','QUY','Y58','','2026-04-01'), ('P20001','B01','15C','QUY','Y58','','2026-04-01')",
		"INSERT INTO setting (key, value) VALUES ('demo', 'yes')",
	} {
		if _, err := h.raw.Exec(q); err != nil {
			t.Fatal(err)
		}
	}
	h.site = site.New(site.Config{App: h.app, Log: slog.New(slog.DiscardHandler)}, routes())
	admin := access.System("test")
	do(h, admin, network.AddProvider{Code: "RXX", Name: "Bridge Mental Health NHS Trust", Kind: "trust"})
	for _, u := range []struct {
		name string
		role access.Role
		code string
	}{
		{"Mo Healey", access.Practitioner, "A01"}, {"Nia Bell", access.Practitioner, "A01"}, {"Otto Utter", access.Practitioner, "B01"},
		{"Ruth Reed", access.Reception, "P10001"}, {"Max Manager", access.Manager, "A01"}, {"Lee Dent", access.TeamLead, "RXX"},
	} {
		short, _, _ := strings.Cut(strings.ToLower(u.name), " ")
		id := do(h, admin, account.AddUser{Username: short, Name: u.name, Persona: short, Grants: []account.Grant{{Role: u.role, Place: account.PlaceOf(u.role), Code: u.code}}})
		h.users[short] = access.Actor{ID: id, Name: u.name, Grants: []access.Grant{{Role: u.role, Place: account.PlaceOf(u.role), Code: u.code, Networks: []string{"A01"}}}}
	}
	h.users["otto"].Grants[0].Networks[0] = "B01"
	today := h.app.Today()
	max, lead := h.users["max"], h.users["lee"]
	draft := do(h, max, network.DraftAgreement{PCN: "A01", Provider: "RXX", From: today, Terms: network.Terms{
		Model: network.Joint, Services: []network.Service{{Key: "adult", Name: "Adults"}}, Functions: []string{"a"}, Mechanism: "Straight into slots",
		Bookers: []access.Role{access.Reception}, Allowances: []network.Allowance{{Practice: "P10001", PerWeek: 50}}, ReleaseHours: 24, OverLimit: "reason",
		ResponseTimes: []network.ResponseTime{{Name: "Routine", WorkingDays: 10}}, HorizonWeeks: 12, ReviewOn: today.AddDays(200),
	}})
	do(h, max, network.SignAgreement{ID: draft, Version: 1})
	do(h, lead, network.SignAgreement{ID: draft, Version: 1})
	appoint := workforce.Appoint{UserID: h.users["mo"].ID, Name: "Mo Healey", RoleType: "Community mental health nurse", PCN: "A01", Provider: "RXX", Model: network.Joint, Service: "adult", Band: "6", WTEPercent: 100, From: today}
	h.mo = do(h, max, appoint)
	appoint.UserID, appoint.Name = h.users["nia"].ID, "Nia Bell"
	h.nia = do(h, max, appoint)
	place := do(h, max, diary.AddPlace{PCN: "A01", Name: "Old Market Surgery", Practice: "P10001"})
	do(h, max, diary.AddClinic{Clinic: diary.Clinic{
		PCN: "A01", Practitioner: h.mo, Place: place, Service: "adult", Purpose: "ongoing", Modes: []string{"face to face", "telephone"},
		Starts: calendar.NewTime(9, 0), Ends: calendar.NewTime(13, 0), FirstMinutes: 45, FollowMinutes: 30, Firsts: 2, FromDay: today,
		Pattern: calendar.Pattern{Weekdays: []time.Weekday{time.Monday, time.Wednesday}, Every: 1},
	}})
	h.kasia = do(h, h.users["mo"], person.Add{Sure: true, Details: person.Details{Given: "Katarzyna", Family: "Kowalska", BornOn: calendar.MustDate("1992-03-12"), NHSNumber: "9990000018", Practice: "P10001"}})
	do(h, h.users["mo"], person.SetNeeds{ID: h.kasia, Version: 1, Language: "Polish", Interpreter: true, SafeVoicemail: "no"})
	h.booking = h.book(h.kasia, "2026-11-04")
	h.clock.Set(calendar.MustInstant("2026-11-04T10:00:00Z"))
	return h
}

func (h *house) book(personID, day string) diary.Booking {
	h.t.Helper()
	week, err := app.Ask(context.Background(), h.app, h.users["mo"], diary.Week{PCN: "A01", Practitioner: h.mo, Monday: calendar.MustDate(day), Days: 1})
	if err != nil {
		h.t.Fatal(err)
	}
	for _, c := range week.Days[0].Cells {
		if c.State == "free" {
			return do(h, h.users["ruth"], diary.Book{Person: personID, Slot: c.ID, Mode: "face to face", Words: "can't <b>sleep</b>"})
		}
	}
	h.t.Fatal("no free slot")
	return diary.Booking{}
}

func do[R any](h *house, who access.Actor, cmd app.Command[R]) R {
	h.t.Helper()
	r, err := app.Do(context.Background(), h.app, who, cmd)
	if err != nil {
		h.t.Fatalf("%T: %v", cmd, err)
	}
	return r
}

// answer is what came back.
type answer struct {
	status int
	to     string // where it leads
	body   string
	text   string // the body without its markup
}

var tags = regexp.MustCompile(`(?s)<script.*?</script>|<[^>]*>`)

func (h *house) send(who, method, path string, fields url.Values) answer {
	h.t.Helper()
	token := h.cookies[who]
	if token == "" {
		in := do(h, access.Nobody(), account.EnterAs{UserID: h.users[who].ID, Device: "test", Address: "test"})
		token = in.Token
		h.cookies[who] = token
	}
	var body io.Reader
	if method == http.MethodPost {
		body = strings.NewReader(fields.Encode())
	}
	r := httptest.NewRequest(method, path, body)
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	r.AddCookie(&http.Cookie{Name: "footbridge", Value: token})
	w := httptest.NewRecorder()
	h.site.ServeHTTP(w, r)
	b := w.Body.String()
	text := strings.Join(strings.Fields(tags.ReplaceAllString(b, " ")), " ")
	return answer{w.Code, w.Header().Get("Location"), b, strings.NewReplacer("&#39;", "'", "&amp;", "&", "\u00a0", " ").Replace(text)}
}

func (h *house) get(who, path string) answer { h.t.Helper(); return h.send(who, "GET", path, nil) }

func (h *house) post(who, path string, pairs ...string) answer {
	h.t.Helper()
	f := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		f.Add(pairs[i], pairs[i+1])
	}
	return h.send(who, "POST", path, f)
}

// says makes sure that a page has a status and says some things.
func (h *house) says(a answer, status int, words ...string) {
	h.t.Helper()
	if a.status != status {
		h.t.Fatalf("status %d to %q, not %d: %.600s", a.status, a.to, status, a.text)
	}
	for _, w := range words {
		if !strings.Contains(a.text, w) {
			h.t.Errorf("the page does not say %q:\n%.3000s", w, a.text)
		}
	}
}

func (h *house) never(a answer, words ...string) {
	h.t.Helper()
	for _, w := range words {
		if strings.Contains(a.text, w) {
			h.t.Errorf("the page says %q", w)
		}
	}
}

func (h *house) number(q string) (n int64) {
	h.t.Helper()
	if err := h.raw.QueryRow(q).Scan(&n); err != nil {
		h.t.Fatal(err)
	}
	return n
}

// left says exactly which audit lines something leaves; signing in is left out.
func (h *house) left(want []string, fn func()) {
	h.t.Helper()
	before := h.number("SELECT seq FROM audit_head")
	fn()
	rows, err := h.raw.Query(fmt.Sprintf("SELECT way, action, kind, detail FROM audit WHERE seq > %d AND action <> 'account.EnterAs' ORDER BY seq", before))
	if err != nil {
		h.t.Fatal(err)
	}
	defer rows.Close()
	var got []string
	for rows.Next() {
		var way, action, kind, detail string
		if err := rows.Scan(&way, &action, &kind, &detail); err != nil {
			h.t.Fatal(err)
		}
		got = append(got, way+" "+action+" "+kind+": "+detail)
	}
	if !slices.Equal(got, want) {
		h.t.Errorf("left\n%s\nnot\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func (h *house) addSomeone(given, family string) string {
	h.t.Helper()
	return do(h, h.users["mo"], person.Add{Sure: true, Details: person.Details{Given: given, Family: family, BornOn: calendar.MustDate("1980-01-01"), Practice: "P10001"}})
}
