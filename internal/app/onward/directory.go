package onward

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/network"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
	"footbridge/internal/nhs"
)

// Directory asks for a network's directory. What is left empty narrows
// nothing.
type Directory struct {
	PCN      string
	Words    string // all of them stand somewhere in the entry
	Kind     string
	Practice string // open to people of this practice
	Area     string // open to people who live there: BS23
	Age      int    // open to a person of this age; 0 for any
	With     string // "interpreter" or "formats": those that have it
	Stale    bool   // only those that ask to be confirmed
	Retired  bool   // with those to which nobody is sent any more
}

// Listing is the answer to Directory.
type Listing struct {
	Rules     Rules
	Practices []network.Practice
	List      []Service
	All       int // how many entries are in use
	StaleAll  int // how many of them ask to be confirmed
}

// Needs names the permission.
func (Directory) Needs() access.Permission { return access.SeeDirectory }

// Ask lists the entries by kind and name.
func (q Directory) Ask(_ context.Context, tx *gate.Tx) (Listing, error) {
	var l Listing
	if !tx.Scope.InNetwork(q.PCN) {
		return l, fault.Missing("network")
	}
	tx.Nobody("services, not people")
	var err error
	if l.Rules, err = rulesOf(tx, q.PCN); err != nil {
		return l, err
	}
	if l.Practices, err = network.PracticesOf(tx, q.PCN, tx.Today()); err != nil {
		return l, err
	}
	list, err := services(tx, q.PCN, true)
	for _, s := range list {
		stale := s.Stale(tx.Today(), l.Rules.StaleDays) && !s.Retired()
		if !s.Retired() {
			l.All++
		}
		if stale {
			l.StaleAll++
		}
		if s.Retired() && !q.Retired || q.Stale && !stale || !q.narrows(s) {
			continue
		}
		l.List = append(l.List, s)
	}
	return l, err
}

func (q Directory) narrows(s Service) bool {
	b := s.Body
	if q.Kind != "" && s.Kind != q.Kind || q.Age > 0 && !b.inAge(q.Age) || q.Practice != "" && len(b.Practices) > 0 && !slices.Contains(b.Practices, q.Practice) {
		return false
	}
	if area := outward(q.Area); area != "" && len(b.Areas) > 0 && !slices.Contains(b.Areas, area) {
		return false
	}
	if q.With == "interpreter" && b.Interpreter != "yes" || q.With == "formats" && b.Formats != "yes" {
		return false
	}
	all := strings.Join(nhs.Fold(strings.Join([]string{b.Name, b.Organisation, b.WhoFor, b.HowToAsk, b.Address, b.Hours, b.Waiting, KindText(b.Kind)}, " ")), " ")
	for _, w := range nhs.Fold(q.Words) {
		if !strings.Contains(all, w) {
			return false
		}
	}
	return true
}

// outward takes a whole postcode or its first half.
func outward(s string) string {
	if code, err := nhs.ParsePostcode(s); err == nil {
		return code.Outward()
	}
	return strings.ToUpper(strings.TrimSpace(s))
}

// Change is one thing that was done to an entry.
type Change struct {
	ID, Service string
	Version     int
	What        string // "added", "changed", "confirmed", "doubted", "retired"
	Body        string
	Why         string
	At          calendar.Instant
	ByName      string
	Fields      []string `db:"-"` // what was said otherwise before
}

// OneService asks for an entry of the directory.
type OneService struct{ ID string }

// Entry is the answer to OneService.
type Entry struct {
	Service
	Rules     Rules
	Practices map[string]string // names by code
	Changes   []Change          // the latest first
	Ours      Experience
}

// Needs names the permission.
func (OneService) Needs() access.Permission { return access.SeeDirectory }

// Ask gathers it; another network's entry is not found.
func (q OneService) Ask(_ context.Context, tx *gate.Tx) (Entry, error) {
	var e Entry
	s, err := loadService(tx, q.ID)
	if err != nil {
		return e, err
	}
	tx.Nobody("services, not people")
	e.Service = s
	if e.Rules, err = rulesOf(tx, s.PCN); err != nil {
		return e, err
	}
	if e.Practices, err = membersOf(tx, s.PCN); err != nil {
		return e, err
	}
	if e.Changes, err = db.All[Change](tx.Tx, "SELECT id, service, version, what, body, why, at, by_name FROM service_change WHERE service = $1 ORDER BY at DESC, version DESC, id DESC", s.ID); err != nil {
		return e, err
	}
	for i := range e.Changes {
		if e.Changes[i].What == "changed" && i+1 < len(e.Changes) {
			e.Changes[i].Fields = differ(e.Changes[i+1].Body, e.Changes[i].Body)
		}
	}
	ours, err := experiences(tx, s.PCN, s.ID)
	e.Ours = ours[s.ID]
	return e, err
}

// differ names the columns in which two bodies differ.
func differ(before, now string) (out []string) {
	var a, b Body
	if json.Unmarshal([]byte(before), &a) != nil || json.Unmarshal([]byte(now), &b) != nil {
		return nil
	}
	for _, c := range columns {
		if c.get(a) != c.get(b) {
			out = append(out, c.title)
		}
	}
	return out
}

func membersOf(tx *gate.Tx, pcn string) (map[string]string, error) {
	list, err := network.PracticesOf(tx, pcn, tx.Today())
	out := make(map[string]string, len(list))
	for _, p := range list {
		out[p.Code] = network.PlainName(p.Name)
	}
	return out, err
}

// SaveService adds an entry (ID "") or writes a new version of one. Version is
// the one that was read. Whoever saves an entry has confirmed it. Faults name
// the form's fields. It answers with the entry's id.
type SaveService struct {
	PCN, ID string
	Version int
	Body    Body
	Why     string // what changed, in words; may be empty
}

// Needs names the permission.
func (SaveService) Needs() access.Permission { return access.EditDirectory }

// Do checks and writes.
func (c SaveService) Do(_ context.Context, tx *gate.Tx) (string, error) {
	if c.ID != "" {
		s, err := loadService(tx, c.ID)
		if err != nil {
			return "", err
		}
		if err := s.fresh(c.Version); err != nil {
			return "", err
		}
		c.PCN = s.PCN
	} else if !tx.Scope.InNetwork(c.PCN) {
		return "", fault.Missing("network")
	}
	members, err := membersOf(tx, c.PCN)
	if err != nil {
		return "", err
	}
	c.Body = c.Body.tidy()
	var check fault.Check
	c.Body.check(&check, members, tx.Today())
	check.Require(len([]rune(c.Why)) <= maxLine, "why", "What changed must be at most 300 characters")
	if err := check.Err(); err != nil {
		return "", err
	}
	return save(tx, c.PCN, c.ID, c.Version, c.Body, c.Why)
}

func (s Service) fresh(version int) error {
	if s.Version != version {
		return fault.Moved("%s changed this entry at %s. Look at it again; nothing was overwritten", s.ChangedName, s.ChangedAt.Long())
	}
	if s.Retired() {
		return fault.Moved("%s took this entry out of use at %s: %s", s.RetiredName, s.RetiredAt.Long(), s.RetiredWhy)
	}
	return nil
}

// save writes an entry that was checked.
func save(tx *gate.Tx, pcn, id string, version int, b Body, why string) (string, error) {
	raw, err := json.Marshal(b)
	if err != nil {
		return "", err
	}
	what := "changed"
	if id == "" {
		id, what = tx.NewID(), "added"
		_, err = tx.Exec("INSERT INTO service_entry ("+serviceColumns+") VALUES ($1,$2,$3,$4,$5,1,$6,$7,'',$8,$9,NULL,'','')", id, pcn, b.Kind, b.Name, string(raw), tx.Today(), tx.Actor.Name, tx.Now, tx.Actor.Name)
	} else {
		_, err = tx.Exec("UPDATE service_entry SET kind = $1, name = $2, body = $3, version = version + 1, confirmed_on = $4, confirmed_name = $5, doubted_why = '', changed_at = $6, changed_name = $5 WHERE id = $7",
			b.Kind, b.Name, string(raw), tx.Today(), tx.Actor.Name, tx.Now, id)
	}
	if err != nil {
		return "", err
	}
	return id, changed(tx, Service{ID: id, PCN: pcn, Version: version + 1, Stored: string(raw)}, what, why)
}

func changed(tx *gate.Tx, s Service, what, why string) error {
	tx.TouchedAt("service", s.ID, "", s.PCN, what)
	_, err := tx.Exec("INSERT INTO service_change (id, service, version, what, body, why, at, by_id, by_name) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9)",
		tx.NewID(), s.ID, s.Version, what, s.Stored, why, tx.Now, tx.Actor.ID, tx.Actor.Name)
	return err
}

// ConfirmService answers the one question of a stale entry: is it still right?
// No needs words; the entry then stays grey until somebody puts it right.
// Whoever may read the directory may answer.
type ConfirmService struct {
	ID      string
	Version int
	Right   bool
	Why     string // what is not right
}

// Needs names the permission.
func (ConfirmService) Needs() access.Permission { return access.SeeDirectory }

// Do writes the answer.
func (c ConfirmService) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	s, err := loadService(tx, c.ID)
	if err != nil {
		return false, err
	}
	if err := s.fresh(c.Version); err != nil {
		return false, err
	}
	c.Why = strings.TrimSpace(c.Why)
	var check fault.Check
	check.Require(c.Right || c.Why != "", "why", "Say what is not right any more, so that the owner can put it right")
	check.Require(len([]rune(c.Why)) <= maxLine, "why", "This must be at most 300 characters")
	if err := check.Err(); err != nil {
		return false, err
	}
	raw, err := json.Marshal(s.Body)
	if err != nil {
		return false, err
	}
	s.Stored = string(raw)
	if !c.Right {
		if _, err := tx.Exec("UPDATE service_entry SET doubted_why = $1 WHERE id = $2", c.Why, s.ID); err != nil {
			return false, err
		}
		return true, changed(tx, s, "doubted", c.Why)
	}
	if _, err := tx.Exec("UPDATE service_entry SET confirmed_on = $1, confirmed_name = $2, doubted_why = '' WHERE id = $3", tx.Today(), tx.Actor.Name, s.ID); err != nil {
		return false, err
	}
	return true, changed(tx, s, "confirmed", "")
}

// RetireService takes an entry out of use, with a reason. It stays readable,
// and so does everything that was sent there.
type RetireService struct {
	ID      string
	Version int
	Why     string
}

// Needs names the permission.
func (RetireService) Needs() access.Permission { return access.EditDirectory }

// Do writes it.
func (c RetireService) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	s, err := loadService(tx, c.ID)
	if err != nil {
		return false, err
	}
	if err := s.fresh(c.Version); err != nil {
		return false, err
	}
	c.Why = strings.TrimSpace(c.Why)
	var check fault.Check
	check.Require(c.Why != "", "why", "Say why nobody is sent there any more")
	check.Require(len([]rune(c.Why)) <= maxLine, "why", "The reason must be at most 300 characters")
	if err := check.Err(); err != nil {
		return false, err
	}
	raw, err := json.Marshal(s.Body)
	if err != nil {
		return false, err
	}
	s.Stored = string(raw)
	if _, err := tx.Exec("UPDATE service_entry SET retired_at = $1, retired_name = $2, retired_why = $3 WHERE id = $4", tx.Now, tx.Actor.Name, c.Why, s.ID); err != nil {
		return false, err
	}
	return true, changed(tx, s, "retired", c.Why)
}
