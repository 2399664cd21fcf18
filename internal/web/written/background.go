package written

import (
	"html/template"
	"slices"

	"footbridge/internal/app/assessment"
	"footbridge/internal/app/person"
	"footbridge/internal/web/site"
)

var (
	backgroundPiece = site.Parse(files, "background.html")
	consentsPiece   = site.Parse(files, "consents.html")
)

// known are the parts of an assessment that are shown wherever somebody works
// with the person.
var known = []string{assessment.Matters, assessment.Strengths, assessment.Situation, assessment.Physical, assessment.Children, assessment.Carers, assessment.Safeguarding, assessment.Capacity}

// Background renders what is known from the assessment, short, for other pages
// than its own: what was answered once is not asked again.
func Background(v *site.Visit, a assessment.All) (template.HTML, error) {
	if a.Present == nil {
		return v.Markup(backgroundPiece, map[string]any{"A": a})
	}
	var parts []Shown
	for _, p := range PartsOf(*a.Present) {
		if p.Heading = ""; slices.Contains(known, p.Key) {
			parts = append(parts, p)
		}
	}
	return v.Markup(backgroundPiece, map[string]any{"A": a, "Parts": parts})
}

// Consents renders with whom the person agreed to share, or did not.
func Consents(v *site.Visit, p person.Person, list []person.Consent) (template.HTML, error) {
	var holds []person.Consent
	for _, c := range list {
		if c.Holds() {
			holds = append(holds, c)
		}
	}
	return v.Markup(consentsPiece, map[string]any{"P": p, "List": holds})
}
