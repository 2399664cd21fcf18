package faults

import (
	"encoding/json"
	"fmt"
	"html"
	"io"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"footbridge/internal/app"
	"footbridge/internal/demo"
)

// longForm is a form that keeps a draft on the server, as a page shows it.
type longForm struct {
	path, kind, subject, field string
	saves                      int
}

var (
	linkTo    = regexp.MustCompile(`href="(/[^"#]*)"`)
	draftForm = regexp.MustCompile(`(?s)<form[^>]*data-draft-kind="([^"]+)"[^>]*data-draft-subject="([^"]*)"[^>]*data-draft-saves="(\d*)"[^>]*>(.*?)</form>`)
	textarea  = regexp.MustCompile(`<textarea[^>]*\bname="([^"]+)"`)
)

// get reads a page; "" when the server is gone or answers with something else.
func (v *visitor) get(path string) string {
	r, err := v.client.Get(v.base + path)
	if err != nil {
		return ""
	}
	defer r.Body.Close()
	if r.StatusCode != http.StatusOK || !strings.HasPrefix(r.Header.Get("Content-Type"), "text/html") {
		return ""
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return ""
	}
	return string(body)
}

// longForms walks the pages from a few first ones on, and gives one form of
// every kind of draft that it meets.
func longForms(v *visitor, first []string, most int) map[string]longForm {
	out := map[string]longForm{}
	seen := map[string]bool{}
	like := map[string]int{} // how many pages of one shape were read
	shape := regexp.MustCompile(`[0-9a-z]{16,}`)
	queue := slices.Clone(first)
	for len(queue) > 0 && len(seen) < most {
		path := queue[0]
		queue = queue[1:]
		if seen[path] || like[shape.ReplaceAllString(path, "*")] >= 12 {
			continue
		}
		seen[path] = true
		like[shape.ReplaceAllString(path, "*")]++
		body := v.get(path)
		for _, f := range draftForm.FindAllStringSubmatch(body, -1) {
			field := textarea.FindStringSubmatch(f[4])
			if field == nil {
				continue
			}
			if _, known := out[f[1]]; !known {
				saves, _ := strconv.Atoi(f[3])
				out[f[1]] = longForm{path, html.UnescapeString(f[1]), html.UnescapeString(f[2]), html.UnescapeString(field[1]), saves}
			}
		}
		for _, l := range linkTo.FindAllStringSubmatch(body, -1) {
			to := html.UnescapeString(l[1])
			for _, part := range []string{"/people/", "/requests", "/today", "/bookings/", "/drafts/", "/contacts/", "/safety/", "/caseload", "/courses", "/groups", "/registers", "/assessments", "/plans", "/inbox", "/advice", "/asks", "/onward", "/teaching", "/physical", "/meetings"} {
				if strings.HasPrefix(to, part) && !strings.Contains(to, ".csv") && !strings.Contains(to, "/access") {
					queue = append(queue, to)
					break
				}
			}
		}
	}
	return out
}

// Killed while long forms are being written, the server has every draft that
// it said it had kept: each form shows it again, to the last sentence.
func TestKillWhileWriting(t *testing.T) {
	dir := t.TempDir()
	database := filepath.Join(dir, "drafts.db")
	a, err := app.Open(t.Context(), app.Config{Database: database})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := demo.Make(t.Context(), a, 1); err != nil {
		t.Fatal(err)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	p := start(t, database)
	leah := personaNamed(t, p.base, "Leah Whitcombe")
	v, err := enter(p.base, leah)
	if err != nil {
		t.Fatal(err)
	}
	forms := longForms(v, []string{"/today", "/requests", "/people?words=Tallentire", "/caseload", "/people?words=Kowalska"}, 700)
	kinds := slices.Sorted(maps.Keys(forms))
	t.Logf("%d kinds of long forms: %s", len(kinds), strings.Join(kinds, ", "))
	for _, must := range []string{"contact", "triage", "safety plan", "safety assessment", "safety formulation"} {
		if _, ok := forms[must]; !ok {
			t.Errorf("no form of the kind %q was met: the walk is too short", must)
		}
	}
	random := rand.New(rand.NewPCG(11, 11))
	kept, sent := map[string]int{}, map[string]int{} // by kind: the last number that the server kept, and that was sent to it
	saves := map[string]int{}
	for kind, f := range forms {
		saves[kind] = f.saves
	}
	for round := range 3 {
		var mu sync.Mutex
		var wg sync.WaitGroup
		stop := make(chan struct{})
		for _, kind := range kinds {
			f := forms[kind]
			wg.Go(func() {
				for {
					select {
					case <-stop:
						return
					default:
					}
					mu.Lock()
					n, known := sent[kind]+1, saves[kind]
					sent[kind] = n
					mu.Unlock()
					body := url.Values{f.field: {sentence(n)}}.Encode()
					r, err := v.client.PostForm(v.base+"/drafts", url.Values{"kind": {f.kind}, "subject": {f.subject}, "saves": {fmt.Sprint(known)}, "body": {body}})
					if err != nil {
						return
					}
					var said struct{ Saves int }
					err = json.NewDecoder(r.Body).Decode(&said)
					r.Body.Close()
					if r.StatusCode == http.StatusOK && err == nil {
						mu.Lock()
						kept[kind], saves[kind] = n, said.Saves
						mu.Unlock()
					} else if r.StatusCode == http.StatusConflict {
						return // what was kept before the kill was not told: the page will say
					}
				}
			})
		}
		time.Sleep(time.Duration(150+random.IntN(300)) * time.Millisecond)
		p.kill()
		close(stop)
		wg.Wait()
		p = start(t, database)
		if v, err = enter(p.base, leah); err != nil {
			t.Fatal(err)
		}
		for _, kind := range kinds {
			if kept[kind] == 0 {
				continue
			}
			body := html.UnescapeString(v.get(forms[kind].path))
			found := false
			for n := sent[kind]; n >= kept[kind] && !found; n-- {
				found = strings.Contains(body, sentence(n))
			}
			if !found {
				t.Errorf("round %d: the draft of %q, kept %d times, is not on %s", round, kind, kept[kind], forms[kind].path)
			}
			if m := regexp.MustCompile(`data-draft-subject="` + regexp.QuoteMeta(html.EscapeString(forms[kind].subject)) + `" data-draft-saves="(\d+)"`).FindStringSubmatch(v.get(forms[kind].path)); m != nil {
				saves[kind], _ = strconv.Atoi(m[1])
			}
		}
	}
	p.kill()
	total := 0
	for _, kind := range kinds {
		total += kept[kind]
		if kept[kind] == 0 {
			t.Errorf("no draft of %q was ever kept", kind)
		}
	}
	t.Logf("%d drafts were acknowledged over 3 kills", total)
}

// sentence is what is being written, the n-th time.
func sentence(n int) string {
	return fmt.Sprintf("“I can’t face work”, she says – and so on to the %d-th sentence.", n)
}

// personaNamed finds a demo persona's id on the first page.
func personaNamed(t *testing.T, base, name string) string {
	t.Helper()
	v := &visitor{http.DefaultClient, base}
	m := regexp.MustCompile(`name="persona" value="([^"]+)">\s*<button[^>]*>Sign in<span[^>]*> as ` + regexp.QuoteMeta(name)).FindStringSubmatch(v.get("/"))
	if m == nil {
		t.Fatalf("no persona %s on the first page", name)
	}
	return m[1]
}
