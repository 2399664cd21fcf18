package network

import "testing"

func TestPlainName(t *testing.T) {
	for in, want := range map[string]string{
		"GRAHAM ROAD SURGERY":                      "Graham Road Surgery",
		"WESTBURY ON TRYM PRIMARY CARE CENTRE":     "Westbury on Trym Primary Care Centre",
		"THE CEDARS SURGERY":                       "The Cedars Surgery",
		"4PCN (BNSSG) PCN":                         "4PCN (BNSSG) PCN",
		"MVMG - MONKS PARK":                        "MVMG - Monks Park",
		"FOSS (FIRECLAY & OLD SCHOOL SURGERY) PCN": "FOSS (Fireclay & Old School Surgery) PCN",
		"ST. MARY'S SURGERY":                       "St. Mary's Surgery",
		"O'BRIEN-SMITH HC":                         "O'Brien-Smith HC",
		"168 MEDICAL GROUP":                        "168 Medical Group",
		"NHS Bristol ICB":                          "NHS Bristol ICB",
		"":                                         "",
	} {
		if got := PlainName(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}
