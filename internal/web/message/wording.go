package message

import (
	"net/url"
	"strconv"

	"footbridge/internal/app/message"
	"footbridge/internal/web/form"
	"footbridge/internal/web/site"
)

// Wordings shows the wordings of the network, and what its messages are
// signed with.
func Wordings(v *site.Visit) error {
	w, err := site.Ask(v, message.Wordings{PCN: v.Network()})
	if err != nil {
		return err
	}
	f := v.Form()
	chosen := w.Senders[0]
	for _, s := range w.Senders {
		if s.Practice == f.Text("practice") {
			chosen = s
		}
	}
	if v.R.Method == "GET" {
		f.Set("phone", chosen.Phone)
		f.Set("address", chosen.Address)
		if chosen.NamesService {
			f.SetAll("names", []string{"yes"})
		}
	}
	f.Set("version", strconv.Itoa(chosen.Version))
	type row struct {
		message.Template
		Href string
	}
	var rows []row
	for _, t := range w.List {
		rows = append(rows, row{t, wordingAt(t.Kind, t.Channel, t.Language)})
	}
	return v.Show(site.Page{Title: "Wordings of messages", Form: f, Wide: true}, wordingsPage, map[string]any{
		"Rows": rows, "Senders": w.Senders, "Chosen": chosen, "Form": f, "Names": form.Choices("yes", "Messages may name what the service is for"),
	})
}

func wordingAt(kind, channel, language string) string {
	q := url.Values{"kind": {kind}, "channel": {channel}}
	if language != "" {
		q.Set("language", language)
	}
	return "/wordings/one?" + q.Encode()
}

// DoWordings sets what messages are signed with.
func DoWordings(v *site.Visit) error {
	f := v.Form()
	version, _ := strconv.Atoi(f.Raw("version"))
	_, err := site.Do(v, message.SetSender{PCN: v.Network(), Practice: f.Text("practice"), Version: version, Phone: f.Text("phone"), Address: f.Text("address"), NamesService: f.Checked("names")})
	if err == nil {
		return v.ToWith("/wordings", "Saved what messages are signed with")
	}
	if v.Again(err) {
		return Wordings(v)
	}
	return err
}

// Wording shows one wording with an example and its earlier versions.
func Wording(v *site.Visit) error {
	f := v.Form()
	q := message.OneWording{PCN: v.Network(), Kind: f.Text("kind"), Channel: f.Text("channel"), Language: f.Text("language")}
	list, err := site.Ask(v, q)
	if err != nil {
		return err
	}
	version, retired := -1, false
	now := message.Template{Kind: q.Kind, Channel: q.Channel, Language: q.Language}
	if len(list) > 0 {
		now, version, retired = list[0], list[0].Version, list[0].Retired
	}
	if v.R.Method == "GET" {
		f.Set("subject", now.Subject)
		f.Set("body", now.Body)
	}
	f.Set("version", strconv.Itoa(version))
	example, parts := message.Example(f.Raw("body"), q.Channel)
	return v.Show(site.Page{Title: now.KindText() + ": " + now.ChannelText(), Form: f, Back: "/wordings", BackText: "Wordings"}, wordingPage, map[string]any{
		"Now": now, "List": list, "Form": f, "Retired": retired, "New": version < 0, "Placeholders": message.Placeholders, "Example": example, "Parts": parts,
		"IsText": q.Channel == message.Text, "IsLetter": q.Channel == message.Letter, "English": q.Language == "",
	})
}

// DoWording writes a new version, or retires the wording.
func DoWording(v *site.Visit) error {
	f := v.Form()
	version, _ := strconv.Atoi(f.Raw("version"))
	c := message.Word{PCN: v.Network(), Kind: f.Text("kind"), Channel: f.Text("channel"), Language: f.Text("language"), Version: version, Subject: f.Text("subject"), Body: f.Text("body"), Why: f.Text("why"), Retire: f.Raw("do") == "retire"}
	if f.Raw("do") == "look" {
		return Wording(v)
	}
	_, err := site.Do(v, c)
	if err == nil {
		if c.Retire {
			return v.ToWith("/wordings", "The wording is retired")
		}
		return v.ToWith(wordingAt(c.Kind, c.Channel, c.Language), "Saved. Messages are worded so from now on; those in the outbox stay as they are")
	}
	if v.Again(err) {
		return Wording(v)
	}
	return err
}
