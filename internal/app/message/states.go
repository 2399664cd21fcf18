package message

// The states of a message.
const (
	Waiting    = "waiting"
	Handing    = "handing over"
	Sent       = "sent"
	Failed     = "failed"
	Dead       = "dead"
	NotCertain = "not certain"
	Withdrawn  = "withdrawn"
)

// Move is one way in which a message goes from one state to another.
// docs/states.md is written from these.
type Move struct {
	Of       string // "message"
	From, To string
	By       []string // commands, as the audit names them
	When     string   // what has to be so
}

// Moves are all of them. The same table is the rule: a change of state that is
// not in it is refused.
var Moves = []Move{
	{"message", "", Waiting, []string{"message.Send", "message.QueueBatch", "diary.Confirm", "diary.Remind"}, "The person agreed, the address is recorded and safe, the wording holds; never a second one with the same key."},
	{"message", Waiting, Handing, []string{"message.Take"}, "Written down before the server is spoken to. Of several senders one gets it. Whether it may be sent is asked again."},
	{"message", Failed, Handing, []string{"message.Take"}, "When its next try is due."},
	{"message", Handing, Sent, []string{"message.Settle"}, "The server took it; in the demo: it was shown."},
	{"message", Handing, Failed, []string{"message.Settle"}, "Refused for the time being, or the server could not be reached: it was certainly not sent. Tried again later, each time after a longer wait."},
	{"message", Handing, Dead, []string{"message.Settle"}, "Refused for good, or tried often enough. A person sees it."},
	{"message", Handing, NotCertain, []string{"message.Settle", "message.Take"}, "The line was cut, or the program ended, between handing over and the answer. It is not sent again by itself: a person decides."},
	{"message", NotCertain, Sent, []string{"message.Settle", "message.Arrived"}, "The answer came late; or a person knows that it arrived."},
	{"message", Waiting, Dead, []string{"message.Take"}, "It may not be sent any more (the person died, said no, or has another address), or it would come too late."},
	{"message", Failed, Dead, []string{"message.Take"}, "As above."},
	{"message", Dead, Waiting, []string{"message.Again"}, "A person sends it again, when it may still be sent."},
	{"message", NotCertain, Waiting, []string{"message.Again"}, "A person sends it again, knowing that it may arrive twice."},
	{"message", Waiting, Sent, []string{"message.Posted"}, "A letter, printed and posted by a person."},
	{"message", Waiting, Withdrawn, []string{"message.Withdraw", "message.ToldAnotherWay", "diary.Cancel", "diary.Move"}, "Before it is handed over, with a reason; a booking that ends takes its messages along."},
	{"message", Failed, Withdrawn, []string{"message.Withdraw", "message.ToldAnotherWay", "diary.Cancel", "diary.Move"}, "As above."},
	{"message", Dead, Withdrawn, []string{"message.Withdraw", "message.ToldAnotherWay"}, "Told another way (who, how), or not needed any more."},
	{"message", NotCertain, Withdrawn, []string{"message.Withdraw", "message.ToldAnotherWay"}, "As above."},
}

// Allowed reports whether a message may go from one state to another.
func Allowed(from, to string) bool {
	for _, m := range Moves {
		if m.From == from && m.To == to {
			return true
		}
	}
	return false
}

// Open reports whether something still has to become of a message in this
// state: it waits, or a person has to look at it.
func Open(state string) bool { return state != Sent && state != Withdrawn }
