package nhs

import (
	"strings"
	"unicode"
)

// ODS is an organisation code of the Organisation Data Service, in capital
// letters. The empty code means not known. Make one with ParseODS.
type ODS string

// Shape is what the pattern of an ODS code suggests. It is a hint for a
// form, not a look-up: only the published organisation files say what an
// organisation is.
type Shape int

// The shapes that Footbridge tells apart.
const (
	ShapeOther    Shape = iota
	ShapePractice       // L81012: a letter and five digits
	ShapeBranch         // L81012001: a practice with three more digits
	ShapePCN            // U63843: U and five digits
	ShapeTrust          // RVN: R and two more
	ShapeICB            // QUY: Q and two letters
	ShapeSubICB         // 15C: two digits and a letter
)

func (s Shape) String() string {
	return [...]string{"organisation", "GP practice", "branch surgery", "primary care network", "NHS trust", "integrated care board", "sub-ICB location"}[s]
}

// ParseODS reads an organisation code in any case, with spaces tolerated.
// The error is Invalid.
func ParseODS(s string) (ODS, error) {
	code := strings.ToUpper(squeeze(s))
	if code == "" {
		return "", wrong("Enter an organisation code")
	}
	for _, r := range code {
		if !(r >= 'A' && r <= 'Z' || r >= '0' && r <= '9') {
			return "", wrong("Organisation code must only include letters and numbers, like L81012")
		}
	}
	if len(code) < 3 || len(code) > 12 {
		return "", wrong("Organisation code must have from 3 to 12 letters and numbers, like L81012")
	}
	return ODS(code), nil
}

// ParsePractice is ParseODS for a GP practice: a letter and five digits.
func ParsePractice(s string) (ODS, error) {
	return parseShape(s, ShapePractice, "Practice code must be a letter and 5 numbers, like L81012")
}

// ParsePCN is ParseODS for a primary care network: U and five digits.
func ParsePCN(s string) (ODS, error) {
	return parseShape(s, ShapePCN, "Network code must be the letter U and 5 numbers, like U63843")
}

// ParseICB is ParseODS for an integrated care board: Q and two letters.
func ParseICB(s string) (ODS, error) {
	return parseShape(s, ShapeICB, "Integrated care board code must be the letter Q and 2 letters, like QUY")
}

func parseShape(s string, shape Shape, sentence string) (ODS, error) {
	code, err := ParseODS(s)
	if err != nil {
		return "", err
	}
	if code.Shape() != shape {
		return "", wrong("%s", sentence)
	}
	return code, nil
}

// Shape tells what the code looks like.
func (o ODS) Shape() Shape {
	// Letters become A and digits 9, so that a shape is a string.
	form := strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return '9'
		}
		return 'A'
	}, string(o))
	switch {
	case form == "A99999" && o[0] == 'U':
		return ShapePCN
	case form == "A99999":
		return ShapePractice
	case form == "A99999999":
		return ShapeBranch
	case len(o) == 3 && o[0] == 'R':
		return ShapeTrust
	case form == "AAA" && o[0] == 'Q':
		return ShapeICB
	case form == "99A":
		return ShapeSubICB
	default:
		return ShapeOther
	}
}

// squeeze takes out spaces, dashes and invisible characters.
func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, s)
}
