package e2e

import (
	"strings"
	"testing"
)

// within types into a field of a group of fields: the month of “First month”.
func (p *page) within(legend, label, value string) {
	p.t.Helper()
	p.choose(legend, label)
	p.keys(value)
}

// The eighth moment of the stories, and what follows from it: the last payslip
// comes, the claim goes to the ICB, is queried, answered, approved and paid; the
// arrears reach the staff, and one adjustment claim, with the month in which
// somebody began in the middle, catches up with the rate that rose in April.
func TestMoney(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, script bool) {
		w := newWorld(t)
		p := begin(t, w, "Grace Adeyemi", script)
		p.to("/claims")
		p.says("October 2026", "The payslip was not seen", "not paid yet", "Draft the adjustment claim")
		p.press("October 2026")
		p.says("What is missing", "Tomasz Wolski: The payslip was not seen")
		p.press("Enter the pay")
		if wrong := js[string](p, fieldScript+`("I have seen the payslip")`); wrong != "" {
			t.Fatal(wrong)
		}
		p.run(p.click())
		p.fill("Which one, and where it is kept", "Payroll report of 28 October")
		p.press("Save the pay")
		p.says("The pay of Tomasz Wolski is recorded")
		p.press("Evidence of Tomasz Wolski")
		p.choose("Contract of employment", "It is there")
		p.choose("Timesheet signed by the network", "It is there")
		p.press("Save")
		p.says("say where it is kept")
		for _, name := range []string{"note-0", "note-1"} {
			js[bool](p, `(() => { document.getElementById("`+name+`").value = "Shared folder"; return true; })()`)
		}
		p.press("Save")
		p.says("The evidence is recorded", "Nothing is missing")
		p.press("The claim is complete")
		p.press("Send the claim to the ICB")
		p.says("is with the ICB", "£6,261.66")

		icb := begin(t, w, "Fiona Clarke", script)
		icb.to("/funding/board")
		icb.press("Pier Health PCN: Claim of October 2026")
		icb.says("Tomasz Wolski", "£3,853.33", "£2,408.33")
		icb.fill("Or ask the network something", "Which payroll report is it?")
		icb.press("Query the claim")
		icb.says("Queried by the ICB")
		p.to("/claims/2026-10")
		p.says("The ICB asks:", "Which payroll report is it?")
		p.fill("Your answer", "That of 28 October")
		p.press("Answer and send the claim again")
		icb.to("/funding/board")
		icb.press("Pier Health PCN: Claim of October 2026")
		icb.press("Approve the claim and close the month")
		icb.says("the month is closed")
		icb.within("Day of the payment", "Day", "25")
		icb.within("Day of the payment", "Month", "11")
		icb.within("Day of the payment", "Year", "2026")
		icb.fill("Reference of the payment", "BACS 4711")
		icb.press("Record the payment")
		icb.says("The payment is recorded", "£6,261.66 was paid")

		// The arrears of Tomasz, who began on 24 April: £49.78 for 7 of 30 days.
		p.to("/claims")
		p.says("£903.10 waits until the staff were paid")
		p.to("/funding/settings")
		p.press("Record arrears that were paid to Tomasz Wolski")
		p.says("April 2026: £49.78")
		p.within("First month", "Month", "4")
		p.within("First month", "Year", "2026")
		p.within("Last month", "Month", "10")
		p.within("Last month", "Year", "2026")
		p.within("Day of the payment", "Day", "24")
		p.within("Day of the payment", "Month", "11")
		p.within("Day of the payment", "Year", "2026")
		p.fill("What was paid in all", "1,250.00")
		p.fill("Where the payslip is", "Payslip of November")
		p.press("Record the payment")
		p.says("One claim over £1,569.75 has them all")
		p.press("Draft the adjustment claim")
		p.says("Adjustment claim 1 of November 2026", "£1,569.75", "Claimed before")
		p.press("Send the claim to the ICB")
		p.press("Claim pack to print")
		p.says("£1,569.75", "Every line of the sum")
		icb.to("/funding/board")
		icb.press("Pier Health PCN: Adjustment claim")
		icb.press("Approve the claim and close the month")
		icb.says("the month is closed")
		p.to("/claims")
		if text := p.text(); strings.Contains(text, "Closed months that come out otherwise") {
			t.Errorf("something is left to adjust: %s", text)
		}
		if got := w.rows("SELECT count(*) FROM funding_claim WHERE number > 0 AND pcn = '" + pcn + "'")[0]; got != "1" {
			t.Errorf("%s adjustment claims", got)
		}
	})
}
