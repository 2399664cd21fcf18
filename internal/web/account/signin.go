// Package account is the front room of signing in and out, of one's own
// sessions and password, and of the administrator's list of users.
package account

import (
	"embed"
	"net/http"
	"net/url"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app"
	"footbridge/internal/app/account"
	"footbridge/internal/fault"
	"footbridge/internal/web/form"
	"footbridge/internal/web/site"
)

//go:embed *.html
var files embed.FS

var (
	signInPage   = site.Parse(files, "signin.html")
	unlockPage   = site.Parse(files, "unlock.html")
	heldPage     = site.Parse(files, "held.html")
	personasPage = site.Parse(files, "personas.html")
)

// Start is the first page: the visitor's own landing page when they are
// signed in, the demo's people in a demo, else the sign-in page.
func Start(v *site.Visit) error {
	if v.Session.ID != "" && !v.Session.Locked {
		return v.To(Landing(v.Actor))
	}
	personas, err := site.Ask(v, account.Personas{})
	if err != nil {
		return err
	}
	if len(personas) > 0 {
		return v.Show(site.Page{Title: "Who would you like to be?", Wide: true}, personasPage, map[string]any{"Personas": personas})
	}
	return v.To("/sign-in")
}

// Landing is the page on which a role lands.
func Landing(a access.Actor) string {
	for _, g := range a.Grants {
		switch g.Role {
		case access.Practitioner:
			return "/today"
		case access.Reception:
			return "/people"
		case access.Clinician:
			return "/advice"
		case access.Pharmacist, access.LinkWorker, access.Coordinator:
			return "/asks"
		case access.Manager:
			return "/network"
		case access.Supervisor:
			return "/supervision"
		case access.TeamLead:
			return "/diary"
		case access.Commissioner:
			if g.Code != "" {
				return "/coverage/icb/" + url.PathEscape(g.Code)
			}
			return "/coverage"
		case access.Admin:
			return "/admin"
		}
	}
	return "/coverage"
}

// SignIn shows the sign-in page.
func SignIn(v *site.Visit) error { return showSignIn(v, v.Form()) }

func showSignIn(v *site.Visit, f *form.Form) error {
	return v.Show(site.Page{Title: "Sign in", Form: f}, signInPage, map[string]any{"Form": f, "Return": f.Raw("return")})
}

// DoSignIn checks the password and begins a session.
func DoSignIn(v *site.Visit) error {
	f := v.Form()
	if f.Text("username") == "" {
		f.Fail("username", "Enter your user name")
	}
	if f.Raw("password") == "" {
		f.Fail("password", "Enter your password")
	}
	if !f.OK() {
		return showSignIn(v, f)
	}
	who, err := check(v, f.Text("username"), f.Raw("password"))
	if err != nil {
		if fault.Is(err, fault.Denied) {
			f.Fail("username", "%s", fault.Says(err))
			return showSignIn(v, f)
		}
		return err
	}
	in, err := app.Do(v.Context(), v.App, access.Nobody(), account.SignIn{Who: who, Device: v.Device(), Address: v.Address()})
	if err != nil {
		return err
	}
	return enter(v, in, f.Raw("return"))
}

// check checks a password and counts a wrong one.
func check(v *site.Visit, username, password string) (account.Verified, error) {
	who, err := app.Ask(v.Context(), v.App, access.Nobody(), account.CheckPassword{Username: username, Password: password, Address: v.Address()})
	if fault.Is(err, fault.Denied) {
		if _, e := app.Do(v.Context(), v.App, access.Nobody(), account.NoteFailure{Username: username, Address: v.Address()}); e != nil {
			return who, e
		}
	}
	return who, err
}

func enter(v *site.Visit, in account.SignedIn, back string) error {
	v.Enter(in)
	if back == "" || back == "/" {
		back = "/"
	}
	return v.To(back)
}

// DoPersona begins a session as one of the demo's people.
func DoPersona(v *site.Visit) error {
	in, err := app.Do(v.Context(), v.App, access.Nobody(), account.EnterAs{UserID: v.Form().Raw("persona"), Device: v.Device(), Address: v.Address()})
	if err != nil {
		return err
	}
	return enter(v, in, "/")
}

// DoSignOut ends the session.
func DoSignOut(v *site.Visit) error {
	if v.Session.ID != "" {
		if _, err := app.Do(v.Context(), v.App, v.Actor, account.EndSession{ID: v.Session.ID}); err != nil && !fault.Is(err, fault.NotFound) {
			return err
		}
	}
	v.Leave()
	return v.To("/")
}

// Unlock asks for the password of a session that is locked. One that isn't
// goes on where it was.
func Unlock(v *site.Visit) error {
	if !v.Session.Locked {
		return v.To(v.Form().Raw("return"))
	}
	return showUnlock(v, v.Form())
}

// DoLock locks the session: the page's clock ran out, or somebody leaves the
// desk.
func DoLock(v *site.Visit) error {
	if _, err := app.Do(v.Context(), v.App, v.Actor, account.Lock{}); err != nil {
		return err
	}
	return v.To("/unlock?return=" + url.QueryEscape(v.Form().Raw("return")))
}

func showUnlock(v *site.Visit, f *form.Form) error {
	return v.Show(site.Page{Title: "Unlock Footbridge", Form: f}, unlockPage, map[string]any{
		"Form": f, "Name": v.Actor.Name, "Persona": v.Persona != "", "Held": f.Raw("held") == "yes", "Return": f.Raw("return"),
	})
}

// DoUnlock opens the session again and goes on where one was.
func DoUnlock(v *site.Visit) error {
	f := v.Form()
	if v.Persona != "" {
		if _, err := app.Do(v.Context(), v.App, v.Actor, account.UnlockPersona{}); err != nil {
			return err
		}
	} else {
		name, err := app.Ask(v.Context(), v.App, v.Actor, account.Username{})
		if err != nil {
			return err
		}
		who, err := check(v, name, f.Raw("password"))
		if err == nil {
			_, err = app.Do(v.Context(), v.App, v.Actor, account.Unlock{Who: who})
		}
		if err != nil {
			if fault.Is(err, fault.Denied) {
				f.Fail("password", "%s", fault.Says(err))
				return showUnlock(v, f)
			}
			return err
		}
	}
	if _, err := site.Ask(v, account.ReadDraft{Kind: "held form", Subject: v.Session.ID}); err == nil {
		return v.To("/unlock/held")
	}
	return v.To(f.Raw("return"))
}

// Held shows a form that was sent while the session was locked; one press
// sends it again.
func Held(v *site.Visit) error {
	d, err := site.Ask(v, account.ReadDraft{Kind: "held form", Subject: v.Session.ID})
	if fault.Is(err, fault.NotFound) {
		return v.To("/")
	}
	if err != nil {
		return err
	}
	held, err := url.ParseQuery(d.Body)
	if err != nil {
		return err
	}
	body, err := url.ParseQuery(held.Get("body"))
	if err != nil {
		return err
	}
	type field struct{ Name, Value string }
	var fields, shown []field
	for name, values := range body {
		for _, value := range values {
			fields = append(fields, field{name, value})
			if name != "key" && len(strings.TrimSpace(value)) > 20 {
				shown = append(shown, field{name, value})
			}
		}
	}
	path := held.Get("path")
	if !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") {
		path = "/"
	}
	return v.Show(site.Page{Title: "What you were sending"}, heldPage, map[string]any{"Path": path, "Fields": fields, "Shown": shown, "At": d.SavedAt})
}

// DoDropHeld throws the held form away.
func DoDropHeld(v *site.Visit) error {
	if _, err := app.Do(v.Context(), v.App, v.Actor, account.DropDraft{Kind: "held form", Subject: v.Session.ID}); err != nil {
		return err
	}
	return v.To("/")
}

// Keep says that the page is still in use.
func Keep(v *site.Visit) error {
	if _, err := app.Do(v.Context(), v.App, v.Actor, account.Keep{}); err != nil {
		return err
	}
	v.W.WriteHeader(http.StatusNoContent)
	return nil
}
