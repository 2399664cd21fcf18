package funding

import (
	"context"
	"testing"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/claim"
	"footbridge/internal/engines"
	"footbridge/internal/fault"

	"pgregory.net/rapid"
)

// Whatever a post costs: the three parts add up to it, and the scheme never pays
// more than its share of the maximum.
func TestSplit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cost, maximum := claim.Pence(rapid.IntRange(0, 20_000_000).Draw(t, "cost")), claim.Pence(rapid.IntRange(0, 20_000_000).Draw(t, "maximum"))
		share := rapid.IntRange(0, 100).Draw(t, "share")
		s := SplitOf(cost, maximum, share)
		if s.Scheme+s.Provider+s.Above != cost || s.Scheme < 0 || s.Provider < 0 || s.Above < 0 || int64(s.Scheme)*100 > int64(maximum)*int64(share) {
			t.Fatalf("%d of %d at %d: %+v", cost, maximum, share, s)
		}
	})
}

// A post that costs £52,800 a year, with a maximum of £51,600: as a first post
// half of that each, £25,800, and £1,200 above it; as a later one all from the
// scheme; employed by a practice, £52,800 from the practice.
func TestTheTwoWaysCompared(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		h.first(t)
		h.caps(t, "2025-04-01", "6,2025-04-01,51600")
		p := h.post(t, "Fern First", "6", "2023-04-01")
		h.post(t, "Nora New", "6", "2025-05-01") // nothing is known of her pay
		h.terms(t, p, claim.First, "")
		if l := ask(t, h, manager, BothWays{PCN: "A01"}); len(l) != 0 {
			t.Errorf("before anything is known: %+v", l)
		}
		h.pay(t, p, "2025-05")
		l := ask(t, h, manager, BothWays{PCN: "A01"})
		if len(l) != 1 || l[0].Cost != 5_280_000 || *l[0].First != (Split{2_580_000, 2_580_000, 120_000}) || *l[0].Later != (Split{5_160_000, 0, 120_000}) {
			t.Fatalf("%+v", l)
		}
		dear := h.post(t, "Dee Dear", "7", "2025-05-01")
		h.terms(t, dear, claim.Later, "Signed")
		h.pay(t, dear, "2025-05")
		if l = ask(t, h, manager, BothWays{PCN: "A01"}); len(l) != 2 || l[1].First != nil || l[1].Later != nil || l[1].Cost != 5_280_000 {
			t.Errorf("without a maximum: %+v", l)
		}
		for _, who := range []access.Actor{lead, other} {
			if _, err := gate.Ask(context.Background(), h.Gate, who, BothWays{PCN: "A01"}); !fault.Is(err, fault.NotFound) {
				t.Errorf("%s: %v", who.Name, err)
			}
		}
	})
}
