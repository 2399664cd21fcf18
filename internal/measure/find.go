package measure

import "strings"

// Find gives the built-in instrument with the name as somebody would type
// it: "PHQ-9", "phq9", "Core 10".
func Find(name string) (*Instrument, bool) {
	bare := func(s string) string {
		return strings.NewReplacer("-", "", "_", "", " ", "", ".", "").Replace(strings.ToLower(s))
	}
	for _, inst := range All() {
		if bare(inst.Code) == bare(name) || bare(inst.Name) == bare(name) {
			return inst, true
		}
	}
	return nil, false
}

// BandAt gives the band that a total is in, with its highest total; ok is
// false for an instrument without bands.
func (inst *Instrument) BandAt(total int) (b Band, highest int, ok bool) {
	for i, band := range inst.Bands {
		if total >= band.Min {
			b, highest, ok = band, inst.Max, true
			if i+1 < len(inst.Bands) {
				highest = inst.Bands[i+1].Min - 1
			}
		}
	}
	return b, highest, ok
}
