package funding

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/network"
	"footbridge/internal/calendar"
	"footbridge/internal/claim"
	"footbridge/internal/fault"
	"footbridge/internal/policy"
)

// Cap is one row of a table of maximum amounts: the most that is reimbursed of
// the whole cost of a whole-time equivalent in a year. An empty Service,
// Position or London is for any.
type Cap struct {
	Load       string
	Seq        int
	Service    string // "adult", "cyp"
	Band       policy.Band
	Position   claim.Position
	London     claim.London
	FromDay    calendar.Date
	LastDay    calendar.Date
	Annual     claim.Pence
	Supplement *claim.Pence // what London adds; nil: not set, or in Annual already
}

// For says which posts the row is for.
func (c Cap) For() string {
	parts := []string{"band " + string(c.Band)}
	switch c.Service {
	case "adult":
		parts = append(parts, "adults")
	case "cyp":
		parts = append(parts, "children and young people")
	}
	if c.Position != claim.Unsaid {
		parts = append(parts, string(c.Position)+" posts")
	}
	switch c.London {
	case claim.Inner, claim.Outer:
		parts = append(parts, string(c.London)+" London")
	case claim.NoLondon:
		parts = append(parts, "outside London")
	}
	return strings.Join(parts, ", ")
}

// Load is a table of maximum amounts as somebody loaded it.
type Load struct {
	ID          string
	ICB         string `db:"icb"` // "" for all of England
	Name        string
	Source      string
	URL         string        `db:"url"`
	Published   calendar.Date // from when it could be claimed by
	State       string        // "waiting", "approved", "refused"
	Version     int
	LoadedAt    calendar.Instant
	LoadedBy    string
	LoadedName  string
	DecidedAt   calendar.Instant
	DecidedName string
	DecidedWhy  string
	Rows        []Cap `db:"-"`
	MayDecide   bool  `db:"-"`
}

const loadColumns = "id, icb, name, source, url, published, state, version, loaded_at, loaded_by, loaded_name, decided_at, decided_name, decided_why"

// CapColumns are those of a table to load. Amounts are pounds, days like
// 2026-04-01; an empty cell of service, position or london is for any.
var CapColumns = []string{"service", "band", "position", "london", "from", "to", "annual", "london_supplement"}

// ParsePounds reads an amount: "51,600", "£51600.50". ok is false for anything
// else, an empty text too.
func ParsePounds(s string) (claim.Pence, bool) {
	s = strings.TrimPrefix(strings.ReplaceAll(strings.ReplaceAll(strings.TrimSpace(s), ",", ""), " ", ""), "£")
	whole, rest, point := strings.Cut(s, ".")
	if whole == "" || len(whole) > 10 || point && len(rest) != 2 {
		return 0, false
	}
	var n int64
	for _, r := range whole + (rest + "00")[:2] {
		if r < '0' || r > '9' {
			return 0, false
		}
		n = n*10 + int64(r-'0')
	}
	return claim.Pence(n), true
}

// ParseCaps reads a table of maximum amounts from CSV with a head line. The
// whole of it is wrong when one line is: the fault says every line.
func ParseCaps(text string) ([]Cap, error) {
	r := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\ufeff")))
	r.FieldsPerRecord, r.TrimLeadingSpace = -1, true
	head, err := r.Read()
	if err != nil {
		return nil, fault.Wrong("table", "The table is empty, or is not CSV. Its first line is: %s", strings.Join(CapColumns, ","))
	}
	at := map[string]int{}
	for i, h := range head {
		h = strings.ToLower(strings.TrimSpace(h))
		if !slices.Contains(CapColumns, h) {
			return nil, fault.Wrong("table", "There is no column %q. The first line is: %s", h, strings.Join(CapColumns, ","))
		}
		at[h] = i
	}
	var check fault.Check
	for _, c := range []string{"band", "from", "annual"} {
		if _, ok := at[c]; !ok {
			check.Fail("table", "The column %s is missing", c)
		}
	}
	if err := check.Err(); err != nil {
		return nil, err
	}
	var rows []Cap
	for line := 2; ; line++ {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fault.Wrong("table", "Line %d can’t be read as CSV", line)
		}
		cell := func(name string) string {
			if i, ok := at[name]; ok && i < len(record) {
				return strings.TrimSpace(record[i])
			}
			return ""
		}
		c := Cap{Seq: len(rows) + 1, Service: strings.ToLower(cell("service")), Band: policy.Band(strings.ToLower(cell("band"))), Position: claim.Position(strings.ToLower(cell("position"))), London: claim.London(strings.ToLower(cell("london")))}
		var ok bool
		check.Require(len(record) <= len(head), "table", "Line %d has more cells than the first line: put quotes around an amount with a comma", line)
		check.Require(c.Service == "" || c.Service == "adult" || c.Service == "cyp", "table", "Line %d: service is adult, cyp or empty", line)
		check.Require(c.Band.IsKnown(), "table", "Line %d: %q is no Agenda for Change band", line, string(c.Band))
		check.Require(c.Position == "" || c.Position == claim.First || c.Position == claim.Later, "table", "Line %d: position is first, later or empty", line)
		check.Require(c.London == "" || c.London == claim.NoLondon || c.London == claim.Inner || c.London == claim.Outer, "table", "Line %d: london is none, inner, outer or empty", line)
		if c.FromDay, err = calendar.ParseDate(cell("from")); err != nil {
			check.Fail("table", "Line %d: %q is not a day like 2026-04-01", line, cell("from"))
		}
		if to := cell("to"); to != "" {
			if c.LastDay, err = calendar.ParseDate(to); err != nil || c.LastDay.Before(c.FromDay) {
				check.Fail("table", "Line %d: the last day %q is not a day after the first one", line, to)
			}
		}
		c.Annual, ok = ParsePounds(cell("annual"))
		check.Require(ok && c.Annual > 0 && c.Annual <= mostPay, "table", "Line %d: %q is no yearly amount in pounds; leave out a line whose amount is not set", line, cell("annual"))
		if s := cell("london_supplement"); s != "" {
			p, ok := ParsePounds(s)
			check.Require(ok && p <= mostPay, "table", "Line %d: %q is no amount in pounds", line, s)
			c.Supplement = &p
		}
		for _, b := range rows {
			check.Require(b.key() != c.key(), "table", "Lines %d and %d are for the same posts and begin on the same day", b.Seq+1, line)
		}
		rows = append(rows, c)
	}
	check.Require(len(rows) > 0, "table", "The table has no lines")
	check.Require(len(rows) <= 500, "table", "A table has at most 500 lines")
	return rows, check.Err()
}

// key is what a row is for.
func (c Cap) key() string {
	return strings.Join([]string{c.Service, string(c.Band), string(c.Position), string(c.London), c.FromDay.String()}, "|")
}

// LoadCaps loads a table of maximum amounts. It counts for nothing until a
// second person approves it. ICB is "" for all of England, which an
// administrator may load; an ICB loads its own. Faults name area, name, source,
// url, published and table. It answers with the table's id.
type LoadCaps struct {
	ICB               string
	Name, Source, URL string
	Published         calendar.Date
	Table             string // CSV
}

// Needs names the permission.
func (LoadCaps) Needs() access.Permission { return access.LoadMaximums }

// reachesArea says whether the actor may load and decide for an area.
func reachesArea(tx *gate.Tx, icb string) bool {
	return tx.Scope.England || icb != "" && slices.Contains(tx.Scope.ICBs, icb)
}

// Do checks and writes.
func (c LoadCaps) Do(_ context.Context, tx *gate.Tx) (string, error) {
	if !reachesArea(tx, c.ICB) {
		return "", fault.Missing("ICB")
	}
	if c.ICB != "" {
		if _, err := network.NameOf(tx, network.KindICB, c.ICB, tx.Today()); err != nil {
			return "", err
		}
	}
	var check fault.Check
	var ok bool
	c.Name, ok = tidy(c.Name, 200)
	check.Require(c.Name != "" && ok, "name", "Enter what the table is called, in 200 characters or fewer")
	c.Source, ok = tidy(c.Source, 500)
	check.Require(c.Source != "" && ok, "source", "Enter where it is published: the document and the page")
	c.URL, ok = tidy(c.URL, 500)
	check.Require(ok && (c.URL == "" || strings.HasPrefix(c.URL, "https://") || strings.HasPrefix(c.URL, "http://")), "url", "The address begins with https://")
	check.Require(!c.Published.IsZero() && !c.Published.After(tx.Today()), "published", "Enter the day on which it was published, not in the future")
	if err := check.Err(); err != nil {
		return "", err
	}
	rows, err := ParseCaps(c.Table)
	if err != nil {
		return "", err
	}
	id := tx.NewID()
	if _, err := tx.Exec("INSERT INTO funding_load ("+loadColumns+", decided_by) VALUES ($1,$2,$3,$4,$5,$6,'waiting',1,$7,$8,$9,NULL,'','','')", id, c.ICB, c.Name, c.Source, c.URL, c.Published, tx.Now, tx.Actor.ID, tx.Actor.Name); err != nil {
		return "", err
	}
	for _, r := range rows {
		if _, err := tx.Exec("INSERT INTO funding_cap (load, seq, service, band, position, london, from_day, last_day, annual, supplement) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10)",
			id, r.Seq, r.Service, r.Band, r.Position, r.London, r.FromDay, r.LastDay, int64(r.Annual), pence(r.Supplement)); err != nil {
			return "", err
		}
	}
	tx.TouchedAt("table of maximum amounts", id, "", c.ICB, fmt.Sprintf("loaded “%s”, %d lines", c.Name, len(rows)))
	return id, nil
}

// DecideCaps approves a table that somebody else loaded, or refuses it with a
// reason. Whoever loaded it can't. Version is the one that was read.
type DecideCaps struct {
	ID      string
	Version int
	Approve bool
	Why     string
}

// Needs names the permission.
func (DecideCaps) Needs() access.Permission { return access.LoadMaximums }

// Do checks and decides.
func (c DecideCaps) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	l, err := db.One[Load](tx.Tx, "table of maximum amounts", "SELECT "+loadColumns+" FROM funding_load WHERE id = $1", c.ID)
	if err != nil {
		return false, err
	}
	if !reachesArea(tx, l.ICB) {
		return false, fault.Missing("table of maximum amounts")
	}
	if l.State != "waiting" || l.Version != c.Version {
		return false, fault.Moved("%s decided about this table already: it is %s", l.DecidedName, l.State)
	}
	if l.LoadedBy == tx.Actor.ID {
		return false, fault.Refused("You loaded this table: a second person compares it with the published one and decides")
	}
	why, ok := tidy(c.Why, 1000)
	if !ok || why == "" {
		return false, fault.Wrong("why", "Say what you compared it with, or why you refuse it, in 1,000 characters or fewer")
	}
	state := "refused"
	if c.Approve {
		state = "approved"
		if err := follows(tx, l); err != nil {
			return false, err
		}
	}
	_, err = tx.Exec("UPDATE funding_load SET state = $1, version = version + 1, decided_at = $2, decided_by = $3, decided_name = $4, decided_why = $5 WHERE id = $6",
		state, tx.Now, tx.Actor.ID, tx.Actor.Name, why, l.ID)
	tx.TouchedAt("table of maximum amounts", l.ID, "", l.ICB, state+" “"+l.Name+"”")
	return c.Approve, err
}

// follows makes sure that a row which is there already is followed only by one
// that was published later.
func follows(tx *gate.Tx, l Load) error {
	type row struct {
		Cap
		Name      string
		Published calendar.Date
	}
	list, err := db.All[row](tx.Tx, `SELECT c.service, c.band, c.position, c.london, c.from_day, o.name, o.published FROM funding_cap c
		JOIN funding_load o ON o.id = c.load WHERE o.state = 'approved' AND o.icb = $1`, l.ICB)
	if err != nil {
		return err
	}
	mine, err := db.All[Cap](tx.Tx, "SELECT service, band, position, london, from_day FROM funding_cap WHERE load = $1", l.ID)
	for _, m := range mine {
		for _, o := range list {
			if o.key() == m.key() && !o.Published.Before(l.Published) {
				return fault.Wrong("why", "“%s” has an amount for %s from %s already, published on %s. Only a table that was published later can follow it", o.Name, m.For(), m.FromDay.Medium(), o.Published.Medium())
			}
		}
	}
	return err
}

// Caps asks for the tables of maximum amounts that the actor may see: those for
// England, and those of the actor's ICBs.
type Caps struct{}

// CapList is the answer to Caps.
type CapList struct {
	Loads   []Load      // the newest first
	MayLoad bool        // load and decide
	Areas   [][2]string // for which areas, value and text
}

// Waiting counts what nobody has decided about.
func (l CapList) Waiting() (n int) {
	for _, x := range l.Loads {
		if x.State == "waiting" {
			n++
		}
	}
	return n
}

// Needs names the permission.
func (Caps) Needs() access.Permission { return access.SeeMaximums }

// Ask lists them.
func (Caps) Ask(_ context.Context, tx *gate.Tx) (CapList, error) {
	var out CapList
	icbs := slices.Clone(tx.Scope.ICBs)
	for _, pcn := range append(slices.Clone(tx.Scope.PCNs), tx.Scope.Networks...) {
		boards, err := network.BoardsOf(tx, pcn, tx.Today())
		if err != nil {
			return out, err
		}
		icbs = append(icbs, boards...)
	}
	var a db.Args
	where := "icb = '' OR icb IN " + a.In(icbs)
	if tx.Scope.England {
		where, a = "1 = 1", db.Args{}
	}
	var err error
	if out.Loads, err = db.All[Load](tx.Tx, "SELECT "+loadColumns+" FROM funding_load WHERE "+where+" ORDER BY loaded_at DESC, id DESC", a.List...); err != nil {
		return out, err
	}
	rows, err := db.All[Cap](tx.Tx, "SELECT load, seq, service, band, position, london, from_day, last_day, annual, supplement FROM funding_cap WHERE load IN (SELECT id FROM funding_load WHERE "+where+") ORDER BY load, seq", a.List...)
	if err != nil {
		return out, err
	}
	out.MayLoad = tx.Actor.May(access.LoadMaximums)
	for i := range out.Loads {
		l := &out.Loads[i]
		for _, r := range rows {
			if r.Load == l.ID {
				l.Rows = append(l.Rows, r)
			}
		}
		l.MayDecide = out.MayLoad && l.State == "waiting" && l.LoadedBy != tx.Actor.ID && reachesArea(tx, l.ICB)
	}
	if out.MayLoad {
		if tx.Scope.England {
			out.Areas = append(out.Areas, [2]string{"", "All of England"})
		}
		for _, icb := range tx.Scope.ICBs {
			name, err := network.NameOf(tx, network.KindICB, icb, tx.Today())
			if err != nil && !fault.Is(err, fault.NotFound) {
				return out, err
			}
			out.Areas = append(out.Areas, [2]string{icb, name})
		}
	}
	tx.Nobody("maximum amounts are about nobody")
	return out, nil
}
