package triage_test

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
	"footbridge/internal/engines"
	webperson "footbridge/internal/web/person"
	"footbridge/internal/web/site"
	"footbridge/internal/web/triage"
)

func routes() []site.Route {
	pages := webperson.Pages{Sections: triage.Sections, Actions: func(v *site.Visit, p person.Person) ([]webperson.Action, error) { return triage.Actions(v, p), nil }}
	return []site.Route{
		{Pattern: "GET /people/{id}", Needs: access.SeePerson, Handle: pages.Overview},
		{Pattern: "GET /requests", Needs: access.SeeEpisode, Handle: triage.Queue},
		{Pattern: "GET /requests/{id}", Needs: access.SeeEpisode, Handle: triage.One},
		{Pattern: "POST /requests/{id}/claim", Needs: access.WriteCare, Handle: triage.DoClaim},
		{Pattern: "POST /requests/{id}/give-back", Needs: access.WriteCare, Handle: triage.DoGiveBack},
		{Pattern: "POST /requests/{id}/pass-up", Needs: access.WriteCare, Handle: triage.DoPassUp},
		{Pattern: "POST /requests/{id}/answer", Needs: access.AnswerPassed, Handle: triage.DoAnswer},
		{Pattern: "GET /requests/{id}/triage", Needs: access.WriteCare, Handle: triage.Note},
		{Pattern: "POST /requests/{id}/triage", Needs: access.WriteCare, Handle: triage.DoNote},
		{Pattern: "GET /people/{id}/hand-over", Needs: access.Book, Handle: triage.HandOver},
		{Pattern: "POST /people/{id}/hand-over", Needs: access.Book, Handle: triage.DoHandOver},
		{Pattern: "GET /people/{id}/focus", Needs: access.WriteCare, Handle: triage.Focus},
		{Pattern: "POST /people/{id}/focus", Needs: access.WriteCare, Handle: triage.DoFocus},
	}
}

// house is a served Footbridge: the network A01 with the practitioners Mo and
// Nia, the GP Gita and the team lead Lee; B01 with Otto.
type house struct {
	t       *testing.T
	app     *app.App
	site    *site.Server
	raw     *sql.DB
	users   map[string]access.Actor
	cookies map[string]string
	mo, nia string
	kasia   string
}

func open(t *testing.T, dsn string) *house {
	t.Helper()
	ctx := context.Background()
	driver := "sqlite"
	if strings.HasPrefix(dsn, "postgres://") {
		driver = "pgx"
	}
	h := &house{t: t, users: map[string]access.Actor{}, cookies: map[string]string{}}
	clock := calendar.NewManual(calendar.MustInstant("2026-11-02T08:02:00Z"))
	var err error
	if h.app, err = app.Open(ctx, app.Config{Database: dsn, Clock: clock, Log: slog.New(slog.DiscardHandler)}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { h.app.Close() })
	if h.raw, err = sql.Open(driver, dsn); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { h.raw.Close() })
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
		{"Mo Healey", access.Practitioner, "A01"}, {"Nia Bell", access.Practitioner, "A01"}, {"Otto Utter", access.Practitioner, "B01"}, {"Gita Patel", access.Clinician, "P10001"},
		{"Ruth Reed", access.Reception, "P10001"}, {"Max Manager", access.Manager, "A01"}, {"Lee Dent", access.TeamLead, "RXX"},
	} {
		short, _, _ := strings.Cut(strings.ToLower(u.name), " ")
		id := do(h, admin, account.AddUser{Username: short, Name: u.name, Persona: short, Grants: []account.Grant{{Role: u.role, Place: account.PlaceOf(u.role), Code: u.code}}})
		h.users[short] = access.Actor{ID: id, Name: u.name, Grants: []access.Grant{{Role: u.role, Place: account.PlaceOf(u.role), Code: u.code, Networks: []string{"A01"}}}}
	}
	today := h.app.Today()
	max := h.users["max"]
	draft := do(h, max, network.DraftAgreement{PCN: "A01", Provider: "RXX", From: today, Terms: network.Terms{
		Model: network.Joint, Services: []network.Service{{Key: "adult", Name: "Adults", Criteria: []network.Criterion{{Key: "dementia", Rule: "ask", Text: "Without dementia", Onward: "The memory service"}}}}, Functions: []string{"a"}, Mechanism: "Straight into slots",
		Bookers: []access.Role{access.Reception, access.Clinician}, Allowances: []network.Allowance{{Practice: "P10001", PerWeek: 50}}, ReleaseHours: 24, OverLimit: "reason",
		ResponseTimes: []network.ResponseTime{{Name: "Same day"}, {Name: "Routine", WorkingDays: 10}}, HorizonWeeks: 12, ReviewOn: today.AddDays(200),
	}})
	do(h, max, network.SignAgreement{ID: draft, Version: 1})
	do(h, h.users["lee"], network.SignAgreement{ID: draft, Version: 1})
	appoint := workforce.Appoint{UserID: h.users["mo"].ID, Name: "Mo Healey", RoleType: "Community mental health nurse", PCN: "A01", Provider: "RXX", Model: network.Joint, Service: "adult", Band: "6", WTEPercent: 100, From: today}
	h.mo = do(h, max, appoint)
	appoint.UserID, appoint.Name = h.users["nia"].ID, "Nia Bell"
	h.nia = do(h, max, appoint)
	place := do(h, max, diary.AddPlace{PCN: "A01", Name: "Old Market Surgery", Practice: "P10001"})
	do(h, max, diary.AddClinic{Clinic: diary.Clinic{
		PCN: "A01", Practitioner: h.mo, Place: place, Service: "adult", Purpose: "ongoing", Modes: []string{"telephone"}, Starts: calendar.NewTime(9, 0), Ends: calendar.NewTime(13, 0),
		FirstMinutes: 45, FollowMinutes: 30, Firsts: 2, FromDay: today, Pattern: calendar.Pattern{Weekdays: []time.Weekday{time.Monday, time.Wednesday}, Every: 1},
	}})
	h.kasia = do(h, h.users["mo"], person.Add{Sure: true, Details: person.Details{Given: "Katarzyna", Family: "Kowalska", BornOn: calendar.MustDate("1992-03-12"), Practice: "P10001"}})
	return h
}

func do[R any](h *house, who access.Actor, cmd app.Command[R]) R {
	h.t.Helper()
	r, err := app.Do(context.Background(), h.app, who, cmd)
	if err != nil {
		h.t.Fatalf("%T: %v", cmd, err)
	}
	return r
}

type answer struct {
	status         int
	to, body, text string
}

var tags = regexp.MustCompile(`(?s)<script.*?</script>|<[^>]*>`)

func (h *house) send(who, method, path string, fields url.Values) answer {
	h.t.Helper()
	token := h.cookies[who]
	if token == "" {
		token = do(h, access.Nobody(), account.EnterAs{UserID: h.users[who].ID, Device: "test", Address: "test"}).Token
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

func (h *house) says(a answer, status int, words ...string) {
	h.t.Helper()
	if a.status != status {
		h.t.Fatalf("status %d to %q, not %d: %.900s", a.status, a.to, status, a.text)
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

// left says exactly which audit lines something leaves; signing in is left out.
func (h *house) left(want []string, fn func()) {
	h.t.Helper()
	var before int64
	if err := h.raw.QueryRow("SELECT seq FROM audit_head").Scan(&before); err != nil {
		h.t.Fatal(err)
	}
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

// From the GP's hand-over to an ending that somebody told, page by page.
func TestFromHandOverToEnding(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		h.says(h.get("mo", "/requests"), 200, "Nobody waits.", "Waiting (0)")
		h.says(h.get("gita", "/people/"+h.kasia), 200, "Hand over in writing", "No request yet")
		over := "/people/" + h.kasia + "/hand-over"
		h.left([]string{"ask triage.HandOverForm person: the form for a hand-over"}, func() {
			a := h.get("gita", over)
			h.says(a, 200, "KOWALSKA", "No slot is needed", "Within 10 working days", "On the same day", "How soon? From the service’s own list")
			h.never(a, "Transition")
		})
		h.says(h.post("gita", over, "words", "Says <i>nothing</i> helps", "asked", "Triage"), 422, "Choose how soon, from the service’s own list", "Say why this response time")
		var request string
		h.left([]string{"do triage.HandOver episode: opened", "do triage.HandOver request: hand-over"}, func() {
			for range 2 { // a double click hands over once
				a := h.post("gita", over, "words", "Says <i>nothing</i> helps", "asked", "Triage", "response", "Routine", "why", "Has her sister", "key", "ABCDEFGHIJKLMNOPQRST")
				h.says(a, 303)
				request = a.to
			}
		})
		h.says(h.get("gita", over), 200, "Open already for", "hand-over of 2 November 2026")
		h.left([]string{"ask triage.ByID person: a request", "ask triage.Twins person list: who in the queue may be on record twice: 0"}, func() {
			a := h.get("gita", request)
			h.says(a, 200, "Not taken yet", "Says &lt;i&gt;nothing&lt;/i&gt; helps", "Routine, by Monday 16 November 2026", "Nobody yet", "No triage note has been signed")
			h.never(a, "Take it", "Write a triage note")
		})
		h.left([]string{"ask triage.Queue request list: network A01: 1", "ask triage.Movings person list: who moves on at 18, network A01: 0", "ask triage.Twins person list: who in the queue may be on record twice: 0"}, func() {
			h.says(h.get("mo", "/requests"), 200, "Waiting (1)", "Not taken yet: 1", "Came today", "Gita Patel", "Asked for: Triage", "Nobody has taken it", "by 16 November 2026", "Take it", "Old Market Surgery")
		})
		h.says(h.get("mo", "/requests?show=mine"), 200, "No request is like this.", "1 request waits in all", "Mine: 0")
		h.says(h.get("ruth", "/requests"), 200, "KOWALSKA")
		h.never(h.get("ruth", "/requests"), "Take it")

		// Two press at once; the slower one is told who has it.
		h.left([]string{"do triage.Claim request: taken"}, func() { h.says(h.post("nia", request+"/claim", "version", "1"), 303) })
		a := h.post("mo", request+"/claim", "version", "1")
		h.says(a, 303)
		h.says(h.get("mo", "/requests?show=mine"), 200, "Mine: 0")
		h.says(h.get("nia", "/requests?show=mine"), 200, "Mine: 1", "Held by Nia Bell")
		h.says(h.post("nia", request+"/give-back", "version", "2", "back", ""), 422, "Say why you give it back")

		// Passed up, once, and answered.
		h.says(h.post("nia", request+"/pass-up", "version", "2", "up", "Both services say no"), 303)
		h.says(h.post("mo", request+"/pass-up", "version", "3", "up", "again"), 422, "Nia Bell has passed this request up already")
		h.says(h.get("lee", "/requests?show=passed"), 200, "Passed up, not answered: 1", "KOWALSKA")
		h.says(h.get("lee", request), 200, "Answer what was passed up", "Both services say no")
		h.says(h.post("mo", request+"/answer", "version", "3", "answer", "x"), 403)
		h.says(h.post("lee", request+"/answer", "version", "3", "answer", "We see her", "holder", h.mo), 303)
		h.says(h.get("gita", request), 200, "Lee Dent, 2 November 2026, 08:02: We see her", "Mo Healey, since")

		// The note: a draft first, without a script; then signed.
		path := request + "/triage"
		h.left([]string{"ask triage.NoteForm person: a request"}, func() {
			h.says(h.get("mo", path), 200, "5. Safety, before the background", "Without the practitioner, what would have happened?", "Sign the note", "Save draft", "Without dementia")
		})
		h.says(h.post("mo", path, "action", "save", "saves", "0", "version", "4", "situation", "Half a sentence"), 303)
		a = h.get("mo", path)
		h.says(a, 200, "Half a sentence", "Draft saved Monday 2 November 2026")
		if !strings.Contains(a.body, `data-draft-kind="triage"`) || !strings.Contains(a.body, `name="saves" value="1"`) || !strings.Contains(a.body, `name="version" value="4"`) {
			t.Error("the form does not carry its draft")
		}
		h.never(h.get("nia", path), "Half a sentence")
		a = h.post("mo", path, "action", "send", "saves", "1", "version", "4", "situation", "Half a sentence")
		h.says(a, 422, "Half a sentence", "Say whether this was asked: Plans", "Choose what this led to", "Choose what would have happened without the practitioner")
		note := []string{"action", "send", "saves", "1", "version", "4", "situation", "Half a sentence, now whole", "identity", "checked", "consent", "yes", "safety-thoughts", "asked", "safety-plans", "asked", "safety-intent", "not asked", "safety-means", "declined",
			"now", "no", "net", "yes", "outcome", "more", "ends", "no", "next", "Ring the recovery team", "step-day", "5", "step-month", "11", "step-year", "2026", "holder", h.mo, "without", "A referral to secondary care"}
		h.left([]string{"ask triage.NoteForm person: a request", "do triage.SignNote request: triage note signed"}, func() { h.says(h.post("mo", path, note...), 303) })
		h.says(h.get("gita", request), 200, "Half a sentence, now whole", "Community mental health nurse", "Ring the recovery team", "by Thursday 5 November 2026", "A referral to secondary care. Asked once, by Mo Healey", "What they could do it with, and whether it is at hand: declined")
		h.never(h.get("ruth", request), "Half a sentence")
		h.never(h.get("mo", path), "Without the practitioner, what would have happened?")

		// It does not end without a word of who told the person.
		end := []string{"action", "send", "version", "5", "situation", "Rang.", "identity", "checked", "consent", "yes", "safety-thoughts", "asked", "safety-plans", "asked", "safety-intent", "asked", "safety-means", "asked",
			"now", "no", "net", "yes", "outcome", "talking therapies", "ends", "yes", "ending", "Goes on with NHS Talking Therapies"}
		h.says(h.post("mo", path, end...), 422, "Say who told the person, how and when")
		h.left([]string{"ask triage.NoteForm person: a request", "do triage.SignNote request: triage note signed", "do triage.SignNote episode: closed: Goes on with NHS Talking Therapies"}, func() {
			h.says(h.post("mo", path, append(end, "told", "I rang her today")...), 303)
		})
		h.says(h.get("gita", request), 200, "Ended", "Told: I rang her today")
		h.says(h.get("mo", path), 200, "This request has ended")
		h.says(h.get("gita", "/people/"+h.kasia), 200, "Ended: Goes on with NHS Talking Therapies Told: I rang her today")
		h.says(h.get("mo", "/requests"), 200, "Nobody waits.")

		// Somebody of another network learns nothing and leaves nothing.
		h.never(h.get("otto", "/requests?pcn=A01"), "KOWALSKA")
		h.left(nil, func() {
			for _, p := range []string{request, path, over, "/people/" + h.kasia + "/focus"} {
				if a := h.get("otto", p); a.status != 404 || strings.Contains(a.text, "KOWALSKA") {
					t.Errorf("%s: %d", p, a.status)
				}
			}
			for _, p := range []string{"/claim", "/give-back", "/pass-up", "/triage"} {
				h.says(h.post("otto", request+p, "version", "1"), 404)
			}
		})
	})
}

func TestFocusPage(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		path := "/people/" + h.kasia + "/focus"
		h.left([]string{"ask triage.Focus person: whom the service is for"}, func() {
			h.says(h.get("mo", path), 200, "Severe mental illness that is stable", "Nothing works these out")
		})
		h.left([]string{"do triage.SetFocus focus: set"}, func() { h.says(h.post("mo", path, "groups", "stable"), 303) })
		h.says(h.get("gita", "/people/"+h.kasia), 200, "Whom the service is for: Severe mental illness that is stable")
		h.never(h.get("ruth", "/people/"+h.kasia), "Severe mental illness")
		h.says(h.post("nia", path, "was", "stable"), 422, "Say why you take back")
		h.says(h.post("nia", path, "was", "stable", "why", "Of somebody else"), 303)
		h.says(h.get("nia", path), 200, "taken back by Nia Bell, 2 November 2026", "Of somebody else")
		h.says(h.get("gita", path), 403)
	})
}
