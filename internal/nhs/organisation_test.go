package nhs

import (
	"testing"

	"footbridge/internal/fault"
)

func TestParseODS(t *testing.T) {
	for _, tt := range []struct {
		in, want string
		shape    Shape
	}{
		{"L81012", "L81012", ShapePractice},
		{" l81012 ", "L81012", ShapePractice},
		{"y00001", "Y00001", ShapePractice},
		{"L81012001", "L81012001", ShapeBranch},
		{"U63843", "U63843", ShapePCN},
		{"rvn", "RVN", ShapeTrust},
		{"R1A", "R1A", ShapeTrust},
		{"QUY", "QUY", ShapeICB},
		{"15C", "15C", ShapeSubICB},
		{"G6V2S", "G6V2S", ShapeOther},
	} {
		got, err := ParseODS(tt.in)
		if err != nil || string(got) != tt.want || got.Shape() != tt.shape {
			t.Errorf("ParseODS(%q) = %q (%s), %v", tt.in, got, got.Shape(), err)
		}
	}
	for _, s := range []string{"", "  ", "L8", "L81-012", "L81012é", "ABCDEFGHIJKLM", "Ｌ81012"} {
		if got, err := ParseODS(s); !fault.Is(err, fault.Invalid) {
			t.Errorf("ParseODS(%q) = %q, %v", s, got, err)
		}
	}
	if _, err := ParsePractice("U63843"); !fault.Is(err, fault.Invalid) {
		t.Error("a network is a practice")
	}
	if _, err := ParsePCN("L81012"); !fault.Is(err, fault.Invalid) {
		t.Error("a practice is a network")
	}
	if got, err := ParsePCN("u63843"); err != nil || got != "U63843" {
		t.Errorf("ParsePCN = %q, %v", got, err)
	}
	if got, err := ParseICB("quy"); err != nil || got != "QUY" {
		t.Errorf("ParseICB = %q, %v", got, err)
	}
	if _, err := ParseICB("Q1Y"); err == nil {
		t.Error("Q1Y is an ICB")
	}
	if ODS("").Shape() != ShapeOther || ShapePCN.String() != "primary care network" {
		t.Error("shapes")
	}
}

func TestParsePostcode(t *testing.T) {
	for _, tt := range []struct{ in, want, district string }{
		{"bs1 4dj", "BS1 4DJ", "BS1"},
		{"BS14DJ", "BS1 4DJ", "BS1"},
		{" B S 1 4 D J ", "BS1 4DJ", "BS1"},
		{"BS16\u00a01QY", "BS16 1QY", "BS16"},
		{"EC1A 1BB", "EC1A 1BB", "EC1A"},
		{"W1A 0AX", "W1A 0AX", "W1A"},
		{"M1 1AE", "M1 1AE", "M1"},
		{"GIR 0AA", "GIR 0AA", "GIR"},
		{"zz99 3vz", "ZZ99 3VZ", ""},
	} {
		got, err := ParsePostcode(tt.in)
		if err != nil || string(got) != tt.want || got.District() != tt.district || got.Outward()+" "+got.Inward() != tt.want {
			t.Errorf("ParsePostcode(%q) = %q in %q, %v", tt.in, got, got.District(), err)
		}
	}
	for _, tt := range []struct{ in, says string }{
		{"", "Enter a postcode"},
		{"BS1", "Enter a full postcode, like BS1 4DJ"},
		{"BS1 4DC", "Enter a real postcode, like BS1 4DJ"}, // no C in the second half
		{"BS1 4D", "Enter a real postcode, like BS1 4DJ"},
		{"12345", "Enter a real postcode, like BS1 4DJ"},
		{"BS1 4DJ X", "Enter a real postcode, like BS1 4DJ"},
	} {
		if got, err := ParsePostcode(tt.in); fault.Says(err) != tt.says || got != "" {
			t.Errorf("ParsePostcode(%q) = %q, %v", tt.in, got, err)
		}
	}
	if p, err := ParsePostcode(string(NoFixedAbode)); err != nil || p != NoFixedAbode || !p.IsPseudo() {
		t.Errorf("no fixed abode = %q, %v", p, err)
	}
}

func TestCodes(t *testing.T) {
	counts := ""
	for _, m := range Mechanisms {
		if Mechanism(m.Code).CountsForClock() {
			counts += m.Code + " "
		}
	}
	if counts != "01 02 11 04 " {
		t.Errorf("the clock counts %s", counts)
	}
	attended := ""
	for _, a := range Attendances {
		if Attendance(a.Code).Attended() {
			attended += a.Code + " "
		}
	}
	if attended != "5 6 " {
		t.Errorf("attended are %s", attended)
	}
	if Video.Label() != "Video" || DidNotAttend.Label() != "Did not attend" || Label(TeamTypes, "X99") != "X99" {
		t.Error("labels")
	}
	for name, list := range map[string][]Code{
		"mechanism": Mechanisms, "attendance": Attendances, "team": TeamTypes, "source": ReferralSources,
		"priority": Priorities, "rejection": RejectionReasons, "reason": PrimaryReasons,
	} {
		seen := map[string]bool{}
		for _, c := range list {
			if c.Code == "" || c.Label == "" || seen[c.Code] || seen[c.Label] {
				t.Errorf("%s: %q %q is empty or there twice", name, c.Code, c.Label)
			}
			seen[c.Code], seen[c.Label] = true, true
		}
	}
	if _, ok := Find(PrimaryReasons, "17"); ok {
		t.Error("there is no reason 17")
	}
}

func FuzzParsePostcode(f *testing.F) {
	f.Add("bs14dj")
	f.Fuzz(func(t *testing.T, s string) {
		if p, err := ParsePostcode(s); err == nil {
			if again, err := ParsePostcode(string(p)); err != nil || again != p {
				t.Errorf("%q was read as %q", s, p)
			}
		}
	})
}

func FuzzParseODS(f *testing.F) {
	f.Add("l81012")
	f.Fuzz(func(t *testing.T, s string) {
		if o, err := ParseODS(s); err == nil {
			_ = o.Shape().String()
			if again, err := ParseODS(string(o)); err != nil || again != o {
				t.Errorf("%q was read as %q", s, o)
			}
		}
	})
}
