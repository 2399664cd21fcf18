package onward

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"footbridge/internal/app/person"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"

	"pgregory.net/rapid"
)

var today = calendar.MustDate("2026-11-04")

func TestFits(t *testing.T) {
	adult := person.Person{BornOn: calendar.MustDate("1979-11-02"), Practice: "P10001", Postcode: "BS23 1AA", Sex: "male"}
	with := func(change func(*person.Person)) person.Person { p := adult; change(&p); return p }
	for _, c := range []struct {
		name string
		body Body
		who  person.Person
		want string // key and answer
	}{
		{"nothing to check", Body{}, adult, ""},
		{"old enough", Body{AgeFrom: 18}, adult, "age met"},
		{"on the birthday", Body{AgeFrom: 18}, with(func(p *person.Person) { p.BornOn = calendar.MustDate("2008-11-04") }), "age met"},
		{"the day before it", Body{AgeFrom: 18}, with(func(p *person.Person) { p.BornOn = calendar.MustDate("2008-11-05") }), "age not met"},
		{"up to and including", Body{AgeTo: 25}, with(func(p *person.Person) { p.BornOn = calendar.MustDate("2000-11-05") }), "age met"},
		{"past it", Body{AgeTo: 25}, with(func(p *person.Person) { p.BornOn = calendar.MustDate("2000-11-04") }), "age not met"},
		{"no date of birth", Body{AgeFrom: 18}, with(func(p *person.Person) { p.BornOn = calendar.Date{} }), "age not known"},
		{"a guess near the border", Body{AgeFrom: 18}, with(func(p *person.Person) { p.BornOn, p.BornApprox = calendar.MustDate("2008-06-01"), true }), "age not known"},
		{"a guess far from it", Body{AgeFrom: 18}, with(func(p *person.Person) { p.BornApprox = true }), "age met"},
		{"practice", Body{Practices: []string{"P10001"}}, adult, "practice met"},
		{"another practice", Body{Practices: []string{"P10002"}}, adult, "practice not met"},
		{"no practice", Body{Practices: []string{"P10002"}}, with(func(p *person.Person) { p.Practice = "" }), "practice not known"},
		{"area", Body{Areas: []string{"BS22", "BS23"}}, adult, "area met"},
		{"a like area", Body{Areas: []string{"BS2"}}, adult, "area not met"},
		{"no postcode", Body{Areas: []string{"BS2"}}, with(func(p *person.Person) { p.Postcode = "" }), "area not known"},
		{"a postcode for no place", Body{Areas: []string{"BS2"}}, with(func(p *person.Person) { p.Postcode = "ZZ99 3VZ" }), "area not known"},
		{"men", Body{Sex: "male"}, adult, "sex met"},
		{"women", Body{Sex: "female"}, adult, "sex not met"},
		{"not recorded", Body{Sex: "female"}, with(func(p *person.Person) { p.Sex = "" }), "sex not known"},
		{"indeterminate", Body{Sex: "female"}, with(func(p *person.Person) { p.Sex = "indeterminate" }), "sex not known"},
		{"interpreter there", Body{Interpreter: "yes"}, with(func(p *person.Person) { p.Interpreter, p.Language = true, "Polish" }), "interpreter met"},
		{"interpreter not there", Body{Interpreter: "no"}, with(func(p *person.Person) { p.Interpreter = true }), "interpreter not met"},
		{"nobody knows", Body{}, with(func(p *person.Person) { p.Interpreter = true }), "interpreter not known"},
		{"nobody needs one", Body{Interpreter: "no"}, adult, ""},
		{"large print", Body{Formats: "yes"}, with(func(p *person.Person) { p.Format = "Large print" }), "formats met"},
		{"two", Body{AgeFrom: 18, Sex: "female"}, adult, "age met, sex not met"},
	} {
		var got []string
		for _, v := range Fits(c.body, c.who, today) {
			got = append(got, v.Key+" "+v.Answer)
			if v.Words == "" {
				t.Errorf("%s: %s without words", c.name, v.Key)
			}
		}
		if s := strings.Join(got, ", "); s != c.want {
			t.Errorf("%s: %q, not %q", c.name, s, c.want)
		}
	}
}

// What isn't known never counts as not met: taking a fact away from a person
// can only make a criterion not known.
func TestUnknownIsNeverNotMet(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := Body{AgeFrom: rapid.IntRange(0, 40).Draw(t, "from"), AgeTo: rapid.SampledFrom([]int{0, 40, 65}).Draw(t, "to"), Sex: rapid.SampledFrom([]string{"", "female", "male"}).Draw(t, "sex"),
			Practices: rapid.SliceOfN(rapid.SampledFrom([]string{"P1", "P2"}), 0, 2).Draw(t, "practices"), Areas: rapid.SliceOfN(rapid.SampledFrom([]string{"BS1", "BS23"}), 0, 2).Draw(t, "areas"),
			Interpreter: rapid.SampledFrom([]string{"", "yes", "no"}).Draw(t, "interpreter"), Formats: rapid.SampledFrom([]string{"", "yes", "no"}).Draw(t, "formats")}
		nobody := person.Person{Interpreter: rapid.Bool().Draw(t, "needs interpreter"), Format: rapid.SampledFrom([]string{"", "Large print"}).Draw(t, "format")}
		for _, v := range Fits(b, nobody, today) {
			known := v.Key == "interpreter" && b.Interpreter != "" || v.Key == "formats" && b.Formats != ""
			if v.Answer != NotKnown && !known {
				t.Fatalf("%s is %s of somebody of whom nothing is known", v.Key, v.Answer)
			}
		}
		if b.Interpreter == "" && b.Formats == "" && Standing(Fits(b, nobody, today)) == NotMet {
			t.Fatal("nothing is known, and something is not met")
		}
	})
}

// Nobody who subtracts what is shown learns a number of people below Small: in
// every case what is shown fits several truths for each number that is hidden.
func TestSuppressionCannotBeUndone(t *testing.T) {
	shown := map[string][][5]int{}
	for a := range 8 {
		for x := range 8 * 8 * 8 * 8 {
			c := [5]int{a, x % 8, x / 8 % 8, x / 64 % 8, x / 512}
			var list []Answered
			for i, n := range c {
				for range n {
					r := Answered{SentOn: today, RepliedOn: today, Reply: "accepted"}
					if i > 0 {
						r.Reply, r.Reason = "declined", Reasons[i-1][0]
					}
					list = append(list, r)
				}
			}
			e := Summarise(list)
			if e.Shown && (e.Accepted > 0 && e.Accepted < Small || e.Declined > 0 && e.Declined < Small || e.Accepted+e.Declined != e.Replies) || e.Replies > 0 && e.Replies < Small {
				t.Fatalf("%v shows %+v", c, e)
			}
			sum := 0
			for _, r := range e.Refused {
				if r.N < Small {
					t.Fatalf("%v shows %+v", c, e.Refused)
				}
				sum += r.N
			}
			if len(e.Refused) > 0 && sum != e.Declined {
				t.Fatalf("%v: %d of %d", c, sum, e.Declined)
			}
			if e.Timed != (e.Replies > 0) {
				t.Fatalf("%v: a time of too few", c)
			}
			key := fmt.Sprintf("%+v", e)
			shown[key] = append(shown[key], c)
		}
	}
	for key, truths := range shown {
		if sum := truths[0][0] + truths[0][1] + truths[0][2] + truths[0][3] + truths[0][4]; sum > 20 {
			continue // at the border of what is tried here, other truths are missing
		}
		for i := range 5 {
			values := map[int]bool{}
			for _, c := range truths {
				values[c[i]] = true
			}
			if n := slices.Collect(maps.Keys(values)); len(n) == 1 && n[0] > 0 && n[0] < Small {
				t.Fatalf("%s: number %d can only be %d", key, i, n[0])
			}
		}
	}
}

func TestExperienceWords(t *testing.T) {
	if s := (Experience{}).Words(); !strings.Contains(s, "No replies") {
		t.Error(s)
	}
	if s := (Experience{Few: true}).Words(); !strings.Contains(s, "Fewer than 5") {
		t.Error(s)
	}
	var list []Answered
	for i := range 18 {
		r := Answered{SentOn: today, RepliedOn: today.AddDays(i), Reply: "declined", Reason: "inappropriate"}
		if i < 6 {
			r.Reply, r.Reason = "accepted", ""
		} else if i >= 13 {
			r.Reason = "incomplete"
		}
		list = append(list, r)
	}
	e := Summarise(list)
	if e.Words() != "Accepted 6 of 18 in the last twelve months" || e.Days != 9 || len(e.Refused) != 2 || e.Refused[0].N != 7 || e.Refused[1].N != 5 {
		t.Errorf("%+v", e)
	}
}

func TestCSVRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.StringMatching(`[-=+@'"a-zé,;|\n ]{0,12}`)
		b := Body{Name: "x" + words.Draw(t, "name"), Kind: rapid.SampledFrom(Kinds).Draw(t, "kind")[0], HowToAsk: "=" + words.Draw(t, "how"), Phone: rapid.SampledFrom([]string{"+44 1632 960001", "'=x", "''a", "@x"}).Draw(t, "phone"), Owner: "Max",
			WhoFor: words.Draw(t, "who"), AgeFrom: rapid.IntRange(0, 30).Draw(t, "from"), Practices: []string{"P10001"}, Areas: []string{"BS23", "BS22"}, Wants: []string{"reason"}, Questions: []string{"Why?", "Since when?"}, Waiting: "Long", WaitingOn: today}.tidy()
		b.Name = strings.Join(strings.Fields(b.Name), " ")
		var file bytes.Buffer
		if err := WriteCSV(&file, []Service{{Body: b}}); err != nil {
			t.Fatal(err)
		}
		cells, err := csv.NewReader(strings.NewReader(file.String())).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, cell := range cells[1] {
			if formula(cell) {
				t.Fatalf("a spreadsheet would work out %q", cell)
			}
		}
		r, err := reading(file.String(), nil, map[string]string{"P10001": "Old Market"}, today)
		if err != nil || r.Wrong > 0 || len(r.Lines) != 1 {
			t.Fatalf("%v %+v\n%s", err, r.Lines, file.String())
		}
		want, _ := json.Marshal(b)
		got, _ := json.Marshal(r.Lines[0].Body)
		if string(want) != string(got) {
			t.Fatalf("\n%s\n%s\n%s", want, got, file.String())
		}
		same, err := reading(file.String(), []Service{{ID: "s", Version: 3, Body: b}}, map[string]string{"P10001": "Old Market"}, today)
		if err != nil || same.Same != 1 {
			t.Fatalf("%v %+v", err, same)
		}
	})
}

func TestFilesThatCannotBeRead(t *testing.T) {
	for _, c := range []struct{ name, file, says string }{
		{"empty", "  \n", "empty"}, {"semicolons", "name;kind;phone\nx;crisis;1\n", "semicolons"}, {"not UTF-8", "name,kind\ncaf\xe9,crisis\n", "UTF-8"}, {"a quotation mark", "name,kind\n\"x,crisis\n", "quotation mark"},
		{"no heading", "x,crisis\n", "no column"}, {"only a heading", "name,kind\n", "no lines"}, {"a spreadsheet's own file", "PK\x03\x04\x00", "CSV"}, {"too many", "name,kind\n" + strings.Repeat("x,crisis\n", maxLines+2), "2,000"},
	} {
		_, err := reading(c.file, nil, nil, today)
		if !fault.Is(err, fault.Invalid) || len(fault.FieldsOf(err)) != 1 || !strings.Contains(fault.FieldsOf(err)[0].Message, c.says) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	r, err := reading("\ufeffName,KIND,How to ask,phone,owner,colour\r\nA,Crisis,x,1,Max,blue\r\nA,crisis,x,1,Max,\r\nB,nonsense,x,1,Max,\r\nC,crisis,,,,\r\n", nil, nil, today)
	if err != nil || r.New != 1 || r.Wrong != 3 || !slices.Equal(r.Unknown, []string{"colour"}) || !slices.Contains(r.Missing, "email") {
		t.Fatalf("%v %+v", err, r)
	}
	if r.Lines[1].Number != 3 || !strings.Contains(strings.Join(r.Lines[1].Says, ""), "line 2") || len(r.Lines[3].Says) < 3 {
		t.Errorf("%+v", r.Lines)
	}
}

func TestOpenReferralShape(t *testing.T) {
	id := regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)
	full := body("Community team", "secondary")
	full.Website, full.Hours, full.Cost, full.Areas, full.Organisation, full.AgeFrom, full.AgeTo, full.Waiting = "https://team.example", "Always", "Free", []string{"BS23"}, "Trust", 18, 65, "Long"
	bare := Body{Name: "Bare", Kind: "crisis", Phone: "1"}
	for _, s := range []Service{{ID: "a", PCN: "A01", Kind: "secondary", Body: full, ConfirmedOn: today, ChangedAt: calendar.MustInstant("2026-11-04T10:45:00Z")}, {ID: "b", Body: bare, RetiredAt: calendar.MustInstant("2026-11-04T10:45:00Z")}} {
		raw, err := json.Marshal(openReferral(s, true))
		if err != nil {
			t.Fatal(err)
		}
		var o map[string]any
		if err := json.Unmarshal(raw, &o); err != nil {
			t.Fatal(err)
		}
		for _, required := range []string{"id", "name", "status", "url"} { // of a service, in the UK profile 3.0
			if v, _ := o[required].(string); v == "" {
				t.Errorf("%s has no %s: %s", s.ID, required, raw)
			}
		}
		org, _ := o["organization"].(map[string]any)
		for _, required := range []string{"id", "name", "description"} {
			if v, _ := org[required].(string); v == "" {
				t.Errorf("%s: the organisation has no %s: %s", s.ID, required, raw)
			}
		}
		if !slices.Contains([]string{"active", "inactive", "defunct", "temporarily closed"}, o["status"].(string)) || !id.MatchString(o["id"].(string)) || !id.MatchString(org["id"].(string)) {
			t.Errorf("%s", raw)
		}
		if u := o["url"].(string); !strings.HasPrefix(u, "https://") && !strings.HasPrefix(u, "urn:uuid:") {
			t.Errorf("url %q", u)
		}
	}
	if first := uuid("a", "service"); first != uuid(strings.ToLower("A"), "service") || first == uuid("b", "service") {
		t.Error("the identifiers are not stable")
	}
}
