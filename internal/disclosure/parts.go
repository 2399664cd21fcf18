package disclosure

// Parts says which parts of a total may be shown when the total itself is
// shown. Parts of 1 to under-1 are hidden. One that is hidden alone would be
// the rest of the total, so another one is hidden with it; and so it goes on
// while what is hidden can have one size only, such as two ones that make two.
func Parts(counts []int, under int) []Cell {
	out := make([]Cell, len(counts))
	for i, n := range counts {
		out[i] = Cell{N: n, Hidden: n > 0 && n < under}
	}
	for told(out, under) {
		i := least(out, true)
		if i < 0 {
			i = least(out, false)
		}
		if i < 0 {
			return out // everything is hidden
		}
		out[i].Hidden = true
	}
	return out
}

// told reports whether the hidden parts can be had from the others.
func told(parts []Cell, under int) bool {
	k, sum, none := 0, 0, false
	for _, p := range parts {
		if p.Hidden {
			k, sum, none = k+1, sum+p.N, none || p.N == 0
		}
	}
	switch {
	case k == 0:
		return false
	case k == 1:
		return true
	case none: // a part of none is hidden, so each may be none
		return false
	}
	return sum == k || sum == k*(under-1) && k > 2
}

// least gives the smallest part that is shown: one of somebody, or of nobody.
func least(parts []Cell, somebody bool) int {
	best := -1
	for i, p := range parts {
		if !p.Hidden && (p.N > 0) == somebody && (best < 0 || p.N < parts[best].N) {
			best = i
		}
	}
	return best
}
