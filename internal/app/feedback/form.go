// Package feedback is the room of experience: how it was for people, in a few
// questions on a phone or on paper. An answer is kept without the person: with
// the network, the practice, the service and the month of contact, and with
// nothing that leads back to who was asked. What somebody writes is read by a
// named person before anybody else sees it. Whoever would like to be rung says
// so, and that is kept apart from the answer.
package feedback

import (
	"crypto/rand"
	"slices"
	"strings"

	"footbridge/internal/app/internal/gate"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// Overall and its follow-up are the Friends and Family Test as NHS England
// publishes it for every NHS service. The words must not be changed; the other
// questions are this program's own.
const (
	Overall       = "Overall, how was your experience of our service?"
	Why           = "Please can you tell us why you gave your answer?"
	OverallSource = "The first question and its follow-up are the Friends and Family Test of NHS England (guidance of 2019, in use from 1 April 2020); the answers are its six. The result is, as NHS England counts it, very good and good together out of all who answered the question, “don’t know” among them. The other questions are our own."

	Listened = "Did you feel listened to?"
	NextStep = "Did you know what would happen next?"
	Well     = "What went well?"
	Better   = "What could be better?"
)

// Option is one answer that can be ticked.
type Option struct{ Key, Text string }

// Ratings are the answers to Overall, in the published order.
var Ratings = []Option{{"very-good", "Very good"}, {"good", "Good"}, {"neither", "Neither good nor poor"}, {"poor", "Poor"}, {"very-poor", "Very poor"}, {"unknown", "Don’t know"}}

// Degrees are the answers to Listened and NextStep.
var Degrees = []Option{{"yes", "Yes"}, {"partly", "Partly"}, {"no", "No"}}

// Services are the services that can be named on a form. "" is not known.
var Services = []Option{{"adult", "Adults and older adults"}, {"cyp", "Children and young people"}, {"", "Not known"}}

// ServiceName gives a service in words.
func ServiceName(key string) string {
	for _, o := range Services {
		if o.Key == key {
			return o.Text
		}
	}
	return key
}

// Answers are one person's answers; each may be left out.
type Answers struct {
	Overall  string // of Ratings
	Listened string // of Degrees
	NextStep string // of Degrees
	Why      string // in their own words, like the other two
	Well     string
	Better   string
}

// MaxText is how much one box holds, in characters.
const MaxText = 2000

// checked trims and checks what was answered. Faults name the questions.
func (a Answers) checked(c *fault.Check) Answers {
	in := func(list []Option, key string) bool {
		return key == "" || slices.ContainsFunc(list, func(o Option) bool { return o.Key == key })
	}
	c.Require(in(Ratings, a.Overall), "overall", "Choose one of the answers, or leave the question out")
	c.Require(in(Degrees, a.Listened), "listened", "Choose one of the answers, or leave the question out")
	c.Require(in(Degrees, a.NextStep), "next", "Choose one of the answers, or leave the question out")
	for _, x := range []struct {
		field string
		text  *string
	}{{"why", &a.Why}, {"well", &a.Well}, {"better", &a.Better}} {
		*x.text = strings.TrimSpace(*x.text)
		c.Require(len([]rune(*x.text)) <= MaxText, x.field, "Please use at most 2,000 characters here")
	}
	c.Require(a != Answers{}, "overall", "Answer at least one question")
	return a
}

// about is what is kept with an answer beside the answer.
type about struct {
	PCN, Practice, Service string
	Month                  calendar.Month
	How                    string // "link" or "paper"
}

// keep keeps an answer. Its id is drawn at random: the usual ones sort by the
// time at which they were made, and would lead to whoever was there then.
func keep(tx *gate.Tx, x about, a Answers) error {
	id := strings.ToLower(rand.Text())
	if _, err := tx.Exec("INSERT INTO feedback_answer (id, pcn, practice, service, month, how, overall, listened, next_step) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9)",
		id, x.PCN, x.Practice, x.Service, x.Month, x.How, a.Overall, a.Listened, a.NextStep); err != nil {
		return err
	}
	for _, t := range []struct{ part, body string }{{"why", a.Why}, {"well", a.Well}, {"better", a.Better}} {
		if t.body == "" {
			continue
		}
		if _, err := tx.Exec("INSERT INTO feedback_text (id, answer, pcn, part, body, state, hidden_why, read_name, read_at, raised_told, raised_done, raised_name, raised_at, version) VALUES ($1,$2,$3,$4,$5,'waiting','','',NULL,'','','',NULL,1)",
			strings.ToLower(rand.Text()), id, x.PCN, t.part, t.body); err != nil {
			return err
		}
	}
	return nil
}
