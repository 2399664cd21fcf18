package demo

import (
	"time"

	"footbridge/internal/app/diary"
	"footbridge/internal/app/message"
	"footbridge/internal/app/person"
)

// messages are what people agreed to, what was sent to them yesterday, and
// what waits for somebody: in the demo nothing leaves the machine, and every
// message is shown.
func (w *world) messages() {
	for _, channel := range []string{message.Email, message.Text} {
		do(w, "", message.SayWay{Channel: channel, Way: message.WayShown})
	}
	do(w, "manager", message.SetSender{PCN: PCN, Phone: "01632 960100", Address: "Pier Health\nc/o Graham Road Surgery\n22 Graham Road\nWeston-super-Mare BS23 1YA"})
	do(w, "manager", message.Word{PCN: PCN, Kind: message.RingUs, Channel: message.Text, Language: "Polish", Version: -1, Body: "{first name}, prosimy o telefon: {practice phone}. Chodzi o termin. {practice}"})
	var agreed []invented
	asked := map[int]bool{1: true}
	for _, v := range w.open {
		if len(asked) < 14 && v.person != 0 {
			asked[v.person] = true
		}
	}
	for i, p := range w.people {
		if !asked[i] {
			continue
		}
		answers := map[string]string{message.Text: "yes", message.Letter: "yes", message.Reminders: "yes"}
		switch {
		case i < 10:
			delete(answers, message.Letter) // no address is on record
		case (i-7)%5 == 0:
			answers[message.Email] = "yes"
		}
		if i%7 == 0 {
			answers[message.Text], answers[message.Reminders] = "no", "no"
		}
		w.later(1)
		if _, err := try(w, w.desk(p.practice), message.Agree{Person: p.id, Answers: answers, Note: map[bool]string{true: "“Texts are fine, nobody else has my phone.”"}[i%2 == 1]}); err == nil {
			agreed = append(agreed, p)
		}
	}
	told := 0
	for _, v := range w.open {
		p := w.people[v.person]
		c := ask(w, w.desk(p.practice), diary.Confirmations{Booking: v.b.ID})
		for _, x := range c.Previews {
			if x.May && x.Channel != message.Letter {
				w.later(2)
				do(w, w.desk(p.practice), diary.Confirm{Booking: v.b.ID, Channel: x.Channel, Seal: x.Seal()})
				told++
				break
			}
		}
		if told == 6 {
			break
		}
	}
	do(w, "", diary.Remind{})
	w.postAll(func(message.Taken) string { return message.ShownOnly })

	// What people have to look at: an address that was refused, a text whose
	// answer never came, one that was taken back, letters to print and posted.
	send := func(n int, kind, channel string) string {
		if n >= len(agreed) || w.err != nil {
			return ""
		}
		p := agreed[n]
		w.later(3)
		for _, x := range ask(w, w.desk(p.practice), message.Compose{Person: p.id, Kind: kind}).Previews {
			if x.Channel == channel && x.May {
				return do(w, w.desk(p.practice), message.Send{Person: p.id, Kind: kind, Channel: channel, Seal: x.Seal()})
			}
		}
		return ""
	}
	for n := range agreed {
		if send(n, message.RingUs, message.Email) != "" {
			w.postAll(func(message.Taken) string { return message.Refused })
			break
		}
	}
	for n := range agreed {
		if send(n, message.HaveIt, message.Text) != "" {
			w.postAll(func(message.Taken) string { return message.Unknown })
			break
		}
	}
	var letters []string
	for n := range agreed {
		if id := send(n, message.StillWaits, message.Letter); id != "" {
			letters = append(letters, id)
		}
		if len(letters) == 4 {
			break
		}
	}
	if len(letters) == 4 {
		w.later(30)
		do(w, "leah", message.Posted{IDs: letters[:1]})
		do(w, "leah", message.Withdraw{ID: letters[1], Version: 1, Why: "She came to the desk and was told"})
	}
}

// postAll hands over what is due, as the sender does.
func (w *world) postAll(outcome func(message.Taken) string) {
	for w.err == nil {
		m := do(w, "", message.Take{Channels: []string{message.Email, message.Text}, Lease: time.Minute})
		if m.ID == "" {
			return
		}
		o := outcome(m)
		words := map[string]string{
			message.ShownOnly: "Shown, not sent: this is a demo", message.Refused: "The mail server refused it: 550 no such mailbox (made up for the demo)",
			message.Unknown: "The line was cut before the text gateway answered: perhaps it was sent, perhaps not (made up for the demo)",
		}[o]
		do(w, "", message.Settle{ID: m.ID, Handing: m.Handing, Outcome: o, How: message.HowShown, Words: words})
	}
}

// mailbox is an invented e-mail address for every fifth of the people.
func mailbox(i int, d person.Details) string {
	if i%5 != 0 {
		return ""
	}
	return "mailbox" + d.Phone[len(d.Phone)-3:] + "@example.org"
}
