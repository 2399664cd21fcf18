package impact

import (
	"fmt"
	"html/template"
	"slices"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/evidence"
	"footbridge/internal/app/feedback"
	"footbridge/internal/app/impact"
	"footbridge/internal/app/onward"
	"footbridge/internal/app/supervision"
	"footbridge/internal/app/triage"
	"footbridge/internal/calendar"
	"footbridge/internal/nhs"
	"footbridge/internal/web/chart"
	"footbridge/internal/web/form"
	"footbridge/internal/web/site"
)

// saves is what the recorded answers say.
func (w view) saves() impact.Saved { return w.Saves(triage.Withouts...) }

func by(key string) impact.Indicator {
	x, _ := impact.ByKey(key)
	return x
}

// more adds what a group shows beside its charts.
func (w view) more(v *site.Visit, g impact.Group, data map[string]any) error {
	if w.None {
		return nil
	}
	var charts []template.HTML
	var tables []parts
	switch g {
	case impact.Waiting:
		charts = append(charts,
			w.spread("Days from the request to the first contact", "first-median", w.Lasted(by("first-median"), "seen"), "Days", w.WindowWords()),
			w.spread("Days to the stop of the four-week clock", "four-week-median", w.Lasted(by("four-week"), "stopped"), "Days", w.WindowWords()),
			w.spread("Still waiting for a first contact today, by how long", "waiting", w.StandingNow(by("waiting"), "open"), "Days waited", w.Today.Long()),
			w.spread("Four-week clocks that run today, by how long", "clocks-open", w.StandingNow(by("clocks-open"), "running"), "Days", w.Today.Long()))
		missing := w.TodayBy(by("clocks-open"), "running", "missing")
		tables = append(tables, listed("Which part is missing today, of the clocks that run", "Part", missing, "One clock can miss several parts."))
		tables = append(tables, w.parts(by("requests"), "began", "way", "How people came", "Way", nil), w.parts(by("requests"), "began", "group", "Focus groups among those who came", "Group", nil))
		waits := []waiting{w.waits("way", "How long people waited, by way", "Way", nil), w.waits("group", "How long people waited, by focus group", "Group", nil)}
		if w.at == "" {
			names := map[string]string{"": "Without a booked place"}
			for id, name := range w.Places {
				names[id] = name
			}
			waits = append(waits, w.waits("place", "How long people waited, by where they were seen", "Place", names))
			data["Next"] = w.next()
			names, order := map[string]string{}, []string{}
			for _, p := range w.Practices {
				names[p.Code], order = p.Name, append(order, p.Code)
			}
			waits = append(waits, w.waits("practice", "How long people waited, by practice", "Practice", names, order...))
		}
		data["Waits"] = slices.DeleteFunc(waits, func(x waiting) bool { return len(x.Lines) == 0 })
		tables = append(tables, w.parts(by("pauses"), "paused", "why", "Pauses, by reason", "Reason", nil))
	case impact.Went:
		charts = append(charts, w.went(), w.shares("gp-instead", "began", "without", "Without us, what would have happened", "Recorded answer", "People who came", withouts()))
		data["Saves"] = w.saves()
		if w.at == "" {
			data["Assumed"] = w.Assumed
			data["MayKeep"] = v.May(access.KeepImpact)
			data["Months"] = w.assumable()
			if v.Form().Text("from") == "" {
				v.Form().Set("from", calendar.MonthOf(w.Today).String())
			}
		}
	case impact.Outcomes:
		tools, finished := w.ByTool()
		data["Tools"], data["Finished"] = tools, finished
		if w.at == "" {
			tables = append(tables, w.parts(by("goals"), "goal", "how", "How goals ended", "How", map[string]string{"met": "Met", "partly": "Partly met", "let go": "Let go"}, "met", "partly", "let go"))
		}
	case impact.Use:
		if w.at == "" && v.May(access.SeeEvidence) {
			quarter := supervision.WindowOf(supervision.Quarter, w.Last.Last())
			s, err := site.Ask(v, evidence.Of{PCN: w.Code, First: quarter.First})
			if err != nil {
				return err
			}
			data["Functions"], data["Quarter"], data["QuarterWords"] = s.Texts[0].Functions, supervision.QuarterOf(quarter.First), quarter.Words()
		}
		tables = append(tables,
			w.parts(by("attended"), "booking", "state", "What became of bookings", "What became of it", nil, "came", "did not attend", "did not take place", "nothing recorded"),
			w.crossed("mode", "By mode"), w.crossed("length", "By length", impact.Lengths...),
			w.parts(by("attended"), "cancelled", "by", "Cancelled bookings, by who asked for it", "Asked for by", nil),
			w.parts(by("over"), "booking", "counts", "Bookings by what they count against", "Counts against", map[string]string{"allowance": "The practice’s share", "released": "Released slots", "over": "Above the share, with a reason", "own": "Own follow-ups"}, "allowance", "released", "over", "own"),
			w.parts(by("over"), "booking", "why", "Above the share: the reasons", "Reason", nil),
			w.parts(by("contacts"), "contact", "mechanism", "Contacts, by how they took place", "How", mechanisms()),
			w.parts(by("advice"), "advice", "target", "Answers of the advice desk, by the practice’s target", "Target", map[string]string{"yes": "Within the target", "no": "Later than the target", "none": "No target was set"}, "yes", "no", "none"),
			w.parts(by("onward"), "onward", "kind", "Onward requests, by kind of service", "Kind", onwardKinds()))
	case impact.Experience:
		charts = append(charts, w.shares("friends", "answered", "overall", "Overall, how was your experience of our service?", "Answer", "People", options(feedback.Ratings)),
			w.shares("listened", "answered", "listened", feedback.Listened, "Answer", "People", options(feedback.Degrees)), w.shares("listened", "answered", "next", feedback.NextStep, "Answer", "People", options(feedback.Degrees)))
	case impact.Fairness:
		var f impact.Fair
		var err error
		switch w.at {
		case "":
			f, err = site.Ask(v, impact.Reached{PCN: w.Code})
		case "board":
			f, err = site.Ask(v, impact.BoardReached{ICB: w.Code})
		}
		if err != nil {
			return err
		}
		if w.at != "provider" {
			data["Fair"] = f
		}
		tables = append(tables,
			w.parts(by("needs"), "seen", "age", "First seen, by age", "Age", nil, impact.AgeBands...),
			w.parts(by("needs"), "seen", "sex", "First seen, by sex", "Sex", nil, "female", "male", "indeterminate", "not known"),
			w.parts(by("needs"), "seen", "language", "First seen, by language", "Language", nil),
			w.parts(by("needs"), "seen", "interpreter", "First seen, by need for an interpreter", "Interpreter", needs, "yes", "no"),
			w.parts(by("needs"), "seen", "adjustments", "First seen, by need for adjustments", "Adjustments", needs, "yes", "no"))
	}
	data["Charts"], data["Tables"] = charts, tables
	return nil
}

var needs = map[string]string{"yes": "Recorded", "no": "None recorded, or not asked"}

func options(list []feedback.Option) (out [][2]string) {
	for _, o := range list {
		out = append(out, [2]string{o.Key, o.Text})
	}
	return out
}

func withouts() (out [][2]string) {
	for _, a := range triage.Withouts {
		out = append(out, [2]string{a, a})
	}
	return append(out, [2]string{"Nobody asked", "Nobody asked"})
}

func mechanisms() map[string]string {
	out := map[string]string{}
	for _, m := range nhs.Mechanisms {
		out[m.Code] = m.Label
	}
	return out
}

func onwardKinds() map[string]string {
	out := map[string]string{}
	for _, k := range onward.Kinds {
		out[k[0]] = k[1]
	}
	return out
}

// spread draws how long something took, which a mean alone hides.
func (w view) spread(title, key string, b impact.Breakdown, head, when string) template.HTML {
	c := chart.Histogram{ID: "spread-" + key, Title: title + ", " + when, BinHead: head, CountHead: "People", Empty: "Nobody is counted here."}
	if b.Small {
		c.Empty = "Hidden: so few people are counted here that they could be known."
		return c.HTML()
	}
	if b.Total > 0 {
		for i, l := range b.Lines {
			wait := impact.Waits[i]
			bin := chart.Bin{Label: strings.TrimSuffix(l.Label, " days"), From: float64(wait.Least), To: float64(wait.Most + 1), Count: l.N, Hidden: l.Hidden}
			if wait.Most == 0 {
				bin.To = 0
			}
			c.Bins = append(c.Bins, bin)
		}
		c.Markers = []chart.Marker{{Label: "28 days", Value: 29}}
	}
	return c.HTML()
}

// listed is a breakdown whose lines lead nowhere.
func listed(title, head string, b impact.Breakdown, note string) parts {
	out := parts{Title: title, Head: head, Shown: b.Shown(), Hides: b.Hides, Note: note}
	for _, l := range b.Lines {
		l.Label = sentence(l.Label)
		out.Lines = append(out.Lines, part{Line: l})
	}
	if b.Total == 0 {
		out.Lines = nil
	}
	return out
}

// waiting is how long people waited, part by part.
type waiting struct {
	Title, Head string
	Lines       []waited
}

type waited struct {
	impact.Wait28
	Href string
}

func (w view) waits(tag, title, head string, names map[string]string, order ...string) waiting {
	out := waiting{Title: title + ", " + w.WindowWords(), Head: head}
	for _, l := range w.WaitBy(tag, order...) {
		if name, ok := names[l.Key]; ok {
			l.Label = name
		}
		l.Label = sentence(l.Label)
		x := waited{Wait28: l}
		if l.N > 0 {
			x.Href = w.RowsOf("first-median", tag+"="+l.Key)
		}
		out.Lines = append(out.Lines, x)
	}
	return out
}

// crossed gives bookings that were kept and not kept by a tag.
func (w view) crossed(tag, title string, order ...string) parts {
	x := by("attended")
	b := w.By(x, "booking", tag, order...)
	out := parts{Title: title + ": kept of how many, " + w.WindowWords(), Head: strings.TrimPrefix(title, "By "), Hides: b.Hides, Shown: b.Shown()}
	whole := w.Whole()
	for _, l := range b.Lines {
		if strings.Contains(l.Key, "|") {
			continue
		}
		came, missed := whole.N("booking|"+tag+"="+l.Key+"|came"), whole.N("booking|"+tag+"="+l.Key+"|did not attend")
		p := part{Line: l}
		p.Label = sentence(l.Label)
		if !w.Opens(x) && (came > 0 && came < 5 || missed > 0 && missed < 5) {
			p.Hidden = true
		}
		p.Says = fmt.Sprintf("%d kept, %d did not attend", came, missed)
		if p.Hidden {
			p.Says = ""
		}
		out.Lines = append(out.Lines, p)
	}
	if b.Total == 0 {
		out.Lines = nil
	}
	return out
}

// next draws how far ahead the next free first appointment was.
func (w view) next() template.HTML {
	c := chart.Line{ID: "next-slot", Title: "Days to the next free first appointment, looked at once a day", ValueHead: "Days ahead", Empty: "It is looked at once a day, from today on."}
	s := chart.Series{Name: "Days ahead"}
	for _, a := range w.Next {
		if a.Days != nil {
			s.Points = append(s.Points, chart.Point{On: a.OnDay, Value: float64(*a.Days)})
		}
	}
	if len(s.Points) > 0 {
		c.Series = []chart.Series{s}
	}
	return c.HTML()
}

// full is on how many days no first appointment was free at all.
func (w view) Full() (n int) {
	for _, a := range w.Next {
		if a.Days == nil {
			n++
		}
	}
	return n
}

// assumable are the months from which an assumption can hold.
func (w view) assumable() (list []form.Choice) {
	for m := calendar.MonthOf(w.Today).Add(1); len(list) < 26; m = m.Add(-1) {
		list = append(list, form.Choice{Value: m.String(), Text: m.Long()})
	}
	return list
}
