package policy

import "footbridge/internal/calendar"

// Point is one published figure about the roll-out, as it was published.
type Point struct {
	ID       string
	From, To calendar.Date // what the figure is about; equal for one day, To inclusive
	Value    string        // as published: "717", "62%", "almost 500"
	Unit     string
	Sentence string
	Derived  bool // arithmetic of ours
	Source   Source
}

// Denominators says why published shares can't simply be compared.
const Denominators = "717 networks are said to be 62%, which makes about 1,156 networks in all; other publications of those years count 1,250 or more. " +
	"Networks merge and split, some counts leave out those without valid data, and headcount is not full-time equivalent. Compare a share only with the count that it was made from."

// Points gives the published figures about the roll-out in order of time.
func Points() []Point {
	blog := Source{Name: "NHS England, blog “No wrong door”", URL: "https://www.england.nhs.uk/blog/", Confidence: High}
	bjgp := Source{Name: "British Journal of General Practice 70: e899", URL: "https://www.ncbi.nlm.nih.gov/pmc/articles/PMC7643821/", Confidence: High}
	hsj := Source{Name: "Health Service Journal 7026193; BMA, PCN statistics", URL: "https://pcn.bma.org.uk/primary-care-networks-stats", Confidence: Medium}
	lords := Source{Name: "House of Lords written answer HL10018, 15 September 2025", URL: "https://parallelparliament.co.uk", Confidence: High}
	winter := [2]calendar.Date{day("2022-12-01"), day("2023-02-28")}
	return []Point{
		{"pcns_2020", day("2020-01-01"), day("2020-01-31"), "1,250", "networks", "1,250 networks with 6,758 practices in January 2020; 58% had from 30,000 to 50,000 patients, 7% fewer and 35% more.", false, bjgp},
		{"pcns_2019_20", day("2019-07-01"), day("2020-03-31"), "1,259", "networks", "1,259 networks in 2019/20 with about 48,000 patients each on average, from 14,605 to 263,827.", false, hsj},
		{"mhps_2022_06", day("2022-06-01"), day("2022-06-30"), "almost 500", "practitioners", "Almost 500 practitioners in June 2022.", false, Source{Name: "Eastern Eye", URL: "https://easterneye.biz", Confidence: Medium}},
		{"mhps_2022_23", winter[0], winter[1], "around 950", "practitioners", "Around 950 practitioners in winter 2022/23.", false, blog},
		{"pcns_with_mhp_2022_23", winter[0], winter[1], "717", "networks", "717 networks had a practitioner in winter 2022/23.", false, nhsePage},
		{"pcns_share_2022_23", winter[0], winter[1], "62%", "of networks", "62% of networks had a practitioner in winter 2022/23.", false, nhsePage},
		{"pcns_implied_2022_23", winter[0], winter[1], "about 1,156", "networks", "If 717 networks are 62%, there were about 1,156 networks in all.", true, nhsePage.with(Low, "Derived: 717 divided by 0.62. It is below the 1,250 of January 2020.")},
		{"mhps_growth_2023_25", day("2023-06-30"), day("2025-06-30"), "+314", "full-time equivalent", "314 full-time equivalent practitioners more on 30 June 2025 than in June 2023.", false, lords},
		{"mhps_2025_06", day("2025-06-30"), day("2025-06-30"), "1,158", "full-time equivalent", "1,158 full-time equivalent practitioners on 30 June 2025, with no specific plan to expand.", false, lords},
	}
}
