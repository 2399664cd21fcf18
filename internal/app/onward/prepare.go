package onward

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/account"
	"footbridge/internal/app/care"
	"footbridge/internal/app/episode"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/person"
	"footbridge/internal/app/safety"
	"footbridge/internal/app/workforce"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// DraftKind is the kind of draft of an onward request that is being prepared.
const DraftKind = "onward"

// DraftSubject says what such a draft is about.
func DraftSubject(personID, service string) string { return "onward:" + personID + ":" + service }

// Topics of consent that count for an onward request: everything that is
// needed, and concerns about safety.
var everything, aboutSafety = person.Topics[0], person.Topics[2]

// consentTo gives the answer that holds about sharing with a service: "yes",
// "partly", "no", "asked" for asked without an answer, "none" when nobody has.
func consentTo(consents []person.Consent, service, topic string) (string, person.Consent) {
	for _, c := range consents {
		if c.Holds() && c.With == person.WithOther && strings.EqualFold(c.Named, service) && c.Topic == topic {
			if c.Answer == "" {
				return "asked", c
			}
			return c.Answer, c
		}
	}
	return "none", person.Consent{}
}

// ConsentText puts an answer about sharing into words.
func ConsentText(answer string) string { return safety.AnswerText(answer) }

// Desk asks for what the page needs on which an onward request is prepared.
type Desk struct{ Person, Service, After string }

// Sheet is the answer to Desk.
type Sheet struct {
	Person    person.Person
	Service   Service
	Stale     bool   // nobody has confirmed the entry lately
	Asks      []Part // what the service wants to know, filled in from the record
	Own       string // the person's own words, from the request
	OwnFrom   string
	Answer    string // about sharing with this service, as it stands
	Note      string // what they said to it
	About     string // the answer about concerns about safety, where they answered that on its own
	Plan      string // the safety plan to read, ""
	PlanOn    calendar.Date
	Before    *Request // the one that came back
	Draft     *account.Draft
	OpenThere *Request // an open onward request of the person to this service
}

// Needs names the permission.
func (Desk) Needs() access.Permission { return access.WriteCare }

// Ask gathers it.
func (q Desk) Ask(_ context.Context, tx *gate.Tx) (Sheet, error) {
	var s Sheet
	var err error
	if s.Person, err = person.Load(tx, q.Person); err != nil {
		return s, err
	}
	tx.Saw(s.Person.ID, "the form of an onward request")
	if s.Service, err = forPerson(tx, q.Service, s.Person); err != nil {
		return s, err
	}
	rules, err := rulesOf(tx, s.Service.PCN)
	if err != nil {
		return s, err
	}
	s.Stale = s.Service.Stale(tx.Today(), rules.StaleDays)
	consents, err := person.Consents(tx, s.Person.ID)
	if err != nil {
		return s, err
	}
	var c person.Consent
	s.Answer, c = consentTo(consents, s.Service.Name, everything)
	s.Note = c.Note
	s.About, _ = consentTo(consents, s.Service.Name, aboutSafety)
	if err := s.fill(tx, consents); err != nil {
		return s, err
	}
	if q.After != "" {
		h, err := load(tx, q.After)
		if err != nil {
			return s, err
		}
		if h.Who.ID != s.Person.ID {
			return s, fault.Missing("onward request")
		}
		s.Before = &h.Request
		s.reuse(*h)
	}
	mine, err := ofPerson(tx, s.Person)
	if err != nil {
		return s, err
	}
	for i := range mine {
		if mine[i].Open() && mine[i].Service == s.Service.ID {
			s.OpenThere = &mine[i]
		}
	}
	d, err := account.ReadDraft{Kind: DraftKind, Subject: DraftSubject(s.Person.ID, s.Service.ID)}.Ask(context.Background(), tx)
	if err == nil {
		s.Draft = &d
	} else if fault.Is(err, fault.NotFound) {
		err = nil
	}
	return s, err
}

// forPerson gives an entry that the person can be sent to: of their network,
// and in use.
func forPerson(tx *gate.Tx, id string, p person.Person) (Service, error) {
	s, err := loadService(tx, id)
	if err == nil && s.PCN != p.PCN {
		err = fault.Missing("service")
	}
	return s, err
}

// fill takes from the record what the service wants to know. Safety is never
// filled in: it is written for whoever is to read it.
func (s *Sheet) fill(tx *gate.Tx, consents []person.Consent) error {
	ids, err := person.Same(tx, s.Person.ID)
	if err != nil {
		return err
	}
	requests, err := episode.RequestsOf(tx, ids)
	if err != nil {
		return err
	}
	var last episode.Request
	for _, r := range requests {
		if last.ID == "" || r.ReceivedAt.After(last.ReceivedAt) {
			last = r
		}
	}
	if last.ID != "" {
		s.Own, s.OwnFrom = last.Words, "The request of "+last.ReceivedAt.Date().Medium()
	}
	agreed, planned, err := care.LastAgreed(tx, ids)
	if err != nil {
		return err
	}
	for _, key := range s.Service.Body.Wants {
		p := Part{Key: key, Title: textOf(Wants, key)}
		switch key {
		case "reason":
			if planned {
				p.Text, p.Source = agreed.Summary, "The plan agreed on "+agreed.OnDay.Medium()
			}
		case "goals":
			if planned && agreed.Goals != "" {
				p.Text, p.Source = agreed.Goals, "The plan agreed on "+agreed.OnDay.Medium()
			}
		case "adjustments":
			if needs := s.Person.Needs(); len(needs) > 0 {
				p.Text, p.Source = strings.Join(needs, "\n"), "Needs and safe contact, as recorded"
			}
		case "consents":
			var lines []string
			for _, c := range consents {
				if c.Holds() && c.Answer != "" {
					lines = append(lines, c.Recipient()+": "+c.Topic+": "+c.Answer)
				}
			}
			if len(lines) > 0 {
				p.Text, p.Source = strings.Join(lines, "\n"), "Consent to share, as recorded"
			}
		}
		s.Asks = append(s.Asks, p)
	}
	for i, q := range s.Service.Body.Questions {
		s.Asks = append(s.Asks, Part{Key: fmt.Sprintf("q%d", i+1), Title: q})
	}
	r, found, err := safety.ReviewOf(tx, s.Person)
	if found {
		s.Plan, s.PlanOn = r.ID, r.OnDay
	}
	return err
}

// reuse takes over what was written for the service that did not take the
// person on, so that nobody has to say it twice. Safety is written anew.
func (s *Sheet) reuse(h held) {
	from := "Written for " + h.ServiceName + ", " + h.PreparedAt.Date().Medium()
	for i, p := range s.Asks {
		if p.Key == "safety" || strings.HasPrefix(p.Key, "q") {
			continue
		}
		for _, was := range h.Parts {
			if was.Key == p.Key && was.Text != "" {
				s.Asks[i].Text, s.Asks[i].Source = was.Text, from
			}
		}
	}
	if h.OwnWords != "" {
		s.Own, s.OwnFrom = h.OwnWords, from
	}
}

// Prepare writes what a service is to be told, and makes an onward request of
// it that waits to be sent. Where no clear yes to sharing with the service is
// recorded, the person's answer is recorded with it, or why it is shared
// without one (SHARE). Text about safety goes only with a yes, or a yes in
// part, and to a contact that somebody has confirmed lately. Faults name the
// form's fields. It answers with the request's id.
type Prepare struct {
	Person, Service string
	After           string // the request that came back, "" for none
	Texts           map[string]string
	Own             string
	Way             string
	Answer          string // about sharing, asked now: "yes", "partly", "no", "asked"; "" to leave it as it stands
	Note            string // what they said to it
	Why             string // why it is shared without a clear yes
	Told            string // how the person was told of that
	Again           bool   // although there is an open request to this service
	Saves           int    // how many saves of the draft the writer knows of
}

// Needs names the permission.
func (Prepare) Needs() access.Permission { return access.WriteCare }

// Do checks and writes.
func (c Prepare) Do(ctx context.Context, tx *gate.Tx) (string, error) {
	s, err := Desk{c.Person, c.Service, c.After}.Ask(ctx, tx)
	if err != nil {
		return "", err
	}
	if s.Service.Retired() {
		return "", fault.Moved("%s took this service out of use at %s: %s", s.Service.RetiredName, s.Service.RetiredAt.Long(), s.Service.RetiredWhy)
	}
	sender, err := workforce.Own(tx, tx.Actor.ID)
	if err != nil {
		if fault.Is(err, fault.NotFound) {
			err = fault.Refused("Your account does not belong to a practitioner in post")
		}
		return "", err
	}
	for _, t := range []*string{&c.Own, &c.Note, &c.Why, &c.Told} {
		*t = strings.TrimSpace(*t)
	}
	standing := s.Answer
	if c.Answer != "" {
		standing = c.Answer
	}
	parts, check := c.parts(s, standing)
	b := s.Service.Body
	to := map[string]string{"letter": b.Address, "mail": b.Email, "system": b.HowToAsk}[c.Way]
	check.Require(has(Ways, c.Way), "way", "Choose how it is sent")
	check.Require(c.Way != "letter" || b.Address != "", "way", "The directory has no address for this service: choose another way, or add the address")
	check.Require(c.Way != "mail" || b.Email != "", "way", "The directory has no email address for this service: choose another way, or add the address")
	check.Require(c.Answer == "" || slices.Contains([]string{"yes", "partly", "no", "asked"}, c.Answer), "answer", "Choose what the person answered")
	check.Require(c.Answer != "partly" || c.Note != "", "note", "Say what may be shared and what may not")
	if standing != "yes" && standing != "partly" {
		check.Require(c.Why != "", "why", "Sharing with %s: %s. Ask now and record the answer, or say why it is shared all the same", s.Service.Name, ConsentText(standing))
		check.Require(c.Why == "" || c.Told != "", "told", "Say whether and how the person was told that it is shared")
	}
	check.Require(s.OpenThere == nil || c.Again, "again", "There is an open onward request of this person to this service already. Tick that a second one is meant")
	check.Require(s.Before == nil || s.Before.State == CameBack, "", "The onward request before this one does not wait for another door any more")
	if err := check.Err(); err != nil {
		return "", err
	}
	if s.Draft != nil {
		if s.Draft.Saves > c.Saves {
			return "", fault.Moved("You wrote something else in this draft in another window, saved at %s. Nothing was sent and nothing was overwritten", s.Draft.SavedAt.Clock())
		}
		if err := account.EndDraft(tx, DraftKind, DraftSubject(s.Person.ID, s.Service.ID)); err != nil {
			return "", err
		}
	}
	if c.Answer != "" && c.Answer != s.Answer {
		given := c.Answer
		if given == "asked" {
			given = ""
		}
		if _, err := (person.Share{ID: s.Person.ID, With: person.WithOther, Named: s.Service.Name, Topic: everything, Answer: given, Note: c.Note}).Do(ctx, tx); err != nil {
			return "", err
		}
	}
	return write(tx, c, s, parts, standing, to, sender.ID)
}

// parts puts together what was written under each thing that is asked.
func (c Prepare) parts(s Sheet, standing string) ([]Part, *fault.Check) {
	var check fault.Check
	var parts []Part
	for _, p := range s.Asks {
		was := p.Text
		p.Text = strings.TrimSpace(c.Texts[p.Key])
		if plain(p.Text) != plain(was) {
			p.Source = ""
		}
		check.Require(len([]rune(p.Text)) <= maxText, p.Key, "This must be at most 4,000 characters")
		check.Require(p.Key != "reason" || p.Text != "", "reason", "Say why now, and what is asked for")
		if p.Key == "safety" && p.Text != "" {
			clear := func(answer string) bool { return answer == "yes" || answer == "partly" }
			check.Require(s.About != "no" && (clear(standing) || clear(s.About)), "safety", "What is said about safety goes to a service only when the person agreed to share with it. If somebody is in danger now, use the urgent routes and speak to a person")
			check.Require(!s.Stale, "safety", "Nobody has confirmed lately that the contact of this service is right. Ring them, confirm the entry, then write about safety")
		}
		parts = append(parts, p)
	}
	check.Require(len([]rune(c.Own)) <= maxText, "own", "The person’s own words must be at most 4,000 characters")
	for _, f := range [][2]string{{"note", c.Note}, {"why", c.Why}, {"told", c.Told}} {
		check.Require(len([]rune(f[1])) <= 1000, f[0], "This must be at most 1,000 characters")
	}
	return parts, &check
}

func plain(s string) string { return strings.Join(strings.Fields(s), " ") }

func write(tx *gate.Tx, c Prepare, s Sheet, parts []Part, standing, to, sender string) (string, error) {
	body, err := json.Marshal(parts)
	if err != nil {
		return "", err
	}
	owner, err := holder(tx, s.Person, sender)
	if err != nil {
		return "", err
	}
	id := tx.NewID()
	if _, err := tx.Exec("INSERT INTO onward_request ("+requestColumns+") VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18,$19,$20,$21,'',NULL,NULL,'','',NULL,NULL,NULL,NULL,'',NULL,$22,'',NULL,1)",
		id, s.Person.ID, s.Person.PCN, s.Person.Practice, s.Service.ID, s.Service.Name, s.Service.Kind, to, c.Way, string(body), c.Own, standing, c.Why, c.Told, c.After,
		tx.Now, tx.Actor.ID, tx.Actor.Name, sender, owner, Ready, false); err != nil {
		return "", err
	}
	h, err := load(tx, id)
	if err != nil {
		return "", err
	}
	return h.happened(tx, Event{What: Ready, OnDay: tx.Today(), Source: tx.Actor.Name, Owner: owner}, "prepared an onward request")
}

// holder says who looks after an onward request: the practitioner in post who
// holds the person, else the sender when in post, else the team lead.
func holder(tx *gate.Tx, p person.Person, sender string) (string, error) {
	team, err := workforce.InPost(tx, p.PCN, tx.Today())
	if err != nil {
		return "", err
	}
	inPost := func(id string) bool {
		return id != "" && slices.ContainsFunc(team, func(t workforce.Practitioner) bool { return t.ID == id })
	}
	ids, err := person.Same(tx, p.ID)
	if err != nil {
		return "", err
	}
	episodes, err := episode.OfPeople(tx, ids)
	if err != nil {
		return "", err
	}
	for i := len(episodes) - 1; i >= 0; i-- {
		if e := episodes[i]; e.State == "open" && e.PCN == p.PCN && inPost(e.Holder) {
			return e.Holder, nil
		}
	}
	if inPost(sender) {
		return sender, nil
	}
	return Lead, nil
}
