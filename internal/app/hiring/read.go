package hiring

import (
	"context"
	"slices"

	"footbridge/internal/access"
	"footbridge/internal/app/account"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// Vacancies asks for the vacancies of a network: all for whoever runs the
// hiring, those that one was named for otherwise. The newest come first.
type Vacancies struct{ PCN string }

// Vacant is a vacancy of the list, with what it waits for from the actor.
type Vacant struct {
	Vacancy
	ToMark int // applications that wait for the actor's marks
}

// VacancyList is the answer.
type VacancyList struct {
	List []Vacant
	Runs bool
}

// Needs names the permission.
func (Vacancies) Needs() access.Permission { return access.JoinHiring }

// Ask lists them.
func (q Vacancies) Ask(_ context.Context, tx *gate.Tx) (VacancyList, error) {
	var out VacancyList
	if !tx.Scope.InNetwork(q.PCN) {
		return out, fault.Missing("network")
	}
	out.Runs = mayRun(tx, q.PCN)
	list, err := db.All[Vacancy](tx.Tx, "SELECT "+vacancyColumns+" FROM vacancy WHERE pcn = $1 ORDER BY made_at DESC, id DESC", q.PCN)
	if err != nil {
		return out, err
	}
	type task struct{ Vacancy, Task string }
	mine, err := db.All[task](tx.Tx, "SELECT m.vacancy, m.task FROM vacancy_member m JOIN vacancy v ON v.id = m.vacancy WHERE m.user_id = $1 AND v.pcn = $2", tx.Actor.ID, q.PCN)
	if err != nil {
		return out, err
	}
	type waits struct {
		Vacancy, State string
		N              int
	}
	open, err := db.All[waits](tx.Tx, `SELECT a.vacancy, a.state, count(*) AS n FROM application a JOIN vacancy v ON v.id = a.vacancy WHERE v.pcn = $1 AND a.state IN ('in', 'shortlisted')
		AND NOT EXISTS (SELECT 1 FROM application_score s WHERE s.application = a.id AND s.user_id = $2 AND s.task = CASE a.state WHEN 'in' THEN 'shortlist' ELSE 'panel' END) GROUP BY a.vacancy, a.state`, q.PCN, tx.Actor.ID)
	if err != nil {
		return out, err
	}
	for _, v := range list {
		x := Vacant{Vacancy: v}
		named := false
		for _, m := range mine {
			if m.Vacancy != v.ID {
				continue
			}
			named = true
			if doing, of := taskOf(v.State); doing == m.Task {
				for _, w := range open {
					if w.Vacancy == v.ID && w.State == of {
						x.ToMark = w.N
					}
				}
			}
		}
		if out.Runs || named {
			out.List = append(out.List, x)
		}
	}
	tx.Listed("vacancy", q.PCN, len(out.List))
	return out, nil
}

// Candidate is an application of the list, without a name.
type Candidate struct {
	Application
	In    int  // how many have given marks in the present task
	Given bool // the actor has
}

// VacancyFile is everything about a vacancy.
type VacancyFile struct {
	Vacancy
	Text       Text
	Duties     []Line
	Essential  []Line
	Desirable  []Line
	Versions   []TextVersion
	Events     []Event
	Members    map[string][]Member
	People     []account.Colleague // who could be named, for whoever runs it
	Candidates []Candidate
	Checks     []DoneCheck
	Equality   []Summary // once applications are closed
	Runs       bool
	Mine       []string
	Task       string // what is done with applications now
	Today      calendar.Date
}

// VacancyOf asks for a vacancy.
type VacancyOf struct{ ID string }

// Needs names the permission.
func (VacancyOf) Needs() access.Permission { return access.JoinHiring }

// Ask reads it.
func (q VacancyOf) Ask(_ context.Context, tx *gate.Tx) (VacancyFile, error) {
	var out VacancyFile
	v, mine, err := taking(tx, q.ID)
	if err != nil {
		return out, err
	}
	out = VacancyFile{Vacancy: v, Mine: mine, Runs: mayRun(tx, v.PCN), Today: tx.Today()}
	out.Task, _ = taskOf(v.State)
	if out.Text, out.Versions, err = textOf(tx, v.ID); err != nil {
		return out, err
	}
	day := v.MadeAt.Date()
	out.Duties, out.Essential, out.Desirable = Sourced(out.Text.Duties, day), Sourced(out.Text.Essential, day), Sourced(out.Text.Desirable, day)
	if out.Events, err = db.All[Event](tx.Tx, "SELECT "+eventColumns+" FROM vacancy_event WHERE vacancy = $1 ORDER BY version", v.ID); err != nil {
		return out, err
	}
	if out.Members, err = membersOf(tx, v.ID); err != nil {
		return out, err
	}
	apps, err := applications(tx, v.ID)
	if err != nil {
		return out, err
	}
	type given struct{ Application, UserID string }
	marked, err := db.All[given](tx.Tx, "SELECT DISTINCT s.application, s.user_id FROM application_score s JOIN application a ON a.id = s.application WHERE a.vacancy = $1 AND s.task = $2", v.ID, out.Task)
	if err != nil {
		return out, err
	}
	for _, a := range apps {
		c := Candidate{Application: a}
		for _, m := range marked {
			if m.Application == a.ID {
				c.In++
				c.Given = c.Given || m.UserID == tx.Actor.ID
			}
		}
		out.Candidates = append(out.Candidates, c)
	}
	if out.Runs {
		if out.People, err = working(tx, v.PCN); err != nil {
			return out, err
		}
		if out.Checks, err = checksOf(tx, v.ID); err != nil {
			return out, err
		}
		if v.State != Drafted && v.State != Advertised { // before, two looks would tell what the last one answered
			if out.Equality, err = equality(tx, v.ID); err != nil {
				return out, err
			}
		}
	}
	tx.Listed("vacancy", v.PCN+" "+v.ID, len(apps))
	return out, nil
}

// Does says whether the actor was named for a task.
func (f VacancyFile) Does(task string) bool { return slices.Contains(f.Mine, task) }

// CheckOf gives a check that was done, with nothing in it when it wasn't.
func (f VacancyFile) CheckOf(item string) DoneCheck {
	for _, c := range f.Checks {
		if c.Item == item {
			return c
		}
	}
	return DoneCheck{}
}
