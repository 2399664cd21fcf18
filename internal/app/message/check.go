package message

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Placeholders are all that a wording may leave open, with what they stand
// for. Whatever is not here is refused: a text can't carry what it has no
// place for.
var Placeholders = [][2]string{
	{"first name", "What the person is called"},
	{"day", "The day of the appointment: Wednesday 25 November 2026"},
	{"time", "The time of the appointment: 2pm"},
	{"how", "How they meet: by telephone, by video, at their home, or at the place"},
	{"practice", "The practice’s name"},
	{"practice phone", "The number to ring, as set for the practice"},
	{"link", "The address of a private link"},
}

// needsBooking are those that only a booking fills.
var needsBooking = []string{"day", "time", "how"}

var placeholder = regexp.MustCompile(`\{([^{}]*)\}`)

// Most is how many characters a wording may have, by channel; a text is
// counted in parts.
const Most = 4000

// MaxParts is how many parts a text message may have.
const MaxParts = 2

// MaxLines is how many lines a letter may have, so that it fits on one page.
const MaxLines = 32

// Lines counts how many lines a letter takes on paper, at 80 characters each.
func Lines(body string) int {
	n := 0
	for l := range strings.SplitSeq(body, "\n") {
		n += 1 + max(0, len([]rune(l))-1)/80
	}
	return n
}

// clinical are words that tell a reader over somebody's shoulder what the
// message is about. They are looked for at the beginning of words.
var clinical = []string{
	"abuse", "addict", "adhd", "alcohol", "anorexi", "antidepress", "antipsychot", "anxi", "autis", "bipolar", "bulimi", "clozapin", "cmht", "core-10", "core10",
	"counsel", "crisis", "delusion", "dementia", "depress", "diagnos", "disorder", "distress", "drug", "eating", "emdr", "gad-7", "gad7", "gad 7", "hallucinat",
	"honos", "illness", "lithium", "medicat", "medicin", "mood", "neuro", "overdos", "panic", "phq", "physio", "prescri", "pregnan", "psych", "ptsd", "questionnaire", "recovery",
	"safety plan", "schizo", "score", "self-harm", "self harm", "sertralin", "smi ", "stress", "substance", "suicid", "symptom", "therap", "trauma", "treatment", "wellbeing", "well-being",
}

// service are words that name what the service is for. A site may decide that
// its messages name it.
var service = []string{"mental", "mind", "mhp"}

// Telling gives the words of a text that would tell somebody else what it is
// about. namesService is the site's decision that the service may be named.
func Telling(text string, namesService bool) []string {
	said := " " + strings.ToLower(strings.NewReplacer("‑", "-", "–", "-", "\n", " ", "\u00a0", " ").Replace(text)) + " "
	words := clinical
	if !namesService {
		words = slices.Concat(clinical, service)
	}
	var out []string
	for _, w := range words {
		for from := 0; ; {
			i := strings.Index(said[from:], w)
			if i < 0 {
				break
			}
			at := from + i
			if before := said[at-1]; !(before >= 'a' && before <= 'z') {
				out = append(out, strings.TrimSpace(w))
				break
			}
			from = at + 1
		}
	}
	return out
}

// gsm are the characters of GSM 03.38; those of the second line take two
// places.
const (
	gsm      = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
	gsmTwice = "^{}\\[~]|€"
)

// Parts counts in how many parts a text message goes, and how many places it
// takes: 160 in one part or 153 in each of several; with a character outside
// GSM 03.38, such as Welsh ŵ or Polish ł, 70 or 67 (3GPP TS 23.038, 23.040).
func Parts(text string) (parts, places int) {
	one, each := 160, 153
	for _, r := range text {
		switch {
		case strings.ContainsRune(gsm, r):
			places++
		case strings.ContainsRune(gsmTwice, r):
			places += 2
		default:
			one, each = 70, 67
			places = 0
			for _, r := range text {
				places++
				if r > 0xffff {
					places++
				}
			}
			return count(places, one, each), places
		}
	}
	return count(places, one, each), places
}

func count(places, one, each int) int {
	if places <= one {
		return 1
	}
	return (places + each - 1) / each
}

// CheckWording gives what is wrong with a wording of a kind and channel: by
// field ("subject" or "body"), in words. An empty answer is a good wording.
func CheckWording(kind, channel, subject, body string, namesService bool) [][2]string {
	var out [][2]string
	fail := func(field, format string, args ...any) {
		out = append(out, [2]string{field, fmt.Sprintf(format, args...)})
	}
	if strings.TrimSpace(body) == "" {
		fail("body", "Enter the words of the message")
	}
	if len([]rune(body)) > Most {
		fail("body", "The message must be at most 4,000 characters")
	}
	switch {
	case channel == Text && subject != "":
		fail("subject", "A text message has no subject")
	case channel != Text && strings.TrimSpace(subject) == "":
		fail("subject", "Enter a subject")
	case len([]rune(subject)) > 100:
		fail("subject", "The subject must be at most 100 characters")
	case strings.ContainsAny(subject, "\r\n"):
		fail("subject", "The subject must be one line")
	}
	booked := slices.Contains([]string{Confirmed, Changed, Cancelled, Reminder}, kind)
	for field, text := range map[string]string{"subject": subject, "body": body} {
		for _, m := range placeholder.FindAllStringSubmatch(text, -1) {
			name := m[1]
			switch {
			case !known(Placeholders, name):
				fail(field, "{%s} can’t be filled in. Only these can: %s", clip(name, 40), placeholderList())
			case field == "subject" && name != "practice":
				fail("subject", "The subject must reveal nothing: only {practice} can stand in it")
			case !booked && slices.Contains(needsBooking, name):
				fail(field, "{%s} is known only in messages about a booking", name)
			case kind != LinkKind && kind != ForStaff && name == "link":
				fail(field, "{link} is known only in a message with a private link")
			}
		}
		if rest := placeholder.ReplaceAllString(text, ""); strings.ContainsAny(rest, "{}") {
			fail(field, "A { or } stands alone: write placeholders like {first name}")
		}
	}
	if (kind == LinkKind || kind == ForStaff) && !strings.Contains(body, "{link}") {
		fail("body", "Without {link} the message is no use")
	}
	said := subject
	if channel == Text || channel == Email {
		said += "\n" + body
	}
	if words := Telling(said, namesService); len(words) > 0 {
		fail("body", "Somebody else may read this. Leave out: %s", strings.Join(words, ", "))
	}
	if channel == Letter && Lines(body) > MaxLines {
		fail("body", "A letter must fit on one page: at most %d lines, this has about %d", MaxLines, Lines(body))
	}
	if channel == Text {
		if parts, _ := Parts(body); parts > MaxParts {
			fail("body", "This makes %d text messages; at most %d", parts, MaxParts)
		}
	}
	slices.SortFunc(out, func(a, b [2]string) int { return strings.Compare(a[0]+a[1], b[0]+b[1]) })
	return out
}

func placeholderList() string {
	var out []string
	for _, p := range Placeholders {
		out = append(out, "{"+p[0]+"}")
	}
	return strings.Join(out, ", ")
}

func clip(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}
