package safety

import (
	"context"
	"strconv"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/link"
	"footbridge/internal/app/network"
	"footbridge/internal/app/person"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// LinkPurpose is the purpose of a private link to a plan; its subject is the
// version.
const LinkPurpose = "safety plan"

// ByLink is the way of giving a plan that only making a link records.
const ByLink = "private link"

// GiveLink makes a private link over which the person reads a version of
// their plan on a phone, as often as they like until it ends, and records that
// it was given to them. Faults name until and person. The token is shown this
// once.
type GiveLink struct {
	ID    string // the plan's version
	Until calendar.Date
}

// Needs names the permission.
func (GiveLink) Needs() access.Permission { return access.WriteCare }

// Do checks and makes it.
func (c GiveLink) Do(_ context.Context, tx *gate.Tx) (link.Made, error) {
	t, p, err := loadText(tx, c.ID)
	if err != nil {
		return link.Made{}, err
	}
	if t.Kind != Plan {
		return link.Made{}, fault.Missing("safety plan")
	}
	if !t.Holds() {
		return link.Made{}, fault.Moved("This version is marked as entered in error")
	}
	until, err := calendar.On(c.Until, calendar.NewTime(23, 59))
	if c.Until.IsZero() || err != nil {
		return link.Made{}, fault.Wrong("until", "Choose until when the link works")
	}
	m, err := link.Make(tx, link.New{Person: p, Purpose: LinkPurpose, Subject: t.ID, Label: "Safety plan, version " + strconv.Itoa(t.Version), Until: until})
	if err != nil {
		return m, err
	}
	tx.TouchedAt("safety plan", t.ID, p.ID, t.PCN, "recorded that the person has the safety plan")
	_, err = tx.Exec("INSERT INTO safety_handed (id, safety_text, person, pcn, how, to_kind, to_name, consent, answer, why, told, on_day, recorded_at, by_id, by_name) VALUES ($1,$2,$3,$4,$5,'','','','','','',$6,$7,$8,$9)",
		tx.NewID(), t.ID, p.ID, t.PCN, ByLink, tx.Today(), tx.Now, tx.Actor.ID, tx.Actor.Name)
	return m, err
}

// OnPhone asks for the plan behind a private link, for its holder.
type OnPhone struct{}

// PhonePlan is the answer to OnPhone.
type PhonePlan struct {
	Sheet
	Urgent  []network.UrgentRoute
	GivenBy string
	Until   calendar.Instant
}

// Needs names the permission.
func (OnPhone) Needs() access.Permission { return access.UseLink }

// Ask reads it; a version that was marked as entered in error since is not
// found.
func (OnPhone) Ask(_ context.Context, tx *gate.Tx) (PhonePlan, error) {
	var out PhonePlan
	h, err := link.Held(tx, LinkPurpose)
	if err != nil {
		return out, err
	}
	t, err := db.One[Text](tx.Tx, "private link", "SELECT "+textColumns+fromTexts+"WHERE t.id = $1 AND t.kind = 'plan' AND w.of_id IS NULL", h.Link.Subject)
	if err != nil {
		return out, err
	}
	tx.Saw(h.Person.ID, "the safety plan, by private link")
	list, err := db.All[Text](tx.Tx, "SELECT "+textColumns+fromTexts+"WHERE t.person = $1 AND t.kind = 'plan' AND w.of_id IS NULL ORDER BY t.version DESC", t.Person)
	if err != nil {
		return out, err
	}
	one := []Text{t}
	if err := unpack(one); err != nil {
		return out, err
	}
	out.Text, out.Person = one[0], person.Person{Given: h.Person.Given, Family: h.Person.Family}
	if n := present(list); n != nil && n.Version > t.Version {
		out.Newest = &Text{Version: n.Version, OnDay: n.OnDay, Kind: Plan}
	}
	out.beside(routesOf(h.Urgent))
	out.Urgent, out.GivenBy, out.Until = h.Urgent, h.Link.MadeName, h.Link.ExpiresAt
	return out, nil
}

// LinksOf asks for the private links to a version of a plan.
type LinksOf struct{ ID string }

// GivenLink is one of them, with how it stands.
type GivenLink struct {
	link.Link
	State, Words string
}

// Needs names the permission.
func (LinksOf) Needs() access.Permission { return access.SeeCare }

// Ask lists them, the newest first.
func (q LinksOf) Ask(_ context.Context, tx *gate.Tx) ([]GivenLink, error) {
	t, p, err := loadText(tx, q.ID)
	if err != nil {
		return nil, err
	}
	list, err := link.About(tx, LinkPurpose, t.ID)
	tx.Saw(p.ID, "the private links to a safety plan")
	var out []GivenLink
	for _, l := range list {
		out = append(out, GivenLink{l, l.State(tx.Now), l.Words(tx.Now)})
	}
	return out, err
}
