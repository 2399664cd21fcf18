package onward

import "strings"

// MailText is an onward request as the text of a secure mail. Its subject line
// is made elsewhere and says nothing about the person.
func MailText(r Full) string {
	var b strings.Builder
	line := func(parts ...string) {
		for _, p := range parts {
			b.WriteString(p)
		}
		b.WriteString("\n")
	}
	number := r.Who.Number()
	if number == "" {
		number = "not known"
	}
	line("To: ", r.ServiceName)
	line("From: ", r.ByName, ", mental health practitioner, ", r.Practice)
	line()
	line("Name: ", r.Who.Name())
	line("Born: ", r.Who.Born())
	line("NHS number: ", strings.ReplaceAll(number, "\u00a0", " "))
	for _, n := range r.Who.Needs() {
		line("Please note: ", n)
	}
	if !r.Who.Asked() {
		line("Nobody has asked yet how this person can safely be contacted.")
	}
	for _, p := range r.Parts {
		if p.Text != "" {
			line()
			line(p.Title)
			line(p.Text)
		}
	}
	if r.OwnWords != "" {
		line()
		line("In the person's own words")
		line(r.OwnWords)
	}
	line()
	if r.Consent == "yes" || r.Consent == "partly" {
		line("Sharing with you: ", ConsentText(r.Consent), ".")
	} else {
		line("Sharing with you: ", ConsentText(r.Consent), ". Why it is shared all the same: ", r.ConsentWhy)
	}
	line("Please tell us that you have received this, and what you decide, also when you can't take the person on. We tell them.")
	return b.String()
}
