package main

import (
	"encoding/json"
	"io"

	"footbridge/internal/calendar"
	"footbridge/internal/claim"
)

type claimCmd struct {
	From string `help:"The post, the month, its cost and the maximum amounts, as docs/claim-input.md describes; - for standard input." required:"" placeholder:"FILE.json"`
}

type claimLine struct {
	What   string        `json:"what"`
	From   calendar.Date `json:"from"`
	To     calendar.Date `json:"to"` // included
	Pence  claim.Pence   `json:"pence"`
	Sum    string        `json:"sum"`
	Rule   string        `json:"rule"`
	Source *sourceOut    `json:"source"`
}

type claimBlock struct {
	Why    string     `json:"why"`
	Rule   string     `json:"rule"`
	Source *sourceOut `json:"source,omitempty"`
}

type claimAdjustment struct {
	State      claim.AdjustmentState `json:"state"`
	Original   claim.Pence           `json:"original_pence"`
	New        claim.Pence           `json:"new_pence"`
	Difference claim.Pence           `json:"difference_pence"`
	// Propose is what to claim now; null while nothing is.
	Propose *claim.Pence `json:"propose_pence"`
	Why     string       `json:"why"`
	Rule    string       `json:"rule"`
	Source  *sourceOut   `json:"source"`
}

type claimAnswer struct {
	Month      calendar.Month   `json:"month"`
	Status     string           `json:"status"` // claimable or blocked
	Blocked    []claimBlock     `json:"blocked"`
	Proration  claim.Basis      `json:"proration"`
	Actual     *claim.Pence     `json:"actual_pence"`
	Cap        *claim.Pence     `json:"cap_pence"`
	Lower      *claim.Pence     `json:"lower_pence"`
	Share      json.Number      `json:"scheme_percent,omitempty"`
	Scheme     *claim.Pence     `json:"scheme_pence"` // what is claimed; null while blocked
	Provider   *claim.Pence     `json:"provider_pence"`
	AboveCap   *claim.Pence     `json:"above_cap_pence"`
	Lines      []claimLine      `json:"lines"`
	Adjustment *claimAdjustment `json:"adjustment,omitempty"`
	Notes      []string         `json:"notes"`
}

// Run prints the sum; a blocked claim is an answer, not a failure.
func (c *claimCmd) Run(out io.Writer) error {
	text, err := readFile("from", c.From)
	if err != nil {
		return err
	}
	in, err := claim.Parse(text)
	if err != nil {
		return err
	}
	w, err := claim.Work(in)
	if err != nil {
		return err
	}
	answer := claimAnswer{
		Month: w.Month, Status: "claimable", Blocked: []claimBlock{}, Proration: w.Basis, Actual: w.Actual, Cap: w.Cap, Lower: w.Lower,
		Scheme: w.Scheme, Provider: w.Provider, AboveCap: w.AboveCap, Lines: []claimLine{}, Notes: w.Notes,
	}
	if w.SharePct != nil {
		answer.Share = json.Number(w.SharePct.String())
	}
	for _, b := range w.Blocked {
		answer.Status = "blocked"
		answer.Blocked = append(answer.Blocked, claimBlock{b.Why, b.Rule, outSource(b.Source)})
	}
	for _, l := range w.Lines {
		answer.Lines = append(answer.Lines, claimLine{l.What, l.From, l.Last, l.Amount, l.Sum, l.Rule, outSource(l.Source)})
	}
	if a := w.Adjusting; a != nil {
		answer.Adjustment = &claimAdjustment{State: a.State, Original: a.Original, New: a.New, Difference: a.Difference, Why: a.Why, Rule: a.Rule, Source: outSource(a.Source)}
		if a.State == claim.Proposed {
			answer.Adjustment.Propose = &a.Difference
		}
	}
	return writeJSON(out, answer)
}
