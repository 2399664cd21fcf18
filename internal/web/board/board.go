// Package board is the front room of whoever looks after many posts: the
// network's manager, the provider's team lead and the ICB. It asks the rooms
// and puts their answers side by side; it counts nothing itself.
package board

import (
	"embed"
	"html/template"
	"net/url"

	"footbridge/internal/access"
	"footbridge/internal/app/funding"
	"footbridge/internal/app/hiring"
	"footbridge/internal/app/network"
	"footbridge/internal/app/supervision"
	"footbridge/internal/app/workforce"
	"footbridge/internal/calendar"
	"footbridge/internal/claim"
	"footbridge/internal/web/site"
)

//go:embed *.html
var files embed.FS

var (
	ownPage   = site.Parse(files, "network.html")
	boardPage = site.Parse(files, "board.html")
	barePage  = site.Parse(files, "bare.html")
)

// Need is something that needs the reader this month, with where it is done.
type Need struct{ Text, Link, Href string }

// soon is how many days ahead something is said to be near.
const soon = 60

// Pages are the pages of this room, with what a room beside it says at the
// head of a manager's landing page.
type Pages struct {
	Above func(*site.Visit) (template.HTML, error)
}

// Network is where a network's manager lands: the posts, their money and their
// supervision, and what needs the manager this month. Whoever belongs to no
// network is led to England.
func (p Pages) Network(v *site.Visit) error {
	pcn := v.Network()
	if own := v.Place(access.Network); own != "" {
		pcn = own
	}
	if pcn == "" {
		return v.To("/coverage")
	}
	if !v.May(access.EditWorkforce) {
		return v.To("/coverage/networks/" + pcn)
	}
	today := v.App.Today()
	n, err := site.Ask(v, network.NetworkAt{PCN: pcn, At: today})
	if err != nil {
		return err
	}
	members, err := site.Ask(v, workforce.Members{PCN: pcn})
	if err != nil {
		return err
	}
	front, err := site.Ask(v, supervision.Board{PCN: pcn})
	if err != nil {
		return err
	}
	claims, err := site.Ask(v, funding.Claims{PCN: pcn, Year: calendar.ContractYearOf(today)})
	if err != nil {
		return err
	}
	agreement, err := site.Ask(v, network.SignedAgreement{PCN: pcn})
	if err != nil {
		return err
	}
	ends, err := site.Ask(v, workforce.EndingSoon{PCN: pcn, Within: -1})
	if err != nil {
		return err
	}
	vacant, err := site.Ask(v, hiring.Vacancies{PCN: pcn})
	if err != nil {
		return err
	}
	vacancies := 0
	for _, x := range vacant.List {
		if x.State != hiring.Started && x.State != hiring.Withdrawn && x.State != hiring.Unfilled {
			vacancies++
		}
	}
	d := map[string]any{"Ends": ends, "Vacancies": vacancies, "PCN": pcn, "N": n.Network, "Today": today, "F": front, "C": claims, "A": agreement, "MayKeep": v.May(access.KeepFunding)}
	if d["Above"], err = p.Above(v); err != nil {
		return err
	}
	wte, posts := 0, 0
	for _, m := range members {
		if m.Post.On(today) {
			posts, wte = posts+1, wte+m.Post.WTEPercent
		}
	}
	d["Posts"], d["WTE"] = posts, float64(wte)/100
	if figure, ok := n.Network.Figure(); ok {
		d["Figure"] = figure
		d["Gap"] = max(0, figure-float64(wte)/100)
	}
	open, missing := 0, 0
	for _, m := range claims.Months {
		if (m.Claim == nil || m.Claim.SentAt.IsZero()) && m.Month.Before(calendar.MonthOf(today)) && m.Posts > 0 {
			open, missing = open+1, missing+len(m.Missing)
		}
	}
	d["Open"], d["Missing"] = open, missing
	list := needs(v, pcn, today, front, claims, agreement, members)
	if ends.Expired > 0 {
		list = append(list, Need{site.Plural(ends.Expired, "competence or check of a practitioner has", "competences and checks of practitioners have") + " expired without a renewal", "See what expires", "/team/expiring"})
	}
	d["Needs"] = list
	return v.Show(site.Page{Title: network.PlainName(n.Network.Name), Wide: true, Print: true}, ownPage, d)
}

// needs lists what needs the reader this month, the nearest first.
func needs(v *site.Visit, pcn string, today calendar.Date, front supervision.Front, claims funding.Overview, a network.Standing, members []workforce.Member) (out []Need) {
	for _, m := range claims.Months {
		switch {
		case m.Claim != nil && m.Claim.State == funding.Queried:
			out = append(out, Need{"The ICB asks about the claim for " + m.Month.Long(), "Answer it", "/claims/" + m.Claim.ID})
		case (m.Claim == nil || m.Claim.SentAt.IsZero()) && m.Month.Before(calendar.MonthOf(today)) && m.Posts > 0:
			text := "The claim for " + m.Month.Long() + " is not sent"
			if len(m.Missing) > 0 {
				text += ": " + site.Plural(len(m.Missing), "thing is", "things are") + " missing"
			}
			out = append(out, Need{text, "Open the claim for " + m.Month.Long(), "/claims/" + m.Month.String()})
		}
	}
	for _, p := range front.Overdue() {
		out = append(out, Need{"Supervision of " + p.Name + " is overdue", "See the lines of " + p.Name, "/supervision/posts/" + p.ID})
	}
	for _, m := range front.Missing() {
		out = append(out, Need{"No GP mentor is named at " + m.PlacedAt + " since " + m.FromDay.Medium(), "Name one at " + m.PlacedAt, "/supervision/mentors"})
	}
	if front.NoMentor {
		out = append(out, Need{"No GP mentor is named in the network", "Name a GP mentor", "/supervision/mentors"})
	}
	switch {
	case a.InForce == nil && a.Draft == nil:
		out = append(out, Need{"No agreement is in force: nobody can be booked straight in", "Begin one", "/agreement"})
	case a.Draft != nil:
		out = append(out, Need{"A draft of the agreement waits", "Read and sign it", "/agreement"})
	case a.InForce != nil && !a.InForce.Terms.ReviewOn.IsZero() && a.InForce.Terms.ReviewOn.DaysSince(today) <= soon:
		out = append(out, Need{"The agreement is to be reviewed by " + a.InForce.Terms.ReviewOn.Medium(), "Open the agreement", "/agreement"})
	}
	for _, m := range members {
		if last := m.Post.ToDay; m.Post.On(today) && !last.IsZero() && last.DaysSince(today) <= soon {
			out = append(out, Need{"The post of " + m.Name + " ends on " + last.AddDays(-1).Medium(), "See the posts: " + m.Name, "/team"})
		}
	}
	return out
}

// Board shows an ICB its networks: what is spent, who is covered, which posts
// have no supervision written down, and what waits for an answer.
func Board(v *site.Visit) error {
	icb, today := v.Place(access.ICB), v.App.Today()
	m, err := site.Ask(v, funding.Board{ICB: icb, Year: calendar.ContractYearOf(today)})
	if err != nil {
		return err
	}
	c, err := site.Ask(v, network.CoverageAt{At: today, ICB: icb})
	if err != nil {
		return err
	}
	s, err := site.Ask(v, supervision.BoardOf{ICB: icb})
	if err != nil {
		return err
	}
	money := map[string]funding.BoardRow{}
	for _, r := range m.Rows {
		money[r.PCN] = r
	}
	bare := map[string]int{}
	for _, b := range s.Bare {
		bare[b.PCN]++
	}
	var waits claim.Pence
	for _, x := range m.ToAnswer {
		waits += x.Total
	}
	return v.Show(site.Page{Title: "Your networks", Wide: true, Print: true}, boardPage, map[string]any{
		"M": m, "C": c, "S": s, "Money": money, "Bare": bare, "Waits": waits, "Coverage": "/coverage/icb/" + url.PathEscape(icb), "Today": today, "List": "/coverage/networks?icb=" + url.QueryEscape(icb),
	})
}

// Bare lists the posts without supervision written down.
func Bare(v *site.Visit) error {
	s, err := site.Ask(v, supervision.BoardOf{ICB: v.Place(access.ICB)})
	if err != nil {
		return err
	}
	return v.Show(site.Page{Title: "Posts without supervision written down", Wide: true, Print: true, Back: "/board", BackText: "Your networks"}, barePage, map[string]any{"S": s})
}
