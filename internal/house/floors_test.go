package house

import (
	"encoding/json"
	"io"
	"os/exec"
	"runtime/debug"
	"slices"
	"strings"
	"testing"
)

type pkg struct {
	ImportPath   string
	Imports      []string
	TestImports  []string
	XTestImports []string
}

func packages(t *testing.T) []pkg {
	t.Helper()
	c := exec.Command("go", "list", "-json=ImportPath,Imports,TestImports,XTestImports", "footbridge/...")
	out, err := c.Output()
	if err != nil {
		t.Fatal(err)
	}
	dec := json.NewDecoder(strings.NewReader(string(out)))
	var list []pkg
	for {
		var p pkg
		if err := dec.Decode(&p); err == io.EOF {
			return list
		} else if err != nil {
			t.Fatal(err)
		}
		list = append(list, p)
	}
}

// floor gives the height of a package. An import points down: to a lower
// floor, never up and never sideways.
func floor(path string) (height int, name string) {
	p := strings.TrimPrefix(path, "footbridge/")
	rooms := map[string]int{
		"network": 20, "workforce": 21, "person": 22, "account": 23, "episode": 24, "message": 24, "diary": 25,
		"link": 26, "measures": 27, "care": 28, "written": 28, "safety": 29, "triage": 29, "assessment": 29, "plan": 29, "course": 29, "physical": 29,
		"liaison": 30, "onward": 30, "supervision": 30, "funding": 30, "hiring": 29, "caseload": 31, "mdt": 31, "discharge": 32, "register": 32, "evidence": 33, "impact": 35, "simulate": 36, "feedback": 30, "export": 37,
	}
	switch {
	case p == "internal/fault":
		return 0, "faults"
	case p == "internal/calendar":
		return 1, "ground floor"
	case p == "internal/nhs", p == "internal/access":
		return 2, "ground floor"
	case p == "internal/policy", p == "internal/measure", p == "internal/spc", p == "internal/disclosure", p == "internal/outline", p == "internal/table":
		return 3, "ground floor"
	case p == "internal/claim":
		return 4, "ground floor"
	case p == "internal/app/internal/db":
		return 10, "database"
	case p == "internal/app/internal/gate":
		return 11, "gate"
	case p == "internal/app":
		return 12, "app"
	case strings.HasPrefix(p, "internal/app/"):
		room, sub, _ := strings.Cut(strings.TrimPrefix(p, "internal/app/"), "/")
		if sub == "snapshot/generate" {
			return 60, "command"
		}
		if sub != "" {
			return rooms[room] - 1, "inside " + room
		}
		return rooms[room], "rooms"
	case p == "internal/web/nhsuk":
		return 40, "components"
	case p == "internal/web/form", p == "internal/web/chart":
		return 41, "forms and charts"
	case p == "internal/web/site":
		return 42, "page shell"
	case p == "internal/web/person", p == "internal/web/written", p == "internal/web/link":
		return 43, "front rooms that others use"
	case p == "internal/web":
		return 50, "route table"
	case strings.HasPrefix(p, "internal/web/"):
		return 44, "front rooms"
	case p == "internal/post":
		return 40, "the sender"
	case p == "internal/demo":
		return 45, "demo"
	case strings.HasPrefix(p, "cmd/"):
		return 60, "command"
	case strings.HasPrefix(p, "scripts/"):
		return 80, "scripts"
	case strings.HasPrefix(p, "e2e"), p == "internal/house", p == "internal/engines", strings.HasSuffix(p, "/faults"), strings.HasSuffix(p, "/model"), strings.HasSuffix(p, "/bench"):
		return 70, "tests"
	}
	return -1, ""
}

func TestImportsPointDown(t *testing.T) {
	list := packages(t)
	if len(list) < 15 {
		t.Fatalf("only %d packages: the list is wrong", len(list))
	}
	for _, p := range list {
		h, name := floor(p.ImportPath)
		if h < 0 {
			t.Errorf("%s is on no floor: give it one in floor()", p.ImportPath)
			continue
		}
		for _, i := range p.Imports {
			if !strings.HasPrefix(i, "footbridge/") {
				continue
			}
			if ih, iname := floor(i); ih >= h {
				t.Errorf("%s (%s) imports %s (%s): an import points down", p.ImportPath, name, i, iname)
			}
		}
	}
}

// The ground floor knows no database, no network and no clock.
func TestGroundFloorIsPure(t *testing.T) {
	for _, p := range packages(t) {
		if h, _ := floor(p.ImportPath); h < 0 || h > 4 {
			continue
		}
		for _, i := range p.Imports {
			switch {
			case slices.Contains([]string{"net/http", "os", "database/sql", "math/rand", "math/rand/v2", "crypto/rand"}, i):
				t.Errorf("%s imports %s", p.ImportPath, i)
			case strings.Contains(i, "."):
				if !strings.HasPrefix(i, "golang.org/x/text/") {
					t.Errorf("%s imports %s", p.ImportPath, i)
				}
			}
		}
	}
}

// The time is handed in: only the system's clock asks the machine.
func TestNobodyReadsTheClock(t *testing.T) {
	for _, f := range goFiles(t) {
		if strings.HasSuffix(f.path, "_test.go") || f.path == "internal/calendar/clock.go" || strings.HasPrefix(f.path, "cmd/") || strings.HasPrefix(f.path, "e2e/") {
			continue
		}
		for n, line := range strings.Split(f.text, "\n") {
			if strings.Contains(line, "time.Now()") && !strings.Contains(line, "began := time.Now()") {
				t.Errorf("%s:%d reads the machine's clock: take calendar.Clock", f.path, n+1)
			}
		}
	}
}

// modernc.org/libc must be the version that modernc.org/sqlite was made with.
func TestLibcPin(t *testing.T) {
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Path}} {{.Version}}", "modernc.org/sqlite", "modernc.org/libc").Output()
	if err != nil {
		t.Fatal(err)
	}
	want := "modernc.org/sqlite v1.61.1\nmodernc.org/libc v1.79.0\n"
	if string(out) != want {
		t.Errorf("the pair of SQLite and its libc is\n%s, want\n%s: take the libc of the go.mod of modernc.org/sqlite", out, want)
	}
	if _, ok := debug.ReadBuildInfo(); !ok {
		t.Error("no build information")
	}
}
