package form

import (
	"html/template"

	"footbridge/internal/web/nhsuk"
)

// part points at what options can change, whatever the component. What a
// component lacks is nil.
type part struct {
	label        *nhsuk.Label
	legend       *nhsuk.Legend
	hint         *nhsuk.Hint
	classes      *string
	attributes   *nhsuk.Attrs
	disabled     *bool
	width, rows  *int
	autocomplete *string
	inputMode    *string
	prefix       *nhsuk.Affix
	suffix       *nhsuk.Affix
	inline       *bool
	small        *bool
}

type option interface{ apply(part) }

// The options that each field takes. Hint, Size, PageHeading, Caption,
// HiddenLabel, Classes, Attr and Disabled go with every one.
type (
	// InputOption goes with Input: also Width, Autocomplete, InputMode,
	// Prefix and Suffix.
	InputOption interface {
		option
		forInput()
	}
	// LineOption goes with PasswordInput and SearchInput: also Width and
	// Autocomplete.
	LineOption interface {
		option
		forLine()
	}
	// TextareaOption goes with Textarea and CharacterCount: also Rows and
	// Autocomplete.
	TextareaOption interface {
		option
		forTextarea()
	}
	// ChoiceOption goes with Radios and Checkboxes: also Inline and Small.
	ChoiceOption interface {
		option
		forChoice()
	}
	// FieldOption goes with Select, DateInput and FileUpload, and with all
	// the others.
	FieldOption interface {
		option
		InputOption
		LineOption
		TextareaOption
		ChoiceOption
		forField()
	}
)

// every is the mark of an option that goes with every field.
type every struct{}

func (every) forInput()    {}
func (every) forLine()     {}
func (every) forTextarea() {}
func (every) forChoice()   {}
func (every) forField()    {}

type everyOption struct {
	every
	change func(part)
}

func (o everyOption) apply(p part) { o.change(p) }

type inputOption struct{ change func(part) }

func (o inputOption) apply(p part) { o.change(p) }
func (inputOption) forInput()      {}

type lineOption struct{ inputOption }

func (lineOption) forLine() {}

type textOption struct{ lineOption }

func (textOption) forTextarea() {}

type rowsOption struct{ change func(part) }

func (o rowsOption) apply(p part) { o.change(p) }
func (rowsOption) forTextarea()   {}

type choiceOption struct{ change func(part) }

func (o choiceOption) apply(p part) { o.change(p) }
func (choiceOption) forChoice()     {}

// name changes the label or the legend, whichever there is.
func name(label func(*nhsuk.Label), legend func(*nhsuk.Legend)) FieldOption {
	return everyOption{change: func(p part) {
		if p.label != nil {
			label(p.label)
		}
		if p.legend != nil {
			legend(p.legend)
		}
	}}
}

// Hint adds a hint.
func Hint(text string) FieldOption {
	return everyOption{change: func(p part) { p.hint.Text = text }}
}

// HintMarkup adds a hint that is trusted markup.
func HintMarkup(markup template.HTML) FieldOption {
	return everyOption{change: func(p part) { p.hint.Markup = markup }}
}

// Size sets the size of the label or legend: S, M, L or XL.
func Size(s nhsuk.Size) FieldOption {
	return name(func(l *nhsuk.Label) { l.Size = s }, func(l *nhsuk.Legend) { l.Size = s })
}

// PageHeading makes the label or legend the page's heading, large.
func PageHeading() FieldOption {
	return name(
		func(l *nhsuk.Label) { l.PageHeading, l.Size = true, nhsuk.SizeL },
		func(l *nhsuk.Legend) { l.PageHeading, l.Size = true, nhsuk.SizeL },
	)
}

// Caption adds a small line above a label or legend that is a heading.
func Caption(text string) FieldOption {
	return name(
		func(l *nhsuk.Label) { l.Caption.Text = text },
		func(l *nhsuk.Legend) { l.Caption.Text = text },
	)
}

// HiddenLabel hides the label or legend from sight, not from screen readers:
// for fields in a table, whose heading says it.
func HiddenLabel() FieldOption {
	const hidden = "nhsuk-u-visually-hidden"
	return name(func(l *nhsuk.Label) { l.Classes = hidden }, func(l *nhsuk.Legend) { l.Classes = hidden })
}

// Classes adds classes to the control.
func Classes(names string) FieldOption {
	return everyOption{change: func(p part) {
		if *p.classes != "" {
			*p.classes += " "
		}
		*p.classes += names
	}}
}

// Attr adds an attribute to the control.
func Attr(name, value string) FieldOption {
	return everyOption{change: func(p part) { *p.attributes = append(*p.attributes, nhsuk.Attr{Name: name, Value: value}) }}
}

// Disabled disables the control. What is disabled is not sent.
func Disabled() FieldOption {
	return everyOption{change: func(p part) { *p.disabled = true }}
}

// Width sets how many characters an input is wide: 2, 3, 4, 5, 10, 20 or 30.
func Width(characters int) interface {
	InputOption
	LineOption
} {
	return lineOption{inputOption{func(p part) { *p.width = characters }}}
}

// Autocomplete tells the browser what a control holds.
func Autocomplete(token string) interface {
	InputOption
	LineOption
	TextareaOption
} {
	return textOption{lineOption{inputOption{func(p part) { *p.autocomplete = token }}}}
}

// InputMode chooses the keyboard of a telephone: numeric, email, tel.
func InputMode(mode string) InputOption {
	return inputOption{func(p part) { *p.inputMode = mode }}
}

// Prefix stands before an input, such as £.
func Prefix(text string) InputOption {
	return inputOption{func(p part) { p.prefix.Text = text }}
}

// Suffix stands after an input, such as a unit.
func Suffix(text string) InputOption {
	return inputOption{func(p part) { p.suffix.Text = text }}
}

// Rows sets how many lines a text shows.
func Rows(n int) TextareaOption {
	return rowsOption{func(p part) { *p.rows = n }}
}

// Inline sets choices beside each other: for two short ones.
func Inline() ChoiceOption {
	return choiceOption{func(p part) { *p.inline = true }}
}

// Small makes choices small: for filters.
func Small() ChoiceOption {
	return choiceOption{func(p part) { *p.small = true }}
}

// Funcs are the options as functions for templates: hint, size, pageHeading,
// caption, hiddenLabel, classes, attr, disabled, width, autocomplete,
// inputMode, prefix, suffix, rows, inline and small. size takes "s" to "xl".
func Funcs() template.FuncMap {
	return template.FuncMap{
		"hint": Hint, "size": sizeNamed, "pageHeading": PageHeading, "caption": Caption,
		"hiddenLabel": HiddenLabel, "classes": Classes, "attr": Attr, "disabled": Disabled,
		"width": Width, "autocomplete": Autocomplete, "inputMode": InputMode, "prefix": Prefix, "suffix": Suffix,
		"rows": Rows, "inline": Inline, "small": Small,
	}
}
