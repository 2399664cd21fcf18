package liaison

import (
	"encoding/json"

	"footbridge/internal/app/internal/gate"
)

// BulkAdvice writes the questions to the advice desk of a simulated year, and
// the answers to them.
func BulkAdvice(tx *gate.Tx, list []Advice, answers []Answer) error {
	m := tx.Many("advice ("+adviceColumns+")", "(@,@,@,@,@,'',@,@,@,@,@,@,@,'',@,'',@,@,@,@,@,@,@,'','','',@,@,@,@,'',@,@,@,@,@)")
	e := tx.Many("liaison_event ("+eventColumns+")", "(@,'advice',@,@,'',@,@,@)")
	for i := range list {
		a := &list[i]
		if err := m.Add(a.ID, a.PCN, a.Practice, a.Person, a.Consent, a.Question, a.Soon, a.NeededBy, a.TargetDays, a.DueOn, a.AskedBy, a.AskedName, a.AskedAt, a.State, a.TakenBy, a.TakenAt,
			a.AnsweredAt, a.AnsweredName, a.ToCopy, a.Live, a.EndedAt, a.EndedName, a.EndedWhy, a.Told, a.PracticeWroteAt, a.DeskWroteAt, a.PracticeReadAt, a.DeskReadAt, a.Version); err != nil {
			return err
		}
		if err := e.Add(a.ID+"-1", a.ID, "asked", a.AskedBy, a.AskedName, a.AskedAt); err != nil {
			return err
		}
	}
	if err := m.Done(); err != nil {
		return err
	}
	m = tx.Many("advice_answer ("+answerColumns+")", "(@,@,1,@,@,@,@,@,@,@,@,@)")
	for i := range answers {
		a := &answers[i]
		if err := m.Add(a.ID, a.Advice, a.Question, a.Words, a.WhoDoes, a.AskAgain, a.Minutes, a.ByID, a.ByName, a.ByRole, a.At); err != nil {
			return err
		}
		if err := e.Add(a.Advice+"-2", a.Advice, "answered", a.ByID, a.ByName, a.At); err != nil {
			return err
		}
	}
	if err := m.Done(); err != nil {
		return err
	}
	return e.Done()
}

// BulkAsks writes what members of the team were asked to do in a simulated
// year.
func BulkAsks(tx *gate.Tx, list []Request) error {
	m := tx.Many("ask ("+askColumns+")", "(@,@,@,@,@,@,'','',@,@,@,@,@,@,@,'',NULL,'',@,@,'',@,@,@)")
	e := tx.Many("liaison_event ("+eventColumns+")", "(@,'ask',@,'asked','',@,@,@)")
	for i := range list {
		r := &list[i]
		if err := m.Add(r.ID, r.PCN, r.Practice, r.Person, r.Question, r.OwnerRole, r.OwnerName, r.DueOn, r.AskedBy, r.AskedName, r.AskedRole, r.AskedAt, r.State, r.Answer, r.Told, r.EndedName, r.EndedAt, r.Version); err != nil {
			return err
		}
		if err := e.Add(r.ID+"-1", r.ID, r.AskedBy, r.AskedName, r.AskedAt); err != nil {
			return err
		}
	}
	if err := m.Done(); err != nil {
		return err
	}
	return e.Done()
}

// BulkTaught writes the teaching sessions of a simulated year.
func BulkTaught(tx *gate.Tx, list []Session) error {
	m := tx.Many("teaching ("+teachingColumns+")", "(@,@,@,@,@,@,@,@,@,@,@,@,'',@,@,@,'',NULL,NULL,'','',1)")
	for i := range list {
		s := &list[i]
		audience, err := json.Marshal(s.Audience)
		if err != nil {
			return err
		}
		practices, err := json.Marshal(s.Practices)
		if err != nil {
			return err
		}
		if err := m.Add(s.ID, s.PCN, s.OnDay, s.Topic, s.Place, string(audience), s.People, string(practices), s.Minutes, s.Feedback, s.AgainYes, s.AgainNo, s.ByID, s.ByName, s.At); err != nil {
			return err
		}
	}
	return m.Done()
}
