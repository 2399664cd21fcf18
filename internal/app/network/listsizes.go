package network

import (
	"io"
	"strconv"
	"strings"

	"footbridge/internal/calendar"
)

// placeholder is the PCN code under which practices without a network are
// published. It is not a network.
const placeholder = "U"

// MappingRow is one practice and everything it belongs to. PCN is "" for a
// practice in no network.
type MappingRow struct {
	Line                 int
	Practice, Name       string
	Postcode             string
	PCN, PCNName         string
	SubICB, SubICBName   string
	ICB, ICBName         string
	Region, RegionName   string
	Supplier             string
	ReportedAsUnassigned bool // published with the placeholder U
}

// Mapping is "Patients Registered at a GP Practice", file gp-reg-pat-prac-map
// (NHS England, monthly): which practice is in which PCN, sub-ICB location,
// ICB and region on the extract day.
type Mapping struct {
	File     string
	AsOf     calendar.Date
	Rows     []MappingRow
	Rejected []Rejected
	Lines    int
}

// SizeRow is the number of patients registered at one practice.
type SizeRow struct {
	Line     int
	Practice string
	Patients int
}

// Sizes is the same publication's file gp-reg-pat-prac-quin-age. A list size
// is its line ORG_TYPE GP, SEX ALL, AGE_GROUP_5 ALL; the same line of type PCN
// is kept to check the sums. People has the practices whose lines by sex and
// age band are all there.
type Sizes struct {
	File     string
	AsOf     calendar.Date
	Rows     []SizeRow
	People   map[string]People
	PCNs     map[string]int
	Rejected []Rejected
	Lines    int
}

// ended lists the ICB codes that ended on 31 March 2026, when 42 boards
// became 36 (in the ODS files of February 2026, gone from the publication of
// July 2026).
var endedBoards = map[string]bool{
	"QH8": true, "QHG": true, "QJG": true, "QM7": true, "QMJ": true, "QMM": true,
	"QNQ": true, "QNX": true, "QRV": true, "QU9": true, "QUE": true, "QXU": true,
}

var boardsMerged = calendar.MustDate("2026-04-01")

// boardName gives one name to a body that is published under two: "NHS X ICB"
// and "NHS X Integrated Care Board".
func boardName(s string) string {
	if short, ok := strings.CutSuffix(s, " ICB"); ok {
		return short + " Integrated Care Board"
	}
	return s
}

// extractDay notes the one extract day of a file.
func (t *table) extractDay(have *calendar.Date, seen *string, cell string) error {
	if cell == *seen {
		return nil
	}
	d, ok := published(cell)
	if !ok {
		return bad(t.name, "line %d: %q is not a date that Footbridge can read; published ones look like 01Jul2026 or 2026-07-01", t.line, clip(cell, 20))
	}
	if !have.IsZero() && d != *have {
		return bad(t.name, "the file mixes two months: %s, and %s on line %d", have.Medium(), d.Medium(), t.line)
	}
	*have, *seen = d, strings.Clone(cell)
	return nil
}

// ParseMapping reads the mapping file. Lines that can't be used are rejected
// with their number and reason; the error is Invalid when the file as a whole
// can't be used.
func ParseMapping(name string, in io.Reader) (*Mapping, error) {
	t, err := newTable(name, in)
	if err != nil {
		return nil, err
	}
	if err := t.need(&mappingLayout); err != nil {
		return nil, err
	}
	m, seen, first := &Mapping{File: name}, "", map[string]int{}
	var index [13]int
	for i, c := range mappingLayout.columns {
		index[i] = t.at[c]
	}
	for {
		ok, short, err := t.next()
		if err != nil {
			return nil, err
		}
		if !ok {
			break
		}
		if short {
			m.Rejected = append(m.Rejected, t.reject("", "the line has "+strconv.Itoa(len(t.record))+" columns, not "+strconv.Itoa(len(t.head))))
			continue
		}
		var v [13]string
		legible := true
		for i, at := range index {
			var good bool
			v[i], good = text(t.record[at])
			legible = legible && good
		}
		row := MappingRow{
			Line: t.line, Practice: v[1], Name: v[2], Postcode: v[3], PCN: v[4], PCNName: v[5],
			SubICB: v[6], SubICBName: v[7], ICB: v[8], ICBName: boardName(v[9]), Region: v[10], RegionName: v[11], Supplier: v[12],
		}
		if !code(row.Practice, 6) {
			m.Rejected = append(m.Rejected, t.reject("", strconv.Quote(clip(row.Practice, 20))+" is not a practice code"))
			continue
		}
		if err := t.extractDay(&m.AsOf, &seen, v[0]); err != nil {
			return nil, err
		}
		if row.PCN == placeholder || row.PCN == "" {
			row.PCN, row.PCNName, row.ReportedAsUnassigned = "", "", true
		}
		if why := row.wrong(legible, m.AsOf, first); why != "" {
			m.Rejected = append(m.Rejected, t.reject(row.Practice, why))
			continue
		}
		first[row.Practice] = t.line
		m.Rows = append(m.Rows, row)
	}
	m.Lines = t.rows
	return m, enough(name, len(m.Rows), t.rows, m.Rejected)
}

func (r MappingRow) wrong(legible bool, day calendar.Date, first map[string]int) string {
	switch {
	case !legible:
		return "a name has characters that can't be read"
	case first[r.Practice] != 0:
		return "the practice stands on line " + strconv.Itoa(first[r.Practice]) + " already"
	case r.Name == "":
		return "the practice has no name"
	case r.PCN != "" && (!code(r.PCN, 6) || r.PCN[0] != 'U'):
		return strconv.Quote(clip(r.PCN, 20)) + " is not the code of a network"
	case r.PCN != "" && r.PCNName == "":
		return "the network has no name"
	case !code(r.SubICB, 2) || !code(r.ICB, 2) || !code(r.Region, 2):
		return "a code of the sub-ICB location, the ICB or the region is missing or can't be read"
	case endedBoards[r.ICB] && !day.Before(boardsMerged):
		return "ICB " + r.ICB + " ended on 31 March 2026 and can't have a practice on " + day.Medium()
	}
	return ""
}

// ParseSizes reads the registered patients by age and takes the list sizes
// from it. Errors as for ParseMapping.
func ParseSizes(name string, in io.Reader) (*Sizes, error) {
	t, err := newTable(name, in)
	if err != nil {
		return nil, err
	}
	if err := t.need(&sizesLayout); err != nil {
		return nil, err
	}
	s, seen, first := &Sizes{File: name, PCNs: map[string]int{}, People: map[string]People{}}, "", map[string]int{}
	ages := map[string]*counting{}
	cDay, cType, cCode := t.at["EXTRACT_DATE"], t.at["ORG_TYPE"], t.at["ORG_CODE"]
	cSex, cAge, cN := t.at["SEX"], t.at["AGE_GROUP_5"], t.at["NUMBER_OF_PATIENTS"]
	gp := 0
	for {
		ok, short, err := t.next()
		if err != nil {
			return nil, err
		}
		if !ok {
			break
		}
		if short {
			s.Rejected = append(s.Rejected, t.reject("", "the line has "+strconv.Itoa(len(t.record))+" columns, not "+strconv.Itoa(len(t.head))))
			continue
		}
		if err := t.extractDay(&s.AsOf, &seen, t.col(cDay)); err != nil {
			return nil, err
		}
		kind := t.col(cType)
		if kind != "GP" && kind != "PCN" {
			continue
		}
		org, sex, age := t.col(cCode), t.col(cSex), t.col(cAge)
		if kind == "GP" && sex != "ALL" && age != "ALL" && code(org, 6) {
			c := ages[org]
			if c == nil {
				c = &counting{}
				ages[strings.Clone(org)] = c
			}
			c.add(sex, age, t.col(cN))
		}
		if sex != "ALL" || age != "ALL" {
			continue
		}
		n, bad := strconv.Atoi(t.col(cN))
		if kind == "PCN" {
			if bad == nil {
				s.PCNs[strings.Clone(org)] = n
			}
			continue
		}
		gp++
		why := ""
		switch {
		case !code(org, 6):
			org, why = "", strconv.Quote(clip(org, 20))+" is not a practice code"
		case bad != nil || n < 0 || n > 5_000_000:
			why = strconv.Quote(clip(t.col(cN), 20)) + " is not a number of patients"
		case first[org] != 0:
			why = "the practice stands on line " + strconv.Itoa(first[org]) + " already"
		}
		if why != "" {
			s.Rejected = append(s.Rejected, t.reject(org, why))
			continue
		}
		org = strings.Clone(org)
		first[org] = t.line
		s.Rows = append(s.Rows, SizeRow{t.line, org, n})
	}
	s.Lines = t.rows
	for _, r := range s.Rows {
		if c := ages[r.Practice]; c != nil && c.whole() {
			s.People[r.Practice] = c.People
		}
	}
	if t.rows > 0 && gp == 0 {
		return nil, badSizes(name)
	}
	return s, enough(name, len(s.Rows), gp, s.Rejected)
}

func badSizes(name string) error {
	return bad(name, "there is no list size in it: no line with ORG_TYPE GP, SEX ALL and AGE_GROUP_5 ALL")
}

// ListSizes is what was read from one or both of the two files of a month.
type ListSizes struct {
	Mapping *Mapping
	Sizes   *Sizes
}

// ReadListSizes opens and parses the mapping, the list sizes, or both, in any
// order. Both must be of one extract day. The error is Invalid and says which
// file can't be used and why.
func ReadListSizes(files ...Upload) (ListSizes, error) {
	var out ListSizes
	if len(files) == 0 {
		return out, bad("list sizes", "no file was given")
	}
	for _, u := range files {
		m, kind, err := pick(u, &mappingLayout, &sizesLayout)
		if err != nil {
			return ListSizes{}, err
		}
		if kind == &mappingLayout && out.Mapping != nil || kind == &sizesLayout && out.Sizes != nil {
			return ListSizes{}, bad(u.Name, "this is a second file of the same kind (%s); give one month at a time", kind.what)
		}
		r, err := m.open()
		if err != nil {
			return ListSizes{}, err
		}
		if kind == &mappingLayout {
			out.Mapping, err = ParseMapping(m.name, r)
		} else {
			out.Sizes, err = ParseSizes(m.name, r)
		}
		r.Close()
		if err != nil {
			return ListSizes{}, err
		}
	}
	if m, s := out.Mapping, out.Sizes; m != nil && s != nil && m.AsOf != s.AsOf {
		return ListSizes{}, bad(s.File, "it is of %s, but %s is of %s; both must be of one month", s.AsOf.Medium(), m.File, m.AsOf.Medium())
	}
	return out, nil
}
