package claim

import (
	"fmt"
	"math/big"
	"slices"

	"footbridge/internal/calendar"
	"footbridge/internal/policy"
)

// Line is one line of the sum.
type Line struct {
	What       string
	From, Last calendar.Date
	Amount     Pence
	Sum        string // how it came about, in words and figures
	Rule       string // the rule behind it, a policy ID, or "setting"
	Source     policy.Source
}

// Block is a reason why nothing can be claimed yet, and who can help.
type Block struct {
	Why    string
	Rule   string
	Source policy.Source
}

// Claim is what one month of one post comes to. The amounts are nil where
// they could not be worked out, and Scheme and Provider always when blocked.
type Claim struct {
	Month     calendar.Month
	Basis     Basis
	Blocked   []Block
	Lines     []Line
	Actual    *Pence // what was paid for the days that count
	Cap       *Pence // the maximum for the same days
	Lower     *Pence // the lower of the two, per maximum
	AboveCap  *Pence // Actual - Lower: nobody reimburses it
	SharePct  *Decimal
	Scheme    *Pence // what is claimed
	Provider  *Pence // Lower - Scheme
	Notes     []string
	Adjusting *Adjustment // when there was a claim before
}

// Work works out a claim. An input that contradicts itself is an Invalid
// fault; what is merely not there yet makes a blocked claim.
func Work(in Input) (Claim, error) {
	if err := in.check(); err != nil {
		return Claim{}, err
	}
	c := work(&in, calendar.Date{})
	if in.Original == nil {
		return c, nil
	}
	original := in.Original.Scheme
	if original == nil {
		then := work(&in, in.Original.MadeOn)
		if then.Scheme == nil {
			c.Notes = append(c.Notes, "The original claim can’t be worked out: "+then.Blocked[0].Why)
			return c, nil
		}
		original = then.Scheme
	}
	if c.Scheme == nil {
		c.Notes = append(c.Notes, "No adjustment can be worked out while the claim is blocked")
		return c, nil
	}
	a := Adjust(in.Month, *original, *c.Scheme, in.StaffPaid, in.Adjusted)
	c.Adjusting = &a
	return c, nil
}

// segment is days in a row with the same pay, maximum and absence.
type segment struct {
	from, last       calendar.Date
	pay, cap, absent int
	days             int64
}

type job struct {
	*Input
	claim *Claim
	rule  policy.Source // of what counts
	of    int64         // days of the month
	segs  []segment
}

func work(in *Input, known calendar.Date) Claim {
	c := Claim{Month: in.Month, Basis: in.Basis, Notes: []string{BasisNote}}
	elements, _ := policy.ReimbursableElements.On(in.Month.Last())
	j := job{Input: in, claim: &c, rule: elements.Source}
	for d := in.Month.First(); !d.After(in.Month.Last()); d = d.AddDays(1) {
		j.of += in.weight(d)
	}
	j.segment(known)
	if len(j.segs) == 0 && len(c.Blocked) == 0 {
		c.Blocked = append(c.Blocked, Block{Why: "The post was not held in " + in.Month.Long() + ", so there is nothing to claim", Rule: "setting"})
		return c
	}
	share, ok := j.share()
	actual := j.actual()
	total := sum(actual)
	c.Actual = &total
	if caps, known := j.caps(); known {
		j.lower(actual, caps)
		if ok && len(c.Blocked) == 0 {
			j.split(share)
		}
	}
	return c
}

func (j *job) block(why, rule string, s policy.Source) {
	for _, b := range j.claim.Blocked {
		if b.Why == why {
			return
		}
	}
	j.claim.Blocked = append(j.claim.Blocked, Block{why, rule, s})
}

func (j *job) note(format string, args ...any) {
	if text := fmt.Sprintf(format, args...); !slices.Contains(j.claim.Notes, text) {
		j.claim.Notes = append(j.claim.Notes, text)
	}
}

// segment cuts the month into days that count alike.
func (j *job) segment(known calendar.Date) {
	claims, _ := policy.Claims.On(j.Month.Last())
	var graceEnds calendar.Date
	if !j.VacantSince.IsZero() {
		graceEnds = j.VacantSince.AddMonths(claims.Value.VacantGrace)
	}
	var vacant int
	for d := j.Month.First(); !d.After(j.Month.Last()); d = d.AddDays(1) {
		if d.Before(j.Start) || !j.End.IsZero() && d.After(j.End) {
			continue
		}
		if !graceEnds.IsZero() && !d.Before(graceEnds) && (j.Refilled.IsZero() || d.Before(j.Refilled)) {
			vacant++
			continue
		}
		at, _ := j.capOn(d, known)
		s := segment{from: d, last: d, pay: j.payOn(d), cap: at, absent: j.absenceOn(d), days: j.weight(d)}
		if n := len(j.segs); n > 0 {
			if p := &j.segs[n-1]; p.last.AddDays(1) == d && p.pay == s.pay && p.cap == s.cap && p.absent == s.absent {
				p.last, p.days = d, p.days+s.days
				continue
			}
		}
		j.segs = append(j.segs, s)
	}
	if vacant > 0 {
		why := fmt.Sprintf("The baseline post is vacant since %s; the grace of %d months ended on %s, and nothing can be claimed for this role until it is refilled",
			j.VacantSince.Medium(), claims.Value.VacantGrace, graceEnds.Medium())
		if len(j.segs) == 0 {
			j.block(why, policy.Claims.ID, claims.Source)
		} else {
			j.note("%d calendar days of the month are left out. %s", vacant, why)
		}
	}
}

// share gives the scheme's share, or blocks.
func (j *job) share() (Decimal, bool) {
	on := j.Month.First()
	if len(j.segs) > 0 {
		on = j.segs[0].from
	}
	claims, _ := policy.Claims.On(on)
	if j.Employment == Independent {
		rule, _ := policy.Employment.On(on)
		j.block("An independently employed practitioner is paid by the practice in full and is not claimed under the scheme", policy.Employment.ID, rule.Source)
	}
	if j.Cover {
		j.block("Cover for somebody who is absent can’t be claimed: the absent person’s own pay goes on being claimed as far as it is paid", policy.Claims.ID, claims.Source)
	}
	if !j.End.IsZero() && !j.Temporary && j.End.Before(j.Start.AddMonths(claims.Value.MinMonths).AddDays(-1)) && claims.Value.MinMonths > 0 {
		j.note("The post lasts less than %d months: the scheme asks for that unless it is temporary cover. Ask the ICB.", claims.Value.MinMonths)
	}
	j.eligible(on, j.bandOn(on))
	for _, g := range j.Grades {
		if !j.Month.Contains(g.From) || g.From.Before(on) {
			continue
		}
		j.note("The post is band %s from %s.", g.Band, g.From.Medium())
		j.eligible(g.From, g.Band)
	}
	if rule, ok := policy.Funding.On(on); ok && !rule.Value.EveryPost && j.Position == Unsaid {
		j.block("From April 2024 the first post and later ones are paid for differently: say which this one is. What “first” counts within is the network’s own setting", policy.Funding.ID, rule.Source)
		return 0, false
	} else if ok && j.CountedBy != "" && rule.Value.FirstCountedBy != "" && rule.Value.FirstCountedBy != j.CountedBy {
		j.note("“First” is counted per %s here; the rule of this year counts it per %s.", j.CountedBy, rule.Value.FirstCountedBy)
	}
	answer := policy.FundingOf(on, j.Position == First, j.Agreement)
	if answer.Blocked {
		j.block(answer.Sentence, policy.Funding.ID, answer.Source)
		return 0, false
	}
	most := Decimal(answer.SchemeMax) * one
	fixed := most < hundred
	switch {
	case j.Share == nil:
		if !fixed {
			j.note("No share is stated, so the most that the rule allows is taken: %s%%, as the written agreement says.", most)
		}
		return most, true
	case fixed && *j.Share != most:
		j.block(fmt.Sprintf("The scheme’s share is stated as %s%%, and the rule is: %s", *j.Share, answer.Sentence), policy.Funding.ID, answer.Source)
		return 0, false
	}
	return *j.Share, true
}

// eligible blocks when the post can't be held under the rule of the day.
func (j *job) eligible(on calendar.Date, band policy.Band) {
	rule, ok := policy.Eligibility.On(on)
	if !ok {
		return // the funding rule says why
	}
	if band == "" {
		j.note("The band is not stated, so nobody checked who may hold the post.")
		return
	}
	if rule.Value.RegistrationRequired && j.Registered == nil {
		j.block("In this year only a registered clinical role counts: say whether the person is registered", policy.Eligibility.ID, rule.Source)
		return
	}
	for _, a := range policy.Eligible(j.Role, band, j.Registered == nil || *j.Registered, on) {
		if a.InForce && !a.Eligible {
			j.block("The post can’t be claimed: "+a.Sentence, policy.Eligibility.ID, a.Source)
		}
	}
}

// period is the days under one maximum.
type period struct {
	cap    int
	amount Pence
}

func sum(periods []period) (total Pence) {
	for _, p := range periods {
		total += p.amount
	}
	return total
}

func add(periods []period, at int, amount Pence) []period {
	if n := len(periods); n > 0 && periods[n-1].cap == at {
		periods[n-1].amount += amount
		return periods
	}
	return append(periods, period{at, amount})
}

// actual writes a line for each element of the cost of each segment, and
// gives the sum per maximum.
func (j *job) actual() (periods []period) {
	paidOf := map[int]int64{} // days of each absence that were counted so far
	for _, s := range j.segs {
		if s.days == 0 {
			periods = add(periods, s.cap, 0)
			continue
		}
		pay := j.Pay[s.pay]
		var total Pence
		write := func(what string, amount Pence, text string) {
			total += amount
			j.claim.Lines = append(j.claim.Lines, Line{what, s.from, s.last, amount, text + " = " + amount.String(), policy.ReimbursableElements.ID, j.rule})
		}
		if s.absent >= 0 && j.Absences[s.absent].Paid != nil {
			a := j.Absences[s.absent]
			all := j.absentDays(s.absent)
			done := paidOf[s.absent]
			amount := nearest(fraction(int64(*a.Paid)*(done+s.days), all)) - nearest(fraction(int64(*a.Paid)*done, all))
			paidOf[s.absent] = done + s.days
			write("paid during "+a.Kind, amount, fmt.Sprintf("%s × %d of %d %s of the absence", *a.Paid, s.days, all, j.unit(all)))
		} else {
			for _, e := range []struct {
				what   string
				annual Pence
			}{
				{"salary", pay.Salary},
				{"employer’s national insurance", pay.NI},
				{"employer’s pension contribution", pay.Pension},
				{"London weighting", pay.LondonPay},
			} {
				if e.annual == 0 && e.what == "London weighting" {
					continue
				}
				exact := j.part(e.annual, pay.WTE, s.days)
				what, text := e.what, j.text(e.annual, pay.WTE, s.days)
				if j.AsWorked {
					exact.Quo(exact, fraction(int64(pay.WTE), int64(one)))
					text = j.text(e.annual, 0, s.days)
				}
				if s.absent >= 0 {
					a := j.Absences[s.absent]
					exact.Mul(exact, fraction(int64(a.Percent), int64(hundred)))
					what += " during " + a.Kind
					text += fmt.Sprintf(" × %s%% paid", a.Percent)
				}
				write(what, nearest(exact), text)
			}
		}
		periods = add(periods, s.cap, total)
	}
	if len(j.Absences) > 0 {
		j.note("During sickness and parental leave the claim goes on, reduced to what is really paid; the maximum stays that of the days in post.")
	}
	return periods
}

// absentDays counts the days of an absence that are claimed in the month.
func (j *job) absentDays(at int) (n int64) {
	for _, s := range j.segs {
		if s.absent == at {
			n += s.days
		}
	}
	return n
}

// part is a year's amount ÷ 12 × WTE × days of the month.
func (j *job) part(annual Pence, wte Decimal, days int64) *big.Rat {
	r := fraction(int64(annual), 12)
	r.Mul(r, fraction(int64(wte), int64(one)))
	return r.Mul(r, fraction(days, j.of))
}

func (j *job) text(annual Pence, wte Decimal, days int64) string {
	s := annual.String() + " ÷ 12"
	if wte != 0 {
		s += " × " + wte.String() + " WTE"
	}
	if days != j.of {
		s += fmt.Sprintf(" × %d of %d %s", days, j.of, j.unit(j.of))
	}
	return s
}

// caps writes a line for each maximum, and gives them per period. It blocks
// when a day has none.
func (j *job) caps() (periods []period, known bool) {
	known = true
	for n := 0; n < len(j.segs); {
		s := j.segs[n]
		last, days := s.last, s.days
		for n++; n < len(j.segs) && j.segs[n].cap == s.cap && j.Pay[j.segs[n].pay].WTE == j.Pay[s.pay].WTE && j.segs[n].from == last.AddDays(1); n++ {
			last, days = j.segs[n].last, days+j.segs[n].days
		}
		if s.cap < 0 {
			known = false
			j.block(fmt.Sprintf("The maximum for %s to %s is not set: ask the ICB for the table of the specification and load it", s.from.Medium(), last.Medium()),
				policy.ReimbursableCap.ID, policy.Source{Name: "Not found for mental health practitioners in any year"})
			continue
		}
		k := j.Caps[s.cap]
		annual, ok := j.annual(k)
		if !ok {
			known = false
			j.block(fmt.Sprintf("The post is in %s London, and the supplement to the maximum from %s is not set: ask the ICB", j.London, k.From.Medium()), policy.ReimbursableCap.ID, source(k))
			continue
		}
		if start, _, ok := policy.CapPeriod(s.from); ok && k.From.Before(start) {
			j.note("Maximum amounts changed nationally on %s, and the one used for %s is from %s: check that the newer one is loaded.", start.Medium(), s.from.Medium(), k.From.Medium())
		}
		amount := floor(j.part(annual, j.Pay[s.pay].WTE, days))
		periods = add(periods, s.cap, amount)
		if days > 0 {
			j.claim.Lines = append(j.claim.Lines, Line{
				"maximum", s.from, last, amount,
				j.text(annual, j.Pay[s.pay].WTE, days) + ", rounded down = " + amount.String(), policy.ReimbursableCap.ID, source(k),
			})
		}
	}
	return periods, known
}

// annual gives the maximum with the London supplement where the post has one.
func (j *job) annual(k Cap) (Pence, bool) {
	if j.London == NoLondon {
		return k.Annual, true
	}
	if k.Supplement != nil {
		return k.Annual + *k.Supplement, true
	}
	return k.Annual, k.London == j.London
}

func source(k Cap) policy.Source {
	if k.Source == "" {
		return policy.Source{Name: "As stated in the input, without a source"}
	}
	return policy.Source{Name: k.Source}
}

// lower compares cost and maximum, one maximum at a time.
func (j *job) lower(actual, caps []period) {
	c := j.claim
	capped, lower := sum(caps), Pence(0)
	for i, a := range actual {
		least := min(a.amount, caps[i].amount)
		lower += least
		which := "the cost is the lower"
		switch {
		case a.amount > caps[i].amount:
			which = "the maximum is the lower"
		case a.amount == caps[i].amount:
			which = "they are equal"
		}
		from, last := j.span(a.cap)
		c.Lines = append(c.Lines, Line{"lower of cost and maximum", from, last, least,
			fmt.Sprintf("cost %s, maximum %s: %s", a.amount, caps[i].amount, which), policy.ReimbursableElements.ID, j.rule})
	}
	above := *c.Actual - lower
	c.Cap, c.Lower, c.AboveCap = &capped, &lower, &above
	if above > 0 {
		j.note("%s of the cost is above the maximum and is reimbursed by nobody.", above)
	}
}

func (j *job) span(at int) (from, last calendar.Date) {
	for _, s := range j.segs {
		if s.cap == at {
			if from.IsZero() {
				from = s.from
			}
			last = s.last
		}
	}
	return from, last
}

// split shares what counts.
func (j *job) split(share Decimal) {
	c := j.claim
	rule, _ := policy.Funding.On(j.segs[0].from)
	scheme, provider := Split(*c.Lower, share)
	c.SharePct, c.Scheme, c.Provider = &share, &scheme, &provider
	from, last := j.segs[0].from, j.segs[len(j.segs)-1].last
	c.Lines = append(c.Lines,
		Line{"the scheme pays", from, last, scheme, fmt.Sprintf("%s × %s%%, rounded down = %s", *c.Lower, share, scheme), policy.Funding.ID, rule.Source},
		Line{"the provider pays", from, last, provider, fmt.Sprintf("%s - %s = %s; what is rounded down above is the provider’s", *c.Lower, scheme, provider), policy.Funding.ID, rule.Source})
	if rule.Source.Confidence == policy.Low {
		j.note("The funding rule of this year is not sure. %s. %s", rule.Source.Name, rule.Source.Note)
	}
}
