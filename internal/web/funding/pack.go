package funding

import (
	"cmp"
	"encoding/csv"
	"fmt"
	"io"
	"net/url"
	"strconv"

	"github.com/xuri/excelize/v2"

	"footbridge/internal/app/funding"
	appnetwork "footbridge/internal/app/network"
	"footbridge/internal/calendar"
	"footbridge/internal/claim"
	"footbridge/internal/fault"
	"footbridge/internal/table"
	"footbridge/internal/web/site"
)

var printPage = site.Parse(files, "print.html", "lines.html")

// sentClaim is a claim that was sent, for its pack: the one that the address
// names, else the last one that the network sent.
func sentClaim(v *site.Visit) (funding.Sheet, error) {
	key := cmp.Or(v.Path("claim"), v.Form().Text("claim"))
	if key == "" {
		o, err := site.Ask(v, funding.Claims{PCN: v.Network(), Year: calendar.ContractYearOf(v.App.Today())})
		if err != nil {
			return funding.Sheet{}, err
		}
		for _, m := range o.Months {
			if m.Claim != nil && !m.Claim.SentAt.IsZero() {
				key = m.Claim.ID
				break
			}
		}
		if key == "" {
			return funding.Sheet{}, fault.Missing("claim that was sent")
		}
	}
	s, err := site.Ask(v, funding.ClaimOf{PCN: v.Network(), Key: key})
	if err == nil && (s.Claim == nil || s.Claim.SentAt.IsZero()) {
		err = fault.Missing("claim that was sent")
	}
	return s, err
}

// Print shows the claim pack on paper.
func Print(v *site.Visit) error {
	s, err := sentClaim(v)
	if err != nil {
		return err
	}
	return v.Show(site.Page{Title: s.Claim.Title(), Back: "/claims/" + v.Path("claim"), BackText: "The claim", Print: true, Wide: true}, printPage, map[string]any{"S": s, "Posts": posts(s), "Today": v.App.Today()})
}

// kind of a cell.
type cell struct {
	text  string
	pence *claim.Pence
}

func words(s string) cell      { return cell{text: s} }
func cash(p claim.Pence) cell  { return cell{pence: &p} }
func row(cells ...cell) []cell { return cells }
func header(texts ...string) (list []cell) {
	for _, t := range texts {
		list = append(list, words(t))
	}
	return list
}

// part is one sheet of the pack.
type part struct {
	name string
	rows [][]cell
}

// pack puts a claim into parts: what is claimed, every line, the evidence, and
// what happened.
func pack(s funding.Sheet) []part {
	c := s.Claim
	what := part{"Claim", [][]cell{
		row(words("Network"), words(appnetwork.PlainName(s.PCNName)), words(s.PCN)), row(words("ICB"), words(appnetwork.PlainName(s.ICBName)), words(s.ICB)),
		row(words("Claim"), words(c.Title()), words(c.ID)), row(words("How it stands"), words(c.State.Words())), row(words("Sent"), words(c.SentAt.Long())),
		row(words("Total claimed from the scheme"), cash(s.Total)), nil,
		header("Month", "Who", "Role", "Band", "Cost", "Maximum", "Lower of the two", "Scheme’s share, per cent", "Scheme", "Provider", "Above the maximum", "Claimed before", "This claim"),
	}}
	lines := part{"Lines", [][]cell{header("Month", "Who", "Line", "From", "To", "Amount", "How it comes about", "Rule", "Source", "Address", "Confidence")}}
	for _, i := range s.Items {
		what.rows = append(what.rows, row(words(i.Month.String()), words(i.Who), words(i.Role), words(i.Band), cash(i.Actual), cash(i.Cap), cash(i.LowerOf), words(i.Share.String()), cash(i.Due), cash(i.Provider), cash(i.Above), cash(i.Before), cash(i.Scheme)))
		for _, l := range i.Lines {
			lines.rows = append(lines.rows, row(words(i.Month.String()), words(i.Who), words(l.What), words(l.From.String()), words(l.Last.String()), cash(l.Amount), words(l.Sum), words(l.Rule), words(l.Source.Name), words(l.Source.URL), words(l.Source.Confidence)))
		}
	}
	evidence := part{"Evidence", [][]cell{header("Who", "Evidence", "There", "Where, or why not needed", "Noted by", "On")}}
	for _, p := range posts(s) {
		for _, e := range p.Evidence {
			evidence.rows = append(evidence.rows, row(words(p.Who), words(e.Item), words(e.There), words(e.Note), words(e.ByName), words(e.At.Long())))
		}
	}
	said := part{"What happened", [][]cell{header("State", "Words", "By", "On")}}
	for _, x := range s.Said {
		said.rows = append(said.rows, row(words(x.State.Words()), words(x.Words), words(x.ByName), words(x.At.Long())))
	}
	return []part{what, lines, evidence, said}
}

// pounds2 is an amount with its sign, as a number: "-12.05".
func pounds2(p claim.Pence) string {
	if p < 0 {
		return "-" + pounds(-p)
	}
	return pounds(p)
}

// writeCSV writes the parts of a pack one below the other, RFC 4180, UTF-8,
// with amounts in pounds.
func writeCSV(out io.Writer, parts []part) error {
	w := csv.NewWriter(out)
	w.UseCRLF = true
	for n, p := range parts {
		if n > 0 {
			if err := w.Write([]string{""}); err != nil {
				return err
			}
		}
		if err := w.Write([]string{p.name}); err != nil {
			return err
		}
		for _, r := range p.rows {
			record := make([]string, max(1, len(r)))
			for i, c := range r {
				record[i] = table.Safe(c.text)
				if c.pence != nil {
					record[i] = pounds2(*c.pence)
				}
			}
			if err := w.Write(record); err != nil {
				return err
			}
		}
	}
	w.Flush()
	return w.Error()
}

// writeXLSX writes each part of a pack as a sheet. Amounts are numbers with two
// decimals; every text is a text cell, so nothing in it is ever a formula.
func writeXLSX(out io.Writer, parts []part) error {
	f := excelize.NewFile()
	defer f.Close() //nolint:errcheck // nothing of it is on a disk
	format := `#,##0.00;[Red]-#,##0.00`
	money, err := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
	if err != nil {
		return err
	}
	for n, p := range parts {
		if n == 0 {
			err = f.SetSheetName("Sheet1", p.name)
		} else {
			_, err = f.NewSheet(p.name)
		}
		if err != nil {
			return err
		}
		w, err := f.NewStreamWriter(p.name)
		if err != nil {
			return err
		}
		if err := w.SetColWidth(1, 13, 20); err != nil {
			return err
		}
		for r, cells := range p.rows {
			values := make([]any, len(cells))
			for i, c := range cells {
				values[i] = c.text
				if c.pence != nil {
					// A decimal of two digits, exact in the file.
					values[i] = excelize.Cell{StyleID: money, Value: number(*c.pence)}
				}
			}
			if err := w.SetRow("A"+strconv.Itoa(r+1), values); err != nil {
				return err
			}
		}
		if err := w.Flush(); err != nil {
			return err
		}
	}
	return f.Write(out)
}

// number is an amount in pounds for a cell. Amounts up to £10 million a year are
// far below what a double holds to the penny.
func number(p claim.Pence) float64 { return float64(p) / 100 }

func download(v *site.Visit, s funding.Sheet, kind, ending string) {
	name := fmt.Sprintf("claim-%s-%s", s.PCN, s.Claim.Month)
	if s.Claim.Adjustment() {
		name += fmt.Sprintf("-adjustment-%d", s.Claim.Number)
	}
	v.W.Header().Set("Content-Type", kind)
	v.W.Header().Set("Content-Disposition", `attachment; filename="`+url.PathEscape(name)+ending+`"`)
}

// PackCSV sends the claim pack as CSV.
func PackCSV(v *site.Visit) error {
	s, err := sentClaim(v)
	if err != nil {
		return err
	}
	download(v, s, "text/csv; charset=utf-8; header=present", ".csv")
	return writeCSV(v.W, pack(s))
}

// PackXLSX sends the claim pack as a spreadsheet.
func PackXLSX(v *site.Visit) error {
	s, err := sentClaim(v)
	if err != nil {
		return err
	}
	download(v, s, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx")
	return writeXLSX(v.W, pack(s))
}
