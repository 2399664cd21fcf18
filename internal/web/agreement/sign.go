package agreement

import (
	"html/template"
	"strconv"

	"footbridge/internal/app/diary"
	"footbridge/internal/app/network"
	"footbridge/internal/fault"
	"footbridge/internal/web/nhsuk"
	"footbridge/internal/web/site"
)

var (
	signPage     = site.Parse(files, "sign.html")
	withdrawPage = site.Parse(files, "withdraw.html")
	replayPage   = site.Parse(files, "replay.html")
)

// Sign asks before the draft is signed: what signing does, and from when.
func Sign(v *site.Visit) error {
	s, err := draftOf(v)
	if err != nil {
		return err
	}
	if !mayStillSign(s) {
		return v.ToTell(address("/agreement", s.PCN), "There is nothing for you to sign: your side has signed this draft, or you act for neither side")
	}
	f := v.Form()
	f.Set("id", s.Draft.ID)
	f.Set("pcn", s.PCN)
	f.Set("version", strconv.Itoa(s.Draft.Version))
	other := s.Draft.NetworkSignedBy
	if s.Side == "network" {
		other = s.Draft.ProviderSignedBy
	}
	return v.Show(site.Page{Title: "Sign the agreement", Back: address("/agreement", s.PCN), BackText: "Agreement"}, signPage, map[string]any{
		"Form": f, "S": s, "Other": other, "Changes": changesTable(s.Changes),
	})
}

// DoSign signs the draft for the visitor's side.
func DoSign(v *site.Visit) error {
	f := v.Form()
	version, _ := strconv.Atoi(f.Raw("version")) // a missing version is stale
	both, err := site.Do(v, network.SignAgreement{ID: f.Raw("id"), Version: version})
	back := address("/agreement", f.Text("pcn"))
	switch {
	case fault.Is(err, fault.Conflict) || fault.Is(err, fault.Invalid):
		return v.ToTell(back, fault.Says(err))
	case err != nil:
		return err
	case both:
		return v.ToWith(back, "Both sides have signed: the agreement holds from its first day")
	}
	return v.ToWith(back, "You have signed. The other side has to sign as well")
}

// Withdraw asks before a draft is thrown away.
func Withdraw(v *site.Visit) error {
	s, err := draftOf(v)
	if err != nil {
		return err
	}
	f := v.Form()
	f.Set("id", s.Draft.ID)
	f.Set("pcn", s.PCN)
	f.Set("version", strconv.Itoa(s.Draft.Version))
	return v.Show(site.Page{Title: "Withdraw the draft", Back: address("/agreement", s.PCN), BackText: "Agreement"}, withdrawPage, map[string]any{"Form": f, "S": s})
}

// DoWithdraw withdraws the draft.
func DoWithdraw(v *site.Visit) error {
	f := v.Form()
	version, _ := strconv.Atoi(f.Raw("version")) // a missing version is stale
	_, err := site.Do(v, network.WithdrawAgreement{ID: f.Raw("id"), Version: version})
	back := address("/agreement", f.Text("pcn"))
	if fault.Is(err, fault.Conflict) {
		return v.ToTell(back, fault.Says(err))
	}
	if err != nil {
		return err
	}
	return v.ToWith(back, "The draft is withdrawn. It stays readable among the other versions")
}

// Replay plays the last twelve weeks of direct bookings again under the
// draft's allowances.
func Replay(v *site.Visit) error {
	s, err := draftOf(v)
	if err != nil {
		return err
	}
	r, err := site.Ask(v, diary.ReplayTerms{PCN: s.PCN, Terms: s.Draft.Terms})
	if err != nil {
		return err
	}
	return v.Show(site.Page{Title: "Fair-share replay", Back: address("/agreement", s.PCN), BackText: "Agreement", Wide: true, Print: true}, replayPage, map[string]any{
		"S": s, "R": r, "Table": replayTable(r, s), "MaySign": mayStillSign(s),
	})
}

func replayTable(r diary.Replay, s network.Standing) template.HTML {
	table := nhsuk.Table{
		Caption: nhsuk.TableCaption{Text: "Direct bookings of each practice, counted under the draft", Size: nhsuk.SizeS}, FirstCellIsHeader: true, Responsive: true, Compact: true,
		Head: []nhsuk.Column{{Text: "Practice"}, {Text: "A week now", Format: nhsuk.FormatNumeric}, {Text: "A week in the draft", Format: nhsuk.FormatNumeric}, {Text: "Booked", Format: nhsuk.FormatNumeric}, {Text: "Within", Format: nhsuk.FormatNumeric}, {Text: "Released", Format: nhsuk.FormatNumeric}, {Text: "Would need a reason", Format: nhsuk.FormatNumeric}, {Text: "Would be turned away", Format: nhsuk.FormatNumeric}},
	}
	row := func(name, now, then string, numbers ...int) {
		cells := []nhsuk.Cell{{Text: name}, {Text: now, Format: nhsuk.FormatNumeric}, {Text: then, Format: nhsuk.FormatNumeric}}
		for _, n := range numbers {
			cells = append(cells, nhsuk.Cell{Text: site.Thousands(n), Format: nhsuk.FormatNumeric})
		}
		table.Rows = append(table.Rows, cells)
	}
	within, released := 0, 0
	for _, p := range r.Practices {
		now, then := "Not set", "Not set"
		if s.Replaces != nil {
			if n, ok := s.Replaces.Terms.PerWeek(p.Practice); ok {
				now = strconv.Itoa(n)
			}
		}
		if p.Set {
			then = strconv.Itoa(p.PerWeek)
		}
		row(p.Name, now, then, p.Asked, p.Within, p.Released, p.Over, p.Away)
		within, released = within+p.Within, released+p.Released
	}
	row("Together", "", "", r.Asked, within, released, r.Over, r.Away)
	return table.HTML()
}
