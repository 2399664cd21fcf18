package feedback_test

import (
	"context"
	"database/sql"
	"log/slog"
	"strings"
	"testing"

	"footbridge/internal/access"
	"footbridge/internal/app"
	"footbridge/internal/app/care"
	"footbridge/internal/app/feedback"
	"footbridge/internal/app/link"
	"footbridge/internal/calendar"
	"footbridge/internal/demo"
	"footbridge/internal/engines"
	"footbridge/internal/fault"
	"footbridge/internal/nhs"
)

// house is the demo's network without a history. It is Wednesday 4 November
// 2026, 10:00; Leah rang the first of its people in October.
type house struct {
	t     *testing.T
	app   *app.App
	clock *calendar.Manual
	raw   *sql.DB
	cast  *demo.Cast
	kasia string
}

func open(t *testing.T, dsn string) *house {
	t.Helper()
	ctx := context.Background()
	h := &house{t: t, clock: calendar.NewManual(calendar.MustInstant("2026-10-29T10:00:00Z"))}
	var err error
	if h.app, err = app.Open(ctx, app.Config{Database: dsn, Clock: h.clock, Log: slog.New(slog.DiscardHandler)}); err != nil {
		t.Fatal(err)
	}
	driver := "sqlite"
	if strings.HasPrefix(dsn, "postgres") {
		driver = "pgx"
	}
	if h.raw, err = sql.Open(driver, dsn); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { h.raw.Close(); h.app.Close() })
	if h.cast, err = demo.Stage(ctx, h.app, 3); err != nil {
		t.Fatal(err)
	}
	h.kasia = h.cast.People[0]
	do(h, "leah", care.SignContact{Person: h.kasia, Mechanism: nhs.Telephone, StartedAt: h.app.Now(), Minutes: 10, Note: "Rang", Words: "Can’t sleep"})
	h.clock.Set(calendar.MustInstant("2026-11-04T10:00:00Z"))
	return h
}

func (h *house) as(key string) access.Actor {
	h.t.Helper()
	a, ok := h.cast.Actors[key]
	if !ok {
		h.t.Fatalf("nobody is called %q", key)
	}
	return a
}

func (h *house) text(q string) (s string) {
	h.t.Helper()
	if err := h.raw.QueryRow(q).Scan(&s); err != nil {
		h.t.Fatalf("%s: %v", q, err)
	}
	return s
}

// holder opens a link with the date of birth.
func (h *house) holder(m link.Made, person string) access.Actor {
	h.t.Helper()
	seen, err := app.Ask(context.Background(), h.app, access.Nobody(), link.Look{Token: m.Token, Address: "a"})
	if err != nil || !seen.Found || seen.Purpose != feedback.LinkPurpose {
		h.t.Fatalf("%+v, %v", seen, err)
	}
	born := calendar.MustDate(h.text("SELECT CAST(born_on AS TEXT) FROM person WHERE id = '" + person + "'")[:10])
	c := doAs(h, access.HolderOf(seen.Link, ""), link.Confirm{Born: born})
	return access.HolderOf(seen.Link, link.Pass(c.Pass))
}

func do[R any](h *house, who string, c app.Command[R]) R { h.t.Helper(); return doAs(h, h.as(who), c) }

func doAs[R any](h *house, who access.Actor, c app.Command[R]) R {
	h.t.Helper()
	r, err := app.Do(context.Background(), h.app, who, c)
	if err != nil {
		h.t.Fatalf("%T: %v", c, err)
	}
	return r
}

func ask[R any](h *house, who string, q app.Query[R]) R {
	h.t.Helper()
	r, err := app.Ask(context.Background(), h.app, h.as(who), q)
	if err != nil {
		h.t.Fatalf("%T: %v", q, err)
	}
	return r
}

func fails[R any](h *house, who access.Actor, c app.Command[R], kind fault.Kind, field string) {
	h.t.Helper()
	_, err := app.Do(context.Background(), h.app, who, c)
	if !fault.Is(err, kind) {
		h.t.Fatalf("%T: %v, not %v", c, err, kind)
	}
	if f := fault.FieldsOf(err); field != "" && (len(f) == 0 || f[0].Name != field) {
		h.t.Fatalf("%T: %+v, not %s", c, f, field)
	}
}

var november = calendar.MonthOf(calendar.MustDate("2026-11-01"))

// An answer over a private link is kept without the person: nothing of it, of
// its texts or of the audit lines that it leaves has both.
func TestWithoutAName(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		m := do(h, "reception", feedback.GiveLink{Person: h.kasia})
		who := h.holder(m, h.kasia)
		fails(h, who, feedback.Send{}, fault.Invalid, "overall")
		fails(h, who, feedback.Send{Answers: feedback.Answers{Overall: "splendid"}}, fault.Invalid, "overall")
		fails(h, who, feedback.Send{Answers: feedback.Answers{Well: strings.Repeat("x", feedback.MaxText+1)}}, fault.Invalid, "well")
		fails(h, who, feedback.Send{Answers: feedback.Answers{Overall: "good"}, About: "the waiting"}, fault.Invalid, "call")
		doAs(h, who, feedback.Send{Answers: feedback.Answers{Overall: "good", Listened: "yes", Why: " Kind and quick ", Better: "The chairs"}, Call: true, About: "the waiting"})
		fails(h, who, feedback.Send{Answers: feedback.Answers{Overall: "poor"}}, fault.NotFound, "") // used up

		id := h.text("SELECT id FROM feedback_answer")
		if got := h.text("SELECT pcn || practice || service || month || how || overall || listened || next_step FROM feedback_answer"); got != demo.PCN+"L81016adult2026-10linkgoodyes" {
			t.Errorf("kept: %s", got)
		}
		for _, q := range []string{
			"SELECT count(*) FROM audit WHERE subject = '" + id + "' OR detail LIKE '%" + id + "%'",
			"SELECT count(*) FROM audit WHERE subject IN (SELECT id FROM feedback_text)",
			"SELECT count(*) FROM idempotency WHERE answer LIKE '%" + id + "%'",
			"SELECT count(*) FROM feedback_asked WHERE id = '" + id + "' OR link = '" + id + "'",
			"SELECT count(*) FROM feedback_answer WHERE id IN (SELECT subject FROM private_link)",
			"SELECT count(*) FROM private_link_draft",
		} {
			if got := h.text(q); got != "0" {
				t.Errorf("%s: %s", q, got)
			}
		}
		// The call has the name, and nothing of the answer.
		calls := ask(h, "reception", feedback.Calls{PCN: demo.PCN})
		if len(calls) != 1 || calls[0].Person != h.kasia || calls[0].About != "the waiting" {
			t.Errorf("calls: %+v", calls)
		}
		if got := ask(h, "reception2", feedback.Calls{PCN: demo.PCN}); len(got) != 0 {
			t.Errorf("another practice sees the call: %+v", got)
		}
		fails(h, h.as("reception2"), feedback.Rang{ID: calls[0].ID, Version: 1, Outcome: "x"}, fault.NotFound, "")
		fails(h, h.as("reception"), feedback.Rang{ID: calls[0].ID, Version: 1}, fault.Invalid, "outcome")
		do(h, "reception", feedback.Rang{ID: calls[0].ID, Version: 1, Outcome: "Talked it through"})
		fails(h, h.as("leah"), feedback.Rang{ID: calls[0].ID, Version: 1, Outcome: "x"}, fault.Conflict, "")
		if got := ask(h, "leah", feedback.Calls{PCN: demo.PCN, Done: true}); len(got) != 1 || got[0].DoneName != "Sam Okafor" {
			t.Errorf("done: %+v", got)
		}
		o := ask(h, "leah", feedback.Offer{Person: h.kasia})
		if len(o.Asked) != 1 || o.Asked[0].Works || o.Waiting || !o.MayLink {
			t.Errorf("offered: %+v", o)
		}
	})
}

// What somebody wrote is seen by the reader alone until the reader has decided;
// a hidden text stays with the readers.
func TestReadFirst(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		enter := func(a feedback.Answers) {
			do(h, "reception", feedback.Enter{PCN: demo.PCN, Practice: "L81016", Month: november, Service: "adult", Answers: a})
		}
		for range 5 {
			enter(feedback.Answers{Overall: "very-good"})
		}
		enter(feedback.Answers{Overall: "good", Well: "Leah is the best"})
		enter(feedback.Answers{Overall: "good", Better: "Nobody rang back"})
		seen := func() []feedback.Text {
			return ask(h, "leah", feedback.Counts{PCN: demo.PCN, First: november.Add(-1)}).Texts
		}
		if got := seen(); len(got) != 0 {
			t.Errorf("seen before it was read: %+v", got)
		}
		r := ask(h, "manager", feedback.ToRead{PCN: demo.PCN, State: feedback.Waiting})
		if len(r.List) != 2 || r.Counts[feedback.Waiting] != 2 {
			t.Fatalf("to read: %+v", r)
		}
		by := map[string]feedback.Text{}
		for _, x := range r.List {
			by[x.Part] = x
		}
		fails(h, h.as("leah"), feedback.Decide{ID: by["well"].ID, Version: 1, Show: "yes"}, fault.Denied, "")
		fails(h, h.as("manager"), feedback.Decide{ID: by["well"].ID, Version: 1}, fault.Invalid, "show")
		fails(h, h.as("manager"), feedback.Decide{ID: by["well"].ID, Version: 1, Show: "no"}, fault.Invalid, "why")
		do(h, "manager", feedback.Decide{ID: by["well"].ID, Version: 1, Show: "no", Why: feedback.Reasons[0]})
		do(h, "lead", feedback.Decide{ID: by["better"].ID, Version: 1, Show: "yes"})
		fails(h, h.as("manager"), feedback.Decide{ID: by["better"].ID, Version: 1, Show: "no", Why: feedback.Reasons[0]}, fault.Conflict, "")
		if got := seen(); len(got) != 1 || got[0].Body != "Nobody rang back" {
			t.Errorf("seen: %+v", got)
		}
		if hid := ask(h, "lead", feedback.ToRead{PCN: demo.PCN, State: feedback.Hidden}).List; len(hid) != 1 || hid[0].HiddenWhy != feedback.Reasons[0] || hid[0].ReadName != "Grace Adeyemi" {
			t.Errorf("hidden: %+v", hid)
		}
		// Raised, shown all the same, and taken back again.
		fails(h, h.as("manager"), feedback.Raise{ID: by["better"].ID, Version: 2}, fault.Invalid, "told")
		do(h, "manager", feedback.Raise{ID: by["better"].ID, Version: 2, Told: "The duty doctor", Done: "Rang whom they thought of"})
		if x := ask(h, "manager", feedback.OneText{ID: by["better"].ID}); x.RaisedName != "Grace Adeyemi" || x.State != feedback.Shown || x.Version != 3 {
			t.Errorf("raised: %+v", x)
		}
		do(h, "manager", feedback.Decide{ID: by["better"].ID, Version: 3, Show: "no", Why: feedback.Reasons[1]})
		if got := seen(); len(got) != 0 {
			t.Errorf("seen after it was hidden: %+v", got)
		}
	})
}

// TestCounts: a quarter with two practices. Graham Road: 6 very good, 5 good,
// 1 poor. The Milton Surgery: 7 very good, 5 good, 2 left out. In the row of
// Graham Road the 1 is hidden; so that nobody takes it from the total, another
// one of the row and, for the column, of the table is, too.
func TestCounts(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		enter := func(who, practice string, n int, a feedback.Answers) {
			for range n {
				do(h, who, feedback.Enter{PCN: demo.PCN, Practice: practice, Month: november, Service: "adult", Answers: a})
			}
		}
		first := november.Add(-1)
		enter("reception", "L81016", 4, feedback.Answers{Overall: "very-good", Listened: "yes", NextStep: "yes"})
		q := ask(h, "manager", feedback.Counts{PCN: demo.PCN, First: first})
		if !q.Few || len(q.Overall.Rows) != 0 || q.MayPercent || len(q.Texts) != 0 {
			t.Errorf("four answers: %+v", q)
		}
		enter("reception", "L81016", 2, feedback.Answers{Overall: "very-good", Listened: "yes", NextStep: "partly"})
		enter("reception", "L81016", 5, feedback.Answers{Overall: "good", Listened: "yes", NextStep: "partly"})
		enter("reception", "L81016", 1, feedback.Answers{Overall: "poor", Listened: "yes", NextStep: "no"})
		enter("reception2", "L81058", 7, feedback.Answers{Overall: "very-good", Listened: "yes", NextStep: "yes"})
		enter("reception2", "L81058", 5, feedback.Answers{Overall: "good", Listened: "yes", NextStep: "yes"})
		enter("reception2", "L81058", 2, feedback.Answers{Listened: "yes", NextStep: "yes"})
		for range 3 {
			do(h, "leah", feedback.GivePaper{Person: h.kasia}) // about October
		}
		q = ask(h, "manager", feedback.Counts{PCN: demo.PCN, First: first})
		if q.Few || q.Answered != 26 || q.Asked != 3 || q.Positive != 23 || q.Of != 24 || len(q.Overall.Rows) != 2 {
			t.Fatalf("%+v", q)
		}
		// 23 of 24 is 95.83 per cent.
		if q.Percent() != 96 {
			t.Errorf("%d%%", q.Percent())
		}
		for i, o := range q.Overall.Columns {
			graham, milton, all := q.Overall.Rows[0].Cells[i], q.Overall.Rows[1].Cells[i], q.Overall.Totals[i]
			if o.Key == "poor" && (!graham.Hidden || !all.Hidden && !milton.Hidden) || o.Key == "" && (!milton.Hidden || !all.Hidden && !graham.Hidden) {
				t.Errorf("%q can be read: %v, %v, %v", o.Key, graham, milton, all)
			}
		}
		// “Left out” is hidden, and the percentage would give it back.
		for i, o := range q.Overall.Columns {
			if o.Key == "" && q.Overall.Totals[i].Hidden && q.MayPercent {
				t.Error("the percentage is shown beside a hidden number of those who left the question out")
			}
		}
		// Everybody felt listened to: a single full answer has nothing to hide.
		// 18 knew what comes next, 7 partly, 1 not: 1 is hidden, and a second one.
		listened, next := q.Degrees.Rows[0], q.Degrees.Rows[1]
		if listened.Cells[0].Hidden || listened.Cells[0].N != 26 {
			t.Errorf("listened: %v", listened.Cells)
		}
		hidden := 0
		for _, c := range next.Cells {
			if c.Hidden {
				hidden++
			}
		}
		if !next.Cells[2].Hidden || hidden < 2 || next.Cells[0].N != 18 {
			t.Errorf("next: %v", next.Cells)
		}
		// Only whole quarters, and only one's own network.
		for _, bad := range []feedback.Counts{{PCN: demo.PCN, First: november}, {PCN: demo.PCN, First: november.Add(2)}, {PCN: demo.Other, First: first}, {PCN: demo.PCN}} {
			if _, err := app.Ask(context.Background(), h.app, h.as("manager"), bad); !fault.Is(err, fault.NotFound) {
				t.Errorf("%+v: %v", bad, err)
			}
		}
		before := ask(h, "manager", feedback.Counts{PCN: demo.PCN, First: first.Add(-3)})
		if before.Answered != 0 || !before.Few {
			t.Errorf("the quarter before: %+v", before)
		}
	})
}

// A paper form is entered only for one's own practices, and for the last year.
func TestPaper(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		c := feedback.Enter{PCN: demo.PCN, Practice: "L81016", Month: november, Service: "adult", Answers: feedback.Answers{Overall: "good"}}
		for field, change := range map[string]func(*feedback.Enter){
			"practice": func(c *feedback.Enter) { c.Practice = "L81058" },
			"month":    func(c *feedback.Enter) { c.Month = november.Add(1) },
			"service":  func(c *feedback.Enter) { c.Service = "all" },
			"overall":  func(c *feedback.Enter) { c.Answers = feedback.Answers{Why: "  "} },
		} {
			x := c
			change(&x)
			fails(h, h.as("reception"), x, fault.Invalid, field)
		}
		x := c
		x.Month = november.Add(-13)
		fails(h, h.as("reception"), x, fault.Invalid, "month")
		fails(h, h.as("other"), c, fault.NotFound, "")
		fails(h, h.as("manager"), c, fault.Denied, "")
		g := do(h, "leah", feedback.GivePaper{Person: h.kasia})
		if g.Practice != "L81016" || g.Service != "adult" || g.Month != november.Add(-1) {
			t.Errorf("given: %+v", g)
		}
		do(h, "reception", feedback.AskCall{Person: h.kasia})
		if o := ask(h, "reception", feedback.Offer{Person: h.kasia}); !o.Waiting || len(o.Asked) != 1 {
			t.Errorf("offered: %+v", o)
		}
	})
}
