package care

import (
	"footbridge/internal/access"
	"footbridge/internal/app/care"
	"footbridge/internal/policy"
	webperson "footbridge/internal/web/person"
	"footbridge/internal/web/site"
)

var clockPage = site.Parse(files, "clock.html", "clockparts.html")

// Clock explains the four-part clock of a person: the rule and its source,
// each part with its day, and from which requests it counts.
func Clock(v *site.Visit) error {
	c, err := site.Ask(v, care.ClockOf{Person: v.Path("id")})
	if err != nil {
		return err
	}
	rule := policy.FourWeekAdult
	if c.Variant == policy.CYP {
		rule = policy.FourWeekCYP
	}
	on := c.Start
	if on.IsZero() {
		on = v.App.Today()
	}
	version, found := rule.On(on)
	if !found && len(rule.Versions) > 0 { // a spell from before the first version is counted as the code does
		version = rule.Versions[0]
	}
	return v.Show(site.Page{Title: "The four-week clock", Back: "/people/" + c.Person.ID, BackText: c.Person.Name(), Print: true}, clockPage, map[string]any{
		"C": c, "Rule": rule, "Version": version, "Banner": webperson.Banner(c.Person), "Today": v.App.Today(), "MayWrite": v.May(access.WriteCare),
		"Within": policy.WithinDays, "Gap": policy.MergeGapDays,
	})
}
