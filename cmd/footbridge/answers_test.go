package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"footbridge/internal/claim"
	"footbridge/internal/measure"
)

// command runs one command line.
func command(t *testing.T, args ...string) (out, errs string, code int) {
	t.Helper()
	var o, e bytes.Buffer
	code = run(context.Background(), args, &o, &e)
	return o.String(), e.String(), code
}

// answer runs a command that prints JSON.
func answer(t *testing.T, args ...string) map[string]any {
	t.Helper()
	out, errs, code := command(t, args...)
	var m map[string]any
	if err := json.Unmarshal([]byte(out), &m); code != 0 || errs != "" || err != nil {
		t.Fatalf("%v: exit %d, %s, %v\n%s", args, code, errs, err, out)
	}
	return m
}

// at walks into an answer.
func at(m any, path ...any) any {
	for _, p := range path {
		switch p := p.(type) {
		case string:
			o, _ := m.(map[string]any)
			m = o[p]
		case int:
			l, _ := m.([]any)
			if p >= len(l) {
				return nil
			}
			m = l[p]
		}
	}
	return m
}

// refused runs a command that prints nothing but what is wrong.
func refused(t *testing.T, want string, args ...string) {
	t.Helper()
	out, errs, code := command(t, args...)
	if code != 1 || out != "" || !strings.Contains(errs, want) || strings.Contains(errs, "panic") {
		t.Errorf("%v: exit %d, %q, want %q; printed %q", args, code, errs, want, out)
	}
}

func file(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// fields splits a command line as a shell would, as far as the examples need
// it.
func fields(line string) (args []string) {
	for _, m := range regexp.MustCompile(`"([^"]*)"|(\S+)`).FindAllStringSubmatch(line, -1) {
		args = append(args, m[1]+m[2])
	}
	return args
}

// TestExamples runs every example of the documents; … stands for any lines.
func TestExamples(t *testing.T) {
	t.Chdir("../..")
	page, err := os.ReadFile("docs/command-line.md")
	if err != nil {
		t.Fatal(err)
	}
	examples := regexp.MustCompile("(?s)```console\n\\$ footbridge ([^\n]*)\n(.*?)```\n").FindAllStringSubmatch(string(page), -1)
	if len(examples) < 9 {
		t.Fatalf("%d examples", len(examples))
	}
	seen := map[string]bool{}
	for _, x := range examples {
		args := fields(x[1])
		seen[args[0]] = true
		if i := slices.Index(args, "simulated.db"); i > 0 {
			args[i] = filepath.Join(t.TempDir(), args[i]) // the one that writes
		}
		out, errs, code := command(t, args...)
		parts := strings.Split(x[2], "…\n")
		for i, p := range parts {
			parts[i] = regexp.QuoteMeta(p)
		}
		if want := regexp.MustCompile("(?s)^" + strings.Join(parts, "(.*\n)?") + "$"); code != 0 || errs != "" || !want.MatchString(out) {
			t.Errorf("footbridge %s: exit %d, %s\n%s", x[1], code, errs, out)
		}
	}
	for _, name := range []string{"score", "entitlement", "eligible", "claim", "four-week", "spc", "simulate"} {
		if !seen[name] || !strings.Contains(string(page), "\n## "+name+"\n") {
			t.Errorf("%s has no example", name)
		}
	}
	block := regexp.MustCompile("(?s)is a scoring block:\n\n```json\n(.*?)```").FindStringSubmatch(string(page))
	if block == nil {
		t.Fatal("no scoring block")
	}
	if _, err := measure.ParseScoring([]byte(block[1])); err != nil {
		t.Error(err)
	}
}

// TestClaimInputPage holds the worked example of the page against the file
// and the code.
func TestClaimInputPage(t *testing.T) {
	t.Chdir("../..")
	page, err := os.ReadFile("docs/claim-input.md")
	if err != nil {
		t.Fatal(err)
	}
	example := regexp.MustCompile("(?s)```json\n(.*?)```").FindStringSubmatch(string(page))
	text, err := os.ReadFile("docs/examples/claim.json")
	if err != nil || example == nil || example[1] != string(text) {
		t.Fatalf("the example of the page is not docs/examples/claim.json: %v", err)
	}
	in, err := claim.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	c, err := claim.Work(in)
	if err != nil {
		t.Fatal(err)
	}
	rows := regexp.MustCompile(`(?m)^\| [^|]+ \| [^|]+ \| (\d+) \|$`).FindAllStringSubmatch(string(page)[strings.Index(string(page), "## An example"):], -1)
	var got []string
	for _, r := range rows {
		got = append(got, r[1])
	}
	var want []string
	for _, l := range c.Lines[:3] {
		want = append(want, fmt.Sprint(int64(l.Amount)))
	}
	for _, p := range []*claim.Pence{c.Actual, c.Cap, c.Lower, c.Scheme, c.Provider, c.AboveCap} {
		want = append(want, fmt.Sprint(int64(*p)))
	}
	if strings.Join(got, " ") != strings.Join(want, " ") {
		t.Errorf("the page says %v, the code %v", got, want)
	}
	// Every name of the page is known to the reader.
	for _, name := range regexp.MustCompile("(?m)^\\| `(\\w+)`").FindAllStringSubmatch(string(page), -1) {
		_, err := claim.Parse([]byte(`{"` + name[1] + `": []}`))
		if err != nil && strings.Contains(err.Error(), name[1]+" is not known here") {
			t.Errorf("%s is on the page and not known", name[1])
		}
	}
}

func TestScoreCommand(t *testing.T) {
	for _, tt := range []struct {
		args string
		path []any
		want any
	}{
		{"PHQ-9 2 2 2 2 1 1 2 0 0", []any{"total"}, 12.0},
		{"phq9 2,2,2,2,1,1,2,0,0", []any{"band"}, "moderate"},
		{"PHQ-9 0 0 0 0 0 0 0 0 1", []any{"safety_item", "prompt"}, true},
		{"PHQ-9 0 0 0 0 0 0 0 0 1", []any{"total"}, 1.0},
		{"PHQ-9 0 0 0 0 0 0 0 0 1", []any{"case"}, false},
		{"PHQ-9 0 0 0 0 0 0 0 0 -", []any{"safety_item", "state"}, "not answered"},
		{"PHQ-9 0 0 0 0 0 0 0 0 -", []any{"total"}, nil},
		{"PHQ-9 - 0 0 0 0 0 0 0 0", []any{"why"}, "incomplete, 8 of 9"},
		{"PHQ-9 - 0 0 0 0 0 0 0 0", []any{"answers", 0}, nil},
		{"CORE-10 0 0 0 0 0 0 0 0 0 0", []any{"total"}, 8.0},
		{"CORE-10 2 2 2 2 2 - 2 2 2 3", []any{"prorated"}, true},
		{"GAD-7 3 3 3 3 3 3 3", []any{"total"}, 21.0},
		{"GAD-7 0 0 1 1 0 1 0", []any{"safety_item"}, nil},
		{"GAD-7 2 1 1 1 1 1 1", []any{"case"}, true},
		{"PCL-5 2 0 0 0 0 2 0 2 2 0 0 0 0 0 2 2 0 0 0 0", []any{"total"}, 12.0},
		{"PCL-5 2 0 0 0 0 2 0 2 2 0 0 0 0 0 2 2 0 0 0 0", []any{"pattern_met"}, true},
		{"PCL-5 2 0 0 0 0 2 0 2 2 0 0 0 0 0 2 2 0 0 0 0", []any{"subscales", 3, "score"}, 4.0},
		{"PCL-5 2 0 0 0 0 2 0 2 2 0 0 0 0 0 2 2 0 0 0 0", []any{"subscales", 2, "met"}, true},
		{"PHQ-4 2 1 1 1", []any{"subscales", 0, "offer"}, "gad-7"},
		{"goal 7 --before 3", []any{"change", "verdict"}, "reliable improvement"},
		{"PHQ-9 2 2 2 2 1 1 0 0 0 --before 15", []any{"change", "by"}, -5.0},
		{"PHQ-9 2 2 2 2 1 1 0 0 0 --before 15", []any{"change", "verdict"}, "no reliable change"},
		{"PHQ-9 2 2 2 2 1 1 2 2 1 --before 9", []any{"change", "verdict"}, "reliable deterioration"},
		{`PHQ-9 2 2 2 2 1 1 2 2 1 --before "- 1 1 1 1 1 1 1 1"`, []any{"change", "by"}, nil},
		{`CORE-10 0 4 4 0 0 0 0 0 0 0 --before 5`, []any{"change", "statements", 0, "verdict"}, "no reliable change"},
		{`CORE-10 0 4 4 0 0 0 0 0 0 0 --before 5`, []any{"change", "statements", 1, "verdict"}, "reliable improvement"},
		{"PHQ-4 0 0 0 0 --before 9", []any{"change", "verdict"}, string(measure.NoStatement)},
	} {
		if got := at(answer(t, append([]string{"score"}, fields(tt.args)...)...), tt.path...); got != tt.want {
			t.Errorf("score %s: %v is %v, want %v", tt.args, tt.path, got, tt.want)
		}
	}
	for args, want := range map[string]string{
		"PHQ-9 1 2 x 0 0 0 0 0 0":             "Answer 3 of PHQ-9 is “x”",
		"PHQ-9 1 2 4 0 0 0 0 0 0":             "Item 3 of PHQ-9 has no answer 4: the answers go from 0 to 3",
		"PHQ-9 1 2 -1 0 0 0 0 0 0":            "is “-1”",
		"PHQ-9 1 2 1.5 0 0 0 0 0 0":           "is “1.5”",
		"PHQ-9 1 1 1 1 1 1 1 1 1 1":           "has 9 items, and there are 10 answers",
		"PHQ-9 1":                             "has 9 items",
		"PHQ-9":                               "There are no answers",
		"":                                    "Say which questionnaire",
		"SDQ 1 2 3":                           "no built-in questionnaire “SDQ”",
		"PHQ-9 0 0 0 0 0 0 0 0 0 --before 28": "from 0 to 27",
		"PHQ-9 0 0 0 0 0 0 0 0 0 --before \"1 2\"":   "there are 2 answers",
		"PHQ-9 0 0 0 0 0 0 0 0 0 --response x":       "go with --questionnaire",
		"--questionnaire nothing.json 1":             "can’t be read",
		"PHQ-9 99999999999999999999 0 0 0 0 0 0 0 0": "Answer 1 of PHQ-9",
	} {
		refused(t, want, append([]string{"score"}, fields(args)...)...)
	}
}

func TestScoreImported(t *testing.T) {
	q, r := "../../internal/measure/testdata/sdc-phq9.json", "../../internal/measure/testdata/sdc-phq9-response.json"
	m := answer(t, "score", "--questionnaire", q, "--response", r, "--before", r)
	if at(m, "total") != 10.0 || at(m, "difference", "recorded") != 13.0 || at(m, "safety_item", "prompt") != true || at(m, "change", "by") != 0.0 || at(m, "instrument", "taken_for") != "PHQ-9" {
		t.Errorf("%v", m)
	}
	if m := answer(t, "score", "--questionnaire", q, "3", "3", "2", "2", "2", "2", "2", "2", "1", "--before", "0 0 0 0 0 0 0 0 0"); at(m, "total") != 19.0 || at(m, "change", "by") != 19.0 || at(m, "difference") != nil {
		t.Errorf("%v", m)
	}
	text, err := os.ReadFile(q)
	if err != nil {
		t.Fatal(err)
	}
	less := file(t, "less.json", strings.Replace(string(text), `"valueDecimal": 2`, `"valueBoolean": true`, 1))
	if m := answer(t, "score", "--questionnaire", less, "--response", r); at(m, "total") != nil || !strings.Contains(at(m, "why").(string), "“More than half the days” of item H1/T1/Q1") || at(m, "safety_item", "prompt") != true {
		t.Errorf("a missing weight: %v", m)
	}
	bare := file(t, "bare.json", `{"resourceType":"Questionnaire","title":"Q","item":[{"linkId":"a","type":"choice","text":"A","answerOption":[{"valueCoding":{"code":"x","extension":[{"url":"http://hl7.org/fhir/StructureDefinition/ordinalValue","valueDecimal":2}]}}]}]}`)
	block := file(t, "block.json", `{"confirmed_by":"Dr A. Example","items":[{"link_id":"a"}],"source":"s"}`)
	if m := answer(t, "score", "--questionnaire", bare, "2"); at(m, "total") != nil || !strings.Contains(at(m, "refused", 0).(string), "clinical lead") {
		t.Errorf("no rule: %v", m)
	}
	if m := answer(t, "score", "--questionnaire", bare, "--scoring", block, "2"); at(m, "total") != 2.0 || at(m, "instrument", "confirmed_by") != "Dr A. Example" {
		t.Errorf("a block: %v", m)
	}
	nobody := file(t, "nobody.json", `{"items":[{"link_id":"a"}]}`)
	if m := answer(t, "score", "--questionnaire", bare, "--scoring", nobody, "2"); at(m, "total") != nil || !strings.Contains(at(m, "why").(string), "No clinical lead") {
		t.Errorf("nobody confirmed: %v", m)
	}
	refused(t, "line 2", "score", "--questionnaire", file(t, "bad.json", "{\n x"), "1")
	refused(t, "is no FHIR QuestionnaireResponse", "score", "--questionnaire", q, "--response", q)
	refused(t, "and not both", "score", "--questionnaire", q, "--response", r, "1")
	refused(t, "and not both", "score", "--questionnaire", q)
}

func TestEntitlementCommand(t *testing.T) {
	for _, tt := range []struct {
		patients, on string
		minimum      any
	}{
		{"100000", "2026-07-01", 1.0},
		{"100,000", "2026-07-01", 1.0},
		{"100001", "2026-07-01", 2.0},
		{"100001", "2021-03-31", nil},
	} {
		m := answer(t, "entitlement", "--patients", tt.patients, "--on", tt.on)
		if at(m, "applies", "minimum_wte") != tt.minimum || len(at(m, "answers").([]any)) != 5 || at(m, "answers", 0, "source", "name") == nil {
			t.Errorf("%+v: %v", tt, m)
		}
	}
	refused(t, "no number of registered patients", "entitlement", "--patients", "0", "--on", "2026-07-01")
	refused(t, "no number of registered patients", "entitlement", "--patients", "many", "--on", "2026-07-01")
	refused(t, "not a date", "entitlement", "--patients", "1", "--on", "1 July 2026")
	if _, _, code := command(t, "entitlement"); code != 2 {
		t.Errorf("exit %d", code)
	}
}

func TestEligibleCommand(t *testing.T) {
	for _, tt := range []struct {
		role, band, registered, on string
		eligible                   any
	}{
		{"peer support worker", "4", "no", "2022-03-31", false},
		{"Peer-Support Worker", "Band 4", "no", "2022-04-01", true},
		{"CPN", "5", "yes", "2021-04-01", true},
		{"clinical psychologist", "8B", "yes", "2026-04-01", false},
		{"clinical psychologist", "8a", "yes", "2021-03-31", nil},
	} {
		m := answer(t, "eligible", "--role", tt.role, "--band", tt.band, "--registered", tt.registered, "--on", tt.on)
		if at(m, "eligible") != tt.eligible || len(at(m, "answers").([]any)) != 2 || at(m, "answers", 1, "source", "confidence") == nil || (at(m, "applies") == nil) != (tt.eligible == nil) {
			t.Errorf("%+v: %v", tt, m)
		}
	}
	refused(t, "no Agenda for Change band", "eligible", "--role", "x", "--band", "11", "--registered", "no", "--on", "2026-07-01")
	refused(t, "yes or no", "eligible", "--role", "x", "--band", "5", "--registered", "perhaps", "--on", "2026-07-01")
	refused(t, "Say what the person is", "eligible", "--role", " ", "--band", "5", "--registered", "no", "--on", "2026-07-01")
}

func TestClaimCommand(t *testing.T) {
	m := answer(t, "claim", "--from", "../../docs/examples/claim-backdated.json")
	if at(m, "adjustment", "propose_pence") != 2500.0 || at(m, "adjustment", "state") != "proposed" || at(m, "scheme_pence") != 217500.0 {
		t.Errorf("%v", m)
	}
	m = answer(t, "claim", "--from", "../../docs/examples/claim-blocked.json")
	if at(m, "status") != "blocked" || at(m, "scheme_pence") != nil || len(at(m, "blocked").([]any)) != 2 {
		t.Errorf("%v", m)
	}
	refused(t, "line 2", "claim", "--from", file(t, "a.json", "{\n x"))
	refused(t, "sallary is not known here", "claim", "--from", file(t, "b.json", `{"sallary": 1}`))
	refused(t, "can’t be read", "claim", "--from", filepath.Join(t.TempDir(), "nothing.json"))
}

func TestFourWeekCommand(t *testing.T) {
	const head = "person,provider,team,event,date,mechanism,status\n"
	line := func(t *testing.T, at string, rows ...string) string {
		t.Helper()
		out, errs, code := command(t, "four-week", "--events", file(t, "e.csv", head+strings.Join(rows, "\n")+"\n"), "--at", at)
		if code != 0 || errs != "" {
			t.Fatalf("exit %d, %s", code, errs)
		}
		_, rest, _ := strings.Cut(out, "\n")
		return strings.TrimSuffix(rest, "\n")
	}
	whole := func(last string) []string {
		return []string{"P,R,,request,2026-06-01,,", "P,R,,contact,2026-06-03,02,5", "P,R,,outcome,2026-06-04,,", "P,R,,assessment,2026-06-05,,", "P,R,A05,plan," + last + ",,"}
	}
	for _, tt := range []struct {
		name string
		rows []string
		want string
	}{
		{"day 28", whole("2026-06-29"), "P,R,2026-06-01,2026-06-03,2026-06-04,2026-06-05,2026-06-29,2026-06-29,28,yes,stopped,,"},
		{"day 29", whole("2026-06-30"), "P,R,2026-06-01,2026-06-03,2026-06-04,2026-06-05,2026-06-30,2026-06-30,29,no,stopped,,"},
		{"assessment missing", append(whole("2026-06-05")[:3], "P,R,,plan,2026-06-05,,"), "P,R,2026-06-01,2026-06-03,2026-06-04,,2026-06-05,,44,no,running,meaningful assessment,"},
		{"assessment missing before April 2024", []string{"P,R,,request,2024-03-01,,", "P,R,,contact,2024-03-31,video,attended", "P,R,,outcome,2024-04-10,,", "P,R,,plan,2024-04-11,,"}, "P,R,2024-03-01,2024-03-31,2024-04-10,not required,2024-04-11,2024-04-11,41,no,stopped,,"},
		{"contact in April 2024", []string{"P,R,,request,2024-03-31,,", "P,R,,contact,2024-04-01,video,attended", "P,R,,outcome,2024-04-10,,", "P,R,,plan,2024-04-11,,", "P,R,,request_end,2024-04-12,,"}, "P,R,2024-03-31,2024-04-01,2024-04-10,,2024-04-11,,12,not counted,ended without a stop,meaningful assessment,"},
		{"five days apart", []string{"P,R,,request,2026-06-01,,", "P,R,,request_end,2026-06-30,,", "P,R,,request,2026-07-05,,"}, "P,R,2026-06-01,,,,,,44,no,running,first contact; outcome score; meaningful assessment; agreed care plan or intervention,"},
		{"six days apart", []string{"P,R,,request,2026-06-01,,", "P,R,,request_end,2026-06-30,,", "P,R,,request,2026-07-06,,"}, "P,R,2026-06-01,,,,,,29,not counted,ended without a stop,first contact; outcome score; meaningful assessment; agreed care plan or intervention,\n" +
			"P,R,2026-07-06,,,,,,9,not yet,running,first contact; outcome score; meaningful assessment; agreed care plan or intervention,"},
		{"e-mail", append(whole("2026-06-05")[:1], "P,R,,contact,2026-06-03,e-mail,5", "P,R,,contact,2026-06-04,09,5", "P,R,,contact,2026-06-10,1,6"), "P,R,2026-06-01,2026-06-10,,,,,44,no,running,outcome score; meaningful assessment; agreed care plan or intervention,"},
		{"did not attend", append(whole("2026-06-05")[:1], "P,R,,contact,2026-06-03,01,Did not attend", "P,R,,contact,2026-06-04,01,7"), "P,R,2026-06-01,,,,,,44,no,running,first contact; outcome score; meaningful assessment; agreed care plan or intervention,"},
		{"no status", append(whole("2026-06-05")[:1], "P,R,,contact,2026-06-03,01,"), "P,R,2026-06-01,,,,,,44,no,running,first contact; outcome score; meaningful assessment; agreed care plan or intervention,line 3: a contact without a status does not count"},
		{"another provider", append(whole("2026-06-05")[:2], "P,X,,outcome,2026-06-04,,"), "P,R,2026-06-01,2026-06-03,,,,,44,no,running,outcome score; meaningful assessment; agreed care plan or intervention,\nP,X,,,,,,,,,no request,,"},
		{"a team outside", append(whole("2026-06-05")[:1], "P,R,A02,contact,2026-06-03,01,5"), "P,R,2026-06-01,,,,,,44,no,running,first contact; outcome score; meaningful assessment; agreed care plan or intervention,team A02 is not in the measure for adults"},
		{"C03 counts as C10", []string{"P,R,c03,request,2026-07-01,,"}, "P,R,2026-07-01,,,,,,14,not yet,running,first contact; outcome score; meaningful assessment; agreed care plan or intervention,"},
		{"after the day", []string{"P,R,,request,2026-07-16,,"}, "P,R,,,,,,,,,no request,,"},
		{"a name like a formula", []string{"=1+1,R,,request,2026-07-01,,"}, "'=1+1,R,2026-07-01,,,,,,14,not yet,running,first contact; outcome score; meaningful assessment; agreed care plan or intervention,"},
	} {
		if got := line(t, "2026-07-15", tt.rows...); got != tt.want {
			t.Errorf("%s:\n%s\nwant\n%s", tt.name, got, tt.want)
		}
	}
	for rows, want := range map[string]string{
		"P,R,,request,01/06/2026,,\n":                         `Line 2: "01/06/2026" is not a date`,
		"P,R,,request,2026-06-01,,\nP,R,,call,2026-06-01,,\n": `Line 3: "call" is no event`,
		"P,R,,contact,2026-06-01,99,5\n":                      `Line 2: "99" is no mechanism`,
		"P,R,,contact,2026-06-01,01,maybe\n":                  `Line 2: "maybe" is no status`,
		",R,,request,2026-06-01,,\n":                          "Line 2 has no person",
		"P,R,,request_end,2026-06-01,,\n":                     "Line 2: a request ends on 2026-06-01 that did not begin before",
		"P,R,,request,2026-06-01,,,extra\n":                   "Line 2 has 8 columns",
		"P,\"R,,request,2026-06-01,,\n":                       "is not CSV",
	} {
		refused(t, want, "four-week", "--events", file(t, "e.csv", head+rows), "--at", "2026-07-15")
	}
	// All that is wrong is told.
	refused(t, "line 3: Line 3", "four-week", "--events", file(t, "e.csv", head+"P,R,,x,2026-06-01,,\nP,R,,y,2026-06-01,,\n"), "--at", "2026-07-15")
	refused(t, `no column "date"`, "four-week", "--events", file(t, "e.csv", "person,provider,event\n"), "--at", "2026-07-15")
	refused(t, "is empty", "four-week", "--events", file(t, "e.csv", ""), "--at", "2026-07-15")
	refused(t, "not a date", "four-week", "--events", file(t, "e.csv", head), "--at", "today")
	// Columns in another order, and a byte order mark.
	out, _, code := command(t, "four-week", "--events", file(t, "e.csv", "\xef\xbb\xbfdate;event;provider;person\n2026-07-01;request;R;P\n"), "--at", "2026-07-15")
	if code != 0 || !strings.Contains(out, "P,R,2026-07-01") {
		t.Errorf("exit %d, %s", code, out)
	}
}

func TestSpcCommand(t *testing.T) {
	twelve := "10\n12\n10\n12\n10\n12\n10\n12\n10\n12\n10\n12\n"
	for name, text := range map[string]string{
		"one column":     twelve,
		"with a name":    "value\n" + twelve,
		"another name":   "waits\n" + twelve,
		"a blank line":   "\n" + twelve,
		"date and value": strings.NewReplacer("10\n", "2026-01-01,10\n", "12\n", "2026-01-01,12\n").Replace(twelve),
		"value first":    "value,month,note\n" + strings.NewReplacer("10\n", "10,2026-01-01,x\n", "12\n", "12,2026-01-01,\n").Replace(twelve),
	} {
		m := answer(t, "spc", "--values", file(t, "v.csv", text), "--format", "json")
		if at(m, "chart") != "XmR" || at(m, "points") != 12.0 || at(m, "mean") != 11.0 || at(m, "upper_limit") != 16.32 || at(m, "lower_limit") != 5.68 || len(at(m, "signals").([]any)) != 0 {
			t.Errorf("%s: %v", name, m)
		}
	}
	m := answer(t, "spc", "--values", file(t, "v.csv", "10\n12\n\n,\n11\n"), "--format", "json")
	if at(m, "chart") != "run chart" || at(m, "upper_limit") != nil || at(m, "points") != 3.0 || at(m, "steps", 0, "median") != 11.0 {
		t.Errorf("%v", m)
	}
	m = answer(t, "spc", "--values", file(t, "v.csv", "date,value\n2026-01-01,10\n2026-02-01,\n2026-03-01,12\n"), "--format", "json")
	if at(m, "points") != 2.0 || at(m, "notes", 0) != "Line 3 has no value and is left out; no value is not 0." {
		t.Errorf("%v", m)
	}
	steps := "month,value,step\n"
	for i, v := range strings.Fields(strings.Repeat("10 12 ", 6) + strings.Repeat("20 22 ", 6)) {
		why := ""
		if i == 12 {
			why = "second practitioner"
		}
		steps += fmt.Sprintf("m%d,%s,%s\n", i, v, why)
	}
	m = answer(t, "spc", "--values", file(t, "v.csv", steps), "--format", "json")
	if len(at(m, "steps").([]any)) != 2 || at(m, "steps", 1, "mean") != 21.0 || at(m, "steps", 1, "why") != "second practitioner" || at(m, "mean") != 21.0 {
		t.Errorf("%v", m)
	}
	if out, _, code := command(t, "spc", "--values", file(t, "v.csv", twelve), "--min-points", "5"); code != 0 || !strings.Contains(out, "upper limit        16.32") {
		t.Errorf("%d %s", code, out)
	}
	refused(t, `Line 2: "x" is not a number`, "spc", "--values", file(t, "v.csv", "1\nx\n"))
	refused(t, `Line 1: "1O" is not a number`, "spc", "--values", file(t, "v.csv", "1O\n12\n"))
	refused(t, `is not a number`, "spc", "--values", file(t, "v.csv", "1\nNaN\n"))
	refused(t, "has no values", "spc", "--values", file(t, "v.csv", ""))
	refused(t, "has no values", "spc", "--values", file(t, "v.csv", "value\n"))
	refused(t, "comes before", "spc", "--values", file(t, "v.csv", "2026-02-01,1\n2026-01-01,2\n"))
	refused(t, "at least 3", "spc", "--values", file(t, "v.csv", twelve), "--min-points", "0")
}
