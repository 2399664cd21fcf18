package care

import (
	"net/url"
	"strconv"

	"footbridge/internal/access"
	"footbridge/internal/app/account"
	"footbridge/internal/app/care"
	"footbridge/internal/nhs"
	webperson "footbridge/internal/web/person"
	"footbridge/internal/web/site"
)

var (
	readingPage  = site.Parse(files, "reading.html")
	amendPage    = site.Parse(files, "amend.html", "draft.html")
	withdrawPage = site.Parse(files, "withdraw.html")
)

// Contact shows a signed contact: what holds, and every version before it,
// struck through.
func Contact(v *site.Visit) error {
	c, err := site.Ask(v, care.ContactByID{ID: v.Path("id")})
	if err != nil {
		return err
	}
	draft := ""
	if c.Draft != nil {
		if values, err := url.ParseQuery(c.Draft.Body); err == nil {
			draft = values.Get("note")
		}
	}
	return v.Show(site.Page{Title: "Contact of " + c.Day.Medium(), Back: "/people/" + c.Person.ID, BackText: c.Person.Name(), Print: true}, readingPage, map[string]any{
		"C": c, "Banner": webperson.Banner(c.Person), "MayWrite": v.May(access.WriteCare) && c.WithdrawnAt.IsZero(), "DraftText": draft,
		"DraftHref": draftHref(c),
	})
}

func draftHref(c care.OneContact) string {
	if c.Draft == nil {
		return ""
	}
	return draftPath(*c.Draft)
}

// Amend shows the form for a new version of a contact.
func Amend(v *site.Visit) error {
	c, err := site.Ask(v, care.ContactByID{ID: v.Path("id")})
	if err != nil {
		return err
	}
	if !c.WithdrawnAt.IsZero() {
		return v.ToTell("/contacts/"+c.ID, "This contact is marked as entered in error")
	}
	f := v.Form()
	now := c.Present()
	f.Set("mechanism", string(now.Mechanism))
	f.SetDate("on", now.StartedAt.Date())
	f.Set("started", now.StartedAt.Clock())
	f.Set("minutes", strconv.Itoa(now.Minutes))
	f.Set("note", now.Note)
	f.Set("version", strconv.Itoa(now.Version))
	fill(f, amendmentDraft(c))
	return showAmend(v, c)
}

// amendmentDraft gives the draft of an amendment, and not one of the note that
// was signed meanwhile.
func amendmentDraft(c care.OneContact) *account.Draft {
	if c.Draft != nil && c.Draft.Kind == care.DraftAmendment {
		return c.Draft
	}
	return nil
}

func showAmend(v *site.Visit, c care.OneContact) error {
	f := v.Form()
	now := c.Present()
	typed, _ := strconv.Atoi(f.Raw("version"))
	stale := typed != now.Version
	f.Set("version", strconv.Itoa(now.Version))
	return v.Show(site.Page{Title: "Amend the note", Form: f, Back: "/contacts/" + c.ID}, amendPage, map[string]any{
		"Form": f, "C": c, "Banner": webperson.Banner(c.Person), "Mechanisms": mechanisms(), "Stale": stale, "Now": now,
		"Draft": boxFor(v, care.DraftAmendment, c.ID, amendmentDraft(c), "note"),
	})
}

// DoAmend saves the draft of an amendment, throws it away, or signs it.
func DoAmend(v *site.Visit) error {
	f := v.Form()
	c, err := site.Ask(v, care.ContactByID{ID: v.Path("id")})
	if err != nil {
		return err
	}
	switch f.Raw("action") {
	case "save":
		kept, err := keepDraft(v, care.DraftAmendment, c.ID)
		if err != nil {
			return err
		}
		if kept {
			return v.ToWith(v.R.URL.Path, savedMessage(v))
		}
		return showAmend(v, c)
	case "discard":
		if err := dropDraft(v, care.DraftAmendment, c.ID); err != nil {
			return err
		}
		return v.ToWith("/contacts/"+c.ID, "The draft is thrown away")
	}
	day, _ := f.Date("on", "The day")
	f.Require(!day.IsZero() || f.ErrorFor("on") != "", "on", "Enter the day of the contact")
	cmd := care.AmendContact{ID: c.ID, Mechanism: nhs.Mechanism(f.Text("mechanism")), Note: f.Text("note"), Why: f.Text("why"), Saves: saves(f)}
	cmd.Version, _ = strconv.Atoi(f.Raw("version"))
	cmd.StartedAt = moment(f, day)
	cmd.Minutes, _ = f.Int("minutes", "Minutes")
	if f.OK() {
		_, err := site.Do(v, cmd)
		if err == nil {
			return v.ToWith("/contacts/"+c.ID, "The note is amended; the version before it stays readable")
		}
		if !v.Again(err) {
			return err
		}
		if c, err = site.Ask(v, care.ContactByID{ID: c.ID}); err != nil {
			return err
		}
	}
	return showAmend(v, c)
}

// Withdraw asks why something was entered in error.
func Withdraw(v *site.Visit) error {
	n, err := site.Ask(v, care.Which{Kind: v.Path("kind"), ID: v.Path("id")})
	if err != nil {
		return err
	}
	if !n.WithdrawnAt.IsZero() {
		return v.ToTell("/people/"+n.Person.ID+"/scores", "This is marked as entered in error already")
	}
	f := v.Form()
	return v.Show(site.Page{Title: "Entered in error", Form: f, Back: "/people/" + n.Person.ID}, withdrawPage, map[string]any{"Form": f, "N": n, "Banner": webperson.Banner(n.Person)})
}

// DoWithdraw marks it so.
func DoWithdraw(v *site.Visit) error {
	id, err := site.Do(v, care.Withdraw{Kind: v.Path("kind"), ID: v.Path("id"), Why: v.Form().Text("why")})
	if err == nil {
		return v.ToWith("/people/"+id, "Marked as entered in error. It stays readable")
	}
	if !v.Again(err) {
		return err
	}
	return Withdraw(v)
}
