package funding

import (
	"footbridge/internal/app/funding"
	"footbridge/internal/calendar"
	"footbridge/internal/web/site"
)

var boardPage = site.Parse(files, "board.html")

// Board shows the claims of an ICB's networks.
func Board(v *site.Visit) error {
	b, err := site.Ask(v, funding.Board{ICB: board(v), Year: yearOf(v)})
	if err != nil {
		return err
	}
	return v.Show(site.Page{Title: "Money of the networks", Wide: true}, boardPage, map[string]any{
		"B": b, "Years": years(v, "/funding/board", b.Year, calendar.ContractYearOf(b.Today)), "Days": arrearsText(b.Arrears),
	})
}
