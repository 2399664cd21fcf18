package nhsuk

import "slices"

// Size is the size of a heading, caption, label or legend. A component leaves
// out a size that it does not have.
type Size uint8

// The sizes. SizeDefault leaves the choice to the component.
const (
	SizeDefault Size = iota
	SizeXXS
	SizeXS
	SizeS
	SizeM
	SizeL
	SizeXL
	SizeXXL
)

var sizeNames = []string{"", "xxs", "xs", "s", "m", "l", "xl", "xxl"}

func (s Size) String() string { return sizeNames[s] }

// in gives the name of the size when it lies between least and most.
func (s Size) in(least, most Size) string {
	if s < least || s > most {
		return ""
	}
	return s.String()
}

// Placement is where a caption stands in relation to its heading.
type Placement uint8

// The placements. PlaceDefault is the start, inside the heading.
const (
	PlaceDefault Placement = iota
	PlaceBefore
	PlaceStart
	PlaceEnd
	PlaceAfter
)

var placementNames = []string{"", "before", "start", "end", "after"}

func (p Placement) String() string { return placementNames[p] }

// inside says whether the caption stands inside the heading element.
func (p Placement) inside() bool { return p == PlaceDefault || p == PlaceStart || p == PlaceEnd }

// Toggle is a choice that may also be left to the browser.
type Toggle uint8

// The choices.
const (
	Unset Toggle = iota
	On
	Off
)

var toggleNames = []string{"", "true", "false"}

func (t Toggle) String() string { return toggleNames[t] }

// ButtonVariant is how a button looks.
type ButtonVariant uint8

// The variants of a button. One primary button a page.
const (
	ButtonPrimary ButtonVariant = iota
	ButtonSecondary
	ButtonSecondarySolid
	ButtonWarning
	ButtonReverse
	ButtonBrand
	ButtonLogin
)

var buttonVariantNames = []string{"", "secondary", "secondary-solid", "warning", "reverse", "brand", "login"}

func (v ButtonVariant) String() string { return buttonVariantNames[v] }

// CardVariant is the kind of a card. The last three are care cards.
type CardVariant uint8

// The variants of a card.
const (
	CardBasic CardVariant = iota
	CardFeature
	CardPrimary
	CardSecondary
	CardWarning
	CardNonUrgent
	CardUrgent
	CardEmergency
)

var cardVariantNames = []string{"", "feature", "primary", "secondary", "warning", "non-urgent", "urgent", "emergency"}

func (v CardVariant) String() string { return cardVariantNames[v] }

// TagColour is the colour of a tag. Colour alone never carries the meaning.
type TagColour uint8

// The colours of a tag. TagDefault is solid blue; TagNoColour leaves the
// colour to CSS.
const (
	TagDefault TagColour = iota
	TagWhite
	TagGrey
	TagGreen
	TagAquaGreen
	TagBlue
	TagPurple
	TagPink
	TagRed
	TagOrange
	TagYellow
	TagNoColour
)

var tagColourNames = []string{
	"", "white", "grey", "green", "aqua-green", "blue", "purple", "pink", "red", "orange", "yellow", "no-colour",
}

func (c TagColour) String() string { return tagColourNames[c] }

// Align is how the text of a table cell is set.
type Align uint8

// The alignments.
const (
	AlignDefault Align = iota
	AlignLeft
	AlignCentre
	AlignRight
)

var alignNames = []string{"", "left", "centre", "right"}

func (a Align) String() string { return alignNames[a] }

// Format says whether a column or a cell holds numbers.
type Format uint8

// The formats. A cell with FormatDefault has the format of its column.
const (
	FormatDefault Format = iota
	FormatNumeric
	FormatString
)

var formatNames = []string{"", "numeric", "string"}

func (f Format) String() string { return formatNames[f] }

// Sort is the state of a sortable column.
type Sort uint8

// The states. A column that is NotSortable has no sort button.
const (
	NotSortable Sort = iota
	SortNone
	SortAscending
	SortDescending
)

var sortNames = []string{"", "none", "ascending", "descending"}

func (s Sort) String() string { return sortNames[s] }

// Plural is a message by plural rule. An empty one is left out.
type Plural struct {
	Zero, One, Two, Few, Many, Other string
}

// i18n gives a translated message for the script; none when it is empty.
func i18n(key, message string) Attrs {
	if message == "" {
		return nil
	}
	return Attrs{{"data-i18n." + key, message}}
}

// i18nPlural gives a translated message with its plurals for the script.
func i18nPlural(key string, p Plural) Attrs {
	return slices.Concat(
		i18n(key+".zero", p.Zero), i18n(key+".one", p.One), i18n(key+".two", p.Two),
		i18n(key+".few", p.Few), i18n(key+".many", p.Many), i18n(key+".other", p.Other),
	)
}
