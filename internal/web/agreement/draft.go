package agreement

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/network"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
	"footbridge/internal/web/form"
	"footbridge/internal/web/site"
)

var draftPage = site.Parse(files, "draft.html")

// Draft shows the draft in its form: the draft that there is, or a new one
// that begins as the terms in force, or as a sensible blank.
func Draft(v *site.Visit) error {
	s, err := standing(v)
	if err != nil {
		return err
	}
	if !s.MayDraft {
		return fault.Refused("Only the network's manager and the provider's team lead draft the agreement")
	}
	f := v.Form()
	f.Set("pcn", s.PCN)
	today := v.App.Today()
	switch {
	case s.Draft != nil:
		f.Set("version", strconv.Itoa(s.Draft.Version))
		f.Set("provider", s.Draft.Provider)
		f.SetDate("from", s.Draft.FromDay)
		fill(f, s.Draft.Terms)
	case s.InForce != nil:
		f.Set("version", "0")
		f.Set("provider", s.InForce.Provider)
		next := today.AddMonths(1)
		f.SetDate("from", calendar.NewDate(next.Year(), next.Month(), 1))
		fill(f, s.InForce.Terms)
	default:
		f.Set("version", "0")
		f.Set("provider", v.Place(access.Provider))
		f.SetDate("from", today)
		fill(f, blank(today))
	}
	return showDraft(v, f, s, nil)
}

// blank are terms to begin with: the source's own exclusions, each of which
// needs an onward route.
func blank(today calendar.Date) network.Terms {
	return network.Terms{
		Services: []network.Service{{Key: "adult", Name: "Adults and older adults", Criteria: []network.Criterion{
			{Key: "age", Rule: "age from", Age: 18, Text: "18 or over"},
			{Key: "dementia", Rule: "ask", Text: "Not diagnosed with dementia", Question: "Has a doctor told them that they have dementia? Being forgetful is not dementia."},
		}}},
		Bookers: []access.Role{access.Reception, access.Clinician}, ReleaseHours: 48, OverLimit: "reason", HorizonWeeks: 6, ReturnWeeks: 8,
		ResponseTimes: []network.ResponseTime{{Name: "Same day"}, {Name: "Routine", WorkingDays: 20}},
		ReviewOn:      today.AddMonths(6),
	}
}

// DoDraft saves the draft, or adds or takes away a row of the form. Whatever
// goes wrong, everything that was typed is shown again.
func DoDraft(v *site.Visit) error {
	f := v.Form()
	s, err := standing(v)
	if err != nil {
		return err
	}
	if changeRows(f) {
		return showDraft(v, f, s, nil)
	}
	t, rows := read(f, s.Practices)
	from, _ := f.Date("from", "First day")
	t.ReviewOn, _ = f.Date("review", "Review day")
	take(f, network.CheckTerms(t, from, s.Practices), rows)
	f.Require(f.Text("provider") != "", "provider", "Choose the provider")
	if !f.OK() {
		return showDraft(v, f, s, nil)
	}
	version, _ := strconv.Atoi(f.Raw("version")) // no number is 0: a new draft
	_, err = site.Do(v, network.DraftAgreement{PCN: s.PCN, Provider: f.Text("provider"), Version: version, From: from, Terms: t})
	switch {
	case err == nil && f.Raw("do") == "replay":
		return v.ToWith(address("/agreement/replay", s.PCN), "The draft is saved")
	case err == nil:
		return v.ToWith(address("/agreement", s.PCN), "The draft is saved. Nothing changes until both sides have signed it")
	case fault.Is(err, fault.Conflict):
		f.Fail("", "%s", fault.Says(err))
		var other []network.Change
		f.Set("version", "0")
		if s.Draft != nil { // who saves again now has seen it
			f.Set("version", strconv.Itoa(s.Draft.Version))
			other = network.CompareTerms(s.Draft.Terms, t)
		}
		return showDraft(v, f, s, other)
	case take(f, err, rows):
		return showDraft(v, f, s, nil)
	}
	return err
}

func showDraft(v *site.Visit, f *form.Form, s network.Standing, other []network.Change) error {
	providers, err := site.Ask(v, network.Providers{})
	if err != nil {
		return err
	}
	choices := []form.Choice{{Value: "", Text: "Choose"}}
	name := ""
	for _, p := range providers {
		choices = append(choices, form.Choice{Value: p.Code, Text: p.Name})
		if p.Code == f.Raw("provider") {
			name = p.Name
		}
	}
	from, _ := calendar.ParseForm(f.Raw("from-day"), f.Raw("from-month"), f.Raw("from-year"))
	if from.IsZero() {
		from = v.App.Today()
	}
	var does []form.Choice
	for _, x := range functions(from) {
		does = append(does, form.Choice{Value: x.Key, Text: strings.ToUpper(x.Text[:1]) + x.Text[1:]})
	}
	fixed := s.Draft != nil || v.Place(access.Provider) != ""
	return v.Show(site.Page{Title: "Draft of the agreement of " + s.PCNName, Form: f, Back: address("/agreement", s.PCN), BackText: "Agreement"}, draftPage, map[string]any{
		"Form": f, "S": s, "Providers": choices, "ProviderName": name, "ProviderFixed": fixed && name != "",
		"Models":    form.Choices(string(network.Joint), network.Joint.Words(), string(network.Independent), network.Independent.Words(), string(network.VCSE), network.VCSE.Words()),
		"Functions": does, "Rules": form.Choices("ask", "It is asked", "age from", "From an age, read from the date of birth", "age to", "Up to an age, read from the date of birth"),
		"Self":     form.Choices("yes", "A person may ask without a slot; it is written down in their words and waits in the queue"),
		"Bookers":  form.Choices(string(access.Reception), "Reception and care navigators", string(access.Clinician), "Practice clinicians"),
		"Over":     form.Choices("reason", "It can be booked with a reason, and is counted", "refuse", "It is not booked; the waiting list is offered"),
		"Services": serviceRows(f), "Responses": responseRows(f), "NoYoung": !slices.Contains(f.All("service"), "cyp"), "NoAdult": !slices.Contains(f.All("service"), "adult"),
		"Other": changesTable(other),
	})
}

// take puts the faults of terms beside their fields, one a field; rows are the
// keys of the response times in their order.
func take(f *form.Form, err error, rows []string) bool {
	if !fault.Is(err, fault.Invalid) {
		return false
	}
	called := map[string]string{}
	for i, key := range rows {
		called["response-"+strconv.Itoa(i)] = "response-" + key
		called["days-"+strconv.Itoa(i)] = "days-" + key
	}
	for _, x := range fault.FieldsOf(err) {
		if name, ok := called[x.Name]; ok {
			x.Name = name
		}
		if f.ErrorFor(x.Name) == "" {
			f.Fail(x.Name, "%s", x.Message)
		}
	}
	return true
}

// fill writes terms into the form.
func fill(f *form.Form, t network.Terms) {
	f.Set("model", string(t.Model))
	f.SetAll("functions", t.Functions)
	f.Set("mechanism", t.Mechanism)
	var bookers []string
	for _, r := range t.Bookers {
		bookers = append(bookers, string(r))
	}
	f.SetAll("bookers", bookers)
	if t.SelfReferral {
		f.Set("self", "yes")
	}
	for _, a := range t.Allowances {
		f.Set("allowance-"+a.Practice, strconv.Itoa(a.PerWeek))
	}
	f.Set("release", strconv.Itoa(t.ReleaseHours))
	f.Set("over", t.OverLimit)
	f.Set("horizon", strconv.Itoa(t.HorizonWeeks))
	f.Set("return", strconv.Itoa(t.ReturnWeeks))
	f.SetDate("review", t.ReviewOn)
	f.Set("note", t.Note)
	var services, responses []string
	for _, s := range t.Services {
		services = append(services, s.Key)
		f.Set("name-"+s.Key, s.Name)
		var keys []string
		for _, c := range s.Criteria {
			keys = append(keys, c.Key)
			at := "-" + s.Key + "-" + c.Key
			f.Set("rule"+at, c.Rule)
			if c.Rule != "ask" {
				f.Set("age"+at, strconv.Itoa(c.Age))
			}
			f.Set("criterion"+at, c.Text)
			f.Set("question"+at, c.Question)
			f.Set("onward"+at, c.Onward)
			f.Set("how"+at, c.OnwardHow)
		}
		f.SetAll("criteria-"+s.Key, keys)
	}
	f.SetAll("service", services)
	for i, r := range t.ResponseTimes {
		key := fmt.Sprintf("r%d", i)
		responses = append(responses, key)
		f.Set("response-"+key, r.Name)
		f.Set("days-"+key, strconv.Itoa(r.WorkingDays))
	}
	f.SetAll("responses", responses)
}

// read takes terms out of the form, and the keys of the response times that
// were filled in. Rows that are empty are left out.
func read(f *form.Form, practices []network.Practice) (t network.Terms, rows []string) {
	t = network.Terms{Model: network.Model(f.Text("model")), Functions: f.All("functions"), Mechanism: f.Text("mechanism"), OverLimit: f.Text("over"), SelfReferral: f.Checked("self"), Note: f.Text("note")}
	for _, r := range f.All("bookers") {
		if r == string(access.Reception) || r == string(access.Clinician) {
			t.Bookers = append(t.Bookers, access.Role(r))
		}
	}
	for _, p := range practices {
		if n, typed := f.Int("allowance-"+p.Code, "The allowance of "+p.Name); typed {
			t.Allowances = append(t.Allowances, network.Allowance{Practice: p.Code, PerWeek: n})
		}
	}
	number := func(name, label string) int {
		n, typed := f.Int(name, label)
		if !typed && f.ErrorFor(name) == "" {
			f.Fail(name, "%s must be entered; 0 is an answer", label)
		}
		return n
	}
	t.ReleaseHours, t.HorizonWeeks, t.ReturnWeeks = number("release", "Release hours"), number("horizon", "Booking ahead"), number("return", "The quick return")
	for _, key := range f.All("service") {
		s := network.Service{Key: key, Name: f.Text("name-" + key)}
		for _, k := range f.All("criteria-" + key) {
			at := "-" + key + "-" + k
			c := network.Criterion{Key: k, Rule: f.Text("rule" + at), Text: f.Text("criterion" + at), Question: f.Text("question" + at), Onward: f.Text("onward" + at), OnwardHow: f.Text("how" + at)}
			if c.Text == "" && c.Question == "" && c.Onward == "" && c.OnwardHow == "" {
				continue
			}
			if c.Rule != "ask" {
				c.Age = number("age"+at, "The age")
			}
			s.Criteria = append(s.Criteria, c)
		}
		t.Services = append(t.Services, s)
	}
	for _, key := range f.All("responses") {
		if f.Text("response-"+key) == "" && f.Text("days-"+key) == "" {
			continue
		}
		rows = append(rows, key)
		t.ResponseTimes = append(t.ResponseTimes, network.ResponseTime{Name: f.Text("response-" + key), WorkingDays: number("days-"+key, "Working days")})
	}
	return t, rows
}
