package db

import (
	"strconv"
	"strings"
)

// Many writes many rows into one table, some at a time. It is there for the
// few who write whole years at once; everybody else writes a row.
type Many struct {
	tx    *Tx
	into  string
	row   []string // what stands between the values of a row
	size  int      // rows of a full statement
	args  []any
	count int
}

// Many begins. into is the table with its columns, "slot (id, clinic, state)";
// row is what each row is, "(@, @, 'free')", with an @ for each value that is
// handed to Add: what all rows share is written once and not handed over.
func (t *Tx) Many(into, row string) *Many {
	m := &Many{tx: t, into: into, row: strings.Split(row, "@")}
	// A statement that SQLite keeps compiled may be so long; PostgreSQL takes
	// longer ones, and each costs a way to the server and back.
	m.size = (longestKept - len(into) - 32) / (len(row) + 2)
	if t.engine == Postgres {
		m.size = 256
	}
	m.size = max(1, min(m.size, 30_000/max(1, len(m.row)-1)))
	return m
}

// Add takes the values of one row.
func (m *Many) Add(values ...any) error {
	m.args = append(m.args, values...)
	m.count++
	if len(m.args) < m.size*(len(m.row)-1) {
		return nil
	}
	return m.write(m.size)
}

// Count is how many rows were added.
func (m *Many) Count() int { return m.count }

// Done writes what is left. The sizes are powers of two, so that there are few
// different statements to compile.
func (m *Many) Done() error {
	width := len(m.row) - 1
	for size := 1 << 8; size > 0; size /= 2 {
		for size <= m.size && len(m.args) >= size*width && len(m.args) > 0 {
			if err := m.write(size); err != nil {
				return err
			}
		}
	}
	return nil
}

func (m *Many) write(rows int) error {
	n := rows * (len(m.row) - 1)
	_, err := m.tx.Exec("INSERT INTO "+m.into+" VALUES "+m.places(rows), m.args[:n]...)
	m.args = append(m.args[:0], m.args[n:]...)
	return err
}

func (m *Many) places(rows int) string {
	var b strings.Builder
	n := 0
	for i := range rows {
		if i > 0 {
			b.WriteString(", ")
		}
		for j, part := range m.row {
			b.WriteString(part)
			if j == len(m.row)-1 {
				break
			}
			if m.tx.engine == SQLite {
				b.WriteByte('?') // the name of a numbered one would be looked up in a list
				continue
			}
			n++
			b.WriteByte('$')
			b.WriteString(strconv.Itoa(n))
		}
	}
	return b.String()
}
