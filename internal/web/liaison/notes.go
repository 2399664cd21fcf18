package liaison

import (
	"strconv"

	"footbridge/internal/access"
	"footbridge/internal/app/liaison"
	"footbridge/internal/fault"
	"footbridge/internal/web/form"
	"footbridge/internal/web/site"
)

var (
	notesPage    = site.Parse(files, "notes.html")
	noteFormPage = site.Parse(files, "noteform.html")
	notePage     = site.Parse(files, "note.html")
)

// Notes finds local notes.
func Notes(v *site.Visit) error {
	f := v.Form()
	q := liaison.Notes{PCN: v.Network(), Words: f.Text("words"), Due: f.Text("show") == "due"}
	l, err := site.Ask(v, q)
	if err != nil {
		if !v.Again(err) {
			return err
		}
		q.Words = ""
		if l, err = site.Ask(v, q); err != nil {
			return err
		}
	}
	return v.Show(site.Page{Title: "Local notes", Form: f, Print: true}, notesPage, map[string]any{
		"Form": f, "L": l, "Words": q.Words, "Due": q.Due, "Today": v.App.Today(), "MayAsk": v.May(access.AskAdvice), "MaySee": v.May(access.SeeAdvice),
	})
}

// Note shows one note with its versions.
func Note(v *site.Visit) error {
	n, err := site.Ask(v, liaison.NoteByID{ID: v.Path("id")})
	if err != nil {
		return err
	}
	return showNote(v, n)
}

func showNote(v *site.Visit, n liaison.FullNote) error {
	f := v.Form()
	f.Set("version", strconv.Itoa(n.Number))
	return v.Show(site.Page{Title: n.Title, Form: f, Back: "/notes", BackText: "Local notes", Print: true}, notePage, map[string]any{
		"Form": f, "N": n, "Today": v.App.Today(), "MayChange": v.May(access.AnswerAdvice) && n.WithdrawnAt.IsZero(), "MayThread": v.May(access.SeeAdvice), "Standing": n.WithdrawnAt.IsZero(),
	})
}

// DoAgain counts that it was asked again.
func DoAgain(v *site.Visit) error {
	n, err := site.Do(v, liaison.AskedAgain{ID: v.Path("id")})
	path := "/notes/" + escape(v.Path("id"))
	if fault.Is(err, fault.Conflict) {
		return v.ToTell(path, fault.Says(err))
	}
	if err != nil {
		return err
	}
	return v.ToWith(path, "Counted: asked again "+site.Plural(n, "time", "times"))
}

// DoWithdrawNote withdraws a note.
func DoWithdrawNote(v *site.Visit) error {
	f := v.Form()
	_, err := site.Do(v, liaison.WithdrawNote{ID: v.Path("id"), Number: version(f), Why: f.Text("withdraw")})
	if err == nil {
		return v.ToWith("/notes/"+escape(v.Path("id")), "Withdrawn. Nobody finds it any more; this address still shows it")
	}
	if !v.Again(err) {
		return err
	}
	return Note(v)
}

// KeepNote shows the form that makes a note out of an answered question.
func KeepNote(v *site.Visit) error {
	t, err := site.Ask(v, liaison.Thread{ID: v.Path("id")})
	if err != nil {
		return err
	}
	f := v.Form()
	if last := t.Last(); last != nil {
		f.Set("title", last.Question)
		f.Set("words", last.Words+"\n"+last.AskAgain)
	}
	f.SetDate("review", v.App.Today().AddMonths(12))
	return showKeep(v, t)
}

// DoKeepNote makes the note.
func DoKeepNote(v *site.Visit) error {
	f := v.Form()
	c := liaison.KeepNote{Advice: v.Path("id"), NoteForm: noteForm(f)}
	if f.OK() {
		id, err := site.Do(v, c)
		if err == nil {
			return v.ToWith("/notes/"+id, "Kept. Clinicians of the network find it from now on")
		}
		if !v.Again(err) {
			return err
		}
	}
	t, err := site.Ask(v, liaison.Thread{ID: v.Path("id")})
	if err != nil {
		return err
	}
	return showKeep(v, t)
}

func noteForm(f *form.Form) liaison.NoteForm {
	review, _ := f.Date("review", "The day")
	return liaison.NoteForm{Title: f.Text("title"), Words: f.Text("words"), Tags: f.Text("tags"), ReviewOn: review}
}

func showKeep(v *site.Visit, t liaison.Full) error {
	f := v.Form()
	return v.Show(site.Page{Title: "Keep as a local note", Form: f, Back: "/advice/" + t.ID, BackText: "The question"}, noteFormPage, map[string]any{"Form": f, "New": true, "Refused": t.Person != "" || t.Last() == nil, "Person": t.Person != ""})
}

// ChangeNote shows the form of a new version.
func ChangeNote(v *site.Visit) error {
	n, err := site.Ask(v, liaison.NoteByID{ID: v.Path("id")})
	if err != nil {
		return err
	}
	f := v.Form()
	f.Set("title", n.Title)
	f.Set("words", n.Words)
	f.Set("tags", n.Tags)
	f.SetDate("review", v.App.Today().AddMonths(12))
	return showChange(v, n)
}

// DoChangeNote writes the version.
func DoChangeNote(v *site.Visit) error {
	f := v.Form()
	c := liaison.ReviseNote{ID: v.Path("id"), Number: version(f), Why: f.Text("why"), NoteForm: noteForm(f)}
	if f.OK() {
		_, err := site.Do(v, c)
		if err == nil {
			return v.ToWith("/notes/"+escape(v.Path("id")), "Changed. You keep it right from now on")
		}
		if !v.Again(err) {
			return err
		}
	}
	n, err := site.Ask(v, liaison.NoteByID{ID: v.Path("id")})
	if err != nil {
		return err
	}
	return showChange(v, n)
}

func showChange(v *site.Visit, n liaison.FullNote) error {
	f := v.Form()
	f.Set("version", strconv.Itoa(n.Number))
	return v.Show(site.Page{Title: "Change the note", Form: f, Back: "/notes/" + n.ID, BackText: "The note"}, noteFormPage, map[string]any{"Form": f, "N": n, "Refused": !n.WithdrawnAt.IsZero()})
}
