package care

import (
	"slices"
	"strings"
	"testing"

	"footbridge/internal/app/measures"
	"footbridge/internal/calendar"
	"footbridge/internal/engines"
	"footbridge/internal/fault"
	"footbridge/internal/measure"
)

func TestSafetyItemIsNeverSilent(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		today := calendar.Today(h.clock)
		kasia := h.add(t, "Katarzyna", "Kowalska", "1992-03-12", "P10001")
		h.book(t, reception, kasia, h.mo, "first", today)
		for code, answers := range map[string][]int{
			"phq-9":   {0, 0, 0, 0, 0, 0, 0, 0, 1},
			"core-10": {0, 0, 0, 0, 0, 1, 0, 0, 0, 0},
		} {
			c := measures.Take{Person: kasia, Instrument: code, On: today, Answers: answers}
			err := fails(t, h, mo, c)
			if f := fault.FieldsOf(err); len(f) != 2 || f[0].Name != "told" || f[1].Name != "done" {
				t.Errorf("%s was saved silently: %v", code, err)
			}
			c.Told, c.Done = " ", "Looked at it with her."
			if f := fault.FieldsOf(fails(t, h, mo, c)); len(f) != 1 || f[0].Name != "told" {
				t.Errorf("%s: nobody was told: %v", code, f)
			}
			if n := h.rows(t, "measure_taken WHERE code = '"+code+"'"); n != 0 {
				t.Fatalf("%s: %d rows", code, n)
			}
			c.Told = "The duty clinician, Dr Patel"
			do(t, h, mo, c)
		}
		// The rest of the form may be blank: the item speaks whatever the total.
		do(t, h, mo, measures.Take{Person: kasia, Instrument: "phq-9", On: today, Answers: []int{-1, -1, -1, -1, -1, -1, -1, -1, 3}, Told: "Her and her mother", Done: "Made a safety plan"})
		do(t, h, mo, measures.Take{Person: kasia, Instrument: "phq-9", On: today, Answers: []int{1, 1, 1, 1, 1, 1, 1, 1, 0}})
		do(t, h, mo, measures.Take{Person: kasia, Instrument: "phq-9", On: today, Answers: []int{1, 1, 1, 1, 1, 1, 1, 1, -1}})
		do(t, h, mo, measures.Take{Person: kasia, Instrument: "phq-9", On: today, ScoreOnly: true, Total: 12})
		do(t, h, mo, measures.Take{Person: kasia, Instrument: "gad-7", On: today, Answers: []int{1, 1, 1, 1, 1, 1, 1}})
		story := ask(t, h, mo, measures.Kept{Person: kasia})
		acknowledged := 0
		var said []string
		for _, s := range story.Scores {
			if s.AckName == "Mo Healey" && !s.AckAt.IsZero() && s.AckTold != "" && s.AckDone != "" {
				acknowledged++
			}
			said = append(said, s.SafetyWords())
			for _, never := range []string{"safe", "low", "no risk", "negative"} {
				if strings.Contains(strings.ToLower(s.SafetyWords()), never) {
					t.Errorf("%q says %q", s.SafetyWords(), never)
				}
			}
		}
		if acknowledged != 3 {
			t.Errorf("%d acknowledgements of 3", acknowledged)
		}
		for _, want := range []string{"Item 9 was answered “Several days”", "Item 9 was answered “Nearly every day”", "Item 6 was answered “Only occasionally”", "Item 9 was answered with 0, which does not say that there is nothing to ask about", "Item 9 is not known: ask", ""} {
			if !slices.Contains(said, want) {
				t.Errorf("nowhere says %q: %q", want, said)
			}
		}
		// Whoever comes next sees it on the day's list.
		day := ask(t, h, mo, Today{PCN: "A01"})
		if len(day.Coming) != 1 || len(day.Coming[0].Safety) != 3 {
			t.Errorf("the day shows %d", len(day.Coming[0].Safety))
		}
	})
}

func TestMeasureRefuses(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		today := calendar.Today(h.clock)
		kasia := h.add(t, "Katarzyna", "Kowalska", "1992-03-12", "P10001")
		h.book(t, reception, kasia, h.mo, "first", today)
		all := func(n, v int) []int { return slices.Repeat([]int{v}, n) }
		for name, x := range map[string]struct {
			c     measures.Take
			field string
		}{
			"another number of answers": {measures.Take{Instrument: "phq-9", On: today, Answers: all(8, 0)}, "answers"},
			"an answer that isn't one":  {measures.Take{Instrument: "gad-7", On: today, Answers: []int{4, 0, 0, 0, 0, 0, 0}}, "item-1"},
			"nothing answered":          {measures.Take{Instrument: "gad-7", On: today, Answers: all(7, -1)}, "item-1"},
			"a total out of range":      {measures.Take{Instrument: "gad-7", On: today, ScoreOnly: true, Total: 22}, "total"},
			"tomorrow":                  {measures.Take{Instrument: "gad-7", On: today.AddDays(1), Answers: all(7, 0)}, "on"},
			"no day":                    {measures.Take{Instrument: "gad-7", Answers: all(7, 0)}, "on"},
			"an extra that isn't one":   {measures.Take{Instrument: "phq-9", On: today, Answers: all(9, 0), Extras: []int{9}}, "extra-10"},
		} {
			x.c.Person = kasia
			if f := fault.FieldsOf(fails(t, h, mo, x.c)); len(f) != 1 || f[0].Name != x.field {
				t.Errorf("%s: %v", name, f)
			}
		}
		if err := fails(t, h, mo, measures.Take{Person: kasia, Instrument: "honos", On: today}); !fault.Is(err, fault.NotFound) {
			t.Errorf("a questionnaire that isn't offered: %v", err)
		}
		if h.rows(t, "measure_taken") != 0 {
			t.Error("a refused score was kept")
		}
	})
}

func TestChangeOnlyBetweenTruePairs(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		kasia := h.add(t, "Katarzyna", "Kowalska", "1992-03-12", "P10001")
		h.book(t, reception, kasia, h.mo, "first", calendar.Today(h.clock))
		take := func(on, code string, answers ...int) string {
			return do(t, h, mo, measures.Take{Person: kasia, Instrument: code, On: calendar.MustDate(on), Answers: answers, Told: "x", Done: "x"})
		}
		h.at("2026-12-20T09:00:00Z")
		take("2026-11-03", "gad-7", 3, 3, 3, 3, 3, 3, 0)  // 18
		take("2026-11-10", "gad-7", 2, 2, 2, 2, 2, 2, -1) // none
		take("2026-11-17", "gad-7", 2, 2, 2, 2, 2, 2, 3)  // 15
		take("2026-11-24", "phq-9", 1, 1, 1, 1, 1, 1, 1, 1, 1)
		take("2026-12-01", "gad-7", 1, 1, 1, 1, 1, 1, 1) // 7
		list := ask(t, h, mo, measures.Kept{Person: kasia}).Scores
		if len(list) != 5 {
			t.Fatalf("%d scores", len(list))
		}
		if s := list[0]; s.SincePrior == nil || s.SincePrior.By != -8 || s.SincePrior.Verdict != measure.Improved || s.PriorOn.String() != "2026-11-17" || s.SinceFirst.By != -11 || s.FirstOn.String() != "2026-11-03" {
			t.Errorf("the last GAD-7: %+v %+v", s.SincePrior, s.SinceFirst)
		}
		if s := list[1]; s.SincePrior != nil || s.NotCompared != "" {
			t.Errorf("the only PHQ-9 is compared: %+v %q", s.SincePrior, s.NotCompared)
		}
		if s := list[2]; s.SincePrior == nil || s.SincePrior.By != -3 || s.SincePrior.Verdict != measure.NoReliableChange || s.SinceFirst != nil {
			t.Errorf("beside an incomplete one: %+v", s.SincePrior)
		}
		if s := list[3]; s.Total != nil || s.SincePrior != nil || !strings.Contains(s.NotCompared, "incomplete, 6 of 7") || s.Answers[6] != measure.NotAnswered {
			t.Errorf("incomplete: %+v", s)
		}
		// What was withdrawn is no partner.
		do(t, h, mo, Withdraw{Kind: KindMeasure, ID: list[2].ID, Why: "Somebody else's form"})
		if s := ask(t, h, mo, measures.Kept{Person: kasia}).Scores[0]; s.SincePrior == nil || s.SincePrior.By != -11 || s.SinceFirst != nil {
			t.Errorf("beside a withdrawn one: %+v", s.SincePrior)
		}
	})
}
