package claim

import (
	"footbridge/internal/calendar"
	"footbridge/internal/policy"
)

// AdjustmentState is what is to be done about a month that was claimed at
// another rate.
type AdjustmentState string

// The states.
const (
	Proposed      AdjustmentState = "proposed"
	AwaitingStaff AdjustmentState = "waiting for the staff payment"
	AlreadyMade   AdjustmentState = "already made"
	NoChange      AdjustmentState = "nothing to adjust"
)

// Adjustment is the one claim that catches up with a month. Original and
// Difference together are always New.
type Adjustment struct {
	State                     AdjustmentState
	Original, New, Difference Pence
	Why                       string
	Rule                      string
	Source                    policy.Source
}

// Adjust compares a claim at a new rate with the one that was made. A
// difference in the network's favour is proposed once, and only when the
// staff were paid; a difference that is owed back is proposed at once.
func Adjust(month calendar.Month, original, now Pence, staffPaid calendar.Date, made []Pence) Adjustment {
	a := Adjustment{State: Proposed, Original: original, New: now, Difference: now - original, Rule: policy.CapUplift.ID}
	if v, ok := policy.CapUplift.On(month.First()); ok {
		a.Source = v.Source
	} else {
		v, _ := policy.Claims.On(month.Last())
		a.Rule, a.Source = policy.Claims.ID, v.Source
	}
	var before Pence
	for _, m := range made {
		before += m
	}
	switch {
	case len(made) > 0:
		a.State = AlreadyMade
		a.Why = "An adjustment of " + before.String() + " was claimed for this month already; there is only one"
		if rest := a.Difference - before; rest != 0 {
			a.Why += ". It differs by " + rest.String() + " from what is worked out now: ask the ICB"
		}
	case a.Difference == 0:
		a.State, a.Why = NoChange, "The claim at the new rate is what was claimed"
	case a.Difference < 0:
		a.Why = "More was claimed than is due: " + (-a.Difference).String() + " is owed back"
	case staffPaid.IsZero():
		a.State, a.Why = AwaitingStaff, "The network pays its staff first: the adjustment is proposed when that payment is recorded"
	default:
		a.Why = "The staff were paid on " + staffPaid.Medium() + ": one adjustment claim for the difference goes to the ICB"
	}
	return a
}
