package measure

// phqNotice is the notice of the PHQ family. It stays with the items.
const phqNotice = "Developed by Drs Robert L. Spitzer, Janet B.W. Williams, Kurt Kroenke and colleagues, with an educational grant from Pfizer Inc. No permission required to reproduce, translate, display or distribute."

const phqInstruction = "Over the last 2 weeks, how often have you been bothered by any of the following problems?"

// loincNotice is shown where LOINC codes are exported.
const loincNotice = "LOINC codes (c) Regenstrief Institute."

var phqOptions = []Option{
	{0, "Not at all", "LA6568-5"},
	{1, "Several days", "LA6569-3"},
	{2, "More than half the days", "LA6570-1"},
	{3, "Nearly every day", "LA6571-9"},
}

// PHQ9 is the nine-item Patient Health Questionnaire.
var PHQ9 = &Instrument{
	Code: "phq-9", Name: "PHQ-9", Title: "Patient Health Questionnaire, 9 items", Version: "1",
	Notice: phqNotice + " " + loincNotice, Period: "the last 2 weeks", Instruction: phqInstruction, WordingIncluded: true,
	Items: []Item{
		{Number: 1, Text: "Little interest or pleasure in doing things", Theme: "interest", Loinc: "44250-9"},
		{Number: 2, Text: "Feeling down, depressed, or hopeless", Theme: "mood", Loinc: "44255-8"},
		{Number: 3, Text: "Trouble falling or staying asleep, or sleeping too much", Theme: "sleep", Loinc: "44259-0"},
		{Number: 4, Text: "Feeling tired or having little energy", Theme: "energy", Loinc: "44254-1"},
		{Number: 5, Text: "Poor appetite or overeating", Theme: "appetite", Loinc: "44251-7"},
		{Number: 6, Text: "Feeling bad about yourself - or that you are a failure or have let yourself or your family down", Theme: "self-worth", Loinc: "44258-2"},
		{Number: 7, Text: "Trouble concentrating on things, such as reading the newspaper or watching television", Theme: "concentration", Loinc: "44252-5"},
		{Number: 8, Text: "Moving or speaking so slowly that other people could have noticed? Or the opposite - being so fidgety or restless that you have been moving around a lot more than usual", Theme: "movement", Loinc: "44253-3"},
		{Number: 9, Text: "Thoughts that you would be better off dead or of hurting yourself in some way", Theme: "thoughts of death or self-harm", Loinc: "44260-8"},
	},
	Options: phqOptions,
	Extras: []Item{{
		Number: 10, Text: "If you checked off any problems, how difficult have these problems made it for you to do your work, take care of things at home, or get along with other people?",
		Theme: "difficulty", Loinc: "69722-7",
		Options: []Option{{0, "Not difficult at all", ""}, {1, "Somewhat difficult", ""}, {2, "Very difficult", ""}, {3, "Extremely difficult", ""}},
	}},
	Max: 27, Safety: 9,
	Bands:      []Band{{0, "none or minimal"}, {5, "mild"}, {10, "moderate"}, {15, "moderately severe"}, {20, "severe"}},
	Case:       Cut{10, "NHS Talking Therapies; PMC8411661"},
	Thresholds: []Threshold{{"national", 6, "NHS Talking Therapies; PMC8411661; NHSDigital/mental-health-monthly-statistics"}},
	Snomed:     "720433000", LoincPanel: "44249-1", LoincTotal: "44261-6",
	Source: "phqscreeners.com; scoring as in ucam-department-of-psychiatry/camcops, phq9",
	Notes:  []string{"The question about difficulty is never added to the total.", "A missing answer is never filled in."},
}

// GAD7 is the seven-item Generalised Anxiety Disorder scale.
var GAD7 = &Instrument{
	Code: "gad-7", Name: "GAD-7", Title: "Generalised Anxiety Disorder scale, 7 items", Version: "1",
	Notice: phqNotice + " " + loincNotice, Period: "the last 2 weeks", Instruction: phqInstruction, WordingIncluded: true,
	Items: []Item{
		{Number: 1, Text: "Feeling nervous, anxious or on edge", Theme: "nervousness", Loinc: "69725-0"},
		{Number: 2, Text: "Not being able to stop or control worrying", Theme: "controlling worry", Loinc: "68509-9"},
		{Number: 3, Text: "Worrying too much about different things", Theme: "worrying too much", Loinc: "69733-4"},
		{Number: 4, Text: "Trouble relaxing", Theme: "relaxing", Loinc: "69734-2"},
		{Number: 5, Text: "Being so restless that it is hard to sit still", Theme: "restlessness", Loinc: "69735-9"},
		{Number: 6, Text: "Becoming easily annoyed or irritable", Theme: "irritability", Loinc: "69689-8"},
		{Number: 7, Text: "Feeling afraid as if something awful might happen", Theme: "fear", Loinc: "69736-7"},
	},
	Options:    phqOptions,
	Max:        21,
	Bands:      []Band{{0, "minimal"}, {5, "mild"}, {10, "moderate"}, {15, "severe"}},
	Case:       Cut{8, "NHS Talking Therapies; PMC8411661"},
	Thresholds: []Threshold{{"national", 4, "NHS Talking Therapies; PMC8411661; NHSDigital/mental-health-monthly-statistics"}},
	Snomed:     "445455005", LoincPanel: "69737-5", LoincTotal: "70274-6",
	Source: "phqscreeners.com; scoring as in ucam-department-of-psychiatry/camcops, gad7",
	Notes:  []string{"It has no safety item, so it says nothing about safety."},
}

// PHQ4 is GAD-2 followed by PHQ-2.
var PHQ4 = &Instrument{
	Code: "phq-4", Name: "PHQ-4", Title: "Patient Health Questionnaire, 4 items", Version: "1",
	Notice: phqNotice + " " + loincNotice, Period: "the last 2 weeks", Instruction: phqInstruction, WordingIncluded: true,
	Items: []Item{
		renumbered(1, GAD7.Items[0]), renumbered(2, GAD7.Items[1]),
		renumbered(3, PHQ9.Items[0]), renumbered(4, PHQ9.Items[1]),
	},
	Options: phqOptions,
	Max:     12,
	Bands:   []Band{{0, "normal"}, {3, "mild"}, {6, "moderate"}, {9, "severe"}},
	Subscales: []SubscaleDef{
		{Key: "gad-2", Title: "GAD-2, anxiety", First: 1, Last: 2, OfferAt: 3, Offer: "gad-7"},
		{Key: "phq-2", Title: "PHQ-2, depression", First: 3, Last: 4, OfferAt: 3, Offer: "phq-9"},
	},
	LoincPanel: "69724-3", LoincTotal: "70272-0",
	Source: "phqscreeners.com",
	Notes:  []string{"It has no question about suicidal thoughts and is never a safety screen."},
}

func renumbered(n int, item Item) Item {
	item.Number = n
	return item
}
