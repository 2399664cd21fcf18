package main

import (
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"footbridge/internal/fault"
	"footbridge/internal/measure"
)

type scoreCmd struct {
	Instrument    string   `arg:"" optional:"" help:"The questionnaire: PHQ-9, GAD-7, PHQ-4, CORE-10, YP-CORE, PCL-5 or goal."`
	Answers       []string `arg:"" optional:"" name:"answer" help:"The answers as on paper, in order; - for a missing one."`
	Questionnaire string   `help:"A FHIR R4 Questionnaire instead of a built-in one; - for standard input." placeholder:"FILE.json"`
	Response      string   `help:"Its QuestionnaireResponse." placeholder:"FILE.json"`
	Scoring       string   `help:"A scoring block that a named clinical lead confirmed, for a questionnaire that doesn't say how it is scored." placeholder:"FILE.json"`
	Before        string   `help:"The earlier answers, or the earlier total, or for --questionnaire a file with the earlier response." placeholder:"ANSWERS"`
}

type scoreInstrument struct {
	Code        string `json:"code"`
	Name        string `json:"name"`
	Version     string `json:"version,omitempty"`
	Source      string `json:"source"`
	Rule        string `json:"rule,omitempty"`      // of an imported one: how the total comes about
	TakenFor    string `json:"taken_for,omitempty"` // of an imported one: the built-in one whose items these are
	ConfirmedBy string `json:"confirmed_by,omitempty"`
}

type scoreCut struct {
	At     int    `json:"at"`
	Source string `json:"source"`
}

type scoreBand struct {
	From   int    `json:"from"`
	To     int    `json:"to"`
	Source string `json:"source"`
}

type scoreSafety struct {
	Item   int    `json:"item"`
	About  string `json:"about"`
	Answer *int   `json:"answer"` // null where missing, or not to be weighed
	State  string `json:"state"`  // positive, zero or not answered
	Prompt bool   `json:"prompt"`
	Says   string `json:"says"`
}

type scoreSubscale struct {
	Key     string `json:"key"`
	Title   string `json:"title"`
	Score   *int   `json:"score"` // null while an answer is missing
	Max     int    `json:"max"`
	Present *int   `json:"present,omitempty"` // items that are present, of a symptom pattern
	Needed  *int   `json:"needed,omitempty"`
	Met     *bool  `json:"met,omitempty"`
	Offer   string `json:"offer,omitempty"` // an instrument to offer because of the score
	Source  string `json:"source"`
}

type scoreDifference struct {
	Recorded any    `json:"recorded"`
	Total    int    `json:"total"`
	Says     string `json:"says"`
}

type scoreStatement struct {
	Verdict   measure.Verdict `json:"verdict"`
	Threshold int             `json:"threshold,omitempty"`
	Key       string          `json:"key,omitempty"`
	Source    string          `json:"source,omitempty"`
	Sentence  string          `json:"sentence"`
}

type scoreBefore struct {
	Total    *int    `json:"total"`
	Why      string  `json:"why"`
	Answered int     `json:"answered"`
	Complete bool    `json:"complete"`
	Band     *string `json:"band"`
	Case     *bool   `json:"case"`
}

type scoreChange struct {
	Before  scoreBefore      `json:"before"`
	By      *int             `json:"by"` // null where the two can't be compared
	Verdict *measure.Verdict `json:"verdict"`
	Source  string           `json:"source,omitempty"` // of the threshold behind the verdict
	Says    []scoreStatement `json:"statements"`
	CutOff  string           `json:"cut_off,omitempty"`
	Why     string           `json:"why,omitempty"`
	Note    string           `json:"note"`
}

type scoreAnswer struct {
	Instrument scoreInstrument  `json:"instrument"`
	Answers    []*int           `json:"answers"`
	Total      *int             `json:"total"`
	Max        int              `json:"max"`
	Why        string           `json:"why"`
	Answered   int              `json:"answered"`
	Items      int              `json:"items"`
	Complete   bool             `json:"complete"`
	Prorated   bool             `json:"prorated"`
	Band       *string          `json:"band"` // of the answers, not of a person; null: none
	BandRange  *scoreBand       `json:"band_range"`
	Case       *bool            `json:"case"` // at or above the cut-off; null: no cut-off or no total
	CutOff     *scoreCut        `json:"case_cut_off"`
	Safety     *scoreSafety     `json:"safety_item"` // null: the instrument has none
	MoreSafety []scoreSafety    `json:"more_safety_items,omitempty"`
	Subscales  []scoreSubscale  `json:"subscales"`
	Pattern    *bool            `json:"pattern_met,omitempty"`
	Informs    []string         `json:"information,omitempty"`
	Recorded   any              `json:"recorded_total,omitempty"` // as the response states it
	Difference *scoreDifference `json:"difference,omitempty"`
	Refused    []string         `json:"refused,omitempty"`
	Change     *scoreChange     `json:"change,omitempty"`
	Notes      []string         `json:"notes,omitempty"`
	Notice     string           `json:"notice,omitempty"` // licence
}

// Run scores. What may not be scored is an answer with its reason.
func (c *scoreCmd) Run(out io.Writer) error {
	if c.Questionnaire != "" {
		return c.imported(out)
	}
	switch {
	case c.Response != "" || c.Scoring != "":
		return fault.Wrong("questionnaire", "--response and --scoring go with --questionnaire")
	case c.Instrument == "":
		return fault.Wrong("instrument", "Say which questionnaire, and the answers: footbridge score PHQ-9 2 2 2 2 1 1 2 0 0")
	}
	inst, ok := measure.Find(c.Instrument)
	if !ok {
		var names []string
		for _, i := range measure.All() {
			names = append(names, i.Name)
		}
		return fault.Wrong("instrument", "There is no built-in questionnaire “%s”: there are %s. Others come with --questionnaire", c.Instrument, strings.Join(names, ", "))
	}
	answers, err := answersOf(inst, strings.Join(c.Answers, " "))
	if err != nil {
		return err
	}
	r, err := measure.Score(inst, answers)
	if err != nil {
		return err
	}
	a := scored(inst, r, answers)
	a.Notes = append(a.Notes, inst.Notes...)
	if c.Before != "" {
		before, err := earlier(inst, c.Before)
		if err != nil {
			return err
		}
		if a.Change, err = change(inst, before, r); err != nil {
			return err
		}
	}
	return writeJSON(out, a)
}

// imported scores a FHIR questionnaire.
func (c *scoreCmd) imported(out io.Writer) error {
	text, err := readFile("questionnaire", c.Questionnaire)
	if err != nil {
		return err
	}
	var block *measure.Scoring
	if c.Scoring != "" {
		s, err := readFile("scoring", c.Scoring)
		if err != nil {
			return err
		}
		if block, err = measure.ParseScoring(s); err != nil {
			return err
		}
	}
	imp, err := measure.Import(text, block)
	if err != nil {
		return err
	}
	inst := imp.Instrument
	fill := func(file, typed string) (measure.Filled, error) {
		if file != "" {
			text, err := readFile("response", file)
			if err != nil {
				return measure.Filled{}, err
			}
			return imp.Fill(text)
		}
		answers, err := answersOf(inst, typed)
		if err != nil {
			return measure.Filled{}, err
		}
		return imp.Weigh(answers)
	}
	typed := strings.TrimSpace(c.Instrument + " " + strings.Join(c.Answers, " "))
	if (c.Response != "") == (typed != "") {
		return fault.Wrong("response", "With --questionnaire goes --response FILE.json, or the answers as weights, and not both")
	}
	f, err := fill(c.Response, typed)
	if err != nil {
		return err
	}
	a := scored(inst, f.Result, f.Answers)
	a.Instrument.Rule, a.Instrument.ConfirmedBy = imp.Rule, imp.ConfirmedBy
	if imp.Known != nil {
		a.Instrument.TakenFor = imp.Known.Name
	}
	a.Refused = f.Refused
	if f.Recorded != nil {
		a.Recorded = *f.Recorded
		if _, err := strconv.ParseFloat(*f.Recorded, 64); err == nil && json.Valid([]byte(*f.Recorded)) {
			a.Recorded = json.Number(*f.Recorded)
		}
	}
	a.Notes = append(append(a.Notes, imp.Notes...), f.Notes...)
	if f.Differs {
		a.Difference = &scoreDifference{a.Recorded, *f.Total, fmt.Sprintf("The response records %s, and its answers add up to %d. The recorded total is not used.", *f.Recorded, *f.Total)}
	}
	a.Safety, a.MoreSafety = nil, nil
	for _, n := range imp.SafetyItems {
		s := safety(inst, n, f.Safeties[n], f.Answers)
		if n == f.SafetyItem {
			a.Safety = &s
		} else {
			a.MoreSafety = append(a.MoreSafety, s)
		}
	}
	if c.Before != "" {
		file, typed := "", c.Before
		if strings.HasSuffix(strings.ToLower(c.Before), ".json") {
			file, typed = c.Before, ""
		}
		before, err := fill(file, typed)
		if err != nil {
			return err
		}
		if a.Change, err = change(inst, before.Result, f.Result); err != nil {
			return err
		}
	}
	return writeJSON(out, a)
}

var separators = regexp.MustCompile(`[\s,;]+`)

// answersOf reads answers: numbers, and - for a missing one.
func answersOf(inst *measure.Instrument, typed string) ([]int, error) {
	var answers []int
	for _, s := range separators.Split(strings.TrimSpace(typed), -1) {
		switch s {
		case "":
		case "-", "–", "—":
			answers = append(answers, measure.NotAnswered)
		default:
			n, err := strconv.Atoi(strings.Replace(s, minus, "-", 1))
			if err != nil || n < 0 {
				return nil, fault.Wrong("answers", "Answer %d of %s is “%s”: it is a whole number as on paper, or - for a missing one", len(answers)+1, inst.Name, strings.Replace(s, minus, "-", 1))
			}
			answers = append(answers, n)
		}
	}
	if len(answers) == 0 {
		return nil, fault.Wrong("answers", "There are no answers: %s has %d items", inst.Name, len(inst.Items))
	}
	if len(answers) != len(inst.Items) {
		return nil, fault.Wrong("answers", "%s has %d items, and there are %d answers; a missing one is -", inst.Name, len(inst.Items), len(answers))
	}
	return answers, nil
}

// earlier reads --before: answers, or one number for the total of several
// items.
func earlier(inst *measure.Instrument, typed string) (measure.Result, error) {
	one := strings.TrimSpace(typed)
	if n, err := strconv.Atoi(one); err == nil && len(inst.Items) > 1 {
		return measure.FromTotal(inst, n)
	}
	answers, err := answersOf(inst, typed)
	if err != nil {
		return measure.Result{}, err
	}
	return measure.Score(inst, answers)
}

func scored(inst *measure.Instrument, r measure.Result, answers []int) scoreAnswer {
	a := scoreAnswer{
		Instrument: scoreInstrument{Code: inst.Code, Name: inst.Name, Version: inst.Version, Source: r.Source},
		Total:      r.Total, Max: inst.Max, Why: r.Why, Answered: r.Answered, Items: r.Items, Complete: r.Complete, Prorated: r.Prorated,
		Case: caseOf(r), Subscales: []scoreSubscale{}, Pattern: r.PatternMet, Informs: r.Information, Notice: inst.Notice,
	}
	for _, n := range answers {
		if n == measure.NotAnswered {
			a.Answers = append(a.Answers, nil)
			continue
		}
		a.Answers = append(a.Answers, &n)
	}
	a.Band = band(r)
	if r.Total != nil {
		if b, to, ok := inst.BandAt(*r.Total); ok {
			a.BandRange = &scoreBand{b.Min, to, r.Source}
		}
	}
	if inst.Case.At > 0 {
		a.CutOff = &scoreCut{inst.Case.At, inst.Case.Source}
	}
	if inst.Safety > 0 {
		s := safety(inst, inst.Safety, r.Safety, answers)
		a.Safety = &s
	}
	for _, s := range r.Subscales {
		o := scoreSubscale{Key: s.Key, Title: s.Title, Score: s.Score, Max: s.Max, Offer: s.Offer, Source: r.Source}
		if s.Needed > 0 {
			o.Present, o.Needed = &s.Present, &s.Needed
			if s.Score != nil {
				met := s.Present >= s.Needed
				o.Met = &met
			}
		}
		a.Subscales = append(a.Subscales, o)
	}
	return a
}

func band(r measure.Result) *string {
	if r.Band == "" {
		return nil
	}
	return &r.Band
}

func caseOf(r measure.Result) *bool {
	if r.Case == measure.CaseUnknown {
		return nil
	}
	at := r.Case == measure.CaseAt
	return &at
}

func safety(inst *measure.Instrument, n int, state measure.Safety, answers []int) scoreSafety {
	s := scoreSafety{Item: n, State: string(state), Prompt: state == measure.SafetyPositive}
	if i := slices.IndexFunc(inst.Items, func(item measure.Item) bool { return item.Number == n }); i >= 0 {
		s.About = inst.Items[i].Theme
		if i < len(answers) && answers[i] != measure.NotAnswered {
			s.Answer = &answers[i]
		}
	}
	switch state {
	case measure.SafetyPositive:
		s.Says = "A named person asks about it and acknowledges it before this is saved, whatever the total."
	case measure.SafetyZero:
		s.Says = "Answered with nothing. That does not mean safe."
	default:
		s.Says = "Not answered. That is not nothing: ask."
	}
	return s
}

// change says what may be said of two results, by every published threshold.
func change(inst *measure.Instrument, before, after measure.Result) (*scoreChange, error) {
	c := &scoreChange{
		Before: scoreBefore{before.Total, before.Why, before.Answered, before.Complete, band(before), caseOf(before)},
		Says:   []scoreStatement{},
		Note:   "Two totals of the same questionnaire and version are compared. That both are about the same person, episode and rater is for whoever compares to know.",
	}
	if before.Total == nil || after.Total == nil {
		c.Why = "There is no total to compare: " + after.Why
		if before.Total == nil {
			c.Why = "There is no earlier total to compare: " + before.Why
		}
		return c, nil
	}
	keys := []string{""}
	if len(inst.Thresholds) > 1 {
		keys = nil
		for _, t := range inst.Thresholds {
			keys = append(keys, t.Key)
		}
	}
	for i, key := range keys {
		said, err := measure.CompareBy(inst, before, after, key)
		if err != nil {
			return nil, err
		}
		if i == 0 {
			c.By, c.Verdict, c.Source = &said.By, &said.Verdict, said.Threshold.Source
		}
		c.Says = append(c.Says, scoreStatement{said.Verdict, said.Threshold.By, said.Threshold.Key, said.Threshold.Source, said.Sentence})
	}
	if before.Case != measure.CaseUnknown && after.Case != measure.CaseUnknown {
		c.CutOff = fmt.Sprintf("%s the cut-off of %d before, %s now (%s)", before.Case, inst.Case.At, after.Case, inst.Case.Source)
	}
	if before.Prorated || after.Prorated {
		c.Why = "One of the totals is prorated: it stands for more answers than were given"
	}
	return c, nil
}

// minus stands for the sign of a number on the command line of score, which
// would else be taken for a flag and not be told what is wrong with it.
const minus = "−"

var negative = regexp.MustCompile(`^-[0-9]`)

// arguments lets answers reach score that look like flags: -1, and for
// --before a list that begins with a missing answer.
func arguments(args []string) []string {
	if len(args) == 0 || args[0] != "score" {
		return args
	}
	var out []string
	for i, a := range args {
		switch {
		case i > 0 && args[i-1] == "--before" && strings.HasPrefix(a, "-") && !strings.HasPrefix(a, "--"):
			out[len(out)-1] = "--before=" + a
		case negative.MatchString(a):
			out = append(out, minus+a[1:])
		default:
			out = append(out, a)
		}
	}
	return out
}
