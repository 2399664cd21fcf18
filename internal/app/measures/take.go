package measures

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/account"
	"footbridge/internal/app/episode"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/person"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
	"footbridge/internal/measure"
)

// Draft is the kind of the drafts of this room, about "<person>:<instrument>".
const Draft = "measure"

// MaxWhy is the most that a reason, or what was told and done, may have, in
// characters.
const MaxWhy = 1_000

// How a score came.
const (
	InRoom     = ""
	OnPaper    = "paper"
	ByLink     = "link"
	AsTotal    = "total"
	ByResponse = "response"
)

// Raters are who may have answered, value and words. Results of different
// raters are never compared.
var Raters = [][2]string{{"", "The person"}, {"parent or carer", "A parent or carer, about the person"}, {"clinician", "A clinician, about the person"}}

// RaterWords says who answered, "" for the person.
func RaterWords(rater string) string {
	for _, r := range Raters {
		if r[0] == rater && rater != "" {
			return r[1]
		}
	}
	return ""
}

// Take keeps the answers to a questionnaire, or only a total that
// somebody else worked out. What was not answered is measure.NotAnswered and
// never counts as 0; without all answers there may be no total, and the page
// says why.
//
// A safety item that was answered above 0 is never saved silently: the actor
// says who was told and what was done, and that is kept with their name and
// the time. Faults name the fields item-1 …, extra-10, total, on, told, done
// and person. It answers with the score's id.
type Take struct {
	Person     string
	Instrument string // code
	On         calendar.Date
	Paper      bool   // answered on paper
	Rater      string // who answered, one of Raters
	Response   string // a FHIR QuestionnaireResponse of an imported questionnaire, instead of the answers
	Answers    []int  // in the order of the items, as they stand on paper
	Extras     []int  // in the order of the extras; may be left out
	ScoreOnly  bool
	Total      int    // with ScoreOnly
	Told       string // with a positive safety item: who was told
	Done       string // and what was done
}

// Needs names the permission.
func (Take) Needs() access.Permission { return access.WriteCare }

// Do scores, checks and writes.
func (c Take) Do(_ context.Context, tx *gate.Tx) (string, error) {
	p, err := person.Load(tx, c.Person)
	if err != nil {
		return "", err
	}
	inst, err := toolFor(tx, p.PCN, c.Instrument)
	if err != nil {
		return "", err
	}
	e, err := openFor(tx, p)
	if err != nil {
		return "", err
	}
	c.Told, c.Done = strings.TrimSpace(c.Told), strings.TrimSpace(c.Done)
	var check fault.Check
	checkDay(&check, c.On, p.BornOn, tx.Today())
	check.Require(slices.ContainsFunc(Raters, func(r [2]string) bool { return r[0] == c.Rater }), "rater", "Choose who answered")
	result, k := c.score(inst, &check)
	positive := result.Safety == measure.SafetyPositive
	if positive {
		check.Require(c.Told != "", "told", "Item %d was answered above 0: say who was told, or whom you talked with", result.SafetyItem)
		check.Require(c.Done != "", "done", "Item %d was answered above 0: say what was done", result.SafetyItem)
	}
	check.Require(len([]rune(c.Told)) <= MaxWhy, "told", "Who was told must be at most 1,000 characters")
	check.Require(len([]rune(c.Done)) <= MaxWhy, "done", "What was done must be at most 1,000 characters")
	if err := check.Err(); err != nil {
		return "", err
	}
	if err := account.EndDraft(tx, Draft, p.ID+":"+inst.Code); err != nil {
		return "", err
	}
	k.person, k.episode, k.pcn, k.tool, k.on, k.result, k.rater = p.ID, e, p.PCN, inst, c.On, result, c.Rater
	if k.how == InRoom && c.Paper {
		k.how = OnPaper
	}
	if positive {
		k.told, k.done = c.Told, c.Done
	}
	id, err := k.write(tx)
	if err != nil {
		return "", err
	}
	return id, endAsked(tx, p.ID, inst.Code, tx.Actor.Name+" recorded it")
}

// kept is what is written down of a questionnaire.
type kept struct {
	person, episode, pcn string
	tool                 Tool
	answers, extras      string
	result               measure.Result
	on                   calendar.Date
	how, rater, stated   string
	byID, byName         string // the actor when left out
	told, done           string // of a positive safety item, acknowledged by the actor
}

// write writes it. The caller has checked that a positive safety item is
// acknowledged.
func (k kept) write(tx *gate.Tx) (string, error) {
	if k.byID == "" {
		k.byID, k.byName = tx.Actor.ID, tx.Actor.Name
	}
	if k.result.Safety == measure.SafetyPositive && (k.told == "" || k.done == "") {
		return "", fmt.Errorf("a positive safety item of %s would be saved silently", k.tool.Name)
	}
	id := tx.NewID()
	var at any
	var by, name string
	said := "recorded " + k.tool.Name
	if k.result.Safety == measure.SafetyPositive {
		at, by, name = tx.Now, tx.Actor.ID, tx.Actor.Name
		said += "; its safety item was acknowledged"
	}
	tx.TouchedAt("measure", id, k.person, k.pcn, said)
	_, err := tx.Exec("INSERT INTO measure_taken ("+scoreColumns+") VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18,NULL,'','','',$19,$20,$21)",
		id, k.person, k.episode, k.pcn, k.tool.Code, k.tool.Version, k.answers, k.extras, k.result.Total, k.on, tx.Now, k.byID, k.byName,
		at, by, name, k.told, k.done, k.how, k.rater, k.stated)
	return id, err
}

// openFor gives the open episode to which a score belongs. Somebody without
// one has not come yet.
func openFor(tx *gate.Tx, p person.Person) (string, error) {
	list, err := episode.OfPerson(tx, p.ID)
	if err != nil {
		return "", err
	}
	for _, e := range list {
		if e.State == "open" && e.PCN == p.PCN {
			return e.ID, nil
		}
	}
	return "", fault.Wrong("person", "%s has no open episode. Book them, or write down a contact, first", p.Name())
}

func checkDay(check *fault.Check, on, born, today calendar.Date) {
	check.Require(!on.IsZero(), "on", "Enter the day")
	check.Require(!on.After(today), "on", "The day must be today or in the past")
	check.Require(on.IsZero() || !on.Before(today.AddYears(-2)), "on", "The day must be within the last two years")
	check.Require(on.IsZero() || born.IsZero() || !on.Before(born), "on", "This is before the person was born")
}

// score scores what was given and notes what is wrong with it.
func (c Take) score(inst Tool, check *fault.Check) (r measure.Result, k kept) {
	var err error
	switch {
	case c.Response != "":
		return c.response(inst, check)
	case c.ScoreOnly:
		k.how = AsTotal
		r, err = inst.FromTotal(c.Total)
		note(check, err)
		return r, k
	case inst.OnlyTotal():
		check.Fail("total", "Only the total of %s can be recorded", inst.Name)
		return r, k
	case inst.Import != nil && !inst.Import.MayScore():
		check.Fail("item-1", "%s can't be scored: %s", inst.Name, strings.Join(inst.Import.Refused, ". "))
		return r, k
	}
	if r, err = inst.Score(c.Answers); err != nil {
		note(check, err)
		return r, k
	}
	check.Require(r.Answered > 0, "item-1", "Nothing is answered yet. What you can't ask today can be asked another day")
	k.answers = jsonList(c.Answers)
	k.extras = checkExtras(inst, c.Extras, check)
	return r, k
}

// checkExtras notes what is wrong with the answers that are never scored.
func checkExtras(inst Tool, extras []int, check *fault.Check) string {
	if len(extras) == 0 {
		extras = slices.Repeat([]int{measure.NotAnswered}, len(inst.Extras))
	}
	if len(extras) != len(inst.Extras) {
		check.Fail("extras", "%s has %d further questions, not %d", inst.Name, len(inst.Extras), len(extras))
		return ""
	}
	for i, x := range inst.Extras {
		ok := extras[i] == measure.NotAnswered
		for _, o := range inst.OptionsOf(x) {
			ok = ok || o.Value == extras[i]
		}
		check.Require(ok, fmt.Sprintf("extra-%d", x.Number), "This question has no answer %d", extras[i])
	}
	return jsonList(extras)
}

// response reads a FHIR response. Its total is worked out anew; what it states
// itself is kept beside, to show the difference.
func (c Take) response(inst Tool, check *fault.Check) (r measure.Result, k kept) {
	k.how = ByResponse
	if inst.Import == nil {
		check.Fail("response", "A response can be read only for a questionnaire that your network imported")
		return r, k
	}
	f, err := inst.Import.Fill([]byte(c.Response))
	if err != nil {
		check.Fail("response", "%s", fault.Says(err))
		return r, k
	}
	for _, why := range f.Refused {
		check.Fail("response", "%s", why)
	}
	check.Require(f.Answered > 0, "response", "Nothing is answered in this response")
	f.Code, f.Version = inst.Code, inst.Version
	if f.Recorded != nil {
		k.stated = *f.Recorded
	}
	k.answers = jsonList(f.Answers)
	return f.Result, k
}

func note(check *fault.Check, err error) {
	for _, f := range fault.FieldsOf(err) {
		check.Fail(f.Name, "%s", f.Message)
	}
}

func jsonList(list []int) string {
	if len(list) == 0 {
		return ""
	}
	raw, _ := json.Marshal(list) // whole numbers always can
	return string(raw)
}
