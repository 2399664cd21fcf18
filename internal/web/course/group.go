package course

import (
	"strconv"

	"footbridge/internal/access"
	"footbridge/internal/app/course"
	"footbridge/internal/app/person"
	"footbridge/internal/app/workforce"
	"footbridge/internal/calendar"
	"footbridge/internal/nhs"
	"footbridge/internal/web/form"
	"footbridge/internal/web/nhsuk"
	webperson "footbridge/internal/web/person"
	"footbridge/internal/web/site"
)

var (
	groupsPage    = site.Parse(files, "groups.html")
	newGroupPage  = site.Parse(files, "newgroup.html")
	groupPage     = site.Parse(files, "group.html")
	joinPage      = site.Parse(files, "join.html")
	registerPage  = site.Parse(files, "register.html")
	writtenPage   = site.Parse(files, "written.html")
	overridesPage = site.Parse(files, "overrides.html")
)

// Groups lists the groups of the network.
func Groups(v *site.Visit) error {
	list, err := site.Ask(v, course.Groups{PCN: v.Network()})
	if err != nil {
		return err
	}
	return v.Show(site.Page{Title: "Groups"}, groupsPage, map[string]any{"List": list, "MayWrite": v.May(access.WriteCare)})
}

// NewGroup shows the form of a new group.
func NewGroup(v *site.Visit) error {
	kinds, err := site.Ask(v, workforce.Kinds{PCN: v.Network()})
	if err != nil {
		return err
	}
	team, err := site.Ask(v, workforce.Team{PCN: v.Network()})
	if err != nil {
		return err
	}
	f := v.Form()
	if v.R.Method == "GET" {
		f.Set("capacity", "8")
		f.Set("sessions", "8")
		f.Set("review", "4")
	}
	choices, who := form.Choices("", "Choose one"), []form.Choice{}
	for _, k := range kinds.List {
		if k.Group || k.Local {
			text := k.Name
			if k.Dose != "" {
				text += " (" + k.Dose + ")"
			}
			choices = append(choices, form.Choice{Value: k.Key, Text: text})
		}
	}
	for _, p := range team {
		who = append(who, form.Choice{Value: p.ID, Text: p.Name, Hint: p.RoleType})
	}
	return v.Show(site.Page{Title: "New group", Form: f, Back: "/groups", BackText: "Groups"}, newGroupPage, map[string]any{"Form": f, "Kinds": choices, "Team": who})
}

// DoNewGroup makes it. The sessions follow each other by a number of weeks.
func DoNewGroup(v *site.Visit) error {
	f := v.Form()
	first, _ := f.Date("first", "The first day")
	f.Require(!first.IsZero() || f.ErrorFor("first") != "", "first", "Enter the day of the first session")
	sessions, _ := f.Int("sessions", "The number of sessions")
	every, _ := f.Int("every", "Weeks")
	capacity, _ := f.Int("capacity", "Places")
	review, _ := f.Int("review", "The review")
	starts, err := calendar.ParseTime(f.Text("starts"))
	f.Require(err == nil, "starts", "Enter the time at which it begins, for example 10:30")
	f.Require(sessions >= 1 && sessions <= course.MaxPlanned, "sessions", "The number of sessions must be from 1 to %d", course.MaxPlanned)
	f.Require(every == 0 || every >= 1 && every <= 8, "every", "Weeks must be from 1 to 8")
	if f.OK() {
		c := course.MakeGroup{PCN: v.Network(), Name: f.Text("name"), Kind: f.Text("kind"), Place: f.Text("place"), Capacity: capacity, ReviewAt: review, Practitioners: f.All("practitioners"), Starts: starts}
		for i := range sessions {
			c.Days = append(c.Days, first.AddDays(7*max(every, 1)*i))
		}
		id, err := site.Do(v, c)
		if err == nil {
			return v.ToWith("/groups/"+id, "The group is made. Next: who joins it")
		}
		if !v.Again(err) {
			return err
		}
	}
	return NewGroup(v)
}

// Group shows a group: its sessions and its members.
func Group(v *site.Visit) error {
	g, err := site.Ask(v, course.OneGroup{ID: v.Path("id")})
	if err != nil {
		return err
	}
	return v.Show(site.Page{Title: g.Name, Back: "/groups", BackText: "Groups", Print: true}, groupPage, map[string]any{"G": g, "MayWrite": v.May(access.WriteCare), "Today": v.App.Today()})
}

// Joining shows the form of somebody who joins: first who, then what they were
// told.
func Joining(v *site.Visit) error {
	g, err := site.Ask(v, course.OneGroup{ID: v.Path("id")})
	if err != nil {
		return err
	}
	f := v.Form()
	d := map[string]any{"Form": f, "G": g, "Measures": measures()}
	if id := f.Text("person"); id != "" {
		p, err := site.Ask(v, person.Open{ID: id})
		if err != nil {
			return err
		}
		d["Person"], d["Banner"] = p.Person, webperson.Banner(p.Person)
	} else if words := f.Text("words"); words != "" {
		found, err := site.Ask(v, person.Find{Words: words})
		if err != nil {
			return err
		}
		d["Found"], d["Asked"] = found, true
	}
	return v.Show(site.Page{Title: "Add a person to the group", Form: f, Back: "/groups/" + g.ID, BackText: g.Name}, joinPage, d)
}

// DoJoin adds them.
func DoJoin(v *site.Visit) error {
	f := v.Form()
	_, err := site.Do(v, course.Join{Group: v.Path("id"), Person: f.Text("person"), Told: f.Text("told"), Agreed: f.Checked("agreed"), Goals: f.Text("goals"), Measure: f.Text("measure")})
	if err == nil {
		return v.ToWith("/groups/"+v.Path("id"), "Added to the group")
	}
	if !v.Again(err) {
		return err
	}
	return Joining(v)
}

// line is one member in the form of a register.
type line struct {
	course.Member
	Came nhsuk.Radios
	Note nhsuk.Input
}

// Register shows the register of a session: to be written, or as it was.
func Register(v *site.Visit) error {
	r, err := site.Ask(v, course.RegisterOf{Meeting: v.Path("id")})
	if err != nil {
		return err
	}
	title := r.Name + ", session " + strconv.Itoa(r.Meeting.Nth)
	page := site.Page{Title: title, Back: "/groups/" + r.ID, BackText: r.Name, Print: true}
	if r.Meeting.Saved() || !v.May(access.WriteCare) {
		if v.R.Method != "GET" && r.Meeting.Saved() {
			return v.ToTell("/registers/"+r.Meeting.ID, r.Meeting.SavedName+" has written this register already. What was written stands below")
		}
		return v.Show(page, writtenPage, map[string]any{"R": r, "Title": title, "Mechanism": nhs.Mechanism(r.Meeting.Mechanism).Label()})
	}
	f := v.Form()
	saved := ""
	if v.R.Method == "GET" {
		f.Set("mechanism", string(nhs.FaceToFace))
		f.Set("started", r.Meeting.Starts.String())
		f.Set("minutes", "90")
		saved = fill(f, r.Draft)
	} else if r.Draft != nil && f.ErrorFor("") != "" {
		f.Set("saves", strconv.Itoa(r.Draft.Saves))
	}
	var lines []line
	for _, m := range r.Members {
		came := f.Radios("attended-"+m.ID, m.Who.Name()+": came?", form.Choices(course.Attended, "Attended", course.Absent, "Did not attend", course.Cancelled, "Cancelled"), form.Inline(), form.Small(), form.HiddenLabel())
		note := f.Input("note-"+m.ID, "Note about "+m.Who.Name()+" (optional)")
		lines = append(lines, line{m, came, note})
	}
	page.Form = f
	return v.Show(page, registerPage, map[string]any{
		"R": r, "Title": title, "Form": f, "Lines": lines, "Saved": saved, "Later": r.Meeting.OnDay.After(v.App.Today()),
		"Mechanisms": form.Choices(string(nhs.FaceToFace), "Face to face", string(nhs.Video), "Video"),
	})
}

// DoRegister writes it, or saves the draft.
func DoRegister(v *site.Visit) error {
	f := v.Form()
	id := v.Path("id")
	if f.Raw("action") == "save" {
		if err := keep(v, course.DraftRegister, id); err != nil || f.OK() {
			return err
		}
		return Register(v)
	}
	r, err := site.Ask(v, course.RegisterOf{Meeting: id})
	if err != nil {
		return err
	}
	minutes, _ := f.Int("minutes", "Minutes")
	starts, err := calendar.ParseTime(f.Text("started"))
	f.Require(err == nil, "started", "Enter the time at which it began, for example 10:30")
	if f.OK() {
		saves, _ := strconv.Atoi(f.Raw("saves"))
		c := course.SaveRegister{Meeting: id, Mechanism: nhs.Mechanism(f.Text("mechanism")), Starts: starts, Minutes: minutes, Content: f.Text("content"), Override: f.Text("override"), Saves: saves}
		for _, m := range r.Members {
			c.Rows = append(c.Rows, course.Row{Course: m.ID, Attended: f.Text("attended-" + m.ID), Note: f.Text("note-" + m.ID)})
		}
		n, err := site.Do(v, c)
		if err == nil {
			return v.ToWith("/registers/"+id, "The register is written: "+site.Plural(n, "contact is", "contacts are")+" signed")
		}
		if !v.Again(err) {
			return err
		}
	}
	return Register(v)
}

// Overrides lists what was recorded as delivered without a valid competence.
func Overrides(v *site.Visit) error {
	f := v.Form()
	q := course.Overrides{PCN: v.Network(), All: f.Text("show") == "all"}
	list, err := site.Ask(v, q)
	if err != nil {
		return err
	}
	return v.Show(site.Page{Title: "Delivered without a valid competence", Form: f, Print: true}, overridesPage, map[string]any{
		"Form": f, "L": list, "All": q.All, "Marks": form.Choices("seen", "I have seen it", "talked about", "We have talked about it"),
	})
}

// DoMark says that an override was seen, or talked about.
func DoMark(v *site.Visit) error {
	f := v.Form()
	_, err := site.Do(v, course.MarkOverride{ID: v.Path("id"), Mark: f.Text("mark"), Words: f.Text("words")})
	if err == nil {
		return v.ToWith("/overrides", "Recorded")
	}
	if !v.Again(err) {
		return err
	}
	f.Set("of", v.Path("id"))
	return Overrides(v)
}
