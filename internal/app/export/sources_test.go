package export

// With adds a source for the time of a test.
func With(s Source) (undo func()) {
	before := sources
	sources = append(before[:len(before):len(before)], s)
	return func() { sources = before }
}

// MaxTries and PartBytes are what the tests count on.
const (
	MaxTries  = maxTries
	PartBytes = partBytes
)

// Keys are those of all sources.
func Keys() (out []string) {
	for _, s := range sources {
		out = append(out, s.Key)
	}
	return out
}
