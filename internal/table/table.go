// Package table writes tables that leave the program as files: CSV that a
// spreadsheet opens as it is meant, and in which no text becomes a formula.
package table

import (
	"encoding/csv"
	"io"
)

// Safe keeps a spreadsheet from taking text for a formula: text that begins
// like one gets an apostrophe in front. A plain number stays a number, also a
// negative one.
func Safe(s string) string {
	if s == "" || number(s) {
		return s
	}
	switch s[0] {
	case '=', '+', '-', '@', '\t', '\r', '\n', '\'':
		return "'" + s
	}
	return s
}

// number reports whether s is digits with at most one point between them and
// a minus before them.
func number(s string) bool {
	if s[0] == '-' {
		s = s[1:]
	}
	digits, point := 0, false
	for i := range len(s) {
		switch c := s[i]; {
		case c >= '0' && c <= '9':
			digits++
		case c == '.' && !point && i > 0 && i < len(s)-1:
			point = true
		default:
			return false
		}
	}
	return digits > 0
}

// Head is what stands above the columns of a file: each a name with what it
// says. A spreadsheet shows it as two columns.
type Head [][2]string

// Writer writes one table: RFC 4180, UTF-8 with the mark that spreadsheets look
// for, lines that end as they do there.
type Writer struct {
	out io.Writer
	csv *csv.Writer
	err error
}

// NewWriter begins a table: the head, an empty line, the names of the columns.
func NewWriter(out io.Writer, head Head, columns []string) *Writer {
	w := &Writer{out: out, csv: csv.NewWriter(out)}
	w.csv.UseCRLF = true
	_, w.err = io.WriteString(out, "\ufeff")
	for _, h := range head {
		w.Row(h[0], h[1])
	}
	if len(head) > 0 && w.Flush() == nil {
		_, w.err = io.WriteString(out, "\r\n")
	}
	w.Row(columns...)
	return w
}

// Row writes one line. Errors stay, and Flush tells them.
func (w *Writer) Row(cells ...string) {
	if w.err != nil {
		return
	}
	safe := make([]string, len(cells))
	for i, c := range cells {
		safe[i] = Safe(c)
	}
	w.err = w.csv.Write(safe)
}

// Flush writes what is still held back.
func (w *Writer) Flush() error {
	w.csv.Flush()
	if w.err == nil {
		w.err = w.csv.Error()
	}
	return w.err
}
