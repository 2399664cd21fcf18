// Package export is the room of files: tables of other rooms that somebody
// asks for, with what they mean on top. A file is prepared in the background
// as its asker's own, kept for a week, and downloaded only by whoever asked
// for it, while they still may see what is in it. The audit says who, what and
// why.
package export

import (
	"context"
	"iter"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/gate"
)

// Params say what of a source is meant: "pcn" is the network, the others are
// the source's fields.
type Params map[string]string

// Option is one value of a field.
type Option struct{ Value, Text string }

// Field is something that the asker chooses.
type Field struct {
	Name, Label string
	Options     []Option
}

// Rows are the lines of a file. Each is read once, in order.
type Rows struct {
	Total int // how many there will be; 0 when that is not known before
	Each  iter.Seq2[[]string, error]
}

// Source is a table that can become a file. What it reads it reads in the
// transaction of whoever asked, with their scope for Needs.
type Source struct {
	Key, Title string
	Definition string // what a line is, what counts, where it comes from
	Needs      access.Permission
	Columns    []string
	Alone      bool // it is of no network: an ICB may have it, too

	// Fields says what can be chosen; nil when nothing can.
	Fields func(ctx context.Context, tx *gate.Tx, p Params) ([]Field, error)
	// Check says whether the asker may have it, and which organisation it is
	// about. Outside the scope it is NotFound. It is asked again at download.
	Check func(ctx context.Context, tx *gate.Tx, p Params) (org string, err error)
	// Rows gives the lines.
	Rows func(ctx context.Context, tx *gate.Tx, p Params) (Rows, error)
}

// find gives a source by its key.
func find(key string) (Source, bool) {
	for _, s := range sources {
		if s.Key == key {
			return s, true
		}
	}
	return Source{}, false
}

// needs is the permission that reaches a source.
func needs(key string) access.Permission {
	if s, ok := find(key); ok {
		return s.Needs
	}
	return access.PrepareFiles
}

// listed gives a slice as rows.
func listed[T any](list []T, line func(T) []string) Rows {
	return Rows{len(list), func(yield func([]string, error) bool) {
		for _, x := range list {
			if !yield(line(x), nil) {
				return
			}
		}
	}}
}
