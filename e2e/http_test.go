package e2e

import (
	"context"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"footbridge/internal/access"
	"footbridge/internal/app"
	"footbridge/internal/app/account"
	"footbridge/internal/web"
)

// paths gives one address for every GET route, with the person who may see it.
func paths(w *world) map[string]visit {
	out := map[string]visit{}
	for pattern, list := range visits(w) {
		if len(list) > 0 {
			out[pattern] = list[0]
		}
	}
	for pattern, who := range notPages {
		out[pattern] = visit{who: who, path: w.notPage(pattern)}
	}
	out["GET /unlock/held"] = visit{who: "leah", path: "/unlock/held"}
	return out
}

// sample is an address of a route, whether it is read or written to.
func sample(all map[string]visit, pattern string) string {
	method, path, _ := strings.Cut(pattern, " ")
	if v, ok := all["GET "+path]; ok {
		clean, _, _ := strings.Cut(v.path, "?")
		if method == http.MethodGet {
			return v.path
		}
		return clean
	}
	return regexp.MustCompile(`\{[^}]*\}`).ReplaceAllString(path, "01m0schgp8csm6r3e6srbxdwzt")
}

func TestHeadersOnEveryPage(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for pattern, v := range paths(w) {
		a := w.as(v.who).get(v.path)
		h := a.Header
		csp := h.Get("Content-Security-Policy")
		for _, want := range []string{"default-src 'none'", "script-src 'self'", "style-src 'self'", "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'"} {
			if !strings.Contains(csp, want) {
				t.Errorf("%s: the policy lacks %s: %s", pattern, want, csp)
			}
		}
		if strings.Contains(csp, "unsafe") || strings.Contains(csp, "*") {
			t.Errorf("%s: %s", pattern, csp)
		}
		if h.Get("X-Content-Type-Options") != "nosniff" || h.Get("X-Frame-Options") != "DENY" || h.Get("Cache-Control") != "no-store" || h.Get("Referrer-Policy") == "" ||
			h.Get("Cross-Origin-Opener-Policy") != "same-origin" || h.Get("Permissions-Policy") == "" {
			t.Errorf("%s: %v", pattern, h)
		}
		if h.Get("Strict-Transport-Security") != "" {
			t.Errorf("%s promises TLS that isn't there", pattern)
		}
		if regexp.MustCompile(`(?i)<[^>]+\son[a-z]+\s*=|<[^>]+\sstyle\s*=|<script>|javascript:`).MatchString(a.Text) {
			t.Errorf("%s has script or style inside the page, which the policy refuses", pattern)
		}
	}
	secure := newWorld(t, func(c *web.Config) { c.Secure = true })
	if got := secure.as("").get("/").Header.Get("Strict-Transport-Security"); !strings.Contains(got, "max-age=31536000") {
		t.Errorf("HSTS is %q", got)
	}
}

func TestCookies(t *testing.T) {
	t.Parallel()
	for _, secure := range []bool{false, true} {
		w := newWorld(t, func(c *web.Config) { c.Secure = secure })
		a := w.bare().post("/persona", "persona", w.ids["leah"])
		if a.StatusCode != http.StatusSeeOther || len(a.Cookies()) != 1 {
			t.Fatalf("%d %v", a.StatusCode, a.Cookies())
		}
		c := a.Cookies()[0]
		if !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" || c.Secure != secure || len(c.Value) < 40 {
			t.Errorf("%+v", c)
		}
		if strings.HasPrefix(c.Name, "__Host-") != secure {
			t.Errorf("its name is %q", c.Name)
		}
		if n := len(w.rows("SELECT id FROM user_session WHERE token = ? OR id = ?", c.Value, c.Value)); n != 0 {
			t.Error("the token itself is on record")
		}
	}
}

func TestOtherSitesCantPost(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	dean := w.person("Dean Ashworth").ID
	w.everybodyIn()
	before := w.done()
	for name, headers := range map[string][2]string{
		"another site":    {"Sec-Fetch-Site", "cross-site"},
		"a sister domain": {"Sec-Fetch-Site", "same-site"},
		"an old browser":  {"Origin", "https://evil.example"},
	} {
		c := w.as("reception")
		r, _ := http.NewRequest(http.MethodPost, w.base+"/wait/"+dean, strings.NewReader(url.Values{"words": {"x"}, "key": {"k"}}.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set(headers[0], headers[1])
		if a := c.send(r); a.StatusCode != http.StatusForbidden {
			t.Errorf("%s: %d", name, a.StatusCode)
		}
	}
	if w.done() != before {
		t.Error("something was done")
	}
	if a := w.as("reception").post("/wait/"+dean, "words", "Panic", "key", "k1"); a.StatusCode != http.StatusSeeOther {
		t.Errorf("the same from a page of this site: %d %s", a.StatusCode, a.Text)
	}
}

// Reading leaves nothing but the line that says who read.
func TestGetChangesNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	all := paths(w)
	for range 2 {
		for pattern, v := range all {
			if pattern == "GET /unlock/held" {
				continue
			}
			c := w.as(v.who)
			before := w.done()
			if a := c.get(v.path); a.StatusCode >= 400 {
				t.Errorf("%s %s as %s: %d", pattern, v.path, v.who, a.StatusCode)
			}
			switch pattern {
			case "GET /advice/{id}": // one's own side has read it: no longer new
				continue
			case "GET /files/{id}/download": // the audit says who took the file away, and what for
				continue
			}
			if w.done() != before {
				t.Errorf("%s changed something", pattern)
			}
		}
	}
}

func TestLongForms(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	dean := w.person("Dean Ashworth").ID
	w.everybodyIn()
	for _, path := range []string{"/wait/" + dean, "/book/" + dean, "/drafts", "/people/new", "/sign-in"} {
		before := w.done()
		a := w.as("reception").post(path, "words", strings.Repeat("a", 10<<20), "key", "k")
		if a.StatusCode != http.StatusRequestEntityTooLarge && a.StatusCode != http.StatusUnprocessableEntity {
			t.Errorf("%s with 10 MB: %d", path, a.StatusCode)
		}
		if !strings.Contains(a.Text, "too long") && !strings.Contains(a.Text, "too big") && !strings.Contains(a.Text, "too large") && !strings.Contains(a.Text, "too much") {
			t.Errorf("%s with 10 MB says %.300s", path, textOf(a.Text))
		}
		if w.done() != before {
			t.Errorf("%s with 10 MB did something", path)
		}
	}
}

var tagsOut = regexp.MustCompile(`(?s)<[^>]*>|\s+`)

func textOf(page string) string {
	_, main, ok := strings.Cut(page, "<main")
	if !ok {
		main = page
	}
	return strings.TrimSpace(tagsOut.ReplaceAllString(main, " "))
}

func TestNoSuchPage(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, who := range []string{"", "reception"} {
		a := w.as(who).get("/no/such/page")
		if a.StatusCode != http.StatusNotFound || !strings.Contains(a.Text, "Page not found") || !strings.Contains(a.Text, `href="/"`) {
			t.Errorf("as %q: %d %s", who, a.StatusCode, textOf(a.Text))
		}
	}
	for _, path := range []string{"/healthz", "/coverage", "/today"} {
		if a := w.as("leah").post(path); a.StatusCode != http.StatusMethodNotAllowed && a.StatusCode != http.StatusNotFound {
			t.Errorf("POST %s: %d", path, a.StatusCode)
		}
	}
	if a := w.as("reception").get("/bookings/..%2f..%2fetc"); a.StatusCode != http.StatusNotFound {
		t.Errorf("%d", a.StatusCode)
	}
}

var wildcard = regexp.MustCompile(`\{[^}]*\}`)

// Identifiers that don't exist, and those of another network, are not found;
// both look the same.
func TestSomebodyElsesIsNotFound(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	all := paths(w)
	w.everybodyIn()
	// Published facts about England are everybody's, and so are the pages about
	// Footbridge; a private link asks whoever has it for a date of birth.
	open := func(pattern string) bool {
		return strings.Contains(pattern, "/coverage/") || strings.Contains(pattern, "/about/") || strings.Contains(pattern, "/p/{token}") || !strings.Contains(pattern, "{") || strings.Contains(pattern, "{$}")
	}
	key := map[string]string{}
	for pattern, v := range all {
		_, path, _ := strings.Cut(pattern, " ")
		key[path] = v.who
	}
	for _, r := range web.Routes() {
		method, path, _ := strings.Cut(r.Pattern, " ")
		if !strings.Contains(path, "{") || strings.Contains(path, "{$}") {
			continue
		}
		send := func(c *client, path string) answer {
			if method == http.MethodGet {
				return c.get(path)
			}
			return c.post(path, "version", "1", "key", "k")
		}
		who := key[path]
		if who == "" {
			who = able(r.Needs)
		}
		before := w.done()
		for _, id := range []string{"01m0schgp8csm6r3e6srbxdwzz", "x", "%00", "'--", strings.Repeat("z", 300)} {
			unknown := wildcard.ReplaceAllString(path, id)
			a := send(w.as(who), unknown)
			switch a.StatusCode {
			case http.StatusNotFound, http.StatusBadRequest:
				continue
			case http.StatusUnprocessableEntity:
				// An empty form is told of its fields first. Nothing is done,
				// see below.
				if method == http.MethodPost {
					continue
				}
			}
			t.Errorf("%s %.60s as %s: %d", method, unknown, who, a.StatusCode)
		}
		if !open(r.Pattern) {
			at := sample(all, r.Pattern)
			for _, outsider := range []string{"other"} {
				a := send(w.as(outsider), at)
				if a.StatusCode != http.StatusNotFound && a.StatusCode != http.StatusForbidden {
					t.Errorf("%s %s as somebody of another network: %d", method, at, a.StatusCode)
				}
				for _, secret := range []string{"Kowalska", "Marta", "Mensah", "Ashworth"} {
					if strings.Contains(a.Text, secret) {
						t.Errorf("%s %s tells somebody of another network of %s", method, at, secret)
					}
				}
			}
		}
		if w.done() != before {
			t.Errorf("%s did something", r.Pattern)
		}
	}
}

// able gives one of the demo's people whose role carries a permission.
func able(p access.Permission) string {
	for _, c := range roles {
		if access.Allows(c.role, p) {
			return c.key
		}
	}
	return ""
}

var roles = []struct {
	key  string
	role access.Role
}{
	{"leah", access.Practitioner}, {"reception", access.Reception}, {"gp", access.Clinician}, {"manager", access.Manager}, {"lead", access.TeamLead},
	{"pharmacist", access.Pharmacist}, {"link", access.LinkWorker}, {"supervisor", access.Supervisor}, {"icb", access.Commissioner}, {"admin", access.Admin},
}

// Nobody comes past the sign-in page, and nobody past their role. At most
// eight routes are open to everybody.
func TestEveryRouteIsGuarded(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	all := paths(w)
	public := 0
	w.everybodyIn()
	before := w.done()
	for _, r := range web.Routes() {
		method, _, _ := strings.Cut(r.Pattern, " ")
		if r.Public {
			public++
			continue
		}
		at := sample(all, r.Pattern)
		send := func(c *client) answer {
			if method == http.MethodGet {
				return c.get(at)
			}
			return c.post(at)
		}
		a := send(w.as(""))
		if a.StatusCode != http.StatusSeeOther || !strings.HasPrefix(a.To(), "/sign-in?return=") {
			t.Errorf("%s without a session: %d %s", r.Pattern, a.StatusCode, a.To())
		}
		for _, c := range roles {
			if access.Allows(c.role, r.Needs) {
				continue
			}
			if a := send(w.as(c.key)); a.StatusCode != http.StatusForbidden || strings.Contains(a.Text, "Kowalska") {
				t.Errorf("%s as %s: %d", r.Pattern, c.key, a.StatusCode)
			}
		}
	}
	if public > 8 || public == 0 {
		t.Errorf("%d routes are open to everybody", public)
	}
	if w.done() != before {
		t.Error("something was done")
	}
}

// withUser adds somebody with a password.
func withUser(w *world, name, password string) {
	w.t.Helper()
	if _, err := app.Do(context.Background(), w.app, access.System("e2e"), account.AddUser{Username: name, Name: "Nell Farrow", Password: password,
		Grants: []account.Grant{{Role: access.Reception, Place: access.Practice, Code: "L81016"}}}); err != nil {
		w.t.Fatal(err)
	}
}

func TestPasswordSignIn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const good = "plum harbour lantern 41"
	withUser(w, "nell", good)
	if hash := w.rows("SELECT password FROM app_user WHERE username = 'nell'")[0]; !strings.HasPrefix(hash, "$argon2id$") {
		t.Fatalf("kept as %.20q", hash)
	}
	c := w.bare()
	for _, wrong := range [][2]string{{"nell", "plum harbour lantern 42"}, {"nobody-here", good}} {
		a := c.post("/sign-in", "username", wrong[0], "password", wrong[1])
		if a.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(a.Text, "The user name or the password is wrong") || len(a.Cookies()) != 0 {
			t.Errorf("%v: %d %s", wrong, a.StatusCode, textOf(a.Text))
		}
		if strings.Contains(a.Text, wrong[1]) {
			t.Error("the password comes back in the page")
		}
	}
	if a := c.post("/sign-in", "username", "nell", "password", good, "return", "https://evil.example/"); a.StatusCode != http.StatusSeeOther || a.To() != "/" {
		t.Errorf("%d to %q", a.StatusCode, a.To())
	}
	if a := w.bare().post("/sign-in", "username", " NELL ", "password", good, "return", "/waiting"); a.To() != "/waiting" {
		t.Errorf("%d to %q", a.StatusCode, a.To())
	}
	// A demo's person has no password to guess.
	if a := w.bare().post("/sign-in", "username", "leah", "password", ""); a.StatusCode == http.StatusSeeOther {
		t.Error("somebody came in without a password")
	}
	// Too many wrong ones: the right one is refused as well, for a while.
	for range 12 {
		c.post("/sign-in", "username", "nell", "password", "guess")
	}
	if a := c.post("/sign-in", "username", "nell", "password", good); a.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(a.Text, "Too many wrong attempts") {
		t.Errorf("after a dozen guesses: %d %s", a.StatusCode, textOf(a.Text))
	}
	w.clock.Advance(16 * time.Minute)
	if a := w.bare().post("/sign-in", "username", "nell", "password", good); a.StatusCode != http.StatusSeeOther {
		t.Errorf("a quarter of an hour later: %d %s", a.StatusCode, textOf(a.Text))
	}
}

func TestSessions(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	desk := w.bare()
	desk.post("/persona", "persona", w.ids["reception"])
	phone := w.bare()
	phone.post("/persona", "persona", w.ids["reception"])
	if a := phone.get("/people"); a.StatusCode != 200 {
		t.Fatal(a.StatusCode)
	}
	page := desk.get("/account")
	ends := regexp.MustCompile(`/account/sessions/[^/"]+/end`).FindAllString(page.Text, -1)
	if len(ends) == 0 {
		t.Fatalf("no session can be ended: %s", textOf(page.Text))
	}
	for _, e := range ends {
		desk.post(e)
	}
	if a := phone.get("/people"); a.StatusCode != http.StatusSeeOther || !strings.HasPrefix(a.To(), "/sign-in") {
		t.Errorf("the phone is still in: %d", a.StatusCode)
	}
	// Somebody else's session isn't there.
	other := w.rows("SELECT id FROM user_session WHERE user_id <> ? AND ended_at IS NULL", w.ids["reception"])
	w.token("leah")
	other = append(other, w.rows("SELECT id FROM user_session WHERE user_id = ?", w.ids["leah"])...)
	if a := desk.post("/account/sessions/" + other[len(other)-1] + "/end"); a.StatusCode != http.StatusNotFound {
		t.Errorf("somebody else's session: %d", a.StatusCode)
	}
	// Signing out ends it, not only the cookie.
	c := w.bare()
	in := c.post("/persona", "persona", w.ids["gp"])
	token := in.Cookies()[0]
	c.post("/sign-out")
	r, _ := http.NewRequest(http.MethodGet, w.base+"/people", nil)
	r.AddCookie(token)
	if a := w.bare().send(r); a.StatusCode != http.StatusSeeOther {
		t.Errorf("after signing out the token still opens: %d", a.StatusCode)
	}
	// However busy, a session ends after twelve hours.
	busy := w.bare()
	busy.post("/persona", "persona", w.ids["leah"])
	for range 12*6 - 1 {
		w.clock.Advance(10 * time.Minute)
		if a := busy.get("/account"); a.StatusCode != 200 {
			t.Fatalf("at %s: %d", w.clock.Now(), a.StatusCode)
		}
	}
	w.clock.Advance(10*time.Minute + time.Second)
	if a := busy.get("/account"); a.StatusCode != http.StatusSeeOther || !strings.HasPrefix(a.To(), "/sign-in") {
		t.Errorf("after twelve hours: %d %s", a.StatusCode, a.To())
	}
}

// A session that nobody used locks itself. What is sent then is kept, and sent
// after unlocking; nothing typed is lost, and nothing is seen meanwhile.
func TestLockedOverHTTP(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const good = "plum harbour lantern 41"
	withUser(w, "nell", good)
	c := w.bare()
	c.post("/sign-in", "username", "nell", "password", good)
	dean := w.person("Dean Ashworth").ID
	reason := "She can’t face work, and cries on the telephone: " + strings.Repeat("word ", 30)
	w.clock.Advance(21 * time.Minute)
	if a := c.get("/people/" + dean); a.StatusCode != http.StatusSeeOther || !strings.HasPrefix(a.To(), "/unlock?return=") {
		t.Fatalf("locked: %d %s", a.StatusCode, a.To())
	}
	before := w.count("waiting")
	a := c.post("/wait/"+dean, "words", reason, "key", "k7", "password", "never kept")
	if a.To() != "/unlock?held=yes" {
		t.Fatalf("%d %s", a.StatusCode, a.To())
	}
	if a := c.get(a.To()); !strings.Contains(a.Text, "What you sent is kept") || strings.Contains(a.Text, "Ashworth") {
		t.Error(textOf(a.Text))
	}
	if a := c.post("/unlock", "password", "wrong"); a.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("a wrong password: %d", a.StatusCode)
	}
	if a := c.get("/unlock/held"); a.StatusCode != http.StatusSeeOther {
		t.Errorf("what is held can be read while it is locked: %d", a.StatusCode)
	}
	if a := c.post("/unlock", "password", good); a.To() != "/unlock/held" {
		t.Fatalf("%d %s", a.StatusCode, a.To())
	}
	held := c.get("/unlock/held")
	if !strings.Contains(held.Text, "She can’t face work") || strings.Contains(held.Text, "never kept") {
		t.Error(textOf(held.Text))
	}
	if w.count("waiting") != before {
		t.Error("it was sent before anybody said so")
	}
	if a := c.post("/wait/"+dean, "words", reason, "key", "k7"); a.StatusCode != http.StatusSeeOther {
		t.Fatalf("%d %s", a.StatusCode, textOf(a.Text))
	}
	if got := w.rows("SELECT words FROM waiting WHERE person = ? AND state = 'waiting'", dean); !slices.Contains(got, strings.TrimSpace(reason)) {
		t.Errorf("%q", got)
	}
}
