package caseload

import (
	"slices"

	"footbridge/internal/app/account"
	"footbridge/internal/app/care"
	"footbridge/internal/app/diary"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/person"
	"footbridge/internal/app/safety"
	"footbridge/internal/app/supervision"
	"footbridge/internal/calendar"
)

// BegunDays is after how many days a draft that nobody has sent stands on the
// list of what is unsigned.
const BegunDays = 1

// known is what the rooms below say of many people at once.
type known struct {
	records   map[string][]string // every id of a person's records, by the surviving one
	standings map[string]diary.Standing
	took      map[string][]diary.Booking // without a signed note, by the id that the booking has
	signed    map[string]string
	begun     map[string][]account.Begun // by the surviving id
	reviews   map[string]safety.Review
	flags     map[string][]supervision.Flag
	pauses    map[string]*Pause
}

func look(tx *gate.Tx, pcn string, people map[string]person.Person, episodes []string) (known, error) {
	k := known{took: map[string][]diary.Booking{}}
	once := map[string]bool{}
	var survivors []string
	for _, p := range people {
		if !once[p.ID] {
			once[p.ID] = true
			survivors = append(survivors, p.ID)
		}
	}
	slices.Sort(survivors)
	var err error
	if k.records, err = person.Records(tx, survivors); err != nil {
		return k, err
	}
	var ids []string
	for _, list := range k.records {
		ids = append(ids, list...)
	}
	slices.Sort(ids)
	if k.standings, err = diary.Standings(tx, pcn, ids); err != nil {
		return k, err
	}
	took, err := diary.TookPlace(tx, ids)
	if err != nil {
		return k, err
	}
	bookings := make([]string, len(took))
	for i, b := range took {
		bookings[i] = b.ID
	}
	k.signed = map[string]string{}
	for chunk := range slices.Chunk(bookings, 10_000) {
		signed, err := care.Signed(tx, chunk)
		if err != nil {
			return k, err
		}
		for b, c := range signed {
			k.signed[b] = c
		}
	}
	for _, b := range took {
		if k.signed[b.ID] == "" {
			k.took[b.Person] = append(k.took[b.Person], b)
		}
	}
	if k.begun, err = begunAbout(tx, survivors, k.records, took); err != nil {
		return k, err
	}
	if k.reviews, err = safety.Reviews(tx, ids); err != nil {
		return k, err
	}
	if k.flags, err = supervision.OpenFlags(tx, ids); err != nil {
		return k, err
	}
	k.pauses, err = openPauses(tx, episodes)
	return k, err
}

// begunAbout gives the drafts of anybody about people, of notes, assessments
// and plans: of a booking that was not sent, or of the person.
func begunAbout(tx *gate.Tx, survivors []string, records map[string][]string, took []diary.Booking) (map[string][]account.Begun, error) {
	about := map[string]string{} // the person, by what the draft is about
	var subjects []string
	add := func(subject, who string) {
		if about[subject] == "" {
			about[subject] = who
			subjects = append(subjects, subject)
		}
	}
	survivor := map[string]string{}
	for _, id := range survivors {
		for _, x := range records[id] {
			survivor[x] = id
			add("person:"+x, id)
			for _, s := range safety.DraftSubjects(x) {
				add(s, id)
			}
		}
	}
	for _, b := range took {
		add(b.ID, survivor[b.Person])
	}
	out := map[string][]account.Begun{}
	kinds := append(append([]string{}, care.DraftKinds...), safety.DraftKinds()...)
	for chunk := range slices.Chunk(subjects, 10_000) {
		list, err := account.BegunAbout(tx, kinds, chunk)
		if err != nil {
			return nil, err
		}
		for _, d := range list {
			out[about[d.Subject]] = append(out[about[d.Subject]], d)
		}
	}
	return out, nil
}

// fill puts what is known of a person into their row.
func (k known) fill(r *Row, today calendar.Date) {
	since := r.Episode.OpenedAt.Date()
	var plan safety.Review
	for _, id := range k.records[r.Who.ID] {
		s := k.standings[id]
		if !s.NextAt.IsZero() && (r.NextAt.IsZero() || s.NextAt.Before(r.NextAt)) {
			r.NextAt = s.NextAt
		}
		if s.LastSeen.After(r.SeenOn) && !s.LastSeen.Before(since) {
			r.SeenOn = s.LastSeen
		}
		r.Waiting = r.Waiting || s.Waiting
		for _, b := range k.took[id] {
			if b.Episode == r.Episode.ID {
				r.Unsigned = append(r.Unsigned, b)
			}
		}
		if v, ok := k.reviews[id]; ok && (plan.ID == "" || v.OnDay.After(plan.OnDay)) {
			plan = v
		}
		r.Flags = append(r.Flags, k.flags[id]...)
	}
	r.SafetyOn = plan.ReviewOn
	for _, d := range k.begun[r.Who.ID] {
		if today.DaysSince(d.SavedAt.Date()) >= BegunDays {
			r.Begun = append(r.Begun, d)
		}
	}
}
