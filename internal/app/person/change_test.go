package person

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/calendar"
	"footbridge/internal/engines"
	"footbridge/internal/fault"
	"footbridge/internal/nhs"
)

// fails runs a command that must fail, and gives its fault.
func fails[R any](t testing.TB, h house, who access.Actor, cmd gate.Command[R]) error {
	t.Helper()
	before := h.lines(t)
	_, err := gate.Do(context.Background(), h.Gate, who, cmd)
	if err == nil {
		t.Fatalf("%T succeeded: %+v", cmd, cmd)
	}
	if h.lines(t) != before {
		t.Errorf("%T failed and left an audit line", cmd)
	}
	return err
}

func TestAwkwardInput(t *testing.T) {
	long := strings.Repeat("a", 5000)
	for _, c := range []struct {
		name   string
		change func(*Details)
		field  string // "" when it can be stored
		says   string
	}{
		{"accents", func(d *Details) { d.Given, d.Family = "Zoë", "Ångström" }, "", ""},
		{"apostrophes", func(d *Details) { d.Family = "O’Brien-D'Arcy" }, "", ""},
		{"right to left", func(d *Details) { d.Given, d.Family = "محمد", "الأحمد" }, "", ""},
		{"combining marks", func(d *Details) { d.Given = "Z\u0335\u0336\u0337a\u0308\u0301lgo" }, "", ""},
		{"markup", func(d *Details) { d.Family = "<script>alert(1)</script>" }, "", ""},
		{"a formula", func(d *Details) { d.Family = "=cmd|' /C calc'!A0" }, "", ""},
		{"a zero byte", func(d *Details) { d.Family = "Ab\x00cd" }, "", ""},
		{"not UTF-8", func(d *Details) { d.Family = "Ab\xffcd" }, "", ""},
		{"one ligature that folds into many letters", func(d *Details) { d.Given = strings.Repeat("\ufdfa", 200) }, "", ""},
		{"200 characters", func(d *Details) { d.Family = strings.Repeat("ü", 200) }, "", ""},
		{"only one name", func(d *Details) { d.Given, d.Family = "-", "Sukarno" }, "", ""},
		{"born on a leap day", func(d *Details) { d.BornOn = calendar.MustDate("1992-02-29") }, "", ""},
		{"born today", func(d *Details) { d.BornOn = calendar.MustDate("2026-11-23") }, "", ""},
		{"an address of several lines", func(d *Details) { d.Address, d.Postcode = "1 High Street\r\n\r\n Bristol ", "bs14dj" }, "", ""},
		{"an invented number", func(d *Details) { d.NHSNumber = "999 000 0018" }, "", ""},

		{"201 characters", func(d *Details) { d.Family = strings.Repeat("ü", 201) }, "family", "must be 200 characters or fewer: it has 201"},
		{"5,000 characters", func(d *Details) { d.Given = long }, "given", "must be 200 characters or fewer: it has 5,000"},
		{"5,000 characters known as", func(d *Details) { d.KnownAs = long }, "known_as", "it has 5,000"},
		{"5,000 characters of address", func(d *Details) { d.Address = long }, "address", "it has 5,000"},
		{"no given name", func(d *Details) { d.Given = " \t " }, "given", "Enter a given name"},
		{"no family name", func(d *Details) { d.Family = "\u202e\u2066" }, "family", "Enter a family name"},
		{"a name of marks", func(d *Details) { d.Family = "!!!" }, "family", "must have letters"},
		{"no birth date", func(d *Details) { d.BornOn = calendar.Date{} }, "born", "Enter a date of birth"},
		{"born tomorrow", func(d *Details) { d.BornOn = calendar.MustDate("2026-11-24") }, "born", "today or in the past"},
		{"born too long ago", func(d *Details) { d.BornOn = calendar.MustDate("1905-01-01") }, "born", "within the last 120 years"},
		{"a sex that is none", func(d *Details) { d.Sex = "F" }, "sex", "Choose the sex"},
		{"no practice", func(d *Details) { d.Practice = "" }, "practice", "Choose the practice"},
		{"an unknown practice", func(d *Details) { d.Practice = "X99999" }, "practice", "no practice with the code"},
		{"another network's practice", func(d *Details) { d.Practice = "P20001" }, "practice", "that you work for"},
		{"a phone that is none", func(d *Details) { d.Phone = "ask her sister" }, "phone", "Enter a phone number"},
		{"an email that is none", func(d *Details) { d.Email = "a@b" }, "email", "Enter an email address"},
		{"half a postcode", func(d *Details) { d.Postcode = "BS1" }, "postcode", "full postcode"},
		{"a number with a letter", func(d *Details) { d.NHSNumber = "99900O0018" }, "nhs", "not letters"},
		{"a number with a mark", func(d *Details) { d.NHSNumber = "999/000/0018" }, "nhs", "only include numbers and spaces"},
		{"a short number", func(d *Details) { d.NHSNumber = "999000001" }, "nhs", "too short"},
		{"a long number", func(d *Details) { d.NHSNumber = "99900000181" }, "nhs", "too long"},
		{"a wrong check digit", func(d *Details) { d.NHSNumber = "9990000019" }, "nhs", "is not right"},
		{"ten times one number", func(d *Details) { d.NHSNumber = "1111111111" }, "nhs", "same number 10 times"},
		{"Arabic digits", func(d *Details) { d.NHSNumber = "٩٩٩٠٠٠٠٠١٨" }, "nhs", "NHS number"},
	} {
		t.Run(c.name, func(t *testing.T) {
			engines.Each(t, func(t *testing.T, dsn string) {
				h := open(t, dsn)
				d := someone("Anna", "Nowak", "1980-03-12")
				c.change(&d)
				if c.field != "" {
					err := fails(t, h, practitioner, Add{Details: d})
					fields := fault.FieldsOf(err)
					if !fault.Is(err, fault.Invalid) || len(fields) != 1 || fields[0].Name != c.field || !strings.Contains(fields[0].Message, c.says) {
						t.Errorf("got %v", err)
					}
					return
				}
				id := do(t, h, practitioner, Add{Details: d})
				got := ask(t, h, practitioner, Open{ID: id})
				if got.Family == "" || strings.ContainsAny(got.Family+got.Given, "\x00\u202e") {
					t.Errorf("stored %+v", got.Details())
				}
				if d.Address != "" && (got.Address != "1 High Street\n\nBristol" || got.Postcode != "BS1 4DJ") {
					t.Errorf("stored %q %q", got.Address, got.Postcode)
				}
				if f := ask(t, h, practitioner, Find{Words: strings.TrimSpace(string([]rune(got.Family)[:min(60, len([]rune(got.Family)))]))}); len(f.Hits) != 1 && c.name != "a formula" {
					t.Errorf("%q was not found again: %+v", got.Family, f)
				}
			})
		})
	}
}

func TestDuplicates(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		first := someone("Sinéad", "O’Brien", "1980-05-17")
		first.NHSNumber = string(nhs.MakeInvented(1))
		id := do(t, h, reception, Add{Details: first})
		for _, c := range []struct {
			given, family, born, number string
			why                         string // "" for nobody alike
		}{
			{"Sinead", "OBrien", "1980-05-17", "", "Same name and date of birth"},
			{"Sinead", "OBrian", "1980-05-17", "", "Similar name, same date of birth"},
			{"Patrick", "O'Brien", "1980-05-17", "", "Same family name and date of birth"},
			{"Sinead", "Walsh", "1980-05-17", "", "Similar name, same date of birth"},
			{"Sinead", "O'Brien", "1980-05-18", "", "Same name, nearly the same date of birth"},
			{"Sinead", "O'Brien", "1981-06-18", "", ""},
			{"Mary", "Walsh", "1980-05-17", "", ""},
		} {
			d := someone(c.given, c.family, c.born)
			hits := ask(t, h, reception, Alike{Details: d})
			if c.why == "" {
				if len(hits) > 0 {
					t.Errorf("%s %s %s is alike: %s", c.given, c.family, c.born, hits[0].Why)
				}
				continue
			}
			if len(hits) != 1 || hits[0].ID != id || hits[0].Why != c.why {
				t.Errorf("%s %s %s: %+v", c.given, c.family, c.born, hits)
			}
			if err := fails(t, h, reception, Add{Details: d}); !fault.Is(err, fault.Conflict) || !errors.Is(err, ErrAlike) {
				t.Errorf("%s %s was added: %v", c.given, c.family, err)
			}
		}
		twin := do(t, h, reception, Add{Details: someone("Sinead", "OBrian", "1980-05-17"), Sure: true})
		if twin == id {
			t.Error("one record for two")
		}
		// The same NHS number is refused, however sure somebody is.
		same := someone("Mary", "Walsh", "1990-01-01")
		same.NHSNumber = first.NHSNumber
		if err := fails(t, h, reception, Add{Details: same, Sure: true}); fault.Says(err) != NumberTaken {
			t.Errorf("%v", err)
		}
		if hits := ask(t, h, reception, Alike{Details: same}); len(hits) != 1 || hits[0].Why != "Same NHS number" {
			t.Errorf("%+v", hits)
		}
		// Another practice of the network learns only that the number is taken.
		same.Practice = "P10002"
		if err := fails(t, h, riverside, Add{Details: same}); !strings.Contains(fault.Says(err), "at another practice of the network") {
			t.Errorf("%v", err)
		}
		// Another network learns nothing, and isn't hindered.
		same.Practice = "P20001"
		do(t, h, outsider, Add{Details: same})
	})
}

func TestLostUpdate(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		id := do(t, h, reception, Add{Details: someone("Anna", "Nowak", "1980-03-12")})
		p := ask(t, h, reception, Open{ID: id}).Person
		d := p.Details()
		d.Phone = "07700 900001"
		if v := do(t, h, reception, Change{ID: id, Version: p.Version, Details: d}); v != 2 {
			t.Errorf("version %d", v)
		}
		late := p.Details()
		late.Email = "anna@example.com"
		err := fails(t, h, practitioner, Change{ID: id, Version: p.Version, Details: late})
		if !fault.Is(err, fault.Conflict) || !strings.Contains(fault.Says(err), "Ruth Reed changed this record on 23 November 2026, 08:02") {
			t.Errorf("%v", err)
		}
		if err := fails(t, h, practitioner, SetNeeds{ID: id, Version: 1, Format: "Large print"}); !fault.Is(err, fault.Conflict) {
			t.Errorf("%v", err)
		}
		// Ten at once with one version: one of them wins.
		var wg sync.WaitGroup
		won := make(chan int, 10)
		for range 10 {
			wg.Go(func() {
				if v, err := gate.Do(context.Background(), h.Gate, practitioner, SetNeeds{ID: id, Version: 2, Format: "Large print"}); err == nil {
					won <- v
				}
			})
		}
		wg.Wait()
		if len(won) != 1 {
			t.Errorf("%d of ten won", len(won))
		}
		// Nothing changed, nothing written.
		now := ask(t, h, reception, Open{ID: id}).Person
		before := h.lines(t)
		if v := do(t, h, reception, Change{ID: id, Version: now.Version, Details: now.Details()}); v != now.Version || h.lines(t) != before {
			t.Errorf("version %d after nothing", v)
		}
	})
}

func TestChangesAreKept(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		id := do(t, h, reception, Add{Details: someone("Anna", "Nowak", "1980-03-12")})
		d := someone("Anna", "Kowalska", "1980-03-12")
		if err := fails(t, h, reception, Change{ID: id, Version: 1, Details: d}); fault.FieldsOf(err)[0].Name != "why" {
			t.Errorf("a name changed without a reason: %v", err)
		}
		for _, died := range []string{"2026-11-24", "1979-01-01"} {
			if err := fails(t, h, reception, Change{ID: id, Version: 1, Details: d, Why: "x", Died: calendar.MustDate(died)}); fault.FieldsOf(err)[0].Name != "died" {
				t.Errorf("died %s: %v", died, err)
			}
		}
		h.clock.Advance(time.Hour)
		do(t, h, reception, Change{ID: id, Version: 1, Details: d, Why: "married"})
		h.clock.Advance(time.Hour)
		do(t, h, reception, SetNeeds{ID: id, Version: 2, Language: "Polish", Interpreter: true, SafeVoicemail: "no", Format: "Large print"})
		if err := fails(t, h, reception, SetNeeds{ID: id, Version: 3, Interpreter: true, SafePhone: "maybe"}); len(fault.FieldsOf(err)) != 2 {
			t.Errorf("%v", err)
		}
		p := ask(t, h, reception, Open{ID: id}).Person
		if got := strings.Join(p.Needs(), "|"); got != "Do not leave voicemail|Interpreter: Polish|Large print" {
			t.Errorf("needs %s", got)
		}
		// The former name finds her still.
		if f := ask(t, h, reception, Find{Words: "nowak"}); len(f.Hits) != 1 || f.Hits[0].ID != id {
			t.Errorf("found %s", names(f))
		}
		looked := ask(t, h, practitioner, Access{ID: id})
		var lines []string
		for _, l := range looked.Lines {
			s := l.Who + ": " + l.What
			for _, c := range l.Details {
				s += " [" + c.What + ": " + c.Was + " → " + c.Became + " " + c.Why + "]"
			}
			lines = append(lines, s)
		}
		want := []string{
			"Ruth Reed: Opened the person's page",
			"Ruth Reed: Changed language, interpreter, information format, safe to leave voicemail [Language:  → Polish ] [Interpreter: no → yes ] [Information format:  → Large print ] [Safe to leave voicemail:  → no ]",
			"Ruth Reed: Changed family name [Family name: Nowak → Kowalska married]",
			"Ruth Reed: Added the person",
		}
		if len(lines) != len(want) {
			t.Fatalf("lines:\n%s", strings.Join(lines, "\n"))
		}
		for i := range want {
			if lines[i] != want[i] {
				t.Errorf("line %d\n%s, want\n%s", i, lines[i], want[i])
			}
		}
		if next := ask(t, h, practitioner, Access{ID: id, Page: 2}); len(next.Lines) != 0 || next.More {
			t.Errorf("page 2: %+v", next)
		}
		if _, err := gate.Ask(context.Background(), h.Gate, reception, Access{ID: id}); !fault.Is(err, fault.Denied) {
			t.Errorf("reception read who looked: %v", err)
		}
		for range PageSize {
			ask(t, h, practitioner, Open{ID: id})
		}
		if first := ask(t, h, practitioner, Access{ID: id}); len(first.Lines) != PageSize || !first.More {
			t.Errorf("%d lines, more %v", len(first.Lines), first.More)
		}
	})
}

func TestConsent(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		id := do(t, h, reception, Add{Details: someone("Anna", "Nowak", "1980-03-12")})
		for _, c := range []struct {
			cmd   Share
			field string
		}{
			{Share{ID: id, Topic: Topics[0], Answer: "yes"}, "with"},
			{Share{ID: id, With: WithFamily, Topic: Topics[0], Answer: "yes"}, "named"},
			{Share{ID: id, With: WithPractice, Answer: "yes"}, "topic"},
			{Share{ID: id, With: WithPractice, Topic: Topics[0], Answer: "perhaps"}, "answer"},
			{Share{ID: id, With: WithPractice, Topic: Topics[0], Answer: "partly"}, "note"},
		} {
			if err := fails(t, h, reception, c.cmd); fault.FieldsOf(err)[0].Name != c.field {
				t.Errorf("%+v: %v", c.cmd, err)
			}
		}
		do(t, h, reception, Share{ID: id, With: WithPractice, Topic: Topics[0], Answer: "yes"})
		h.clock.Advance(time.Hour)
		second := do(t, h, reception, Share{ID: id, With: WithPractice, Topic: Topics[0], Answer: "no"})
		h.clock.Advance(time.Hour)
		do(t, h, reception, Share{ID: id, With: WithFamily, Named: "Ann, sister", Topic: Topics[2], Answer: "partly", Note: "not where she lives"})
		list := ask(t, h, reception, Open{ID: id}).Consents
		if len(list) != 3 || !list[0].Holds() || !list[1].Holds() || list[2].Holds() {
			t.Errorf("%+v", list)
		}
		if a, asked := MayShare(list, WithPractice, Topics[0]); a != "no" || !asked {
			t.Errorf("may share: %q, %v", a, asked)
		}
		if list[0].Recipient() != "Ann, sister (a family member, friend or carer)" {
			t.Errorf("recipient %q", list[0].Recipient())
		}
		if _, err := gate.Do(context.Background(), h.Gate, outsider, Withdraw{ID: id, Consent: second}); !fault.Is(err, fault.NotFound) {
			t.Errorf("an outsider withdrew: %v", err)
		}
		do(t, h, reception, Withdraw{ID: id, Consent: second, Why: "on the phone"})
		before := h.lines(t)
		do(t, h, reception, Withdraw{ID: id, Consent: second}) // a second click
		if h.lines(t) != before {
			t.Error("the second click left a line")
		}
		if err := fails(t, h, reception, Withdraw{ID: id, Consent: "no-such"}); !fault.Is(err, fault.NotFound) {
			t.Errorf("%v", err)
		}
		list = ask(t, h, reception, Open{ID: id}).Consents
		if a, asked := MayShare(list, WithPractice, Topics[0]); asked {
			t.Errorf("a withdrawn answer uncovered an older one: %q", a)
		}
	})
}

// checkLoad runs a function in a transaction with an actor's scope.
func (h house) within(t *testing.T, who access.Actor, fn func(tx *gate.Tx) error) error {
	return h.DB.Read(context.Background(), func(raw *db.Tx) error {
		return fn(&gate.Tx{Tx: raw, Actor: who, Scope: who.Scope(access.SeePerson), Now: h.clock.Now()})
	})
}

func TestMergeAndUndo(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		d := someone("Sinéad", "O’Brien", "1980-05-17")
		keep := do(t, h, practitioner, Add{Details: d})
		d = someone("Jane", "Walsh", "1980-05-17")
		d.NHSNumber, d.Phone = string(nhs.MakeInvented(5)), "07700 900005"
		drop := do(t, h, practitioner, Add{Details: d, Sure: true})
		do(t, h, practitioner, SetNeeds{ID: keep, Version: 1, SafePhone: "yes"})
		do(t, h, practitioner, SetNeeds{ID: drop, Version: 1, SafePhone: "no", Language: "Irish", Interpreter: true})
		d = someone("Third", "Person", "1999-09-09")
		d.NHSNumber = string(nhs.MakeInvented(6))
		third := do(t, h, practitioner, Add{Details: d})
		d.Practice, d.NHSNumber = "P20001", ""
		away := do(t, h, outsider, Add{Details: d})
		for _, c := range []struct {
			cmd   Merge
			field string
		}{
			{Merge{keep, drop, " "}, "why"},
			{Merge{keep, keep, "x"}, "other"},
			{Merge{third, drop, "two NHS numbers"}, "other"},
		} {
			if err := fails(t, h, practitioner, c.cmd); fault.FieldsOf(err)[0].Name != c.field {
				t.Errorf("%+v: %v", c.cmd, err)
			}
		}
		if err := fails(t, h, lead, Merge{keep, away, "two networks"}); fault.FieldsOf(err)[0].Name != "other" {
			t.Errorf("%v", err)
		}
		if err := fails(t, h, practitioner, Merge{keep, away, "x"}); !fault.Is(err, fault.NotFound) {
			t.Errorf("merged with another network's record: %v", err)
		}
		if err := fails(t, h, reception, Merge{keep, drop, "x"}); !fault.Is(err, fault.Denied) {
			t.Errorf("reception merged: %v", err)
		}
		before := h.lines(t)
		if got := do(t, h, practitioner, Merge{keep, drop, "same passport"}); got != keep {
			t.Errorf("survivor %s", got)
		}
		if n := h.lines(t) - before; n != 2 {
			t.Errorf("a merge left %d lines", n)
		}
		r := ask(t, h, practitioner, Open{ID: drop})
		if r.ID != keep || r.NHSNumber != string(nhs.MakeInvented(5)) || r.Phone != "07700 900005" || r.SafePhone != "no" || !r.Interpreter || len(r.Merged) != 1 {
			t.Errorf("after the merge: %+v", r)
		}
		for _, w := range []string{"walsh", "obrien", string(nhs.MakeInvented(5))} {
			if f := ask(t, h, practitioner, Find{Words: w}); len(f.Hits) != 1 || f.Hits[0].ID != keep {
				t.Errorf("%s found %s", w, names(f))
			}
		}
		// A chain: the survivor is merged into a third record.
		d = someone("Fourth", "Person", "1980-05-17")
		top := do(t, h, practitioner, Add{Details: d, Sure: true})
		do(t, h, practitioner, Merge{top, keep, "again"})
		if err := h.within(t, practitioner, func(tx *gate.Tx) error {
			ids, err := Same(tx, drop)
			slices.Sort(ids[1:])
			want := []string{drop, keep}
			slices.Sort(want)
			if err != nil || ids[0] != top || !slices.Equal(ids[1:], want) {
				t.Errorf("same: %v, %v", ids, err)
			}
			people, err := Many(tx, []string{drop, keep, top, third, away, "no-such"})
			if err != nil || len(people) != 4 || people[drop].ID != top || people[keep].ID != top || people[third].ID != third {
				t.Errorf("many: %v, %v", people, err)
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		if looked := ask(t, h, practitioner, Access{ID: top}); len(looked.Lines) < 10 {
			t.Errorf("%d lines of three records", len(looked.Lines))
		}
		if err := fails(t, h, practitioner, Unmerge{top, keep, ""}); fault.FieldsOf(err)[0].Name != "why" {
			t.Errorf("%v", err)
		}
		if err := fails(t, h, outsider, Unmerge{top, keep, "x"}); !fault.Is(err, fault.NotFound) {
			t.Errorf("%v", err)
		}
		if err := fails(t, h, practitioner, Unmerge{top, drop, "not merged into this one"}); !fault.Is(err, fault.NotFound) {
			t.Errorf("%v", err)
		}
		do(t, h, practitioner, Unmerge{top, keep, "two people"})
		do(t, h, practitioner, Unmerge{top, keep, "a second click"})
		do(t, h, practitioner, Unmerge{keep, drop, "two people"})
		a, b := ask(t, h, practitioner, Open{ID: keep}), ask(t, h, practitioner, Open{ID: drop})
		if a.NHSNumber != "" || a.Phone != "" || a.Language != "" || a.Interpreter || b.NHSNumber != string(nhs.MakeInvented(5)) || b.MergedInto != "" {
			t.Errorf("after the undoing:\n%+v\n%+v", a.Person, b.Person)
		}
		for w, id := range map[string]string{"walsh": drop, "obrien": keep, "fourth": top} {
			if f := ask(t, h, practitioner, Find{Words: w}); len(f.Hits) != 1 || f.Hits[0].ID != id {
				t.Errorf("%s found %s", w, names(f))
			}
		}
		if c, err := h.Verify(context.Background()); err != nil || c.Broken != 0 {
			t.Errorf("chain: %+v, %v", c, err)
		}
	})
}

// Whatever somebody of another network tries, they learn nothing and leave
// nothing, and it is the same as for an id that there never was.
func TestOutsider(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h, ctx := open(t, dsn), context.Background()
		id := do(t, h, reception, Add{Details: someone("Anna", "Nowak", "1980-03-12")})
		own := someone("Otto", "Own", "1970-01-01")
		own.Practice = "P20001"
		theirs := do(t, h, outsider, Add{Details: own})
		before, lines := ask(t, h, reception, Open{ID: id}), h.lines(t)
		for _, who := range []access.Actor{outsider, riverside} {
			for _, target := range []string{id, "no-such", "", strings.Repeat("x", 4000), "' OR '1'='1", "\x00", "\xff"} {
				for name, err := range map[string]error{
					"open":     err2(gate.Ask(ctx, h.Gate, who, Open{ID: target})),
					"change":   err2(gate.Do(ctx, h.Gate, who, Change{ID: target, Version: 1, Details: own, Why: "x"})),
					"needs":    err2(gate.Do(ctx, h.Gate, who, SetNeeds{ID: target, Version: 1, Format: "x"})),
					"share":    err2(gate.Do(ctx, h.Gate, who, Share{ID: target, With: WithPractice, Topic: "x", Answer: "yes"})),
					"withdraw": err2(gate.Do(ctx, h.Gate, who, Withdraw{ID: target, Consent: "x"})),
				} {
					if !fault.Is(err, fault.NotFound) || fault.Says(err) != "No such person" {
						t.Errorf("%s, %s of %.20q: %v", who.Name, name, target, err)
					}
				}
			}
		}
		for name, err := range map[string]error{
			"access":      err2(gate.Ask(ctx, h.Gate, outsider, Access{ID: id})),
			"merge":       err2(gate.Do(ctx, h.Gate, outsider, Merge{theirs, id, "x"})),
			"merge there": err2(gate.Do(ctx, h.Gate, outsider, Merge{id, theirs, "x"})),
			"unmerge":     err2(gate.Do(ctx, h.Gate, outsider, Unmerge{id, theirs, "x"})),
		} {
			if !fault.Is(err, fault.NotFound) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if n := h.lines(t); n != lines {
			t.Errorf("%d lines were left", n-lines)
		}
		if after := ask(t, h, reception, Open{ID: id}); after.Person != before.Person {
			t.Errorf("changed: %+v", after.Person)
		}
	})
}

func err2[R any](_ R, err error) error { return err }
