package hiring

import (
	"context"
	"encoding/json"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/network"
	"footbridge/internal/app/workforce"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
	"footbridge/internal/policy"
)

// Text is the recruitment pack: what the job is, who is looked for, the advert,
// and what is asked in the interview. One line is one item; a line that stands
// in the source's words of ours carries its source, any other is the
// network's own.
type Text struct {
	Summary   string
	Duties    []string
	Essential []string
	Desirable []string
	Advert    string
	Questions []string
}

// Criteria are the lines of the person specification by which applications are
// marked, the essential ones first.
func (t Text) Criteria() []string {
	return append(append([]string(nil), t.Essential...), t.Desirable...)
}

// Line is an item with where it is from.
type Line struct{ Text, Source string }

// Own is the source of a line that was written or changed here.
const Own = "Written here"

const (
	hub        = "BNSSG Training Hub, Mental Health Practitioners"
	hubCharter = hub + " (characteristics from a band 6 job description of AWP)"
	england    = "NHS England, Mental health practitioners"
	contract   = "Network Contract DES, Annex B, B14.2, through " + hub
)

// duty is a line of a job description, with whom it fits.
type duty struct {
	text, source string
	models       string // "" for all; "independent", "joint"
	service      string // "" for both
	from         int    // the lowest band, as a digit
}

var duties = []duty{
	{"Be a bridge between primary care and specialist mental health services, in practices or in the neighbourhood", england, "", "", 4},
	{"Help adults and older adults who come through primary care to set goals that they can reach, and to use what their community offers", hub, "", "adult", 4},
	{"Help children and young people who come to primary care with a mental health need, known or suspected, and give their families and practices advice", england, "", "cyp", 4},
	{"See people whose needs Talking Therapies can’t meet and who are not seen by specialist services", hub, "", "adult", 4},
	{"Support people with severe mental illness who are stable enough to be cared for in primary care", hub, "", "adult", 5},
	{"Support young adults who move from children’s to adult services", hub, "", "", 5},
	{"Prescribe and review medicines, where qualified to", hub, "independent", "", 6},
	{"Help the practice with its physical health checks and registers (QOF)", hub, "independent", "", 5},
	{"Draw on the provider’s services and take part in its supervision, check-ins and team meetings", hub, "joint", "", 4},
}

// characteristics are the lines of a person specification, in our own words.
var characteristics = []duty{
	{"Questions what others take for granted, with tact", hubCharter, "", "", 5},
	{"Has taught or trained colleagues who are not mental health specialists", hubCharter, "", "", 6},
	{"Listens so that people feel understood, and checks that they were", hubCharter, "", "", 4},
	{"Speaks clearly with anybody, also when something has to be said firmly", hubCharter, "", "", 4},
	{"Writes clear notes and reports, and can work with figures", hubCharter, "", "", 4},
	{"Knows specialist services, health and social care and the voluntary sector well", hubCharter, "", "", 4},
	{"Understands the law that applies: the Mental Health Act, the Mental Capacity Act, safeguarding", hubCharter, "", "", 5},
	{"Has much practice in talking about safety and in making safety plans with people", hubCharter, "", "", 5},
	{"Is at ease with office software and willing to learn new ways of working", hubCharter, "", "", 4},
	{"Follows national policy and the law about people who use services", hubCharter, "", "", 6},
}

// Question is one that is asked in an interview, with what marks 0, 2 and 4
// stand for. 1 and 3 lie between.
type Question struct {
	Text, Source    string
	Zero, Two, Four string
}

// Asked are the six questions that the training hub gives as samples, in our
// own words, with anchors of ours.
var Asked = []Question{
	{"What would you bring to this job?", hub, "Nothing that fits the specification", "Some fitting skills, without examples", "Fitting skills, each with an example from their own work or life and what came of it"},
	{"How would you find out what somebody needs?", hub, "Starts from a form or from a diagnosis", "Asks about several parts of life, with little of the person’s own view", "Begins with the person’s view; covers mental, physical and social needs, strengths and who else helps; ends in something agreed"},
	{"Somebody tells you about thoughts of self-harm or suicide. How do you talk with them about it and make a safety plan?", hub, "Avoids it, or only passes it on", "Asks directly, but plans for the person", "Asks directly and calmly; makes the plan with the person, in their words; thinks of means, of who is told and of the next contact; uses no score to decide"},
	{"Appointments in primary care are short. How would you adapt?", hub, "Doesn’t see a difference", "Names ways to save time only", "Sets a focus with the person, uses several short contacts and the team, and knows what can’t be shortened"},
	{"What will be hard in coming to primary care from a specialist service?", hub, "Sees nothing hard", "Names one thing, without a way to meet it", "Names several (working alone, breadth, other records, other expectations) and how they would meet each"},
	{"How do you look after your own wellbeing?", hub, "Has not thought about it", "Names general ways", "Says what they notice in themselves, what they do, and how they use supervision"},
}

// General are the anchors of a question of the network's own.
var General = Question{Zero: "No answer, or one that speaks against it", Two: "Some of what a full answer has", Four: "A full answer, with an example of their own"}

// QuestionOf gives a question with its anchors: those of the source's, or the
// general ones.
func QuestionOf(text string) Question {
	for _, q := range Asked {
		if q.Text == text {
			return q
		}
	}
	q := General
	q.Text, q.Source = text, Own
	return q
}

// Sourced says where a line is from.
func Sourced(lines []string, day calendar.Date) []Line {
	known := map[string]string{}
	for _, d := range append(append([]duty(nil), duties...), characteristics...) {
		known[d.text] = d.source
	}
	for _, v := range policy.Functions.Versions {
		for _, f := range v.Value {
			known[functionLine(f)] = contract
		}
	}
	for _, r := range workforce.RoleTypes {
		if l := registrationLine(r); l != "" {
			known[l] = hub
		}
	}
	for _, l := range []string{years, bandSix, livedLine, qualification} {
		known[l] = hub
	}
	known[livedLine] = england
	out := make([]Line, len(lines))
	for i, l := range lines {
		out[i] = Line{l, Own}
		if s := known[l]; s != "" {
			out[i].Source = s
		}
	}
	return out
}

const (
	years         = "Has two to five years’ experience in mental health, because the job is done with much autonomy"
	bandSix       = "Is a registered mental health nurse, or works at band 6 or above in another registered profession"
	livedLine     = "Has mental health expertise from their own experience, their work, or both"
	qualification = "Has a professional qualification in mental health, and keeps learning"
)

func functionLine(f policy.Function) string { return strings.ToUpper(f.Text[:1]) + f.Text[1:] }

func registrationLine(r workforce.RoleType) string {
	if len(r.Registers) == 0 {
		return ""
	}
	return "Is registered with the " + r.Registers[0].Name() + " today"
}

// Assemble puts a first text together for a model, a band, a kind of
// professional and a service, from what the sources say.
func Assemble(role workforce.RoleType, model network.Model, service, band string, day calendar.Date) Text {
	var t Text
	level := 4
	if band != "" && band[0] >= '4' && band[0] <= '9' {
		level = int(band[0] - '0')
	}
	kind := "joint"
	if model == network.Independent {
		kind = "independent"
	}
	fits := func(d duty) bool {
		return (d.models == "" || d.models == kind) && (d.service == "" || d.service == service) && level >= d.from
	}
	t.Summary = "A " + strings.ToLower(role.Name) + " (band " + band + ") in primary care, whom people can see without a referral."
	if kind == "joint" {
		t.Summary += " Funded by the network and the mental health provider together; employed and supervised by the provider or a voluntary organisation that it subcontracts."
	} else {
		t.Summary += " Employed, paid and supervised by the practice."
	}
	for _, d := range duties {
		if fits(d) {
			t.Duties = append(t.Duties, d.text)
		}
	}
	if v, ok := policy.Functions.On(day); ok {
		for _, f := range v.Value {
			if level < 5 && strings.Contains(f.Text, "psychological") {
				continue // only where qualified
			}
			t.Duties = append(t.Duties, functionLine(f))
		}
	}
	if l := registrationLine(role); l != "" {
		t.Essential = append(t.Essential, l, qualification, years)
	} else {
		t.Essential = append(t.Essential, livedLine)
		t.Desirable = append(t.Desirable, years)
	}
	for _, d := range characteristics {
		if fits(d) {
			if d.from >= 6 || strings.Contains(d.text, "software") {
				t.Desirable = append(t.Desirable, d.text)
			} else {
				t.Essential = append(t.Essential, d.text)
			}
		}
	}
	if level >= 6 {
		t.Desirable = append(t.Desirable, bandSix)
	}
	t.Advert = "We are looking for a " + strings.ToLower(role.Name) + " (band " + band + "). " + t.Summary
	for _, q := range Asked {
		t.Questions = append(t.Questions, q.Text)
	}
	return t
}

// TextVersion is a version of the text of a vacancy.
type TextVersion struct {
	Vacancy string
	Version int
	Body    string
	At      calendar.Instant
	ByID    string
	ByName  string
}

const textColumns = "vacancy, version, body, at, by_id, by_name"

func textOf(tx *gate.Tx, vacancy string) (Text, []TextVersion, error) {
	var t Text
	list, err := db.All[TextVersion](tx.Tx, "SELECT "+textColumns+" FROM vacancy_text WHERE vacancy = $1 ORDER BY version DESC", vacancy)
	if err == nil && len(list) > 0 {
		err = json.Unmarshal([]byte(list[0].Body), &t)
	}
	return t, list, err
}

func writeText(tx *gate.Tx, vacancy string, version int, t Text) error {
	body, err := json.Marshal(t)
	if err != nil {
		return err
	}
	_, err = tx.Exec("INSERT INTO vacancy_text ("+textColumns+") VALUES ($1,$2,$3,$4,$5,$6)", vacancy, version, string(body), tx.Now, tx.Actor.ID, tx.Actor.Name)
	return err
}

// WriteText writes a new version of a vacancy's text. While the vacancy is
// drafted everything may change; later only the questions, until somebody has
// marked an answer to them. Version is the one that was read. Faults name
// summary, duties, essential, desirable, advert and questions.
type WriteText struct {
	Vacancy string
	Version int
	Text    Text
}

// Needs names the permission.
func (WriteText) Needs() access.Permission { return access.RunHiring }

// Do checks and writes.
func (c WriteText) Do(_ context.Context, tx *gate.Tx) (int, error) {
	v, err := running(tx, c.Vacancy)
	if err != nil {
		return 0, err
	}
	now, list, err := textOf(tx, v.ID)
	if err != nil {
		return 0, err
	}
	if list[0].Version != c.Version {
		return 0, fault.Moved("%s changed this text at %s. Nothing was overwritten", list[0].ByName, list[0].At.Long())
	}
	t := c.Text
	var check fault.Check
	if v.State != Drafted {
		if v.State != Advertised && v.State != Closed && v.State != Shortlisted {
			return 0, fault.Moved("The interviews are over: the text can’t change any more")
		}
		if err := noMarks(tx, v.ID, "panel"); err != nil {
			return 0, err
		}
		questions := t.Questions
		t = now
		t.Questions = questions
	}
	for _, f := range []struct {
		name  string
		lines *[]string
		least int
		what  string
	}{{"duties", &t.Duties, 1, "a duty"}, {"essential", &t.Essential, 1, "what is essential"}, {"desirable", &t.Desirable, 0, ""}, {"questions", &t.Questions, 1, "a question"}} {
		var tidy []string
		for _, l := range *f.lines {
			if l = strings.TrimSpace(l); l != "" {
				tidy = append(tidy, l)
			}
			check.Require(len([]rune(l)) <= 400, f.name, "One line must be at most 400 characters")
		}
		*f.lines = tidy
		check.Require(len(tidy) >= f.least, f.name, "Enter at least %s", f.what)
		check.Require(len(tidy) <= 30, f.name, "Enter at most 30 lines")
	}
	t.Summary, t.Advert = strings.TrimSpace(t.Summary), strings.TrimSpace(t.Advert)
	check.Require(t.Summary != "" && len([]rune(t.Summary)) <= 2000, "summary", "Enter a summary of at most 2000 characters")
	check.Require(t.Advert != "" && len([]rune(t.Advert)) <= 4000, "advert", "Enter an advert of at most 4000 characters")
	if err := check.Err(); err != nil {
		return 0, err
	}
	tx.TouchedAt("vacancy", v.ID, "", v.PCN, "text changed")
	return c.Version + 1, writeText(tx, v.ID, c.Version+1, t)
}

// noMarks refuses when somebody has given marks for a task already.
func noMarks(tx *gate.Tx, vacancy, task string) error {
	n, err := db.One[int](tx.Tx, "count", "SELECT count(*) FROM application_score s JOIN application a ON a.id = s.application WHERE a.vacancy = $1 AND s.task = $2", vacancy, task)
	if err == nil && n > 0 {
		err = fault.Moved("Somebody has given marks already: it can’t change any more")
	}
	return err
}
