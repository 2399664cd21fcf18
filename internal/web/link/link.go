// Package link is the front room of private links: the two pages that are open
// to whoever holds one, the slip that is handed out, and the page on which a
// link is withdrawn. What a link opens belongs to other rooms, which hang it
// in as a Purpose.
package link

import (
	"embed"
	"fmt"
	"html/template"
	"net/http"
	"strings"

	"rsc.io/qr"

	"footbridge/internal/access"
	"footbridge/internal/app"
	"footbridge/internal/app/link"
	"footbridge/internal/app/network"
	"footbridge/internal/fault"
	"footbridge/internal/web/site"
)

//go:embed *.html
var files embed.FS

var (
	bornPage     = site.Parse(files, "born.html")
	gonePage     = site.Parse(files, "gone.html")
	madePage     = site.Parse(files, "made.html")
	withdrawPage = site.Parse(files, "withdraw.html")
	crisisPiece  = site.Parse(files, "crisis.html")
)

// Purpose is what a link of one kind opens, for the holder who has confirmed
// the date of birth: the visit's actor is the holder.
type Purpose struct {
	Show func(v *site.Visit) error
	Do   func(v *site.Visit) error
}

// Purposes are the purposes by their name.
type Purposes map[string]Purpose

const cookie = "link"

// enter finds out what the token opens. done: a page was shown already.
func (list Purposes) enter(v *site.Visit) (p Purpose, done bool, err error) {
	v.Anonymous()
	v.W.Header().Set("Referrer-Policy", "strict-origin") // never the token
	v.W.Header().Set("X-Robots-Tag", "noindex, nofollow")
	secret := v.Cookie(cookie)
	seen, err := site.Ask(v, link.Look{Token: v.Path("token"), Pass: secret, Address: v.Address()})
	if err != nil {
		return p, true, err
	}
	if seen.Unknown {
		if _, err := app.Do(v.Context(), v.App, v.Actor, link.Guess{Address: v.Address()}); err != nil {
			return p, true, err
		}
	}
	if !seen.Found {
		return p, true, Gone(v, seen.Urgent)
	}
	if seen.Confirmed {
		p, ok := list[seen.Purpose]
		if !ok {
			return p, true, fmt.Errorf("no purpose %q", seen.Purpose)
		}
		v.Actor = access.HolderOf(seen.Link, link.Pass(secret))
		return p, false, nil
	}
	f := v.Form()
	if v.R.Method == http.MethodPost && f.Raw("step") == "born" {
		born, typed := f.Date("born", "Your date of birth")
		f.Require(typed || f.ErrorFor("born") != "", "born", "Enter your date of birth")
		if f.OK() {
			// Without the form's key: a pass is handed out once and kept nowhere.
			c, err := app.Do(app.WithRequest(v.Context(), v.ID), v.App, access.HolderOf(seen.Link, ""), link.Confirm{Born: born})
			switch {
			case err != nil:
				return p, true, err
			case c.Pass != "":
				v.SetCookie(cookie, c.Pass, v.R.URL.Path, int(link.PassFor.Seconds()))
				return p, true, v.To(v.R.URL.Path)
			case c.Left == 0:
				return p, true, Gone(v, seen.Urgent)
			}
			tries := "2 more tries"
			if c.Left == 1 {
				tries = "1 more try"
			}
			f.Fail("born", "This is not the date of birth that the practice has. You have %s; after that the link is locked", tries)
		}
	}
	crisis, err := Crisis(v, seen.Urgent)
	if err != nil {
		return p, true, err
	}
	return p, true, v.Show(site.Page{Title: "Your date of birth", Form: f}, bornPage, map[string]any{"Form": f, "Crisis": crisis})
}

// Open shows what a link opens, or asks for the date of birth first.
func (list Purposes) Open(v *site.Visit) error {
	p, done, err := list.enter(v)
	if done || err != nil {
		return err
	}
	return mend(v, p.Show(v))
}

// Do takes what is sent from the page of a link.
func (list Purposes) Do(v *site.Visit) error {
	p, done, err := list.enter(v)
	if done || err != nil {
		return err
	}
	return mend(v, p.Do(v))
}

// mend shows the friendly page when the link ended in this moment.
func mend(v *site.Visit, err error) error {
	if !fault.Is(err, fault.NotFound) {
		return err
	}
	seen, err := app.Ask(v.Context(), v.App, access.Nobody(), link.Look{Token: "none", Address: v.Address()})
	if err != nil {
		return err
	}
	return Gone(v, seen.Urgent)
}

// Gone is the one page for a link that doesn't open anything, for whatever
// reason: unknown, used, over, locked, withdrawn.
func Gone(v *site.Visit, routes []network.UrgentRoute) error {
	crisis, err := Crisis(v, routes)
	if err != nil {
		return err
	}
	return v.Show(site.Page{Title: "This link does not open", Status: http.StatusNotFound}, gonePage, map[string]any{"Crisis": crisis})
}

// Crisis is what stands on every page of a private link: where to turn when
// help is needed now.
func Crisis(v *site.Visit, routes []network.UrgentRoute) (template.HTML, error) {
	return v.Markup(crisisPiece, routes)
}

// Slip is a link that was just made, to be handed over.
type Slip struct {
	Title  string // "PHQ-9 for Marta Kowalska"
	For    string // what it is for, in the person's words: "a questionnaire"
	Made   link.Made
	Banner template.HTML
	Back   string
	From   string // who gives it
}

// ShowMade shows the address of a link this once, as a QR code and to copy,
// with a slip to print. Nothing keeps the address.
func ShowMade(v *site.Visit, s Slip) error {
	address := v.Base() + "/p/" + s.Made.Token
	code, err := Code(address)
	if err != nil {
		return err
	}
	return v.Show(site.Page{Title: s.Title, Back: s.Back, Print: s.Made.Token != ""}, madePage, map[string]any{
		"S": s, "Address": address, "Code": code, "Token": s.Made.Token,
	})
}

// Code draws a QR code as SVG.
func Code(text string) (template.HTML, error) {
	c, err := qr.Encode(text, qr.M)
	if err != nil {
		return "", err
	}
	const quiet = 4
	var b strings.Builder
	for y := range c.Size {
		for x := 0; x < c.Size; x++ {
			n := 0
			for x+n < c.Size && c.Black(x+n, y) {
				n++
			}
			if n > 0 {
				fmt.Fprintf(&b, "M%d %dh%dv1h-%dz", x+quiet, y+quiet, n, n)
				x += n
			}
		}
	}
	side := c.Size + 2*quiet
	return template.HTML(fmt.Sprintf(`<svg class="app-qr" viewBox="0 0 %d %d" width="240" height="240" role="img" aria-label="QR code of the address" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h%dv%dH0z"/><path fill="#000" d="%s"/></svg>`, side, side, side, side, b.String())), nil
}

// Withdraw asks why a link is withdrawn.
func Withdraw(v *site.Visit) error {
	l, err := site.Ask(v, link.One{ID: v.Path("id")})
	if err != nil {
		return err
	}
	f := v.Form()
	return v.Show(site.Page{Title: "Withdraw a private link", Form: f, Back: "/people/" + l.Who.ID, BackText: l.Who.Name()}, withdrawPage, map[string]any{"Form": f, "L": l, "Ended": l.State == link.Withdrawn || l.State == link.Used})
}

// DoWithdraw withdraws it.
func DoWithdraw(v *site.Visit) error {
	id, err := site.Do(v, link.Withdraw{ID: v.Path("id"), Why: v.Form().Text("why")})
	if err == nil {
		return v.ToWith("/people/"+id, "The private link is withdrawn")
	}
	if !v.Again(err) {
		return err
	}
	return Withdraw(v)
}
