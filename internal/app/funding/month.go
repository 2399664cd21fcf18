package funding

import (
	"context"
	"fmt"
	"slices"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/network"
	"footbridge/internal/app/workforce"
	"footbridge/internal/calendar"
	"footbridge/internal/claim"
	"footbridge/internal/fault"
)

// Missing is one thing that a claim still needs.
type Missing struct {
	Post  string // "" when it is about the whole claim
	Who   string // who holds the post
	What  string
	Place string // where it is put right: "pay", "terms", "maximums", "settings", "evidence"
}

// Evidence is what is known about one piece of evidence for one post.
type Evidence struct {
	Post, Item  string
	There, Note string // There is "yes", "no", "not needed", or "" when nobody said
	At          calendar.Instant
	ByName      string
}

// Settled says whether nobody has to look at it again.
func (e Evidence) Settled() bool { return e.There == "yes" || e.There == "not needed" }

// Claim is a claim as it stands.
type Claim struct {
	ID         string
	PCN        string `db:"pcn"`
	ICB        string `db:"icb"`
	Month      calendar.Month
	Number     int // 0 is the month's own; from 1 on they are adjustments
	State      State
	Version    int
	Round      int
	Total      claim.Pence
	MadeAt     calendar.Instant
	SentAt     calendar.Instant
	SentBy     string
	ApprovedAt calendar.Instant
	Received   claim.Pence `db:"-"`
}

// Adjustment says whether it corrects earlier months.
func (c Claim) Adjustment() bool { return c.Number > 0 }

// Title is what the claim is called.
func (c Claim) Title() string {
	if c.Adjustment() {
		return fmt.Sprintf("Adjustment claim %d of %s", c.Number, c.Month.Long())
	}
	return "Claim of " + c.Month.Long()
}

// Days is how many days ago it was sent, while it is not paid.
func (c Claim) Days(today calendar.Date) int {
	if c.SentAt.IsZero() || c.State == Paid {
		return 0
	}
	return today.DaysSince(c.SentAt.Date())
}

const claimColumns = "id, pcn, icb, month, number, state, version, round, total, made_at, sent_at, sent_by, approved_at"

// Said is one step of a claim.
type Said struct {
	Version int
	State   State
	Words   string
	At      calendar.Instant
	ByName  string
}

// Item is what was sent for one post and month.
type Item struct {
	Post, Who, Role, Band string
	Month                 calendar.Month
	Actual, Cap           claim.Pence
	LowerOf, Above        claim.Pence
	Share                 claim.Decimal
	Before, Due           claim.Pence
	Scheme, Provider      claim.Pence
	Lines                 []claim.Line `db:"-"`
}

// Sheet is a claim with everything that belongs to it.
type Sheet struct {
	PCN, PCNName string
	ICB          string
	ICBName      string
	Month        calendar.Month
	Claim        *Claim   // nil: nothing was done yet
	Works        []Worked // as it comes out now; nil for an adjustment
	Items        []Item   // as it was sent the last time
	Total        claim.Pence
	Known        bool // whether Total is everything
	Missing      []Missing
	Left         []Left // posts of the month that are not in it
	Wants        *Wants
	Evidence     []Evidence // one for each post and piece that is asked for
	Said         []Said
	Received     []Received
	Own, Board   bool // how the actor reaches it
	Whole        bool // whether every post of the network is in it
	First        *First
	Today        calendar.Date
}

// Received is what the ICB paid.
type Received struct {
	Claim     string
	PaidOn    calendar.Date
	Amount    claim.Pence
	Reference string
	ByName    string
}

// EvidenceFor gives what is known about the evidence of a post.
func (s Sheet) EvidenceFor(post string) (list []Evidence) {
	for _, e := range s.Evidence {
		if e.Post == post {
			list = append(list, e)
		}
	}
	return list
}

// Change says whether what can be sent may still be changed by the network.
func (s Sheet) Change() bool {
	return s.Own && (s.Claim == nil || s.Claim.State == Draft || s.Claim.State == Complete || s.Claim.State == Queried)
}

// ClaimOf asks for a claim: Key is a month like 2026-10 of the network PCN, or
// the identifier of a claim.
type ClaimOf struct{ PCN, Key string }

// Needs names the permission.
func (ClaimOf) Needs() access.Permission { return access.SeeFunding }

// Ask gathers it.
func (q ClaimOf) Ask(_ context.Context, tx *gate.Tx) (Sheet, error) {
	if m, err := calendar.ParseMonth(q.Key); err == nil {
		return sheetOf(tx, q.PCN, m, nil)
	}
	c, err := loadClaim(tx, q.Key)
	if err != nil {
		return Sheet{}, err
	}
	return sheetOf(tx, c.PCN, c.Month, &c)
}

func loadClaim(tx *gate.Tx, id string) (Claim, error) {
	return db.One[Claim](tx.Tx, "claim", "SELECT "+claimColumns+" FROM funding_claim WHERE id = $1", id)
}

// monthClaim gives the month's own claim, nil when there is none.
func monthClaim(tx *gate.Tx, pcn string, m calendar.Month) (*Claim, error) {
	c, ok, err := db.Maybe[Claim](tx.Tx, "SELECT "+claimColumns+" FROM funding_claim WHERE pcn = $1 AND month = $2 AND number = 0", pcn, m)
	if err != nil || !ok {
		return nil, err
	}
	return &c, nil
}

func sheetOf(tx *gate.Tx, pcn string, m calendar.Month, c *Claim) (Sheet, error) {
	v, err := reach(tx, pcn, access.SeeFunding)
	if err != nil {
		if c != nil {
			err = fault.Missing("claim")
		}
		return Sheet{}, err
	}
	if m.First().Before(calendar.MustDate("2021-04-01")) || m.First().After(tx.Today().AddMonths(1)) {
		return Sheet{}, fault.Missing("claim of " + m.Long())
	}
	if c == nil {
		if c, err = monthClaim(tx, pcn, m); err != nil {
			return Sheet{}, err
		}
	}
	if c != nil && c.Adjustment() && !v.whole() {
		return Sheet{}, fault.Missing("claim")
	}
	// An ICB sees what was sent, not what is being written.
	if v.board && !v.own && (c == nil || c.SentAt.IsZero()) {
		return Sheet{}, fault.Missing("claim that was sent")
	}
	s := Sheet{PCN: pcn, ICB: v.icb, Month: m, Claim: c, Own: v.own, Board: v.board, Whole: v.whole(), Today: tx.Today()}
	if s.PCNName, err = nameOf(tx, network.KindPCN, pcn); err != nil {
		return s, err
	}
	if s.ICBName, err = nameOf(tx, network.KindICB, v.icb); err != nil {
		return s, err
	}
	if c != nil {
		if err := s.past(tx, v); err != nil {
			return s, err
		}
	}
	if c == nil || !c.Adjustment() {
		b, err := read(tx, v, m, m)
		if err != nil {
			return s, err
		}
		if err := s.present(tx, b); err != nil {
			return s, err
		}
	}
	if c != nil && c.Round > 0 {
		s.Total, s.Known = 0, true
		for _, i := range s.Items {
			s.Total += i.Scheme
		}
	}
	tx.TouchedAt("claim", cmpID(c, m), "", pcn, "opened the claim of "+m.String())
	return s, nil
}

func cmpID(c *Claim, m calendar.Month) string {
	if c != nil {
		return c.ID
	}
	return m.String()
}

func nameOf(tx *gate.Tx, kind, code string) (string, error) {
	name, err := network.NameOf(tx, kind, code, tx.Today())
	if fault.Is(err, fault.NotFound) {
		return code, nil
	}
	return name, err
}

// past adds what was sent, said and paid.
func (s *Sheet) past(tx *gate.Tx, v view) error {
	var err error
	if s.Said, err = db.All[Said](tx.Tx, "SELECT version, state, words, at, by_name FROM funding_said WHERE claim = $1 ORDER BY version", s.Claim.ID); err != nil {
		return err
	}
	if s.Received, err = db.All[Received](tx.Tx, "SELECT claim, paid_on, amount, reference, by_name FROM funding_received WHERE claim = $1 ORDER BY paid_on, id", s.Claim.ID); err != nil {
		return err
	}
	for _, r := range s.Received {
		s.Claim.Received += r.Amount
	}
	if s.Items, err = itemsOf(tx, *s.Claim, s.Claim.Round); err != nil || v.whole() {
		return err
	}
	posts, err := workforce.HeldBetween(tx, v.pcn, s.Month.First(), s.Month.Last())
	s.Items = slices.DeleteFunc(s.Items, func(i Item) bool {
		return !slices.ContainsFunc(posts, func(p workforce.Held) bool { return p.ID == i.Post && v.shows(p) })
	})
	return err
}

// itemsOf reads what was sent in a round, with every line.
func itemsOf(tx *gate.Tx, c Claim, round int) ([]Item, error) {
	items, err := db.All[Item](tx.Tx, "SELECT post, who, role, band, month, actual, cap, lower_of, above, share, before, due, scheme, provider FROM funding_item WHERE claim = $1 AND round = $2 ORDER BY month, who, post", c.ID, round)
	if err != nil {
		return nil, err
	}
	type line struct {
		Post, What, SumText, Rule, Source, Confidence string
		URL                                           string `db:"url"`
		Month                                         calendar.Month
		FromDay, LastDay                              calendar.Date
		Amount                                        claim.Pence
	}
	lines, err := db.All[line](tx.Tx, "SELECT post, month, what, from_day, last_day, amount, sum_text, rule, source, url, confidence FROM funding_line WHERE claim = $1 AND round = $2 ORDER BY post, month, seq", c.ID, round)
	for _, l := range lines {
		for i := range items {
			if items[i].Post == l.Post && items[i].Month == l.Month {
				n := claim.Line{What: l.What, From: l.FromDay, Last: l.LastDay, Amount: l.Amount, Sum: l.SumText, Rule: l.Rule}
				n.Source.Name, n.Source.URL, n.Source.Confidence = l.Source, l.URL, l.Confidence
				items[i].Lines = append(items[i].Lines, n)
			}
		}
	}
	return items, err
}

// present adds how the month comes out now, and what is missing.
func (s *Sheet) present(tx *gate.Tx, b *book) error {
	s.First, s.Wants = b.first, wantsIn(b.wants, s.Month)
	s.Known = true
	for _, p := range b.posts {
		if !held(p, s.Month) {
			continue
		}
		w := b.work(p, s.Month, false)
		s.Works = append(s.Works, w)
		if w.Independent {
			continue
		}
		s.Total += w.Scheme()
		s.Known = s.Known && w.Known()
	}
	found, err := db.All[Evidence](tx.Tx, "SELECT post, item, there, note, at, by_name FROM funding_evidence WHERE pcn = $1 AND month = $2 ORDER BY at, id", s.PCN, s.Month)
	if err != nil {
		return err
	}
	if s.Wants != nil {
		for _, w := range s.Works {
			for _, item := range s.Wants.Items() {
				e := Evidence{Post: w.Post.ID, Item: item}
				for _, f := range found {
					if f.Post == w.Post.ID && f.Item == item {
						e = f
					}
				}
				if !w.Independent {
					s.Evidence = append(s.Evidence, e)
				}
			}
		}
	}
	s.Missing = s.missing(b)
	var sent map[string]bool
	if s.Claim != nil && !s.Claim.SentAt.IsZero() {
		all, err := sentPosts(tx, s.PCN, s.Month, s.Month)
		if err != nil {
			return err
		}
		sent = all[s.Month]
	}
	s.Left = left(s.Works, sent)
	return nil
}
