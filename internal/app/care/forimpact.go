package care

import (
	"slices"

	"footbridge/internal/app/episode"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/measures"
	"footbridge/internal/app/person"
	"footbridge/internal/calendar"
	"footbridge/internal/policy"
)

// ContactsIn gives every signed contact of a network that holds, by day,
// without looking at the scope.
func ContactsIn(tx *gate.Tx, pcn string) ([]Contact, error) {
	return db.All[Contact](tx.Tx, "SELECT id, person, episode, practice, booking, practitioner, mechanism, day, minutes FROM contact WHERE pcn = $1 AND withdrawn_at IS NULL ORDER BY day, id", pcn)
}

// Spell is one spell of the four-week measure.
type Spell struct {
	policy.State
	Person string          // the surviving record
	First  episode.Request // the request with which it began
}

// SpellsIn gives every spell of a network at the end of a day, by the same
// rule as each person's clock. who gives the people by every id of a record;
// what is handed in was read already, by the functions of the same names.
func SpellsIn(tx *gate.Tx, pcn string, today calendar.Date, who map[string]person.Person, episodes []episode.Episode, requests []episode.Request, contacts []Contact, outcomes []measures.Outcome) ([]Spell, error) {
	g := gathered{requests: map[string][]episode.Request{}, events: map[string][]happened{}}
	for _, r := range requests {
		g.requests[r.Episode] = append(g.requests[r.Episode], r)
	}
	for _, c := range contacts {
		g.events[c.Episode] = append(g.events[c.Episode], happened{Part: "contact", Day: c.Day, Mechanism: c.Mechanism})
	}
	for _, o := range outcomes {
		g.events[o.Episode] = append(g.events[o.Episode], happened{Part: "outcome", Day: o.OnDay})
	}
	parts, err := db.All[happened](tx.Tx, `SELECT episode, 'assessment' AS part, on_day AS day FROM assessment WHERE pcn = $1 AND withdrawn_at IS NULL
		UNION ALL SELECT episode, 'plan', on_day FROM care_plan WHERE pcn = $1 AND withdrawn_at IS NULL`, pcn)
	if err != nil {
		return nil, err
	}
	for _, h := range parts {
		g.events[h.Episode] = append(g.events[h.Episode], h)
	}
	groups := map[string][]episode.Episode{}
	var order []string
	for _, e := range episodes {
		id := e.Person
		if p, ok := who[id]; ok {
			id = p.ID
		}
		if groups[id] == nil {
			order = append(order, id)
		}
		groups[id] = append(groups[id], e)
	}
	var out []Spell
	for _, id := range order {
		group := groups[id]
		var first []episode.Request
		for _, e := range group {
			first = append(first, g.requests[e.ID]...)
		}
		slices.SortStableFunc(first, func(a, b episode.Request) int { return a.ReceivedAt.Compare(b.ReceivedAt) })
		s := g.spell(group)
		for _, span := range policy.Spans(s.Requests) {
			i := slices.IndexFunc(first, func(r episode.Request) bool { return r.ReceivedAt.Date() == span.Start })
			own := s
			own.Requests = slices.DeleteFunc(slices.Clone(s.Requests), func(r policy.Request) bool {
				return r.Received.Before(span.Start) || !span.End.IsZero() && r.Received.After(span.End)
			})
			own.Variant, _ = policy.VariantFor(who[group[0].Person].Age(span.Start))
			out = append(out, Spell{State: policy.Clock(own, today), Person: id, First: first[i]})
		}
	}
	return out, nil
}
