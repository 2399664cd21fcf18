package workforce

import (
	"context"
	"slices"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/network"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
	"footbridge/internal/policy"
)

// Detail is a version of what is known about a post beside who holds it.
type Detail struct {
	Post       string
	Version    int    // 0: entered before versions were kept
	PCN        string `db:"pcn"`
	RoleKey    string
	Model      network.Model
	Provider   string
	Employer   string // in words, where it is not the provider: the practice, the charity
	Service    string
	Band       string
	WTEPercent int    `db:"wte_percent"`
	Sites      string // places and sessions, one on a line
	Agreement  string // where the written agreement for a second or later post is
	Why        string
	At         calendar.Instant
	ByID       string
	ByName     string
}

const detailColumns = "post, version, pcn, role_key, model, provider, employer, service, band, wte_percent, sites, agreement, why, at, by_id, by_name"

// Role gives the kind of professional in words.
func (d Detail) Role() string {
	r, _ := RoleTypeOf(d.RoleKey)
	return r.Name
}

// Services are the two kinds of post.
var Services = [][2]string{{"adult", "Adults and older adults"}, {"cyp", "Children and young people"}}

// ServiceWords names whom a post serves.
func (d Detail) ServiceWords() string {
	for _, s := range Services {
		if s[0] == d.Service {
			return s[1]
		}
	}
	return d.Service
}

func firstDetail(p Post, r Practitioner) Detail {
	k, _ := RoleTypeIn(r.RoleType)
	return Detail{Post: p.ID, PCN: p.PCN, RoleKey: k.Key, Model: p.Model, Provider: p.Provider, Service: p.Service, Band: p.Band, WTEPercent: p.WTEPercent}
}

// PostPage asks for everything about a post.
type PostPage struct{ PCN, Post string }

// PostFile is the answer: the post with whoever holds it, every version, the
// latest first, and what the dated rules say.
type PostFile struct {
	Member
	Now           Detail
	History       []Detail
	Gradings      []Grading // the earliest day first
	ProviderName  string
	Registered    bool // by a registration that stands today
	Sentence      string
	Later         bool // not the first post of this network and service
	ShareSentence string
}

// Needs names the permission.
func (PostPage) Needs() access.Permission { return access.SeeWorkforce }

// Ask reads it; another network's post is not found.
func (q PostPage) Ask(_ context.Context, tx *gate.Tx) (PostFile, error) {
	var out PostFile
	if !tx.Scope.InNetwork(q.PCN) {
		return out, fault.Missing("post")
	}
	p, err := PostByID(tx, q.PCN, q.Post)
	if err != nil {
		return out, err
	}
	known, err := Known(tx, []string{p.Practitioner})
	if err != nil {
		return out, err
	}
	out.Member = Member{known[p.Practitioner], p}
	if out.History, err = db.All[Detail](tx.Tx, "SELECT "+detailColumns+" FROM post_version WHERE post = $1 ORDER BY version DESC", p.ID); err != nil {
		return out, err
	}
	out.Now = firstDetail(p, out.Practitioner)
	if len(out.History) > 0 {
		out.Now = out.History[0]
	}
	all, err := GradingsOf(tx, q.PCN)
	if err != nil {
		return out, err
	}
	if out.Gradings = all[p.ID]; len(out.Gradings) > 0 {
		out.Now.Band = p.Band
	}
	if p.Provider != "" {
		if out.ProviderName, err = network.ProviderName(tx, p.Provider); err != nil && !fault.Is(err, fault.NotFound) {
			return out, err
		}
	}
	facts, err := credentials(tx, p.Practitioner)
	if err != nil {
		return out, err
	}
	out.Registered = registered(facts, tx.Today())
	out.Sentence = sentence(out.Now, out.RoleType, out.Registered)
	earlier, err := db.One[int](tx.Tx, "count", "SELECT count(*) FROM post WHERE pcn = $1 AND service = $2 AND id <> $3 AND model <> 'independent' AND from_day < $4 AND (to_day IS NULL OR to_day > $4)", p.PCN, p.Service, p.ID, p.FromDay)
	if err != nil {
		return out, err
	}
	out.Later = earlier > 0 && p.Model != network.Independent
	if p.Model == network.Independent {
		out.ShareSentence = "Independently employed: the practice pays, and nothing is claimed from the scheme"
	} else {
		out.ShareSentence = policy.FundingOf(tx.Today(), !out.Later, strings.TrimSpace(out.Now.Agreement) != "").Sentence
	}
	tx.Listed("post", q.PCN+" "+q.Post, 1)
	return out, nil
}

func sentence(d Detail, words string, reg bool) string {
	if d.Model == network.Independent {
		return "Independently employed: outside the scheme, so no rule about reimbursement applies"
	}
	role, _ := policy.RoleOf(words)
	if k, ok := RoleTypeOf(d.RoleKey); ok {
		role = k.Policy
	}
	return policy.EligibilitySentence(role, policy.Band(d.Band), reg)
}

// ChangePost writes a new version of a post. Version is the one that was read.
// Faults name role, model, provider, employer, service, band, wte, sites,
// agreement and why.
type ChangePost struct {
	PCN, Post             string
	Version               int
	RoleKey               string
	Model                 network.Model
	Provider, Employer    string
	Service, Band         string
	WTEPercent            int
	Sites, Agreement, Why string
}

// Needs names the permission.
func (ChangePost) Needs() access.Permission { return access.EditWorkforce }

// Do checks and writes.
func (c ChangePost) Do(_ context.Context, tx *gate.Tx) (int, error) {
	if !tx.Scope.WholeNetwork(c.PCN) {
		return 0, fault.Missing("post")
	}
	p, err := PostByID(tx, c.PCN, c.Post)
	if err != nil {
		return 0, err
	}
	last, _, err := db.Maybe[Detail](tx.Tx, "SELECT "+detailColumns+" FROM post_version WHERE post = $1 ORDER BY version DESC LIMIT 1", p.ID)
	if err != nil {
		return 0, err
	}
	if last.Version != c.Version {
		return 0, fault.Moved("%s changed this post at %s. Nothing was overwritten", last.ByName, last.At.Long())
	}
	c.Employer, c.Sites, c.Agreement, c.Why = strings.TrimSpace(c.Employer), strings.TrimSpace(c.Sites), strings.TrimSpace(c.Agreement), strings.TrimSpace(c.Why)
	var check fault.Check
	role, ok := RoleTypeOf(c.RoleKey)
	check.Require(ok, "role", "Choose what the practitioner is")
	CheckTerms(tx, &check, c.Model, c.Provider, c.Service, c.Band, c.WTEPercent)
	gradings, err := GradingsOf(tx, c.PCN)
	if err != nil {
		return 0, err
	}
	again := len(gradings[p.ID]) > 0
	check.Require(!again || c.Band == p.Band, "band", "The post was graded anew before: grade it anew from a day, so that every day keeps its band")
	check.Require(len([]rune(c.Employer)) <= 200, "employer", "The employer must be at most 200 characters")
	check.Require(len([]rune(c.Sites)) <= 1000, "sites", "Sites and sessions must be at most 1000 characters")
	check.Require(len([]rune(c.Agreement)) <= 300, "agreement", "Where the agreement is must be at most 300 characters")
	check.Require(c.Why != "" && len([]rune(c.Why)) <= 300, "why", "Say why it changes, in at most 300 characters")
	if err := check.Err(); err != nil {
		return 0, err
	}
	if c.Version == 0 { // what held before stays readable
		r, err := InNetwork(tx, c.PCN, p.Practitioner)
		if err != nil {
			return 0, err
		}
		d := firstDetail(p, r)
		d.Version, d.Why, d.At, d.ByID, d.ByName = 1, "As it was entered", tx.Now, tx.Actor.ID, tx.Actor.Name
		if err := writeDetail(tx, d); err != nil {
			return 0, err
		}
		c.Version = 1
	}
	d := Detail{Post: p.ID, Version: c.Version + 1, PCN: p.PCN, RoleKey: c.RoleKey, Model: c.Model, Provider: c.Provider, Employer: c.Employer, Service: c.Service, Band: c.Band,
		WTEPercent: c.WTEPercent, Sites: c.Sites, Agreement: c.Agreement, Why: c.Why, At: tx.Now, ByID: tx.Actor.ID, ByName: tx.Actor.Name}
	if err := writeDetail(tx, d); err != nil {
		return 0, err
	}
	if _, err := tx.Exec("UPDATE post SET model = $1, provider = $2, service = $3, wte_percent = $4 WHERE id = $5", c.Model, c.Provider, c.Service, c.WTEPercent, p.ID); err != nil {
		return 0, err
	}
	if !again {
		if _, err := tx.Exec("UPDATE post SET band = $1 WHERE id = $2", c.Band, p.ID); err != nil {
			return 0, err
		}
	}
	if k, ok := RoleTypeOf(last.RoleKey); !ok || k.Key != role.Key {
		r, err := InNetwork(tx, c.PCN, p.Practitioner)
		if err != nil {
			return 0, err
		}
		if had, ok := RoleTypeIn(r.RoleType); !ok || had.Key != role.Key { // the words that a network uses for the same role stay
			if _, err := tx.Exec("UPDATE practitioner SET role_type = $1, version = version + 1 WHERE id = $2", role.Name, p.Practitioner); err != nil {
				return 0, err
			}
		}
	}
	tx.TouchedAt("post", p.ID, "", p.PCN, "changed: "+c.Why)
	return d.Version, nil
}

func writeDetail(tx *gate.Tx, d Detail) error {
	_, err := tx.Exec("INSERT INTO post_version ("+detailColumns+") VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16)", d.Post, d.Version, d.PCN, d.RoleKey, d.Model, d.Provider, d.Employer, d.Service, d.Band, d.WTEPercent, d.Sites, d.Agreement, d.Why, d.At, d.ByID, d.ByName)
	return err
}

// PostBands are the bands that a post may have, 4 to 8a.
var PostBands = []policy.Band{"4", "5", "6", "7", "8a"}

// CheckTerms checks what a post is: model, provider, service, band and wte are
// the names of the faults.
func CheckTerms(tx *gate.Tx, check *fault.Check, model network.Model, provider, service, band string, wte int) {
	check.Require(model == network.Joint || model == network.Independent || model == network.VCSE, "model", "Choose how the post is employed")
	check.Require(service == "adult" || service == "cyp", "service", "Choose the service: adults, or children and young people")
	check.Require(slices.Contains(PostBands, policy.Band(band)), "band", "Choose a band from 4 to 8a")
	check.Require(wte > 0 && wte <= 100, "wte", "Enter the part of full time as 1 to 100 per cent")
	if model == network.Joint || model == network.VCSE {
		if _, err := network.ProviderName(tx, provider); err != nil {
			check.Fail("provider", "Choose the provider")
		}
	}
}
