package physical

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/person"
	"footbridge/internal/calendar"
	"footbridge/internal/engines"
	"footbridge/internal/fault"
	"footbridge/internal/policy"
)

func day(s string) calendar.Date {
	if s == "" {
		return calendar.Date{}
	}
	return calendar.MustDate(s)
}

// A check is due again on the same day a year later, and on 28 February when
// it was done on a leap day.
func TestDue(t *testing.T) {
	for _, x := range []struct {
		done, day string
		due       bool
	}{
		{"2025-11-04", "2026-11-03", false}, {"2025-11-04", "2026-11-04", true}, {"2025-11-04", "2026-11-05", true},
		{"2024-02-29", "2025-02-27", false}, {"2024-02-29", "2025-02-28", true},
		{"2023-02-28", "2024-02-27", false}, {"2023-02-28", "2024-02-28", true},
		{"", "2026-11-04", true},
	} {
		if got := IsDue(day(x.done), day(x.day)); got != x.due {
			t.Errorf("done %q, on %s: %v", x.done, x.day, got)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		done := day("2019-01-01").AddDays(rapid.IntRange(0, 4000).Draw(t, "done"))
		due := Due(done)
		if n := due.DaysSince(done); n < 365 || n > 366 {
			t.Fatalf("%s is due after %d days", done, n)
		}
		if IsDue(done, due.AddDays(-1)) || !IsDue(done, due) || !IsDue(done, due.AddDays(rapid.IntRange(0, 900).Draw(t, "later"))) {
			t.Fatalf("%s: not exactly from %s on", done, due)
		}
	})
}

// somebody is on the register since 2020, with the checks that are written as
// "element answer day value".
func somebody(state, diagnosed, antipsychotic, heart, today string, checks ...string) Record {
	g := gathered{map[string][]Flag{}, map[string][]Check{}, map[string][]Ask{}}
	if state != "" {
		g.flags["p"] = []Flag{{State: state, OnDay: day("2020-01-01"), DiagnosedOn: day(diagnosed), Antipsychotic: antipsychotic, Heart: heart}}
	}
	for _, c := range checks {
		part := strings.SplitN(c, " ", 4)
		x := Check{Element: part[0], Answer: part[1], OnDay: day(part[2])}
		if len(part) > 3 {
			x.Words = part[3]
		}
		if x.Element == "bmi" && x.Answer == Done {
			f := map[string]float64{"": 21, "light": 21, "between": 24, "heavy": 31}[x.Words]
			x.Unit, x.First = "bmi", &f
			if x.Words == "weight" {
				x.Unit, f = "weight", 80
			}
		}
		g.checks["p"] = append([]Check{x}, g.checks["p"]...)
	}
	return recordOf(person.Person{ID: "p"}, g, day(today))
}

// The indicators, each by hand. The year is 2025/26: it runs from 1 April 2025
// to 31 March 2026, and "in the last 12 months" is after 31 March 2025.
func TestJudge(t *testing.T) {
	find := func(id string, year int) policy.Indicator {
		ind, _, err := indicator(id, year, day("2026-11-04"))
		if err != nil {
			t.Fatal(err)
		}
		return ind
	}
	const later = "2026-11-04"
	for _, x := range []struct {
		name, id string
		r        Record
		plan     string
		want     string
	}{
		{"nobody ever said anything", "MH003", somebody("", "", "", "", later), "", LeftOut},
		{"taken off", "MH003", somebody("off", "", "", "", later, "bp done 2025-06-01"), "", LeftOut},
		{"in remission", "MH003", somebody("remission", "", "", "", later, "bp done 2025-06-01"), "", LeftOut},
		{"no record", "MH003", somebody("on", "", "", "", later), "", Missing},
		{"the last day of the year before", "MH003", somebody("on", "", "", "", later, "bp done 2025-03-31"), "", Missing},
		{"the first day", "MH003", somebody("on", "", "", "", later, "bp done 2025-04-01"), "", Met},
		{"the last day", "MH003", somebody("on", "", "", "", later, "bp done 2026-03-31"), "", Met},
		{"the day after", "MH003", somebody("on", "", "", "", later, "bp done 2026-04-01"), "", Missing},
		{"another check", "MH003", somebody("on", "", "", "", later, "bmi done 2025-06-01"), "", Missing},
		{"declined", "MH003", somebody("on", "", "", "", later, "bp declined 2025-06-01"), "", Adjusted},
		{"declined the year before", "MH003", somebody("on", "", "", "", later, "bp declined 2025-03-01"), "", Missing},
		{"declined, then done", "MH003", somebody("on", "", "", "", later, "bp declined 2025-06-01", "bp done 2025-07-01"), "", Met},
		{"invited once", "MH003", somebody("on", "", "", "", later, "bp invited 2025-06-01"), "", Missing},
		{"invited twice in six days", "MH003", somebody("on", "", "", "", later, "bp invited 2025-06-01", "bp invited 2025-06-07"), "", Missing},
		{"invited twice in seven days", "MH003", somebody("on", "", "", "", later, "bp invited 2025-06-01", "bp invited 2025-06-08"), "", Adjusted},
		{"diagnosed three months before the end", "MH003", somebody("on", "2025-12-31", "", "", later), "", Missing},
		{"diagnosed within three months of the end", "MH003", somebody("on", "2026-01-01", "", "", later), "", Adjusted},
		{"a weight without a height", "MH006", somebody("on", "", "", "", later, "bmi done 2025-06-01 weight"), "", Missing},
		{"a body mass index", "MH006", somebody("on", "", "", "", later, "bmi done 2025-06-01"), "", Met},
		{"alcohol", "MH007", somebody("on", "", "", "", later, "alcohol done 2025-06-01"), "", Met},
		{"glucose", "MH012", somebody("on", "", "", "", later, "glucose done 2025-06-01"), "", Met},
		{"smoking", "SMOK002", somebody("on", "", "", "", later, "smoking done 2025-06-01 Smokes"), "", Met},
		{"lipids this year", "MH011", somebody("on", "", "", "", later, "lipids done 2025-06-01"), "", Met},
		{"lipids the year before, takes antipsychotics", "MH011", somebody("on", "", "yes", "no", later, "lipids done 2024-06-01"), "", Missing},
		{"lipids the year before, smokes", "MH011", somebody("on", "", "no", "no", later, "lipids done 2024-06-01", "smoking done 2025-06-01 Smokes", "bmi done 2025-06-01"), "", Missing},
		{"lipids the year before, heavy", "MH011", somebody("on", "", "no", "no", later, "lipids done 2024-06-01", "smoking done 2025-06-01 Never", "bmi done 2025-06-01 heavy"), "", Missing},
		{"lipids the year before, none of the reasons", "MH011", somebody("on", "", "no", "no", later, "lipids done 2024-06-01", "smoking done 2025-06-01 Never", "bmi done 2025-06-01 light"), "", Met},
		{"lipids the year before, a weight that depends", "MH011", somebody("on", "", "no", "no", later, "lipids done 2024-06-01", "smoking done 2025-06-01 Never", "bmi done 2025-06-01 between"), "", Unknown},
		{"lipids the year before, nothing known", "MH011", somebody("on", "", "", "", later, "lipids done 2024-06-01"), "", Unknown},
		{"lipids two years before", "MH011", somebody("on", "", "no", "no", later, "lipids done 2024-03-31", "smoking done 2025-06-01 Never", "bmi done 2025-06-01 light"), "", Missing},
		{"a plan", "MH002", somebody("on", "2019-01-01", "", "", later), "2025-06-01", Met},
		{"a plan of the year before", "MH002", somebody("on", "2019-01-01", "", "", later), "2025-03-31", Missing},
		{"a plan older than the diagnosis", "MH002", somebody("on", "2025-07-01", "", "", later), "2025-06-01", Missing},
	} {
		v := Judge(find(x.id, 2025), x.r, day(x.plan), 2025)
		if v.State != x.want {
			t.Errorf("%s, %s: %s (%s), not %s", x.id, x.name, v.State, v.Why, x.want)
		}
	}
	// MH021 ended with 2024/25.
	if _, _, err := indicator("MH021", 2025, day(later)); !fault.Is(err, fault.NotFound) {
		t.Error(err)
	}
	six := []string{"alcohol done 2024-05-01", "glucose done 2024-05-01", "bp done 2024-05-01", "bmi done 2024-05-01", "lipids done 2024-05-01", "smoking done 2024-05-01 Never"}
	if v := Judge(find("MH021", 2024), somebody("on", "", "", "", later, six...), day(""), 2024); v.State != Met {
		t.Error(v)
	}
	if v := Judge(find("MH021", 2024), somebody("on", "", "", "", later, six[1:]...), day(""), 2024); v.State != Missing || !strings.Contains(v.Why, "Alcohol") {
		t.Error(v)
	}
	if got := find("MH003", 2026); got.Points.String() != "not set" || got.From.String() != "not set" {
		t.Errorf("%+v", got)
	}
	if got := find("MH002", 2025); got.Points.String() != "5" || got.From.String() != "40" || got.To.String() != "90" {
		t.Errorf("%+v", got)
	}
	if _, _, err := indicator("MH003", 2022, day(later)); !fault.Is(err, fault.NotFound) {
		t.Error("a year of which nothing was found")
	}
}

type house struct {
	*gate.Gate
	clock *calendar.Manual
}

var (
	mo   = access.Actor{ID: "u-mo", Name: "Mo Healey", Grants: []access.Grant{{Role: access.Practitioner, Place: access.Network, Code: "A01", Networks: []string{"A01"}}}}
	gp   = access.Actor{ID: "u-gp", Name: "Gita Patel", Grants: []access.Grant{{Role: access.Clinician, Place: access.Practice, Code: "P10002", Networks: []string{"A01"}}}}
	otto = access.Actor{ID: "u-out", Name: "Otto", Grants: []access.Grant{{Role: access.Practitioner, Place: access.Network, Code: "B01", Networks: []string{"B01"}}}}
)

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
	clock := calendar.NewManual(calendar.MustInstant("2026-11-04T10:45:00Z"))
	h := &house{&gate.Gate{DB: d, Clock: clock, Log: slog.New(slog.DiscardHandler)}, clock}
	if err := d.Write(ctx, func(tx *db.Tx) error {
		for _, q := range []string{
			"INSERT INTO organisation (kind, code, name, postcode, from_day) VALUES ('practice','P10001','OLD MARKET SURGERY','','2026-04-01'), ('practice','P10002','NEW MARKET','','2026-04-01'), ('pcn','A01','BRIDGE PCN','','2026-04-01')",
			"INSERT INTO membership (practice, pcn, sub_icb, icb, region, supplier, from_day) VALUES ('P10001','A01','15C','QUY','Y58','','2026-04-01'), ('P10002','A01','15C','QUY','Y58','','2026-04-01')",
		} {
			if _, err := tx.Exec(q); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return h
}

func do[R any](t testing.TB, h *house, who access.Actor, cmd gate.Command[R]) R {
	t.Helper()
	h.clock.Advance(time.Second)
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

func wrong[R any](h *house, who access.Actor, cmd gate.Command[R]) string {
	h.clock.Advance(time.Second)
	_, err := gate.Do(context.Background(), h.Gate, who, cmd)
	if f := fault.FieldsOf(err); len(f) > 0 {
		return f[0].Name
	}
	if err != nil {
		return fault.KindOf(err).String()
	}
	return ""
}

func (h *house) someone(t testing.TB, given, practice string) string {
	t.Helper()
	return do(t, h, mo, person.Add{Sure: true, Details: person.Details{Given: given, Family: "Test" + given, BornOn: calendar.MustDate("1979-11-02"), Practice: practice}})
}

func num(f float64) *float64 { return &f }

// What is plausible, and what is a slip of the pen.
func TestValues(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		id := h.someone(t, "Ann", "P10001")
		for _, x := range []struct {
			element, unit string
			first, second *float64
			status, want  string
			value         string
		}{
			{"bp", "", num(128), num(82), "", "", "128/82 mmHg"},
			{"bp", "", num(82), num(128), "", "second", ""},
			{"bp", "", num(12.8), num(8), "", "first", ""},
			{"bp", "", num(128), nil, "", "second", ""},
			{"bmi", "weight", num(80), num(175), "", "", "80 kg, 175 cm, BMI 26.1"},
			{"bmi", "weight", num(80), nil, "", "", "80 kg"},
			{"bmi", "weight", num(80), num(1.75), "", "second", ""},
			{"bmi", "bmi", num(26.1), nil, "", "", "BMI 26.1"},
			{"bmi", "", num(26.1), nil, "", "unit", ""},
			{"glucose", "hba1c", num(41), nil, "", "", "HbA1c 41 mmol/mol"},
			{"glucose", "hba1c", num(5.9), nil, "", "first", ""},
			{"glucose", "glucose", num(5.9), nil, "", "", "Glucose 5.9 mmol/L"},
			{"lipids", "", num(5.2), num(1.1), "", "", "Total cholesterol 5.2, HDL 1.1 mmol/L"},
			{"lipids", "", num(1.1), num(5.2), "", "second", ""},
			{"alcohol", "audit-c", num(13), nil, "", "first", ""},
			{"alcohol", "units", num(0), nil, "", "", "0 units a week"},
			{"smoking", "", nil, nil, "Smokes", "", "Smokes"},
			{"smoking", "", nil, nil, "Sometimes", "status", ""},
			{"teeth", "", nil, nil, "", "element", ""},
		} {
			c := RecordCheck{Person: id, Element: x.element, Answer: Done, On: day("2026-11-04"), Unit: x.unit, First: x.first, Second: x.second, Status: x.status, Source: "us"}
			if got := wrong(h, mo, c); got != x.want {
				t.Errorf("%+v: %q, not %q", x, got, x.want)
			}
			if x.want != "" {
				continue
			}
			for _, l := range ask(t, h, gpOf("P10001"), Of{Person: id}).Lines {
				if l.Key == x.element && l.Last.Value() != x.value {
					t.Errorf("%q, not %q", l.Last.Value(), x.value)
				}
			}
		}
		for want, c := range map[string]RecordCheck{
			"on":     {Person: id, Element: "bp", Answer: Declined, On: day("2026-11-05")},
			"words":  {Person: id, Element: "bp", Answer: NotSuitable, On: day("2026-11-04")},
			"answer": {Person: id, Element: "bp", Answer: "", On: day("2026-11-04")},
			"source": {Person: id, Element: "bp", Answer: Done, On: day("2026-11-04"), First: num(120), Second: num(80)},
		} {
			if got := wrong(h, mo, c); got != want {
				t.Errorf("%q, not %q", got, want)
			}
		}
	})
}

func gpOf(practice string) access.Actor {
	a := gp
	a.Grants = []access.Grant{{Role: access.Clinician, Place: access.Practice, Code: practice, Networks: []string{"A01"}}}
	return a
}

// Who is on the register and who is missing what: each count is its list, each
// practice sees its own, and the file can't be a formula.
func TestList(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		on := func(id, state, why string) {
			was := ""
			if f := ask(t, h, mo, Of{Person: id}).Flag; f != nil {
				was = f.ID
			}
			do(t, h, mo, SetFlag{Person: id, Was: was, State: state, On: day("2026-05-01"), Source: "GP record", Why: why})
		}
		ann, bea, cy, di, eve := h.someone(t, "Ann", "P10001"), h.someone(t, "Bea", "P10001"), h.someone(t, "Cy", "P10002"), h.someone(t, "Di", "P10001"), h.someone(t, "Eve", "P10001")
		for _, id := range []string{ann, bea, cy, di} {
			on(id, "on", "")
		}
		on(di, "remission", "")
		if got := wrong(h, mo, SetFlag{Person: ann, State: "remission", On: day("2026-05-01"), Source: "x"}); got != fault.Conflict.String() {
			t.Errorf("an old record: %q", got)
		}
		if got := wrong(h, mo, SetFlag{Person: eve, State: "off", On: day("2026-05-01"), Source: "x", Why: "x"}); got != "state" {
			t.Error(got)
		}
		if got := wrong(h, mo, AskFor{Person: eve, Elements: []string{"bp"}, Whom: "x", Due: day("2026-12-01")}); got != fault.Denied.String() {
			t.Error(got)
		}
		bp := do(t, h, mo, RecordCheck{Person: ann, Element: "bp", Answer: Done, On: day("2026-06-01"), First: num(120), Second: num(80), Source: "surgery"})
		do(t, h, mo, RecordCheck{Person: bea, Element: "bp", Answer: Declined, On: day("2026-06-01")})
		asked := do(t, h, mo, AskFor{Person: bea, Elements: []string{"smoking", "bp"}, Whom: "=Nurse Bell", Due: day("2026-12-01")})
		l := ask(t, h, mo, List{PCN: "A01"})
		if l.Counts[ShowAll] != 4 || l.Counts[ShowDue] != 3 || l.Counts["due-bp"] != 2 || l.Counts[ShowRemission] != 1 || l.Counts[ShowAsked] != 1 || l.Counts[ShowNothing] != 0 {
			t.Errorf("%v", l.Counts)
		}
		for _, s := range Shows() {
			if n := len(ask(t, h, mo, List{PCN: "A01", Show: s}).Rows); n != l.Counts[s] {
				t.Errorf("%q: %d rows, counted %d", s, n, l.Counts[s])
			}
		}
		if n := len(ask(t, h, gpOf("P10002"), List{PCN: "A01"}).Rows); n != 1 {
			t.Errorf("a practice sees %d", n)
		}
		if _, err := gate.Ask(context.Background(), h.Gate, otto, List{PCN: "A01"}); !fault.Is(err, fault.NotFound) {
			t.Error(err)
		}
		q := ask(t, h, mo, Qof{PCN: "A01"})
		for _, x := range q.List {
			sum := 0
			for _, s := range Standings {
				n := len(ask(t, h, mo, List{PCN: "A01", Indicator: x.ID, State: s[0]}).Rows)
				if n != x.N[s[0]] {
					t.Errorf("%s %s: %d rows, counted %d", x.ID, s[0], n, x.N[s[0]])
				}
				sum += n
			}
			if sum != 4 {
				t.Errorf("%s: %d people", x.ID, sum)
			}
			// MH003: Ann has it, Cy is missing it, Bea declined, Di is in remission: 1 of 2.
			if p, ok := x.Percent(); x.ID == "MH003" && (!ok || p != 500 || x.N[Adjusted] != 1 || x.N[LeftOut] != 1) {
				t.Errorf("%v", x.N)
			}
		}
		var file bytes.Buffer
		if err := WriteCSV(&file, ask(t, h, mo, List{PCN: "A01", Export: true})); err != nil {
			t.Fatal(err)
		}
		if s := file.String(); !strings.Contains(s, ",'=Nurse Bell by 2026-12-01") || strings.Count(s, "\r\n") != 5 {
			t.Error(s)
		}
		// What was asked is answered by a record of each, or ended.
		do(t, h, mo, RecordCheck{Person: bea, Element: "smoking", Answer: Done, On: day("2026-11-04"), Status: "Smokes", Source: "us"})
		if a := ask(t, h, mo, Of{Person: bea}).Asks[0]; !a.Open() || len(a.Left) != 1 {
			t.Errorf("%+v", a)
		}
		do(t, h, mo, EndAsk{ID: asked, Why: "Moves house first"})
		if a := ask(t, h, mo, Of{Person: bea}).Asks[0]; a.Open() {
			t.Errorf("%+v", a)
		}
		do(t, h, mo, WithdrawCheck{ID: bp, Why: "Somebody else’s"})
		if got := wrong(h, mo, WithdrawCheck{ID: bp, Why: "x"}); got != fault.Conflict.String() {
			t.Error(got)
		}
		if n := ask(t, h, mo, List{PCN: "A01"}).Counts["due-bp"]; n != 3 {
			t.Errorf("%d", n)
		}
		on(ann, "off", "Diagnosis changed")
		if n := ask(t, h, mo, List{PCN: "A01"}).Counts[ShowAll]; n != 3 {
			t.Errorf("%d", n)
		}
		if err := h.DB.Write(context.Background(), func(tx *db.Tx) error {
			_, err := tx.Exec("UPDATE physical_check SET first = 1")
			return err
		}); err == nil {
			t.Error("a check was changed")
		}
	})
}
