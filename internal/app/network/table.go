package network

import (
	"bufio"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// Rejected is one line of a file that was not used, and why. The rest of the
// file was.
type Rejected struct {
	File   string // the CSV's name
	Line   int    // in the CSV, the head line being 1
	Code   string // of the organisation the line is about; "" when it can't be read
	Reason string // a sentence without a full stop
}

// table reads a CSV with a head line, by column name, in any order, with or
// without a byte order mark.
type table struct {
	name   string
	r      *csv.Reader
	head   []string
	at     map[string]int
	record []string
	line   int
	rows   int
}

func newTable(name string, in io.Reader) (*table, error) {
	b := bufio.NewReaderSize(in, 64<<10)
	if mark, err := b.Peek(3); err == nil && string(mark) == "\ufeff" {
		b.Discard(3) //nolint:errcheck // was peeked at
	}
	if start, _ := b.Peek(1); len(start) == 1 && start[0] == '<' {
		return nil, bad(name, "this is a web page, not a CSV file")
	}
	t := &table{name: name, r: csv.NewReader(b), at: map[string]int{}}
	t.r.ReuseRecord = true
	t.r.FieldsPerRecord = -1 // a short line is rejected with its number, see next
	head, err := t.r.Read()
	switch {
	case errors.Is(err, io.EOF):
		return nil, bad(name, "the file is empty")
	case err != nil:
		return nil, t.broken(err)
	}
	for i, h := range head {
		if !utf8.ValidString(h) {
			return nil, bad(name, "the first line is not text")
		}
		t.head = append(t.head, strings.Clone(h))
		t.at[columnName(h)] = i
	}
	return t, nil
}

// need refuses the file unless it has the layout's columns.
func (t *table) need(l *layout) error {
	var missing []string
	for _, c := range l.columns {
		if _, ok := t.at[c]; !ok {
			missing = append(missing, c)
		}
	}
	if missing == nil {
		return nil
	}
	if other, gone := recognise(t.head); other != nil && len(gone) == 0 {
		return bad(t.name, "this is %s; it is read by footbridge %s", other.what, other.command)
	}
	return bad(t.name, "this is not %s of this year: it has no column %s", l.what, strings.Join(missing, ", "))
}

func (t *table) broken(err error) error {
	if fault.Is(err, fault.Invalid) {
		return err
	}
	var p *csv.ParseError
	if errors.As(err, &p) {
		return bad(t.name, "line %d can't be read as CSV (%v)", p.StartLine, p.Err)
	}
	return err
}

// next goes to the next line; false at the end. short is true for a line
// with another number of columns than the head.
func (t *table) next() (ok, short bool, err error) {
	t.record, err = t.r.Read()
	if errors.Is(err, io.EOF) {
		return false, false, nil
	}
	if err != nil {
		return false, false, t.broken(err)
	}
	t.line, _ = t.r.FieldPos(0)
	t.rows++
	return true, len(t.record) != len(t.head), nil
}

// col gives a column of the present line, trimmed. It stays valid only until
// the next line.
func (t *table) col(i int) string { return strings.TrimSpace(t.record[i]) }

// reject notes the present line.
func (t *table) reject(code, reason string) Rejected {
	return Rejected{t.name, t.line, strings.Clone(code), reason}
}

// tooMany reports whether n of all is more than a file with a few slips has:
// over a tenth, and over twenty.
func tooMany(n, all int) bool { return n > 20 && n*10 > all }

// enough refuses a file with nothing usable in it, or with too little.
func enough(file string, good, lines int, rejected []Rejected) error {
	if lines == 0 {
		return bad(file, "there is a first line with the columns but no data under it")
	}
	if len(rejected) > 0 && (good == 0 || tooMany(len(rejected), lines)) {
		return bad(file, "%s of %s lines can't be used, the first of them line %d: %s", count(len(rejected)), count(lines), rejected[0].Line, rejected[0].Reason)
	}
	return nil
}

// text cleans a name for keeping: runs of spaces become one. ok is false for
// what isn't text.
func text(s string) (clean string, ok bool) {
	if !utf8.ValidString(s) || len(s) > 400 || strings.ContainsFunc(s, unicode.IsControl) {
		return "", false
	}
	return strings.Join(strings.Fields(s), " "), true
}

// code reports whether s is an organisation code of at least from letters and
// digits.
func code(s string, from int) bool {
	if len(s) < from || len(s) > 12 {
		return false
	}
	for i := range len(s) {
		if c := s[i]; (c < '0' || c > '9') && (c < 'A' || c > 'Z') {
			return false
		}
	}
	return true
}

// published reads a date in any of the forms that NHS England publishes:
// 01Jul2026, 2026-07-01, 01-Jul-2026, 01/07/2026.
func published(s string) (calendar.Date, bool) {
	if d, err := calendar.ParseDate(s); err == nil {
		return d, d.Year() >= 2013 && d.Year() < 2100
	}
	f := strings.NewReplacer("-", "", "/", "", " ", "").Replace(s)
	if len(f) == 8 && strings.Contains(s, "/") {
		f = f[:2] + "|" + f[2:4] + "|" + f[4:]
	} else if len(f) == 9 {
		f = f[:2] + "|" + f[2:5] + "|" + f[5:]
	}
	p := strings.Split(f, "|")
	if len(p) != 3 {
		return calendar.Date{}, false
	}
	d, err := calendar.ParseForm(p[0], p[1], p[2])
	return d, err == nil && d.Year() >= 2013 && d.Year() < 2100
}
