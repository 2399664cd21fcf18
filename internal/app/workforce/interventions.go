package workforce

import (
	"context"
	"slices"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
	"footbridge/internal/policy"
)

// Intervention is one kind of brief intervention.
type Intervention struct {
	Key, Name string
	Group     bool   // done with several people at once
	Dose      string // the usual dose in words; "" when no source says one
	Planned   int    // sessions that a new course starts with
	Needs     bool   // a competence is needed to record it as delivered
	Training  string // who does it, by what training
	Source    policy.Source
	Local     bool   // a network added it
	AddedBy   string // who added it here, and when
}

// NotBrief is something that is asked for under this name and isn't a brief
// intervention of a practitioner, with the reason and where it is found.
type NotBrief struct {
	Name  string
	Words []string // what one searches by, in lower case
	Why   string
	Where string
}

var (
	ng222      = policy.Source{Name: "NICE NG222, Depression in adults", URL: "https://www.nice.org.uk/guidance/ng222", Confidence: policy.High}
	mhwpGuide  = policy.Source{Name: "Health Education England, guide to the mental health and wellbeing practitioner; Avon and Wiltshire Partnership leaflet", Confidence: policy.Medium}
	lowSource  = policy.Source{Name: "Training descriptions of low-intensity programmes (Exeter PYCM096, PYC3033)", Confidence: policy.Medium}
	cbti       = policy.Source{Name: "UCLH insomnia group; NICE MTG70; HABIT trial", Confidence: policy.Medium}
	matrix     = policy.Source{Name: "NHS Education for Scotland, The Matrix", Confidence: policy.Medium}
	noneFound  = policy.Source{Name: "No source gives a dose", Confidence: policy.Low}
	probSource = policy.Source{Name: "Research trials of problem solving in primary care", Confidence: policy.Medium}
)

// Interventions are the kinds that everybody has, in the order of a page. A
// network adds its own.
var Interventions = []Intervention{
	{Key: "guided-self-help", Name: "Guided self-help", Dose: "Usually 6 to 8 structured sessions", Planned: 6, Needs: true, Training: "A practitioner trained in it, for example psychological wellbeing practitioner", Source: ng222},
	{Key: "behavioural-activation", Name: "Behavioural activation", Dose: "Weekly, 6 to 12 weeks in one service’s leaflet; NICE gives no number", Planned: 6, Needs: true, Training: "Training in behavioural activation", Source: policy.Source{Name: "Tees, Esk and Wear Valleys leaflet; NICE NG222 asks for training, not for a number", Confidence: policy.Medium}},
	{Key: "problem-solving", Name: "Problem solving", Dose: "Part of guided self-help; in research 30 minutes, then 60, 40 and 40, weekly", Planned: 4, Needs: true, Training: "Low-intensity training", Source: probSource},
	{Key: "graded-exposure", Name: "Graded exposure", Dose: "Part of an offer of 10 to 15 sessions", Planned: 10, Needs: true, Training: "Mental health and wellbeing practitioner, or psychological wellbeing practitioner", Source: lowSource},
	{Key: "sleep-hygiene", Name: "Sleep hygiene (advice)", Dose: "Advice, not a course of treatment; on its own it isn’t CBT-I", Planned: 1, Training: "Nobody needs a qualification to give it", Source: cbti},
	{Key: "cbt-i", Name: "CBT-I for insomnia", Dose: "6 to 8 sessions", Planned: 6, Needs: true, Training: "Training in CBT-I", Source: cbti},
	{Key: "motivational-interviewing", Name: "Motivational interviewing", Planned: 4, Needs: true, Training: "A course and supervised practice; feedback on recorded practice keeps the skill", Source: matrix},
	{Key: "psychoeducation", Name: "Psychoeducation", Planned: 2, Training: "Any registered mental health practitioner", Source: noneFound},
	{Key: "psychologically-informed", Name: "Psychologically informed work (mental health and wellbeing practitioner)", Dose: "10 to 15 sessions, the first 60 minutes: sleep, confidence, problem solving, emotions, behavioural activation", Planned: 12, Needs: true, Training: "The one-year training of mental health and wellbeing practitioners", Source: mhwpGuide},
	{Key: "group-cbt", Name: "Group CBT or behavioural activation", Group: true, Dose: "8 sessions, about 8 people, 2 practitioners of whom at least one is trained in the therapy", Planned: 8, Needs: true, Training: "At least one of the practitioners is trained in it", Source: ng222},
	{Key: "group-cbt-i", Name: "CBT-I group", Group: true, Dose: "5 weekly sessions of at most 90 minutes", Planned: 5, Needs: true, Training: "Training in CBT-I", Source: cbti},
	{Key: "group-psychoeducation", Name: "Psychoeducation group", Group: true, Planned: 4, Training: "Any registered mental health practitioner", Source: noneFound},
}

// NotOffered are asked for and not brief.
var NotOffered = []NotBrief{
	{"Counselling for depression", []string{"counselling", "counseling"}, "It takes 12 to 16 sessions with a trained counsellor (NICE NG222): that is not brief.", "NHS Talking Therapies, without a referral"},
	{"Dialectical behaviour therapy (DBT)", []string{"dbt", "dialectical"}, "It takes 6 to 12 months with a trained team, and is never done by one practitioner alone. Single coping skills can be part of other work by somebody trained in them.", "The community mental health team"},
}

// WhyNot gives what is asked for by these words and isn't brief.
func WhyNot(words string) []NotBrief {
	asked := strings.FieldsFunc(strings.ToLower(words), func(r rune) bool { return !(r >= 'a' && r <= 'z') })
	var out []NotBrief
	for _, n := range NotOffered {
		if slices.ContainsFunc(asked, func(w string) bool {
			return len(w) >= 3 && slices.ContainsFunc(n.Words, func(x string) bool { return strings.HasPrefix(x, w) })
		}) {
			out = append(out, n)
		}
	}
	return out
}

// InterventionsOf gives every kind that a network has: everybody's, then its
// own.
func InterventionsOf(tx *gate.Tx, pcn string) ([]Intervention, error) {
	type row struct {
		ID, Name, Dose string
		Needs          bool
		At             calendar.Instant
		ByName         string
	}
	list, err := db.All[row](tx.Tx, "SELECT id, name, dose, needs, at, by_name FROM intervention_local WHERE pcn = $1 ORDER BY name, id", pcn)
	out := slices.Clone(Interventions)
	for _, r := range list {
		out = append(out, Intervention{Key: r.ID, Name: r.Name, Dose: r.Dose, Planned: 4, Needs: r.Needs, Local: true, AddedBy: r.ByName + ", " + r.At.Date().Medium(),
			Source: policy.Source{Name: "Added here by " + r.ByName, Confidence: policy.Low}})
	}
	return out, err
}

// InterventionOf gives one kind; any other is not found.
func InterventionOf(tx *gate.Tx, pcn, key string) (Intervention, error) {
	list, err := InterventionsOf(tx, pcn)
	if err != nil {
		return Intervention{}, err
	}
	i := slices.IndexFunc(list, func(x Intervention) bool { return x.Key == key })
	if i < 0 {
		return Intervention{}, fault.Missing("kind of intervention")
	}
	return list[i], nil
}

// Kinds asks which kinds of brief intervention a network has, and what was
// asked for and isn't brief.
type Kinds struct{ PCN, Words string }

// KindList is the answer to Kinds.
type KindList struct {
	List   []Intervention
	NotFor []NotBrief
}

// Needs names the permission.
func (Kinds) Needs() access.Permission { return access.SeeCompetence }

// Ask lists them; those that have any of the words, when there are any.
func (q Kinds) Ask(_ context.Context, tx *gate.Tx) (KindList, error) {
	if !tx.Scope.InNetwork(q.PCN) {
		return KindList{}, fault.Missing("network")
	}
	list, err := InterventionsOf(tx, q.PCN)
	out := KindList{NotFor: WhyNot(q.Words)}
	words := strings.Fields(strings.ToLower(q.Words))
	for _, i := range list {
		text := strings.ToLower(i.Name + " " + i.Dose + " " + i.Training)
		if len(words) == 0 || slices.ContainsFunc(words, func(w string) bool { return strings.Contains(text, w) }) {
			out.List = append(out.List, i)
		}
	}
	tx.Nobody("a list of interventions is about nobody")
	return out, err
}

// AddKind adds a kind of brief intervention to a network's list. It answers
// with its key. Faults name name and dose.
type AddKind struct {
	PCN, Name, Dose string
	Competence      bool // one is needed to record it as delivered
}

// Needs names the permission.
func (AddKind) Needs() access.Permission { return access.EditWorkforce }

// Do checks and writes.
func (c AddKind) Do(_ context.Context, tx *gate.Tx) (string, error) {
	if !tx.Scope.WholeNetwork(c.PCN) {
		return "", fault.Missing("network")
	}
	c.Name, c.Dose = strings.TrimSpace(c.Name), strings.TrimSpace(c.Dose)
	list, err := InterventionsOf(tx, c.PCN)
	if err != nil {
		return "", err
	}
	var check fault.Check
	check.Require(c.Name != "" && len([]rune(c.Name)) <= 100, "name", "Enter a name of at most 100 characters")
	check.Require(!slices.ContainsFunc(list, func(i Intervention) bool { return strings.EqualFold(i.Name, c.Name) }), "name", "There is one of this name already")
	check.Require(len([]rune(c.Dose)) <= 300, "dose", "The usual dose must be at most 300 characters")
	for _, n := range WhyNot(c.Name) {
		check.Fail("name", "%s is not a brief intervention. %s", n.Name, n.Why)
	}
	if err := check.Err(); err != nil {
		return "", err
	}
	id := tx.NewID()
	tx.TouchedAt("kind of intervention", id, "", c.PCN, "added "+c.Name)
	_, err = tx.Exec("INSERT INTO intervention_local (id, pcn, name, dose, needs, at, by_id, by_name) VALUES ($1,$2,$3,$4,$5,$6,$7,$8)", id, c.PCN, c.Name, c.Dose, c.Competence, tx.Now, tx.Actor.ID, tx.Actor.Name)
	return id, err
}
