package demo

import (
	"footbridge/internal/app/person"
	"footbridge/internal/app/physical"
	"footbridge/internal/calendar"
)

// physical tells of the people on the register of severe mental illness: one
// with everything done, one with some, one with nothing, one who declined, one
// in remission and one who was taken off.
func (w *world) physical() {
	if w.err != nil {
		return
	}
	today := w.now.Date()
	flag := func(id, state, held, antipsychotic, heart, why string) {
		was := ""
		if r := ask(w, "leah", physical.Of{Person: id}); r.Flag != nil {
			was = r.Flag.ID
		}
		w.later(1)
		do(w, "leah", physical.SetFlag{Person: id, Was: was, State: state, On: today.AddDays(-60), Source: "GP record, Dr Marsh", Held: held, Diagnosed: today.AddYears(-6), Antipsychotic: antipsychotic, Heart: heart, Why: why})
	}
	check := func(id, element, unit string, ago int, first, second float64, status string) {
		c := physical.RecordCheck{Person: id, Element: element, Answer: physical.Done, On: today.AddDays(-ago), Unit: unit, Status: status, Source: "surgery"}
		if status == "" {
			c.First = &first
			if second > 0 {
				c.Second = &second
			}
		}
		do(w, "leah", c)
	}
	add := func(given, family, sex string, born calendar.Date) string {
		w.later(1)
		return w.add(person.Details{Given: given, Family: family, Sex: sex, BornOn: born, Practice: "L81016"})
	}

	wendy := add("Wendy", "Arkwright-Shaw", "female", calendar.NewDate(1966, 5, 12))
	flag(wendy, "on", "gp", "yes", "no", "")
	check(wendy, "alcohol", "audit-c", 40, 2, 0, "")
	check(wendy, "glucose", "hba1c", 40, 44, 0, "")
	check(wendy, "bp", "mmhg", 40, 138, 86, "")
	check(wendy, "bmi", "weight", 40, 82.5, 164, "")
	check(wendy, "lipids", "cholesterol", 40, 5.6, 1.2, "")
	check(wendy, "smoking", "status", 40, 0, 0, "Used to smoke")

	gareth := add("Gareth", "Pemberton-Rice", "male", calendar.NewDate(1974, 10, 3))
	flag(gareth, "on", "gp", "", "", "")
	check(gareth, "bp", "mmhg", 400, 151, 94, "")
	check(gareth, "lipids", "cholesterol", 430, 6.1, 0, "")
	check(gareth, "smoking", "status", 90, 0, 0, "Smokes")
	do(w, "leah", physical.RecordCheck{Person: gareth, Element: "glucose", Answer: physical.Declined, On: today.AddDays(-30), Words: "Afraid of needles; would think about a finger prick"})
	do(w, "leah", physical.RecordCheck{Person: gareth, Element: "bmi", Answer: physical.Invited, On: today.AddDays(-45)})
	do(w, "leah", physical.RecordCheck{Person: gareth, Element: "bmi", Answer: physical.Invited, On: today.AddDays(-20)})
	do(w, "leah", physical.AskFor{Person: gareth, Elements: []string{"bp", "lipids"}, Whom: "Nurse Bell, Graham Road Surgery", Due: today.AddDays(21), Words: "Mornings suit him"})

	noor := add("Noor", "Haddad-Finch", "female", calendar.NewDate(1991, 12, 24))
	flag(noor, "on", "secondary", "yes", "", "")
	hugh := add("Hugh", "Eastaway", "male", calendar.NewDate(1951, 4, 4))
	flag(hugh, "on", "gp", "no", "no", "")
	flag(hugh, "remission", "gp", "no", "no", "")
	off := add("Lorna", "Fairweather-Quist", "female", calendar.NewDate(1980, 9, 19))
	flag(off, "on", "gp", "", "", "")
	flag(off, "off", "gp", "", "", "The diagnosis was changed after the review in spring")
}
