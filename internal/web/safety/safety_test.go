package safety_test

import (
	"context"
	"database/sql"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"footbridge/internal/access"
	"footbridge/internal/app"
	"footbridge/internal/app/account"
	"footbridge/internal/app/network"
	"footbridge/internal/app/person"
	"footbridge/internal/calendar"
	"footbridge/internal/engines"
	"footbridge/internal/web/care"
	webperson "footbridge/internal/web/person"
	"footbridge/internal/web/safety"
	"footbridge/internal/web/site"
)

func routes() []site.Route {
	pages := webperson.Pages{Sections: safety.Section}
	return []site.Route{
		{Pattern: "GET /people/{id}", Needs: access.SeePerson, Handle: pages.Overview},
		{Pattern: "GET /people/{id}/safety", Needs: access.SeeCare, Handle: safety.History},
		{Pattern: "GET /people/{id}/safety/{kind}/new", Needs: access.WriteCare, Handle: safety.Write},
		{Pattern: "POST /people/{id}/safety/{kind}/new", Needs: access.WriteCare, Handle: safety.DoWrite},
		{Pattern: "GET /safety/{id}", Needs: access.SeeCare, Handle: safety.Read},
		{Pattern: "GET /safety/{id}/changes", Needs: access.SeeCare, Handle: safety.Changes},
		{Pattern: "GET /safety/{id}/sheet", Needs: access.SeeCare, Handle: safety.Sheet},
		{Pattern: "GET /safety/{id}/given", Needs: access.WriteCare, Handle: safety.Given},
		{Pattern: "POST /safety/{id}/given", Needs: access.WriteCare, Handle: safety.DoGiven},
		{Pattern: "GET /safety/{id}/withdraw", Needs: access.WriteCare, Handle: safety.Withdraw},
		{Pattern: "POST /safety/{id}/withdraw", Needs: access.WriteCare, Handle: safety.DoWithdraw},
		{Pattern: "GET /drafts/{subject}", Needs: access.Self, Handle: care.GoOnWriting},
	}
}

// house is a served Footbridge: the network A01 with the practitioners Mo and
// Nia, the GP Gita and Ruth at reception; B01 with Otto; and Dean, who is
// registered at P10001. It is Wednesday 4 November 2026, 10:45.
type house struct {
	t       *testing.T
	app     *app.App
	site    *site.Server
	raw     *sql.DB
	clock   *calendar.Manual
	users   map[string]access.Actor
	cookies map[string]string
	dean    string
	route   string // NHS 111 on the practice's list
}

func open(t *testing.T, dsn string) *house {
	t.Helper()
	ctx := context.Background()
	driver := "sqlite"
	if strings.HasPrefix(dsn, "postgres://") {
		driver = "pgx"
	}
	h := &house{t: t, clock: calendar.NewManual(calendar.MustInstant("2026-11-04T10:45:00Z")), users: map[string]access.Actor{}, cookies: map[string]string{}}
	var err error
	if h.app, err = app.Open(ctx, app.Config{Database: dsn, Clock: h.clock, Log: slog.New(slog.DiscardHandler)}); err != nil {
		t.Fatal(err)
	}
	if h.raw, err = sql.Open(driver, dsn); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { h.raw.Close(); h.app.Close() })
	for _, q := range []string{
		"INSERT INTO organisation (kind, code, name, postcode, from_day) VALUES ('practice','P10001','OLD MARKET SURGERY','','2026-04-01'), ('practice','P20001','HILL VIEW','','2026-04-01'), ('pcn','A01','BRIDGE PCN','','2026-04-01'), ('pcn','B01','HILL PCN','','2026-04-01')",
		"INSERT INTO membership (practice, pcn, sub_icb, icb, region, supplier, from_day) VALUES ('P10001','A01','15C','QUY','Y58','','2026-04-01'), ('P20001','B01','15C','QUY','Y58','','2026-04-01')",
		"INSERT INTO setting (key, value) VALUES ('demo', 'yes')",
	} {
		if _, err := h.raw.Exec(q); err != nil {
			t.Fatal(err)
		}
	}
	h.site = site.New(site.Config{App: h.app, Log: slog.New(slog.DiscardHandler)}, routes())
	for _, u := range []struct {
		name string
		role access.Role
		code string
		pcn  string
	}{
		{"Mo Healey", access.Practitioner, "A01", "A01"}, {"Nia Bell", access.Practitioner, "A01", "A01"}, {"Otto Utter", access.Practitioner, "B01", "B01"},
		{"Ruth Reed", access.Reception, "P10001", "A01"}, {"Gita Patel", access.Clinician, "P10001", "A01"}, {"Max Manager", access.Manager, "A01", "A01"},
	} {
		short, _, _ := strings.Cut(strings.ToLower(u.name), " ")
		id := do(h, access.System("test"), account.AddUser{Username: short, Name: u.name, Persona: short, Grants: []account.Grant{{Role: u.role, Place: account.PlaceOf(u.role), Code: u.code}}})
		h.users[short] = access.Actor{ID: id, Name: u.name, Grants: []access.Grant{{Role: u.role, Place: account.PlaceOf(u.role), Code: u.code, Networks: []string{u.pcn}}}}
	}
	h.route = do(h, h.users["max"], network.SetUrgent{PCN: "A01", Position: 1, Label: "NHS 111, mental health option", Number: "111, then option 2", Hours: "Always", Owner: "Max"})
	do(h, h.users["max"], network.SetUrgent{PCN: "A01", Position: 2, Label: "Duty doctor", Number: "Extension 200", StaffOnly: true, Owner: "Max"})
	h.dean = do(h, h.users["mo"], person.Add{Sure: true, Details: person.Details{Given: "Dean", Family: "Ashworth", BornOn: calendar.MustDate("1979-11-02"), NHSNumber: "9990000018", Practice: "P10001"}})
	return h
}

func do[R any](h *house, who access.Actor, cmd app.Command[R]) R {
	h.t.Helper()
	r, err := app.Do(context.Background(), h.app, who, cmd)
	if err != nil {
		h.t.Fatalf("%T: %v", cmd, err)
	}
	return r
}

type answer struct {
	status         int
	to, body, text string
}

var ticked = regexp.MustCompile(`<input[^>]* checked[ >]`)

var tags = regexp.MustCompile(`(?s)<script.*?</script>|<[^>]*>`)

func (h *house) send(who, method, path string, fields url.Values) answer {
	h.t.Helper()
	if h.cookies[who] == "" {
		h.cookies[who] = do(h, access.Nobody(), account.EnterAs{UserID: h.users[who].ID, Device: "test", Address: "test"}).Token
	}
	var body io.Reader
	if method == http.MethodPost {
		body = strings.NewReader(fields.Encode())
	}
	r := httptest.NewRequest(method, path, body)
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	r.AddCookie(&http.Cookie{Name: "footbridge", Value: h.cookies[who]})
	w := httptest.NewRecorder()
	h.site.ServeHTTP(w, r)
	b := w.Body.String()
	text := strings.Join(strings.Fields(tags.ReplaceAllString(b, " ")), " ")
	return answer{w.Code, w.Header().Get("Location"), b, strings.NewReplacer("&#39;", "'", "&amp;", "&", "\u00a0", " ").Replace(text)}
}

// at lets days pass; who comes then signs in anew.
func (h *house) at(s string) {
	h.clock.Set(calendar.MustInstant(s))
	clear(h.cookies)
}

func (h *house) get(who, path string) answer { h.t.Helper(); return h.send(who, "GET", path, nil) }

func (h *house) post(who, path string, fields url.Values, pairs ...string) answer {
	h.t.Helper()
	f := url.Values{}
	for name, list := range fields {
		f[name] = slices.Clone(list)
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		f.Set(pairs[i], pairs[i+1])
	}
	return h.send(who, "POST", path, f)
}

func (h *house) says(a answer, status int, words ...string) {
	h.t.Helper()
	if a.status != status {
		h.t.Fatalf("status %d to %q, not %d: %.900s", a.status, a.to, status, a.text)
	}
	for _, w := range words {
		if !strings.Contains(a.text, w) {
			h.t.Errorf("the page does not say %q:\n%.3500s", w, a.text)
		}
	}
}

func (h *house) never(a answer, words ...string) {
	h.t.Helper()
	for _, w := range words {
		if strings.Contains(a.body, w) {
			h.t.Errorf("the page says %q", w)
		}
	}
}

// left says exactly which audit lines something leaves; signing in is left out.
func (h *house) left(want []string, fn func()) {
	h.t.Helper()
	var before int64
	if err := h.raw.QueryRow("SELECT seq FROM audit_head").Scan(&before); err != nil {
		h.t.Fatal(err)
	}
	fn()
	rows, err := h.raw.Query(fmt.Sprintf("SELECT way, action, kind, detail FROM audit WHERE seq > %d AND action <> 'account.EnterAs' ORDER BY seq", before))
	if err != nil {
		h.t.Fatal(err)
	}
	defer rows.Close()
	var got []string
	for rows.Next() {
		var way, action, kind, detail string
		if err := rows.Scan(&way, &action, &kind, &detail); err != nil {
			h.t.Fatal(err)
		}
		got = append(got, way+" "+action+" "+kind+": "+detail)
	}
	if !slices.Equal(got, want) {
		h.t.Errorf("left\n%s\nnot\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// typed is what is written into the form of a plan.
func (h *house) typed() url.Values {
	return url.Values{
		"signs": {"The canal path\r\nNot answering <b>the phone</b>"}, "alone": {"Mend something"}, "help-1-name": {"Dad"}, "help-1-reach": {"Ring, not text"}, "help-1-agreed": {"yes"},
		"routes": {h.route}, "services-1-name": {"Mo"}, "services-1-reach": {"Ring the surgery"}, "with": {"Dean"}, "on-day": {"4"}, "on-month": {"11"}, "on-year": {"2026"},
		"review-day": {"2"}, "review-month": {"12"}, "review-year": {"2026"}, "version": {"0"}, "saves": {"0"}, "action": {"send"},
	}
}

func (h *house) plan() string {
	h.t.Helper()
	a := h.post("mo", "/people/"+h.dean+"/safety/plan/new", h.typed())
	h.says(a, 303)
	return strings.TrimPrefix(a.to, "/safety/")
}

// A plan from an empty page to the sheet, and the next version beside it.
func TestThePlan(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		write := "/people/" + h.dean + "/safety/plan/new"
		h.left([]string{"ask safety.Desk person: the form of the safety plan"}, func() {
			a := h.get("mo", write)
			h.says(a, 200, "Turn the screen and write it together", "6. Making things around me safer", "NHS 111, mental health option: 111, then option 2", "number checked on 4 November 2026", "Nobody has to make a plan")
			h.never(a, "Extension 200", "canal")
			if ticked.MatchString(a.body) {
				t.Error("something is ticked before anybody did")
			}
			if !strings.Contains(a.body, `data-draft-kind="safety plan"`) || !strings.Contains(a.body, "Stanley-Brown") {
				t.Error("no autosave, or no attribution")
			}
		})
		// Nothing at all is not a plan; what is wrong is said at its field.
		a := h.post("mo", write, url.Values{"with": {"Dean"}, "on-day": {"4"}, "on-month": {"11"}, "on-year": {"2026"}, "version": {"0"}, "saves": {"0"}, "action": {"send"}, "help-2-reach": {"Ring"}})
		h.says(a, 422, "People I can ask for help, line 1: this is empty")
		var one, two string
		h.left([]string{"ask safety.Desk person: the form of the safety plan", "do safety.Record safety plan: recorded a version of the safety plan"}, func() { one = h.plan() })
		h.left([]string{"ask safety.One person: a version of the safety plan"}, func() {
			a := h.get("gita", "/safety/"+one)
			h.says(a, 200, "Safety plan of 4 November 2026", "Version 1, made with Dean", "To be looked at again on 2 December 2026", "Not established yet", "Dad – Ring, not text – has agreed", "Nobody has been given it yet", "Not answering &lt;b&gt;the phone")
			h.never(a, "<b>the phone", "/given", "Entered in error", "/new")
		})
		h.left([]string{"ask safety.One person: a version of the safety plan"}, func() {
			a := h.get("mo", "/safety/"+one+"/sheet")
			h.says(a, 200, "My safety plan", "Dean Ashworth , NHS number 999 000 0018", "We look at it again on 2 December 2026", "111, then option 2 , Always (checked on 4 November 2026)", "As written down on 4 November 2026", "6. Making things around me safer Not ready yet", "Normal print", "Large print", "Printed by Mo Healey")
			h.never(a, "app-sheet--large")
		})
		if !strings.Contains(h.get("mo", "/safety/"+one+"/sheet?size=large").body, "app-sheet--large") {
			t.Error("large print is not chosen")
		}

		// A month later, from the version before and nothing else.
		h.at("2026-12-02T10:45:00Z")
		a = h.get("mo", write)
		h.says(a, 200, "This page is empty", "Begin from version 1 of 4 November 2026")
		h.never(a, "The canal path")
		a = h.get("mo", write+"?from=last")
		h.says(a, 200, "Begun from version 1 of 4 November 2026, recorded by Mo Healey", "version 1 stays as it is")
		if !strings.Contains(a.body, ">The canal path") || !strings.Contains(a.body, `value="Ring, not text"`) || !ticked.MatchString(a.body) {
			t.Error("the earlier version is not in the form")
		}
		next := h.typed()
		next.Set("signs", "The canal path\nA letter that says no")
		a = h.post("mo", write, next, "version", "1", "from", one, "on-month", "12", "on-day", "2", "review-day", "30")
		h.says(a, 303)
		two = strings.TrimPrefix(a.to, "/safety/")
		h.says(h.get("mo", "/safety/"+two), 200, "Version 2", "Begun from version 1 of 4 November 2026", "What changed since version 1")
		h.says(h.get("mo", "/safety/"+one), 200, "There is a newer version: version 2", "Not answering")
		h.says(h.get("mo", "/safety/"+two+"/changes"), 200, "1. How I notice that it is getting harder", "Gone: Not answering", "New: A letter that says no", "The same in both What I can do on my own People I can ask for help Professionals and services I can turn to")
		h.says(h.get("mo", "/safety/"+one+"/changes"), 303)

		// Withdrawn with a reason; the one before holds again.
		h.says(h.post("mo", "/safety/"+two+"/withdraw", nil), 422, "Say why this was entered in error")
		h.left([]string{"do safety.Withdraw safety plan: marked as entered in error: safety plan"}, func() {
			h.says(h.post("mo", "/safety/"+two+"/withdraw", nil, "why", "Another Dean"), 303)
		})
		h.says(h.get("mo", "/safety/"+two), 200, "Entered in error", "Mo Healey marked this as entered in error", "Another Dean", "A letter that says no")
		h.says(h.get("mo", "/people/"+h.dean+"/safety"), 200, "version 2 Entered in error", "version 1 Present", "Nobody has written one here yet. That says nothing about how the person is.")
	})
}

// What is printed says what is right today: a number that changed is struck
// through, with the new one and the day on which that was checked.
func TestTheSheetHasTodaysNumbers(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		id := h.plan()
		h.at("2026-11-20T09:00:00Z")
		do(h, h.users["max"], network.CheckUrgent{PCN: "A01", ID: h.route})
		h.says(h.get("mo", "/safety/"+id+"/sheet"), 200, "checked on 20 November 2026")
		h.at("2026-11-25T09:00:00Z")
		now := do(h, h.users["max"], network.SetUrgent{ID: h.route, PCN: "A01", Position: 1, Label: "NHS 111, mental health option", Number: "111, then option 3", Owner: "Max"})
		a := h.get("mo", "/safety/"+id+"/sheet")
		h.says(a, 200, "Before you print it", "111, then option 2 111, then option 3 (checked on 25 November 2026)")
		if !strings.Contains(a.body, "<del>111, then option 2</del>") {
			t.Error("the old number is not struck through")
		}
		do(h, h.users["max"], network.CheckUrgent{PCN: "A01", ID: now, Retire: true})
		h.says(h.get("mo", "/safety/"+id+"/sheet"), 200, "no longer on the practice’s list", "ask the practice")
		h.says(h.get("mo", "/people/"+h.dean+"/safety/plan/new?from=last"), 200, "No longer on the practice’s list, so not ticked here: NHS 111, mental health option")
	})
}

// Two windows, two people: nothing that was typed is lost.
func TestNothingTypedIsLost(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		write := "/people/" + h.dean + "/safety/plan/new"
		h.left([]string{"ask safety.Desk person: the form of the safety plan"}, func() {
			a := h.post("mo", write, h.typed(), "action", "save")
			h.says(a, 303)
			if a.to != write {
				t.Errorf("leads to %q", a.to)
			}
		})
		a := h.get("mo", write)
		h.says(a, 200, "Draft saved", "Throw the draft away")
		if !strings.Contains(a.body, ">The canal path") || !strings.Contains(a.body, `name="help-2-name"`) {
			t.Error("the draft is not in the form, or there is no further line")
		}
		h.says(h.get("mo", "/people/"+h.dean), 200, "Go on with the safety plan that you began")
		if a := h.get("mo", "/drafts/safety-plan:"+h.dean); a.to != write {
			t.Errorf("the list of drafts leads to %q", a.to)
		}
		h.says(h.get("nia", "/people/"+h.dean), 200, "Make a safety plan together")
		// Another window goes on; the first one sends what it has.
		h.says(h.post("mo", write, h.typed(), "action", "save", "saves", "1", "around-1-what", "Tablets to Dad"), 303)
		a = h.post("mo", write, h.typed(), "saves", "1")
		h.says(a, 422, "In another window you wrote", "Tablets to Dad", "nothing was overwritten")
		if !strings.Contains(a.body, ">The canal path") {
			t.Error("what was typed is gone")
		}
		h.never(a, "data-draft-kind") // the script keeps its hands off while the two differ
		// Nia records a version first; Mo's words stay on the page.
		h.says(h.post("nia", write, h.typed(), "signs", "Nia’s version"), 303)
		a = h.post("mo", write, h.typed(), "saves", "2")
		h.says(a, 422, "Nia Bell recorded version 1", "Nia’s version", "What you wrote is below")
		if !strings.Contains(a.body, ">The canal path") || !strings.Contains(a.body, `name="version" value="1"`) {
			t.Error("the second press would not record a version after hers")
		}
		h.says(h.post("mo", write, h.typed(), "saves", "2", "version", "1", "around-1-what", "Tablets to Dad"), 303)
		h.says(h.get("mo", "/people/"+h.dean+"/safety"), 200, "version 2 Present", "version 1")
		h.says(h.post("mo", write, h.typed(), "action", "save"), 303)
		h.says(h.post("mo", write, nil, "action", "discard"), 303)
		h.never(h.get("mo", write), "canal path")
		// Sent twice, it happens once.
		a = h.post("mo", write, h.typed(), "version", "2", "key", "0123456789abcdef0123456789abcdef")
		b := h.post("mo", write, h.typed(), "version", "2", "key", "0123456789abcdef0123456789abcdef")
		if a.to == "" || a.to != b.to {
			t.Errorf("%q and %q", a.to, b.to)
		}
	})
}

// Who has the plan, with a warning where the person has not said yes.
func TestWhoHasThePlan(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		id := h.plan()
		path, day := "/safety/"+id+"/given", url.Values{"on-day": {"4"}, "on-month": {"11"}, "on-year": {"2026"}}
		h.says(h.get("mo", path), 200, "The GP practice Sharing a safety plan: nobody has asked the person. You will be asked why")
		h.left([]string{"do safety.HandOver safety plan: recorded that the person has the safety plan"}, func() {
			h.says(h.post("mo", path, day, "to", "person", "how", "paper"), 303)
		})
		a := h.post("mo", path, day, "to", "family", "named", "Ron Ashworth, father", "how", "read aloud")
		h.says(a, 422, "Ron Ashworth, father (a family member, friend or carer): nobody has asked the person. Say why it was shared all the same", "Check before you record this")
		do(h, h.users["mo"], person.Share{ID: h.dean, With: person.WithFamily, Named: "Ron Ashworth, father", Topic: person.Topics[2], Answer: "yes"})
		h.says(h.get("mo", path), 200, "Sharing a safety plan: the person agreed")
		h.left([]string{"do safety.HandOver safety plan: recorded with whom the safety plan was shared"}, func() {
			h.says(h.post("mo", path, day, "to", "family:Ron Ashworth, father", "how", "read aloud"), 303)
		})
		h.says(h.post("mo", path, day, "to", "practice", "how", "paper", "why", "She rang for help in the night", "told", "By telephone"), 303)
		a = h.get("mo", "/safety/"+id)
		h.says(a, 200, "Dean Ashworth : On paper, 4 November 2026", "Ron Ashworth, father (a family member, friend or carer) : Read aloud, 4 November 2026. The person agreed to it.", "Shared without a clear yes: nobody had asked the person", "Why: She rang for help in the night")
		given := regexp.MustCompile(`/safety/([0-9a-z]{26})/withdraw`).FindAllStringSubmatch(a.body, -1)
		if len(given) != 4 {
			t.Fatalf("%d links", len(given))
		}
		h.says(h.get("mo", "/safety/"+given[0][1]+"/withdraw"), 200, "recorded by Mo Healey")
		h.left([]string{"do safety.Withdraw record of who has the plan: marked as entered in error: record of who has the plan"}, func() {
			h.says(h.post("mo", "/safety/"+given[0][1]+"/withdraw", nil, "why", "It was somebody else"), 303)
		})
		h.says(h.get("mo", "/safety/"+id), 200, "Entered in error", "It was somebody else")
	})
}

// The assessment is a narrative, the formulation a shared understanding; the
// person's page has the three in their order.
func TestAssessmentThenFormulationThenPlan(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		h.left([]string{"ask person.Open person: opened the person's page", "ask safety.Kept person: safety: assessments, formulations and plans"}, func() {
			a := h.get("gita", "/people/"+h.dean)
			h.says(a, 200, "Safety Safety assessment Nobody has written one here yet. That says nothing about how the person is. Safety formulation None yet. It is written together, after the assessment. Safety plan None yet. A plan is the person’s own; nobody has to have one.")
			h.never(a, "/new")
		})
		day := url.Values{"on-day": {"4"}, "on-month": {"11"}, "on-year": {"2026"}, "version": {"0"}, "saves": {"0"}, "action": {"send"}}
		path := "/people/" + h.dean + "/safety/assessment/new"
		h.says(h.get("mo", path), 200, "Thoughts of ending life or of self-harm", "Asked", "Not asked", "The person declined to say", "No number and no label comes out of it")
		a := h.post("mo", path, day, "says", "It’s too much", "thoughts-said", "asked", "plans-said", "declined", "intent-said", "not asked")
		h.says(a, 422, "Thoughts of ending life or of self-harm: write what the person said", "Means: what is within reach: choose whether it was asked")
		if !strings.Contains(a.body, `href="#means-said"`) || !strings.Contains(a.body, `id="means-said"`) {
			t.Error("the summary does not lead to the field")
		}
		h.left([]string{"ask safety.Desk person: the form of the safety assessment", "do safety.Record safety assessment: recorded a version of the safety assessment"}, func() {
			a = h.post("mo", path, day, "says", "It’s too much", "thoughts-said", "asked", "thoughts", "Sometimes at night", "plans-said", "declined", "intent-said", "not asked", "means-said", "not asked")
			h.says(a, 303)
		})
		h.says(h.get("gita", a.to), 200, "Thoughts of ending life or of self-harm Asked Sometimes at night", "Plans The person declined to say", "Intent: what they mean to do Not asked", "Nothing written")
		path = "/people/" + h.dean + "/safety/formulation/new"
		h.says(h.post("mo", path, day, "problem", "The evenings", "agreed-said", "partly"), 422, "Say what the person sees otherwise, and why")
		a = h.post("mo", path, day, "problem", "The evenings", "agreed-said", "partly", "agreed", "Not the drink", "foreseen-1-if", "a no comes", "foreseen-1-then", "ring Dad")
		h.says(a, 303)
		h.says(h.get("mo", a.to), 200, "If a no comes – then ring Dad", "Is this how the person sees it? Partly Not the drink")
		h.says(h.get("mo", a.to+"/sheet"), 303)
		id := h.plan()
		h.says(h.get("mo", "/people/"+h.dean), 200, "Safety assessment of 4 November 2026 , version 1. New version of the safety assessment Safety formulation", "Safety plan of 4 November 2026 , version 1, made with Dean . To be looked at again on 2 December 2026.", "The plan on one sheet")
		h.at("2026-12-03T09:00:00Z")
		h.says(h.get("mo", "/people/"+h.dean), 200, "A review was due on 2 December 2026.")
		h.says(h.get("mo", "/safety/"+id), 200, "A review was due on 2 December 2026.")
		h.says(h.get("mo", "/people/"+h.dean+"/safety/score/new"), 404)
	})
}

func TestOutsidersAndReadersOnly(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		id := h.plan()
		h.left(nil, func() {
			for _, p := range []string{"/people/" + h.dean + "/safety", "/people/" + h.dean + "/safety/plan/new", "/safety/" + id, "/safety/" + id + "/changes", "/safety/" + id + "/sheet", "/safety/" + id + "/given", "/safety/" + id + "/withdraw"} {
				a := h.get("otto", p)
				h.says(a, 404)
				h.never(a, "Dean", "canal")
				h.says(h.get("ruth", p), 403)
			}
			for _, p := range []string{"/people/" + h.dean + "/safety/plan/new", "/safety/" + id + "/given", "/safety/" + id + "/withdraw"} {
				h.says(h.post("otto", p, h.typed(), "version", "1", "why", "x", "to", "person", "how", "paper"), 404)
				h.says(h.post("gita", p, h.typed(), "version", "1", "why", "x", "to", "person", "how", "paper"), 403)
			}
		})
		if a := h.get("ruth", "/people/"+h.dean); strings.Contains(a.text, "Safety plan") || strings.Contains(a.text, "Safety assessment") {
			t.Error("reception sees the section")
		}
	})
}
