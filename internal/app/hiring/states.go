// Package hiring is the room of vacancies, applications, inductions and the
// network's own documents: from the gap in the entitlement to the first day.
package hiring

import (
	"slices"

	"footbridge/internal/app/episode"
)

// State is where a vacancy stands.
type State string

// The states of a vacancy.
const (
	Drafted     State = "drafted"
	Advertised  State = "advertised"
	Closed      State = "closed"
	Shortlisted State = "shortlisted"
	Interviewed State = "interviewed"
	Offered     State = "offered"
	Checks      State = "checks"
	Started     State = "started"
	Withdrawn   State = "withdrawn"
	Unfilled    State = "unfilled"
)

// States lists them in order.
var States = []State{Drafted, Advertised, Closed, Shortlisted, Interviewed, Offered, Checks, Started, Withdrawn, Unfilled}

var stateWords = map[State]string{
	Drafted: "Being drafted", Advertised: "Advertised", Closed: "Shortlisting", Shortlisted: "Interviewing", Interviewed: "Interviews are done",
	Offered: "Offered", Checks: "Checks before the start", Started: "Has started", Withdrawn: "Withdrawn", Unfilled: "Not filled",
}

// Words says where it stands in plain words.
func (s State) Words() string { return stateWords[s] }

// Over says that nothing more happens.
func (s State) Over() bool { return s == Started || s == Withdrawn || s == Unfilled }

// Moves are all the ways from one state to another. docs/states.md is written
// from these, and no command moves a vacancy otherwise.
var Moves = []episode.Move{
	{Of: "vacancy", From: "", To: string(Drafted), By: []string{"hiring.OpenVacancy"}, When: "From the entitlement, or by hand with a reason. The day on which applications are deleted is set here."},
	{Of: "vacancy", From: string(Drafted), To: string(Advertised), By: []string{"hiring.Advertise"}, When: "With a job description, a person specification, an advert and a closing day before the day of deletion. From here on the specification is fixed."},
	{Of: "vacancy", From: string(Advertised), To: string(Closed), By: []string{"hiring.Step"}, When: "With at least one application, two people named who shortlist, and nobody of them who entered an application."},
	{Of: "vacancy", From: string(Closed), To: string(Shortlisted), By: []string{"hiring.Step"}, When: "Every application is decided on, each after both have marked it independently, and at least one is to be interviewed."},
	{Of: "vacancy", From: string(Shortlisted), To: string(Interviewed), By: []string{"hiring.Step"}, When: "Everybody shortlisted is decided on after the whole panel has marked independently, or has withdrawn."},
	{Of: "vacancy", From: string(Interviewed), To: string(Offered), By: []string{"hiring.Offer"}, When: "To one who was interviewed and found appointable."},
	{Of: "vacancy", From: string(Offered), To: string(Interviewed), By: []string{"hiring.Step"}, When: "The offer is declined, with a reason: another one may be offered it."},
	{Of: "vacancy", From: string(Offered), To: string(Checks), By: []string{"hiring.Step"}, When: "The offer is accepted."},
	{Of: "vacancy", From: string(Checks), To: string(Started), By: []string{"hiring.Start"}, When: "Every check is done, each with who and when. The post, the practitioner and the induction are made in the same step."},
	{Of: "vacancy", From: "any but started", To: string(Withdrawn), By: []string{"hiring.Step"}, When: "With a reason."},
	{Of: "vacancy", From: "any but drafted and started", To: string(Unfilled), By: []string{"hiring.Step"}, When: "With a reason: nobody applied, nobody suited, the one chosen did not come."},
}

// May says whether a vacancy may go from one state to another.
func May(from, to State) bool {
	if from.Over() {
		return false
	}
	return slices.ContainsFunc(Moves, func(m episode.Move) bool {
		if m.To != string(to) {
			return false
		}
		switch m.From {
		case "any but started":
			return from != ""
		case "any but drafted and started":
			return from != "" && from != Drafted
		}
		return m.From == string(from)
	})
}
