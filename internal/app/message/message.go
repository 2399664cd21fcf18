// Package message is the outbox: every message to a person or to somebody who
// works here, by e-mail, text or letter, from its wording to what became of it.
// A message is queued within the transaction of what it tells about; the sender
// (internal/post) hands it over, once. What that means exactly stands in
// docs/decisions/0011-outbox.md.
package message

import (
	"slices"
	"strings"

	"footbridge/internal/calendar"
)

// The channels.
const (
	Email  = "email"
	Text   = "text"
	Letter = "letter"
)

// Channels lists them with the words of a page.
var Channels = [][2]string{{Text, "Text message"}, {Email, "E-mail"}, {Letter, "Letter"}}

// ChannelText is a channel in words.
func ChannelText(channel string) string { return wordOf(Channels, channel) }

// The kinds of message, by what they tell.
const (
	Confirmed  = "confirmed"
	Changed    = "changed"
	Cancelled  = "cancelled"
	Reminder   = "reminder"
	HaveIt     = "have it"
	StillWaits = "still waits"
	LinkKind   = "link"
	RingUs     = "ring us"
	ForStaff   = "staff"
)

// Kinds lists them with the words of a page.
var Kinds = [][2]string{
	{Confirmed, "Booking confirmed"}, {Changed, "Booking moved"}, {Cancelled, "Booking cancelled"}, {Reminder, "Reminder of a booking"},
	{HaveIt, "We have your request"}, {StillWaits, "You are still on our list"}, {LinkKind, "A private link"}, {RingUs, "Please ring us"},
	{ForStaff, "To somebody who works here"},
}

// KindText is a kind in words.
func KindText(kind string) string { return wordOf(Kinds, kind) }

// ByHand are the kinds that somebody may choose for one person, without
// anything else being known: no appointment, no private link.
var ByHand = []string{HaveIt, StillWaits, RingUs}

func wordOf(list [][2]string, key string) string {
	for _, x := range list {
		if x[0] == key {
			return x[1]
		}
	}
	return key
}

func known(list [][2]string, key string) bool {
	return slices.ContainsFunc(list, func(x [2]string) bool { return x[0] == key })
}

// Message is one message, with its words exactly as they are sent.
type Message struct {
	ID              string
	Person          string // "" when it goes to somebody who works here
	Staff           string // their user, "" for a person's message
	PCN             string `db:"pcn"`
	Practice        string
	Kind            string
	Channel         string
	Template        string // the wording's id, "" for one that is supplied with the program
	TemplateVersion int
	Language        string // "" for English
	Subject         string
	Body            string
	Address         string // to which it goes, as it was when it was queued
	ToName          string
	WhyMay          string // why it may be sent, as it was when it was queued
	About           string // what it tells about: "booking:…", "" for nothing else
	Idem            string // no second message has the same
	ByItself        bool   // nobody looked at it before it went
	State           string
	StateWhy        string
	Version         int
	Tries           int // handings over that the other side refused for the time being
	Handing         int // the number of the last handing over
	NextAt          calendar.Instant
	UntilAt         calendar.Instant // after it the message makes no sense; zero for never
	LeaseUntil      calendar.Instant
	QueuedAt        calendar.Instant
	ByID            string
	ByName          string
	ChangedAt       calendar.Instant
	ChangedBy       string
	SentHow         string
}

const columns = "id, person, staff, pcn, practice, kind, channel, template, template_version, language, subject, body, address, to_name, why_may, about, idem, by_itself, state, state_why, version, tries, handing, next_at, until_at, lease_until, queued_at, by_id, by_name, changed_at, changed_by, sent_how"

// ChannelText is the channel in words.
func (m Message) ChannelText() string { return ChannelText(m.Channel) }

// KindText is the kind in words.
func (m Message) KindText() string { return KindText(m.Kind) }

// StateText is how the message stands, in words.
func (m Message) StateText() string {
	switch {
	case m.State == Sent && m.SentHow == HowShown:
		return "Shown, not sent"
	case m.State == Sent && m.Channel == Letter:
		return "Posted"
	case m.State == Waiting && m.Channel == Letter:
		return "To print"
	case m.State == Failed:
		return "Waiting to be tried again"
	case m.State == Dead:
		return "Not sent"
	}
	return strings.ToUpper(m.State[:1]) + m.State[1:]
}

// StateColour is the colour of its tag.
func (m Message) StateColour() string {
	switch m.State {
	case Sent:
		return "green"
	case Dead, NotCertain:
		return "red"
	case Failed:
		return "yellow"
	case Withdrawn:
		return "grey"
	}
	return "blue"
}

// Event is one thing that happened to a message.
type Event struct {
	ID, Message string
	Nr          int // the version of the message that it brought
	At          calendar.Instant
	FromState   string
	ToState     string
	Handing     int
	Words       string
	ByID        string
	ByName      string
}
