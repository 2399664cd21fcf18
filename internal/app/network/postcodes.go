package network

import (
	"context"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/fault"
	"footbridge/internal/nhs"
)

// PostcodeAttribution is what the licence of the directory asks to be shown
// where it was loaded.
const PostcodeAttribution = "Contains OS data © Crown copyright and database right, Royal Mail data © Royal Mail copyright and database right, and National Statistics data © Crown copyright and database right."

// ImportPostcodes takes over where postcodes are, from the ONS Postcode
// Directory (Office for National Statistics, quarterly; Open Government
// Licence): columns pcds, oseast1m and osnrth1m, and England only where a
// country column says so. The whole directory or any part of it; a postcode
// that is known already gets its new place. All or nothing. The file is read
// while it is written, for it has millions of lines.
type ImportPostcodes struct {
	File     Upload
	Progress Progress
}

// Needs is access.Import.
func (ImportPostcodes) Needs() access.Permission { return access.Import }

// Do imports.
func (c ImportPostcodes) Do(_ context.Context, tx *gate.Tx) (Report, error) {
	if c.File.Data == nil || c.File.Size == 0 {
		return Report{}, fault.Wrong("file", "Choose the file with the postcodes")
	}
	w := begin(tx, "postcodes", c.Progress)
	w.report.AsOf, w.report.Files = tx.Today(), c.File.Name
	if err := w.postcodes(c.File); err != nil {
		return Report{}, err
	}
	return w.finish()
}

func (w *work) postcodes(u Upload) error {
	start := make([]byte, 2)
	if _, err := u.Data.ReadAt(start, 0); err == nil && string(start) == "PK" {
		return bad(u.Name, "this is a zip; unpack it and give the CSV file in its folder Data")
	}
	t, err := newTable(u.Name, io.NewSectionReader(u.Data, 0, u.Size))
	if err != nil {
		return err
	}
	if err := t.need(&postcodeLayout); err != nil {
		return err
	}
	cCode, cEast, cNorth, cCountry := t.at["PCDS"], t.at["OSEAST1M"], t.at["OSNRTH1M"], -1
	for i, h := range t.head {
		if strings.HasPrefix(columnName(h), "CTRY") {
			cCountry = i
		}
	}
	w.tell("Reading postcodes", 0, 0)
	var rejected []Rejected
	var some rows
	seen := map[string]bool{}
	put := func() error {
		err := some.run(w.tx, "INSERT INTO postcode_point (postcode, easting, northing) VALUES ",
			" ON CONFLICT (postcode) DO UPDATE SET easting = excluded.easting, northing = excluded.northing", nil, nil)
		some.args = some.args[:0]
		return err
	}
	taken, elsewhere, nowhere := 0, 0, 0
	for {
		ok, short, err := t.next()
		if err != nil {
			return err
		}
		if !ok {
			break
		}
		if short {
			rejected = append(rejected, t.reject("", "the line has "+strconv.Itoa(len(t.record))+" columns, not "+strconv.Itoa(len(t.head))))
			continue
		}
		p, err := nhs.ParsePostcode(t.col(cCode))
		if err != nil {
			rejected = append(rejected, t.reject("", strconv.Quote(clip(t.col(cCode), 20))+" is not a postcode"))
			continue
		}
		if cCountry >= 0 && !strings.HasPrefix(t.col(cCountry), "E92") || strings.HasPrefix(string(p), "BT") {
			// Northern Ireland's are in metres of another grid.
			elsewhere++
			continue
		}
		if t.col(cEast) == "" || t.col(cNorth) == "" {
			nowhere++
			continue
		}
		east, err := strconv.Atoi(t.col(cEast))
		north, err2 := strconv.Atoi(t.col(cNorth))
		switch {
		case err != nil || err2 != nil || east < 0 || east > 700_000 || north < 0 || north > 1_300_000:
			rejected = append(rejected, t.reject("", string(p)+" has no place on the national grid"))
			continue
		case seen[string(p)]:
			rejected = append(rejected, t.reject("", string(p)+" stands in the file already"))
			continue
		}
		seen[string(p)] = true
		taken++
		some.add(string(p), east, north)
		if some.len() == 4096 {
			if err := put(); err != nil {
				return err
			}
			w.tell("Reading postcodes", taken, 0)
		}
	}
	if err := put(); err != nil {
		return err
	}
	if len(rejected) > 0 || t.rows == 0 || taken == 0 {
		if err := enough(u.Name, taken, t.rows, rejected); err != nil {
			return err
		}
		if taken == 0 {
			return bad(u.Name, "there is no English postcode with a place in it")
		}
	}
	w.rejected(rejected, "")
	w.line(Added, "", "", u.Name, 0, counted(taken, "postcode", "postcodes")+" with a place")
	if elsewhere > 0 {
		w.note("%s outside England left out", counted(elsewhere, "postcode", "postcodes"))
	}
	if nowhere > 0 {
		w.note("%s without a place on the grid left out", counted(nowhere, "postcode", "postcodes"))
	}
	return nil
}

// Point is a place on the national grid, in metres.
type Point struct{ Easting, Northing int }

// Kilometres is the straight line between two places. People travel further
// than that, by how much nobody knows from a postcode.
func Kilometres(a, b Point) float64 {
	return math.Hypot(float64(a.Easting-b.Easting), float64(a.Northing-b.Northing)) / 1000
}

// PointsOf gives the places of postcodes; one that is missing from the answer
// is not known.
func PointsOf(tx *gate.Tx, postcodes []nhs.Postcode) (map[nhs.Postcode]Point, error) {
	out := map[nhs.Postcode]Point{}
	type row struct {
		Postcode          nhs.Postcode
		Easting, Northing int
	}
	for some := range slices.Chunk(postcodes, 400) {
		var a db.Args
		marks := make([]string, len(some))
		for i, p := range some {
			marks[i] = a.Add(string(p))
		}
		list, err := db.All[row](tx.Tx, "SELECT postcode, easting, northing FROM postcode_point WHERE postcode IN ("+strings.Join(marks, ", ")+")", a.List...)
		if err != nil {
			return nil, err
		}
		for _, r := range list {
			out[r.Postcode] = Point{r.Easting, r.Northing}
		}
	}
	return out, nil
}

// Distance gives the straight line between two postcodes in kilometres; known
// is false when either has no known place: not set, never a guess.
func Distance(tx *gate.Tx, from, to nhs.Postcode) (km float64, known bool, err error) {
	points, err := PointsOf(tx, []nhs.Postcode{from, to})
	a, ok := points[from]
	b, ok2 := points[to]
	if err != nil || !ok || !ok2 {
		return 0, false, err
	}
	return Kilometres(a, b), true, nil
}
