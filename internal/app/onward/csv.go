package onward

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// column is one column of the file, with how it is read and written. Several
// values in one cell are parted by " | ".
type column struct {
	name, title string
	get         func(Body) string
	set         func(*Body, string) error
}

const between = " | "

func text(name, title string, at func(*Body) *string) column {
	return column{name, title, func(b Body) string { return *at(&b) }, func(b *Body, s string) error { *at(b) = s; return nil }}
}

func several(name, title string, at func(*Body) *[]string) column {
	return column{name, title, func(b Body) string { return strings.Join(*at(&b), between) }, func(b *Body, s string) error {
		*at(b) = trimmed(strings.Split(s, strings.TrimSpace(between)))
		return nil
	}}
}

func number(name, title string, at func(*Body) *int) column {
	return column{name, title, func(b Body) string {
		if *at(&b) == 0 {
			return ""
		}
		return strconv.Itoa(*at(&b))
	}, func(b *Body, s string) error {
		if s == "" {
			*at(b) = 0
			return nil
		}
		n, err := strconv.Atoi(s)
		if err != nil {
			return fmt.Errorf("%s: “%s” is no whole number", name, s)
		}
		*at(b) = n
		return nil
	}}
}

var columns = []column{
	text("name", "Name", func(b *Body) *string { return &b.Name }),
	text("kind", "Kind", func(b *Body) *string { return &b.Kind }),
	text("organisation", "Organisation", func(b *Body) *string { return &b.Organisation }),
	text("who_for", "Who it is for", func(b *Body) *string { return &b.WhoFor }),
	number("age_from", "Age from", func(b *Body) *int { return &b.AgeFrom }),
	number("age_to", "Age up to", func(b *Body) *int { return &b.AgeTo }),
	several("practices", "Practices", func(b *Body) *[]string { return &b.Practices }),
	several("areas", "Areas", func(b *Body) *[]string { return &b.Areas }),
	text("only_for", "Women or men", func(b *Body) *string { return &b.Sex }),
	text("interpreter", "Interpreter", func(b *Body) *string { return &b.Interpreter }),
	text("accessible_formats", "Accessible formats", func(b *Body) *string { return &b.Formats }),
	text("how_to_ask", "How to ask", func(b *Body) *string { return &b.HowToAsk }),
	text("phone", "Telephone", func(b *Body) *string { return &b.Phone }),
	text("email", "Email", func(b *Body) *string { return &b.Email }),
	text("address", "Address", func(b *Body) *string { return &b.Address }),
	text("website", "Website", func(b *Body) *string { return &b.Website }),
	text("hours", "Hours", func(b *Body) *string { return &b.Hours }),
	text("cost", "Cost", func(b *Body) *string { return &b.Cost }),
	text("waiting", "Waiting", func(b *Body) *string { return &b.Waiting }),
	{"waiting_on", "Day of what they say about the wait", func(b Body) string { return b.WaitingOn.String() }, func(b *Body, s string) error {
		if s == "" {
			b.WaitingOn = calendar.Date{}
			return nil
		}
		d, err := calendar.ParseDate(s)
		if err != nil {
			return fmt.Errorf("waiting_on: “%s” is no day like 2026-11-03", s)
		}
		b.WaitingOn = d
		return nil
	}},
	text("owner", "Owner", func(b *Body) *string { return &b.Owner }),
	several("wants", "What they want to know", func(b *Body) *[]string { return &b.Wants }),
	several("questions", "Questions of their own", func(b *Body) *[]string { return &b.Questions }),
}

// Columns are the names of the file's columns.
func Columns() []string {
	out := make([]string, len(columns))
	for i, c := range columns {
		out[i] = c.name
	}
	return out
}

// formula reports whether a spreadsheet could take a cell for a formula.
func formula(s string) bool {
	return s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0]))
}

// guarded puts an apostrophe before what a spreadsheet would work out.
func guarded(s string) string {
	if formula(s) || strings.HasPrefix(s, "'") && (len(s) > 1 && (formula(s[1:]) || s[1] == '\'')) {
		return "'" + s
	}
	return s
}

// unguarded takes that apostrophe away again.
func unguarded(s string) string {
	if len(s) > 1 && s[0] == '\'' && (formula(s[1:]) || s[1] == '\'') {
		return s[1:]
	}
	return s
}

// WriteCSV writes entries as a file that ReadCSV takes back.
func WriteCSV(w io.Writer, list []Service) error {
	out := csv.NewWriter(w)
	out.UseCRLF = true
	if err := out.Write(Columns()); err != nil {
		return err
	}
	for _, s := range list {
		row := make([]string, len(columns))
		for i, c := range columns {
			row[i] = guarded(c.get(s.Body))
		}
		if err := out.Write(row); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// Line is one line of a file, and what would become of it.
type Line struct {
	Number int // in the file, from 1; the heading is 1
	Name   string
	What   string   // "new", "changed", "the same", "wrong"
	Says   []string // what is wrong, or what changes
	Body   Body
	id     string
	from   int
}

// Report is what a file would do, or did.
type Report struct {
	Lines                     []Line
	New, Changed, Same, Wrong int
	Unknown                   []string // columns that nothing is known of; they are left out
	Missing                   []string // columns that the file does not have; they stay empty
}

// maxLines is the most that one file holds.
const maxLines = 2_000

// readTable reads a file into rows, or says in one sentence what is wrong with
// the file as a whole.
func readTable(file string) ([][]string, error) {
	if !utf8.ValidString(file) {
		return nil, fault.Wrong("file", "The file is not in UTF-8, so letters such as é and ’ would be lost. Save it as “CSV UTF-8” and choose it again")
	}
	file = strings.TrimPrefix(file, "\ufeff")
	head, _, _ := strings.Cut(file, "\n")
	if strings.TrimSpace(file) == "" {
		return nil, fault.Wrong("file", "The file is empty. Choose a CSV file with a line of headings: %s", strings.Join(Columns()[:4], ","))
	}
	if strings.ContainsRune(file, 0) {
		return nil, fault.Wrong("file", "This is no CSV file. Save the sheet as “CSV UTF-8” and choose it again")
	}
	if !strings.Contains(head, ",") && strings.Count(head, ";") > 1 {
		return nil, fault.Wrong("file", "The columns are parted by semicolons. Save the file as “CSV UTF-8 (comma delimited)” and choose it again")
	}
	r := csv.NewReader(strings.NewReader(file))
	r.FieldsPerRecord = -1
	var rows [][]string
	for {
		row, err := r.Read()
		if err == io.EOF {
			return rows, nil
		}
		if err != nil {
			line := 1
			if wrong := (*csv.ParseError)(nil); errors.As(err, &wrong) {
				line = wrong.StartLine
			}
			return nil, fault.Wrong("file", "The file can’t be read from line %d on: a quotation mark is missing or in the wrong place", line)
		}
		if len(rows) > maxLines {
			return nil, fault.Wrong("file", "The file has more than 2,000 lines. Send it in parts")
		}
		rows = append(rows, row)
	}
}

// reading reads a file against the directory as it is.
func reading(file string, have []Service, members map[string]string, today calendar.Date) (Report, error) {
	var r Report
	rows, err := readTable(file)
	if err != nil {
		return r, err
	}
	at := map[int]column{}
	found := map[string]bool{}
	for i, h := range rows[0] {
		h = strings.ToLower(strings.ReplaceAll(strings.TrimSpace(h), " ", "_"))
		n := slices.IndexFunc(columns, func(c column) bool { return c.name == h })
		if n < 0 || found[h] {
			r.Unknown = append(r.Unknown, strings.TrimSpace(rows[0][i]))
			continue
		}
		at[i], found[h] = columns[n], true
	}
	for _, c := range columns {
		if !found[c.name] {
			r.Missing = append(r.Missing, c.name)
		}
	}
	if !found["name"] || !found["kind"] {
		return r, fault.Wrong("file", "The file has no column “name” or no column “kind”. The first line names the columns: %s", strings.Join(Columns(), ","))
	}
	known := map[string]Service{}
	for _, s := range have {
		known[keyOf(s.Body)] = s
	}
	seen := map[string]int{}
	for n, row := range rows[1:] {
		if strings.TrimSpace(strings.Join(row, "")) == "" {
			continue
		}
		l := Line{Number: n + 2}
		read := Body{}
		for i, cell := range row { // the entry that is there keeps what the file has no column for
			if c, ok := at[i]; ok && (c.name == "name" || c.name == "kind") {
				c.set(&read, strings.TrimSpace(unguarded(strings.TrimSpace(cell)))) //nolint:errcheck // a text is always read
			}
		}
		read.Kind = kindKey(read.Kind)
		before, there := known[keyOf(read)]
		b := before.Body
		for i, cell := range row {
			c, ok := at[i]
			if !ok {
				if strings.TrimSpace(cell) != "" && i >= len(rows[0]) {
					l.Says = append(l.Says, "The line has more cells than the heading: “"+strings.TrimSpace(cell)+"”")
				}
				continue
			}
			if err := c.set(&b, strings.TrimSpace(unguarded(strings.TrimSpace(cell)))); err != nil {
				l.Says = append(l.Says, err.Error())
			}
		}
		b.Kind = kindKey(b.Kind)
		b = b.tidy()
		var check fault.Check
		b.check(&check, members, today)
		for _, f := range fault.FieldsOf(check.Err()) {
			l.Says = append(l.Says, f.Message)
		}
		l.Name, l.Body = b.Name, b
		if first := seen[keyOf(b)]; first > 0 {
			l.Says = append(l.Says, fmt.Sprintf("The same service stands in line %d already", first))
		}
		seen[keyOf(b)] = l.Number
		switch {
		case len(l.Says) > 0:
			l.What = "wrong"
			r.Wrong++
		case !there:
			l.What = "new"
			r.New++
		default:
			l.id, l.from = before.ID, before.Version
			for _, c := range columns {
				if c.get(before.Body) != c.get(b) {
					l.Says = append(l.Says, c.title)
				}
			}
			l.What = "the same"
			if len(l.Says) > 0 {
				l.What = "changed"
				r.Changed++
			} else {
				r.Same++
			}
		}
		r.Lines = append(r.Lines, l)
	}
	if len(r.Lines) == 0 {
		return r, fault.Wrong("file", "The file has headings and no lines")
	}
	return r, nil
}

func keyOf(b Body) string {
	return b.Kind + "\n" + strings.ToLower(strings.Join(strings.Fields(b.Name), " "))
}

// kindKey takes a kind by its key or by its words.
func kindKey(s string) string {
	for _, k := range Kinds {
		if strings.EqualFold(s, k[1]) || strings.EqualFold(s, k[0]) {
			return k[0]
		}
	}
	return s
}

// PreviewCSV asks what a file would do to the directory. Nothing is written.
type PreviewCSV struct{ PCN, File string }

// Needs names the permission.
func (PreviewCSV) Needs() access.Permission { return access.EditDirectory }

// Ask reads the file.
func (q PreviewCSV) Ask(_ context.Context, tx *gate.Tx) (Report, error) {
	if !tx.Scope.InNetwork(q.PCN) {
		return Report{}, fault.Missing("network")
	}
	tx.Nobody("services, not people")
	return preview(tx, q.PCN, q.File)
}

func preview(tx *gate.Tx, pcn, file string) (Report, error) {
	have, err := services(tx, pcn, false)
	if err != nil {
		return Report{}, err
	}
	members, err := membersOf(tx, pcn)
	if err != nil {
		return Report{}, err
	}
	return reading(file, have, members, tx.Today())
}

// ImportCSV takes a file into the directory: all of it, or nothing when one
// line is wrong. An entry with the same kind and name gets a new version; what
// the file does not name stays as it is.
type ImportCSV struct{ PCN, File string }

// Needs names the permission.
func (ImportCSV) Needs() access.Permission { return access.EditDirectory }

// Do writes it.
func (c ImportCSV) Do(_ context.Context, tx *gate.Tx) (Report, error) {
	if !tx.Scope.InNetwork(c.PCN) {
		return Report{}, fault.Missing("network")
	}
	r, err := preview(tx, c.PCN, c.File)
	if err != nil {
		return r, err
	}
	if r.Wrong > 0 {
		return r, fault.Wrong("file", "Nothing was taken over: %d of %d lines are wrong. The report below says which", r.Wrong, len(r.Lines))
	}
	for _, l := range r.Lines {
		if l.What == "the same" {
			continue
		}
		if _, err := save(tx, c.PCN, l.id, l.from, l.Body, "From a file"); err != nil {
			return r, err
		}
	}
	if r.New+r.Changed == 0 {
		tx.Nobody("the file says what the directory says already")
	}
	return r, nil
}
