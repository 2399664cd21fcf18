package agreement

import (
	"html/template"
	"slices"
	"strconv"

	"footbridge/internal/app/network"
	"footbridge/internal/calendar"
	"footbridge/internal/policy"
	"footbridge/internal/web/nhsuk"
	"footbridge/internal/web/site"
)

// terms are an agreement's terms in plain words, as terms.html shows them.
type terms struct {
	network.Agreement
	T          network.Terms
	Functions  []policy.Function
	Bookers    []string
	Self       string // whether people may ask for themselves
	Allowances template.HTML
	Over       string
}

// functions lists what the contract of a day says that a practitioner does.
func functions(day calendar.Date) policy.FunctionList {
	if v, ok := policy.Functions.On(day); ok {
		return v.Value
	}
	last := policy.Functions.Versions
	return last[len(last)-1].Value
}

func termsOf(a network.Agreement, names map[string]string) terms {
	t := terms{Agreement: a, T: a.Terms, Over: network.OverWords(a.Terms.OverLimit)}
	for _, f := range functions(a.FromDay) {
		if slices.Contains(a.Terms.Functions, f.Key) {
			t.Functions = append(t.Functions, f)
		}
	}
	t.Self = network.SelfWords(a.Terms.SelfReferral)
	for _, r := range a.Terms.Bookers {
		t.Bookers = append(t.Bookers, site.RoleName(r))
	}
	table := nhsuk.Table{
		Caption: nhsuk.TableCaption{Text: "Direct bookings of each practice a week", Size: nhsuk.SizeS}, FirstCellIsHeader: true, Compact: true,
		Head: []nhsuk.Column{{Text: "Practice"}, {Text: "A week", Format: nhsuk.FormatNumeric}},
	}
	total := 0
	for _, x := range a.Terms.Allowances {
		name := names[x.Practice]
		if name == "" {
			name = x.Practice + " (no longer a member)"
		}
		table.Rows = append(table.Rows, []nhsuk.Cell{{Text: name}, {Text: strconv.Itoa(x.PerWeek), Format: nhsuk.FormatNumeric}})
		total += x.PerWeek
	}
	table.Rows = append(table.Rows, []nhsuk.Cell{{Text: "Together"}, {Text: strconv.Itoa(total), Format: nhsuk.FormatNumeric}})
	t.Allowances = table.HTML()
	return t
}

// changesTable shows what is different between two versions; nothing when
// nothing is.
func changesTable(changes []network.Change) template.HTML {
	if len(changes) == 0 {
		return ""
	}
	table := nhsuk.Table{
		Caption: nhsuk.TableCaption{Text: "What changes", Size: nhsuk.SizeS}, FirstCellIsHeader: true, Responsive: true,
		Head: []nhsuk.Column{{Text: "What"}, {Text: "Was"}, {Text: "Will be"}},
	}
	for _, c := range changes {
		table.Rows = append(table.Rows, nhsuk.Cells(c.What, c.Was, c.Is))
	}
	return table.HTML()
}

func listTable(list []network.AgreementRow, today calendar.Date) template.HTML {
	table := nhsuk.Table{
		Caption: nhsuk.TableCaption{Text: "Networks with an agreement or a draft", Size: nhsuk.SizeS}, Responsive: true,
		Head: []nhsuk.Column{{Text: "Network"}, {Text: "Provider"}, {Text: "State"}, {Text: "From"}},
	}
	for _, r := range list {
		row := nhsuk.Cells(r.PCNName, r.ProviderName, r.Words(today), r.FromDay.Medium())
		row[0].Href = address("/agreement", r.PCN)
		table.Rows = append(table.Rows, row)
	}
	return table.HTML()
}
