package plan

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/person"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
	"footbridge/internal/measure"
)

// Advised is how many goals at a time are advised; more are allowed.
const Advised = 3

// Chosen lists who may have chosen a goal, value and text.
var Chosen = [][2]string{{"person", "the person"}, {"together", "the person and the practitioner together"}, {"practitioner", "the practitioner"}, {"carer", "a carer"}}

// ChosenText says who chose a goal.
func ChosenText(who string) string {
	for _, c := range Chosen {
		if c[0] == who {
			return c[1]
		}
	}
	return who
}

// How a goal ends.
const (
	Met      = "met"
	Partly   = "partly"
	LetGo    = "let go"
	Reworded = "reworded"
)

// Goal is a goal in the person's words, with its ratings, the first one first.
type Goal struct {
	ID         string
	Person     string
	PCN        string `db:"pcn"`
	Words      string
	ChosenBy   string
	SetOn      calendar.Date
	CameFrom   string // the goal that was reworded to this one
	RecordedAt calendar.Instant
	ByName     string

	How           string // it ended so; "" while it is open
	EndWords      string
	EndedOn       calendar.Date
	EndedName     string
	WithdrawnAt   calendar.Instant
	WithdrawnName string
	WithdrawnWhy  string

	Ratings []Rating `db:"-"` // those that hold
	Wrong   []Rating `db:"-"` // those entered in error
}

// Open reports whether the goal has neither ended nor been entered in error.
func (g Goal) Open() bool { return g.How == "" && g.WithdrawnAt.IsZero() }

// LastText says how far it was met at last: "4 of 10 on 3 March 2026".
func (g Goal) LastText() string {
	if len(g.Ratings) == 0 {
		return "not rated yet"
	}
	last := g.Ratings[len(g.Ratings)-1]
	return strconv.Itoa(last.Met) + " of 10 on " + last.OnDay.Medium()
}

// HowText says how it ended.
func (g Goal) HowText() string {
	switch g.How {
	case Met:
		return "Met"
	case Partly:
		return "Partly met"
	case LetGo:
		return "Let go"
	case Reworded:
		return "Worded anew"
	}
	return ""
}

// Rating is how far a goal is met, from 0, not at all, to 10, fully.
type Rating struct {
	ID            string
	Goal          string
	Met           int
	OnDay         calendar.Date
	RecordedAt    calendar.Instant
	ByName        string
	WithdrawnAt   calendar.Instant
	WithdrawnName string
	WithdrawnWhy  string
}

// Change compares the first and the last rating of one goal; false while
// there are not two ratings of different days. Another goal's ratings are
// never looked at, not even those of the goal from which it was reworded.
func (g Goal) Change() (measure.Change, bool) {
	if len(g.Ratings) < 2 {
		return measure.Change{}, false
	}
	first, last := g.Ratings[0], g.Ratings[len(g.Ratings)-1]
	if !last.OnDay.After(first.OnDay) {
		return measure.Change{}, false
	}
	a, err := measure.FromTotal(measure.Goal, first.Met)
	if err != nil {
		return measure.Change{}, false
	}
	b, err := measure.FromTotal(measure.Goal, last.Met)
	if err != nil {
		return measure.Change{}, false
	}
	c, err := measure.Compare(measure.Goal, a, b)
	return c, err == nil
}

// goalsOf gives the goals of a person with their ratings, open ones first, in
// the order in which they were set.
func goalsOf(tx *gate.Tx, p person.Person) ([]Goal, error) {
	ids, err := person.Same(tx, p.ID)
	if err != nil {
		return nil, err
	}
	var a db.Args
	list, err := db.All[Goal](tx.Tx, `SELECT g.id, g.person, g.pcn, g.words, g.chosen_by, g.set_on, g.came_from, g.recorded_at, g.by_name,
		coalesce(e.how, '') AS how, coalesce(e.words, '') AS end_words, e.on_day AS ended_on, coalesce(e.by_name, '') AS ended_name,
		w.at AS withdrawn_at, w.by_name AS withdrawn_name, w.why AS withdrawn_why
		FROM goal g LEFT JOIN goal_ended e ON e.goal = g.id LEFT JOIN plan_withdrawn w ON w.of_id = g.id WHERE g.person IN `+a.In(ids)+" ORDER BY g.recorded_at, g.id", a.List...)
	if err != nil || len(list) == 0 {
		return list, err
	}
	goals := make([]string, len(list))
	for i, g := range list {
		goals[i] = g.ID
	}
	var b db.Args
	ratings, err := db.All[Rating](tx.Tx, `SELECT r.id, r.goal, r.met, r.on_day, r.recorded_at, r.by_name, w.at AS withdrawn_at, w.by_name AS withdrawn_name, w.why AS withdrawn_why
		FROM goal_rated r LEFT JOIN plan_withdrawn w ON w.of_id = r.id WHERE r.goal IN `+b.In(goals)+" ORDER BY r.on_day, r.recorded_at, r.id", b.List...)
	for _, r := range ratings {
		g := &list[slices.Index(goals, r.Goal)]
		if r.WithdrawnAt.IsZero() {
			g.Ratings = append(g.Ratings, r)
		} else {
			g.Wrong = append(g.Wrong, r)
		}
	}
	slices.SortStableFunc(list, func(a, b Goal) int {
		if a.Open() == b.Open() {
			return 0
		}
		if a.Open() {
			return -1
		}
		return 1
	})
	return list, err
}

// Goals asks for the goals of a person.
type Goals struct{ Person string }

// GoalList is the answer to Goals.
type GoalList struct {
	Person person.Person
	Goals  []Goal
}

// Needs names the permission.
func (Goals) Needs() access.Permission { return access.SeeCare }

// Ask gathers them.
func (q Goals) Ask(_ context.Context, tx *gate.Tx) (GoalList, error) {
	p, err := person.Load(tx, q.Person)
	if err != nil {
		return GoalList{}, err
	}
	tx.Saw(p.ID, "goals and their ratings")
	list, err := goalsOf(tx, p)
	return GoalList{p, list}, err
}

func checkDay(check *fault.Check, name string, on, today calendar.Date) {
	check.Require(!on.IsZero(), name, "Enter the day")
	check.Require(!on.After(today), name, "The day must be today or in the past")
	check.Require(on.IsZero() || !on.Before(today.AddYears(-2)), name, "The day must be within the last two years")
}

func checkGoal(check *fault.Check, words, chosen string) {
	check.Require(words != "", "words", "Write the goal in the person’s words")
	check.Require(len([]rune(words)) <= 500, "words", "The goal must be at most 500 characters")
	check.Require(slices.ContainsFunc(Chosen, func(c [2]string) bool { return c[0] == chosen }), "chosen", "Choose who chose this goal")
}

// SetGoal sets a goal, and rates it when Rated. Faults name the fields words,
// chosen, on and met. It answers with the goal's id.
type SetGoal struct {
	Person, Words, ChosenBy string
	On                      calendar.Date
	Rated                   bool
	Met                     int
}

// Needs names the permission.
func (SetGoal) Needs() access.Permission { return access.WriteCare }

// Do checks and writes.
func (c SetGoal) Do(_ context.Context, tx *gate.Tx) (string, error) {
	p, err := person.Load(tx, c.Person)
	if err != nil {
		return "", err
	}
	c.Words = strings.TrimSpace(c.Words)
	var check fault.Check
	checkGoal(&check, c.Words, c.ChosenBy)
	checkDay(&check, "on", c.On, tx.Today())
	check.Require(!c.Rated || c.Met >= 0 && c.Met <= measure.Goal.Max, "met", "The rating goes from 0 to 10")
	if err := check.Err(); err != nil {
		return "", err
	}
	id, err := setGoal(tx, p, c.Words, c.ChosenBy, c.On, "")
	if err != nil || !c.Rated {
		return id, err
	}
	return id, rate(tx, id, c.Met, c.On)
}

func setGoal(tx *gate.Tx, p person.Person, words, chosen string, on calendar.Date, from string) (string, error) {
	id := tx.NewID()
	tx.TouchedAt("goal", id, p.ID, p.PCN, "set a goal")
	_, err := tx.Exec("INSERT INTO goal (id, person, pcn, words, chosen_by, set_on, came_from, recorded_at, by_id, by_name) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10)",
		id, p.ID, p.PCN, words, chosen, on, from, tx.Now, tx.Actor.ID, tx.Actor.Name)
	return id, err
}

func rate(tx *gate.Tx, goal string, met int, on calendar.Date) error {
	_, err := tx.Exec("INSERT INTO goal_rated (id, goal, met, on_day, recorded_at, by_id, by_name) VALUES ($1,$2,$3,$4,$5,$6,$7)", tx.NewID(), goal, met, on, tx.Now, tx.Actor.ID, tx.Actor.Name)
	return err
}

// RateGoals writes how far open goals are met on a day, those of one person
// at once; a goal that is left out is not rated. Faults name the fields on and
// "met-" with the goal's id. It answers with how many were rated.
type RateGoals struct {
	Person string
	On     calendar.Date
	Met    map[string]int // by goal
}

// Needs names the permission.
func (RateGoals) Needs() access.Permission { return access.WriteCare }

// Do checks and writes.
func (c RateGoals) Do(_ context.Context, tx *gate.Tx) (int, error) {
	p, err := person.Load(tx, c.Person)
	if err != nil {
		return 0, err
	}
	list, err := goalsOf(tx, p)
	if err != nil {
		return 0, err
	}
	var check fault.Check
	checkDay(&check, "on", c.On, tx.Today())
	var rated []Goal
	for id, met := range c.Met {
		i := slices.IndexFunc(list, func(g Goal) bool { return g.ID == id })
		if i < 0 {
			return 0, fault.Missing("goal")
		}
		g := list[i]
		if !g.Open() {
			return 0, fault.Moved("The goal “%s” has ended. Nothing was rated", g.Words)
		}
		check.Require(met >= 0 && met <= measure.Goal.Max, "met-"+id, "The rating goes from 0 to 10")
		check.Require(c.On.IsZero() || !c.On.Before(g.SetOn), "on", "The goal “%s” was set on %s: it can’t be rated before", g.Words, g.SetOn.Medium())
		rated = append(rated, g)
	}
	check.Require(len(rated) > 0, "on", "Rate at least one goal")
	if err := check.Err(); err != nil {
		return 0, err
	}
	slices.SortFunc(rated, func(a, b Goal) int { return strings.Compare(a.ID, b.ID) })
	for _, g := range rated {
		tx.TouchedAt("goal", g.ID, p.ID, g.PCN, "rated a goal")
		if err := rate(tx, g.ID, c.Met[g.ID], c.On); err != nil {
			return 0, err
		}
	}
	return len(rated), nil
}

func loadGoal(tx *gate.Tx, id string) (Goal, person.Person, error) {
	owner, err := db.One[string](tx.Tx, "goal", "SELECT person FROM goal WHERE id = $1", id)
	if err != nil {
		return Goal{}, person.Person{}, err
	}
	p, err := person.Load(tx, owner)
	if fault.Is(err, fault.NotFound) {
		return Goal{}, p, fault.Missing("goal")
	}
	if err != nil {
		return Goal{}, p, err
	}
	list, err := goalsOf(tx, p)
	if err != nil {
		return Goal{}, p, err
	}
	return list[slices.IndexFunc(list, func(g Goal) bool { return g.ID == id })], p, nil
}

// OneGoal asks for one goal.
type OneGoal struct{ ID string }

// GoalSheet is the answer to OneGoal.
type GoalSheet struct {
	Goal
	Who person.Person
}

// Needs names the permission.
func (OneGoal) Needs() access.Permission { return access.SeeCare }

// Ask finds it.
func (q OneGoal) Ask(_ context.Context, tx *gate.Tx) (GoalSheet, error) {
	g, p, err := loadGoal(tx, q.ID)
	if err == nil {
		tx.Saw(p.ID, "a goal")
	}
	return GoalSheet{g, p}, err
}

// EndGoal ends a goal: met, partly met, let go; or worded anew, when a new
// goal with the new words begins, without the ratings of the old one. Faults
// name the fields how, said, on, words and chosen. It answers with the new
// goal's id, "" when there is none.
type EndGoal struct {
	ID       string
	How      string
	Said     string // what there is to say about it
	On       calendar.Date
	Words    string // of the new goal
	ChosenBy string // of the new goal
}

// Needs names the permission.
func (EndGoal) Needs() access.Permission { return access.WriteCare }

// Do checks and writes.
func (c EndGoal) Do(_ context.Context, tx *gate.Tx) (string, error) {
	g, p, err := loadGoal(tx, c.ID)
	if err != nil {
		return "", err
	}
	c.Said, c.Words = strings.TrimSpace(c.Said), strings.TrimSpace(c.Words)
	var check fault.Check
	check.Require(slices.Contains([]string{Met, Partly, LetGo, Reworded}, c.How), "how", "Choose how it ended")
	check.Require(len([]rune(c.Said)) <= MaxWhy, "said", "The words must be at most 1,000 characters")
	checkDay(&check, "on", c.On, tx.Today())
	check.Require(c.On.IsZero() || !c.On.Before(g.SetOn), "on", "The goal was set on %s", g.SetOn.Medium())
	if c.How == Reworded {
		checkGoal(&check, c.Words, c.ChosenBy)
		check.Require(c.Words != g.Words, "words", "These are the same words. Write the goal as the person says it now")
	}
	if err := check.Err(); err != nil {
		return "", err
	}
	if !g.Open() {
		return "", fault.Moved("This goal has ended already")
	}
	tx.TouchedAt("goal", g.ID, p.ID, g.PCN, "ended a goal: "+c.How)
	if _, err := tx.Exec("INSERT INTO goal_ended (goal, how, words, on_day, at, by_id, by_name) VALUES ($1,$2,$3,$4,$5,$6,$7)", g.ID, c.How, c.Said, c.On, tx.Now, tx.Actor.ID, tx.Actor.Name); err != nil {
		return "", err
	}
	if c.How != Reworded {
		return "", nil
	}
	return setGoal(tx, p, c.Words, c.ChosenBy, c.On, g.ID)
}

func (r Rating) title(g Goal) string {
	return "Rating " + strconv.Itoa(r.Met) + " of 10 on " + r.OnDay.Medium() + " of the goal “" + g.Words + "”, recorded by " + r.ByName
}
