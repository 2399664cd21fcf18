package network

import (
	"fmt"
	"html/template"
	"net/url"
	"strconv"
	"strings"

	"footbridge/internal/app/network"
	"footbridge/internal/web/form"
	"footbridge/internal/web/nhsuk"
	"footbridge/internal/web/site"
)

var networksPage = site.Parse(files, "networks.html", "when.html")

type networksData struct {
	page
	Title       string
	Coverage    network.Coverage
	Table       template.HTML
	Pages       template.HTML
	First, Last int
	All         int
	Statuses    []form.Choice
	PostCounts  []form.Choice
	Boards      []form.Choice
	Filters     []struct{ Name, Value string } // of the date form, all of them
	CSV         string
	Narrowed    bool // some filter beside the area
	Clear       string
}

// ask reads the filters from the address.
func ask(s view) network.CoverageAt {
	posts, err := strconv.Atoi(s.form.Text("posts"))
	if err != nil {
		posts = 0
	}
	return network.CoverageAt{
		At: s.At, ICB: s.ICB, Region: s.Reg, Status: network.Status(s.form.Text("status")), Posts: posts,
		Find: s.form.Text("find"), Sort: s.form.Text("sort"),
	}
}

// same is an address with the present filters and one of them changed.
func (s view) same(path, name, value string) string {
	pairs := []string{}
	for _, n := range []string{"find", "status", "posts", "sort"} {
		v := s.form.Text(n)
		if n == name {
			v = value
		}
		pairs = append(pairs, n, v)
	}
	return s.area(path, pairs...)
}

// Networks lists networks, filtered and sorted by the address.
func Networks(v *site.Visit) error {
	s, moved, err := look(v)
	if err != nil || moved {
		return err
	}
	q := ask(s)
	c, err := site.Ask(v, q)
	if err != nil {
		return err
	}
	england, err := site.Ask(v, network.CoverageAt{At: s.At})
	if err != nil {
		return err
	}
	part, links, first, last := pages(v, c.Networks)
	d := networksData{
		page: newPage(v, s, c.Facts, c.Why), Coverage: c, First: first, Last: last, All: len(c.Networks),
		Statuses: form.Choices("", "All"), Boards: form.Choices("", "All of England"),
		PostCounts: form.Choices("", "All", "1", "1: up to and including 100,000 patients", "2", "2: more than 100,000 patients"),
		CSV:        s.same("/coverage/networks.csv", "", ""), Clear: s.area("/coverage/networks"),
		Narrowed: q.Status != "" || q.Posts != 0 || q.Find != "",
	}
	for _, st := range network.Statuses() {
		if st != network.NotKnown || c.Summary.NotKnown > 0 {
			d.Statuses = append(d.Statuses, form.Choices(string(st), st.Words())...)
		}
	}
	for _, b := range england.Boards {
		d.Boards = append(d.Boards, form.Choices(b.Code, shortBoard(b.Name))...)
	}
	if c.Facts.Known() && len(part) > 0 {
		caption := site.Plural(len(c.Networks), "network", "networks")
		if last-first+1 < len(c.Networks) {
			caption += fmt.Sprintf(", %s to %s shown", number(first), number(last))
		}
		d.Table = networksTable(s, part, caption, q.Sort, func(by string) string { return s.same("/coverage/networks", "sort", by) })
		if len(links.Items) > 0 {
			d.Pages = links.HTML()
		}
	}
	d.Title = "Networks of " + shortBoard(c.Area)
	p := site.Page{Title: d.Title, Wide: true, Form: s.form, Crumbs: s.crumbs()}
	if s.ICB != "" {
		p.Crumbs = s.crumbs(site.Crumb{Text: shortBoard(c.Area), Href: s.to("/coverage/icb/" + s.ICB)})
	}
	return v.Show(p, networksPage, d)
}

// NetworksCSV is the same list as a file.
func NetworksCSV(v *site.Visit) error {
	s, moved, err := look(v)
	if err != nil || moved {
		return err
	}
	c, err := site.Ask(v, ask(s))
	if err != nil {
		return err
	}
	name := "coverage-" + s.At.String()
	if s.ICB != "" {
		name += "-" + strings.ToLower(s.ICB)
	}
	v.W.Header().Set("Content-Type", "text/csv; charset=utf-8; header=present")
	v.W.Header().Set("Content-Disposition", `attachment; filename="`+url.PathEscape(name)+`.csv"`)
	return network.WriteCSV(v.W, c)
}

var practicesPage = site.Parse(files, "practices.html", "when.html")

// Practices lists practices of an area or of a network.
func Practices(v *site.Visit) error {
	s, moved, err := look(v)
	if err != nil || moved {
		return err
	}
	in := s.form.Text("in")
	l, err := site.Ask(v, network.PracticesAt{At: s.At, PCN: s.PCN, ICB: s.ICB, Region: s.Reg, Unallocated: in == "none", InNetworks: in == "networks"})
	if err != nil {
		return err
	}
	part, links, first, last := pages(v, l.Practices)
	d := struct {
		page
		Title       string
		All         int
		Patients    int
		Unsized     int
		First, Last int
		Table       template.HTML
		Pages       template.HTML
		None        bool
		Nowhere     string
	}{page: newPage(v, s, l.Facts, l.Why), All: len(l.Practices), Patients: l.Patients(), First: first, Last: last, None: in == "none", Nowhere: network.WhereUnallocatedGo}
	for _, p := range l.Practices {
		if !p.HasSize() {
			d.Unsized++
		}
	}
	d.Title = "Practices"
	crumbs := s.crumbs()
	if s.PCN != "" && len(l.Practices) > 0 {
		d.Title = "Practices of " + network.PlainName(l.Practices[0].PCNName)
		crumbs = s.crumbs(site.Crumb{Text: network.PlainName(l.Practices[0].PCNName), Href: s.to("/coverage/networks/" + s.PCN)})
	} else if s.ICB != "" && len(l.Practices) > 0 {
		d.Title = "Practices in " + strings.TrimPrefix(l.Practices[0].ICBName, "NHS ")
		crumbs = s.crumbs(site.Crumb{Text: shortBoard(l.Practices[0].ICBName), Href: s.to("/coverage/icb/" + s.ICB)})
	}
	if d.None {
		d.Title += " in no network"
	}
	if len(part) > 0 {
		d.Table = practicesTable(s, part, fmt.Sprintf("%s, %s registered patients", site.Plural(d.All, "practice", "practices"), number(d.Patients)))
		if len(links.Items) > 0 {
			d.Pages = links.HTML()
		}
	}
	return v.Show(site.Page{Title: d.Title, Wide: true, Form: s.form, Crumbs: crumbs}, practicesPage, d)
}

func practicesTable(s view, list []network.PracticeFacts, caption string) template.HTML {
	t := nhsuk.Table{
		ID: "practices", Caption: nhsuk.TableCaption{Text: caption, Size: nhsuk.SizeM, ID: "practices-caption"}, Scroll: true, Compact: true, FirstCellIsHeader: true,
		Head: []nhsuk.Column{{Text: "Practice"}, {Text: "Code"}, {Text: "Postcode"}, {Text: "Network"}, {Text: "Sub-ICB location"}, {Text: "ICB"}, {Text: "System"}, num("Registered")},
	}
	for _, p := range list {
		net := nhsuk.Cell{Text: "In no network"}
		if p.PCN != "" {
			net = nhsuk.Cell{Text: network.PlainName(p.PCNName), Href: s.to("/coverage/networks/" + p.PCN)}
		}
		size := unknown
		if p.HasSize() {
			size = number(p.Patients)
		}
		t.Rows = append(t.Rows, []nhsuk.Cell{
			{Text: network.PlainName(p.Name)}, {Text: p.Code}, {Text: p.Postcode}, net, {Text: p.SubICB}, {Text: p.ICB, Href: s.to("/coverage/icb/" + p.ICB)}, {Text: p.Supplier}, {Text: size},
		})
	}
	return t.HTML()
}
