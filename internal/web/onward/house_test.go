package onward_test

import (
	"context"
	"html"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"footbridge/internal/access"
	"footbridge/internal/app"
	"footbridge/internal/app/account"
	"footbridge/internal/app/care"
	"footbridge/internal/app/person"
	"footbridge/internal/calendar"
	"footbridge/internal/demo"
	"footbridge/internal/nhs"
	"footbridge/internal/web/onward"
	webperson "footbridge/internal/web/person"
	"footbridge/internal/web/site"
)

func routes() []site.Route {
	pages := webperson.Pages{Sections: onward.Section, Actions: func(v *site.Visit, p person.Person) ([]webperson.Action, error) { return onward.Actions(v, p), nil }}
	return []site.Route{
		{Pattern: "GET /people/{id}", Needs: access.SeePerson, Handle: pages.Overview},
		{Pattern: "GET /directory", Needs: access.SeeDirectory, Handle: onward.Directory},
		{Pattern: "GET /directory.csv", Needs: access.SeeDirectory, Handle: onward.DirectoryCSV},
		{Pattern: "GET /directory/open-referral.json", Needs: access.SeeDirectory, Handle: onward.OpenReferral},
		{Pattern: "GET /directory/new", Needs: access.EditDirectory, Handle: onward.Edit},
		{Pattern: "POST /directory/new", Needs: access.EditDirectory, Handle: onward.DoEdit},
		{Pattern: "GET /directory/import", Needs: access.EditDirectory, Handle: onward.Import},
		{Pattern: "POST /directory/import", Needs: access.EditDirectory, Handle: onward.DoImport},
		{Pattern: "GET /directory/rules", Needs: access.OnwardRules, Handle: onward.Rules},
		{Pattern: "POST /directory/rules", Needs: access.OnwardRules, Handle: onward.DoRules},
		{Pattern: "GET /directory/{id}", Needs: access.SeeDirectory, Handle: onward.Service},
		{Pattern: "GET /directory/{id}/edit", Needs: access.EditDirectory, Handle: onward.Edit},
		{Pattern: "POST /directory/{id}/edit", Needs: access.EditDirectory, Handle: onward.DoEdit},
		{Pattern: "POST /directory/{id}/confirm", Needs: access.SeeDirectory, Handle: onward.DoConfirm},
		{Pattern: "POST /directory/{id}/retire", Needs: access.EditDirectory, Handle: onward.DoRetire},
		{Pattern: "GET /people/{id}/onward", Needs: access.Signpost, Handle: onward.Choose},
		{Pattern: "POST /people/{id}/onward", Needs: access.Signpost, Handle: onward.DoTell},
		{Pattern: "GET /people/{id}/onward/list", Needs: access.Signpost, Handle: onward.List},
		{Pattern: "GET /people/{id}/onward/to/{service}", Needs: access.WriteCare, Handle: onward.Prepare},
		{Pattern: "POST /people/{id}/onward/to/{service}", Needs: access.WriteCare, Handle: onward.DoPrepare},
		{Pattern: "GET /onward", Needs: access.SeeCare, Handle: onward.Board},
		{Pattern: "GET /onward/{id}", Needs: access.SeeCare, Handle: onward.One},
		{Pattern: "GET /onward/{id}/letter", Needs: access.SeeCare, Handle: onward.Letter},
		{Pattern: "GET /onward/{id}/mail", Needs: access.SeeCare, Handle: onward.Mail},
		{Pattern: "GET /onward/{id}/{step}", Needs: access.TrackOnward, Handle: onward.Step},
		{Pattern: "POST /onward/{id}/{step}", Needs: access.TrackOnward, Handle: onward.DoStep},
	}
}

// house is the demo's stage, served, on Wednesday 4 November 2026, 10:45, with
// one person whom Leah rang the day before.
type house struct {
	*demo.Cast
	t       *testing.T
	clock   *calendar.Manual
	site    *site.Server
	cookies map[string]string
	dean    string
}

func open(t *testing.T, dsn string) *house {
	t.Helper()
	ctx := context.Background()
	h := &house{t: t, clock: calendar.NewManual(calendar.MustInstant("2026-11-03T10:45:00Z")), cookies: map[string]string{}}
	a, err := app.Open(ctx, app.Config{Database: dsn, Clock: h.clock, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	if h.Cast, err = demo.Stage(ctx, a, 2); err != nil {
		t.Fatal(err)
	}
	do(h, access.System("test"), account.MarkDemo{})
	h.dean = h.People[0]
	h.clock.Set(calendar.MustInstant("2026-11-03T11:00:00Z"))
	do(h, h.Actors["leah"], care.SignContact{Person: h.dean, Mechanism: nhs.Telephone, StartedAt: calendar.MustInstant("2026-11-03T10:50:00Z"), Minutes: 10, Note: "Rang", Words: "Can’t sleep"})
	h.site = site.New(site.Config{App: a, Log: slog.New(slog.DiscardHandler)}, routes())
	h.at("2026-11-04T10:45:00Z")
	return h
}

// at lets days pass; who comes then signs in anew.
func (h *house) at(s string) {
	h.clock.Set(calendar.MustInstant(s))
	clear(h.cookies)
}

func do[R any](h *house, who access.Actor, cmd app.Command[R]) R {
	h.t.Helper()
	r, err := app.Do(context.Background(), h.App, who, cmd)
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
	if h.cookies[who] == "" {
		h.cookies[who] = do(h, access.Nobody(), account.EnterAs{UserID: h.Actors[who].ID, Device: "test", Address: "test"}).Token
	}
	var body io.Reader
	if method == http.MethodPost {
		body = strings.NewReader(fields.Encode())
	}
	r := httptest.NewRequest(method, path, body)
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	r.AddCookie(&http.Cookie{Name: "footbridge", Value: h.cookies[who]})
	w := httptest.NewRecorder()
	h.site.ServeHTTP(w, r)
	b := w.Body.String()
	text := strings.Join(strings.Fields(html.UnescapeString(tags.ReplaceAllString(b, " "))), " ")
	return answer{w.Code, w.Header().Get("Location"), b, strings.ReplaceAll(text, "\u00a0", " ")}
}

func (h *house) get(who, path string) answer { h.t.Helper(); return h.send(who, "GET", path, nil) }

func (h *house) post(who, path string, pairs ...string) answer {
	h.t.Helper()
	f := url.Values{"on-day": {"4"}, "on-month": {"11"}, "on-year": {"2026"}, "version": {"0"}, "saves": {"0"}, "action": {"send"}}
	for i := 0; i+1 < len(pairs); i += 2 {
		f.Set(pairs[i], pairs[i+1])
	}
	return h.send(who, "POST", path, f)
}

func (h *house) says(a answer, status int, words ...string) {
	h.t.Helper()
	if a.status != status {
		h.t.Fatalf("status %d to %q, not %d: %.1500s", a.status, a.to, status, a.text)
	}
	for _, w := range words {
		if !strings.Contains(a.text, w) {
			h.t.Errorf("the page does not say %q:\n%.4500s", w, a.text)
		}
	}
}

func (h *house) never(a answer, words ...string) {
	h.t.Helper()
	for _, w := range words {
		if strings.Contains(a.body, w) {
			h.t.Errorf("the page says %q", w)
		}
	}
}
