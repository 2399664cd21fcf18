package physical

import (
	"context"
	"encoding/csv"
	"io"
	"slices"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/care"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/network"
	"footbridge/internal/app/person"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
	"footbridge/internal/policy"
	"footbridge/internal/table"
)

// Ways to narrow the list. ShowDue followed by an element's key is who is due
// for that one.
const (
	ShowAll       = ""
	ShowDue       = "due"
	ShowNothing   = "nothing"
	ShowAsked     = "asked"
	ShowLate      = "late"
	ShowRemission = "remission"
)

// Shows are they, in the order of a page.
func Shows() []string {
	out := []string{ShowAll, ShowDue}
	for _, e := range Elements {
		out = append(out, ShowDue+"-"+e.Key)
	}
	return append(out, ShowNothing, ShowAsked, ShowLate, ShowRemission)
}

// fits reports whether somebody on the register is in a part of the list.
func (r Record) fits(show string) bool {
	remission := r.Flag.State == "remission"
	if key, ok := strings.CutPrefix(show, ShowDue+"-"); ok {
		return !remission && slices.ContainsFunc(r.Lines, func(l Line) bool { return l.Key == key && l.Due })
	}
	switch show {
	case ShowAll:
		return true
	case ShowDue:
		return !remission && len(r.DueNames()) > 0
	case ShowNothing:
		return !remission && len(r.DueNames()) == 0
	case ShowAsked:
		return len(r.OpenAsks()) > 0
	case ShowLate:
		return slices.ContainsFunc(r.OpenAsks(), func(a Ask) bool { return a.DueOn.Before(r.Today) })
	case ShowRemission:
		return remission
	}
	return false
}

// List asks who of a network is on the register, as far as is known here, and
// who is missing what. With an Indicator it lists who stands so in that
// indicator of the year that begins in Year.
type List struct {
	PCN, Practice, Show string
	Indicator, State    string
	Year                int
	Export              bool // it is carried away as a file
}

// Row is one person of the list.
type Row struct {
	Record
	PracticeName string
	Verdict      Verdict // for an indicator
}

// Listing is the answer to List.
type Listing struct {
	Rows   []Row
	Counts map[string]int // by Show, within the practice that was chosen
	Places map[string]string
}

// Needs names the permission.
func (List) Needs() access.Permission { return access.SeeCare }

// Ask lists them by name. Somebody in the scope of a practice sees its people.
func (q List) Ask(_ context.Context, tx *gate.Tx) (Listing, error) {
	out := Listing{Counts: map[string]int{}}
	all, err := known(tx, q.PCN)
	if err != nil {
		return out, err
	}
	out.Places = all.places
	var chosen func(Record) (Verdict, bool)
	if q.Indicator != "" {
		ind, span, err := indicator(q.Indicator, q.Year, tx.Today())
		if err != nil {
			return out, err
		}
		chosen = func(r Record) (Verdict, bool) {
			v := Judge(ind, r, all.plans[r.Person.ID], span)
			return v, v.State == q.State
		}
	}
	for _, r := range all.records {
		if q.Practice != "" && r.Person.Practice != q.Practice {
			continue
		}
		row := Row{Record: r, PracticeName: all.places[r.Person.Practice]}
		if chosen != nil {
			var in bool
			if row.Verdict, in = chosen(r); in {
				out.Rows = append(out.Rows, row)
			}
			continue
		}
		if !r.OnRegister() {
			continue
		}
		for _, s := range Shows() {
			if r.fits(s) {
				out.Counts[s]++
			}
		}
		if r.fits(q.Show) {
			out.Rows = append(out.Rows, row)
		}
	}
	what := "physical health"
	if q.Export {
		what = "physical health export"
	}
	tx.Listed(what, strings.TrimSpace(q.PCN+" "+q.Practice+" "+q.Show+" "+q.Indicator+" "+q.State), len(out.Rows))
	return out, nil
}

type everybody struct {
	records []Record // of whoever was ever flagged, by name
	places  map[string]string
	plans   map[string]calendar.Date
}

// known gathers everybody of a network within the scope of whom anything was
// ever said about the register.
func known(tx *gate.Tx, pcn string) (everybody, error) {
	var out everybody
	if !tx.Scope.InNetwork(pcn) {
		return out, fault.Missing("network")
	}
	ids, err := db.All[string](tx.Tx, "SELECT DISTINCT person FROM smi_register WHERE pcn = $1", pcn)
	if err != nil {
		return out, err
	}
	// Whoever was put on the register in another network and has come here since.
	from, err := network.CameFrom(tx, pcn)
	if err != nil {
		return out, err
	}
	if len(from) > 0 {
		var a db.Args
		others, err := db.All[string](tx.Tx, "SELECT DISTINCT person FROM smi_register WHERE pcn IN "+a.In(from), a.List...)
		if err != nil {
			return out, err
		}
		came, err := person.NowIn(tx, pcn, others)
		if err != nil {
			return out, err
		}
		ids = append(ids, came...)
	}
	people, err := person.Many(tx, ids)
	if err != nil {
		return out, err
	}
	// Checks stand under a surviving record's id and under those merged into it.
	to, byID := map[string]string{}, map[string]person.Person{}
	for asked, p := range people {
		if p.PCN != pcn || !p.Died.IsZero() {
			continue
		}
		to[asked], to[p.ID], byID[p.ID] = p.ID, p.ID, p
	}
	g, err := gather(tx, to)
	if err != nil {
		return out, err
	}
	var all []string
	codes := map[string]bool{}
	for id := range to {
		all = append(all, id)
	}
	for _, p := range byID {
		codes[p.Practice] = true
		out.records = append(out.records, recordOf(p, g, tx.Today()))
	}
	slices.SortFunc(out.records, func(a, b Record) int {
		return strings.Compare(a.Person.FormalName()+a.Person.ID, b.Person.FormalName()+b.Person.ID)
	})
	out.plans = map[string]calendar.Date{}
	for part := range slices.Chunk(all, 5000) {
		plans, err := care.LastPlans(tx, part)
		if err != nil {
			return out, err
		}
		for id, d := range plans {
			if d.After(out.plans[to[id]]) {
				out.plans[to[id]] = d
			}
		}
	}
	out.places = map[string]string{}
	for c := range codes {
		name, err := network.NameOf(tx, network.KindPractice, c, tx.Today())
		if fault.Is(err, fault.NotFound) {
			name, err = c, nil
		}
		if err != nil {
			return out, err
		}
		out.places[c] = network.PlainName(name)
	}
	return out, nil
}

// Columns is the head line of the file.
var Columns = []string{"Name", "NHS number", "Born", "Practice", "Register", "Responsible", "Due", "Alcohol", "Glucose or HbA1c", "Blood pressure", "Weight and body mass index", "Lipids", "Smoking", "Asked", "Standing in the indicator"}

// WriteCSV writes the list as RFC 4180, UTF-8, with a head line. A cell that a
// spreadsheet would take for a formula begins with an apostrophe.
func WriteCSV(w io.Writer, l Listing) error {
	out := csv.NewWriter(w)
	out.UseCRLF = true
	if err := out.Write(Columns); err != nil {
		return err
	}
	for _, r := range l.Rows {
		p := r.Person
		born := ""
		if !p.BornOn.IsZero() {
			born = p.BornOn.String()
		}
		state, held := "", ""
		if r.Flag != nil {
			state, held = r.Flag.StateText(), r.Flag.HeldText()
		}
		row := []string{p.FormalName(), p.NHSNumber, born, r.PracticeName, state, held, strings.Join(r.DueNames(), "; ")}
		for _, x := range r.Lines {
			cell := ""
			if x.Last != nil {
				cell = x.Last.OnDay.String() + ": " + x.Last.Value()
			}
			if x.Since != nil {
				cell = strings.TrimPrefix(cell+"; ", "; ") + x.Since.OnDay.String() + ": " + x.Since.AnswerText()
			}
			row = append(row, cell)
		}
		var asked []string
		for _, a := range r.OpenAsks() {
			asked = append(asked, a.Whom+" by "+a.DueOn.String())
		}
		row = append(row, strings.Join(asked, "; "), strings.TrimSpace(r.Verdict.State+" "+r.Verdict.Why))
		for i := range row {
			row[i] = table.Safe(row[i])
		}
		if err := out.Write(row); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// indicator gives an indicator of the year that begins in April of year, and
// the year; any other is not found.
func indicator(id string, year int, today calendar.Date) (policy.Indicator, calendar.ContractYear, error) {
	y, list, _, err := yearOf(year, today)
	if err != nil {
		return policy.Indicator{}, y, err
	}
	i := slices.IndexFunc(list, func(x policy.Indicator) bool { return x.ID == id })
	if i < 0 {
		return policy.Indicator{}, y, fault.Missing("indicator")
	}
	return list[i], y, nil
}

func yearOf(year int, today calendar.Date) (calendar.ContractYear, policy.Indicators, policy.Version[policy.Indicators], error) {
	y := calendar.ContractYear(year)
	if year == 0 {
		y = calendar.ContractYearOf(today)
	}
	v, ok := policy.QofIndicators.On(y.Start())
	if !ok || y.Start().After(today) {
		return y, nil, v, fault.Missing("year")
	}
	return y, v.Value, v, nil
}
