package network_test

import (
	"archive/zip"
	"context"
	"fmt"
	"io"
	"strings"
	"testing"

	"footbridge/internal/access"
	"footbridge/internal/app"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/network"
	"footbridge/internal/calendar"
	"footbridge/internal/engines"
	"footbridge/internal/fault"
	"footbridge/internal/nhs"
)

// TestFifths: ten practices make fifths of two; where it doesn't divide, and
// where scores are equal, the place of the first decides.
func TestFifths(t *testing.T) {
	for _, x := range []struct {
		what   string
		scores []float64
		want   string
	}{
		{"none", nil, ""},
		{"one practice is the most deprived of one", []float64{12}, "1"},
		{"five", []float64{50, 40, 30, 20, 10}, "12345"},
		{"ten, two in each", []float64{100, 90, 80, 70, 60, 50, 40, 30, 20, 10}, "1122334455"},
		{"the order in which they come is nothing", []float64{10, 100, 20, 90, 30, 80, 40, 70, 50, 60}, "5151424233"},
		// Places 0 to 6 of seven: 0, 5, 10, 15, 20, 25, 30 fifths of seven.
		{"seven", []float64{7, 6, 5, 4, 3, 2, 1}, "1123345"},
		// The second and third of ten are equal across a boundary: both have one
		// practice above them, so both are in the first fifth.
		{"equal across a boundary", []float64{100, 90, 90, 70, 60, 50, 40, 30, 20, 10}, "1112334455"},
		{"all equal", []float64{5, 5, 5, 5, 5, 5}, "111111"},
		{"nought is a score", []float64{0, 1, 2, 3, 4}, "54321"},
	} {
		in := map[string]float64{}
		for i, s := range x.scores {
			in[fmt.Sprintf("A%05d", i)] = s
		}
		got := network.Fifths(in)
		var b strings.Builder
		for i := range x.scores {
			fmt.Fprint(&b, got[fmt.Sprintf("A%05d", i)])
		}
		if b.String() != x.want {
			t.Errorf("%s: %s, want %s", x.what, b.String(), x.want)
		}
	}
}

// asks is a query of another room, which calls this one's functions in its
// own transaction.
type asks[R any] struct {
	ask func(tx *gate.Tx) (R, error)
}

func (asks[R]) Needs() access.Permission { return access.SeeCoverage }

func (q asks[R]) Ask(_ context.Context, tx *gate.Tx) (R, error) {
	tx.Nobody("published facts")
	return q.ask(tx)
}

func inside[R any](t *testing.T, a *app.App, ask func(tx *gate.Tx) (R, error)) R {
	t.Helper()
	r, err := app.Ask(ctx, a, admin, asks[R]{ask})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func bands(t *testing.T, a *app.App, practices []string, on calendar.Date) (map[string][]network.Band, calendar.Date) {
	t.Helper()
	var asOf calendar.Date
	return inside(t, a, func(tx *gate.Tx) (b map[string][]network.Band, err error) {
		b, asOf, err = network.Bands(tx, practices, on)
		return b, err
	}), asOf
}

func deprivation(t *testing.T, a *app.App, on calendar.Date) map[string]network.Deprivation {
	t.Helper()
	return inside(t, a, func(tx *gate.Tx) (map[string]network.Deprivation, error) { return network.DeprivationOn(tx, on) })
}

func TestPopulationOfEngland(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		a := open(t, dsn)
		load(t, a)
		on := day("2026-11-23")
		all, asOf := bands(t, a, nil, on)
		if len(all) != 6139 || asOf != day("2026-07-01") {
			t.Fatalf("%d practices of %s", len(all), asOf)
		}
		sum := map[string]int{}
		for p, list := range all {
			if len(list) != 40 {
				t.Fatalf("%s has %d bands", p, len(list))
			}
			for _, b := range list {
				sum["all"] += b.Patients
				sum[fmt.Sprintf("%s %d-%d", b.Sex, b.From, b.To)] += b.Patients
			}
		}
		// Added up from the published file: FEMALE 0_4, MALE 95+, FEMALE 30_34,
		// and all of them, which is the sum of the list sizes.
		for what, want := range map[string]int{"all": 63_436_508, "female 0-4": 1_402_572, "male 95-0": 36_290, "female 30-34": 2_295_483} {
			if sum[what] != want {
				t.Errorf("%s: %d, want %d", what, sum[what], want)
			}
		}
		some, _ := bands(t, a, []string{"A81001", "A81002", "Z99999"}, on)
		if len(some) != 2 || some["A81001"][0] != all["A81001"][0] {
			t.Errorf("of two practices: %v", some)
		}
		if before, asOf := bands(t, a, nil, day("2026-06-30")); len(before) != 0 || !asOf.IsZero() {
			t.Errorf("before the first publication: %d practices of %s", len(before), asOf)
		}
		d := deprivation(t, a, on)
		fifths := map[int]int{}
		for _, x := range d {
			fifths[x.Fifth]++
		}
		// 6,143 practices: 1,229 in three fifths and 1,228 in two.
		for f := 1; f <= 5; f++ {
			if fifths[f] < 1226 || fifths[f] > 1231 {
				t.Errorf("fifth %d has %d practices", f, fifths[f])
			}
		}
		if x := d["A81001"]; len(d) != 6143 || x.Year != 2025 || x.Score != 33.519 || x.Fifth > 2 {
			t.Errorf("%d practices, A81001: %+v", len(d), x)
		}
		if d := deprivation(t, a, day("2024-12-31")); len(d) != 0 {
			t.Errorf("before the index: %d practices", len(d))
		}
	})
}

// file is a CSV that is no zip.
func file(name, content string) network.Upload { return of(name, []byte(content)) }

// unzipped gives the first file of a zip.
func unzipped(t *testing.T, u network.Upload) string {
	t.Helper()
	z, err := zip.NewReader(u.Data, u.Size)
	if err != nil {
		t.Fatal(err)
	}
	r, err := z.File[0].Open()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestAgesOfAMonth(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		a := open(t, dsn)
		importMonth(t, a, "2026-07-01", july...)
		importMonth(t, a, "2026-08-01", august...)
		of := func(on string) map[string][]network.Band { b, _ := bands(t, a, nil, day(on)); return b }
		// Everybody of the invented months is a woman from 30 to 34: the seventh band.
		if b := of("2026-07-31")["L80001"][6]; b != (network.Band{Sex: network.Female, From: 30, To: 34, Patients: 60_000}) {
			t.Errorf("July: %+v", b)
		}
		if b := of("2026-08-01")["L80001"][6]; b.Patients != 60_001 {
			t.Errorf("August: %+v", b)
		}
		if _, there := of("2026-08-01")["L80004"]; there {
			t.Error("a practice that closed has ages in August")
		}
		// A file in which a line of FORD is missing: its ages stay those of the
		// day before, nothing is taken for nought, and the report says so.
		m, s := theMonth(t, "2026-08-01", august...)
		raw := unzipped(t, s)
		cut := strings.Replace(raw, "GP_PRAC_PAT_LIST,2026-08-01,GP,L80003,,BS1 1AA,MALE,40_44,0\n", "", 1)
		r := importSizes(t, a, m, file("age.csv", strings.Replace(cut, "FEMALE,30_34,70\n", "FEMALE,30_34,71\n", 1)))
		if c := counts(r); !r.Nothing() || c[4] != 3 {
			t.Errorf("a line less: %+v", r.Lines)
		}
		if b := of("2026-08-01"); len(b) != 5 || b["L80003"][6].Patients != 8000 || b["L80005"][6].Patients != 71 {
			t.Errorf("after a line less: %v", b["L80003"])
		}
		// Nothing of that kind for a month that never had it.
		september, _ := theMonth(t, "2026-09-01", august...)
		r = importSizes(t, a, september, file("age.csv", strings.ReplaceAll(cut, "2026-08-01", "2026-09-01")))
		if b := of("2026-09-01"); len(b) != 4 {
			t.Errorf("September has ages of %d practices: %+v", len(b), r.Lines)
		}
	})
}

func TestDeprivationFile(t *testing.T) {
	const head = "PRACTICE_CODE,PRACTICE_NAME,IMD_YEAR,IMD_SCORE\n"
	for _, x := range []struct{ lines, says string }{
		{"", "empty"},
		{head, "no data"},
		{"A,B\n1,2\n", "not"},
		{head + "L80001,BRIDGE,2025,12\nL80002,FERRY,2019,12\n", "mixes two years"},
		{head + "L80001,BRIDGE,last,12\n", "not the year"},
		{head + "L80001,BRIDGE,2025,101\n", "not a score"},
		{head + "L80001,BRIDGE,2025,NaN\n", "not a score"},
	} {
		if _, err := network.ReadDeprivation(file("imd.csv", x.lines)); !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), x.says) {
			t.Errorf("%q: %v", x.lines, err)
		}
	}
	engines.Each(t, func(t *testing.T, dsn string) {
		a := open(t, dsn)
		read := func(lines string, mayEnd bool) network.Report {
			t.Helper()
			s, err := network.ReadDeprivation(file("imd.csv", head+lines))
			if err != nil {
				t.Fatal(err)
			}
			r, err := app.Do(ctx, a, admin, network.ImportDeprivation{Scores: s, MayEnd: mayEnd})
			if err != nil {
				t.Fatal(err)
			}
			return r
		}
		if r := read("L80001,\"BRIDGE, THE\",2025,40.5\nL80002,FERRY,2025,0\nbad,X,2025,3\n", false); r.Rejected != 1 || r.Added != 1 {
			t.Errorf("first: %+v", r.Lines)
		}
		if r := read("L80001,BRIDGE,2025,40.5\nL80002,FERRY,2025,0\n", false); !r.Nothing() || r.Unchanged != 2 {
			t.Errorf("again: %+v", r.Lines)
		}
		r := read("L80001,BRIDGE,2025,41\nL80003,FORD,2025,7\n", false)
		if got := lineOf(r, network.Changed, "L80001"); got != "deprivation score 40.5 → 41" || r.Added != 1 || r.Ended != 0 {
			t.Errorf("changed: %+v", r.Lines)
		}
		if d := deprivation(t, a, day("2026-11-23")); len(d) != 3 || d["L80001"].Fifth != 1 || d["L80002"] != (network.Deprivation{Year: 2025, Score: 0, Fifth: 4}) {
			t.Errorf("three practices: %+v", d)
		}
		if r := read("L80001,BRIDGE,2025,41\nL80003,FORD,2025,7\n", true); r.Ended != 1 {
			t.Errorf("ended: %+v", r.Lines)
		}
		if !strings.Contains(r.Summary(), "IMD 2025") {
			t.Errorf("summary: %s", r.Summary())
		}
	})
}

// TestPostcodes: four invented places. From 358000,173000 to 361000,177000 it
// is 3 km east and 4 km north: 5 km.
func TestPostcodes(t *testing.T) {
	const onspd = "\ufeffpcd,pcds,dointr,doterm,oseast1m,osnrth1m,ctry25cd\n" +
		"BS1 1AA,BS1 1AA,198001,,358000,173000,E92000001\n" +
		"BS1 1AB,bs1 1ab,198001,202001,361000,177000,E92000001\n" +
		"CF1 1AA,CF1 1AA,198001,,318000,176000,W92000004\n" +
		"BT1 1AA,BT1 1AA,198001,,334000,374000,N92000002\n" +
		"BS1 1AD,BS1 1AD,198001,,,,E92000001\n" +
		"BS1 1AE,BS1 1AE,198001,,east,1,E92000001\n"
	engines.Each(t, func(t *testing.T, dsn string) {
		a := open(t, dsn)
		far := func(from, to nhs.Postcode) string {
			t.Helper()
			return inside(t, a, func(tx *gate.Tx) (string, error) {
				km, known, err := network.Distance(tx, from, to)
				if !known {
					return "not set", err
				}
				return fmt.Sprintf("%.3f", km), err
			})
		}
		if got := far("BS1 1AA", "BS1 1AB"); got != "not set" {
			t.Errorf("before any import: %s", got)
		}
		r, err := app.Do(ctx, a, admin, network.ImportPostcodes{File: file("ONSPD.csv", onspd)})
		if err != nil || r.Rejected != 1 || counts(r)[4] != 2 {
			t.Fatalf("%+v, %v", r.Lines, err)
		}
		for _, x := range [][3]string{{"BS1 1AA", "BS1 1AB", "5.000"}, {"BS1 1AB", "BS1 1AA", "5.000"}, {"BS1 1AA", "BS1 1AA", "0.000"}, {"BS1 1AA", "CF1 1AA", "not set"}, {"BS1 1AD", "BS1 1AA", "not set"}, {"ZZ99 3VZ", "BS1 1AA", "not set"}} {
			if got := far(nhs.Postcode(x[0]), nhs.Postcode(x[1])); got != x[2] {
				t.Errorf("%s to %s: %s, want %s", x[0], x[1], got, x[2])
			}
		}
		// A part of a later edition moves one and leaves the rest.
		if _, err := app.Do(ctx, a, admin, network.ImportPostcodes{File: file("part.csv", "pcds,oseast1m,osnrth1m\nBS1 1AB,358000,174000\n")}); err != nil {
			t.Fatal(err)
		}
		if got := far("BS1 1AA", "BS1 1AB"); got != "1.000" {
			t.Errorf("after it moved: %s", got)
		}
		for _, bad := range []string{"", "pcds,oseast1m\nBS1 1AA,1\n", "pcds,oseast1m,osnrth1m\n", "pcds,oseast1m,osnrth1m\nBT1 1AA,1,1\n", "PK\x03\x04"} {
			if _, err := app.Do(ctx, a, admin, network.ImportPostcodes{File: file("x.csv", bad)}); !fault.Is(err, fault.Invalid) {
				t.Errorf("%q: %v", bad, err)
			}
		}
		if got := far("BS1 1AA", "BS1 1AB"); got != "1.000" {
			t.Errorf("after files that were refused: %s", got)
		}
	})
}
