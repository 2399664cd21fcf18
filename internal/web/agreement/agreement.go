// Package agreement is the front room of the local service agreement: what is
// in force in plain words, the draft of the next version beside it, the
// fair-share replay, signing, and the urgent routes.
package agreement

import (
	"embed"
	"net/url"

	"footbridge/internal/access"
	"footbridge/internal/app/network"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
	"footbridge/internal/web/site"
)

//go:embed *.html
var files embed.FS

var (
	agreementPage = site.Parse(files, "agreement.html", "terms.html")
	listPage      = site.Parse(files, "list.html")
	versionPage   = site.Parse(files, "version.html", "terms.html")
)

// reviewSoon is how many days before its review an agreement says so.
const reviewSoon = 42

// review says whether the review is near or over, "" when neither.
func review(a *network.Agreement, today calendar.Date) string {
	switch {
	case a == nil || a.Terms.ReviewOn.IsZero():
		return ""
	case a.Terms.ReviewOn.Before(today):
		return "Review overdue"
	case a.Terms.ReviewOn.DaysSince(today) <= reviewSoon:
		return "Review due"
	}
	return ""
}

// chosen gives the network that the page is about: the one in the address, or
// the visitor's own. The queries see to it that it is within reach.
func chosen(v *site.Visit) string {
	if p := v.Form().Text("pcn"); p != "" {
		return p
	}
	return v.Network()
}

func address(path, pcn string) string { return path + "?pcn=" + url.QueryEscape(pcn) }

// standing asks for the agreement of the chosen network.
func standing(v *site.Visit) (network.Standing, error) {
	return site.Ask(v, network.SignedAgreement{PCN: chosen(v)})
}

// Agreement shows the agreement in force, the draft with what it changes, and
// the other versions. Without a network of one's own it lists the agreements
// within reach.
func Agreement(v *site.Visit) error {
	if chosen(v) == "" {
		list, err := site.Ask(v, network.Agreements{})
		if err != nil {
			return err
		}
		return v.Show(site.Page{Title: "Agreements"}, listPage, map[string]any{"List": list, "Table": listTable(list, v.App.Today())})
	}
	s, err := standing(v)
	if err != nil {
		return err
	}
	today := v.App.Today()
	data := map[string]any{
		"S": s, "Today": today, "Review": review(s.InForce, today), "Changes": changesTable(s.Changes), "Before": s.Before,
		"MaySign": s.Draft != nil && mayStillSign(s), "Replay": v.May(access.EditAgreement) && v.Actor.Scope(access.SeeAgreement).WholeNetwork(s.PCN),
	}
	if s.InForce != nil {
		data["Terms"] = termsOf(*s.InForce, s.Names())
	} else if s.Draft != nil {
		data["Terms"] = termsOf(*s.Draft, s.Names())
	}
	return v.Show(site.Page{Title: "Agreement of " + s.PCNName, Print: true}, agreementPage, data)
}

// mayStillSign says whether the visitor's side has not signed the draft yet.
func mayStillSign(s network.Standing) bool {
	return s.Side == "network" && s.Draft.NetworkSignedBy == "" || s.Side == "provider" && s.Draft.ProviderSignedBy == ""
}

// Version shows one version: one that has ended, a draft, one to come.
func Version(v *site.Visit) error {
	a, err := site.Ask(v, network.AgreementVersion{ID: v.Path("id")})
	if err != nil {
		return err
	}
	return v.Show(site.Page{Title: "Agreement of " + a.PCNName + ", version " + site.Thousands(a.Number), Back: address("/agreement", a.PCN), BackText: "Agreement", Print: true}, versionPage, map[string]any{
		"A": a, "Terms": termsOf(a.Agreement, a.Names()), "Words": stateWords(a.Agreement, v.App.Today()),
	})
}

func stateWords(a network.Agreement, today calendar.Date) string {
	switch {
	case a.State == "draft":
		return "Draft"
	case a.State == "withdrawn":
		return "Withdrawn"
	case a.On(today):
		return "In force"
	case a.FromDay.After(today):
		return "Begins later"
	}
	return "Ended"
}

// draftOf gives the standing of a network with a draft; without a draft there
// is nothing to sign, to withdraw or to play.
func draftOf(v *site.Visit) (network.Standing, error) {
	s, err := standing(v)
	if err == nil && s.Draft == nil {
		err = fault.Missing("draft")
	}
	return s, err
}
