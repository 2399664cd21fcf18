package workforce

import (
	"footbridge/internal/access"
	"footbridge/internal/app/workforce"
	"footbridge/internal/nhs"
	"footbridge/internal/web/form"
	"footbridge/internal/web/site"
)

var (
	eligibilityPage   = site.Parse(files, "eligibility.html")
	credentialPage    = site.Parse(files, "credential.html")
	endCredentialPage = site.Parse(files, "endcredential.html")
	expiringPage      = site.Parse(files, "expiring.html")
)

// Eligibility shows what a practitioner can show, and what each dated rule set
// says. The id of the path is the practitioner's.
func Eligibility(v *site.Visit) error {
	s, err := site.Ask(v, workforce.EligibilityOf{PCN: v.Network(), Practitioner: v.Path("id")})
	if err != nil {
		return err
	}
	return v.Show(site.Page{Title: "Eligibility of " + s.Practitioner.Name, Back: "/team/" + s.Post.ID, BackText: s.Practitioner.Name, Print: true}, eligibilityPage, map[string]any{
		"S": s, "Keep": v.May(access.KeepCompetence) && !s.Own,
	})
}

// Credential asks for one thing that a practitioner can show; the kind is in
// the address.
func Credential(v *site.Visit) error {
	s, err := site.Ask(v, workforce.EligibilityOf{PCN: v.Network(), Practitioner: v.Path("id")})
	if err != nil {
		return err
	}
	f := v.Form()
	if f.Text("kind") == "" {
		f.Set("kind", "registration")
	}
	title, kind := "", f.Text("kind")
	for _, k := range workforce.CredentialKinds {
		if k[0] == kind {
			title = k[1]
		}
	}
	names := form.Choices("", "Choose one")
	switch kind {
	case "registration":
		for _, b := range nhs.Bodies() {
			names = append(names, form.Choice{Value: string(b), Text: b.Name() + " (" + string(b) + "), a number like " + b.Example()})
		}
	case "training":
		for _, r := range s.Rules {
			if r.Kind == "training" {
				names = append(names, form.Choice{Value: r.Name, Text: r.Name})
			}
		}
	}
	states := form.Choices("", "Choose one")
	list := workforce.Statuses
	if kind == "dbs" {
		list = workforce.Levels
	}
	for _, x := range list {
		states = append(states, form.Choice{Value: x, Text: x})
	}
	return v.Show(site.Page{Title: "Record: " + title, Form: f, Back: "/team/" + s.Practitioner.ID + "/eligibility", BackText: "Eligibility of " + s.Practitioner.Name}, credentialPage, map[string]any{
		"Form": f, "S": s, "Kind": kind, "Title": title, "Names": names, "States": states, "Listed": len(names) > 1,
	})
}

// DoCredential records it.
func DoCredential(v *site.Visit) error {
	f := v.Form()
	from, _ := f.Date("from", "The day from which it holds")
	expires, _ := f.Date("expires", "The last day")
	seenOn, _ := f.Date("seenon", "The day on which it was seen")
	if f.OK() {
		_, err := site.Do(v, workforce.AddCredential{PCN: v.Network(), Practitioner: v.Path("id"), Kind: f.Text("kind"), Name: f.Text("name"), Number: f.Text("number"), Status: f.Text("status"),
			From: from, Expires: expires, SeenBy: f.Text("seen"), SeenOn: seenOn})
		if err == nil {
			return v.ToWith("/team/"+v.Path("id")+"/eligibility", "Recorded")
		}
		if !v.Again(err) {
			return err
		}
	}
	return Credential(v)
}

// EndCredential asks from when something no longer holds.
func EndCredential(v *site.Visit) error {
	s, err := site.Ask(v, workforce.EligibilityOf{PCN: v.Network(), Practitioner: v.Path("id")})
	if err != nil {
		return err
	}
	f := v.Form()
	if v.R.Method == "GET" {
		f.SetDate("from", s.Today)
	}
	back := "/team/" + s.Practitioner.ID + "/eligibility"
	for _, g := range s.Groups {
		for _, c := range g.List {
			if c.ID == v.Path("credential") && (c.EndedOn.IsZero() || v.R.Method != "GET") {
				return v.Show(site.Page{Title: "End a record", Form: f, Back: back, BackText: "Eligibility of " + s.Practitioner.Name}, endCredentialPage, map[string]any{"Form": f, "C": c, "S": s})
			}
		}
	}
	return v.ToTell(back, "This record is ended already")
}

// DoEndCredential ends it.
func DoEndCredential(v *site.Visit) error {
	f := v.Form()
	from, _ := f.Date("from", "The day")
	if f.OK() {
		_, err := site.Do(v, workforce.EndCredential{PCN: v.Network(), Practitioner: v.Path("id"), ID: v.Path("credential"), From: from, Why: f.Text("why")})
		if err == nil {
			return v.ToWith("/team/"+v.Path("id")+"/eligibility", "Ended. It stays readable")
		}
		if !v.Again(err) {
			return err
		}
	}
	return EndCredential(v)
}

var windows = map[string]int{"": -1, "expired": 0, "7": 7, "30": 30, "90": 90}

// Expiring lists what ends soon and what has expired, of everybody in post.
func Expiring(v *site.Visit) error {
	f := v.Form()
	within, ok := windows[f.Text("within")]
	if !ok {
		within = -1
	}
	e, err := site.Ask(v, workforce.EndingSoon{PCN: v.Network(), Within: within})
	if err != nil {
		return err
	}
	return v.Show(site.Page{Title: "What expires", Form: f, Back: "/team", BackText: "Practitioners", Wide: true, Print: true}, expiringPage, map[string]any{
		"Form": f, "E": e, "Within": f.Text("within"), "Edit": v.May(access.EditWorkforce), "Kinds": form.Choices("training", "A training that everybody needs", "dbs", "The DBS check"),
	})
}

// DoRenewal writes a local rule.
func DoRenewal(v *site.Visit) error {
	f := v.Form()
	months, _ := f.Int("months", "The months")
	if f.OK() {
		_, err := site.Do(v, workforce.SetRenewal{PCN: v.Network(), Kind: f.Text("kind"), Name: f.Text("name"), Months: months, Why: f.Text("why")})
		if err == nil {
			return v.ToWith("/team/expiring", "The rule is kept")
		}
		if !v.Again(err) {
			return err
		}
	}
	return Expiring(v)
}
