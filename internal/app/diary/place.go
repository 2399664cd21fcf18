package diary

import (
	"context"
	"slices"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/network"
	"footbridge/internal/fault"
)

// Place is where clinics are held.
type Place struct {
	ID           string
	PCN          string `db:"pcn"`
	Name         string
	Practice     string // the practice whose building it is, "" for a neighbourhood site
	Address      string
	GettingThere string
	Active       bool
	Version      int
}

const placeColumns = "id, pcn, name, practice, address, getting_there, active, version"

// AddPlace enters a place of a network.
type AddPlace struct{ PCN, Name, Practice, Address, GettingThere string }

// Needs names the permission.
func (AddPlace) Needs() access.Permission { return access.KeepDiary }

// Do writes it and answers with its id.
func (c AddPlace) Do(_ context.Context, tx *gate.Tx) (string, error) {
	if !tx.Scope.WholeNetwork(c.PCN) {
		return "", fault.Missing("network")
	}
	if err := checkPlace(tx, c.PCN, c.Name, c.Practice, c.Address, c.GettingThere); err != nil {
		return "", err
	}
	id := tx.NewID()
	_, err := tx.Exec("INSERT INTO place ("+placeColumns+") VALUES ($1,$2,$3,$4,$5,$6,$7,1)", id, c.PCN, strings.TrimSpace(c.Name), c.Practice, strings.TrimSpace(c.Address), strings.TrimSpace(c.GettingThere), true)
	tx.TouchedAt("place", id, "", c.PCN, c.Name)
	return id, err
}

func checkPlace(tx *gate.Tx, pcn, name, practice, address, gettingThere string) error {
	var check fault.Check
	n := strings.TrimSpace(name)
	check.Require(n != "" && len([]rune(n)) <= 200, "name", "Enter the name of the place, at most 200 characters")
	check.Require(len([]rune(address)) <= 500, "address", "The address must be at most 500 characters")
	check.Require(len([]rune(gettingThere)) <= 1000, "getting", "How to get there must be at most 1,000 characters")
	if practice != "" {
		members, err := network.PracticesOf(tx, pcn, tx.Today())
		if err != nil {
			return err
		}
		check.Require(slices.ContainsFunc(members, func(p network.Practice) bool { return p.Code == practice }), "practice", "Choose a practice of this network, or none")
	}
	return check.Err()
}

// ChangePlace changes a place, or closes it when Active is false. A place at
// which a clinic goes on can't be closed. Version is the one that was read.
type ChangePlace struct {
	PCN, ID                               string
	Version                               int
	Name, Practice, Address, GettingThere string
	Active                                bool
}

// Needs names the permission.
func (ChangePlace) Needs() access.Permission { return access.KeepDiary }

// Do checks and writes.
func (c ChangePlace) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	if !tx.Scope.WholeNetwork(c.PCN) {
		return false, fault.Missing("place")
	}
	p, err := db.One[Place](tx.Tx, "place", "SELECT "+placeColumns+" FROM place WHERE id = $1 AND pcn = $2", c.ID, c.PCN)
	if err != nil {
		return false, err
	}
	if err := checkPlace(tx, c.PCN, c.Name, c.Practice, c.Address, c.GettingThere); err != nil {
		return false, err
	}
	if p.Version != c.Version {
		return false, fault.Moved("Somebody else changed this place since you opened the page. It is now called %s", p.Name)
	}
	if p.Active && !c.Active {
		n, err := db.One[int](tx.Tx, "count", "SELECT count(*) FROM clinic WHERE place = $1 AND (to_day IS NULL OR to_day >= $2 AND to_day >= from_day)", p.ID, tx.Today())
		if err != nil {
			return false, err
		}
		if n > 0 {
			return false, fault.Wrong("active", "Clinics are held at this place. Move or end them before you close it")
		}
	}
	what := "changed"
	if p.Active && !c.Active {
		what = "closed"
	}
	_, err = tx.Exec("UPDATE place SET name = $1, practice = $2, address = $3, getting_there = $4, active = $5, version = version + 1 WHERE id = $6",
		strings.TrimSpace(c.Name), c.Practice, strings.TrimSpace(c.Address), strings.TrimSpace(c.GettingThere), c.Active, p.ID)
	tx.TouchedAt("place", p.ID, "", c.PCN, strings.TrimSpace(c.Name)+": "+what)
	return true, err
}

// places gives a network's places, by id.
func places(tx *gate.Tx, pcn string) ([]Place, map[string]Place, error) {
	list, err := db.All[Place](tx.Tx, "SELECT "+placeColumns+" FROM place WHERE pcn = $1 ORDER BY name, id", pcn)
	by := make(map[string]Place, len(list))
	for _, p := range list {
		by[p.ID] = p
	}
	return list, by, err
}
