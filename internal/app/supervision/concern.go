package supervision

import (
	"context"
	"slices"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/workforce"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// Review is a caseload that was gone through together.
type Review struct {
	ID     string
	PCN    string `db:"pcn"`
	Post   string
	OnDay  calendar.Date
	People int
	Words  string // what was agreed, without anybody's name
	At     calendar.Instant
	ByName string
}

// AddReview writes down that a caseload was gone through. Faults name on,
// people and words.
type AddReview struct {
	PCN, Post string
	On        calendar.Date
	People    int
	Words     string
}

// Needs names the permission.
func (AddReview) Needs() access.Permission { return access.PlanSupervision }

// Do writes it.
func (c AddReview) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	if _, err := postIn(tx, c.PCN, c.Post); err != nil {
		return false, err
	}
	c.Words = strings.TrimSpace(c.Words)
	var check fault.Check
	check.Require(!c.On.IsZero() && !c.On.After(tx.Today()), "on", "Enter the day, today or in the past")
	check.Require(c.People >= 0 && c.People <= 999, "people", "The number of people must be from 0 to 999")
	check.Require(c.Words != "" && len([]rune(c.Words)) <= maxWords, "words", "Write what was agreed, without anybody’s name, in at most 2,000 characters")
	check.Require(!nhsNumber.MatchString(c.Words), "words", "There is a number in it that could be an NHS number. Write it without anybody’s details")
	if err := check.Err(); err != nil {
		return false, err
	}
	tx.TouchedAt("supervision", c.Post, "", c.PCN, "caseload gone through")
	_, err := tx.Exec("INSERT INTO supervision_review (id, pcn, post, on_day, people, words, at, by_id, by_name) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9)", tx.NewID(), c.PCN, c.Post, c.On, c.People, c.Words, tx.Now, tx.Actor.ID, tx.Actor.Name)
	return true, err
}

// ConcernKinds are the kinds, each with its words.
var ConcernKinds = [][2]string{{"concern", "A concern about the work"}, {"incident", "An incident"}, {"safeguarding", "Safeguarding"}}

// Concern is a concern about the work of a post, or an incident. It never has
// a number or a level.
type Concern struct {
	ID      string
	PCN     string `db:"pcn"`
	Post    string
	Kind    string
	OnDay   calendar.Date
	State   string // "open" or "settled"
	Version int
	Name    string         `db:"-"` // of the practitioner
	Entries []ConcernEntry `db:"-"`
}

// KindText says the kind in words.
func (c Concern) KindText() string {
	for _, k := range ConcernKinds {
		if k[0] == c.Kind {
			return k[1]
		}
	}
	return ""
}

// ConcernEntry is what was written: the first says what happened.
type ConcernEntry struct {
	Concern string
	Number  int
	Words   string
	Told    string // who was told
	Settled bool
	At      calendar.Instant
	ByName  string
}

// Concerns asks for those of a network, the open ones first, by their day.
type Concerns struct{ PCN string }

// ConcernList is the answer, with the posts of the network.
type ConcernList struct {
	List  []Concern
	Posts []workforce.Held
}

// Needs names the permission.
func (Concerns) Needs() access.Permission { return access.SeeConcerns }

// Ask lists them.
func (q Concerns) Ask(_ context.Context, tx *gate.Tx) (ConcernList, error) {
	var out ConcernList
	if !tx.Scope.WholeNetwork(q.PCN) {
		return out, fault.Missing("network")
	}
	var err error
	if out.Posts, err = workforce.HeldBetween(tx, q.PCN, tx.Today().AddYears(-2), tx.Today()); err != nil {
		return out, err
	}
	if out.List, err = db.All[Concern](tx.Tx, "SELECT id, pcn, post, kind, on_day, state, version FROM supervision_concern WHERE pcn = $1 ORDER BY state, on_day DESC, id DESC", q.PCN); err != nil {
		return out, err
	}
	r, err := readerOf(tx)
	if err != nil {
		return out, err
	}
	out.Posts = slices.DeleteFunc(out.Posts, func(h workforce.Held) bool { return r.hidden[h.ID] })
	out.List = slices.DeleteFunc(out.List, func(c Concern) bool { return r.hidden[c.Post] })
	entries, err := db.All[ConcernEntry](tx.Tx, "SELECT concern, number, words, told, settled, at, by_name FROM supervision_concern_entry WHERE concern IN (SELECT id FROM supervision_concern WHERE pcn = $1) ORDER BY number", q.PCN)
	if err != nil {
		return out, err
	}
	whose, err := workforce.HoldersOf(tx, q.PCN)
	if err != nil {
		return out, err
	}
	var who []string
	for _, c := range out.List {
		who = append(who, whose[c.Post])
	}
	names, err := workforce.Known(tx, who)
	for i, c := range out.List {
		out.List[i].Name = names[whose[c.Post]].Name
		for _, e := range entries {
			if e.Concern == c.ID {
				out.List[i].Entries = append(out.List[i].Entries, e)
			}
		}
	}
	tx.Listed("concern", q.PCN, len(out.List))
	return out, err
}

// AddConcern writes one down. Faults name post, kind, on, words and told.
type AddConcern struct {
	PCN, Post, Kind string
	On              calendar.Date
	Words, Told     string
}

// Needs names the permission.
func (AddConcern) Needs() access.Permission { return access.SeeConcerns }

// Do writes it.
func (c AddConcern) Do(_ context.Context, tx *gate.Tx) (string, error) {
	if !tx.Scope.WholeNetwork(c.PCN) {
		return "", fault.Missing("network")
	}
	if c.Post == "" {
		return "", fault.Wrong("post", "Choose whose work it is about")
	}
	if _, err := postIn(tx, c.PCN, c.Post); err != nil {
		return "", err
	}
	var check fault.Check
	check.Require(slices.ContainsFunc(ConcernKinds, func(k [2]string) bool { return k[0] == c.Kind }), "kind", "Choose what it is")
	check.Require(!c.On.IsZero() && !c.On.After(tx.Today()), "on", "Enter the day, today or in the past")
	checkEntry(&check, &c.Words, &c.Told)
	if err := check.Err(); err != nil {
		return "", err
	}
	id := tx.NewID()
	if _, err := tx.Exec("INSERT INTO supervision_concern (id, pcn, post, kind, on_day, state, version) VALUES ($1,$2,$3,$4,$5,'open',1)", id, c.PCN, c.Post, c.Kind, c.On); err != nil {
		return "", err
	}
	tx.TouchedAt("concern", id, "", c.PCN, "written down")
	return id, addEntry(tx, id, 1, c.Words, c.Told, false)
}

func checkEntry(check *fault.Check, words, told *string) {
	*words, *told = strings.TrimSpace(*words), strings.TrimSpace(*told)
	check.Require(*words != "" && len([]rune(*words)) <= maxWords, "words", "Write what happened or what was done, in at most 2,000 characters")
	check.Require(*told != "" && len([]rune(*told)) <= maxWords, "told", "Write who was told, or that nobody was and why")
}

func addEntry(tx *gate.Tx, concern string, number int, words, told string, settled bool) error {
	_, err := tx.Exec("INSERT INTO supervision_concern_entry (concern, number, words, told, settled, at, by_id, by_name) VALUES ($1,$2,$3,$4,$5,$6,$7,$8)", concern, number, words, told, settled, tx.Now, tx.Actor.ID, tx.Actor.Name)
	return err
}

// AddToConcern writes what was done since, and whether that settles it; one
// that was settled opens again with the next entry. Faults name words and told.
type AddToConcern struct {
	ID          string
	Version     int
	Words, Told string
	Settled     bool
}

// Needs names the permission.
func (AddToConcern) Needs() access.Permission { return access.SeeConcerns }

// Do writes it.
func (c AddToConcern) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	x, err := db.One[Concern](tx.Tx, "concern", "SELECT id, pcn, post, kind, on_day, state, version FROM supervision_concern WHERE id = $1", c.ID)
	if err != nil {
		return false, err
	}
	if _, err := postIn(tx, x.PCN, x.Post); err != nil {
		return false, fault.Missing("concern")
	}
	if x.Version != c.Version {
		return false, fault.Moved("Somebody else has written here since you opened the page. Nothing was overwritten")
	}
	var check fault.Check
	checkEntry(&check, &c.Words, &c.Told)
	if err := check.Err(); err != nil {
		return false, err
	}
	state := map[bool]string{true: "settled", false: "open"}[c.Settled]
	if _, err := tx.Exec("UPDATE supervision_concern SET state = $1, version = version + 1 WHERE id = $2", state, x.ID); err != nil {
		return false, err
	}
	tx.TouchedAt("concern", x.ID, "", x.PCN, "added to; "+state)
	return true, addEntry(tx, x.ID, x.Version+1, c.Words, c.Told, c.Settled)
}
