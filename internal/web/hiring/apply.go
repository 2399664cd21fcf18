package hiring

import (
	"fmt"
	"strconv"

	"footbridge/internal/app/hiring"
	"footbridge/internal/fault"
	"footbridge/internal/web/form"
	"footbridge/internal/web/site"
)

var (
	enterPage = site.Parse(files, "enter.html")
	sheetPage = site.Parse(files, "sheet.html")
)

type field struct{ Name, Text string }

// Enter asks for one application, or for a file of them.
func Enter(v *site.Visit) error {
	x, err := site.Ask(v, hiring.VacancyOf{ID: v.Path("id")})
	if err != nil {
		return err
	}
	if !x.Runs || x.State != hiring.Advertised {
		return v.ToTell("/hiring/"+x.ID, "Applications are entered while the vacancy is advertised")
	}
	var criteria []field
	for i, c := range x.Text.Criteria() {
		criteria = append(criteria, field{fmt.Sprintf("answer-%d", i), c})
	}
	type question struct {
		Key, Text string
		Choices   []form.Choice
	}
	var questions []question
	for _, q := range hiring.EqualityQuestions {
		c := form.Choices("", "Left out")
		for _, a := range q.Answers {
			c = append(c, form.Choice{Value: a, Text: a})
		}
		questions = append(questions, question{q.Key, q.Text, c})
	}
	return v.Show(site.Page{Title: "Enter applications", Form: v.Form(), Back: "/hiring/" + x.ID, BackText: x.Title}, enterPage, map[string]any{"Form": v.Form(), "V": x, "Criteria": criteria, "Questions": questions})
}

// DoEnter enters one application.
func DoEnter(v *site.Visit) error {
	x, err := site.Ask(v, hiring.VacancyOf{ID: v.Path("id")})
	if err != nil {
		return err
	}
	f := v.Form()
	e := hiring.Entry{Name: f.Text("name"), Contact: f.Text("contact"), Equality: map[string]string{}}
	for i := range x.Text.Criteria() {
		e.Answers = append(e.Answers, f.Text(fmt.Sprintf("answer-%d", i)))
	}
	for _, q := range hiring.EqualityQuestions {
		e.Equality[q.Key] = f.Text(q.Key)
	}
	n, err := site.Do(v, hiring.EnterApplications{Vacancy: x.ID, List: []hiring.Entry{e}})
	return entered(v, err, fmt.Sprintf("Entered as candidate %d", n))
}

// DoImport enters a file of applications.
func DoImport(v *site.Visit) error {
	x, err := site.Ask(v, hiring.VacancyOf{ID: v.Path("id")})
	if err != nil {
		return err
	}
	text, err := uploadText(v, "applications-file")
	var list []hiring.Entry
	if err == nil {
		list, err = hiring.ParseApplications(text, len(x.Text.Criteria()))
	}
	if err == nil {
		_, err = site.Do(v, hiring.EnterApplications{Vacancy: x.ID, List: list, File: true})
	}
	return entered(v, err, fmt.Sprintf("%d applications are entered", len(list)))
}

func entered(v *site.Visit, err error, done string) error {
	switch {
	case err == nil:
		return v.ToWith("/hiring/"+v.Path("id"), done)
	case fault.Is(err, fault.Conflict):
		return v.ToTell("/hiring/"+v.Path("id"), fault.Says(err))
	case v.Again(err):
		return Enter(v)
	}
	return err
}

var markChoices = map[string][]form.Choice{
	"shortlist": form.Choices("2", "Met", "1", "Partly met", "0", "Not met"),
	"panel":     form.Choices("0", "0", "1", "1", "2", "2", "3", "3", "4", "4"),
}

// Sheet shows an application: what they wrote, the marks and the decision.
func Sheet(v *site.Visit) error {
	n, err := strconv.Atoi(v.Path("number"))
	if err != nil {
		return fault.Missing("application")
	}
	s, err := site.Ask(v, hiring.SheetOf{Vacancy: v.Path("id"), Number: n})
	if err != nil {
		return err
	}
	title := fmt.Sprintf("Candidate %d", n)
	return v.Show(site.Page{Title: title, Form: v.Form(), Back: "/hiring/" + s.Vacancy.ID, BackText: s.Vacancy.Title, Wide: true}, sheetPage, map[string]any{
		"Form": v.Form(), "S": s, "Choices": markChoices[s.Task], "MayMark": s.Mine && !s.Given && s.Application.DeletedAt.IsZero() && (s.Vacancy.State == hiring.Closed && s.Application.State == "in" || s.Vacancy.State == hiring.Shortlisted && s.Application.State == "shortlisted"),
		"Words": hiring.MarkWords, "Outcomes": form.Choices("yes", map[string]string{"shortlist": "Interview", "panel": "Appointable"}[s.Task], "no", map[string]string{"shortlist": "Don’t interview", "panel": "Not appointable"}[s.Task]),
	})
}

func sheetAgain(v *site.Visit, err error, done string) error {
	where := "/hiring/" + v.Path("id") + "/candidate/" + v.Path("number")
	switch {
	case err == nil && v.Form().OK():
		return v.ToWith(where, done)
	case fault.Is(err, fault.Conflict):
		return v.ToTell(where, fault.Says(err))
	case err != nil && !v.Again(err):
		return err
	}
	return Sheet(v)
}

// DoMarks gives one's own marks.
func DoMarks(v *site.Visit) error {
	f := v.Form()
	n, _ := strconv.Atoi(v.Path("number"))
	s, err := site.Ask(v, hiring.SheetOf{Vacancy: v.Path("id"), Number: n})
	if err != nil {
		return err
	}
	c := hiring.GiveMarks{Vacancy: v.Path("id"), Number: n}
	for i := range s.Items {
		m, err := strconv.Atoi(f.Text(fmt.Sprintf("mark-%d", i)))
		if err != nil {
			m = -1
		}
		c.Marks, c.Words = append(c.Marks, m), append(c.Words, f.Text(fmt.Sprintf("words-%d", i)))
	}
	_, err = site.Do(v, c)
	return sheetAgain(v, err, "Your marks are given. You see the others’ when all are in")
}

// DoDecide decides about an application.
func DoDecide(v *site.Visit) error {
	f := v.Form()
	n, _ := strconv.Atoi(v.Path("number"))
	f.Require(f.Text("outcome") != "", "outcome", "Choose what was decided")
	if !f.OK() {
		return sheetAgain(v, nil, "")
	}
	_, err := site.Do(v, hiring.Decide{Vacancy: v.Path("id"), Number: n, Yes: f.Text("outcome") == "yes", Words: f.Text("words")})
	return sheetAgain(v, err, "Decided")
}
