package policy

import (
	"fmt"
	"strings"
)

// EligibilitySentence says in one sentence how a role and a band stand against
// every dated rule set: "Band 4 peer support worker, not registered:
// reimbursable from April 2022 under …; not under …". It says whether the post
// can be claimed, not whether anybody is good for it.
func EligibilitySentence(role Role, band Band, registered bool) string {
	if !band.IsKnown() {
		return "The band is not known, so nobody can say whether the post can be claimed"
	}
	what := string(role)
	if what == "" {
		what = "post"
	}
	state := "not registered"
	if registered {
		state = "registered"
	}
	var yes, no []string
	for i := len(Eligibility.Versions) - 1; i >= 0; i-- {
		v := Eligibility.Versions[i]
		e := v.Value
		if ok, _ := e.allows(role, band, registered); ok {
			when := "from " + v.From.Month().String() + " " + fmt.Sprint(v.From.Year())
			if !v.To.IsZero() {
				last := v.To.AddDays(-1)
				when += " to " + last.Month().String() + " " + fmt.Sprint(last.Year())
			}
			yes = append(yes, when+" under "+e.called())
		} else {
			no = append(no, "under "+e.called())
		}
	}
	out := fmt.Sprintf("Band %s %s, %s: ", band, what, state)
	switch {
	case len(yes) == 0:
		return out + "not reimbursable " + strings.Join(no, ", nor ")
	case len(no) == 0:
		return out + "reimbursable " + strings.Join(yes, ", and ")
	}
	return out + "reimbursable " + strings.Join(yes, ", and ") + ", not " + strings.Join(no, ", nor ")
}

// called names a rule set in the sentence, with what it asks for.
func (e EligibilityRule) called() string {
	if e.RegistrationRequired {
		return fmt.Sprintf("the 2021/22 contract B14.1 (registered, band %s or above)", e.MinBand)
	}
	return fmt.Sprintf("the NHS England page (band %s to %s, registered or not)", e.MinBand, e.MaxBand)
}
