package funding

import (
	"cmp"
	"context"
	"encoding/csv"
	"errors"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/network"
	"footbridge/internal/app/workforce"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
	"footbridge/internal/policy"
)

// StaffColumns are the columns of a staff file that are read: one line for each
// member of staff. Whatever else the file has, names and numbers of staff above
// all, is passed over and never kept.
var StaffColumns = []string{"role", "age_group", "fte"}

// Staff is one line of a staff file, as far as it is read.
type Staff struct {
	Line     int
	Role     string
	AgeGroup string // "adult" or "cyp"
	FTE      float64
}

// ParseStaff reads a staff file as CSV with a head line. The whole of it is
// wrong when one line is: the fault says every line.
func ParseStaff(text string) ([]Staff, error) {
	r := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\ufeff")))
	r.FieldsPerRecord, r.TrimLeadingSpace = -1, true
	head, err := r.Read()
	if err != nil {
		return nil, fault.Wrong("file", "The file is empty, or is not CSV. Its first line has at least: %s", strings.Join(StaffColumns, ","))
	}
	at := map[string]int{}
	for i, h := range head {
		at[strings.ReplaceAll(strings.ToLower(strings.TrimSpace(h)), " ", "_")] = i
	}
	var check fault.Check
	for _, c := range StaffColumns {
		if _, ok := at[c]; !ok {
			check.Fail("file", "The column %s is missing", c)
		}
	}
	if err := check.Err(); err != nil {
		return nil, err
	}
	var out []Staff
	for line := 2; ; line++ {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fault.Wrong("file", "Line %d can’t be read as CSV", line)
		}
		cell := func(name string) string {
			if at[name] < len(record) {
				return strings.TrimSpace(record[at[name]])
			}
			return ""
		}
		s := Staff{Line: line, Role: cell("role"), AgeGroup: strings.ToLower(cell("age_group"))}
		s.FTE, err = strconv.ParseFloat(cell("fte"), 64)
		check.Require(s.Role != "" && len([]rune(s.Role)) <= 100, "file", "Line %d: the role is missing, or longer than 100 characters", line)
		check.Require(s.AgeGroup == "adult" || s.AgeGroup == "cyp", "file", "Line %d: age_group is adult or cyp", line)
		check.Require(err == nil && !math.IsNaN(s.FTE) && s.FTE > 0 && s.FTE <= 2, "file", "Line %d: the FTE is more than 0 and at most 2", line)
		out = append(out, s)
	}
	check.Require(len(out) > 0, "file", "The file has no lines of staff")
	check.Require(len(out) <= 1000, "file", "A staff file has at most 1,000 lines")
	return out, check.Err()
}

// Compared is one role and age group in the three lists.
type Compared struct {
	Role, AgeGroup                 string
	File, Published, Posts         int // lines, published posts, posts in Footbridge
	FileFTE, PublishedFTE, PostFTE float64
}

// Same says whether the three agree, to a hundredth of a full-time equivalent.
func (c Compared) Same() bool { return c.What() == "" }

// What says what differs.
func (c Compared) What() string {
	near := func(a, b float64) bool { return math.Abs(a-b) < 0.005 }
	var parts []string
	switch {
	case c.Published == 0 && c.File > 0:
		parts = append(parts, "in the file and not in the published return")
	case c.File == 0 && c.Published > 0:
		parts = append(parts, "in the published return and not in the file")
	case c.File != c.Published:
		parts = append(parts, "the number of people differs between file and return")
	case !near(c.FileFTE, c.PublishedFTE):
		parts = append(parts, "the full-time equivalents differ between file and return")
	}
	switch {
	case c.Posts == 0 && c.File > 0:
		parts = append(parts, "no such post in Footbridge on that day")
	case c.File == 0 && c.Posts > 0:
		parts = append(parts, "a post in Footbridge that the file does not have")
	case c.File != c.Posts || !near(c.FileFTE, c.PostFTE):
		parts = append(parts, "the posts in Footbridge differ from the file")
	}
	return strings.Join(parts, "; ")
}

// Checked is the answer to ReturnCheck.
type Checked struct {
	AsOf     calendar.Date // the census; zero when none was imported
	Returned bool          // whether the network made a return
	Lines    int
	List     []Compared
}

// Differ counts the lines that differ.
func (c Checked) Differ() (n int) {
	for _, x := range c.List {
		if !x.Same() {
			n++
		}
	}
	return n
}

// ReturnCheck compares a staff file with the latest published return of the
// network and with its posts on the day of that census. Nothing of the file is
// stored.
type ReturnCheck struct {
	PCN, File string
}

// Needs names the permission.
func (ReturnCheck) Needs() access.Permission { return access.KeepFunding }

// Ask compares.
func (q ReturnCheck) Ask(_ context.Context, tx *gate.Tx) (Checked, error) {
	var out Checked
	if _, err := own(tx, q.PCN); err != nil {
		return out, err
	}
	staff, err := ParseStaff(q.File)
	if err != nil {
		return out, err
	}
	out.Lines = len(staff)
	var published []network.Post
	if out.AsOf, out.Returned, published, err = network.Reported(tx, q.PCN, tx.Today()); err != nil {
		return out, err
	}
	day := out.AsOf
	if day.IsZero() {
		day = tx.Today()
	}
	posts, err := workforce.HeldBetween(tx, q.PCN, day, day)
	if err != nil {
		return out, err
	}
	rows := map[[2]string]*Compared{}
	row := func(role, age string) *Compared {
		known, _ := policy.RoleOf(role)
		k := [2]string{string(known), age}
		if rows[k] == nil {
			rows[k] = &Compared{Role: string(known), AgeGroup: age}
		}
		return rows[k]
	}
	for _, s := range staff {
		r := row(s.Role, s.AgeGroup)
		r.File, r.FileFTE = r.File+1, r.FileFTE+s.FTE
	}
	for _, p := range published {
		r := row(p.Role, p.AgeGroup)
		r.Published, r.PublishedFTE = r.Published+p.Posts, r.PublishedFTE+p.FTE
	}
	for _, p := range posts {
		r := row(p.Role, p.Service)
		r.Posts, r.PostFTE = r.Posts+1, r.PostFTE+float64(p.WTEPercent)/100
	}
	for _, r := range rows {
		out.List = append(out.List, *r)
	}
	slices.SortFunc(out.List, func(a, b Compared) int {
		return cmp.Or(cmp.Compare(a.AgeGroup, b.AgeGroup), cmp.Compare(a.Role, b.Role))
	})
	tx.Listed("workforce return", q.PCN, len(out.List))
	return out, nil
}
