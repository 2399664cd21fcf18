// Package onward is the room of the doors out of primary care: the directory
// of services, what somebody was told about them, and onward requests with
// everything that came of them, until the person was told how it ended.
package onward

import (
	"encoding/json"
	"slices"
	"strings"

	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
	"footbridge/internal/nhs"
)

// Kinds are the kinds of services, value and text, in the order in which lists
// show them.
var Kinds = [][2]string{
	{"talking", "Talking Therapies"}, {"secondary", "Secondary mental health care"}, {"crisis", "Crisis"}, {"substances", "Drug and alcohol"},
	{"voluntary", "Voluntary sector"}, {"employment", "Employment support"}, {"housing", "Housing and money"}, {"physical", "Physical health"},
}

// KindText is a kind in words.
func KindText(kind string) string { return textOf(Kinds, kind) }

// Wants are what a service can ask to know of everybody, value and text.
var Wants = [][2]string{
	{"reason", "Why now, and what is asked for"}, {"goals", "What the person wants to be different"}, {"safety", "Safety: what matters for whoever sees the person"},
	{"medication", "Medicines"}, {"adjustments", "What the person needs: language, adjustments, safe contact"}, {"consents", "With whom the person agreed to share"},
}

// Offered are the answers about something that a service has or has not.
var Offered = [][2]string{{"", "Not known"}, {"yes", "Yes"}, {"no", "No"}}

func textOf(list [][2]string, key string) string {
	for _, k := range list {
		if k[0] == key {
			return k[1]
		}
	}
	return key
}

func has(list [][2]string, key string) bool {
	return slices.ContainsFunc(list, func(k [2]string) bool { return k[0] == key })
}

// Body is what an entry of the directory says. Ages are completed years; 0 is
// no limit. Empty lists of practices and areas are no limit.
type Body struct {
	Name         string
	Kind         string
	Organisation string // who runs it
	WhoFor       string // what can't be checked by the record, in words
	AgeFrom      int    `json:",omitempty"`
	AgeTo        int    `json:",omitempty"`
	Practices    []string
	Areas        []string // outward postcodes: BS23
	Sex          string   // "female", "male": a service only for them
	Interpreter  string   // brings interpreters: "yes", "no", "" not known
	Formats      string   // writes in large print, easy read and so on
	HowToAsk     string
	Phone        string
	Email        string
	Address      string
	Website      string
	Hours        string
	Cost         string
	Waiting      string        // what they say about the wait
	WaitingOn    calendar.Date // when they said so
	Owner        string        // who here keeps the entry
	Wants        []string
	Questions    []string // what they want to know beside that
}

// Limits of an entry, in characters.
const (
	maxLine = 300
	maxText = 4_000
)

// tidy trims what was typed and puts lists into one form.
func (b Body) tidy() Body {
	for _, s := range []*string{&b.Name, &b.Kind, &b.Organisation, &b.WhoFor, &b.Sex, &b.Interpreter, &b.Formats, &b.HowToAsk, &b.Phone, &b.Email, &b.Address, &b.Website, &b.Hours, &b.Cost, &b.Waiting, &b.Owner} {
		*s = strings.TrimSpace(strings.ReplaceAll(*s, "\r\n", "\n"))
	}
	b.Practices, b.Areas, b.Wants, b.Questions = trimmed(b.Practices), trimmed(b.Areas), trimmed(b.Wants), trimmed(b.Questions)
	for i, a := range b.Areas {
		b.Areas[i] = strings.ToUpper(a)
	}
	if b.Waiting == "" {
		b.WaitingOn = calendar.Date{}
	}
	return b
}

func trimmed(list []string) []string {
	var out []string
	for _, s := range list {
		if s = strings.TrimSpace(s); s != "" && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// check says what is wrong with an entry. members are the practices of the
// network.
func (b Body) check(check *fault.Check, members map[string]string, today calendar.Date) {
	check.Require(b.Name != "", "name", "Enter the name of the service")
	check.Require(has(Kinds, b.Kind), "kind", "Choose the kind of service")
	check.Require(b.HowToAsk != "", "how", "Say how one asks, for example: by letter, or people ring themselves")
	check.Require(b.Phone != "" || b.Email != "" || b.Address != "" || b.Website != "", "phone", "Enter at least one contact: a telephone number, an email address, an address or a website")
	check.Require(b.Owner != "", "owner", "Say who here keeps this entry")
	for _, f := range [][2]string{{"name", b.Name}, {"organisation", b.Organisation}, {"phone", b.Phone}, {"email", b.Email}, {"address", b.Address}, {"website", b.Website}, {"hours", b.Hours}, {"cost", b.Cost}, {"owner", b.Owner}} {
		check.Require(len([]rune(f[1])) <= maxLine, f[0], "This must be at most 300 characters")
	}
	for _, f := range [][2]string{{"who", b.WhoFor}, {"how", b.HowToAsk}, {"waiting", b.Waiting}} {
		check.Require(len([]rune(f[1])) <= maxText, f[0], "This must be at most 4,000 characters")
	}
	check.Require(b.Email == "" || strings.Count(b.Email, "@") == 1 && !strings.ContainsAny(b.Email, " \n"), "email", "Enter an email address, for example team@example.org")
	check.Require(b.Website == "" || strings.HasPrefix(b.Website, "https://") || strings.HasPrefix(b.Website, "http://"), "website", "Enter the website with https:// in front")
	check.Require(b.AgeFrom >= 0 && b.AgeFrom <= 120 && b.AgeTo >= 0 && b.AgeTo <= 120, "from", "An age is between 0 and 120")
	check.Require(b.AgeTo == 0 || b.AgeFrom <= b.AgeTo, "to", "The age up to must not be below the age from")
	check.Require(b.Sex == "" || b.Sex == "female" || b.Sex == "male", "sex", "Choose women, men or everybody")
	check.Require(has(Offered, b.Interpreter), "interpreter", "Choose yes, no or not known")
	check.Require(has(Offered, b.Formats), "formats", "Choose yes, no or not known")
	for _, p := range b.Practices {
		check.Require(members[p] != "", "practices", "%s is no practice of this network", p)
	}
	for _, a := range b.Areas {
		_, err := nhs.ParsePostcode(a + " 1AA")
		check.Require(err == nil, "areas", "%s is not the first half of a postcode: enter, for example, BS23", a)
	}
	for _, w := range b.Wants {
		check.Require(has(Wants, w), "wants", "“%s” is not one of the things to choose from", w)
	}
	check.Require(len(b.Questions) <= 10, "questions", "At most ten questions of their own")
	for _, q := range b.Questions {
		check.Require(len([]rune(q)) <= maxLine, "questions", "A question must be at most 300 characters")
	}
	check.Require(b.Waiting == "" || !b.WaitingOn.IsZero(), "waiting-on", "Enter the day on which they said so")
	check.Require(b.WaitingOn.IsZero() || !b.WaitingOn.After(today), "waiting-on", "The day must be today or in the past")
}

// Service is an entry of the directory.
type Service struct {
	ID            string
	PCN           string `db:"pcn"`
	Kind, Name    string
	Stored        string `db:"body"`
	Body          Body   `db:"-"`
	Version       int
	ConfirmedOn   calendar.Date // zero when nobody has said that it is right
	ConfirmedName string
	DoubtedWhy    string // somebody said that it is not right any more: what
	ChangedAt     calendar.Instant
	ChangedName   string
	RetiredAt     calendar.Instant
	RetiredName   string
	RetiredWhy    string
}

// Retired reports whether nobody is sent there any more.
func (s Service) Retired() bool { return !s.RetiredAt.IsZero() }

// Stale reports whether the entry asks to be confirmed: nobody has for longer
// than the network's rule says, or somebody doubts it.
func (s Service) Stale(today calendar.Date, days int) bool {
	return s.DoubtedWhy != "" || s.ConfirmedOn.IsZero() || today.DaysSince(s.ConfirmedOn) > days
}

const serviceColumns = "id, pcn, kind, name, body, version, confirmed_on, confirmed_name, doubted_why, changed_at, changed_name, retired_at, retired_name, retired_why"

func unpack(list []Service, err error) ([]Service, error) {
	for i := range list {
		if err == nil {
			err = json.Unmarshal([]byte(list[i].Stored), &list[i].Body)
		}
		list[i].Stored = ""
	}
	return list, err
}

// services gives a network's entries in the order of the directory: by kind,
// then by name.
func services(tx *gate.Tx, pcn string, retired bool) ([]Service, error) {
	where := " AND retired_at IS NULL"
	if retired {
		where = ""
	}
	list, err := unpack(db.All[Service](tx.Tx, "SELECT "+serviceColumns+" FROM service_entry WHERE pcn = $1"+where, pcn))
	slices.SortFunc(list, inOrder)
	return list, err
}

func inOrder(a, b Service) int {
	if c := kindAt(a.Kind) - kindAt(b.Kind); c != 0 {
		return c
	}
	if c := strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)); c != 0 {
		return c
	}
	return strings.Compare(a.ID, b.ID)
}

func kindAt(kind string) int {
	return slices.IndexFunc(Kinds, func(k [2]string) bool { return k[0] == kind })
}

// loadService gives one entry of a network of the actor; another network's is
// not found.
func loadService(tx *gate.Tx, id string) (Service, error) {
	list, err := unpack(db.All[Service](tx.Tx, "SELECT "+serviceColumns+" FROM service_entry WHERE id = $1", id))
	if err != nil {
		return Service{}, err
	}
	if len(list) == 0 || !tx.Scope.InNetwork(list[0].PCN) {
		return Service{}, fault.Missing("service")
	}
	return list[0], nil
}
