package export

import (
	"context"

	"footbridge/internal/access"
	"footbridge/internal/app/impact"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/fault"
)

const (
	figuresMean    = "One line for each point of each figure of the catalogue over the whole months shown, with its exact definition and the version by which the month was counted. What may not be shown to whoever asked is left out, with the reason."
	breakdownsMean = "One line for each part of each table of the figures, over the whole months shown. Parts below 5 are “hidden”, with as many others as it takes, for whoever may not open the rows behind them."
	reachMean      = "People first seen per 1,000 registered, indirectly standardised by the list’s own age and sex (published five-year bands), with 95% intervals. Deprivation is the practice’s published score in fifths of England’s practices. What is not set is empty, never 0. Sources: NHS England, Patients Registered at a GP Practice; Office for Health Improvement and Disparities, Fingertips."
)

func init() {
	sources = append(sources,
		Source{Key: "figures", Title: "Figures of the network, month by month", Definition: figuresMean, Needs: access.SeeImpact, Columns: impact.FigureColumns, Check: wholeNetwork, Rows: figures(impact.Report.FigureLines)},
		Source{Key: "breakdowns", Title: "Figures of the network, broken down", Definition: breakdownsMean, Needs: access.SeeImpact, Columns: impact.BreakdownColumns, Check: wholeNetwork, Rows: figures(impact.Report.BreakdownLines)},
		Source{Key: "reach", Title: "Who is reached, practice by practice", Definition: reachMean, Needs: access.SeeImpact, Columns: impact.ReachColumns, Check: wholeNetwork, Rows: reach},
		Source{Key: "board-figures", Title: "Figures of the ICB’s networks, month by month", Definition: figuresMean, Needs: access.BoardImpact, Alone: true, Columns: impact.FigureColumns, Check: ownBoard, Rows: boardFigures(impact.Report.FigureLines)},
		Source{Key: "board-breakdowns", Title: "Figures of the ICB’s networks, broken down", Definition: breakdownsMean, Needs: access.BoardImpact, Alone: true, Columns: impact.BreakdownColumns, Check: ownBoard, Rows: boardFigures(impact.Report.BreakdownLines)},
	)
}

func same(line []string) []string { return line }

func figures(lines func(impact.Report) [][]string) func(context.Context, *gate.Tx, Params) (Rows, error) {
	return func(ctx context.Context, tx *gate.Tx, p Params) (Rows, error) {
		r, err := impact.OfNetwork{PCN: p["pcn"]}.Ask(ctx, tx)
		if err != nil || r.None {
			return Rows{Each: none}, err
		}
		return listed(lines(r), same), nil
	}
}

func none(func([]string, error) bool) {}

func reach(ctx context.Context, tx *gate.Tx, p Params) (Rows, error) {
	f, err := impact.Reached{PCN: p["pcn"]}.Ask(ctx, tx)
	return listed(f.Lines(), same), err
}

// ownBoard is the ICB of whoever asked.
func ownBoard(_ context.Context, tx *gate.Tx, _ Params) (string, error) {
	if len(tx.Scope.ICBs) == 0 {
		return "", fault.Missing("ICB")
	}
	return tx.Scope.ICBs[0], nil
}

func boardFigures(lines func(impact.Report) [][]string) func(context.Context, *gate.Tx, Params) (Rows, error) {
	return func(ctx context.Context, tx *gate.Tx, p Params) (Rows, error) {
		code, err := ownBoard(ctx, tx, p)
		if err != nil {
			return Rows{}, err
		}
		r, err := impact.OfBoard{ICB: code}.Ask(ctx, tx)
		if err != nil || r.None {
			return Rows{Each: none}, err
		}
		return listed(lines(r), same), nil
	}
}
