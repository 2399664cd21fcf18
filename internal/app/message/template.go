package message

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
)

// Template is one version of the wording of a kind of message.
type Template struct {
	ID       string
	PCN      string `db:"pcn"`
	Kind     string
	Channel  string
	Language string // "" for English
	Version  int    // 0 for what is supplied with the program
	Subject  string
	Body     string
	Retired  bool
	Why      string
	MadeAt   calendar.Instant
	ByName   string
}

const templateColumns = "id, pcn, kind, channel, language, version, subject, body, retired, why, made_at, by_name"

// KindText, ChannelText and LanguageText are for pages.
func (t Template) KindText() string { return KindText(t.Kind) }

// ChannelText is the channel in words.
func (t Template) ChannelText() string { return ChannelText(t.Channel) }

// LanguageText is the language in words.
func (t Template) LanguageText() string {
	if t.Language == "" {
		return "English"
	}
	return t.Language
}

// language gives a person's language as wordings know it: "" for English.
func language(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if strings.EqualFold(s, "English") {
		return ""
	}
	return s
}

// templates gives the wordings of a network that hold, in the order of Kinds
// and Channels, English first; with retired ones when asked for.
func templates(tx *gate.Tx, pcn string, retired bool) ([]Template, error) {
	own, err := db.All[Template](tx.Tx, "SELECT "+templateColumns+" FROM message_template t WHERE pcn = $1 AND version = (SELECT max(version) FROM message_template n WHERE n.pcn = t.pcn AND n.kind = t.kind AND n.channel = t.channel AND n.language = t.language) ORDER BY language", pcn)
	if err != nil {
		return nil, err
	}
	var out []Template
	for _, k := range Kinds {
		for _, c := range Channels {
			t := Template{PCN: pcn, Kind: k[0], Channel: c[0]}
			words, is := supplied[k[0]][c[0]]
			t.Subject, t.Body = words[0], words[1]
			for _, o := range own {
				if o.Kind == k[0] && o.Channel == c[0] && o.Language == "" {
					t, is = o, true
				}
			}
			if is && (retired || !t.Retired) {
				out = append(out, t)
			}
			for _, o := range own {
				if o.Kind == k[0] && o.Channel == c[0] && o.Language != "" && (retired || !o.Retired) {
					out = append(out, o)
				}
			}
		}
	}
	return out, nil
}

// choose gives the wording of a kind and channel in a language, or in English
// when there is none in it.
func choose(list []Template, kind, channel, lang string) (t Template, found bool) {
	for _, x := range list {
		if x.Kind != kind || x.Channel != channel || x.Retired {
			continue
		}
		if strings.EqualFold(x.Language, lang) {
			return x, true
		}
		if x.Language == "" {
			t, found = x, true
		}
	}
	return t, found
}

// Sender is what the messages of a practice are signed with.
type Sender struct {
	PCN          string `db:"pcn"`
	Practice     string // "" for the whole network
	Phone        string // the number to ring
	Address      string // the return address on letters
	NamesService bool   // messages may name what the service is for
	Version      int
	ChangedAt    calendar.Instant
	ByName       string
	Name         string `db:"-"` // the practice's
}

const senderColumns = "pcn, practice, phone, address, names_service, version, changed_at, by_name"

// senders gives what a network has set, by practice code; "" is the network.
func senders(tx *gate.Tx, pcn string) (map[string]Sender, error) {
	list, err := db.All[Sender](tx.Tx, "SELECT "+senderColumns+" FROM message_sender WHERE pcn = $1", pcn)
	out := make(map[string]Sender, len(list))
	for _, s := range list {
		out[s.Practice] = s
	}
	return out, err
}

// signed gives what a practice's messages are signed with: its own settings,
// and those of the network where it has none.
func signed(all map[string]Sender, practice string) Sender {
	s, whole := all[practice], all[""]
	if s.Phone == "" {
		s.Phone = whole.Phone
	}
	if s.Address == "" {
		s.Address = whole.Address
	}
	s.NamesService = whole.NamesService
	return s
}

// Wordings asks for the wordings of a network and for what its messages are
// signed with.
type Wordings struct{ PCN string }

// Wording is the answer.
type Wording struct {
	List    []Template // those that hold, and retired ones
	Senders []Sender   // the network's first, then one for each practice
}

// Needs names the permission.
func (Wordings) Needs() access.Permission { return access.KeepMessages }

// Ask gathers them.
func (q Wordings) Ask(_ context.Context, tx *gate.Tx) (Wording, error) {
	tx.Nobody("wordings of messages")
	var w Wording
	if !tx.Scope.WholeNetwork(q.PCN) {
		return w, fault.Missing("network")
	}
	var err error
	if w.List, err = templates(tx, q.PCN, true); err != nil {
		return w, err
	}
	set, err := senders(tx, q.PCN)
	if err != nil {
		return w, err
	}
	whole := set[""]
	whole.PCN, whole.Name = q.PCN, "Every practice of the network"
	w.Senders = append(w.Senders, whole)
	practices, err := network.PracticesOf(tx, q.PCN, tx.Today())
	if err != nil {
		return w, err
	}
	for _, p := range practices {
		s := set[p.Code]
		s.PCN, s.Practice, s.Name = q.PCN, p.Code, p.Name
		w.Senders = append(w.Senders, s)
	}
	return w, nil
}

// OneWording asks for one wording with its earlier versions, newest first.
// What is supplied with the program is the last of them.
type OneWording struct{ PCN, Kind, Channel, Language string }

// Needs names the permission.
func (OneWording) Needs() access.Permission { return access.KeepMessages }

// Ask reads them; a language without a wording has an empty list.
func (q OneWording) Ask(_ context.Context, tx *gate.Tx) ([]Template, error) {
	tx.Nobody("wordings of messages")
	if !tx.Scope.WholeNetwork(q.PCN) || !known(Kinds, q.Kind) || !known(Channels, q.Channel) {
		return nil, fault.Missing("wording")
	}
	return versions(tx, q.PCN, q.Kind, q.Channel, language(q.Language))
}

func versions(tx *gate.Tx, pcn, kind, channel, lang string) ([]Template, error) {
	list, err := db.All[Template](tx.Tx, "SELECT "+templateColumns+" FROM message_template WHERE pcn = $1 AND kind = $2 AND channel = $3 AND language = $4 ORDER BY version DESC", pcn, kind, channel, lang)
	if words, is := supplied[kind][channel]; is && lang == "" {
		list = append(list, Template{PCN: pcn, Kind: kind, Channel: channel, Subject: words[0], Body: words[1], ByName: "Supplied with Footbridge"})
	}
	return list, err
}

// Word writes a new version of a wording, or retires it. Version is the one
// that was read, -1 when there was none. Faults name the fields language,
// subject, body and why.
type Word struct {
	PCN, Kind, Channel, Language string
	Version                      int
	Subject, Body                string
	Retire                       bool
	Why                          string
}

// Needs names the permission.
func (Word) Needs() access.Permission { return access.KeepMessages }

// Do checks and writes; it answers with the version.
func (c Word) Do(_ context.Context, tx *gate.Tx) (int, error) {
	if !tx.Scope.WholeNetwork(c.PCN) || !known(Kinds, c.Kind) || !known(Channels, c.Channel) {
		return 0, fault.Missing("wording")
	}
	c.Language, c.Why = language(c.Language), strings.TrimSpace(c.Why)
	list, err := versions(tx, c.PCN, c.Kind, c.Channel, c.Language)
	if err != nil {
		return 0, err
	}
	was := -1
	if len(list) > 0 {
		was = list[0].Version
	}
	if was != c.Version {
		return 0, fault.Moved("Somebody else has changed this wording since you opened the page")
	}
	set, err := senders(tx, c.PCN)
	if err != nil {
		return 0, err
	}
	var check fault.Check
	check.Require(len([]rune(c.Language)) <= 80, "language", "The language must be at most 80 characters")
	check.Require(c.Why != "" || was < 0, "why", "Say in a few words why it changes")
	check.Require(len([]rune(c.Why)) <= 500, "why", "Why must be at most 500 characters")
	if c.Retire {
		check.Require(was >= 0 && !list[0].Retired, "why", "This wording is not in use")
		if was >= 0 {
			c.Subject, c.Body = list[0].Subject, list[0].Body
		}
	} else {
		c.Subject, c.Body = strings.TrimSpace(c.Subject), strings.TrimSpace(strings.ReplaceAll(c.Body, "\r\n", "\n"))
		for _, f := range CheckWording(c.Kind, c.Channel, c.Subject, c.Body, set[""].NamesService) {
			check.Fail(f[0], "%s", f[1])
		}
	}
	if err := check.Err(); err != nil {
		return 0, err
	}
	version := max(was, 0) + 1
	id := tx.NewID()
	what := "worded a message: "
	if c.Retire {
		what = "retired the wording of a message: "
	}
	tx.TouchedAt("wording", id, "", c.PCN, what+c.Kind+", "+c.Channel)
	_, err = tx.Exec("INSERT INTO message_template (id, pcn, kind, channel, language, version, subject, body, retired, why, made_at, by_id, by_name) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13)",
		id, c.PCN, c.Kind, c.Channel, c.Language, version, c.Subject, c.Body, c.Retire, c.Why, tx.Now, tx.Actor.ID, tx.Actor.Name)
	return version, err
}

// SetSender says what the messages of a practice, or of a network (Practice
// ""), are signed with. Version is the one that was read, 0 for the first.
// Faults name the fields phone and address.
type SetSender struct {
	PCN, Practice  string
	Version        int
	Phone, Address string
	NamesService   bool // for the network only
}

// Needs names the permission.
func (SetSender) Needs() access.Permission { return access.KeepMessages }

// Do checks and writes; it answers with the new version.
func (c SetSender) Do(_ context.Context, tx *gate.Tx) (int, error) {
	if !tx.Scope.WholeNetwork(c.PCN) {
		return 0, fault.Missing("network")
	}
	if c.Practice != "" {
		list, err := network.PracticesOf(tx, c.PCN, tx.Today())
		if err != nil {
			return 0, err
		}
		if !slices.ContainsFunc(list, func(p network.Practice) bool { return p.Code == c.Practice }) {
			return 0, fault.Missing("practice")
		}
	}
	set, err := senders(tx, c.PCN)
	if err != nil {
		return 0, err
	}
	was := set[c.Practice]
	if was.Version != c.Version {
		return 0, fault.Moved("%s has changed this since you opened the page", was.ByName)
	}
	c.Phone, c.Address = strings.Join(strings.Fields(c.Phone), " "), strings.TrimSpace(strings.ReplaceAll(c.Address, "\r\n", "\n"))
	var check fault.Check
	check.Require(len([]rune(c.Phone)) <= 40, "phone", "The number must be at most 40 characters")
	check.Require(c.Phone == "" || strings.ContainsAny(c.Phone, "0123456789"), "phone", "Enter a telephone number, like 01934 700 100")
	check.Require(len([]rune(c.Address)) <= 500, "address", "The address must be at most 500 characters")
	if err := check.Err(); err != nil {
		return 0, err
	}
	tx.TouchedAt("message sender", c.PCN, "", c.PCN, "set what messages are signed with")
	_, err = tx.Exec(`INSERT INTO message_sender (pcn, practice, phone, address, names_service, version, changed_at, by_id, by_name) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9)
		ON CONFLICT (pcn, practice) DO UPDATE SET phone = excluded.phone, address = excluded.address, names_service = excluded.names_service, version = excluded.version, changed_at = excluded.changed_at, by_id = excluded.by_id, by_name = excluded.by_name`,
		c.PCN, c.Practice, c.Phone, c.Address, c.NamesService && c.Practice == "", was.Version+1, tx.Now, tx.Actor.ID, tx.Actor.Name)
	return was.Version + 1, err
}

// Example fills a wording with invented values, so that whoever writes it sees
// what comes of it, and counts the parts of a text.
func Example(body, channel string) (text string, parts int) {
	values := map[string]string{"first name": "Katarzyna", "day": "Wednesday 30 September 2026", "time": "2.30pm", "how": "at Old Market Surgery", "practice": "Old Market Surgery", "practice phone": "01934 700 100", "link": "https://footbridge.example.nhs.uk/l/…"}
	text = placeholder.ReplaceAllStringFunc(body, func(m string) string {
		if v, ok := values[strings.Trim(m, "{}")]; ok {
			return v
		}
		return m
	})
	if channel == Text {
		parts, _ = Parts(strings.ReplaceAll(text, "…", "0123456789abcdefghjkmnpqrs"))
	}
	return text, parts
}
