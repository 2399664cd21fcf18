package measure

import (
	"fmt"

	"footbridge/internal/fault"
)

// Verdict is what can be said about a change.
type Verdict string

// NoStatement is for an instrument without a published threshold.
const (
	Improved         Verdict = "reliable improvement"
	NoReliableChange Verdict = "no reliable change"
	Deteriorated     Verdict = "reliable deterioration"
	NoStatement      Verdict = "no statement: there is no published threshold"
)

// Change is the comparison of two results of the same instrument.
type Change struct {
	By        int // after minus before, in points
	Verdict   Verdict
	Threshold Threshold // the one that was used; zero with NoStatement
	Prorated  bool      // one of the totals is prorated
	// CaseBefore and CaseAfter are where the totals stand to the cut-off.
	CaseBefore, CaseAfter Case
	Sentence              string
}

// Compare compares by the instrument's default threshold. See CompareBy.
func Compare(inst *Instrument, before, after Result) (Change, error) {
	return CompareBy(inst, before, after, "")
}

// CompareBy compares two results by the threshold with the key, for an
// instrument whose sources differ; "" is the default one. Results of another
// instrument or version, results without a total and an unknown key are
// Invalid faults. That both are about the same episode, rater and, for a
// goal, the same unchanged goal is for the caller to hold.
func CompareBy(inst *Instrument, before, after Result, key string) (Change, error) {
	for _, r := range [...]Result{before, after} {
		if r.Code != inst.Code || r.Version != inst.Version {
			return Change{}, fault.Wrong("result", "Only two results of %s version %s can be compared", inst.Name, inst.Version)
		}
		if r.Total == nil {
			return Change{}, fault.Wrong("result", "A result without a total can’t be compared: %s", r.Why)
		}
	}
	c := Change{
		By: *after.Total - *before.Total, Prorated: before.Prorated || after.Prorated,
		CaseBefore: before.Case, CaseAfter: after.Case, Verdict: NoStatement,
	}
	if len(inst.Thresholds) == 0 && key == "" {
		c.Sentence = fmt.Sprintf("%s went from %d to %d; %s", inst.Name, *before.Total, *after.Total, c.Verdict)
		return c, nil
	}
	t, ok := inst.ThresholdBy(key)
	if !ok {
		return Change{}, fault.Wrong("threshold", "%s has no published threshold “%s”", inst.Name, key)
	}
	c.Threshold = t
	better := c.By
	if !inst.HigherIsBetter {
		better = -better
	}
	switch {
	case better >= t.By:
		c.Verdict = Improved
	case better <= -t.By:
		c.Verdict = Deteriorated
	default:
		c.Verdict = NoReliableChange
	}
	c.Sentence = fmt.Sprintf("%s went from %d to %d: %s (a change of %d or more is reliable)", inst.Name, *before.Total, *after.Total, c.Verdict, t.By)
	return c, nil
}
