package workforce

import (
	"strconv"

	"footbridge/internal/app/workforce"
	"footbridge/internal/web/form"
	"footbridge/internal/web/site"
)

var capacityPage = site.Parse(files, "capacity.html")

// Capacity shows what was agreed for a post: people and clinical sessions.
func Capacity(v *site.Visit) error {
	m, err := member(v)
	if err != nil {
		return err
	}
	c, err := site.Ask(v, workforce.CapacityOf{PCN: v.Network(), Post: m.Post.ID})
	if err != nil {
		return err
	}
	f := v.Form()
	f.Set("version", strconv.Itoa(c.Version))
	if c.People > 0 {
		f.Set("people", strconv.Itoa(c.People))
	}
	if c.Sessions > 0 {
		f.Set("sessions", strconv.Itoa(c.Sessions))
	}
	return showCapacity(v, m, f)
}

func showCapacity(v *site.Visit, m workforce.Member, f *form.Form) error {
	return v.Show(site.Page{Title: "Agreed caseload of " + m.Name, Form: f, Back: "/team", BackText: "Practitioners"}, capacityPage, map[string]any{"Form": f, "M": m})
}

// DoCapacity writes it.
func DoCapacity(v *site.Visit) error {
	m, err := member(v)
	if err != nil {
		return err
	}
	f := v.Form()
	c := workforce.SetCapacity{PCN: v.Network(), Post: m.Post.ID}
	c.Version, _ = strconv.Atoi(f.Raw("version"))
	if f.Text("people") != "" {
		c.People, _ = f.Int("people", "The agreed caseload")
	}
	if f.Text("sessions") != "" {
		c.Sessions, _ = f.Int("sessions", "Clinical sessions")
	}
	if f.OK() {
		_, err = site.Do(v, c)
		if err == nil {
			return v.ToWith("/team", "The agreed caseload of "+m.Name+" is changed")
		}
		if !v.Again(err) {
			return err
		}
	}
	return showCapacity(v, m, f)
}
