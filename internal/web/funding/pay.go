package funding

import (
	"strconv"

	"footbridge/internal/app/funding"
	"footbridge/internal/claim"
	"footbridge/internal/fault"
	"footbridge/internal/policy"
	"footbridge/internal/web/form"
	"footbridge/internal/web/site"
)

var (
	payPage     = site.Parse(files, "pay.html")
	absencePage = site.Parse(files, "absence.html")
	inErrorPage = site.Parse(files, "inerror.html")
)

// workOf finds the post of a page in its month.
func workOf(v *site.Visit) (funding.Sheet, funding.Worked, error) {
	s, err := sheetOfMonth(v)
	if err != nil {
		return s, funding.Worked{}, err
	}
	for _, w := range s.Works {
		if w.Post.ID == v.Path("post") && !w.Independent {
			return s, w, nil
		}
	}
	return s, funding.Worked{}, fault.Missing("post")
}

// Pay shows what a post cost in a month: what was entered, or, for the first
// time, what was entered last.
func Pay(v *site.Visit) error {
	s, w, err := workOf(v)
	if err != nil {
		return err
	}
	f := v.Form()
	f.Set("version", "0")
	f.Set("band", w.Post.Band)
	p := w.Pay
	if p != nil {
		f.Set("version", strconv.Itoa(p.Version))
		f.Set("source", p.Source)
		f.Set("differs", p.Differs)
		if p.Payslip {
			f.Set("payslip", "yes")
		}
		if p.Paid != nil {
			f.Set("paid", pounds(*p.Paid))
		}
	} else {
		last, err := site.Ask(v, funding.LastPay{PCN: s.PCN, Post: w.Post.ID, Before: s.Month})
		if err != nil {
			return err
		}
		p = last.Pay
		f.Set("wte", claim.Decimal(w.Post.WTEPercent*100).String())
	}
	if p != nil {
		if p.AsWorked {
			f.Set("amounts", "as worked")
		} else {
			f.Set("amounts", "whole-time")
		}
		for i, r := range p.Rates {
			n := ""
			if i == 1 {
				n = "2"
				f.SetDate("changed", r.From)
			}
			f.Set("wte"+n, r.WTE.String())
			f.Set("salary"+n, pounds(r.Salary))
			f.Set("ni"+n, pounds(r.NI))
			f.Set("pension"+n, pounds(r.Pension))
			f.Set("london"+n, pounds(r.LondonPay))
		}
	}
	return showPay(v, s, w)
}

var bands = func() (list []form.Choice) {
	for _, b := range policy.Bands {
		list = append(list, form.Choice{Value: string(b), Text: "Band " + string(b)})
	}
	return list
}()

var amounts = form.Choices("whole-time", "Those of full time, a year", "as worked", "Those of the hours worked, a year")

func showPay(v *site.Visit, s funding.Sheet, w funding.Worked) error {
	closed := s.Claim != nil && s.Claim.State.Closed()
	return v.Show(site.Page{Title: "Pay of " + w.Post.Name + " in " + s.Month.Long(), Back: "/claims/" + s.Month.String(), BackText: "Claim of " + s.Month.Long(), Form: v.Form()}, payPage, map[string]any{
		"Form": v.Form(), "S": s, "W": w, "Closed": closed, "Amounts": amounts, "Bands": bands, "Held": s.Claim != nil && s.Claim.State == funding.Submitted,
		"Fresh": w.Pay == nil && v.Form().Raw("salary") != "" && v.R.Method == "GET",
	})
}

// DoPay records it.
func DoPay(v *site.Visit) error {
	s, w, err := workOf(v)
	if err != nil {
		return err
	}
	f := v.Form()
	c := funding.EnterPay{PCN: s.PCN, Post: w.Post.ID, Month: s.Month, Version: version(v), AsWorked: f.Text("amounts") == "as worked", Payslip: f.Checked("payslip"), Source: f.Text("source"), Differs: f.Text("differs"), Why: f.Text("why"), Band: f.Text("band"), Paid: money(f, "paid", "What the payslip comes to")}
	read := func(n string) funding.Rate {
		r := funding.Rate{Salary: amount(f, "salary"+n, "The salary"), NI: amount(f, "ni"+n, "Employer’s national insurance"), Pension: amount(f, "pension"+n, "Employer’s pension")}
		r.WTE, _ = decimal(f, "wte"+n, "The part of full time")
		if p := money(f, "london"+n, "London weighting"); p != nil {
			r.LondonPay = *p
		}
		return r
	}
	c.Rates = []funding.Rate{read("")}
	if d := date(f, "changed", "The day of the change"); !d.IsZero() {
		r := read("2")
		r.From = d
		c.Rates = append(c.Rates, r)
	}
	if !f.OK() {
		return showPay(v, s, w)
	}
	if _, err := site.Do(v, c); err != nil {
		if v.Again(err) {
			return showPay(v, s, w)
		}
		return err
	}
	return v.ToWith("/claims/"+s.Month.String(), "The pay of "+w.Post.Name+" is recorded")
}

var absenceKinds = func() (list []form.Choice) {
	for _, k := range funding.AbsenceKinds {
		list = append(list, form.Choice{Value: k, Text: k})
	}
	return list
}()

// Absence asks for sickness or leave of a post.
func Absence(v *site.Visit) error {
	s, w, err := workOf(v)
	if err != nil {
		return err
	}
	return showAbsence(v, s, w)
}

func showAbsence(v *site.Visit, s funding.Sheet, w funding.Worked) error {
	return v.Show(site.Page{Title: "Absence of " + w.Post.Name, Back: "/claims/" + s.Month.String() + "/post/" + w.Post.ID, BackText: "Pay of " + w.Post.Name, Form: v.Form()}, absencePage, map[string]any{
		"Form": v.Form(), "S": s, "W": w, "Kinds": absenceKinds,
	})
}

// DoAbsence records it.
func DoAbsence(v *site.Visit) error {
	s, w, err := workOf(v)
	if err != nil {
		return err
	}
	f := v.Form()
	c := funding.AddAbsence{PCN: s.PCN, Post: w.Post.ID, Kind: f.Text("kind"), From: date(f, "from", "The first day"), Last: date(f, "last", "The last day")}
	percent, ok := decimal(f, "percent", "What was paid")
	f.Require(ok || f.ErrorFor("percent") != "", "percent", "Enter how much of the pay was paid, 0 for nothing")
	c.Percent = percent
	if f.OK() {
		_, err = site.Do(v, c)
		if err == nil {
			return v.ToWith("/claims/"+s.Month.String()+"/post/"+w.Post.ID, "The absence is recorded")
		}
		if !v.Again(err) {
			return err
		}
	}
	return showAbsence(v, s, w)
}

// InError asks why an absence was entered in error.
func InError(v *site.Visit) error {
	s, w, err := workOf(v)
	if err != nil {
		return err
	}
	return showInError(v, s, w)
}

func showInError(v *site.Visit, s funding.Sheet, w funding.Worked) error {
	for _, a := range w.Absences {
		if a.ID == v.Path("absence") {
			return v.Show(site.Page{Title: "Absence entered in error", Back: "/claims/" + s.Month.String() + "/post/" + w.Post.ID, BackText: "Pay of " + w.Post.Name, Form: v.Form()}, inErrorPage, map[string]any{"Form": v.Form(), "A": a, "W": w})
		}
	}
	return fault.Missing("absence")
}

// DoInError marks it.
func DoInError(v *site.Visit) error {
	s, w, err := workOf(v)
	if err != nil {
		return err
	}
	if _, err := site.Do(v, funding.WithdrawAbsence{PCN: s.PCN, ID: v.Path("absence"), Why: v.Form().Text("why")}); err != nil {
		if v.Again(err) {
			return showInError(v, s, w)
		}
		return err
	}
	return v.ToWith("/claims/"+s.Month.String()+"/post/"+w.Post.ID, "Marked as entered in error")
}
