package agreement

import (
	"strconv"

	"footbridge/internal/access"
	"footbridge/internal/app/network"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
	"footbridge/internal/policy"
	"footbridge/internal/web/form"
	"footbridge/internal/web/site"
)

var (
	urgentPage = site.Parse(files, "urgent.html")
	routePage  = site.Parse(files, "route.html")
	retirePage = site.Parse(files, "retire.html")
)

// route is one urgent route as the page shows it.
type route struct {
	network.UrgentRoute
	Where string // the practice whose own route it is, "" for the whole network
	Stale bool
}

func routes(v *site.Visit) ([]route, error) {
	pcn := v.Network()
	if pcn == "" {
		return nil, fault.Missing("network")
	}
	var list []network.UrgentRoute
	var err error
	names := map[string]string{}
	if v.May(access.EditUrgent) {
		list, err = site.Ask(v, network.UrgentRoutes{PCN: pcn})
		if err == nil {
			names, err = practiceNames(v, pcn)
		}
	}
	if err == nil && len(list) == 0 { // not an editor, or nothing was entered: the national ones stand in
		list, err = site.Ask(v, network.Urgent{PCN: pcn, Practice: v.Place(access.Practice)})
	}
	if err != nil {
		return nil, err
	}
	out := make([]route, len(list))
	for i, r := range list {
		out[i] = route{r, names[r.Practice], r.Stale(v.App.Today())}
	}
	return out, nil
}

func practiceNames(v *site.Visit, pcn string) (map[string]string, error) {
	list, err := site.Ask(v, network.PracticesAt{At: v.App.Today(), PCN: pcn})
	names := map[string]string{}
	for _, p := range list.Practices {
		names[p.Code] = network.PlainName(p.Name)
	}
	return names, err
}

// Urgent shows where to turn when help is needed today: big, plain, on one
// page.
func Urgent(v *site.Visit) error {
	list, err := routes(v)
	if err != nil {
		return err
	}
	national := len(list) > 0 && list[0].National()
	return v.Show(site.Page{Title: "Help needed today", Print: true}, urgentPage, map[string]any{"Routes": list, "National": national, "Source": policy.NationalRoutes.Source, "PCN": v.Network(), "Edit": v.May(access.EditUrgent)})
}

// NewUrgent shows the form of a new route.
func NewUrgent(v *site.Visit) error {
	f := v.Form()
	f.Set("pcn", v.Network())
	if f.Raw("owner") == "" {
		f.Set("owner", v.Actor.Name)
	}
	return showRoute(v, f, nil)
}

// find gives the route that the address names.
func find(v *site.Visit) (route, error) {
	list, err := routes(v)
	if err != nil {
		return route{}, err
	}
	for _, r := range list {
		if r.ID == v.Path("id") && !r.National() {
			return r, nil
		}
	}
	return route{}, fault.Missing("urgent route")
}

// EditUrgent shows a route in its form.
func EditUrgent(v *site.Visit) error {
	r, err := find(v)
	if err != nil {
		return err
	}
	f := v.Form()
	f.Set("pcn", r.PCN)
	f.Set("label", r.Label)
	f.Set("number", r.Number)
	f.Set("hours", r.Hours)
	f.Set("who", r.WhoFor)
	f.Set("owner", r.Owner)
	if r.StaffOnly {
		f.Set("staff", "yes")
	}
	f.Set("practice", r.Practice)
	f.Set("position", strconv.Itoa(r.Position))
	return showRoute(v, f, &r)
}

func showRoute(v *site.Visit, f *form.Form, r *route) error {
	practices, err := site.Ask(v, network.PracticesAt{At: v.App.Today(), PCN: v.Network()})
	if err != nil {
		return err
	}
	choices := form.Choices("", "Every practice of the network")
	for _, p := range practices.Practices {
		choices = append(choices, form.Choice{Value: p.Code, Text: network.PlainName(p.Name)})
	}
	title := "Add an urgent route"
	if r != nil {
		title = "Change " + r.Label
	}
	return v.Show(site.Page{Title: title, Form: f, Back: "/urgent", BackText: "Help needed today"}, routePage, map[string]any{"Form": f, "Title": title, "Practices": choices, "Staff": form.Choices("yes", "Only for staff: it is not read out or printed for a person")})
}

// DoNewUrgent adds a route.
func DoNewUrgent(v *site.Visit) error { return saveRoute(v, nil) }

// DoEditUrgent replaces a route; the old one is kept with its time.
func DoEditUrgent(v *site.Visit) error {
	r, err := find(v)
	if fault.Is(err, fault.NotFound) && v.Network() != "" { // changed by somebody else: the form says so
		r, err = route{UrgentRoute: network.UrgentRoute{ID: v.Path("id"), Label: v.Form().Text("label")}}, nil
	}
	if err != nil {
		return err
	}
	return saveRoute(v, &r)
}

func saveRoute(v *site.Visit, r *route) error {
	f := v.Form()
	position, _ := f.Int("position", "Position")
	if !f.OK() {
		return showRoute(v, f, r)
	}
	cmd := network.SetUrgent{
		PCN: v.Network(), Practice: f.Text("practice"), Position: position, Label: f.Text("label"), Number: f.Text("number"), Hours: f.Text("hours"), WhoFor: f.Text("who"), Owner: f.Text("owner"),
		StaffOnly: f.Checked("staff"),
	}
	if r != nil {
		cmd.ID = r.ID
	}
	if _, err := site.Do(v, cmd); err != nil {
		if v.Again(err) {
			return showRoute(v, f, r)
		}
		return err
	}
	return v.ToWith("/urgent", cmd.Label+" is saved, and counts as checked today")
}

// DoCheckedUrgent says that a number was tried today and is right.
func DoCheckedUrgent(v *site.Visit) error {
	if _, err := site.Do(v, network.CheckUrgent{PCN: v.Network(), ID: v.Path("id")}); err != nil {
		return err
	}
	return v.ToWith("/urgent", "Checked today by "+v.Actor.Name)
}

// RetireUrgent asks before a route is taken off the page.
func RetireUrgent(v *site.Visit) error {
	r, err := find(v)
	if err != nil {
		return err
	}
	return v.Show(site.Page{Title: "Take off " + r.Label, Back: "/urgent", BackText: "Help needed today"}, retirePage, map[string]any{"Form": v.Form(), "R": r})
}

// DoRetireUrgent takes a route off the page; it stays in the records.
func DoRetireUrgent(v *site.Visit) error {
	if _, err := site.Do(v, network.CheckUrgent{PCN: v.Network(), ID: v.Path("id"), Retire: true}); err != nil {
		return err
	}
	return v.ToWith("/urgent", "That route is no longer shown")
}

// CheckedWords says when a route was checked and by whom.
func (r route) CheckedWords() string {
	if r.CheckedOn == (calendar.Date{}) {
		return "Never checked"
	}
	return "Checked on " + r.CheckedOn.Long() + " by " + r.CheckedBy
}
