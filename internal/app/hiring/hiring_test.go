package hiring_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"footbridge/internal/app/hiring"
	"footbridge/internal/app/network"
	"footbridge/internal/app/workforce"
	"footbridge/internal/calendar"
	"footbridge/internal/demo"
	"footbridge/internal/fault"
)

func (h *house) closed() string {
	v := h.vacancy()
	do(h, "manager", hiring.Advertise{Vacancy: v, Version: 1, ClosesOn: calendar.NewDate(2026, 12, 20)})
	do(h, "manager", hiring.EnterApplications{Vacancy: v, List: []hiring.Entry{
		{Name: "Ines Falk", Contact: "ines@example.test", Answers: []string{"I ran a group for two years"}, Equality: map[string]string{"age": "25 to 34", "sex": "Female"}},
		{Name: "Rob Tarn", Contact: "07700 900321", Answers: []string{"Peer worker since 2023"}, Equality: map[string]string{"age": "45 to 54"}},
	}})
	do(h, "manager", hiring.SetMembers{Vacancy: v, Task: "shortlist", Users: []string{h.Actors["gp"].ID, h.Actors["supervisor"].ID}})
	do(h, "manager", hiring.SetMembers{Vacancy: v, Task: "panel", Users: []string{h.Actors["gp"].ID, h.Actors["leah"].ID}})
	h.step(v, hiring.Closed)
	return v
}

// From the vacancy to the first day, with what is refused on the way.
func TestFromVacancyToFirstDay(t *testing.T) {
	t.Parallel()
	each(t, func(h *house) {
		v := h.vacancy()
		refused(h, "manager", hiring.Step{Vacancy: v, Version: 1, To: hiring.Closed}, "can’t go to")
		refused(h, "manager", hiring.Advertise{Vacancy: v, Version: 1, ClosesOn: calendar.NewDate(2027, 6, 1)}, "closes")
		text := h.at(v).Text
		text.Duties = append(text.Duties, "Run the walking group")
		do(h, "lead", hiring.WriteText{Vacancy: v, Version: 1, Text: text})
		refused(h, "manager", hiring.WriteText{Vacancy: v, Version: 1, Text: text}, "changed this text")
		v = h.closed()
		refused(h, "manager", hiring.Step{Vacancy: v, Version: h.at(v).Version, To: hiring.Shortlisted}, "2 of the applications")
		text = h.at(v).Text
		text.Duties, text.Questions = []string{"Something else"}, append(text.Questions, "What did you change after somebody complained?")
		do(h, "manager", hiring.WriteText{Vacancy: v, Version: 1, Text: text})
		if now := h.at(v).Text; now.Duties[0] == "Something else" || len(now.Questions) != 7 {
			t.Error("after the advert only the questions may change")
		}
		for _, n := range []int{1, 2} {
			h.marked("gp", v, n, 2)
			h.marked("supervisor", v, n, 2)
			do(h, "gp", hiring.Decide{Vacancy: v, Number: n, Yes: n == 1})
		}
		h.step(v, hiring.Shortlisted)
		h.marked("gp", v, 1, 4)
		h.marked("leah", v, 1, 2)
		refused(h, "leah", hiring.Decide{Vacancy: v, Number: 1, Yes: true}, "apart on 7 lines")
		do(h, "leah", hiring.Decide{Vacancy: v, Number: 1, Yes: true, Words: "We listened to the notes again"})
		h.step(v, hiring.Interviewed)
		refused(h, "manager", hiring.Offer{Vacancy: v, Version: h.at(v).Version, Number: 2}, "appointable")
		do(h, "manager", hiring.Offer{Vacancy: v, Version: h.at(v).Version, Number: 1})
		h.step(v, hiring.Checks)
		start := hiring.Start{Vacancy: v, Version: h.at(v).Version, Name: "Ines Falk", From: calendar.NewDate(2027, 1, 11), Mentor: "Dr Helen Marsh", SupervisionOn: calendar.NewDate(2027, 1, 14)}
		refused(h, "manager", start, "0 of the 5 checks")
		for _, c := range hiring.CheckItems {
			do(h, "manager", hiring.NoteCheck{Vacancy: v, Item: c, On: calendar.NewDate(2026, 11, 24), Words: "Seen"})
		}
		id := do(h, "manager", start)
		refused(h, "manager", start, "moved this vacancy on")
		if f := h.at(v); f.State != hiring.Started || f.Practitioner != id {
			t.Errorf("%+v", f.Vacancy)
		}
		in := ask(h, "lead", hiring.Inductions{PCN: demo.PCN})
		if len(in.List) != 1 || in.List[0].Mentor != "Dr Helen Marsh" || len(in.List[0].Items) < 10 || len(in.Late) != 0 {
			t.Errorf("%+v", in)
		}
		for _, m := range ask(h, "manager", workforce.Members{PCN: demo.PCN}) {
			if m.ID == id && (m.Post.Band != "4" || m.RoleType != "Peer support worker") {
				t.Errorf("%+v", m)
			}
		}
		h.clock.Set(calendar.MustInstant("2027-01-20T09:00:00Z"))
		if late := ask(h, "lead", hiring.Inductions{PCN: demo.PCN}).Late; len(late) == 0 {
			t.Error("nothing of the induction is late")
		}
	})
}

// Nobody sees another's marks before everybody's are in, and no name while
// shortlisting, whoever asks.
func TestIndependence(t *testing.T) {
	t.Parallel()
	each(t, func(h *house) {
		v := h.closed()
		h.marked("gp", v, 1, hiring.Met)
		for _, who := range []string{"supervisor", "manager", "lead", "gp"} {
			s := ask(h, who, hiring.SheetOf{Vacancy: v, Number: 1})
			if s.Name != "" || s.Contact != "" {
				t.Errorf("%s sees who it is", who)
			}
			if s.In != 1 || s.All || s.Apart != 0 || len(s.People) != 0 {
				t.Errorf("%s: %+v", who, s)
			}
			for _, i := range s.Items {
				for _, m := range i.Marks {
					if m.UserID != h.Actors[who].ID {
						t.Fatalf("%s sees a mark of %s", who, m.UserName)
					}
				}
			}
			if s.Answers[0].Source != "I ran a group for two years" {
				t.Errorf("%s does not see what was written: %+v", who, s.Answers[0])
			}
		}
		refused(h, "gp", hiring.Decide{Vacancy: v, Number: 1, Yes: true}, "Only 1")
		refused(h, "gp", hiring.GiveMarks{Vacancy: v, Number: 1, Marks: []int{1}}, "can’t change")
		refused(h, "manager", hiring.GiveMarks{Vacancy: v, Number: 1}, "not named")
		refused(h, "supervisor", hiring.GiveMarks{Vacancy: v, Number: 1, Marks: []int{3}}, "mark-0")
		h.marked("supervisor", v, 1, hiring.Partly)
		for _, who := range []string{"supervisor", "manager", "gp"} {
			s := ask(h, who, hiring.SheetOf{Vacancy: v, Number: 1})
			if !s.All || len(s.People) != 2 || s.Apart != len(s.Items) || len(s.Items[0].Marks) != 2 {
				t.Errorf("%s: %+v", who, s)
			}
		}
		refused(h, "supervisor", hiring.Decide{Vacancy: v, Number: 1, Yes: true}, "say how you resolved it")
		unseen(h, "leah", hiring.SheetOf{Vacancy: v, Number: 1}) // on the panel, not shortlisting
		unseen(h, "reception", hiring.SheetOf{Vacancy: v, Number: 1})
		unseen(h, "reception", hiring.VacancyOf{ID: v})
		unseen(h, "other", hiring.VacancyOf{ID: v})
		refused(h, "manager", hiring.SetMembers{Vacancy: v, Task: "shortlist", Users: []string{h.Actors["gp"].ID, h.Actors["leah"].ID}}, "given marks")
		if l := ask(h, "gp", hiring.Vacancies{PCN: demo.PCN}); len(l.List) != 1 || l.List[0].ToMark != 1 || l.Runs {
			t.Errorf("%+v", l)
		}
		if l := ask(h, "reception", hiring.Vacancies{PCN: demo.PCN}); len(l.List) != 0 {
			t.Errorf("%+v", l)
		}
	})
}

// Whoever entered an application has seen a name.
func TestWhoEnteredDoesNotShortlist(t *testing.T) {
	t.Parallel()
	each(t, func(h *house) {
		v := h.vacancy()
		do(h, "manager", hiring.Advertise{Vacancy: v, Version: 1, ClosesOn: calendar.NewDate(2026, 12, 20)})
		do(h, "lead", hiring.SetMembers{Vacancy: v, Task: "shortlist", Users: []string{h.Actors["lead"].ID, h.Actors["gp"].ID}})
		e := hiring.EnterApplications{Vacancy: v, List: []hiring.Entry{{Name: "A", Contact: "b", Answers: []string{"c"}}}}
		refused(h, "lead", e, "names stay hidden")
		do(h, "manager", e)
		refused(h, "manager", hiring.SetMembers{Vacancy: v, Task: "shortlist", Users: []string{h.Actors["manager"].ID, h.Actors["gp"].ID}}, "seen names")
		refused(h, "manager", hiring.SetMembers{Vacancy: v, Task: "panel", Users: []string{"nobody", h.Actors["gp"].ID}}, "work for this network")
		refused(h, "manager", hiring.SetMembers{Vacancy: v, Task: "panel", Users: []string{h.Actors["other"].ID, h.Actors["gp"].ID}}, "work for this network")
	})
}

// On the retention date everything about the applicants is gone; number and
// outcome stay.
func TestRetention(t *testing.T) {
	t.Parallel()
	each(t, func(h *house) {
		v := h.closed()
		h.marked("gp", v, 1, 2)
		h.marked("supervisor", v, 1, 2)
		do(h, "gp", hiring.Decide{Vacancy: v, Number: 1, Words: "Short of one"})
		h.clock.Set(calendar.MustInstant("2027-05-31T20:00:00Z"))
		if n := do(h, "", hiring.Forget{}); n != 0 {
			t.Fatalf("%d deleted before the day", n)
		}
		h.clock.Set(calendar.MustInstant("2027-06-01T08:00:00Z"))
		refused(h, "manager", hiring.Forget{}, "role")
		if n := do(h, "", hiring.Forget{}); n != 2 {
			t.Fatalf("%d deleted", n)
		}
		if n := do(h, "", hiring.Forget{}); n != 0 {
			t.Fatalf("%d deleted again", n)
		}
		s := ask(h, "manager", hiring.SheetOf{Vacancy: v, Number: 1})
		if s.Name != "" || s.Answers[0].Source != "" || s.In != 0 || s.Decision != nil || s.Application.State != "not shortlisted" || s.Application.DeletedAt.IsZero() {
			t.Errorf("%+v", s)
		}
	})
}

func TestEqualityHidesSmallNumbers(t *testing.T) {
	t.Parallel()
	each(t, func(h *house) {
		v := h.vacancy()
		do(h, "manager", hiring.Advertise{Vacancy: v, Version: 1, ClosesOn: calendar.NewDate(2026, 12, 20)})
		csv := "name,contact,1,sex\n" + strings.Repeat("A B,x@example.test,yes,Female\n", 9) + "C D,y@example.test,yes,Male\n"
		list, err := hiring.ParseApplications(csv, 3)
		if err != nil {
			t.Fatal(err)
		}
		do(h, "manager", hiring.EnterApplications{Vacancy: v, List: list, File: true})
		if h.at(v).Equality != nil {
			t.Error("shown while applications come in")
		}
		do(h, "manager", hiring.SetMembers{Vacancy: v, Task: "shortlist", Users: []string{h.Actors["gp"].ID, h.Actors["supervisor"].ID}})
		h.step(v, hiring.Closed)
		f := h.at(v)
		for _, s := range f.Equality {
			if s.Text != "Sex" {
				continue
			}
			if !s.Rows[1].People.Hidden || !s.Rows[0].People.Hidden && !s.Total.Hidden {
				t.Errorf("%+v", s)
			}
		}
		if len(f.Candidates) != 10 {
			t.Errorf("%d candidates", len(f.Candidates))
		}
	})
	for _, bad := range []string{"", "a,b,c\n", "name,contact\n", "name,contact,1,2,3,4\n", "name,contact,sex,1\n", "name,contact,1\nx,y\n"} {
		if _, err := hiring.ParseApplications(bad, 3); !fault.Is(err, fault.Invalid) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

// However states are drawn, a vacancy goes only the ways of the table, and
// nothing leads out of an end.
func TestStates(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		s := hiring.Drafted
		for range 12 {
			to := rapid.SampledFrom(hiring.States).Draw(rt, "to")
			if !hiring.May(s, to) {
				continue
			}
			if s.Over() || to == hiring.Drafted || to == s {
				rt.Fatalf("%s to %s", s, to)
			}
			s = to
		}
	})
	reached := map[hiring.State]bool{hiring.Drafted: true}
	for range hiring.States {
		for _, a := range hiring.States {
			for _, b := range hiring.States {
				if reached[a] && hiring.May(a, b) {
					reached[b] = true
				}
			}
		}
	}
	if len(reached) != len(hiring.States) {
		t.Errorf("not every state can be reached: %v", reached)
	}
}

// The pack is put together from what fits model, band and profession, each line
// with its source.
func TestAssemble(t *testing.T) {
	day := calendar.NewDate(2026, 11, 24)
	for _, tt := range []struct {
		role          string
		model         network.Model
		service, band string
		has, not      string
	}{
		{"nurse", network.Joint, "adult", "6", "Is registered with the Nursing and Midwifery Council today", "Prescribe"},
		{"nurse", network.Independent, "adult", "7", "Prescribe and review medicines", "supervision, check-ins"},
		{"peer", network.VCSE, "adult", "4", "from their own experience", "psychological interventions"},
		{"psychologist", network.Joint, "cyp", "8a", "children and young people who come", "adults and older adults"},
		{"social-worker", network.Joint, "adult", "6", "Social Work England", "Health and Care"},
	} {
		r, _ := workforce.RoleTypeOf(tt.role)
		x := hiring.Assemble(r, tt.model, tt.service, tt.band, day)
		all := strings.Join(append(append([]string{}, x.Duties...), x.Criteria()...), "\n")
		if !strings.Contains(all, tt.has) || strings.Contains(all, tt.not) || len(x.Questions) != 6 {
			t.Errorf("%+v:\n%s", tt, all)
		}
		for _, l := range hiring.Sourced(append(x.Duties, x.Criteria()...), day) {
			if l.Source == hiring.Own {
				t.Errorf("%q has no source", l.Text)
			}
		}
	}
	if hiring.Sourced([]string{"Make tea"}, day)[0].Source != hiring.Own || hiring.QuestionOf("Why us?").Four == "" || hiring.QuestionOf(hiring.Asked[2].Text).Source == hiring.Own {
		t.Error("a line of the network’s own")
	}
}

func TestLibrary(t *testing.T) {
	t.Parallel()
	each(t, func(h *house) {
		keep := hiring.KeepDocument{PCN: demo.PCN, Kind: "Embedding toolkit", Title: "Settling in", Owner: "Grace", ReviewOn: calendar.NewDate(2027, 1, 1), Words: "First week"}
		id := do(h, "manager", keep)
		refused(h, "gp", keep, "role")
		do(h, "gp", hiring.HaveRead{PCN: demo.PCN, ID: id, Version: 1})
		do(h, "gp", hiring.HaveRead{PCN: demo.PCN, ID: id, Version: 1})
		keep.ID, keep.Version, keep.Words, keep.Why = id, 1, "", "As a file"
		keep.File = hiring.File{Name: "a.exe", Data: []byte("x")}
		refused(h, "manager", keep, "Word or OpenDocument")
		keep.File = hiring.File{Name: "a.pdf", Data: make([]byte, hiring.MaxFile+1)}
		refused(h, "manager", keep, "2 megabytes")
		keep.File.Data = []byte("%PDF-1.4 \x00\xff")
		do(h, "manager", keep)
		refused(h, "manager", keep, "changed this document")
		f := ask(h, "gp", hiring.FileOf{PCN: demo.PCN, ID: id})
		if string(f.Data) != "%PDF-1.4 \x00\xff" || f.Type != "application/pdf" {
			t.Errorf("%+v", f)
		}
		d := ask(h, "gp", hiring.DocumentOf{PCN: demo.PCN, ID: id})
		if len(d.History) != 2 || d.Read || len(d.Reads) != 1 || d.Late {
			t.Errorf("%+v", d)
		}
		refused(h, "gp", hiring.HaveRead{PCN: demo.PCN, ID: id, Version: 1}, "newer version")
		unseen(h, "other", hiring.DocumentOf{PCN: demo.PCN, ID: id})
		h.clock.Set(calendar.MustInstant("2027-01-02T09:00:00Z"))
		if l := ask(h, "gp", hiring.Library{PCN: demo.PCN}); len(l) != 1 || !l[0].Late || l[0].Version != 2 {
			t.Errorf("%+v", l)
		}
	})
}
