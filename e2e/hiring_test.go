package e2e

import (
	"strings"
	"testing"

	"footbridge/internal/app/hiring"
)

// on types a day into a group of three fields.
func (p *page) on(legend, day, month, year string) {
	p.t.Helper()
	for _, f := range [][2]string{{"Day", day}, {"Month", month}, {"Year", year}} {
		p.within(legend, f[0], f[1])
	}
}

// unfold opens everything that is folded on the page.
func (p *page) unfold() {
	p.t.Helper()
	js[bool](p, `(() => { document.querySelectorAll("main details").forEach((d) => { d.open = true; }); return true; })()`)
}

// From a place that is to be filled to the first day: the text is put together
// and changed, two people shortlist without a name and apart from each other,
// a panel interviews, the checks come in, and the induction begins.
func TestHireToStart(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, script bool) {
		w := newWorld(t)
		grace := begin(t, w, "Grace Adeyemi", script)
		grace.to("/hiring/new")
		grace.choose("Why is there a place to fill?", "Another reason")
		grace.fill("The reason", "The provider agrees to a peer support worker")
		grace.pick("What kind of practitioner?", "Peer support worker")
		grace.pick("Agenda for Change band", "Band 4")
		grace.fill("Part of full time", "50")
		grace.choose("For whom?", "Adults")
		grace.choose("How is the post employed?", "Jointly")
		grace.pick("Provider", "Avon")
		grace.press("Put the text together")
		grace.says("The job description and the person specification are put together", "Being drafted")
		vacancy := strings.TrimPrefix(grace.path(), "/hiring/")
		grace.press("Change the text")
		grace.fill("Essential", "Has been through it")
		grace.fill("Desirable", "")
		grace.fill("Questions of the interview", "What would you bring to this job?")
		grace.press("Keep this version")
		grace.press("Recruitment pack")
		grace.says("Has been through it (Written here)", "Annex B")
		grace.to("/hiring/" + vacancy)
		grace.on("Last day for applications", "9", "12", "2026")
		grace.press("Advertise it")
		grace.press("Enter applications")
		grace.fill("Name", "Noor Sandhu")
		grace.fill("E-mail address", "noor@example.org")
		grace.fill("Has been through it", "Yes, and I ran a group")
		grace.press("Enter the application")
		grace.says("Entered as candidate 1")
		grace.unfold()
		grace.choose("Two people", "Dr Helen Marsh")
		grace.choose("Two people", "Dr Anita Rao")
		grace.press("Keep the two")
		grace.unfold()
		grace.choose("Two to five people", "Dr Helen Marsh")
		grace.choose("Two to five people", "Leah Whitcombe")
		grace.press("Keep the panel")
		grace.press("Close and begin to shortlist")

		helen := begin(t, w, "Dr Helen Marsh", script)
		candidate := "/hiring/" + vacancy + "/candidate/1"
		helen.to(candidate)
		helen.says("The name is hidden", "Yes, and I ran a group")
		helen.choose("Has been through it", "Met")
		helen.press("Give my marks")
		helen.says("Your marks are given")
		grace.to(candidate)
		grace.says("1 set of marks is in")
		if strings.Contains(grace.text(), "Noor") {
			t.Fatal("the name is shown while shortlisting")
		}
		anita := begin(t, w, "Dr Anita Rao", script)
		anita.to(candidate)
		anita.choose("Has been through it", "Partly met")
		anita.press("Give my marks")
		anita.says("Apart on 1 line", "Dr Helen Marsh")
		anita.choose("What was decided?", "Interview")
		anita.press("Write down the decision")
		anita.says("say how you resolved it")
		anita.fill("How did you resolve", "Read again together")
		anita.press("Write down the decision")
		anita.says("To be interviewed")

		grace.to("/hiring/" + vacancy)
		grace.press("Go on to the interviews")
		leah := begin(t, w, "Leah Whitcombe", script)
		for _, p := range []*page{helen, leah} {
			p.to(candidate)
			p.says("Noor Sandhu")
			p.choose("What would you bring", "3")
			p.press("Give my marks")
		}
		leah.choose("What was decided?", "Appointable")
		leah.press("Write down the decision")
		grace.to("/hiring/" + vacancy)
		grace.press("The interviews are done")
		grace.choose("To whom is the post offered?", "Candidate 1")
		grace.press("Write down the offer")
		grace.press("The offer is accepted")
		for _, item := range hiring.CheckItems {
			grace.choose("Which check is done?", item)
			grace.on("When?", "24", "11", "2026")
			grace.fill("What was seen", "Seen the original")
			grace.press("Write down the check")
		}
		grace.press("Go on to the first day")
		grace.on("First day in post", "4", "1", "2027")
		grace.fill("GP mentor", "Dr Helen Marsh")
		grace.press("Put them in post")
		grace.says("Noor Sandhu is in post from Monday 4 January 2027", "GP mentor Dr Helen Marsh")
		grace.to("/team")
		grace.says("Noor Sandhu", "Starts later", "Peer support worker, band 4")
	})
}

// A post is graded anew from a day in the past: the person, the history and the
// claims that were made stay, and the closed months that come out otherwise are
// found.
func TestPostIsGradedAnew(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, script bool) {
		w := newWorld(t)
		leah := w.first("SELECT id FROM post WHERE practitioner = (SELECT id FROM practitioner WHERE name = 'Leah Whitcombe')")
		p := begin(t, w, "Grace Adeyemi", script)
		p.to("/team/" + leah)
		p.press("Grade it anew")
		p.press("Grade the post anew")
		p.says("The post is band 6 today", "Enter the first day of the new band")
		p.pick("Agenda for Change band from then on", "Band 7")
		p.on("First day of that band", "1", "6", "2026")
		p.fill("Why is it graded anew?", "Panel of 20 November")
		p.press("Grade the post anew")
		p.says("The post is band 7 from Monday 1 June 2026", "Band 7 community psychiatric nurse", "Band 7 from 1 June 2026", "Panel of 20 November", "From 24 August 2025")
		p.to("/claims")
		p.says("Closed months that come out otherwise now", "Leah Whitcombe")
		p.to("/claims/2026-06")
		p.says("band 6")
		if got := w.rows("SELECT band FROM post WHERE id = '" + leah + "'")[0]; got != "6" {
			t.Errorf("the band before the day is %s", got)
		}
		if got := w.rows("SELECT count(*) FROM supervision_plan WHERE post = '" + leah + "'")[0]; got != "1" {
			t.Errorf("%s supervision plans", got)
		}
	})
}
