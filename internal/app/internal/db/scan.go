package db

import (
	"database/sql"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"

	"footbridge/internal/fault"
)

// All runs a query and scans each row into a T: a struct whose fields are
// named like the columns (PracticeCode ← practice_code), or a single value.
// NULL leaves the zero value.
func All[T any](t *Tx, query string, args ...any) ([]T, error) {
	rows, err := t.Rows(query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	cols, err := rows.Columns()
	if err != nil {
		return nil, err
	}
	var zero T
	index, err := columnsOf(reflect.TypeOf(zero), cols)
	if err != nil {
		return nil, fmt.Errorf("%w\n%s", err, firstLine(query))
	}
	var out []T
	dest := make([]any, len(cols))
	for rows.Next() {
		var v T
		rv := reflect.ValueOf(&v).Elem()
		for i := range cols {
			if index == nil {
				dest[i] = target(rv)
			} else {
				dest[i] = target(rv.FieldByIndex(index[i]))
			}
		}
		if err := rows.Scan(dest...); err != nil {
			return nil, fmt.Errorf("%w\n%s", err, firstLine(query))
		}
		out = append(out, v)
	}
	return out, rows.Err()
}

// One runs a query that gives one row. No row is a NotFound fault naming
// what; more than one is a defect.
func One[T any](t *Tx, what, query string, args ...any) (T, error) {
	var zero T
	list, err := All[T](t, query, args...)
	if err != nil {
		return zero, err
	}
	switch len(list) {
	case 0:
		return zero, fault.Missing(what)
	case 1:
		return list[0], nil
	}
	return zero, fmt.Errorf("%d rows where one %s was expected", len(list), what)
}

// Maybe runs a query that gives one row or none.
func Maybe[T any](t *Tx, query string, args ...any) (T, bool, error) {
	v, err := One[T](t, "row", query, args...)
	if fault.Is(err, fault.NotFound) {
		return v, false, nil
	}
	return v, err == nil, err
}

type planKey struct {
	t    reflect.Type
	cols string
}

var plans sync.Map

func columnsOf(t reflect.Type, cols []string) ([][]int, error) {
	if t.Kind() != reflect.Struct || reflect.PointerTo(t).Implements(scannerType) {
		if len(cols) != 1 {
			return nil, fmt.Errorf("%d columns for one %s", len(cols), t)
		}
		return nil, nil
	}
	key := planKey{t, strings.Join(cols, ",")}
	if p, ok := plans.Load(key); ok {
		return p.([][]int), nil
	}
	byName := map[string][]int{}
	for _, f := range reflect.VisibleFields(t) {
		if f.Anonymous || !f.IsExported() {
			continue
		}
		name := f.Tag.Get("db")
		if name == "" {
			name = snake(f.Name)
		}
		byName[name] = f.Index
	}
	out := make([][]int, len(cols))
	for i, c := range cols {
		idx, ok := byName[c]
		if !ok {
			return nil, fmt.Errorf("%s has no field for column %s", t, c)
		}
		out[i] = idx
	}
	plans.Store(key, out)
	return out, nil
}

// snake turns PracticeCode into practice_code and PCNCode into pcn_code.
func snake(s string) string {
	r := []rune(s)
	var b strings.Builder
	for i, c := range r {
		if unicode.IsUpper(c) && i > 0 && (unicode.IsLower(r[i-1]) || unicode.IsDigit(r[i-1]) || i+1 < len(r) && unicode.IsLower(r[i+1])) {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToLower(c))
	}
	return b.String()
}

var scannerType = reflect.TypeFor[sql.Scanner]()

func target(v reflect.Value) any {
	if v.CanAddr() && v.Addr().Type().Implements(scannerType) {
		return v.Addr().Interface()
	}
	return plain{v}
}

// plain scans a column into a basic Go value; NULL leaves it alone.
type plain struct{ v reflect.Value }

func (p plain) Scan(src any) error {
	if src == nil {
		return nil
	}
	v := p.v
	if v.Kind() == reflect.Pointer {
		n := reflect.New(v.Type().Elem())
		if err := (plain{n.Elem()}).Scan(src); err != nil {
			return err
		}
		v.Set(n)
		return nil
	}
	switch v.Kind() {
	case reflect.String:
		switch s := src.(type) {
		case string:
			v.SetString(s)
		case []byte:
			v.SetString(string(s))
		case int64:
			v.SetString(strconv.FormatInt(s, 10))
		case time.Time:
			return fmt.Errorf("a time does not scan into %s: use calendar.Instant or calendar.Date", v.Type())
		default:
			return fmt.Errorf("%T does not scan into %s", src, v.Type())
		}
	case reflect.Int, reflect.Int64, reflect.Int32:
		switch n := src.(type) {
		case int64:
			v.SetInt(n)
		case bool:
			if n {
				v.SetInt(1)
			}
		case float64:
			v.SetInt(int64(n))
		case string:
			i, err := strconv.ParseInt(n, 10, 64)
			if err != nil {
				return err
			}
			v.SetInt(i)
		default:
			return fmt.Errorf("%T does not scan into %s", src, v.Type())
		}
	case reflect.Bool:
		switch b := src.(type) {
		case bool:
			v.SetBool(b)
		case int64:
			v.SetBool(b != 0)
		default:
			return fmt.Errorf("%T does not scan into bool", src)
		}
	case reflect.Float64:
		switch n := src.(type) {
		case float64:
			v.SetFloat(n)
		case int64:
			v.SetFloat(float64(n))
		case string:
			f, err := strconv.ParseFloat(n, 64)
			if err != nil {
				return err
			}
			v.SetFloat(f)
		default:
			return fmt.Errorf("%T does not scan into float64", src)
		}
	default:
		return fmt.Errorf("%T does not scan into %s", src, v.Type())
	}
	return nil
}

// Args gathers the arguments of a statement that is put together from parts.
type Args struct{ List []any }

// Add appends a value and gives its placeholder.
func (a *Args) Add(v any) string {
	a.List = append(a.List, v)
	return "$" + strconv.Itoa(len(a.List))
}

// In appends values and gives "($1, $2)"; an empty list gives "(NULL)", which
// nothing is in.
func (a *Args) In(values []string) string {
	if len(values) == 0 {
		return "(NULL)"
	}
	parts := make([]string, len(values))
	for i, v := range values {
		parts[i] = a.Add(v)
	}
	return "(" + strings.Join(parts, ", ") + ")"
}
