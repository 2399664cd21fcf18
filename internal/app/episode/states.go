package episode

// Move is one way in which a request or an episode goes from one state to
// another. docs/states.md is written from these; a test makes sure that every
// command named here exists.
type Move struct {
	Of       string // "request" or "episode"
	From, To string
	By       []string // commands, as the audit names them
	When     string   // what has to be so
}

// Moves are all of them. "open, not taken" is an open request whose episode
// nobody holds.
var Moves = []Move{
	{"request", "", "open, held by the practitioner of the slot", []string{"diary.Book"}, "Practice staff book straight into a slot; the moment of booking is the moment of receiving. No second episode is opened while one is open."},
	{"request", "", "open, held by whoever signs", []string{"care.SignContact"}, "A walk-in or duty call of somebody without an open episode; the note says why they came, in their words."},
	{"request", "", "open, not taken", []string{"triage.HandOver"}, "A written hand-over, a step-down or a transition (17 to 25), with a response time from the service’s own list and a reason. When somebody holds the episode already, the request is theirs; a practitioner who enters it may take it at once."},
	{"request", "", "open, held by the practitioner of the slot", []string{"discharge.Return"}, "A quick return: within the weeks that the agreement says, after an episode has ended. The criteria are not asked again; the new episode is linked to the one before. The received time is now."},
	{"request", "open, not taken", "open, held", []string{"triage.Claim", "triage.AnswerPassed", "triage.SignNote", "diary.Book", "care.SignContact"}, "The version is the one that was read: of two who press at once one gets it, and the other is told who. A triage note says who holds it from there. Whoever is to see the person, or has seen them, holds what nobody held. The team lead may give a request that was passed up to a practitioner."},
	{"request", "open, held", "open, not taken", []string{"triage.GiveBack"}, "By whoever holds it, with a reason; not after the person was seen, and not with a booking to come. It keeps its received time."},
	{"request", "open", "open, passed up", []string{"triage.PassUp"}, "Once for a request, with a reason. Nothing else changes: nothing is declined by it, and nothing is declined by time."},
	{"request", "open, passed up", "open", []string{"triage.AnswerPassed"}, "The team lead writes what was decided."},
	{"request", "open", "ended", []string{"triage.SignNote", "discharge.SayGoodbye"}, "It says how it ended, and who told the person, how and when; after a death nobody has to be told. Bookings to come, places on the waiting list and notes that are not signed are settled first. It does not open again: who comes back makes a new request, or, within the agreed weeks, is a quick return."},
	{"episode", "", "open", []string{"diary.Book", "discharge.Return", "care.SignContact", "triage.HandOver"}, "With the first request, when none is open for the person in this network and service."},
	{"episode", "open", "open, held by another", []string{"triage.Claim", "triage.GiveBack", "triage.AnswerPassed", "triage.SignNote"}, "Who holds the request holds the episode."},
	{"episode", "open", "open, held by another", []string{"caseload.HandOver", "caseload.GiveBack"}, "A whole caseload, all or nothing: nobody is left without a practitioner in post. After a leave those go back whose episode nobody has changed since."},
	{"episode", "open", "open, paused", []string{"caseload.Begin"}, "With a reason and a last day. The four-week clock runs on, and the same practitioner holds the person."},
	{"episode", "open, paused", "open", []string{"caseload.End"}, "Early, or after its last day, with what happens now. A goodbye ends a pause too."},
	{"episode", "open", "closed", []string{"discharge.SayGoodbye", "triage.SignNote"}, "With its last open request. While another request of it is open, ending one leaves the episode open."},
}
