package main

import (
	"encoding/json"
	"io"
	"os"
	"strconv"
	"strings"

	"footbridge/internal/calendar"
	"footbridge/internal/fault"
	"footbridge/internal/policy"
)

// sourceOut is a source as the commands print it.
type sourceOut struct {
	Name       string `json:"name"`
	URL        string `json:"url,omitempty"`
	Confidence string `json:"confidence,omitempty"` // H, M-H, M or L
	Note       string `json:"note,omitempty"`
}

func outSource(s policy.Source) *sourceOut {
	if s == (policy.Source{}) {
		return nil
	}
	return &sourceOut{s.Name, s.URL, s.Confidence, s.Note}
}

// writeJSON prints a value, indented and with plain signs.
func writeJSON(out io.Writer, v any) error {
	enc := json.NewEncoder(out)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

// readFile reads a file that somebody named, "-" for standard input.
func readFile(flag, path string) ([]byte, error) {
	if path == "-" {
		return io.ReadAll(os.Stdin)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, &fault.Error{Kind: fault.Invalid, Message: "The file for --" + flag + " can’t be read", Fields: []fault.Field{{Name: flag}}, Cause: err}
	}
	return text, nil
}

// orNull prints an unset date as null.
func orNull(d calendar.Date) *calendar.Date {
	if d.IsZero() {
		return nil
	}
	return &d
}

type entitlementCmd struct {
	Patients string `help:"How many patients are registered with the network." required:"" placeholder:"N"`
	On       string `help:"The day, like 2026-07-01." required:"" placeholder:"DATE"`
}

type entitlementAnswer struct {
	RuleSet     string         `json:"rule_set"`
	Rule        string         `json:"rule"`
	From        calendar.Date  `json:"from"`
	To          *calendar.Date `json:"to"` // the first day on which it no longer holds; null: open
	Minimum     int            `json:"minimum_wte"`
	Maximum     *int           `json:"maximum_wte"` // null: no limit
	ByAgreement bool           `json:"more_by_agreement"`
	Plan        bool           `json:"plan_only"`
	Applies     bool           `json:"applies"`
	Sentence    string         `json:"sentence"`
	Source      *sourceOut     `json:"source"`
}

// Run prints what every rule set says.
func (c *entitlementCmd) Run(out io.Writer) error {
	on, err := calendar.ParseDate(c.On)
	if err != nil {
		return err
	}
	patients, err := strconv.Atoi(strings.ReplaceAll(c.Patients, ",", ""))
	if err != nil || patients < 1 || patients > 100_000_000 {
		return fault.Wrong("patients", "%q is no number of registered patients: a whole number from 1", c.Patients)
	}
	e := policy.Entitlement(patients, on)
	answer := struct {
		On       calendar.Date       `json:"on"`
		Patients int                 `json:"patients"`
		Applies  *entitlementAnswer  `json:"applies"` // null: none does
		Sentence string              `json:"sentence"`
		Answers  []entitlementAnswer `json:"answers"`
		Notes    []string            `json:"notes"`
	}{On: on, Patients: patients, Sentence: e.Sentence, Notes: e.Notes}
	for _, a := range e.Answers {
		o := entitlementAnswer{
			RuleSet: a.RuleSet, Rule: a.ID, From: a.From, To: orNull(a.To), Minimum: a.Posts.Min,
			ByAgreement: a.ByAgreement, Plan: a.Plan, Applies: a.Applies, Sentence: a.Sentence, Source: outSource(a.Source),
		}
		if a.Posts.Max != policy.NoLimit {
			o.Maximum = &a.Posts.Max
		}
		if a.Applies {
			answer.Applies = &o
		}
		answer.Answers = append(answer.Answers, o)
	}
	return writeJSON(out, answer)
}

type eligibleCmd struct {
	Role       string `help:"What the person is, like 'peer support worker'." required:"" placeholder:"TYPE"`
	Band       string `help:"Agenda for Change band: 4, 5, 8a." required:"" placeholder:"B"`
	Registered string `help:"Whether the person is a registered professional: yes or no." required:"" placeholder:"yes|no"`
	On         string `help:"The day, like 2026-07-01." required:"" placeholder:"DATE"`
}

type eligibleAnswer struct {
	RuleSet  string         `json:"rule_set"`
	Rule     string         `json:"rule"`
	From     calendar.Date  `json:"from"`
	To       *calendar.Date `json:"to"`
	Eligible bool           `json:"eligible"`
	Applies  bool           `json:"applies"`
	Sentence string         `json:"sentence"`
	Source   *sourceOut     `json:"source"`
}

// Run prints what every rule set says.
func (c *eligibleCmd) Run(out io.Writer) error {
	on, err := calendar.ParseDate(c.On)
	if err != nil {
		return err
	}
	band := policy.Band(strings.TrimSpace(strings.TrimPrefix(strings.ToLower(strings.TrimSpace(c.Band)), "band")))
	if !band.IsKnown() {
		return fault.Wrong("band", "%q is no Agenda for Change band: 1 to 7, 8a to 8d, or 9", c.Band)
	}
	var registered bool
	switch strings.ToLower(c.Registered) {
	case "yes", "true", "y":
		registered = true
	case "no", "false", "n":
	default:
		return fault.Wrong("registered", "--registered is yes or no, not %q", c.Registered)
	}
	role, known := policy.RoleOf(c.Role)
	if role == "" {
		return fault.Wrong("role", "Say what the person is, like “peer support worker”")
	}
	answer := struct {
		On         calendar.Date    `json:"on"`
		Role       policy.Role      `json:"role"`
		Named      bool             `json:"named_by_a_rule"`
		Band       policy.Band      `json:"band"`
		Registered bool             `json:"registered"`
		Eligible   *bool            `json:"eligible"` // null: no rule set applies
		Applies    *eligibleAnswer  `json:"applies"`
		Sentence   string           `json:"sentence"`
		Whole      string           `json:"every_rule_set"` // how it stands against all of them, in one sentence
		Answers    []eligibleAnswer `json:"answers"`
		Note       string           `json:"note"`
	}{
		On: on, Role: role, Named: known, Band: band, Registered: registered, Whole: policy.EligibilitySentence(role, band, registered),
		Sentence: "No rule applies on " + on.Medium() + ": the role began on 1 April 2021",
		Note:     "It says whether the post can be claimed, not whether somebody is good for it. Independently employed practitioners are outside the rule.",
	}
	for _, a := range policy.Eligible(role, band, registered, on) {
		o := eligibleAnswer{
			RuleSet: a.RuleSet, Rule: policy.Eligibility.ID, From: a.From, To: orNull(a.To),
			Eligible: a.Eligible, Applies: a.InForce, Sentence: a.Sentence, Source: outSource(a.Source),
		}
		if a.InForce {
			answer.Applies, answer.Eligible, answer.Sentence = &o, &o.Eligible, a.RuleSet+": "+a.Sentence
		}
		answer.Answers = append(answer.Answers, o)
	}
	return writeJSON(out, answer)
}
