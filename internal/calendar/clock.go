package calendar

import (
	"sync"
	"time"
)

// Clock tells the time. Everything that needs to know what time it is gets
// handed one.
type Clock interface{ Now() Instant }

// System is the machine's clock, the only reader of it.
type System struct{}

// Now gives the present moment.
func (System) Now() Instant { return At(time.Now()) }

type fixed Instant

func (f fixed) Now() Instant { return Instant(f) }

// Fixed gives a clock that always shows i.
func Fixed(i Instant) Clock { return fixed(i) }

// Manual is a clock that is moved by hand. It is safe for many goroutines.
type Manual struct {
	mu  sync.Mutex
	now Instant
}

// NewManual gives a clock that shows i until it is moved.
func NewManual(i Instant) *Manual { return &Manual{now: i} }

// Now gives what the clock shows.
func (m *Manual) Now() Instant {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.now
}

// Set makes the clock show i.
func (m *Manual) Set(i Instant) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.now = i
}

// Advance moves the clock on by d and gives what it then shows.
func (m *Manual) Advance(d time.Duration) Instant {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.now = m.now.Add(d)
	return m.now
}

// Today gives the London day that c shows.
func Today(c Clock) Date { return c.Now().Date() }
