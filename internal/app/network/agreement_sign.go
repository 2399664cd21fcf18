package network

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// side says for which side of the agreement somebody acts: the network's
// manager for the network, the provider's lead for the provider.
func side(tx *gate.Tx, pcn, provider string) string {
	if slices.Contains(tx.Scope.Providers, provider) {
		return "provider"
	}
	for _, g := range tx.Actor.Grants {
		if g.Place == access.Network && g.Code == pcn && access.Allows(g.Role, access.SignAgreement) {
			return "network"
		}
	}
	return ""
}

// DraftAgreement writes the draft of the next version. A draft that one side
// has signed loses that signature when it is changed. It answers with the id.
type DraftAgreement struct {
	PCN, Provider string
	Version       int // of the draft that was read; 0 for a new one
	From          calendar.Date
	Terms         Terms
}

// Needs names the permission.
func (DraftAgreement) Needs() access.Permission { return access.EditAgreement }

// Do checks the terms and writes the draft.
func (c DraftAgreement) Do(_ context.Context, tx *gate.Tx) (string, error) {
	switch side(tx, c.PCN, c.Provider) {
	case "":
		return "", fault.Missing("network")
	case "provider": // the first version is begun by the network
		if n, err := db.One[int](tx.Tx, "count", "SELECT count(*) FROM agreement WHERE pcn = $1 AND provider = $2 AND state <> 'withdrawn'", c.PCN, c.Provider); err != nil {
			return "", err
		} else if n == 0 {
			return "", fault.Missing("network")
		}
	}
	practices, err := PracticesOf(tx, c.PCN, tx.Today())
	if err != nil {
		return "", err
	}
	if err := CheckTerms(c.Terms, c.From, practices); err != nil {
		return "", err
	}
	if _, err := ProviderName(tx, c.Provider); err != nil {
		return "", fault.Wrong("provider", "There is no provider with the code %q. An administrator can enter it", c.Provider)
	}
	if err := notIntoThePast(tx, c.PCN, c.Provider, c.From); err != nil {
		return "", err
	}
	terms, err := json.Marshal(c.Terms)
	if err != nil {
		return "", err
	}
	old, found, err := db.Maybe[Agreement](tx.Tx, "SELECT "+agreementColumns+" FROM agreement WHERE pcn = $1 AND provider = $2 AND state = 'draft'", c.PCN, c.Provider)
	if err != nil {
		return "", err
	}
	if found {
		if old.Version != c.Version {
			return "", fault.Moved("%s changed this draft at %s. Look at what it says now; what you typed is still here", old.DraftedBy, old.DraftedAt.Long())
		}
		_, err := tx.Exec(`UPDATE agreement SET from_day = $1, terms = $2, version = version + 1, drafted_by = $3, drafted_at = $4,
			network_signed_by = '', network_signed_at = NULL, provider_signed_by = '', provider_signed_at = NULL WHERE id = $5`,
			c.From, string(terms), tx.Actor.Name, tx.Now, old.ID)
		tx.TouchedAt("agreement", old.ID, "", c.PCN, "draft changed")
		return old.ID, err
	}
	if c.Version != 0 {
		return "", fault.Moved("The draft that you changed was signed by both sides or withdrawn in the meantime. What you typed is still here: save it again to begin a new draft with it")
	}
	number, err := db.One[int](tx.Tx, "number", "SELECT coalesce(max(number), 0) + 1 FROM agreement WHERE pcn = $1 AND provider = $2", c.PCN, c.Provider)
	if err != nil {
		return "", err
	}
	id := tx.NewID()
	_, err = tx.Exec("INSERT INTO agreement ("+agreementColumns+") VALUES ($1,$2,$3,$4,'draft',$5,NULL,$6,1,$7,$8,'',NULL,'',NULL)",
		id, c.PCN, c.Provider, number, c.From, string(terms), tx.Actor.Name, tx.Now)
	tx.TouchedAt("agreement", id, "", c.PCN, "draft "+strconv.Itoa(number)+" begun")
	return id, err
}

// notIntoThePast keeps a version from beginning on a day that has passed under
// another version: what was booked then was booked under that one. The very
// first version may begin in the past, as it did on paper.
func notIntoThePast(tx *gate.Tx, pcn, provider string, from calendar.Date) error {
	if !from.Before(tx.Today()) {
		return nil
	}
	n, err := db.One[int](tx.Tx, "count", "SELECT count(*) FROM agreement WHERE pcn = $1 AND provider = $2 AND state = 'signed' AND from_day < $3", pcn, provider, tx.Today())
	if err == nil && n > 0 {
		err = fault.Wrong("from", "This version must begin today or later, because another version was in force until now")
	}
	return err
}

// SignAgreement signs the draft for the side for which one acts. With both
// signatures it is signed: the version before ends on the day it begins.
type SignAgreement struct {
	ID      string
	Version int
}

// Needs names the permission.
func (SignAgreement) Needs() access.Permission { return access.SignAgreement }

// Do signs; true when both sides have signed now.
func (c SignAgreement) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	list, err := agreements(tx, "id = $1", c.ID)
	if err != nil {
		return false, err
	}
	if len(list) == 0 {
		return false, fault.Missing("agreement")
	}
	a := list[0]
	for_ := side(tx, a.PCN, a.Provider)
	if for_ == "" {
		return false, fault.Missing("agreement")
	}
	if a.State != "draft" {
		return false, fault.Moved("This version is signed already")
	}
	if a.Version != c.Version {
		return false, fault.Moved("The draft was changed at %s by %s. Read it again before you sign it", a.DraftedAt.Long(), a.DraftedBy)
	}
	if err := notIntoThePast(tx, a.PCN, a.Provider, a.FromDay); err != nil {
		return false, err
	}
	if for_ == "network" && a.NetworkSignedBy != "" || for_ == "provider" && a.ProviderSignedBy != "" {
		return false, fault.Moved("This draft is signed for the %s already", for_)
	}
	if for_ == "network" {
		a.NetworkSignedBy, a.NetworkSignedAt = tx.Actor.Name, tx.Now
	} else {
		a.ProviderSignedBy, a.ProviderSignedAt = tx.Actor.Name, tx.Now
	}
	both := a.NetworkSignedBy != "" && a.ProviderSignedBy != ""
	state := "draft"
	if both {
		state = "signed"
		if _, err := tx.Exec("UPDATE agreement SET to_day = $1 WHERE pcn = $2 AND provider = $3 AND state = 'signed' AND (to_day IS NULL OR to_day > $1)", a.FromDay, a.PCN, a.Provider); err != nil {
			return false, err
		}
	}
	_, err = tx.Exec("UPDATE agreement SET state = $1, network_signed_by = $2, network_signed_at = $3, provider_signed_by = $4, provider_signed_at = $5 WHERE id = $6",
		state, a.NetworkSignedBy, a.NetworkSignedAt, a.ProviderSignedBy, a.ProviderSignedAt, a.ID)
	tx.TouchedAt("agreement", a.ID, "", a.PCN, "signed for the "+for_)
	return both, err
}

// WithdrawAgreement throws a draft away; it stays readable in the records.
type WithdrawAgreement struct {
	ID      string
	Version int
}

// Needs names the permission.
func (WithdrawAgreement) Needs() access.Permission { return access.EditAgreement }

// Do withdraws it.
func (c WithdrawAgreement) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	list, err := agreements(tx, "id = $1", c.ID)
	if err != nil {
		return false, err
	}
	if len(list) == 0 || side(tx, list[0].PCN, list[0].Provider) == "" {
		return false, fault.Missing("agreement")
	}
	if list[0].State != "draft" || list[0].Version != c.Version {
		return false, fault.Moved("This draft was changed or signed since you opened the page")
	}
	_, err = tx.Exec("UPDATE agreement SET state = 'withdrawn', version = version + 1 WHERE id = $1", c.ID)
	tx.TouchedAt("agreement", c.ID, "", list[0].PCN, "draft withdrawn")
	return true, err
}

// CheckTerms says what is missing or impossible in terms, all at once.
func CheckTerms(t Terms, from calendar.Date, practices []Practice) error {
	var c fault.Check
	c.Require(!from.IsZero(), "from", "Enter the day from which this version holds")
	c.Require(t.Model.Words() != "Not set", "model", "Choose the employment model")
	c.Require(len(t.Services) > 0, "services", "Name at least one service")
	for _, s := range t.Services {
		c.Require(strings.TrimSpace(s.Name) != "", "name-"+s.Key, "Give the service a name")
		for _, k := range s.Criteria {
			at := "-" + s.Key + "-" + k.Key
			c.Require(strings.TrimSpace(k.Text) != "", "criterion"+at, "Say the criterion in words")
			c.Require(k.Rule == "ask" || k.Rule == "age from" || k.Rule == "age to", "rule"+at, "Choose how the criterion is found out")
			c.Require(k.Rule == "ask" || k.Age >= 0 && k.Age <= 120, "age"+at, "The age must be from 0 to 120")
			c.Require(strings.TrimSpace(k.Onward) != "", "onward"+at, "Say where somebody goes who does not meet “%s”: an exclusion is never a dead end", k.Text)
			for _, f := range [][2]string{{"criterion", k.Text}, {"question", k.Question}, {"onward", k.Onward}, {"how", k.OnwardHow}} {
				c.Require(len([]rune(f[1])) <= 500, f[0]+at, "This must be at most 500 characters")
			}
		}
	}
	c.Require(len(t.Functions) > 0, "functions", "Choose the functions that the practitioners provide")
	c.Require(strings.TrimSpace(t.Mechanism) != "", "mechanism", "Say how practices book")
	c.Require(len(t.Bookers) > 0, "bookers", "Choose who may book")
	c.Require(t.ReleaseHours >= 0 && t.ReleaseHours <= 14*24, "release", "Release hours must be from 0 to 336")
	c.Require(t.OverLimit == "reason" || t.OverLimit == "refuse", "over", "Choose what happens over the limit")
	c.Require(t.HorizonWeeks >= 1 && t.HorizonWeeks <= 26, "horizon", "Booking ahead must be from 1 to 26 weeks")
	c.Require(t.ReturnWeeks >= 0 && t.ReturnWeeks <= 52, "return", "The quick return must be from 0 to 52 weeks")
	c.Require(!t.ReviewOn.IsZero() && t.ReviewOn.After(from), "review", "Enter a review day after the first day")
	c.Require(len(t.ResponseTimes) > 0, "response", "Name at least one response time")
	for i, r := range t.ResponseTimes {
		c.Require(strings.TrimSpace(r.Name) != "" && len([]rune(r.Name)) <= 100, fmt.Sprint("response-", i), "Name this response time, in at most 100 characters")
		c.Require(r.WorkingDays >= 0 && r.WorkingDays <= 260, fmt.Sprint("days-", i), "A response time must be from 0 to 260 working days")
	}
	c.Require(len([]rune(t.Mechanism)) <= 2000, "mechanism", "How practices book must be at most 2,000 characters")
	c.Require(len([]rune(t.Note)) <= 2000, "note", "The note must be at most 2,000 characters")
	for _, a := range t.Allowances {
		c.Require(a.PerWeek >= 0 && a.PerWeek <= 200, "allowance-"+a.Practice, "An allowance must be from 0 to 200 a week")
	}
	for _, p := range practices {
		_, ok := t.PerWeek(p.Code)
		c.Require(ok, "allowance-"+p.Code, "Enter the allowance of %s; 0 is an answer", p.Name)
	}
	return c.Err()
}

// Change is one difference between two versions.
type Change struct{ What, Was, Is string }

// CompareTerms lists what is different, in the order of the agreement.
func CompareTerms(was, is Terms) []Change {
	var out []Change
	add := func(what, a, b string) {
		if a != b {
			out = append(out, Change{what, orNone(a), orNone(b)})
		}
	}
	add("Employment model", was.Model.Words(), is.Model.Words())
	for _, key := range []string{"adult", "cyp"} {
		a, _ := was.ServiceFor(key)
		b, _ := is.ServiceFor(key)
		add("Service", a.Name, b.Name)
		keys := []string{}
		for _, k := range append(slices.Clone(a.Criteria), b.Criteria...) {
			if !slices.Contains(keys, k.Key) {
				keys = append(keys, k.Key)
			}
		}
		for _, k := range keys {
			add("Criterion of "+cmpName(a.Name, b.Name), criterionWords(a, k), criterionWords(b, k))
		}
	}
	add("Functions", strings.Join(was.Functions, ", "), strings.Join(is.Functions, ", "))
	add("How practices book", was.Mechanism, is.Mechanism)
	add("Who may book", roles(was.Bookers), roles(is.Bookers))
	add("People asking for themselves", SelfWords(was.SelfReferral), SelfWords(is.SelfReferral))
	var codes []string
	for _, a := range append(slices.Clone(was.Allowances), is.Allowances...) {
		if !slices.Contains(codes, a.Practice) {
			codes = append(codes, a.Practice)
		}
	}
	for _, p := range codes {
		add("Allowance of "+p+" a week", perWeek(was, p), perWeek(is, p))
	}
	add("Release", fmt.Sprintf("%d hours before", was.ReleaseHours), fmt.Sprintf("%d hours before", is.ReleaseHours))
	add("Over the limit", OverWords(was.OverLimit), OverWords(is.OverLimit))
	add("Response times", responses(was), responses(is))
	add("Booking ahead", fmt.Sprintf("%d weeks", was.HorizonWeeks), fmt.Sprintf("%d weeks", is.HorizonWeeks))
	add("Quick return", fmt.Sprintf("%d weeks", was.ReturnWeeks), fmt.Sprintf("%d weeks", is.ReturnWeeks))
	add("Review", was.ReviewOn.Long(), is.ReviewOn.Long())
	add("Note", was.Note, is.Note)
	return out
}

// SelfWords says whether people may ask for themselves.
func SelfWords(yes bool) string {
	if yes {
		return "Yes: whoever may book writes it down in the person’s words, and it waits in the queue"
	}
	return "Not agreed: they are booked straight in, or handed over"
}

// OverWords says what happens over the limit.
func OverWords(rule string) string {
	switch rule {
	case "reason":
		return "Allowed with a reason, and counted"
	case "refuse":
		return "Not booked; the waiting list is offered"
	}
	return "Not set"
}

func cmpName(a, b string) string {
	if b != "" {
		return b
	}
	return a
}

func criterionWords(s Service, key string) string {
	for _, k := range s.Criteria {
		if k.Key == key {
			text := k.Text
			switch k.Rule {
			case "age from":
				text += fmt.Sprintf(" (from %d years)", k.Age)
			case "age to":
				text += fmt.Sprintf(" (up to %d years)", k.Age)
			}
			for _, part := range [][2]string{{"Asked: ", k.Question}, {"Otherwise: ", k.Onward}, {"How: ", k.OnwardHow}} {
				if part[1] != "" {
					text = strings.TrimRight(text, ". ")
					if !strings.HasSuffix(text, "?") {
						text += "."
					}
					text += " " + part[0] + part[1]
				}
			}
			return text
		}
	}
	return ""
}

func perWeek(t Terms, practice string) string {
	if n, ok := t.PerWeek(practice); ok {
		return strconv.Itoa(n)
	}
	return ""
}

func roles(list []access.Role) string {
	var out []string
	for _, r := range list {
		out = append(out, string(r))
	}
	return strings.Join(out, ", ")
}

func responses(t Terms) string {
	var out []string
	for _, r := range t.ResponseTimes {
		out = append(out, r.Name+": "+r.Words())
	}
	return strings.Join(out, "; ")
}

func orNone(s string) string {
	if s == "" {
		return "None"
	}
	return s
}
