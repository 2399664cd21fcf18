package faults

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"footbridge/internal/access"
	"footbridge/internal/app"
	"footbridge/internal/app/account"
	"footbridge/internal/app/diary"
	"footbridge/internal/demo"
)

// binary builds the program once.
var binary = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "footbridge-faults-")
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "footbridge")
	out, err := exec.Command("go", "build", "-o", path, "footbridge/cmd/footbridge").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%w\n%s", err, out)
	}
	return path, nil
})

// stage makes a demo without a history in a file, and closes it.
func stage(t *testing.T, database string, people int) *demo.Cast {
	t.Helper()
	ctx := context.Background()
	a, err := app.Open(ctx, app.Config{Database: database})
	if err != nil {
		t.Fatal(err)
	}
	c, err := demo.Stage(ctx, a, people)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := app.Do(ctx, a, access.System("test"), account.MarkDemo{}); err != nil {
		t.Fatal(err)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	return c
}

// process is a running server.
type process struct {
	cmd  *exec.Cmd
	base string
}

func start(t *testing.T, database string) *process {
	t.Helper()
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(path, "--database", database, "demo", "--addr", "127.0.0.1:0")
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if _, at, ok := strings.Cut(lines.Text(), "Footbridge is at "); ok {
			go func() {
				for lines.Scan() {
				}
			}()
			return &process{cmd, at}
		}
	}
	t.Fatal("the server did not start")
	return nil
}

func (p *process) kill() {
	p.cmd.Process.Signal(syscall.SIGKILL) //nolint:errcheck // it may be gone
	p.cmd.Wait()                          //nolint:errcheck // killed
}

// visitor is a browser without a browser.
type visitor struct {
	client *http.Client
	base   string
}

func enter(base, persona string) (*visitor, error) {
	jar, _ := cookiejar.New(nil)
	v := &visitor{&http.Client{Jar: jar, Timeout: 5 * time.Second, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}, base}
	r, err := v.post("/persona", url.Values{"persona": {persona}})
	if err != nil {
		return nil, err
	}
	if r.StatusCode != http.StatusSeeOther {
		return nil, fmt.Errorf("sign-in: %s", r.Status)
	}
	return v, nil
}

func (v *visitor) post(path string, form url.Values) (*http.Response, error) {
	r, err := v.client.PostForm(v.base+path, form)
	if err == nil {
		r.Body.Close()
	}
	return r, err
}

var bookedAt = regexp.MustCompile(`^/bookings/([0-9a-z]+)\?new=yes$`)

// ledger is what the server said that it had done.
type ledger struct {
	sync.Mutex
	booked    map[string]string // booking → slot
	cancelled map[string]bool
	asked     map[string]bool // a cancellation was asked for; perhaps it was done
	told      int             // answers that said no, for a good reason
}

// Killed in a loop under booking load, the server loses nothing that it
// acknowledged, books no slot twice, and leaves a whole audit chain.
//
// FOOTBRIDGE_KILLS sets how often; make faults runs 200.
func TestKillUnderBookingLoad(t *testing.T) {
	kills := 6
	if n, err := strconv.Atoi(os.Getenv("FOOTBRIDGE_KILLS")); err == nil {
		kills = n
	}
	database := filepath.Join(t.TempDir(), "kill.db")
	c := stage(t, database, 60)
	led := &ledger{booked: map[string]string{}, cancelled: map[string]bool{}, asked: map[string]bool{}}
	slots := slotsOf(t, database, c)
	random := rand.New(rand.NewPCG(7, 7))
	acted := 0
	for range kills {
		p := start(t, database)
		stop := make(chan struct{})
		var wg sync.WaitGroup
		for n := range 4 {
			seed := random.Uint64()
			wg.Go(func() { load(p.base, c, slots, led, stop, rand.New(rand.NewPCG(seed, uint64(n)))) })
		}
		time.Sleep(time.Duration(60+random.IntN(250)) * time.Millisecond)
		p.kill()
		close(stop)
		wg.Wait()
	}
	acted = len(led.booked)
	t.Logf("%d kills; %d bookings and %d cancellations were acknowledged, %d refusals", kills, len(led.booked), len(led.cancelled), led.told)
	if acted < kills {
		t.Fatalf("only %d bookings in %d rounds: the load is too thin to prove anything", acted, kills)
	}
	check(t, database, c, led)
}

func slotsOf(t *testing.T, database string, c *demo.Cast) []diary.Offer {
	t.Helper()
	ctx := context.Background()
	a, err := app.Open(ctx, app.Config{Database: database})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	var out []diary.Offer
	q := diary.Search{PCN: demo.PCN, Person: c.People[0], Limit: 60, FromDay: a.Today().AddDays(2)}
	for {
		f, err := app.Ask(ctx, a, c.Actors["leah"], q)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, f.Offers...)
		if f.More == "" {
			return out
		}
		q.After = f.More
	}
}

// load books and cancels until the server is gone.
func load(base string, c *demo.Cast, slots []diary.Offer, led *ledger, stop chan struct{}, random *rand.Rand) {
	v, err := enter(base, c.Actors["leah"].ID)
	if err != nil {
		return
	}
	for {
		select {
		case <-stop:
			return
		default:
		}
		if random.IntN(3) == 0 {
			if id := led.one(); id != "" {
				r, err := v.post("/bookings/"+id+"/cancel", url.Values{"version": {"1"}, "asked": {"the person"}, "why": {"drill"}, "key": {"cancel-" + id}})
				if err != nil {
					return
				}
				if r.StatusCode == http.StatusSeeOther {
					led.Lock()
					led.cancelled[id] = true
					led.Unlock()
				}
				continue
			}
		}
		s := slots[random.IntN(len(slots))]
		person := c.People[random.IntN(len(c.People))]
		r, err := v.post("/book/"+person+"/check", url.Values{"slot": {s.ID}, "mode": {s.ModeList()[0]}, "words": {"a drill"}, "key": {fmt.Sprint("book-", random.Uint64())}})
		if err != nil {
			return
		}
		led.Lock()
		if m := bookedAt.FindStringSubmatch(r.Header.Get("Location")); m != nil {
			led.booked[m[1]] = s.ID
		} else {
			led.told++
		}
		led.Unlock()
	}
}

// one picks a booking to cancel, each only once.
func (l *ledger) one() string {
	l.Lock()
	defer l.Unlock()
	for id := range l.booked {
		if !l.asked[id] {
			l.asked[id] = true
			return id
		}
	}
	return ""
}

// check opens what is left and holds it against what was acknowledged.
func check(t *testing.T, database string, c *demo.Cast, led *ledger) {
	t.Helper()
	ctx := context.Background()
	a, err := app.Open(ctx, app.Config{Database: database})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	chain, err := a.Verify(ctx)
	if err != nil || chain.Broken != 0 {
		t.Errorf("the audit chain: %+v, %v", chain, err)
	}
	live := map[string]string{} // slot → booking
	known := map[string]diary.Booking{}
	for _, p := range c.People {
		got, err := app.Ask(ctx, a, c.Actors["leah"], diary.OfPerson{Person: p})
		if err != nil {
			t.Fatal(err)
		}
		for _, b := range append(got.Coming, got.Past...) {
			known[b.ID] = b.Booking
			if b.State != "booked" {
				continue
			}
			if other, twice := live[b.Slot]; twice {
				t.Errorf("slot %s is booked twice: %s and %s", b.Slot, other, b.ID)
			}
			live[b.Slot] = b.ID
		}
	}
	for id, slot := range led.booked {
		b, ok := known[id]
		switch {
		case !ok:
			t.Errorf("booking %s was acknowledged and is lost", id)
		case b.Slot != slot:
			t.Errorf("booking %s is in slot %s, not %s", id, b.Slot, slot)
		case led.cancelled[id] && b.State != "cancelled":
			t.Errorf("the cancellation of %s was acknowledged and is lost", id)
		case !led.asked[id] && b.State != "booked":
			t.Errorf("booking %s is %s, and nobody asked for it", id, b.State)
		}
	}
	days, err := app.Ask(ctx, a, c.Actors["leah"], diary.Week{PCN: demo.PCN, Monday: a.Today(), Days: 31})
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range days.Days {
		for _, s := range d.Cells {
			if _, booked := live[s.ID]; booked != (s.State == "booked") {
				t.Errorf("slot %s says %s; booked: %v", s.ID, s.State, booked)
			}
		}
	}
}
