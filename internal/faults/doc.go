// Package faults holds the drills: a server that is killed in the middle of
// its work, a disk that is full, a file that can't be written, a database
// that is gone. It has no code of its own.
package faults
