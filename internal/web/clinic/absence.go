package clinic

import (
	"footbridge/internal/app/diary"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
	"footbridge/internal/web/form"
	"footbridge/internal/web/site"
)

var absencePage = site.Parse(files, "absence.html")

// NewAbsence shows the form of leave or a block-out.
func NewAbsence(v *site.Visit) error {
	pcn, s, err := the(v)
	if err != nil {
		return err
	}
	f := v.Form()
	f.Set("pcn", pcn)
	if f.Raw("kind") == "" {
		f.Set("kind", "leave")
	}
	for _, p := range s.Practitioners {
		if p.UserID == v.Actor.ID {
			f.Set("practitioner", p.ID)
		}
	}
	return showAbsence(v, f, s)
}

func showAbsence(v *site.Visit, f *form.Form, s diary.Set) error {
	return v.Show(site.Page{Title: "Leave or block-out", Form: f, Back: "/clinics", BackText: "Clinics"}, absencePage, map[string]any{
		"Form": f, "People": people(s), "None": len(s.Practitioners) == 0,
		"Kinds": []form.Choice{{Value: "leave", Text: "Leave", Hint: "The practitioner isn’t there"}, {Value: "block", Text: "Block-out", Hint: "Time in a clinic that is kept free: training, a meeting"}},
	})
}

// period reads from when to when: whole days, or from a time to a time.
func period(f *form.Form) (from, to calendar.Instant) {
	first, typed := f.Date("from", "The first day")
	if !typed && f.ErrorFor("from") == "" {
		f.Fail("from", "Enter the first day")
	}
	last, typed := f.Date("to", "The last day")
	if !typed && f.ErrorFor("to") == "" {
		last = first
	}
	at := func(day calendar.Date, name, label string, otherwise calendar.Date) calendar.Instant {
		var t calendar.TimeOfDay
		if f.Text(name) != "" {
			t = clock(f, name, label)
		} else {
			day = otherwise
		}
		i, err := calendar.On(day, t)
		if err != nil && f.OK() {
			f.Fail(name, "%s", "Choose another time: in this night the clocks go forward")
		}
		return i
	}
	if !f.OK() {
		return from, to
	}
	return at(first, "from-time", "when it begins", first), at(last, "to-time", "when it ends", last.AddDays(1))
}

// DoNewAbsence shows what the absence would do; sent again with a decision
// for each booking it takes the practitioner out of the diary.
func DoNewAbsence(v *site.Visit) error {
	pcn, s, err := the(v)
	if err != nil {
		return err
	}
	f := v.Form()
	from, to := period(f)
	f.Require(f.Text("practitioner") != "", "practitioner", "Choose the practitioner")
	if !f.OK() || f.Raw("back") != "" {
		return showAbsence(v, f, s)
	}
	q := diary.AbsenceEffect{PCN: pcn, Practitioner: f.Text("practitioner"), Kind: f.Text("kind"), Why: f.Text("why"), From: from, To: to}
	if q.Kind == "" {
		q.Kind = "none"
	}
	e, err := site.Ask(v, q)
	if err != nil {
		if v.Again(err) {
			return showAbsence(v, f, s)
		}
		return err
	}
	name := s.ByID[q.Practitioner].Name
	show := effect{
		title: "Take " + name + " out of the diary", what: span(from, to), action: "/absences/new", button: "Take out of the diary",
		keep: "Keep it: this appointment takes place all the same", names: []string{"pcn", "practitioner", "kind", "why", "from", "to", "from-time", "to-time"},
	}
	decided, ok := show.decisions(f, e)
	if !ok {
		return show.page(v, f, s, e)
	}
	if _, err := site.Do(v, diary.AddAbsence{PCN: pcn, Practitioner: q.Practitioner, Kind: q.Kind, From: from, To: to, Why: q.Why, Decisions: decided}); err != nil {
		if !v.Again(err) {
			return err
		}
		if e, err = site.Ask(v, q); err != nil {
			return err
		}
		return show.page(v, f, s, e)
	}
	return v.ToWith("/clinics", name+" is out of the diary: "+span(from, to)+". "+told(decided))
}

// DoEndAbsence takes an absence back; its slots can be booked again.
func DoEndAbsence(v *site.Visit) error {
	v.Form()
	if _, err := site.Do(v, diary.EndAbsence{PCN: v.Network(), ID: v.Path("id")}); err != nil {
		if fault.Is(err, fault.Conflict) {
			return v.ToTell("/clinics", fault.Says(err))
		}
		return err
	}
	return v.ToWith("/clinics", "The absence is taken back; its slots can be booked again")
}
