package nhsuk

import (
	"html/template"
	"strings"
)

// DateItem is one field of a date.
type DateItem struct {
	Name         string // day, month or year; or a name of its own
	Label        Label  // the name with a capital when left out
	Value        string
	Width        int
	Error        bool // this field is the wrong one
	NoError      bool // this field is right although the date is wrong
	Disabled     bool
	Enabled      bool // although the whole date is disabled
	Type         string
	Prefix       Affix
	Suffix       Affix
	InputMode    string
	Spellcheck   Toggle
	Autocomplete string
	Pattern      string
	DescribedBy  string
	ID           string // made from the date's when left out
	Classes      string
	Attributes   Attrs
}

// DateValues are what was typed, wrong or not.
type DateValues struct{ Day, Month, Year string }

// DateInput is a date typed into three fields. Day, Month and Year change
// the usual fields; Items replaces them.
type DateInput struct {
	Fieldset         Fieldset
	Hint             Hint
	Error            ErrorMessage
	Invalid          bool // in error, the message stands elsewhere
	ID               string
	NamePrefix       string // makes the names prefix[day] and so on
	Values           DateValues
	Day, Month, Year DateItem
	NoDay            bool
	NoMonth          bool
	NoYear           bool
	Items            []DateItem
	Disabled         bool
	FormGroup        FormGroup
	Classes          string
	Attributes       Attrs
}

// fields gives the three usual fields, or what replaces them.
func (d DateInput) fields() []DateItem {
	complete := func(item DateItem, name, value string, width int) DateItem {
		item.Name = or(item.Name, name)
		item.Value = or(item.Value, value)
		if item.Width == 0 {
			item.Width = width
		}
		return item
	}
	day := complete(d.Day, "day", d.Values.Day, 2)
	month := complete(d.Month, "month", d.Values.Month, 2)
	year := complete(d.Year, "year", d.Values.Year, 4)
	if len(d.Items) > 0 {
		items := make([]DateItem, len(d.Items))
		for i, item := range d.Items {
			switch item.Name {
			case "day", day.Name:
				item = complete(item, "day", day.Value, 2)
			case "month", month.Name:
				item = complete(item, "month", month.Value, 2)
			case "year", year.Name:
				item = complete(item, "year", year.Value, 4)
			default:
				item = complete(item, "", "", 2)
			}
			items[i] = item
		}
		return items
	}
	var items []DateItem
	for _, f := range []struct {
		item DateItem
		left bool
	}{{day, d.NoDay}, {month, d.NoMonth}, {year, d.NoYear}} {
		if !f.left {
			items = append(items, f.item)
		}
	}
	return items
}

// HTML gives the markup.
func (d DateInput) HTML() template.HTML {
	var b buf
	items := d.fields()
	wrong := d.Invalid || !d.Error.empty()
	anyWrong := false
	for _, item := range items {
		anyWrong = anyWrong || item.Error || strings.Contains(item.Classes, "nhsuk-input--error")
	}
	n := note(d.ID, d.Hint, d.Error)
	d.FormGroup.open(&b, "nhsuk-form-group", wrong || anyWrong)
	if d.Fieldset.used() {
		f := d.Fieldset
		f.DescribedBy = n.describe(f.DescribedBy)
		f.Role = or(f.Role, "group") // otherwise JAWS does not read out the description
		f.open(&b)
	}
	n.write(&b)
	b.raw("<div")
	b.attr("class", class("nhsuk-date-input", d.Classes).String())
	b.opt("id", d.ID)
	b.attrs(d.Attributes)
	b.raw(">")
	b.markup(d.FormGroup.Before)
	for _, item := range items {
		d.writeItem(&b, item, wrong && !anyWrong)
	}
	b.markup(d.FormGroup.After)
	b.raw("</div>")
	if d.Fieldset.used() {
		b.raw("</fieldset>")
	}
	b.raw("</div>")
	return b.html()
}

// writeItem writes one field; allWrong says that the date as a whole is.
func (d DateInput) writeItem(b *buf, item DateItem, allWrong bool) {
	label := item.Label
	if label.Text == "" && label.Markup == "" && item.Name != "" {
		label.Text = strings.ToUpper(item.Name[:1]) + strings.ToLower(item.Name[1:])
	}
	label.Classes = join("nhsuk-date-input__label", label.Classes)
	name := item.Name
	if d.NamePrefix != "" {
		name = d.NamePrefix + "[" + item.Name + "]"
	}
	named := strings.Contains(item.Classes, "nhsuk-input--error")
	b.raw(`<div class="nhsuk-date-input__item">`)
	Input{
		Label: label, Invalid: !named && (item.Error || allWrong && !item.NoError),
		ID: or(item.ID, d.ID+"-"+item.Name), Name: name, Value: item.Value,
		Type: item.Type, Prefix: item.Prefix, Suffix: item.Suffix, Width: item.Width,
		InputMode: or(item.InputMode, "numeric"), Spellcheck: item.Spellcheck,
		Autocomplete: item.Autocomplete, Pattern: item.Pattern, DescribedBy: item.DescribedBy,
		Disabled: item.Disabled || d.Disabled && !item.Enabled,
		Classes:  join("nhsuk-date-input__input", item.Classes), Attributes: item.Attributes,
	}.write(b)
	b.raw("</div>")
}
