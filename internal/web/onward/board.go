package onward

import (
	"html/template"
	"net/url"
	"strconv"

	"footbridge/internal/access"
	"footbridge/internal/app/onward"
	"footbridge/internal/fault"
	"footbridge/internal/web/form"
	"footbridge/internal/web/nhsuk"
	"footbridge/internal/web/site"
)

var boardPage = site.Parse(files, "board.html")

// shows are the words for the ways to narrow the list.
var shows = map[string]string{"": "All open", onward.ShowMine: "Mine", onward.ShowNotSent: "Not sent yet", onward.ShowCameBack: "Came back", onward.ShowQuiet: "No reply", onward.ShowDue: "Tell the person again"}

type count struct {
	Text, Href, Now string
	N               int
}

// Board shows the open onward requests.
func Board(v *site.Visit) error {
	f := v.Form()
	q := onward.Board{PCN: v.Network(), Show: f.Text("show"), State: f.Text("state"), Holder: f.Text("owner"), Service: f.Text("service")}
	if _, known := shows[q.Show]; !known {
		q.Show = ""
	}
	t, err := site.Ask(v, q)
	if err != nil {
		return err
	}
	var counts []count
	for _, s := range onward.Shows {
		u := url.Values{}
		if s != "" {
			u.Set("show", s)
		}
		if p := f.Raw("pcn"); p != "" {
			u.Set("pcn", p)
		}
		href := "/onward"
		if len(u) > 0 {
			href += "?" + u.Encode()
		}
		text := shows[s]
		if s == onward.ShowQuiet {
			text += " for " + site.Plural(t.Rules.QuietDays, "day", "days")
		}
		counts = append(counts, count{text, href, map[bool]string{true: "true"}[q.Show == s], t.Counts[s]})
	}
	states := form.Choices("", "Any state")
	for _, s := range onward.States {
		if s[0] != onward.Done && s[0] != onward.Ended {
			states = append(states, form.Choice{Value: s[0], Text: s[1] + " (" + strconv.Itoa(t.ByState[s[0]]) + ")"})
		}
	}
	owners := form.Choices("", "Anybody")
	for _, p := range t.Team {
		owners = append(owners, form.Choice{Value: p.ID, Text: p.Name})
	}
	owners = append(owners, form.Choice{Value: onward.Lead, Text: "The team lead"})
	rows, links, many := cut(v, t.List)
	return v.Show(site.Page{Title: "Onward access", Wide: true, Print: true}, boardPage, map[string]any{
		"Form": f, "T": t, "Rows": rows, "Pages": links, "Many": many, "Counts": counts, "States": states, "Owners": owners, "Services": choices(t.Services, "", "Any service"), "Show": q.Show,
		"Narrowed": q.Show+q.State+q.Holder+q.Service != "", "Today": v.App.Today(), "MayFind": v.May(access.FindPerson),
	})
}

// cut gives one page of fifty, and the links to the others.
func cut[T any](v *site.Visit, list []T) ([]T, template.HTML, bool) {
	const size = 50
	all := max(1, (len(list)+size-1)/size)
	n := min(max(1, number(v.Form(), "page")), all)
	var links nhsuk.Pagination
	for i := 1; i <= all && all > 1; i++ {
		q := v.R.URL.Query()
		q.Set("page", strconv.Itoa(i))
		links.Items = append(links.Items, nhsuk.PageItem{Number: i, Href: v.R.URL.Path + "?" + q.Encode(), Current: i == n})
	}
	return list[(n-1)*size : min(n*size, len(list))], links.HTML(), all > 1
}

// Today says on today's page how many onward requests came back.
func Today(v *site.Visit) (template.HTML, error) {
	if !v.May(access.SeeCare) || v.Network() == "" {
		return "", nil
	}
	b, err := site.Ask(v, onward.Back{PCN: v.Network()})
	if fault.Is(err, fault.NotFound) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	return v.Markup(todayPiece, map[string]any{"B": b})
}
