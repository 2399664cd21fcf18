package discharge

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/care"
	"footbridge/internal/app/episode"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/measures"
	"footbridge/internal/app/network"
	"footbridge/internal/app/person"
	"footbridge/internal/app/plan"
	"footbridge/internal/app/safety"
	"footbridge/internal/app/workforce"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// The two summaries.
const (
	ForGP     = "gp"
	ForPerson = "person"
)

// MaxSummary is the most that a summary holds, in characters: one page.
const MaxSummary = 6_000

// Version is one saved version of a summary.
type Version struct {
	ID      string
	Episode string
	Person  string
	PCN     string `db:"pcn"`
	Kind    string
	Version int
	Body    string
	At      calendar.Instant
	ByID    string
	ByName  string
}

const versionColumns = "id, episode, person, pcn, kind, version, body, at, by_id, by_name"

func newest(tx *gate.Tx, episodeID string) (map[string]Version, error) {
	list, err := db.All[Version](tx.Tx, "SELECT "+versionColumns+" FROM goodbye_summary WHERE episode = $1 ORDER BY version", episodeID)
	out := map[string]Version{}
	for _, v := range list {
		out[v.Kind] = v
	}
	return out, err
}

// Given says who has a version of a summary.
type Given struct {
	ID      string
	Summary string
	ToWhom  string
	How     string
	OnDay   calendar.Date
	At      calendar.Instant
	ByName  string
	Version int
}

// GivenWays are how a summary is given or sent.
var GivenWays = []string{"on paper, by hand", "by post", "copied into the record", "by secure e-mail", "read aloud", "through a private link"}

// Summary asks for one of the two summaries of an episode: the newest saved
// version, or, before anything was saved, what the record says.
type Summary struct{ Episode, Kind string }

// Sheets is the answer.
type Sheets struct {
	Person   person.Person
	Episode  episode.Episode
	Kind     string
	Said     *Said
	Versions []Version // the newest first
	Ready    string    // put together from the record, as it is now
	Share    string    // the person's answer about sharing concerns about safety with the practice
	Plan     bool      // there is a safety plan
	Given    []Given   // the latest first
	Copies   []care.Copied
	Routes   []network.UrgentRoute // for people, with the day of their last check
}

// Text is what a page shows: the newest version, or what is ready.
func (s Sheets) Text() string {
	if len(s.Versions) > 0 {
		return s.Versions[0].Body
	}
	return s.Ready
}

// Needs names the permission.
func (Summary) Needs() access.Permission { return access.SeeCare }

// Ask gathers it; an episode of somebody outside the scope is not found.
func (q Summary) Ask(ctx context.Context, tx *gate.Tx) (Sheets, error) {
	var s Sheets
	e, p, err := load(tx, q.Episode)
	if err != nil {
		return s, err
	}
	if q.Kind != ForGP && q.Kind != ForPerson {
		return s, fault.Missing("summary")
	}
	tx.Saw(p.ID, map[string]string{ForGP: "the summary for the GP record", ForPerson: "the summary for the person"}[q.Kind])
	s.Person, s.Episode, s.Kind = p, e, q.Kind
	if s.Versions, err = db.All[Version](tx.Tx, "SELECT "+versionColumns+" FROM goodbye_summary WHERE episode = $1 AND kind = $2 ORDER BY version DESC", e.ID, q.Kind); err != nil {
		return s, err
	}
	said, err := saidOf(tx, []string{e.ID})
	if err != nil {
		return s, err
	}
	if x, ok := said[e.ID]; ok {
		s.Said = &x
	}
	routes, err := network.RoutesFor(tx, p.PCN, p.Practice)
	if err != nil {
		return s, err
	}
	for _, r := range routes {
		if !r.StaffOnly {
			s.Routes = append(s.Routes, r)
		}
	}
	if s.Share, err = care.ShareSafety(tx, p); err != nil {
		return s, err
	}
	story, err := tell(ctx, tx, s)
	if err != nil {
		return s, err
	}
	s.Plan = story.hasPlan
	if q.Kind == ForGP {
		s.Ready = care.GPText(story.forGP())
	} else {
		s.Ready = story.forPerson()
	}
	if s.Given, err = db.All[Given](tx.Tx, `SELECT g.id, g.summary, g.to_whom, g.how, g.on_day, g.at, g.by_name, s.version FROM goodbye_given g JOIN goodbye_summary s ON s.id = g.summary
		WHERE s.episode = $1 AND s.kind = $2 ORDER BY g.at DESC, g.id DESC`, e.ID, q.Kind); err != nil {
		return s, err
	}
	if len(s.Versions) > 0 {
		s.Copies, err = care.Copies(tx, care.CopyGoodbye, e.ID)
	}
	return s, err
}

func load(tx *gate.Tx, episodeID string) (episode.Episode, person.Person, error) {
	all, err := episode.ByID(tx, []string{episodeID})
	if err != nil {
		return episode.Episode{}, person.Person{}, err
	}
	e, ok := all[episodeID]
	if !ok {
		return e, person.Person{}, fault.Missing("episode")
	}
	p, err := person.Load(tx, e.Person)
	if fault.Is(err, fault.NotFound) {
		err = fault.Missing("episode")
	}
	return e, p, err
}

// story is what the record says of an episode.
type story struct {
	p        person.Person
	e        episode.Episode
	said     *Said
	words    string // why they came, in their words
	holder   workforce.Practitioner
	course   care.Course
	pairs    []measures.Pair
	once     []measures.Score // taken once, so that nothing can be said of a change
	hasPlan  bool
	review   safety.Review
	has      []string // who has the safety plan
	share    string
	weeks    int
	until    calendar.Date
	practice string
	helps    []string // what the person wrote in the staying-well plan
}

func tell(ctx context.Context, tx *gate.Tx, s Sheets) (story, error) {
	t := story{p: s.Person, e: s.Episode, said: s.Said, share: s.Share}
	requests, err := episode.Requests(tx, []string{t.e.ID})
	if err != nil {
		return t, err
	}
	if list := requests[t.e.ID]; len(list) > 0 {
		t.words = list[0].Words
	}
	who, err := workforce.Known(tx, []string{t.e.Holder})
	if err != nil {
		return t, err
	}
	t.holder = who[t.e.Holder]
	if t.course, err = care.CourseOf(tx, t.e.ID); err != nil {
		return t, err
	}
	pairs, err := measures.PairsOf(tx, []string{t.e.ID})
	if err != nil {
		return t, err
	}
	t.pairs = pairs[t.e.ID]
	all, err := measures.OfEpisode(tx, t.e.ID)
	if err != nil {
		return t, err
	}
	for _, s := range all {
		if s.Instrument != nil && !slices.ContainsFunc(t.pairs, func(p measures.Pair) bool { return p.Name == s.Instrument.Name }) && !slices.ContainsFunc(t.once, func(o measures.Score) bool { return o.Code == s.Code }) {
			t.once = append(t.once, s)
		}
	}
	if t.review, t.hasPlan, err = safety.ReviewOf(tx, t.p); err != nil {
		return t, err
	}
	if t.hasPlan {
		if t.has, err = safety.Holders(tx, t.review.ID); err != nil {
			return t, err
		}
	}
	if t.weeks, err = returnWeeks(tx, t.e.PCN); err != nil {
		return t, err
	}
	kept, err := plan.Kept{Person: t.p.ID}.Ask(ctx, tx)
	if err != nil {
		return t, err
	}
	if well := kept.Of(plan.Well).Present; well != nil {
		for _, part := range well.Outline().Parts {
			if part.Key == "keep" || part.Key == "learned" {
				t.helps = append(t.helps, well.Body.LinesOf(part)...)
			}
		}
	}
	last := tx.Today()
	if t.e.State == "closed" {
		last = t.e.ClosedAt.Date()
	}
	t.until = last.AddDays(7 * t.weeks)
	practices, err := network.PracticesOf(tx, t.p.PCN, tx.Today())
	for _, x := range practices {
		if x.Code == t.p.Practice {
			t.practice = network.PlainName(x.Name)
		}
	}
	return t, err
}

func (t story) seen() string {
	c := t.course
	switch c.Contacts {
	case 0:
		return "Nobody saw or reached them"
	case 1:
		return "1 contact, on " + c.FirstOn.Medium()
	}
	return fmt.Sprintf("%d contacts, from %s to %s", c.Contacts, c.FirstOn.Medium(), c.LastOn.Medium())
}

// back says how they come back, for a record or for the person.
func (t story) back(you bool) string {
	who := "They book"
	if you {
		who = "Ring the practice and ask to come back. You book"
	}
	if t.weeks == 0 {
		if you {
			return "Ring the practice and ask for the mental health practitioner. Nobody has to refer you."
		}
		return "Booked straight in by the practice, as at the first time. Weeks for a quick return: not agreed"
	}
	return fmt.Sprintf("%s straight back in, without a new request, until %s (%d weeks). Later, the practice books as at the first time", who, t.until.Medium(), t.weeks)
}

// forGP gives the summary for the GP record in its fixed order.
func (t story) forGP() []care.GPLine {
	who := t.holder.Name
	if t.holder.RoleType != "" {
		who += ", " + strings.ToLower(t.holder.RoleType)
	}
	until := "still open"
	if t.e.State == "closed" {
		until = "closed " + t.e.ClosedAt.Date().Medium()
	}
	number := ""
	if n := t.p.Number(); n != "" {
		number = ", NHS number " + strings.ReplaceAll(n, "\u00a0", " ")
	}
	lines := []care.GPLine{
		{Title: "Mental health practitioner, summary of an episode", Words: t.e.OpenedAt.Date().Medium() + ", " + until},
		{Title: "Person", Words: t.p.Name() + ", born " + t.p.Born() + number},
		{Title: "Seen by", Words: who},
		{Title: "Why they came, in their words", Words: t.words},
	}
	for _, a := range slices.Backward(t.course.Assessments) {
		lines = append(lines, care.GPLine{Title: "Found, " + a.OnDay.Medium(), Words: a.Note})
	}
	lines = append(lines, care.GPLine{Title: "Done", Words: t.seen()})
	for _, p := range slices.Backward(t.course.Plans) {
		lines = append(lines, care.GPLine{Title: "Agreed, " + p.OnDay.Medium(), Words: p.Summary})
	}
	var scores []string
	for _, p := range t.pairs {
		scores = append(scores, fmt.Sprintf("%s (%s to %s)", p.Change.Sentence, p.FirstOn.Medium(), p.LastOn.Medium()))
	}
	for _, s := range t.once {
		said := "not complete, so it has no total"
		if s.Result.Total != nil {
			said = fmt.Sprint(*s.Result.Total)
		}
		scores = append(scores, fmt.Sprintf("%s: %s (%s, once: nothing can be said of a change)", s.Instrument.Name, said, s.OnDay.Medium()))
	}
	lines = append(lines, care.GPLine{Title: "Measures, first and last", Words: strings.Join(scores, "\n")})
	if t.hasPlan && t.share == "yes" {
		words := "made " + t.review.OnDay.Medium()
		if len(t.has) > 0 {
			words += "; held by " + strings.ToLower(strings.Join(t.has, ", "))
		}
		if !t.review.ReviewOn.IsZero() {
			words += "; to be looked at again " + t.review.ReviewOn.Medium()
		}
		lines = append(lines, care.GPLine{Title: "Safety plan", Words: words})
	}
	if t.said != nil {
		next := t.said.Destination
		if t.said.Onward != "" {
			next += ": " + t.said.Onward
		}
		lines = append(lines, care.GPLine{Title: "How it ended", Words: t.said.Why}, care.GPLine{Title: "Next", Words: next})
		for _, o := range t.said.Carried {
			if o.Kind == SafetyReview && t.share != "yes" || o.Kind == OpenFlag {
				continue // of safety, to somebody whom the person has not agreed to; of supervision, to nobody
			}
			lines = append(lines, care.GPLine{Title: "Carried over", Words: o.Says + ". From now on: " + o.Owner + ". " + o.Why})
		}
		lines = append(lines, care.GPLine{Title: "The person was told", Words: t.said.Told})
	}
	return append(lines, care.GPLine{Title: "Way back", Words: t.back(false)})
}

// forPerson gives the summary for the person in plain words. What stands in a
// safety plan is the person's own sheet, and not here.
func (t story) forPerson() string {
	var b strings.Builder
	name := t.p.KnownAs
	if name == "" {
		name = t.p.Given
	}
	if name == "" {
		name = t.p.Name()
	}
	fmt.Fprintf(&b, "Dear %s,\n\n", name)
	if t.words != "" {
		fmt.Fprintf(&b, "WHAT YOU CAME WITH\n%s\n\n", strings.TrimSpace(t.words))
	}
	b.WriteString("WHAT WE DID\n")
	switch t.course.Contacts {
	case 0:
		b.WriteString("We did not meet this time.\n")
	case 1:
		fmt.Fprintf(&b, "We talked once, on %s.\n", t.course.FirstOn.Medium())
	default:
		fmt.Fprintf(&b, "We talked %d times, from %s to %s.\n", t.course.Contacts, t.course.FirstOn.Medium(), t.course.LastOn.Medium())
	}
	for _, p := range slices.Backward(t.course.Plans) {
		fmt.Fprintf(&b, "We agreed: %s\n", strings.TrimSpace(p.Summary))
	}
	if goals := t.goals(); len(goals) > 0 {
		b.WriteString("\nWHAT MATTERS TO YOU\n")
		for _, g := range goals {
			b.WriteString(g + "\n")
		}
	}
	if len(t.helps) > 0 {
		b.WriteString("\nWHAT HELPS, AS YOU WROTE IT\n")
		for _, h := range t.helps {
			b.WriteString(h + "\n")
		}
	}
	if t.said != nil && t.said.Destination != Destinations[0] {
		fmt.Fprintf(&b, "\nWHAT HAPPENS NEXT\n%s", t.said.Destination)
		if t.said.Onward != "" {
			b.WriteString(": " + t.said.Onward)
		}
		b.WriteString("\n")
	}
	fmt.Fprintf(&b, "\nHOW TO COME BACK\n%s\n", t.back(true))
	if t.practice != "" {
		fmt.Fprintf(&b, "Your practice: %s\n", t.practice)
	}
	if t.holder.Name != "" {
		fmt.Fprintf(&b, "\n%s", t.holder.Name)
		if t.holder.RingsFrom != "" {
			b.WriteString(", rings from " + t.holder.RingsFrom)
		}
		b.WriteString("\n")
	}
	return b.String()
}

func (t story) goals() []string {
	if len(t.course.Plans) == 0 {
		return nil
	}
	return t.course.Plans[0].GoalList()
}

// SaveSummary saves a version of a summary. Version is the newest one that the
// writer knows of, 0 for none. It answers with the version's id. Faults name
// the field body.
type SaveSummary struct {
	Episode, Kind string
	Version       int
	Body          string
}

// Needs names the permission.
func (SaveSummary) Needs() access.Permission { return access.WriteCare }

// Do checks and writes.
func (c SaveSummary) Do(_ context.Context, tx *gate.Tx) (string, error) {
	e, p, err := load(tx, c.Episode)
	if err != nil {
		return "", err
	}
	if c.Kind != ForGP && c.Kind != ForPerson {
		return "", fault.Missing("summary")
	}
	c.Body = strings.TrimSpace(strings.ReplaceAll(c.Body, "\r\n", "\n"))
	var check fault.Check
	check.Require(c.Body != "", "body", "Write the summary before you save it")
	if n := len([]rune(c.Body)); n > MaxSummary {
		check.Fail("body", "A summary is one page: at most 6,000 characters. This one has %d", n)
	}
	if err := check.Err(); err != nil {
		return "", err
	}
	all, err := newest(tx, e.ID)
	if err != nil {
		return "", err
	}
	if v := all[c.Kind]; v.Version != c.Version {
		return "", fault.Moved("%s saved version %d at %s. It is kept; what you wrote is below and becomes the next version when you save again", v.ByName, v.Version, v.At.Long())
	}
	id := tx.NewID()
	tx.TouchedAt("summary", id, p.ID, e.PCN, map[string]string{ForGP: "saved the summary for the GP record", ForPerson: "saved the summary for the person"}[c.Kind])
	_, err = tx.Exec("INSERT INTO goodbye_summary ("+versionColumns+") VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10)", id, e.ID, p.ID, e.PCN, c.Kind, c.Version+1, c.Body, tx.Now, tx.Actor.ID, tx.Actor.Name)
	return id, err
}

func loadVersion(tx *gate.Tx, id string) (Version, error) {
	v, err := db.One[Version](tx.Tx, "summary", "SELECT "+versionColumns+" FROM goodbye_summary WHERE id = $1", id)
	if err != nil {
		return v, err
	}
	_, err = person.Load(tx, v.Person)
	if fault.Is(err, fault.NotFound) {
		err = fault.Missing("summary")
	}
	return v, err
}

// Give records that a version of a summary was given or sent: the one for the
// GP record to the practice, the other to the person. Faults name how and on.
type Give struct {
	ID  string // of the version
	How string // one of GivenWays
	On  calendar.Date
}

// Needs names the permission.
func (Give) Needs() access.Permission { return access.WriteCare }

// Do records it.
func (c Give) Do(_ context.Context, tx *gate.Tx) (string, error) {
	v, err := loadVersion(tx, c.ID)
	if err != nil {
		return "", err
	}
	var check fault.Check
	check.Require(slices.Contains(GivenWays, c.How), "how", "Choose how it was given or sent")
	check.Require(!c.On.IsZero(), "on", "Enter the day")
	check.Require(!c.On.After(tx.Today()), "on", "The day must be today or in the past")
	check.Require(c.On.IsZero() || !c.On.Before(v.At.Date()), "on", "This version was saved on %s: the day can't be earlier", v.At.Date().Medium())
	if err := check.Err(); err != nil {
		return "", err
	}
	to := "The GP practice"
	if v.Kind == ForPerson {
		to = "The person"
	}
	id := tx.NewID()
	tx.TouchedAt("summary", v.ID, v.Person, v.PCN, "given: "+strings.ToLower(to))
	_, err = tx.Exec("INSERT INTO goodbye_given (id, summary, person, pcn, to_whom, how, on_day, at, by_id, by_name) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10)", id, v.ID, v.Person, v.PCN, to, c.How, c.On, tx.Now, tx.Actor.ID, tx.Actor.Name)
	return id, err
}

// MarkCopied records that the saved summary for the GP record was put into
// another record.
type MarkCopied struct{ ID, System string }

// Needs names the permission.
func (MarkCopied) Needs() access.Permission { return access.WriteCare }

// Do records it.
func (c MarkCopied) Do(_ context.Context, tx *gate.Tx) (string, error) {
	v, err := loadVersion(tx, c.ID)
	if err != nil {
		return "", err
	}
	if v.Kind != ForGP {
		return "", fault.Missing("summary")
	}
	return care.NoteCopied(tx, care.Copied{Kind: care.CopyGoodbye, OfID: v.Episode, OfVersion: v.Version, Person: v.Person, PCN: v.PCN, System: c.System})
}

// OfPerson asks for the episodes of a person that have ended, with the goodbye
// of each, and the way back.
type OfPerson struct{ Person string }

// Past is one episode that has ended.
type Past struct {
	Episode   episode.Episode
	Said      *Said
	Summaries map[string]Version
	Returned  *episode.Return // it began as a quick return
}

// Goodbyes is the answer.
type Goodbyes struct {
	Way
	Past []Past // the latest first
	Now  *episode.Return
}

// Needs names the permission.
func (OfPerson) Needs() access.Permission { return access.SeeEpisode }

// Ask gathers it. What was said is there only for those who may read care.
func (q OfPerson) Ask(_ context.Context, tx *gate.Tx) (Goodbyes, error) {
	var out Goodbyes
	w, err := wayBack(tx, q.Person)
	if err != nil {
		return out, err
	}
	out.Way = w
	tx.Saw(w.Person.ID, "episodes that have ended")
	list, err := episode.OfPerson(tx, w.Person.ID)
	if err != nil {
		return out, err
	}
	var ids []string
	for _, e := range list {
		ids = append(ids, e.ID)
	}
	returns, err := episode.Returns(tx, ids)
	if err != nil {
		return out, err
	}
	may := tx.Actor.Scope(access.SeeCare).HasPerson(w.Person.Practice, w.Person.PCN)
	said := map[string]Said{}
	if may {
		if said, err = saidOf(tx, ids); err != nil {
			return out, err
		}
	}
	for _, e := range list {
		var back *episode.Return
		if r, ok := returns[e.ID]; ok {
			back = &r
		}
		if e.State != "closed" {
			if back != nil {
				out.Now = back
			}
			continue
		}
		x := Past{Episode: e, Returned: back}
		if !may {
			x.Episode.ClosedWhy, x.Episode.Told = "", ""
		} else {
			if s, ok := said[e.ID]; ok {
				x.Said = &s
			}
			if x.Summaries, err = newest(tx, e.ID); err != nil {
				return out, err
			}
		}
		out.Past = append(out.Past, x)
	}
	slices.SortStableFunc(out.Past, func(a, b Past) int { return b.Episode.ClosedAt.Compare(a.Episode.ClosedAt) })
	return out, nil
}
