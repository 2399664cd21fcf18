package e2e

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// chromium is the one browser of the package; every test has a context of
// its own in it, with its own cookies.
var chromium = sync.OnceValues(func() (context.Context, error) {
	path := os.Getenv("FOOTBRIDGE_CHROMIUM")
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path == "" {
			path, _ = exec.LookPath(name)
		}
	}
	if path == "" {
		return nil, errors.New("no Chromium. Install it with: apt-get install chromium")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.NoSandbox,
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-sync", true), chromedp.Flag("disable-quic", true), chromedp.Flag("disable-back-forward-cache", true), chromedp.Flag("lang", "en-GB"),
		chromedp.WSURLReadTimeout(60*time.Second))
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, cancel := chromedp.NewContext(allocator)
	if err := chromedp.Do(ctx); err != nil {
		cancel()
		stop()
		return nil, fmt.Errorf("Chromium does not start: %w", err)
	}
	atEnd(func() {
		chromedp.Cancel(ctx) //nolint:errcheck // the end of the run
		cancel()
		stop()
	})
	return ctx, nil
})

// page is a tab of somebody who uses Footbridge. It counts what they do.
type page struct {
	t       testing.TB
	w       *world
	ctx     context.Context
	pages   int // that were loaded since counting began
	presses int // of links and buttons
	scripts bool

	mu       sync.Mutex
	messages []string // errors of the console
}

// patience is how long a step in the browser may take before it counts as
// stuck. It is long: a busy machine with two cores is slow, not wrong.
const patience = 90 * time.Second

// open opens a browser window of its own, signed in as somebody ("" for
// nobody).
func (w *world) open(t testing.TB, key string, script bool) *page {
	t.Helper()
	browser, err := chromium()
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal(err)
		}
		t.Skipf("NOT TESTED IN A BROWSER: %v", err)
	}
	ctx, cancel := chromedp.NewContext(browser, chromedp.WithNewBrowserContext())
	t.Cleanup(cancel)
	p := &page{t: t, w: w, ctx: ctx}
	// The tab lives as long as the context of its first run: one without a
	// deadline.
	if err := chromedp.Do(ctx); err != nil {
		t.Fatal(err)
	}
	p.run(chromedp.EmulateViewport(1280, 900))
	listen, deaf := context.WithCancel(ctx)
	t.Cleanup(deaf)
	console := chromedp.Console(listen)
	go func() {
		for m, err := range console {
			if err != nil {
				return
			}
			if m.Type == chromedp.ConsoleError || m.Type == chromedp.ConsoleException {
				p.mu.Lock()
				p.messages = append(p.messages, m.Text+" "+m.URL)
				p.mu.Unlock()
			}
		}
	}()
	p.scripts = script
	if !script {
		p.script(false)
	}
	p.signedIn(key)
	return p
}

// signedIn gives the window the cookie of somebody's session.
func (p *page) signedIn(key string) {
	p.t.Helper()
	if _, err := chromedp.Call(p.ctx, network.ClearBrowserCookies, cdp.Empty{}); err != nil {
		p.t.Fatal(err)
	}
	if key == "" {
		return
	}
	if _, err := chromedp.Call(p.ctx, network.SetCookie, network.SetCookieParams{Name: "footbridge", Value: p.w.token(key), URL: p.w.base, HTTPOnly: new(true), SameSite: network.CookieSameSiteLax}); err != nil {
		p.t.Fatal(err)
	}
}

func (p *page) script(on bool) {
	p.t.Helper()
	if _, err := chromedp.Call(p.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !on}); err != nil {
		p.t.Fatal(err)
	}
}

func (p *page) run(steps ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		p.t.Fatalf("%v\non: %s", err, p.where())
	}
}

func (p *page) where() string {
	ctx, cancel := context.WithTimeout(p.ctx, 5*time.Second)
	defer cancel()
	at, _ := chromedp.Run(ctx, chromedp.Location())
	h1, _ := chromedp.Run(ctx, chromedp.Evaluate[string](`document.querySelector("main")?.innerText.slice(0, 600) ?? ""`))
	return at + ": " + h1
}

// size sets the window: up to 480 wide it is a phone.
func (p *page) size(width int64) {
	p.t.Helper()
	if width <= 480 {
		p.run(chromedp.EmulateViewport(width, 740, chromedp.EmulateMobile))
	} else {
		p.run(chromedp.EmulateViewport(width, 900))
	}
}

// to opens a path by its address and gives the status.
func (p *page) to(path string) int {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	resp, err := chromedp.Run(ctx, chromedp.NavigateResponse(p.w.base+path))
	if err != nil {
		p.t.Fatalf("%s: %v", path, err)
	}
	p.pages++
	return int(resp.Status)
}

// follow does something that leads to another page, and waits for it.
func (p *page) follow(steps ...chromedp.Action[chromedp.Void]) int {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	resp, err := chromedp.RunResponse(ctx, steps...)
	if err != nil {
		p.t.Fatalf("no page came: %v\non: %s", err, p.where())
	}
	p.pages++
	return int(resp.Status)
}

// js evaluates an expression in the page.
func js[T any](p *page, expression string) T {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		p.t.Fatalf("%v\nin: %.200s\non: %s", err, expression, p.where())
	}
	return v
}

func quote(s string) string {
	b, _ := json.Marshal(s)
	return string(b)
}

// path is the path and query of the page.
func (p *page) path() string {
	p.t.Helper()
	return js[string](p, `location.pathname + location.search`)
}

func (p *page) h1() string {
	p.t.Helper()
	return js[string](p, `(document.querySelector("h1")?.innerText ?? "").replace(/\s+/g, " ").trim()`)
}

// text is what the main part of the page says.
func (p *page) text() string {
	p.t.Helper()
	return js[string](p, `document.querySelector("main").innerText.replace(/\s+/g, " ")`)
}

// says fails the test unless the page says all of these.
func (p *page) says(words ...string) {
	p.t.Helper()
	text := p.text()
	for _, s := range words {
		if !strings.Contains(text, s) {
			p.t.Fatalf("the page does not say %q\non: %s\n%s", s, p.path(), text)
		}
	}
}

// mark finds a link or button by its words, as a screen reader would say
// them, exactly or else by their beginning, and marks it for the mouse.
const markScript = `((words, kinds) => {
  document.querySelectorAll("[data-e2e]").forEach((e) => e.removeAttribute("data-e2e"));
  const clean = (s) => (s || "").replace(/\s+/g, " ").trim();
  const all = [...document.querySelectorAll(kinds)].filter((e) => e.checkVisibility() && e.tabIndex >= 0);
  const name = (e) => clean(e.getAttribute("aria-label") || e.textContent || e.value);
  const found = all.find((e) => name(e) === words) || all.find((e) => name(e).startsWith(words)) || all.find((e) => name(e).includes(words));
  if (!found) return "nothing to press says “" + words + "”; there are: " + all.map(name).join(" | ");
  found.setAttribute("data-e2e", "");
  found.scrollIntoView({ block: "center", behavior: "instant" });
  return "";
})`

const pressable = `a[href], button, input[type=submit], summary`

func (p *page) mark(words string) {
	p.t.Helper()
	if p.scripts { // the menu is laid out anew once the design system's script has come
		p.waitFor(`!document.querySelector("[data-module=nhsuk-header]:not([data-nhsuk-header-init])")`)
	}
	if wrong := js[string](p, markScript+"("+quote(words)+", "+quote(pressable)+")"); wrong != "" {
		p.t.Fatalf("%s\non: %s", wrong, p.path())
	}
}

var marked = chromedp.CSS("[data-e2e]")

// click is a click of the mouse on the middle of what is marked. It goes by
// where that is on the screen: a page that is still being worked on by its
// script has no other fixed point.
func (p *page) click() chromedp.Action[chromedp.Void] {
	p.t.Helper()
	at := js[[]float64](p, `(() => { const b = document.querySelector("[data-e2e]").getClientRects()[0]; return [b.x + b.width / 2, b.y + b.height / 2]; })()`)
	return chromedp.MouseClickXY(at[0], at[1])
}

// press presses a link or button with the mouse and waits for the page that
// follows.
func (p *page) press(words string) int {
	p.t.Helper()
	p.mark(words)
	p.presses++
	return p.follow(p.click())
}

const fieldScript = `((label, choice) => {
  document.querySelectorAll("[data-e2e]").forEach((e) => e.removeAttribute("data-e2e"));
  const clean = (s) => (s || "").replace(/\s+/g, " ").trim();
  let scope = document.querySelector("main");
  if (choice) {
    const sets = [...scope.querySelectorAll("fieldset")].filter((f) => f.checkVisibility() && clean(f.querySelector("legend")?.textContent).startsWith(label));
    if (!sets.length) return "no group of choices begins with “" + label + "”";
    scope = sets[0];
    label = choice;
  }
  const labels = [...scope.querySelectorAll("label")].filter((l) => l.checkVisibility());
  const l = labels.find((l) => clean(l.textContent) === label) || labels.find((l) => clean(l.textContent).startsWith(label));
  const field = l && (l.control || document.getElementById(l.htmlFor));
  if (!field) return "no field “" + label + "”; there are: " + labels.map((l) => clean(l.textContent)).join(" | ");
  (choice || field.type === "checkbox" ? l : field).setAttribute("data-e2e", "");
  (choice ? l : field).scrollIntoView({ block: "center", behavior: "instant" });
  if (field.tagName === "SELECT") return "select";
  return "";
})`

// fill types into a field, replacing what is there.
func (p *page) fill(label, value string) {
	p.t.Helper()
	if wrong := js[string](p, fieldScript+"("+quote(label)+")"); wrong != "" {
		p.t.Fatalf("%s\non: %s", wrong, p.where())
	}
	js[chromedp.Void](p, `(() => { const e = document.querySelector("[data-e2e]"); e.focus(); e.select?.(); })()`)
	if value == "" {
		value = kb.Delete
	}
	p.keys(value)
}

// choose picks one of a group of radios, or ticks one of its boxes.
func (p *page) choose(legend, choice string) {
	p.t.Helper()
	if wrong := js[string](p, fieldScript+"("+quote(legend)+", "+quote(choice)+")"); wrong != "" {
		p.t.Fatalf("%s\non: %s", wrong, p.where())
	}
	p.run(p.click())
}

// pick picks an option of a select by its words.
func (p *page) pick(label, option string) {
	p.t.Helper()
	if is := js[string](p, fieldScript+"("+quote(label)+")"); is != "select" {
		p.t.Fatalf("%q is no list of options: %s\non: %s", label, is, p.where())
	}
	value := js[string](p, `[...document.querySelector("[data-e2e]").options].find((o) => o.text.includes(`+quote(option)+`))?.value ?? ""`)
	p.run(chromedp.SetValue(marked, value))
}

// keys types where the focus is.
func (p *page) keys(keys string) {
	p.t.Helper()
	p.run(chromedp.KeyEvent(keys))
}

// until waits until the page's heading is this.
func (p *page) until(h1 string) {
	p.t.Helper()
	for range 100 {
		ctx, cancel := context.WithTimeout(p.ctx, 5*time.Second)
		got, err := chromedp.Run(ctx, chromedp.Evaluate[string](`document.querySelector("h1")?.innerText ?? ""`))
		cancel()
		if err == nil && strings.TrimSpace(got) == h1 {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	p.t.Fatalf("the page is not %q but %s", h1, p.where())
}

// waitFor waits until an expression is true.
func (p *page) waitFor(expression string) {
	p.t.Helper()
	for range 200 {
		if js[bool](p, expression) {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	p.t.Fatalf("it never came to be that %s\non: %s", expression, p.where())
}

// tabTo presses the tab key until the focus is on something of this name.
func (p *page) tabTo(name string) {
	p.t.Helper()
	for range 120 {
		p.keys(kb.Tab)
		if js[bool](p, `(() => { const e = document.activeElement, clean = (s) => (s || "").replace(/\s+/g, " ").trim();
  const names = [clean(e.textContent), ...[...(e.labels || [])].map((l) => clean(l.textContent))];
  return names.some((n) => n.startsWith(`+quote(name)+`)); })()`) {
			return
		}
		// Of a group of radios the tab key reaches one; the arrows the others.
	}
	p.t.Fatalf("the tab key does not reach %q on %s", name, p.where())
}

// complaints are the errors on the console so far, and forgets them.
func (p *page) complaints() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	out := p.messages
	p.messages = nil
	return out
}

// each runs a journey with JavaScript and without.
func each(t *testing.T, journey func(t *testing.T, script bool)) {
	t.Run("script", func(t *testing.T) { t.Parallel(); journey(t, true) })
	t.Run("plain", func(t *testing.T) { t.Parallel(); journey(t, false) })
}
