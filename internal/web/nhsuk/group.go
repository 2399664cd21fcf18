package nhsuk

import "html/template"

// FormGroup is the box around one question: label, hint, error and control.
type FormGroup struct {
	Before     template.HTML // before the control or controls
	After      template.HTML // after the control or controls
	Classes    string
	Attributes Attrs
}

func (g FormGroup) open(b *buf, base string, wrong bool) {
	b.raw("<div")
	b.attr("class", class(base, g.Classes).force("nhsuk-form-group--error", wrong).String())
	b.attrs(g.Attributes)
	b.raw(">")
}

// Wrapper is the box around an input and what stands directly beside it.
type Wrapper struct {
	Classes    string
	Attributes Attrs
}

func (w Wrapper) used() bool { return w.Classes != "" || len(w.Attributes) > 0 }

// notes are a hint and an error message with the ids that they get.
type notes struct {
	hint Hint
	err  ErrorMessage
}

// note gives a hint and an error their ids.
func note(id string, h Hint, e ErrorMessage) notes {
	h.ID = or(h.ID, id+"-hint")
	e.ID = or(e.ID, id+"-error")
	return notes{h, e}
}

// describe adds the ids of what there is to describedBy.
func (n notes) describe(describedBy string) string {
	if !n.hint.empty() {
		describedBy = join(describedBy, n.hint.ID)
	}
	if !n.err.empty() {
		describedBy = join(describedBy, n.err.ID)
	}
	return describedBy
}

func (n notes) write(b *buf) {
	if !n.hint.empty() {
		n.hint.write(b)
	}
	if !n.err.empty() {
		n.err.write(b)
	}
}
