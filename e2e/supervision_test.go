package e2e

import (
	"regexp"
	"testing"

	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// Quarter's end, the supervisor: eleven of twelve, one offered and not taken,
// check-ins 19 of 26, no GP mentor named at one practice since June. Two cases
// and one override are talked about, both sides sign, and the governance sheet
// prints on one page.
func TestQuartersGovernancePack(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, script bool) {
		w := newWorld(t)
		p := begin(t, w, "Dr Anita Rao", script)
		p.says("Supervision", "Overdue", "No GP mentor is named at The Milton Surgery since 1 June 2026", "Question of Leah Whitcombe", "Override of Leah Whitcombe", "Waiting for a signature")
		p.press("Governance sheet of a quarter")
		p.says("July to September 2026", "11 of 12", "19 of 26", "nobody named since 1 June 2026", "0 questions and 0 overrides")
		p.press("11 of 12 held, Clinical supervision")
		p.says("Clinical supervision: Held: 11")
		if n := js[int](p, `document.querySelectorAll(".app-rows > li").length`); n != 11 {
			t.Errorf("11 opens %d", n)
		}
		p.press("Governance sheet")
		p.press("1 offered, Clinical supervision")
		p.says("Offered, not attended: 1", "A duty call came in between")

		leah := w.first("SELECT id FROM post WHERE practitioner = (SELECT id FROM practitioner WHERE name = 'Leah Whitcombe')")
		p.to("/supervision/posts/" + leah + "/write")
		p.fill("Themes", "Aims, and how one says them")
		p.fill("What you talked about and agreed", "Two people in depth, and the course.")
		js[bool](p, `(() => { for (const f of document.querySelectorAll("input[name^='case-']")) f.value = "Talked through; agreed what comes next"; return true })()`)
		p.press("Write it down")
		p.says("The session is written down", "Waits for the practitioner", "2 questions talked about", "1 override talked about")
		if n := len(w.rows("SELECT id FROM supervision_flag WHERE state = 'open' AND practitioner = (SELECT practitioner FROM post WHERE id = '" + leah + "')")); n != 0 {
			t.Errorf("%d questions are still open", n)
		}

		// The manager reads the themes and how many; not whom, not the words.
		session := w.first("SELECT session FROM supervision_case ORDER BY session DESC")
		m := begin(t, w, "Grace Adeyemi", script)
		m.to("/supervision/sessions/" + session)
		m.says("Aims, and how one says them", "2 questions and 1 override were talked about")
		if js[bool](m, `document.body.textContent.includes("Two people in depth")`) {
			t.Error("the manager reads the words")
		}

		l := begin(t, w, "Leah Whitcombe", script)
		l.to("/supervision/sessions/" + session)
		l.says("Two people in depth", "the signature of the practitioner")
		l.press("Sign for the practitioner")
		l.says("You have signed", "Signed for the practitioner")

		p.to("/supervision/pack?quarter=2026-Q4")
		p.says("The quarter is still running", "2 questions and 1 override")
		if !script {
			return
		}
		for _, path := range []string{"/supervision/pack", "/supervision/pack?quarter=2026-Q4", "/supervision/pack?post=" + leah} {
			p.to(path)
			pdf, err := chromedp.Call(p.ctx, cdppage.PrintToPDF, cdppage.PrintToPDFParams{PaperWidth: 8.27, PaperHeight: 11.69, PreferCSSPageSize: new(true)})
			if err != nil {
				t.Fatal(err)
			}
			if n := len(regexp.MustCompile(`/Type\s*/Page\b`).FindAll(pdf.Data, -1)); n != 1 {
				t.Errorf("%s prints on %d pages", path, n)
			}
		}
	})
}
