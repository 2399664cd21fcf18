package network

import (
	"cmp"
	"slices"

	"footbridge/internal/calendar"
)

// span says that something had the value V from the day From up to, and not
// including, To; a zero To is open.
type span[V comparable] struct {
	From, To calendar.Date
	V        V
}

// holds reports whether the span covers day.
func (s span[V]) holds(day calendar.Date) bool {
	return !day.Before(s.From) && (s.To.IsZero() || day.Before(s.To))
}

// valueOn gives the value on a day; ok is false when there is none.
func valueOn[V comparable](spans []span[V], day calendar.Date) (v V, ok bool) {
	for _, s := range spans {
		if s.holds(day) {
			return s.V, true
		}
	}
	return v, false
}

// place gives the spans after [from, to) was set to *v, or emptied when v is
// nil. Neighbours with equal values become one. spans must not overlap.
func place[V comparable](spans []span[V], from, to calendar.Date, v *V) []span[V] {
	var out []span[V]
	for _, s := range spans {
		if s.From.Before(from) {
			left := s
			if left.To.IsZero() || left.To.After(from) {
				left.To = from
			}
			out = append(out, left)
		}
		if !to.IsZero() && (s.To.IsZero() || s.To.After(to)) {
			right := s
			if right.From.Before(to) {
				right.From = to
			}
			out = append(out, right)
		}
	}
	if v != nil {
		out = append(out, span[V]{from, to, *v})
	}
	slices.SortFunc(out, func(a, b span[V]) int { return a.From.Compare(b.From) })
	merged := out[:0]
	for _, s := range out {
		if n := len(merged); n > 0 && merged[n-1].To == s.From && merged[n-1].V == s.V {
			merged[n-1].To = s.To
			continue
		}
		merged = append(merged, s)
	}
	return merged
}

// history is what is known about every key, and what became of it.
type history[K interface {
	comparable
	compare(K) int
}, V comparable] map[K][]span[V]

// change is one span to delete or to write.
type change[K, V any] struct {
	Key      K
	From, To calendar.Date
	V        V
}

// update sets every key to its target for [from, to), empties the keys
// without one, and says which rows to delete and to write. Both are sorted.
func update[K interface {
	comparable
	compare(K) int
}, V comparable](h history[K, V], target map[K]V, from, to calendar.Date) (gone, fresh []change[K, V]) {
	one := func(k K, v *V) {
		before := h[k]
		after := place(before, from, to, v)
		for _, s := range before {
			if !slices.Contains(after, s) {
				gone = append(gone, change[K, V]{k, s.From, s.To, s.V})
			}
		}
		for _, s := range after {
			if !slices.Contains(before, s) {
				fresh = append(fresh, change[K, V]{k, s.From, s.To, s.V})
			}
		}
	}
	for k, v := range target {
		one(k, &v)
	}
	for k := range h {
		if _, ok := target[k]; !ok {
			one(k, nil)
		}
	}
	order := func(a, b change[K, V]) int { return cmp.Or(a.Key.compare(b.Key), a.From.Compare(b.From)) }
	slices.SortFunc(gone, order)
	slices.SortFunc(fresh, order)
	return gone, fresh
}
