package care

import (
	"context"
	"net/url"
	"strings"

	"footbridge/internal/app/account"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/fault"
)

// The kinds of draft of this room. A draft's body is what the form holds, as
// form data.
const (
	DraftContact    = "contact"    // about a booking, or "person:<id>"
	DraftAmendment  = "amendment"  // about a contact
	DraftAssessment = "assessment" // about "person:<id>"
	DraftPlan       = "plan"       // about "person:<id>"
)

// DraftSubject says what the draft of a contact is about: the booking, or the
// person when there is none.
func DraftSubject(booking, personID string) string {
	if booking != "" {
		return booking
	}
	return "person:" + personID
}

// ownDraft gives the actor's own draft.
func ownDraft(tx *gate.Tx, kind, subject string) (account.Draft, bool, error) {
	d, err := account.ReadDraft{Kind: kind, Subject: subject}.Ask(context.Background(), tx)
	if fault.Is(err, fault.NotFound) {
		return d, false, nil
	}
	return d, err == nil, err
}

// endDraft ends the actor's draft inside the command that sends what was
// written. When it was saved after the writer last looked and says something
// that isn't in what is sent, nothing is sent and nothing is thrown away.
func endDraft(tx *gate.Tx, kind, subject string, saves int, sent string) error {
	d, found, err := ownDraft(tx, kind, subject)
	if err != nil || !found {
		return err
	}
	if d.Saves > saves {
		values, err := url.ParseQuery(d.Body)
		if err != nil {
			return err
		}
		for _, field := range []string{"note", "summary"} {
			if !strings.Contains(plainText(sent), plainText(values.Get(field))) {
				return fault.Moved("You wrote something else in this draft in another window, saved at %s. It is shown below; nothing was sent and nothing was overwritten", d.SavedAt.Clock())
			}
		}
	}
	return account.EndDraft(tx, kind, subject)
}

// plainText compares texts as people do: a browser sends other line breaks
// than those that are kept.
func plainText(s string) string { return strings.Join(strings.Fields(s), " ") }
