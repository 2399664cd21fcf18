package measures

import (
	"fmt"
	"strconv"

	"footbridge/internal/app/measures"
	"footbridge/internal/measure"
	"footbridge/internal/web/form"
	weblink "footbridge/internal/web/link"
	"footbridge/internal/web/site"
)

var (
	phonePage    = site.Parse(files, "phone.html")
	questionPage = site.Parse(files, "question.html")
	checkPage    = site.Parse(files, "check.html")
	thanksPage   = site.Parse(files, "thanks.html")
)

// Phone is the questionnaire as the holder of a private link answers it: one
// question on a page, each answer kept at once, nothing but a browser needed.
var Phone = weblink.Purpose{Show: showPhone, Do: doPhone}

func showPhone(v *site.Visit) error {
	p, err := site.Ask(v, measures.Sheet{})
	if err != nil {
		return err
	}
	f := v.Form()
	if at := f.Raw("q"); at == "check" {
		return showCheck(v, p)
	} else if n, err := strconv.Atoi(at); err == nil && n >= 1 && n <= len(p.Questions) {
		return showQuestion(v, p, n)
	}
	begun, next := 0, 1
	for i, q := range p.Questions {
		if q.Seen {
			begun++
		} else if next == 1 && i > 0 && begun > 0 {
			next = i + 1
		}
	}
	to := "?q=" + strconv.Itoa(next)
	if begun == len(p.Questions) {
		to = "?q=check"
	}
	crisis, err := weblink.Crisis(v, p.Urgent)
	if err != nil {
		return err
	}
	return v.Show(site.Page{Title: "Questions for you"}, phonePage, map[string]any{"P": p, "Begun": begun, "To": to, "Crisis": crisis})
}

func showQuestion(v *site.Visit, p measures.Paper, n int) error {
	f := v.Form()
	q := p.Questions[n-1]
	var choices []form.Choice
	for _, o := range q.Options {
		choices = append(choices, form.Choice{Value: strconv.Itoa(o.Value), Text: o.Text})
	}
	if f.Raw("answer") == "" && q.Given != measure.NotAnswered {
		f.Set("answer", strconv.Itoa(q.Given))
	}
	back := v.R.URL.Path
	if n > 1 {
		back += "?q=" + strconv.Itoa(n-1)
	}
	crisis, err := weblink.Crisis(v, p.Urgent)
	if err != nil {
		return err
	}
	return v.Show(site.Page{Title: fmt.Sprintf("Question %d of %d", n, len(p.Questions)), Form: f, Back: back}, questionPage, map[string]any{
		"P": p, "Q": q, "N": n, "Form": f, "Choices": choices, "Crisis": crisis, "Action": v.R.URL.Path + "?q=" + strconv.Itoa(n), "Single": q.Key[0] == 'i',
	})
}

func showCheck(v *site.Visit, p measures.Paper) error {
	crisis, err := weblink.Crisis(v, p.Urgent)
	if err != nil {
		return err
	}
	blank := 0
	for _, q := range p.Questions {
		if q.Given == measure.NotAnswered {
			blank++
		}
	}
	f := v.Form()
	return v.Show(site.Page{Title: "Check your answers", Form: f, Back: v.R.URL.Path + "?q=" + strconv.Itoa(len(p.Questions))}, checkPage, map[string]any{"P": p, "Form": f, "Blank": blank, "Crisis": crisis, "Path": v.R.URL.Path})
}

func doPhone(v *site.Visit) error {
	p, err := site.Ask(v, measures.Sheet{})
	if err != nil {
		return err
	}
	f := v.Form()
	if f.Raw("step") == "send" {
		sent, err := site.Do(v, measures.Send{})
		if err != nil {
			if v.Again(err) {
				return showCheck(v, p)
			}
			return err
		}
		crisis, err := weblink.Crisis(v, p.Urgent)
		if err != nil {
			return err
		}
		return v.Show(site.Page{Title: "Thank you"}, thanksPage, map[string]any{"P": p, "S": sent, "Crisis": crisis})
	}
	n, err := strconv.Atoi(f.Raw("q"))
	if err != nil || n < 1 || n > len(p.Questions) {
		return v.To(v.R.URL.Path)
	}
	value := f.Text("answer")
	if f.Raw("leave") != "" {
		value = ""
	} else if value == "" {
		f.Fail("answer", "Choose one of the answers, or leave the question out")
		return showQuestion(v, p, n)
	}
	if _, err := site.Do(v, measures.Tick{Key: p.Questions[n-1].Key, Value: value}); err != nil {
		if v.Again(err) {
			return showQuestion(v, p, n)
		}
		return err
	}
	if n == len(p.Questions) {
		return v.To(v.R.URL.Path + "?q=check")
	}
	return v.To(v.R.URL.Path + "?q=" + strconv.Itoa(n+1))
}
