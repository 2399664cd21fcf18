package bench

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"footbridge/internal/access"
	"footbridge/internal/app"
	"footbridge/internal/app/account"
	"footbridge/internal/app/impact"
	"footbridge/internal/app/simulate"
	"footbridge/internal/calendar"
	"footbridge/internal/demo"
	"footbridge/internal/web"
)

// proofs are the pages of the proof, and who opens them.
var proofs = []page{
	{"The month of a network", "lead", "/impact"},
	{"The month, small numbers hidden", "manager", "/impact"},
	{"Waiting", "lead", "/impact/waiting"},
	{"Where people went", "lead", "/impact/went"},
	{"Outcomes", "lead", "/impact/outcomes"},
	{"Experience", "lead", "/impact/experience"},
	{"Use of the role", "lead", "/impact/use"},
	{"Fairness", "lead", "/impact/fairness"},
	{"One figure", "lead", "/impact/figure/attended"},
	{"The rows behind a figure", "lead", "/impact/rows?figure=requests&from=2026-10&to=2026-10&part=n"},
	{"The month of the provider", "lead", "/impact/provider"},
	{"The month of the ICB", "icb", "/impact/board"},
	{"Waiting, in the ICB", "icb", "/impact/waiting"},
	{"Fairness, in the ICB", "icb", "/impact/fairness"},
}

// year gives records with a simulated year of so many networks, counted.
func year(b *testing.B, networks int) string {
	b.Helper()
	file := filepath.Join(b.TempDir(), strconv.Itoa(networks)+".db")
	clock := calendar.NewManual(now)
	a, err := app.Open(context.Background(), app.Config{Database: file, Clock: clock, Log: quiet})
	must(b, err)
	defer a.Close()
	_, err = simulate.Year(context.Background(), a, simulate.Spec{Networks: networks, From: now.Date().AddYears(-1), To: now.Date(), Seed: 1}, func(string, int, int) {})
	must(b, err)
	_, err = impact.CountUp(context.Background(), a, true, nil)
	must(b, err)
	return file
}

// proof opens simulated records and signs in who reads the figures.
func proof(b *testing.B, file string, clock calendar.Clock) *house {
	b.Helper()
	ctx := context.Background()
	a, err := app.Open(ctx, app.Config{Database: file, Clock: clock, Log: quiet})
	must(b, err)
	b.Cleanup(func() { a.Close() })
	h := &house{App: a, dsn: file, desk: map[string]string{}}
	h.bare, _ = pools(b, file)
	h.site = web.New(a, web.Config{Log: quiet, Demo: true})
	for _, u := range []struct {
		name string
		account.Grant
	}{
		{"lead", account.Grant{Role: access.TeamLead, Place: access.Provider, Code: "SIM-" + demo.Board}},
		{"manager", account.Grant{Role: access.Manager, Place: access.Network, Code: demo.PCN}},
		{"icb", account.Grant{Role: access.Commissioner, Place: access.ICB, Code: demo.Board}},
	} {
		name := "bench-" + u.name
		var id string
		if h.bare.QueryRow("SELECT id FROM app_user WHERE username = '"+name+"'").Scan(&id) != nil {
			id, err = app.Do(ctx, a, access.System("bench"), account.AddUser{Username: name, Name: u.name, Persona: "reads the figures", Grants: []account.Grant{u.Grant}})
			must(b, err)
		}
		in, err := app.Do(ctx, a, access.Nobody(), account.EnterAs{UserID: id, Device: "bench", Address: "127.0.0.1"})
		must(b, err)
		h.desk[u.name] = in.Token
	}
	_, err = impact.CountUp(ctx, a, false, nil)
	must(b, err)
	return h
}

// BenchmarkNation is the pages of the proof among the networks of a simulated
// year, beside the same pages with one network. FOOTBRIDGE_NATION names a
// file that "footbridge simulate --networks all" made; without it, 24 networks
// are made here.
func BenchmarkNation(b *testing.B) {
	small, clock := year(b, 1), calendar.Clock(calendar.NewManual(now))
	what, file := "Among 24 networks: ", os.Getenv("FOOTBRIDGE_NATION")
	if file == "" {
		file = year(b, 24)
	} else {
		what, clock = "Among England's networks: ", calendar.System{}
	}
	one, many := proof(b, small, calendar.NewManual(now)), proof(b, file, clock)
	for _, t := range []string{"request", "booking", "contact", "impact_sum"} {
		b.Logf("%s: %s → %s", t, one.text(b, "SELECT count(*) FROM "+t), many.text(b, "SELECT count(*) FROM "+t))
	}
	for _, c := range proofs {
		b.Run(c.what, func(b *testing.B) {
			pair(b, what+c.what, 40, "3", func() { many.opens(b, c) }, func() { one.opens(b, c) })
		})
	}
}

// opens asks for a page, the network being the one that both have.
func (h *house) opens(b *testing.B, p page) {
	path := p.path
	if p.user == "lead" && path != "/impact/provider" {
		path += map[bool]string{true: "&", false: "?"}[strings.Contains(path, "?")] + "pcn=" + demo.PCN
	}
	r := httptest.NewRequest("GET", path, nil)
	r.AddCookie(&http.Cookie{Name: "footbridge", Value: h.desk[p.user]})
	w := httptest.NewRecorder()
	h.site.ServeHTTP(w, r)
	if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "</html>") || strings.Contains(w.Body.String(), "no whole month") || strings.Contains(w.Body.String(), "being counted") {
		b.Fatalf("%s as %s: %d", path, p.user, w.Code)
	}
}
