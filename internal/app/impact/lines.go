package impact

import (
	"slices"
	"strconv"
	"strings"
)

// FigureColumns are the columns of FigureLines.
var FigureColumns = []string{"figure", "group", "from", "to", "value", "unit", "counted", "of", "why_not", "definition_version", "definition", "source"}

// FigureLines gives every figure of a report, point by point, as its reader
// may see it: what is hidden on the pages is hidden here.
func (r Report) FigureLines() (lines [][]string) {
	for _, x := range Catalogue {
		s := r.Of(x)
		def := x.On(r.Last)
		if len(s.Points) == 0 {
			lines = append(lines, []string{x.Name, string(x.Group), r.First.String(), r.Last.String(), "", x.Unit, "", "", s.Hidden, strconv.Itoa(def.Number), def.Exact, x.Source})
		}
		for _, p := range s.Points {
			v := x.On(p.Last)
			line := []string{x.Name, string(x.Group), p.First.String(), p.Last.String(), "", x.Unit, "", "", p.Why, strconv.Itoa(v.Number), v.Exact, x.Source}
			if p.Known {
				line[4], line[6] = strconv.FormatFloat(p.Figure, 'f', -1, 64), strconv.Itoa(p.N)
				if x.Kind == Share {
					line[7] = strconv.Itoa(p.Of)
				}
			}
			lines = append(lines, line)
		}
	}
	return lines
}

// BreakdownColumns are the columns of BreakdownLines.
var BreakdownColumns = []string{"what", "by", "part", "people_or_records", "of_in_all", "from", "to"}

// breakdowns are the tables of the pages: of which figure's records, by what.
var breakdowns = []struct{ key, measure, tag, what, by string }{
	{"requests", "began", "way", "People who came", "way"}, {"requests", "began", "group", "People who came", "focus group"}, {"gp-instead", "began", "without", "People who came", "what would have happened without us"},
	{"first-median", "seen", "practice", "First seen", "practice"}, {"needs", "seen", "age", "First seen", "age"}, {"needs", "seen", "sex", "First seen", "sex"}, {"needs", "seen", "language", "First seen", "language"},
	{"needs", "seen", "interpreter", "First seen", "need for an interpreter"}, {"needs", "seen", "adjustments", "First seen", "need for adjustments"},
	{"pauses", "paused", "why", "Pauses", "reason"}, {"closed", "closed", "to", "People who finished", "where they went"}, {"goals", "goal", "how", "Goals that ended", "how"},
	{"attended", "booking", "state", "Bookings", "what became of them"}, {"attended", "cancelled", "by", "Cancelled bookings", "who asked for it"}, {"over", "booking", "counts", "Bookings", "what they count against"},
	{"contacts", "contact", "mechanism", "Contacts", "how they took place"}, {"advice", "advice", "target", "Answers of the advice desk", "within the target"}, {"onward", "onward", "kind", "Onward requests", "kind of service"},
	{"friends", "answered", "overall", "Answers about experience", "overall"}, {"listened", "answered", "listened", "Answers about experience", "felt listened to"},
}

// BreakdownLines gives every breakdown of a report's window, as its reader may
// see it.
func (r Report) BreakdownLines() (lines [][]string) {
	for _, t := range breakdowns {
		x, _ := ByKey(t.key)
		b := r.By(x, t.measure, t.tag)
		for _, l := range b.Lines {
			if strings.ContainsAny(l.Key, "|&") {
				continue
			}
			n := strconv.Itoa(l.N)
			if l.Hidden {
				n = "hidden"
			}
			if i := slices.IndexFunc(Destinations, func(d [2]string) bool { return d[0] == l.Key }); t.tag == "to" && i >= 0 {
				l.Label = Destinations[i][1]
			}
			for _, p := range r.Practices {
				if t.tag == "practice" && p.Code == l.Key {
					l.Label = p.Name
				}
			}
			lines = append(lines, []string{t.what, t.by, l.Label, n, b.Shown(), r.First.String(), r.Last.String()})
		}
	}
	return lines
}

// ReachColumns are the columns of Fair.Lines.
var ReachColumns = []string{"practice_fifth_or_age", "registered", "first_seen", "per_1000_standardised", "lower_95", "upper_95", "deprivation_fifth", "clinic_here", "km_to_nearest_clinic"}

// Lines gives who is reached: practice by practice, fifth by fifth, and by sex
// and age, which are not standardised. What is
// not set is empty.
func (f Fair) Lines() (lines [][]string) {
	number := func(v float64) string { return strconv.FormatFloat(v, 'f', 2, 64) }
	for _, l := range slices.Concat(f.Practices, f.Fifths, f.Ages) {
		line := []string{l.Label, strconv.Itoa(l.People), strconv.Itoa(l.Seen), "", "", "", "", "", ""}
		if l.Hidden {
			line[2] = "hidden"
		} else if l.Known {
			line[3], line[4], line[5] = number(l.Rate.Value), number(l.Rate.Lower), number(l.Rate.Upper)
		}
		if l.Fifth > 0 {
			line[6] = strconv.Itoa(l.Fifth)
		}
		if l.Practice.Code != "" {
			line[7] = yes(l.Clinic)
			if l.Far {
				line[8] = number(l.Km)
			}
		}
		lines = append(lines, line)
	}
	return lines
}
