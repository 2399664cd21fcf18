package funding

// State is how a claim stands.
type State string

// The states. A month for which nobody has done anything yet has no claim.
const (
	Draft     State = "draft"
	Complete  State = "complete"  // nothing is missing; ready to be sent
	Submitted State = "submitted" // with the ICB
	Queried   State = "queried"   // the ICB asked something
	Approved  State = "approved"  // closed
	Paid      State = "paid"
)

// Words says a state to somebody who doesn't know the list.
func (s State) Words() string {
	switch s {
	case Draft:
		return "Draft"
	case Complete:
		return "Evidence complete"
	case Submitted:
		return "With the ICB"
	case Queried:
		return "Queried by the ICB"
	case Approved:
		return "Approved, not paid"
	case Paid:
		return "Paid"
	}
	return "Not begun"
}

// Colour is the colour of a state's tag.
func (s State) Colour() string {
	switch s {
	case Complete, Submitted:
		return "blue"
	case Queried:
		return "orange"
	case Approved:
		return "yellow"
	case Paid:
		return "green"
	}
	return "grey"
}

// Closed says whether what was claimed can no longer change.
func (s State) Closed() bool { return s == Approved || s == Paid }

// Move is one way in which a claim or a table of maximum amounts goes from one
// state to another. docs/states.md is written from these; a test makes sure
// that every command named here exists.
type Move struct {
	Of       string // "claim" or "table of maximum amounts"
	From, To string
	By       []string // commands, as the audit names them
	When     string   // what has to be so
}

// Moves are all of them.
var Moves = []Move{
	{"claim", "", "complete", []string{"funding.MakeComplete"}, "Nothing is missing: every post of the month has its pay and payslip, nothing is blocked, and what the ICB asks for is there. A month that has not begun has no claim."},
	{"claim", "", "draft", []string{"funding.DraftAdjustment"}, "One adjustment claim for all closed months that a late rate touches, after the staff payment is recorded; never a second one while it is open."},
	{"claim", "draft", "complete", []string{"funding.MakeComplete"}, "As above."},
	{"claim", "complete", "draft", []string{"funding.Reopen", "funding.EnterPay", "funding.SetTerms", "funding.AddAbsence", "funding.WithdrawAbsence", "funding.NoteEvidence"}, "With a reason, or because something in the month was changed."},
	{"claim", "complete", "submitted", []string{"funding.Submit"}, "It is worked out once more and every line is kept as it was sent."},
	{"claim", "draft", "submitted", []string{"funding.Submit"}, "An adjustment claim: its lines were kept when it was drafted."},
	{"claim", "submitted", "queried", []string{"funding.Query"}, "By the ICB, with its question."},
	{"claim", "queried", "submitted", []string{"funding.Answer"}, "With an answer; worked out anew, and the lines that were sent before stay readable."},
	{"claim", "submitted", "approved", []string{"funding.Approve"}, "By the ICB, never by whoever sent it. The month is closed."},
	{"claim", "approved", "paid", []string{"funding.Receive"}, "When what the ICB paid is the whole of it; a part leaves it approved."},
	{"table of maximum amounts", "", "waiting", []string{"funding.LoadCaps"}, "It is read whole or not at all. Nothing is worked out with it yet."},
	{"table of maximum amounts", "waiting", "approved", []string{"funding.DecideCaps"}, "By a second person. It never changes afterwards: a table that was published later follows it."},
	{"table of maximum amounts", "waiting", "refused", []string{"funding.DecideCaps"}, "By a second person, with a reason."},
}
