package main

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"footbridge/internal/calendar"
	"footbridge/internal/fault"
	"footbridge/internal/spc"
)

type spcCmd struct {
	Values    string `help:"A CSV file with a column of values, or date and value, and optionally why a new step begins; - for standard input." required:"" placeholder:"FILE.csv"`
	Format    string `help:"text or json." enum:"text,json" default:"text"`
	MinPoints int    `help:"How many points limits need; with fewer it is a run chart." default:"12" placeholder:"N"`
}

// Run reads and prints.
func (c *spcCmd) Run(out io.Writer) error {
	text, err := readFile("values", c.Values)
	if err != nil {
		return err
	}
	points, notes, err := readValues(text)
	if err != nil {
		return err
	}
	if c.MinPoints == 0 {
		c.MinPoints = 1 // refused
	}
	chart, err := spc.Read(points, c.MinPoints)
	if err != nil {
		return err
	}
	answer := spcAnswerOf(chart, notes)
	if c.Format == "json" {
		return writeJSON(out, answer)
	}
	return answer.text(out)
}

// readCSV reads rows with the numbers of their lines. Commas, semicolons and
// tabs are taken; a byte order mark is left out.
func readCSV(text []byte) (rows [][]string, lines []int, err error) {
	text = bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))
	r := csv.NewReader(bytes.NewReader(text))
	r.FieldsPerRecord, r.TrimLeadingSpace = -1, true
	first, _, _ := bytes.Cut(text, []byte("\n"))
	for _, comma := range []rune{';', '\t'} {
		if !bytes.ContainsRune(first, ',') && bytes.ContainsRune(first, comma) {
			r.Comma = comma
		}
	}
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return rows, lines, nil
		}
		if err != nil {
			var p *csv.ParseError
			if errors.As(err, &p) {
				return nil, nil, fault.Wrong("file", "Line %d is not CSV: %s", p.Line, p.Err)
			}
			return nil, nil, fault.Wrong("file", "The file is not CSV: %s", err)
		}
		line, _ := r.FieldPos(0)
		for i := range row {
			row[i] = strings.TrimSpace(row[i])
		}
		if strings.Join(row, "") == "" {
			continue
		}
		rows, lines = append(rows, row), append(lines, line)
	}
}

func number(s string) (float64, bool) {
	s = strings.TrimSuffix(s, "%")
	if strings.ContainsAny(s, "xXpP_nNiI") { // hexadecimal, NaN and infinity
		return 0, false
	}
	v, err := strconv.ParseFloat(s, 64)
	return v, err == nil && math.Abs(v) <= 1e15
}

// readValues reads the points. Without a header the value is the first column
// of one, and the second of more; a third column is why a new step begins.
func readValues(text []byte) (points []spc.Point, notes []string, err error) {
	rows, lines, err := readCSV(text)
	if err != nil {
		return nil, nil, err
	}
	if len(rows) == 0 {
		return nil, nil, fault.Wrong("values", "The file has no values")
	}
	label, value, step := -1, 0, -1
	if len(rows[0]) > 1 {
		label, value = 0, 1
	}
	if len(rows[0]) > 2 {
		step = 2
	}
	if first := rows[0][value]; first != "" && !strings.ContainsAny(first[:1], "0123456789+-.") {
		label, value, step = header(rows[0])
		rows, lines = rows[1:], lines[1:]
	}
	var before calendar.Date
	for i, row := range rows {
		at := func(n int) string {
			if n < 0 || n >= len(row) {
				return ""
			}
			return row[n]
		}
		p := spc.Point{Label: at(label), Step: at(step)}
		if d, err := calendar.ParseDate(p.Label); err == nil {
			if !before.IsZero() && d.Before(before) {
				return nil, nil, fault.Wrong("values", "Line %d: %s comes before %s of the line above; the values stand in order of time", lines[i], d, before)
			}
			before = d
		}
		if at(value) == "" {
			notes = append(notes, fmt.Sprintf("Line %d has no value and is left out; no value is not 0.", lines[i]))
			if p.Step != "" {
				return nil, nil, fault.Wrong("values", "Line %d begins a step and has no value", lines[i])
			}
			continue
		}
		v, ok := number(at(value))
		if !ok {
			return nil, nil, fault.Wrong("values", "Line %d: %q is not a number", lines[i], at(value))
		}
		p.Value = v
		points = append(points, p)
	}
	if len(points) == 0 {
		return nil, nil, fault.Wrong("values", "The file has no values")
	}
	points[0].Step = "" // the first step needs no reason
	return points, notes, nil
}

// header finds the columns by their names: the value is the one that is named
// so, else the last that is neither date nor step.
func header(names []string) (label, value, step int) {
	label, value, step = -1, -1, -1
	remark := -1
	for i, n := range names {
		switch strings.ToLower(n) {
		case "value", "values", "y":
			value = i
		case "date", "day", "week", "month", "period", "label", "x":
			label = i
		case "step", "step change", "step_change", "change", "rebase", "phase":
			step = i
		case "note", "notes", "comment", "comments":
			remark = i
		}
	}
	if value < 0 {
		for i := range names {
			if i != label && i != step && i != remark {
				value = i
			}
		}
	}
	if value < 0 { // the only column has the name of something else
		return -1, 0, -1
	}
	if label < 0 && value > 0 && step != 0 {
		label = 0
	}
	return label, value, step
}

type spcStep struct {
	First      int      `json:"first_point"`
	Last       int      `json:"last_point"`
	Why        string   `json:"why,omitempty"`
	Chart      string   `json:"chart"` // "XmR", or "run chart" for few points
	N          int      `json:"points"`
	Mean       float64  `json:"mean"`
	Median     float64  `json:"median"`
	MeanRange  float64  `json:"mean_moving_range"`
	Upper      *float64 `json:"upper_limit"` // null where limits mean nothing yet
	Lower      *float64 `json:"lower_limit"`
	TrialUpper *float64 `json:"trial_upper_limit,omitempty"`
	TrialLower *float64 `json:"trial_lower_limit,omitempty"`
	Says       string   `json:"says"`
}

type spcSignal struct {
	Point int      `json:"point"`
	Label string   `json:"label,omitempty"`
	Value float64  `json:"value"`
	Rule  spc.Rule `json:"rule"`
	Side  string   `json:"side"` // above, below, rising, falling
	From  int      `json:"from_point"`
	To    int      `json:"to_point"`
}

type spcRule struct {
	Rule spc.Rule `json:"rule"`
	Says string   `json:"says"`
}

type spcAnswer struct {
	Chart     string      `json:"chart"`
	N         int         `json:"points"`
	Mean      *float64    `json:"mean"` // of the last step
	MeanRange *float64    `json:"mean_moving_range"`
	Upper     *float64    `json:"upper_limit"`
	Lower     *float64    `json:"lower_limit"`
	Steps     []spcStep   `json:"steps"`
	Signals   []spcSignal `json:"signals"`
	Rules     []spcRule   `json:"rules"`
	Source    string      `json:"source"`
	Notes     []string    `json:"notes,omitempty"`
}

// rounded drops what only binary fractions add.
func rounded(v float64) float64 { return math.Round(v*1e6) / 1e6 }

func ptr[T any](v T) *T { return &v }

func spcAnswerOf(c spc.Chart, notes []string) spcAnswer {
	a := spcAnswer{Chart: "XmR", N: len(c.Points), Signals: []spcSignal{}, Source: spc.Source, Notes: notes}
	if c.IsRunChart() {
		a.Chart = "run chart"
	}
	for _, s := range c.Steps {
		o := spcStep{
			First: s.First, Last: s.Last, Why: s.Why, Chart: "XmR", N: s.N,
			Mean: rounded(s.Mean), Median: rounded(s.Median), MeanRange: rounded(s.MeanRange),
		}
		upper, lower := ptr(rounded(s.Upper)), ptr(rounded(s.Lower))
		switch {
		case s.Meaningful:
			o.Upper, o.Lower = upper, lower
			o.Says = fmt.Sprintf("Mean of %d points, and limits at %.2f times the mean of their %d moving ranges.", s.N, spc.Factor, s.Ranges)
		case s.N == 1:
			o.Chart, o.Says = "run chart", "One point: nothing can be said about change."
		default:
			o.Chart, o.TrialUpper, o.TrialLower = "run chart", upper, lower
			o.Says = fmt.Sprintf("%d points are fewer than %d: limits are not meaningful yet. Look at the run of the points round their median; the trial limits move with every new point, and no rule is read off them.", s.N, c.Least)
		}
		a.Steps = append(a.Steps, o)
	}
	last := a.Steps[len(a.Steps)-1]
	a.Mean, a.MeanRange, a.Upper, a.Lower = &last.Mean, &last.MeanRange, last.Upper, last.Lower
	for _, g := range c.Signals {
		p := c.Points[g.Point-1]
		o := spcSignal{Point: g.Point, Label: p.Label, Value: p.Value, Rule: g.Rule, Side: "above", From: g.From, To: g.To}
		switch {
		case g.Rule == spc.Trend && g.Side > 0:
			o.Side = "rising"
		case g.Rule == spc.Trend:
			o.Side = "falling"
		case g.Side < 0:
			o.Side = "below"
		}
		a.Signals = append(a.Signals, o)
	}
	for _, r := range spc.Rules {
		a.Rules = append(a.Rules, spcRule{r, r.Says()})
	}
	return a
}

func plain(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

func (a spcAnswer) text(out io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s of %d points\n", a.Chart, a.N)
	for _, s := range a.Steps {
		fmt.Fprintf(&b, "\nPoints %d to %d", s.First, s.Last)
		if s.Why != "" {
			fmt.Fprintf(&b, " (%s)", s.Why)
		}
		fmt.Fprintf(&b, "\n  mean               %s\n", plain(s.Mean))
		if s.Upper == nil {
			fmt.Fprintf(&b, "  median             %s\n", plain(s.Median))
		}
		fmt.Fprintf(&b, "  mean moving range  %s\n", plain(s.MeanRange))
		switch {
		case s.Upper != nil:
			fmt.Fprintf(&b, "  upper limit        %s\n  lower limit        %s\n", plain(*s.Upper), plain(*s.Lower))
		case s.TrialUpper != nil:
			fmt.Fprintf(&b, "  trial limits       %s to %s\n", plain(*s.TrialLower), plain(*s.TrialUpper))
		}
		fmt.Fprintf(&b, "  %s\n", s.Says)
	}
	b.WriteString("\nRules that fire\n")
	if len(a.Signals) == 0 {
		b.WriteString("  none\n")
	}
	for _, g := range a.Signals {
		at := fmt.Sprintf("point %d", g.Point)
		if g.Label != "" {
			at += " (" + g.Label + ")"
		}
		fmt.Fprintf(&b, "  %s, value %s: %s, %s", at, plain(g.Value), g.Rule, g.Side)
		if g.From != g.To {
			fmt.Fprintf(&b, ", points %d to %d", g.From, g.To)
		}
		b.WriteString("\n")
	}
	b.WriteString("\nHow the rules are counted\n")
	for _, r := range a.Rules {
		fmt.Fprintf(&b, "  %s: %s\n", r.Rule, r.Says)
	}
	for _, n := range a.Notes {
		fmt.Fprintf(&b, "\n%s\n", n)
	}
	fmt.Fprintf(&b, "\n%s\n", a.Source)
	_, err := io.WriteString(out, b.String())
	return err
}
