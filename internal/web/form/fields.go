package form

import (
	"fmt"
	"html/template"
	"slices"

	"footbridge/internal/web/nhsuk"
)

var dateParts = []string{"day", "month", "year"}

// sizeNamed is Size for templates.
func sizeNamed(name string) (FieldOption, error) {
	for s := nhsuk.SizeS; s <= nhsuk.SizeXL; s++ {
		if s.String() == name {
			return Size(s), nil
		}
	}
	return nil, fmt.Errorf("no size %q: s, m, l or xl", name)
}

// Choice is one choice of radios, checkboxes or a select. A select takes
// value, text and Disabled only.
type Choice struct {
	Value, Text string
	Hint        string
	Divider     string        // a word such as "or", instead of a choice
	Conditional template.HTML // shown while this is chosen
	Exclusive   bool          // a checkbox that unticks the others: "None of these"
	Disabled    bool
}

// Choices makes choices out of pairs of value and text. It panics on an odd
// number, which is a mistake in the program.
func Choices(valuesAndTexts ...string) []Choice {
	if len(valuesAndTexts)%2 != 0 {
		panic("form.Choices: a value without a text")
	}
	var out []Choice
	for pair := range slices.Chunk(valuesAndTexts, 2) {
		out = append(out, Choice{Value: pair[0], Text: pair[1]})
	}
	return out
}

// YesNo are the choices "yes" and "no".
func YesNo() []Choice { return Choices("yes", "Yes", "no", "No") }

func apply[O option](p part, opts []O) {
	for _, o := range opts {
		o.apply(p)
	}
}

// Input is a field of one line.
func (f *Form) Input(name, label string, opts ...InputOption) nhsuk.Input {
	c := nhsuk.Input{
		Label: nhsuk.Label{Text: label}, ID: name, Name: name, Value: f.shown(name), Error: f.message(name),
	}
	apply(part{
		label: &c.Label, hint: &c.Hint, classes: &c.Classes, attributes: &c.Attributes, disabled: &c.Disabled,
		width: &c.Width, autocomplete: &c.Autocomplete, inputMode: &c.InputMode, prefix: &c.Prefix, suffix: &c.Suffix,
	}, opts)
	return c
}

// PasswordInput is a field for a password. It never shows again what was
// typed.
func (f *Form) PasswordInput(name, label string, opts ...LineOption) nhsuk.PasswordInput {
	c := nhsuk.PasswordInput{Label: nhsuk.Label{Text: label}, ID: name, Name: name, Error: f.message(name)}
	apply(part{
		label: &c.Label, hint: &c.Hint, classes: &c.Classes, attributes: &c.Attributes, disabled: &c.Disabled,
		width: &c.Width, autocomplete: &c.Autocomplete,
	}, opts)
	return c
}

// SearchInput is a field with its own search button.
func (f *Form) SearchInput(name, label string, opts ...LineOption) nhsuk.SearchInput {
	c := nhsuk.SearchInput{
		Label: nhsuk.Label{Text: label}, ID: name, Name: name, Value: f.shown(name), Error: f.message(name),
	}
	apply(part{
		label: &c.Label, hint: &c.Hint, classes: &c.Classes, attributes: &c.Attributes, disabled: &c.Disabled,
		width: &c.Width, autocomplete: &c.Autocomplete,
	}, opts)
	return c
}

// Textarea is a field of several lines.
func (f *Form) Textarea(name, label string, opts ...TextareaOption) nhsuk.Textarea {
	c := nhsuk.Textarea{
		Label: nhsuk.Label{Text: label}, ID: name, Name: name, Value: f.shown(name), Error: f.message(name),
	}
	apply(part{
		label: &c.Label, hint: &c.Hint, classes: &c.Classes, attributes: &c.Attributes, disabled: &c.Disabled,
		rows: &c.Rows, autocomplete: &c.Autocomplete,
	}, opts)
	return c
}

// CharacterCount is a field of several lines that counts down from a limit of
// characters. The command has to check the limit too.
func (f *Form) CharacterCount(name, label string, limit int, opts ...TextareaOption) nhsuk.CharacterCount {
	c := nhsuk.CharacterCount{
		Label: nhsuk.Label{Text: label}, ID: name, Name: name, Value: f.shown(name), Error: f.message(name),
		MaxLength: limit,
	}
	apply(part{
		label: &c.Label, hint: &c.Hint, classes: &c.Classes, attributes: &c.Attributes, disabled: &c.Disabled,
		rows: &c.Rows, autocomplete: &c.Autocomplete,
	}, opts)
	return c
}

// Select is a choice from a long list.
func (f *Form) Select(name, label string, choices []Choice, opts ...FieldOption) nhsuk.Select {
	c := nhsuk.Select{
		Label: nhsuk.Label{Text: label}, ID: name, Name: name, Value: f.shown(name), Error: f.message(name),
	}
	for _, choice := range choices {
		c.Items = append(c.Items, nhsuk.Option{
			Value: choice.Value, Text: choice.Text, Disabled: choice.Disabled, Divider: choice.Divider != "",
		})
	}
	apply(part{
		label: &c.Label, hint: &c.Hint, classes: &c.Classes, attributes: &c.Attributes, disabled: &c.Disabled,
	}, opts)
	return c
}

// Radios is a choice out of a few. Without a legend there is no fieldset.
func (f *Form) Radios(name, legend string, choices []Choice, opts ...ChoiceOption) nhsuk.Radios {
	c := nhsuk.Radios{
		Fieldset: nhsuk.Fieldset{Legend: nhsuk.Legend{Text: legend}},
		IDPrefix: name, Name: name, Value: f.shown(name), Error: f.message(name),
	}
	for _, choice := range choices {
		c.Items = append(c.Items, nhsuk.Radio{
			Value: choice.Value, Text: choice.Text, Hint: nhsuk.Hint{Text: choice.Hint}, Divider: choice.Divider,
			Conditional: choice.Conditional, Disabled: choice.Disabled,
		})
	}
	apply(part{
		legend: &c.Fieldset.Legend, hint: &c.Hint, classes: &c.Classes, attributes: &c.Attributes, disabled: &c.Disabled,
		inline: &c.Inline, small: &c.Small,
	}, opts)
	return c
}

// Checkboxes are any number of choices out of a few. For a single one leave
// the legend out.
func (f *Form) Checkboxes(name, legend string, choices []Choice, opts ...ChoiceOption) nhsuk.Checkboxes {
	c := nhsuk.Checkboxes{
		Fieldset: nhsuk.Fieldset{Legend: nhsuk.Legend{Text: legend}},
		IDPrefix: name, Name: name, Values: f.values[name], Error: f.message(name),
	}
	for _, choice := range choices {
		item := nhsuk.Checkbox{
			Value: choice.Value, Text: choice.Text, Hint: nhsuk.Hint{Text: choice.Hint}, Divider: choice.Divider,
			Conditional: choice.Conditional, Disabled: choice.Disabled,
		}
		if choice.Exclusive {
			item.Behaviour = nhsuk.BehaviourExclusive
		}
		c.Items = append(c.Items, item)
	}
	apply(part{
		legend: &c.Fieldset.Legend, hint: &c.Hint, classes: &c.Classes, attributes: &c.Attributes, disabled: &c.Disabled,
		inline: &c.Inline, small: &c.Small,
	}, opts)
	return c
}

// DateInput is a date in three fields: name-day, name-month and name-year.
// When Date said which of them are wrong, only those are marked.
func (f *Form) DateInput(name, legend string, opts ...FieldOption) nhsuk.DateInput {
	c := nhsuk.DateInput{
		Fieldset: nhsuk.Fieldset{Legend: nhsuk.Legend{Text: legend}}, ID: name, Error: f.message(name),
	}
	for i, p := range dateParts {
		c.Items = append(c.Items, nhsuk.DateItem{
			Name: name + "-" + p, ID: name + "-" + p, Label: nhsuk.Label{Text: called(p, nil)},
			Value: f.shown(name + "-" + p), Width: []int{2, 2, 4}[i], Error: slices.Contains(f.parts[name], p),
		})
	}
	apply(part{
		legend: &c.Fieldset.Legend, hint: &c.Hint, classes: &c.Classes, attributes: &c.Attributes, disabled: &c.Disabled,
	}, opts)
	return c
}

// FileUpload takes files. The form around it needs
// enctype="multipart/form-data", and its handler a limit of its own.
func (f *Form) FileUpload(name, label string, opts ...FieldOption) nhsuk.FileUpload {
	c := nhsuk.FileUpload{Label: nhsuk.Label{Text: label}, ID: name, Name: name, Error: f.message(name)}
	apply(part{
		label: &c.Label, hint: &c.Hint, classes: &c.Classes, attributes: &c.Attributes, disabled: &c.Disabled,
	}, opts)
	return c
}
