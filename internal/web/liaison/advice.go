package liaison

import (
	"strconv"

	"footbridge/internal/access"
	"footbridge/internal/app/liaison"
	"footbridge/internal/fault"
	"footbridge/internal/web/form"
	webperson "footbridge/internal/web/person"
	"footbridge/internal/web/site"
)

var (
	deskPage   = site.Parse(files, "desk.html")
	newPage    = site.Parse(files, "new.html")
	threadPage = site.Parse(files, "thread.html")
	answerPage = site.Parse(files, "answer.html", "draft.html")
	closePage  = site.Parse(files, "close.html", "telling.html")
)

// shows are the words for the ways to narrow the desk.
var shows = map[string]string{
	liaison.ShowOpen: "Unanswered", liaison.ShowMine: "Mine", liaison.ShowLate: "Past its day", liaison.ShowDeputy: "With the deputy", liaison.ShowAnswered: "Answered",
	liaison.ShowToCopy: "Not in the GP record yet", liaison.ShowUnread: "New for your side",
}

// Desk shows the questions: a practice its own, practitioners the network's.
func Desk(v *site.Visit) error {
	f := v.Form()
	show := f.Text("show")
	if _, known := shows[show]; !known && show != liaison.ShowEnded {
		show = ""
	}
	d, err := site.Ask(v, liaison.Desk{PCN: v.Network(), Show: show})
	if err != nil {
		return err
	}
	to := func(show string) string {
		u := v.R.URL.Query()
		u.Del("show")
		if show != "" {
			u.Set("show", show)
		}
		if len(u) == 0 {
			return "/advice"
		}
		return "/advice?" + u.Encode()
	}
	now := func(yes bool) string { return map[bool]string{true: "true"}[yes] }
	all := "Not ended"
	var counts []count
	if show != liaison.ShowEnded {
		counts = append(counts, count{all, to(""), now(show == ""), d.Live})
		for _, s := range liaison.Shows {
			if (s == liaison.ShowUnread || s == liaison.ShowMine) && !v.May(access.AskAdvice) {
				continue
			}
			counts = append(counts, count{shows[s], to(s), now(show == s), d.Counts[s]})
		}
	}
	return v.Show(site.Page{Title: "Advice desk", Wide: true, Print: true}, deskPage, map[string]any{
		"D": d, "Counts": counts, "Show": show, "Ended": show == liaison.ShowEnded, "EndedTo": to(liaison.ShowEnded), "LiveTo": to(""), "MayAsk": v.May(access.AskAdvice), "MaySet": v.May(access.SetAdvice),
		"MayRead": v.May(access.ReadNotes), "Today": v.App.Today(), "Desk": v.May(access.AnswerAdvice),
	})
}

// New shows the form of a question: short enough for a telephone.
func New(v *site.Visit) error {
	f := v.Form()
	a, err := site.Ask(v, liaison.AdviceForm{Person: f.Text("person"), Practice: f.Text("practice"), Teaching: f.Text("teaching")})
	if err != nil {
		return err
	}
	if a.Question != "" && f.Raw("question") == "" {
		f.Set("question", a.Question)
		f.Set("from", a.From)
	}
	if f.Raw("practice") == "" {
		f.Set("practice", a.Practice.Code)
	}
	return showNew(v, a)
}

// DoNew asks.
func DoNew(v *site.Visit) error {
	f := v.Form()
	needed, _ := f.Date("needed", "The day")
	c := liaison.AskAdvice{Person: f.Text("person"), Question: f.Text("question"), Soon: f.Text("soon"), NeededBy: needed, Why: f.Text("why"), Practice: f.Text("practice"), From: f.Text("from"), Teaching: f.Text("teaching")}
	if f.OK() {
		id, err := site.Do(v, c)
		if err == nil {
			return v.ToWith("/advice/"+id, "Asked. The desk sees it at once; the answer comes here")
		}
		if !v.Again(err) {
			return err
		}
	}
	a, err := site.Ask(v, liaison.AdviceForm{Person: c.Person, Practice: c.Practice, Teaching: c.Teaching})
	if err != nil {
		return err
	}
	return showNew(v, a)
}

func showNew(v *site.Visit, a liaison.Asking) error {
	f := v.Form()
	practices := form.Choices("", "Choose")
	for _, p := range a.Practices {
		practices = append(practices, form.Choice{Value: p.Code, Text: p.Name})
	}
	data := map[string]any{"Form": f, "A": a, "Times": times(a.Times), "Practices": practices, "Why": a.Consent == "no"}
	back, text := "/advice", "Advice desk"
	if a.Person != nil {
		data["Banner"] = webperson.Banner(*a.Person)
		back, text = "/people/"+a.Person.ID, a.Person.Name()
	}
	return v.Show(site.Page{Title: "Ask the advice desk", Form: f, Back: back, BackText: text}, newPage, data)
}

// One shows a question with its thread. Whoever opens it has read it, for
// their side.
func One(v *site.Visit) error {
	t, err := site.Ask(v, liaison.Thread{ID: v.Path("id")})
	if err != nil {
		return err
	}
	if t.Unread {
		if _, err := site.Do(v, liaison.ReadThread{ID: t.ID}); err != nil {
			return err
		}
	}
	return showOne(v, t)
}

func showOne(v *site.Visit, t liaison.Full) error {
	f := v.Form()
	f.Set("version", strconv.Itoa(t.Version))
	data := map[string]any{
		"Form": f, "T": t, "Today": v.App.Today(),
		"MayWrite": t.Side != "" && t.State != liaison.Closed, "MayEnd": t.Side != "" && !t.Ended(),
		"MayTake":   t.Side == "desk" && t.Own != "" && t.State == liaison.Open && t.TakenBy != t.Own && (t.TakenBy == "" || t.Late || t.Owner.Kind == "desk"),
		"MayAnswer": t.Side == "desk" && t.Own != "" && !t.Ended(), "Holds": t.Own != "" && t.TakenBy == t.Own && t.State == liaison.Open,
		"MayTurn": t.Side != "" && t.Person != "" && !t.Ended(), "MayKeep": t.Side == "desk" && t.Person == "" && t.Last() != nil && t.Note == "", "MayCopy": t.Side != "",
		"MayReadNotes": v.May(access.ReadNotes), "MaySeeRequest": v.May(access.SeeEpisode),
	}
	if t.Who != nil {
		data["Banner"] = webperson.Banner(*t.Who)
	}
	return v.Show(site.Page{Title: "Question to the advice desk", Form: f, Back: "/advice", BackText: "Advice desk", Print: true}, threadPage, data)
}

// after shows the thread again with what went wrong, or goes on.
func after(v *site.Visit, err error, done string) error {
	path := "/advice/" + escape(v.Path("id"))
	if err == nil {
		return v.ToWith(path, done)
	}
	if fault.Is(err, fault.Conflict) {
		return v.ToTell(path, fault.Says(err))
	}
	if !v.Again(err) {
		return err
	}
	t, err := site.Ask(v, liaison.Thread{ID: v.Path("id")})
	if err != nil {
		return err
	}
	return showOne(v, t)
}

// DoWrite writes a message.
func DoWrite(v *site.Visit) error {
	_, err := site.Do(v, liaison.WriteMessage{ID: v.Path("id"), Words: v.Form().Text("words")})
	return after(v, err, "Written. The other side sees it as new")
}

// DoTake takes a question. Whoever was slower is told who has it.
func DoTake(v *site.Visit) error {
	_, err := site.Do(v, liaison.Take{ID: v.Path("id"), Version: version(v.Form())})
	return after(v, err, "You have taken this question")
}

// DoPutBack puts a question back to the desk.
func DoPutBack(v *site.Visit) error {
	f := v.Form()
	_, err := site.Do(v, liaison.PutBack{ID: v.Path("id"), Version: version(f), Why: f.Text("back")})
	return after(v, err, "It is with the desk again; its clock goes on")
}

// DoCopied marks the newest answer as copied into a record.
func DoCopied(v *site.Visit) error {
	f := v.Form()
	_, err := site.Do(v, liaison.MarkCopied{ID: v.Path("id"), Answer: f.Text("answer"), Record: f.Text("record")})
	return after(v, err, "Marked as copied. If your browser did not copy it, select the text below")
}

var answerFields = [][2]string{{"question", "Question"}, {"advice", "Advice"}, {"who", "Who does what"}, {"again", "When to ask again"}}

// Answer shows the form of an answer, with the draft that is there.
func Answer(v *site.Visit) error {
	t, err := site.Ask(v, liaison.Thread{ID: v.Path("id")})
	if err != nil {
		return err
	}
	f := v.Form()
	f.Set("question", t.Question)
	if last := t.Last(); last != nil {
		f.Set("question", last.Question)
		f.Set("advice", last.Words)
		f.Set("who", last.WhoDoes)
		f.Set("again", last.AskAgain)
	}
	fill(f, t.Draft)
	return showAnswer(v, t)
}

// DoAnswer keeps the draft, throws it away, or answers.
func DoAnswer(v *site.Visit) error {
	f := v.Form()
	id := v.Path("id")
	t, err := site.Ask(v, liaison.Thread{ID: id})
	if err != nil {
		return err
	}
	path := "/advice/" + escape(id)
	switch f.Raw("action") {
	case "save":
		kept, err := keep(v, liaison.DraftAnswer, t.ID)
		if err != nil {
			return err
		}
		if kept {
			return v.ToWith(path+"/answer", "Draft saved at "+v.App.Now().Clock())
		}
		return showAnswer(v, t)
	case "discard":
		return drop(v, liaison.DraftAnswer, t.ID, path)
	}
	minutes, _ := f.Int("minutes", "The minutes")
	if f.OK() {
		_, err := site.Do(v, liaison.GiveAnswer{ID: id, Version: version(f), Question: f.Text("question"), Advice: f.Text("advice"), WhoDoes: f.Text("who"), AskAgain: f.Text("again"), Minutes: minutes, Saves: number(f, "saves")})
		if err == nil {
			return v.ToWith(path, "Answered. The practice sees it at once, as text for the GP record")
		}
		if !v.Again(err) {
			return err
		}
		if t, err = site.Ask(v, liaison.Thread{ID: id}); err != nil { // the draft or the thread may have changed
			return err
		}
	}
	return showAnswer(v, t)
}

func showAnswer(v *site.Visit, t liaison.Full) error {
	f := v.Form()
	b := boxOf(v, liaison.DraftAnswer, t.ID, t.Draft, answerFields...)
	f.Set("version", strconv.Itoa(t.Version))
	data := map[string]any{"Form": f, "T": t, "Draft": b, "First": t.Last() == nil, "Late": t.Late}
	if t.Who != nil {
		data["Banner"] = webperson.Banner(*t.Who)
	}
	return v.Show(site.Page{Title: "Answer the question", Form: f, Back: "/advice/" + t.ID, BackText: "The question"}, answerPage, data)
}

// Close shows the form that ends a question.
func Close(v *site.Visit) error {
	t, err := site.Ask(v, liaison.Thread{ID: v.Path("id")})
	if err != nil {
		return err
	}
	return showClose(v, t)
}

// DoClose ends a question.
func DoClose(v *site.Visit) error {
	f := v.Form()
	_, err := site.Do(v, liaison.CloseAdvice{ID: v.Path("id"), Version: version(f), Why: f.Text("why"), Telling: telling(f)})
	if err == nil {
		return v.ToWith("/advice/"+escape(v.Path("id")), "The question has ended")
	}
	if !v.Again(err) {
		return err
	}
	t, err := site.Ask(v, liaison.Thread{ID: v.Path("id")})
	if err != nil {
		return err
	}
	return showClose(v, t)
}

func showClose(v *site.Visit, t liaison.Full) error {
	f := v.Form()
	f.Set("version", strconv.Itoa(t.Version))
	data := map[string]any{"Form": f, "T": t, "Open": t.State == liaison.Open}
	if t.Who != nil {
		data["Banner"] = webperson.Banner(*t.Who)
	}
	return v.Show(site.Page{Title: "End the question", Form: f, Back: "/advice/" + t.ID, BackText: "The question"}, closePage, data)
}
