package network

import (
	"fmt"
	"html/template"
	"strings"

	"footbridge/internal/app/network"
	"footbridge/internal/policy"
	"footbridge/internal/web/site"
)

var areaPage = site.Parse(files, "area.html", "when.html")

type areaData struct {
	page
	Title    string
	Coverage network.Coverage
	S        network.Summary
	Board    bool // one ICB
	Share    string
	Grid     template.HTML
	Boards   template.HTML
	Networks template.HTML
	Points   template.HTML
	Differ   string
	Means    string
	Nowhere  string
	Rule     string
	Sized    bool
	Staffed  bool
}

// England shows all of England, or one region of it.
func England(v *site.Visit) error { return area(v, "") }

// Board shows one ICB.
func Board(v *site.Visit) error { return area(v, v.Path("icb")) }

func area(v *site.Visit, icb string) error {
	s, moved, err := look(v)
	if err != nil || moved {
		return err
	}
	if s.ICB = icb; icb != "" {
		s.Reg = ""
	}
	sort := s.form.Text("sort")
	c, err := site.Ask(v, network.CoverageAt{At: s.At, ICB: s.ICB, Region: s.Reg, Sort: sort})
	if err != nil {
		return err
	}
	d := areaData{
		page: newPage(v, s, c.Facts, c.Why), Coverage: c, S: c.Summary, Board: icb != "", Points: pointsTable(),
		Differ: policy.Denominators, Means: network.MeaningOfCoverage, Nowhere: network.WhereUnallocatedGo,
		Sized: !c.Facts.Sizes.IsZero(), Staffed: !c.Facts.Workforce.IsZero(),
	}
	if share, ok := c.Summary.Share(); ok {
		d.Share = fmt.Sprintf("%.1f%%", share*100)
	}
	if rule, ok := policy.Posts.On(s.At); ok {
		d.Rule = first(rule.Value.String())
	}
	p := site.Page{Title: "Coverage of " + c.Area, Wide: true, Form: s.form}
	if c.Facts.Known() {
		d.Grid = grid(s, c)
		if icb == "" {
			d.Boards = boardsTable(s, c.Boards, c.Facts)
		} else {
			d.Networks = networksTable(s, c.Networks, "Networks", sort, func(by string) string { return s.to("/coverage/icb/"+icb, "sort", by) })
		}
	}
	if icb != "" || s.Reg != "" {
		p.Crumbs = s.crumbs()
	}
	if icb != "" {
		p.Title = "Coverage of " + shortBoard(c.Area)
	}
	d.Title = p.Title
	return v.Show(p, areaPage, d)
}

// FTE writes a full-time equivalent.
func (areaData) FTE(f float64) string { return network.FTE(f) }

// first begins a sentence with a capital.
func first(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
