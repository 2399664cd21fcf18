package measure

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"footbridge/internal/fault"
)

func fixture(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func mustImport(t *testing.T, text string, block *Scoring) *Imported {
	t.Helper()
	imp, err := Import([]byte(text), block)
	if err != nil {
		t.Fatal(err)
	}
	return imp
}

// The HL7 SDC example records 13 for answers that add up to
// 0+0+0+1+2+1+3+2+1 = 10, and its last item is answered above nothing.
func TestSDCExample(t *testing.T) {
	imp := mustImport(t, fixture(t, "sdc-phq9.json"), nil)
	f, err := imp.Fill([]byte(fixture(t, "sdc-phq9-response.json")))
	if err != nil {
		t.Fatal(err)
	}
	if f.Total == nil || *f.Total != 10 || !f.Differs || *f.Recorded != "13" || f.Band != "moderate" || f.Case != CaseAt ||
		f.Safety != SafetyPositive || f.SafetyItem != 9 || imp.Known != PHQ9 || !f.Complete || !strings.Contains(imp.Rule, "recognised in the expression of item H1/TS") {
		t.Errorf("%+v total %v\n%q", f, f.Total, imp.Refused)
	}
	if !strings.Contains(strings.Join(imp.Notes, " "), "items inside groups are added up too") {
		t.Errorf("%q", imp.Notes)
	}
	// A missing answer is missing, and no total is filled in.
	before, after, _ := strings.Cut(fixture(t, "sdc-phq9-response.json"), `"linkId": "H1/T1/Q3",`)
	less := before + `"linkId": "H1/T1/Q3",` + strings.Replace(after, `"answer"`, `"ignored"`, 1)
	f, err = imp.Fill([]byte(less))
	if err != nil || f.Total != nil || f.Answered != 8 || f.Complete || f.Why != "incomplete, 8 of 9" || f.Safety != SafetyPositive {
		t.Errorf("%+v, %v", f, err)
	}
}

// q builds a questionnaire of three items with the options a to c.
type q map[string]any

func weighted(weights ...any) (options []q) {
	for i, w := range weights {
		o := q{"valueCoding": q{"code": string(rune('a' + i)), "display": strings.ToUpper(string(rune('a' + i)))}}
		if w != nil {
			o["extension"] = []q{{"url": weightURLs[i%2], "valueDecimal": w}}
		}
		options = append(options, o)
	}
	return options
}

func asking(link, text string, options []q) q {
	return q{"linkId": link, "type": "choice", "text": text, "answerOption": options}
}

func calculated(expression string) q {
	return q{"linkId": "t", "type": "decimal", "text": "Total", "extension": []q{{"url": calculatedURL, "valueExpression": q{"expression": expression}}}}
}

func questionnaire(items ...q) string {
	text, err := json.Marshal(q{"resourceType": "Questionnaire", "url": "http://example.org/q", "version": "2", "title": "Example", "item": items})
	if err != nil {
		panic(err)
	}
	return string(text)
}

func response(answers map[string]any) string {
	var items []q
	for link, a := range answers {
		items = append(items, q{"linkId": link, "answer": []any{a}})
	}
	text, err := json.Marshal(q{"resourceType": "QuestionnaireResponse", "item": items})
	if err != nil {
		panic(err)
	}
	return string(text)
}

func code(c string) q { return q{"valueCoding": q{"code": c}} }

const everyItem = "%resource.item.answer.value.weight().sum()"

func TestImportRefuses(t *testing.T) {
	good := weighted(0, 1, 2)
	total := q{"linkId": "t", "type": "integer", "readOnly": true, "text": "Total score"}
	for _, tt := range []struct {
		name, text, why string // why "" may be scored
	}{
		{"recognised sum", questionnaire(asking("1", "One", good), asking("2", "Two", good), calculated(everyItem)), ""},
		{"an item for the total", questionnaire(asking("1", "One", good), total), ""},
		{"named items", questionnaire(asking("1", "One", good), asking("2", "Two", weighted(nil, nil)), calculated("%resource.item.where(linkId='1').answer.weight().sum()")), ""},
		{"weights as text", questionnaire(asking("1", "One", weighted("0", "1.0")), total), ""},
		{"no rule", questionnaire(asking("1", "One", good)), "does not say how its total comes about"},
		{"another expression", questionnaire(asking("1", "One", good), calculated("%resource.item.answer.count()")), "not recognised as a sum"},
		{"two sums", questionnaire(asking("1", "One", good), q{"linkId": "x", "type": "decimal", "text": "A", "extension": calculated(everyItem)["extension"]}, q{"linkId": "y", "type": "decimal", "text": "B", "extension": calculated(everyItem)["extension"]}), "none is marked as the total"},
		{"a weight is missing", questionnaire(asking("1", "One", weighted(0, nil, 2)), total), "The answer “B” of item 1 has no weight"},
		{"all weights of an item are missing", questionnaire(asking("1", "One", good), asking("2", "Two", weighted(nil, nil)), total), "item 2 have no weights"},
		{"a named item without weights", questionnaire(asking("1", "One", weighted(nil)), calculated("%resource.item.where(linkId='1').answer.weight().sum()")), "no weights"},
		{"a named item that is not there", questionnaire(asking("1", "One", good), calculated("%resource.item.where(linkId='1' or linkId='9').answer.weight().sum()")), "names item 9"},
		{"half a point", questionnaire(asking("1", "One", weighted(0, 0.5)), total), "weighs 0.5"},
		{"less than nothing", questionnaire(asking("1", "One", weighted(-1, 0)), total), "weighs -1"},
		{"a weight that is a word", questionnaire(asking("1", "One", weighted(0, "two")), total), "weighs two"},
	} {
		imp := mustImport(t, tt.text, nil)
		if got := strings.Join(imp.Refused, "; "); (got == "") != (tt.why == "") || !strings.Contains(got, tt.why) {
			t.Errorf("%s: %q", tt.name, got)
		}
		// What is refused still says what was answered.
		if f, err := imp.Fill([]byte(response(map[string]any{"1": code("a")}))); err != nil || f.Answered != 1 || tt.why != "" && (f.Total != nil || f.Why == "") {
			t.Errorf("%s: %+v, %v", tt.name, f, err)
		}
	}
}

func TestFill(t *testing.T) {
	imp := mustImport(t, questionnaire(asking("1", "One", weighted(0, 1, 2)), asking("2", "Two", weighted(2, 1, 0)), calculated(everyItem)), nil)
	for _, tt := range []struct {
		name    string
		answers map[string]any
		total   int
		why     string
	}{
		{"both", map[string]any{"1": code("c"), "2": code("a")}, 4, "sum of weights"},
		{"one", map[string]any{"1": code("c")}, -1, "incomplete, 1 of 2"},
		{"declined is not nothing", map[string]any{"1": code("c"), "2": q{"valueCoding": q{"system": "http://terminology.hl7.org/CodeSystem/data-absent-reason", "code": "asked-declined"}}}, -1, "incomplete, 1 of 2"},
		{"by its words", map[string]any{"1": q{"valueCoding": q{"display": "B"}}, "2": code("b")}, 2, "sum of weights"},
		{"none of its answers", map[string]any{"1": code("z"), "2": code("b")}, -1, "none of its answers"},
		{"the same total", map[string]any{"1": code("b"), "2": code("b"), "t": q{"valueDecimal": 2}}, 2, "sum of weights"},
		{"a weight of its own", map[string]any{"1": q{"valueCoding": q{"code": "b", "extension": []q{{"url": weightURLs[0], "valueDecimal": 2}}}}, "2": code("b")}, -1, "weighs 2 in the response and 1"},
	} {
		f, err := imp.Fill([]byte(response(tt.answers)))
		total := -1
		if f.Total != nil {
			total = *f.Total
		}
		if err != nil || total != tt.total || !strings.Contains(f.Why, tt.why) || f.Differs {
			t.Errorf("%s: %+v (%d), %v", tt.name, f, total, err)
		}
	}
	for name, text := range map[string]string{
		"an item that is not asked": response(map[string]any{"9": code("a")}),
		"twice":                     `{"resourceType":"QuestionnaireResponse","item":[{"linkId":"1","answer":[{"valueCoding":{"code":"a"}},{"valueCoding":{"code":"b"}}]}]}`,
		"a questionnaire":           questionnaire(),
		"no JSON":                   "{\n\"a\" 1}",
		"a list":                    "[]",
	} {
		if f, err := imp.Fill([]byte(text)); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %+v, %v", name, f, err)
		}
	}
	if f, err := imp.Fill([]byte(`{"resourceType":"QuestionnaireResponse","status":"entered-in-error","item":[{"linkId":"1","answer":[{"valueCoding":{"code":"a"}}]},{"linkId":"2","answer":[{"valueCoding":{"code":"a"}}]}]}`)); err != nil || f.Total != nil {
		t.Errorf("%+v, %v", f, err)
	}
}

func TestWrongQuestionnaires(t *testing.T) {
	for name, text := range map[string]string{
		"line 2":            "{\n\"a\" 1}",
		"no JSON object":    "[1]",
		"no FHIR":           `{"resourceType":"Patient"}`,
		"no linkId":         questionnaire(q{"type": "choice", "text": "x"}),
		"have the linkId":   questionnaire(asking("1", "One", nil), asking("1", "Two", nil)),
		"can be answered":   questionnaire(),
		"unexpected EOF":    `{"resourceType":`,
		"no FHIR Questionn": `{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"ValueSet"}}]}`,
	} {
		if imp, err := Import([]byte(text), nil); !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %+v, %v", name, imp, err)
		}
	}
}

// A safety item prompts whatever may be scored.
func TestImportedSafety(t *testing.T) {
	thoughts := "The thought of harming myself has occurred to me"
	for name, imp := range map[string]*Imported{
		"scored":     mustImport(t, questionnaire(asking("1", "One", weighted(0, 1)), asking("2", thoughts, weighted(0, 1)), calculated(everyItem)), nil),
		"no rule":    mustImport(t, questionnaire(asking("1", "One", weighted(0, 1)), asking("2", thoughts, weighted(0, 1))), nil),
		"no weights": mustImport(t, questionnaire(asking("1", "One", weighted(0, 1)), asking("2", thoughts, weighted(nil, nil))), nil),
	} {
		f, err := imp.Fill([]byte(response(map[string]any{"1": code("a"), "2": code("b")})))
		if err != nil || f.Safety != SafetyPositive || f.SafetyItem != 2 {
			t.Errorf("%s: %+v, %v", name, f, err)
		}
		if f, _ := imp.Fill([]byte(response(map[string]any{"1": code("a")}))); f.Safety != SafetyNotAnswered {
			t.Errorf("%s, not answered: %+v", name, f)
		}
	}
}

func TestScoringBlock(t *testing.T) {
	text := questionnaire(asking("1", "One", weighted(nil, nil, nil)), asking("2", "Two", weighted(0, 1, 2)), q{"linkId": "3", "type": "integer", "text": "Three"}, q{"linkId": "4", "type": "boolean", "text": "Four"})
	block := `{"confirmed_by":"Dr A. Example, clinical lead","confirmed_on":"2026-11-02","name":"EX","questionnaire":"http://example.org/q","version":"2",
		"items":[{"link_id":"1","weights":{"a":0,"b":1,"c":2}},{"link_id":"2","reversed":true},{"link_id":"3","min":0,"max":8},{"link_id":"4","weights":{"true":1,"false":0}}],
		"bands":[{"from":0,"name":"few"},{"from":5,"name":"many"}],"case":{"at":5,"source":"Example 2020"},
		"subscales":[{"title":"Ends","items":["1","4"]}],"safety_items":["4"],"change":[{"by":3,"source":"Example 2021"}],"source":"Example 2019"}`
	b, err := ParseScoring([]byte(block))
	if err != nil {
		t.Fatal(err)
	}
	imp := mustImport(t, text, b)
	// 2 + (2 - 0) + 7 + 1 = 12; the ends are 2 + 1.
	f, err := imp.Fill([]byte(response(map[string]any{"1": code("c"), "2": code("a"), "3": q{"valueInteger": 7}, "4": q{"valueBoolean": true}})))
	if err != nil || f.Total == nil || *f.Total != 12 || f.Band != "many" || f.Case != CaseAt || *f.Subscales[0].Score != 3 || f.Safety != SafetyPositive ||
		!strings.Contains(f.Why, "Dr A. Example, clinical lead confirmed on 2 November 2026") || imp.Instrument.Max != 13 {
		t.Errorf("%+v, %v, %q", f, err, imp.Refused)
	}
	before, _ := imp.Weigh([]int{0, 2, 1, 0}) // 0 + 0 + 1 + 0
	if c, err := Compare(imp.Instrument, before.Result, f.Result); err != nil || c.By != 11 || c.Verdict != Deteriorated || c.Threshold.Source != "Example 2021" {
		t.Errorf("%+v, %v", c, err)
	}
	if f, err := imp.Fill([]byte(response(map[string]any{"3": q{"valueInteger": 9}}))); err != nil || f.Total != nil || len(f.Refused) != 1 {
		t.Errorf("out of range: %+v, %v", f, err)
	}
	// Nobody confirmed it.
	for _, who := range []string{`"confirmed_by":"",`, `"confirmed_by":"  ",`, ""} {
		b, err := ParseScoring([]byte(strings.Replace(block, `"confirmed_by":"Dr A. Example, clinical lead",`, who, 1)))
		if err != nil {
			t.Fatal(err)
		}
		if imp := mustImport(t, text, b); len(imp.Refused) != 1 || !strings.Contains(imp.Refused[0], "No clinical lead") {
			t.Errorf("%q", imp.Refused)
		}
	}
	for want, change := range map[string][2]string{
		"is for http":          {"example.org/q", "example.org/other"},
		"is for version 3":     {`"version":"2"`, `"version":"3"`},
		"names item 9":         {`{"link_id":"3"`, `{"link_id":"9"`},
		"unknown field":        {`"source":"Example 2019"`, `"sauce":"x"`},
		"label for a person":   {`"many"`, `"high risk"`},
		"a threshold":          {`"Example 2021"`, `""`},
		"of its own":           {`"link_id":"2"`, `"link_id":"1"`},
		"whole numbers from 0": {`"max":8`, `"max":-8`},
		"safety item 7":        {`["4"],"change"`, `["7"],"change"`},
		"in order":             {`"from":5`, `"from":0`},
	} {
		b, err := ParseScoring([]byte(strings.Replace(block, change[0], change[1], 1)))
		if err == nil {
			_, err = Import([]byte(text), b)
		}
		if !fault.Is(err, fault.Invalid) || !strings.Contains(strings.ToLower(err.Error()), strings.ToLower(want)) {
			t.Errorf("%s: %v", want, err)
		}
	}
	// The weight of item 1's answer c is left out.
	b, _ = ParseScoring([]byte(strings.Replace(block, `,"c":2`, "", 1)))
	if imp := mustImport(t, text, b); imp.MayScore() {
		t.Error("scored without a weight")
	}
}

// Items with the published words and other weights are refused, not guessed.
func TestOtherWeightsThanPublished(t *testing.T) {
	build := func(reversed bool) string {
		var items []q
		for _, item := range CORE10.Items {
			var options []q
			for _, o := range CORE10.Options {
				w := o.Value
				if reversed && item.Reversed {
					w = 4 - w
				}
				options = append(options, q{"valueCoding": q{"code": o.Text, "display": o.Text}, "extension": []q{{"url": weightURLs[0], "valueDecimal": w}}})
			}
			items = append(items, asking(item.Text, item.Text, options))
		}
		return questionnaire(append(items, calculated(everyItem))...)
	}
	if imp := mustImport(t, build(false), nil); imp.MayScore() || !strings.Contains(imp.Refused[0], "items are those of CORE-10") {
		t.Errorf("%q", imp.Refused)
	}
	imp := mustImport(t, build(true), nil)
	if !imp.MayScore() || imp.Known != CORE10 {
		t.Fatalf("%q", imp.Refused)
	}
	// All “Not at all”: 0, but 4 for each of the two that are turned round.
	f, err := imp.Weigh([]int{0, 4, 4, 0, 0, 0, 0, 0, 0, 0})
	if err != nil || *f.Total != 8 || f.Band != "low" || f.Safety != SafetyZero || len(imp.SafetyItems) != 1 {
		t.Errorf("%+v, %v", f, err)
	}
}

// The files of other makers, where they are at hand: never a crash.
func TestForeignFiles(t *testing.T) {
	for name, scored := range map[string]bool{"phq-9.json": true, "gad-7.json": true, "lforms-phq9.json": true, "lforms-argonaut-phq9-ish.json": false} {
		text, err := os.ReadFile(filepath.Join("..", "..", "..", "shared", "data", "fhir", "questionnaires", name))
		if err != nil {
			t.Skip("the reference files are not beside this checkout")
		}
		imp, err := Import(text, nil)
		if err != nil || imp.Known == nil || imp.MayScore() != scored {
			t.Errorf("%s: %v, %+v", name, err, imp)
		}
	}
}

func FuzzImport(f *testing.F) {
	for _, name := range []string{"sdc-phq9.json", "sdc-phq9-response.json"} {
		text, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text, text)
	}
	f.Add([]byte(questionnaire(asking("1", "One", weighted(0, 1)), calculated(everyItem))), []byte(response(map[string]any{"1": code("a")})))
	f.Fuzz(func(t *testing.T, q, r []byte) {
		imp, err := Import(q, nil)
		if err != nil {
			return
		}
		if filled, err := imp.Fill(r); err == nil && filled.Total != nil && (*filled.Total < 0 || !imp.MayScore() || filled.Why == "") {
			t.Fatalf("%+v", filled)
		}
	})
}
