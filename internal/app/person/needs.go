package person

import (
	"context"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/fault"
)

// Formats are the forms of accessible information that a page offers; any
// other words will do too (Accessible Information Standard, DAPB1605).
var Formats = []string{"Large print", "Easy read", "Braille", "Audio", "British Sign Language video", "Email, for a screen reader"}

// SetNeeds records what a person needs and how they can safely be reached.
// It is asked once and stands on every page, list and print. Version is the
// one that was read; a later one is a Conflict. It answers with the new
// version. Faults name the fields language, format, adjustments, safe_phone,
// safe_voicemail, safe_text, safe_letter and safe_note.
type SetNeeds struct {
	ID          string
	Version     int
	Language    string
	Interpreter bool
	Format      string
	Adjustments string
	SafePhone, SafeVoicemail, SafeText, SafeLetter,
	SafeNote string
}

// Needs names the permission.
func (SetNeeds) Needs() access.Permission { return access.EditPerson }

// Do checks and writes.
func (c SetNeeds) Do(_ context.Context, tx *gate.Tx) (int, error) {
	was, err := Load(tx, c.ID)
	if err != nil {
		return 0, err
	}
	if err := fresh(was, c.Version); err != nil {
		return 0, err
	}
	became := was
	became.Language, became.Interpreter, became.Format = clean(c.Language), c.Interpreter, clean(c.Format)
	became.Adjustments, became.SafeNote = cleanText(c.Adjustments), cleanText(c.SafeNote)
	became.SafePhone, became.SafeVoicemail, became.SafeText, became.SafeLetter = c.SafePhone, c.SafeVoicemail, c.SafeText, c.SafeLetter
	var check fault.Check
	fits(&check, "language", "Language", became.Language, 80)
	check.Require(!became.Interpreter || became.Language != "", "language", "Enter the language for the interpreter, for example Polish or British Sign Language")
	fits(&check, "format", "Information format", became.Format, maxShort)
	fits(&check, "adjustments", "Reasonable adjustments", became.Adjustments, maxText)
	fits(&check, "safe_note", "Safe contact in words", became.SafeNote, maxText)
	const choose = "Choose yes, no or not asked"
	oneOf(&check, "safe_phone", c.SafePhone, choose, "", "yes", "no")
	oneOf(&check, "safe_voicemail", c.SafeVoicemail, choose, "", "yes", "no")
	oneOf(&check, "safe_text", c.SafeText, choose, "", "yes", "no")
	oneOf(&check, "safe_letter", c.SafeLetter, choose, "", "yes", "no")
	if err := check.Err(); err != nil {
		return 0, err
	}
	return keep(tx, became, differences(was, became), "")
}
