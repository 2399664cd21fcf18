package care

import (
	"context"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/measures"
	"footbridge/internal/calendar"
	"footbridge/internal/engines"
	"footbridge/internal/fault"
	"footbridge/internal/nhs"
)

// TestOutsider runs every command and query of the room for a practitioner of
// another network, and for a receptionist who may not: nothing is learned,
// nothing is left.
func TestOutsider(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		today := calendar.Today(h.clock)
		kasia := h.add(t, "Katarzyna", "Kowalska", "1992-03-12", "P10001")
		b := h.book(t, reception, kasia, h.mo, "first", today)
		later := h.book(t, mo, kasia, h.mo, "follow", today.AddDays(1))
		h.at("2026-11-02T12:00:00Z")
		note := h.sign(t, mo, b, "Seen.")
		score := do(t, h, mo, measures.Take{Person: kasia, Instrument: "gad-7", On: today, ScoreOnly: true, Total: 7})
		tried := map[string]error{}
		tables := []string{"contact", "contact_text", "measure_taken", "assessment", "care_plan", "episode", "request", "draft", "audit"}
		before := map[string]int{}
		for _, table := range tables {
			before[table] = h.rows(t, table)
		}
		for _, who := range []access.Actor{outsider, reception, access.Nobody()} {
			keepErr(tried, h, who, SignContact{Booking: later.ID, Mechanism: nhs.FaceToFace, StartedAt: b.StartsAt, Minutes: 30, Note: "x"})
			keepErr(tried, h, who, SignContact{Person: kasia, Mechanism: nhs.FaceToFace, StartedAt: b.StartsAt, Minutes: 30, Note: "x", Words: "x"})
			keepErr(tried, h, who, AmendContact{ID: note, Version: 1, Mechanism: nhs.FaceToFace, StartedAt: b.StartsAt, Minutes: 30, Note: "y", Why: "y"})
			keepErr(tried, h, who, Withdraw{Kind: KindContact, ID: note, Why: "x"})
			keepErr(tried, h, who, Withdraw{Kind: KindMeasure, ID: score, Why: "x"})
			keepErr(tried, h, who, measures.Take{Person: kasia, Instrument: "gad-7", On: today, ScoreOnly: true, Total: 7})
			keepErr(tried, h, who, CompleteAssessment{Person: kasia, On: today, Note: "x"})
			keepErr(tried, h, who, AgreePlan{Person: kasia, On: today, Summary: "x"})
			keepErr(tried, h, who, MarkCopied{ID: note, System: Systems[0]})
			keepAsk(t, tried, h, who, TextOf{ID: note})
			keepAsk(t, tried, h, who, NotCopied{PCN: "A01", Practitioner: "anybody"})
			keepAsk(t, tried, h, who, ContactByID{ID: note})
			keepAsk(t, tried, h, who, Which{Kind: KindMeasure, ID: score})
			keepAsk(t, tried, h, who, Story{Person: kasia})
			keepAsk(t, tried, h, who, Desk{Booking: b.ID})
			keepAsk(t, tried, h, who, Desk{Person: kasia})
			keepAsk(t, tried, h, who, SheetOf{Person: kasia, Draft: DraftPlan})
			keepAsk(t, tried, h, who, Today{PCN: "A01"})
			if who.ID != reception.ID { // reception sees the clock of its own people
				keepAsk(t, tried, h, who, ClockOf{Person: kasia})
			}
		}
		for name, err := range tried {
			if !fault.Is(err, fault.NotFound) && !fault.Is(err, fault.Denied) {
				t.Errorf("%s: %v", name, err)
			}
		}
		for _, table := range tables {
			if n := h.rows(t, table); n != before[table] {
				t.Errorf("%d rows in %s, not %d", n, table, before[table])
			}
		}
		// Nothing of the room was forgotten above.
		var missed []string
		for _, name := range declared(t) {
			if !slices.ContainsFunc(mapKeys(tried), func(k string) bool { return strings.Contains(k, " care."+name+" ") }) {
				missed = append(missed, name)
			}
		}
		if len(missed) > 0 {
			t.Errorf("not tried as an outsider: %s", strings.Join(missed, ", "))
		}
	})
}

func mapKeys(m map[string]error) (out []string) {
	for k := range m {
		out = append(out, k)
	}
	return out
}

func keepErr[R any](into map[string]error, h *house, who access.Actor, cmd gate.Command[R]) {
	_, err := gate.Do(context.Background(), h.Gate, who, cmd)
	into[who.ID+" "+gate.Name(cmd)+" "] = err
}

func keepAsk[R any](t *testing.T, into map[string]error, h *house, who access.Actor, q gate.Query[R]) {
	t.Helper()
	_, err := gate.Ask(context.Background(), h.Gate, who, q)
	into[who.ID+" "+gate.Name(q)+" "] = err
}

// declared lists the types of the room that have the method Needs.
func declared(t *testing.T) (names []string) {
	t.Helper()
	sources, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range sources {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range f.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Name.Name == "Needs" && fn.Recv != nil {
				names = append(names, fn.Recv.List[0].Type.(*ast.Ident).Name)
			}
		}
	}
	if len(names) < 10 {
		t.Fatalf("only %q", names)
	}
	return names
}
