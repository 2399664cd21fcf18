package network

import (
	"fmt"
	"html/template"
	"math"
	"strconv"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/network"
	"footbridge/internal/fault"
	"footbridge/internal/web/nhsuk"
	"footbridge/internal/web/site"
)

var (
	onePage   = site.Parse(files, "one.html", "when.html")
	adoptPage = site.Parse(files, "adopt.html")
)

type oneData struct {
	page
	D         network.Detail
	N         network.NetworkCoverage
	Practices template.HTML
	Posts     template.HTML
	Rules     template.HTML
	Sizes     template.HTML
	Status    template.HTML
	AdoptPath string
}

// One shows one network: its entitlement by every rule set, who is in post,
// its practices, and what it adopted.
func One(v *site.Visit) error {
	s, moved, err := look(v)
	if err != nil || moved {
		return err
	}
	s.PCN = v.Path("pcn")
	d, err := site.Ask(v, network.NetworkAt{PCN: s.PCN, At: s.At})
	if err != nil {
		return err
	}
	n := d.Network
	x := oneData{
		page: newPage(v, s, d.Facts, ""), D: d, N: n, Status: statusTag(n.Status), AdoptPath: "/coverage/networks/" + n.Code + "/adopt",
		Practices: practicesTable(s, d.Practices, site.Plural(len(d.Practices), "practice", "practices")),
		Rules:     rulesTable(d), Posts: postsTable(d), Sizes: sizesTable(d),
	}
	p := site.Page{Title: network.PlainName(n.Name), Wide: true, Form: s.form, Print: true, Crumbs: s.crumbs()}
	for i, code := range n.ICBs {
		p.Crumbs = append(p.Crumbs, site.Crumb{Text: shortBoard(n.ICBNames[i]), Href: s.to("/coverage/icb/" + code)})
	}
	return v.Show(p, onePage, x)
}

func rulesTable(d network.Detail) template.HTML {
	t := nhsuk.Table{
		ID: "rules", Caption: nhsuk.TableCaption{Text: "What each dated rule set gives", Size: nhsuk.SizeM, ID: "rules-caption"}, Scroll: true,
		Head: []nhsuk.Column{{Text: "Rule set"}, {Text: "Posts, whole-time equivalent"}, {Text: "On this date"}, {Text: "Source"}},
	}
	for _, a := range d.Rules.Answers {
		holds := template.HTML("Not in force")
		if a.Applies {
			holds = nhsuk.Tag{Text: "Applies", Colour: nhsuk.TagGreen}.HTML()
		} else if a.Plan {
			holds = "A plan that was overtaken, never a rule"
		}
		source := template.HTMLEscapeString(a.Source.Name)
		if a.Source.URL != "" {
			source = `<a href="` + template.HTMLEscapeString(nhsuk.SafeURL(a.Source.URL)) + `">` + source + `</a>`
		}
		source += `, confidence ` + template.HTMLEscapeString(a.Source.Confidence)
		if a.Source.Note != "" {
			source += `<br><span class="app-muted">` + template.HTMLEscapeString(a.Source.Note) + `</span>`
		}
		posts := a.Posts.String()
		if a.ByAgreement {
			posts += "; more than " + fmt.Sprint(a.Posts.Min) + " by agreement"
		}
		t.Rows = append(t.Rows, []nhsuk.Cell{{Text: a.RuleSet}, {Text: posts}, {Markup: holds}, {Markup: template.HTML(source)}})
	}
	if len(t.Rows) == 0 {
		return ""
	}
	return t.HTML()
}

func postsTable(d network.Detail) template.HTML {
	if len(d.Posts) == 0 {
		return ""
	}
	t := nhsuk.Table{
		ID: "posts", Caption: nhsuk.TableCaption{Text: "Reported for " + d.Facts.Workforce.Medium() + ", by role", Size: nhsuk.SizeM, ID: "posts-caption"}, Scroll: true,
		Head: []nhsuk.Column{{Text: "Role"}, {Text: "For"}, {Text: "Reported as"}, num("Lines"), num("FTE")},
	}
	for _, p := range d.Posts {
		age, as := "Adults", "The network's own staff"
		if p.AgeGroup == network.CYP {
			age = "Children and young people"
		}
		if p.Contracted {
			as = "Contracted service"
		}
		t.Rows = append(t.Rows, []nhsuk.Cell{{Text: p.Role}, {Text: age}, {Text: as}, {Text: number(p.Posts)}, {Text: network.FTE(p.FTE)}})
	}
	return t.HTML()
}

func sizesTable(d network.Detail) template.HTML {
	if len(d.Sizes) == 0 {
		return ""
	}
	t := nhsuk.Table{
		ID: "sizes", Caption: nhsuk.TableCaption{Text: "Registered patients on each published day", Size: nhsuk.SizeM, ID: "sizes-caption"},
		Head: []nhsuk.Column{{Text: "Day"}, num("Practices"), num("Registered")},
	}
	for _, p := range d.Sizes {
		t.Rows = append(t.Rows, []nhsuk.Cell{{Text: p.AsOf.Medium()}, {Text: number(p.Practices)}, {Text: number(p.Patients)}})
	}
	return t.HTML()
}

// Adopt shows the form for the entitlement that the network follows.
func Adopt(v *site.Visit) error {
	f := v.Form()
	d, err := site.Ask(v, network.NetworkAt{PCN: v.Path("pcn"), At: v.App.Today()})
	if err != nil {
		return err
	}
	if !d.MayAdopt {
		return fault.Missing("network of yours")
	}
	if len(d.Versions) > 0 {
		f.Set("version", strconv.Itoa(d.Versions[0].Version))
		f.Set("figure", network.FTE(d.Versions[0].Figure))
	} else {
		f.Set("version", "0")
	}
	f.SetDate("from", v.App.Today())
	return showAdopt(v, d)
}

func showAdopt(v *site.Visit, d network.Detail) error {
	return v.Show(site.Page{Title: "The entitlement that " + network.PlainName(d.Network.Name) + " follows", Form: v.Form(), Back: "/coverage/networks/" + d.Network.Code}, adoptPage,
		map[string]any{"Form": v.Form(), "D": d, "N": d.Network, "Version": v.Form().Raw("version")})
}

// DoAdopt records it.
func DoAdopt(v *site.Visit) error {
	f := v.Form()
	pcn := v.Path("pcn")
	cmd := network.Adopt{PCN: pcn, DecidedBy: f.Text("decided"), Reason: f.Text("reason")}
	cmd.From, _ = f.Date("from", "The day from which this holds")
	cmd.Version, _ = f.Int("version")
	figure, err := strconv.ParseFloat(strings.TrimSpace(f.Raw("figure")), 64)
	if err != nil || math.IsNaN(figure) || math.IsInf(figure, 0) {
		f.Fail("figure", "Enter the number of posts, like 1 or 1.5")
	}
	cmd.Figure = figure
	if f.OK() {
		_, err = site.Do(v, cmd)
		if err == nil {
			return v.ToWith("/coverage/networks/"+pcn, "The entitlement that the network follows is recorded")
		}
		if !v.Again(err) {
			return err
		}
	}
	if !v.May(access.Adopt) {
		return fault.Refused("Your role can't do this")
	}
	d, err := site.Ask(v, network.NetworkAt{PCN: pcn, At: v.App.Today()})
	if err != nil {
		return err
	}
	if !d.MayAdopt {
		return fault.Missing("network of yours")
	}
	if len(d.Versions) > 0 {
		f.Set("version", strconv.Itoa(d.Versions[0].Version)) // what is shown beside the form now
	}
	return showAdopt(v, d)
}

// FTE writes a full-time equivalent.
func (oneData) FTE(f float64) string { return network.FTE(f) }
