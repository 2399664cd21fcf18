package e2e

import (
	"regexp"
	"strings"
	"testing"

	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// sides gives how many sides of A4 the page prints on.
func (p *page) sides() int {
	pdf, err := chromedp.Call(p.ctx, cdppage.PrintToPDF, cdppage.PrintToPDFParams{PaperWidth: 8.27, PaperHeight: 11.69, PreferCSSPageSize: new(true)})
	if err != nil {
		p.t.Fatal(err)
	}
	return len(regexp.MustCompile(`/Type\s*/Page\b`).FindAll(pdf.Data, -1))
}

// The month of a network. The team lead reads what changed and what did not,
// opens a figure down to its definition and to the person behind it; the
// manager sees the same page without small numbers, notes why a figure is
// different from a month on, and takes the note back.
func TestNetworksMonth(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	each(t, func(t *testing.T, script bool) {
		p := begin(t, w, "Mark Holloway", script)
		p.to("/impact")
		p.says("The month: October 2026", "What changed", "What did not", "People who came", "Too early to say", "Where people went", "What would have been needed without us")
		if n := p.sides(); n > 2 {
			t.Errorf("the month prints on %d sides", n)
		}
		p.press("Appointments kept")
		p.says("Of the appointments that somebody could come to", "A text reminds people the day before", "What exactly is counted", "Cancelled and moved bookings", "There is no target", "Compared")
		figure := p.path()
		shown := js[string](p, `[...document.querySelectorAll("a[href*='part=n']")].map((a) => a.firstChild.textContent.trim()).filter((s) => /^[0-9]+$/.test(s)).pop()`)
		href := js[string](p, `[...document.querySelectorAll("a[href*='part=n']")].filter((a) => /^[0-9]+$/.test(a.firstChild.textContent.trim())).pop().getAttribute("href")`)
		p.to(href)
		if rows := js[string](p, `String(document.querySelectorAll("main tbody tr").length)`); rows != shown || shown == "0" {
			t.Errorf("%s opens %s rows", shown, rows)
		}
		p.says("Version 1 of the definition")
		p.to(js[string](p, `document.querySelector("main tbody a").getAttribute("href")`))
		if !strings.HasPrefix(p.path(), "/people/") {
			t.Errorf("a row leads to %s", p.path())
		}

		p = begin(t, w, "Grace Adeyemi", script)
		p.to("/impact/rows?figure=requests&from=2026-10&to=2026-10&part=n")
		p.says("your role does not open")
		if strings.Contains(p.text(), "KOWALSKA") {
			t.Error("a manager reads who came")
		}
		p.to("/impact/figure/attended")
		p.press("Note the change")
		p.says("There is a problem", "Write what changed")
		month := map[bool]string{true: "September 2026", false: "August 2026"}[script] // one world for both
		p.pick("Different from", month)
		p.fill("What changed", "A second practitioner began")
		p.press("Note the change")
		p.says("The change is noted", "From "+month+": A second practitioner began")
		p.press("Strike out the change from " + month)
		p.says("it stays on record", "Struck out by Grace Adeyemi")
		if p.path() != figure {
			t.Errorf("at %s", p.path())
		}
		p.to("/impact/went")
		p.says("GP time freed", "11", "the practices timed a week")
		p.fill("Minutes of a GP appointment", "0")
		p.press("Set what is assumed")
		p.says("Enter how many minutes an appointment takes", "Write where the figure is from")
		p.fill("Minutes of a GP appointment", "9")
		p.fill("Where the figure is from", "Our own count of May")
		p.press("Set what is assumed")
		p.says("Earlier months keep what was assumed for them", "Our own count of May")
	})
}

// The month of the provider: its networks beside each other, by name, and the
// same figures added up.
func TestProvidersMonth(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	each(t, func(t *testing.T, script bool) {
		p := begin(t, w, "Mark Holloway", script)
		p.to("/impact/provider")
		p.says("Avon and Wiltshire", "The month: October 2026", "Networks compared", "There is no ranking", "Pier Health", "People who came, by network")
		if n := p.sides(); n > 2 {
			t.Errorf("the month prints on %d sides", n)
		}
		p.press("First seen within 28 days")
		p.says("What exactly is counted", "Compared", "day 0")
		p.press("Waiting")
		p.says("How people came", "Still waiting for a first contact today")
	})
}

// The month of the ICB: networks beside each other, small numbers hidden, and
// no way down to anybody.
func TestBoardsMonth(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	each(t, func(t *testing.T, script bool) {
		p := begin(t, w, "Fiona Clarke", script)
		p.to("/impact/board")
		p.says("The month: October 2026", "What changed", "Networks compared", "Numbers below 5 are hidden")
		if n := p.sides(); n > 2 {
			t.Errorf("the month prints on %d sides", n)
		}
		if n := js[int](p, `document.querySelectorAll("a[href*='/impact/rows']").length`); n != 0 {
			t.Errorf("%d links lead to rows", n)
		}
		p.to("/impact/fairness")
		p.says("Who is reached", "per 1,000 registered", "Ethnicity is not set", "the most deprived")
		if status := w.as("icb").get("/impact/rows?figure=requests&from=2026-10&to=2026-10&part=n").StatusCode; status != 403 {
			t.Errorf("rows: %d", status)
		}
		p.to("/impact/catalogue")
		p.says("Every figure that Footbridge shows", "Version 2, from April 2024")
	})
}
