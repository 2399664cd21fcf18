package e2e

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"footbridge/internal/app/diary"
)

// begin enters the demo by its first page, as a newcomer does.
func begin(t *testing.T, w *world, name string, script bool) *page {
	p := w.open(t, "", script)
	p.to("/")
	p.press("Sign in as " + name)
	p.pages, p.presses = 0, 0
	return p
}

// slot is what the n-th slot with Leah Whitcombe on a page of slots says.
func (p *page) slot(n int) string {
	p.t.Helper()
	all := js[[]string](p, `[...document.querySelectorAll("a[href*='slot=']")].map((a) => a.textContent.replace(/\s+/g, " ").trim()).filter((s) => s.includes("with Leah Whitcombe"))`)
	if n >= len(all) {
		p.t.Fatalf("only %d slots with Leah Whitcombe: %s", len(all), p.text())
	}
	return all[n]
}

// ready walks reception to "Check and book" for Marta Kowalska.
func ready(p *page) {
	p.t.Helper()
	p.fill("Name, date of birth or NHS number", "kowal 1992")
	p.press("Search")
	p.says("KOWALSKA, Marta")
	p.press("Book")
	p.says("Is this the right place?", "Graham Road Surgery", " left")
	p.fill("Why do they come?", "Not sleeping, can’t stop crying, four weeks")
	p.choose("Without a diagnosis of dementia", "Not known")
	p.press("Continue")
	p.says("This week", "Interpreter", "open to all")
}

// The first moment of the stories: a person who is known is booked straight
// in, in at most six pages after signing in, and reception knows what to say.
func TestReceptionBooks(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, script bool) {
		w := newWorld(t)
		p := begin(t, w, "Sam Okafor", script)
		if p.path() != "/people" {
			t.Fatalf("reception lands on %s", p.path())
		}
		ready(p)
		p.press(p.slot(0))
		p.says("Check and book", "four weeks", "Leah Whitcombe", " of 4 used")
		p.press("Book it")
		if got := p.h1(); got != "Booked" {
			t.Fatal(got)
		}
		p.says("Marta Kowalska", "You see Leah Whitcombe at", "If it gets worse before then", "Samaritans")
		t.Logf("%d pages, %d presses after signing in", p.pages, p.presses)
		if p.pages > 6 {
			t.Errorf("%d pages; at most six", p.pages)
		}
		if n := len(ask(w, "leah", diary.OfPerson{Person: w.person("Marta Kowalska").ID}).Coming); n != 1 {
			t.Errorf("%d bookings", n)
		}
	})
}

// Back, and the form once more: still one booking, and the page says so.
func TestReceptionBackAndAgain(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, script bool) {
		w := newWorld(t)
		p := begin(t, w, "Sam Okafor", script)
		ready(p)
		p.press(p.slot(1))
		// The form as it was sent, for somebody whose line dropped.
		check := p.path()
		fields := js[map[string]string](p, `Object.fromEntries(new FormData([...document.querySelectorAll("main form")].at(-1)))`)
		if fields["mode"] == "" {
			fields["mode"] = "face to face"
		}
		p.press("Book it")
		booked, _, _ := strings.Cut(p.path(), "?")
		js[chromedp.Void](p, `history.back()`)
		p.waitFor(`document.querySelector("main")?.innerText.includes("This is booked already") ?? false`)
		if p.path() != booked {
			t.Errorf("Back leads to %s, not to %s", p.path(), booked)
		}
		var sent []string
		for name, value := range fields {
			sent = append(sent, name, value)
		}
		path, _, _ := strings.Cut(check, "?")
		if a := w.as("reception").post(path, sent...); !strings.HasPrefix(a.To(), booked) {
			t.Errorf("sent again it leads to %s, not to %s", a.To(), booked)
		}
		if n := w.count("booking"); n != 1 {
			t.Errorf("%d bookings more", n)
		}
	})
}

// A double click on the button makes one booking.
func TestReceptionDoubleClick(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, script bool) {
		w := newWorld(t)
		p := begin(t, w, "Sam Okafor", script)
		ready(p)
		p.press("15:30")
		p.mark("Book it")
		p.follow(chromedp.DoubleClick(marked))
		p.until("Booked")
		if n := w.count("booking"); n != 1 {
			t.Errorf("%d bookings", n)
		}
		if n := len(ask(w, "leah", diary.OfPerson{Person: w.person("Marta Kowalska").ID}).Coming); n != 1 {
			t.Errorf("%d bookings to come", n)
		}
	})
}

// "He's 16": the page says who does see him and how to reach them, and that
// his mother was told is one line.
func TestReceptionSixteen(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, script bool) {
		w := newWorld(t)
		p := begin(t, w, "Sam Okafor", script)
		p.fill("Name, date of birth or NHS number", "kofi mensah")
		p.press("Search")
		p.press("Book")
		p.says("Not met", "16")
		p.fill("Why do they come?", "He stays in his room")
		p.choose("Without a diagnosis of dementia", "Met")
		p.press("Continue")
		p.says("Somebody else sees Kofi Mensah-Bright", "children and young people", "single point of access")
		p.fill("Who was told?", "His mother")
		p.fill("How?", "by telephone")
		p.press("Record it")
		p.says("His mother was told")
		if n := w.count("other_way"); n != 1 {
			t.Errorf("%d records", n)
		}
	})
}

// "I don't want to be here any more": one press, and the numbers are there.
func TestReceptionHelpToday(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, script bool) {
		w := newWorld(t)
		p := begin(t, w, "Sam Okafor", script)
		p.to("/book/" + w.person("Dean Ashworth").ID)
		p.presses = 0
		p.press("Needs help today")
		p.says("999", "111, then option 2", "116 123", "Duty doctor")
		if p.presses != 1 {
			t.Errorf("%d presses to the urgent routes", p.presses)
		}
		p.choose("Passed to", "Duty doctor of this practice")
		p.fill("Who was told?", "the person")
		p.press("Record it")
		p.says("It is recorded: passed to Duty doctor")
	})
}

// A booking that is cancelled offers its slot to those who wait.
func TestReceptionCancelOffersTheSlot(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, script bool) {
		w := newWorld(t)
		p := begin(t, w, "Sam Okafor", script)
		ready(p)
		p.press("16:45")
		p.press("Book it")
		p.press("Cancel the booking")
		p.press("Cancel the booking")
		if !strings.HasPrefix(js[string](p, `document.title`), "Error: ") {
			t.Fatal("nothing was said and it is cancelled: ", p.text())
		}
		p.choose("Who asked for it?", "The person")
		p.fill("Why, and what happens next?", "Feels better, will ring if it comes back")
		p.press("Cancel the booking")
		p.says("Who would like this slot?", "16:45", "Its slot is free again")
	})
}

// The whole way by keyboard alone.
func TestReceptionByKeyboard(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.open(t, "reception", true)
	p.to("/people")
	p.tabTo("Name, date of birth or NHS number")
	p.keys("kowal 1992")
	p.follow(chromedp.KeyEvent(kb.Enter))
	p.tabTo("Book")
	p.follow(chromedp.KeyEvent(kb.Enter))
	p.tabTo("Why do they come?")
	p.keys("Panic on the bus")
	p.tabTo("Met")
	p.keys(" ")
	p.tabTo("Continue")
	p.follow(chromedp.KeyEvent(kb.Enter))
	p.tabTo(p.slot(0))
	p.follow(chromedp.KeyEvent(kb.Enter))
	if js[bool](p, `!document.querySelector("input[name=mode]:checked")`) {
		p.tabTo("Face to face")
		p.keys(" ")
	}
	p.tabTo("Book it")
	p.follow(chromedp.KeyEvent(kb.Enter))
	if p.h1() != "Booked" {
		t.Fatal(p.text())
	}
}

// At 400% zoom a screen is 320 wide: everything is there, nothing is beside
// the page, and the journey is the same.
func TestZoom(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.open(t, "reception", true)
	p.run(chromedp.EmulateViewport(320, 256))
	dean := w.person("Dean Ashworth").ID
	for _, path := range []string{"/people?words=kowal", "/people/" + dean, "/book/" + dean, "/book/" + dean + "/slots", "/waiting", "/help-today", "/coverage/icb/QUY", "/account", "/diary", "/agreement"} {
		if status := p.to(path); status >= 400 {
			t.Errorf("%s: %d", path, status)
		}
		if over := js[int](p, `document.documentElement.scrollWidth - document.documentElement.clientWidth`); over > 1 {
			t.Errorf("%s is %d wider than the window at 400%%", path, over)
		}
	}
	p.signedIn("leah")
	for _, path := range []string{"/today", "/people/" + dean} {
		p.to(path)
		if over := js[int](p, `document.documentElement.scrollWidth - document.documentElement.clientWidth`); over > 1 {
			t.Errorf("%s is %d wider than the window at 400%%", path, over)
		}
	}
}
