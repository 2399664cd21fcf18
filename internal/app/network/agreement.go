package network

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// Model is how the posts under an agreement are employed.
type Model string

// The employment models of the sources.
const (
	Joint       Model = "joint"       // jointly funded through the provider
	Independent Model = "independent" // employed by a practice itself
	VCSE        Model = "vcse"        // subcontracted to a voluntary organisation
)

// Words names the model as a page does.
func (m Model) Words() string {
	switch m {
	case Joint:
		return "Jointly funded through the provider"
	case Independent:
		return "Independently employed"
	case VCSE:
		return "Subcontracted to a voluntary, community or social enterprise"
	}
	return "Not set"
}

// Terms are what both sides sign.
type Terms struct {
	Model         Model
	Services      []Service
	Functions     []string // keys of the contract's functions: "a" to "e"
	Mechanism     string   // how practices book, in words
	Bookers       []access.Role
	SelfReferral  bool // people may ask for themselves, without a slot: written down at the desk or by a practitioner
	Allowances    []Allowance
	ReleaseHours  int    // unused allowance for slots that start within these hours is open to all
	OverLimit     string // "reason": allowed with a reason and counted; "refuse"
	ResponseTimes []ResponseTime
	HorizonWeeks  int // how far ahead practices may book
	ReturnWeeks   int // how long somebody who left may come back without a new request
	ReviewOn      calendar.Date
	Note          string
}

// Service is one service under the agreement, with its own criteria.
type Service struct {
	Key      string // "adult" or "cyp"
	Name     string
	Criteria []Criterion
}

// Criterion is one line of who a service is for. Onward is where to go
// instead when it is not met: an exclusion is never a dead end.
type Criterion struct {
	Key       string
	Rule      string // "age from", "age to", "ask"
	Age       int    // for the age rules
	Text      string // "18 or over"
	Question  string // what to ask, when the answer isn't in the record
	Onward    string // who does see this person
	OnwardHow string // how to reach them today
}

// Allowance is the agreed number of direct bookings of a practice a week.
type Allowance struct {
	Practice string
	PerWeek  int
}

// ResponseTime is one line of the service's own list of how soon.
type ResponseTime struct {
	Name        string
	WorkingDays int // 0 is the same day
}

// Words says how soon, as a page does.
func (r ResponseTime) Words() string {
	switch r.WorkingDays {
	case 0:
		return "the same day"
	case 1:
		return "1 working day"
	}
	return fmt.Sprintf("%d working days", r.WorkingDays)
}

// ServiceFor gives the service with the key.
func (t Terms) ServiceFor(key string) (Service, bool) {
	i := slices.IndexFunc(t.Services, func(s Service) bool { return s.Key == key })
	if i < 0 {
		return Service{}, false
	}
	return t.Services[i], true
}

// PerWeek gives a practice's allowance; ok is false when none was agreed.
func (t Terms) PerWeek(practice string) (n int, ok bool) {
	for _, a := range t.Allowances {
		if a.Practice == practice {
			return a.PerWeek, true
		}
	}
	return 0, false
}

// Agreement is one version of the local service agreement.
type Agreement struct {
	ID               string
	PCN              string `db:"pcn"`
	Provider         string
	Number           int
	State            string // "draft", "signed", "withdrawn"
	FromDay          calendar.Date
	ToDay            calendar.Date // exclusive; zero while it is open
	TermsText        string        `db:"terms" json:"-"`
	Version          int
	DraftedBy        string
	DraftedAt        calendar.Instant
	NetworkSignedBy  string
	NetworkSignedAt  calendar.Instant
	ProviderSignedBy string
	ProviderSignedAt calendar.Instant
	Terms            Terms `db:"-"`
}

const agreementColumns = "id, pcn, provider, number, state, from_day, to_day, terms, version, drafted_by, drafted_at, network_signed_by, network_signed_at, provider_signed_by, provider_signed_at"

// On says whether the agreement is in force on a day.
func (a Agreement) On(day calendar.Date) bool {
	return a.State == "signed" && !day.Before(a.FromDay) && (a.ToDay.IsZero() || day.Before(a.ToDay))
}

func read(list []Agreement) ([]Agreement, error) {
	for i := range list {
		if err := json.Unmarshal([]byte(list[i].TermsText), &list[i].Terms); err != nil {
			return nil, err
		}
	}
	return list, nil
}

func agreements(tx *gate.Tx, where string, args ...any) ([]Agreement, error) {
	list, err := db.All[Agreement](tx.Tx, "SELECT "+agreementColumns+" FROM agreement WHERE "+where, args...)
	if err != nil {
		return nil, err
	}
	return read(list)
}

// AgreementOn gives the agreement in force in a network on a day; NotFound
// when none is. When two providers serve one network, the one that began last
// answers for booking; both are listed.
func AgreementOn(tx *gate.Tx, pcn string, day calendar.Date) (Agreement, error) {
	list, err := agreements(tx, "pcn = $1 AND state = 'signed' AND from_day <= $2 AND (to_day IS NULL OR to_day > $2) ORDER BY from_day DESC, number DESC LIMIT 1", pcn, day)
	if err != nil {
		return Agreement{}, err
	}
	if len(list) == 0 {
		return Agreement{}, fault.Missing("agreement in force")
	}
	return list[0], nil
}

// ServedBy lists the networks that a provider serves under an agreement in
// force on a day. A draft opens nothing: whoever could write one would else
// open a network's people to their own side.
func ServedBy(tx *gate.Tx, provider string, day calendar.Date) ([]string, error) {
	return db.All[string](tx.Tx, "SELECT DISTINCT pcn FROM agreement WHERE provider = $1 AND state = 'signed' AND from_day <= $2 AND (to_day IS NULL OR to_day > $2) ORDER BY 1", provider, day)
}

// ProviderName gives a provider's name.
func ProviderName(tx *gate.Tx, code string) (string, error) {
	return db.One[string](tx.Tx, "provider", "SELECT name FROM provider WHERE code = $1", code)
}

// PlaceName names an organisation at which a role is held.
func PlaceName(tx *gate.Tx, place access.Place, code string, day calendar.Date) (string, error) {
	switch place {
	case access.Practice:
		return NameOf(tx, KindPractice, code, day)
	case access.Network:
		return NameOf(tx, KindPCN, code, day)
	case access.ICB:
		return NameOf(tx, KindICB, code, day)
	case access.Provider:
		return ProviderName(tx, code)
	}
	return "England", nil
}

// AddProvider enters a provider.
type AddProvider struct{ Code, Name, Kind string }

// Needs names the permission.
func (AddProvider) Needs() access.Permission { return access.Import }

// Do enters it, or changes its name.
func (c AddProvider) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	c.Code, c.Name = strings.ToUpper(strings.TrimSpace(c.Code)), strings.TrimSpace(c.Name)
	var check fault.Check
	check.Require(len(c.Code) >= 3 && len(c.Code) <= 10, "code", "Enter the provider's code, for example RVN")
	check.Require(c.Name != "", "name", "Enter the provider's name")
	check.Require(c.Kind == "trust" || c.Kind == "vcse" || c.Kind == "other", "kind", "Choose the kind of provider")
	if err := check.Err(); err != nil {
		return false, err
	}
	_, err := tx.Exec("INSERT INTO provider (code, name, kind) VALUES ($1, $2, $3) ON CONFLICT (code) DO UPDATE SET name = excluded.name, kind = excluded.kind", c.Code, c.Name, c.Kind)
	tx.Touched("provider", c.Code, "", c.Name)
	return true, err
}

// Provider is an organisation that employs practitioners.
type Provider struct{ Code, Name, Kind string }

// Providers lists the providers that were entered.
type Providers struct{}

// Needs names the permission.
func (Providers) Needs() access.Permission { return access.SeeAgreement }

// Ask lists them by name.
func (Providers) Ask(_ context.Context, tx *gate.Tx) ([]Provider, error) {
	tx.Nobody("names of providers")
	return db.All[Provider](tx.Tx, "SELECT code, name, kind FROM provider ORDER BY name")
}

// ProviderList lists the providers for whoever enters them.
type ProviderList struct{}

// Needs names the permission.
func (ProviderList) Needs() access.Permission { return access.Import }

// Ask lists them by name.
func (ProviderList) Ask(ctx context.Context, tx *gate.Tx) ([]Provider, error) {
	return Providers{}.Ask(ctx, tx)
}
