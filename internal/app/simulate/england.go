package simulate

import (
	"hash/fnv"
	"math"
	"math/rand/v2"
	"slices"
	"strings"

	"footbridge/internal/app/network"
	"footbridge/internal/fault"
)

// pcn is a network as it was published, and how much of the year is its own.
type pcn struct {
	code, name, icb, icbName string
	practices                []practice
	patients                 int
	adult, young             bool // practitioners were published
	requests                 int
}

type practice struct {
	code, name string
	patients   int
}

// always is the network that every simulated year has, first: the demo's own.
// So one network can be measured alone and among all the others.
const always = "U63843"

// randFor gives chance of its own to each part of a year, so that a network's
// year does not depend on which others are made.
func randFor(seed uint64, what string) *rand.Rand {
	h := fnv.New64a()
	h.Write([]byte(what)) //nolint:errcheck // a hash takes everything
	return rand.New(rand.NewPCG(seed, h.Sum64()))
}

// england gives the networks that take part and shares the requests out among
// them: by registered patients, with a spread of their own, and half as many
// where no practitioner was published.
func england(s *Spec) ([]pcn, error) {
	sizes, force, _, err := network.Snapshot()
	if err != nil {
		return nil, err
	}
	patients := map[string]int{}
	for _, r := range sizes.Sizes.Rows {
		patients[r.Practice] = r.Patients
	}
	at := map[string]int{}
	var list []pcn
	for _, r := range sizes.Mapping.Rows {
		if r.PCN == "" || patients[r.Practice] == 0 {
			continue
		}
		i, ok := at[r.PCN]
		if !ok {
			i = len(list)
			at[r.PCN] = i
			list = append(list, pcn{code: r.PCN, name: r.PCNName, icb: r.ICB, icbName: r.ICBName})
		}
		list[i].practices = append(list[i].practices, practice{r.Practice, network.PlainName(r.Name), patients[r.Practice]})
		list[i].patients += patients[r.Practice]
	}
	for _, f := range force.Rows {
		if i, ok := at[f.PCN]; ok && f.FTE > 0 {
			if f.AgeGroup == network.CYP {
				list[i].young = true
			} else {
				list[i].adult = true
			}
		}
	}
	slices.SortFunc(list, func(a, b pcn) int { return strings.Compare(a.code, b.code) })
	r := randFor(s.Seed, "order")
	r.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	if i := slices.IndexFunc(list, func(p pcn) bool { return p.code == always }); i > 0 {
		list[0], list[i] = list[i], list[0]
	}
	all := weigh(s.Seed, list)
	if s.Networks > len(list) {
		return nil, fault.Wrong("networks", "England has %d networks", len(list))
	}
	if s.Networks > 0 {
		list = list[:s.Networks]
	}
	own := weigh(s.Seed, list)
	if s.Requests == 0 {
		s.Requests = int(math.Round(National * own / all * float64(s.To.DaysSince(s.From)) / 365))
	}
	// What is lost by rounding goes to the network after.
	left, sum := 0.0, 0
	for i := range list {
		left += float64(s.Requests) * weight(s.Seed, list[i]) / own
		list[i].requests = int(math.Round(left)) - sum
		sum += list[i].requests
		slices.SortFunc(list[i].practices, func(a, b practice) int { return strings.Compare(a.code, b.code) })
	}
	return list, nil
}

func weigh(seed uint64, list []pcn) (sum float64) {
	for _, p := range list {
		sum += weight(seed, p)
	}
	return sum
}

func weight(seed uint64, p pcn) float64 {
	w := float64(p.patients) * math.Exp(0.25*randFor(seed, "weight "+p.code).NormFloat64())
	if !p.adult {
		w /= 2
	}
	return w
}
