package physical

import (
	"context"
	"slices"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/calendar"
	"footbridge/internal/policy"
)

// How somebody stands in an indicator, as far as is known here.
const (
	Met      = "met"      // counts, and there is a record
	Missing  = "missing"  // counts, and there is none
	Unknown  = "unknown"  // counts; whether the record is recent enough can't be said
	Adjusted = "adjusted" // a personalised care adjustment may apply, and there is no record
	LeftOut  = "left out" // doesn't count: in remission, or not on the register on the day
)

// Standings are they, value and text.
var Standings = [][2]string{{Met, "Has it"}, {Missing, "Is missing it"}, {Unknown, "Can’t be said"}, {Adjusted, "May be left out"}, {LeftOut, "Doesn’t count"}}

// Verdict is how somebody stands in an indicator, and why.
type Verdict struct {
	State string
	Why   string
}

// StateText says it in words.
func (v Verdict) StateText() string { return textOf(Standings, v.State) }

// Judge says how somebody stands in an indicator of a year: on its last day,
// or on today while it runs. plan is the day of the last agreed plan, zero for
// none. The definition is policy.QofIndicators.
func Judge(ind policy.Indicator, r Record, plan calendar.Date, y calendar.ContractYear) Verdict {
	end, on := y.End(), y.End()
	if r.Today.Before(on) {
		on = r.Today
	}
	f := flagOn(r.Flags, on)
	switch {
	case f == nil || !f.On():
		return Verdict{LeftOut, "not on the register"}
	case f.State == "remission":
		return Verdict{LeftOut, "in remission"}
	}
	since := func(months int) calendar.Date { return end.AddMonths(-months) }
	done := func(element string) calendar.Date { return lastDone(r, element, on) }
	switch ind.Element {
	case "plan":
		if plan.After(since(ind.Months)) && !plan.After(on) {
			if ind.SinceDiag && !f.DiagnosedOn.IsZero() && plan.Before(f.DiagnosedOn) {
				return adjusted(ind, r, *f, y, Verdict{Missing, "the plan of " + plan.Medium() + " is older than the latest diagnosis"})
			}
			return Verdict{Met, "plan of " + plan.Medium()}
		}
	case "all":
		for _, e := range Elements {
			if !done(e.Key).After(since(ind.Months)) {
				return adjusted(ind, r, *f, y, Verdict{Missing, "no record: " + e.Text})
			}
		}
		return Verdict{Met, "all six"}
	default:
		d := done(ind.Element)
		if d.After(since(ind.Months)) {
			return Verdict{Met, d.Medium()}
		}
		if ind.Else > 0 && d.After(since(ind.Else)) {
			switch yearly, known := needsYearly(r, *f, on); {
			case known && !yearly:
				return Verdict{Met, d.Medium() + ", within 24 months, which is enough here"}
			case !known:
				return Verdict{Unknown, d.Medium() + ": whether 24 months are enough depends on antipsychotics, heart disease, smoking and weight, and not all of these are known"}
			}
		}
	}
	return adjusted(ind, r, *f, y, Verdict{Missing, ""})
}

// adjusted says whether somebody without a record may be left out.
func adjusted(ind policy.Indicator, r Record, f Flag, y calendar.ContractYear, otherwise Verdict) Verdict {
	rule, ok := policy.QofAdjustments.On(y.Start())
	if !ok {
		return otherwise
	}
	if f.DiagnosedOn.After(y.End().AddMonths(-rule.Value.NewlyMonths)) {
		return Verdict{Adjusted, "newly diagnosed, " + f.DiagnosedOn.Medium()}
	}
	if ind.Element == "plan" || ind.Element == "all" {
		return otherwise
	}
	var invited []calendar.Date
	for _, l := range r.Lines {
		if l.Key != ind.Element {
			continue
		}
		for _, c := range l.History {
			if !c.Holds() || !y.Contains(c.OnDay) {
				continue
			}
			switch c.Answer {
			case Declined:
				return Verdict{Adjusted, "declined, " + c.OnDay.Medium()}
			case NotSuitable:
				return Verdict{Adjusted, "not suitable, " + c.OnDay.Medium()}
			case Invited:
				invited = append(invited, c.OnDay)
			}
		}
	}
	if len(invited) >= 2 {
		slices.SortFunc(invited, calendar.Date.Compare)
		if invited[len(invited)-1].DaysSince(invited[0]) >= rule.Value.InviteDays {
			return Verdict{Adjusted, "invited twice without an answer"}
		}
	}
	return otherwise
}

// flagOn gives what was known on a day: the newest of those that hold from
// that day or earlier.
func flagOn(flags []Flag, day calendar.Date) *Flag {
	var out *Flag
	for i := len(flags) - 1; i >= 0; i-- { // the oldest record first
		f := &flags[i]
		if !f.OnDay.After(day) && (out == nil || !f.OnDay.Before(out.OnDay)) {
			out = f
		}
	}
	return out
}

// lastDone gives the day on which a check was last done, up to a day. A weight
// without a height is no body mass index.
func lastDone(r Record, element string, until calendar.Date) calendar.Date {
	c := lastCheck(r, element, until)
	if c == nil {
		return calendar.Date{}
	}
	return c.OnDay
}

func lastCheck(r Record, element string, until calendar.Date) *Check {
	for _, l := range r.Lines {
		if l.Key != element {
			continue
		}
		for i, c := range l.History {
			_, bmi := c.BMI()
			if c.Holds() && c.Answer == Done && !c.OnDay.After(until) && (element != "bmi" || bmi) {
				return &l.History[i]
			}
		}
	}
	return nil
}

// needsYearly says whether somebody's lipids are looked at every 12 months;
// known is false when that can't be said. Overweight is a body mass index of
// 25 or more, and of 23 or more for some ethnic groups: between the two it is
// not known here.
func needsYearly(r Record, f Flag, until calendar.Date) (yearly, known bool) {
	smoking, weight := lastCheck(r, "smoking", until), lastCheck(r, "bmi", until)
	var bmi float64
	if weight != nil {
		bmi, _ = weight.BMI()
	}
	if f.Antipsychotic == "yes" || f.Heart == "yes" || smoking != nil && smoking.Words == "Smokes" || bmi >= 25 {
		return true, true
	}
	return false, f.Antipsychotic == "no" && f.Heart == "no" && smoking != nil && weight != nil && bmi < 23
}

// Qof asks how the people of a network, or of one of its practices, stand in
// the indicators of the year that begins in April of Year; 0 is the present
// one.
type Qof struct {
	PCN, Practice string
	Year          int
}

// Tally is one indicator with how many stand how.
type Tally struct {
	policy.Indicator
	N map[string]int
}

// Counted is the denominator: who counts, without those who may be left out.
func (t Tally) Counted() int { return t.N[Met] + t.N[Missing] + t.N[Unknown] }

// Percent is the share that has it, in tenths of a per cent rounded down; ok
// is false when nobody counts.
func (t Tally) Percent() (tenths int, ok bool) {
	if t.Counted() == 0 {
		return 0, false
	}
	return t.N[Met] * 1000 / t.Counted(), true
}

// QofPage is the answer to Qof.
type QofPage struct {
	Year        calendar.ContractYear
	Years       []calendar.ContractYear // those of which anything was found, the latest first
	List        []Tally
	Source      policy.Source
	Adjustments policy.QofExclusions
	AdjSource   policy.Source
	Places      map[string]string
	Running     bool // the year goes on
}

// Needs names the permission.
func (Qof) Needs() access.Permission { return access.SeeCare }

// Ask counts them.
func (q Qof) Ask(_ context.Context, tx *gate.Tx) (QofPage, error) {
	var out QofPage
	y, list, v, err := yearOf(q.Year, tx.Today())
	if err != nil {
		return out, err
	}
	all, err := known(tx, q.PCN)
	if err != nil {
		return out, err
	}
	out.Year, out.Source, out.Places, out.Running = y, v.Source, all.places, !tx.Today().After(y.End())
	if a, ok := policy.QofAdjustments.On(y.Start()); ok {
		out.Adjustments, out.AdjSource = a.Value, a.Source
	}
	for x := calendar.ContractYearOf(tx.Today()); ; x-- {
		if _, ok := policy.QofIndicators.On(x.Start()); !ok {
			break
		}
		out.Years = append(out.Years, x)
	}
	for _, ind := range list {
		t := Tally{ind, map[string]int{}}
		for _, r := range all.records {
			if q.Practice == "" || r.Person.Practice == q.Practice {
				t.N[Judge(ind, r, all.plans[r.Person.ID], y).State]++
			}
		}
		out.List = append(out.List, t)
	}
	tx.Listed("QOF indicator", q.PCN+" "+q.Practice+" "+y.String(), len(all.records))
	return out, nil
}
