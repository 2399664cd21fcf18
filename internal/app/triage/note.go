package triage

import (
	"context"
	"encoding/json"
	"net/url"
	"slices"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/account"
	"footbridge/internal/app/diary"
	"footbridge/internal/app/episode"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/network"
	"footbridge/internal/app/workforce"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// DraftTriage is the kind of draft of a triage note; it is about a request.
const DraftTriage = "triage"

// SafetyAsked are the questions about safety that a triage asks plainly. Each
// is asked, not asked, or the person declined; none is counted or added up.
var SafetyAsked = []struct{ Key, Text string }{
	{"thoughts", "Thoughts of ending their life or of harming themselves or somebody else"},
	{"plans", "Plans"},
	{"intent", "Whether they mean to do it"},
	{"means", "What they could do it with, and whether it is at hand"},
}

// Answers to a question about safety.
const (
	Asked    = "asked"
	NotAsked = "not asked"
	Declined = "declined"
)

// Outcome is what a triage led to.
type Outcome struct {
	Key, Text string
	Stays     bool // the request stays open: something happens here next
}

// Outcomes are what a triage can lead to.
var Outcomes = []Outcome{
	{"appointment", "An appointment with a practitioner here, or a brief intervention", true},
	{"more", "More to find out first", true},
	{"meeting", "To be talked about in the team meeting", true},
	{"pharmacist", "A medication review by the pharmacist", true},
	{"link worker", "The social prescribing link worker", true},
	{"self-management", "Self-management, with a follow-up", true},
	{"advice", "Advice only", false},
	{"talking therapies", "NHS Talking Therapies", false},
	{"secondary", "A secondary mental health team", false},
	{"urgent", "Crisis or urgent help", false},
	{"gp", "The GP", false},
	{"other", "Another service", false},
}

func outcome(key string) (Outcome, bool) {
	i := slices.IndexFunc(Outcomes, func(o Outcome) bool { return o.Key == key })
	if i < 0 {
		return Outcome{}, false
	}
	return Outcomes[i], true
}

// Parts are what a triage note says, in the order of its page: safety is
// explored before the background.
type Parts struct {
	Question string // what is asked for, in words
	Identity string // identity, safe contact and needs: "checked", "not asked", "declined"
	Consent  string // to share with those who need to know: "yes", "no", "not asked"
	Criteria []Met
	Decision string // what a person decided when something is not met, and the way onward

	Situation string // what is happening now
	Matters   string // what matters to the person

	Safety    map[string]string // by key of SafetyAsked: Asked, NotAsked, Declined
	Words     string            // what the person said, what changes things, what helps
	Now       string            // does something have to happen at once: "yes", "no", "unsure"
	Contacted string            // who was contacted, when, and what they said

	Background string
	Strengths  string

	Understanding string // what both made of it

	Response string // how soon, when this note chose it
	Why      string
	NextStep string
	Holder   string // the name of whoever holds it from here
	StepOn   calendar.Date

	Outcome  string // a key of Outcomes
	Ended    bool
	EndedWhy string
	Onward   string
	Told     string
	Net      string // what to do if it gets worse was given: "yes", "no"

	Consulted string // with whom it was talked over
}

// Met is one criterion of the service as it was answered.
type Met struct{ Text, Met string }

// OutcomeText names the outcome as a page does.
func (p Parts) OutcomeText() string {
	o, _ := outcome(p.Outcome)
	return o.Text
}

// Note is one signed triage note.
type Note struct {
	ID       string
	Request  string
	Person   string
	Episode  string
	PCN      string `db:"pcn"`
	Text     string `db:"parts" json:"-"`
	Parts    Parts  `db:"-"`
	ByID     string
	ByName   string
	ByRole   string
	SignedAt calendar.Instant
}

func notesOf(tx *gate.Tx, request string) ([]Note, error) {
	list, err := db.All[Note](tx.Tx, "SELECT id, request, person, episode, pcn, parts, by_id, by_name, by_role, signed_at FROM triage_note WHERE request = $1 ORDER BY signed_at, id", request)
	for i := range list {
		if err := json.Unmarshal([]byte(list[i].Text), &list[i].Parts); err != nil {
			return nil, err
		}
	}
	return list, err
}

// SignNote signs a triage note. Several may be signed about one request; each
// stays as it was signed. Whoever is named holds the request from then on.
// Without is asked once for a request. When the note ends the request, the
// person has been told by somebody, somehow, at some time, and it says so; a
// booking to come has to be settled first.
//
// Faults name the fields of the form. It answers with the note's id.
type SignNote struct {
	ID      string // of the request
	Version int
	Parts   Parts
	Holder  string           // a practitioner in post
	Answers []episode.Answer // to the agreement's criteria, by key
	Without string           // one of Withouts
	Saves   int              // how many saves of the draft the writer knows of
}

// Needs names the permission.
func (SignNote) Needs() access.Permission { return access.WriteCare }

// Do checks and signs.
func (c SignNote) Do(_ context.Context, tx *gate.Tx) (string, error) {
	h, err := change(tx, c.ID, c.Version)
	if err != nil {
		return "", err
	}
	own, err := me(tx)
	if err != nil {
		return "", err
	}
	a, err := network.AgreementOn(tx, h.Request.PCN, tx.Today())
	if err != nil {
		return "", fault.Refused("No agreement is in force for this network")
	}
	team, err := workforce.InPost(tx, h.Request.PCN, tx.Today())
	if err != nil {
		return "", err
	}
	p := &c.Parts
	if svc, ok := a.Terms.ServiceFor(h.Request.Service); ok {
		p.Criteria = nil
		for _, j := range diary.JudgeCriteria(svc, h.Who, tx.Today(), c.Answers) {
			p.Criteria = append(p.Criteria, Met{j.Text, j.Met})
		}
	}
	if err := c.check(h, team); err != nil {
		return "", err
	}
	if c.Without != "" {
		if h.Record.Without != "" {
			return "", fault.Moved("%s has asked this already, at %s: %s. It is asked once", h.Record.WithoutName, h.Record.WithoutAt.Long(), h.Record.Without)
		}
		h.Record.Without, h.Record.WithoutName, h.Record.WithoutAt = c.Without, tx.Actor.Name, tx.Now
	}
	if p.Response != "" {
		if err := h.respond(tx, a.Terms, p.Response, p.Why); err != nil {
			return "", err
		}
	}
	if err := c.endDraft(tx); err != nil {
		return "", err
	}
	holder := own
	if !p.Ended {
		i := slices.IndexFunc(team, func(x workforce.Practitioner) bool { return x.ID == c.Holder })
		holder = team[i]
		h.Record.NextStep, h.Record.StepOn = p.NextStep, p.StepOn
	} else {
		h.Record.NextStep, h.Record.StepOn = "", calendar.Date{}
	}
	p.Holder = holder.Name
	if p.Ended {
		if err := h.free(tx); err != nil {
			return "", err
		}
	}
	keep := holder.ID
	if p.Ended && h.Episode.Holder != "" {
		keep = h.Episode.Holder
	}
	if err := h.holdBy(tx, keep); err != nil {
		return "", err
	}
	text, err := json.Marshal(p)
	if err != nil {
		return "", err
	}
	id := tx.NewID()
	if _, err := tx.Exec("INSERT INTO triage_note (id, request, person, episode, pcn, parts, by_id, by_name, by_role, signed_at) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10)",
		id, h.Request.ID, h.Request.Person, h.Request.Episode, h.Request.PCN, string(text), tx.Actor.ID, tx.Actor.Name, own.RoleType, tx.Now); err != nil {
		return "", err
	}
	if err := happened(tx, h, "triage note signed", ""); err != nil {
		return "", err
	}
	if p.Ended {
		return id, episode.EndRequest(tx, h.Request, episode.Ending{Why: p.EndedWhy, Onward: p.Onward, Told: p.Told})
	}
	return id, nil
}

// check says what is missing or wrong in what was written.
func (c *SignNote) check(h held, team []workforce.Practitioner) error {
	var check fault.Check
	p := &c.Parts
	one := func(value, field, missing string, of ...string) {
		check.Require(slices.Contains(of, value), field, "%s", missing)
	}
	text := func(value *string, field, missing string) {
		*value = strings.TrimSpace(*value)
		check.Require(*value != "" || missing == "", field, "%s", missing)
		check.Require(len([]rune(*value)) <= maxText, field, "This must be at most 20,000 characters")
	}
	text(&p.Question, "question", "")
	one(p.Identity, "identity", "Say whether identity, safe contact and needs were checked", "checked", NotAsked, Declined)
	one(p.Consent, "consent", "Say what was answered about sharing", "yes", "no", NotAsked)
	text(&p.Decision, "decision", "")
	unmet := slices.ContainsFunc(p.Criteria, func(m Met) bool { return m.Met == "no" })
	check.Require(!unmet || p.Decision != "", "decision", "Something is not met: say what you decided, and the way onward. Nobody is turned away without one")
	text(&p.Situation, "situation", "Write what is happening now")
	text(&p.Matters, "matters", "")
	for _, s := range SafetyAsked {
		one(p.Safety[s.Key], "safety-"+s.Key, "Say whether this was asked: "+s.Text, Asked, NotAsked, Declined)
	}
	text(&p.Words, "words", "")
	one(p.Now, "now", "Say whether something has to happen at once", "yes", "no", "unsure")
	text(&p.Contacted, "contacted", "")
	check.Require(p.Now != "yes" && p.Now != "unsure" || p.Contacted != "", "contacted", "Write who was contacted, when, and what they said")
	text(&p.Background, "background", "")
	text(&p.Strengths, "strengths", "")
	text(&p.Understanding, "understanding", "")
	if p.Response == "" {
		p.Why = ""
		check.Require(h.Record.Response != "", "response", "Choose how soon, from the service’s own list")
	}
	p.Why = strings.TrimSpace(p.Why)
	o, known := outcome(p.Outcome)
	check.Require(known, "outcome", "Choose what this led to")
	check.Require(!p.Ended || !o.Stays, "ends", "%s: something happens here next, so the request stays open", o.Text)
	one(p.Net, "net", "Say whether you said what to do if it gets worse", "yes", "no")
	line(&check, &p.NextStep, "next", "")
	line(&check, &p.Consulted, "consulted", "")
	if p.Ended {
		p.NextStep, p.StepOn = "", calendar.Date{}
		if err := (episode.Ending{Why: p.EndedWhy, Onward: p.Onward, Told: p.Told}).Check(); err != nil {
			for _, f := range fault.FieldsOf(err) {
				field := f.Name
				if field == "why" { // the form has another reason of this name
					field = "ending"
				}
				check.Fail(field, "%s", f.Message)
			}
		}
	} else {
		p.EndedWhy, p.Onward, p.Told = "", "", ""
		check.Require(p.NextStep != "", "next", "Write what happens next")
		check.Require(!p.StepOn.IsZero(), "step", "Enter the day by which it happens")
		check.Require(slices.ContainsFunc(team, func(x workforce.Practitioner) bool { return x.ID == c.Holder }), "holder", "Choose who holds it from here")
	}
	if h.Record.Without == "" {
		one(c.Without, "without", "Choose what would have happened without the practitioner; “Not known” is an answer", Withouts...)
	}
	return check.Err()
}

// free makes sure that nothing hangs on an episode that would close.
func (h held) free(tx *gate.Tx) error {
	last, err := episode.LastOpen(tx, h.Request)
	if err != nil || !last {
		return err
	}
	list, err := cards(tx, h.Request.PCN, []episode.Request{h.Request})
	if err != nil {
		return err
	}
	if list[0].Booked() || list[0].Waiting {
		return fault.Wrong("ends", "There is still a booking to come or a place on the waiting list: settle it first")
	}
	return nil
}

// endDraft ends the writer's draft. When another window saved something that
// is not in what is sent, nothing is signed and nothing is thrown away.
func (c SignNote) endDraft(tx *gate.Tx) error {
	d, err := account.ReadDraft{Kind: DraftTriage, Subject: c.ID}.Ask(context.Background(), tx)
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if d.Saves > c.Saves {
		values, err := url.ParseQuery(d.Body)
		if err != nil {
			return err
		}
		p := c.Parts
		for field, sent := range map[string]string{"situation": p.Situation, "matters": p.Matters, "words": p.Words, "background": p.Background, "strengths": p.Strengths, "understanding": p.Understanding} {
			if !strings.Contains(plain(sent), plain(values.Get(field))) {
				return fault.Moved("You wrote something else in this draft in another window, saved at %s. It is shown below; nothing was signed and nothing was overwritten", d.SavedAt.Clock())
			}
		}
	}
	return account.EndDraft(tx, DraftTriage, c.ID)
}

func plain(s string) string { return strings.Join(strings.Fields(s), " ") }

// NoteForm asks for what the form of a triage note needs.
type NoteForm struct{ ID string }

// Desk is the answer.
type Desk struct {
	Full
	Times    []network.ResponseTime
	Criteria []diary.Judged
	Draft    *account.Draft
}

// Needs names the permission.
func (NoteForm) Needs() access.Permission { return access.WriteCare }

// Ask gathers it.
func (q NoteForm) Ask(ctx context.Context, tx *gate.Tx) (Desk, error) {
	var d Desk
	var err error
	if d.Full, err = ByID(q).Ask(ctx, tx); err != nil {
		return d, err
	}
	a, err := network.AgreementOn(tx, d.Request.PCN, tx.Today())
	if err != nil {
		return d, fault.Refused("No agreement is in force for this network")
	}
	d.Times = a.Terms.ResponseTimes
	if svc, ok := a.Terms.ServiceFor(d.Request.Service); ok {
		d.Criteria = diary.JudgeCriteria(svc, d.Who, tx.Today(), d.Request.Answers)
	}
	draft, err := account.ReadDraft{Kind: DraftTriage, Subject: q.ID}.Ask(ctx, tx)
	if fault.Is(err, fault.NotFound) {
		return d, nil
	}
	d.Draft = &draft
	return d, err
}
