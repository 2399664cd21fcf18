package policy

import "testing"

func TestEligibilitySentence(t *testing.T) {
	for _, tt := range []struct {
		role       Role
		band       Band
		registered bool
		want       string
	}{
		{"peer support worker", "4", false, "Band 4 peer support worker, not registered: reimbursable from April 2022 under the NHS England page (band 4 to 8a, registered or not), not under the 2021/22 contract B14.1 (registered, band 5 or above)"},
		{"community psychiatric nurse", "6", true, "Band 6 community psychiatric nurse, registered: reimbursable from April 2022 under the NHS England page (band 4 to 8a, registered or not), and from April 2021 to March 2022 under the 2021/22 contract B14.1 (registered, band 5 or above)"},
		{"clinical psychologist", "8b", true, "Band 8b clinical psychologist, registered: reimbursable from April 2021 to March 2022 under the 2021/22 contract B14.1 (registered, band 5 or above), not under the NHS England page (band 4 to 8a, registered or not)"},
		{"mental health community connector", "3", false, "Band 3 mental health community connector, not registered: not reimbursable under the NHS England page (band 4 to 8a, registered or not), nor under the 2021/22 contract B14.1 (registered, band 5 or above)"},
		{"", "7", false, "Band 7 post, not registered: reimbursable from April 2022 under the NHS England page (band 4 to 8a, registered or not), not under the 2021/22 contract B14.1 (registered, band 5 or above)"},
		{"peer support worker", "", false, "The band is not known, so nobody can say whether the post can be claimed"},
	} {
		if got := EligibilitySentence(tt.role, tt.band, tt.registered); got != tt.want {
			t.Errorf("%s band %s:\n got %s\nwant %s", tt.role, tt.band, got, tt.want)
		}
	}
}
