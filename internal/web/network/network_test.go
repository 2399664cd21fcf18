package network_test

import (
	"context"
	"encoding/csv"
	"fmt"
	"html"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"footbridge/internal/access"
	"footbridge/internal/app"
	"footbridge/internal/app/account"
	facts "footbridge/internal/app/network"
	"footbridge/internal/calendar"
	"footbridge/internal/engines"
	"footbridge/internal/web/network"
	"footbridge/internal/web/site"
)

var routes = []site.Route{
	{Pattern: "GET /coverage", Needs: access.SeeCoverage, Handle: network.England},
	{Pattern: "GET /coverage/icb/{icb}", Needs: access.SeeCoverage, Handle: network.Board},
	{Pattern: "GET /coverage/networks", Needs: access.SeeCoverage, Handle: network.Networks},
	{Pattern: "GET /coverage/networks.csv", Needs: access.SeeCoverage, Handle: network.NetworksCSV},
	{Pattern: "GET /coverage/networks/{pcn}", Needs: access.SeeCoverage, Handle: network.One},
	{Pattern: "GET /coverage/networks/{pcn}/adopt", Needs: access.Adopt, Handle: network.Adopt},
	{Pattern: "POST /coverage/networks/{pcn}/adopt", Needs: access.Adopt, Handle: network.DoAdopt},
	{Pattern: "GET /coverage/practices", Needs: access.SeeCoverage, Handle: network.Practices},
	{Pattern: "GET /coverage/explain", Needs: access.SeeCoverage, Handle: network.Explain},
	{Pattern: "GET /imports", Needs: access.Import, Handle: network.Imports},
	{Pattern: "GET /imports/{run}", Needs: access.Import, Handle: network.Import},
}

// browser is somebody who is signed in.
type browser struct {
	t      *testing.T
	server http.Handler
	cookie *http.Cookie
}

func (b browser) do(r *http.Request) *httptest.ResponseRecorder {
	r.AddCookie(b.cookie)
	w := httptest.NewRecorder()
	b.server.ServeHTTP(w, r)
	return w
}

// get gives the page at path; the status must be 200.
func (b browser) get(path string) string {
	b.t.Helper()
	w := b.do(httptest.NewRequest("GET", path, nil))
	if w.Code != 200 {
		b.t.Fatalf("GET %s: %d\n%s", path, w.Code, w.Body)
	}
	return w.Body.String()
}

func (b browser) post(path string, form url.Values) *httptest.ResponseRecorder {
	r := httptest.NewRequest("POST", path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return b.do(r)
}

func start(t *testing.T, dsn string, load bool) (*app.App, *site.Server, func(access.Role, string) browser) {
	t.Helper()
	ctx := context.Background()
	a, err := app.Open(ctx, app.Config{Database: dsn, Clock: calendar.Fixed(calendar.MustInstant("2026-11-23T08:02:00Z"))})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	sys := access.System("test")
	if load {
		if _, err := app.Do(ctx, a, sys, facts.LoadSnapshot{}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := app.Do(ctx, a, sys, account.MarkDemo{}); err != nil {
		t.Fatal(err)
	}
	server := site.New(site.Config{App: a, Demo: true, Log: slog.New(slog.NewTextHandler(io.Discard, nil))}, routes)
	n := 0
	return a, server, func(role access.Role, code string) browser {
		t.Helper()
		n++
		id, err := app.Do(ctx, a, sys, account.AddUser{Username: fmt.Sprintf("user%d", n), Name: "User " + strconv.Itoa(n), Persona: "Somebody", Grants: []account.Grant{{Role: role, Place: account.PlaceOf(role), Code: code}}})
		if err != nil {
			t.Fatal(err)
		}
		in, err := app.Do(ctx, a, access.Nobody(), account.EnterAs{UserID: id})
		if err != nil {
			t.Fatal(err)
		}
		return browser{t, server, &http.Cookie{Name: "footbridge", Value: in.Token}}
	}
}

var (
	anchor  = regexp.MustCompile(`(?s)<a [^>]*href="([^"]*)"[^>]*>(.*?)</a>`)
	markup  = regexp.MustCompile(`(?s)<[^>]*>`)
	numeral = regexp.MustCompile(`^[0-9][0-9,]*(\.[0-9]+)?`)
	caption = regexp.MustCompile(`(?s)<caption[^>]*id="(networks|practices)-caption"[^>]*>(.*?)</caption>`)
	value   = regexp.MustCompile(`id="value">([^<]*)<`)
)

// says gives the number that a list or an explanation states about itself.
func says(page string) string {
	if m := value.FindStringSubmatch(page); m != nil {
		return m[1]
	}
	if m := caption.FindStringSubmatch(page); m != nil {
		return numeral.FindString(strings.TrimSpace(markup.ReplaceAllString(m[2], "")))
	}
	if strings.Contains(page, "No network fits") || strings.Contains(page, "No practice was published") {
		return "0"
	}
	return "nothing"
}

// TestEveryCountLinksToItsList follows every link whose text begins with a
// number, and reads the same number there.
func TestEveryCountLinksToItsList(t *testing.T) {
	_, _, enter := start(t, engines.SQLite(t), true)
	b := enter(access.Commissioner, "QUY")
	followed := 0
	for _, page := range []string{"/coverage?at=2026-07-01", "/coverage/icb/QUY", "/coverage/icb/QT6", "/coverage?region=Y58", "/coverage/networks/U63843", "/coverage/networks?icb=QUY&sort=-registered"} {
		text, seen := b.get(page), map[string]bool{}
		perPage := 0
		for _, m := range anchor.FindAllStringSubmatch(text, -1) {
			href, shown := html.UnescapeString(m[1]), strings.TrimSpace(markup.ReplaceAllString(m[2], ""))
			n := numeral.FindString(shown)
			if n == "" || !strings.HasPrefix(href, "/coverage/") || seen[href+n] || strings.Contains(href, "/coverage/networks/") || strings.Contains(href, "page=") {
				continue
			}
			seen[href+n] = true
			if perPage++; perPage > 60 {
				break
			}
			if got := says(b.get(href)); got != n {
				t.Errorf("%s shows %q, but %s says %s", page, shown, href, got)
			}
			followed++
		}
	}
	if followed < 100 {
		t.Errorf("only %d counts were followed", followed)
	}
}

func TestPages(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		_, _, enter := start(t, dsn, true)
		b := enter(access.Reception, "L81058")
		for path, want := range map[string][]string{
			"/coverage":          {"438", "of <a", "1,298", "33.7%", "63,436,508", "52 practices", "220,330", "717 networks", "Open Government Licence v3.0", "List sizes as of 1 July 2026", "30 June 2026", "Explain this number"},
			"/coverage/icb/QUY":  {"Pier Health", "1,090,701", "15.29"},
			"/coverage/networks": {"1,298 networks, 1 to 100 shown", "page=2"},
			"/coverage/networks?icb=QUY&status=no+return":     {"1 network", "Made no return"},
			"/coverage/networks?find=grand+union":             {"2 networks", "U41025", "U09187"},
			"/coverage/networks?find=nothing+such":            {"No network fits these filters", "Clear the filters"},
			"/coverage/networks?posts=2&icb=QUY":              {"U63843"},
			"/coverage/networks/U63843":                       {"100,120", "at least 2", "2021/22", "Plan of January 2021", "never a rule", "The network has recorded nothing of its own"},
			"/coverage/networks/U17012":                       {"99,698", "at least 1"},
			"/coverage/networks/U41591":                       {"Devon", "Cornwall"},
			"/coverage/practices?in=none":                     {"52 practices", "220,330", "placeholder"},
			"/coverage/explain?number=covered":                {"438", "Contracted services", "It leaves out"},
			"/coverage/explain?number=entitlement&pcn=U63843": {"100,120 registered patients"},
			"/coverage?at=2020-01-01":                         {"No facts for this date", "none of them is 0"},
			"/coverage/explain?number=fte&at=2020-01-01":      {"Not known"},
			"/coverage/practices?at=2020-01-01":               {"No facts for this date"},
		} {
			text := b.get(path)
			for _, w := range want {
				if !strings.Contains(text, w) {
					t.Errorf("%s doesn't say %q", path, w)
				}
			}
		}
		for path, code := range map[string]int{
			"/coverage/icb/QXX": 404, "/coverage/networks/U99999": 404, "/coverage/networks/U63843?at=2020-01-01": 404, "/coverage/explain?number=luck": 404,
			"/coverage?at=tomorrow": 422, "/coverage?at-day=31&at-month=2&at-year=2026": 422, "/coverage/networks/U63843/adopt": 403, "/imports": 403, "/imports/x": 403,
			"/coverage?at-day=1&at-month=7&at-year=2026&sort=": 303, "/coverage?at-day=&at-month=&at-year=": 303,
		} {
			if w := b.do(httptest.NewRequest("GET", path, nil)); w.Code != code {
				t.Errorf("%s: %d, want %d", path, w.Code, code)
			}
		}
		w := b.do(httptest.NewRequest("GET", "/coverage/networks?icb=QUY&at-day=1&at-month=7&at-year=2026&sort=-fte", nil))
		if got := w.Header().Get("Location"); got != "/coverage/networks?at=2026-07-01&icb=QUY&sort=-fte" {
			t.Errorf("sent to %s", got)
		}
		file := b.do(httptest.NewRequest("GET", "/coverage/networks.csv?icb=QUY&status=covered", nil))
		rows, err := csv.NewReader(file.Body).ReadAll()
		if err != nil || len(rows) != 6 || !strings.HasPrefix(file.Header().Get("Content-Type"), "text/csv") {
			t.Errorf("CSV: %d rows, %v, %s", len(rows), err, file.Header())
		}
	})
}

func TestAdoptOnThePage(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		a, _, enter := start(t, dsn, true)
		b := enter(access.Manager, "U63843")
		if !strings.Contains(b.get("/coverage/networks/U63843"), "Record which entitlement you follow") {
			t.Error("the manager sees no way to record")
		}
		if w := b.do(httptest.NewRequest("GET", "/coverage/networks/U17012/adopt", nil)); w.Code != 404 {
			t.Errorf("another network's form: %d", w.Code)
		}
		page := b.get("/coverage/networks/U63843/adopt")
		key := regexp.MustCompile(`name="key" value="([^"]+)"`).FindStringSubmatch(page)
		if key == nil {
			t.Fatal("the form has no key")
		}
		f := url.Values{"key": {key[1]}, "version": {"0"}, "figure": {"two"}, "from-day": {"1"}, "from-month": {"8"}, "from-year": {"2026"}, "decided": {"Network board"}, "reason": {"<script>Agreed</script>"}}
		if w := b.post("/coverage/networks/U63843/adopt", f); w.Code != 422 || !strings.Contains(w.Body.String(), "Enter the number of posts") || !strings.Contains(w.Body.String(), "Network board") {
			t.Errorf("a word for a number: %d", w.Code)
		}
		f.Set("figure", "2.5")
		for range 2 { // sent twice, recorded once
			if w := b.post("/coverage/networks/U63843/adopt", f); w.Code != 303 {
				t.Fatalf("%d %s", w.Code, w.Body)
			}
		}
		page = b.get("/coverage/networks/U63843")
		if !strings.Contains(page, "2.5 adopted") || strings.Count(page, "version 1") != 1 || strings.Contains(page, "version 2") || strings.Contains(page, "<script>Agreed") {
			t.Errorf("recorded: %s", page)
		}
		f.Set("key", "another")
		f.Set("figure", "3")
		if w := b.post("/coverage/networks/U63843/adopt", f); w.Code != 422 || !strings.Contains(w.Body.String(), "after you opened this page") || !strings.Contains(w.Body.String(), `value="3"`) {
			t.Errorf("stale: %d", w.Code)
		}
		if w := b.post("/coverage/networks/U17012/adopt", f); w.Code != 404 {
			t.Errorf("another network's: %d", w.Code)
		}
		if c, err := a.Verify(context.Background()); err != nil || c.Broken != 0 {
			t.Errorf("%+v, %v", c, err)
		}
	})
}

func TestImportsOnThePage(t *testing.T) {
	_, _, enter := start(t, engines.SQLite(t), true)
	b := enter(access.Admin, "")
	page := b.get("/imports")
	m := regexp.MustCompile(`href="(/imports/[^"?]+)"`).FindStringSubmatch(page)
	if m == nil {
		t.Fatal(page)
	}
	all := b.get(m[1])
	for _, want := range []string{"Everything (8,858)", "added (8,858)", "rejected (0)", "8,858 lines, 1 to 200 shown"} {
		if !strings.Contains(all, want) {
			t.Errorf("the report doesn't say %q", want)
		}
	}
	if !strings.Contains(b.get(m[1]+"?outcome=rejected"), "No line of this kind") {
		t.Error("an empty report is blank")
	}
	_, _, enter = start(t, engines.SQLite(t), false)
	if !strings.Contains(enter(access.Admin, "").get("/imports"), "Nothing was imported yet") {
		t.Error("no imports: blank")
	}
}
