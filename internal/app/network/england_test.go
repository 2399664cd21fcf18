package network_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"footbridge/internal/app"
	"footbridge/internal/app/network"
	"footbridge/internal/engines"
)

// TestEngland holds the published facts, from the built-in snapshot.
func TestEngland(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		a := open(t, dsn)
		load(t, a)
		holdsEngland(t, a)
		if again := load(t, a); !again.Nothing() {
			t.Errorf("loaded twice: %s", again.Summary())
		}
		chain, err := a.Verify(ctx)
		if err != nil || chain.Broken != 0 || chain.Lines != 2 {
			t.Errorf("audit: %+v, %v", chain, err)
		}
	})
}

func holdsEngland(t *testing.T, a *app.App) {
	t.Helper()
	c := coverage(t, a, network.CoverageAt{At: day("2026-07-01")})
	s := c.Summary
	for _, x := range []struct {
		what      string
		got, want int
	}{
		{"networks", s.Networks, 1298},
		{"listed", len(c.Networks), 1298},
		{"without a return", s.NoReturn, 27},
		{"with a practitioner", s.Covered, 438},
		{"reporting none", s.None, 1298 - 27 - 438},
		{"not known", s.NotKnown, 0},
		{"practices in no network", s.Unallocated, 52},
		{"their patients", s.UnallocatedPatients, 220_330},
		{"practices", s.TotalPractices, 6139},
		{"registered", s.TotalRegistered, 63_436_508},
		{"registered in networks", s.Registered, 63_436_508 - 220_330},
		{"ICBs", len(c.Boards), 36},
		{"practices without a size", s.WithoutSize, 0},
	} {
		if x.got != x.want {
			t.Errorf("%s: %d, want %d", x.what, x.got, x.want)
		}
	}
	if s.AdultFTE < 591.72 || s.AdultFTE > 591.74 || s.CYPFTE < 63.60 || s.CYPFTE > 63.62 {
		t.Errorf("FTE %v and %v, want 591.73 and 63.61", s.AdultFTE, s.CYPFTE)
	}
	if c.Facts.Sizes != day("2026-07-01") || c.Facts.Workforce != day("2026-06-30") {
		t.Errorf("facts of %+v", c.Facts)
	}
	for _, x := range []struct {
		code             string
		registered, post int
		icb              string
	}{{"U63843", 100_120, 2, "QUY"}, {"U17012", 99_698, 1, ""}, {"U41591", 0, 0, "QJK;QT6"}} {
		n := one(t, c, x.code)
		if x.registered > 0 && (n.Registered != x.registered || n.Posts.Min != x.post) || x.icb != "" && n.ICB() != x.icb {
			t.Errorf("%s: %d registered, %v, ICB %s", x.code, n.Registered, n.Posts, n.ICB())
		}
	}
	if a, b := one(t, c, "U41025").Name, one(t, c, "U09187").Name; a != "GRAND UNION PCN" || a != b {
		t.Errorf("two networks of one name: %q, %q", a, b)
	}
	q := coverage(t, a, network.CoverageAt{At: day("2026-07-01"), ICB: "QUY"})
	if s := q.Summary; s.Networks != 21 || s.Covered != 5 || s.None != 15 || s.NoReturn != 1 || s.TotalPractices != 70 || s.TotalRegistered != 1_090_701 || s.Outside != 0 {
		t.Errorf("QUY: %+v", s)
	}
	split := coverage(t, a, network.CoverageAt{At: day("2026-07-01"), ICB: "QT6"})
	if s := split.Summary; s.Outside == 0 || s.TotalPractices != s.Practices+s.Unallocated-s.Outside || s.TotalRegistered != s.Registered+s.UnallocatedPatients-s.OutsidePatients {
		t.Errorf("an ICB that shares a network: %+v", s)
	}
	for _, at := range []string{"2026-06-30", "2021-04-01"} {
		before := coverage(t, a, network.CoverageAt{At: day(at)})
		if before.Facts.Known() || len(before.Networks) != 0 || !strings.Contains(before.Why, "No facts for this date") {
			t.Errorf("on %s: %d networks, %q", at, len(before.Networks), before.Why)
		}
	}
	if later := coverage(t, a, network.CoverageAt{At: day("2027-03-01")}); later.Summary.Networks != 1298 || later.Facts.Mapping != day("2026-07-01") {
		t.Errorf("later: %+v", later.Facts)
	}
}

// TestPublishedFiles reads the files as published and holds the same facts;
// read again, nothing changes; and the snapshot says the same as the files.
func TestPublishedFiles(t *testing.T) {
	files := []string{ods(t, mapZip), ods(t, ageZip), ods(t, workZip)}
	engines.Each(t, func(t *testing.T, dsn string) {
		a := open(t, dsn)
		r := importSizes(t, a, upload(t, files[1]), upload(t, files[0]))
		if r.Rejected != 0 || r.Added != 6139+1298+106+36+7 || r.Changed+r.Ended != 0 {
			t.Errorf("list sizes: %s; %d lines", r.Summary(), len(r.Lines))
		}
		for _, l := range r.Lines {
			if l.Outcome == network.Note {
				t.Errorf("note: %+v", l)
			}
		}
		w, err := network.ReadWorkforce(upload(t, files[2]))
		if err != nil {
			t.Fatal(err)
		}
		posts := 0
		for _, r := range w.Rows {
			posts += r.Posts
		}
		if posts != 757 || len(w.Returns) != 1271 || w.Lines != 39_940 || len(w.Rejected) != 0 {
			t.Errorf("workforce: %d posts, %d returns, %d lines, %d rejected", posts, len(w.Returns), w.Lines, len(w.Rejected))
		}
		force, err := app.Do(ctx, a, admin, network.ImportWorkforce{Workforce: w})
		if err != nil || force.Added != 1271 {
			t.Errorf("workforce: %s, %v", force.Summary(), err)
		}
		d, err := network.ReadDeprivation(upload(t, ods(t, imdFile)))
		if err != nil {
			t.Fatal(err)
		}
		if r, err := app.Do(ctx, a, admin, network.ImportDeprivation{Scores: d}); err != nil || len(d.Rows) != 6143 || r.Rejected != 0 {
			t.Errorf("deprivation: %d practices, %s, %v", len(d.Rows), r.Summary(), err)
		}
		holdsEngland(t, a)
		if r := importSizes(t, a, upload(t, files[0]), upload(t, files[1])); !r.Nothing() || r.Unchanged != 6139 {
			t.Errorf("list sizes again: %s", r.Summary())
		}
		if r, err := app.Do(ctx, a, admin, network.ImportWorkforce{Workforce: w}); err != nil || !r.Nothing() || r.Unchanged != 1271 {
			t.Errorf("workforce again: %s, %v", r.Summary(), err)
		}
		if r := load(t, a); !r.Nothing() {
			t.Errorf("the snapshot differs from the files: %s", r.Summary())
		}
		m, err := network.ReadListSizes(upload(t, files[0]), upload(t, files[1]))
		if err != nil {
			t.Fatal(err)
		}
		made, err := network.EncodeSnapshot(m, w, d)
		if err != nil || len(made) > 600_000 {
			t.Errorf("snapshot: %d bytes, %v", len(made), err)
		}
	})
}

// TestIdentifiersAreNotRead: nothing of the person identifiers gets further
// than the parser.
func TestIdentifiersAreNotRead(t *testing.T) {
	const secret = "987654321987"
	file := "Data_source,CENSUS_YEAR,CENSUS_MONTH,PCN_CODE,PCN_NAME,DETAILED_STAFF_ROLE,FTE,UNIQUE_IDENTIFIER\n" +
		"NWRS Staff,2026,6,U00001,ONE PCN,Community Mental Health Nurse (Mental Health Practitioner - Adult),1," + secret + "\n" +
		"NWRS Staff,2026,6,U00001,ONE PCN,Bad (Mental Health Practitioner - Adult),x," + secret + "\n"
	w, err := network.ParseWorkforce("w.csv", strings.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	said, _ := json.Marshal(w)
	if strings.Contains(string(said), secret) {
		t.Errorf("an identifier was kept: %s", said)
	}
	if len(w.Rejected) != 1 || w.Rejected[0].Line != 3 || len(w.Returns) != 1 {
		t.Errorf("rejected: %+v", w.Rejected)
	}
	// A network whose only practitioner can't be read does not report none.
	w, err = network.ParseWorkforce("w.csv", strings.NewReader(file+"NWRS Staff,2026,6,U00002,TWO PCN,Bad (Mental Health Practitioner - Adult),x,1\nNWRS Staff,2026,6,U00003,THREE PCN,Nurse,1,1\n"))
	if err != nil || len(w.Returns) != 2 || w.Returns[1].PCN != "U00003" {
		t.Errorf("returns: %+v, %v", w.Returns, err)
	}
}

func TestExports(t *testing.T) {
	a := open(t, filepath.Join(t.TempDir(), "f.db"))
	load(t, a)
	c := coverage(t, a, network.CoverageAt{At: day("2026-07-01"), Sort: "code"})
	var out bytes.Buffer
	if err := network.WriteCSV(&out, c); err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(out.String(), "pcn_code,pcn_name,icb_code,practices,registered,entitlement,mhp_fte,adult_fte,cyp_fte,status\r\n") {
		t.Errorf("head: %q", out.String()[:120])
	}
	rows, err := csv.NewReader(&out).ReadAll()
	if err != nil || len(rows) != 1299 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	for _, r := range rows[1:] {
		if unknown := r[9] == "no return"; unknown != (r[6] == "") || unknown != (r[7] == "") || unknown != (r[8] == "") {
			t.Fatalf("FTE and return don't fit: %v", r)
		}
		if r[0] == "U41591" && r[2] != "QJK;QT6" {
			t.Errorf("two ICBs: %v", r)
		}
	}
	c.Networks = c.Networks[:1]
	c.Networks[0].Name = `=HYPERLINK("http://x","y")`
	out.Reset()
	network.WriteCSV(&out, c)
	if !strings.Contains(out.String(), `"'=HYPERLINK(""http://x"",""y"")"`) {
		t.Errorf("a formula got through: %s", out.String())
	}
	out.Reset()
	c = coverage(t, a, network.CoverageAt{At: day("2026-07-01"), ICB: "QUY"})
	if err := network.WriteJSON(&out, c); err != nil {
		t.Fatal(err)
	}
	var said struct {
		PCNs    []map[string]any
		Summary map[string]any
	}
	if err := json.Unmarshal(out.Bytes(), &said); err != nil {
		t.Fatal(err)
	}
	if len(said.PCNs) != 21 || said.Summary["numerator"] != 5.0 || said.Summary["denominator"] != 21.0 || said.Summary["date"] != "2026-07-01" ||
		said.Summary["list_sizes_as_of"] != "2026-07-01" || said.Summary["workforce_as_of"] != "2026-06-30" || said.Summary["total_registered"] != 1090701.0 {
		t.Errorf("summary: %v", said.Summary)
	}
	out.Reset()
	network.WriteJSON(&out, coverage(t, a, network.CoverageAt{At: day("2020-01-01")}))
	if err := json.Unmarshal(out.Bytes(), &said); err != nil || said.Summary["numerator"] != nil || said.Summary["known"] != false {
		t.Errorf("before all facts: %v", said.Summary)
	}
}

// TestEveryNumberIsItsRows: each number of a summary equals what its
// explanation adds up to, and the list that it links to.
func TestEveryNumberIsItsRows(t *testing.T) {
	a := open(t, filepath.Join(t.TempDir(), "f.db"))
	load(t, a)
	at := day("2026-07-01")
	for _, area := range []network.CoverageAt{{At: at}, {At: at, ICB: "QUY"}, {At: at, ICB: "QT6"}, {At: at, Region: "Y58"}} {
		c := coverage(t, a, area)
		s := c.Summary
		want := map[network.Number]float64{
			network.NumberNetworks: float64(s.Networks), network.NumberCovered: float64(s.Covered), network.NumberNone: float64(s.None),
			network.NumberNoReturn: float64(s.NoReturn), network.NumberPractices: float64(s.Practices), network.NumberRegistered: float64(s.Registered),
			network.NumberUnallocated: float64(s.Unallocated), network.NumberTotal: float64(s.TotalRegistered), network.NumberFTE: s.FTE(),
			network.NumberAdult: s.AdultFTE, network.NumberCYP: s.CYPFTE, network.NumberEntitlement: float64(s.Posts),
		}
		for _, n := range network.Numbers() {
			e, err := app.Ask(ctx, a, admin, network.Explain{Number: n, At: at, ICB: area.ICB, Region: area.Region})
			if err != nil {
				t.Fatal(err)
			}
			if d := e.Value - want[n]; d > 1e-6 || d < -1e-6 || e.Definition == "" || e.Source == "" {
				t.Errorf("%s of %s: the rows give %v, the summary says %v", n, c.Area, e.Value, want[n])
			}
		}
		for status, n := range map[network.Status]int{network.Covered: s.Covered, network.None: s.None, network.NoReturn: s.NoReturn} {
			q := area
			q.Status = status
			if list := coverage(t, a, q).Networks; len(list) != n {
				t.Errorf("%s of %s: the list has %d, the count says %d", status, c.Area, len(list), n)
			}
		}
		sum := 0
		for _, b := range c.Boards {
			sum += b.Registered
		}
		if sum != s.TotalRegistered {
			t.Errorf("the ICBs of %s add up to %d, not %d", c.Area, sum, s.TotalRegistered)
		}
	}
}
