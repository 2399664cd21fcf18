package measure

// coreNotice is the attribution that CC BY-ND 4.0 asks for. Wording, order
// and options are never changed.
const coreNotice = "© CORE System Trust (coresystemtrust.org.uk). Reproduced unchanged under the Creative Commons Attribution-NoDerivatives 4.0 International licence (CC BY-ND 4.0)."

// CORE10 is the ten-item Clinical Outcomes in Routine Evaluation, for people
// of 17 and over.
var CORE10 = &Instrument{
	Code: "core-10", Name: "CORE-10", Title: "Clinical Outcomes in Routine Evaluation, 10 items", Version: "1",
	Notice: coreNotice, Period: "the last week", WordingIncluded: true,
	Instruction: "This form has 10 statements about how you have been OVER THE LAST WEEK. Please read each statement and think how often you felt that way last week. Then tick the box which is closest to this.",
	Items: []Item{
		{Number: 1, Text: "I have felt tense, anxious or nervous", Theme: "tension"},
		{Number: 2, Text: "I have felt I have someone to turn to for support when needed", Theme: "support", Reversed: true},
		{Number: 3, Text: "I have felt able to cope when things go wrong", Theme: "coping", Reversed: true},
		{Number: 4, Text: "Talking to people has felt too much for me", Theme: "talking to people"},
		{Number: 5, Text: "I have felt panic or terror", Theme: "panic"},
		{Number: 6, Text: "I made plans to end my life", Theme: "plans to end life"},
		{Number: 7, Text: "I have had difficulty getting to sleep or staying asleep", Theme: "sleep"},
		{Number: 8, Text: "I have felt despairing or hopeless", Theme: "despair"},
		{Number: 9, Text: "I have felt unhappy", Theme: "unhappiness"},
		{Number: 10, Text: "Unwanted images or memories have been distressing me", Theme: "intrusive images or memories"},
	},
	Options: []Option{{0, "Not at all", ""}, {1, "Only occasionally", ""}, {2, "Sometimes", ""}, {3, "Often", ""}, {4, "Most or all the time", ""}},
	Max:     40, MayMiss: 1, Safety: 6,
	Bands: []Band{{0, "healthy"}, {6, "low"}, {11, "mild"}, {16, "moderate"}, {21, "moderate to severe"}, {26, "severe"}},
	Case:  Cut{11, "CORE System Trust: cut-off for general distress"},
	Thresholds: []Threshold{
		{"manual", 6, "CORE-10 user manual (Barkham and others)"},
		{"national", 5, "NHSDigital/mental-health-monthly-statistics, table CYP IAPT 2015"},
	},
	Snomed: "718583008",
	Source: "CORE System Trust; scoring as in ucam-department-of-psychiatry/camcops, core10",
	Notes: []string{
		"Items 2 and 3 are reversed: ten times “Not at all” is 8, not 0.",
		"One missing answer may be prorated, and is then labelled.",
		"Sources differ about reliable change: 6 (manual) or 5 (national tables).",
		"The cut-off for depression is 13.",
	},
}

// YPCORE is the CORE for young people from 11 to 16. Its wording is not
// included: published copies differ in the text of the last answer, and the
// licence allows no change. Answers are entered from the paper form.
var YPCORE = &Instrument{
	Code: "yp-core", Name: "YP-CORE", Title: "Young Person’s CORE, 10 items", Version: "1",
	Notice: coreNotice, Period: "the last week",
	Items: []Item{
		{Number: 1, Theme: "nervousness"},
		{Number: 2, Theme: "talking to anyone"},
		{Number: 3, Theme: "coping", Reversed: true},
		{Number: 4, Theme: "thoughts of self-harm"},
		{Number: 5, Theme: "somebody to ask for help", Reversed: true},
		{Number: 6, Theme: "distressing thoughts and feelings"},
		{Number: 7, Theme: "problems too much"},
		{Number: 8, Theme: "sleep"},
		{Number: 9, Theme: "unhappiness"},
		{Number: 10, Theme: "doing what one wanted to", Reversed: true},
	},
	Options: []Option{{0, "0", ""}, {1, "1", ""}, {2, "2", ""}, {3, "3", ""}, {4, "4", ""}},
	Max:     40, MayMiss: 1, Safety: 4,
	Thresholds: []Threshold{{"national", 8, "NHSDigital/mental-health-monthly-statistics, table CYP IAPT 2015"}},
	Snomed:     "718437004",
	Source:     "CORE System Trust",
	Notes: []string{
		"Enter each answer as it stands on paper, from 0 (the leftmost) to 4. Items 3, 5 and 10 are reversed here.",
		"Item 4, about hurting oneself, is taken as the safety item because of what it asks; the clinical safety officer confirms it.",
		"Cut-offs by age and gender were not found, so there is none.",
	},
}
