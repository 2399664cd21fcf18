package claim

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"footbridge/internal/calendar"
	"footbridge/internal/fault"
	"footbridge/internal/policy"

	"pgregory.net/rapid"
)

func day(s string) calendar.Date { return calendar.MustDate(s) }

func month(s string) calendar.Month {
	m, err := calendar.ParseMonth(s)
	if err != nil {
		panic(err)
	}
	return m
}

// post is a whole-time first post at band 6, in post since 2023, that costs
// £52,800 a year: a month is £3,333.33 + £400.00 + £666.67 = £4,400.00. The
// maximum of £51,600 (invented, as every maximum here) is £4,300.00 a month.
func post(m string) Input {
	yes := true
	return Input{
		Month: month(m), Role: "community psychiatric nurse", Band: "6", Registered: &yes, Employment: Joint,
		Start: day("2023-01-01"), Position: First, London: NoLondon, Basis: CalendarDays,
		Pay:  []Pay{{WTE: one, Salary: 4_000_000, NI: 480_000, Pension: 800_000}},
		Caps: []Cap{{From: day("2021-04-01"), Annual: 5_160_000, Source: "invented"}},
	}
}

func mustWork(t *testing.T, in Input) Claim {
	t.Helper()
	c, err := Work(in)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func show(p *Pence) string {
	if p == nil {
		return "-"
	}
	return fmt.Sprint(int64(*p))
}

// amounts gives actual, maximum, lower, scheme, provider, above.
func amounts(c Claim) string {
	return strings.Join([]string{show(c.Actual), show(c.Cap), show(c.Lower), show(c.Scheme), show(c.Provider), show(c.AboveCap)}, " ")
}

func TestWorkedByHand(t *testing.T) {
	percent := func(d Decimal) *Decimal { d *= one; return &d }
	for _, tt := range []struct {
		name   string
		change func(*Input)
		want   string
	}{
		// 333,333 + 40,000 + 66,667 = 440,000; the maximum is the lower.
		{"a whole month", func(*Input) {}, "440000 430000 430000 215000 215000 10000"},
		// 0.6 of it: 200,000 + 24,000 + 40,000; maximum 258,000.
		{"0.6 WTE", func(in *Input) { in.Pay[0].WTE = 6000 }, "264000 258000 258000 129000 129000 6000"},
		// The same amounts said as they are paid for 0.6: no second reduction.
		{"as worked", func(in *Input) {
			in.AsWorked, in.Pay[0] = true, Pay{WTE: 6000, Salary: 2_400_000, NI: 288_000, Pension: 480_000}
		}, "264000 258000 258000 129000 129000 6000"},
		// The cost below the maximum of £55,200, £4,600 a month: the cost.
		{"below the maximum", func(in *Input) { in.Caps[0].Annual = 5_520_000 }, "440000 460000 440000 220000 220000 0"},
		// Starts on 12 May, 20 of 31 days: 333,333.33 × 20 ÷ 31 = 215,053.76;
		// 40,000 × 20 ÷ 31 = 25,806.45; 66,666.67 × 20 ÷ 31 = 43,010.75; sum
		// 215,054 + 25,806 + 43,011 = 283,871. Maximum 430,000 × 20 ÷ 31 =
		// 277,419.35. Half of 277,419 is 138,709.5: the odd penny is the
		// provider's.
		{"a starter", func(in *Input) { in.Start = day("2025-05-12") }, "283871 277419 277419 138709 138710 6452"},
		// Leaves on 11 May, 11 of 31 days: 118,279.57 + 14,193.55 + 23,655.91
		// = 118,280 + 14,194 + 23,656 = 156,130; maximum 152,580.65.
		{"a leaver", func(in *Input) { in.End = day("2025-05-11") }, "156130 152580 152580 76290 76290 3550"},
		// In working days: May 2025 has 22 weekdays less two bank holidays (5
		// and 26 May) = 20; from 12 May there are 15 less one = 14. 333,333.33
		// × 14 ÷ 20 = 233,333.33; 28,000; 46,666.67: 308,000. Maximum 301,000.
		{"a starter by working days", func(in *Input) { in.Start, in.Basis = day("2025-05-12"), WorkingDays }, "308000 301000 301000 150500 150500 7000"},
		// Half pay from 16 to 31 May, 16 of 31 days. Full for 15: 161,290.32 +
		// 19,354.84 + 32,258.06 = 212,903. Half for 16: 86,021.51 + 10,322.58
		// + 17,204.30 = 86,022 + 10,323 + 17,204 = 113,549. Together 326,452,
		// below the maximum of the whole month.
		{"half pay in sickness", func(in *Input) {
			in.Absences = []Absence{{Kind: "sickness", From: day("2025-05-16"), Last: day("2025-06-15"), Percent: 50 * one}}
		}, "326452 430000 326452 163226 163226 0"},
		// What was really paid for the 16 days, £800: 212,903 + 80,000.
		{"pay in pence in leave", func(in *Input) {
			paid := Pence(80_000)
			in.Absences = []Absence{{Kind: "maternity leave", From: day("2025-05-16"), Last: day("2025-12-31"), Paid: &paid}}
		}, "292903 430000 292903 146451 146452 0"},
		{"unpaid all month", func(in *Input) {
			in.Absences = []Absence{{Kind: "unpaid leave", From: day("2025-05-01"), Last: day("2025-05-31")}}
		}, "0 430000 0 0 0 0"},
		// A new maximum of £55,200 from 16 May. 15 days: cost 161,290 + 19,355
		// + 32,258 = 212,903, maximum 430,000 × 15 ÷ 31 = 208,064.5. 16 days:
		// cost 172,043 + 20,645 + 34,409 = 227,097, maximum 460,000 × 16 ÷ 31
		// = 237,419.4. Lower: 208,064 + 227,097 = 435,161.
		{"two maximum amounts in a month", func(in *Input) {
			in.Caps = append(in.Caps, Cap{From: day("2025-05-16"), Annual: 5_520_000})
		}, "440000 445483 435161 217580 217581 4839"},
		// A rise on 16 May to a salary of £42,000: 15 days at the old rate,
		// 212,903; 16 at 350,000 × 16 ÷ 31 = 180,645.16, + 20,645 + 34,409 =
		// 235,699. Together 448,602.
		{"a rise in the month", func(in *Input) {
			in.Pay = append(in.Pay, Pay{From: day("2025-05-16"), WTE: one, Salary: 4_200_000, NI: 480_000, Pension: 800_000})
		}, "448602 430000 430000 215000 215000 18602"},
		// A later post with an agreement: the whole, or the agreed 75%.
		{"a later post", func(in *Input) { in.Position, in.Agreement = Later, true }, "440000 430000 430000 430000 0 10000"},
		{"a later post at 75%", func(in *Input) { in.Position, in.Agreement, in.Share = Later, true, percent(75) }, "440000 430000 430000 322500 107500 10000"},
		// Inner London: £6,000 a year of weighting, 50,000 a month; the
		// supplement to the maximum of £4,800 is 40,000 a month.
		{"London", func(in *Input) {
			supplement := Pence(480_000)
			in.London, in.Pay[0].LondonPay, in.Caps[0].Supplement = Inner, 600_000, &supplement
		}, "490000 470000 470000 235000 235000 20000"},
		{"London, in a row of its own", func(in *Input) {
			in.London, in.Pay[0].LondonPay = Outer, 600_000
			in.Caps = append(in.Caps, Cap{From: day("2025-04-01"), London: Outer, Annual: 5_640_000})
		}, "490000 470000 470000 235000 235000 20000"},
	} {
		in := post("2025-05")
		tt.change(&in)
		c := mustWork(t, in)
		if got := amounts(c); got != tt.want || len(c.Blocked) > 0 {
			t.Errorf("%s: %s, want %s (%+v)", tt.name, got, tt.want, c.Blocked)
		}
		for _, l := range c.Lines {
			if l.Rule == "" || l.Source.Name == "" || l.Sum == "" || l.From.IsZero() || l.Last.Before(l.From) {
				t.Errorf("%s: %+v", tt.name, l)
			}
		}
	}
}

func TestBlocked(t *testing.T) {
	no := false
	for _, tt := range []struct {
		name, month string
		change      func(*Input)
		why         string // "" is not blocked
	}{
		{"before the role", "2021-03", func(in *Input) { in.Start = day("2021-01-01") }, "the role began on 1 April 2021"},
		{"no maximum", "2025-05", func(in *Input) { in.Caps = nil }, "The maximum for 1 May 2025 to 31 May 2025 is not set: ask the ICB"},
		{"a maximum for half the month", "2025-05", func(in *Input) { in.Caps[0].Last = day("2025-05-15") }, "The maximum for 16 May 2025 to 31 May 2025 is not set"},
		{"a maximum of another band", "2025-05", func(in *Input) { in.Caps[0].Band = "7" }, "is not set"},
		{"a maximum for later posts", "2026-05", func(in *Input) { in.Caps[0].Position = Later }, "is not set"},
		{"no London supplement", "2025-05", func(in *Input) { in.London = Inner }, "supplement to the maximum from 1 April 2021 is not set"},
		{"later without an agreement", "2024-05", func(in *Input) { in.Position = Later }, "ask the ICB"},
		{"later in 2023/24 needs none", "2024-03", func(in *Input) { in.Position = Later }, ""},
		{"first or later is not said", "2024-04", func(in *Input) { in.Position = Unsaid }, "say which this one is"},
		{"first or later made no difference", "2024-03", func(in *Input) { in.Position = Unsaid }, ""},
		{"a larger share of the first", "2024-04", func(in *Input) { d := 60 * one; in.Share = &d }, "stated as 60%"},
		{"not registered in 2021/22", "2022-03", func(in *Input) { in.Start, in.Registered = day("2022-01-01"), &no }, "only a registered clinical role counts"},
		{"not said whether registered in 2021/22", "2022-03", func(in *Input) { in.Start, in.Registered = day("2022-01-01"), nil }, "say whether the person is registered"},
		{"not registered from April 2022", "2022-04", func(in *Input) { in.Start, in.Registered, in.Band = day("2022-01-01"), &no, "4" }, ""},
		{"band 4 in 2021/22", "2022-03", func(in *Input) { in.Start, in.Band = day("2022-01-01"), "4" }, "below band 5"},
		{"band 8b", "2025-05", func(in *Input) { in.Band = "8b" }, "above band 8a"},
		{"independently employed", "2025-05", func(in *Input) { in.Employment = Independent }, "paid by the practice in full"},
		{"cover for absence", "2025-05", func(in *Input) { in.Cover = true }, "Cover for somebody who is absent"},
		{"not in post", "2025-05", func(in *Input) { in.Start = day("2025-06-01") }, "The post was not held in May 2025"},
		// Vacant on 31 January: three months of grace end on 30 April.
		{"a baseline post vacant too long", "2025-05", func(in *Input) { in.VacantSince = day("2025-01-31") }, "the grace of 3 months ended on 30 April 2025"},
		{"a baseline post vacant in its grace", "2025-04", func(in *Input) { in.VacantSince = day("2025-02-01") }, ""},
		{"a baseline post refilled", "2025-05", func(in *Input) { in.VacantSince, in.Refilled = day("2025-01-31"), day("2025-04-30") }, ""},
	} {
		in := post(tt.month)
		tt.change(&in)
		c := mustWork(t, in)
		if tt.why == "" {
			if len(c.Blocked) > 0 || c.Scheme == nil {
				t.Errorf("%s: %+v", tt.name, c.Blocked)
			}
			continue
		}
		var why []string
		for _, b := range c.Blocked {
			why = append(why, b.Why)
		}
		if c.Scheme != nil || c.Provider != nil || !strings.Contains(strings.Join(why, "\n"), tt.why) {
			t.Errorf("%s: scheme %s, %q", tt.name, show(c.Scheme), why)
		}
	}
}

// The grace of three months from 11 February ends on 11 May, so 10 days of
// May count.
func TestVacancyInTheMonth(t *testing.T) {
	in := post("2025-05")
	in.VacantSince = day("2025-02-11")
	// 430,000 × 10 ÷ 31 = 138,709.67
	if c := mustWork(t, in); show(c.Cap) != "138709" || !strings.Contains(strings.Join(c.Notes, "\n"), "21 calendar days of the month are left out") {
		t.Errorf("%s %q", amounts(c), c.Notes)
	}
}

// Test 3 of the reference: in 2024/25 the first post is paid half by the
// scheme, and a second one with a written agreement up to the whole.
func TestReferenceCase3FirstAndLater(t *testing.T) {
	for _, tt := range []struct {
		position  Position
		agreement bool
		scheme    string
	}{{First, false, "215000"}, {First, true, "215000"}, {Later, true, "430000"}, {Later, false, "-"}} {
		in := post("2024-09")
		in.Position, in.Agreement = tt.position, tt.agreement
		if c := mustWork(t, in); show(c.Scheme) != tt.scheme {
			t.Errorf("%+v: %s", tt, amounts(c))
		}
	}
}

// Test 4: June and July 2023 use two versions.
func TestReferenceCase4JuneAndJuly2023(t *testing.T) {
	for m, want := range map[string]string{"2023-06": "430000", "2023-07": "440000"} {
		in := post(m)
		in.Caps = append(in.Caps, Cap{From: day("2023-07-01"), Annual: 5_280_000})
		if c := mustWork(t, in); show(c.Cap) != want {
			t.Errorf("%s: %s", m, amounts(c))
		}
	}
	in := post("2023-07")
	in.Caps = []Cap{{From: day("2023-04-01"), Annual: 5_160_000}}
	if c := mustWork(t, in); !strings.Contains(strings.Join(c.Notes, "\n"), "changed nationally on 1 July 2023") {
		t.Errorf("an old maximum is used in silence: %q", c.Notes)
	}
}

// Test 6: without a maximum the claim is blocked with the reason: neither
// nothing nor without a limit.
func TestReferenceCase6NoMaximum(t *testing.T) {
	in := post("2025-05")
	in.Caps = nil
	c := mustWork(t, in)
	if len(c.Blocked) != 1 || !strings.Contains(c.Blocked[0].Why, "is not set: ask the ICB") || c.Cap != nil || c.Lower != nil || c.Scheme != nil || c.Provider != nil {
		t.Errorf("%s, %+v", amounts(c), c.Blocked)
	}
}

// Test 5: May 2025 was claimed in June at the old maximum, 430,000 ÷ 2 =
// 215,000. From August £52,200 is known, 435,000 a month: 217,500. The
// difference of 2,500 is proposed once, and only after the staff were paid.
func TestReferenceCase5BackdatedRate(t *testing.T) {
	in := post("2025-05")
	in.Caps = append(in.Caps, Cap{From: day("2025-04-01"), Annual: 5_220_000, Published: day("2025-08-01")})
	in.Original = &Original{MadeOn: day("2025-06-05")}
	c := mustWork(t, in)
	if a := c.Adjusting; a.State != AwaitingStaff || a.Original != 215_000 || a.New != 217_500 || a.Difference != 2_500 || a.Rule != policy.CapUplift.ID || a.Source.Name == "" {
		t.Errorf("%+v", a)
	}
	in.StaffPaid = day("2025-08-28")
	if a := mustWork(t, in).Adjusting; a.State != Proposed || a.Difference != 2_500 {
		t.Errorf("%+v", a)
	}
	in.Adjusted = []Pence{2_500}
	if a := mustWork(t, in).Adjusting; a.State != AlreadyMade || strings.Contains(a.Why, "differs") {
		t.Errorf("%+v", a)
	}
	in.Adjusted = []Pence{2_000}
	if a := mustWork(t, in).Adjusting; a.State != AlreadyMade || !strings.Contains(a.Why, "differs by £5.00") {
		t.Errorf("%+v", a)
	}
	in.Adjusted = nil
	claimed := Pence(217_500)
	in.Original = &Original{Scheme: &claimed}
	if a := mustWork(t, in).Adjusting; a.State != NoChange {
		t.Errorf("%+v", a)
	}
	claimed = 220_000
	if a := mustWork(t, in).Adjusting; a.State != Proposed || a.Difference != -2_500 || !strings.Contains(a.Why, "owed back") {
		t.Errorf("%+v", a)
	}
	in.Caps = nil
	if c := mustWork(t, in); c.Adjusting != nil {
		t.Errorf("a blocked claim is adjusted: %+v", c.Adjusting)
	}
}

func TestWrongInput(t *testing.T) {
	for name, change := range map[string]func(*Input){
		"month":     func(in *Input) { in.Month = calendar.Month{} },
		"start":     func(in *Input) { in.Start = calendar.Date{} },
		"end":       func(in *Input) { in.End = day("2022-12-31") },
		"band":      func(in *Input) { in.Band = "11" },
		"pay 1":     func(in *Input) { in.Pay[0].NI = -1 },
		"cap 1":     func(in *Input) { in.Caps[0].Annual = 0 },
		"cap 2":     func(in *Input) { in.Caps = append(in.Caps, in.Caps[0]) },
		"proration": func(in *Input) { in.Basis = "weeks" },
		"absence 2": func(in *Input) {
			a := Absence{From: day("2025-05-01"), Last: day("2025-05-02")}
			in.Absences = []Absence{a, a}
		},
		"original":   func(in *Input) { in.Original = &Original{} },
		"london":     func(in *Input) { in.London = "Paris" },
		"employment": func(in *Input) { in.Employment = "volunteer" },
	} {
		in := post("2025-05")
		change(&in)
		_, err := Work(in)
		if !fault.Is(err, fault.Invalid) || !slices.ContainsFunc(fault.FieldsOf(err), func(f fault.Field) bool { return f.Name == name }) {
			t.Errorf("%s: %v", name, err)
		}
	}
	in := post("2035-05")
	in.Basis = WorkingDays
	if _, err := Work(in); !fault.Is(err, fault.Invalid) {
		t.Error("working days are counted without bank holidays")
	}
}

func TestMoney(t *testing.T) {
	for p, want := range map[Pence]string{0: "£0.00", 5: "£0.05", -5: "-£0.05", 123_456: "£1,234.56", -100_000_000: "-£1,000,000.00", 99_999: "£999.99"} {
		if p.String() != want {
			t.Errorf("%s, want %s", p, want)
		}
	}
	for s, want := range map[string]string{"0.8": "0.8", "1": "1", "37.5": "37.5", "0.3333": "0.3333", " 1.0 ": "1"} {
		if d, ok := ParseDecimal(s); !ok || d.String() != want {
			t.Errorf("%q: %s, %v", s, d, ok)
		}
	}
	for _, s := range []string{"", ".", "1.", ".5", "-1", "1e2", "0.12345", "+1", "1 0", "٣"} {
		if d, ok := ParseDecimal(s); ok {
			t.Errorf("%q is %s", s, d)
		}
	}
}

// drawn is any claim that is not blocked.
func drawn(t *rapid.T) Input {
	in := post("2025-05")
	in.Month = month("2024-04").Add(rapid.IntRange(0, 30).Draw(t, "month"))
	amount := rapid.Int64Range(0, 9_000_000)
	for i := range rapid.IntRange(1, 3).Draw(t, "rows of pay") {
		row := Pay{WTE: Decimal(rapid.Int64Range(1, 10_000).Draw(t, "wte")), Salary: 1 + Pence(amount.Draw(t, "salary")), NI: Pence(amount.Draw(t, "ni")), Pension: Pence(amount.Draw(t, "pension"))}
		if i > 0 {
			row.From = in.Month.First().AddDays(10 * i)
			in.Pay = append(in.Pay, row)
		} else {
			in.Pay[0] = row
		}
	}
	in.Caps[0].Annual = 1 + Pence(amount.Draw(t, "maximum"))
	if rapid.Bool().Draw(t, "second maximum") {
		in.Caps = append(in.Caps, Cap{From: in.Month.First().AddDays(rapid.IntRange(0, 27).Draw(t, "on")), Annual: 1 + Pence(amount.Draw(t, "maximum"))})
	}
	in.Start = in.Month.First().AddDays(rapid.IntRange(-40, 27).Draw(t, "start"))
	if rapid.Bool().Draw(t, "sick") {
		first := in.Month.First().AddDays(rapid.IntRange(0, 20).Draw(t, "from"))
		in.Absences = []Absence{{Kind: "sickness", From: first, Last: first.AddDays(rapid.IntRange(0, 40).Draw(t, "for")), Percent: Decimal(rapid.Int64Range(0, int64(hundred)).Draw(t, "percent"))}}
	}
	if rapid.Bool().Draw(t, "later") {
		share := Decimal(rapid.Int64Range(0, int64(hundred)).Draw(t, "share"))
		in.Position, in.Agreement, in.Share = Later, true, &share
	}
	return in
}

func TestProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawn(t)
		c, err := Work(in)
		if err != nil || len(c.Blocked) > 0 {
			t.Fatalf("%v %+v", err, c.Blocked)
		}
		if *c.Lower > *c.Cap || *c.Lower > *c.Actual || *c.Scheme > *c.Cap || *c.Scheme < 0 || *c.Provider < 0 || *c.AboveCap < 0 {
			t.Fatalf("above the maximum or below nothing: %s", amounts(c))
		}
		if *c.Scheme+*c.Provider != *c.Lower || *c.Lower+*c.AboveCap != *c.Actual {
			t.Fatalf("the shares don't add up: %s", amounts(c))
		}
		// The lines are the sum: elements make the cost, maximums the maximum.
		var cost, capped Pence
		for _, l := range c.Lines {
			switch l.What {
			case "maximum":
				capped += l.Amount
			case "lower of cost and maximum", "the scheme pays", "the provider pays":
			default:
				cost += l.Amount
			}
		}
		if cost != *c.Actual || capped != *c.Cap {
			t.Fatalf("the lines make %s and %s: %s", cost, capped, amounts(c))
		}
		// The whole maximum of a year is never exceeded by its months.
		if int64(*c.Cap) > int64(in.Caps[0].Annual)/12 && len(in.Caps) == 1 {
			t.Fatalf("a month's maximum of %s for %s a year", *c.Cap, in.Caps[0].Annual)
		}
		// An adjustment and the original are the claim at the new rate.
		later := in
		later.Caps = append(slices.Clone(in.Caps), Cap{From: in.Month.First(), Annual: 1 + Pence(rapid.Int64Range(0, 9_000_000).Draw(t, "new")), Published: day("2030-01-01")})
		later.Original, later.StaffPaid = &Original{MadeOn: day("2029-01-01")}, day("2030-01-20")
		n, err := Work(later)
		if err != nil {
			t.Fatal(err)
		}
		if a := n.Adjusting; a.Original != *c.Scheme || a.Original+a.Difference != *n.Scheme || a.New != *n.Scheme {
			t.Fatalf("%+v, original %s, new %s", a, *c.Scheme, *n.Scheme)
		}
	})
}

// Months without a gap make the year: 12 whole months never come to more than
// the year's maximum.
func TestAYearOfMonths(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		annual := Pence(rapid.Int64Range(1, 9_000_000).Draw(t, "maximum"))
		var total Pence
		for _, m := range calendar.ContractYear(2025).Months() {
			in := post("2025-05")
			in.Month, in.Caps[0].Annual, in.Pay[0].Salary = m, annual, 900_000_000
			c, err := Work(in)
			if err != nil {
				t.Fatal(err)
			}
			total += *c.Lower
		}
		if total > annual || annual-total >= 12 {
			t.Fatalf("a year of months is %s of %s", total, annual)
		}
	})
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(`{"month":"2025-05","salary":4000000,"employer_ni":0,"employer_pension":0,"wte":1,"start":"2025-05-12","caps":[{"from":"2025-04-01","annual":5000000}],"first":true}`))
	f.Add([]byte(`{"shares":{"scheme":0.5,"provider":0.5},"absences":[{"from":"2025-05-01","to":"2025-05-31","paid_percent":50}]}`))
	f.Add([]byte(`[1]`))
	f.Fuzz(func(t *testing.T, text []byte) {
		in, err := Parse(text)
		if err != nil {
			if !fault.Is(err, fault.Invalid) {
				t.Fatalf("%v", err)
			}
			return
		}
		if _, err := Work(in); err != nil && !fault.Is(err, fault.Invalid) {
			t.Fatalf("%v", err)
		}
	})
}

func TestParse(t *testing.T) {
	good := `{
	  "_about": "ignored",
	  "post": {"role": "Peer support worker", "band": "Band 4", "registered": "no", "first": "no"},
	  "month": "2025-05", "start": "2025-05-12", "written_agreement": "yes",
	  "annual": {"salary": 3000000, "ni": "300000", "pension": 0}, "wte": "0.8",
	  "shares": {"arrs": 0.75, "provider": 0.25},
	  "caps": [{"from": "2025-04-01", "to": "2026-03-31", "band": "4", "amount": 4000000, "source": "table 3b"}, {"from": "2026-04-01", "band": 4, "amount": null}],
	  "absences": {"type": "sickness", "from": "2025-05-20", "to": "2025-05-21", "paid_percent": "100%"}
	}`
	in, err := Parse([]byte(good))
	if err != nil {
		t.Fatal(err)
	}
	if in.Role != "peer support worker" || in.Band != "4" || *in.Registered || in.Position != Later || !in.Agreement || *in.Share != 75*one ||
		in.Pay[0] != (Pay{WTE: 8000, Salary: 3_000_000, NI: 300_000}) || len(in.Caps) != 1 || in.Caps[0].Annual != 4_000_000 || in.Absences[0].Percent != hundred {
		t.Errorf("%+v", in)
	}
	for name, text := range map[string]string{
		"line 2":                         "{\n\"month\" 5}",
		"no JSON object":                 `[1]`,
		"more in the file":               `{} {}`,
		"whole pence":                    `{"salary": 40000.50}`,
		"sallary is not known here":      `{"sallary": 1}`,
		"caps 1: annuall is not known":   `{"caps": [{"annuall": 1}]}`,
		"employer_ni is missing":         `{"salary": 1}`,
		"wte is missing":                 `{}`,
		"month like 2026-07":             `{"month": "May"}`,
		"add up to 100":                  `{"shares": {"scheme": 50, "provider": 40}}`,
		"say what is really paid":        `{"absences": [{"from": "2025-05-01", "to": "2025-05-02"}]}`,
		"date like 2025-05-12":           `{"start": "12/05/2025"}`,
		"a list of objects":              `{"caps": [1]}`,
		"position is first or later":     `{"position": "third-ish"}`,
		"amounts are whole-time":         `{"amounts": "half"}`,
		"is there twice":                 `{"Salary": 1, "salary": 2}`,
		"agreement is yes or no":         `{"agreement": 7}`,
		"paid_percent and paid are both": `{"absences": [{"from": "2025-05-01", "to": "2025-05-02", "paid": 1, "paid_percent": 1}]}`,
	} {
		_, err := Parse([]byte(text))
		if !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", text, err)
		}
	}
}
