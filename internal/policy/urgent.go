package policy

// NationalRoute is where anybody in England turns when help is needed now.
type NationalRoute struct{ Label, Number, Hours, WhoFor string }

// NationalRoutes are shown where a network has not entered routes of its own.
// They are data with a source, and pages say that nobody here has checked
// them: a network enters and checks its own.
var NationalRoutes = struct {
	Routes []NationalRoute
	Source Source
}{
	Routes: []NationalRoute{
		{"Life is at risk now", "999, or the nearest A&E", "Always", "Anyone in immediate danger"},
		{"NHS 111, mental health option", "111, then option 2", "Always, all ages", "Anyone in a mental health crisis, and their family"},
		{"Samaritans", "116 123", "Always, free", "Anyone who wants to be listened to"},
	},
	Source: Source{
		Name: "NHS, where to get urgent help for mental health", URL: "https://www.nhs.uk/nhs-services/mental-health-services/where-to-get-urgent-help-for-mental-health/", Confidence: Medium,
		Note: "Entered here from the national pages; each network enters and checks its own",
	},
}
