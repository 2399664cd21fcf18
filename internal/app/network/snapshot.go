package network

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/network/snapshot"
	"footbridge/internal/calendar"
)

// Attribution is what the licence of the published facts asks every page to
// show that uses them.
const Attribution = snapshot.Attribution

// LoadSnapshot takes over the built-in facts: list sizes, ages and memberships
// of 1 July 2026, workforce of 30 June 2026, deprivation scores of 2025. They go the way of an import and
// yield to nothing: loaded twice, nothing changes.
type LoadSnapshot struct{ Progress Progress }

// Needs is access.Import.
func (LoadSnapshot) Needs() access.Permission { return access.Import }

// Do loads.
func (c LoadSnapshot) Do(_ context.Context, tx *gate.Tx) (Report, error) {
	sizes, force, scores, err := Snapshot()
	if err != nil {
		return Report{}, err
	}
	w := begin(tx, "snapshot", c.Progress)
	if err := w.listSizes(sizes.Mapping, sizes.Sizes); err != nil {
		return Report{}, err
	}
	if err := w.workforce(force); err != nil {
		return Report{}, err
	}
	if err := w.deprivation(scores); err != nil {
		return Report{}, err
	}
	w.report.Files = "built-in snapshot"
	return w.finish()
}

// The snapshot is lines of tab-separated fields, the first of which says what
// the line is:
//
//	D mapping-day workforce-day
//	O kind code name               (PCN, sub-ICB location, ICB, region)
//	M practice name postcode pcn sub-icb icb region supplier patients
//	W pcn name                     (made a return)
//	F pcn age-group role contracted posts fte
//	B practice bands bands         (by age, youngest first: female, male)
//	I year                         (of the deprivation scores that follow)
//	S practice score

// EncodeSnapshot writes all three publications into one compressed file. The same
// facts always give the same bytes.
func EncodeSnapshot(l ListSizes, f *Workforce, d *Scores) ([]byte, error) {
	if l.Mapping == nil || l.Sizes == nil || f == nil || d == nil {
		return nil, fmt.Errorf("a snapshot needs the mapping, the list sizes, the workforce and the deprivation scores")
	}
	var out bytes.Buffer
	z, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	put := func(fields ...string) { z.Write([]byte(strings.Join(fields, "\t") + "\n")) } //nolint:errcheck // into memory
	put("D", l.Mapping.AsOf.String(), f.AsOf.String())
	orgs := map[orgKey]string{}
	size := map[string]int{}
	for _, r := range l.Mapping.Rows {
		orgs[orgKey{KindSubICB, r.SubICB}], orgs[orgKey{KindICB, r.ICB}] = r.SubICBName, r.ICBName
		orgs[orgKey{KindRegion, r.Region}] = r.RegionName
		if r.PCN != "" {
			orgs[orgKey{KindPCN, r.PCN}] = r.PCNName
		}
	}
	for _, r := range l.Sizes.Rows {
		size[r.Practice] = r.Patients
	}
	for _, k := range slices.SortedFunc(maps.Keys(orgs), orgKey.compare) {
		put("O", k.Kind, k.Code, orgs[k])
	}
	for _, r := range l.Mapping.Rows {
		n := ""
		if v, ok := size[r.Practice]; ok {
			n = strconv.Itoa(v)
		}
		put("M", r.Practice, r.Name, r.Postcode, r.PCN, r.SubICB, r.ICB, r.Region, r.Supplier, n)
	}
	for _, r := range f.Returns {
		put("W", r.PCN, r.Name)
	}
	for _, r := range f.Rows {
		put("F", r.PCN, r.AgeGroup, r.Role, strconv.FormatBool(r.Contracted), strconv.Itoa(r.Posts), strconv.FormatFloat(r.FTE, 'f', -1, 64))
	}
	for _, p := range sortedKeys(l.Sizes.People) {
		put("B", p, packed(l.Sizes.People[p].Female), packed(l.Sizes.People[p].Male))
	}
	put("I", strconv.Itoa(d.Year))
	for _, r := range d.Rows {
		put("S", r.Practice, score(r.Score))
	}
	err = z.Close()
	return out.Bytes(), err
}

// Snapshot reads the built-in facts. An error is a defect of the build.
func Snapshot() (ListSizes, *Workforce, *Scores, error) {
	l, f, d, err := decodeSnapshot(snapshot.England)
	if err != nil {
		return l, f, d, fmt.Errorf("the built-in snapshot is damaged: %w", err)
	}
	return l, f, d, nil
}

func decodeSnapshot(data []byte) (ListSizes, *Workforce, *Scores, error) {
	const name = "built-in snapshot"
	m, s, f := &Mapping{File: name}, &Sizes{File: name, PCNs: map[string]int{}, People: map[string]People{}}, &Workforce{File: name}
	d := &Scores{File: name}
	l := ListSizes{m, s}
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return l, f, d, err
	}
	names := map[orgKey]string{}
	in := bufio.NewScanner(z)
	for n := 1; in.Scan(); n++ {
		p := strings.Split(in.Text(), "\t")
		want := map[string]int{"D": 3, "O": 4, "M": 10, "W": 3, "F": 7, "B": 4, "I": 2, "S": 3}[p[0]]
		if want == 0 || len(p) != want {
			return l, f, d, fmt.Errorf("line %d", n)
		}
		var err error
		switch p[0] {
		case "D":
			if m.AsOf, err = calendar.ParseDate(p[1]); err == nil {
				s.AsOf = m.AsOf
				f.AsOf, err = calendar.ParseDate(p[2])
			}
		case "O":
			names[orgKey{p[1], p[2]}] = p[3]
		case "M":
			m.Rows = append(m.Rows, MappingRow{
				Practice: p[1], Name: p[2], Postcode: p[3], PCN: p[4], PCNName: names[orgKey{KindPCN, p[4]}],
				SubICB: p[5], SubICBName: names[orgKey{KindSubICB, p[5]}], ICB: p[6], ICBName: names[orgKey{KindICB, p[6]}],
				Region: p[7], RegionName: names[orgKey{KindRegion, p[7]}], Supplier: p[8], ReportedAsUnassigned: p[4] == "",
			})
			if p[9] != "" {
				var patients int
				patients, err = strconv.Atoi(p[9])
				s.Rows = append(s.Rows, SizeRow{Practice: p[1], Patients: patients})
			}
		case "W":
			f.Returns = append(f.Returns, Return{p[1], p[2]})
		case "F":
			r := PostRow{PCN: p[1], AgeGroup: p[2], Role: p[3], Contracted: p[4] == "true"}
			if r.Posts, err = strconv.Atoi(p[5]); err == nil {
				r.FTE, err = strconv.ParseFloat(p[6], 64)
			}
			f.Rows = append(f.Rows, r)
		case "B":
			var people People
			if people.Female, err = unpacked(p[2]); err == nil {
				people.Male, err = unpacked(p[3])
			}
			s.People[p[1]] = people
		case "I":
			d.Year, err = strconv.Atoi(p[1])
		case "S":
			r := ScoreRow{Practice: p[1]}
			r.Score, err = strconv.ParseFloat(p[2], 64)
			d.Rows = append(d.Rows, r)
		}
		if err != nil {
			return l, f, d, fmt.Errorf("line %d: %w", n, err)
		}
	}
	return l, f, d, in.Err()
}
