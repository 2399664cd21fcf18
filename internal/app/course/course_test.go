package course

import (
	"context"
	"log/slog"
	"slices"
	"strings"
	"testing"

	"footbridge/internal/access"
	"footbridge/internal/app/care"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/network"
	"footbridge/internal/app/person"
	"footbridge/internal/app/workforce"
	"footbridge/internal/calendar"
	"footbridge/internal/engines"
	"footbridge/internal/fault"
	"footbridge/internal/nhs"
)

// house is an open Footbridge: the network A01 with the practitioner Mo and
// the team lead Lee, B01 with Otto. It is Wednesday 4 November 2026, 10:45.
type house struct {
	*gate.Gate
	clock *calendar.Manual
	mo    string // the practitioner's id
}

var (
	lead       = actor("u-lead", "Lee Lead", access.TeamLead)
	supervisor = actor("u-sup", "Sue Super", access.Supervisor)
	mo         = actor("u-mo", "Mo Healey", access.Practitioner)
	gp         = access.Actor{ID: "u-gp", Name: "Gita", Grants: []access.Grant{{Role: access.Clinician, Place: access.Practice, Code: "P10001", Networks: []string{"A01"}}}}
	otto       = access.Actor{ID: "u-out", Name: "Otto", Grants: []access.Grant{{Role: access.Practitioner, Place: access.Network, Code: "B01", Networks: []string{"B01"}}}}
)

func actor(id, name string, role access.Role) access.Actor {
	place, code := access.Network, "A01"
	if role == access.TeamLead || role == access.Supervisor {
		place, code = access.Provider, "TRUST"
	}
	return access.Actor{ID: id, Name: name, Grants: []access.Grant{{Role: role, Place: place, Code: code, Networks: []string{"A01"}}}}
}

func open(t testing.TB, dsn string) *house {
	t.Helper()
	ctx := context.Background()
	d, err := db.Open(ctx, dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	if err := d.Migrate(ctx); err != nil {
		t.Fatal(err)
	}
	clock := calendar.NewManual(calendar.MustInstant("2026-11-04T10:45:00Z"))
	h := &house{Gate: &gate.Gate{DB: d, Clock: clock, Log: slog.New(slog.DiscardHandler)}, clock: clock}
	if err := d.Write(ctx, func(tx *db.Tx) error {
		for _, q := range []string{
			"INSERT INTO organisation (kind, code, name, postcode, from_day) VALUES ('practice','P10001','OLD MARKET SURGERY','','2026-04-01'), ('practice','P20001','HILL VIEW','','2026-04-01'), ('pcn','A01','BRIDGE PCN','','2026-04-01'), ('pcn','B01','HILL PCN','','2026-04-01')",
			"INSERT INTO membership (practice, pcn, sub_icb, icb, region, supplier, from_day) VALUES ('P10001','A01','15C','QUY','Y58','','2026-04-01'), ('P20001','B01','15C','QUY','Y58','','2026-04-01')",
		} {
			if _, err := tx.Exec(q); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	h.mo = do(t, h, lead, workforce.Appoint{UserID: "u-mo", Name: "Mo Healey", RoleType: "Nurse", PCN: "A01", Model: network.Independent, Service: "adult", Band: "6", WTEPercent: 100, From: calendar.MustDate("2026-04-01")})
	return h
}

func (h *house) at(s string) { h.clock.Set(calendar.MustInstant(s)) }

// someone adds a person with a contact, which opens their episode.
func (h *house) someone(t testing.TB, given, family string) (id, contact string) {
	t.Helper()
	id = do(t, h, mo, person.Add{Sure: true, Details: person.Details{Given: given, Family: family, BornOn: calendar.MustDate("1979-11-02"), Practice: "P10001"}})
	return id, h.contact(t, id)
}

func (h *house) contact(t testing.TB, id string) string {
	t.Helper()
	return do(t, h, mo, care.SignContact{Person: id, Mechanism: nhs.FaceToFace, StartedAt: h.clock.Now().Add(-1), Minutes: 40, Note: "Seen", Words: "Sleeps badly"})
}

// learn records a competence of Mo's that holds from the day to the other one.
func (h *house) learn(t testing.TB, kind, from, to string) {
	t.Helper()
	c := workforce.AddCompetence{PCN: "A01", Practitioner: h.mo, Kind: kind, Qualification: "A course", Supervisor: "Sue Super", Gained: calendar.MustDate(from)}
	if to != "" {
		c.Expires = calendar.MustDate(to)
	}
	do(t, h, lead, c)
}

func (h *house) rows(t testing.TB, from string) (n int) {
	t.Helper()
	if err := h.DB.Read(context.Background(), func(tx *db.Tx) (err error) {
		n, err = db.One[int](tx, "count", "SELECT count(*) FROM "+from)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return n
}

func do[R any](t testing.TB, h *house, who access.Actor, cmd gate.Command[R]) R {
	t.Helper()
	r, err := gate.Do(context.Background(), h.Gate, who, cmd)
	if err != nil {
		t.Fatalf("%T: %v %v", cmd, err, fault.FieldsOf(err))
	}
	return r
}

func ask[R any](t testing.TB, h *house, who access.Actor, q gate.Query[R]) R {
	t.Helper()
	r, err := gate.Ask(context.Background(), h.Gate, who, q)
	if err != nil {
		t.Fatalf("%T: %v", q, err)
	}
	return r
}

// wrong gives the field that a command complains about, or its kind.
func wrong[R any](h *house, who access.Actor, cmd gate.Command[R]) string {
	_, err := gate.Do(context.Background(), h.Gate, who, cmd)
	if err == nil {
		return ""
	}
	if f := fault.FieldsOf(err); len(f) > 0 {
		return f[0].Name
	}
	return fault.KindOf(err).String()
}

// Whether a session can be recorded as delivered, by the day on which it took
// place: the day before the expiry, on it, after it, and with a reason.
func TestGate(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		for i, x := range []struct {
			name, kind, from, to, why, want string
			overrides                       int
		}{
			{"no competence", "cbt-i", "", "", "", "override", 0},
			{"a blank reason", "cbt-i", "", "", "  ", "override", 0},
			{"a reason", "cbt-i", "", "", "No one else was there", "", 1},
			{"expires tomorrow", "guided-self-help", "2025-01-01", "2026-11-05", "", "", 0},
			{"expires today", "behavioural-activation", "2025-01-01", "2026-11-04", "", "", 0},
			{"expired yesterday", "graded-exposure", "2025-01-01", "2026-11-03", "", "override", 0},
			{"expired yesterday, with a reason", "graded-exposure", "", "", "Mid-course", "", 1},
			{"gained today", "problem-solving", "2026-11-04", "", "", "", 0},
			{"for another kind only", "motivational-interviewing", "", "", "", "override", 0},
			{"advice needs none", "sleep-hygiene", "", "", "", "", 0},
			{"any practitioner may", "psychoeducation", "", "", "", "", 0},
		} {
			before := h.rows(t, "course_override")
			if x.from != "" {
				h.learn(t, x.kind, x.from, x.to)
			}
			id, contact := h.someone(t, "Dean", "Ashworth"+string(rune('a'+i)))
			c := do(t, h, mo, Start{Person: id, Kind: x.kind, Planned: 6, ReviewAt: 4, Goals: "Sleep"})
			if got := wrong(h, mo, RecordSession{Course: c, Attended: Attended, Contact: contact, Done: "Talked", Override: x.why}); got != x.want {
				t.Errorf("%s: %q, not %q", x.name, got, x.want)
			}
			if got := h.rows(t, "course_override") - before; got != x.overrides {
				t.Errorf("%s: %d overrides", x.name, got)
			}
		}
		// The supervisor sees them; a practitioner doesn't mark them.
		l := ask(t, h, supervisor, Overrides{PCN: "A01"})
		if l.Open != 2 || len(l.List) != 2 || l.List[0].Who == "" || l.List[0].Name != "Mo Healey" {
			t.Fatalf("%+v", l)
		}
		if got := wrong(h, supervisor, MarkOverride{ID: l.List[0].ID, Mark: "talked about"}); got != "words" {
			t.Error(got)
		}
		do(t, h, supervisor, MarkOverride{ID: l.List[0].ID, Mark: "seen"})
		do(t, h, supervisor, MarkOverride{ID: l.List[0].ID, Mark: "talked about", Words: "Renewed next week"})
		if l := ask(t, h, supervisor, Overrides{PCN: "A01"}); l.Open != 1 || l.Sum != 2 || len(l.List) != 1 {
			t.Errorf("%+v", l)
		}
		if got := wrong(h, mo, MarkOverride{ID: l.List[1].ID, Mark: "seen"}); got != fault.Denied.String() {
			t.Error(got)
		}
	})
}

// A course from the start over a session nobody came to, the review and the
// end; nothing of it ends by itself.
func TestCourse(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		id, contact := h.someone(t, "Dean", "Ashworth")
		for name, c := range map[string]Start{
			"kind":    {Person: id, Kind: "counselling", Planned: 6, ReviewAt: 4, Goals: "x"},
			"planned": {Person: id, Kind: "psychoeducation", Planned: 0, ReviewAt: 1, Goals: "x"},
			"review":  {Person: id, Kind: "psychoeducation", Planned: 3, ReviewAt: 4, Goals: "x"},
			"goals":   {Person: id, Kind: "psychoeducation", Planned: 3, ReviewAt: 2, Goals: " "},
		} {
			if got := wrong(h, mo, c); got != name {
				t.Errorf("%s: %q", name, got)
			}
		}
		nobody := do(t, h, mo, person.Add{Sure: true, Details: person.Details{Given: "Nell", Family: "Without", BornOn: calendar.MustDate("1980-01-01"), Practice: "P10001"}})
		if got := wrong(h, mo, Start{Person: nobody, Kind: "psychoeducation", Planned: 3, ReviewAt: 2, Goals: "x"}); got != "person" {
			t.Error(got)
		}
		c := do(t, h, mo, Start{Person: id, Kind: "psychoeducation", Planned: 2, ReviewAt: 1, Goals: "Know more"})
		if got := wrong(h, mo, RecordSession{Course: c, Attended: Attended, Contact: "another", Done: "x"}); got != "contact" {
			t.Error(got)
		}
		do(t, h, mo, RecordSession{Course: c, Attended: Absent, On: calendar.MustDate("2026-11-03"), Done: "Rang"})
		if got := wrong(h, mo, RecordSession{Course: c, Attended: Attended, Contact: contact, Done: "x"}); got != fault.Conflict.String() {
			t.Errorf("an old version: %q", got)
		}
		s := do(t, h, mo, RecordSession{Course: c, Version: 1, Attended: Attended, Contact: contact, Done: "x", Homework: "Read the sheet"})
		w := ask(t, h, mo, One{ID: c})
		if w.AttendedCount() != 1 || w.MissedCount() != 1 || !w.ReviewDue() || w.AllDone() || w.LastHomework() != "Read the sheet" || w.Version != 2 {
			t.Fatalf("%+v", w)
		}
		if got := wrong(h, mo, RecordSession{Course: c, Version: 2, Attended: Attended, Contact: contact, Done: "x"}); got != "contact" {
			t.Errorf("one contact is two sessions: %q", got)
		}
		if got := wrong(h, mo, RecordReview{Course: c, Version: 2, Decision: "change", Planned: 3, ReviewAt: 1, Words: "x"}); got != "review" {
			t.Error(got)
		}
		do(t, h, mo, RecordReview{Course: c, Version: 2, Decision: "change", Planned: 3, ReviewAt: 2, Words: "One more"})
		h.at("2027-11-04T10:45:00Z")
		if w = ask(t, h, mo, One{ID: c}); w.PlannedNow() != 3 || w.ReviewNow() != 2 || w.ReviewDue() || w.End != nil {
			t.Fatalf("%+v", w)
		}
		// A contact that was entered in error no longer counts, nor does the session.
		do(t, h, mo, care.Withdraw{Kind: care.KindContact, ID: contact, Why: "Another person"})
		if w = ask(t, h, mo, One{ID: c}); w.AttendedCount() != 0 {
			t.Error(w.AttendedCount())
		}
		do(t, h, mo, WithdrawSession{Course: c, ID: s, Why: "Another person"})
		if got := wrong(h, mo, WithdrawSession{Course: c, ID: s, Why: "Again"}); got != fault.Conflict.String() {
			t.Error(got)
		}
		w = ask(t, h, mo, One{ID: c})
		if got := wrong(h, mo, Finish{Course: c, Version: w.Version, Outcome: Outcomes[0], Words: "x"}); got != "told" {
			t.Error(got)
		}
		do(t, h, mo, Finish{Course: c, Version: w.Version, Outcome: Outcomes[1], Words: "Enough for now", Told: "In the room"})
		if got := wrong(h, mo, Finish{Course: c, Version: w.Version + 1, Outcome: Outcomes[1], Words: "x", Told: "x"}); got != fault.Conflict.String() {
			t.Error(got)
		}
		if l := ask(t, h, gp, OfPerson{Person: id}).List; len(l) != 1 || l[0].End == nil {
			t.Errorf("%+v", l)
		}
		if _, err := gate.Ask(context.Background(), h.Gate, otto, One{ID: c}); !fault.Is(err, fault.NotFound) {
			t.Error(err)
		}
		for _, q := range []string{"UPDATE course_session SET done = 'y'", "DELETE FROM course_review", "UPDATE course_end SET words = ''", "DELETE FROM course"} {
			if err := h.DB.Write(context.Background(), func(tx *db.Tx) error { _, err := tx.Exec(q); return err }); err == nil {
				t.Errorf("%s was done", q)
			}
		}
	})
}

// One register writes a contact for each who came, all of them or none, once,
// and names nobody in another's record.
func TestRegister(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		h.learn(t, "group-cbt-i", "2026-01-01", "")
		g := do(t, h, mo, MakeGroup{PCN: "A01", Name: "Better nights", Kind: "group-cbt-i", Place: "The hub", Capacity: 6, ReviewAt: 1, Practitioners: []string{h.mo}, Starts: calendar.NewTime(9, 0),
			Days: []calendar.Date{calendar.MustDate("2026-11-04"), calendar.MustDate("2026-11-11")}})
		var people []string
		for _, n := range [][2]string{{"Ann", "Ager"}, {"Bea", "Bold"}, {"Cy", "Crane"}, {"Di", "Dove"}, {"Eve", "Eld"}, {"Fay", "Finch"}} {
			id, _ := h.someone(t, n[0], n[1])
			people = append(people, id)
			if got := wrong(h, mo, Join{Group: g, Person: id, Told: "x", Goals: "x"}); got != "agreed" {
				t.Fatal(got)
			}
			do(t, h, mo, Join{Group: g, Person: id, Agreed: true, Told: "Others are there", Goals: "Sleep"})
		}
		if got := wrong(h, mo, Join{Group: g, Person: people[0], Agreed: true, Told: "x", Goals: "x"}); got != fault.Conflict.String() {
			t.Errorf("twice: %q", got)
		}
		id, _ := h.someone(t, "Gus", "Gale")
		if got := wrong(h, mo, Join{Group: g, Person: id, Agreed: true, Told: "x", Goals: "x"}); got != fault.Conflict.String() {
			t.Errorf("a seventh in six places: %q", got)
		}
		page := ask(t, h, mo, OneGroup{ID: g})
		r := SaveRegister{Meeting: page.Meetings[0].ID, Mechanism: nhs.FaceToFace, Starts: calendar.NewTime(9, 0), Minutes: 90, Content: "The sleep diary"}
		for i, m := range page.Members {
			row := Row{Course: m.ID, Attended: Attended}
			if i == 5 {
				row.Attended = Absent
			}
			r.Rows = append(r.Rows, row)
		}
		contacts := h.rows(t, "contact")
		change := func(f func(*SaveRegister)) SaveRegister {
			c := r
			c.Rows = append([]Row(nil), r.Rows...)
			f(&c)
			return c
		}
		first, second := page.Members[0], page.Members[1]
		for _, x := range []struct {
			want string
			c    SaveRegister
		}{
			{"content", change(func(c *SaveRegister) { c.Content = "As Bea said, the diary helps" })},
			{"content", change(func(c *SaveRegister) { c.Content = "FINCH spoke" })},
			{"content", change(func(c *SaveRegister) { c.Content = "" })},
			{"note-" + first.ID, change(func(c *SaveRegister) { c.Rows[0].Note = "Sat beside Bold’s sister" })},
			{"attended-" + second.ID, change(func(c *SaveRegister) { c.Rows[1].Attended = "" })},
			{"minutes", change(func(c *SaveRegister) { c.Minutes = 0 })},
			{"mechanism", change(func(c *SaveRegister) { c.Mechanism = nhs.Telephone })},
			{"started", change(func(c *SaveRegister) { c.Starts = calendar.NewTime(23, 0) })},
			{"started", change(func(c *SaveRegister) { c.Meeting = page.Meetings[1].ID })},
		} {
			if got := wrong(h, mo, x.c); got != x.want {
				t.Errorf("%q, not %q", got, x.want)
			}
		}
		// One whose episode was closed meanwhile stops all of it.
		if err := h.DB.Write(context.Background(), func(tx *db.Tx) error {
			_, err := tx.Exec("UPDATE episode SET state = 'closed' WHERE person = $1", page.Members[4].Who.ID)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		if got := wrong(h, mo, r); got != "attended-"+page.Members[4].ID {
			t.Error(got)
		}
		if h.rows(t, "contact") != contacts || h.rows(t, "course_session") != 0 || h.rows(t, "course_register") != 0 {
			t.Fatal("a part of a register was written")
		}
		if err := h.DB.Write(context.Background(), func(tx *db.Tx) error { _, err := tx.Exec("UPDATE episode SET state = 'open'"); return err }); err != nil {
			t.Fatal(err)
		}
		// "bold" and "crane" in small letters are words; one's own name may stand.
		r.Content = "Being bold about getting up; the crane outside wakes nobody"
		r.Rows[0].Note = "Ann slept well"
		ctx := gate.WithKey(context.Background(), "once")
		for range 2 {
			if n, err := gate.Do(ctx, h.Gate, mo, r); err != nil || n != 5 {
				t.Fatal(n, err, fault.FieldsOf(err))
			}
		}
		if got := wrong(h, mo, r); got != fault.Conflict.String() {
			t.Errorf("written twice: %q", got)
		}
		if got := h.rows(t, "contact") - contacts; got != 5 {
			t.Errorf("%d contacts", got)
		}
		if h.rows(t, "course_session") != 6 || h.rows(t, "course_override") != 0 {
			t.Error(h.rows(t, "course_session"), h.rows(t, "course_override"))
		}
		for i, m := range page.Members[:5] {
			s := ask(t, h, mo, care.Story{Person: m.Who.ID})
			at := slices.IndexFunc(s.Contacts, func(e care.Entry) bool { return e.Minutes == 90 })
			if at < 0 {
				t.Fatal("no contact of the group")
			}
			note := s.Contacts[at].Present().Note
			if !strings.HasPrefix(note, "Group: Better nights, session 1.") {
				t.Error(note)
			}
			for j, other := range page.Members {
				if i != j && strings.Contains(note, other.Who.Given) {
					t.Errorf("the record of %s names %s", m.Who.Given, other.Who.Given)
				}
			}
		}
		if w := ask(t, h, mo, RegisterOf{Meeting: r.Meeting}); len(w.Rows) != 6 || !w.Meeting.Saved() {
			t.Errorf("%+v", w)
		}
		if l := ask(t, h, mo, Groups{PCN: "A01"}); len(l) != 1 || l[0].Members != 6 || l[0].Held != 1 || l[0].Planned != 2 || l[0].Next == nil || l[0].Next.Nth != 2 || l[0].Team[0].Name != "Mo Healey" {
			t.Errorf("%+v", l)
		}
		// Without a competence it needs a reason, once for all.
		h.at("2026-11-11T10:45:00Z")
		all := ask(t, h, lead, workforce.Competences{PCN: "A01", Practitioner: h.mo})
		do(t, h, lead, workforce.EndCompetence{PCN: "A01", ID: all.List[0].ID, From: calendar.MustDate("2026-11-10"), Why: "Lapsed"})
		r = change(func(c *SaveRegister) { c.Meeting = page.Meetings[1].ID })
		if got := wrong(h, mo, r); got != "override" {
			t.Error(got)
		}
		r.Override = "They had come already"
		do(t, h, mo, r)
		if l := ask(t, h, supervisor, Overrides{PCN: "A01"}); len(l.List) != 1 || l.List[0].Group != "Better nights" {
			t.Errorf("%+v", l)
		}
		for _, err := range []error{
			errOf(gate.Ask(context.Background(), h.Gate, otto, OneGroup{ID: g})), errOf(gate.Ask(context.Background(), h.Gate, gp, OneGroup{ID: g})), errOf(gate.Ask(context.Background(), h.Gate, otto, RegisterOf{Meeting: r.Meeting})),
		} {
			if !fault.Is(err, fault.NotFound) {
				t.Error(err)
			}
		}
	})
}

func errOf[R any](_ R, err error) error { return err }
