package nhsuk

import (
	"html/template"
	"slices"
)

// PasswordInput is a password that can be made visible.
type PasswordInput struct {
	Label          Label
	Hint           Hint
	Error          ErrorMessage
	Invalid        bool   // in error, the message stands elsewhere
	ID             string // the name when left out
	Name           string
	Value          string
	Width          int
	Prefix, Suffix Affix
	Large          bool
	Code           bool
	Disabled       bool
	Autocomplete   string // current-password when left out
	DescribedBy    string // ids
	Button         Button // changes the button that shows the password
	ButtonEnabled  bool   // although the input is disabled

	ShowPasswordText               string
	HidePasswordText               string
	ShowPasswordAriaLabel          string
	HidePasswordAriaLabel          string
	PasswordShownAnnouncementText  string
	PasswordHiddenAnnouncementText string

	Wrapper    Wrapper
	FormGroup  FormGroup
	Classes    string
	Attributes Attrs
}

// HTML gives the markup.
func (p PasswordInput) HTML() template.HTML {
	id := or(p.ID, p.Name)
	show := or(p.ShowPasswordText, p.Button.Text)
	showLabel := or(p.ShowPasswordAriaLabel, p.Button.AriaLabel)

	button := p.Button
	button.Text, button.Markup = or(show, "Show"), ""
	button.AriaLabel = or(showLabel, "Show password")
	button.Type = or(button.Type, "button")
	button.Small = button.Small || !p.Large
	button.Disabled = button.Disabled || p.Disabled && !p.ButtonEnabled
	button.Classes = join("nhsuk-password-input__toggle nhsuk-js-password-input-toggle", button.Classes)
	button.Attributes = append(Attrs{{"aria-controls", id}, {"hidden", ""}}, button.Attributes...)
	if button.Variant == ButtonPrimary {
		button.Variant = ButtonSecondary
	}
	var after buf
	button.write(&after)
	after.markup(p.FormGroup.After)

	return Input{
		Label: p.Label, Hint: p.Hint, Error: p.Error, Invalid: p.Invalid,
		ID: id, Name: p.Name, Value: p.Value, Type: "password",
		Prefix: p.Prefix, Suffix: p.Suffix, Code: p.Code, Width: p.Width, Large: p.Large,
		Spellcheck: Off, Autocomplete: or(p.Autocomplete, "current-password"), Autocapitalize: "none",
		Disabled: p.Disabled, DescribedBy: p.DescribedBy, Wrapper: p.Wrapper,
		Classes: join("nhsuk-password-input__input nhsuk-js-password-input-input", p.Classes), Attributes: p.Attributes,
		FormGroup: FormGroup{
			Before: p.FormGroup.Before, After: after.html(),
			Classes: join(p.FormGroup.Classes, "nhsuk-password-input"),
			Attributes: slices.Concat(
				Attrs{{"data-module", "nhsuk-password-input"}},
				i18n("show-password", show),
				i18n("hide-password", p.HidePasswordText),
				i18n("show-password-aria-label", showLabel),
				i18n("hide-password-aria-label", p.HidePasswordAriaLabel),
				i18n("password-shown-announcement", p.PasswordShownAnnouncementText),
				i18n("password-hidden-announcement", p.PasswordHiddenAnnouncementText),
				p.FormGroup.Attributes,
			),
		},
	}.HTML()
}

// SearchInput is an input with its own search button. The form around it is
// the page's.
type SearchInput struct {
	Label          Label
	Hint           Hint
	Error          ErrorMessage
	Invalid        bool   // in error, the message stands elsewhere
	ID             string // the name when left out
	Name           string
	Value          string
	Placeholder    string
	Type           string // search when left out
	Width          int
	Prefix, Suffix Affix
	Large          bool
	Code           bool
	Disabled       bool
	Spellcheck     Toggle
	InputMode      string
	Autocomplete   string // off when left out
	Autocapitalize string
	DescribedBy    string // ids
	Button         Button // changes the search button
	ButtonEnabled  bool   // although the input is disabled
	ButtonNoIcon   bool   // the button shows its text instead of a magnifying glass
	NoButton       bool
	Wrapper        Wrapper
	FormGroup      FormGroup
	Classes        string
	Attributes     Attrs
}

// HTML gives the markup.
func (s SearchInput) HTML() template.HTML {
	var after buf
	if !s.NoButton {
		button := s.Button
		button.AriaLabel = or(button.AriaLabel, "Search")
		button.Type = or(button.Type, "submit")
		if button.Icon == IconNone && !s.ButtonNoIcon {
			button.Icon = IconSearch
		}
		button.Small = button.Small || !s.Large
		button.Disabled = button.Disabled || s.Disabled && !s.ButtonEnabled
		button.Classes = join("nhsuk-search-input__button", button.Classes)
		button.write(&after)
	}
	after.markup(s.FormGroup.After)
	return Input{
		Label: s.Label, Hint: s.Hint, Error: s.Error, Invalid: s.Invalid,
		ID: or(s.ID, s.Name), Name: s.Name, Value: s.Value, Placeholder: s.Placeholder,
		Type: or(s.Type, "search"), Prefix: s.Prefix, Suffix: s.Suffix, Code: s.Code, Width: s.Width, Large: s.Large,
		Spellcheck: s.Spellcheck, InputMode: s.InputMode, Autocomplete: or(s.Autocomplete, "off"),
		Autocapitalize: s.Autocapitalize, Disabled: s.Disabled, DescribedBy: s.DescribedBy,
		Classes: join("nhsuk-search-input__input", s.Classes), Attributes: s.Attributes,
		Wrapper: Wrapper{
			Classes:    join("nhsuk-search-input__wrapper", s.Wrapper.Classes),
			Attributes: s.Wrapper.Attributes,
		},
		FormGroup: FormGroup{
			Before: s.FormGroup.Before, After: after.html(),
			Classes: class("nhsuk-search-input", s.FormGroup.Classes).
				force("nhsuk-search-input--large", s.Large && !containsClass(s.Classes, "nhsuk-search-input--large")).String(),
			Attributes: s.FormGroup.Attributes,
		},
	}.HTML()
}
