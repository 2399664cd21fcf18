package policy

import (
	"slices"
	"strings"

	"footbridge/internal/calendar"
	"footbridge/internal/nhs"
)

// AdultScope reports whether what a team of a provider did is in the measure
// for adults. An empty team is the primary care mental health service, and an
// empty provider is in scope. why is empty when it is.
func AdultScope(provider, team string) (in bool, why string) {
	rule := FourWeekAdult.Versions[len(FourWeekAdult.Versions)-1].Value
	team = strings.ToUpper(strings.TrimSpace(team))
	if team == "" {
		team = nhs.PrimaryCareTeam
	}
	if to, ok := rule.Recode[team]; ok {
		team = to
	}
	switch {
	case slices.Contains(rule.LeftOut, strings.ToUpper(provider)):
		return false, "provider " + provider + " is left out of the measure"
	case !slices.Contains(rule.Teams, team):
		return false, "team " + team + " is not in the measure for adults"
	}
	return true, ""
}

// Spells gives the state of every spell at the end of the day today, in order
// of time: what Clock says of each, with its own requests only.
func Spells(events Spell, today calendar.Date) []State {
	requests := slices.DeleteFunc(slices.Clone(events.Requests), func(r Request) bool { return r.Received.After(today) })
	spans := Spans(requests)
	var states []State
	for i, span := range spans {
		own := events
		own.Requests = slices.DeleteFunc(slices.Clone(requests), func(r Request) bool {
			return r.Received.Before(span.Start) || i+1 < len(spans) && !r.Received.Before(spans[i+1].Start)
		})
		states = append(states, Clock(own, today))
	}
	return states
}
