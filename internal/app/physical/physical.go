// Package physical is the room of physical health in severe mental illness:
// who is on the register as far as is known here, the six checks with what was
// found and where, what is due, who was asked, and the QOF indicators of a
// year over what is known here. The GP record is the source for QOF. Nothing
// is changed or removed: what is new is a later record.
package physical

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"footbridge/internal/calendar"
	"footbridge/internal/policy"
)

// Unit is one way in which a check is measured, with what is plausible. Second
// is for a second number: the diastolic pressure, the height.
type Unit struct {
	Key, Text  string
	Name       string // of the first number
	From, To   float64
	Second     string // its name, "" when there is none
	SecondFrom float64
	SecondTo   float64
	SecondUnit string
	SecondMay  bool // it may be left out
	Whole      bool
	Words      []string // what is chosen instead of a number
}

// Element is one of the six checks.
type Element struct {
	Key, Text string
	Units     []Unit
}

// Elements are the six, in the order of a page.
var Elements = []Element{
	{"alcohol", "Alcohol", []Unit{
		{Key: "units", Text: "Units a week", Name: "Units a week", To: 500},
		{Key: "audit-c", Text: "AUDIT-C", Name: "AUDIT-C total", To: 12, Whole: true},
	}},
	{"glucose", "Glucose or HbA1c", []Unit{
		{Key: "hba1c", Text: "HbA1c, mmol/mol", Name: "HbA1c", From: 15, To: 200, Whole: true},
		{Key: "glucose", Text: "Blood glucose, mmol/L", Name: "Glucose", From: 1, To: 60},
	}},
	{"bp", "Blood pressure", []Unit{
		{Key: "mmhg", Text: "mmHg", Name: "Systolic (the upper number)", From: 50, To: 300, Second: "Diastolic (the lower number)", SecondFrom: 20, SecondTo: 200, SecondUnit: "mmHg", Whole: true},
	}},
	{"bmi", "Weight and body mass index", []Unit{
		{Key: "weight", Text: "Weight in kg, with height in cm", Name: "Weight", From: 20, To: 400, Second: "Height", SecondFrom: 100, SecondTo: 250, SecondUnit: "cm", SecondMay: true},
		{Key: "bmi", Text: "Body mass index, kg/m²", Name: "Body mass index", From: 10, To: 100},
	}},
	{"lipids", "Lipids", []Unit{
		{Key: "cholesterol", Text: "Total cholesterol and HDL, mmol/L", Name: "Total cholesterol", From: 0.5, To: 30, Second: "HDL", SecondFrom: 0.1, SecondTo: 10, SecondUnit: "mmol/L", SecondMay: true},
	}},
	{"smoking", "Smoking", []Unit{
		{Key: "status", Text: "Status", Words: []string{"Never smoked", "Used to smoke", "Smokes"}},
	}},
}

// ElementOf gives an element by its key.
func ElementOf(key string) (Element, bool) {
	i := slices.IndexFunc(Elements, func(e Element) bool { return e.Key == key })
	if i < 0 {
		return Element{}, false
	}
	return Elements[i], true
}

// Unit gives one of its units.
func (e Element) Unit(key string) (Unit, bool) {
	i := slices.IndexFunc(e.Units, func(u Unit) bool { return u.Key == key })
	if i < 0 {
		return Unit{}, false
	}
	return e.Units[i], true
}

// What a record says of a check. No record at all is none of them.
const (
	Done        = "done"
	Declined    = "declined"
	NotAsked    = "not asked"
	NotSuitable = "not suitable"
	Invited     = "invited"
)

// Answers are they, value and text.
var Answers = [][2]string{{Done, "Done"}, {Declined, "The person declined"}, {Invited, "Invited, no answer yet"}, {NotAsked, "Not asked this time"}, {NotSuitable, "Not suitable for this person"}}

// Sources are where a check was done, value and text.
var Sources = [][2]string{{"surgery", "At the surgery"}, {"us", "By us"}, {"hospital", "In hospital or by secondary care"}, {"told", "The person told us"}}

// Follows are what was offered after a check.
var Follows = [][2]string{{"", "Nothing is needed"}, {"offered", "Follow-up offered and taken"}, {"declined", "Follow-up offered and declined"}, {"asked", "The surgery was asked to look at it"}}

func textOf(list [][2]string, key string) string {
	for _, x := range list {
		if x[0] == key {
			return x[1]
		}
	}
	return key
}

// Check is one record of one of the six.
type Check struct {
	ID          string
	Person      string
	PCN         string `db:"pcn"`
	Element     string
	Answer      string
	OnDay       calendar.Date
	Unit        string
	First       *float64
	Second      *float64
	Words       string // the smoking status; or why, for what was not done
	Source      string
	Follow      string
	FollowWords string
	At          calendar.Instant
	ByID        string
	ByName      string

	WithdrawnName string
	WithdrawnWhy  string
	WithdrawnAt   calendar.Instant
}

const fromCheck = `SELECT c.id, c.person, c.pcn, c.element, c.answer, c.on_day, c.unit, c.first, c.second, c.words, c.source, c.follow, c.follow_words, c.at, c.by_id, c.by_name,
	w.by_name AS withdrawn_name, w.why AS withdrawn_why, w.at AS withdrawn_at FROM physical_check c LEFT JOIN physical_withdrawn w ON w.check_id = c.id `

// Holds reports whether it was not entered in error.
func (c Check) Holds() bool { return c.WithdrawnAt.IsZero() }

// AnswerText, SourceText and FollowText put what is stored into words.
func (c Check) AnswerText() string { return textOf(Answers, c.Answer) }

// SourceText says where it was done.
func (c Check) SourceText() string { return textOf(Sources, c.Source) }

// FollowText says what was offered after it.
func (c Check) FollowText() string { return textOf(Follows, c.Follow) }

// ElementText names the check.
func (c Check) ElementText() string { e, _ := ElementOf(c.Element); return e.Text }

// BMI gives the body mass index in kg/m²: as it was recorded, or weight
// through the square of height. ok is false when there is none.
func (c Check) BMI() (bmi float64, ok bool) {
	switch {
	case c.Element != "bmi" || c.Answer != Done || c.First == nil:
		return 0, false
	case c.Unit == "bmi":
		return *c.First, true
	case c.Second == nil:
		return 0, false
	}
	m := *c.Second / 100
	return *c.First / (m * m), true
}

// Value says what was found: "128/82 mmHg", "HbA1c 41 mmol/mol".
func (c Check) Value() string {
	if c.Answer != Done {
		return c.AnswerText()
	}
	if c.First == nil {
		return c.Words
	}
	one := number(*c.First)
	switch c.Unit {
	case "units":
		return one + " units a week"
	case "audit-c":
		return "AUDIT-C " + one
	case "hba1c":
		return "HbA1c " + one + " mmol/mol"
	case "glucose":
		return "Glucose " + one + " mmol/L"
	case "mmhg":
		return one + "/" + number(*c.Second) + " mmHg"
	case "weight":
		s := one + " kg"
		if b, ok := c.BMI(); ok {
			s += fmt.Sprintf(", %s cm, BMI %.1f", number(*c.Second), b)
		}
		return s
	case "bmi":
		return "BMI " + one
	case "cholesterol":
		s := "Total cholesterol " + one
		if c.Second != nil {
			s += ", HDL " + number(*c.Second)
		}
		return s + " mmol/L"
	}
	return one
}

func number(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

// Due gives the day from which a check is due again that was done on a day:
// so many months later as the rule of that day says. The zero date for a check
// that was never done.
func Due(done calendar.Date) calendar.Date {
	if done.IsZero() {
		return done
	}
	months := 12
	if v, ok := policy.CheckInterval.On(done); ok {
		months = v.Value
	}
	return done.AddMonths(months)
}

// IsDue reports whether a check is due on a day: never done, or the day of
// Due has come.
func IsDue(done, day calendar.Date) bool { return done.IsZero() || !day.Before(Due(done)) }

// Flag is what is known of a person and the register; the newest one holds.
type Flag struct {
	ID            string
	Person        string
	PCN           string `db:"pcn"`
	State         string // "on", "remission" or "off"
	OnDay         calendar.Date
	Source        string // who says so: "GP record, Dr Marsh"
	Held          string // "gp", "secondary" or ""
	DiagnosedOn   calendar.Date
	Antipsychotic string // "yes", "no", "" for not known: in the last six months
	Heart         string // cardiovascular disease, likewise
	Why           string // for being taken off, or a change
	At            calendar.Instant
	ByID          string
	ByName        string
}

const flagColumns = "id, person, pcn, state, on_day, source, held, diagnosed_on, antipsychotic, heart, why, at, by_id, by_name"

// States are what a flag says, value and text.
var States = [][2]string{{"on", "On the register"}, {"remission", "On the register, in remission"}, {"off", "Not on the register any more"}}

// Helds are who is responsible for the checks, value and text.
var Helds = [][2]string{{"gp", "The GP practice"}, {"secondary", "Secondary care"}, {"", "Not known"}}

// StateText says it in words.
func (f Flag) StateText() string { return textOf(States, f.State) }

// HeldText says who is responsible.
func (f Flag) HeldText() string { return textOf(Helds, f.Held) }

// On reports whether somebody is on the register, in remission or not.
func (f Flag) On() bool { return f.State == "on" || f.State == "remission" }

// Ask is who was asked to do which checks.
type Ask struct {
	ID       string
	Person   string
	PCN      string `db:"pcn"`
	Elements string // keys, with commas
	Whom     string
	AskedOn  calendar.Date
	DueOn    calendar.Date
	Words    string
	At       calendar.Instant
	ByID     string
	ByName   string

	EndedWhy  string
	EndedName string
	EndedAt   calendar.Instant

	Left []string `db:"-"` // names of the checks without a record since it was asked
}

const fromAsk = `SELECT a.id, a.person, a.pcn, a.elements, a.whom, a.asked_on, a.due_on, a.words, a.at, a.by_id, a.by_name, e.why AS ended_why, e.by_name AS ended_name, e.at AS ended_at
	FROM physical_ask a LEFT JOIN physical_ask_end e ON e.ask = a.id `

// Open reports whether something that was asked is still without a record.
func (a Ask) Open() bool { return a.EndedAt.IsZero() && len(a.Left) > 0 }

// ElementsText names what was asked for.
func (a Ask) ElementsText() string {
	return strings.Join(elementNames(strings.Split(a.Elements, ",")), ", ")
}

func elementNames(keys []string) []string {
	var out []string
	for _, k := range keys {
		if e, ok := ElementOf(k); ok {
			out = append(out, e.Text)
		}
	}
	return out
}

// answer notes which checks have no record since the ask.
func (a *Ask) answer(checks []Check) {
	for _, k := range strings.Split(a.Elements, ",") {
		if !slices.ContainsFunc(checks, func(c Check) bool {
			return c.Element == k && c.Holds() && (c.Answer == Done || c.Answer == Declined || c.Answer == NotSuitable) && !c.OnDay.Before(a.AskedOn)
		}) {
			a.Left = append(a.Left, elementNames([]string{k})...)
		}
	}
}
