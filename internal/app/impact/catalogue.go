package impact

import (
	"fmt"
	"slices"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/calendar"
)

// Group is where an indicator stands on the pages.
type Group string

// The groups, in the order of the pages.
const (
	Waiting    Group = "Waiting"
	Went       Group = "Where people went"
	Outcomes   Group = "Outcomes"
	Experience Group = "Experience"
	Use        Group = "Use of the role"
	Fairness   Group = "Fairness"
)

// Groups lists them.
var Groups = []Group{Waiting, Went, Outcomes, Experience, Use, Fairness}

// Direction says which way is better.
type Direction string

// The directions.
const (
	Higher  Direction = "higher is better"
	Lower   Direction = "lower is better"
	Neither Direction = "neither is better"
)

// Kind is how a figure is made from what is counted.
type Kind string

// The kinds.
const (
	Count  Kind = "count"    // how many
	Share  Kind = "share"    // how many of how many, in per cent
	Median Kind = "median"   // the middle one of the values
	Mean   Kind = "mean"     // the sum divided by how many
	Stock  Kind = "standing" // how many stand at the end of the month
)

// Version is one definition of an indicator. Months from From on are counted
// by it, until the next version begins.
type Version struct {
	Number     int
	From       calendar.Month
	Exact      string // the definition
	Inclusions string
	Exclusions string
}

// Indicator is one figure of the catalogue: what it is, exactly, and how it
// is made from what Walk counts. Every page, file and interface reads it here.
type Indicator struct {
	Key       string
	Name      string
	Plain     string // in plain words, for a page
	Group     Group
	Unit      string // "people", "days", "%"
	Direction Direction
	Kind      Kind
	// Num and Den name what is counted, "measure" or "measure|tag". Den is
	// what a share is of; for a stock it is what is taken away.
	Num, Den string
	Source   string
	Versions []Version
	Lag      int // a month is complete so many days after its end: nothing is shown before
	// Rows says who may open the records behind a figure; everybody else sees
	// numbers, small ones hidden.
	Rows access.Permission
}

// begin is the month from which the first versions hold: before any record.
var begin = calendar.MonthOf(calendar.MustDate("2019-04-01"))

func v1(exact, in, out string) []Version {
	return []Version{{1, begin, exact, in, out}}
}

const (
	own       = "Footbridge’s own definition"
	published = "NHS England, Mental Health Services Monthly Statistics, four-week wait measures: published code"
)

// Catalogue is every indicator, in the order of the pages.
var Catalogue = []Indicator{
	{Key: "requests", Name: "People who came", Plain: "How many people began with us in the month, by whatever way", Group: Waiting, Unit: "people", Direction: Neither, Kind: Count, Num: "began", Source: own, Rows: access.SeeEpisode,
		Versions: v1("The first request of each episode, in the month in which it was received.", "Every way of coming: booked straight in, walk-in, hand-over, the person’s own request, quick return, step-down.", "A further request while an episode is open; people who were shown another way before an episode began.")},
	{Key: "first-median", Name: "Days to the first contact, middle one", Plain: "Half of the people who were first seen in the month had waited so many days or fewer", Group: Waiting, Unit: "days", Direction: Lower, Kind: Median, Num: "seen", Source: own, Rows: access.SeeEpisode,
		Versions: v1("The median of the days from the day on which the first request of an episode was received to the day of its first attended contact, in the month of that contact.", "Contacts in the room, on the telephone, by talk type and by video.", "E-mail, text and chat, as in the four-week measure; contacts entered in error; people who have not been seen, who stand under “still waiting”.")},
	{Key: "first-28", Name: "First seen within 28 days", Plain: "Of the people first seen in the month, how many had waited 28 days or fewer", Group: Waiting, Unit: "%", Direction: Higher, Kind: Share, Num: "seen|within=yes", Den: "seen", Source: own, Rows: access.SeeEpisode,
		Versions: v1("Of the first contacts of the month, those on day 28 or before, the day of the request being day 0.", "As for the days to the first contact.", "As for the days to the first contact.")},
	{Key: "waiting", Name: "Still waiting for a first contact", Plain: "How many people had come and had not been seen yet at the end of the month", Group: Waiting, Unit: "people", Direction: Lower, Kind: Stock, Num: "began", Den: "seen+left", Source: own, Rows: access.SeeEpisode,
		Versions: v1("Everybody whose episode began by the end of the month, less those first seen, and those whose episode ended unseen, by then.", "As for the people who came.", "Nobody: somebody whose booking was cancelled or not kept waits on.")},
	{Key: "left", Name: "Left before being seen", Plain: "How many people’s episode ended in the month without a single contact", Group: Waiting, Unit: "people", Direction: Lower, Kind: Count, Num: "left", Source: own, Rows: access.SeeEpisode,
		Versions: v1("Episodes that were closed in the month without an attended contact in them.", "Whatever the reason of closing.", "Contacts entered in error do not count as contacts.")},
	{Key: "four-week", Name: "Within four weeks, by the published measure", Plain: "Of the spells whose clock stopped in the month, how many stopped by day 28", Group: Waiting, Unit: "%", Direction: Higher, Kind: Share, Num: "stopped|within=yes", Den: "stopped", Source: published, Rows: access.SeeEpisode,
		Versions: []Version{
			{1, begin, "The clock starts when the request is received and stops on the latest of the first contact, the first outcome score and the first agreed plan or intervention. Requests that overlap, or follow 5 days or less after the last one ended, are one spell. In the month of the stop: stopped on day 28 or before.", "Spells of adults that began before April 2024 without a recorded assessment: the assessment is not asked of them when their first contact was before April 2024, too. Children and young people: no assessment.", "Spells that ended before their clock stopped. It is published and is no standard: there is no target line."},
			{2, calendar.MonthOf(calendar.MustDate("2024-04-01")), "As version 1, and for adults whose spell began, or who had their first contact, in April 2024 or later, the first meaningful assessment has to have happened, too.", "For children and young people indirect activity counts as a contact, and no assessment is asked for.", "Spells that ended before their clock stopped. It is published and is no standard: there is no target line."},
		}},
	{Key: "four-week-median", Name: "Days to the stop of the four-week clock, middle one", Plain: "Half of the clocks that stopped in the month had run so many days or fewer", Group: Waiting, Unit: "days", Direction: Lower, Kind: Median, Num: "stopped", Source: published, Rows: access.SeeEpisode,
		Versions: v1("The median of the days from start to stop, in the month of the stop.", "As for “within four weeks”.", "As for “within four weeks”.")},
	{Key: "clocks-open", Name: "Four-week clocks still running", Plain: "How many clocks had started and not stopped at the end of the month", Group: Waiting, Unit: "people", Direction: Lower, Kind: Stock, Num: "started", Den: "stopped+ended", Source: published, Rows: access.SeeEpisode,
		Versions: v1("Spells that began by the end of the month, less those whose clock stopped, and those that ended unstopped, by then.", "A pause never stops the clock.", "Nobody.")},
	{Key: "pauses", Name: "Pauses agreed", Plain: "How many pauses began in the month", Group: Waiting, Unit: "pauses", Direction: Neither, Kind: Count, Num: "paused", Source: own, Rows: access.SeeCaseload,
		Versions: v1("Pauses by their first day, each with its reason.", "Pauses that were ended early.", "Nothing. A pause changes no clock.")},

	{Key: "closed", Name: "People who finished with us", Plain: "How many episodes were closed in the month", Group: Went, Unit: "people", Direction: Neither, Kind: Count, Num: "closed", Source: own, Rows: access.SeeEpisode,
		Versions: v1("Episodes by the day on which they were closed.", "Whatever the reason.", "Nothing.")},
	{Key: "kept", Name: "Helped in the bridge", Plain: "Of the people who finished, how many needed nobody else", Group: Went, Unit: "%", Direction: Neither, Kind: Share, Num: "closed|to=kept", Den: "closed", Source: own, Rows: access.SeeEpisode,
		Versions: v1("Of the episodes closed in the month, those that ended because what was agreed was reached, or because advice was enough.", "As for the people who finished.", "Everybody who goes on elsewhere.")},
	{Key: "to-secondary", Name: "Went on to secondary care", Plain: "Of the people who finished, how many went on with a secondary mental health team", Group: Went, Unit: "%", Direction: Neither, Kind: Share, Num: "closed|to=secondary", Den: "closed", Source: own, Rows: access.SeeEpisode,
		Versions: v1("Of the episodes closed in the month, those closed because the person goes on with a secondary mental health team.", "As for the people who finished.", "Onward requests that were sent while the person stayed.")},
	{Key: "returned", Name: "Back within 90 days", Plain: "Of the people who finished in the month, how many came back within 90 days", Group: Went, Unit: "%", Direction: Lower, Kind: Share, Num: "closed|back=yes", Den: "closed", Source: own, Lag: 90, Rows: access.SeeEpisode,
		Versions: v1("Of the episodes closed in the month, those after which the same person’s next episode in the network began on one of the following 90 days.", "Quick returns and new requests alike. A month is shown when its 90 days have passed.", "People who went to another network.")},
	{Key: "avoided", Name: "Referrals to secondary care avoided, as recorded", Plain: "For how many of those who came the answer was: without us, a referral to secondary care. And none was made", Group: Went, Unit: "people", Direction: Neither, Kind: Count, Num: "avoided", Source: own, Rows: access.SeeEpisode,
		Versions: v1("First requests of the month whose recorded answer to “what would have happened without the practitioner” is a referral to secondary care, and whose episode has neither an onward request to secondary care nor was closed to it.", "Recorded answers only.", "Requests for which nobody answered, or the answer is not known: they make the range beside the figure.")},
	{Key: "gp-instead", Name: "Would have been a GP appointment", Plain: "For how many of those who came the recorded answer was: without us, a GP appointment", Group: Went, Unit: "people", Direction: Neither, Kind: Count, Num: "began|without=A GP appointment", Source: own, Rows: access.SeeEpisode,
		Versions: v1("First requests of the month whose recorded answer is a GP appointment. Times the minutes that the network assumes, it is the GP time freed.", "Recorded answers only.", "As for avoided referrals.")},

	{Key: "paired", Name: "Measured at the start and again", Plain: "Of the people who finished after at least one contact, how many have a true pair of scores", Group: Outcomes, Unit: "%", Direction: Higher, Kind: Share, Num: "finished|pair=yes", Den: "finished", Source: own, Rows: access.SeeCare,
		Versions: v1("Of the episodes closed in the month with at least one signed contact, those with two scores of the same questionnaire and version, answered by the same, on different occasions in the episode.", "Every questionnaire that has a total.", "Scores entered in error, scores without a total, pairs across episodes, versions or raters.")},
	{Key: "improved", Name: "Reliable improvement", Plain: "Of the true pairs, how many show more change than the questionnaire’s own error", Group: Outcomes, Unit: "%", Direction: Higher, Kind: Share, Num: "pair|verdict=reliable improvement", Den: "pair|stated=yes", Source: "Each questionnaire’s published threshold, shown with it", Rows: access.SeeCare,
		Versions: v1("Of the true pairs of the episodes closed in the month, from the first to the last score, those changed for the better by at least the published threshold.", "One pair per questionnaire and episode.", "Questionnaires without a published threshold; people without a pair, who are not assumed to be the same.")},
	{Key: "deteriorated", Name: "Reliable deterioration", Plain: "Of the true pairs, how many are worse by more than the questionnaire’s own error", Group: Outcomes, Unit: "%", Direction: Lower, Kind: Share, Num: "pair|verdict=reliable deterioration", Den: "pair|stated=yes", Source: "Each questionnaire’s published threshold, shown with it", Rows: access.SeeCare,
		Versions: v1("Of the true pairs of the episodes closed in the month, those changed for the worse by at least the published threshold.", "As for reliable improvement.", "As for reliable improvement.")},
	{Key: "goals", Name: "Goals met or partly met", Plain: "Of the goals that ended in the month, how many were met, wholly or partly, in the person’s own view", Group: Outcomes, Unit: "%", Direction: Higher, Kind: Share, Num: "goal|met=yes", Den: "goal", Source: own, Rows: access.SeeCare,
		Versions: v1("Of the goals by the day on which they ended, those that the person said were met or partly met.", "Goals that were let go count in the whole.", "Goals that were only reworded, and those entered in error.")},

	{Key: "friends", Name: "Good or very good experience", Plain: "Of the people who answered the Friends and Family Test about contacts of the month, how many said good or very good", Group: Experience, Unit: "%", Direction: Higher, Kind: Share, Num: "answered|good=yes", Den: "answered|rated=yes", Source: "NHS England, Friends and Family Test guidance, in use from April 2020", Rows: access.CountImpact,
		Versions: v1("Of the answers to “Overall, how was your experience of our service?” about contacts of the month, “very good” and “good”.", "Answers by private link and on paper; “don’t know” is in the whole.", "Forms on which the question was left out. Answers carry no name, so that nobody opens the rows and small numbers are hidden from everybody.")},
	{Key: "listened", Name: "Felt listened to", Plain: "Of the people who answered, how many felt listened to", Group: Experience, Unit: "%", Direction: Higher, Kind: Share, Num: "answered|listened=yes", Den: "answered|said=yes", Source: own, Rows: access.CountImpact,
		Versions: v1("Of the answers to “Did you feel listened to?” about contacts of the month, “yes”.", "Answers by private link and on paper.", "“Partly” is not a yes; forms on which the question was left out.")},
	{Key: "response", Name: "Answered when asked", Plain: "Of the people who were given a link to the form, how many sent it back", Group: Experience, Unit: "%", Direction: Higher, Kind: Share, Num: "answered|how=link", Den: "invited|how=link", Source: own, Rows: access.CountImpact,
		Versions: v1("The answers by private link about contacts of the month, of the links given out about contacts of the month.", "Each link once.", "Forms on paper, which lie about and are not counted when they are taken.")},

	{Key: "attended", Name: "Appointments kept", Plain: "Of the appointments that somebody could come to, how many were kept", Group: Use, Unit: "%", Direction: Higher, Kind: Share, Num: "booking|came=yes", Den: "booking|asked=yes", Source: own, Rows: access.SeeEpisode,
		Versions: v1("Of the bookings whose day is in the month and of which is recorded whether the person came, those to which they came.", "Every mode and length.", "Cancelled and moved bookings, and those of which nothing is recorded, which are counted beside it.")},
	{Key: "contacts", Name: "Contacts", Plain: "How many contacts were signed for days of the month", Group: Use, Unit: "contacts", Direction: Neither, Kind: Count, Num: "contact", Source: own, Rows: access.SeeCare,
		Versions: v1("Signed contacts by their day.", "Every mechanism, in groups as well.", "Contacts entered in error.")},
	{Key: "minutes", Name: "Minutes of a contact", Plain: "How long a contact of the month took on average", Group: Use, Unit: "minutes", Direction: Neither, Kind: Mean, Num: "contact", Source: own, Rows: access.SeeCare,
		Versions: v1("The minutes of the month’s signed contacts, divided by how many there were.", "As for contacts.", "As for contacts.")},
	{Key: "capacity", Name: "Slots used", Plain: "Of the slots that clinics offered, how many were booked", Group: Use, Unit: "%", Direction: Neither, Kind: Share, Num: "slot|state=booked", Den: "slot|offered=yes", Source: own, Rows: access.SeeDiary,
		Versions: v1("Of the slots of the month that were free or booked, those that were booked.", "First, follow-up and duty slots.", "Slots that were blocked or withdrawn. The month is shown when it is over.")},
	{Key: "over", Name: "Booked above the allowance", Plain: "How many bookings took a practice above its agreed share, each with its reason", Group: Use, Unit: "bookings", Direction: Neither, Kind: Count, Num: "booking|counts=over", Source: own, Rows: access.SeeEpisode,
		Versions: v1("Bookings of the month that count above the allowance.", "Kept or not.", "Cancelled and moved bookings.")},
	{Key: "advice", Name: "Questions answered by the advice desk", Plain: "How many questions had their first answer in the month", Group: Use, Unit: "questions", Direction: Neither, Kind: Count, Num: "advice", Source: own, Rows: access.SeeAdvice,
		Versions: v1("Questions by the day of their first answer.", "About somebody or about nobody.", "Corrections of an answer.")},
	{Key: "advice-days", Name: "Days to an answer, middle one", Plain: "Half of the questions answered in the month had waited so many days or fewer", Group: Use, Unit: "days", Direction: Lower, Kind: Median, Num: "advice", Source: own, Rows: access.SeeAdvice,
		Versions: v1("The median of the days from the question to its first answer.", "Calendar days, weekends included.", "As for questions answered.")},
	{Key: "meetings", Name: "People talked about in team meetings", Plain: "How many people’s turn the month’s meetings reached", Group: Use, Unit: "people", Direction: Neither, Kind: Count, Num: "meeting", Source: own, Rows: access.SeeCare,
		Versions: v1("Entries of meeting lists that were talked about, by the day of the meeting.", "With a decision or without.", "Entries that were carried over.")},
	{Key: "onward", Name: "Onward requests sent", Plain: "How many requests to other services were sent in the month", Group: Use, Unit: "requests", Direction: Neither, Kind: Count, Num: "onward", Source: own, Rows: access.SeeCare,
		Versions: v1("Onward requests by the day on which they were sent.", "Also those that came back.", "Prepared requests that were never sent.")},
	{Key: "teaching", Name: "Teaching sessions", Plain: "How many sessions were given to other clinicians", Group: Use, Unit: "sessions", Direction: Neither, Kind: Count, Num: "teaching", Source: own, Rows: access.SeeTeaching,
		Versions: v1("Sessions by their day.", "Every audience.", "Sessions that were withdrawn.")},

	{Key: "needs", Name: "Seen with an interpreter, adjustments or another language", Plain: "Of the people first seen in the month, how many had such a need recorded", Group: Fairness, Unit: "%", Direction: Neither, Kind: Share, Num: "seen|needs=yes", Den: "seen", Source: own, Rows: access.SeeEpisode,
		Versions: v1("Of the first contacts of the month, those of people with a language other than English, an interpreter, an accessible format or an adjustment on their record.", "What is recorded today.", "What nobody asked: an empty record is not a need that was ruled out.")},
}

// ByKey gives an indicator; ok is false when there is none.
func ByKey(key string) (Indicator, bool) {
	i := slices.IndexFunc(Catalogue, func(x Indicator) bool { return x.Key == key })
	if i < 0 {
		return Indicator{}, false
	}
	return Catalogue[i], true
}

// In gives the indicators of a group.
func In(g Group) (list []Indicator) {
	for _, x := range Catalogue {
		if x.Group == g {
			list = append(list, x)
		}
	}
	return list
}

// On gives the version by which a month is counted.
func (x Indicator) On(m calendar.Month) Version {
	v := x.Versions[0]
	for _, w := range x.Versions[1:] {
		if !m.Before(w.From) {
			v = w
		}
	}
	return v
}

// versions says by which versions a month is counted, for all indicators.
func versions(m calendar.Month) string {
	var b strings.Builder
	for _, x := range Catalogue {
		if v := x.On(m); v.Number != 1 {
			fmt.Fprintf(&b, "%s:%d ", x.Key, v.Number)
		}
	}
	return strings.TrimSpace(b.String())
}

// rules changes when what is counted changes: then everything is counted
// again. The number is raised with every change of Walk.
func rules() string {
	var b strings.Builder
	fmt.Fprintf(&b, "walk %d;", walkVersion)
	for _, x := range Catalogue {
		fmt.Fprintf(&b, "%s %s %s %s %d;", x.Key, x.Kind, x.Num, x.Den, len(x.Versions))
	}
	return short(b.String())
}
