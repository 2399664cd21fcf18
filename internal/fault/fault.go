// Package fault is the one error type of Footbridge. A fault has a kind, a
// message that is safe to show to the person at the screen, and optionally
// the fields that are wrong and a cause for the log. Four kinds tell the
// user what to do; Unavailable asks to try again; everything else is shown as
// a reference number only.
package fault

import (
	"errors"
	"fmt"
	"strings"
)

// Kind says what the person can do about a fault.
type Kind int

const (
	// Internal is every error that nobody classified: a defect, a full disk,
	// a database that is gone. Its text never reaches the screen.
	Internal Kind = iota
	// Invalid means that what was typed can't be used; Fields says where.
	Invalid
	// NotFound means that there is no such thing for this person. Someone
	// else's record is not found, too.
	NotFound
	// Conflict means that the world moved on: a stale version, a slot taken.
	Conflict
	// Denied means that this role may not do this at all.
	Denied
	// Unavailable means that the records can't be reached or written: a full
	// disk, a server that is gone. Nothing was changed; trying again may work.
	Unavailable
)

func (k Kind) String() string {
	switch k {
	case Invalid:
		return "invalid"
	case NotFound:
		return "not found"
	case Conflict:
		return "conflict"
	case Denied:
		return "denied"
	case Unavailable:
		return "unavailable"
	default:
		return "internal"
	}
}

// Field is one thing that is wrong with one field of a form, a column of a
// file or an argument of a command. Name is the field's name as the form
// knows it; Message is a whole sentence without a full stop.
type Field struct {
	Name    string
	Message string
}

// Error is a fault. Message is safe to show. Cause is for the log only.
type Error struct {
	Kind    Kind
	Message string
	Fields  []Field
	Cause   error
}

func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.Kind.String())
	if e.Message != "" {
		b.WriteString(": " + e.Message)
	}
	for _, f := range e.Fields {
		fmt.Fprintf(&b, "; %s: %s", f.Name, f.Message)
	}
	if e.Cause != nil {
		b.WriteString(" (" + e.Cause.Error() + ")")
	}
	return b.String()
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Cause }

// Wrong says that what was typed into one field can't be used.
func Wrong(field, format string, args ...any) error {
	m := fmt.Sprintf(format, args...)
	return &Error{Kind: Invalid, Message: m, Fields: []Field{{field, m}}}
}

// Missing says that there is no such thing for this actor. what is a noun
// with its article left out: "person", "booking".
func Missing(what string) error {
	return &Error{Kind: NotFound, Message: "No such " + what}
}

// Moved says that the world moved on since the page was shown.
func Moved(format string, args ...any) error {
	return &Error{Kind: Conflict, Message: fmt.Sprintf(format, args...)}
}

// Refused says that this role may not do this.
func Refused(format string, args ...any) error {
	return &Error{Kind: Denied, Message: fmt.Sprintf(format, args...)}
}

// KindOf gives the kind of the first fault in err's chain, Internal when
// there is none.
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return Internal
}

// Is reports whether err is a fault of kind k. A nil error is of no kind.
func Is(err error, k Kind) bool { return err != nil && KindOf(err) == k }

// FieldsOf gives the fields named by the first fault in err's chain.
func FieldsOf(err error) []Field {
	var e *Error
	if errors.As(err, &e) {
		return e.Fields
	}
	return nil
}

// Says gives the text of err that may be shown: the message of a fault, and
// a general sentence for everything else.
func Says(err error) string {
	var e *Error
	if errors.As(err, &e) && e.Kind != Internal {
		return e.Message
	}
	return "Something went wrong on our side"
}

// Check gathers wrong fields so that all of them are told at once.
type Check struct{ fields []Field }

// Fail notes that a field is wrong.
func (c *Check) Fail(field, format string, args ...any) {
	c.fields = append(c.fields, Field{field, fmt.Sprintf(format, args...)})
}

// Require notes message against field unless ok.
func (c *Check) Require(ok bool, field, format string, args ...any) {
	if !ok {
		c.Fail(field, format, args...)
	}
}

// Err gives one Invalid fault with everything that was noted, or nil.
func (c *Check) Err() error {
	if len(c.fields) == 0 {
		return nil
	}
	return &Error{Kind: Invalid, Message: c.fields[0].Message, Fields: c.fields}
}
