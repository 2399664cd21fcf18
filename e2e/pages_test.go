package e2e

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"footbridge/internal/app/account"
	"footbridge/internal/app/diary"
	"footbridge/internal/app/network"
	"footbridge/internal/web"
)

// A visit is one page that somebody looks at.
type visit struct {
	name string // of its pictures; from the pattern when empty
	who  string // the key of one of the demo's people; "" for nobody
	path string
	says int // the status, when it is no page as it was wished for: 422
}

// visits says, for every GET route, who looks at which pages of it. A route
// that isn't here fails the test, so that no page escapes it.
func visits(w *world) map[string][]visit {
	marta, dean, kofi := w.person("Marta Kowalska").ID, w.person("Dean Ashworth").ID, w.person("Kofi Mensah-Bright").ID
	booked, cancelled := w.booking("booked"), w.booking("cancelled")
	search := ask(w, "reception", diary.Search{PCN: pcn, Person: dean, Kind: "first"})
	slot := search.Offers[0].ID
	waits := ask(w, "leah", diary.WaitingListOf{PCN: pcn}).List
	run := ask(w, "admin", network.Imports{})[0].ID
	first := w.first
	contact := first("SELECT id FROM contact WHERE practitioner = (SELECT id FROM practitioner WHERE name = 'Leah Whitcombe') AND withdrawn_at IS NULL AND practice = 'L81016' ORDER BY id DESC")
	measured := first("SELECT id FROM measure_taken WHERE withdrawn_at IS NULL ORDER BY id")

	signed := first("SELECT id FROM agreement WHERE state = 'signed' AND pcn = '" + pcn + "'")
	clinic := first("SELECT id FROM clinic WHERE room = 'Room 4' AND purpose = 'ongoing'")
	place := first("SELECT id FROM place WHERE name = 'The Milton Surgery'")
	post := first("SELECT id FROM post WHERE practitioner = (SELECT id FROM practitioner WHERE name = 'Tomasz Wolski')")
	urgent := first("SELECT id FROM urgent_route WHERE until IS NULL ORDER BY position")
	today := first("SELECT id FROM booking WHERE day = '2026-11-25' AND state = 'booked' AND practitioner = (SELECT id FROM practitioner WHERE name = 'Leah Whitcombe') ORDER BY starts_at")
	whose := ask(w, "leah", diary.ByID{ID: today}).Person.ID
	plan := first("SELECT id FROM safety_text WHERE kind = 'plan' AND version = 2 ORDER BY recorded_at DESC")
	planned := first("SELECT person FROM safety_text WHERE id = '" + plan + "'")
	narrative := first("SELECT id FROM safety_text WHERE kind = 'assessment' ORDER BY id")
	w.clock.Advance(time.Minute)
	do(w, "leah", account.SaveDraft{Kind: "contact", Subject: "person:" + marta, Body: "note=Rang+back"})
	request := func(family string) string {
		return first("SELECT id FROM request WHERE person = (SELECT id FROM person WHERE family = '" + family + "') ORDER BY received_at DESC")
	}
	waiting, passed, ended, taken := request("Morgan-Price"), request("Brockway"), request("Dudek"), request("Tallentire")
	table := map[string][]visit{
		"GET /{$}":     one("", "/"),
		"GET /sign-in": one("", "/sign-in"),
		"GET /about/{page}": {
			{name: "help", who: "reception", path: "/about/help"}, {name: "help-before", who: "", path: "/about/help"},
			{name: "accessibility", who: "reception", path: "/about/accessibility"}, {name: "sources", who: "icb", path: "/about/sources"},
		},

		"GET /unlock":      {}, // locks the session: TestLocked looks at both
		"GET /unlock/held": {},
		"GET /account":     one("leah", "/account"),
		"GET /everything":  {{name: "", who: "leah", path: "/everything"}, {name: "everything-reception", who: "reception", path: "/everything"}, {name: "everything-icb", who: "icb", path: "/everything"}},

		"GET /admin":            one("admin", "/admin"),
		"GET /admin/users":      one("admin", "/admin/users"),
		"GET /admin/users/new":  one("admin", "/admin/users/new"),
		"GET /admin/users/{id}": one("admin", "/admin/users/"+w.ids["leah"]),
		"GET /imports":          one("admin", "/imports"),
		"GET /imports/{run}":    one("admin", "/imports/"+run),

		"GET /coverage":                      one("icb", "/coverage"),
		"GET /coverage/icb/{icb}":            one("icb", "/coverage/icb/QUY"),
		"GET /coverage/networks":             {{name: "", who: "icb", path: "/coverage/networks?icb=QUY"}, {name: "networks-none", who: "icb", path: "/coverage/networks?icb=QUY&status=none"}},
		"GET /coverage/networks/{pcn}":       one("manager", "/coverage/networks/"+pcn),
		"GET /coverage/networks/{pcn}/adopt": one("manager", "/coverage/networks/"+pcn+"/adopt"),
		"GET /coverage/practices":            one("icb", "/coverage/practices?icb=QUY"),
		"GET /coverage/explain":              one("icb", "/coverage/explain?icb=QUY&number=covered"),

		"GET /people":      {{name: "", who: "reception", path: "/people"}, {name: "people-found", who: "reception", path: "/people?words=kowal"}, {name: "people-nobody", who: "reception", path: "/people?words=nobody+of+this+name"}, {name: "people-wrong", who: "reception", path: "/people?words=485+777+3456", says: 422}},
		"GET /people/new":  {{name: "", who: "reception", path: "/people/new"}, {name: "people-new-typed", who: "reception", path: "/people/new?words=Anna+Lisowska+3/4/1991"}},
		"GET /people/{id}": {{name: "", who: "leah", path: "/people/" + marta}, {name: "person-reception", who: "reception", path: "/people/" + marta}, {name: "person-seen", who: "leah", path: "/people/" + booked.Person}, {name: "person-gp", who: "gp", path: "/people/" + booked.Person}},
		"GET /people/{id}/record/{part}": {{name: "record-care", who: "leah", path: "/people/" + booked.Person + "/record/care"}, {name: "record-plans", who: "leah", path: "/people/" + booked.Person + "/record/plans"},
			{name: "record-physical", who: "leah", path: "/people/" + planned + "/record/physical"}, {name: "record-care-gp", who: "gp", path: "/people/" + booked.Person + "/record/care"}, {name: "record-none", who: "leah", path: "/people/" + marta + "/record/care"}},
		"GET /people/{id}/identity": one("reception", "/people/"+marta+"/identity"),
		"GET /people/{id}/needs":    one("reception", "/people/"+marta+"/needs"),
		"GET /people/{id}/consent":  one("leah", "/people/"+marta+"/consent"),
		"GET /people/{id}/merge":    one("leah", "/people/"+w.person("Sinead OBrian").ID+"/merge"),
		"GET /people/{id}/access":   one("leah", "/people/"+marta+"/access"),

		"GET /agreement":              {{name: "", who: "manager", path: "/agreement"}, {name: "agreement-reception", who: "reception", path: "/agreement"}, {name: "agreement-lead", who: "lead", path: "/agreement"}, {name: "agreement-icb", who: "icb", path: "/agreement"}},
		"GET /agreement/version/{id}": one("manager", "/agreement/version/"+signed),
		"GET /agreement/draft":        one("manager", "/agreement/draft"),
		"GET /agreement/replay":       one("manager", "/agreement/replay"),
		"GET /agreement/sign":         one("lead", "/agreement/sign"),
		"GET /agreement/withdraw":     one("manager", "/agreement/withdraw"),
		"GET /urgent":                 {{name: "", who: "manager", path: "/urgent"}, {name: "urgent-reception", who: "reception", path: "/urgent"}},
		"GET /urgent/new":             one("manager", "/urgent/new"),
		"GET /urgent/{id}":            one("manager", "/urgent/"+urgent),
		"GET /urgent/{id}/retire":     one("manager", "/urgent/"+urgent+"/retire"),

		"GET /diary":             {{name: "", who: "manager", path: "/diary"}, {name: "diary-reception", who: "reception", path: "/diary"}, {name: "diary-next", who: "leah", path: "/diary?from=2026-11-30"}},
		"GET /diary/day":         {{name: "", who: "leah", path: "/diary/day"}, {name: "diary-day-reception", who: "reception", path: "/diary/day"}},
		"GET /clinics":           one("manager", "/clinics"),
		"GET /clinics/new":       one("manager", "/clinics/new"),
		"GET /clinics/{id}":      one("manager", "/clinics/"+clinic),
		"GET /clinics/{id}/made": one("manager", "/clinics/"+clinic+"/made"),
		"GET /clinics/{id}/end":  one("manager", "/clinics/"+clinic+"/end"),
		"GET /places":            one("manager", "/places"),
		"GET /places/new":        one("manager", "/places/new"),
		"GET /places/{id}":       one("manager", "/places/"+place),
		"GET /absences/new":      one("manager", "/absences/new"),

		"GET /team":            {{name: "", who: "lead", path: "/team"}, {name: "team-manager", who: "manager", path: "/team"}, {name: "team-charity", who: "manager2", path: "/team"}, {name: "team-independent", who: "manager3", path: "/team"}},
		"GET /team/new":        one("lead", "/team/new"),
		"GET /team/{id}/end":   one("lead", "/team/"+post+"/end"),
		"GET /admin/providers": one("admin", "/admin/providers"),

		"GET /today":                         {{name: "", who: "leah", path: "/today"}, {name: "today-supervisor", who: "supervisor", path: "/today"}, {name: "today-empty", who: "leah", path: "/today?day=2026-11-28"}},
		"GET /bookings/{id}/contact":         one("leah", "/bookings/"+today+"/contact"),
		"GET /people/{id}/contact":           one("leah", "/people/"+whose+"/contact"),
		"GET /contacts/{id}":                 {{name: "", who: "leah", path: "/contacts/" + contact}, {name: "contact-gp", who: "gp", path: "/contacts/" + contact}},
		"GET /contacts/{id}/amend":           one("leah", "/contacts/"+contact+"/amend"),
		"GET /people/{id}/assessment":        one("leah", "/people/"+whose+"/assessment"),
		"GET /people/{id}/plan":              one("leah", "/people/"+whose+"/plan"),
		"GET /people/{id}/clock":             {{name: "", who: "leah", path: "/people/" + whose + "/clock"}, {name: "clock-reception", who: "reception", path: "/people/" + marta + "/clock"}},
		"GET /entries/{kind}/{id}/withdraw":  one("leah", "/entries/measure/"+measured+"/withdraw"),
		"GET /people/{id}/safety":            {{name: "", who: "leah", path: "/people/" + planned + "/safety"}, {name: "safety-none", who: "leah", path: "/people/" + marta + "/safety"}, {name: "safety-gp", who: "gp", path: "/people/" + marta + "/safety"}},
		"GET /people/{id}/safety/{kind}/new": {{name: "safety-write", who: "leah", path: "/people/" + planned + "/safety/plan/new?from=last"}, {name: "safety-write-assessment", who: "leah", path: "/people/" + marta + "/safety/assessment/new"}, {name: "safety-write-formulation", who: "leah", path: "/people/" + marta + "/safety/formulation/new"}},
		"GET /safety/{id}":                   {{name: "", who: "leah", path: "/safety/" + plan}, {name: "safety-assessment", who: "leah", path: "/safety/" + narrative}},
		"GET /safety/{id}/changes":           one("leah", "/safety/"+plan+"/changes"),
		"GET /safety/{id}/sheet":             {{name: "", who: "leah", path: "/safety/" + plan + "/sheet"}, {name: "safety-sheet-large", who: "leah", path: "/safety/" + plan + "/sheet?size=large"}},
		"GET /safety/{id}/given":             one("leah", "/safety/"+plan+"/given"),
		"GET /safety/{id}/withdraw":          one("leah", "/safety/"+plan+"/withdraw"),
		"GET /drafts/{subject}":              one("leah", "/drafts/person:"+marta),

		"GET /requests": {{name: "", who: "leah", path: "/requests"}, {name: "requests-booked", who: "leah", path: "/requests?list=booked"}, {name: "requests-passed", who: "lead", path: "/requests?show=passed"},
			{name: "requests-none", who: "leah", path: "/requests?way=walk-in+or+duty+call&show=late"}, {name: "requests-reception", who: "reception", path: "/requests?sort=due"}},
		"GET /requests/{id}": {{name: "", who: "leah", path: "/requests/" + waiting}, {name: "request-taken", who: "leah", path: "/requests/" + taken}, {name: "request-ended", who: "gp", path: "/requests/" + ended},
			{name: "request-answer", who: "lead", path: "/requests/" + passed}, {name: "request-reception", who: "reception", path: "/requests/" + taken}},
		"GET /requests/moving-on":    {{name: "", who: "leah", path: "/requests/moving-on"}, {name: "moving-on-reception", who: "reception", path: "/requests/moving-on"}},
		"GET /requests/{id}/triage":  {{name: "", who: "leah", path: "/requests/" + waiting + "/triage"}, {name: "requests-triage-second", who: "leah", path: "/requests/" + taken + "/triage"}},
		"GET /people/{id}/hand-over": {{name: "", who: "gp", path: "/people/" + marta + "/hand-over"}, {name: "hand-over-practitioner", who: "leah", path: "/people/" + w.person("Poppy Hargreave").ID + "/hand-over"}},
		"GET /people/{id}/focus":     one("leah", "/people/"+w.person("Ross Tallentire").ID+"/focus"),

		"GET /help-today":              {{name: "", who: "reception", path: "/help-today"}, {name: "help-today-person", who: "reception", path: "/help-today?person=" + marta}},
		"GET /book/{person}":           {{name: "", who: "reception", path: "/book/" + marta}, {name: "book-too-young", who: "reception", path: "/book/" + kofi}},
		"GET /book/{person}/elsewhere": one("reception", "/book/"+kofi+"/elsewhere?criterion=age"),
		"GET /book/{person}/slots": {{name: "", who: "reception", path: "/book/" + dean + "/slots"}, {name: "slots-none", who: "reception", path: "/book/" + dean + "/slots?mode=video&gender=man"},
			{name: "slots-duty", who: "reception", path: "/book/" + dean + "/slots?kind=duty"}, {name: "slots-own", who: "leah", path: "/book/" + dean + "/slots?kind=follow"}},
		"GET /book/{person}/check": one("leah", "/book/"+dean+"/check?slot="+slot),
		"GET /bookings/{id}": {{name: "", who: "leah", path: "/bookings/" + booked.ID}, {name: "booking-new", who: "leah", path: "/bookings/" + booked.ID + "?new=yes"},
			{name: "booking-cancelled", who: "leah", path: "/bookings/" + cancelled.ID}},
		"GET /bookings/{id}/cancel": one("leah", "/bookings/"+booked.ID+"/cancel"),
		"GET /bookings/{id}/move":   one("leah", "/bookings/"+booked.ID+"/move"),
		"GET /waiting":              {{name: "", who: "leah", path: "/waiting"}, {name: "waiting-slot", who: "leah", path: "/waiting?slot=" + slot}, {name: "waiting-reception", who: "reception", path: "/waiting"}},
		"GET /wait/{person}":        one("reception", "/wait/"+marta),
		"GET /waiting/{id}/stop":    one("leah", "/waiting/"+waits[0].ID+"/stop"),
	}
	for _, room := range []func(*world) map[string][]visit{impactVisits, courseVisits, planVisits, measuresVisits, caseloadVisits, messageVisits, onwardVisits, liaisonVisits, fundingVisits, mdtVisits, supervisionVisits, hiringVisits, feedbackVisits, exportVisits} {
		maps.Copy(table, room(w))
	}
	return table
}

// one is a single look at a page.
func one(who, path string) []visit { return []visit{{who: who, path: path}} }

// first gives the first column of the first row of a statement over the demo.
func (w *world) first(statement string) string {
	w.t.Helper()
	found := w.rows(statement)
	if len(found) == 0 {
		w.t.Fatalf("the demo has nothing like: %s", statement)
	}
	return found[0]
}

// pcn is the demo's network.
const pcn = "U63843"

// notPages are the GET routes that answer with something else than a page.
var notPages = map[string]string{"GET /healthz": "", "GET /directory.csv": "link", "GET /directory/open-referral.json": "reception", "GET /coverage/networks.csv": "icb", "GET /physical.csv": "leah", "GET /register.csv": "lead", "GET /evidence.csv": "manager", "GET /claims/pack.csv": "manager", "GET /claims/pack.xlsx": "manager", "GET /hiring/{id}/pack.docx": "manager", "GET /library/{id}/file": "manager", "GET /files/{id}/download": "manager"}

// notPage is the address of one of them.
func (w *world) notPage(pattern string) string {
	w.t.Helper()
	switch pattern {
	case "GET /hiring/{id}/pack.docx":
		return "/hiring/" + w.first("SELECT id FROM vacancy WHERE state = 'advertised'") + "/pack.docx"
	case "GET /files/{id}/download":
		return "/files/" + w.first("SELECT id FROM export_job WHERE state = 'ready'") + "/download"
	case "GET /library/{id}/file":
		return "/library/" + w.first("SELECT id FROM library_document WHERE file_name <> ''") + "/file"
	}
	return strings.TrimPrefix(pattern, "GET ")
}

var widths = []int64{360, 768, 1280}

// Every page of the route table, at three widths: it comes, nothing complains
// on the console, axe finds nothing, it has one heading and a title that says
// it, no identifier twice, no two links of the same words to different places,
// nothing wider than a phone, a focus that can be seen; and without JavaScript
// it is the same page.
func TestEveryPage(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	table := visits(w)
	known := map[string]bool{}
	type job struct {
		pattern string
		visit   visit
	}
	var jobs []job
	for _, r := range web.Routes() {
		if !strings.HasPrefix(r.Pattern, "GET ") {
			continue
		}
		known[r.Pattern] = true
		if _, ok := notPages[r.Pattern]; ok {
			continue
		}
		list, ok := table[r.Pattern]
		if !ok {
			t.Errorf("%s: no page of this route is looked at. Add it to visits()", r.Pattern)
		}
		for _, v := range list {
			if v.name == "" {
				v.name = strings.Trim(regexp.MustCompile(`[^a-z]+`).ReplaceAllString(strings.TrimPrefix(r.Pattern, "GET "), "-"), "-")
			}
			if v.name == "" {
				v.name = "start"
			}
			jobs = append(jobs, job{r.Pattern, v})
		}
	}
	for pattern := range table {
		if !known[pattern] {
			t.Errorf("%s: there is no such route any more", pattern)
		}
	}
	queue := make(chan job, len(jobs))
	for _, j := range jobs {
		queue <- j
	}
	close(queue)
	// Two windows share the work, each with a second one without JavaScript.
	var both sync.WaitGroup
	for range 2 {
		p, plain := w.open(t, "", true), w.open(t, "", false)
		plain.size(360)
		both.Go(func() {
			for j := range queue {
				t.Run(j.visit.name, func(t *testing.T) {
					p.t, plain.t = t, t
					look(p, plain, j.visit)
				})
			}
		})
	}
	both.Wait()
	t.Logf("%d pages of %d routes at %d widths", len(jobs), len(known), len(widths))
}

func look(p, plain *page, v visit) {
	t := p.t
	p.signedIn(v.who)
	p.size(widths[0])
	p.complaints() // of the page before
	if status := p.to(v.path); status != v.says && (v.says != 0 || status >= 400) {
		t.Fatalf("%s as %q: status %d: %s", v.path, v.who, status, p.text())
	}
	title := js[string](p, `document.title`)
	if !strings.HasSuffix(title, " – Footbridge") || strings.HasPrefix(title, " –") {
		t.Errorf("the title is %q", title)
	}
	h1 := p.h1()
	for _, width := range widths {
		p.size(width)
		for _, wrong := range p.flaws(width) {
			t.Errorf("%s at %d: %s", v.path, width, wrong)
		}
		p.picture(v.name, width)
	}
	for _, wrong := range p.focus() {
		t.Errorf("%s: %s", v.path, wrong)
	}
	for _, m := range p.complaints() {
		if v.says != 0 && strings.Contains(m, strconv.Itoa(v.says)) {
			continue // the browser notes the status
		}
		t.Errorf("%s: on the console: %s", v.path, m)
	}
	plain.signedIn(v.who)
	plain.to(v.path)
	if got := plain.h1(); got != h1 || h1 == "" {
		t.Errorf("%s: its heading is %q, without JavaScript %q", v.path, h1, got)
	}
}

var axe = sync.OnceValues(func() (string, error) {
	b, err := os.ReadFile("../internal/web/nhsuk/node_modules/axe-core/axe.min.js")
	return string(b), err
})

// flawScript gathers what is wrong with a page as it stands.
const flawScript = `(async (width) => {
  const wrong = [];
  const clean = (s) => (s || "").replace(/\s+/g, " ").trim();
  const heads = [...document.querySelectorAll("h1")];
  if (heads.length !== 1) wrong.push(heads.length + " h1: " + heads.map((h) => clean(h.textContent)).join(" | "));
  const ids = new Map();
  for (const e of document.querySelectorAll("[id]")) ids.set(e.id, (ids.get(e.id) || 0) + 1);
  for (const [id, n] of ids) if (n > 1) wrong.push(n + " elements with the id " + id);
  const links = new Map();
  for (const a of document.querySelectorAll("main a[href]")) {
    const words = clean(a.getAttribute("aria-label") || a.textContent);
    if (!links.has(words)) links.set(words, new Set());
    links.get(words).add(a.href);
  }
  for (const [words, to] of links) if (to.size > 1) wrong.push("links “" + words + "” lead to different places: " + [...to].slice(0, 3).join(" , "));
  const html = document.documentElement;
  if (html.scrollWidth > html.clientWidth + 1) {
    const wide = [...document.querySelectorAll("body *")].filter((e) => e.checkVisibility() && e.getBoundingClientRect().right > html.clientWidth + 1 && !e.closest(".app-scroll, .nhsuk-table-container, svg"));
    wrong.push("scrolls sideways: " + html.scrollWidth + " wide; " + wide.slice(-3).map((e) => e.tagName + "." + e.className + " " + clean(e.textContent).slice(0, 40)).join(" , "));
  }
  const found = await axe.run(document, {
    runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },
    rules: { "target-size": { enabled: true } }, resultTypes: ["violations"],
  });
  for (const v of found.violations) wrong.push("axe " + v.id + " (" + v.help + "): " + v.nodes.slice(0, 3).map((n) => n.html.slice(0, 200) + " — " + clean(n.failureSummary).slice(0, 200)).join(" // "));
  return wrong;
})`

// flaws are what a machine can find wrong with the page at this width.
func (p *page) flaws(width int64) []string {
	p.t.Helper()
	script, err := axe()
	if err != nil {
		p.t.Fatal(err)
	}
	if !js[bool](p, `"axe" in window`) {
		// DevTools' own evaluation; the page's policy stays as strict as it is.
		js[chromedp.Void](p, script+"\n;undefined")
	}
	return js[[]string](p, fmt.Sprintf("%s(%d)", flawScript, width))
}

// focus walks the first stops of the tab key; each must be seen.
func (p *page) focus() []string {
	p.t.Helper()
	js[chromedp.Void](p, `document.activeElement?.blur(); window.scrollTo(0, 0); getSelection().removeAllRanges()`)
	var wrong []string
	for range 5 {
		p.keys(kb.Tab)
		if w := js[string](p, `(() => {
  const e = document.activeElement;
  if (!e || e === document.body) return "";
  const seen = (s) => s.boxShadow !== "none" || (s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0 && !/, 0\)$/.test(s.outlineColor));
  const box = e.getBoundingClientRect();
  const label = e.labels && e.labels[0];
  const shown = seen(getComputedStyle(e)) || seen(getComputedStyle(e, "::before")) || (label && seen(getComputedStyle(label, "::before")));
  const what = e.outerHTML.slice(0, 120);
  if (!shown) return "the focus can't be seen on " + what;
  if (box.width < 1 || box.height < 1 || box.bottom < 0 || box.top > innerHeight) return "the focus is out of sight on " + what;
  return "";
})()`); w != "" {
			wrong = append(wrong, w)
		}
	}
	return wrong
}

// picture saves what the page looks like, when FOOTBRIDGE_LOOK names a folder.
func (p *page) picture(name string, width int64) {
	dir := os.Getenv("FOOTBRIDGE_LOOK")
	if dir == "" || width == 768 {
		return
	}
	p.t.Helper()
	kind := map[int64]string{360: "phone", 1280: "desktop"}[width]
	save := func(kind string) {
		h := js[float64](p, `Math.min(document.documentElement.scrollHeight, 6000)`)
		got, err := chromedp.Call(p.ctx, cdppage.CaptureScreenshot, cdppage.CaptureScreenshotParams{
			CaptureBeyondViewport: new(true), Clip: &cdppage.Viewport{Width: float64(width), Height: h, Scale: 1},
		})
		if err != nil {
			p.t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name+"."+kind+".png"), got.Data, 0o644); err != nil {
			p.t.Fatal(err)
		}
	}
	save(kind)
	if width == 1280 {
		media := func(m string) {
			if _, err := chromedp.Call(p.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: m}); err != nil {
				p.t.Fatal(err)
			}
		}
		media("print")
		save("print")
		media("")
	}
}

// What answers with something else than a page answers.
func TestNotPages(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for pattern, who := range notPages {
		path := w.notPage(pattern)
		if a := w.as(who).get(path); a.StatusCode != 200 || a.Text == "" {
			t.Errorf("%s: %d %q", path, a.StatusCode, a.Text)
		}
	}
}
