package person

import (
	"strconv"

	"footbridge/internal/app/person"
	"footbridge/internal/calendar"
	"footbridge/internal/web/nhsuk"
	"footbridge/internal/web/site"
)

var lookedPage = site.Parse(files, "looked.html")

// Access shows who looked at a person's record and who changed it, newest
// first, day by day.
func (ps Pages) Access(v *site.Visit) error {
	page, _ := strconv.Atoi(v.Form().Text("page"))
	h, err := site.Ask(v, person.Access{ID: v.Path("id"), Page: page})
	if err != nil {
		return err
	}
	if gone, err := elsewhere(v, h.Person, "/access"); gone {
		return err
	}
	type day struct {
		Date  calendar.Date
		Lines []person.Looked
	}
	var days []day
	for _, l := range h.Lines {
		if d := l.At.Date(); len(days) == 0 || days[len(days)-1].Date != d {
			days = append(days, day{Date: d})
		}
		days[len(days)-1].Lines = append(days[len(days)-1].Lines, l)
	}
	data := map[string]any{"P": h.Person, "Head": ps.head(v, h.Person, "/access"), "Days": days, "Page": h.Page}
	var pages nhsuk.Pagination
	path := "/people/" + h.Person.ID + "/access?page="
	if h.Page > 1 {
		pages.Previous = nhsuk.PageLink{Href: path + strconv.Itoa(h.Page-1), Text: "Newer"}
	}
	if h.More {
		pages.Next = nhsuk.PageLink{Href: path + strconv.Itoa(h.Page+1), Text: "Older"}
	}
	if h.Page > 1 || h.More {
		data["Pages"] = pages.HTML()
	}
	return v.Show(site.Page{Title: "Who looked: " + h.Person.Name(), Back: "/people/" + h.Person.ID, BackText: h.Person.Name(), Print: true}, lookedPage, data)
}
