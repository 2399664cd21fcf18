package agreement

import (
	"net/url"
	"strings"
	"testing"

	"footbridge/internal/app/network"
)

const (
	readLine  = "ask network.SignedAgreement agreement list"
	draftLine = "do network.DraftAgreement agreement"
	signLine  = "do network.SignAgreement agreement"
)

// filled is the blank draft with everything that it needs.
func (w *world) filled() url.Values {
	f := w.get("manager", "/agreement/draft").form()
	f.Set("provider", "RVN")
	f.Set("model", "joint")
	f["functions"] = []string{"a", "b"}
	f.Set("mechanism", "At the desk, in Footbridge")
	f.Set("onward-adult-age", "The young people’s practitioner")
	f.Set("onward-adult-dementia", "The memory service")
	for name := range f {
		if strings.HasPrefix(name, "allowance-") {
			f.Set(name, "3")
		}
	}
	return f
}

func TestFromNothingToAnAgreement(t *testing.T) {
	w := newWorld(t)
	w.leaves([]string{readLine}, func() {
		w.get("manager", "/agreement").says(t, 200, "No agreement is in force", "Begin a draft", "There is no earlier version")
	})
	w.get("reception", "/agreement").says(t, 200, "manager and the provider’s team lead draft and sign it")
	w.get("icb", "/agreement").says(t, 200, "No network within your reach has an agreement")
	w.get("lead", "/agreement").says(t, 200, "No network within your reach has an agreement")

	// What is wrong is told on top and at the field, and nothing is lost.
	f := w.get("manager", "/agreement/draft").form()
	if f.Get("criterion-adult-age") != "18 or over" || f.Get("criterion-adult-dementia") != "Not diagnosed with dementia" || f.Get("age-adult-age") != "18" {
		t.Errorf("the blank draft begins with %v", f)
	}
	f.Set("mechanism", "Typed and not lost")
	f.Set("allowance-L81016", "many")
	var wrong page
	w.leaves([]string{readLine}, func() { wrong = w.post("manager", "/agreement/draft", f) })
	wrong.says(t, 422, "There is a problem", "The allowance of Graham Road Surgery must be a whole number", "Choose the employment model", "Choose the provider",
		"Say where somebody goes who does not meet “18 or over”: an exclusion is never a dead end", "Typed and not lost")
	for _, anchor := range []string{`href="#onward-adult-age"`, `href="#allowance-L81016"`, `href="#model"`, `href="#provider"`} {
		if !strings.Contains(wrong.markup, anchor) || !strings.Contains(wrong.markup, `id="`+anchor[7:]) {
			t.Errorf("no way from the summary to the field: %s", anchor)
		}
	}
	if wrong.form().Get("allowance-L81016") != "many" || !strings.Contains(wrong.markup, "<title>Error: ") {
		t.Error("what was typed is not shown again")
	}

	var saved page
	f = w.filled()
	w.leaves([]string{readLine, draftLine}, func() { saved = w.post("manager", "/agreement/draft", f) })
	if saved.status != 303 || saved.location != "/agreement?pcn="+pcn {
		t.Fatalf("saved: %+v", saved)
	}
	// Sent twice, it is one draft.
	w.leaves([]string{readLine}, func() { w.post("manager", "/agreement/draft", f) })

	w.get("manager", "/agreement").says(t, 200, "Draft of version 1", "Network: not signed yet", "What the draft says", "Within 8 weeks of leaving", "Go on to sign")
	w.get("icb", "/agreement").says(t, 200, "Pier Health PCN", "Draft")
	w.get("lead", "/agreement?pcn="+pcn).says(t, 200, "Draft of version 1", "Go on to sign")
	if p := w.get("reception", "/agreement"); strings.Contains(p.words, "Go on to sign") || strings.Contains(p.words, "Change the draft") || p.status != 200 {
		t.Error("reception is offered what it may not do")
	}

	confirm := w.get("manager", "/agreement/sign?pcn="+pcn)
	confirm.says(t, 200, "Sign for the network?", "Your signature stands from now on", "Monday 23 November 2026")
	w.leaves([]string{signLine}, func() { w.post("manager", "/agreement/sign", confirm.form()) })
	w.get("manager", "/agreement/sign?pcn="+pcn)
	confirm = w.get("lead", "/agreement/sign?pcn="+pcn)
	confirm.says(t, 200, "Sign for the provider?", "The manager has signed for the other side", "With your signature version 1 holds from Monday 23 November 2026")
	w.leaves([]string{signLine}, func() { w.post("lead", "/agreement/sign", confirm.form()) })
	w.get("reception", "/agreement").says(t, 200, "In force", "Version 1, since Monday 23 November 2026", "18 or over", "When not: The memory service", "The manager, Monday 23 November 2026, 08:02",
		"Graham Road Surgery", "Together 21", "is open to every member practice", "Same day: the same day", "Reception, Practice clinician")
	w.get("lead", "/agreement/sign?pcn="+pcn).says(t, 404)
	w.get("icb", "/agreement?pcn="+pcn).says(t, 200, "In force")
	w.leaves([]string{}, func() { w.get("outsider", "/agreement?pcn="+pcn).says(t, 404, "No such network") })
}

func (w *world) agreed() string {
	w.t.Helper()
	if p := w.post("manager", "/agreement/draft", w.filled()); p.status != 303 {
		w.t.Fatalf("draft: %s", p.words)
	}
	for _, who := range []string{"manager", "lead"} {
		w.post(who, "/agreement/sign", w.get(who, "/agreement/sign?pcn="+pcn).form())
	}
	return pcn
}

func TestTheNextVersionBesideTheOneInForce(t *testing.T) {
	w := newWorld(t)
	w.agreed()
	f := w.get("lead", "/agreement/draft?pcn="+pcn).form()
	if f.Get("from-month") != "12" || f.Get("from-day") != "1" || f.Get("allowance-L81016") != "3" || f.Get("provider") != "RVN" {
		t.Errorf("the next draft begins with %v", f)
	}
	f.Set("allowance-L81016", "6")
	f.Set("over", "refuse")
	f.Set("do", "replay")
	p := w.post("lead", "/agreement/draft", f)
	if p.location != "/agreement/replay?pcn="+pcn {
		t.Fatalf("%d to %q: %s", p.status, p.location, p.words)
	}
	w.leaves([]string{readLine, "ask diary.ReplayTerms booking list"}, func() {
		w.get("lead", p.location).says(t, 200, "No direct bookings were made in these weeks", "Graham Road Surgery", "Would be turned away", "As it would have been", "Go on to sign")
	})
	w.get("reception", p.location).says(t, 404)
	w.get("manager", "/agreement").says(t, 200, "Draft of version 2", "Allowance of Graham Road Surgery a week", "Not booked; the waiting list is offered", "What is agreed")

	// Two who write at the same time: the second is told who and when, and
	// keeps what was typed; saving again keeps it knowingly.
	mine := w.get("manager", "/agreement/draft").form()
	theirs := w.get("lead", "/agreement/draft?pcn="+pcn).form()
	theirs.Set("release", "24")
	if p := w.post("lead", "/agreement/draft", theirs); p.status != 303 {
		t.Fatal(p.words)
	}
	mine.Set("note", "What I typed")
	var stale page
	w.leaves([]string{readLine}, func() { stale = w.post("manager", "/agreement/draft", mine) })
	stale.says(t, 422, "The lead changed this draft at Monday 23 November 2026, 08:02", "What I typed", "24 hours before", "48 hours before")
	again := stale.form()
	if again.Get("version") != "2" || again.Get("note") != "What I typed" {
		t.Errorf("shown again with %v", again)
	}
	if p := w.post("manager", "/agreement/draft", again); p.status != 303 {
		t.Error(p.words)
	}

	// Withdrawn after a question.
	ask := w.get("manager", "/agreement/withdraw?pcn="+pcn)
	ask.says(t, 200, "Withdraw the draft?", "The agreement in force stays as it is")
	w.leaves([]string{"do network.WithdrawAgreement agreement"}, func() { w.post("manager", "/agreement/withdraw", ask.form()) })
	after := w.get("manager", "/agreement")
	after.says(t, 200, "In force", "that was withdrawn")
	i := strings.Index(after.markup, "/agreement/version/")
	link := after.markup[i : i+len("/agreement/version/")+26]
	w.leaves([]string{"ask network.AgreementVersion agreement list"}, func() {
		w.get("icb", link).says(t, 200, "Version 2", "Withdrawn", "What I typed")
	})
	w.leaves([]string{}, func() { w.get("outsider", link).says(t, 404, "No such agreement") })
}

// Rows come and go without a script, and nothing else is lost meanwhile.
func TestRowsOfTheDraft(t *testing.T) {
	w := newWorld(t)
	f := w.filled()
	press := func(f url.Values, name, value string) page {
		f.Set(name, value)
		p := w.post("manager", "/agreement/draft", f)
		p.says(t, 200, "At the desk, in Footbridge")
		return p
	}
	f = press(f, "add", "criterion/adult").form()
	if f.Get("rule-adult-k0") != "ask" || len(f["criteria-adult"]) != 3 {
		t.Errorf("added: %v", f["criteria-adult"])
	}
	f.Set("criterion-adult-k0", "Not in prison")
	f = press(f, "remove", "adult/age").form()
	f = press(f, "add", "cyp").form()
	f = press(f, "add", "response").form()
	f = press(f, "remove", "response/r0").form()
	if strings.Join(f["criteria-adult"], " ") != "dementia k0" || strings.Join(f["service"], " ") != "adult cyp" || f.Get("name-cyp") != "Children and young people" || len(f["responses"]) != 2 {
		t.Errorf("rows: %v", f)
	}
	p := w.post("manager", "/agreement/draft", f)
	p.says(t, 422, "Say where somebody goes who does not meet “Not in prison”")
	f = p.form()
	f.Set("onward-adult-k0", "Prison healthcare")
	last := f["responses"][len(f["responses"])-1]
	f.Set("days-"+last, "400")
	f.Set("response-"+last, "Late")
	p = w.post("manager", "/agreement/draft", f)
	p.says(t, 422, "A response time must be from 0 to 260 working days")
	if !strings.Contains(p.markup, `href="#days-`+last+`"`) {
		t.Error("the wrong response time is not pointed at")
	}
	f = press(p.form(), "remove", "cyp").form()
	f = press(f, "remove", "response/"+last).form()
	if p := w.post("manager", "/agreement/draft", f); p.status != 303 {
		t.Error(p.words)
	}
}

func TestWhoMayOpenWhat(t *testing.T) {
	w := newWorld(t)
	w.agreed()
	for _, path := range []string{"/agreement/draft", "/agreement/sign", "/agreement/withdraw"} {
		w.leaves([]string{}, func() { w.get("reception", path).says(t, 403) })
		w.leaves([]string{}, func() { w.get("icb", path+"?pcn="+pcn).says(t, 403) })
	}
	w.get("manager", "/agreement/draft?pcn="+other).says(t, 404)
	w.get("manager", "/agreement/draft?pcn=%3Cscript%3E").says(t, 404)
	w.get("lead", "/agreement/draft?pcn="+other).says(t, 404)
	w.leaves([]string{}, func() {
		w.post("outsider", "/agreement/draft", url.Values{"pcn": {pcn}}).says(t, 404)
		w.post("outsider", "/agreement/sign", url.Values{"id": {"x"}, "version": {"1"}}).says(t, 404)
	})
}

func TestUrgentPages(t *testing.T) {
	w := newWorld(t)
	w.agreed()
	w.leaves([]string{}, func() {
		w.get("reception", "/urgent").says(t, 200, "has entered no routes of its own yet", "Nobody here has checked them", "111, then option 2", "The network’s manager")
	})
	w.get("manager", "/urgent").says(t, 200, "Nobody here has checked them", "Add a route")
	w.get("icb", "/urgent").says(t, 404)
	f := w.get("manager", "/urgent/new").form()
	w.leaves([]string{}, func() {
		w.post("manager", "/urgent/new", f).says(t, 422, "Enter the name of the route", "Enter the number, or where to go")
	})
	f.Set("label", "Crisis line")
	f.Set("number", "01632 960111")
	f.Set("practice", "L81016")
	f.Set("staff", "yes")
	w.leaves([]string{"do network.SetUrgent urgent route"}, func() {
		if p := w.post("manager", "/urgent/new", f); p.location != "/urgent" {
			t.Error(p.words)
		}
	})
	w.get("reception", "/urgent").says(t, 200, "Crisis line Staff only 01632 960111", "Checked on Monday 23 November 2026 by The manager", "Kept right by The manager")
	p := w.get("lead", "/urgent")
	p.says(t, 200, "Only for Graham Road Surgery", "I tried it today", "Add a route")
	list := asked(w, network.UrgentRoutes{PCN: pcn})
	id := list[0].ID
	w.leaves([]string{"do network.CheckUrgent urgent route"}, func() { w.post("lead", "/urgent/"+id+"/checked", url.Values{"pcn": {pcn}}) })
	f = w.get("manager", "/urgent/"+id).form()
	if f.Get("number") != "01632 960111" || f.Get("staff") != "yes" {
		t.Errorf("the form has %v", f)
	}
	f.Set("number", "01632 960222")
	w.leaves([]string{"do network.SetUrgent urgent route"}, func() { w.post("manager", "/urgent/"+id, f) })
	f.Set("number", "01632 960333")
	f.Set("key", "ABCDEFGHIJKLMNOPQRSTUVWX")
	w.leaves([]string{}, func() {
		w.post("manager", "/urgent/"+id, f).says(t, 422, "Somebody changed this route since you opened the page")
	})
	id = asked(w, network.UrgentRoutes{PCN: pcn})[0].ID
	w.get("manager", "/urgent/"+id+"/retire").says(t, 200, "Take off Crisis line?", "01632 960222")
	w.leaves([]string{"do network.CheckUrgent urgent route"}, func() { w.post("manager", "/urgent/"+id+"/retire", url.Values{"pcn": {pcn}}) })
	w.get("reception", "/urgent").says(t, 200, "Nobody here has checked them")
	w.leaves([]string{}, func() {
		w.post("outsider", "/urgent/"+id+"/checked", url.Values{"pcn": {pcn}}).says(t, 404)
		w.post("reception", "/urgent/new", f).says(t, 403)
	})
}
