package export

import (
	"context"
	"strconv"

	"footbridge/internal/access"
	"footbridge/internal/app/evidence"
	"footbridge/internal/app/feedback"
	"footbridge/internal/app/funding"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/network"
	"footbridge/internal/app/supervision"
	"footbridge/internal/calendar"
	"footbridge/internal/claim"
	"footbridge/internal/fault"
)

// sources are all tables that can become a file. A room that has another one
// adds it here.
var sources = []Source{
	{
		Key: "coverage", Title: "Coverage: every network of England", Needs: access.SeeCoverage, Alone: true, Columns: network.Columns,
		Definition: "One line for each network with a practice today. " + network.MeaningOfCoverage + " What is not known is empty, never 0. " + network.Attribution,
		Check:      func(context.Context, *gate.Tx, Params) (string, error) { return "", nil },
		Rows:       coverage,
	},
	{
		Key: "evidence", Title: "Contract evidence: the records of a quarter", Needs: access.SeeEvidence,
		Columns:    []string{"day", "counts_toward", "work", "practitioner", "practice", "minutes"},
		Definition: "One line for each record that counts toward a function of section B14.2 in the quarter, without anybody served. Each counts once, under the first rule that fits it. " + evidence.Confidence,
		Fields:     quarters, Check: wholeNetwork, Rows: evidenceRows,
	},
	{
		Key: "claim", Title: "Claim pack: every line of a claim", Needs: access.SeeFunding,
		Columns:    []string{"month", "who", "role", "line", "from", "to", "amount_pounds", "how_it_comes_about", "rule", "source", "confidence"},
		Definition: "One line for each step of the sum of a claim that was sent, as it was sent, with the rule behind it. Amounts are in pounds.",
		Fields:     claims, Check: claimIn, Rows: claimRows,
	},
	{
		Key: "feedback", Title: "Experience: what people said in a quarter", Needs: access.SeeFeedback,
		Columns:    []string{"question", "practice", "answer", "people"},
		Definition: "How many people ticked each answer about contacts in the quarter. Counts from 1 to 4 are “hidden”, and as many others as it takes that no subtraction gives one back; with fewer than 5 answers there is no line at all. " + feedback.OverallSource,
		Fields:     quarters, Check: wholeNetwork, Rows: feedbackRows,
	},
}

func wholeNetwork(_ context.Context, tx *gate.Tx, p Params) (string, error) {
	if !tx.Scope.WholeNetwork(p["pcn"]) {
		return "", fault.Missing("network")
	}
	return p["pcn"], nil
}

// quarters are the present one and the seven before it.
func quarters(_ context.Context, tx *gate.Tx, _ Params) ([]Field, error) {
	f := Field{Name: "quarter", Label: "Quarter"}
	w := supervision.WindowOf(supervision.Quarter, tx.Today())
	for range 8 {
		f.Options = append(f.Options, Option{supervision.QuarterOf(w.First), w.Words()})
		w = supervision.WindowOf(supervision.Quarter, w.First.AddDays(-1))
	}
	return []Field{f}, nil
}

func quarterOf(p Params) (calendar.Date, error) {
	w, ok := supervision.ParseQuarter(p["quarter"])
	if !ok {
		return calendar.Date{}, fault.Missing("quarter")
	}
	return w.First, nil
}

func coverage(ctx context.Context, tx *gate.Tx, _ Params) (Rows, error) {
	c, err := network.CoverageAt{At: tx.Today(), Sort: "code"}.Ask(ctx, tx)
	return listed(c.Networks, network.Line), err
}

func evidenceRows(ctx context.Context, tx *gate.Tx, p Params) (Rows, error) {
	first, err := quarterOf(p)
	if err != nil {
		return Rows{}, err
	}
	s, err := evidence.Of{PCN: p["pcn"], First: first}.Ask(ctx, tx)
	return listed(s.Records, evidence.Line), err
}

// claims are those that the network has sent, the newest first.
func claims(ctx context.Context, tx *gate.Tx, p Params) ([]Field, error) {
	f := Field{Name: "claim", Label: "Claim"}
	for year := calendar.ContractYearOf(tx.Today()); year >= calendar.ContractYearOf(tx.Today())-2; year-- {
		o, err := funding.Claims{PCN: p["pcn"], Year: year}.Ask(ctx, tx)
		if err != nil {
			return nil, err
		}
		for _, m := range o.Months {
			if m.Claim != nil && !m.Claim.SentAt.IsZero() {
				f.Options = append(f.Options, Option{m.Claim.ID, m.Claim.Title()})
			}
		}
	}
	return []Field{f}, nil
}

func claimOf(ctx context.Context, tx *gate.Tx, p Params) (funding.Sheet, error) {
	s, err := funding.ClaimOf{PCN: p["pcn"], Key: p["claim"]}.Ask(ctx, tx)
	if err == nil && (s.Claim == nil || s.Claim.SentAt.IsZero()) {
		err = fault.Missing("claim that was sent")
	}
	return s, err
}

func claimIn(ctx context.Context, tx *gate.Tx, p Params) (string, error) {
	s, err := claimOf(ctx, tx, p)
	return s.PCN, err
}

func claimRows(ctx context.Context, tx *gate.Tx, p Params) (Rows, error) {
	s, err := claimOf(ctx, tx, p)
	if err != nil {
		return Rows{}, err
	}
	total := 0
	for _, i := range s.Items {
		total += len(i.Lines)
	}
	return Rows{total, func(yield func([]string, error) bool) {
		for _, i := range s.Items {
			for _, l := range i.Lines {
				if !yield([]string{i.Month.String(), i.Who, i.Role, l.What, l.From.String(), l.Last.String(), pounds(l.Amount), l.Sum, l.Rule, l.Source.Name, l.Source.Confidence}, nil) {
					return
				}
			}
		}
	}}, nil
}

// pounds is an amount as a number: "-12.05".
func pounds(p claim.Pence) string {
	sign := ""
	if p < 0 {
		sign, p = "-", -p
	}
	cents := strconv.FormatInt(int64(p%100), 10)
	if len(cents) == 1 {
		cents = "0" + cents
	}
	return sign + strconv.FormatInt(int64(p/100), 10) + "." + cents
}

func feedbackRows(ctx context.Context, tx *gate.Tx, p Params) (Rows, error) {
	first, err := quarterOf(p)
	if err != nil {
		return Rows{}, err
	}
	q, err := feedback.Counts{PCN: p["pcn"], First: calendar.MonthOf(first)}.Ask(ctx, tx)
	if err != nil || q.Few {
		return Rows{Each: func(func([]string, error) bool) {}}, err
	}
	var lines [][]string
	for _, r := range q.Overall.Rows {
		for i, o := range q.Overall.Columns {
			lines = append(lines, []string{feedback.Overall, r.Text, o.Text, r.Cells[i].String()})
		}
		lines = append(lines, []string{feedback.Overall, r.Text, "All", r.Total.String()})
	}
	for i, o := range q.Overall.Columns {
		lines = append(lines, []string{feedback.Overall, "All practices", o.Text, q.Overall.Totals[i].String()})
	}
	lines = append(lines, []string{feedback.Overall, "All practices", "All", q.Overall.Total.String()})
	for _, r := range q.Degrees.Rows {
		for i, o := range q.Degrees.Columns {
			lines = append(lines, []string{r.Text, "All practices", o.Text, r.Cells[i].String()})
		}
		lines = append(lines, []string{r.Text, "All practices", "All", r.Total.String()})
	}
	return listed(lines, func(l []string) []string { return l }), nil
}
