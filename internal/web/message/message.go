// Package message is the front room of the outbox: the lists of messages, one
// message and what becomes of it, writing to a person, what they agreed to,
// letters to print, and the wordings.
package message

import (
	"embed"
	"html/template"
	"net/url"
	"strconv"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/diary"
	"footbridge/internal/app/message"
	"footbridge/internal/app/person"
	"footbridge/internal/fault"
	"footbridge/internal/web/form"
	webperson "footbridge/internal/web/person"
	"footbridge/internal/web/site"
)

//go:embed *.html
var files embed.FS

var (
	listPage     = site.Parse(files, "list.html", "pieces.html")
	onePage      = site.Parse(files, "one.html", "pieces.html")
	printPage    = site.Parse(files, "print.html")
	composePage  = site.Parse(files, "compose.html", "pieces.html")
	personPage   = site.Parse(files, "person.html", "pieces.html")
	section      = site.Parse(files, "section.html")
	booking      = site.Parse(files, "booking.html", "pieces.html")
	wordingsPage = site.Parse(files, "wordings.html")
	wordingPage  = site.Parse(files, "wording.html")
)

func choices(list [][2]string) []form.Choice {
	var out []form.Choice
	for _, x := range list {
		out = append(out, form.Choice{Value: x[0], Text: x[1]})
	}
	return out
}

func kindChoices(kinds []string) []form.Choice {
	var out []form.Choice
	for _, k := range kinds {
		out = append(out, form.Choice{Value: k, Text: message.KindText(k)})
	}
	return out
}

// standing says how messages leave, where that isn't as one would expect.
func standing(ways map[string]message.Way) []string {
	if ways[message.Email].Way == message.WayShown {
		return []string{"This is a demo: nothing is sent. Here stands every message that would have been sent."}
	}
	var out []string
	for _, c := range [][2]string{{message.Email, "No mail server is set: e-mails wait."}, {message.Text, "No text gateway is set: texts wait."}} {
		switch w := ways[c[0]]; {
		case w.Way == "":
			out = append(out, c[1]+" Nothing is lost. Whoever runs Footbridge sets one; the handbook says how.")
		case w.Trouble != "":
			out = append(out, message.ChannelText(c[0])+": since "+w.TroubleAt.Long()+" the "+w.Way+" can’t be reached. What waits is tried again.")
		}
	}
	return out
}

type count struct {
	Text, Href string
	N          int
	Now        bool
}

func address(v *site.Visit, change ...string) string {
	q := url.Values{}
	for _, k := range []string{"show", "channel", "kind", "pcn"} {
		if s := v.Form().Text(k); s != "" {
			q.Set(k, s)
		}
	}
	for i := 0; i+1 < len(change); i += 2 {
		q.Del(change[i])
		if change[i+1] != "" {
			q.Set(change[i], change[i+1])
		}
	}
	if len(q) == 0 {
		return "/messages"
	}
	return "/messages?" + q.Encode()
}

// List shows one of the lists of messages; its filters stand in the address.
func List(v *site.Visit) error {
	f := v.Form()
	from, _ := strconv.Atoi(f.Text("from"))
	q := message.List{PCN: v.Network(), Show: f.Text("show"), Channel: f.Text("channel"), Kind: f.Text("kind"), Offset: from}
	l, err := site.Ask(v, q)
	if err != nil {
		return err
	}
	var counts []count
	title := message.Shows[0][1]
	now := message.Shows[0][0]
	for _, s := range message.Shows {
		if s[0] == q.Show {
			title, now = s[1], s[0]
		}
	}
	for _, s := range message.Shows {
		counts = append(counts, count{s[1], address(v, "show", s[0]), l.Counts[s[0]], s[0] == now})
	}
	more, less := "", ""
	if l.More {
		more = address(v, "from", strconv.Itoa(max(0, from)+message.PageSize))
	}
	if from > 0 {
		less = address(v, "from", strconv.Itoa(max(0, from-message.PageSize)))
	}
	return v.Show(site.Page{Title: "Messages", Wide: true, Print: true, Form: f}, listPage, map[string]any{
		"L": l, "Counts": counts, "Title": title, "Show": now, "Notes": standing(l.Ways), "More": more, "Less": less, "Form": f, "From": max(0, from) + 1, "To": max(0, from) + len(l.Rows),
		"Channels": append(form.Choices("", "Every way"), choices(message.Channels)...), "Kinds": append(form.Choices("", "Every kind"), choices(message.Kinds)...),
		"Narrowed": q.Channel+q.Kind != "", "All": address(v, "channel", "", "kind", ""),
		"MaySend": v.May(access.SendMessages), "MayKeep": v.May(access.KeepMessages),
	})
}

// One shows a message exactly as it goes, what happened to it, and what can be
// done about it.
func One(v *site.Visit) error {
	o, err := site.Ask(v, message.One{ID: v.Path("id")})
	if err != nil {
		return err
	}
	f := v.Form()
	f.Set("version", strconv.Itoa(o.Version))
	var banner template.HTML
	if o.Who != nil {
		banner = webperson.Banner(*o.Who)
	}
	act := v.May(access.SendMessages)
	return v.Show(site.Page{Title: o.KindText() + ": " + o.ChannelText(), Form: f, Back: "/messages", BackText: "Messages"}, onePage, map[string]any{
		"M": o, "Form": f, "Banner": banner, "Notes": standing(o.Ways),
		"CanAgain": act && message.Allowed(o.State, message.Waiting) && o.State != "", "CanArrived": act && o.State == message.NotCertain,
		"CanTell": act && message.Open(o.State) && o.State != message.Handing, "Unsure": o.State == message.NotCertain,
	})
}

// DoOne does what somebody decided about a message.
func DoOne(v *site.Visit) error {
	f, id := v.Form(), v.Path("id")
	version, _ := strconv.Atoi(f.Raw("version"))
	var err error
	said := ""
	switch f.Raw("do") {
	case "again":
		said = "It is sent again"
		_, err = site.Do(v, message.Again{ID: id, Version: version, Why: f.Text("why")})
	case "arrived":
		said = "Recorded that it arrived"
		_, err = site.Do(v, message.Arrived{ID: id, Version: version, Why: f.Text("why")})
	case "told":
		said = "Recorded who was told, and how"
		_, err = site.Do(v, message.ToldAnotherWay{ID: id, Version: version, Who: f.Text("who"), How: f.Text("how")})
	case "withdraw":
		said = "Taken back: it is not sent"
		_, err = site.Do(v, message.Withdraw{ID: id, Version: version, Why: f.Text("why")})
	default:
		f.Fail("do", "Choose what happens with the message")
		return One(v)
	}
	if err == nil {
		return v.ToWith("/messages/"+id, said)
	}
	if v.Again(err) {
		return One(v)
	}
	return err
}

// Print shows the letters that wait, each on a page of its own.
func Print(v *site.Visit) error { return showPrint(v) }

func showPrint(v *site.Visit) error {
	list, err := site.Ask(v, message.ToPrint{PCN: v.Network(), IDs: v.Form().All("letter")})
	if err != nil {
		return err
	}
	return v.Show(site.Page{Title: "Letters to print", Form: v.Form(), Back: "/messages?show=print", BackText: "Messages", Print: true}, printPage, map[string]any{
		"List": list, "Form": v.Form(), "Today": v.App.Today(),
	})
}

// DoPosted records that letters were posted.
func DoPosted(v *site.Visit) error {
	n, err := site.Do(v, message.Posted{IDs: v.Form().All("letters")})
	if err == nil {
		return v.ToWith("/messages?show=sent&channel=letter", site.Plural(n, "letter is", "letters are")+" recorded as posted")
	}
	if v.Again(err) {
		return showPrint(v)
	}
	return err
}

// Person shows a person's messages, and what they answered about messages.
func Person(v *site.Visit) error {
	s, err := site.Ask(v, message.OfPerson{Person: v.Path("id")})
	if err != nil {
		return err
	}
	f := v.Form()
	type matter struct {
		Key, Label string
		A          message.Answer
		Stale      bool
	}
	var matters []matter
	for _, m := range message.Matters {
		to := message.Addressed(s.Person, m[0])
		x := matter{Key: m[0], Label: m[1], A: s.Answers[m[0]]}
		if to != "" {
			x.Label += ": " + strings.ReplaceAll(to, "\n", ", ")
		}
		x.Stale = x.A.Answer == "yes" && x.A.Address != to
		if v.R.Method == "GET" && !x.Stale {
			f.Set(m[0], x.A.Answer)
		}
		matters = append(matters, x)
	}
	return v.Show(site.Page{Title: "Messages to " + s.Person.Name(), Form: f, Back: "/people/" + s.Person.ID, BackText: s.Person.Name()}, personPage, map[string]any{
		"S": s, "Form": f, "Banner": webperson.Banner(s.Person), "Matters": matters, "YesNo": form.YesNo(), "MayEdit": v.May(access.EditPerson), "MaySend": v.May(access.SendMessages),
	})
}

// DoPerson records what the person answered.
func DoPerson(v *site.Visit) error {
	f := v.Form()
	answers := map[string]string{}
	for _, m := range message.Matters {
		answers[m[0]] = f.Text(m[0])
	}
	_, err := site.Do(v, message.Agree{Person: v.Path("id"), Answers: answers, Note: f.Text("note")})
	if err == nil {
		return v.ToWith("/people/"+v.Path("id")+"/messages", "Recorded what the person answered")
	}
	if v.Again(err) {
		return Person(v)
	}
	return err
}

// Compose lets somebody choose a message for one person and shows it exactly
// as it would be sent.
func Compose(v *site.Visit) error {
	f := v.Form()
	c, err := site.Ask(v, message.Compose{Person: v.Path("id"), Kind: f.Text("kind")})
	if err != nil {
		return err
	}
	return v.Show(site.Page{Title: "Send a message", Form: f, Back: "/people/" + c.Person.ID, BackText: c.Person.Name()}, composePage, map[string]any{
		"C": c, "Form": f, "Banner": webperson.Banner(c.Person), "Kinds": kindChoices(message.ByHand), "Kind": message.KindText(f.Text("kind")), "Notes": standing(c.Ways),
		"Offer": offer(f, c.Previews, "/people/"+c.Person.ID+"/message"),
	})
}

// offered is what the piece with the previews needs.
type offered struct {
	Form   *form.Form
	Action string
	May    []message.Preview
	Not    []message.Preview
}

func offer(f *form.Form, list []message.Preview, action string) offered {
	o := offered{Form: f, Action: action}
	for _, p := range list {
		if p.May {
			o.May = append(o.May, p)
		} else {
			o.Not = append(o.Not, p)
		}
	}
	return o
}

// DoCompose sends it.
func DoCompose(v *site.Visit) error {
	f := v.Form()
	id, err := site.Do(v, message.Send{Person: v.Path("id"), Kind: f.Text("kind"), Channel: f.Text("channel"), Seal: f.Raw("seal")})
	if err == nil {
		return v.ToWith("/messages/"+id, "The message is in the outbox")
	}
	if v.Again(err) {
		return Compose(v)
	}
	return err
}

// Section gives the person's page its part about messages.
func Section(v *site.Visit, p person.Person) ([]webperson.Section, error) {
	if !v.May(access.SeeMessages) {
		return nil, nil
	}
	s, err := site.Ask(v, message.OfPerson{Person: p.ID, Limit: 3})
	if err != nil {
		return nil, err
	}
	markup, err := v.Markup(section, map[string]any{"S": s, "MaySend": v.May(access.SendMessages)})
	return []webperson.Section{{Title: "Messages", Markup: markup}}, err
}

// OfBooking gives the page of a booking its part about the message to the
// person: what was sent, and what can be sent with one press.
func OfBooking(v *site.Visit, id string) (template.HTML, error) {
	if !v.May(access.SendMessages) {
		return "", nil
	}
	c, err := site.Ask(v, diary.Confirmations{Booking: id})
	if err != nil {
		return "", err
	}
	if len(c.Previews) == 0 && len(c.Messages) == 0 {
		return "", nil
	}
	sent := map[string]bool{}
	for _, m := range c.Messages {
		sent[m.Kind], sent[m.Kind+m.Channel] = true, true
	}
	var open []message.Preview
	told := false
	for _, p := range c.Previews {
		told = told || sent[p.Kind]
		if !sent[p.Kind+p.Channel] {
			open = append(open, p)
		}
	}
	return v.Markup(booking, map[string]any{"C": c, "Told": told, "Offer": offer(v.Form(), open, "/bookings/"+id+"/confirm"), "Person": c.Person.ID})
}

// DoConfirm sends the message about a booking.
func DoConfirm(v *site.Visit) error {
	id := v.Path("id")
	_, err := site.Do(v, diary.Confirm{Booking: id, Channel: v.Form().Text("channel"), Seal: v.Form().Raw("seal")})
	switch {
	case err == nil:
		return v.ToWith("/bookings/"+id+"#messages", "The message to the person is in the outbox")
	case fault.Is(err, fault.Conflict), fault.Is(err, fault.Invalid):
		return v.ToTell("/bookings/"+id, fault.Says(err))
	}
	return err
}
