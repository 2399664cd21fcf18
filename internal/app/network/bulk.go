package network

import (
	"strconv"
	"strings"

	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
)

// rows gathers the values of many rows for one INSERT or DELETE.
type rows struct {
	width int
	args  []any
}

func (r *rows) add(values ...any) {
	r.width = len(values)
	r.args = append(r.args, values...)
}

func (r *rows) len() int {
	if r.width == 0 {
		return 0
	}
	return len(r.args) / r.width
}

// run executes head + "($1, $2), ($3, $4)…" + tail for all rows, several
// hundred at a time. The sizes are powers of two, so that there are few
// different statements for the engines to prepare. casts gives a column's
// type where the engine can't know it ("::date"), "" elsewhere; it may be nil.
func (r *rows) run(tx *gate.Tx, head, tail string, casts []string, done func(n int)) error {
	left := r.args
	for size := 512; len(left) > 0; {
		for size*r.width > len(left) || size*r.width > 16000 {
			size /= 2
		}
		if _, err := tx.Exec(head+places(size, r.width, casts, tx.Engine() == db.SQLite)+tail, left[:size*r.width]...); err != nil {
			return err
		}
		left = left[size*r.width:]
		if done != nil {
			done(size)
		}
	}
	return nil
}

// places writes the placeholders. SQLite looks the name of a numbered one up in
// a list, which takes as long as all the rest a hundred times over; there they
// are bare.
func places(rows, width int, casts []string, bare bool) string {
	var b strings.Builder
	n := 1
	for i := range rows {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteByte('(')
		for j := range width {
			if j > 0 {
				b.WriteByte(',')
			}
			if bare {
				b.WriteByte('?')
				continue
			}
			b.WriteByte('$')
			b.WriteString(strconv.Itoa(n))
			if casts != nil {
				b.WriteString(casts[j])
			}
			n++
		}
		b.WriteByte(')')
	}
	return b.String()
}

// count writes 6139 as "6,139".
func count(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// counted writes 1 practice, 6,139 practices.
func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return count(n) + " " + many
}
