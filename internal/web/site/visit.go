// Package site is the page shell: it turns handlers that return errors into
// pages, knows who is visiting, and is the only writer of response headers.
package site

import (
	"context"
	"html/template"
	"net/http"
	"net/url"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app"
	"footbridge/internal/app/account"
	"footbridge/internal/fault"
	"footbridge/internal/web/form"
)

// Visit is one request of one visitor, as a handler sees it.
type Visit struct {
	W       http.ResponseWriter
	R       *http.Request
	App     *app.App
	Actor   access.Actor
	Session account.Session
	Persona string // set for one of the demo's people
	ID      string // of the request; shown as reference number when it fails

	server *Server
	form   *form.Form
	unread error // why the form could not be read
}

// Handler answers a visit. An error that it returns becomes a page: invalid
// 422, denied 403, not found 404, conflict 409, unavailable 503, anything
// else 500 with the reference number and nothing else.
type Handler func(v *Visit) error

// Context is the request's context.
func (v *Visit) Context() context.Context { return v.R.Context() }

// Path gives a wildcard of the route's pattern.
func (v *Visit) Path(name string) string { return v.R.PathValue(name) }

// Form parses what was sent: the query of a GET, the body of a POST. A form
// that can't be parsed is empty and carries the error.
func (v *Visit) Form() *form.Form {
	if v.form == nil {
		f, err := form.Parse(v.W, v.R)
		if err != nil {
			f = form.Of(url.Values{})
			f.Take(err)
			v.unread = err
		}
		v.form = f
	}
	return v.form
}

// May reports whether the visitor's role carries a permission; pages use it to
// leave out what would be refused.
func (v *Visit) May(p access.Permission) bool { return v.Actor.May(p) }

// Place gives the code of the visitor's first place of a kind, "" when there
// is none: the receptionist's practice, the manager's network.
func (v *Visit) Place(kind access.Place) string {
	for _, g := range v.Actor.Grants {
		if g.Place == kind {
			return g.Code
		}
	}
	return ""
}

// Network gives the network in which the visitor works: the one chosen on
// this page (?pcn=), else the first of the grants; "" when there is none.
func (v *Visit) Network() string {
	want := v.Form().Raw("pcn")
	first := ""
	for _, g := range v.Actor.Grants {
		for _, n := range g.Networks {
			if n == want {
				return n
			}
			if first == "" {
				first = n
			}
		}
	}
	return first
}

// To sends the visitor on to a path of this site (303).
func (v *Visit) To(path string) error {
	http.Redirect(v.W, v.R, local(path), http.StatusSeeOther)
	return nil
}

// ToWith sends the visitor on and shows a message there, once.
func (v *Visit) ToWith(path, message string) error {
	v.flash(message)
	return v.To(path)
}

// ToTell is ToWith for something that did not go as wished: the banner says
// "Important" instead of "Success".
func (v *Visit) ToTell(path, message string) error {
	v.flash("!" + message)
	return v.To(path)
}

// local keeps a redirect inside the site.
func local(path string) string {
	u, err := url.Parse(path)
	if err != nil || u.Host != "" || u.Scheme != "" || !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") || strings.Contains(path, "\\") {
		return "/"
	}
	return path
}

// Page is what the shell needs to know of a page.
type Page struct {
	Title    string // the h1's words; the shell adds the service's name
	Back     string // where the back link goes; none when empty
	BackText string // "Back" when empty
	Wide     bool   // the full width: tables, grids
	Status   int    // 200 when left out
	Form     *form.Form
	Crumbs   []Crumb
	Print    bool // offer "Print this page"
}

// Crumb is one step of the breadcrumb.
type Crumb struct{ Text, Href string }

// Show renders a page with its template. When the page's form has errors, the
// title says so, the summary stands on top and the status is 422.
func (v *Visit) Show(p Page, t *Template, data any) error {
	body, err := t.render(v, data)
	if err != nil {
		return err
	}
	return v.server.shell(v, p, body)
}

// ShowMarkup is Show for a page whose markup is ready.
func (v *Visit) ShowMarkup(p Page, body template.HTML) error { return v.server.shell(v, p, body) }

// Do runs a command for the visitor. The form's key makes it happen once,
// however often the form is sent.
func Do[R any](v *Visit, cmd app.Command[R]) (R, error) {
	ctx := app.WithRequest(v.Context(), v.ID)
	if v.R.Method == http.MethodPost {
		if key := v.Form().Raw("key"); key != "" && len(key) <= 100 {
			ctx = app.WithKey(ctx, v.R.URL.Path+" "+key)
		}
	}
	return app.Do(ctx, v.App, v.Actor, cmd)
}

// Ask runs a query for the visitor.
func Ask[R any](v *Visit, q app.Query[R]) (R, error) {
	return app.Ask(app.WithRequest(v.Context(), v.ID), v.App, v.Actor, q)
}

// Again says whether err is something that the form should be shown again
// with: what was typed is wrong, or the world moved on. Its messages are on
// the form then.
func (v *Visit) Again(err error) bool {
	f := v.Form()
	if f.Take(err) {
		return true
	}
	if fault.Is(err, fault.Conflict) {
		f.Fail("", "%s", fault.Says(err))
		return true
	}
	return false
}

// Base is the address of this site as its visitor typed it: "https://host".
func (v *Visit) Base() string {
	if v.server.config.Secure {
		return "https://" + v.R.Host
	}
	return "http://" + v.R.Host
}

// Cookie gives a cookie of this site, "" when there is none.
func (v *Visit) Cookie(name string) string {
	c, err := v.R.Cookie(name)
	if err != nil || len(c.Value) > 100 {
		return ""
	}
	return c.Value
}

// SetCookie sets a cookie for the pages under a path, until the browser is
// closed or so many seconds have passed.
func (v *Visit) SetCookie(name, value, path string, seconds int) {
	http.SetCookie(v.W, &http.Cookie{Name: name, Value: value, Path: path, MaxAge: seconds, HttpOnly: true, Secure: v.server.config.Secure, SameSite: http.SameSiteLaxMode})
}

// Anonymous makes the visit one of nobody, whoever is signed in in this
// browser: for pages that are for the person.
func (v *Visit) Anonymous() {
	v.Actor, v.Session, v.Persona = access.Nobody(), account.Session{}, ""
}
