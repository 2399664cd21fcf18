// Package discharge is the front room of goodbye: what is still open, the two
// summaries, and the short way back in.
package discharge

import (
	"embed"
	"net/url"
	"strconv"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/care"
	"footbridge/internal/app/discharge"
	"footbridge/internal/app/episode"
	"footbridge/internal/app/person"
	"footbridge/internal/web/form"
	webperson "footbridge/internal/web/person"
	"footbridge/internal/web/site"
)

//go:embed *.html
var files embed.FS

var (
	closePage   = site.Parse(files, "close.html")
	summaryPage = site.Parse(files, "summary.html")
	sheetPage   = site.Parse(files, "sheet.html")
	returnPage  = site.Parse(files, "return.html")
	section     = site.Parse(files, "section.html")
)

// loose is a loose end with the way to settle it.
type loose struct {
	discharge.LooseEnd
	Href, Do string
}

// way gives where a loose end is settled, and what one presses.
func way(l discharge.LooseEnd, personID string) loose {
	out := loose{LooseEnd: l}
	id := url.PathEscape(l.ID)
	switch l.Kind {
	case discharge.Booking:
		out.Href, out.Do = "/bookings/"+id, "Move or cancel it"
	case discharge.Waiting:
		out.Href, out.Do = "/waiting/"+id+"/stop", "Take off the waiting list"
	case discharge.Unsigned:
		if l.Own {
			out.Href, out.Do = "/bookings/"+id+"/contact", "Write and sign the note"
		}
	case discharge.Draft:
		if l.Own {
			out.Href, out.Do = "/drafts/"+id, "Sign it, or throw it away"
		}
	case discharge.SafetyReview:
		out.Href, out.Do = "/safety/"+id, "The safety plan"
	case discharge.OpenFlag:
		out.Href, out.Do = "/flags/"+id, "The question"
	case discharge.OpenPause:
		out.Href, out.Do = "/people/"+personID+"/pause", "End the pause"
	case discharge.Course:
		out.Href, out.Do = "/courses/"+id, "End the course"
	case discharge.Questionnaire:
		out.Href, out.Do = "/people/"+personID+"/scores", "The questionnaires"
	case discharge.Ask:
		out.Href, out.Do = "/asks/"+id, "The ask"
	case discharge.Question:
		out.Href, out.Do = "/advice/"+id, "The question"
	case discharge.Onward:
		out.Href, out.Do = "/onward/"+id, "The request"
	case discharge.PlanAction:
		out.Href, out.Do = "/people/"+personID+"/plans", "The plans"
	}
	return out
}

func ways(list []discharge.LooseEnd, personID string) []loose {
	var out []loose
	for _, l := range list {
		out = append(out, way(l, personID))
	}
	return out
}

func choices(list []string) []form.Choice {
	var out []form.Choice
	for _, s := range list {
		out = append(out, form.Choice{Value: s, Text: strings.ToUpper(s[:1]) + s[1:]})
	}
	return out
}

// Close lists what is still open, and asks how the episode ends.
func Close(v *site.Visit) error {
	d, err := site.Ask(v, discharge.Before{Person: v.Path("id")})
	if err != nil {
		return err
	}
	f := v.Form()
	if v.R.Method == "GET" {
		f.SetDate("told-on", v.App.Today())
		f.Set("teller", v.Actor.Name)
	}
	if v.R.Method == "GET" || d.Episode.Version != 0 {
		f.Set("version", strconv.Itoa(d.Episode.Version))
	}
	return v.Show(site.Page{Title: "Goodbye", Form: f, Back: "/people/" + d.Person.ID, BackText: d.Person.Name()}, closePage, map[string]any{
		"Form": f, "D": d, "Banner": webperson.Banner(d.Person), "Settle": ways(d.Of(discharge.Settle), d.Person.ID), "Carry": ways(d.Of(discharge.Carry), d.Person.ID), "Ends": ways(d.Of(discharge.Ends), d.Person.ID),
		"Reasons": choices(episode.Reasons), "Destinations": choices(discharge.Destinations[:len(discharge.Destinations)-1]), "Ways": choices(discharge.ToldWays),
	})
}

// DoClose says goodbye.
func DoClose(v *site.Visit) error {
	f := v.Form()
	d, err := site.Ask(v, discharge.Before{Person: v.Path("id")})
	if err != nil {
		return err
	}
	c := discharge.SayGoodbye{Person: d.Person.ID, Why: f.Text("why"), Destination: f.Text("destination"), Onward: f.Text("onward"), Teller: f.Text("teller"), How: f.Text("how")}
	c.Version, _ = strconv.Atoi(f.Raw("version"))
	if c.Why == "Died" && c.How == "" {
		c.Teller = "" // nobody has to be told; whoever was is named with how
	}
	c.ToldOn, _ = f.Date("told-on", "The day")
	for _, l := range d.Of(discharge.Carry) {
		c.Carry = append(c.Carry, discharge.Carried{Key: l.Key(), Owner: f.Text("owner-" + l.Key()), Why: f.Text("why-" + l.Key())})
	}
	if f.OK() {
		id, err := site.Do(v, c)
		if err == nil {
			return v.ToWith("/goodbyes/"+id+"/gp", "The episode is closed. Here is the summary for the GP record")
		}
		if !v.Again(err) {
			return err
		}
	}
	return Close(v)
}

func titleOf(kind string) string {
	if kind == discharge.ForPerson {
		return "Summary for the person"
	}
	return "Summary for the GP record"
}

// Summary shows one of the two summaries: to write, to give, to copy.
func Summary(v *site.Visit) error {
	s, err := site.Ask(v, discharge.Summary{Episode: v.Path("episode"), Kind: v.Path("kind")})
	if err != nil {
		return err
	}
	f := v.Form()
	version := 0
	if len(s.Versions) > 0 {
		version = s.Versions[0].Version
	}
	if v.R.Method == "GET" {
		f.SetDate("on", v.App.Today())
		f.Set("body", s.Text())
		if f.Text("from") == "record" {
			f.Set("body", s.Ready)
		}
	}
	if f.Raw("body") == "" && !strings.HasSuffix(v.R.URL.Path, s.Kind) {
		f.Set("body", s.Text())
	}
	f.Set("version", strconv.Itoa(version))
	other := discharge.ForPerson
	if s.Kind == discharge.ForPerson {
		other = discharge.ForGP
	}
	var systems []form.Choice
	for _, x := range care.Systems {
		systems = append(systems, form.Choice{Value: x, Text: x})
	}
	at := "/goodbyes/" + s.Episode.ID + "/" + s.Kind
	return v.Show(site.Page{Title: titleOf(s.Kind), Form: f, Back: "/people/" + s.Person.ID, BackText: s.Person.Name()}, summaryPage, map[string]any{
		"Form": f, "S": s, "Banner": webperson.Banner(s.Person), "Title": titleOf(s.Kind), "Version": version, "At": at, "Other": "/goodbyes/" + s.Episode.ID + "/" + other, "OtherTitle": titleOf(other),
		"GP": s.Kind == discharge.ForGP, "Systems": systems, "Ways": choices(discharge.GivenWays), "MayWrite": v.May(access.WriteCare), "Changed": version > 0 && s.Versions[0].Body != strings.TrimSpace(s.Ready), "Rows": rows(s.Text()),
	})
}

func rows(s string) int { return min(max(strings.Count(s, "\n")+len(s)/90+3, 10), 40) }

// DoSummary saves a version.
func DoSummary(v *site.Visit) error {
	f := v.Form()
	e, kind := v.Path("episode"), v.Path("kind")
	version, _ := strconv.Atoi(f.Raw("version"))
	_, err := site.Do(v, discharge.SaveSummary{Episode: e, Kind: kind, Version: version, Body: f.Raw("body")})
	if err == nil {
		return v.ToWith("/goodbyes/"+e+"/"+kind, "Saved as version "+strconv.Itoa(version+1))
	}
	if !v.Again(err) {
		return err
	}
	return Summary(v)
}

// DoGiven records that the newest version was given or sent.
func DoGiven(v *site.Visit) error {
	f := v.Form()
	e, kind := v.Path("episode"), v.Path("kind")
	on, _ := f.Date("on", "The day")
	if f.OK() {
		_, err := site.Do(v, discharge.Give{ID: f.Raw("id"), How: f.Text("how"), On: on})
		if err == nil {
			return v.ToWith("/goodbyes/"+e+"/"+kind, "Recorded who has it")
		}
		if !v.Again(err) {
			return err
		}
	}
	return Summary(v)
}

// DoCopied marks the newest version as copied into a record.
func DoCopied(v *site.Visit) error {
	f := v.Form()
	e, kind := v.Path("episode"), v.Path("kind")
	_, err := site.Do(v, discharge.MarkCopied{ID: f.Raw("id"), System: f.Text("system")})
	if err == nil {
		return v.ToWith("/goodbyes/"+e+"/"+kind, "Marked as copied")
	}
	if !v.Again(err) {
		return err
	}
	return Summary(v)
}

// Sheet shows a saved summary as one sheet of paper.
func Sheet(v *site.Visit) error {
	s, err := site.Ask(v, discharge.Summary{Episode: v.Path("episode"), Kind: v.Path("kind")})
	if err != nil {
		return err
	}
	if len(s.Versions) == 0 {
		return v.ToTell("/goodbyes/"+s.Episode.ID+"/"+s.Kind, "Save it first: what is printed is what was saved")
	}
	large := v.Form().Raw("size") == "large"
	return v.Show(site.Page{Title: titleOf(s.Kind), Back: "/goodbyes/" + s.Episode.ID + "/" + s.Kind, Print: true}, sheetPage, map[string]any{
		"S": s, "Banner": webperson.Banner(s.Person), "GP": s.Kind == discharge.ForGP, "Large": large, "Paragraphs": paragraphs(s.Versions[0].Body), "Printed": v.App.Now().Long(), "By": v.Actor.Name,
	})
}

// paragraph is a part of a summary: its heading, when it is in capitals.
type paragraph struct{ Heading, Words string }

func paragraphs(body string) []paragraph {
	var out []paragraph
	for part := range strings.SplitSeq(body, "\n\n") {
		head, rest, _ := strings.Cut(part, "\n")
		if head == strings.ToUpper(head) && len(head) > 3 && !strings.ContainsAny(head, "0123456789") {
			out = append(out, paragraph{head[:1] + strings.ToLower(head[1:]), rest})
			continue
		}
		out = append(out, paragraph{"", part})
	}
	return out
}

// Return shows the short way back in.
func Return(v *site.Visit) error {
	f := v.Form()
	d, err := site.Ask(v, discharge.Back{Person: v.Path("id"), Another: f.Text("with") == "another"})
	if err != nil {
		return err
	}
	var slots []form.Choice
	modes := map[string]bool{}
	over := f.ErrorFor("over") != ""
	for _, o := range d.Offers {
		if o.Verdict.Counts == "" && o.Verdict.Says != "" {
			continue
		}
		text := o.StartsAt.Long() + ", " + strings.Join(o.ModeList(), " or ") + ", " + o.PlaceName
		if !d.Same {
			text += ", with " + o.PractitionerName
		}
		hint := ""
		if o.Verdict.Reason {
			hint = "Over the allowance of that week: a reason is asked for"
			over = true
		}
		slots = append(slots, form.Choice{Value: o.ID, Text: text, Hint: hint})
		for _, m := range o.ModeList() {
			modes[m] = true
		}
	}
	var how []form.Choice
	for _, m := range []string{"face to face", "telephone", "video", "home visit"} {
		if modes[m] {
			how = append(how, form.Choice{Value: m, Text: strings.ToUpper(m[:1]) + m[1:]})
		}
	}
	return v.Show(site.Page{Title: "Quick return", Form: f, Back: "/people/" + d.Person.ID, BackText: d.Person.Name()}, returnPage, map[string]any{
		"Form": f, "D": d, "Banner": webperson.Banner(d.Person), "Slots": slots, "Modes": how, "Over": over, "Today": v.App.Today(),
	})
}

// DoReturn books straight back in.
func DoReturn(v *site.Visit) error {
	f := v.Form()
	f.Require(f.Text("slot") != "", "slot", "Choose an appointment")
	if f.OK() {
		b, err := site.Do(v, discharge.Return{Person: v.Path("id"), Slot: f.Text("slot"), Mode: f.Text("mode"), Words: f.Text("words"), OverWhy: f.Text("over")})
		if err == nil {
			return v.ToWith("/bookings/"+b.ID, "Booked straight back in: a quick return")
		}
		if !v.Again(err) {
			return err
		}
	}
	return Return(v)
}

// Section gives the person's page its part about episodes that have ended.
func Section(v *site.Visit, p person.Person) ([]webperson.Section, error) {
	if !v.May(access.SeeEpisode) {
		return nil, nil
	}
	g, err := site.Ask(v, discharge.OfPerson{Person: p.ID})
	if err != nil || len(g.Past) == 0 && g.Now == nil {
		return nil, err
	}
	markup, err := v.Markup(section, map[string]any{"G": g, "P": p, "MayRead": v.May(access.SeeCare), "MayBook": v.May(access.Book), "Today": v.App.Today()})
	return []webperson.Section{{Title: "Earlier episodes", Markup: markup}}, err
}

// Actions gives the person's page the press for a quick return, when they can
// come straight back.
func Actions(v *site.Visit, p person.Person) ([]webperson.Action, error) {
	if !v.May(access.Book) || !v.May(access.SeeEpisode) || !p.Died.IsZero() {
		return nil, nil
	}
	g, err := site.Ask(v, discharge.OfPerson{Person: p.ID})
	if err != nil || !g.Can {
		return nil, err
	}
	return []webperson.Action{{Text: "Quick return", Href: "/people/" + p.ID + "/return"}}, nil
}
