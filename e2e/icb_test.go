package e2e

import (
	"encoding/csv"
	"net/url"
	"strconv"
	"strings"
	"testing"
)

// The last moment of the stories: 21 networks, 5 with anyone in post, 15 that
// report none, one that made no return. Each count opens exactly its rows, the
// number explains itself, and the download has the same rows.
func TestICB(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	each(t, func(t *testing.T, script bool) {
		p := begin(t, w, "Fiona Clarke", script)
		if p.path() != "/coverage/icb/QUY" {
			t.Fatalf("the ICB lands on %s", p.path())
		}
		home := p.path()
		const rows = `document.querySelectorAll("#networks tbody tr, table#networks tbody tr").length || document.querySelectorAll("main table tbody tr").length`
		for _, c := range []struct {
			press string
			n     int
		}{{"21", 21}, {"5", 5}, {"15 report none", 15}, {"1 made no return", 1}} {
			p.to(home)
			p.press(c.press)
			if got := js[int](p, rows); got != c.n {
				t.Errorf("%q opens %d rows on %s", c.press, got, p.path())
			}
		}
		p.to(home)
		p.press("Explain this number")
		p.says("What it means", "It counts", "It leaves out", "Together they make 5")
		p.to("/coverage")
		p.says("1,298", "Explain this number")
		p.to(home)
		p.press("List, filter and sort")
		p.pick("Status", "no return")
		p.press("Filter")
		if got := js[int](p, rows); got != 1 {
			t.Errorf("the filter leaves %d rows", got)
		}
		link := js[string](p, `[...document.querySelectorAll("a")].find((a) => a.textContent.startsWith("Download")).href`)
		u, err := url.Parse(link)
		if err != nil {
			t.Fatal(err)
		}
		a := w.as("icb").get(u.RequestURI())
		lines, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(a.Text, "\ufeff"))).ReadAll()
		if err != nil || len(lines) != 2 {
			t.Fatalf("%d lines, %v", len(lines), err)
		}
		if got := lines[1][len(lines[1])-1]; !strings.Contains(strings.ToLower(strings.Join(lines[1], " ")), "no return") {
			t.Errorf("the row says %q", got)
		}
		whole := w.as("icb").get("/coverage/networks.csv?icb=QUY")
		lines, err = csv.NewReader(strings.NewReader(strings.TrimPrefix(whole.Text, "\ufeff"))).ReadAll()
		if err != nil || len(lines) != 22 || !strings.Contains(whole.Header.Get("Content-Disposition"), "attachment") {
			t.Errorf("%s lines, %v, %v", strconv.Itoa(len(lines)), err, whole.Header)
		}
	})
}
