// Package funding is the room of the money: what each post costs month by
// month and who pays it, the maximum amounts, the monthly claim to the ICB, and
// the year's sum. The sums themselves are worked out by package claim from the
// dated rules of package policy; this room keeps what they rest on. Money is
// integer pence. A month that the ICB approved is closed: nothing in it ever
// changes, and what is wrong is put right by one later claim.
package funding
