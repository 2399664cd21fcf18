// Package funding is the front room of the money: the claims of a network month
// by month, the maximum amounts, the year’s sum, and the ICB’s side of it.
package funding

import (
	"embed"
	"fmt"
	"html/template"
	"io"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/funding"
	"footbridge/internal/calendar"
	"footbridge/internal/claim"
	"footbridge/internal/web/form"
	"footbridge/internal/web/nhsuk"
	"footbridge/internal/web/site"
)

//go:embed *.html
var files embed.FS

// yearOf gives the contract year that a page is about: ?year=2026, else the
// present one.
func yearOf(v *site.Visit) calendar.ContractYear {
	now := calendar.ContractYearOf(v.App.Today())
	n, ok := v.Form().Int("year")
	if !ok || n < 2021 || n > int(now)+1 {
		return now
	}
	return calendar.ContractYear(n)
}

// years are the years that a page can be turned to.
func years(v *site.Visit, path string, shown, last calendar.ContractYear) (list []site.Crumb) {
	for y := last; y >= 2021 && y > last-6; y-- {
		c := site.Crumb{Text: y.String(), Href: fmt.Sprintf("%s?year=%d", path, int(y))}
		if y == shown {
			c.Href = ""
		}
		list = append(list, c)
	}
	return list
}

// money reads an amount in pounds. Nothing typed is nil; what is no amount is
// noted against the field.
func money(f *form.Form, name, label string) *claim.Pence {
	typed := f.Text(name)
	if typed == "" {
		return nil
	}
	p, ok := funding.ParsePounds(typed)
	if !ok {
		f.Fail(name, "%s must be an amount in pounds, such as 3,333.33", label)
		return nil
	}
	return &p
}

// amount is money that has to be there.
func amount(f *form.Form, name, label string) claim.Pence {
	p := money(f, name, label)
	if p == nil {
		if f.ErrorFor(name) == "" {
			f.Fail(name, "Enter %s; 0 where there is none", strings.ToLower(label[:1])+label[1:])
		}
		return 0
	}
	return *p
}

// pounds writes an amount as it is typed: "3333.33".
func pounds(p claim.Pence) string { return fmt.Sprintf("%d.%02d", p/100, p%100) }

// decimal reads a number of at most four decimals.
func decimal(f *form.Form, name, label string) (claim.Decimal, bool) {
	if f.Text(name) == "" {
		return 0, false
	}
	d, ok := claim.ParseDecimal(f.Text(name))
	if !ok {
		f.Fail(name, "%s must be a number with at most four decimals, such as 0.8", label)
	}
	return d, ok
}

// monthTyped reads a month that was typed like "10 2026" into two fields.
func monthTyped(f *form.Form, name, label string) calendar.Month {
	m, y := f.Text(name+"-month"), f.Text(name+"-year")
	if m == "" && y == "" {
		return calendar.Month{}
	}
	d, err := calendar.ParseForm("1", m, y)
	if err != nil {
		f.Fail(name, "%s must be a real month, such as 4 2026", label)
		return calendar.Month{}
	}
	return calendar.MonthOf(d)
}

func setMonth(f *form.Form, name string, m calendar.Month) {
	if !m.IsZero() {
		f.Set(name+"-month", fmt.Sprint(int(m.First().Month())))
		f.Set(name+"-year", fmt.Sprint(m.First().Year()))
	}
}

// monthInput is a month in two fields.
func monthInput(f *form.Form, name, legend, hint string) template.HTML {
	item := func(part, label string, width int) nhsuk.DateItem {
		return nhsuk.DateItem{Name: name + "-" + part, ID: name + "-" + part, Label: nhsuk.Label{Text: label}, Value: f.Text(name + "-" + part), Width: width, Error: f.ErrorFor(name) != ""}
	}
	return nhsuk.DateInput{
		Fieldset: nhsuk.Fieldset{Legend: nhsuk.Legend{Text: legend}}, ID: name, Hint: nhsuk.Hint{Text: hint},
		Error: nhsuk.ErrorMessage{Text: f.ErrorFor(name)}, Items: []nhsuk.DateItem{item("month", "Month", 2), item("year", "Year", 4)},
	}.HTML()
}

// sent gives the text of a file that was sent with a form, else what was typed
// into the field of the same name.
func sent(v *site.Visit, name string) (string, error) {
	f := v.Form()
	if v.R.MultipartForm != nil {
		for _, h := range v.R.MultipartForm.File[name+"-file"] {
			file, err := h.Open()
			if err != nil {
				return "", err
			}
			text, err := io.ReadAll(io.LimitReader(file, form.MaxBytes))
			file.Close()
			if err != nil {
				return "", err
			}
			if len(text) > 0 {
				return strings.ToValidUTF8(strings.TrimPrefix(string(text), "\ufeff"), "\uFFFD"), nil
			}
		}
	}
	return f.Text(name), nil
}

// numeric is a cell with an amount.
func numeric(text string) nhsuk.Cell { return nhsuk.Cell{Text: text, Format: nhsuk.FormatNumeric} }

func heads(texts ...string) (list []nhsuk.Column) {
	for _, t := range texts {
		c := nhsuk.Column{Text: t}
		if strings.HasPrefix(t, "£") {
			c.Text, c.Format = strings.TrimPrefix(t, "£"), nhsuk.FormatNumeric
		}
		list = append(list, c)
	}
	return list
}

// board gives the ICB of whoever answers for one, "" for everybody else.
func board(v *site.Visit) string {
	if v.May(access.AnswerClaims) {
		return v.Place(access.ICB)
	}
	return ""
}

func date(f *form.Form, name, label string) calendar.Date {
	d, _ := f.Date(name, label)
	return d
}
