package clinic

import (
	"html/template"
	"net/url"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/diary"
	"footbridge/internal/app/person"
	"footbridge/internal/calendar"
	"footbridge/internal/web/form"
	webperson "footbridge/internal/web/person"
	"footbridge/internal/web/site"
)

var (
	weekPage = site.Parse(files, "week.html", "filter.html")
	dayPage  = site.Parse(files, "day.html", "filter.html")
)

// session is one clinic on one day, with its slots.
type session struct {
	Who, Where string
	Cells      []cell
}

// cell is one slot as the grid shows it: its state stands in words.
type cell struct {
	At, Until string
	What      string // "First, 45 minutes"
	Class     string
	Words     string // "Free", "Booked", "Leave: annual leave"
	Person    *person.Person
	Booking   *diary.Booking
}

// Line is the person as printed lists have them.
func (c cell) Line() any { return webperson.Printable(*c.Person) }

// dayView is one day of the grid.
type dayView struct {
	diary.DayCells
	Sessions []session
	Today    bool
	Left     int // free slots that have not begun
}

func viewOf(d diary.DayCells, s diary.Set, now calendar.Instant) dayView {
	out := dayView{DayCells: d, Today: d.Day == now.Date()}
	clinics := map[string]diary.Clinic{}
	for _, k := range s.Clinics {
		clinics[k.ID] = k
	}
	at := map[string]int{}
	for _, c := range d.Cells {
		i, ok := at[c.Clinic]
		if !ok {
			where := s.PlaceByID[c.Place].Name
			if room := clinics[c.Clinic].Room; room != "" {
				where += ", " + room
			}
			i = len(out.Sessions)
			at[c.Clinic] = i
			out.Sessions = append(out.Sessions, session{Who: s.ByID[c.Practitioner].Name, Where: where})
		}
		x := cellOf(c, now)
		out.Sessions[i].Cells = append(out.Sessions[i].Cells, x)
		if x.Class == "app-free" {
			out.Left++
		}
	}
	return out
}

func cellOf(c diary.Cell, now calendar.Instant) cell {
	kind := kindWords(c.Kind)
	out := cell{At: c.StartsAt.Clock(), Until: c.EndsAt.Clock(), What: strings.ToUpper(kind[:1]) + kind[1:] + ", " + site.Plural(c.Minutes(), "minute", "minutes"), Person: c.Who, Booking: c.Booking}
	switch c.State {
	case "free":
		out.Class, out.Words = "app-free", "Free"
		if !c.StartsAt.After(now) {
			out.Class, out.Words = "app-blocked", "Was not used"
		}
	case "booked":
		out.Class, out.Words = "app-booked", "Booked"
		if c.Booking != nil {
			out.Words = c.Booking.Status()
		}
	default:
		out.Class, out.Words = "app-blocked", "Not available"
		if c.Why != "" {
			out.Words = strings.ToUpper(c.Why[:1]) + c.Why[1:]
		}
	}
	return out
}

// ask gives the days of the diary from a day on, under the filters of the
// address.
func ask(v *site.Visit, from calendar.Date, days int) (diary.Days, string, error) {
	pcn, _, err := the(v)
	if err != nil {
		return diary.Days{}, pcn, err
	}
	f := v.Form()
	d, err := site.Ask(v, diary.Week{PCN: pcn, Practitioner: f.Text("practitioner"), Place: f.Text("place"), Monday: from, Days: days})
	return d, pcn, err
}

// link gives an address of the diary that keeps the filters.
func link(v *site.Visit, path, name string, day calendar.Date) string {
	q := url.Values{name: {day.String()}}
	for _, filter := range []string{"practitioner", "place", "pcn"} {
		if s := v.Form().Text(filter); s != "" {
			q.Set(filter, s)
		}
	}
	return path + "?" + q.Encode()
}

// asked reads a day of the address; whatever is no day is today.
func asked(v *site.Visit, name string) calendar.Date {
	d, err := calendar.ParseDate(v.Form().Text(name))
	if err != nil || d.Year() < 2000 || d.Year() > 2200 {
		return v.App.Today()
	}
	return d
}

func filters(v *site.Visit, d diary.Days, pcn, action string) map[string]any {
	everyone, everywhere := form.Choices("", "Everyone"), form.Choices("", "Everywhere")
	everyone = append(everyone, people(d.Set)[1:]...)
	for _, p := range d.Places {
		everywhere = append(everywhere, form.Choice{Value: p.ID, Text: p.Name})
	}
	f := v.Form()
	return map[string]any{
		"Form": f, "Everyone": everyone, "Everywhere": everywhere, "Action": action, "PCN": pcn, "Keep": v.May(access.KeepDiary),
		"Filtered": f.Text("practitioner") != "" || f.Text("place") != "",
	}
}

// Weeks is the page of a week, on which a team lead lands.
type Weeks struct {
	Above func(v *site.Visit) (template.HTML, error) // what a room above this one says at its head
}

// Week shows a week of the diary: a grid, on a small screen a list.
func (w Weeks) Week(v *site.Visit) error {
	monday := asked(v, "monday").Monday()
	d, pcn, err := ask(v, monday, 7)
	if err != nil {
		return err
	}
	data := filters(v, d, pcn, "/diary")
	var days []dayView
	free, booked := 0, 0
	for _, x := range d.Days {
		day := viewOf(x, d.Set, v.App.Now())
		days = append(days, day)
		free, booked = free+day.Left, booked+x.Booked()
	}
	v.Form().Set("monday", monday.String())
	v.Form().Set("pcn", pcn)
	data["Hidden"] = v.Form().Hidden("monday", "pcn")
	data["Days"], data["Free"], data["Booked"], data["Monday"], data["Sunday"] = days, free, booked, monday, monday.AddDays(6)
	data["Any"] = len(d.Clinics) > 0
	data["Clear"] = "/diary?" + url.Values{"monday": {monday.String()}, "pcn": {pcn}}.Encode()
	data["Before"], data["After"] = link(v, "/diary", "monday", monday.AddDays(-7)), link(v, "/diary", "monday", monday.AddDays(7))
	data["This"] = link(v, "/diary", "monday", v.App.Today().Monday())
	data["IsThis"] = monday == v.App.Today().Monday()
	var toDay []string
	for _, x := range days {
		toDay = append(toDay, link(v, "/diary/day", "day", x.Day))
	}
	data["ToDay"] = toDay
	if w.Above != nil {
		if data["Above"], err = w.Above(v); err != nil {
			return err
		}
	}
	return v.Show(site.Page{Title: "Diary, week of " + monday.Medium(), Wide: true, Print: true}, weekPage, data)
}

// Day shows one day as a list that prints well.
func Day(v *site.Visit) error {
	day := asked(v, "day")
	d, pcn, err := ask(v, day, 1)
	if err != nil {
		return err
	}
	data := filters(v, d, pcn, "/diary/day")
	v.Form().Set("day", day.String())
	v.Form().Set("pcn", pcn)
	data["Hidden"] = v.Form().Hidden("day", "pcn")
	data["Day"] = viewOf(d.Days[0], d.Set, v.App.Now())
	data["Before"], data["After"] = link(v, "/diary/day", "day", day.AddDays(-1)), link(v, "/diary/day", "day", day.AddDays(1))
	data["Week"] = link(v, "/diary", "monday", day.Monday())
	data["Clear"] = "/diary/day?" + url.Values{"day": {day.String()}, "pcn": {pcn}}.Encode()
	return v.Show(site.Page{Title: "Day list, " + day.Long(), Back: link(v, "/diary", "monday", day.Monday()), BackText: "The week", Print: true}, dayPage, data)
}
