package demo

import (
	"time"

	"footbridge/internal/app/account"
	"footbridge/internal/app/care"
	"footbridge/internal/app/diary"
	"footbridge/internal/app/discharge"
	"footbridge/internal/app/episode"
	"footbridge/internal/app/measures"
	"footbridge/internal/nhs"
)

var mechanisms = map[string]nhs.Mechanism{
	"face to face": nhs.FaceToFace, "telephone": nhs.Telephone, "video": nhs.Video, "home visit": nhs.FaceToFace,
}

// What was written down, by how often the person has been seen.
var notes = [][]string{
	{
		"First talk. Came in good time, found it hard to begin. Sleep has been broken since the summer, appetite poor, still goes to work. What matters most: being able to laugh with the children again. No thoughts of ending life when asked plainly. Agreed to keep a sleep diary and to meet again.",
		"First talk. Lost the job in spring and has been withdrawing since. Has a sister who rings every day. Would like help to get out of the house; does not want tablets. We talked about small steps and agreed the first two.",
		"First talk. Was under the recovery team until July and wants to stay well. Knows the early signs: sleeping less, talking fast. Medication unchanged, next blood test in three weeks at the practice.",
	},
	{
		"Second talk. Sleep a little better with fixed getting-up times. We went through the week and found the mornings to be the worst. Agreed a plan: walk before breakfast with the neighbour, ring the line manager, one evening without the phone.",
		"Second talk. Tried the first step and managed the corner shop twice. Proud of it. We wrote the plan down together and chose what comes next.",
	},
	{
		"Third talk. Two good weeks, one bad weekend after the anniversary. Used what helped before. Mood lifting. One more meeting, then a letter with what to do if it comes back.",
		"Third talk. Steady. Back at work three days a week. We looked at what to watch for, and who to tell.",
	},
	{"Last talk of this round. Knows the way back: ring the practice and ask for the practitioner, no referral needed."},
}

// contact signs the note of an appointment that took place, and whatever
// else was done in it.
func (w *world) contact(as string, v visit, p invented) {
	list := notes[min(v.nth, len(notes))-1]
	minutes, note := v.b.Minutes()-w.rand.IntN(8), pick(w, list)
	do(w, as, care.SignContact{Booking: v.b.ID, Mechanism: mechanisms[v.b.Mode], StartedAt: v.b.StartsAt, Minutes: minutes, Note: note})
	day := v.b.Day
	w.safety(as, v, p, note)
	full := w.planning(as, v, p, note)
	switch v.nth {
	case 1:
		if w.rand.IntN(10) < 8 {
			w.phq9(as, v, p, 0)
		}
		if w.rand.IntN(10) < 7 && !full {
			do(w, as, care.CompleteAssessment{Person: p.id, On: day, Note: "Biopsychosocial, with strengths and what matters to the person; see the note of the day."})
		}
	case 2:
		if w.rand.IntN(10) < 8 {
			if goals := pick(w, []string{"Laugh with the children again", "Go to the shop on my own", "Sleep through four nights a week", "Stay well and notice early"}); !full {
				do(w, as, care.AgreePlan{Person: p.id, On: day, Summary: "What we do until the next review, written together; copy on paper.", Goals: goals})
			}
		}
	case 3:
		if w.rand.IntN(10) < 5 {
			w.phq9(as, v, p, 4+w.rand.IntN(6))
		}
	}
}

// phq9 takes a PHQ-9, lower than a typical first one by less.
func (w *world) phq9(as string, v visit, p invented, less int) {
	answers := make([]int, 9)
	for i := range answers {
		answers[i] = min(3, w.rand.IntN(4))
		if less > 0 && answers[i] > 0 && w.rand.IntN(3) < 2 {
			answers[i]--
			less--
		}
	}
	answers[8] = 0
	m := measures.Take{Person: p.id, Instrument: "phq-9", On: v.b.Day, Answers: answers}
	if w.rand.IntN(9) == 0 {
		answers[8] = 1
		m.Told = "Duty doctor of the practice, told at once; the person knows"
		m.Done = "Talked it through in the room; safety plan begun together; sees the practitioner again this week"
	}
	do(w, as, m)
}

// close says goodbye after the last talk.
func (w *world) close(as string, p invented) {
	d := ask(w, as, discharge.Before{Person: p.id})
	if w.err != nil || !d.Free() {
		return
	}
	c := discharge.SayGoodbye{Person: p.id, Version: d.Episode.Version, Why: episode.Reasons[0], Destination: discharge.Destinations[0], Teller: "The practitioner", How: discharge.ToldWays[0], ToldOn: w.clock.Now().Date()}
	if n := w.rand.IntN(4); n == 0 {
		n = w.rand.IntN(4)
		c.Why, c.Destination = episode.Reasons[n+1], discharge.Destinations[n+1]
		c.Onward, c.How = "The first date there is known", discharge.ToldWays[1]
	}
	for _, l := range d.Of(discharge.Carry) {
		c.Carry = append(c.Carry, discharge.Carried{Key: l.Key(), Owner: "The GP practice", Why: "Talked through with the person; the practice asks at the next visit"})
	}
	do(w, as, c)
}

// unfinished leaves something to finish: a note that was begun.
func (w *world) unfinished() {
	if w.err != nil {
		return
	}
	days := ask(w, "leah", diary.Week{PCN: PCN, Practitioner: w.who["leah"], Monday: w.now.Date(), Days: 1})
	for _, d := range days.Days {
		for _, c := range d.Cells {
			if c.Booking != nil {
				w.clock.Advance(time.Second)
				do(w, "leah", account.SaveDraft{Kind: "contact", Subject: c.Booking.ID, Body: "note=" + "Rang+beforehand+to+ask+about+the+bus%3A+will+be+ten+minutes+late."})
				return
			}
		}
	}
}
