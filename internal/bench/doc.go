// Package bench measures Footbridge against itself: its pages beside the same
// SQL run bare on the same file, its bookings beside bare inserts of the same
// rows, the same pages with a hundred times the data, and how soon the demo
// answers. What counts are ratios within one run; nothing is asserted on
// time. "make bench" prints the table that docs/benchmarks.md explains.
package bench
