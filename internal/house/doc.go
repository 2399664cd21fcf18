// Package house holds the tests that keep the house standing: floors, doors,
// words. It has no code of its own.
package house
