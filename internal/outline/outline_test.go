package outline

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"footbridge/internal/fault"
)

var ask = Outline{Kind: "x", Parts: []Part{
	{Key: "q", Title: "Question", Shape: Asked},
	{Key: "w", Title: "Words", Shape: Words},
	{Key: "r", Title: "Rows", Shape: Lines, Cols: []Col{{Key: "what", Title: "What"}, {Key: "by", Title: "By when", Day: true, Before: "by "}}},
}}

func wrong(o Outline, b Body) []fault.Field {
	var c fault.Check
	b.Check(o, &c)
	return fault.FieldsOf(c.Err())
}

// "Not asked", "declined", "none" and text never turn into one another: not
// when kept, not in a form and back, not as lines, and not as JSON, whatever
// the text is, even when somebody's words are those of an answer.
func TestThreeAnswersStayThree(t *testing.T) {
	texts := []string{"None", "Asked: none", "Not asked", "declined", "none", "Asked: declined to say", "She said no", ""}
	rapid.Check(t, func(r *rapid.T) {
		make := func(name string) (Body, bool) {
			b := Body{Words: map[string]string{"w": "something"}, Said: map[string]string{}}
			b.Said["q"] = rapid.SampledFrom([]string{"", WasAsked, None, Declined, NotAsked}).Draw(r, name+" said")
			if s := rapid.OneOf(rapid.SampledFrom(texts), rapid.StringMatching(`[a-z ]{0,12}`)).Draw(r, name+" words"); s != "" {
				b.Words["q"] = s
			}
			b = b.Settle(ask)
			return b, len(wrong(ask, b)) == 0
		}
		a, fine := make("a")
		b, fineToo := make("b")
		if !fine || !fineToo {
			return
		}
		for _, x := range []Body{a, b} {
			kept, err := json.Marshal(x)
			if err != nil {
				r.Fatal(err)
			}
			var back Body
			if err := json.Unmarshal(kept, &back); err != nil {
				r.Fatal(err)
			}
			if back.Said["q"] != x.Said["q"] || back.Words["q"] != x.Words["q"] {
				r.Fatalf("kept %+v, came back %+v", x, back)
			}
			if again := Read(ask, x.Fields(ask).Get).Settle(ask); again.Said["q"] != x.Said["q"] || again.Words["q"] != x.Words["q"] {
				r.Fatalf("the form makes %+v of %+v", again, x)
			}
			if x.Said["q"] == "" {
				r.Fatalf("kept without an answer: %+v", x)
			}
		}
		q, _ := ask.Part("q")
		same := a.Said["q"] == b.Said["q"] && plain(a.Words["q"]) == plain(b.Words["q"])
		if reflect.DeepEqual(a.LinesOf(q), b.LinesOf(q)) != same {
			r.Fatalf("%+v and %+v read %q and %q", a, b, a.LinesOf(q), b.LinesOf(q))
		}
		changed, _ := Compare(ask, a, b)
		if (len(changed) > 0) == same {
			r.Fatalf("%+v beside %+v: %+v", a, b, changed)
		}
	})
}

func TestAnswersAreChecked(t *testing.T) {
	some := map[string]string{"w": "x"}
	for name, x := range map[string]struct {
		said, words string
		want        string
		kept        string
	}{
		"nothing":                 {"", "", "", NotAsked},
		"text alone":              {"", "He drinks", "", WasAsked},
		"none":                    {None, "", "", None},
		"none, and text":          {None, "x", "q-said", None},
		"not asked, and text":     {NotAsked, "x", "q-said", NotAsked},
		"declined":                {Declined, "", "", Declined},
		"declined, and said why":  {Declined, "Not with him here", "", Declined},
		"answered, without words": {WasAsked, "", "q", WasAsked},
		"another answer":          {"perhaps", "", "q-said", "perhaps"},
	} {
		b := Body{Words: map[string]string{"w": some["w"], "q": x.words}, Said: map[string]string{"q": x.said}}.Settle(ask)
		if b.Said["q"] != x.kept {
			t.Errorf("%s: kept as %q", name, b.Said["q"])
		}
		got := ""
		if f := wrong(ask, b); len(f) > 0 {
			got = f[0].Name
		}
		if got != x.want {
			t.Errorf("%s: %q, not %q", name, got, x.want)
		}
	}
	if f := wrong(ask, Body{}.Settle(ask)); len(f) != 1 || !strings.Contains(f[0].Message, "Nothing is written yet") {
		t.Errorf("%+v", f)
	}
	// Asked about and found to be none is something.
	if f := wrong(ask, Body{Said: map[string]string{"q": None}}.Settle(ask)); len(f) != 0 {
		t.Errorf("%+v", f)
	}
}

func TestRowsAndDays(t *testing.T) {
	p, _ := ask.Part("r")
	b := Body{Rows: map[string][][]string{"r": {{"Ring Ann", " 4/12/2026"}, {"Walk", "4 December 2026"}, {"Sleep", ""}}}}.Settle(ask)
	if got := b.LinesOf(p); !reflect.DeepEqual(got, []string{"Ring Ann – by 4 December 2026", "Walk – by 4 December 2026", "Sleep"}) {
		t.Errorf("%q", got)
	}
	if b.Rows["r"][0][1] != "2026-12-04" || len(wrong(ask, b)) != 0 {
		t.Errorf("%+v", b)
	}
	for name, row := range map[string][]string{"r-1-what": {"", "4/12/2026"}, "r-1-by": {"Walk", "soon"}} {
		if f := wrong(ask, Body{Rows: map[string][][]string{"r": {row}}}.Settle(ask)); len(f) != 1 || f[0].Name != name {
			t.Errorf("%q: %+v", row, f)
		}
	}
	if got := Read(ask, b.Fields(ask).Get).Settle(ask); !reflect.DeepEqual(got, b.Settle(ask)) && got.Rows["r"][2][0] != "Sleep" {
		t.Errorf("%+v", got)
	}
}
