package message

import (
	"strings"

	"footbridge/internal/app/person"
	"footbridge/internal/calendar"
)

// The matters about which a person is asked.
const Reminders = "reminders"

// Matters lists them with the words of a page.
var Matters = [][2]string{{Text, "Text messages"}, {Email, "E-mail"}, {Letter, "Letters"}, {Reminders, "Reminders that come by themselves"}}

// Answer is what a person answered about one matter. Address is the address
// about which they were asked: another address has to be asked about again.
type Answer struct {
	ID         string
	Person     string
	Matter     string
	Answer     string // "yes" or "no"
	Address    string
	Note       string
	RecordedAt calendar.Instant
	ByName     string
}

// Answers are the latest answers of one person, by matter.
type Answers map[string]Answer

// Addressed gives where messages of a channel go for a person, "" when
// nothing is recorded.
func Addressed(p person.Person, channel string) string {
	switch channel {
	case Text:
		return Mobile(p.Phone)
	case Email:
		return p.Email
	case Letter:
		if p.Address == "" || p.Postcode == "" {
			return ""
		}
		return p.Address + "\n" + p.Postcode
	}
	return ""
}

// Mobile gives a number to which texts can go, as +447…, "" when it is none:
// UK mobile numbers begin with 07 (not 070 and 076, except 07624).
func Mobile(phone string) string {
	var n strings.Builder
	for i, r := range strings.TrimSpace(phone) {
		switch {
		case r >= '0' && r <= '9', r == '+' && i == 0:
			n.WriteRune(r)
		case strings.ContainsRune(" ()-./", r):
		default:
			return ""
		}
	}
	s := strings.Replace(n.String(), "+440", "+44", 1)
	switch {
	case strings.HasPrefix(s, "0044"):
		s = "+44" + strings.TrimPrefix(s[4:], "0")
	case strings.HasPrefix(s, "0"):
		s = "+44" + s[1:]
	}
	if !strings.HasPrefix(s, "+447") || len(s) != 13 {
		return ""
	}
	if s[4] == '0' || s[4] == '6' && !strings.HasPrefix(s, "+447624") {
		return ""
	}
	return s
}

// MaySend answers whether a message may go to a person by a channel, and why
// or why not, in words for a page. byItself says that nobody looks at it
// before it goes. It is asked when a message is queued and again before it is
// handed over. No answer is no.
func MaySend(p person.Person, answers Answers, channel string, byItself bool) (ok bool, why string) {
	address := Addressed(p, channel)
	a := answers[channel]
	switch {
	case !p.Died.IsZero():
		return false, "The person has died"
	case channel == Text && p.SafeText == "no":
		return false, "“Do not text” is recorded"
	case channel == Letter && p.SafeLetter == "no":
		return false, "“Do not send letters” is recorded"
	case channel == Text && p.Phone == "":
		return false, "No telephone number is recorded"
	case channel == Text && address == "":
		return false, "The number on record is not a mobile"
	case channel == Email && address == "":
		return false, "No e-mail address is recorded"
	case channel == Letter && address == "":
		return false, "No full postal address is recorded"
	case address == "":
		return false, "There is no such way"
	case channel == Text && p.SafeText == "":
		return false, "Nobody has asked whether a text is safe"
	case channel == Letter && p.SafeLetter == "":
		return false, "Nobody has asked whether a letter is safe"
	case a.Answer == "":
		return false, "Nobody has asked whether the person agrees"
	case a.Answer == "no":
		return false, "The person said no, recorded " + a.RecordedAt.Date().Medium()
	case a.Address != address:
		return false, "The address has changed since the person was asked: ask again"
	case byItself && answers[Reminders].Answer != "yes":
		return false, "The person has not agreed to reminders"
	case byItself && p.SafeNote != "":
		return false, "Somebody must read first how contact is safe: " + strings.Join(strings.Fields(p.SafeNote), " ")
	}
	why = "The person agreed, recorded " + a.RecordedAt.Date().Medium() + " by " + a.ByName
	if channel == Text || channel == Letter {
		why += "; recorded as safe"
	}
	return true, why
}
