// Package person is the room of the people served: who they are, how they can
// safely be reached, what they need, with whom they agreed to share, and who
// looked. Other rooms load people here and never touch these tables.
package person

import (
	"strings"

	"footbridge/internal/calendar"
	"footbridge/internal/nhs"
)

// Person is somebody whom the bridge serves. An empty text means not known.
type Person struct {
	ID         string
	NHSNumber  string `db:"nhs_number"` // ten digits, or "" when not known
	Title      string
	Given      string // "" for somebody who has only one name
	Family     string
	KnownAs    string
	BornOn     calendar.Date
	BornApprox bool   // the date of birth is a guess
	Sex        string // "female", "male", "indeterminate" or ""
	Practice   string // code of the practice where the person is registered
	PCN        string `db:"pcn"` // its network on the day of registration, "" when in none
	Phone      string
	Email      string
	Address    string
	Postcode   string

	Language    string // in which the person would rather speak, "" for English
	Interpreter bool   // needed, for spoken or for sign language
	Format      string // accessible information: large print, easy read …
	Adjustments string // reasonable adjustments, in words

	// Whether it is safe to reach the person in this way: "yes", "no", and ""
	// for not asked.
	SafePhone, SafeVoicemail, SafeText, SafeLetter string
	SafeNote                                       string // how and when it is safe, in words

	Died       calendar.Date
	MergedInto string // the surviving record, "" when this one is it
	Version    int
	CreatedAt  calendar.Instant
	ChangedAt  calendar.Instant
	ChangedBy  string // the name of whoever changed it last
}

// Name is the person's name as one would say it: "Katarzyna Kowalska".
func (p Person) Name() string { return strings.TrimSpace(p.Given + " " + p.Family) }

// FormalName is the name as lists and labels have it: "KOWALSKA, Katarzyna".
func (p Person) FormalName() string {
	if p.Given == "" {
		return strings.ToUpper(p.Family)
	}
	return strings.ToUpper(p.Family) + ", " + p.Given
}

// Age gives completed years on a day, -1 when the date of birth is not known.
// For somebody who has died it is the age at death.
func (p Person) Age(on calendar.Date) int {
	if !p.Died.IsZero() && p.Died.Before(on) {
		on = p.Died
	}
	return p.BornOn.Age(on)
}

// Number is the NHS number as it is shown, "485 777 3456" with spaces that
// don't break, "" when not known.
func (p Person) Number() string { return nhs.Number(p.NHSNumber).Format() }

// Born is the date of birth in words, with "about" when it is a guess, and
// "Date of birth not known" when it is not.
func (p Person) Born() string {
	switch {
	case p.BornOn.IsZero():
		return "Date of birth not known"
	case p.BornApprox:
		return "about " + p.BornOn.Medium()
	}
	return p.BornOn.Medium()
}

// Needs gives the few words that stand on every page, list and print about a
// person, the ones that can harm when they are overlooked first. It is empty
// when nothing is recorded, which is not the same as no needs: see Asked.
func (p Person) Needs() []string {
	var out []string
	add := func(when bool, text string) {
		if when {
			out = append(out, text)
		}
	}
	add(!p.Died.IsZero(), "Died "+p.Died.Medium())
	add(p.SafePhone == "no", "Do not phone")
	add(p.SafeVoicemail == "no", "Do not leave voicemail")
	add(p.SafeText == "no", "Do not text")
	add(p.SafeLetter == "no", "Do not send letters")
	add(p.SafeNote != "", "Safe contact: "+oneLine(p.SafeNote))
	switch {
	case p.Interpreter && p.Language != "":
		out = append(out, "Interpreter: "+p.Language)
	case p.Interpreter:
		out = append(out, "Interpreter needed")
	case p.Language != "" && !strings.EqualFold(p.Language, "English"):
		out = append(out, "Speaks "+p.Language)
	}
	add(p.Format != "", p.Format)
	add(p.Adjustments != "", "Adjustments: "+oneLine(p.Adjustments))
	return out
}

// Asked reports whether anybody has asked how the person can safely be
// reached. Until then every page says that nobody has.
func (p Person) Asked() bool {
	return p.SafePhone != "" || p.SafeVoicemail != "" || p.SafeText != "" || p.SafeLetter != "" || p.SafeNote != ""
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
