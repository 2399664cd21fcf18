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
	texts map[int]string // the statement by its number of rows
}

// Many begins. into is the table with its columns, "slot (id, clinic, state)";
// row is what each row is, "(@, @, 'free')", with an @ for each value that is
// handed to Add: what all rows share is written once and not handed over.
func (t *Tx) Many(into, row string) *Many {
	m := &Many{tx: t, into: into, row: strings.Split(row, "@"), texts: map[int]string{}}
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
	if len(m.args) < m.size*(len(m.row)-1) {
		return nil
	}
	return m.write(m.size)
}

// Done writes what is left, eight rows at a time and then one at a time, so
// that there are few different statements to keep compiled.
func (m *Many) Done() error {
	for _, size := range []int{min(8, m.size), 1} {
		for len(m.args) >= size*(len(m.row)-1) && len(m.args) > 0 {
			if err := m.write(size); err != nil {
				return err
			}
		}
	}
	return nil
}

func (m *Many) write(rows int) error {
	text := m.texts[rows]
	if text == "" {
		text = "INSERT INTO " + m.into + " VALUES " + m.places(rows)
		m.texts[rows] = text
	}
	n := rows * (len(m.row) - 1)
	_, err := m.tx.Exec(text, m.args[:n]...)
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
