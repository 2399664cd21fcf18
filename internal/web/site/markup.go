package site

import "html/template"

// Markup renders a template for a part of another room's page, without the
// shell around it.
func (v *Visit) Markup(t *Template, data any) (template.HTML, error) { return t.render(v, data) }
