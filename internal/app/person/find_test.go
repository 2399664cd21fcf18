package person

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/calendar"
	"footbridge/internal/engines"
	"footbridge/internal/fault"
	"footbridge/internal/nhs"
)

// someone is a whole record to add, changed as a test needs it.
func someone(given, family, born string) Details {
	return Details{Given: given, Family: family, BornOn: calendar.MustDate(born), Practice: "P10001"}
}

// crowd puts a few people on record whose names people mistype.
func crowd(t testing.TB, h house) {
	add := func(d Details) {
		do(t, h, practitioner, Add{Details: d, Sure: true})
	}
	kasia := someone("Katarzyna", "Kowalska", "1980-03-12")
	kasia.KnownAs, kasia.NHSNumber = "Kasia", string(nhs.MakeInvented(1))
	add(kasia)
	add(someone("Aoife", "O’Brien", "1992-02-29"))
	add(someone("Zoë", "Müller-Lüdenscheidt", "1975-07-01"))
	add(someone("John", "Smith", "1960-01-01"))
	add(someone("Joan", "Smith", "1961-01-01"))
	add(someone("John", "Smythe", "1960-01-01"))
	add(someone("محمد", "الأحمد", "1988-05-05"))
	add(someone("小龍", "李", "1940-11-27"))
	add(someone("-", "Sukarno", "1950-06-06"))
	add(someone("Ana Maria", "García López", "1999-12-31"))
	add(someone("<script>alert(1)</script>", "Tables", "1990-01-02"))
	away := someone("Otto", "Kowalska", "1980-03-12")
	away.Practice, away.NHSNumber = "P20001", string(nhs.MakeInvented(2))
	do(t, h, outsider, Add{Details: away, Sure: true})
	near := someone("Rita", "Riverside", "1980-03-12")
	near.Practice = "P10002"
	do(t, h, riverside, Add{Details: near, Sure: true})
}

func names(f Found) string {
	var out []string
	for _, h := range f.Hits {
		s := h.Name()
		if h.Why != "" {
			s += " (" + h.Why + ")"
		}
		out = append(out, s)
	}
	return strings.Join(out, "; ")
}

func TestFind(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		crowd(t, h)
		for _, c := range []struct{ words, want, note string }{
			{"kowal", "Katarzyna Kowalska", ""},
			{"Katarzyna Kowalska", "Katarzyna Kowalska", ""},
			{"KOWALSKA, katarzyna", "Katarzyna Kowalska", ""},
			{"kasia kow", "Katarzyna Kowalska", ""},
			{"mrs kowalska 1980", "Katarzyna Kowalska", ""},
			{"kowalska 12/3/1980", "Katarzyna Kowalska", ""},
			{"12.03.80 kowalska", "Katarzyna Kowalska", ""},
			{"12 Mar 1980 kow", "Katarzyna Kowalska", ""},
			{"kow 12th march 1980", "Katarzyna Kowalska", ""},
			{"March 12, 1980 kow", "Katarzyna Kowalska", ""},
			{"1980-03-12 kow", "Katarzyna Kowalska", ""},
			{"12031980 kow", "Katarzyna Kowalska", ""},
			{"19800312 kow", "Katarzyna Kowalska", ""},
			{"120380 kow", "Katarzyna Kowalska", ""},
			{"12/3/1980", "Katarzyna Kowalska; Rita Riverside", ""},
			{"kowalsak", "Katarzyna Kowalska (Similar name)", ""},
			{"kowlska", "Katarzyna Kowalska (Similar name)", ""},
			{"catarzyna", "Katarzyna Kowalska (Similar name)", ""},
			{"kowalska 12/4/1980", "Katarzyna Kowalska (Different date of birth)", "Nobody of this name has this date of birth"},
			{"katarzyna nowak 12/3/1980", "Katarzyna Kowalska (Part of the name)", ""},
			{"katarzyna anna kowalska", "Katarzyna Kowalska (Part of the name)", ""},
			{string(nhs.MakeInvented(1)), "Katarzyna Kowalska", ""},
			{nhs.MakeInvented(1).Format(), "Katarzyna Kowalska", ""},
			{"smith " + string(nhs.MakeInvented(1)), "Katarzyna Kowalska", "another name than you typed"},
			{"1/1/1970 " + string(nhs.MakeInvented(1)), "Katarzyna Kowalska", "another date of birth than you typed"},
			{string(nhs.MakeInvented(2)), "", "Nobody whom you can see has this NHS number"},
			{"kowalska " + string(nhs.MakeInvented(2)), "Katarzyna Kowalska", "Nobody whom you can see has this NHS number"},
			{"kowalska 999 000 0019", "Katarzyna Kowalska", "NHS number is not right"},
			{"999 000 0019", "", "NHS number is not right"},
			{"99900", "", "99900 is neither a date, a year nor an NHS number"},
			{"kow 999000001", "Katarzyna Kowalska", "NHS number is too short"},
			{"kow 31/2/1980", "Katarzyna Kowalska", "31/2/1980 is not a real date of birth"},
			{"kow 12/3/2080", "Katarzyna Kowalska", "12/3/2080 is not a real date of birth"},
			{"obrien", "Aoife O’Brien", ""},
			{"o'brien", "Aoife O’Brien", ""},
			{"O`Brien 29/2/1992", "Aoife O’Brien", ""},
			{"brien", "Aoife O’Brien (Similar name)", ""},
			{"zoe muller", "Zoë Müller-Lüdenscheidt", ""},
			{"ludenscheidt", "Zoë Müller-Lüdenscheidt", ""},
			{"Zoe\u0308", "Zoë Müller-Lüdenscheidt", ""},
			{"john smith", "John Smith; John Smythe (Similar name); Joan Smith (Similar name)", ""},
			{"smith", "Joan Smith; John Smith", ""},
			{"محمد", "محمد الأحمد", ""},
			{"李", "小龍 李", ""},
			{"sukarno", "Sukarno", ""},
			{"lopez ana", "Ana Maria García López", ""},
			{"<script>", "<script>alert(1)</script> Tables", ""},
			{"' OR 1=1 --", "", "1 is neither"},
			{"%", "none", ""},
			{"k", "none", ""},
			{"   ", "none", ""},
			{"Riverside", "Rita Riverside", ""},
		} {
			got, err := gate.Ask(context.Background(), h.Gate, practitioner, Find{Words: c.words})
			if c.want == "none" {
				if !fault.Is(err, fault.Invalid) || !strings.HasPrefix(fault.Says(err), "Enter at least 2 letters") {
					t.Errorf("%q: %v", c.words, err)
				}
				continue
			}
			if err != nil && c.words != "99900" && !strings.Contains(c.words, "OR 1=1") {
				t.Errorf("%q: %v", c.words, err)
				continue
			}
			notes := got.Wrong + " " + strings.Join(got.Notes, " ")
			if err == nil && (names(got) != c.want && c.words != "john smith" || !strings.Contains(notes, c.note)) {
				t.Errorf("%q: found %s; notes %q; want %s with %q", c.words, names(got), notes, c.want, c.note)
			}
			if c.words == "john smith" && (len(got.Hits) < 2 || got.Hits[0].Name() != "John Smith") {
				t.Errorf("%q: found %s", c.words, names(got))
			}
		}
	})
}

func TestFindIsScoped(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		crowd(t, h)
		for _, c := range []struct {
			who   access.Actor
			words string
			want  string
		}{
			{reception, "kowalska", "Katarzyna Kowalska"},
			{reception, "riverside", ""},
			{riverside, "riverside", "Rita Riverside"},
			{riverside, "kowalska", ""},
			{practitioner, "12/3/1980", "Katarzyna Kowalska; Rita Riverside"},
			{outsider, "kowalska", "Otto Kowalska"},
			{outsider, string(nhs.MakeInvented(1)), ""},
			{lead, "kowalska", "Katarzyna Kowalska; Otto Kowalska"},
		} {
			before := h.lines(t)
			if got := ask(t, h, c.who, Find{Words: c.words}); names(got) != c.want {
				t.Errorf("%s looking for %q found %s, want %s", c.who.Name, c.words, names(got), c.want)
			}
			if n := h.lines(t) - before; n != 1 {
				t.Errorf("%s looking for %q left %d audit lines", c.who.Name, c.words, n)
			}
		}
		if _, err := gate.Ask(context.Background(), h.Gate, commissioner, Find{Words: "kowalska"}); !fault.Is(err, fault.Denied) {
			t.Errorf("the ICB looked for a person: %v", err)
		}
	})
}

func TestFindShowsTwentyAndSaysThatThereAreMore(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		for i := range 21 {
			do(t, h, reception, Add{Details: someone(fmt.Sprintf("Number%c", 'a'+i), "Jones", "1980-01-01"), Sure: true})
		}
		if got := ask(t, h, reception, Find{Words: "jones"}); len(got.Hits) != 20 || !got.More {
			t.Errorf("%d hits, more: %v", len(got.Hits), got.More)
		}
		if got := ask(t, h, reception, Find{Words: "jones", Limit: 5}); len(got.Hits) != 5 || !got.More {
			t.Errorf("%d hits, more: %v", len(got.Hits), got.More)
		}
		if got := ask(t, h, reception, Find{Words: "jones numberu"}); len(got.Hits) == 0 || got.Hits[0].Given != "Numberu" || got.Hits[0].Why != "" {
			t.Errorf("found %s", names(got))
		}
	})
}

func TestWhatWasTypedBeginsANewRecord(t *testing.T) {
	today := calendar.MustDate("2026-11-23")
	for _, c := range []struct{ typed, given, family, born, number string }{
		{"anna nowak 3/4/1985", "Anna", "Nowak", "1985-04-03", ""},
		{"Nowak, Anna Maria", "Anna Maria", "Nowak", "", ""},
		{"mr o'brien", "", "O'Brien", "", ""},
		{"mary-jane smith", "Mary-Jane", "Smith", "", ""},
		{"de Souza", "De", "Souza", "", ""},
		{"", "", "", "", ""},
		{"999 000 0018 smith", "", "Smith", "", "9990000018"},
		{"smith 3/4/25", "", "Smith", "", ""}, // 1925 or 2025: not known
	} {
		d := understand(c.typed, today).start()
		if d.Given != c.given || d.Family != c.family || d.BornOn.String() != c.born || d.NHSNumber != c.number && nhs.Number(c.number) != "" && d.NHSNumber != "" {
			t.Errorf("%q: %+v", c.typed, d)
		}
	}
}

func FuzzUnderstand(f *testing.F) {
	for _, s := range []string{"smith 12/3/1980", "999 000 0018", "31/2/80 o’brien", "\u202emoc", "12-mar-80"} {
		f.Add(s)
	}
	today := calendar.MustDate("2026-11-23")
	f.Fuzz(func(t *testing.T, s string) {
		q := understand(s, today)
		for _, d := range q.Dates {
			if d.After(today) {
				t.Errorf("%q gave %s", s, d)
			}
		}
		if len(q.Words) > 8 {
			t.Errorf("%q gave %d words", s, len(q.Words))
		}
		q.start()
	})
}

// Sixty thousand people in thirty-two practices; names are made of syllables,
// so that there are about as many as there are in a city.
func manyPeople(b testing.TB, h house, n int) {
	first := []string{"Ma", "Jo", "Ka", "Li", "An", "Da", "Pe", "Su", "El", "Ro", "Ta", "Vi", "Ne", "Os", "Ul", "Ye"}
	middle := []string{"ri", "ha", "ta", "le", "no", "vi", "sa", "ke", "mo", "du"}
	last := []string{"a", "n", "s", "th", "ra", "lle", "ne", "ck", "son", "ton", "ley", "man", "ski", "wood", "field", "ford"}
	var people, tokens, slips [][]any
	known := map[string]bool{}
	now := h.Clock.Now()
	for i := range n {
		p := Person{
			ID: fmt.Sprintf("p%08d", i), Version: 1, CreatedAt: now, ChangedAt: now,
			Given:  first[i%16] + middle[i/16%10] + last[i/7%9],
			Family: first[i/3%16] + middle[i/5%10] + middle[i/11%10] + last[i/13%16],
			BornOn: calendar.NewDate(1930+i%90, 1, 1+i%365), Practice: "P10001", PCN: "A01",
		}
		if i%8 != 0 {
			p.Practice = fmt.Sprintf("P9%04d", i%32)
		}
		people = append(people, append(p.values(), p.sortName()))
		for _, w := range words(p.Given, p.Family) {
			tokens = append(tokens, []any{w, p.ID, "", p.Practice, p.PCN})
			if known[w] {
				continue
			}
			known[w] = true
			for _, v := range variants(w) {
				slips = append(slips, []any{v, w})
			}
		}
	}
	many(b, h, "person ("+strings.Join(columns, ", ")+", sort_name)", people)
	many(b, h, "person_name (token, person_id, via, practice, pcn)", tokens)
	many(b, h, "name_variant (variant, token)", slips)
}

// many inserts rows, a few hundred in one statement.
func many(b testing.TB, h house, into string, rows [][]any) {
	h.write(b, func(tx *db.Tx) error {
		for part := range slices.Chunk(rows, 300) {
			var a db.Args
			var out strings.Builder
			for i, r := range part {
				if i > 0 {
					out.WriteString(", ")
				}
				for j, v := range r {
					out.WriteString(map[bool]string{true: "(", false: ", "}[j == 0] + a.Add(v))
				}
				out.WriteString(")")
			}
			if _, err := tx.Exec("INSERT INTO "+into+" VALUES "+out.String(), a.List...); err != nil {
				return err
			}
		}
		return nil
	})
}

// BenchmarkFind looks for somebody among 60,000, in the usual ways and in the
// worst.
func BenchmarkFind(b *testing.B) {
	for _, engine := range []struct {
		name string
		dsn  func(testing.TB) string
	}{{"sqlite", engines.SQLite}, {"postgres", engines.Postgres}} {
		b.Run(engine.name, func(b *testing.B) {
			h := open(b, engine.dsn(b))
			manyPeople(b, h, 60_000)
			for _, c := range [][2]string{{"name and date", "marita jo 3/4/1985"}, {"two letters", "ma"}, {"a slip", "lihasno"}, {"nobody", "quetzalcoatl"}, {"a year", "1980"}, {"two names", "kale ma"}} {
				b.Run(c[0], func(b *testing.B) {
					for b.Loop() {
						ask(b, h, practitioner, Find{Words: c[1]})
					}
				})
			}
		})
	}
}
