package claim

import (
	"strings"
	"testing"

	"footbridge/internal/policy"

	"pgregory.net/rapid"
)

// Graded anew from 14 May: band 6 for 13 days, band 7 for 18. The maximum of
// band 6 is £51,600 ÷ 12 × 13 ÷ 31 = £1,803.22, that of band 7 £55,200 ÷ 12 ×
// 18 ÷ 31 = £2,670.96. The pay does not rise yet: £1,397.85 + £167.74 + £279.57
// = £1,845.16 and £1,935.48 + £232.26 + £387.10 = £2,554.84. The lower of the
// two is £1,803.22 + £2,554.84 = £4,358.06, half of it £2,179.03.
func TestGradedAnewInTheMonth(t *testing.T) {
	in := post("2025-05")
	in.Caps = []Cap{{From: day("2025-04-01"), Band: "6", Annual: 5_160_000}, {From: day("2025-04-01"), Band: "7", Annual: 5_520_000}}
	in.Grades = []Grade{{day("2025-05-14"), "7"}}
	c := mustWork(t, in)
	if got := amounts(c); got != "440000 447418 435806 217903 217903 4194" {
		t.Errorf("%s\n%+v", got, c.Lines)
	}
	if !strings.Contains(strings.Join(c.Notes, "\n"), "The post is band 7 from 14 May 2025") {
		t.Errorf("%q", c.Notes)
	}
	// The months before and after have one band each: £4,300.00 and £4,400.00,
	// the pay being below the maximum of £4,600.00.
	in.Month = month("2025-04")
	if got := amounts(mustWork(t, in)); got != "440000 430000 430000 215000 215000 10000" {
		t.Errorf("April: %s", got)
	}
	in.Month = month("2025-06")
	if got := amounts(mustWork(t, in)); got != "440000 460000 440000 220000 220000 0" {
		t.Errorf("June: %s", got)
	}
	// A band without a maximum blocks the days that have it.
	in.Month, in.Caps = month("2025-05"), in.Caps[:1]
	if c := mustWork(t, in); len(c.Blocked) != 1 || !strings.Contains(c.Blocked[0].Why, "14 May 2025 to 31 May 2025") {
		t.Errorf("%+v", c.Blocked)
	}
	// In 2021/22 nobody below band 5 counts, from the day on.
	in = post("2022-02")
	in.Start, in.Band, in.Grades = day("2021-06-01"), "5", []Grade{{day("2022-02-10"), "4"}}
	if c := mustWork(t, in); len(c.Blocked) != 1 || !strings.Contains(c.Blocked[0].Why, "below band 5") {
		t.Errorf("%+v", c.Blocked)
	}
}

// Whatever the day and the two maximum amounts: never above them, whole to the
// penny, and two bands of one maximum are as one band.
func TestGradedAnewProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := post("2025-05")
		at := day("2025-05-01").AddDays(rapid.IntRange(1, 30).Draw(t, "day"))
		six, seven := Pence(rapid.IntRange(1, 9_000_000).Draw(t, "six")), Pence(rapid.IntRange(1, 9_000_000).Draw(t, "seven"))
		in.Caps = []Cap{{From: day("2025-04-01"), Band: "6", Annual: six}, {From: day("2025-04-01"), Band: "7", Annual: seven}}
		in.Grades = []Grade{{at, policy.Band("7")}}
		c, err := Work(in)
		if err != nil || len(c.Blocked) > 0 {
			t.Fatalf("%v %v", err, c.Blocked)
		}
		if *c.Lower > *c.Cap || *c.Lower > *c.Actual || *c.Scheme+*c.Provider != *c.Lower || *c.Lower+*c.AboveCap != *c.Actual {
			t.Fatalf("%s", amounts(c))
		}
		if most := max(six, seven) / 12; *c.Cap > most+1 {
			t.Fatalf("%s is above a month of the higher maximum, %s", *c.Cap, most)
		}
	})
}
