package account

import (
	"encoding/json"
	"fmt"
	"net/http"

	"footbridge/internal/access"
	"footbridge/internal/app"
	"footbridge/internal/app/account"
	"footbridge/internal/fault"
	"footbridge/internal/web/form"
	"footbridge/internal/web/site"
)

var (
	ownPage   = site.Parse(files, "own.html")
	usersPage = site.Parse(files, "users.html")
	userPage  = site.Parse(files, "user.html")
	adminPage = site.Parse(files, "admin.html")
)

// Own shows one's own roles, sessions and drafts.
func Own(v *site.Visit) error { return showOwn(v, v.Form()) }

func showOwn(v *site.Visit, f *form.Form) error {
	sessions, err := site.Ask(v, account.Sessions{})
	if err != nil {
		return err
	}
	drafts, err := site.Ask(v, account.Drafts{})
	if err != nil {
		return err
	}
	type role struct{ Role, Where string }
	var roles []role
	for _, g := range v.Actor.Grants {
		where := g.Name
		if g.Code != "" {
			where += " (" + g.Code + ")"
		}
		roles = append(roles, role{site.RoleName(g.Role), where})
	}
	return v.Show(site.Page{Title: "Your account", Form: f}, ownPage, map[string]any{
		"Form": f, "Sessions": sessions, "Drafts": drafts, "This": v.Session.ID, "Roles": roles, "Name": v.Actor.Name, "Persona": v.Persona != "",
	})
}

// DoEndSession ends one of one's own sessions.
func DoEndSession(v *site.Visit) error {
	if _, err := site.Do(v, account.EndSession{ID: v.Path("id")}); err != nil {
		return err
	}
	return v.ToWith("/account", "That session is ended")
}

// DoPassword changes one's own password.
func DoPassword(v *site.Visit) error {
	f := v.Form()
	name, err := site.Ask(v, account.Username{})
	if err != nil {
		return err
	}
	who, err := check(v, name, f.Raw("current"))
	if err == nil {
		_, err = app.Do(v.Context(), v.App, v.Actor, account.ChangePassword{Who: who, New: f.Raw("password")})
	}
	switch {
	case err == nil:
		return v.ToWith("/account", "Your password is changed. Your other sessions are ended")
	case fault.Is(err, fault.Denied):
		f.Fail("current", "%s", fault.Says(err))
	case !f.Take(err):
		return err
	}
	return showOwn(v, f)
}

// SaveDraft keeps what is being written; the page's script sends it.
func SaveDraft(v *site.Visit) error {
	f := v.Form()
	saves := 0
	fmt.Sscan(f.Raw("saves"), &saves) //nolint:errcheck // no number is 0: a new draft
	n, err := app.Do(v.Context(), v.App, v.Actor, account.SaveDraft{Kind: f.Raw("kind"), Subject: f.Raw("subject"), Body: f.Raw("body"), Saves: saves})
	if err != nil {
		if fault.Is(err, fault.Conflict) {
			v.W.WriteHeader(http.StatusConflict)
			return nil
		}
		return err
	}
	v.W.Header().Set("Content-Type", "application/json")
	return json.NewEncoder(v.W).Encode(map[string]any{"saves": n, "at": v.App.Now().Clock()})
}

// DoDropDraft throws one's own draft away.
func DoDropDraft(v *site.Visit) error {
	f := v.Form()
	if _, err := site.Do(v, account.DropDraft{Kind: f.Raw("kind"), Subject: f.Raw("subject")}); err != nil {
		return err
	}
	return v.ToWith("/account", "The draft is thrown away")
}

// Admin is the administrator's first page.
func Admin(v *site.Visit) error {
	users, err := site.Ask(v, account.List{})
	if err != nil {
		return err
	}
	active := 0
	for _, u := range users {
		if u.Active {
			active++
		}
	}
	return v.Show(site.Page{Title: "Administration"}, adminPage, map[string]any{"Active": active, "Users": len(users), "Engine": v.App.Engine()})
}

// Verify walks the audit chain and says whether it is whole.
func Verify(v *site.Visit) error {
	chain, err := v.App.Verify(v.Context())
	if err != nil {
		return err
	}
	message := fmt.Sprintf("The audit chain is whole: %s lines", site.Thousands(int(chain.Lines)))
	if chain.Broken != 0 {
		message = fmt.Sprintf("The audit chain is BROKEN at line %d: %s", chain.Broken, chain.Why)
	}
	return v.ToWith("/admin", message)
}

// Users lists the users.
func Users(v *site.Visit) error {
	users, err := site.Ask(v, account.List{})
	if err != nil {
		return err
	}
	return v.Show(site.Page{Title: "Users", Wide: true, Crumbs: []site.Crumb{{Text: "Administration", Href: "/admin"}}}, usersPage, map[string]any{"Users": users})
}

// roleChoices lists every role as the form of a user offers it.
func roleChoices() []form.Choice {
	return append(form.Choices("", "No role"), allRoles()...)
}

func allRoles() []form.Choice {
	var out []form.Choice
	for _, r := range access.Roles() {
		out = append(out, form.Choice{Value: string(r), Text: site.RoleName(r)})
	}
	return out
}

// NewUser shows the form of a new user.
func NewUser(v *site.Visit) error { return showUser(v, v.Form(), nil) }

func showUser(v *site.Visit, f *form.Form, u *account.Listing) error {
	title := "Add a user"
	if u != nil {
		title = u.Name
	}
	return v.Show(site.Page{Title: title, Form: f, Back: "/admin/users", BackText: "Users"}, userPage, map[string]any{"Form": f, "User": u, "Roles": roleChoices(), "Title": title})
}

// grants reads up to three roles from the form.
func grants(f *form.Form) []account.Grant {
	var out []account.Grant
	for _, n := range []string{"1", "2", "3"} {
		if r := access.Role(f.Text("role" + n)); r != "" {
			g := account.Grant{Role: r, Place: account.PlaceFor(r, f.Text("code"+n))}
			if g.Place != access.England {
				g.Code = f.Text("code" + n)
			}
			out = append(out, g)
		}
	}
	return out
}

// takeUser puts the faults of a user's roles beside the right fields.
func takeUser(f *form.Form, err error) bool {
	if !fault.Is(err, fault.Invalid) {
		return false
	}
	for _, x := range fault.FieldsOf(err) {
		name := x.Name
		if name == "role" || name == "code" {
			name += "1"
		}
		f.Fail(name, "%s", x.Message)
	}
	return true
}

// DoNewUser adds a user.
func DoNewUser(v *site.Visit) error {
	f := v.Form()
	_, err := site.Do(v, account.AddUser{Username: f.Text("username"), Name: f.Text("name"), Password: f.Raw("password"), Grants: grants(f)})
	if err != nil {
		if takeUser(f, err) {
			return showUser(v, f, nil)
		}
		return err
	}
	return v.ToWith("/admin/users", f.Text("name")+" can sign in now")
}

func findUser(v *site.Visit) (account.Listing, error) {
	users, err := site.Ask(v, account.List{})
	if err != nil {
		return account.Listing{}, err
	}
	for _, u := range users {
		if u.ID == v.Path("id") {
			return u, nil
		}
	}
	return account.Listing{}, fault.Missing("user")
}

// EditUser shows a user's form.
func EditUser(v *site.Visit) error {
	u, err := findUser(v)
	if err != nil {
		return err
	}
	f := v.Form()
	f.Set("name", u.Name)
	f.Set("version", fmt.Sprint(u.Version))
	f.Set("active", map[bool]string{true: "yes", false: "no"}[u.Active])
	for i, g := range u.Grants {
		f.Set(fmt.Sprintf("role%d", i+1), string(g.Role))
		f.Set(fmt.Sprintf("code%d", i+1), g.Code)
	}
	return showUser(v, f, &u)
}

// DoEditUser changes a user.
func DoEditUser(v *site.Visit) error {
	u, err := findUser(v)
	if err != nil {
		return err
	}
	f := v.Form()
	version := 0
	fmt.Sscan(f.Raw("version"), &version) //nolint:errcheck // a missing version is stale
	_, err = site.Do(v, account.ChangeUser{ID: u.ID, Version: version, Name: f.Text("name"), Active: f.Raw("active") == "yes", Grants: grants(f), Reason: f.Text("reason")})
	if err == nil && f.Raw("password") != "" {
		_, err = app.Do(v.Context(), v.App, v.Actor, account.SetPassword{ID: u.ID, Password: f.Raw("password")})
	}
	if err != nil {
		if takeUser(f, err) || v.Again(err) {
			return showUser(v, f, &u)
		}
		return err
	}
	return v.ToWith("/admin/users", f.Text("name")+" is changed")
}
