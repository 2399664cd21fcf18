package diary

import (
	"footbridge/internal/access"
	"footbridge/internal/app/diary"
	"footbridge/internal/app/episode"
	"footbridge/internal/app/person"
	webperson "footbridge/internal/web/person"
	"footbridge/internal/web/site"
)

var sectionPiece = site.Parse(files, "section.html")

// Actions are what reception does with a person.
func Actions(v *site.Visit, p person.Person) []webperson.Action {
	if !v.May(access.Book) || !p.Died.IsZero() {
		return nil
	}
	return []webperson.Action{{Text: "Book", Href: "/book/" + p.ID}, {Text: "Needs help today", Href: "/help-today?person=" + p.ID}}
}

// Section is the part of a person's page about bookings, the waiting list,
// and where they were shown instead.
func Section(v *site.Visit, p person.Person) ([]webperson.Section, error) {
	if !v.May(access.SeeDiary) {
		return nil, nil
	}
	b, err := site.Ask(v, diary.OfPerson{Person: p.ID})
	if err != nil {
		return nil, err
	}
	var shown []episode.OtherWay
	if v.May(access.SeeEpisode) {
		if shown, err = site.Ask(v, episode.ShownOf{Person: p.ID}); err != nil {
			return nil, err
		}
	}
	markup, err := sectionPiece.Markup(v, map[string]any{"B": b, "Shown": shown, "MayWait": v.May(access.WaitingList), "MayBook": v.May(access.Book)})
	return []webperson.Section{{Title: "Bookings", Markup: markup}}, err
}
