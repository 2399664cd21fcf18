package funding

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/network"
	"footbridge/internal/app/workforce"
	"footbridge/internal/calendar"
	"footbridge/internal/claim"
	"footbridge/internal/fault"
)

// house is an open Footbridge with the network A01 of the ICB QUY, and B01 of
// another one. It is 5 June 2025.
type house struct {
	*gate.Gate
	clock *calendar.Manual
}

var (
	manager = actor("u-man", "Max Manager", access.Manager, access.Network, "A01", "A01")
	other   = actor("u-oth", "Olga Other", access.Manager, access.Network, "B01", "B01")
	board   = actor("u-icb", "Ines Board", access.Commissioner, access.ICB, "QUY")
	board2  = actor("u-ic2", "Ivan Board", access.Commissioner, access.ICB, "QUY")
	foreign = actor("u-ic3", "Fay Foreign", access.Commissioner, access.ICB, "QZZ")
	lead    = actor("u-tea", "Tess Lead", access.TeamLead, access.Provider, "RVN", "A01")
	strange = actor("u-str", "Stan Strange", access.TeamLead, access.Provider, "XYZ", "A01")
	admin   = access.Actor{ID: "u-adm", Name: "Ada Admin", Grants: []access.Grant{{Role: access.Admin, Place: access.England}}}
)

func actor(id, name string, role access.Role, place access.Place, code string, networks ...string) access.Actor {
	return access.Actor{ID: id, Name: name, Grants: []access.Grant{{Role: role, Place: place, Code: code, Networks: networks}}}
}

func open(t testing.TB, dsn string) *house {
	t.Helper()
	ctx := context.Background()
	d, err := db.Open(ctx, dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	if err := d.Migrate(ctx); err != nil {
		t.Fatal(err)
	}
	clock := calendar.NewManual(calendar.MustInstant("2025-06-05T09:00:00Z"))
	h := &house{Gate: &gate.Gate{DB: d, Clock: clock, Log: slog.New(slog.DiscardHandler)}, clock: clock}
	h.exec(t, "INSERT INTO organisation (kind, code, name, postcode, from_day) VALUES ('icb','QUY','BRIDGE ICB','','2020-04-01'), ('icb','QZZ','HILL ICB','','2020-04-01'), ('pcn','A01','BRIDGE PCN','','2020-04-01'), ('pcn','B01','HILL PCN','','2020-04-01')")
	h.exec(t, "INSERT INTO membership (practice, pcn, sub_icb, icb, region, supplier, from_day) VALUES ('P10001','A01','15C','QUY','Y58','','2020-04-01'), ('P20001','B01','15C','QZZ','Y58','','2020-04-01')")
	do(t, h, admin, network.AddProvider{Code: "RVN", Name: "Bridge Trust", Kind: "trust"})
	return h
}

func (h *house) exec(t testing.TB, statement string) {
	t.Helper()
	if err := h.try(statement); err != nil {
		t.Fatal(err)
	}
}

func (h *house) try(statement string) error {
	return h.DB.Write(context.Background(), func(tx *db.Tx) error { _, err := tx.Exec(statement); return err })
}

// audited gives the lines about a claim since it was sent: what was done, and by
// whom.
func (h *house) audited(t testing.TB, id string) string {
	t.Helper()
	var out []string
	err := h.DB.Write(context.Background(), func(tx *db.Tx) error {
		type line struct{ Action, ActorName string }
		list, err := db.All[line](tx, "SELECT action, actor_name FROM audit WHERE way = 'do' AND subject = $1 AND action IN ('funding.Query', 'funding.Answer', 'funding.Approve') ORDER BY seq", id)
		for _, l := range list {
			out = append(out, l.Action+" "+l.ActorName)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(out, ", ")
}

func (h *house) at(s string) { h.clock.Set(calendar.MustInstant(s)) }

func do[R any](t testing.TB, h *house, who access.Actor, cmd gate.Command[R]) R {
	t.Helper()
	r, err := gate.Do(context.Background(), h.Gate, who, cmd)
	if err != nil {
		t.Fatalf("%T: %v %v", cmd, err, fault.FieldsOf(err))
	}
	return r
}

func ask[R any](t testing.TB, h *house, who access.Actor, q gate.Query[R]) R {
	t.Helper()
	r, err := gate.Ask(context.Background(), h.Gate, who, q)
	if err != nil {
		t.Fatalf("%T: %v", q, err)
	}
	return r
}

// fails does what must be refused, with a kind of fault and some words.
func fails[R any](t testing.TB, h *house, who access.Actor, cmd gate.Command[R], kind fault.Kind, words string) {
	t.Helper()
	_, err := gate.Do(context.Background(), h.Gate, who, cmd)
	var all []string
	for _, f := range fault.FieldsOf(err) {
		all = append(all, f.Message)
	}
	if !fault.Is(err, kind) || !strings.Contains(fmt.Sprint(err, all), words) {
		t.Errorf("%T: %v %q, want %v with %q", cmd, err, all, kind, words)
	}
}

func month(s string) calendar.Month {
	m, err := calendar.ParseMonth(s)
	if err != nil {
		panic(err)
	}
	return m
}

func day(s string) calendar.Date { return calendar.MustDate(s) }

// post appoints somebody at band 6, whole time, and gives the post's id.
func (h *house) post(t testing.TB, name, band, from string) string {
	t.Helper()
	id := do(t, h, manager, workforce.Appoint{Name: name, RoleType: "Community mental health nurse", PCN: "A01", Provider: "RVN", Model: network.Joint, Service: "adult", Band: band, WTEPercent: 100, From: day(from)})
	var post string
	if err := h.DB.Read(context.Background(), func(tx *db.Tx) (err error) {
		post, err = db.One[string](tx, "post", "SELECT id FROM post WHERE practitioner = $1", id)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return post
}

// cost is £52,800 a year: a month is £3,333.33 + £400.00 + £666.67 = £4,400.00.
var cost = []Rate{{WTE: 10_000, Salary: 4_000_000, NI: 480_000, Pension: 800_000}}

func (h *house) pay(t testing.TB, post, m string) {
	t.Helper()
	do(t, h, manager, EnterPay{PCN: "A01", Post: post, Month: month(m), Payslip: true, Source: "Payroll " + m, Rates: cost})
}

// terms says that a post is the first or a later one, from the role's first
// month on.
func (h *house) terms(t testing.TB, post string, p claim.Position, agreement string) {
	t.Helper()
	do(t, h, manager, SetTerms{PCN: "A01", Terms: Terms{Post: post, FromMonth: month("2021-04"), Position: p, Agreement: agreement, London: claim.NoLondon, Registered: "yes", Why: "Board of 3 May"}})
}

// caps loads a table (invented, as every maximum here) and has it approved.
func (h *house) caps(t testing.TB, published, lines string) string {
	t.Helper()
	id := do(t, h, board, LoadCaps{ICB: "QUY", Name: "Invented " + published, Source: "Invented for this test", Published: day(published), Table: "band,from,annual\n" + lines})
	do(t, h, board2, DecideCaps{ID: id, Version: 1, Approve: true, Why: "Compared line by line"})
	return id
}

func (h *house) first(t testing.TB) {
	t.Helper()
	do(t, h, manager, SetFirst{PCN: "A01", CountedBy: "network", Why: "Board of 3 May"})
}

// closed sends a month and has it approved. It gives the claim's id.
func (h *house) closed(t testing.TB, m string) string {
	t.Helper()
	id := do(t, h, manager, MakeComplete{PCN: "A01", Month: month(m)})
	do(t, h, manager, Submit{ID: id, Version: 1})
	do(t, h, board, Approve{ID: id, Version: 2})
	return id
}

func (h *house) sheet(t testing.TB, who access.Actor, key string) Sheet {
	t.Helper()
	return ask(t, h, who, ClaimOf{PCN: "A01", Key: key})
}

// why gives everything that is missing, in one text.
func why(s Sheet) string {
	var all []string
	for _, m := range s.Missing {
		all = append(all, m.What)
	}
	return strings.Join(all, "\n")
}

func scheme(t testing.TB, s Sheet) claim.Pence {
	t.Helper()
	if len(s.Works) != 1 || !s.Works[0].Known() {
		t.Fatalf("%s: %d posts, %s", s.Month, len(s.Works), why(s))
	}
	return s.Works[0].Scheme()
}

// endHelper ends a post, as the room of discharge does for a leaver.
type endHelper struct {
	post string
	last calendar.Date
}

func (endHelper) Needs() access.Permission { return access.KeepFunding }

func (c endHelper) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	p, err := workforce.PostByID(tx, "A01", c.post)
	if err != nil {
		return false, err
	}
	return true, workforce.EndPost(tx, p, c.last)
}
