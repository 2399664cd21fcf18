package network

import (
	"cmp"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"footbridge/internal/calendar"
)

// The two age groups of mental health practitioners, as kept.
const (
	Adult = "adult"
	CYP   = "cyp" // children and young people
)

// FamilyMHP is the role family of mental health practitioners.
const FamilyMHP = "mhp"

// The endings that make a DETAILED_STAFF_ROLE a mental health practitioner.
// The same job title without the ending is another role.
const (
	adultEnding = "(Mental Health Practitioner - Adult)"
	cypEnding   = "(Mental Health Practitioner - Children and Young People)"
)

// PostRow is the FTE of one role in one network: posts counts the lines of
// the publication, not people.
type PostRow struct {
	PCN        string
	AgeGroup   string // Adult or CYP
	Role       string // the job title in front of the ending
	Contracted bool   // reported as a contracted service, not as the network's staff
	Posts      int
	FTE        float64
}

// Return is a network that made a workforce return.
type Return struct{ PCN, Name string }

// Workforce is "Primary Care Network Workforce", individual level CSV (NHS
// England, quarterly): who made a return, and their mental health
// practitioners. AsOf is the last day of the census month. The publication's
// UNIQUE_IDENTIFIER is not read.
type Workforce struct {
	File     string
	AsOf     calendar.Date
	Returns  []Return
	Rows     []PostRow
	Rejected []Rejected
	Lines    int
}

// practitioner splits a DETAILED_STAFF_ROLE into job title and age group; ok
// is false for every role that is not a mental health practitioner.
func practitioner(role string) (title, age string, ok bool) {
	if t, ok := strings.CutSuffix(role, adultEnding); ok {
		return strings.TrimSpace(t), Adult, true
	}
	if t, ok := strings.CutSuffix(role, cypEnding); ok {
		return strings.TrimSpace(t), CYP, true
	}
	return "", "", false
}

// ParseWorkforce reads the individual level CSV. Lines that can't be used are
// rejected with their number and reason; the error is Invalid when the file
// as a whole can't be used.
func ParseWorkforce(name string, in io.Reader) (*Workforce, error) {
	t, err := newTable(name, in)
	if err != nil {
		return nil, err
	}
	if err := t.need(&workforceLayout); err != nil {
		return nil, err
	}
	w := &Workforce{File: name}
	returned, sum := map[string]string{}, map[PostRow]*PostRow{}
	unread := map[string]bool{} // networks with a practitioner whose line can't be used
	cSource, cYear, cMonth := t.at["DATA_SOURCE"], t.at["CENSUS_YEAR"], t.at["CENSUS_MONTH"]
	cCode, cName, cRole, cFTE := t.at["PCN_CODE"], t.at["PCN_NAME"], t.at["DETAILED_STAFF_ROLE"], t.at["FTE"]
	for {
		ok, short, err := t.next()
		if err != nil {
			return nil, err
		}
		if !ok {
			break
		}
		if short {
			w.Rejected = append(w.Rejected, t.reject("", "the line has "+strconv.Itoa(len(t.record))+" columns, not "+strconv.Itoa(len(t.head))))
			continue
		}
		day, ok := census(t.col(cYear), t.col(cMonth))
		if !ok {
			return nil, bad(name, "line %d: year %q and month %q are not a census month", t.line, clip(t.col(cYear), 10), clip(t.col(cMonth), 10))
		}
		if !w.AsOf.IsZero() && day != w.AsOf {
			return nil, bad(name, "the file mixes two months: %s, and %s on line %d", w.AsOf.Medium(), day.Medium(), t.line)
		}
		w.AsOf = day
		pcn := t.col(cCode)
		if !code(pcn, 6) || pcn[0] != 'U' {
			w.Rejected = append(w.Rejected, t.reject("", strconv.Quote(clip(pcn, 20))+" is not the code of a network"))
			continue
		}
		role, legible := text(t.record[cRole])
		title, age, mhp := practitioner(role)
		fte, err := strconv.ParseFloat(t.col(cFTE), 64)
		why := ""
		switch {
		case !legible:
			why = "the role has characters that can't be read"
		case mhp && (err != nil || math.IsNaN(fte) || fte < 0 || fte > 1000):
			why = strconv.Quote(clip(t.col(cFTE), 20)) + " is not a full-time equivalent; unless another practitioner of the network can be read, it counts as without a return"
		case mhp && title == "":
			title = "Not named"
		}
		if _, ok := returned[pcn]; !ok {
			n, ok := text(t.record[cName])
			if !ok {
				n = ""
			}
			returned[strings.Clone(pcn)] = strings.Clone(n)
		}
		if why != "" {
			w.Rejected = append(w.Rejected, t.reject(pcn, why))
			unread[strings.Clone(pcn)] = true
			continue
		}
		if !mhp {
			continue
		}
		k := PostRow{PCN: pcn, AgeGroup: age, Role: title, Contracted: strings.Contains(strings.ToLower(t.col(cSource)), "contracted")}
		if sum[k] == nil {
			k.PCN, k.Role = strings.Clone(pcn), strings.Clone(title)
			c := k
			sum[k] = &c
		}
		sum[k].Posts++
		sum[k].FTE += fte
	}
	for _, r := range sum {
		delete(unread, r.PCN)
	}
	for pcn := range unread {
		// Its only practitioners can't be read: that is not known, not none.
		delete(returned, pcn)
	}
	for pcn, n := range returned {
		w.Returns = append(w.Returns, Return{pcn, n})
	}
	slices.SortFunc(w.Returns, func(a, b Return) int { return cmp.Compare(a.PCN, b.PCN) })
	for _, r := range sum {
		r.FTE = round(r.FTE)
		w.Rows = append(w.Rows, *r)
	}
	slices.SortFunc(w.Rows, comparePosts)
	w.Lines = t.rows
	return w, enough(name, len(w.Returns), t.rows, w.Rejected)
}

func comparePosts(a, b PostRow) int {
	return cmp.Or(cmp.Compare(a.PCN, b.PCN), cmp.Compare(a.AgeGroup, b.AgeGroup), cmp.Compare(a.Role, b.Role),
		cmp.Compare(strconv.FormatBool(a.Contracted), strconv.FormatBool(b.Contracted)))
}

// census gives the last day of a month of a year, both as numbers.
func census(year, month string) (calendar.Date, bool) {
	y, err := strconv.Atoi(year)
	m, err2 := strconv.Atoi(month)
	if err != nil || err2 != nil || y < 2015 || y > 2100 || m < 1 || m > 12 {
		return calendar.Date{}, false
	}
	return calendar.MonthOf(calendar.NewDate(y, time.Month(m), 1)).Last(), true
}

// round keeps nine decimals of a sum of FTE, as many as the publication has;
// what is beyond them comes from adding up.
func round(f float64) float64 { return math.Round(f*1e9) / 1e9 }

// ReadWorkforce opens the published zip, finds the CSV among its files and
// parses it. The error is Invalid and says why the file can't be used.
func ReadWorkforce(u Upload) (*Workforce, error) {
	m, _, err := pick(u, &workforceLayout)
	if err != nil {
		return nil, err
	}
	r, err := m.open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return ParseWorkforce(m.name, r)
}
