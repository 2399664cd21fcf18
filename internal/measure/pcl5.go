package measure

// PCL5 is the PTSD Checklist for DSM-5.
var PCL5 = &Instrument{
	Code: "pcl-5", Name: "PCL-5", Title: "PTSD Checklist for DSM-5, 20 items", Version: "1",
	Notice: "Weathers, Litz, Keane, Palmieri, Marx and Schnurr (2013), National Center for PTSD, US Department of Veterans Affairs (ptsd.va.gov). A work of the United States Government, not subject to copyright.",
	Period: "the past month", WordingIncluded: true,
	Instruction: "In the past month, how much were you bothered by:",
	Items: []Item{
		{Number: 1, Text: "Repeated, disturbing, and unwanted memories of the stressful experience?", Theme: "memories"},
		{Number: 2, Text: "Repeated, disturbing dreams of the stressful experience?", Theme: "dreams"},
		{Number: 3, Text: "Suddenly feeling or acting as if the stressful experience were actually happening again (as if you were actually back there reliving it)?", Theme: "reliving"},
		{Number: 4, Text: "Feeling very upset when something reminded you of the stressful experience?", Theme: "upset by reminders"},
		{Number: 5, Text: "Having strong physical reactions when something reminded you of the stressful experience (for example, heart pounding, trouble breathing, sweating)?", Theme: "physical reactions"},
		{Number: 6, Text: "Avoiding memories, thoughts, or feelings related to the stressful experience?", Theme: "avoiding memories"},
		{Number: 7, Text: "Avoiding external reminders of the stressful experience (for example, people, places, conversations, activities, objects, or situations)?", Theme: "avoiding reminders"},
		{Number: 8, Text: "Trouble remembering important parts of the stressful experience?", Theme: "remembering"},
		{Number: 9, Text: "Having strong negative beliefs about yourself, other people, or the world (for example, having thoughts such as: I am bad, there is something seriously wrong with me, no one can be trusted, the world is completely dangerous)?", Theme: "negative beliefs"},
		{Number: 10, Text: "Blaming yourself or someone else for the stressful experience or what happened after it?", Theme: "blame"},
		{Number: 11, Text: "Having strong negative feelings such as fear, horror, anger, guilt, or shame?", Theme: "negative feelings"},
		{Number: 12, Text: "Loss of interest in activities that you used to enjoy?", Theme: "loss of interest"},
		{Number: 13, Text: "Feeling distant or cut off from other people?", Theme: "distance"},
		{Number: 14, Text: "Trouble experiencing positive feelings (for example, being unable to feel happiness or have loving feelings for people close to you)?", Theme: "positive feelings"},
		{Number: 15, Text: "Irritable behavior, angry outbursts, or acting aggressively?", Theme: "irritability"},
		{Number: 16, Text: "Taking too many risks or doing things that could cause you harm?", Theme: "taking risks", Inform: "asks about taking risks that could cause harm; it is not about suicide, and is worth asking about"},
		{Number: 17, Text: "Being \"superalert\" or watchful or on guard?", Theme: "being on guard"},
		{Number: 18, Text: "Feeling jumpy or easily startled?", Theme: "startling"},
		{Number: 19, Text: "Having difficulty concentrating?", Theme: "concentration"},
		{Number: 20, Text: "Trouble falling or staying asleep?", Theme: "sleep"},
	},
	Options: []Option{{0, "Not at all", ""}, {1, "A little bit", ""}, {2, "Moderately", ""}, {3, "Quite a bit", ""}, {4, "Extremely", ""}},
	Max:     80,
	Case:    Cut{33, "National Center for PTSD: a cut-point from 31 to 33; 33 as in ucam-department-of-psychiatry/camcops"},
	Subscales: []SubscaleDef{
		{Key: "b", Title: "Cluster B, intrusion", First: 1, Last: 5, Present: 2, Needed: 1},
		{Key: "c", Title: "Cluster C, avoidance", First: 6, Last: 7, Present: 2, Needed: 1},
		{Key: "d", Title: "Cluster D, thoughts and mood", First: 8, Last: 14, Present: 2, Needed: 2},
		{Key: "e", Title: "Cluster E, arousal", First: 15, Last: 20, Present: 2, Needed: 2},
	},
	Thresholds: []Threshold{
		{"reliable", 5, "National Center for PTSD: 5 points are the least that is a reliable change"},
		{"meaningful", 10, "National Center for PTSD: 10 points are clinically meaningful"},
	},
	Source: "National Center for PTSD; scoring as in ucam-department-of-psychiatry/camcops, pcl5",
	Notes: []string{
		"The symptom pattern is information and never a diagnosis. Pattern and total can disagree: both are shown.",
		"It has no question about suicidal thoughts and is never a safety screen.",
	},
}

// Goal is a generic rating of one goal, in the person's own words.
var Goal = &Instrument{
	Code: "goal", Name: "Goal rating", Title: "How far a goal is met, from 0 to 10", Version: "1",
	Period: "today", Instruction: "How far is this goal met?", WordingIncluded: true,
	Items: []Item{{Number: 1, Text: "How far is this goal met?", Theme: "goal"}},
	Options: []Option{
		{0, "0, not met at all", ""}, {1, "1", ""}, {2, "2", ""}, {3, "3", ""}, {4, "4", ""}, {5, "5", ""},
		{6, "6", ""}, {7, "7", ""}, {8, "8", ""}, {9, "9", ""}, {10, "10, fully met", ""},
	},
	Max: 10, HigherIsBetter: true,
	Thresholds: []Threshold{{"national", 3, "NHSDigital/mental-health-monthly-statistics; nhsengland/MHSDS assessments reference sheet"}},
	Source:     "Own words; a rating of progress on a goal has no protected text.",
	Notes:      []string{"Ratings of one goal are compared only while its text is the same: a changed text is a new goal.", "The record says who chose the goal."},
}

// GoalConcepts are the SNOMED CT concepts of the first, second and third goal
// of an adult's progress chart (nhsengland/MHSDS assessments reference sheet).
var GoalConcepts = [3]string{"1638531000000102", "1638541000000106", "1638551000000109"}
