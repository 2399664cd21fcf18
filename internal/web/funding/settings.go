package funding

import (
	"fmt"
	"strconv"

	"footbridge/internal/app/funding"
	"footbridge/internal/claim"
	"footbridge/internal/fault"
	"footbridge/internal/policy"
	"footbridge/internal/web/form"
	"footbridge/internal/web/site"
)

var (
	settingsPage = site.Parse(files, "settings.html")
	termsPage    = site.Parse(files, "terms.html")
	wantsPage    = site.Parse(files, "wants.html")
	paidPage     = site.Parse(files, "paid.html")
)

func settings(v *site.Visit) (funding.Settings, error) {
	if v.Network() == "" {
		return site.Ask(v, funding.SettingsOf{ICB: board(v)})
	}
	return site.Ask(v, funding.SettingsOf{PCN: v.Network()})
}

// Settings shows what the claims rest on.
func Settings(v *site.Visit) error {
	s, err := settings(v)
	if err != nil {
		return err
	}
	if f := v.Form(); f.Raw("version") == "" {
		f.Set("version", "0")
		if len(s.Firsts) > 0 {
			f.Set("version", strconv.Itoa(s.Firsts[0].Version))
		}
	}
	var choices []form.Choice
	for _, c := range funding.CountedBy {
		choices = append(choices, form.Choice{Value: c[0], Text: c[1]})
	}
	vary, may := policy.LocalVariation.On(s.Today)
	back, text := "/claims", "Claims"
	if s.PCN == "" {
		back, text = "/funding/board", "Money of the networks"
	}
	return v.Show(site.Page{Title: "What the claims rest on", Back: back, BackText: text, Form: v.Form()}, settingsPage, map[string]any{"S": s, "Form": v.Form(), "Choices": choices, "BasisNote": claim.BasisNote, "Vary": vary, "May": may})
}

// DoFirst answers what the first post is counted within.
func DoFirst(v *site.Visit) error {
	f := v.Form()
	_, err := site.Do(v, funding.SetFirst{PCN: v.Network(), Version: version(v), CountedBy: f.Text("counted"), Why: f.Text("why")})
	if err == nil {
		return v.ToWith("/funding/settings", "The answer is recorded")
	}
	if v.Again(err) {
		return Settings(v)
	}
	return err
}

func postOf(v *site.Visit) (funding.Settings, funding.PostTerms, error) {
	s, err := settings(v)
	if err != nil {
		return s, funding.PostTerms{}, err
	}
	for _, p := range s.Posts {
		if p.Post.ID == v.Path("post") && s.Own {
			return s, p, nil
		}
	}
	return s, funding.PostTerms{}, fault.Missing("post")
}

var (
	positions  = form.Choices("first", "The first post", "later", "A later post", "", "Not decided")
	londons    = form.Choices("none", "Outside London", "inner", "Inner London", "outer", "Outer London")
	registered = form.Choices("yes", "Yes", "no", "No", "", "Not known")
	bases      = form.Choices(string(claim.CalendarDays), "Calendar days: days in post ÷ days of the month", string(claim.WorkingDays), "Working days: Monday to Friday without bank holidays")
)

// Terms shows what the claim of a post rests on.
func Terms(v *site.Visit) error {
	s, p, err := postOf(v)
	if err != nil {
		return err
	}
	f := v.Form()
	f.Set("version", "0")
	f.Set("london", "none")
	if len(p.Terms) > 0 {
		t := p.Terms[0]
		f.Set("version", strconv.Itoa(t.Version))
		f.Set("position", string(t.Position))
		f.Set("agreement", t.Agreement)
		if t.Share != nil {
			f.Set("share", t.Share.String())
		}
		f.Set("london", string(t.London))
		f.Set("registered", t.Registered)
		f.SetDate("vacant", t.VacantSince)
		f.SetDate("refilled", t.RefilledOn)
		if t.Cover {
			f.Set("stands", "cover")
		} else if t.Temporary {
			f.Set("stands", "temporary")
		}
		setMonth(f, "from", t.FromMonth)
	}
	return showTerms(v, s, p)
}

var stands = form.Choices("", "Neither", "cover", "Cover for somebody who is absent, which is never claimed", "temporary", "Temporary cover of a vacancy, which may last less than six months")

func showTerms(v *site.Visit, s funding.Settings, p funding.PostTerms) error {
	f := v.Form()
	return v.Show(site.Page{Title: "What the claim of " + p.Post.Name + " rests on", Back: "/funding/settings", BackText: "What the claims rest on", Form: f}, termsPage, map[string]any{
		"S": s, "P": p, "Form": f, "Positions": positions, "Londons": londons, "Registered": registered, "Stands": stands,
		"From": monthInput(f, "from", "From which month does this hold?", "For example, 4 2026"),
	})
}

// DoTerms records it.
func DoTerms(v *site.Visit) error {
	s, p, err := postOf(v)
	if err != nil {
		return err
	}
	f := v.Form()
	c := funding.SetTerms{PCN: s.PCN, Terms: funding.Terms{
		Post: p.Post.ID, Version: version(v), FromMonth: monthTyped(f, "from", "The month"), Position: claim.Position(f.Text("position")), Agreement: f.Text("agreement"),
		London: claim.London(f.Text("london")), Registered: f.Text("registered"), Cover: f.Text("stands") == "cover", Temporary: f.Text("stands") == "temporary",
		VacantSince: date(f, "vacant", "The day since which it is vacant"), RefilledOn: date(f, "refilled", "The day on which it was refilled"), Why: f.Text("why"),
	}}
	if share, ok := decimal(f, "share", "The scheme’s share"); ok {
		c.Share = &share
	}
	if f.OK() {
		_, err = site.Do(v, c)
		if err == nil {
			return v.ToWith("/funding/settings", "What the claim of "+p.Post.Name+" rests on is recorded")
		}
		if !v.Again(err) {
			return err
		}
	}
	return showTerms(v, s, p)
}

// Wants shows what the ICB asks for.
func Wants(v *site.Visit) error {
	s, err := site.Ask(v, funding.SettingsOf{ICB: board(v)})
	if err != nil {
		return err
	}
	f := v.Form()
	f.Set("version", "0")
	f.Set("basis", string(claim.CalendarDays))
	if len(s.Wants) > 0 {
		w := s.Wants[0]
		f.Set("version", strconv.Itoa(w.Version))
		f.Set("basis", string(w.Basis))
		if w.CutOff > 0 {
			f.Set("cutoff", strconv.Itoa(w.CutOff))
		}
		f.Set("evidence", w.Evidence)
		setMonth(f, "from", w.FromMonth)
	}
	return showWants(v, s)
}

func showWants(v *site.Visit, s funding.Settings) error {
	f := v.Form()
	return v.Show(site.Page{Title: "What you ask for with a claim", Back: "/funding/settings", BackText: "What the claims rest on", Form: f}, wantsPage, map[string]any{
		"S": s, "Form": f, "Bases": bases, "From": monthInput(f, "from", "From which month does this hold?", "For example, 4 2026"), "BasisNote": claim.BasisNote,
	})
}

// DoWants records it.
func DoWants(v *site.Visit) error {
	s, err := site.Ask(v, funding.SettingsOf{ICB: board(v)})
	if err != nil {
		return err
	}
	f := v.Form()
	c := funding.SetWants{Wants: funding.Wants{ICB: s.ICB, Version: version(v), FromMonth: monthTyped(f, "from", "The month"), Basis: claim.Basis(f.Text("basis")), Evidence: f.Text("evidence"), Why: f.Text("why")}}
	c.CutOff, _ = f.Int("cutoff", "The last day")
	if f.OK() {
		_, err = site.Do(v, c)
		if err == nil {
			return v.ToWith("/funding/settings", "What you ask for is recorded")
		}
		if !v.Again(err) {
			return err
		}
	}
	return showWants(v, s)
}

// StaffPaid asks for a payment of arrears to staff.
func StaffPaid(v *site.Visit) error {
	s, p, err := postOf(v)
	if err != nil {
		return err
	}
	return showPaid(v, s, p)
}

func showPaid(v *site.Visit, s funding.Settings, p funding.PostTerms) error {
	f := v.Form()
	late, err := site.Ask(v, funding.Late{PCN: s.PCN})
	if err != nil {
		return err
	}
	var waits []string
	for _, d := range late.Waits() {
		if d.Post.ID == p.Post.ID {
			waits = append(waits, fmt.Sprintf("%s: %s", d.Month.Long(), d.Difference))
		}
	}
	return v.Show(site.Page{Title: "Arrears paid to " + p.Post.Name, Back: "/funding/settings", BackText: "What the claims rest on", Form: f}, paidPage, map[string]any{
		"P": p, "Form": f, "Waits": waits, "From": monthInput(f, "from", "First month that was paid for", ""), "To": monthInput(f, "to", "Last month that was paid for", ""),
	})
}

// DoStaffPaid records it.
func DoStaffPaid(v *site.Visit) error {
	s, p, err := postOf(v)
	if err != nil {
		return err
	}
	f := v.Form()
	c := funding.PayStaff{PCN: s.PCN, Post: p.Post.ID, From: monthTyped(f, "from", "The first month"), To: monthTyped(f, "to", "The last month"), On: date(f, "on", "The day of the payment"), Amount: amount(f, "amount", "The amount"), Note: f.Text("note")}
	if f.OK() {
		_, err = site.Do(v, c)
		if err == nil {
			return v.ToWith("/claims", "The payment is recorded")
		}
		if !v.Again(err) {
			return err
		}
	}
	return showPaid(v, s, p)
}
