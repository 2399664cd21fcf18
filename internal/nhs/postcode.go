package nhs

import (
	"regexp"
	"strings"
)

// Postcode is a postcode with its space, "BS1 4DJ". The empty Postcode means
// not known. Make one with ParsePostcode.
type Postcode string

// NoFixedAbode is the pseudo postcode of the NHS for somebody without a
// fixed address; those that begin with ZZ99 are all pseudo postcodes.
const NoFixedAbode Postcode = "ZZ99 3VZ"

var (
	postcodeForm = regexp.MustCompile(`^([A-Z]{1,2}[0-9][A-Z0-9]?|GIR)([0-9][ABD-HJLNP-UW-Z]{2})$`)
	pseudoForm   = regexp.MustCompile(`^(ZZ99)([0-9][A-Z0-9]{2})$`)
	outwardForm  = regexp.MustCompile(`^[A-Z]{1,2}[0-9][A-Z0-9]?$`)
)

// ParsePostcode reads a full postcode in any case and with its space
// anywhere or nowhere. The error is Invalid. Only the form is checked, not
// whether the postcode is in use.
func ParsePostcode(s string) (Postcode, error) {
	code := strings.ToUpper(squeeze(s))
	if code == "" {
		return "", wrong("Enter a postcode")
	}
	for _, form := range [...]*regexp.Regexp{postcodeForm, pseudoForm} {
		if m := form.FindStringSubmatch(code); m != nil {
			return Postcode(m[1] + " " + m[2]), nil
		}
	}
	if outwardForm.MatchString(code) {
		return "", wrong("Enter a full postcode, like BS1 4DJ")
	}
	return "", wrong("Enter a real postcode, like BS1 4DJ")
}

// Outward gives the first half, "BS1".
func (p Postcode) Outward() string { out, _, _ := strings.Cut(string(p), " "); return out }

// Inward gives the second half, "4DJ".
func (p Postcode) Inward() string { _, in, _ := strings.Cut(string(p), " "); return in }

// District gives the postcode district, "BS1": enough to say roughly where
// somebody lives without saying at which door. It is "" for a pseudo
// postcode, which is no place.
func (p Postcode) District() string {
	if p.IsPseudo() {
		return ""
	}
	return p.Outward()
}

// IsPseudo reports whether the postcode stands for no place (ZZ99).
func (p Postcode) IsPseudo() bool { return p.Outward() == "ZZ99" }
