package workforce

import (
	"context"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/network"
	"footbridge/internal/fault"
	"footbridge/internal/policy"
)

// ModelRow compares the ways of employing a practitioner in one respect.
type ModelRow struct {
	What, Joint, Independent string
	Source                   string
}

const (
	modelsPage = "BNSSG Training Hub, Mental Health Practitioners"
	nhsePage   = "NHS England, Mental health practitioners"
	bothPages  = modelsPage + "; " + nhsePage
)

// ModelRows is what the sources say, in our own words. What it costs is added
// from the network's own figures.
var ModelRows = []ModelRow{
	{"Who employs", "The mental health provider, or a voluntary organisation that it subcontracts; the practitioner works wholly for the network", "A practice", bothPages},
	{"Who pays", "Half from the scheme and half from the provider for the first post; a later post by the dated rule and a written agreement", "The practice, in full: nothing is claimed from the scheme", bothPages},
	{"Who recruits", "The provider; the network need not take part, and should agree the job description", "The practice runs it and controls it", modelsPage},
	{"Who supervises", "The provider: line management, clinical supervision, check-ins with colleagues and team meetings. The network names a GP mentor", "A GP (ideally the lead for mental health), a senior practitioner or a nurse manager, as often as agreed with the practitioner; meeting colleagues is encouraged", modelsPage},
	{"Functions", "Those of section B14.2 of the Network Contract: advice and liaison, onward access, brief interventions where qualified, work in the team, direct bookings", "Much the same, adapted to the practice; also prescribing and medication review where qualified, and help with QOF", modelsPage},
	{"Who is not seen", "By the training hub’s page only people under 18 and people with dementia; the agreement says it for this network", "What the practice and the practitioner agree", modelsPage},
	{"Control over the role", "Shared, in a local service agreement", "The practice’s: it shapes the role to its patients", modelsPage},
	{"Clinical governance", "The provider must support the post (B14.3)", "The practice has to arrange it", modelsPage},
	{"Access to specialist services", "Direct: the practitioner belongs to the provider", "By working relations that have to be built", modelsPage},
}

// ModelCount is how many posts of a network are employed in a way.
type ModelCount struct {
	Model      network.Model
	Posts      int
	WTEPercent int `db:"wte_percent"`
}

// Models asks how the two ways compare for a network.
type Models struct{ PCN string }

// ModelPage is the answer.
type ModelPage struct {
	Rows       []ModelRow
	Counts     []ModelCount // posts held today
	Funding    string       // the rule in force today
	FundSource policy.Source
	Agreement  string // how the agreement in force is made, "" without one
	Excluded   []string
	Source     policy.Source
}

// Needs names the permission.
func (Models) Needs() access.Permission { return access.SeeWorkforce }

// Ask answers.
func (q Models) Ask(_ context.Context, tx *gate.Tx) (ModelPage, error) {
	out := ModelPage{Rows: ModelRows}
	if !tx.Scope.InNetwork(q.PCN) {
		return out, fault.Missing("network")
	}
	var err error
	if out.Counts, err = db.All[ModelCount](tx.Tx, "SELECT model, count(*) AS posts, sum(wte_percent)::bigint AS wte_percent FROM post WHERE pcn = $1 AND from_day <= $2 AND (to_day IS NULL OR to_day > $2) GROUP BY model ORDER BY model", q.PCN, tx.Today()); err != nil {
		return out, err
	}
	if v, ok := policy.Funding.On(tx.Today()); ok {
		out.Funding, out.FundSource = v.Value.String(), v.Source
	}
	a, err := network.AgreementOn(tx, q.PCN, tx.Today())
	switch {
	case fault.Is(err, fault.NotFound):
	case err != nil:
		return out, err
	default:
		out.Agreement = a.Terms.Model.Words()
		for _, s := range a.Terms.Services {
			for _, c := range s.Criteria {
				out.Excluded = append(out.Excluded, s.Name+": "+c.Text)
			}
		}
	}
	tx.Listed("post", q.PCN+" by model", len(out.Counts))
	return out, nil
}
