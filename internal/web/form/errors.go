package form

import (
	"errors"
	"fmt"
	"html/template"
	"slices"

	"footbridge/internal/fault"
	"footbridge/internal/web/nhsuk"
)

// Fail notes that a field is wrong. The message is a whole sentence without a
// full stop. A name of "" is about the form as a whole. The same message for
// the same field is noted once.
func (f *Form) Fail(name, format string, args ...any) {
	wrong := fault.Field{Name: name, Message: fmt.Sprintf(format, args...)}
	if !slices.Contains(f.errors, wrong) {
		f.errors = append(f.errors, wrong)
	}
}

// Require notes message against a field unless ok.
func (f *Form) Require(ok bool, name, format string, args ...any) {
	if !ok {
		f.Fail(name, format, args...)
	}
}

// Take takes over the fields and the message of an Invalid fault and says
// true. Every other error, and none, is left alone.
func (f *Form) Take(err error) bool {
	if !fault.Is(err, fault.Invalid) {
		return false
	}
	fields := fault.FieldsOf(err)
	for _, field := range fields {
		f.Fail(field.Name, "%s", field.Message)
	}
	if len(fields) == 0 {
		f.Fail("", "%s", messageOf(err))
	}
	return true
}

func messageOf(err error) string {
	var e *fault.Error
	if errors.As(err, &e) && e.Message != "" {
		return e.Message
	}
	return "Check what you entered"
}

// OK says that nothing is wrong so far.
func (f *Form) OK() bool { return len(f.errors) == 0 }

// Errors gives what is wrong, in the order in which it was noted.
func (f *Form) Errors() []fault.Field { return slices.Clone(f.errors) }

// ErrorFor gives the first message about a field, "" when it is right.
func (f *Form) ErrorFor(name string) string {
	for _, e := range f.errors {
		if e.Name == name {
			return e.Message
		}
	}
	return ""
}

// Summary gives the error summary with a link to each field, nothing when
// all is well. It stands above the page's heading.
func (f *Form) Summary() template.HTML {
	if f.OK() {
		return ""
	}
	var s nhsuk.ErrorSummary
	for _, e := range f.errors {
		item := nhsuk.ErrorItem{Text: e.Message}
		if e.Name != "" {
			item.Href = "#" + f.firstControl(e.Name)
		}
		s.Items = append(s.Items, item)
	}
	return s.HTML()
}

// firstControl gives the id that a link to a field leads to. Of a date it is
// the first wrong box; of radios and checkboxes the first choice, which has
// the name itself as its id.
func (f *Form) firstControl(name string) string {
	if parts := f.parts[name]; len(parts) > 0 {
		return name + "-" + parts[0]
	}
	if f.isDate(name) {
		return name + "-day"
	}
	return name
}

// isDate says whether a name stands for three fields.
func (f *Form) isDate(name string) bool {
	_, ok := f.values[name+"-day"]
	return ok
}

// message gives the error message of a field for its component.
func (f *Form) message(name string) nhsuk.ErrorMessage {
	return nhsuk.ErrorMessage{Text: f.ErrorFor(name)}
}
