package network

import (
	"fmt"
	"html/template"
	"strings"

	"footbridge/internal/app/network"
	"footbridge/internal/policy"
	"footbridge/internal/web/chart"
	"footbridge/internal/web/nhsuk"
	"footbridge/internal/web/site"
)

const unknown = "Not known"

func number(n int) string { return site.Thousands(n) }

// fte writes FTE that is known.
func fte(f float64, known bool) string {
	if !known {
		return unknown
	}
	return network.FTE(f)
}

func statusTag(s network.Status) template.HTML {
	colour := map[network.Status]nhsuk.TagColour{network.Covered: nhsuk.TagGreen, network.None: nhsuk.TagRed, network.NoReturn: nhsuk.TagGrey}[s]
	if s == network.NotKnown {
		colour = nhsuk.TagGrey
	}
	return nhsuk.Tag{Text: s.Words(), Colour: colour, Classes: "app-nowrap"}.HTML()
}

// sorted makes a column that sorts on the server; the first press on a column
// of numbers puts the highest first.
func sorted(text, name, now string, numeric bool, href func(sort string) string) nhsuk.Column {
	c := nhsuk.Column{Text: text, Sort: nhsuk.SortNone}
	first, second := name, "-"+name
	if numeric {
		c.Format = nhsuk.FormatNumeric
		first, second = second, first
	}
	switch now {
	case name:
		c.Sort = nhsuk.SortAscending
	case "-" + name:
		c.Sort = nhsuk.SortDescending
	}
	if now == first {
		first = second
	}
	c.Href = href(first)
	return c
}

// networksTable lists networks; href gives the address with another order.
func networksTable(s view, list []network.NetworkCoverage, caption, sort string, href func(sort string) string) template.HTML {
	if sort == "" {
		sort = "name"
	}
	col := func(text, name string, numeric bool) nhsuk.Column { return sorted(text, name, sort, numeric, href) }
	t := nhsuk.Table{
		ID: "networks", Caption: nhsuk.TableCaption{Text: caption, Size: nhsuk.SizeM, ID: "networks-caption"}, Scroll: true, Compact: true, FirstCellIsHeader: true,
		Head: []nhsuk.Column{
			col("Network", "name", false), col("Code", "code", false), col("ICB", "icb", false), col("Practices", "practices", true), col("Registered", "registered", true),
			col("Posts", "entitlement", true), col("FTE", "fte", true), col("Adults", "adult", true), col("Children", "cyp", true), col("Status", "status", false),
		},
	}
	for _, n := range list {
		at := s.to("/coverage/networks/" + n.Code)
		registered, posts := unknown, unknown
		if n.HasSize {
			registered = number(n.Registered)
		}
		if n.HasRule {
			posts = fmt.Sprint(n.Posts.Min)
		}
		if n.Adopted != nil {
			posts += " (" + network.FTE(n.Adopted.Figure) + " adopted)"
		}
		t.Rows = append(t.Rows, []nhsuk.Cell{
			{Text: network.PlainName(n.Name), Href: at}, {Text: n.Code}, {Markup: boardLinks(s, n)},
			{Text: number(n.Practices), Href: s.to("/coverage/practices", "pcn", n.Code), HiddenText: " practices of " + network.PlainName(n.Name) + ", " + n.Code}, {Text: registered},
			{Text: posts}, {Text: fte(n.FTE(), n.Returned())}, {Text: fte(n.AdultFTE, n.Returned())}, {Text: fte(n.CYPFTE, n.Returned())},
			{Markup: statusTag(n.Status)},
		})
	}
	return t.HTML()
}

func boardLinks(s view, n network.NetworkCoverage) template.HTML {
	var out []string
	for i, code := range n.ICBs {
		out = append(out, fmt.Sprintf(`<a href="%s" title="%s">%s</a>`, template.HTMLEscapeString(s.to("/coverage/icb/"+code)), template.HTMLEscapeString(n.ICBNames[i]), template.HTMLEscapeString(code)))
	}
	return template.HTML(strings.Join(out, "; "))
}

// boardsTable lists ICBs. Each count leads to exactly its list.
func boardsTable(s view, boards []network.Board, f network.Facts) template.HTML {
	t := nhsuk.Table{
		ID: "boards", Caption: nhsuk.TableCaption{Text: "Integrated care boards", Size: nhsuk.SizeM, ID: "boards-caption"}, Scroll: true, Compact: true, FirstCellIsHeader: true,
		Head: []nhsuk.Column{{Text: "Integrated care board"}, {Text: "Region"}, num("Networks"), num("Have a practitioner"), num("Report none"), num("Made no return"), num("Practices"), num("Registered"), num("Practices in no network")},
	}
	for _, b := range boards {
		list := func(n int, status network.Status) nhsuk.Cell {
			if f.Workforce.IsZero() {
				return nhsuk.Cell{Text: unknown}
			}
			return nhsuk.Cell{Text: number(n), Href: s.to("/coverage/networks", "icb", b.Code, "status", string(status)), HiddenText: " networks of " + b.Name + ": " + status.Words()}
		}
		registered := nhsuk.Cell{Text: unknown}
		if !f.Sizes.IsZero() {
			registered = nhsuk.Cell{Text: number(b.Registered), Href: s.to("/coverage/explain", "number", string(network.NumberTotal), "icb", b.Code), HiddenText: " registered in " + b.Name}
		}
		t.Rows = append(t.Rows, []nhsuk.Cell{
			{Text: shortBoard(b.Name), Href: s.to("/coverage/icb/" + b.Code)}, {Text: b.Region},
			{Text: number(b.Networks), Href: s.to("/coverage/networks", "icb", b.Code), HiddenText: " networks of " + b.Name},
			list(b.Covered, network.Covered), list(b.None, network.None), list(b.NoReturn, network.NoReturn),
			{Text: number(b.Practices), Href: s.to("/coverage/practices", "icb", b.Code), HiddenText: " practices in " + b.Name}, registered,
			{Text: number(b.Unallocated), Href: s.to("/coverage/practices", "icb", b.Code, "in", "none"), HiddenText: " practices in no network in " + b.Name},
		})
	}
	return t.HTML()
}

func num(text string) nhsuk.Column { return nhsuk.Column{Text: text, Format: nhsuk.FormatNumeric} }

// shortBoard leaves out what every ICB's name has.
func shortBoard(name string) string {
	return strings.TrimSuffix(strings.TrimPrefix(name, "NHS "), " Integrated Care Board")
}

// grid is the map-like picture: one square for each network, by ICB.
func grid(s view, c network.Coverage) template.HTML {
	g := chart.Grid{
		ID: "grid", Title: "Networks by integrated care board",
		Description: "One square for each network. A full square has at least the posts that it is entitled to, a half one has fewer, a crossed one reports none, and one with a question mark made no return: nothing is known about it. A network in two boards stands with the first of them.",
		Full:        "Has its posts", Part: "Has fewer than its posts", None: "Reports none", Unknown: "Made no return: not known",
		GroupHead: "Integrated care board", SquareHead: "Primary care network", Empty: c.Why,
	}
	by := map[string]*chart.Group{}
	for _, b := range c.Boards {
		by[b.Code] = &chart.Group{Name: shortBoard(b.Name), Href: s.to("/coverage/icb/" + b.Code)}
	}
	same := map[string]int{}
	for _, n := range c.Networks {
		same[n.Name]++
	}
	for _, n := range c.Networks {
		name := network.PlainName(n.Name)
		if same[n.Name] > 1 { // counted by the published name, as the loop above does
			name += " (" + n.Code + ")"
		}
		sq := chart.Square{Name: name, Href: s.to("/coverage/networks/" + n.Code)}
		switch n.Status {
		case network.Covered:
			sq.State = chart.Part
			if gap, ok := n.Below(); ok && gap == 0 {
				sq.State = chart.Full
			}
		case network.None:
			sq.State = chart.None
		}
		if n.Returned() {
			sq.Detail = network.FTE(n.FTE()) + " FTE"
			if f, ok := n.Figure(); ok {
				sq.Detail += " for " + network.FTE(f)
			}
		}
		for _, code := range n.ICBs {
			if by[code] != nil {
				by[code].Squares = append(by[code].Squares, sq)
				break // once, so that the squares add up to the networks
			}
		}
	}
	for _, b := range c.Boards {
		if len(by[b.Code].Squares) > 0 {
			g.Groups = append(g.Groups, *by[b.Code])
		}
	}
	return g.HTML()
}

// pointsTable lists the published figures beside ours.
func pointsTable() template.HTML {
	t := nhsuk.Table{
		ID: "points", Caption: nhsuk.TableCaption{Text: "Published figures, as they were published", Size: nhsuk.SizeS, ID: "points-caption"}, Scroll: true, Compact: true,
		Head: []nhsuk.Column{{Text: "About"}, {Text: "What"}, {Text: "Source"}},
	}
	for _, p := range policy.Points() {
		when := p.From.Medium()
		if p.To != p.From {
			when += " to " + p.To.Medium()
		}
		what := p.Sentence
		if p.Derived {
			what += " (our arithmetic)"
		}
		t.Rows = append(t.Rows, []nhsuk.Cell{{Text: when}, {Text: what}, {Text: p.Source.Name, Href: p.Source.URL}})
	}
	return t.HTML()
}
