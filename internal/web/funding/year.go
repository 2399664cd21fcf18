package funding

import (
	"fmt"
	"html/template"
	"strconv"

	"footbridge/internal/access"
	"footbridge/internal/app/funding"
	"footbridge/internal/calendar"
	"footbridge/internal/claim"
	"footbridge/internal/fault"
	"footbridge/internal/policy"
	"footbridge/internal/web/form"
	"footbridge/internal/web/nhsuk"
	"footbridge/internal/web/site"
)

var (
	yearPage = site.Parse(files, "year.html", "lines.html", "vacant.html")
	sumPage  = site.Parse(files, "sum.html")
)

// rateText writes a rate: "£26.631".
func rateText(thousandths int64) string {
	return fmt.Sprintf("£%d.%03d", thousandths/1000, thousandths%1000)
}

// Year shows the scheme's sum of a year and what becomes of it.
func Year(v *site.Visit) error {
	if v.Network() == "" && board(v) != "" && v.Form().Raw("network") == "" {
		return v.To("/funding/board")
	}
	f := v.Form()
	q := funding.YearOf{PCN: network(v), Year: yearOf(v)}
	asked := f.Raw("band") != ""
	if asked {
		q.Try = funding.Scenario{Band: policy.Band(f.Text("band")), Service: f.Text("service"), Position: claim.Position(f.Text("position"))}
		q.Try.WTE, _ = decimal(f, "wte", "The part of full time")
		q.Try.From, _ = calendar.ParseMonth(f.Text("start"))
		q.Try.Annual = amount(f, "annual", "What it costs a year")
		if !f.OK() {
			q.Try = funding.Scenario{}
		}
	} else {
		f.Set("wte", "1")
		f.Set("service", "adult")
		f.Set("position", "later")
	}
	y, err := site.Ask(v, q)
	if err != nil && asked && f.Take(err) {
		q.Try = funding.Scenario{}
		y, err = site.Ask(v, q)
	}
	if err != nil {
		return err
	}
	var starts, bands []form.Choice
	for _, m := range y.Year.Months() {
		if m.Last().After(y.Today) {
			starts = append(starts, form.Choice{Value: m.String(), Text: m.Long()})
		}
	}
	for _, b := range []string{"4", "5", "6", "7", "8a"} {
		bands = append(bands, form.Choice{Value: b, Text: "Band " + b})
	}
	data := map[string]any{
		"Y": y, "Form": f, "Months": monthsTable(y), "Starts": starts, "Bands": bands, "Services": form.Choices("adult", "Adults", "cyp", "Children and young people"),
		"Positions": form.Choices("first", "The first post", "later", "A later post, with a written agreement"), "Query": fmt.Sprintf("year=%d&network=%s", int(y.Year), y.PCN), "Years": years(v, "/funding/year", y.Year, calendar.ContractYearOf(y.Today)+1),
	}
	if y.Vacant != nil {
		data["Vacant"] = map[string]any{"Y": y, "Table": vacantTable(v, y)}
	}
	if y.Rate != nil {
		data["Rate"] = rateText(*y.Rate)
	}
	if s := y.Scenario; s != nil && s.Blocked == "" {
		data["Lines"] = map[string]any{"Lines": s.Claim.Lines, "Who": "the new post", "Month": s.From}
	}
	back, text := "/claims", "Claims"
	if !y.Own {
		back, text = "/funding/board", "Money of the networks"
	}
	return v.Show(site.Page{Title: "The year’s money", Back: back, BackText: text, Wide: true, Form: f}, yearPage, data)
}

// network is the one that a page is about: an ICB names it.
func network(v *site.Visit) string {
	if n := v.Form().Text("network"); n != "" {
		return n
	}
	return v.Network()
}

func monthsTable(y funding.Year) template.HTML {
	t := nhsuk.Table{Caption: nhsuk.TableCaption{Text: "Month by month, what the scheme pays", Size: nhsuk.SizeM}, Responsive: true, Head: heads("Month", "How it stands", "£Claimed", "£Adjusted later", "£Still to come")}
	for _, m := range y.Months {
		state, come := "To come", m.Committed.String()
		if m.State != "" {
			state = m.State.Words()
		} else if !m.Month.First().After(y.Today) {
			state = "Not begun"
		}
		if m.Unknown {
			come = "Not known"
		}
		none := func(p claim.Pence) string {
			if p == 0 {
				return ""
			}
			return p.String()
		}
		if m.Committed == 0 && !m.Unknown {
			come = ""
		}
		t.Rows = append(t.Rows, []nhsuk.Cell{{Text: m.Month.Long()}, {Text: state}, numeric(none(m.Claimed)), numeric(none(m.Adjusted)), numeric(come)})
	}
	return t.HTML()
}

// vacantTable has a line for each vacancy: how far it is, and what it would take.
func vacantTable(v *site.Visit, y funding.Year) template.HTML {
	t := nhsuk.Table{Caption: nhsuk.TableCaption{Text: "The vacancies, and from when the money would pay for each", Size: nhsuk.SizeS}, Responsive: true, Head: heads("Vacancy", "How far it is", "£In a month", "Paid for from", "£Takes until March")}
	for i, p := range y.Vacant.List {
		name := nhsuk.Cell{Text: fmt.Sprintf("%s, %d per cent, %s", p.Title, p.WTEPercent, p.ServiceWords())}
		if v.May(access.RunHiring) {
			name.Href, name.HiddenText = "/hiring/"+p.ID, fmt.Sprintf(", vacancy %d", i+1)
		}
		month, from, takes := "", "Not from this money", ""
		switch {
		case p.Wrong != "":
			from = p.Wrong
		case !p.From.IsZero():
			month, from, takes = p.Month().String(), p.From.Medium(), p.Takes.String()
		default:
			month, from = p.Month().String(), "No month is left that the money covers"
		}
		if p.Wrong == "" && y.Unspent == nil {
			from = "Not known"
		}
		if p.Position == claim.First && p.Wrong == "" {
			from += " (the first post)"
		}
		t.Rows = append(t.Rows, []nhsuk.Cell{name, {Text: p.Far()}, numeric(month), {Text: from}, numeric(takes)})
	}
	return t.HTML()
}

// SumPage asks for the weighted list of a year.
func SumPage(v *site.Visit) error {
	y, err := site.Ask(v, funding.YearOf{PCN: network(v), Year: yearOf(v)})
	if err != nil {
		return err
	}
	f := v.Form()
	f.Set("version", "0")
	if e := y.Entered; e != nil {
		f.Set("version", strconv.Itoa(e.Version))
		f.Set("weighted", strconv.Itoa(e.Weighted))
		f.SetDate("list", e.ListDay)
		if e.Rate != nil {
			f.Set("rate", rateText(*e.Rate)[len("£"):])
		}
		if e.Others != nil {
			f.Set("others", pounds(*e.Others))
		}
		f.Set("source", e.Source)
	} else {
		f.SetDate("list", calendar.NewDate(int(y.Year), 1, 1))
	}
	return showSum(v, y)
}

func showSum(v *site.Visit, y funding.Year) error {
	if !y.MaySet {
		return fault.Missing("year of yours")
	}
	return v.Show(site.Page{Title: "The sum of " + y.Year.String(), Back: fmt.Sprintf("/funding/year?year=%d&network=%s", int(y.Year), y.PCN), BackText: "The year’s money", Form: v.Form()}, sumPage, map[string]any{
		"Y": y, "Form": v.Form(), "Published": y.Rule != nil && y.Rate != nil && (y.Entered == nil || y.Entered.Rate == nil),
	})
}

// DoSum records it.
func DoSum(v *site.Visit) error {
	y, err := site.Ask(v, funding.YearOf{PCN: network(v), Year: yearOf(v)})
	if err != nil {
		return err
	}
	f := v.Form()
	c := funding.SetSum{Sum: funding.Sum{PCN: y.PCN, ContractYear: y.Year, Version: version(v), ListDay: date(f, "list", "The day of the list"), Others: money(f, "others", "What the other roles take"), Source: f.Text("source")}}
	c.Weighted, _ = f.Int("weighted", "The weighted list")
	if d, ok := decimal(f, "rate", "The rate"); ok {
		thousandths := int64(d) / 10
		c.Rate = &thousandths
	}
	if f.OK() {
		_, err = site.Do(v, c)
		if err == nil {
			return v.ToWith(fmt.Sprintf("/funding/year?year=%d&network=%s", int(y.Year), y.PCN), "The weighted list is recorded")
		}
		if !v.Again(err) {
			return err
		}
	}
	return showSum(v, y)
}
