package nhsuk

import (
	"html/template"
	"slices"
	"strconv"
)

// Radio is one choice of Radios.
type Radio struct {
	Value       string
	Text        string
	Markup      template.HTML
	Hint        Hint
	Divider     string        // a word such as "or" instead of a choice
	Checked     bool          // also when Radios.Value names it
	Conditional template.HTML // shown while this is chosen
	Disabled    bool
	Enabled     bool   // although the whole group is disabled
	ID          string // made from the group's when left out
	Classes     string
	Attributes  Attrs
}

// Radios is one choice out of a few.
type Radios struct {
	Fieldset   Fieldset
	Hint       Hint
	Error      ErrorMessage
	Invalid    bool   // in error, the message stands elsewhere
	IDPrefix   string // the name when left out; the first choice has it as its id
	ID         string
	Name       string
	Value      string // the chosen value
	Items      []Radio
	Small      bool
	Inline     bool
	Disabled   bool
	FormGroup  FormGroup
	Classes    string
	Attributes Attrs
}

// HTML gives the markup.
func (r Radios) HTML() template.HTML {
	var b buf
	prefix := or(r.IDPrefix, r.Name)
	g := choiceGroup{
		kind: "radios", prefix: prefix, id: r.ID, fieldset: r.Fieldset,
		notes: note(prefix, r.Hint, r.Error), wrong: r.Invalid || !r.Error.empty(),
		small: r.Small, inline: r.Inline, group: r.FormGroup, own: r.Classes, attributes: r.Attributes,
	}
	g.write(&b, func(string) {
		for i, item := range r.Items {
			if item.Divider != "" {
				b.raw(`<div class="nhsuk-radios__divider">`)
				b.text(item.Divider)
				b.raw("</div>")
				continue
			}
			choice{
				kind: "radios", inputType: "radio", id: or(item.ID, itemID(prefix, i)), name: r.Name,
				value: item.Value, text: item.Text, markup: item.Markup, hint: item.Hint,
				checked:     item.Checked || r.Value != "" && item.Value == r.Value,
				disabled:    item.Disabled || r.Disabled && !item.Enabled,
				conditional: item.Conditional, own: item.Classes, attributes: item.Attributes,
			}.write(&b)
		}
	})
	return b.html()
}

// Behaviour says how a checkbox acts on the others of its group.
type Behaviour uint8

// The behaviours: BehaviourExclusive unticks the others ("None of these"),
// BehaviourInclusive ticks all of them.
const (
	BehaviourNone Behaviour = iota
	BehaviourExclusive
	BehaviourInclusive
)

var behaviourNames = []string{"", "exclusive", "inclusive"}

func (v Behaviour) String() string { return behaviourNames[v] }

// Checkbox is one choice of Checkboxes.
type Checkbox struct {
	Value          string
	Text           string
	Markup         template.HTML
	Hint           Hint
	Divider        string        // a word such as "or" instead of a choice
	Name           string        // the group's when left out
	Checked        bool          // also when Checkboxes.Values names it
	Conditional    template.HTML // shown while this is ticked
	Behaviour      Behaviour
	BehaviourGroup string
	Disabled       bool
	Enabled        bool   // although the whole group is disabled
	ID             string // made from the group's when left out
	Classes        string
	Attributes     Attrs
}

// Checkboxes are any number of choices out of a few.
type Checkboxes struct {
	Fieldset    Fieldset
	Hint        Hint
	Error       ErrorMessage
	Invalid     bool   // in error, the message stands elsewhere
	IDPrefix    string // the name when left out; the first choice has it as its id
	ID          string
	Name        string
	Values      []string // the ticked values
	Items       []Checkbox
	Small       bool
	Inline      bool
	Disabled    bool
	DescribedBy string // ids
	FormGroup   FormGroup
	Classes     string
	Attributes  Attrs
}

// HTML gives the markup.
func (c Checkboxes) HTML() template.HTML {
	var b buf
	prefix := or(c.IDPrefix, c.Name)
	g := choiceGroup{
		kind: "checkboxes", prefix: prefix, id: c.ID, fieldset: c.Fieldset, describedBy: c.DescribedBy,
		notes: note(prefix, c.Hint, c.Error), wrong: c.Invalid || !c.Error.empty(),
		small: c.Small, inline: c.Inline, group: c.FormGroup, own: c.Classes, attributes: c.Attributes,
	}
	g.write(&b, func(describedBy string) {
		for i, item := range c.Items {
			extra := ""
			if item.Behaviour == BehaviourInclusive {
				extra = "nhsuk-u-frontend-not-supported-hidden"
			}
			if item.Divider != "" {
				b.raw("<div")
				b.attr("class", join("nhsuk-checkboxes__divider", extra))
				b.raw(">")
				b.text(item.Divider)
				b.raw("</div>")
				continue
			}
			choice{
				kind: "checkboxes", inputType: "checkbox", id: or(item.ID, itemID(prefix, i)), name: or(item.Name, c.Name),
				value: item.Value, text: item.Text, markup: item.Markup, hint: item.Hint, describedBy: describedBy,
				checked:   item.Checked || slices.Contains(c.Values, item.Value),
				disabled:  item.Disabled || c.Disabled && !item.Enabled,
				behaviour: item.Behaviour.String(), behaviourGroup: item.BehaviourGroup, extra: extra,
				conditional: item.Conditional, own: item.Classes, attributes: item.Attributes,
			}.write(&b)
		}
	})
	return b.html()
}

// itemID numbers the choices; the first has no number, so that an error
// summary can link to it.
func itemID(prefix string, index int) string {
	if index == 0 {
		return prefix
	}
	return prefix + "-" + strconv.Itoa(index+1)
}

// choiceGroup is what radios and checkboxes have in common.
type choiceGroup struct {
	kind, prefix, id, describedBy, own string
	fieldset                           Fieldset
	notes                              notes
	wrong, small, inline               bool
	group                              FormGroup
	attributes                         Attrs
}

// write writes the group around its items. items is handed the ids that
// describe each item when there is no fieldset to carry them.
func (g choiceGroup) write(b *buf, items func(describedBy string)) {
	describedBy := g.notes.describe(or(g.fieldset.DescribedBy, g.describedBy))
	g.group.open(b, "nhsuk-form-group", g.wrong)
	if g.fieldset.used() {
		g.fieldset.DescribedBy = describedBy
		g.fieldset.open(b)
		describedBy = ""
	}
	g.notes.write(b)
	base := "nhsuk-" + g.kind
	b.raw("<div")
	b.attr("class", class(base, g.own).add(base+"--small", g.small).add(base+"--inline", g.inline).String())
	b.opt("id", g.id)
	b.attr("data-module", base)
	b.attrs(g.attributes)
	b.raw(">")
	b.markup(g.group.Before)
	items(describedBy)
	b.markup(g.group.After)
	b.raw("</div>")
	if g.fieldset.used() {
		b.raw("</fieldset>")
	}
	b.raw("</div>")
}

// choice is what a radio and a checkbox have in common.
type choice struct {
	kind, inputType, id, name, value, text        string
	describedBy, behaviour, behaviourGroup, extra string
	own                                           string
	markup, conditional                           template.HTML
	hint                                          Hint
	checked, disabled                             bool
	attributes                                    Attrs
}

func (c choice) write(b *buf) {
	base := "nhsuk-" + c.kind
	conditionalID := "conditional-" + c.id
	describedBy := c.describedBy
	hint := c.hint
	hint.ID = or(hint.ID, c.id+"-item-hint")
	hint.Classes = join(base+"__hint", hint.Classes)
	if !hint.empty() {
		describedBy = join(describedBy, hint.ID)
	}
	b.raw("<div")
	b.attr("class", join(base+"__item", c.extra))
	b.raw("><input")
	b.attr("class", join(base+"__input", c.own))
	b.attr("id", c.id)
	b.attr("name", c.name)
	b.attr("type", c.inputType)
	b.attr("value", c.value)
	b.flag("checked", c.checked)
	b.flag("disabled", c.disabled)
	b.opt("data-behaviour", c.behaviour)
	b.opt("data-behaviour-group", c.behaviourGroup)
	if c.conditional != "" {
		b.attr("data-aria-controls", conditionalID)
	}
	b.opt("aria-describedby", describedBy)
	b.attrs(c.attributes)
	b.raw(">")
	Label{Text: c.text, Markup: c.markup, For: c.id, Classes: base + "__label"}.write(b)
	if !hint.empty() {
		hint.write(b)
	}
	b.raw("</div>")
	if c.conditional != "" {
		b.raw("<div")
		b.attr("class", class(base+"__conditional", "").add(base+"__conditional--hidden", !c.checked).String())
		b.attr("id", conditionalID)
		b.raw(">")
		b.markup(c.conditional)
		b.raw("</div>")
	}
}
