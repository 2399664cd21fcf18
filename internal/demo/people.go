package demo

import (
	"fmt"

	"footbridge/internal/app/person"
	"footbridge/internal/calendar"
	"footbridge/internal/nhs"
)

// invented is one of the demo's people.
type invented struct {
	id       string
	key      string // for those with a story of their own
	practice string
	given    string
	reason   string
}

var (
	womenNames = []string{"Abigail", "Amina", "Beth", "Carys", "Chloe", "Dorota", "Eleri", "Fatima", "Freya", "Gwen", "Hannah", "Ifeoma", "Imogen", "Jasmine", "Keira", "Lucia", "Maeve", "Nadia", "Niamh", "Olwen", "Parveen", "Rosa", "Saoirse", "Tamsin", "Yasmin", "Zoë"}
	menNames   = []string{"Aaron", "Ahmed", "Bartosz", "Callum", "Cormac", "Dafydd", "Elias", "Femi", "George", "Hamza", "Idris", "Jakub", "Kwame", "Liam", "Malik", "Nikhil", "Owain", "Patrick", "Rhys", "Søren", "Theo", "Umar", "Viktor", "William", "Yusuf", "Zac"}
	families   = []string{"Abbott", "Achterberg", "Bakare", "Barlow", "Begum", "Brânză", "Carver", "Chaudhry", "Dalgleish", "D’Souza", "Eastman", "Fairweather", "García Núñez", "Greenhalgh", "Haddad", "Hartley", "Ibekwe", "Jankowska", "Kavanagh", "Kowalczyk", "Lacey", "Llewellyn", "MacAllister", "Mensah", "Müller", "Nakamura", "Novak", "O’Brien", "Oyelaran", "Pemberton", "Quayle", "Rahman", "Redfern", "Sandhu", "Szymańska", "Tennant", "Thackeray", "Underhill", "Varga", "Whitlock", "Yeoman", "Zając"}
	reasons    = []string{
		"Not sleeping, can’t stop crying, four weeks now",
		"Panic on the bus, hasn’t been out alone since August",
		"Says everything is too much since the funeral in spring",
		"Low for months, stopped seeing friends, wants to talk to somebody",
		"Hears a voice again; quieter than last year, but it is a worry",
		"Can’t concentrate at work and is about to be signed off",
		"Worried all the time, stomach in knots, checks the doors ten times",
		"Was under the recovery team until the summer, wants to stay well",
		"Flashbacks since the accident, avoids driving",
		"Up and down moods, the partner rang because they argue a lot",
		"Stopped the tablets and feels flat, doesn’t want to see the doctor about it",
		"Lonely since moving here, drinking more than is good",
	}
	streets = []string{"Marine Parade", "Locking Road", "Clarence Road North", "Alma Street", "Baker Street", "Beach Road", "Swiss Road", "Trevelyan Road"}
)

var practiceCodes = []string{"L81016", "L81016", "L81016", "L81021", "L81044", "L81051", "L81058", "L81058", "L81066", "L81643"}

// persons adds the people: a few with a story that the handbook tells, and
// a hundred others.
func (w *world) persons() {
	story := []struct {
		key, given, family, sex, practice, phone, reason string
		born                                             calendar.Date
		needs                                            person.SetNeeds
	}{
		{"marta", "Marta", "Kowalska", "female", "L81016", "07700 900101", "Not sleeping, can’t stop crying, four weeks", calendar.NewDate(1992, 3, 14), person.SetNeeds{Language: "Polish", Interpreter: true, SafePhone: "yes", SafeVoicemail: "no", SafeText: "no", SafeLetter: "yes", SafeNote: "Her sister answers the phone at home: ask for Marta"}},
		{"dean", "Dean", "Ashworth", "male", "L81016", "07700 900102", "Doesn’t want to leave the house any more", calendar.NewDate(1979, 11, 2), person.SetNeeds{Format: "Large print", Adjustments: "First appointment of the morning; waits outside until called", SafePhone: "yes", SafeVoicemail: "yes", SafeText: "yes", SafeLetter: "yes"}},
		{"kofi", "Kofi", "Mensah-Bright", "male", "L81016", "07700 900103", "His mother is worried, he stays in his room", w.now.Date().AddYears(-16).AddDays(-90), person.SetNeeds{}},
		{"irene", "Irene", "Fairbrother", "female", "L81058", "01632 960104", "Forgetful and low since the move", calendar.NewDate(1947, 6, 29), person.SetNeeds{Format: "Large print", Adjustments: "Hearing aid: face her when you speak", SafePhone: "yes"}},
		{"leap", "Jonah", "Leapman", "male", "L81021", "07700 900105", "Wants help with worry before the baby comes", calendar.NewDate(1988, 2, 29), person.SetNeeds{}},
		{"obrien", "Sinéad", "O’Brien", "female", "L81016", "07700 900106", "Panic at work", calendar.NewDate(1980, 5, 17), person.SetNeeds{}},
		{"obrian", "Sinead", "OBrian", "female", "L81016", "07700 900107", "", calendar.NewDate(1980, 5, 17), person.SetNeeds{}},
	}
	for _, s := range story {
		id := w.add(person.Details{Given: s.given, Family: s.family, Sex: s.sex, BornOn: s.born, Practice: s.practice, Phone: s.phone})
		if s.needs.SafePhone != "" || s.needs.Interpreter {
			n := s.needs
			n.ID, n.Version = id, 1
			do(w, "leah", n)
		}
		w.people = append(w.people, invented{id, s.key, s.practice, s.given, s.reason})
	}
	for i := range 110 {
		sex, names := "female", womenNames
		if w.rand.IntN(5) < 2 {
			sex, names = "male", menNames
		}
		year := 1940 + w.rand.IntN(w.now.Date().Year()-1940-19)
		d := person.Details{
			Given: pick(w, names), Family: families[i%len(families)], Sex: sex, Practice: pick(w, practiceCodes),
			BornOn: calendar.NewDate(year, 1, 1).AddDays(w.rand.IntN(365)),
			Phone:  fmt.Sprintf("07700 900%03d", 200+i), Address: fmt.Sprintf("%d %s", 1+w.rand.IntN(120), pick(w, streets)), Postcode: "BS23 1AA",
		}
		d.Email = mailbox(i, d)
		id := w.add(d)
		if i%9 == 4 {
			do(w, "leah", person.SetNeeds{ID: id, Version: 1, SafePhone: "yes", SafeVoicemail: "no", SafeText: "yes", SafeLetter: "no", SafeNote: "Post is opened by somebody else"})
		} else if i%23 == 7 {
			do(w, "leah", person.SetNeeds{ID: id, Version: 1, Language: "Bengali", Interpreter: true, SafePhone: "yes"})
		} else if i%4 != 0 {
			do(w, "leah", person.SetNeeds{ID: id, Version: 1, SafePhone: "yes", SafeVoicemail: "yes", SafeText: "yes", SafeLetter: "yes"})
		}
		w.people = append(w.people, invented{id, "", d.Practice, d.Given, pick(w, reasons)})
	}
	// One person of another network, whom nobody here may find.
	w.number++
	do(w, "other", person.Add{Details: person.Details{Given: "Huw", Family: "Elsewhere", Sex: "male", BornOn: calendar.NewDate(1985, 7, 9), Practice: "L81031", NHSNumber: string(nhs.MakeInvented(w.number))}, Sure: true})
}

func (w *world) add(d person.Details) string {
	w.number++
	d.NHSNumber = string(nhs.MakeInvented(w.number))
	return do(w, "leah", person.Add{Details: d, Sure: true})
}

func pick[T any](w *world, list []T) T { return list[w.rand.IntN(len(list))] }
