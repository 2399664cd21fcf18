package policy

// The sources that more than one rule relies on.
var (
	nhsePage = Source{
		Name: "NHS England, Mental health practitioners",
		URL:  "https://www.england.nhs.uk/mental-health/working-in-mental-health/mental-health-practitioners/", Confidence: High,
	}
	bnssgPage = Source{
		Name: "BNSSG Training Hub, Mental Health Practitioners, quoting Network Contract DES Annex B, B14",
		URL:  "https://bnssgtraininghub.com/mental-health-practitioners-mhps", Confidence: High,
	}
	mipArrs = Source{
		Name: "Management in Practice, on the letter of January 2021",
		URL:  "https://managementinpractice.com/?p=73822", Confidence: MediumHigh,
	}
	gponline = Source{
		Name: "GPonline, on ARRS funding for 2022/23",
		URL:  "https://gponline.com", Confidence: Medium, Note: "Article 1751565.",
	}
	pulse2425 = Source{
		Name: "Pulse PCN, on unclaimed ARRS funding 2024/25",
		URL:  "https://pulsetoday.co.uk/pulse-pcn/", Confidence: Medium,
		Note: "The address is the section's; the article is “Unclaimed ARRS funding will not be available…”.",
	}
	haresign = Source{
		Name: "Haresign, ARRS calculator 2026/27",
		URL:  "http://www.haresign.net/tools/arrs-calculator/", Confidence: Medium,
	}
	humberside = Source{
		Name: "Humberside LMC, Network Contract DES 2025/26",
		URL:  "https://humbersidelmc.org.uk/network-contract-des-202526", Confidence: Medium,
	}
	surreySussex = Source{
		Name: "Surrey and Sussex LMCs, PCN ARRS 2026/27",
		URL:  "https://sslmcs.co.uk/resources/gp-contract-2026-27/pcn-arrs-2026-27", Confidence: Medium,
	}
	nelArrs = Source{
		Name: "North East London ICB, PCN ARRS update",
		URL:  "https://primarycare.northeastlondon.icb.nhs.uk/news/pcn-arrs-update", Confidence: MediumHigh,
	}
	quickReference = Source{
		Name: "NHS England, Additional roles: a quick reference summary",
		URL:  "https://www.england.nhs.uk/long-read/additional-roles-a-quick-reference-summary/", Confidence: MediumHigh,
	}
	desSlides = Source{
		Name: "Network Contract DES 2022/23, briefing slides on SlideShare",
		URL:  "https://slideshare.net", Confidence: Medium,
	}
	mhmsCode = Source{
		Name: "NHS Digital, mental health monthly statistics, published code",
		URL:  "https://github.com/NHSDigital/mental-health-monthly-statistics, Mental_Health_Monthly_Statistics/menh_bbrb/notebooks/02_Specific_Prepare/02_4w_waits/4w_waits_prep.py", Confidence: High,
	}
)
