package person_test

import (
	"context"
	"database/sql"
	"fmt"
	"html"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"footbridge/internal/access"
	"footbridge/internal/app"
	"footbridge/internal/app/account"
	"footbridge/internal/app/network"
	people "footbridge/internal/app/person"
	"footbridge/internal/calendar"
	"footbridge/internal/engines"
	"footbridge/internal/nhs"
	"footbridge/internal/web/person"
	"footbridge/internal/web/site"
)

var pages = person.Pages{
	Sections: func(*site.Visit, people.Person) ([]person.Section, error) {
		return []person.Section{{Title: "Bookings", Markup: "<p>None yet</p>"}}, nil
	},
	Actions: func(_ *site.Visit, p people.Person) ([]person.Action, error) {
		return []person.Action{{Text: "Book", Href: "/book/" + p.ID}}, nil
	},
}

// The practices of the published facts: two of one network, one of another.
const (
	here, there, away = "L81016", "L81021", "L81031"
	ours, theirs      = "U63843", "U86579"
)

// world is an open site with a clock that is moved by hand.
type world struct {
	t      *testing.T
	app    *app.App
	server *site.Server
	clock  *calendar.Manual
	dsn    string
	users  int
}

func start(t *testing.T, dsn string) *world {
	t.Helper()
	ctx := context.Background()
	clock := calendar.NewManual(calendar.MustInstant("2026-11-23T08:02:00Z"))
	a, err := app.Open(ctx, app.Config{Database: dsn, Clock: clock, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	if _, err := app.Do(ctx, a, access.System("test"), network.LoadSnapshot{}); err != nil {
		t.Fatal(err)
	}
	if _, err := app.Do(ctx, a, access.System("test"), account.MarkDemo{}); err != nil {
		t.Fatal(err)
	}
	return &world{t: t, app: a, server: site.New(site.Config{App: a, Log: slog.New(slog.DiscardHandler)}, person.Routes(pages)), clock: clock, dsn: dsn}
}

// browser is somebody who is signed in.
type browser struct {
	*world
	cookie *http.Cookie
	actor  access.Actor
}

func (w *world) as(role access.Role, code string) browser {
	w.t.Helper()
	ctx := context.Background()
	w.users++
	id, err := app.Do(ctx, w.app, access.System("test"), account.AddUser{Username: fmt.Sprintf("user%d", w.users), Name: fmt.Sprintf("User %d", w.users), Persona: "x", Grants: []account.Grant{{Role: role, Place: account.PlaceOf(role), Code: code}}})
	if err != nil {
		w.t.Fatal(err)
	}
	in, err := app.Do(ctx, w.app, access.Nobody(), account.EnterAs{UserID: id})
	if err != nil {
		w.t.Fatal(err)
	}
	who, err := app.Ask(ctx, w.app, access.Nobody(), account.WhoIs{Token: in.Token})
	if err != nil {
		w.t.Fatal(err)
	}
	return browser{w, &http.Cookie{Name: "footbridge", Value: in.Token}, who.Actor}
}

// page is what came back.
type page struct {
	Status   int
	Location string
	Body     string // the main part, without tags, with one space between words
	HTML     string
}

var tags = regexp.MustCompile(`(?s)<[^>]*>`)

func (b browser) visit(method, path string, form url.Values) page {
	b.t.Helper()
	var r *http.Request
	if method == "GET" {
		r = httptest.NewRequest(method, path, nil)
	} else {
		r = httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	r.AddCookie(b.cookie)
	w := httptest.NewRecorder()
	b.server.ServeHTTP(w, r)
	body := w.Body.String()
	if i := strings.Index(body, "<main"); i >= 0 {
		body = body[i:strings.Index(body, "</main>")]
	}
	return page{w.Code, w.Header().Get("Location"), strings.Join(strings.Fields(html.UnescapeString(tags.ReplaceAllString(body, " "))), " "), w.Body.String()}
}

func (b browser) get(path string) page { b.t.Helper(); return b.visit("GET", path, nil) }
func (b browser) post(path string, form url.Values) page {
	b.t.Helper()
	return b.visit("POST", path, form)
}

// want checks the status and what a page says.
func (p page) want(t *testing.T, what string, status int, says ...string) {
	t.Helper()
	if p.Status != status {
		t.Errorf("%s: status %d, want %d: %.600s", what, p.Status, status, p.Body)
	}
	for _, s := range says {
		not := strings.HasPrefix(s, "!")
		if strings.Contains(p.Body, strings.TrimPrefix(s, "!")) == not {
			t.Errorf("%s: says %q is %v: %.1500s", what, strings.TrimPrefix(s, "!"), not, p.Body)
		}
	}
}

// audit gives the lines of the audit after seq, without those about sessions.
func (w *world) audit(after int) (lines []string, last int) {
	w.t.Helper()
	driver := "sqlite"
	if strings.HasPrefix(w.dsn, "postgres") {
		driver = "pgx"
	}
	d, err := sql.Open(driver, w.dsn)
	if err != nil {
		w.t.Fatal(err)
	}
	defer d.Close()
	rows, err := d.Query(fmt.Sprintf("SELECT seq, way, action, kind, detail FROM audit WHERE seq > %d ORDER BY seq", after))
	if err != nil {
		w.t.Fatal(err)
	}
	defer rows.Close()
	last = after
	for rows.Next() {
		var way, action, kind, detail string
		if err := rows.Scan(&last, &way, &action, &kind, &detail); err != nil {
			w.t.Fatal(err)
		}
		lines = append(lines, strings.TrimSpace(way+" "+action+" "+kind+": "+detail))
	}
	return lines, last
}

// leaves runs something and checks exactly which audit lines it left.
func (w *world) leaves(what string, do func(), want ...string) {
	w.t.Helper()
	_, before := w.audit(0)
	do()
	got, _ := w.audit(before)
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		w.t.Errorf("%s left\n%s\nwant\n%s", what, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func anna() url.Values {
	return url.Values{
		"key": {"ABCDEFGHIJKLMNOPQRST"}, "given": {"Anna"}, "family": {"Nowak"}, "born-day": {"12"}, "born-month": {"3"}, "born-year": {"1980"},
		"nhs": {nhs.MakeInvented(7).Format()}, "practice": {here}, "phone": {"07700 900123"},
	}
}

func with(v url.Values, pairs ...string) url.Values {
	out := url.Values{}
	for k, x := range v {
		out[k] = x
	}
	for i := 0; i < len(pairs); i += 2 {
		out.Set(pairs[i], pairs[i+1])
	}
	return out
}

func TestReceptionFindsAndAdds(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		w := start(t, dsn)
		b := w.as(access.Reception, here)
		w.leaves("the empty search", func() {
			b.get("/people").want(t, "search", 200, "Find a person", "Name, date of birth or NHS number", "add a person", "!Nobody found")
		})
		w.leaves("a search for nobody", func() {
			b.get("/people?words=anna+nowak+12%2F3%2F1980").want(t, "nobody", 200, "Nobody found", "“ anna nowak 12/3/1980 ”", "Add a person")
		}, "ask person.Find person list: looked for anna nowak 12/3/1980: 0")
		b.get("/people?words=k").want(t, "one letter", 422, "There is a problem", "Enter at least 2 letters of a name")
		b.get("/people?words=").want(t, "nothing", 422, "Enter at least 2 letters")
		b.get("/people?words="+strings.Repeat("x", 5000)).want(t, "5,000", 422, "this has 5,000")
		b.get("/people?words=999+000+0019").want(t, "a wrong number", 422, "NHS number is not right", "Find a person")
		b.get("/people?words=%3Cscript%3Ealert(1)%3C%2Fscript%3E").want(t, "a script", 200, "Nobody found")
		if p := b.get("/people?words=%3Cscript%3Ealert(1)%3C%2Fscript%3E"); strings.Contains(p.HTML, "<script>alert(1)") {
			t.Error("a search is shown as markup")
		}
		p := b.get("/people/new?words=anna+nowak+12%2F3%2F1980")
		p.want(t, "new", 200, "Add a person", "Practice:")
		for _, v := range []string{`value="Anna"`, `value="Nowak"`, `value="1980"`} {
			if !strings.Contains(p.HTML, v) {
				t.Errorf("what was typed is not carried over: %s", v)
			}
		}
		w.leaves("wrong input", func() {
			p := b.post("/people/new", with(anna(), "given", strings.Repeat("é", 5000), "born-day", "30", "born-month", "2", "nhs", "123"))
			p.want(t, "an impossible date", 422, "There is a problem", "Date of birth must be a real date")
			if !strings.Contains(p.HTML, strings.Repeat("é", 5000)) || !strings.Contains(p.HTML, "<title>Error: ") || !strings.Contains(p.HTML, `href="#born-day"`) {
				t.Error("what was typed is lost, or the error leads nowhere")
			}
			b.post("/people/new", with(anna(), "given", strings.Repeat("é", 5000), "nhs", "123")).want(t, "a long name", 422, "Given name must be 200 characters or fewer: it has 5,000", "NHS number is too short")
			b.post("/people/new", with(anna(), "practice", away)).want(t, "another practice", 422, "You can only choose a practice that you work for")
		})
		var id string
		w.leaves("adding", func() {
			p := b.post("/people/new", anna())
			id = strings.TrimPrefix(p.Location, "/people/")
			if p.Status != 303 || len(id) != 26 {
				t.Fatalf("%d to %s: %s", p.Status, p.Location, p.Body)
			}
			// The same form again, by a double click or from Back.
			if again := b.post("/people/new", anna()); again.Location != p.Location {
				t.Errorf("the second sending led to %s", again.Location)
			}
		}, "do person.Add person: added the person")
		w.leaves("finding her", func() {
			b.get("/people?words=nowack").want(t, "found", 200, "NOWAK, Anna", "12 March 1980", "46 years", nhs.MakeInvented(7).Format()[:3], "Not asked", "Similar name", "Not here?")
		}, "ask person.Find person list: looked for nowack: 1")
		w.leaves("opening her page", func() {
			b.get("/people/"+id).want(t, "page", 200, "NOWAK, Anna", "Nobody has asked yet how this person can safely be contacted", "Book", "Bookings", "None yet", "Consent to share", "No answer is no consent", "!Merge", "!Who looked")
		}, "ask person.Open person: opened the person's page")
		// A second Anna.
		second := with(anna(), "nhs", "", "family", "Novak", "key", "BBCDEFGHIJKLMNOPQRST")
		w.leaves("somebody alike", func() {
			b.post("/people/new", second).want(t, "alike", 422, "Somebody alike is on record already", "Already on record", "NOWAK, Anna", "Similar name, same date of birth", "It is someone else: add anyway")
		}, "ask person.Alike person list: alike to Anna Novak, born 1980-03-12: 1")
		w.leaves("the same NHS number", func() {
			b.post("/people/new", with(second, "nhs", string(nhs.MakeInvented(7)))).want(t, "taken", 422, people.NumberTaken, "Same NHS number", "!add anyway")
		}, "ask person.Alike person list: alike to Anna Novak, born 1980-03-12: 1")
		w.leaves("being sure", func() {
			if p := b.post("/people/new", with(second, "sure", "yes")); p.Status != 303 {
				t.Errorf("%d %s", p.Status, p.Body)
			}
		}, "do person.Add person: added the person; looked at others who are alike and said that it is someone else")
	})
}

// add puts somebody on record through the door.
func (b browser) add(d people.Details) string {
	b.t.Helper()
	id, err := app.Do(context.Background(), b.app, b.actor, people.Add{Details: d, Sure: true})
	if err != nil {
		b.t.Fatal(err)
	}
	return id
}

func detailsOf(given, family string) people.Details {
	return people.Details{Given: given, Family: family, BornOn: calendar.MustDate("1980-03-12"), Practice: here}
}

func TestChangingAPerson(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		w := start(t, dsn)
		b, other := w.as(access.Reception, here), w.as(access.Practitioner, ours)
		id := b.add(detailsOf("Anna", "Nowak"))
		form := with(anna(), "version", "1", "nhs", "")
		b.get("/people/"+id+"/identity").want(t, "identity", 200, "Identity and contact", "Given name")
		b.post("/people/"+id+"/identity", with(form, "family", "Kowalska")).want(t, "no reason", 422, "Say why the family name changes")
		w.leaves("a change", func() {
			if p := b.post("/people/"+id+"/identity", with(form, "family", "Kowalska", "why", "married")); p.Status != 303 {
				t.Errorf("%d %s", p.Status, p.Body)
			}
		}, "do person.Change person: changed family name, phone")
		// The practitioner had the page open before.
		late := with(form, "email", "anna@example.com", "phone", "", "key", "CBCDEFGHIJKLMNOPQRST")
		p := other.post("/people/"+id+"/identity", late)
		p.want(t, "late", 422, "User 1 changed this record on 23 November 2026, 08:02", "What the record says now", "Kowalska", "What you typed")
		if !strings.Contains(p.HTML, `value="anna@example.com"`) || !strings.Contains(p.HTML, `name="version" value="2"`) {
			t.Error("what was typed is lost, or the version is old")
		}
		if p := other.post("/people/"+id+"/identity", with(late, "version", "2", "why", "typed wrongly")); p.Status != 303 {
			t.Errorf("after having looked: %d %s", p.Status, p.Body)
		}
		w.leaves("needs", func() {
			if p := b.post("/people/"+id+"/needs", url.Values{"version": {"3"}, "language": {"Polish"}, "interpreter": {"yes"}, "safe_voicemail": {"no"}, "format": {"Large print"}}); p.Status != 303 {
				t.Errorf("%d %s", p.Status, p.Body)
			}
		}, "do person.SetNeeds person: changed language, interpreter, information format, safe to leave voicemail")
		for _, path := range []string{"", "/identity", "/needs", "/consent"} {
			b.get("/people/"+id+path).want(t, path, 200, "Do not leave voicemail", "Interpreter: Polish", "Large print")
		}
		b.get("/people?words=nowak").want(t, "list", 200, "Do not leave voicemail; Interpreter: Polish; Large print")
		b.post("/people/"+id+"/needs", url.Values{"version": {"1"}, "safe_note": {"only mornings"}}).want(t, "late needs", 422, "User 1 changed this record", "What the record says now", "only mornings")
		b.post("/people/"+id+"/needs", url.Values{"version": {"4"}, "interpreter": {"yes"}}).want(t, "no language", 422, "Enter the language for the interpreter")
	})
}

func TestConsentPages(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		w := start(t, dsn)
		b := w.as(access.Reception, here)
		id := b.add(detailsOf("Anna", "Nowak"))
		path := "/people/" + id + "/consent"
		b.get(path).want(t, "empty", 200, "Nobody has asked yet. No answer is no consent")
		b.post(path, url.Values{}).want(t, "nothing chosen", 422, "Choose with whom", "Choose what may be shared")
		w.leaves("an answer", func() {
			if p := b.post(path, url.Values{"with": {"family"}, "named": {"Ann, sister"}, "topic": {people.Topics[1]}, "answer": {"yes"}}); p.Status != 303 {
				t.Errorf("%d %s", p.Status, p.Body)
			}
		}, "do person.Share consent: recorded an answer about sharing")
		p := b.get(path)
		p.want(t, "answered", 200, "Ann, sister (a family member, friend or carer)", "Yes", "Record as withdrawn")
		consent := regexp.MustCompile(`name="withdraw" value="([^"]+)"`).FindStringSubmatch(p.HTML)[1]
		w.leaves("a withdrawal", func() {
			b.post(path, url.Values{"withdraw": {consent}})
		}, "do person.Withdraw consent: recorded that consent to share was withdrawn")
		b.get(path).want(t, "withdrawn", 200, "Nobody has asked yet", "Earlier answers", "withdrawn 23 November 2026")
	})
}

func TestMergePages(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		w := start(t, dsn)
		b, reception := w.as(access.Practitioner, ours), w.as(access.Reception, here)
		one, two := b.add(detailsOf("Sinéad", "O’Brien")), b.add(detailsOf("Sinead", "OBrian"))
		path := "/people/" + one + "/merge"
		reception.get(path).want(t, "reception", 403, "You can't do this")
		b.get(path).want(t, "start", 200, "Look for the other record")
		b.get(path+"?words=obrian").want(t, "found", 200, "OBRIAN, Sinead")
		b.get(path+"?other="+two).want(t, "both", 200, "Both records", "Given name (differs)", "Which record stays?")
		b.post(path, url.Values{"other": {two}}).want(t, "nothing chosen", 422, "Choose which record stays")
		b.post(path, url.Values{"other": {two}, "keep": {one}}).want(t, "no reason", 422, "Say how you know that it is the same person")
		w.leaves("a merge", func() {
			if p := b.post(path, url.Values{"other": {two}, "keep": {one}, "why": {"same passport"}}); p.Location != "/people/"+one {
				t.Errorf("%d %s %s", p.Status, p.Location, p.Body)
			}
		}, "do person.Merge person: merged record "+two+" into this one", "do person.Merge person: merged into record "+one)
		for _, sub := range []string{"", "/identity", "/needs", "/consent", "/merge", "/access"} {
			if p := b.get("/people/" + two + sub); p.Status != 303 || p.Location != "/people/"+one+sub {
				t.Errorf("the merged record's %s: %d %s", sub, p.Status, p.Location)
			}
		}
		b.get("/people/"+one).want(t, "merged", 200, "was merged into this one", "same passport")
		b.post(path, url.Values{"undo": {two}}).want(t, "undo without a reason", 422, "Say how you know that these are two people")
		w.leaves("the undoing", func() {
			if p := b.post(path, url.Values{"undo": {two}, "undo-" + two: {"two people after all"}}); p.Status != 303 {
				t.Errorf("%d %s", p.Status, p.Body)
			}
		}, "do person.Unmerge person: undid the merge of record "+two, "do person.Unmerge person: stands on its own again; it was merged into record "+one)
		b.get("/people/"+two).want(t, "free again", 200, "OBRIAN, Sinead")
	})
}

func TestWhoLooked(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		w := start(t, dsn)
		b, reception := w.as(access.Practitioner, ours), w.as(access.Reception, here)
		id := b.add(detailsOf("Anna", "Nowak"))
		w.clock.Advance(10 * time.Minute)
		reception.get("/people/" + id)
		reception.get("/people/"+id+"/access").want(t, "reception", 403)
		reception.post("/people/"+id+"/identity", with(anna(), "version", "1", "nhs", "", "family", "<b>Kowalska</b>", "why", "married"))
		w.leaves("reading who looked", func() {
			p := b.get("/people/" + id + "/access")
			p.want(t, "access", 200, "Who looked", "Monday 23 November 2026", "User 2 Looked Opened the person's page", "User 2 Changed Changed family name", "Family name: Nowak became <b>Kowalska</b> (married)", "User 1 Changed Added the person")
			if strings.Contains(p.HTML, "<b>Kowalska") {
				t.Error("a name is shown as markup")
			}
		}, "ask person.Access person: read who looked at the record")
		b.get("/people/"+id+"/access?page=9").want(t, "page 9", 200, "There are no older lines")
		b.get("/people/"+id+"/access?page=-1").want(t, "page -1", 200, "Added the person")
		b.get("/people/"+id+"/access?page=99999999999999999999").want(t, "page 10^20", 200)
	})
}

// Nobody of another network, or of another practice without more, finds,
// opens or changes anybody, and every page says the same as for nobody at all.
func TestOutsidersSeeNothing(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		w := start(t, dsn)
		id := w.as(access.Practitioner, ours).add(detailsOf("Anna", "Nowak"))
		for name, b := range map[string]browser{"another network": w.as(access.Practitioner, theirs), "another practice": w.as(access.Reception, there)} {
			nobody := b.get("/people/01zzzzzzzzzzzzzzzzzzzzzzzz").Body
			b.get("/people?words=nowak").want(t, name, 200, "Nobody found")
			for _, sub := range []string{"", "/identity", "/needs", "/consent", "/merge", "/access"} {
				if (sub == "/merge" || sub == "/access") && name == "another practice" {
					continue // not for reception at all
				}
				for _, target := range []string{id, "%00", "..%2f..", strings.Repeat("9", 3000)} {
					w.leaves(name+" at "+sub, func() {
						if p := b.get("/people/" + target + sub); p.Status != 404 || p.Body != nobody {
							t.Errorf("%s opens %.20s%s: %d %s", name, target, sub, p.Status, p.Body)
						}
					})
				}
				if sub == "" || sub == "/access" {
					continue
				}
				w.leaves(name+" posting to "+sub, func() {
					body := with(anna(), "version", "1", "practice", there, "with", "practice", "topic", "x", "answer", "yes", "keep", id, "other", id, "why", "x", "undo", "x", "undo-x", "y")
					if p := b.post("/people/"+id+sub, body); p.Status != 404 {
						t.Errorf("%s changes %s: %d %s", name, sub, p.Status, p.Body)
					}
				})
			}
		}
		icb := w.as(access.Commissioner, "QUY")
		icb.get("/people").want(t, "ICB", 403)
		icb.get("/people/"+id).want(t, "ICB", 403)
	})
}

func TestBannerAndPrint(t *testing.T) {
	p := people.Person{ID: "x", Given: "<i>", Family: "O’Brien", NHSNumber: "9990000018", BornOn: calendar.MustDate("1980-03-12"), Phone: "0117 496 0123", SafePhone: "no", Language: "Polish", Interpreter: true}
	for name, out := range map[string]string{"banner": string(person.Banner(p)), "printed": string(person.Printable(p))} {
		for _, want := range []string{"O’BRIEN, &lt;i&gt;", "12 March 1980", "999\u00a0000\u00a00018", "Do not phone", "Interpreter: Polish"} {
			if !strings.Contains(out, want) {
				t.Errorf("%s lacks %q: %s", name, want, out)
			}
		}
		if strings.Contains(out, "496") {
			t.Errorf("%s shows a number that must not be rung: %s", name, out)
		}
	}
	if out := string(person.Banner(people.Person{Family: "X"})); !strings.Contains(out, "Nobody has asked yet") || !strings.Contains(out, "not known") {
		t.Errorf("empty: %s", out)
	}
}
