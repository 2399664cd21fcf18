package message

import (
	"slices"
	"strings"
	"testing"

	"footbridge/internal/app/person"
	"footbridge/internal/calendar"
)

func TestMaySend(t *testing.T) {
	at := calendar.MustInstant("2026-11-01T10:00:00Z")
	whole := person.Person{ID: "p", Given: "Dean", Phone: "07700 900123", Email: "dean@example.org", Address: "3 Low Lane", Postcode: "BS23 3QA", SafeText: "yes", SafeLetter: "yes"}
	all := Answers{
		Text:   {Answer: "yes", Address: "+447700900123", RecordedAt: at, ByName: "Ruth Reed"},
		Email:  {Answer: "yes", Address: "dean@example.org", RecordedAt: at, ByName: "Ruth Reed"},
		Letter: {Answer: "yes", Address: "3 Low Lane\nBS23 3QA", RecordedAt: at, ByName: "Ruth Reed"},
	}
	reminders := Answers{Reminders: {Answer: "yes"}}
	for k, v := range all {
		reminders[k] = v
	}
	no := Answers{Text: {Answer: "no", RecordedAt: at}}
	for _, c := range []struct {
		name    string
		change  func(*person.Person)
		answers Answers
		channel string
		itself  bool
		ok      bool
		why     string
	}{
		{"text", nil, all, Text, false, true, "The person agreed, recorded 1 November 2026 by Ruth Reed; recorded as safe"},
		{"e-mail", nil, all, Email, false, true, "The person agreed"},
		{"letter", nil, all, Letter, false, true, "recorded as safe"},
		{"died", func(p *person.Person) { p.Died = calendar.MustDate("2026-10-01") }, all, Letter, false, false, "died"},
		{"not asked", nil, nil, Text, false, false, "Nobody has asked whether the person agrees"},
		{"said no", nil, no, Text, false, false, "said no, recorded 1 November 2026"},
		{"unsafe text", func(p *person.Person) { p.SafeText = "no" }, all, Text, false, false, "Do not text"},
		{"unsafe text, e-mail may", func(p *person.Person) { p.SafeText = "no" }, all, Email, false, true, ""},
		{"unsafe letter", func(p *person.Person) { p.SafeLetter = "no" }, all, Letter, false, false, "Do not send letters"},
		{"text not asked", func(p *person.Person) { p.SafeText = "" }, all, Text, false, false, "Nobody has asked whether a text is safe"},
		{"letter not asked", func(p *person.Person) { p.SafeLetter = "" }, all, Letter, false, false, "Nobody has asked whether a letter is safe"},
		{"no phone", func(p *person.Person) { p.Phone = "" }, all, Text, false, false, "No telephone"},
		{"landline", func(p *person.Person) { p.Phone = "01934 700 100" }, all, Text, false, false, "not a mobile"},
		{"no e-mail", func(p *person.Person) { p.Email = "" }, all, Email, false, false, "No e-mail address"},
		{"no postcode", func(p *person.Person) { p.Postcode = "" }, all, Letter, false, false, "No full postal address"},
		{"other number", func(p *person.Person) { p.Phone = "07700 900999" }, all, Text, false, false, "changed since"},
		{"other e-mail", func(p *person.Person) { p.Email = "new@example.org" }, all, Email, false, false, "changed since"},
		{"moved house", func(p *person.Person) { p.Address = "9 Elm Road" }, all, Letter, false, false, "changed since"},
		{"same number, written otherwise", func(p *person.Person) { p.Phone = "+44 7700-900123" }, all, Text, false, true, ""},
		{"by itself without asking", nil, all, Text, true, false, "not agreed to reminders"},
		{"by itself", nil, reminders, Text, true, true, ""},
		{"by itself with a note", func(p *person.Person) { p.SafeNote = "Only after 6pm" }, reminders, Text, true, false, "Only after 6pm"},
		{"by hand with a note", func(p *person.Person) { p.SafeNote = "Only after 6pm" }, reminders, Text, false, true, ""},
		{"no such way", nil, all, "pigeon", false, false, "no such way"},
	} {
		p := whole
		if c.change != nil {
			c.change(&p)
		}
		ok, why := MaySend(p, c.answers, c.channel, c.itself)
		if ok != c.ok || !strings.Contains(why, c.why) {
			t.Errorf("%s: %v, %q", c.name, ok, why)
		}
	}
}

func TestMobile(t *testing.T) {
	for in, want := range map[string]string{
		"07700 900123": "+447700900123", "+44 7700 900123": "+447700900123", "0044 7700 900123": "+447700900123", "+44 (0)7700 900123": "+447700900123",
		"01934 700 100": "", "070 1234 5678": "", "07624 400123": "+447624400123", "076 1234 5678": "", "7700 900123": "", "07700 90012": "", "07700 900123 ext 4": "", "": "", "+33 6 12 34 56 78": "",
	} {
		if got := Mobile(in); got != want {
			t.Errorf("Mobile(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestParts(t *testing.T) {
	for _, c := range []struct {
		text          string
		parts, places int
	}{
		{"", 1, 0},
		{strings.Repeat("a", 160), 1, 160},
		{strings.Repeat("a", 161), 2, 161},
		{strings.Repeat("a", 306), 2, 306},
		{strings.Repeat("a", 307), 3, 307},
		{strings.Repeat("€", 80), 1, 160},
		{strings.Repeat("€", 81), 2, 162},
		{strings.Repeat("ŵ", 70), 1, 70},
		{strings.Repeat("ŵ", 71), 2, 71},
		{strings.Repeat("ŵ", 135), 3, 135},
		{strings.Repeat("a", 69) + "’", 1, 70},
		{"😀" + strings.Repeat("a", 69), 2, 71},
	} {
		if parts, places := Parts(c.text); parts != c.parts || places != c.places {
			t.Errorf("%.10q…: %d parts, %d places, want %d, %d", c.text, parts, places, c.parts, c.places)
		}
	}
}

func TestTelling(t *testing.T) {
	for _, c := range []struct {
		text  string
		names bool
		want  []string
	}{
		{"Your appointment is on Wednesday at 2pm", false, nil},
		{"A reminder: please remind Minda of it", false, []string{"mind"}},
		{"A reminder", false, nil},
		{"Your PHQ-9 is due", false, []string{"phq"}},
		{"Your GAD‑7 score", false, []string{"gad-7", "score"}},
		{"the mental health team", false, []string{"mental"}},
		{"the mental health team", true, nil},
		{"therapy for depression", true, []string{"depress", "therap"}},
		{"Antidepressants", false, []string{"antidepress"}},
		{"Self-harm", false, []string{"self-harm"}},
		{"Heating and a meeting", false, nil},
		{"Your safety\nplan", false, []string{"safety plan"}},
	} {
		if got := Telling(c.text, c.names); !slices.Equal(got, c.want) {
			t.Errorf("%q: %q, want %q", c.text, got, c.want)
		}
	}
}

func TestCheckWording(t *testing.T) {
	for _, c := range []struct {
		name, kind, channel, subject, body string
		want                               string // part of the first fault, "" for none
	}{
		{"good", Confirmed, Text, "", "Hello {first name}, {day} {time}", ""},
		{"empty", Confirmed, Text, "", "  ", "Enter the words"},
		{"unknown placeholder", Confirmed, Text, "", "{diagnosis}", "can’t be filled in"},
		{"half a placeholder", Confirmed, Text, "", "Hello {first name", "stands alone"},
		{"booking in a request", HaveIt, Text, "", "On {day}", "only in messages about a booking"},
		{"link elsewhere", HaveIt, Text, "", "See {link}", "private link"},
		{"link without link", LinkKind, Text, "", "See the page", "no use"},
		{"clinical text", RingUs, Text, "", "About your depression", "Leave out: depress"},
		{"clinical e-mail", RingUs, Email, "Ring us", "About your medication", "Leave out: medicat"},
		{"clinical subject", RingUs, Letter, "Your psychosis", "Ring us", "Leave out: psych"},
		{"letters may say more", RingUs, Letter, "Please ring", "About your medication", ""},
		{"name in the subject", RingUs, Email, "Hello {first name}", "Ring us", "must reveal nothing"},
		{"subject of a text", RingUs, Text, "Hello", "Ring us", "has no subject"},
		{"no subject", RingUs, Email, "", "Ring us", "Enter a subject"},
		{"two lines", RingUs, Email, "A\nBcc: x", "Ring us", "one line"},
		{"three parts", RingUs, Text, "", strings.Repeat("word ", 70), "makes 3 text messages"},
	} {
		got := CheckWording(c.kind, c.channel, c.subject, c.body, false)
		switch {
		case c.want == "" && len(got) > 0, c.want != "" && len(got) == 0:
			t.Errorf("%s: %q", c.name, got)
		case c.want != "" && !slices.ContainsFunc(got, func(f [2]string) bool { return strings.Contains(f[1], c.want) }):
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// Every wording that comes with the program passes its own check, and fits
// into two texts with the longest day and a long name.
func TestSuppliedWordings(t *testing.T) {
	for kind, channels := range supplied {
		for channel, w := range channels {
			if bad := CheckWording(kind, channel, w[0], w[1], false); len(bad) > 0 {
				t.Errorf("%s by %s: %q", kind, channel, bad)
			}
			d := &desk{senders: map[string]Sender{"": {Phone: "01934 700 100"}}, names: map[string]string{"P1": "Horizon Health Centre and Surgery"}}
			ts := Template{Kind: kind, Channel: channel, Subject: w[0], Body: w[1]}
			d.templates = []Template{ts}
			p := d.preview(Order{Person: person.Person{Given: "Maximiliane-Charlotte", Practice: "P1"}, Kind: kind, Channel: channel,
				Values: Values{Day: "Wednesday 30 September 2026", Time: "12.45pm", How: "at The Milton Surgery", Link: "https://footbridge.example.nhs.uk/l/0123456789abcdefghjkmnpqrs"}}, nil)
			if strings.ContainsAny(p.Subject+p.Body, "{}") {
				t.Errorf("%s by %s is not filled: %q", kind, channel, p.Body)
			}
			if channel == Text && p.Parts > MaxParts {
				t.Errorf("%s makes %d texts: %q", kind, p.Parts, p.Body)
			}
		}
	}
}

func TestDaytime(t *testing.T) {
	for in, want := range map[string]string{
		"2026-11-04T10:00:00Z": "2026-11-04T10:00:00Z", "2026-11-04T07:59:00Z": "2026-11-04T08:00:00Z", "2026-11-04T20:00:00Z": "2026-11-05T08:00:00Z",
		"2026-07-01T06:30:00Z": "2026-07-01T07:00:00Z", "2026-07-01T18:59:00Z": "2026-07-01T18:59:00Z",
	} {
		if got := Daytime(calendar.MustInstant(in), true); got != calendar.MustInstant(want) {
			t.Errorf("%s: %s, want %s", in, got, want)
		}
		if i := calendar.MustInstant(in); Daytime(i, false) != i {
			t.Errorf("%s waits although somebody pressed for it", in)
		}
	}
}
