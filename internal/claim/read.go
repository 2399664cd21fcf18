package claim

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"footbridge/internal/calendar"
	"footbridge/internal/fault"
	"footbridge/internal/policy"
)

// Parse reads the input of a claim from JSON, as docs/claim-input.md
// describes it. Amounts are whole pence. A name that isn't known is an error,
// so that a slip of the pen never changes a sum unseen.
func Parse(text []byte) (Input, error) {
	var raw any
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.UseNumber()
	if err := dec.Decode(&raw); err != nil {
		return Input{}, notJSON(text, err)
	}
	if dec.More() {
		return Input{}, fault.Wrong("file", "There is more in the file after the first JSON object")
	}
	top, ok := raw.(map[string]any)
	if !ok {
		return Input{}, fault.Wrong("file", "The file has no JSON object")
	}
	r := &reader{}
	o := r.object("", top, "post", "annual", "cost")
	in := r.input(o)
	if err := r.check.Err(); err != nil {
		return Input{}, err
	}
	return in, in.check()
}

func notJSON(text []byte, err error) error {
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		line := 1 + bytes.Count(text[:min(int(syntax.Offset), len(text))], []byte("\n"))
		return fault.Wrong("file", "The file is not JSON: line %d: %s", line, syntax.Error())
	}
	return fault.Wrong("file", "The file is not JSON: %s", err)
}

// reader gathers everything that is wrong.
type reader struct{ check fault.Check }

// object is a JSON object by normalised names; what was asked for is taken
// out, so what remains at the end is unknown.
type object struct {
	path string
	has  map[string]any
}

// object makes one; groups are objects inside it whose names belong to it.
func (r *reader) object(path string, m map[string]any, groups ...string) *object {
	o := &object{path, map[string]any{}}
	for name, v := range m {
		name = strings.ToLower(strings.NewReplacer("-", "_", " ", "_").Replace(name))
		if inner, ok := v.(map[string]any); ok && slices.Contains(groups, name) {
			for k, v := range r.object(path, inner).has {
				r.put(o, k, v)
			}
			continue
		}
		r.put(o, name, v)
	}
	return o
}

func (r *reader) put(o *object, name string, v any) {
	if strings.HasPrefix(name, "_") || name == "comment" || name == "note" || v == nil {
		return
	}
	if _, there := o.has[name]; there {
		r.check.Fail(o.path+name, "%s%s is there twice", o.path, name)
	}
	o.has[name] = v
}

// take gives the value under the first of the names that is there.
func (o *object) take(names ...string) (name string, v any, ok bool) {
	for _, n := range names {
		if v, ok := o.has[n]; ok {
			delete(o.has, n)
			return o.path + n, v, true
		}
	}
	return o.path + names[0], nil, false
}

func (r *reader) rest(o *object) {
	for _, name := range slices.Sorted(maps.Keys(o.has)) {
		r.check.Fail(o.path+name, "%s%s is not known here: see docs/claim-input.md", o.path, name)
	}
}

func (r *reader) text(o *object, names ...string) string {
	name, v, ok := o.take(names...)
	if !ok {
		return ""
	}
	switch v := v.(type) {
	case string:
		return strings.TrimSpace(v)
	case json.Number:
		return v.String()
	}
	r.check.Fail(name, "%s is a text", name)
	return ""
}

func (r *reader) date(o *object, names ...string) (d calendar.Date) {
	name, v, ok := o.take(names...)
	if !ok || v == "" {
		return d
	}
	s, _ := v.(string)
	d, err := calendar.ParseDate(strings.TrimSpace(s))
	if err != nil {
		r.check.Fail(name, "%s is not a date like 2025-05-12", name)
	}
	return d
}

func (r *reader) yes(o *object, names ...string) *bool {
	name, v, ok := o.take(names...)
	if !ok {
		return nil
	}
	b, isBool := v.(bool)
	if !isBool {
		s, _ := v.(string)
		switch strings.ToLower(s) {
		case "yes", "true":
			b = true
		case "no", "false":
		default:
			r.check.Fail(name, "%s is yes or no", name)
		}
	}
	return &b
}

func (r *reader) pence(o *object, names ...string) *Pence {
	name, v, ok := o.take(names...)
	if !ok {
		return nil
	}
	p := r.amount(name, v)
	return &p
}

func (r *reader) amount(name string, v any) Pence {
	var n json.Number
	switch v := v.(type) {
	case json.Number:
		n = v
	case string:
		n = json.Number(strings.TrimSpace(v))
	}
	p, err := n.Int64()
	if err != nil {
		r.check.Fail(name, "%s is an amount in whole pence, like 4000000 for £40,000", name)
	}
	return Pence(p)
}

func (r *reader) decimal(o *object, names ...string) *Decimal {
	name, v, ok := o.take(names...)
	if !ok {
		return nil
	}
	d, ok := ParseDecimal(strings.TrimSuffix(strings.TrimSpace(fmt.Sprint(v)), "%"))
	if !ok {
		r.check.Fail(name, "%s is a number like 0.8, with at most four digits after the point", name)
	}
	return &d
}

// list calls f for each object of a list, or for the one object.
func (r *reader) list(o *object, f func(*object), names ...string) {
	name, v, ok := o.take(names...)
	if !ok {
		return
	}
	rows, isList := v.([]any)
	if !isList {
		rows = []any{v}
	}
	for i, row := range rows {
		m, ok := row.(map[string]any)
		if !ok {
			r.check.Fail(name, "%s is a list of objects", name)
			return
		}
		inner := r.object(fmt.Sprintf("%s %d: ", name, i+1), m)
		f(inner)
		r.rest(inner)
	}
}

func or[T any](p *T, otherwise T) T {
	if p == nil {
		return otherwise
	}
	return *p
}

func (r *reader) position(o *object) Position {
	if first := r.yes(o, "first", "first_post", "is_first"); first != nil {
		if *first {
			return First
		}
		return Later
	}
	switch s := strings.ToLower(r.text(o, "position", "funding_position", "first_or_later", "post")); s {
	case "", "first":
		return Position(s)
	case "later", "subsequent", "second", "third":
		return Later
	default:
		r.check.Fail(o.path+"position", "position is first or later, not %q", s)
		return Unsaid
	}
}

func (r *reader) input(o *object) Input {
	var in Input
	if s := r.text(o, "month"); s != "" {
		m, err := calendar.ParseMonth(s)
		if err != nil {
			r.check.Fail("month", "%s", fault.Says(err))
		}
		in.Month = m
	}
	in.Role = policy.Role(strings.ToLower(r.text(o, "role", "role_type")))
	in.Band = band(r.text(o, "band"))
	in.Registered = r.yes(o, "registered")
	in.Employment = Employment(strings.ToLower(r.text(o, "employment", "model")))
	if in.Employment == "" {
		in.Employment = Joint
	}
	in.Start = r.date(o, "start", "start_date", "started")
	in.End = r.date(o, "end", "end_date", "last_day", "ended")
	in.Position = r.position(o)
	in.CountedBy = r.text(o, "first_counted_by", "counted_by")
	in.Agreement = or(r.yes(o, "agreement", "written_agreement"), false)
	in.Share = r.shares(o)
	in.London = London(strings.ToLower(r.text(o, "london")))
	if in.London == "" {
		in.London = NoLondon
	}
	switch s := strings.ToLower(r.text(o, "amounts", "amounts_are")); s {
	case "", "whole-time", "whole time", "full-time", "wte":
	case "as worked":
		in.AsWorked = true
	default:
		r.check.Fail("amounts", "amounts are whole-time or as worked, not %q", s)
	}
	switch s := strings.ToLower(r.text(o, "proration", "basis")); s {
	case "", "calendar days", "calendar", "calendar_days":
		in.Basis = CalendarDays
	case "working days", "working", "working_days":
		in.Basis = WorkingDays
	default:
		in.Basis = Basis(s)
	}
	in.Pay = []Pay{r.pay(o, nil)}
	r.list(o, func(p *object) {
		from := r.date(p, "from", "start")
		if from.IsZero() {
			r.check.Fail(p.path+"from", "%sfrom is missing", p.path)
		}
		row := r.pay(p, &in.Pay[len(in.Pay)-1])
		row.From = from
		in.Pay = append(in.Pay, row)
	}, "pay_changes", "pay", "changes")
	r.list(o, func(a *object) { in.Absences = append(in.Absences, r.absence(a)) }, "absences", "absence")
	in.Cover = or(r.yes(o, "cover_for_absence", "cover"), false)
	in.Temporary = or(r.yes(o, "temporary_cover", "temporary"), false)
	r.list(o, func(k *object) {
		if row, set := r.cap(k); set {
			in.Caps = append(in.Caps, row)
		}
	}, "caps", "cap", "dated_caps", "maximum_amounts", "maximum")
	in.VacantSince = r.date(o, "baseline_vacant_since")
	in.Refilled = r.date(o, "baseline_refilled_on")
	r.list(o, func(x *object) {
		in.Original = &Original{r.pence(x, "scheme", "claimed", "amount"), r.date(x, "made_on", "claimed_on", "submitted")}
	}, "original", "original_claim")
	in.StaffPaid = r.date(o, "staff_paid_on", "staff_paid")
	if _, v, ok := o.take("adjustments_made", "adjusted"); ok {
		rows, isList := v.([]any)
		if !isList {
			rows = []any{v}
		}
		for _, row := range rows {
			in.Adjusted = append(in.Adjusted, r.amount("adjustments_made", row))
		}
	}
	r.rest(o)
	return in
}

// band reads "Band 5", "5" or "8A".
func band(s string) policy.Band {
	return policy.Band(strings.TrimSpace(strings.TrimPrefix(strings.ToLower(s), "band")))
}

// pay reads one row; what is left out is as in the row before, and must be
// there in the first one: a cost of nothing is said as 0.
func (r *reader) pay(o *object, before *Pay) Pay {
	var p Pay
	if before != nil {
		p = *before
	}
	for _, e := range []struct {
		into  *Pence
		names []string
	}{
		{&p.Salary, []string{"salary", "annual_salary", "salary_pence", "annual_salary_pence"}},
		{&p.NI, []string{"employer_ni", "annual_ni", "annual_employer_ni", "ni", "annual_ni_pence", "employer_national_insurance", "ni_pence"}},
		{&p.Pension, []string{"employer_pension", "annual_pension", "annual_employer_pension", "pension", "pension_pence", "annual_pension_pence"}},
	} {
		if amount := r.pence(o, e.names...); amount != nil {
			*e.into = *amount
		} else if before == nil {
			r.check.Fail(e.names[0], "%s is missing: a year’s amount in pence, 0 where there is none", e.names[0])
		}
	}
	p.LondonPay = or(r.pence(o, "london_weighting", "high_cost_area_supplement"), p.LondonPay)
	if wte := r.decimal(o, "wte"); wte != nil {
		p.WTE = *wte
	} else if before == nil {
		r.check.Fail("wte", "wte is missing: 1 for whole time")
	}
	return p
}

func (r *reader) shares(o *object) *Decimal {
	if p := r.decimal(o, "scheme_percent", "agreed_scheme_percent", "scheme_share"); p != nil {
		return p
	}
	name, v, ok := o.take("shares", "share")
	if !ok {
		return nil
	}
	m, isObject := v.(map[string]any)
	if !isObject {
		r.check.Fail(name, `shares are like {"scheme": 50, "provider": 50}`)
		return nil
	}
	s := r.object("shares: ", m)
	scheme, provider := r.decimal(s, "scheme", "arrs", "network", "pcn"), r.decimal(s, "provider")
	r.rest(s)
	switch {
	case scheme == nil && provider == nil:
		return nil
	case scheme == nil:
		rest := hundred - *provider
		return &rest
	case provider == nil:
		return scheme
	case *scheme+*provider == one: // 0.5 and 0.5
		percent := *scheme * 100
		return &percent
	}
	r.check.Require(*scheme+*provider == hundred, name, "The shares are percent and add up to 100, not %s", *scheme+*provider)
	return scheme
}

func (r *reader) absence(o *object) Absence {
	a := Absence{Kind: r.text(o, "kind", "type", "reason"), From: r.date(o, "from", "start"), Last: r.date(o, "to", "last", "end", "until")}
	if a.Kind == "" {
		a.Kind = "absence"
	}
	percent := r.decimal(o, "paid_percent", "percent_paid", "pay_percent")
	a.Paid = r.pence(o, "paid", "paid_pence")
	switch {
	case percent == nil && a.Paid == nil:
		r.check.Fail(o.path+"paid_percent", "%ssay what is really paid: paid_percent, or paid in pence for the days in the month", o.path)
	case percent != nil && a.Paid != nil:
		r.check.Fail(o.path+"paid_percent", "%spaid_percent and paid are both there: one of them is enough", o.path)
	}
	a.Percent = or(percent, 0)
	return a
}

// cap reads one maximum; set is false when its amount is not set.
func (r *reader) cap(o *object) (k Cap, set bool) {
	amount := r.pence(o, "annual", "annual_pence", "annual_cap", "amount", "pence", "cap", "maximum", "max")
	k = Cap{
		From: r.date(o, "from", "start"), Last: r.date(o, "to", "last", "end", "until"), Band: band(r.text(o, "band")),
		Position: r.position(o), London: London(strings.ToLower(r.text(o, "london"))), Supplement: r.pence(o, "london_supplement", "supplement"),
		Published: r.date(o, "published", "published_on"), Source: r.text(o, "source", "table"), Annual: or(amount, 0),
	}
	if s := k.London; s != "" && s != NoLondon && s != Inner && s != Outer {
		r.check.Fail(o.path+"london", "%slondon is none, inner or outer", o.path)
	}
	return k, amount != nil
}
